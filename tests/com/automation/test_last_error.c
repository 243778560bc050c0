/* SWbemLastError: one a thread, once; what error objects say (behaviour.md 3). */
#include "../support/script.h"

#include <wbemcli.h>

static HRESULT take(ISWbemLastError **out)
{
    return CoCreateInstance(&CLSID_SWbemLastError, NULL, CLSCTX_INPROC_SERVER, &IID_ISWbemLastError,
                            (void **)out);
}

static void forget(void)
{
    ISWbemLastError *last;

    if (SUCCEEDED(take(&last)))
        drop(last);
}

static HRESULT get_absent(const WCHAR *path)
{
    return script_call(services, L"Get", METHOD, (const struct arg[]){TEXT_(path), NOTHING}, NULL);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown,          &IID_IDispatch,
                                      &IID_ISWbemObject,      &IID_ISWbemLastError,
                                      &IID_ISupportErrorInfo, NULL};
    ISWbemLastError *last;

    ck_assert_hr(get_absent(L"Nowhere"), WBEM_E_NOT_FOUND);
    ck_assert_ok(take(&last));
    check_interfaces(last, iids);
    check_release(last, 0);
}
END_TEST

START_TEST(once)
{
    ISWbemLastError *last = (void *)services;

    forget();
    ck_assert_hr(take(&last), WBEM_E_FAILED);
    ck_assert_ptr_null(last);
    ck_assert_hr(get_absent(L"Nowhere"), WBEM_E_NOT_FOUND);
    /* A success does not clear it. */
    drop(client_get(services, L"__SystemClass"));
    ck_assert_ok(take(&last));
    drop(last);
    ck_assert_hr(take(&last), WBEM_E_FAILED);
}
END_TEST

START_TEST(the_latest)
{
    ISWbemLastError *last;
    WCHAR text[128];

    ck_assert_hr(get_absent(L"Nowhere"), WBEM_E_NOT_FOUND);
    ck_assert_hr(get_absent(L"Elsewhere.K="), WBEM_E_INVALID_OBJECT_PATH);
    ck_assert_ok(take(&last));
    ck_assert_int_eq(script_number(last, L"StatusCode"), (LONG)WBEM_E_INVALID_OBJECT_PATH);
    ck_assert_wide(script_text(last, L"ParameterInfo", text, 128), L"Elsewhere.K=");
    drop(last);
}
END_TEST

static const struct
{
    const char *name;
    const WCHAR *member;
    struct arg args[4];
    HRESULT expected;
    const WCHAR *operation, *parameter;
} rows[] = {
    {"Get", L"Get", {TEXT_(L"Nowhere")}, WBEM_E_NOT_FOUND, L"GetObject", L"Nowhere"},
    {"Delete class", L"Delete", {TEXT_(L"Nowhere")}, WBEM_E_NOT_FOUND, L"DeleteClass", L"Nowhere"},
    {"Delete instance",
     L"Delete",
     {TEXT_(L"Nowhere=1")},
     WBEM_E_INVALID_CLASS,
     L"DeleteInstance",
     L"Nowhere=1"},
    {"InstancesOf",
     L"InstancesOf",
     {TEXT_(L"Nowhere"), NUMBER(0)},
     WBEM_E_INVALID_CLASS,
     L"CreateInstanceEnum",
     L"Nowhere"},
    {"SubclassesOf",
     L"SubclassesOf",
     {TEXT_(L"Nowhere"), NUMBER(0)},
     WBEM_E_INVALID_CLASS,
     L"CreateClassEnum",
     L"Nowhere"},
    {"ExecQuery",
     L"ExecQuery",
     {TEXT_(L"SELECT * FROM Nowhere"), TEXT_(L"WQL"), NUMBER(0)},
     WBEM_E_INVALID_CLASS,
     L"ExecQuery",
     L"SELECT * FROM Nowhere"},
};

