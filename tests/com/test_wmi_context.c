/* IWbemContext, what the options of a call make of it, and the arguments of IWbemLocator:
 * behaviour.md 5.1, 9. */
#include "com/wmi_client.h"

#include "cim/mem.h"
#include "wmi/options.h"

static IWbemContext *context;

static void set_up(void)
{
    ck_assert_ok(wmi_context_create(&context));
}

static void tear_down(void)
{
    IWbemContext_Release(context);
    wmi_shutdown();
    check_nothing_lives();
    ck_assert_uint_eq(mem_live(), 0);
}

static HRESULT set(const WCHAR *name, VARIANT value)
{
    return IWbemContext_SetValue(context, name, 0, &value);
}

/* --- the set itself --------------------------------------------------------------------------- */

START_TEST(values)
{
    VARIANT text = var_text(L"x"), value;

    ck_assert_ok(set(L"One", var_i4(1)));
    ck_assert_ok(IWbemContext_SetValue(context, L"Two", 0, &text));
    VariantClear(&text);
    ck_assert_ok(set(L"ONE", var_i4(3))); /* without case: replaced */
    ck_assert_ok(IWbemContext_GetValue(context, L"one", 0, &value));
    ck_assert_int_eq(V_I4(&value), 3);
    ck_assert_ok(IWbemContext_GetValue(context, L"two", 0, &value));
    ck_assert_wstr_eq(V_BSTR(&value), L"x");
    VariantClear(&value);
    ck_assert_ok(IWbemContext_DeleteValue(context, L"two", 0));
    ck_assert_hr(IWbemContext_DeleteValue(context, L"two", 0), WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemContext_GetValue(context, L"two", 0, &value), WBEM_E_NOT_FOUND);
    ck_assert_ok(IWbemContext_DeleteAll(context));
    ck_assert_hr(IWbemContext_GetValue(context, L"one", 0, &value), WBEM_E_NOT_FOUND);
}
END_TEST

