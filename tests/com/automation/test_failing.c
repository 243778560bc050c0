/* Memory that runs out and disks that are full, under the whole of the library: its rooms are
 * linked into this program, where allocations and writes can be made to fail. What fails is
 * reported by the documented code and nothing is half done. */
#include "../support/script.h"

#include "cim/mem.h"
#include "com/factory.h"
#include "server/coclasses.h"
#include "unit/repository/fault_vfs.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <wbemcli.h>

/* CoCreateInstance finds these before it looks for a DLL. */
static void register_classes(void)
{
    const struct com_coclass *row;
    IUnknown *factory;
    DWORD cookie;

    com_factory_init(server_coclasses);
    for (row = server_coclasses; row->clsid; row++)
    {
        CLIENT_CHECK(com_get_class_object(row->clsid, &IID_IUnknown, (void **)&factory));
        CLIENT_CHECK(CoRegisterClassObject(row->clsid, factory, CLSCTX_INPROC_SERVER,
                                           REGCLS_MULTIPLEUSE, &cookie));
        IUnknown_Release(factory);
    }
}

static struct client_events events;
static ISWbemSink *sink;
static volatile LONG error_objects;

static void hear(struct client_events *from, DISPID id, const VARIANT *arguments, UINT count)
{
    (void)from, (void)count;
    if (id == CLIENT_COMPLETED && V_DISPATCH(&arguments[1]) &&
        script_number(V_DISPATCH(&arguments[1]), L"StatusCode") == V_I4(&arguments[0]))
        InterlockedIncrement(&error_objects);
}

static void start_listening(void)
{
    client_events_init(&events);
    events.heard = hear;
    error_objects = 0;
    sink = client_sink();
    client_listen(sink, &events);
}

static bool is_stored(const WCHAR *class_name, LONG id)
{
    ISWbemObject *object;
    WCHAR path[64];

    swprintf(path, 64, L"%ls.Id=%ld", class_name, id);
    if (FAILED(ISWbemServicesEx_Get(services, client_bstr(path), 0, NULL, &object)))
        return false;
    drop(object);
    return true;
}

/* --- PutAsync --------------------------------------------------------------------------------- */

/* One put whose n-th allocation fails: @return what the call or its OnCompleted said */
static HRESULT put_failing(ISWbemObject *cls, LONG id, unsigned n, bool *at_once)
{
    LONG completed = events.count[CLIENT_COMPLETED], put = events.count[CLIENT_OBJECT_PUT];
    ISWbemObjectEx *object = simple_instance(cls, id, L"x");
    ISWbemNamedValueSet *context = client_context(L"n", 1);
    HRESULT hr;

    mem_fail_nth(n);
    hr = ISWbemServicesEx_PutAsync(services, sink, object, 0, (IDispatch *)context, NULL);
    *at_once = FAILED(hr);
    if (SUCCEEDED(hr))
    {
        ck_assert_msg(client_wait(&events, CLIENT_COMPLETED, completed + 1, 10000),
                      "allocation %u: no end", n);
        hr = events.last_hr;
    }
    if (FAILED(hr))
        ck_assert_int_eq(events.count[CLIENT_OBJECT_PUT], put);
    drop(object);
    drop(context);
    return hr;
}

/* Each allocation of a PutAsync fails once: the call raises wbemErrOutOfMemory or OnCompleted
 * reports it. */
START_TEST(put_async_without_memory)
{
    ISWbemObject *cls = simple_class(L"FailingPut");
    unsigned n, raised = 0, reported = 0;
    bool at_once, stored;
    HRESULT hr;

    start_listening();
    for (n = 1; n < 2000; n++)
    {
        hr = put_failing(cls, (LONG)n, n, &at_once);
        stored = mem_fail_hit();
        mem_fail_nth(0);
        if (!stored)
            break;
        ck_assert_msg(hr == S_OK || hr == (HRESULT)WBEM_E_OUT_OF_MEMORY, "allocation %u: 0x%08lx",
                      n, (unsigned long)hr);
        if (FAILED(hr))
            (*(at_once ? &raised : &reported))++;
        ck_assert_msg(is_stored(L"FailingPut", (LONG)n) == SUCCEEDED(hr),
                      "allocation %u: 0x%08lx, but %sstored", n, (unsigned long)hr,
                      SUCCEEDED(hr) ? "not " : "");
    }
    printf("%u allocations failed: %u raised, %u reported, %ld with an error object\n", n - 1,
           raised, reported, error_objects);
    ck_assert_uint_gt(raised, 0);
    ck_assert_uint_gt(reported, 0);
    ck_assert_int_gt(error_objects, 0);
    drop(sink);
    drop(cls);
}
END_TEST

