/* See script.h. */
#include "script.h"

#include <stdarg.h>
#include <stdlib.h>
#include <wchar.h>

struct script_error script_error;
ISWbemServicesEx *services;

static DWORD main_thread;

/* Check's own macros are for one thread; handlers run on others. */
static void fail_now(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void fail_now(const char *format, ...)
{
    char text[512];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof(text), format, list);
    va_end(list);
    if (GetCurrentThreadId() == main_thread)
        ck_abort_msg("%s", text);
    fprintf(stderr, "on another thread: %s\n", text);
    exit(2);
}

#define require(condition, ...)                                                                    \
    do                                                                                             \
    {                                                                                              \
        if (!(condition))                                                                          \
            fail_now(__VA_ARGS__);                                                                 \
    } while (0)

static void number_array(LONG count, VARIANT *out)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)count);
    VARIANT *items;
    LONG i;

    SafeArrayAccessData(array, (void **)&items);
    for (i = 0; i < count; i++)
    {
        V_VT(&items[i]) = VT_I4;
        V_I4(&items[i]) = i + 1;
    }
    SafeArrayUnaccessData(array);
    V_VT(out) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(out) = array;
}

void arg_to_variant(const struct arg *arg, VARIANT *out)
{
    VariantInit(out);
    switch (arg->kind)
    {
    case ARG_TEXT:
        V_VT(out) = VT_BSTR;
        V_BSTR(out) = SysAllocString(arg->text);
        break;
    case ARG_NUMBER:
        V_VT(out) = VT_I4;
        V_I4(out) = arg->number;
        break;
    case ARG_REAL:
        V_VT(out) = VT_R8;
        V_R8(out) = arg->real;
        break;
    case ARG_BOOL:
        V_VT(out) = VT_BOOL;
        V_BOOL(out) = arg->number ? VARIANT_TRUE : VARIANT_FALSE;
        break;
    case ARG_NULL:
        V_VT(out) = VT_NULL;
        break;
    case ARG_MISSING:
        V_VT(out) = VT_ERROR;
        V_ERROR(out) = DISP_E_PARAMNOTFOUND;
        break;
    case ARG_OBJECT:
        V_VT(out) = VT_DISPATCH;
        V_DISPATCH(out) = arg->object;
        if (arg->object)
            IDispatch_AddRef(V_DISPATCH(out));
        break;
    case ARG_ARRAY:
        number_array(arg->number, out);
        break;
    case ARG_EMPTY:
    case ARG_END:
        break;
    }
}

static void keep_text(BSTR text, WCHAR *out, size_t size)
{
    swprintf(out, size, L"%ls", text ? text : L"");
    SysFreeString(text);
}

static HRESULT keep_error(EXCEPINFO *except)
{
    if (except->pfnDeferredFillIn)
        except->pfnDeferredFillIn(except);
    script_error.scode = except->scode;
    keep_text(except->bstrSource, script_error.source, 64);
    keep_text(except->bstrDescription, script_error.description, 256);
    SysFreeString(except->bstrHelpFile);
    return except->scode;
}

/* Fill `variants` last first. @return how many */
static UINT reverse_args(const struct arg *args, VARIANT *variants)
{
    UINT count = 0, i;

    while (args && count < MAX_ARGS && args[count].kind != ARG_END)
        count++;
    for (i = 0; i < count; i++)
        arg_to_variant(&args[i], &variants[count - 1 - i]);
    return count;
}

static HRESULT invoke(IDispatch *dispatch, DISPID id, WORD flags, DISPPARAMS *params,
                      VARIANT *result)
{
    VARIANT ignored;
    EXCEPINFO except;
    UINT bad = 0;
    HRESULT hr;

    memset(&except, 0, sizeof(except));
    memset(&script_error, 0, sizeof(script_error));
    VariantInit(&ignored);
    hr = IDispatch_Invoke(dispatch, id, &IID_NULL, LOCALE_USER_DEFAULT, flags, params,
                          result ? result : &ignored, &except, &bad);
    VariantClear(&ignored);
    return hr == DISP_E_EXCEPTION ? keep_error(&except) : hr;
}

