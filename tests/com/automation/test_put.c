/* Put and Put_: flags, update modes, partial updates, generated keys, the path that comes back
 * (behaviour.md 8, 9). */
#include "puts.h"

#include <wbemcli.h>

/* --- the table -------------------------------------------------------------------------------- */

static HRESULT put_through_object(const struct put_case *row, void *object, IDispatch *context)
{
    const struct arg args[] = {NUMBER(row->flags), OBJECT(context), NOTHING};

    return script_call(object, L"Put_", BOTH, args, NULL);
}

static HRESULT put_through_services(const struct put_case *row, void *object, IDispatch *context)
{
    ISWbemObjectPath *path = (void *)services;
    HRESULT hr = ISWbemServicesEx_Put(services, object, row->flags, context, &path);

    ck_assert_msg(SUCCEEDED(hr) == (path != NULL), "%s: path %p", row->name, (void *)path);
    if (path)
        drop(path);
    return hr;
}

static void check_case(unsigned index, bool through_services)
{
    const struct put_case *row = &put_cases[index];
    IDispatch *context = put_case_context(row);
    ISWbemObjectEx *object;
    WCHAR name[32];
    HRESULT hr;

    swprintf(name, 32, L"Put%u%ls", index, through_services ? L"S" : L"O");
    object = row->make(name);
    hr = through_services ? put_through_services(row, object, context)
                          : put_through_object(row, object, context);
    ck_assert_msg(hr == row->expected, "%s: 0x%08lx, not 0x%08lx", row->name, (unsigned long)hr,
                  (unsigned long)row->expected);
    if (FAILED(hr) && !through_services)
    {
        ck_assert_wide(script_error.source, L"SWbemObjectEx");
        ck_assert(script_error.description[0]);
    }
    drop(object);
    if (context)
        IDispatch_Release(context);
}

START_TEST(table)
{
    unsigned i;

    for (i = 0; i < put_case_count; i++)
    {
        check_case(i, false);
        check_case(i, true);
    }
}
END_TEST

/* --- what comes back -------------------------------------------------------------------------- */

START_TEST(path_of_an_instance)
{
    ISWbemObject *cls = simple_class(L"PutPath");
    ISWbemObjectEx *object = simple_instance(cls, 7, L"seven");
    void *path = script_object(object, L"Put_", NULL), *found;
    WCHAR text[256], again[256];

    ck_assert_wide(script_text(path, L"RelPath", text, 256), L"PutPath.Id=7");
    ck_assert_wide(script_text(path, L"Namespace", text, 256), L"root\\cimv2");
    ck_assert_wide(script_text(path, L"Class", text, 256), L"PutPath");
    ck_assert_int_eq(script_number(path, L"IsClass"), VARIANT_FALSE);
    script_text(path, L"Path", text, 256);
    ck_assert_msg(!wcsncmp(text, L"\\\\", 2), "path %ls", text);
    found = client_get(services, text);
    ck_assert_wide(script_text(found, L"__PATH", again, 256), text);
    drop(found);
    drop(path);
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(path_of_a_class)
{
    void *cls = client_get(services, L""), *path;
    WCHAR text[256];

    name_class(cls, L"PutPathClass");
    path = SCRIPT_OBJECT(services, L"Put", OBJECT(cls));
    ck_assert_wide(script_text(path, L"RelPath", text, 256), L"PutPathClass");
    ck_assert_int_eq(script_number(path, L"IsClass"), VARIANT_TRUE);
    drop(path);
    drop(cls);
}
END_TEST

/* A string key left out is made by the store; only the path tells it. */
START_TEST(generated_key)
{
    static const struct client_property properties[] = {
        {L"Name", wbemCimtypeString, false, true},
        {L"Text", wbemCimtypeString, false, false},
        {NULL, 0, false, false},
    };
    ISWbemObject *cls = client_define(services, L"PutGenerated", properties);
    ISWbemObjectEx *object = client_spawn(cls);
    WCHAR first[256], second[256];
    void *path = script_object(object, L"Put_", NULL);

    script_text(path, L"RelPath", first, 256);
    drop(path);
    ck_assert_msg(!wcsncmp(first, L"PutGenerated.Name=\"{", 20), "path %ls", first);
    drop(client_get(services, first));
    ck_assert_wide(script_text(object, L"Name", second, 256), L"(null)");
    path = script_object(object, L"Put_", NULL);
    script_text(path, L"RelPath", second, 256);
    ck_assert(wcscmp(first, second));
    drop(path);
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), 2);
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(singleton)
{
    void *cls = client_get(services, L""), *object, *path;
    WCHAR text[64];

    name_class(cls, L"PutSingleton");
    add_property(cls, L"Text", wbemCimtypeString);
    add_qualifier(cls, NULL, L"singleton");
    ck_assert_ok(script_call(cls, L"Put_", BOTH, NULL, NULL));
    object = client_spawn(cls);
    client_set_text(object, L"Text", L"only one");
    path = script_object(object, L"Put_", NULL);
    ck_assert_wide(script_text(path, L"RelPath", text, 64), L"PutSingleton=@");
    ck_assert_int_eq(script_number(path, L"IsSingleton"), VARIANT_TRUE);
    drop(path);
    path = script_object(object, L"Put_", NULL);
    drop(path);
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), 1);
    drop(object);
    object = client_get(services, L"PutSingleton=@");
    ck_assert_wide(script_text(object, L"Text", text, 64), L"only one");
    drop(object);
    drop(cls);
}
END_TEST