/* --- the synchronous calls -------------------------------------------------------------------- */

struct scenario
{
    const char *name;
    HRESULT (*run)(ISWbemObject *cls, LONG n);
};

static HRESULT run_put(ISWbemObject *cls, LONG n)
{
    ISWbemObjectPath *path = NULL;
    ISWbemObject *object;
    HRESULT hr = ISWbemObject_SpawnInstance_(cls, 0, &object);
    VARIANT value;

    if (FAILED(hr))
        return hr;
    V_VT(&value) = VT_I4;
    V_I4(&value) = n;
    hr = client_invoke_put((IDispatch *)object, L"Id", value);
    if (SUCCEEDED(hr))
        hr = ISWbemObject_Put_(object, 0, NULL, &path);
    if (path)
        drop(path);
    drop(object);
    return hr;
}

static HRESULT run_get(ISWbemObject *cls, LONG n)
{
    ISWbemObject *object;
    HRESULT hr =
        ISWbemServicesEx_Get(services, client_bstr(L"FailingCalls.Id=0"), 0, NULL, &object);
    BSTR text;
    ISWbemObjectPath *path;

    (void)cls, (void)n;
    if (FAILED(hr))
        return hr;
    hr = ISWbemObject_get_Path_(object, &path);
    if (SUCCEEDED(hr))
    {
        hr = ISWbemObjectPath_get_DisplayName(path, &text);
        SysFreeString(text);
        drop(path);
    }
    drop(object);
    return hr;
}

static HRESULT run_query(ISWbemObject *cls, LONG n)
{
    ISWbemObjectSet *set;
    LONG count;
    HRESULT hr = ISWbemServicesEx_ExecQuery(services,
                                            client_bstr(L"SELECT * FROM FailingCalls WHERE Id = 0"),
                                            client_bstr(L"WQL"), 0, NULL, &set);

    (void)cls, (void)n;
    if (FAILED(hr))
        return hr;
    hr = ISWbemObjectSet_get_Count(set, &count);
    drop(set);
    return hr;
}

static HRESULT run_class(ISWbemObject *cls, LONG n)
{
    ISWbemObject *derived;
    HRESULT hr = ISWbemObject_SpawnDerivedClass_(cls, 0, &derived);
    ISWbemObjectPath *path = NULL;
    WCHAR name[32];

    if (FAILED(hr))
        return hr;
    swprintf(name, 32, L"FailingChild%ld", n);
    hr = ISWbemObject_get_Path_(derived, &path);
    if (SUCCEEDED(hr))
        hr = ISWbemObjectPath_put_Class(path, client_bstr(name));
    if (path)
        drop(path);
    path = NULL;
    if (SUCCEEDED(hr))
        hr = ISWbemObject_Put_(derived, 0, NULL, &path);
    if (path)
        drop(path);
    drop(derived);
    return hr;
}

static const struct scenario scenarios[] = {
    {"put", run_put},
    {"get", run_get},
    {"query", run_query},
    {"class", run_class},
};