HRESULT script_call(void *object, const WCHAR *name, WORD flags, const struct arg *args,
                    VARIANT *result)
{
    DISPID id, put = DISPID_PROPERTYPUT;
    VARIANT variants[MAX_ARGS];
    LPOLESTR text = (LPOLESTR)name;
    DISPPARAMS params = {variants, NULL, 0, 0};
    HRESULT hr;
    UINT i;

    if (result)
        VariantInit(result);
    hr =
        IDispatch_GetIDsOfNames((IDispatch *)object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id);
    if (FAILED(hr))
        return hr;
    params.cArgs = reverse_args(args, variants);
    if (flags & PUT)
    {
        params.rgdispidNamedArgs = &put;
        params.cNamedArgs = 1;
    }
    hr = invoke(object, id, flags, &params, result);
    for (i = 0; i < params.cArgs; i++)
        VariantClear(&variants[i]);
    return hr;
}

HRESULT script_call_named(void *object, const WCHAR *name, const WCHAR *const *names,
                          const struct arg *args, VARIANT *result)
{
    LPOLESTR all[MAX_ARGS + 1] = {(LPOLESTR)name};
    DISPID ids[MAX_ARGS + 1], named[MAX_ARGS];
    VARIANT variants[MAX_ARGS];
    DISPPARAMS params = {variants, named, 0, 0};
    HRESULT hr;
    UINT i;

    if (result)
        VariantInit(result);
    params.cArgs = params.cNamedArgs = reverse_args(args, variants);
    for (i = 0; i < params.cArgs; i++)
        all[i + 1] = (LPOLESTR)names[i];
    hr = IDispatch_GetIDsOfNames((IDispatch *)object, &IID_NULL, all, params.cArgs + 1,
                                 LOCALE_USER_DEFAULT, ids);
    for (i = 0; i < params.cArgs; i++)
        named[params.cArgs - 1 - i] = ids[i + 1];
    if (SUCCEEDED(hr))
        hr = invoke(object, ids[0], METHOD, &params, result);
    for (i = 0; i < params.cArgs; i++)
        VariantClear(&variants[i]);
    return hr;
}

void *script_object(void *object, const WCHAR *name, const struct arg *args)
{
    VARIANT result;
    HRESULT hr = script_call(object, name, BOTH, args, &result);

    require(hr == S_OK, "%ls: 0x%08lx %ls", name, (unsigned long)hr, script_error.description);
    require(V_VT(&result) == VT_DISPATCH && V_DISPATCH(&result), "%ls gave VARIANT type %d", name,
            V_VT(&result));
    return V_DISPATCH(&result);
}

void script_get(void *object, const WCHAR *name, VARIANT *out)
{
    HRESULT hr = script_call(object, name, GET, NULL, out);

    require(hr == S_OK, "%ls: 0x%08lx %ls", name, (unsigned long)hr, script_error.description);
}

const WCHAR *script_text(void *object, const WCHAR *name, WCHAR *out, size_t size)
{
    VARIANT value;

    script_get(object, name, &value);
    if (V_VT(&value) == VT_BSTR)
        swprintf(out, size, L"%ls", V_BSTR(&value) ? V_BSTR(&value) : L"");
    else if (V_VT(&value) == VT_NULL)
        swprintf(out, size, L"(null)");
    else
        swprintf(out, size, L"(vt %d)", V_VT(&value));
    VariantClear(&value);
    return out;
}

LONG script_number(void *object, const WCHAR *name)
{
    VARIANT value;
    LONG number;

    script_get(object, name, &value);
    number = V_VT(&value) == VT_BOOL ? V_BOOL(&value) : V_I4(&value);
    require(V_VT(&value) == VT_I4 || V_VT(&value) == VT_BOOL, "%ls has VARIANT type %d", name,
            V_VT(&value));
    return number;
}

void drop(void *object)
{
    IUnknown_Release((IUnknown *)object);
}

LONG part_number(void *object, const WCHAR *part, const WCHAR *name)
{
    void *dispatch = script_object(object, part, NULL);
    LONG number = script_number(dispatch, name);

    drop(dispatch);
    return number;
}

