/* SWbemSink: receives the events of asynchronous calls and hands them to whoever is connected
 * (behaviour.md 4.1, 4.2).
 *
 * One sink may serve many calls. A call holds the sink, so releasing it while calls are under
 * way is safe and cancels nothing. Events reach a client in the apartment in which it advised:
 * see sink_call.c. Any thread. */
#include "sink.h"

static const struct com_class sink_class;

/* The import libraries do not have it: activscp.h's IID_IBindEventHandler. */
static const IID iid_bind_event_handler = {
    0x63cdbcb0, 0xc1b1, 0x11d0, {0x93, 0x36, 0x00, 0xa0, 0xc9, 0x0d, 0xca, 0xa9}};

static struct sink *impl_from_ISWbemSink(ISWbemSink *iface)
{
    return (struct sink *)iface;
}

struct sink *sink_from_dispatch(IDispatch *dispatch)
{
    return (struct sink *)com_object_from_unknown((IUnknown *)dispatch, &sink_class);
}

void sink_release(struct sink *sink)
{
    if (sink)
        com_object_Release(&sink->base.IDispatch_iface);
}

void sink_link(struct sink *sink, struct sink_call *call)
{
    AcquireSRWLockExclusive(&sink->lock);
    call->next = sink->calls;
    if (call->next)
        call->next->previous = call;
    sink->calls = call;
    call->linked = true;
    ReleaseSRWLockExclusive(&sink->lock);
}

void sink_unlink(struct sink *sink, struct sink_call *call)
{
    AcquireSRWLockExclusive(&sink->lock);
    if (call->linked)
    {
        if (call->previous)
            call->previous->next = call->next;
        else
            sink->calls = call->next;
        if (call->next)
            call->next->previous = call->previous;
        call->linked = false;
    }
    ReleaseSRWLockExclusive(&sink->lock);
}

/* The calls there are now, each referenced, oldest first, because cancelling is done outside the
 * lock. A call in the list that is about to be destroyed has no references left: it is passed
 * over. */
static HRESULT snapshot_calls(struct sink *sink, struct sink_call ***out, ULONG *count)
{
    struct sink_call *call, **calls;
    ULONG n = 0;

    *out = NULL;
    *count = 0;
    AcquireSRWLockExclusive(&sink->lock);
    for (call = sink->calls; call; call = call->next)
        n++;
    calls = n ? malloc(n * sizeof(*calls)) : NULL;
    if (calls)
    {
        for (call = sink->calls; call; call = call->next)
        {
            if (InterlockedIncrement(&call->references) > 1)
                calls[n - 1 - (*count)++] = call;
            else
                InterlockedDecrement(&call->references);
        }
    }
    ReleaseSRWLockExclusive(&sink->lock);
    if (n && !calls)
        return WBEM_E_OUT_OF_MEMORY;
    if (calls && *count < n)
        memmove(calls, calls + n - *count, *count * sizeof(*calls));
    *out = calls;
    return S_OK;
}

static HRESULT WINAPI sink_Cancel(ISWbemSink *iface)
{
    struct sink *sink = impl_from_ISWbemSink(iface);
    struct sink_call **calls;
    ULONG count, i;
    HRESULT hr;

    hr = snapshot_calls(sink, &calls, &count);
    for (i = 0; i < count; i++)
    {
        sink_call_cancel(calls[i]);
        IWbemObjectSink_Release(&calls[i]->IWbemObjectSink_iface);
    }
    free(calls);
    return com_return(&sink->base, hr);
}

static const ISWbemSinkVtbl sink_vtbl = {
    COM_OBJECT_METHODS(ISWbemSink),
    sink_Cancel,
};

/* --- IBindEventHandler ------------------------------------------------------------------------ */

static struct sink *impl_from_IBindEventHandler(IBindEventHandler *iface)
{
    return CONTAINING_RECORD(iface, struct sink, IBindEventHandler_iface);
}

static HRESULT WINAPI bind_QueryInterface(IBindEventHandler *iface, REFIID iid, void **out)
{
    struct sink *sink = impl_from_IBindEventHandler(iface);

    return com_object_QueryInterface(&sink->base.IDispatch_iface, iid, out);
}

