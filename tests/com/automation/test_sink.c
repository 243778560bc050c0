/* SWbemSink in the multi-threaded apartment: its interfaces, order, many calls, cancelling, what
 * handlers may do, and what is left when everything is released. */
#include "../support/script.h"

#include <activscp.h>
#include <wbemcli.h>

static const IID iid_bind_event_handler = {
    0x63cdbcb0, 0xc1b1, 0x11d0, {0x93, 0x36, 0x00, 0xa0, 0xc9, 0x0d, 0xca, 0xa9}};

static ISWbemObject *cls;
static ISWbemSink *sink;
static struct client_events events;
static DWORD cookie;

static void make(const WCHAR *name)
{
    cls = simple_class(name);
    sink = client_sink();
    client_events_init(&events);
    cookie = client_listen(sink, &events);
}

static void unmake(void)
{
    client_unlisten(sink, cookie);
    drop(sink);
    drop(cls);
}

static void put_async(LONG id, void *context)
{
    ISWbemObjectEx *object = simple_instance(cls, id, L"x");

    CLIENT_CHECK(ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, context));
    drop(object);
}

static void wait_completed(LONG count)
{
    ck_assert_msg(client_wait(&events, CLIENT_COMPLETED, count, 30000),
                  "%ld of %ld calls completed", events.count[CLIENT_COMPLETED], count);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown,
                                      &IID_IDispatch,
                                      &IID_ISWbemSink,
                                      &IID_ISupportErrorInfo,
                                      &IID_IProvideClassInfo,
                                      &IID_IProvideClassInfo2,
                                      &IID_IConnectionPointContainer,
                                      &iid_bind_event_handler,
                                      NULL};
    IProvideClassInfo2 *info;
    TYPEATTR *attributes;
    ITypeInfo *type;
    GUID guid;

    sink = client_sink();
    check_interfaces(sink, iids);
    ck_assert_ok(ISWbemSink_QueryInterface(sink, &IID_IProvideClassInfo2, (void **)&info));
    ck_assert_ok(IProvideClassInfo2_GetGUID(info, GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid));
    ck_assert(IsEqualGUID(&guid, &DIID_ISWbemSinkEvents));
    ck_assert_ok(IProvideClassInfo2_GetClassInfo(info, &type));
    ck_assert_ok(ITypeInfo_GetTypeAttr(type, &attributes));
    ck_assert(IsEqualGUID(&attributes->guid, &CLSID_SWbemSink));
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    drop(type);
    drop(info);
    ck_assert_ok(script_call(sink, L"Cancel", METHOD, NULL, NULL));
    ck_assert_ok(script_call(sink, L"Cancel", BOTH, NULL, NULL));
    check_release(sink, 0);
}
END_TEST

/* --- order ------------------------------------------------------------------------------------ */

#define MANY 10000

static LONG order[MANY * 2];
static volatile LONG heard_count;

static void note_order(struct client_events *from, DISPID id, const VARIANT *arguments, UINT count)
{
    LONG n = named_value_number((ISWbemNamedValueSet *)V_DISPATCH(&arguments[count - 1]), L"n");

    (void)from;
    if (heard_count < MANY * 2)
        order[heard_count++] = id == CLIENT_OBJECT_PUT ? n : -n - 1;
}

/* Each put is reported once, OnObjectPut right before OnCompleted, in the order of the calls. */
START_TEST(many_calls)
{
    ISWbemNamedValueSet *context;
    LONG i;

    make(L"SinkMany");
    events.heard = note_order;
    heard_count = 0;
    for (i = 0; i < MANY; i++)
    {
        context = client_context(L"n", i);
        put_async(i, context);
        check_release(context, 0);
    }
    wait_completed(MANY);
    ck_assert_int_eq(events.failures, 0);
    ck_assert_int_eq(heard_count, MANY * 2);
    for (i = 0; i < MANY; i++)
    {
        ck_assert_msg(order[2 * i] == i, "event %ld is of call %ld", 2 * i, order[2 * i]);
        ck_assert_msg(order[2 * i + 1] == -i - 1, "event %ld is %ld", 2 * i + 1, order[2 * i + 1]);
    }
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), MANY);
    unmake();
}
END_TEST