void check_call(void *object, const struct call_row *row, const WCHAR *source, VARIANT *result)
{
    HRESULT hr = script_call(object, row->member, row->flags, row->args, result);

    ck_assert_msg(hr == row->expected, "%s: %ls: 0x%08lx, not 0x%08lx (%ls)", row->name,
                  row->member, (unsigned long)hr, (unsigned long)row->expected,
                  script_error.description);
    if (SUCCEEDED(hr) || HRESULT_FACILITY(hr) == FACILITY_DISPATCH)
        return;
    ck_assert_msg(script_error.description[0], "%s: %ls: no description", row->name, row->member);
    ck_assert_msg(!source || !wcscmp(script_error.source, source), "%s: %ls: source %ls, not %ls",
                  row->name, row->member, script_error.source, source);
}

IUnknown *identity(void *object)
{
    IUnknown *unknown;

    ck_assert_ok(IUnknown_QueryInterface((IUnknown *)object, &IID_IUnknown, (void **)&unknown));
    IUnknown_Release(unknown);
    return unknown;
}

void check_interfaces(void *object, const IID *const *iids)
{
    IUnknown *other;
    unsigned i;

    for (i = 0; iids[i]; i++)
    {
        HRESULT hr = IUnknown_QueryInterface((IUnknown *)object, iids[i], (void **)&other);
        ck_assert_msg(hr == S_OK, "interface %u: 0x%08lx", i, (unsigned long)hr);
        ck_assert_msg(identity(other) == identity(object), "interface %u: another identity", i);
        IUnknown_Release(other);
    }
    ck_assert_hr(IUnknown_QueryInterface((IUnknown *)object, &IID_IMarshal, (void **)&other),
                 E_NOINTERFACE);
    ck_assert_ptr_null(other);
}

void check_release(void *object, ULONG expected)
{
    ULONG left = IUnknown_Release((IUnknown *)object);

    ck_assert_msg(left == expected, "%lu references are left, not %lu", left, expected);
}

void *create_object(const CLSID *clsid, const IID *iid)
{
    void *object;

    CLIENT_CHECK(CoCreateInstance(clsid, NULL, CLSCTX_INPROC_SERVER, iid, &object));
    return object;
}

void named_value_add(ISWbemNamedValueSet *set, const WCHAR *name, struct arg value)
{
    ISWbemNamedValue *item;
    VARIANT variant;

    arg_to_variant(&value, &variant);
    CLIENT_CHECK(ISWbemNamedValueSet_Add(set, client_bstr(name), &variant, 0, &item));
    ISWbemNamedValue_Release(item);
    VariantClear(&variant);
}

LONG named_value_number(ISWbemNamedValueSet *set, const WCHAR *name)
{
    ISWbemNamedValue *item;
    VARIANT value;

    if (!set || FAILED(ISWbemNamedValueSet_Item(set, client_bstr(name), 0, &item)))
        return -1;
    CLIENT_CHECK(ISWbemNamedValue_get_Value(item, &value));
    ISWbemNamedValue_Release(item);
    return V_VT(&value) == VT_I4 ? V_I4(&value) : -1;
}

ISWbemObject *simple_class(const WCHAR *name)
{
    static const struct client_property properties[] = {
        {L"Id", wbemCimtypeSint32, false, true},
        {L"Text", wbemCimtypeString, false, false},
        {L"Number", wbemCimtypeSint32, false, false},
        {NULL, 0, false, false},
    };

    return client_define(services, name, properties);
}

ISWbemObjectEx *simple_instance(ISWbemObject *cls, LONG id, const WCHAR *text)
{
    ISWbemObjectEx *object = client_spawn(cls);

    client_set_number(object, L"Id", id);
    client_set_text(object, L"Text", text);
    return object;
}

static void connect_services(void)
{
    services = client_connect();
}

static void disconnect_services(void)
{
    ISWbemServicesEx_Release(services);
    services = NULL;
}

int script_main(const char *name, const TTest *const *tests)
{
    Suite *suite = suite_create(name);
    TCase *cases = tcase_create(name);
    SRunner *runner;
    int failed;

    main_thread = GetCurrentThreadId();
    setvbuf(stdout, NULL, _IONBF, 0);
    CLIENT_CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED));
    tcase_add_checked_fixture(cases, connect_services, disconnect_services);
    tcase_set_timeout(cases, 110);
    for (; *tests; tests++)
        tcase_add_test(cases, *tests);
    suite_add_tcase(suite, cases);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed ? 1 : 0;
}
