/* The asynchronous calls of IWbemServices: order, completion, cancelling, lifetimes, many
 * threads: behaviour.md 4.1, 8.2, 8.4. The store is in memory; what a killed process keeps is
 * tested elsewhere. */
#include "com/wmi_client.h"

#include "cim/mem.h"

#define MAX_EVENTS 20000

struct event
{
    LONG flags;
    HRESULT hr;
    LONG objects;  /* of an Indicate; 0: a SetStatus */
    WCHAR key[24]; /* what stands between the quotes of the path */
};

/* A sink that remembers what it hears. `lock` guards it. */
struct sink
{
    IWbemObjectSink IWbemObjectSink_iface;
    LONG references;
    SRWLOCK lock;
    CONDITION_VARIABLE heard;
    struct event *events;
    LONG count, completed, indicated;
    LONG failed;                        /* completions that were failures */
    HRESULT last;                       /* of the last completion */
    IWbemClassObject *error;            /* of the last completion */
    DWORD thread;                       /* that called last */
    void (*handler)(struct sink *sink); /* called in SetStatus, without the lock */
    void *context;
};

static IWbemServices *services;
static IWbemClassObject *thing;

static struct sink *impl_from_iface(IWbemObjectSink *iface)
{
    return CONTAINING_RECORD(iface, struct sink, IWbemObjectSink_iface);
}

static HRESULT STDMETHODCALLTYPE sink_QueryInterface(IWbemObjectSink *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IWbemObjectSink))
        return E_NOINTERFACE;
    *out = iface;
    IWbemObjectSink_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE sink_AddRef(IWbemObjectSink *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_iface(iface)->references);
}

static LONG sinks_alive;

static ULONG STDMETHODCALLTYPE sink_Release(IWbemObjectSink *iface)
{
    struct sink *self = impl_from_iface(iface);
    LONG references = InterlockedDecrement(&self->references);

    if (references)
        return (ULONG)references;
    if (self->error)
        IWbemClassObject_Release(self->error);
    free(self->events);
    free(self);
    InterlockedDecrement(&sinks_alive);
    return 0;
}

static struct event *add_event(struct sink *self)
{
    check_that(self->count < MAX_EVENTS, "too many events");
    self->thread = GetCurrentThreadId();
    return &self->events[self->count++];
}

static HRESULT STDMETHODCALLTYPE sink_Indicate(IWbemObjectSink *iface, LONG count,
                                               IWbemClassObject **objects)
{
    struct sink *self = impl_from_iface(iface);

    AcquireSRWLockExclusive(&self->lock);
    add_event(self)->objects = objects[count - 1] ? count : -1;
    self->indicated += count;
    ReleaseSRWLockExclusive(&self->lock);
    if (self->handler)
        self->handler(self);
    return S_OK;
}

static void take_key(WCHAR out[24], const WCHAR *path)
{
    const WCHAR *from = path ? wcschr(path, '"') : NULL;
    size_t i;

    for (i = 0; from && i < 23 && from[i + 1] && from[i + 1] != '"'; i++)
        out[i] = from[i + 1];
    out[i] = 0;
}

static HRESULT STDMETHODCALLTYPE sink_SetStatus(IWbemObjectSink *iface, LONG flags, HRESULT hr,
                                                BSTR path, IWbemClassObject *error)
{
    struct sink *self = impl_from_iface(iface);
    struct event *event;

    AcquireSRWLockExclusive(&self->lock);
    event = add_event(self);
    event->flags = flags;
    event->hr = hr;
    take_key(event->key, path);
    if (flags == WBEM_STATUS_COMPLETE)
    {
        self->completed++;
        self->failed += FAILED(hr);
        self->last = hr;
        if (self->error)
            IWbemClassObject_Release(self->error);
        self->error = error;
        if (error)
            IWbemClassObject_AddRef(error);
    }
    ReleaseSRWLockExclusive(&self->lock);
    WakeAllConditionVariable(&self->heard);
    if (self->handler)
        self->handler(self);
    return S_OK;
}