START_TEST(calls_without_memory)
{
    const struct scenario *scenario = &scenarios[_i];
    ISWbemObject *cls = simple_class(L"FailingCalls");
    unsigned n, failed = 0;
    bool hit = true;
    HRESULT hr;

    ck_assert_ok(run_put(cls, 0));
    for (n = 1; hit && n < 5000; n++)
    {
        mem_fail_nth(n);
        hr = scenario->run(cls, (LONG)n);
        hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(hr == S_OK ||
                          (hit && (hr == (HRESULT)WBEM_E_OUT_OF_MEMORY || hr == DISP_E_EXCEPTION ||
                                   hr == E_OUTOFMEMORY || hr == DISP_E_UNKNOWNNAME)),
                      "%s: allocation %u: 0x%08lx", scenario->name, n, (unsigned long)hr);
        failed += FAILED(hr);
    }
    printf("%s: %u allocations, %u failures\n", scenario->name, n - 2, failed);
    ck_assert_uint_gt(failed, 2);
    drop(cls);
}
END_TEST

/* --- a full disk, a broken one ---------------------------------------------------------------- */

static ISWbemServicesEx *connect_file(WCHAR *file)
{
    ISWbemServicesEx *connected;
    WCHAR folder[MAX_PATH];

    ck_assert(GetTempPathW(MAX_PATH, folder));
    ck_assert(GetTempFileNameW(folder, L"ful", 0, file));
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", file));
    connected = client_connect();
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", L":memory:"));
    return connected;
}

static const struct
{
    const WCHAR *class_name;
    int code;
    HRESULT expected;
} disks[] = {
    {L"FullDisk", SQLITE_FULL, WBEM_E_OUT_OF_DISK_SPACE},
    {L"BrokenDisk", SQLITE_IOERR_WRITE, WBEM_E_FAILED},
};

START_TEST(failing_disk)
{
    ISWbemServicesEx *memory = services;
    const WCHAR *class_name = disks[_i].class_name;
    WCHAR file[MAX_PATH], text[256];
    ISWbemObjectPath *path;
    ISWbemLastError *last;
    ISWbemObjectEx *object;
    ISWbemObject *cls;
    HRESULT hr;

    services = connect_file(file);
    cls = simple_class(class_name);
    object = simple_instance(cls, 1, L"before");
    client_put(services, object);
    client_set_number(object, L"Id", 2);
    start_listening();
    fault_vfs_fail_after(0, disks[_i].code);
    hr = ISWbemServicesEx_Put(services, object, 0, NULL, &path);
    ck_assert_hr(hr, disks[_i].expected);
    last = create_object(&CLSID_SWbemLastError, &IID_ISWbemLastError);
    script_text(last, L"Description", text, 256);
    ck_assert_msg(wcscmp(text, L"(null)"), "no Description");
    drop(last);
    CLIENT_CHECK(ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, NULL));
    ck_assert(client_wait(&events, CLIENT_COMPLETED, 1, 10000));
    ck_assert_int_eq(events.last_hr, disks[_i].expected);
    ck_assert_int_eq(error_objects, 1);
    ck_assert_int_eq(events.count[CLIENT_OBJECT_PUT], 0);
    /* All well again: what there was is there, and writing goes on. */
    fault_vfs_fail_after(-1, 0);
    ck_assert(is_stored(class_name, 1));
    ck_assert(!is_stored(class_name, 2));
    client_put(services, object);
    ck_assert(is_stored(class_name, 2));
    drop(sink);
    drop(object);
    drop(cls);
    drop(services);
    services = memory;
}
END_TEST

static void connect_services(void)
{
    services = client_connect();
}

static void disconnect_services(void)
{
    drop(services);
}

int main(void)
{
    Suite *suite = suite_create("failing");
    TCase *cases = tcase_create("failing");
    SRunner *runner;
    int failed;

    setvbuf(stdout, NULL, _IONBF, 0);
    fault_vfs_install();
    CLIENT_CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED));
    register_classes();
    tcase_add_checked_fixture(cases, connect_services, disconnect_services);
    tcase_set_timeout(cases, 110);
    tcase_add_test(cases, put_async_without_memory);
    tcase_add_loop_test(cases, calls_without_memory, 0, (int)COUNT_OF(scenarios));
    tcase_add_loop_test(cases, failing_disk, 0, (int)COUNT_OF(disks));
    suite_add_tcase(suite, cases);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
