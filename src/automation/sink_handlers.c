/* Event functions bound by name: the dispatch sink that JScript's `function
 * sink::OnCompleted(...)` ends in. The events come to the apartment in which the first function
 * was bound; `lock` guards the table for those who bind in the multi-threaded one. A later
 * function of the same event replaces the earlier one. */
#include "sink.h"

#include <wchar.h>

struct bound_handlers
{
    IDispatch IDispatch_iface;
    LONG references;
    SRWLOCK lock;
    IDispatch *functions[SINK_EVENTS]; /* referenced, by DISPID - 1 */
};

static const WCHAR *const event_names[SINK_EVENTS] = {
    L"OnObjectReady",
    L"OnCompleted",
    L"OnProgress",
    L"OnObjectPut",
};

static struct bound_handlers *impl_from_IDispatch(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct bound_handlers, IDispatch_iface);
}

static HRESULT WINAPI handlers_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IDispatch) &&
        !IsEqualGUID(iid, &DIID_ISWbemSinkEvents))
        return E_NOINTERFACE;
    IDispatch_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI handlers_AddRef(IDispatch *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_IDispatch(iface)->references);
}

static ULONG WINAPI handlers_Release(IDispatch *iface)
{
    struct bound_handlers *handlers = impl_from_IDispatch(iface);
    ULONG references = (ULONG)InterlockedDecrement(&handlers->references);
    unsigned i;

    if (references)
        return references;
    for (i = 0; i < SINK_EVENTS; i++)
    {
        if (handlers->functions[i])
            IDispatch_Release(handlers->functions[i]);
    }
    free(handlers);
    com_module_unlock();
    return 0;
}

static HRESULT WINAPI handlers_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI handlers_GetTypeInfo(IDispatch *iface, UINT index, LCID lcid, ITypeInfo **out)
{
    (void)iface;
    (void)index;
    (void)lcid;
    *out = NULL;
    return DISP_E_BADINDEX;
}

static HRESULT WINAPI handlers_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names,
                                             UINT count, LCID lcid, DISPID *ids)
{
    (void)iface;
    (void)iid;
    (void)names;
    (void)lcid;
    while (count)
        ids[--count] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI handlers_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid,
                                      WORD flags, DISPPARAMS *params, VARIANT *result,
                                      EXCEPINFO *except, UINT *bad_argument)
{
    struct bound_handlers *handlers = impl_from_IDispatch(iface);
    IDispatch *function;
    HRESULT hr;

    if (id < 1 || id > SINK_EVENTS)
        return S_OK;
    AcquireSRWLockShared(&handlers->lock);
    function = handlers->functions[id - 1];
    if (function)
        IDispatch_AddRef(function);
    ReleaseSRWLockShared(&handlers->lock);
    if (!function)
        return S_OK;
    hr = IDispatch_Invoke(function, DISPID_VALUE, iid, lcid, flags, params, result, except,
                          bad_argument);
    IDispatch_Release(function);
    return hr;
}

static const IDispatchVtbl handlers_vtbl = {
    handlers_QueryInterface, handlers_AddRef,        handlers_Release, handlers_GetTypeInfoCount,
    handlers_GetTypeInfo,    handlers_GetIDsOfNames, handlers_Invoke,
};

HRESULT bound_handlers_create(struct bound_handlers **out)
{
    *out = calloc(1, sizeof(**out));
    if (!*out)
        return E_OUTOFMEMORY;
    (*out)->IDispatch_iface.lpVtbl = (IDispatchVtbl *)&handlers_vtbl;
    (*out)->references = 1;
    InitializeSRWLock(&(*out)->lock);
    com_module_lock();
    return S_OK;
}

IDispatch *bound_handlers_dispatch(struct bound_handlers *handlers)
{
    return &handlers->IDispatch_iface;
}

void bound_handlers_release(struct bound_handlers *handlers)
{
    if (handlers)
        IDispatch_Release(&handlers->IDispatch_iface);
}

HRESULT bound_handlers_set(struct bound_handlers *handlers, const WCHAR *event, IDispatch *function)
{
    IDispatch *old;
    unsigned i;

    for (i = 0; i < SINK_EVENTS; i++)
    {
        if (_wcsicmp(event_names[i], event))
            continue;
        IDispatch_AddRef(function);
        AcquireSRWLockExclusive(&handlers->lock);
        old = handlers->functions[i];
        handlers->functions[i] = function;
        ReleaseSRWLockExclusive(&handlers->lock);
        if (old)
            IDispatch_Release(old);
        return S_OK;
    }
    return DISP_E_UNKNOWNNAME;
}
