/* IWbemServices, synchronous and semisynchronous, its enumerators, call results and errors, over
 * a store in memory: behaviour.md 3, 4, 6, 8, 9, 13. */
#include "com/wmi_client.h"

#include "cim/mem.h"

static IWbemServices *services;
static IWbemClassObject *thing; /* a class that is stored */

static BSTR b(const WCHAR *text)
{
    static BSTR last[8];
    static unsigned next;
    BSTR *place = &last[next++ % COUNT_OF(last)];

    SysFreeString(*place);
    *place = text ? SysAllocString(text) : NULL;
    return *place;
}

static HRESULT get(const WCHAR *path, IWbemClassObject **out)
{
    return IWbemServices_GetObject(services, b(path), 0, NULL, out, NULL);
}

static void set_up(void)
{
    services = connect_to(L"root\\cimv2");
    thing = make_class(L"Thing");
    ck_assert_ok(IWbemServices_PutClass(services, thing, 0, NULL, NULL));
}

static void tear_down(void)
{
    int i;

    if (thing)
        IWbemClassObject_Release(thing);
    if (services)
        IWbemServices_Release(services);
    for (i = 0; i < 8; i++)
        b(NULL);
    wmi_shutdown(); /* and the store in memory is gone */
    check_nothing_lives();
    ck_assert_uint_eq(mem_live(), 0);
}

static void put_things(LONG count)
{
    WCHAR name[32];
    LONG i;

    for (i = 0; i < count; i++)
    {
        IWbemClassObject *object;
        swprintf(name, COUNT_OF(name), L"t%03ld", i);
        object = make_instance(thing, name, i);
        ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, NULL));
        IWbemClassObject_Release(object);
    }
}

/* The error object that the last failure left on this thread. */
static IWbemClassObject *take_error(void)
{
    IWbemClassObject *error = NULL;
    IErrorInfo *info = NULL;

    ck_assert_ok(GetErrorInfo(0, &info));
    ck_assert_ok(IErrorInfo_QueryInterface(info, &IID_IWbemClassObject, (void **)&error));
    IErrorInfo_Release(info);
    return error;
}

/* --- getting and putting ---------------------------------------------------------------------- */

START_TEST(put_get_delete)
{
    IWbemClassObject *object = make_instance(thing, L"one", 7), *back;

    ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, NULL));
    IWbemClassObject_Release(object);
    ck_assert_ok(get(L"Thing.Name=\"one\"", &back));
    ck_assert_int_eq(get_number(back, L"Count"), 7);
    ck_assert(is_null(back, L"Note"));
    ck_assert_text(back, L"__NAMESPACE", L"root\\cimv2");
    ck_assert_text(back, L"__RELPATH", L"Thing.Name=\"one\"");
    IWbemClassObject_Release(back);
    ck_assert_ok(IWbemServices_DeleteInstance(services, b(L"thing='one'"), 0, NULL, NULL));
    ck_assert_hr(get(L"Thing.Name=\"one\"", &back), WBEM_E_NOT_FOUND);
    ck_assert_ptr_null(back);
    ck_assert_hr(IWbemServices_DeleteInstance(services, b(L"thing='one'"), 0, NULL, NULL),
                 WBEM_E_NOT_FOUND);
}
END_TEST

START_TEST(class_get_and_delete)
{
    IWbemClassObject *back, *derived;

    ck_assert_ok(get(L"THING", &back));
    ck_assert_text(back, L"__CLASS", L"Thing");
    ck_assert_text(back, L"__NAMESPACE", L"root\\cimv2");
    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(back, 0, &derived));
    ck_assert_ok(put_text(derived, L"__CLASS", L"Derived"));
    ck_assert_ok(IWbemServices_PutClass(services, derived, 0, NULL, NULL));
    IWbemClassObject_Release(derived);
    IWbemClassObject_Release(back);
    ck_assert_ok(IWbemServices_DeleteClass(services, b(L"Thing"), 0, NULL, NULL));
    ck_assert_hr(get(L"Derived", &back), WBEM_E_NOT_FOUND);
    ck_assert_hr(get(L"Thing", &back), WBEM_E_NOT_FOUND);
}
END_TEST