static ULONG WINAPI bind_AddRef(IBindEventHandler *iface)
{
    return com_object_AddRef(&impl_from_IBindEventHandler(iface)->base.IDispatch_iface);
}

static ULONG WINAPI bind_Release(IBindEventHandler *iface)
{
    return com_object_Release(&impl_from_IBindEventHandler(iface)->base.IDispatch_iface);
}

/* Make them the sink's, unless somebody was quicker. @return the sink's, borrowed */
static struct bound_handlers *take_handlers(struct sink *sink, struct bound_handlers *handlers)
{
    AcquireSRWLockExclusive(&sink->lock);
    if (!sink->handlers)
        sink->handlers = handlers;
    handlers = sink->handlers;
    ReleaseSRWLockExclusive(&sink->lock);
    return handlers;
}

/* The first function of a sink connects its table of functions, in the caller's apartment.
 * @param out borrowed */
static HRESULT connect_handlers(struct sink *sink, struct bound_handlers **out)
{
    IConnectionPoint *point = &sink->point.IConnectionPoint_iface;
    struct bound_handlers *handlers;
    DWORD cookie;
    HRESULT hr;

    AcquireSRWLockShared(&sink->lock);
    *out = sink->handlers;
    ReleaseSRWLockShared(&sink->lock);
    if (*out)
        return S_OK;
    hr = bound_handlers_create(&handlers);
    if (FAILED(hr))
        return hr;
    hr = IConnectionPoint_Advise(point, (IUnknown *)bound_handlers_dispatch(handlers), &cookie);
    if (SUCCEEDED(hr))
    {
        *out = take_handlers(sink, handlers);
        if (*out == handlers)
            return S_OK;
        IConnectionPoint_Unadvise(point, cookie);
    }
    bound_handlers_release(handlers);
    return hr;
}

static HRESULT WINAPI bind_BindHandler(IBindEventHandler *iface, LPCOLESTR event,
                                       IDispatch *function)
{
    struct sink *sink = impl_from_IBindEventHandler(iface);
    struct bound_handlers *handlers;
    HRESULT hr;

    if (!event || !function)
        return E_INVALIDARG;
    hr = connect_handlers(sink, &handlers);
    if (FAILED(hr))
        return hr;
    return bound_handlers_set(handlers, event, function);
}

static const IBindEventHandlerVtbl bind_vtbl = {
    bind_QueryInterface,
    bind_AddRef,
    bind_Release,
    bind_BindHandler,
};

/* --- the object ------------------------------------------------------------------------------- */

static HRESULT sink_query(struct com_object *base, REFIID iid, void **out)
{
    struct sink *sink = (struct sink *)base;

    if (IsEqualGUID(iid, &iid_bind_event_handler))
    {
        com_object_AddRef(&base->IDispatch_iface);
        *out = &sink->IBindEventHandler_iface;
        return S_OK;
    }
    return com_connection_point_query(&sink->point, iid, out);
}

static void sink_destroy(struct com_object *base)
{
    struct sink *sink = (struct sink *)base;

    com_connection_point_close(&sink->point);
    bound_handlers_release(sink->handlers);
    free(sink);
}

static const struct com_class sink_class = {
    .name = "SWbemSink",
    .clsid = &CLSID_SWbemSink,
    .iid = &IID_ISWbemSink,
    .source_iid = &DIID_ISWbemSinkEvents,
    .members = &com_members_ISWbemSink,
    .destroy = sink_destroy,
    .query = sink_query,
};

HRESULT sink_create_instance(REFIID iid, void **out)
{
    struct sink *sink = calloc(1, sizeof(*sink));
    HRESULT hr;

    *out = NULL;
    if (!sink)
        return E_OUTOFMEMORY;
    com_object_init(&sink->base, &sink_class, &sink_vtbl);
    sink->IBindEventHandler_iface.lpVtbl = (IBindEventHandlerVtbl *)&bind_vtbl;
    InitializeSRWLock(&sink->lock);
    com_connection_point_init(&sink->point, &sink->base, &DIID_ISWbemSinkEvents);
    hr = com_object_QueryInterface(&sink->base.IDispatch_iface, iid, out);
    com_object_Release(&sink->base.IDispatch_iface);
    return hr;
}