START_TEST(what_it_says)
{
    ISWbemLastError *last;
    WCHAR text[256];
    HRESULT hr;
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++)
    {
        forget();
        hr = script_call(services, rows[i].member, METHOD, rows[i].args, NULL);
        ck_assert_msg(hr == rows[i].expected, "%s: 0x%08lx", rows[i].name, (unsigned long)hr);
        ck_assert_msg(take(&last) == S_OK, "%s: no error object", rows[i].name);
        ck_assert_int_eq(script_number(last, L"StatusCode"), rows[i].expected);
        ck_assert_wide(script_text(last, L"Operation", text, 256), rows[i].operation);
        ck_assert_wide(script_text(last, L"ParameterInfo", text, 256), rows[i].parameter);
        ck_assert_wide(script_text(last, L"ProviderName", text, 256), L"WinMgmt");
        ck_assert_wide(script_text(last, L"__CLASS", text, 256), L"__ExtendedStatus");
        script_text(last, L"Description", text, 256);
        ck_assert_msg(wcsstr(text, L"Nowhere"), "%s: Description %ls", rows[i].name, text);
        drop(last);
    }
}
END_TEST

START_TEST(members)
{
    ISWbemLastError *last;
    void *copy, *set;
    WCHAR text[64];

    ck_assert_hr(get_absent(L"Nowhere"), WBEM_E_NOT_FOUND);
    ck_assert_ok(take(&last));
    copy = script_object(last, L"Clone_", NULL);
    ck_assert_int_eq(script_number(copy, L"StatusCode"), (LONG)WBEM_E_NOT_FOUND);
    drop(copy);
    set = script_object(last, L"Properties_", NULL);
    ck_assert_int_eq(script_number(set, L"Count"), 5);
    drop(set);
    drop(script_object(last, L"Path_", NULL));
    ck_assert_hr(script_call(last, L"Put_", BOTH, NULL, NULL), WBEM_E_NOT_SUPPORTED);
    ck_assert_wide(script_error.source, L"SWbemLastError");
    ck_assert_hr(script_call(last, L"Instances_", BOTH, NULL, NULL), WBEM_E_NOT_SUPPORTED);
    ck_assert_hr(script_call(last, L"Subclasses_", BOTH, NULL, NULL), WBEM_E_NOT_SUPPORTED);
    ck_assert(FAILED(script_call(last, L"Delete_", BOTH, NULL, NULL)));
    ck_assert_hr(script_call(last, L"Refresh_", BOTH, NULL, NULL), DISP_E_UNKNOWNNAME);
    ck_assert_wide(script_text(last, L"Operation", text, 64), L"GetObject");
    drop(last);
}
END_TEST

static DWORD WINAPI other_thread(void *argument)
{
    ISWbemLastError *last;
    ISWbemObject *object;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    *(HRESULT *)argument = take(&last);
    ISWbemServicesEx_Get(services, client_bstr(L"FromElsewhere"), 0, NULL, &object);
    CoUninitialize();
    return 0;
}

START_TEST(of_the_thread)
{
    HRESULT hr = S_OK;
    ISWbemLastError *last;
    WCHAR text[64];
    HANDLE thread;

    ck_assert_hr(get_absent(L"Nowhere"), WBEM_E_NOT_FOUND);
    thread = CreateThread(NULL, 0, other_thread, &hr, 0, NULL);
    WaitForSingleObject(thread, 10000);
    CloseHandle(thread);
    ck_assert_hr(hr, WBEM_E_FAILED);
    ck_assert_ok(take(&last));
    ck_assert_wide(script_text(last, L"ParameterInfo", text, 64), L"Nowhere");
    drop(last);
}
END_TEST

/* What an asynchronous call finds wrong goes to the sink alone. */
START_TEST(asynchronous)
{
    ISWbemSink *sink = client_sink();
    struct client_events events;
    ISWbemLastError *last;

    forget();
    client_events_init(&events);
    client_listen(sink, &events);
    CLIENT_CHECK(ISWbemServicesEx_GetAsync(services, (IDispatch *)sink, client_bstr(L"Nowhere"), 0,
                                           NULL, NULL));
    ck_assert(client_wait(&events, CLIENT_COMPLETED, 1, 5000));
    ck_assert_int_eq(events.last_hr, (LONG)WBEM_E_NOT_FOUND);
    ck_assert_hr(take(&last), WBEM_E_FAILED);
    drop(sink);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces, once,          the_latest,   what_it_says,
                                  members,    of_the_thread, asynchronous, NULL};

    return script_main("last_error", tests);
}