START_TEST(empty_class)
{
    IWbemClassObject *cls, *object;

    ck_assert_ok(get(NULL, &cls));
    ck_assert_int_eq(get_number(cls, L"__GENUS"), 1);
    ck_assert(is_null(cls, L"__CLASS"));
    ck_assert_int_eq(get_number(cls, L"__PROPERTY_COUNT"), 0);
    ck_assert_hr(IWbemServices_PutClass(services, cls, 0, NULL, NULL), WBEM_E_INCOMPLETE_CLASS);
    ck_assert_ok(put_text(cls, L"__CLASS", L"Fresh"));
    ck_assert_ok(declare(cls, L"Id", 19));
    ck_assert_ok(qualify(cls, L"Id", L"key", var_true(), 3));
    ck_assert_hr(IWbemClassObject_SpawnInstance(cls, 0, &object), WBEM_E_INCOMPLETE_CLASS);
    ck_assert_ok(IWbemServices_PutClass(services, cls, 0, NULL, NULL));
    ck_assert_ok(IWbemClassObject_SpawnInstance(cls, 0, &object)); /* its put has succeeded */
    ck_assert_ok(put_number(object, L"Id", 4));
    ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, NULL));
    ck_assert_text(object, L"__RELPATH", L"Fresh.Id=4");
    IWbemClassObject_Release(object);
    IWbemClassObject_Release(cls);
}
END_TEST

/* A class that is changed after its first put gives instances of the second. */
START_TEST(class_put_twice)
{
    IWbemClassObject *object;

    ck_assert_ok(declare(thing, L"More", 3));
    ck_assert_ok(IWbemServices_PutClass(services, thing, 0, NULL, NULL));
    object = make_instance(thing, L"x", 1);
    ck_assert_ok(put_number(object, L"More", 2));
    ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, NULL));
    IWbemClassObject_Release(object);
}
END_TEST

static const struct
{
    const char *name;
    const WCHAR *path;
    HRESULT hr;
} paths[] = {
    {"relative", L"Thing.Name=\"t000\"", S_OK},
    {"namespace", L"root\\cimv2:Thing.Name=\"t000\"", S_OK},
    {"server", L"\\\\.\\root\\cimv2:Thing.Name=\"t000\"", S_OK},
    {"localhost, forward, other case", L"//LOCALHOST/ROOT/CIMV2:Thing.Name='t000'", S_OK},
    {"another namespace", L"root\\default:Thing.Name=\"t000\"", WBEM_E_INVALID_OBJECT_PATH},
    {"another server", L"\\\\elsewhere\\root\\cimv2:Thing", WBEM_E_INVALID_OBJECT_PATH},
    {"no class", L"\\\\.\\root\\cimv2", WBEM_E_INVALID_OBJECT_PATH},
    {"unparsable", L"Thing.Name=", WBEM_E_INVALID_OBJECT_PATH},
    {"blanks", L"Thing . Name=\"x\"", WBEM_E_INVALID_OBJECT_PATH},
    {"absent class", L"Nope", WBEM_E_NOT_FOUND},
    {"instance of an absent class", L"Nope.A=1", WBEM_E_INVALID_CLASS},
    {"absent instance", L"Thing.Name=\"x\"", WBEM_E_NOT_FOUND},
    {"wrong key", L"Thing.Count=1", WBEM_E_INVALID_OBJECT_PATH},
};

START_TEST(get_paths)
{
    IWbemClassObject *object = NULL;
    HRESULT hr;

    put_things(1);
    hr = get(paths[_i].path, &object);
    ck_assert_msg(hr == paths[_i].hr, "%s: 0x%08lx", paths[_i].name, (unsigned long)hr);
    ck_assert(SUCCEEDED(hr) == (object != NULL));
    if (object)
        IWbemClassObject_Release(object);
}
END_TEST

/* --- results of puts -------------------------------------------------------------------------- */