START_TEST(two_listeners)
{
    struct client_events other;
    DWORD second;

    make(L"SinkTwo");
    client_events_init(&other);
    second = client_listen(sink, &other);
    ck_assert_uint_ne(second, cookie);
    put_async(1, NULL);
    wait_completed(1);
    ck_assert(client_wait(&other, CLIENT_COMPLETED, 1, 5000));
    ck_assert_int_eq(other.count[CLIENT_OBJECT_PUT], 1);
    client_unlisten(sink, second);
    put_async(2, NULL);
    wait_completed(2);
    ck_assert_int_eq(other.count[CLIENT_COMPLETED], 1);
    unmake();
}
END_TEST

START_TEST(no_listener)
{
    make(L"SinkNone");
    client_unlisten(sink, cookie);
    put_async(1, NULL);
    while (!part_number(cls, L"Instances_", L"Count"))
        Sleep(1);
    drop(sink);
    drop(cls);
}
END_TEST

/* --- cancelling ------------------------------------------------------------------------------- */

/* Every call completes once, whatever became of it; the sink goes on serving. */
START_TEST(cancel)
{
    LONG i;

    make(L"SinkCancel");
    for (i = 0; i < 2000; i++)
        put_async(i, NULL);
    ck_assert_ok(ISWbemSink_Cancel(sink));
    wait_completed(2000);
    Sleep(50);
    ck_assert_int_eq(events.count[CLIENT_COMPLETED], 2000);
    ck_assert_int_eq(events.count[CLIENT_OBJECT_PUT] + events.failures, 2000);
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), events.count[CLIENT_OBJECT_PUT]);
    put_async(5000, NULL);
    wait_completed(2001);
    ck_assert_int_eq(events.last_hr, S_OK);
    unmake();
}
END_TEST

static void cancel_in_handler(struct client_events *from, DISPID id, const VARIANT *arguments,
                              UINT count)
{
    (void)arguments;
    (void)count;
    if (id == CLIENT_OBJECT_PUT && from->count[CLIENT_OBJECT_PUT] == 10)
        CLIENT_CHECK(ISWbemSink_Cancel(sink));
}

START_TEST(cancel_from_a_handler)
{
    LONG i;

    make(L"SinkCancelInside");
    events.heard = cancel_in_handler;
    for (i = 0; i < 2000; i++)
        put_async(i, NULL);
    wait_completed(2000);
    ck_assert_int_eq(events.count[CLIENT_OBJECT_PUT] + events.failures, 2000);
    unmake();
}
END_TEST

static void see_cancelled(struct client_events *from, DISPID id, const VARIANT *arguments,
                          UINT count)
{
    (void)from;
    (void)count;
    if (id == CLIENT_COMPLETED && V_I4(&arguments[0]) == (LONG)WBEM_E_CALL_CANCELLED)
        InterlockedIncrement(&heard_count);
}

/* Objects of an enumeration stop coming. */
START_TEST(cancel_an_enumeration)
{
    LONG i, ready;

    make(L"SinkCancelRead");
    for (i = 0; i < 3000; i++)
        put_async(i, NULL);
    wait_completed(3000);
    heard_count = 0;
    events.heard = see_cancelled;
    CLIENT_CHECK(ISWbemServicesEx_InstancesOfAsync(services, (IDispatch *)sink,
                                                   client_bstr(L"SinkCancelRead"), 0, NULL, NULL));
    ck_assert_ok(ISWbemSink_Cancel(sink));
    wait_completed(3001);
    ready = events.count[CLIENT_OBJECT_READY];
    ck_assert_msg(heard_count == 1 || ready == 3000, "not cancelled after %ld objects", ready);
    Sleep(50);
    ck_assert_int_eq(events.count[CLIENT_OBJECT_READY], ready);
    unmake();
}
END_TEST

/* --- what handlers may do --------------------------------------------------------------------- */