/* The local object keeps its connection; Put writes where the services lead. */
START_TEST(into_another_namespace)
{
    ISWbemLocator *locator = create_object(&CLSID_SWbemLocator, &IID_ISWbemLocator);
    void *other = SCRIPT_OBJECT(locator, L"ConnectServer", TEXT_(L"."), TEXT_(L"root\\default"));
    ISWbemObject *cls = simple_class(L"PutElsewhere");
    void *path = SCRIPT_OBJECT(other, L"Put", OBJECT(cls)), *found;
    WCHAR text[64];

    ck_assert_wide(script_text(path, L"Namespace", text, 64), L"root\\default");
    ck_assert_wide(script_text(cls, L"__NAMESPACE", text, 64), L"root\\cimv2");
    drop(path);
    found = SCRIPT_OBJECT(other, L"Get", TEXT_(L"PutElsewhere"));
    ck_assert_wide(script_text(found, L"__NAMESPACE", text, 64), L"root\\default");
    drop(found);
    drop(other);
    drop(locator);
    drop(cls);
}
END_TEST

/* --- partial updates -------------------------------------------------------------------------- */

#define NAMES(...) ((const WCHAR *const[]){__VA_ARGS__, NULL})

static ISWbemNamedValueSet *partial(const WCHAR *const *names, bool strict_nulls)
{
    ISWbemNamedValueSet *set = create_object(&CLSID_SWbemNamedValueSet, &IID_ISWbemNamedValueSet);
    SAFEARRAY *array;
    ISWbemNamedValue *item;
    VARIANT value, *items;
    ULONG count = 0, i;

    named_value_add(set, L"__PUT_EXTENSIONS", (struct arg)BOOLEAN_(1));
    named_value_add(set, L"__PUT_EXT_CLIENT_REQUEST", (struct arg)BOOLEAN_(1));
    if (strict_nulls)
        named_value_add(set, L"__PUT_EXT_STRICT_NULLS", (struct arg)BOOLEAN_(1));
    if (!names)
        return set;
    while (names[count])
        count++;
    array = SafeArrayCreateVector(VT_VARIANT, 0, count);
    SafeArrayAccessData(array, (void **)&items);
    for (i = 0; i < count; i++)
        arg_to_variant(&(struct arg)TEXT_(names[i]), &items[i]);
    SafeArrayUnaccessData(array);
    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = array;
    ck_assert_ok(
        ISWbemNamedValueSet_Add(set, client_bstr(L"__PUT_EXT_PROPERTIES"), &value, 0, &item));
    drop(item);
    VariantClear(&value);
    return set;
}

static HRESULT put_partial(void *object, const WCHAR *const *names, bool strict_nulls)
{
    ISWbemNamedValueSet *set = partial(names, strict_nulls);
    HRESULT hr = script_call(object, L"Put_", BOTH,
                             (const struct arg[]){NUMBER(1), OBJECT(set), NOTHING}, NULL);

    check_release(set, 0);
    return hr;
}