START_TEST(refused)
{
    VARIANT value = var_i4(1);
    SAFEARRAY *array;

    ck_assert_hr(IWbemContext_SetValue(context, NULL, 0, &value), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_SetValue(context, L"", 0, &value), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_SetValue(context, L"a", 1, &value), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_SetValue(context, L"a", 0, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_GetValue(context, L"a", 0, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_GetNames(context, 0, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_GetNames(context, 1, &array), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_BeginEnumeration(context, 1), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemContext_Clone(context, NULL), WBEM_E_INVALID_PARAMETER);
}
END_TEST

START_TEST(enumeration_and_clone)
{
    IWbemContext *copy;
    SAFEARRAY *array;
    VARIANT value;
    WCHAR name[16];
    BSTR got;
    LONG i;

    for (i = 0; i < 20; i++)
    {
        swprintf(name, COUNT_OF(name), L"V%ld", i);
        ck_assert_ok(set(name, var_i4(i)));
    }
    ck_assert_ok(IWbemContext_Clone(context, &copy));
    ck_assert_ok(IWbemContext_DeleteAll(context));
    ck_assert_ok(IWbemContext_GetNames(copy, 0, &array));
    ck_assert_uint_eq(array->rgsabound[0].cElements, 20);
    SafeArrayDestroy(array);
    ck_assert_hr(IWbemContext_Next(copy, 0, &got, &value), WBEM_E_UNEXPECTED);
    ck_assert_ok(IWbemContext_BeginEnumeration(copy, 0));
    for (i = 0; i < 20; i++)
    {
        swprintf(name, COUNT_OF(name), L"V%ld", i);
        ck_assert_ok(IWbemContext_Next(copy, 0, &got, &value));
        ck_assert_wstr_eq(got, name);
        ck_assert_int_eq(V_I4(&value), i);
        SysFreeString(got);
    }
    ck_assert_hr(IWbemContext_Next(copy, 0, &got, &value), WBEM_S_NO_MORE_DATA);
    ck_assert_ptr_null(got);
    ck_assert_ok(IWbemContext_EndEnumeration(copy));
    IWbemContext_Release(copy);
}
END_TEST

/* An object in a context may be the last that holds something which uses the context itself. */
START_TEST(object_values)
{
    IWbemClassObject *object;
    VARIANT value;

    ck_assert_ok(wmi_empty_class_create(&object));
    V_VT(&value) = VT_UNKNOWN;
    V_UNKNOWN(&value) = (IUnknown *)object;
    ck_assert_ok(IWbemContext_SetValue(context, L"o", 0, &value));
    IWbemClassObject_Release(object);
    ck_assert_ok(set(L"o", var_i4(1)));
}
END_TEST

/* --- options ---------------------------------------------------------------------------------- */

#define UPDATE WBEM_FLAG_UPDATE_ONLY

static const struct
{
    const char *name;
    const WCHAR *value;
    char type; /* b TRUE, f FALSE, i number, a list, e empty list, s list with a star */
    LONG flags;
    HRESULT put, get;
} rows[] = {
    {"nothing", NULL, 0, UPDATE, S_OK, S_OK},
    {"strict nulls", L"__PUT_EXT_STRICT_NULLS", 'b', UPDATE, S_OK, S_OK},
    {"not update only", L"__PUT_EXT_STRICT_NULLS", 'b', 0, WBEM_E_INVALID_CONTEXT, S_OK},
    {"strict nulls as number", L"__PUT_EXT_STRICT_NULLS", 'i', UPDATE, WBEM_E_INVALID_CONTEXT,
     S_OK},
    {"client request as number", L"__PUT_EXT_CLIENT_REQUEST", 'i', UPDATE, WBEM_E_INVALID_CONTEXT,
     S_OK},
    {"atomic", L"__PUT_EXT_ATOMIC", 'b', UPDATE, S_OK, S_OK},
    {"properties", L"__PUT_EXT_PROPERTIES", 'a', UPDATE, S_OK, S_OK},
    {"no properties", L"__PUT_EXT_PROPERTIES", 'e', UPDATE, S_OK, S_OK},
    {"a star", L"__PUT_EXT_PROPERTIES", 's', UPDATE, WBEM_E_INVALID_CONTEXT, S_OK},
    {"properties as number", L"__PUT_EXT_PROPERTIES", 'i', UPDATE, WBEM_E_INVALID_CONTEXT, S_OK},
    {"keys only", L"__GET_EXT_KEYS_ONLY", 'b', UPDATE, S_OK, S_OK},
    {"keys only as number", L"__GET_EXT_KEYS_ONLY", 'i', UPDATE, S_OK, WBEM_E_INVALID_CONTEXT},
    {"get properties", L"__GET_EXT_PROPERTIES", 'a', UPDATE, S_OK, S_OK},
    {"get a star", L"__GET_EXT_PROPERTIES", 's', UPDATE, S_OK, WBEM_E_INVALID_CONTEXT},
    {"unrelated", L"__ProviderArchitecture", 'i', UPDATE, S_OK, S_OK},
};

static VARIANT row_value(char type)
{
    static const WCHAR *const names[] = {L"Name", L"Count"}, *const star[] = {L"*"};

    switch (type)
    {
    case 'b':
        return var_true();
    case 'a':
        return var_text_array(names, 2);
    case 'e':
        return var_text_array(names, 0);
    case 's':
        return var_text_array(star, 1);
    default:
        return var_i4(1);
    }
}

START_TEST(options)
{
    struct wmi_options *put = NULL, *get = NULL;
    VARIANT value = row_value(rows[_i].type);
    HRESULT hr;

    ck_assert_ok(set(L"__PUT_EXTENSIONS", var_true()));
    ck_assert_ok(set(L"__GET_EXTENSIONS", var_true()));
    if (rows[_i].value)
        ck_assert_ok(set(rows[_i].value, value));
    hr = wmi_put_options_read(&put, context, rows[_i].flags);
    ck_assert_msg(hr == rows[_i].put, "%s, put: 0x%08lx", rows[_i].name, (unsigned long)hr);
    hr = wmi_get_options_read(&get, context);
    ck_assert_msg(hr == rows[_i].get, "%s, get: 0x%08lx", rows[_i].name, (unsigned long)hr);
    ck_assert(SUCCEEDED(rows[_i].put) == (put != NULL));
    ck_assert(SUCCEEDED(rows[_i].get) == (get != NULL));
    wmi_options_release(put);
    wmi_options_release(get);
    VariantClear(&value);
}
END_TEST

START_TEST(options_content)
{
    VARIANT list = row_value('a');
    struct wmi_options *put, *get;

    ck_assert_ok(set(L"__PUT_EXT_PROPERTIES", list));
    ck_assert_ok(set(L"__PUT_EXT_STRICT_NULLS", var_true()));
    ck_assert_ok(set(L"__GET_EXT_KEYS_ONLY", var_true()));
    ck_assert_ok(wmi_put_options_read(&put, context, 0)); /* without the marker nothing counts */
    ck_assert_ptr_null(put);
    ck_assert_ok(wmi_get_options_read(&get, context));
    ck_assert_ptr_null(get);
    ck_assert_ok(wmi_put_options_read(&put, NULL, 0));
    ck_assert_ptr_null(put);
    ck_assert_ok(set(L"__PUT_EXTENSIONS", var_true()));
    ck_assert_ok(set(L"__GET_EXTENSIONS", var_true()));
    ck_assert_ok(wmi_put_options_read(&put, context, UPDATE));
    ck_assert(put->put.extensions && put->put.strict_nulls && put->put.has_properties);
    ck_assert_uint_eq(put->put.property_count, 2);
    ck_assert(text_equal(put->put.properties[1], text_from("Count")));
    ck_assert_ok(set(L"__GET_EXT_PROPERTIES", list)); /* the keys win */
    ck_assert_ok(wmi_get_options_read(&get, context));
    ck_assert(get->get.keys_only && !get->get.has_properties);
    wmi_options_release(put);
    wmi_options_release(get);
    VariantClear(&list);
}
END_TEST

/* --- ConnectServer ---------------------------------------------------------------------------- */

static const struct
{
    const char *name;
    const WCHAR *resource, *user, *password, *locale, *authority;
    LONG flags;
    HRESULT hr;
} connections[] = {
    {"default namespace", NULL, NULL, NULL, NULL, NULL, 0, S_OK},
    {"empty texts", L"", L"", L"", L"", L"", 0, S_OK},
    {"namespace", L"root\\default", NULL, NULL, NULL, NULL, 0, S_OK},
    {"other slash, other case", L"ROOT/CimV2", NULL, NULL, NULL, NULL, 0, S_OK},
    {"this computer", L"\\\\.\\root\\cimv2", NULL, NULL, NULL, NULL, 0, S_OK},
    {"this computer, forward", L"//localhost/root", NULL, NULL, NULL, NULL, 0, S_OK},
    {"its address", L"\\\\127.0.0.1\\root", NULL, NULL, NULL, NULL, 0, S_OK},
    {"another computer", L"\\\\elsewhere\\root", NULL, NULL, NULL, NULL, 0,
     HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE)},
    {"absent namespace", L"root\\nope", NULL, NULL, NULL, NULL, 0, WBEM_E_INVALID_NAMESPACE},
    {"unparsable", L"root\\\\\\?", NULL, NULL, NULL, NULL, 0, WBEM_E_INVALID_PARAMETER},
    {"user", L"root", L"me", NULL, NULL, NULL, 0, WBEM_E_LOCAL_CREDENTIALS},
    {"password", L"root", NULL, L"secret", NULL, NULL, 0, WBEM_E_LOCAL_CREDENTIALS},
    {"locale", L"root", NULL, NULL, L"ms_409", NULL, 0, S_OK},
    {"bad locale", L"root", NULL, NULL, L"en-US", NULL, 0, WBEM_E_INVALID_PARAMETER},
    {"locale without number", L"root", NULL, NULL, L"MS_", NULL, 0, WBEM_E_INVALID_PARAMETER},
    {"authority", L"root", NULL, NULL, NULL, L"Kerberos:me", 0, S_OK},
    {"bad authority", L"root", NULL, NULL, NULL, L"me", 0, WBEM_E_INVALID_PARAMETER},
    {"domain twice", L"root", L"d\\me", NULL, NULL, L"ntlmdomain:d", 0, WBEM_E_INVALID_PARAMETER},
    {"wait", L"root", NULL, NULL, NULL, NULL, 0x80, S_OK},
    {"undefined flag", L"root", NULL, NULL, NULL, NULL, 1, WBEM_E_INVALID_PARAMETER},
};

static BSTR bstr(const WCHAR *text)
{
    return text ? SysAllocString(text) : NULL;
}

START_TEST(connecting)
{
    BSTR texts[] = {bstr(connections[_i].resource), bstr(connections[_i].user),
                    bstr(connections[_i].password), bstr(connections[_i].locale),
                    bstr(connections[_i].authority)};
    IWbemServices *services = NULL;
    IWbemLocator *locator;
    HRESULT hr;
    size_t i;

    ck_assert_ok(wmi_locator_create(&locator));
    hr = IWbemLocator_ConnectServer(locator, texts[0], texts[1], texts[2], texts[3],
                                    connections[_i].flags, texts[4], NULL, &services);
    ck_assert_msg(hr == connections[_i].hr, "%s: 0x%08lx", connections[_i].name, (unsigned long)hr);
    ck_assert(SUCCEEDED(hr) == (services != NULL));
    if (services)
        IWbemServices_Release(services);
    IWbemLocator_Release(locator);
    for (i = 0; i < COUNT_OF(texts); i++)
        SysFreeString(texts[i]);
}
END_TEST

START_TEST(child_namespace)
{
    IWbemServices *root = connect_to(L"root"), *child = NULL;
    IWbemCallResult *result = NULL;
    BSTR name = SysAllocString(L"cimv2"), nope = SysAllocString(L"nope");

    ck_assert_ok(IWbemServices_OpenNamespace(root, name, 0, NULL, &child, NULL));
    IWbemServices_Release(child);
    ck_assert_ok(
        IWbemServices_OpenNamespace(root, name, WBEM_FLAG_RETURN_IMMEDIATELY, NULL, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetResultServices(result, WBEM_INFINITE, &child));
    IWbemServices_Release(child);
    IWbemCallResult_Release(result);
    ck_assert_hr(IWbemServices_OpenNamespace(root, nope, 0, NULL, &child, NULL),
                 WBEM_E_INVALID_NAMESPACE);
    ck_assert_hr(IWbemServices_OpenNamespace(root, NULL, 0, NULL, &child, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_OpenNamespace(root, name, 0, NULL, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    IWbemServices_Release(root);
    SysFreeString(name);
    SysFreeString(nope);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wmi context");
    TCase *tcase = tcase_create("context");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, values);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, enumeration_and_clone);
    tcase_add_test(tcase, object_values);
    tcase_add_loop_test(tcase, options, 0, COUNT_OF(rows));
    tcase_add_test(tcase, options_content);
    tcase_add_loop_test(tcase, connecting, 0, COUNT_OF(connections));
    tcase_add_test(tcase, child_namespace);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