START_TEST(path_of_put)
{
    IWbemClassObject *object = make_instance(thing, L"a\"b", 7), *none;
    IWbemCallResult *result = NULL;
    LONG status = -1;
    BSTR path, server;
    WCHAR expected[200];

    ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetResultString(result, 0, &path));
    ck_assert_ok(IWbemServices_GetObject(services, path, 0, NULL, &none, NULL));
    server = get_text(none, L"__SERVER");
    IWbemClassObject_Release(none);
    swprintf(expected, COUNT_OF(expected), L"\\\\%ls\\root\\cimv2:Thing.Name=\"a\\\"b\"", server);
    ck_assert_wstr_eq(path, expected);
    ck_assert_ok(IWbemCallResult_GetCallStatus(result, WBEM_INFINITE, &status));
    ck_assert_int_eq(status, 0);
    ck_assert_hr(IWbemCallResult_GetResultObject(result, 0, &none), WBEM_E_INVALID_OPERATION);
    SysFreeString(path);
    SysFreeString(server);
    IWbemCallResult_Release(result);
    ck_assert_ok(IWbemServices_PutClass(services, thing, 0, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetResultString(result, 0, &path));
    ck_assert_ptr_nonnull(wcsstr(path, L"root\\cimv2:Thing"));
    SysFreeString(path);
    IWbemCallResult_Release(result);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(generated_key)
{
    IWbemClassObject *object, *back;
    IWbemCallResult *result;
    BSTR path;

    ck_assert_ok(IWbemClassObject_SpawnInstance(thing, 0, &object));
    ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, &result));
    ck_assert(is_null(object, L"Name")); /* the local object is not written to */
    ck_assert_ok(IWbemCallResult_GetResultString(result, 0, &path));
    ck_assert_ok(IWbemServices_GetObject(services, path, 0, NULL, &back, NULL));
    ck_assert(!is_null(back, L"Name"));
    IWbemClassObject_Release(back);
    SysFreeString(path);
    IWbemCallResult_Release(result);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(semisynchronous)
{
    IWbemClassObject *object = make_instance(thing, L"semi", 7), *back = NULL;
    IWbemCallResult *result = NULL;
    LONG status;
    BSTR path;

    ck_assert_ok(
        IWbemServices_PutInstance(services, object, WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetResultString(result, WBEM_INFINITE, &path));
    ck_assert_ptr_nonnull(wcsstr(path, L":Thing.Name=\"semi\""));
    SysFreeString(path);
    IWbemCallResult_Release(result);
    ck_assert_ok(IWbemServices_GetObject(services, b(L"Thing='semi'"), WBEM_FLAG_RETURN_IMMEDIATELY,
                                         NULL, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetResultObject(result, WBEM_INFINITE, &back));
    ck_assert_int_eq(get_number(back, L"Count"), 7);
    IWbemClassObject_Release(back);
    IWbemCallResult_Release(result);
    ck_assert_ok(IWbemServices_DeleteInstance(services, b(L"Thing='nope'"),
                                              WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetCallStatus(result, WBEM_INFINITE, &status));
    ck_assert_hr(status, WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemCallResult_GetResultString(result, WBEM_INFINITE, &path), WBEM_E_NOT_FOUND);
    IWbemCallResult_Release(result);
    ck_assert_ok(IWbemServices_DeleteClass(services, b(L"Thing"), WBEM_FLAG_RETURN_IMMEDIATELY,
                                           NULL, &result));
    IWbemCallResult_Release(result); /* nobody waits: it is done all the same */
    IWbemClassObject_Release(object);
}
END_TEST

/* --- flags and arguments ---------------------------------------------------------------------- */

static const struct
{
    const char *name;
    LONG flags;
    HRESULT put, put_class;
} put_flags[] = {
    {"create or update", 0, S_OK, S_OK},
    {"update only", WBEM_FLAG_UPDATE_ONLY, S_OK, S_OK},
    {"create only", WBEM_FLAG_CREATE_ONLY, WBEM_E_ALREADY_EXISTS, WBEM_E_ALREADY_EXISTS},
    {"both", WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY, WBEM_E_INVALID_PARAMETER,
     WBEM_E_INVALID_PARAMETER},
    {"safe", WBEM_FLAG_UPDATE_SAFE_MODE, S_OK, S_OK},
    {"force", WBEM_FLAG_UPDATE_FORCE_MODE, S_OK, S_OK},
    {"safe and force", WBEM_MASK_UPDATE_MODE, WBEM_E_INVALID_PARAMETER, WBEM_E_INVALID_PARAMETER},
    {"return immediately without result", WBEM_FLAG_RETURN_IMMEDIATELY, S_OK, S_OK},
    {"amended", WBEM_FLAG_USE_AMENDED_QUALIFIERS, S_OK, S_OK},
    {"strong validation", 0x80, S_OK, S_OK},
    {"advisory", WBEM_FLAG_ADVISORY, S_OK, S_OK},
    {"undefined", 0x400, WBEM_E_INVALID_PARAMETER, WBEM_E_INVALID_PARAMETER},
    {"undefined", (LONG)0x80000000, WBEM_E_INVALID_PARAMETER, WBEM_E_INVALID_PARAMETER},
};

START_TEST(flags_of_puts)
{
    IWbemClassObject *object, *copy;
    HRESULT hr;

    put_things(1);
    object = make_instance(thing, L"t000", 1);
    hr = IWbemServices_PutInstance(services, object, put_flags[_i].flags, NULL, NULL);
    ck_assert_msg(hr == put_flags[_i].put, "%s: 0x%08lx", put_flags[_i].name, (unsigned long)hr);
    IWbemClassObject_Release(object);
    ck_assert_ok(get(L"Thing", &copy));
    hr = IWbemServices_PutClass(services, copy, put_flags[_i].flags, NULL, NULL);
    ck_assert_msg(hr == put_flags[_i].put_class, "%s, class: 0x%08lx", put_flags[_i].name,
                  (unsigned long)hr);
    IWbemClassObject_Release(copy);
}
END_TEST

START_TEST(update_only_absent)
{
    IWbemClassObject *object = make_instance(thing, L"absent", 1);

    ck_assert_hr(IWbemServices_PutInstance(services, object, WBEM_FLAG_UPDATE_ONLY, NULL, NULL),
                 WBEM_E_NOT_FOUND);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(bad_arguments)
{
    IWbemClassObject *object = make_instance(thing, L"x", 1);
    IEnumWbemClassObject *enumerator = NULL;
    BSTR wql = SysAllocString(L"WQL");

    ck_assert_hr(IWbemServices_PutInstance(services, NULL, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_PutInstance(services, thing, 0, NULL, NULL), WBEM_E_INVALID_OBJECT);
    ck_assert_hr(IWbemServices_PutClass(services, object, 0, NULL, NULL), WBEM_E_INVALID_OBJECT);
    ck_assert_hr(IWbemServices_GetObject(services, NULL, 0, NULL, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_DeleteClass(services, NULL, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_DeleteInstance(services, b(L"Thing"), 0, NULL, NULL),
                 WBEM_E_INVALID_OBJECT_PATH);
    ck_assert_hr(IWbemServices_DeleteClass(services, b(L"Thing='x'"), 0, NULL, NULL),
                 WBEM_E_INVALID_OBJECT_PATH);
    ck_assert_hr(IWbemServices_DeleteInstance(services, b(L"Thing='x'"), 1, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_CreateInstanceEnum(services, NULL, 0, NULL, &enumerator),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_CreateInstanceEnum(services, b(L"Thing"), 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_CreateInstanceEnum(services, b(L"Thing"), 0x400, NULL, &enumerator),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_ExecQuery(services, wql, b(L""), 0, NULL, &enumerator),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_ExecQuery(services, b(L"SQL"), b(L"SELECT * FROM Thing"), 0, NULL,
                                         &enumerator),
                 WBEM_E_INVALID_QUERY_TYPE);
    ck_assert_ptr_null(enumerator);
    SysFreeString(wql);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(not_there_yet)
{
    IEnumWbemClassObject *enumerator;
    IWbemObjectSink *sink;

    ck_assert_hr(IWbemServices_QueryObjectSink(services, 0, &sink), WBEM_E_NOT_SUPPORTED);
    ck_assert_hr(
        IWbemServices_ExecNotificationQuery(services, b(L"WQL"), b(L"x"), 48, NULL, &enumerator),
        WBEM_E_NOT_SUPPORTED);
    ck_assert_hr(
        IWbemServices_ExecMethod(services, b(L"Thing"), b(L"Run"), 0, NULL, NULL, NULL, NULL),
        WBEM_E_NOT_SUPPORTED);
}
END_TEST

/* --- errors ----------------------------------------------------------------------------------- */

START_TEST(error_objects)
{
    IEnumWbemClassObject *enumerator;
    IWbemClassObject *object, *error;
    BSTR text;

    ck_assert_hr(get(L"Thing.Name=\"nope\"", &object), WBEM_E_NOT_FOUND);
    error = take_error();
    ck_assert_int_eq(get_number(error, L"StatusCode"), (LONG)WBEM_E_NOT_FOUND);
    ck_assert_text(error, L"Operation", L"GetObject");
    ck_assert_text(error, L"ParameterInfo", L"Thing.Name=\"nope\"");
    ck_assert_text(error, L"ProviderName", L"WinMgmt");
    text = get_text(error, L"Description");
    ck_assert_ptr_nonnull(text);
    SysFreeString(text);
    IWbemClassObject_Release(error);
    object = make_instance(thing, L"absent", 1);
    ck_assert_hr(IWbemServices_PutInstance(services, object, WBEM_FLAG_UPDATE_ONLY, NULL, NULL),
                 WBEM_E_NOT_FOUND);
    error = take_error();
    ck_assert_text(error, L"Operation", L"PutInstance");
    ck_assert_text(error, L"ParameterInfo", L"Thing.Name=\"absent\"");
    IWbemClassObject_Release(error);
    IWbemClassObject_Release(object);
    ck_assert_hr(
        IWbemServices_ExecQuery(services, b(L"WQL"), b(L"SELECT FROM"), 0, NULL, &enumerator),
        WBEM_E_INVALID_QUERY);
    error = take_error();
    ck_assert_text(error, L"Operation", L"ExecQuery");
    ck_assert_text(error, L"ParameterInfo", L"SELECT FROM");
    IWbemClassObject_Release(error);
}
END_TEST

START_TEST(null_key)
{
    IWbemClassObject *cls, *object;

    ck_assert_ok(wmi_empty_class_create(&cls));
    ck_assert_ok(put_text(cls, L"__CLASS", L"Pair"));
    ck_assert_ok(declare(cls, L"A", 19));
    ck_assert_ok(declare(cls, L"B", 19));
    ck_assert_ok(qualify(cls, L"A", L"key", var_true(), 3));
    ck_assert_ok(qualify(cls, L"B", L"key", var_true(), 3));
    ck_assert_ok(IWbemServices_PutClass(services, cls, 0, NULL, NULL));
    ck_assert_ok(IWbemClassObject_SpawnInstance(cls, 0, &object));
    ck_assert_ok(put_number(object, L"A", 1));
    ck_assert_hr(IWbemServices_PutInstance(services, object, 0, NULL, NULL), WBEM_E_ILLEGAL_NULL);
    IWbemClassObject_Release(object);
    IWbemClassObject_Release(cls);
}
END_TEST

/* --- contexts --------------------------------------------------------------------------------- */

START_TEST(partial_update)
{
    static const WCHAR *const names[] = {L"Count"};
    VARIANT list = var_text_array(names, 1), yes = var_true();
    IWbemClassObject *object, *back;
    IWbemContext *context;

    put_things(1);
    ck_assert_ok(wmi_context_create(&context));
    ck_assert_ok(IWbemContext_SetValue(context, L"__PUT_EXTENSIONS", 0, &yes));
    ck_assert_ok(IWbemContext_SetValue(context, L"__PUT_EXT_PROPERTIES", 0, &list));
    object = make_instance(thing, L"t000", 50);
    ck_assert_ok(put_text(object, L"Note", L"not to be written"));
    ck_assert_hr(IWbemServices_PutInstance(services, object, 0, context, NULL),
                 WBEM_E_INVALID_CONTEXT);
    ck_assert_ok(IWbemServices_PutInstance(services, object, WBEM_FLAG_UPDATE_ONLY, context, NULL));
    ck_assert_ok(get(L"Thing='t000'", &back));
    ck_assert_int_eq(get_number(back, L"Count"), 50);
    ck_assert(is_null(back, L"Note"));
    IWbemClassObject_Release(back);
    IWbemClassObject_Release(object);
    IWbemContext_Release(context);
    VariantClear(&list);
}
END_TEST

START_TEST(partial_read)
{
    VARIANT yes = var_true();
    IWbemClassObject *back;
    IWbemContext *context;

    put_things(1);
    ck_assert_ok(wmi_context_create(&context));
    ck_assert_ok(IWbemContext_SetValue(context, L"__GET_EXTENSIONS", 0, &yes));
    ck_assert_ok(IWbemContext_SetValue(context, L"__GET_EXT_KEYS_ONLY", 0, &yes));
    ck_assert_ok(IWbemServices_GetObject(services, b(L"Thing='t000'"), 0, context, &back, NULL));
    ck_assert_text(back, L"Name", L"t000");
    ck_assert(is_null(back, L"Count"));
    IWbemClassObject_Release(back);
    IWbemContext_Release(context);
}
END_TEST

/* --- enumerators ------------------------------------------------------------------------------ */

static LONG count_all(IEnumWbemClassObject *enumerator, ULONG block)
{
    IWbemClassObject *objects[16];
    LONG total = 0;
    HRESULT hr;

    do
    {
        ULONG got, i;
        hr = IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, block, objects, &got);
        ck_assert_msg(hr == S_OK || hr == WBEM_S_FALSE, "Next: 0x%08lx", (unsigned long)hr);
        ck_assert((hr == S_OK) == (got == block));
        for (i = 0; i < got; i++)
            IWbemClassObject_Release(objects[i]);
        total += (LONG)got;
    } while (hr == S_OK);
    return total;
}

static IEnumWbemClassObject *query(const WCHAR *text, LONG flags)
{
    IEnumWbemClassObject *enumerator = NULL;

    ck_assert_ok(IWbemServices_ExecQuery(services, b(L"WQL"), b(text), flags, NULL, &enumerator));
    return enumerator;
}

START_TEST(instances)
{
    IEnumWbemClassObject *enumerator, *clone;
    IWbemClassObject *object;
    ULONG got;

    put_things(20);
    ck_assert_ok(IWbemServices_CreateInstanceEnum(services, b(L"Thing"), 0, NULL, &enumerator));
    ck_assert_int_eq(count_all(enumerator, 7), 20);
    ck_assert_hr(IEnumWbemClassObject_Next(enumerator, 0, 1, &object, &got), WBEM_S_FALSE);
    ck_assert_ok(IEnumWbemClassObject_Reset(enumerator));
    ck_assert_ok(IEnumWbemClassObject_Skip(enumerator, WBEM_INFINITE, 15));
    ck_assert_ok(IEnumWbemClassObject_Clone(enumerator, &clone));
    ck_assert_int_eq(count_all(clone, 2), 5); /* where the original stands */
    ck_assert_ok(IEnumWbemClassObject_Reset(clone));
    ck_assert_int_eq(count_all(clone, 1), 20);
    ck_assert_int_eq(count_all(enumerator, 16), 5);
    ck_assert_hr(IEnumWbemClassObject_Skip(enumerator, WBEM_INFINITE, 1), WBEM_S_FALSE);
    IEnumWbemClassObject_Release(clone);
    ck_assert_ok(IEnumWbemClassObject_Clone(enumerator, &clone)); /* at the end, as the original */
    ck_assert_int_eq(count_all(clone, 1), 0);
    IEnumWbemClassObject_Release(clone);
    IEnumWbemClassObject_Release(enumerator);
}
END_TEST

START_TEST(nested)
{
    IEnumWbemClassObject *outer, *inner;
    IWbemClassObject *object;
    LONG total = 0;
    ULONG got;

    put_things(5);
    ck_assert_ok(IWbemServices_CreateInstanceEnum(services, b(L"Thing"), 16, NULL, &outer));
    while (IEnumWbemClassObject_Next(outer, WBEM_INFINITE, 1, &object, &got) == S_OK)
    {
        IWbemClassObject_Release(object);
        ck_assert_ok(IEnumWbemClassObject_Clone(outer, &inner));
        ck_assert_ok(IEnumWbemClassObject_Reset(inner));
        total += count_all(inner, 4);
        IEnumWbemClassObject_Release(inner);
    }
    ck_assert_int_eq(total, 25);
    IEnumWbemClassObject_Release(outer);
}
END_TEST

START_TEST(forward_only)
{
    IEnumWbemClassObject *enumerator, *clone;

    put_things(3);
    enumerator =
        query(L"SELECT * FROM Thing", WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY);
    ck_assert_hr(IEnumWbemClassObject_Reset(enumerator), WBEM_E_INVALID_OPERATION);
    ck_assert_hr(IEnumWbemClassObject_Clone(enumerator, &clone), WBEM_E_INVALID_OPERATION);
    ck_assert_ptr_null(clone);
    ck_assert_int_eq(count_all(enumerator, 2), 3);
    IEnumWbemClassObject_Release(enumerator);
}
END_TEST

START_TEST(deep_and_shallow)
{
    IEnumWbemClassObject *enumerator;
    IWbemClassObject *derived, *object;

    put_things(2);
    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(thing, 0, &derived));
    ck_assert_ok(put_text(derived, L"__CLASS", L"Special"));
    ck_assert_ok(IWbemServices_PutClass(services, derived, 0, NULL, NULL));
    object = make_instance(derived, L"special", 1);
    ck_assert_ok(IWbemServices_PutInstance(services, object, 0, NULL, NULL));
    ck_assert_ok(IWbemServices_CreateInstanceEnum(services, b(L"Thing"), 0, NULL, &enumerator));
    ck_assert_int_eq(count_all(enumerator, 4), 3);
    IEnumWbemClassObject_Release(enumerator);
    ck_assert_ok(IWbemServices_CreateInstanceEnum(services, b(L"Thing"), WBEM_FLAG_SHALLOW, NULL,
                                                  &enumerator));
    ck_assert_int_eq(count_all(enumerator, 4), 2);
    IEnumWbemClassObject_Release(enumerator);
    ck_assert_ok(IWbemServices_CreateClassEnum(services, b(L"Thing"), 0, NULL, &enumerator));
    ck_assert_int_eq(count_all(enumerator, 4), 1);
    IEnumWbemClassObject_Release(enumerator);
    ck_assert_ok(IWbemServices_CreateClassEnum(services, NULL, 0, NULL, &enumerator));
    ck_assert_int_gt(count_all(enumerator, 16), 20); /* the system's too */
    IEnumWbemClassObject_Release(enumerator);
    IWbemClassObject_Release(object);
    IWbemClassObject_Release(derived);
}
END_TEST

static const struct
{
    const char *name;
    const WCHAR *text;
    LONG count;
} queries[] = {
    {"all", L"SELECT * FROM Thing", 20},
    {"key", L"select Name from thing where name = 't005'", 1},
    {"range", L"SELECT * FROM Thing WHERE Count >= 5 AND Count < 8", 3},
    {"or", L"SELECT * FROM Thing WHERE Count = 1 OR NOT Count < 18", 3},
    {"null", L"SELECT * FROM Thing WHERE Note IS NULL", 20},
    {"none", L"SELECT * FROM Thing WHERE Count > 100", 0},
    {"schema", L"SELECT * FROM meta_class WHERE __Class = 'Thing'", 1},
};

START_TEST(querying)
{
    IEnumWbemClassObject *enumerator;
    LONG count;

    put_things(20);
    enumerator = query(queries[_i].text, 0);
    count = count_all(enumerator, 3);
    ck_assert_msg(count == queries[_i].count, "%s: %ld", queries[_i].name, count);
    IEnumWbemClassObject_Release(enumerator);
}
END_TEST

START_TEST(prototype)
{
    IEnumWbemClassObject *enumerator = query(L"SELECT * FROM Thing", WBEM_FLAG_PROTOTYPE);
    IWbemClassObject *object;
    ULONG got;

    ck_assert_ok(IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, 1, &object, &got));
    ck_assert_text(object, L"__CLASS", L"Thing");
    ck_assert(is_null(object, L"Name"));
    IWbemClassObject_Release(object);
    ck_assert_hr(IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, 1, &object, &got),
                 WBEM_S_FALSE);
    IEnumWbemClassObject_Release(enumerator);
}
END_TEST

/* What is wrong shows at the call, or with WBEM_FLAG_RETURN_IMMEDIATELY at the first Next, again
 * and again. */
START_TEST(late_errors)
{
    static const struct
    {
        const WCHAR *text;
        HRESULT hr;
    } wrong[] = {{L"SELECT FROM", WBEM_E_INVALID_QUERY},
                 {L"SELECT * FROM Nope", WBEM_E_INVALID_CLASS},
                 {L"SELECT Nope FROM Thing", WBEM_E_INVALID_QUERY}};
    IEnumWbemClassObject *enumerator;
    IWbemClassObject *object, *error;
    ULONG got;
    size_t i;

    for (i = 0; i < COUNT_OF(wrong); i++)
    {
        ck_assert_hr(
            IWbemServices_ExecQuery(services, b(L"WQL"), b(wrong[i].text), 0, NULL, &enumerator),
            wrong[i].hr);
        ck_assert_ptr_null(enumerator);
        enumerator = query(wrong[i].text, WBEM_FLAG_RETURN_IMMEDIATELY);
        ck_assert_hr(IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, 1, &object, &got),
                     wrong[i].hr);
        ck_assert_ptr_null(object);
        ck_assert_hr(IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, 1, &object, &got),
                     wrong[i].hr);
        error = take_error();
        ck_assert_text(error, L"Operation", L"ExecQuery");
        IWbemClassObject_Release(error);
        ck_assert_hr(IEnumWbemClassObject_Skip(enumerator, WBEM_INFINITE, 1), wrong[i].hr);
        IEnumWbemClassObject_Release(enumerator);
    }
}
END_TEST

START_TEST(next_arguments)
{
    IEnumWbemClassObject *enumerator = query(L"SELECT * FROM Thing", 0);
    IWbemClassObject *object;
    ULONG got;

    ck_assert_hr(IEnumWbemClassObject_Next(enumerator, -2, 1, &object, &got),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IEnumWbemClassObject_Next(enumerator, 0, 0, &object, &got),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IEnumWbemClassObject_Next(enumerator, 0, 1, NULL, &got), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IEnumWbemClassObject_Next(enumerator, 0, 1, &object, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IEnumWbemClassObject_Skip(enumerator, -2, 1), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IEnumWbemClassObject_Clone(enumerator, NULL), WBEM_E_INVALID_PARAMETER);
    IEnumWbemClassObject_Release(enumerator);
}
END_TEST

/* The connection may go before what came out of it. */
START_TEST(lifetimes)
{
    IEnumWbemClassObject *enumerator;

    put_things(3);
    enumerator = query(L"SELECT * FROM Thing", WBEM_FLAG_RETURN_IMMEDIATELY);
    IWbemServices_Release(services);
    services = NULL;
    ck_assert_int_eq(count_all(enumerator, 2), 3);
    IEnumWbemClassObject_Release(enumerator);
}
END_TEST

/* --- failing allocations ---------------------------------------------------------------------- */

static HRESULT scenario(void)
{
    IEnumWbemClassObject *enumerator = NULL;
    IWbemClassObject *object = NULL, *got = NULL;
    ULONG count;
    HRESULT hr = IWbemClassObject_SpawnInstance(thing, 0, &object);

    if (SUCCEEDED(hr))
        hr = put_text(object, L"Name", L"n");
    if (SUCCEEDED(hr))
        hr = IWbemServices_PutInstance(services, object, 0, NULL, NULL);
    if (SUCCEEDED(hr))
        hr = IWbemServices_ExecQuery(services, b(L"WQL"), b(L"SELECT * FROM Thing"), 0, NULL,
                                     &enumerator);
    if (SUCCEEDED(hr))
        hr = IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, 1, &got, &count);
    if (got)
        IWbemClassObject_Release(got);
    if (SUCCEEDED(hr))
        hr = IWbemServices_GetObject(services, b(L"Thing='n'"), 0, NULL, &got, NULL);
    if (SUCCEEDED(hr))
        IWbemClassObject_Release(got);
    if (enumerator)
        IEnumWbemClassObject_Release(enumerator);
    if (object)
        IWbemClassObject_Release(object);
    SetErrorInfo(0, NULL);
    return hr;
}

START_TEST(no_memory)
{
    unsigned n;

    ck_assert_ok(scenario());
    for (n = 1; n < 2000; n++)
    {
        HRESULT hr;
        mem_fail_nth(n);
        hr = scenario();
        if (!mem_fail_hit())
            break;
        /* S_OK: an allocation that could be done without, such as that of a cache */
        ck_assert_msg(hr == (HRESULT)WBEM_E_OUT_OF_MEMORY || hr == S_OK, "allocation %u: 0x%08lx",
                      n, (unsigned long)hr);
    }
    mem_fail_nth(0);
    ck_assert_uint_gt(n, 10);
    ck_assert_uint_lt(n, 2000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wmi services");
    TCase *tcase = tcase_create("services");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, put_get_delete);
    tcase_add_test(tcase, class_get_and_delete);
    tcase_add_test(tcase, empty_class);
    tcase_add_test(tcase, class_put_twice);
    tcase_add_loop_test(tcase, get_paths, 0, COUNT_OF(paths));
    tcase_add_test(tcase, path_of_put);
    tcase_add_test(tcase, generated_key);
    tcase_add_test(tcase, semisynchronous);
    tcase_add_loop_test(tcase, flags_of_puts, 0, COUNT_OF(put_flags));
    tcase_add_test(tcase, update_only_absent);
    tcase_add_test(tcase, bad_arguments);
    tcase_add_test(tcase, not_there_yet);
    tcase_add_test(tcase, error_objects);
    tcase_add_test(tcase, null_key);
    tcase_add_test(tcase, partial_update);
    tcase_add_test(tcase, partial_read);
    tcase_add_test(tcase, instances);
    tcase_add_test(tcase, nested);
    tcase_add_test(tcase, forward_only);
    tcase_add_test(tcase, deep_and_shallow);
    tcase_add_loop_test(tcase, querying, 0, COUNT_OF(queries));
    tcase_add_test(tcase, prototype);
    tcase_add_test(tcase, late_errors);
    tcase_add_test(tcase, next_arguments);
    tcase_add_test(tcase, lifetimes);
    tcase_add_test(tcase, no_memory);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