static IWbemObjectSinkVtbl sink_vtbl = {sink_QueryInterface, sink_AddRef, sink_Release,
                                        sink_Indicate, sink_SetStatus};

static struct sink *make_sink(void)
{
    struct sink *self = calloc(1, sizeof(*self));

    self->IWbemObjectSink_iface.lpVtbl = &sink_vtbl;
    self->references = 1;
    self->events = calloc(MAX_EVENTS, sizeof(*self->events));
    InterlockedIncrement(&sinks_alive);
    return self;
}

static IWbemObjectSink *iface_of(struct sink *sink)
{
    return &sink->IWbemObjectSink_iface;
}

static void release(struct sink *sink)
{
    IWbemObjectSink_Release(iface_of(sink));
}

/* Until so many calls have completed. */
static void wait_for(struct sink *sink, LONG completed)
{
    ULONGLONG end = GetTickCount64() + 60000;

    AcquireSRWLockExclusive(&sink->lock);
    while (sink->completed < completed && GetTickCount64() < end)
        SleepConditionVariableSRW(&sink->heard, &sink->lock, 1000, 0);
    ReleaseSRWLockExclusive(&sink->lock);
    ck_assert_msg(sink->completed >= completed, "%ld of %ld calls completed", sink->completed,
                  completed);
}

static HRESULT put_async(struct sink *sink, const WCHAR *name, LONG count, LONG flags)
{
    IWbemClassObject *object = make_instance(thing, name, count);
    HRESULT hr = IWbemServices_PutInstanceAsync(services, object, flags, NULL, iface_of(sink));

    put_number(object, L"Count", -1); /* the call has its own copy */
    IWbemClassObject_Release(object);
    return hr;
}

static void put_many(struct sink *sink, LONG first, LONG count)
{
    WCHAR name[24];
    LONG i;

    for (i = first; i < first + count; i++)
    {
        swprintf(name, COUNT_OF(name), L"t%05ld", i);
        ck_assert_ok(put_async(sink, name, i, 0));
    }
}

static LONG count_stored(void)
{
    IEnumWbemClassObject *enumerator;
    BSTR name = SysAllocString(L"Thing");
    LONG count = 0;

    ck_assert_ok(IWbemServices_CreateInstanceEnum(services, name, 0, NULL, &enumerator));
    while (IEnumWbemClassObject_Skip(enumerator, WBEM_INFINITE, 1) == S_OK)
        count++;
    IEnumWbemClassObject_Release(enumerator);
    SysFreeString(name);
    return count;
}

static void set_up(void)
{
    services = connect_to(L"root\\cimv2");
    thing = make_class(L"Thing");
    ck_assert_ok(IWbemServices_PutClass(services, thing, 0, NULL, NULL));
}

static void tear_down(void)
{
    IWbemClassObject_Release(thing);
    if (services)
        IWbemServices_Release(services);
    wmi_shutdown();
    check_nothing_lives();
    ck_assert_int_eq(sinks_alive, 0);
    ck_assert_uint_eq(mem_live(), 0);
}

/* --- puts ------------------------------------------------------------------------------------- */

START_TEST(put_completes)
{
    struct sink *sink = make_sink();

    ck_assert_ok(put_async(sink, L"one", 1, 0));
    wait_for(sink, 1);
    ck_assert_hr(sink->last, S_OK);
    ck_assert_ptr_null(sink->error);
    ck_assert_int_eq(sink->count, 1);
    ck_assert_wstr_eq(sink->events[0].key, L"one");
    ck_assert_uint_ne(sink->thread, GetCurrentThreadId());
    ck_assert_int_eq(count_stored(), 1);
    release(sink);
}
END_TEST

START_TEST(put_order)
{
    struct sink *sink = make_sink();
    WCHAR name[24];
    LONG i;

    put_many(sink, 0, 10000); /* more than a lane holds */
    wait_for(sink, 10000);
    ck_assert_int_eq(sink->count, 10000);
    ck_assert_int_eq(sink->failed, 0);
    for (i = 0; i < 10000; i++)
    {
        swprintf(name, COUNT_OF(name), L"t%05ld", i);
        ck_assert_wstr_eq(sink->events[i].key, name);
    }
    ck_assert_int_eq(count_stored(), 10000);
    release(sink);
}
END_TEST

