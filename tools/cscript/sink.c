/* An event sink: DISPID to handler name by a table made once, handler to code by the script's own dispatch.
 *
 * A source of another apartment reaches it through COM's proxy, on the script's thread. One that calls from a
 * thread of its own without marshalling is led there by the event queue. The count is interlocked, since such
 * a source may release it anywhere; `closed` belongs to the script's thread. */
#include "sink.h"

#include <stdio.h>
#include <stdlib.h>

#include "queue.h"
#include "site.h"

struct handler
{
    DISPID id;
    BSTR name; /* prefix and event, owned */
};

struct event_sink
{
    IDispatch IDispatch_iface;
    LONG refs;
    IID iid;
    BOOL closed;
    DWORD thread;
    struct host *host;         /* borrowed; used on the script's thread while not closed */
    struct event_queue *queue; /* referenced */
    struct handler *handlers;  /* owned */
    size_t count;
};

static struct event_sink *impl_from_IDispatch(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct event_sink, IDispatch_iface);
}

static BSTR join_names(const WCHAR *prefix, const WCHAR *event)
{
    size_t len = wcslen(prefix);
    BSTR name = SysAllocStringLen(NULL, (UINT)(len + wcslen(event)));

    if (!name)
        return NULL;
    memcpy(name, prefix, len * sizeof(WCHAR));
    memcpy(name + len, event, wcslen(event) * sizeof(WCHAR));
    return name;
}

static HRESULT add_handler(struct event_sink *self, ITypeInfo *events, UINT index,
                           const WCHAR *prefix)
{
    struct handler *handler = &self->handlers[self->count];
    FUNCDESC *function;
    BSTR event = NULL;
    HRESULT hr = ITypeInfo_GetFuncDesc(events, index, &function);

    if (FAILED(hr))
        return hr;
    handler->id = function->memid;
    ITypeInfo_ReleaseFuncDesc(events, function);
    hr = ITypeInfo_GetDocumentation(events, handler->id, &event, NULL, NULL, NULL);
    if (FAILED(hr) || !event)
        return hr;
    handler->name = join_names(prefix, event);
    SysFreeString(event);
    if (!handler->name)
        return E_OUTOFMEMORY;
    self->count++;
    return S_OK;
}

static HRESULT read_names(struct event_sink *self, ITypeInfo *events, const WCHAR *prefix)
{
    TYPEATTR *attr;
    UINT count;
    UINT i;
    HRESULT hr = ITypeInfo_GetTypeAttr(events, &attr);

    if (FAILED(hr))
        return hr;
    count = attr->cFuncs;
    ITypeInfo_ReleaseTypeAttr(events, attr);
    self->handlers = calloc((size_t)count + 1, sizeof(*self->handlers));
    if (!self->handlers)
        return E_OUTOFMEMORY;
    for (i = 0; i < count && SUCCEEDED(hr); i++)
        hr = add_handler(self, events, i, prefix);
    return hr;
}

static const WCHAR *handler_name(const struct event_sink *self, DISPID id)
{
    size_t i;

    for (i = 0; i < self->count; i++)
        if (self->handlers[i].id == id)
            return self->handlers[i].name;
    return NULL;
}

/* What the engine neither reported nor described: the call itself failed, as with too many parameters. */
static void describe_call(EXCEPINFO *info, const WCHAR *name, UINT count)
{
    WCHAR text[256];

    _snwprintf(text, ARRAYSIZE(text) - 1,
               L"The event handler %ls could not be called with the %u arguments of its event",
               name, count);
    text[ARRAYSIZE(text) - 1] = 0;
    info->bstrDescription = SysAllocString(text);
}

static void report_failure(struct host *host, HRESULT hr, EXCEPINFO *info, const WCHAR *name,
                           UINT count)
{
    if (info->pfnDeferredFillIn)
        info->pfnDeferredFillIn(info);
    if (hr != DISP_E_EXCEPTION || !info->scode)
        info->scode = hr;
    if (!info->bstrDescription)
        describe_call(info, name, count);
    if (hr != (HRESULT)SCRIPT_E_REPORTED)
        site_report(host, info, 0, 0);
    SysFreeString(info->bstrSource);
    SysFreeString(info->bstrDescription);
    SysFreeString(info->bstrHelpFile);
}

