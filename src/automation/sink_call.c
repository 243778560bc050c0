/* One asynchronous call under way: the IWbemObjectSink that IWbemServices is given, which turns
 * what happens into events of an SWbemSink.
 *
 * IWbemServices calls it on a worker thread. A client that advised in the multi-threaded
 * apartment is called there and then; one of a single-threaded apartment gets the event through
 * that apartment's queue when it pumps. The scripting objects of an event are made where it is
 * delivered. Exactly one OnCompleted is sent, last. The call holds its sink, connection and
 * context, and each event holds the call. */
#include "sink.h"

static struct sink_call *impl_from_IWbemObjectSink(IWbemObjectSink *iface)
{
    return CONTAINING_RECORD(iface, struct sink_call, IWbemObjectSink_iface);
}

/* --- delivery of one event -------------------------------------------------------------------- */

static HRESULT context_argument(const struct sink_event *event, VARIANT *out)
{
    V_VT(out) = VT_DISPATCH;
    return named_value_set_from_values(event->call->context,
                                       (ISWbemNamedValueSet **)&V_DISPATCH(out));
}

static HRESULT object_argument(const struct sink_event *event, VARIANT *out)
{
    V_VT(out) = VT_DISPATCH;
    V_DISPATCH(out) = NULL;
    if (!event->object)
        return S_OK;
    if (event->id == EVENT_COMPLETED)
        return last_error_create((IUnknown *)event->object, (ISWbemLastError **)&V_DISPATCH(out));
    return object_create(event->object, event->call->services, (ISWbemObject **)&V_DISPATCH(out));
}

static HRESULT path_argument(const struct sink_event *event, VARIANT *out)
{
    BSTR path = bstr_copy(event->text);

    V_VT(out) = VT_DISPATCH;
    V_DISPATCH(out) = NULL;
    if (!path)
        return WBEM_E_OUT_OF_MEMORY;
    return object_path_create(path, &event->call->services->security,
                              (ISWbemObjectPath **)&V_DISPATCH(out));
}

static void number_argument(LONG number, VARIANT *out)
{
    V_VT(out) = VT_I4;
    V_I4(out) = number;
}

/* The arguments, last first as Invoke takes them; what there is no memory for is a null object.
 * @return how many, 0 when the event is better not sent */
static UINT event_arguments(const struct sink_event *event, VARIANT *arguments)
{
    HRESULT context = context_argument(event, &arguments[0]);

    switch (event->id)
    {
    case EVENT_OBJECT_READY:
        return SUCCEEDED(object_argument(event, &arguments[1])) && SUCCEEDED(context) ? 2 : 0;
    case EVENT_OBJECT_PUT:
        return SUCCEEDED(path_argument(event, &arguments[1])) && SUCCEEDED(context) ? 2 : 0;
    case EVENT_COMPLETED:
        object_argument(event, &arguments[1]);
        number_argument(event->hr, &arguments[2]);
        return 3;
    case EVENT_PROGRESS:
        V_VT(&arguments[1]) = VT_BSTR;
        V_BSTR(&arguments[1]) = bstr_copy(event->text);
        number_argument(event->current, &arguments[2]);
        number_argument(event->upper, &arguments[3]);
        return 4;
    }
    return 0;
}

static void invoke(const struct sink_event *event)
{
    VARIANT arguments[4];
    DISPPARAMS params = {arguments, NULL, 0, 0};
    unsigned i;

    if (event->connection->closed)
        return;
    for (i = 0; i < 4; i++)
        VariantInit(&arguments[i]);
    params.cArgs = event_arguments(event, arguments);
    if (params.cArgs)
        IDispatch_Invoke(event->connection->sink, event->id, &IID_NULL, LOCALE_USER_DEFAULT,
                         DISPATCH_METHOD, &params, NULL, NULL, NULL);
    for (i = 0; i < 4; i++)
        VariantClear(&arguments[i]);
}

static void event_free(struct com_delivery *delivery)
{
    struct sink_event *event = CONTAINING_RECORD(delivery, struct sink_event, delivery);
    struct sink_call *call = event->call;

    if (event->object)
        IWbemClassObject_Release(event->object);
    SysFreeString(event->text);
    com_connection_release(event->connection);
    if (event != &call->last)
        free(event);
    IWbemObjectSink_Release(&call->IWbemObjectSink_iface);
}

static void event_run(struct com_delivery *delivery)
{
    invoke(CONTAINING_RECORD(delivery, struct sink_event, delivery));
    event_free(delivery);
}

static struct sink_event *event_place(const struct sink_event *event)
{
    if (event->id == EVENT_COMPLETED && !InterlockedExchange(&event->call->last_taken, 1))
        return &event->call->last;
    return malloc(sizeof(*event));
}

/* A copy of an event for the queue of an apartment. */
static struct sink_event *event_copy(const struct sink_event *event)
{
    BSTR text = event->text ? bstr_copy(event->text) : NULL;
    struct sink_event *copy = text || !event->text ? event_place(event) : NULL;

    if (!copy)
    {
        SysFreeString(text);
        return NULL;
    }
    *copy = *event;
    copy->delivery.run = event_run;
    copy->delivery.drop = event_free;
    copy->text = text;
    if (copy->object)
        IWbemClassObject_AddRef(copy->object);
    InterlockedIncrement(&copy->connection->references);
    IWbemObjectSink_AddRef(&copy->call->IWbemObjectSink_iface);
    return copy;
}