static void put_in_handler(struct client_events *from, DISPID id, const VARIANT *arguments,
                           UINT count)
{
    (void)arguments;
    (void)count;
    if (id == CLIENT_COMPLETED && from->count[CLIENT_COMPLETED] < 500)
        put_async(from->count[CLIENT_COMPLETED] + 1, NULL);
}

START_TEST(put_from_a_handler)
{
    make(L"SinkChain");
    events.heard = put_in_handler;
    put_async(0, NULL);
    wait_completed(501);
    ck_assert_int_eq(events.failures, 0);
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), 501);
    unmake();
}
END_TEST

static void unadvise_in_handler(struct client_events *from, DISPID id, const VARIANT *arguments,
                                UINT count)
{
    (void)arguments;
    (void)count;
    if (id == CLIENT_COMPLETED && from->count[CLIENT_COMPLETED] == 2)
        client_unlisten(sink, cookie);
}

START_TEST(unadvise_from_a_handler)
{
    LONG i;

    make(L"SinkUnadvise");
    events.heard = unadvise_in_handler;
    for (i = 0; i < 100; i++)
        put_async(i, NULL);
    wait_completed(3);
    while (part_number(cls, L"Instances_", L"Count") < 100)
        Sleep(1);
    Sleep(20);
    ck_assert_int_eq(events.count[CLIENT_COMPLETED], 3);
    drop(sink);
    drop(cls);
}
END_TEST

static void release_in_handler(struct client_events *from, DISPID id, const VARIANT *arguments,
                               UINT count)
{
    (void)arguments;
    (void)count;
    if (id == CLIENT_COMPLETED && !from->count[CLIENT_COMPLETED])
        ISWbemSink_Release(sink);
}

/* Releasing the sink cancels nothing: the calls hold it. */
START_TEST(release_in_a_handler)
{
    LONG i;

    make(L"SinkRelease");
    events.heard = release_in_handler;
    ISWbemSink_AddRef(sink);
    for (i = 0; i < 100; i++)
        put_async(i, NULL);
    ISWbemSink_Release(sink);
    wait_completed(100);
    ck_assert_int_eq(events.failures, 0);
    drop(cls);
}
END_TEST

/* A handler that calls back into the library. */
static void read_in_handler(struct client_events *from, DISPID id, const VARIANT *arguments,
                            UINT count)
{
    ISWbemObject *object;
    WCHAR text[256];

    (void)from;
    (void)count;
    if (id != CLIENT_OBJECT_PUT)
        return;
    CLIENT_CHECK(ISWbemServicesEx_Get(
        services, client_bstr(script_text(V_DISPATCH(&arguments[0]), L"RelPath", text, 256)), 0,
        NULL, &object));
    ISWbemObject_Release(object);
    InterlockedIncrement(&heard_count);
}

START_TEST(get_from_a_handler)
{
    LONG i;

    make(L"SinkGet");
    heard_count = 0;
    events.heard = read_in_handler;
    for (i = 0; i < 200; i++)
        put_async(i, NULL);
    wait_completed(200);
    ck_assert_int_eq(heard_count, 200);
    unmake();
}
END_TEST

/* --- functions bound by name ------------------------------------------------------------------ */

/* A function object: Invoke of DISPID_VALUE. */
static volatile LONG called;

static HRESULT WINAPI function_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid,
                                      WORD flags, DISPPARAMS *params, VARIANT *result,
                                      EXCEPINFO *except, UINT *bad_argument)
{
    (void)iface, (void)iid, (void)lcid, (void)result, (void)except, (void)bad_argument;
    if (id == DISPID_VALUE && (flags & DISPATCH_METHOD) && params->cArgs == 3 &&
        V_I4(&params->rgvarg[2]) == S_OK)
        InterlockedIncrement(&called);
    return S_OK;
}