/* One that fails fails alone, and in its place. */
START_TEST(put_failures)
{
    struct sink *sink = make_sink();
    LONG i;

    for (i = 0; i < 100; i++)
        ck_assert_ok(put_async(sink, L"same", i, i % 2 ? WBEM_FLAG_CREATE_ONLY : 0));
    wait_for(sink, 100);
    for (i = 0; i < 100; i++)
        ck_assert_hr(sink->events[i].hr, i % 2 ? (HRESULT)WBEM_E_ALREADY_EXISTS : S_OK);
    ck_assert_hr(sink->last, WBEM_E_ALREADY_EXISTS);
    ck_assert_ptr_nonnull(sink->error);
    ck_assert_int_eq(get_number(sink->error, L"StatusCode"), (LONG)WBEM_E_ALREADY_EXISTS);
    ck_assert_text(sink->error, L"Operation", L"PutInstance");
    ck_assert_text(sink->error, L"ParameterInfo", L"Thing.Name=\"same\"");
    ck_assert_int_eq(count_stored(), 1);
    release(sink);
}
END_TEST

START_TEST(put_class_and_spawn)
{
    struct sink *sink = make_sink();
    IWbemClassObject *cls = make_class(L"Fresh"), *object;

    ck_assert_ok(IWbemServices_PutClassAsync(services, cls, 0, NULL, iface_of(sink)));
    wait_for(sink, 1);
    ck_assert_hr(sink->last, S_OK);
    ck_assert_ok(IWbemClassObject_SpawnInstance(cls, 0, &object));
    IWbemClassObject_Release(object);
    IWbemClassObject_Release(cls);
    release(sink);
}
END_TEST

START_TEST(progress)
{
    struct sink *sink = make_sink();

    ck_assert_ok(put_async(sink, L"one", 1, WBEM_FLAG_SEND_STATUS));
    wait_for(sink, 1);
    ck_assert_int_eq(sink->count, 2);
    ck_assert_int_eq(sink->events[0].flags, WBEM_STATUS_PROGRESS);
    ck_assert_int_eq(sink->events[1].flags, WBEM_STATUS_COMPLETE);
    release(sink);
}
END_TEST

static const struct
{
    const char *name;
    LONG flags;
    HRESULT hr;
} flag_rows[] = {
    {"contradiction", WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY, WBEM_E_INVALID_PARAMETER},
    {"safe and force", WBEM_MASK_UPDATE_MODE, WBEM_E_INVALID_PARAMETER},
    {"undefined", 0x400, WBEM_E_INVALID_PARAMETER},
    {"return immediately", WBEM_FLAG_RETURN_IMMEDIATELY, S_OK},
    {"safe", WBEM_FLAG_UPDATE_SAFE_MODE, S_OK},
    {"force", WBEM_FLAG_UPDATE_FORCE_MODE, S_OK},
    {"amended", WBEM_FLAG_USE_AMENDED_QUALIFIERS, S_OK},
};

/* What the call itself shows wrong is its result; the sink hears nothing. */
START_TEST(put_flags)
{
    struct sink *sink = make_sink();
    HRESULT hr = put_async(sink, L"one", 1, flag_rows[_i].flags);

    ck_assert_msg(hr == flag_rows[_i].hr, "%s: 0x%08lx", flag_rows[_i].name, (unsigned long)hr);
    if (SUCCEEDED(hr))
        wait_for(sink, 1);
    else
        Sleep(20);
    ck_assert_int_eq(sink->count, SUCCEEDED(hr) ? 1 : 0);
    release(sink);
}
END_TEST