static void deliver(struct sink_event *event)
{
    struct com_apartment *apartment = event->connection->apartment;
    struct sink_event *copy;

    if (com_apartment_is_multithreaded(apartment))
    {
        invoke(event);
        return;
    }
    copy = event_copy(event);
    if (copy)
        com_apartment_post(apartment, &copy->delivery);
}

/* Send events, whose references are borrowed, to everybody who is connected now. */
static void fire(struct sink_call *call, struct sink_event *events, unsigned event_count)
{
    struct com_connection_point *point = &call->sink->point;
    DWORD newest = com_connection_newest(point), cookie = 0;
    struct com_connection *connection;
    unsigned i;

    while ((connection = com_connection_next(point, cookie, newest)) != NULL)
    {
        cookie = connection->cookie;
        for (i = 0; i < event_count; i++)
        {
            events[i].call = call;
            events[i].connection = connection;
            deliver(&events[i]);
        }
        com_connection_release(connection);
    }
}

/* --- IWbemObjectSink -------------------------------------------------------------------------- */

static HRESULT WINAPI call_QueryInterface(IWbemObjectSink *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IWbemObjectSink))
        return E_NOINTERFACE;
    IWbemObjectSink_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI call_AddRef(IWbemObjectSink *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_IWbemObjectSink(iface)->references);
}

static ULONG WINAPI call_Release(IWbemObjectSink *iface)
{
    struct sink_call *call = impl_from_IWbemObjectSink(iface);
    ULONG references = (ULONG)InterlockedDecrement(&call->references);

    if (references)
        return references;
    sink_unlink(call->sink, call);
    named_values_release(call->context);
    services_release(call->services);
    sink_release(call->sink);
    free(call);
    com_module_unlock();
    return 0;
}

static HRESULT WINAPI call_Indicate(IWbemObjectSink *iface, LONG count, IWbemClassObject **objects)
{
    struct sink_call *call = impl_from_IWbemObjectSink(iface);
    struct sink_event event = {.id = EVENT_OBJECT_READY};
    LONG i;

    if (call->completed)
        return WBEM_E_CALL_CANCELLED;
    for (i = 0; i < count; i++)
    {
        event.object = objects[i];
        fire(call, &event, 1);
    }
    return WBEM_S_NO_ERROR;
}

static void complete(struct sink_call *call, HRESULT hr, BSTR text, IWbemClassObject *error)
{
    struct sink_event events[2] = {
        {.id = EVENT_OBJECT_PUT, .text = text},
        {.id = EVENT_COMPLETED, .hr = FAILED(hr) ? hr : S_OK, .object = FAILED(hr) ? error : NULL},
    };
    unsigned first = call->is_put && SUCCEEDED(hr) ? 0 : 1;

    if (InterlockedExchange(&call->completed, 1))
        return;
    sink_unlink(call->sink, call);
    fire(call, events + first, 2 - first);
}

static HRESULT WINAPI call_SetStatus(IWbemObjectSink *iface, LONG flags, HRESULT hr, BSTR text,
                                     IWbemClassObject *error)
{
    struct sink_call *call = impl_from_IWbemObjectSink(iface);
    struct sink_event progress = {.id = EVENT_PROGRESS, .text = text};

    if (flags == WBEM_STATUS_COMPLETE)
        complete(call, hr, text, error);
    else if (flags == WBEM_STATUS_PROGRESS && !call->completed)
    {
        /* IWbemObjectSink::SetStatus: the upper word is the total, the lower what is done. */
        progress.upper = (LONG)HIWORD(hr);
        progress.current = (LONG)LOWORD(hr);
        fire(call, &progress, 1);
    }
    return WBEM_S_NO_ERROR;
}

static const IWbemObjectSinkVtbl call_vtbl = {
    call_QueryInterface, call_AddRef, call_Release, call_Indicate, call_SetStatus,
};

HRESULT sink_call_begin(IDispatch *sink_dispatch, IDispatch *context, struct services *services,
                        bool is_put, struct sink_call **out, IWbemObjectSink **iface)
{
    struct sink *sink = sink_from_dispatch(sink_dispatch);
    struct named_values *values;
    struct sink_call *call;
    HRESULT hr;

    *out = NULL;
    *iface = NULL;
    if (!sink)
        return WBEM_E_INVALID_PARAMETER;
    hr = named_values_snapshot(context, &values);
    call = SUCCEEDED(hr) ? calloc(1, sizeof(*call)) : NULL;
    if (!call)
    {
        if (SUCCEEDED(hr))
            named_values_release(values);
        sink_release(sink);
        return FAILED(hr) ? hr : (HRESULT)WBEM_E_OUT_OF_MEMORY;
    }
    com_module_lock();
    call->IWbemObjectSink_iface.lpVtbl = (IWbemObjectSinkVtbl *)&call_vtbl;
    call->references = 1;
    call->sink = sink;
    call->services = services_ref(services);
    call->context = values;
    call->is_put = is_put;
    sink_link(sink, call);
    *out = call;
    *iface = &call->IWbemObjectSink_iface;
    return S_OK;
}

HRESULT sink_call_end(struct sink_call *call, HRESULT hr)
{
    if (FAILED(hr))
    {
        InterlockedExchange(&call->completed, 1);
        sink_unlink(call->sink, call);
    }
    IWbemObjectSink_Release(&call->IWbemObjectSink_iface);
    return hr;
}

void sink_call_cancel(struct sink_call *call)
{
    IWbemServices_CancelAsyncCall(call->services->wbem, &call->IWbemObjectSink_iface);
}
