/* PutAsync and PutAsync_: what the call raises, what the sink hears, error objects, a read-only
 * store. */
#include "puts.h"

#include <wbemcli.h>

/* What one call told. Filled in the worker's thread, read after OnCompleted. */
struct heard
{
    WCHAR path[256];
    LONG put_first; /* OnObjectPut came before OnCompleted */
    LONG context;   /* of OnCompleted */
    LONG put_context;
    bool has_error;
    WCHAR operation[64], parameter[256], provider[64], description[256];
    LONG status;
};

static struct client_events events;
static struct heard heard;
static ISWbemSink *sink;

static void hear_error(void *error)
{
    heard.has_error = true;
    script_text(error, L"Operation", heard.operation, 64);
    script_text(error, L"ParameterInfo", heard.parameter, 256);
    script_text(error, L"ProviderName", heard.provider, 64);
    script_text(error, L"Description", heard.description, 256);
    heard.status = script_number(error, L"StatusCode");
}

static void hear(struct client_events *from, DISPID id, const VARIANT *arguments, UINT count)
{
    void *context = V_DISPATCH(&arguments[count - 1]);

    if (id == CLIENT_OBJECT_PUT)
    {
        script_text(V_DISPATCH(&arguments[0]), L"Path", heard.path, 256);
        heard.put_context = named_value_number(context, L"n");
        heard.put_first = from->count[CLIENT_COMPLETED];
    }
    if (id != CLIENT_COMPLETED)
        return;
    heard.context = named_value_number(context, L"n");
    if (V_DISPATCH(&arguments[1]))
        hear_error(V_DISPATCH(&arguments[1]));
}

static void start_listening(void)
{
    client_events_init(&events);
    events.heard = hear;
    memset(&heard, 0, sizeof(heard));
    sink = client_sink();
    client_listen(sink, &events);
}

static void stop_listening(void)
{
    check_release(sink, 0);
}

/* --- the table -------------------------------------------------------------------------------- */

static HRESULT put_through_object(const struct put_case *row, void *object, IDispatch *context,
                                  void *async_context)
{
    const struct arg args[] = {OBJECT(sink), NUMBER(row->flags), OBJECT(context),
                               OBJECT(async_context), NOTHING};

    return script_call(object, L"PutAsync_", METHOD, args, NULL);
}

static HRESULT put_through_services(const struct put_case *row, void *object, IDispatch *context,
                                    void *async_context)
{
    return ISWbemServicesEx_PutAsync(services, sink, object, row->flags, context, async_context);
}

static void check_success(const struct put_case *row)
{
    ck_assert_msg(events.count[CLIENT_OBJECT_PUT] == 1, "%s: no OnObjectPut", row->name);
    ck_assert_msg(!heard.put_first, "%s: OnObjectPut came last", row->name);
    ck_assert_msg(!wcsncmp(heard.path, L"\\\\", 2), "%s: path %ls", row->name, heard.path);
    ck_assert_msg(!heard.has_error, "%s: an error object with success", row->name);
    ck_assert_int_eq(heard.put_context, 42);
}

static void check_failure(const struct put_case *row)
{
    ck_assert_msg(events.count[CLIENT_OBJECT_PUT] == 0, "%s: OnObjectPut", row->name);
    ck_assert_msg(heard.has_error, "%s: no error object", row->name);
    ck_assert_msg(heard.status == (LONG)row->expected, "%s: StatusCode 0x%08lx", row->name,
                  (unsigned long)heard.status);
    ck_assert_msg(!wcscmp(heard.operation, L"PutInstance") || !wcscmp(heard.operation, L"PutClass"),
                  "%s: Operation %ls", row->name, heard.operation);
    ck_assert_msg(!wcscmp(heard.provider, L"WinMgmt"), "%s: ProviderName %ls", row->name,
                  heard.provider);
    ck_assert_msg(wcscmp(heard.description, L"(null)"), "%s: no Description", row->name);
    if (row->expected != (HRESULT)WBEM_E_INCOMPLETE_CLASS)
        ck_assert_msg(wcscmp(heard.parameter, L"(null)"), "%s: no ParameterInfo", row->name);
}