START_TEST(bind_handler)
{
    struct client_events function;
    IBindEventHandler *binder;
    IDispatchVtbl vtbl;

    make(L"SinkBind");
    client_events_init(&function);
    vtbl = *function.IDispatch_iface.lpVtbl;
    vtbl.Invoke = function_Invoke;
    function.IDispatch_iface.lpVtbl = &vtbl;
    ck_assert_ok(ISWbemSink_QueryInterface(sink, &iid_bind_event_handler, (void **)&binder));
    ck_assert_hr(IBindEventHandler_BindHandler(binder, NULL, &function.IDispatch_iface),
                 E_INVALIDARG);
    ck_assert_hr(IBindEventHandler_BindHandler(binder, L"OnCompleted", NULL), E_INVALIDARG);
    ck_assert_hr(IBindEventHandler_BindHandler(binder, L"OnNothing", &function.IDispatch_iface),
                 DISP_E_UNKNOWNNAME);
    ck_assert_ok(IBindEventHandler_BindHandler(binder, L"onCompleted", &function.IDispatch_iface));
    ck_assert_ok(IBindEventHandler_BindHandler(binder, L"OnCompleted", &function.IDispatch_iface));
    drop(binder);
    called = 0;
    put_async(1, NULL);
    wait_completed(1);
    while (!called)
        Sleep(1);
    ck_assert_int_eq(called, 1);
    unmake();
    while (function.references > 1)
        Sleep(1);
    ck_assert_int_eq(function.references, 1);
}
END_TEST

/* --- leaving ---------------------------------------------------------------------------------- */

/* Everything is released with work pending: it is done, and its events come. */
START_TEST(release_all)
{
    ISWbemServicesEx *own = client_connect();
    ISWbemObjectEx *object;
    LONG i;

    make(L"SinkReleaseAll");
    for (i = 0; i < 300; i++)
    {
        object = simple_instance(cls, i, L"x");
        CLIENT_CHECK(ISWbemServicesEx_PutAsync(own, sink, object, 0, NULL, NULL));
        drop(object);
    }
    drop(own);
    drop(sink);
    wait_completed(300);
    ck_assert_int_eq(events.failures, 0);
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), 300);
    drop(cls);
    while (events.references > 1)
        Sleep(1);
}
END_TEST

static HRESULT can_unload(void)
{
    HMODULE module = GetModuleHandleW(L"wbemdisp.dll");
    HRESULT(WINAPI * ask)(void) = (void *)GetProcAddress(module, "DllCanUnloadNow");

    ck_assert_ptr_nonnull(ask);
    return ask();
}

static bool becomes_unloadable(void)
{
    int i;

    for (i = 0; i < 500; i++)
    {
        if (can_unload() == S_OK)
            return true;
        Sleep(10);
    }
    return false;
}

START_TEST(unloading)
{
    ISWbemObjectEx *object;
    LONG i;

    ck_assert_hr(can_unload(), S_FALSE);
    make(L"SinkUnload");
    for (i = 0; i < 300; i++)
        put_async(i, NULL);
    object = client_spawn(cls);
    drop(sink);
    drop(cls);
    ISWbemServicesEx_Release(services);
    wait_completed(300);
    ck_assert_hr(can_unload(), S_FALSE);
    drop(object);
    /* A failure's error object lives until it is asked for. */
    SetErrorInfo(0, NULL);
    {
        ISWbemLastError *last;
        if (SUCCEEDED(CoCreateInstance(&CLSID_SWbemLastError, NULL, CLSCTX_INPROC_SERVER,
                                       &IID_ISWbemLastError, (void **)&last)))
            drop(last);
    }
    ck_assert_msg(becomes_unloadable(), "something lives still");
    services = client_connect();
    ck_assert_hr(can_unload(), S_FALSE);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,
                                  many_calls,
                                  two_listeners,
                                  no_listener,
                                  cancel,
                                  cancel_from_a_handler,
                                  cancel_an_enumeration,
                                  put_from_a_handler,
                                  unadvise_from_a_handler,
                                  release_in_a_handler,
                                  get_from_a_handler,
                                  bind_handler,
                                  release_all,
                                  unloading,
                                  NULL};

    return script_main("sink", tests);
}