START_TEST(refused_at_the_call)
{
    struct sink *sink = make_sink();
    IWbemObjectSink *iface = iface_of(sink);
    IWbemClassObject *object = make_instance(thing, L"x", 1);
    BSTR wql = SysAllocString(L"WQL"), text = SysAllocString(L"SELECT * FROM Thing");
    VARIANT yes = var_true();
    IWbemContext *context;

    ck_assert_ok(wmi_context_create(&context));
    ck_assert_ok(IWbemContext_SetValue(context, L"__PUT_EXTENSIONS", 0, &yes));
    ck_assert_hr(IWbemServices_PutInstanceAsync(services, NULL, 0, NULL, iface),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_PutInstanceAsync(services, object, 0, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_PutInstanceAsync(services, object, 0, context, iface),
                 WBEM_E_INVALID_CONTEXT);
    ck_assert_hr(IWbemServices_PutInstanceAsync(services, thing, 0, NULL, iface),
                 WBEM_E_INVALID_OBJECT);
    ck_assert_hr(IWbemServices_PutClassAsync(services, object, 0, NULL, iface),
                 WBEM_E_INVALID_OBJECT);
    ck_assert_hr(IWbemServices_DeleteInstanceAsync(services, NULL, 0, NULL, iface),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_DeleteClassAsync(services, NULL, 0, NULL, iface),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_CreateInstanceEnumAsync(services, NULL, 0, NULL, iface),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_ExecQueryAsync(services, text, text, 0, NULL, iface),
                 WBEM_E_INVALID_QUERY_TYPE);
    ck_assert_hr(IWbemServices_ExecQueryAsync(services, wql, NULL, 0, NULL, iface),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_ExecQueryAsync(services, wql, text, 0x400, NULL, iface),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemServices_CancelAsyncCall(services, NULL), WBEM_E_INVALID_PARAMETER);
    Sleep(20);
    ck_assert_int_eq(sink->count, 0);
    IWbemContext_Release(context);
    IWbemClassObject_Release(object);
    SysFreeString(wql);
    SysFreeString(text);
    release(sink);
}
END_TEST

/* --- deletes and reads ------------------------------------------------------------------------ */

START_TEST(get_and_delete)
{
    struct sink *sink = make_sink();
    BSTR path = SysAllocString(L"Thing.Name=\"one\""), bad = SysAllocString(L"Thing.Name=");

    ck_assert_ok(put_async(sink, L"one", 1, 0));
    wait_for(sink, 1);
    ck_assert_ok(IWbemServices_GetObjectAsync(services, path, 0, NULL, iface_of(sink)));
    wait_for(sink, 2);
    ck_assert_int_eq(sink->count, 3);
    ck_assert_int_eq(sink->events[1].objects, 1);
    ck_assert_ok(IWbemServices_DeleteInstanceAsync(services, path, 0, NULL, iface_of(sink)));
    wait_for(sink, 3);
    ck_assert_int_eq(sink->count, 4); /* only the completion */
    ck_assert_hr(sink->last, S_OK);
    ck_assert_ok(IWbemServices_GetObjectAsync(services, path, 0, NULL, iface_of(sink)));
    wait_for(sink, 4);
    ck_assert_hr(sink->last, WBEM_E_NOT_FOUND);
    ck_assert_text(sink->error, L"Operation", L"GetObject");
    ck_assert_ok(IWbemServices_GetObjectAsync(services, bad, 0, NULL, iface_of(sink)));
    wait_for(sink, 5);
    ck_assert_hr(sink->last, WBEM_E_INVALID_OBJECT_PATH);
    ck_assert_ok(IWbemServices_GetObjectAsync(services, NULL, 0, NULL, iface_of(sink)));
    wait_for(sink, 6); /* the empty class */
    ck_assert_hr(sink->last, S_OK);
    SysFreeString(path);
    path = SysAllocString(L"Thing");
    ck_assert_ok(IWbemServices_DeleteClassAsync(services, path, 0, NULL, iface_of(sink)));
    wait_for(sink, 7);
    ck_assert_hr(sink->last, S_OK);
    SysFreeString(path);
    SysFreeString(bad);
    release(sink);
}
END_TEST

START_TEST(reads)
{
    struct sink *sink = make_sink(), *reader = make_sink();
    BSTR wql = SysAllocString(L"WQL"), name = SysAllocString(L"Thing");
    BSTR text = SysAllocString(L"SELECT * FROM Thing WHERE Count < 500");
    BSTR bad = SysAllocString(L"SELECT");
    LONG before;

    put_many(sink, 0, 1000);
    wait_for(sink, 1000);
    ck_assert_ok(IWbemServices_CreateInstanceEnumAsync(services, name, 0, NULL, iface_of(reader)));
    wait_for(reader, 1);
    ck_assert_int_eq(reader->indicated, 1000);
    ck_assert_int_eq(reader->events[reader->count - 1].flags, WBEM_STATUS_COMPLETE);
    ck_assert_int_eq(reader->events[reader->count - 1].objects, 0);
    before = reader->count;
    ck_assert_int_lt(before, 50); /* in blocks */
    ck_assert_ok(IWbemServices_ExecQueryAsync(services, wql, text, WBEM_FLAG_SEND_STATUS, NULL,
                                              iface_of(reader)));
    wait_for(reader, 2);
    ck_assert_int_eq(reader->indicated, 1500);
    ck_assert_int_eq(reader->events[before + 1].flags, WBEM_STATUS_PROGRESS);
    ck_assert_ok(IWbemServices_ExecQueryAsync(services, wql, bad, 0, NULL, iface_of(reader)));
    wait_for(reader, 3);
    ck_assert_hr(reader->last, WBEM_E_INVALID_QUERY);
    ck_assert_text(reader->error, L"ParameterInfo", L"SELECT");
    ck_assert_ok(IWbemServices_CreateClassEnumAsync(services, NULL, 0, NULL, iface_of(reader)));
    wait_for(reader, 4);
    ck_assert_int_gt(reader->indicated, 1520);
    SysFreeString(wql);
    SysFreeString(name);
    SysFreeString(text);
    SysFreeString(bad);
    release(sink);
    release(reader);
}
END_TEST

START_TEST(next_async)
{
    struct sink *sink = make_sink();
    IEnumWbemClassObject *enumerator;
    BSTR name = SysAllocString(L"Thing");

    put_many(sink, 0, 150);
    wait_for(sink, 150);
    ck_assert_ok(IWbemServices_CreateInstanceEnum(services, name, 0, NULL, &enumerator));
    ck_assert_ok(IEnumWbemClassObject_NextAsync(enumerator, 100, iface_of(sink)));
    wait_for(sink, 151);
    ck_assert_int_eq(sink->indicated, 100);
    ck_assert_hr(sink->last, S_OK);
    ck_assert_ok(IEnumWbemClassObject_NextAsync(enumerator, 100, iface_of(sink)));
    wait_for(sink, 152);
    ck_assert_int_eq(sink->indicated, 150);
    ck_assert_hr(sink->last, WBEM_S_FALSE);
    ck_assert_hr(IEnumWbemClassObject_NextAsync(enumerator, 1, NULL), WBEM_E_INVALID_PARAMETER);
    IEnumWbemClassObject_Release(enumerator);
    SysFreeString(name);
    release(sink);
}
END_TEST

/* --- cancelling ------------------------------------------------------------------------------- */

START_TEST(cancel_puts)
{
    struct sink *sink = make_sink(), *other = make_sink();
    LONG i, cancelled = 0;

    put_many(sink, 0, 3000);
    put_many(other, 3000, 100);
    ck_assert_ok(IWbemServices_CancelAsyncCall(services, iface_of(sink)));
    wait_for(sink, 3000);
    wait_for(other, 100);
    Sleep(50);
    ck_assert_int_eq(sink->count, 3000); /* each exactly once */
    for (i = 0; i < 3000; i++)
    {
        ck_assert_msg(sink->events[i].hr == S_OK ||
                          sink->events[i].hr == (HRESULT)WBEM_E_CALL_CANCELLED,
                      "0x%08lx", (unsigned long)sink->events[i].hr);
        cancelled += sink->events[i].hr != S_OK;
    }
    ck_assert_int_eq(other->failed, 0);
    ck_assert_int_eq(count_stored(), 3100 - cancelled);
    ck_assert_ok(put_async(sink, L"again", 1, 0)); /* the sink may be used again */
    wait_for(sink, 3001);
    ck_assert_hr(sink->last, S_OK);
    release(sink);
    release(other);
}
END_TEST

/* While the worker is held up, what is queued behind it is cancelled; the calls of another sink are
 * not. */
static SRWLOCK held = SRWLOCK_INIT;

static void wait_in_handler(struct sink *sink)
{
    (void)sink;
    AcquireSRWLockExclusive(&held);
    ReleaseSRWLockExclusive(&held);
}

START_TEST(cancel_queued)
{
    struct sink *first = make_sink(), *sink = make_sink(), *other = make_sink();
    LONG i;

    first->handler = wait_in_handler;
    AcquireSRWLockExclusive(&held);
    put_many(first, 0, 1);
    wait_for(first, 1); /* its handler waits now */
    put_many(sink, 1, 100);
    put_many(other, 101, 100);
    ck_assert_ok(IWbemServices_CancelAsyncCall(services, iface_of(sink)));
    ReleaseSRWLockExclusive(&held);
    wait_for(sink, 100);
    wait_for(other, 100);
    wmi_shutdown();
    ck_assert_int_eq(sink->count, 100);
    for (i = 0; i < 100; i++)
        ck_assert_hr(sink->events[i].hr, WBEM_E_CALL_CANCELLED);
    ck_assert_int_eq(get_number(sink->error, L"StatusCode"), (LONG)WBEM_E_CALL_CANCELLED);
    ck_assert_int_eq(other->failed, 0);
    ck_assert_int_eq(count_stored(), 101);
    release(first);
    release(sink);
    release(other);
}
END_TEST

static void cancel_in_handler(struct sink *sink)
{
    IWbemServices_CancelAsyncCall(services, iface_of(sink));
}

/* A running read ends early; cancelling in the handler itself is safe. */
START_TEST(cancel_read)
{
    struct sink *sink = make_sink(), *reader = make_sink();
    BSTR name = SysAllocString(L"Thing");

    put_many(sink, 0, 2000);
    wait_for(sink, 2000);
    reader->handler = cancel_in_handler;
    ck_assert_ok(IWbemServices_CreateInstanceEnumAsync(services, name, 0, NULL, iface_of(reader)));
    wait_for(reader, 1);
    wmi_shutdown(); /* the last handler is through */
    ck_assert_hr(reader->last, WBEM_E_CALL_CANCELLED);
    ck_assert_int_lt(reader->indicated, 200);
    ck_assert_int_eq(reader->events[reader->count - 1].flags, WBEM_STATUS_COMPLETE);
    ck_assert_int_eq(reader->completed, 1);
    SysFreeString(name);
    release(sink);
    release(reader);
}
END_TEST

START_TEST(cancel_nothing)
{
    struct sink *sink = make_sink();

    ck_assert_ok(IWbemServices_CancelAsyncCall(services, iface_of(sink)));
    Sleep(20);
    ck_assert_int_eq(sink->count, 0);
    release(sink);
}
END_TEST

/* --- handlers that call, lifetimes, threads --------------------------------------------------- */

/* Each completion puts two more, until there are enough: the queue is full while its own worker
 * calls. */
static void put_in_handler(struct sink *sink)
{
    LONG made = InterlockedExchangeAdd((LONG *)sink->context, 2);

    if (made < 18000)
        put_many(sink, made, 2);
}

START_TEST(put_from_handler)
{
    struct sink *sink = make_sink();
    LONG made = 1;

    sink->context = &made;
    sink->handler = put_in_handler;
    put_many(sink, 0, 1);
    wait_for(sink, 18001);
    wmi_shutdown(); /* the last handler, which uses `made`, is through */
    ck_assert_int_eq(sink->failed, 0);
    release(sink);
}
END_TEST

/* A semisynchronous call in a handler may be waited for there. */
static void put_semisynchronously(struct sink *sink)
{
    IWbemClassObject *object = make_instance(thing, L"inner", 1);
    IWbemCallResult *result = NULL;
    LONG status = -1;

    ck_assert_ok(
        IWbemServices_PutInstance(services, object, WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &result));
    ck_assert_ok(IWbemCallResult_GetCallStatus(result, 10000, &status));
    *(LONG *)sink->context = status;
    IWbemCallResult_Release(result);
    IWbemClassObject_Release(object);
}

START_TEST(semisynchronous_in_handler)
{
    struct sink *sink = make_sink();
    LONG status = -1;

    sink->context = &status;
    sink->handler = put_semisynchronously;
    put_many(sink, 0, 1);
    wait_for(sink, 1);
    wmi_shutdown(); /* the handler is through */
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(count_stored(), 2);
    release(sink);
}
END_TEST

/* A handler that waits for something which the caller of PutAsync holds does not stop it for
 * ever. */
START_TEST(full_queue_and_waiting_handler)
{
    struct sink *sink = make_sink();

    sink->handler = wait_in_handler;
    AcquireSRWLockExclusive(&held);
    put_many(sink, 0, 8192 + 258); /* a batch and the queue, and two more */
    ReleaseSRWLockExclusive(&held);
    wait_for(sink, 8192 + 258);
    ck_assert_int_eq(sink->failed, 0);
    release(sink);
}
END_TEST

START_TEST(release_with_work_pending)
{
    struct sink *sink = make_sink();

    put_many(sink, 0, 500);
    IWbemServices_Release(services);
    services = NULL;
    IWbemObjectSink_AddRef(iface_of(sink));
    release(sink);
    wait_for(sink, 500);
    ck_assert_int_eq(sink->failed, 0);
    release(sink);
}
END_TEST

/* Nobody keeps the sink: the pending work does. */
START_TEST(forget_the_sink)
{
    struct sink *sink = make_sink();
    ULONGLONG end = GetTickCount64() + 30000;

    put_many(sink, 0, 500);
    release(sink);
    while (sinks_alive && GetTickCount64() < end)
        Sleep(5);
    ck_assert_int_eq(sinks_alive, 0);
    ck_assert_int_eq(count_stored(), 500);
}
END_TEST

/* Work that is pending keeps the module; a shutdown does it first. */
START_TEST(module_count)
{
    struct sink *sink = make_sink();
    LONG before = com_module_count();

    sink->handler = wait_in_handler;
    AcquireSRWLockExclusive(&held);
    put_many(sink, 0, 10);
    ck_assert_int_gt(com_module_count(), before);
    ReleaseSRWLockExclusive(&held);
    wmi_shutdown();
    ck_assert_int_eq(sink->completed, 10);
    ck_assert_int_eq(com_module_count(), before);
    release(sink);
}
END_TEST

struct client
{
    struct sink *sink;
    LONG first;
};

static DWORD WINAPI put_on_thread(void *argument)
{
    struct client *client = argument;
    IWbemServices *own = NULL;
    WCHAR name[24];
    LONG i;

    if (FAILED(try_connect(L"root\\cimv2", &own)))
        return 1;
    for (i = client->first; i < client->first + 500; i++)
    {
        IWbemClassObject *object = NULL;
        swprintf(name, COUNT_OF(name), L"t%05ld", i);
        if (FAILED(IWbemClassObject_SpawnInstance(thing, 0, &object)) ||
            FAILED(put_text(object, L"Name", name)) ||
            FAILED(IWbemServices_PutInstanceAsync(own, object, 0, NULL, iface_of(client->sink))))
            return 2;
        IWbemClassObject_Release(object);
        if (i % 50 == 0)
        {
            BSTR path = SysAllocString(L"Thing");
            IWbemServices_GetObjectAsync(own, path, 0, NULL, iface_of(client->sink));
            SysFreeString(path);
        }
    }
    IWbemServices_Release(own);
    return 0;
}

START_TEST(many_threads)
{
    struct sink *sink = make_sink();
    struct client clients[8];
    HANDLE threads[8];
    DWORD code;
    LONG i;

    for (i = 0; i < 8; i++)
    {
        clients[i] = (struct client){sink, i * 500};
        threads[i] = CreateThread(NULL, 0, put_on_thread, &clients[i], 0, NULL);
    }
    for (i = 0; i < 8; i++)
    {
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &code);
        ck_assert_uint_eq(code, 0);
        CloseHandle(threads[i]);
    }
    wait_for(sink, 4080);
    ck_assert_int_eq(sink->failed, 0);
    ck_assert_int_eq(sink->indicated, 80);
    ck_assert_int_eq(count_stored(), 4000);
    release(sink);
}
END_TEST