static void check_case(unsigned index, bool through_services)
{
    const struct put_case *row = &put_cases[index];
    IDispatch *context = put_case_context(row);
    ISWbemNamedValueSet *async_context = client_context(L"n", 42);
    ISWbemObjectEx *object;
    WCHAR name[32];
    HRESULT hr;

    swprintf(name, 32, L"Async%u%ls", index, through_services ? L"S" : L"O");
    object = row->make(name);
    start_listening();
    hr = (through_services ? put_through_services : put_through_object)(row, object, context,
                                                                        async_context);
    ck_assert_msg(hr == (row->at_once ? row->expected : S_OK), "%s: 0x%08lx", row->name,
                  (unsigned long)hr);
    if (row->at_once)
        ck_assert_msg(!client_wait(&events, CLIENT_COMPLETED, 1, 20), "%s: an event", row->name);
    else
    {
        ck_assert_msg(client_wait(&events, CLIENT_COMPLETED, 1, 5000), "%s: no event", row->name);
        ck_assert_msg(events.last_hr == row->expected, "%s: OnCompleted 0x%08lx, not 0x%08lx",
                      row->name, (unsigned long)events.last_hr, (unsigned long)row->expected);
        ck_assert_int_eq(heard.context, 42);
        (FAILED(row->expected) ? check_failure : check_success)(row);
    }
    ck_assert_int_eq(events.count[CLIENT_OBJECT_READY], 0);
    stop_listening();
    drop(object);
    check_release(async_context, 0);
    if (context)
        drop(context);
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

/* --- arguments -------------------------------------------------------------------------------- */

/* Raised at once, and the sink hears nothing. */
START_TEST(arguments)
{
    ISWbemObject *cls = simple_class(L"AsyncArguments");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");
    IDispatch *wrong = (IDispatch *)services;

    start_listening();
    ck_assert_hr(ISWbemServicesEx_PutAsync(services, NULL, object, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_PutAsync(services, (ISWbemSink *)wrong, object, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_PutAsync(services, sink, NULL, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_PutAsync(services, sink, (ISWbemObjectEx *)wrong, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_PutAsync(services, sink, object, 0, wrong, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, wrong),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectEx_PutAsync_(object, NULL, 0, NULL, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectEx_PutAsync_(object, wrong, 0, NULL, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert(!client_wait(&events, CLIENT_COMPLETED, 1, 100));
    stop_listening();
    drop(object);
    drop(cls);
}
END_TEST

/* The store gets the object as it was at the call, and the contexts too. */
START_TEST(snapshot)
{
    ISWbemObject *cls = simple_class(L"AsyncSnapshot");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"at the call");
    ISWbemNamedValueSet *context = client_context(L"n", 1);
    WCHAR text[64];
    void *found;

    start_listening();
    ck_assert_ok(ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, (IDispatch *)context));
    client_set_text(object, L"Text", L"afterwards");
    named_value_add(context, L"n", (struct arg)NUMBER(2));
    ck_assert_ok(ISWbemNamedValueSet_DeleteAll(context));
    ck_assert(client_wait(&events, CLIENT_COMPLETED, 1, 5000));
    ck_assert_int_eq(heard.context, 1);
    ck_assert_int_eq(heard.put_context, 1);
    found = client_get(services, L"AsyncSnapshot=1");
    ck_assert_wide(script_text(found, L"Text", text, 64), L"at the call");
    drop(found);
    drop(context);
    stop_listening();
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(no_context)
{
    ISWbemObject *cls = simple_class(L"AsyncNoContext");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");

    start_listening();
    ck_assert_ok(script_call(services, L"PutAsync", METHOD,
                             (const struct arg[]){OBJECT(sink), OBJECT(object), NOTHING}, NULL));
    ck_assert(client_wait(&events, CLIENT_COMPLETED, 1, 5000));
    ck_assert_int_eq(heard.context, -1);
    stop_listening();
    drop(object);
    drop(cls);
}
END_TEST

/* SendStatus has the value of StrongValidation; here it asks for OnProgress. */
START_TEST(progress)
{
    ISWbemObject *cls = simple_class(L"AsyncProgress");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");

    start_listening();
    ck_assert_ok(ISWbemServicesEx_PutAsync(services, sink, object, wbemFlagSendStatus, NULL, NULL));
    ck_assert(client_wait(&events, CLIENT_COMPLETED, 1, 5000));
    ck_assert_int_ge(events.count[CLIENT_PROGRESS], 1);
    ck_assert_int_eq(events.count[CLIENT_OBJECT_PUT], 1);
    stop_listening();
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(partial_update)
{
    ISWbemObject *cls = simple_class(L"AsyncPartial");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"old");
    ISWbemNamedValueSet *context = client_context(L"n", 1);
    WCHAR text[64];
    void *found;

    client_set_number(object, L"Number", 10);
    client_put(services, object);
    drop(object);
    object = client_spawn(cls);
    client_set_number(object, L"Id", 1);
    client_set_number(object, L"Number", 20);
    named_value_add(context, L"__PUT_EXTENSIONS", (struct arg)BOOLEAN_(1));
    start_listening();
    ck_assert_ok(ISWbemServicesEx_PutAsync(services, sink, object, 1, (IDispatch *)context, NULL));
    ck_assert(client_wait(&events, CLIENT_COMPLETED, 1, 5000));
    ck_assert_int_eq(events.last_hr, S_OK);
    found = client_get(services, L"AsyncPartial=1");
    ck_assert_wide(script_text(found, L"Text", text, 64), L"old");
    ck_assert_int_eq(script_number(found, L"Number"), 20);
    drop(found);
    stop_listening();
    drop(context);
    drop(object);
    drop(cls);
}
END_TEST

/* --- a store that may not be written ---------------------------------------------------------- */

static void temp_store(WCHAR *file)
{
    WCHAR folder[MAX_PATH];

    ck_assert(GetTempPathW(MAX_PATH, folder));
    ck_assert(GetTempFileNameW(folder, L"ros", 0, file));
}

/* Run this program again with `argument`, on a store. @return its exit code */
static DWORD run_again(const WCHAR *argument, const WCHAR *store)
{
    STARTUPINFOW startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process;
    WCHAR program[MAX_PATH], command[MAX_PATH + 64];
    DWORD code;

    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", store));
    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(command, MAX_PATH + 64, L"\"%ls\" %ls", program, argument);
    ck_assert(CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", L":memory:"));
    WaitForSingleObject(process.hProcess, 60000);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    return code;
}

static int make_store(void)
{
    ISWbemObject *cls = simple_class(L"ReadOnlyStore");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");

    client_put(services, object);
    drop(object);
    drop(cls);
    return 0;
}

/* @return 0, or the number of what went wrong */
static int write_store(void)
{
    ISWbemObject *cls = client_get(services, L"ReadOnlyStore");
    ISWbemObjectEx *object = simple_instance(cls, 2, L"two");
    ISWbemObjectPath *path;
    HRESULT hr = ISWbemServicesEx_Put(services, object, 0, NULL, &path);

    fprintf(stderr, "put: 0x%08lx\n", (unsigned long)hr);
    if (hr != (HRESULT)WBEM_E_ACCESS_DENIED)
        return 2;
    client_events_init(&events);
    events.heard = hear;
    sink = client_sink();
    client_listen(sink, &events);
    hr = ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, NULL);
    if (FAILED(hr) || !client_wait(&events, CLIENT_COMPLETED, 1, 10000))
        return 3;
    fprintf(stderr, "OnCompleted: 0x%08lx, StatusCode 0x%08lx, %ls\n",
            (unsigned long)events.last_hr, (unsigned long)heard.status, heard.description);
    if (events.last_hr != (HRESULT)WBEM_E_ACCESS_DENIED || heard.status != events.last_hr)
        return 4;
    /* What is there can be read. */
    drop(client_get(services, L"ReadOnlyStore=1"));
    drop(sink);
    drop(object);
    drop(cls);
    return 0;
}

/* The superuser may write what is marked read-only, and under Wine tests run as one. So the file
 * is also held open by somebody who lets others read only. */
START_TEST(read_only_store)
{
    WCHAR file[MAX_PATH];
    HANDLE holder;

    temp_store(file);
    ck_assert_uint_eq(run_again(L"--make", file), 0);
    ck_assert(SetFileAttributesW(file, FILE_ATTRIBUTE_READONLY));
    holder = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    ck_assert(holder != INVALID_HANDLE_VALUE);
    ck_assert_uint_eq(run_again(L"--write", file), 0);
    CloseHandle(holder);
    SetFileAttributesW(file, FILE_ATTRIBUTE_NORMAL);
    DeleteFileW(file);
}
END_TEST

static int run_child(int (*run)(void))
{
    int result;

    CLIENT_CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED));
    services = client_connect();
    result = run();
    ISWbemServicesEx_Release(services);
    CoUninitialize();
    return result;
}

int main(int argc, char **argv)
{
    const TTest *const tests[] = {table,    arguments,      snapshot,        no_context,
                                  progress, partial_update, read_only_store, NULL};

    if (argc == 2 && !strcmp(argv[1], "--make"))
        return run_child(make_store);
    if (argc == 2 && !strcmp(argv[1], "--write"))
        return run_child(write_store);
    return script_main("put_async", tests);
}