static HRESULT call_handler(struct host *host, IDispatch *script, const WCHAR *name,
                            DISPPARAMS *params, VARIANT *result)
{
    WCHAR *names[1] = {(WCHAR *)name};
    EXCEPINFO info;
    DISPID id;
    HRESULT hr;

    hr = IDispatch_GetIDsOfNames(script, &IID_NULL, names, 1, LOCALE_USER_DEFAULT, &id);
    if (FAILED(hr))
        return S_OK; /* the script does not care for this event */
    memset(&info, 0, sizeof(info));
    hr = IDispatch_Invoke(script, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, params,
                          result, &info, NULL);
    if (FAILED(hr))
        report_failure(host, hr, &info, name, params->cArgs);
    return S_OK;
}

HRESULT sink_fire(struct event_sink *self, DISPID id, DISPPARAMS *params, VARIANT *result)
{
    const WCHAR *name = handler_name(self, id);
    struct host *host = self->host;
    IDispatch *script;
    HRESULT hr;

    if (!name || self->closed || host_stopping(host))
        return S_OK;
    hr = IActiveScript_GetScriptDispatch(host->engine, host->script_scope, &script);
    if (FAILED(hr))
        return hr;
    sink_addref(self);
    hr = call_handler(host, script, name, params, result);
    sink_release(self);
    IDispatch_Release(script);
    return hr;
}

static HRESULT WINAPI sink_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IDispatch) &&
        !IsEqualGUID(iid, &impl_from_IDispatch(iface)->iid))
        return E_NOINTERFACE;
    IDispatch_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI sink_AddRef(IDispatch *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_IDispatch(iface)->refs);
}

static ULONG WINAPI sink_Release(IDispatch *iface)
{
    struct event_sink *self = impl_from_IDispatch(iface);
    LONG refs = InterlockedDecrement(&self->refs);
    size_t i;

    if (refs)
        return (ULONG)refs;
    for (i = 0; i < self->count; i++)
        SysFreeString(self->handlers[i].name);
    free(self->handlers);
    queue_release(self->queue);
    free(self);
    return 0;
}

static HRESULT WINAPI sink_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    if (!count)
        return E_POINTER;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI sink_GetTypeInfo(IDispatch *iface, UINT index, LCID lcid, ITypeInfo **out)
{
    (void)iface;
    (void)index;
    (void)lcid;
    if (!out)
        return E_POINTER;
    *out = NULL;
    return DISP_E_BADINDEX;
}

/* Sources know their events by number; nobody asks a sink for names. */
static HRESULT WINAPI sink_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count,
                                         LCID lcid, DISPID *ids)
{
    UINT i;

    (void)iface;
    (void)iid;
    (void)names;
    (void)lcid;
    if (!ids)
        return E_POINTER;
    for (i = 0; i < count; i++)
        ids[i] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI sink_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid, WORD flags,
                                  DISPPARAMS *params, VARIANT *result, EXCEPINFO *info, UINT *bad)
{
    struct event_sink *self = impl_from_IDispatch(iface);

    (void)iid;
    (void)lcid;
    (void)info;
    (void)bad;
    if (!params || (params->cArgs && !params->rgvarg))
        return E_INVALIDARG;
    if (!(flags & DISPATCH_METHOD))
        return DISP_E_MEMBERNOTFOUND;
    if (result)
        VariantInit(result);
    if (GetCurrentThreadId() == self->thread)
        return sink_fire(self, id, params, result);
    return queue_send(self->queue, self, id, params);
}

static const IDispatchVtbl sink_vtbl = {
    sink_QueryInterface, sink_AddRef,        sink_Release, sink_GetTypeInfoCount,
    sink_GetTypeInfo,    sink_GetIDsOfNames, sink_Invoke,
};

struct event_sink *sink_create(struct host *host, const IID *iid, ITypeInfo *events,
                               const WCHAR *prefix)
{
    struct event_sink *self = calloc(1, sizeof(*self));

    if (!self)
        return NULL;
    self->IDispatch_iface.lpVtbl = &sink_vtbl;
    self->refs = 1;
    self->iid = *iid;
    self->thread = host->thread;
    self->host = host;
    self->queue = queue_addref(host->queue);
    if (SUCCEEDED(read_names(self, events, prefix)))
        return self;
    sink_release(self);
    return NULL;
}

IUnknown *sink_unknown(struct event_sink *self)
{
    return (IUnknown *)&self->IDispatch_iface;
}

void sink_addref(struct event_sink *self)
{
    sink_AddRef(&self->IDispatch_iface);
}

void sink_release(struct event_sink *self)
{
    sink_Release(&self->IDispatch_iface);
}

void sink_close(struct event_sink *self)
{
    self->closed = TRUE;
}