/* Workers end when they have been idle, and start again. */
START_TEST(idle_workers)
{
    struct sink *sink = make_sink();

    ck_assert_ok(put_async(sink, L"one", 1, 0));
    wait_for(sink, 1);
    Sleep(4000);
    ck_assert_ok(put_async(sink, L"two", 1, 0));
    wait_for(sink, 2);
    ck_assert_hr(sink->last, S_OK);
    release(sink);
}
END_TEST

/* --- failing allocations ---------------------------------------------------------------------- */

/* Each allocation of a put fails once, be it the caller's or the worker's: the call fails or the
 * sink hears it. */
START_TEST(no_memory)
{
    struct sink *sink = make_sink();
    IWbemClassObject *object = make_instance(thing, L"one", 1);
    LONG expected = 0;
    unsigned n, failures = 0;

    for (n = 1; n < 500; n++)
    {
        HRESULT hr;
        LONG failed = sink->failed;
        mem_fail_nth(n);
        hr = IWbemServices_PutInstanceAsync(services, object, 0, NULL, iface_of(sink));
        if (SUCCEEDED(hr))
            wait_for(sink, ++expected);
        else
            ck_assert_hr(hr, WBEM_E_OUT_OF_MEMORY);
        if (sink->failed != failed)
            ck_assert_hr(sink->last, WBEM_E_OUT_OF_MEMORY);
        failures += FAILED(hr) || sink->failed != failed;
        if (!mem_fail_hit())
            break;
    }
    mem_fail_nth(0);
    Sleep(20);
    ck_assert_int_eq(sink->completed, expected);
    ck_assert_uint_gt(failures, 5);
    ck_assert_uint_lt(n, 500);
    IWbemClassObject_Release(object);
    release(sink);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wmi async");
    TCase *tcase = tcase_create("async");
    SRunner *runner;
    int failed;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, put_completes);
    tcase_add_test(tcase, put_order);
    tcase_add_test(tcase, put_failures);
    tcase_add_test(tcase, put_class_and_spawn);
    tcase_add_test(tcase, progress);
    tcase_add_loop_test(tcase, put_flags, 0, COUNT_OF(flag_rows));
    tcase_add_test(tcase, refused_at_the_call);
    tcase_add_test(tcase, get_and_delete);
    tcase_add_test(tcase, reads);
    tcase_add_test(tcase, next_async);
    tcase_add_test(tcase, cancel_puts);
    tcase_add_test(tcase, cancel_queued);
    tcase_add_test(tcase, cancel_read);
    tcase_add_test(tcase, cancel_nothing);
    tcase_add_test(tcase, put_from_handler);
    tcase_add_test(tcase, semisynchronous_in_handler);
    tcase_add_test(tcase, full_queue_and_waiting_handler);
    tcase_add_test(tcase, release_with_work_pending);
    tcase_add_test(tcase, forget_the_sink);
    tcase_add_test(tcase, module_count);
    tcase_add_test(tcase, many_threads);
    tcase_add_test(tcase, idle_workers);
    tcase_add_test(tcase, no_memory);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