START_TEST(partial_update)
{
    ISWbemObject *cls = simple_class(L"PutPartial");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"old");
    WCHAR text[64];
    void *found;

    client_set_number(object, L"Number", 10);
    client_put(services, object);
    client_set_text(object, L"Text", L"new");
    client_set_number(object, L"Number", 20);
    ck_assert_ok(put_partial(object, NAMES(L"tEXT"), false));
    found = client_get(services, L"PutPartial=1");
    ck_assert_wide(script_text(found, L"Text", text, 64), L"new");
    ck_assert_int_eq(script_number(found, L"Number"), 10);
    drop(found);
    ck_assert_ok(put_partial(object, NAMES(L"Id", L"Number"), false));
    found = client_get(services, L"PutPartial=1");
    ck_assert_int_eq(script_number(found, L"Number"), 20);
    drop(found);
    ck_assert_hr(put_partial(object, NAMES(L"Nowhere"), false), WBEM_E_INVALID_PROPERTY);
    drop(object);
    drop(cls);
}
END_TEST

/* Without a list NULL means "leave it", with STRICT_NULLS it means NULL. */
START_TEST(partial_nulls)
{
    ISWbemObject *cls = simple_class(L"PutNulls");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"old");
    WCHAR text[64];
    void *found;

    client_put(services, object);
    drop(object);
    object = client_spawn(cls);
    client_set_number(object, L"Id", 1);
    client_set_number(object, L"Number", 5);
    ck_assert_ok(put_partial(object, NULL, false));
    found = client_get(services, L"PutNulls=1");
    ck_assert_wide(script_text(found, L"Text", text, 64), L"old");
    ck_assert_int_eq(script_number(found, L"Number"), 5);
    drop(found);
    ck_assert_ok(put_partial(object, NULL, true));
    found = client_get(services, L"PutNulls=1");
    ck_assert_wide(script_text(found, L"Text", text, 64), L"(null)");
    drop(found);
    drop(object);
    drop(cls);
}
END_TEST

/* Names that mean nothing to the store pass; without the marker the whole instance is written. */
START_TEST(other_contexts)
{
    ISWbemObject *cls = simple_class(L"PutContext");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"old");
    ISWbemNamedValueSet *set = create_object(&CLSID_SWbemNamedValueSet, &IID_ISWbemNamedValueSet);
    WCHAR text[64];
    void *found;

    client_put(services, object);
    named_value_add(set, L"__ProviderArchitecture", (struct arg)NUMBER(64));
    named_value_add(set, L"Mine", (struct arg)TEXT_(L"x"));
    named_value_add(set, L"__PUT_EXT_PROPERTIES", (struct arg)NUMBER(1));
    client_set_text(object, L"Text", L"new");
    ck_assert_ok(script_call(object, L"Put_", BOTH,
                             (const struct arg[]){NUMBER(0), OBJECT(set), NOTHING}, NULL));
    found = client_get(services, L"PutContext=1");
    ck_assert_wide(script_text(found, L"Text", text, 64), L"new");
    drop(found);
    named_value_add(set, L"__PUT_EXTENSIONS", (struct arg)BOOLEAN_(1));
    ck_assert_hr(script_call(object, L"Put_", BOTH,
                             (const struct arg[]){NUMBER(1), OBJECT(set), NOTHING}, NULL),
                 WBEM_E_INVALID_CONTEXT);
    drop(set);
    drop(object);
    drop(cls);
}
END_TEST

/* --- arguments -------------------------------------------------------------------------------- */

START_TEST(arguments)
{
    ISWbemObject *cls = simple_class(L"PutArguments");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");
    ISWbemObjectPath *path;

    ck_assert_hr(ISWbemServicesEx_Put(services, NULL, 0, NULL, &path), WBEM_E_INVALID_PARAMETER);
    ck_assert_ptr_null(path);
    ck_assert_hr(ISWbemServicesEx_Put(services, (ISWbemObjectEx *)services, 0, NULL, &path),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_Put(services, object, 0, (IDispatch *)services, &path),
                 WBEM_E_INVALID_PARAMETER);
    /* A client that does not care for the path. */
    ck_assert_ok(ISWbemServicesEx_Put(services, object, 0, NULL, NULL));
    ck_assert_hr(script_call(services, L"Put", METHOD,
                             (const struct arg[]){OBJECT(services), NOTHING}, NULL),
                 DISP_E_TYPEMISMATCH);
    drop(object);
    drop(cls);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {table,
                                  path_of_an_instance,
                                  path_of_a_class,
                                  generated_key,
                                  singleton,
                                  into_another_namespace,
                                  partial_update,
                                  partial_nulls,
                                  other_contexts,
                                  arguments,
                                  NULL};

    return script_main("put", tests);
}
