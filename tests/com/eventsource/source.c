/* The test source: one object with one connection point. Threading model Both, and its threads call sinks without
 * marshalling, as carelessly as a script host must expect. `lock` guards the list of sinks and the answer. */
#include "eventsource.h"

#include <ocidl.h>
#include <olectl.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_SINKS 8

struct source
{
    ITestSource ITestSource_iface;
    IProvideClassInfo2 IProvideClassInfo2_iface;
    IConnectionPointContainer IConnectionPointContainer_iface;
    IConnectionPoint IConnectionPoint_iface;
    LONG refs;
    BOOL plain;
    BOOL hangs;
    SRWLOCK lock;
    IDispatch *sinks[MAX_SINKS];
    VARIANT answer;
    ITypeInfo *info; /* of ITestSource */
};

struct job
{
    struct source *source; /* referenced */
    BSTR question;         /* or NULL: count */
    LONG total;
};

static struct source *impl_from_ITestSource(ITestSource *iface)
{
    return CONTAINING_RECORD(iface, struct source, ITestSource_iface);
}

static HRESULT load_type(REFGUID guid, ITypeInfo **info)
{
    WCHAR path[MAX_PATH];
    ITypeLib *library;
    HRESULT hr;

    GetModuleFileNameW(eventsource_module, path, MAX_PATH);
    hr = LoadTypeLibEx(path, REGKIND_NONE, &library);
    if (FAILED(hr))
        return hr;
    hr = ITypeLib_GetTypeInfoOfGuid(library, guid, info);
    ITypeLib_Release(library);
    return hr;
}

static void fire(struct source *self, DISPID id, VARIANT *arguments, UINT count)
{
    DISPPARAMS params = {arguments, NULL, count, 0};
    IDispatch *sinks[MAX_SINKS];
    size_t i;

    AcquireSRWLockShared(&self->lock);
    memcpy(sinks, self->sinks, sizeof(sinks));
    for (i = 0; i < MAX_SINKS; i++)
        if (sinks[i])
            IDispatch_AddRef(sinks[i]);
    ReleaseSRWLockShared(&self->lock);
    for (i = 0; i < MAX_SINKS; i++)
    {
        if (!sinks[i])
            continue;
        IDispatch_Invoke(sinks[i], id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &params,
                         NULL, NULL, NULL);
        IDispatch_Release(sinks[i]);
    }
}

static void fire_ask(struct source *self, BSTR question, VARIANT *answer)
{
    VARIANT arguments[2];

    V_VT(&arguments[1]) = VT_BSTR;
    V_BSTR(&arguments[1]) = question;
    V_VT(&arguments[0]) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&arguments[0]) = answer;
    fire(self, 2, arguments, 2);
}

static HRESULT WINAPI source_QueryInterface(ITestSource *iface, REFIID iid, void **out)
{
    struct source *self = impl_from_ITestSource(iface);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IDispatch) ||
        IsEqualGUID(iid, &IID_ITestSource))
        *out = &self->ITestSource_iface;
    else if (IsEqualGUID(iid, &IID_IConnectionPointContainer))
        *out = &self->IConnectionPointContainer_iface;
    else if (!self->plain && (IsEqualGUID(iid, &IID_IProvideClassInfo) ||
                              IsEqualGUID(iid, &IID_IProvideClassInfo2)))
        *out = &self->IProvideClassInfo2_iface;
    if (!*out)
        return E_NOINTERFACE;
    ITestSource_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI source_AddRef(ITestSource *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_ITestSource(iface)->refs);
}

static ULONG WINAPI source_Release(ITestSource *iface)
{
    struct source *self = impl_from_ITestSource(iface);
    LONG refs = InterlockedDecrement(&self->refs);
    size_t i;

    if (refs)
        return (ULONG)refs;
    for (i = 0; i < MAX_SINKS; i++)
        if (self->sinks[i])
            IDispatch_Release(self->sinks[i]);
    VariantClear(&self->answer);
    ITypeInfo_Release(self->info);
    free(self);
    InterlockedDecrement(&eventsource_alive);
    return 0;
}

static HRESULT WINAPI source_GetTypeInfoCount(ITestSource *iface, UINT *count)
{
    (void)iface;
    *count = 1;
    return S_OK;
}

static HRESULT WINAPI source_GetTypeInfo(ITestSource *iface, UINT index, LCID lcid,
                                         ITypeInfo **info)
{
    struct source *self = impl_from_ITestSource(iface);

    (void)lcid;
    *info = NULL;
    if (index)
        return DISP_E_BADINDEX;
    ITypeInfo_AddRef(self->info);
    *info = self->info;
    return S_OK;
}

static HRESULT WINAPI source_GetIDsOfNames(ITestSource *iface, REFIID iid, LPOLESTR *names,
                                           UINT count, LCID lcid, DISPID *ids)
{
    (void)iid;
    (void)lcid;
    return ITypeInfo_GetIDsOfNames(impl_from_ITestSource(iface)->info, names, count, ids);
}

static HRESULT WINAPI source_Invoke(ITestSource *iface, DISPID id, REFIID iid, LCID lcid,
                                    WORD flags, DISPPARAMS *params, VARIANT *result,
                                    EXCEPINFO *info, UINT *bad)
{
    (void)iid;
    (void)lcid;
    return ITypeInfo_Invoke(impl_from_ITestSource(iface)->info, iface, id, flags, params, result,
                            info, bad);
}

static HRESULT WINAPI source_FireText(ITestSource *iface, BSTR text, LONG number)
{
    VARIANT arguments[2];

    V_VT(&arguments[1]) = VT_BSTR;
    V_BSTR(&arguments[1]) = text;
    V_VT(&arguments[0]) = VT_I4;
    V_I4(&arguments[0]) = number;
    fire(impl_from_ITestSource(iface), 7, arguments, 2);
    return S_OK;
}

static HRESULT WINAPI source_Ask(ITestSource *iface, BSTR question, VARIANT *answer)
{
    VariantInit(answer);
    fire_ask(impl_from_ITestSource(iface), question, answer);
    return S_OK;
}

static HRESULT WINAPI source_FireObject(ITestSource *iface)
{
    VARIANT argument;

    V_VT(&argument) = VT_DISPATCH;
    V_DISPATCH(&argument) = (IDispatch *)iface;
    fire(impl_from_ITestSource(iface), 30, &argument, 1);
    return S_OK;
}

static void count_up(struct source *self, LONG total)
{
    VARIANT arguments[2];
    LONG i;

    for (i = 1; i <= total; i++)
    {
        V_VT(&arguments[1]) = VT_I4;
        V_I4(&arguments[1]) = i;
        V_VT(&arguments[0]) = VT_I4;
        V_I4(&arguments[0]) = total;
        fire(self, 4, arguments, 2);
    }
}

static void ask(struct source *self, BSTR question)
{
    VARIANT answer;

    VariantInit(&answer);
    fire_ask(self, question, &answer);
    AcquireSRWLockExclusive(&self->lock);
    VariantClear(&self->answer);
    self->answer = answer;
    ReleaseSRWLockExclusive(&self->lock);
}

static DWORD WINAPI run_job(void *arg)
{
    struct job *job = arg;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (job->question)
        ask(job->source, job->question);
    else
        count_up(job->source, job->total);
    SysFreeString(job->question);
    ITestSource_Release(&job->source->ITestSource_iface);
    free(job);
    CoUninitialize();
    InterlockedDecrement(&eventsource_alive);
    return 0;
}

static HRESULT start_job(struct source *self, BSTR question, LONG total)
{
    struct job *job = calloc(1, sizeof(*job));
    HANDLE thread;

    if (!job)
        return E_OUTOFMEMORY;
    ITestSource_AddRef(&self->ITestSource_iface);
    InterlockedIncrement(&eventsource_alive);
    job->source = self;
    job->question = question ? SysAllocString(question) : NULL;
    job->total = total;
    thread = CreateThread(NULL, 0, run_job, job, 0, NULL);
    if (thread)
        CloseHandle(thread);
    return thread ? S_OK : E_FAIL;
}

static HRESULT WINAPI source_CountFromThread(ITestSource *iface, LONG total)
{
    return start_job(impl_from_ITestSource(iface), NULL, total);
}

static HRESULT WINAPI source_AskFromThread(ITestSource *iface, BSTR question)
{
    return start_job(impl_from_ITestSource(iface), question, 0);
}

static HRESULT WINAPI source_get_Answer(ITestSource *iface, VARIANT *answer)
{
    struct source *self = impl_from_ITestSource(iface);
    HRESULT hr;

    VariantInit(answer);
    AcquireSRWLockShared(&self->lock);
    hr = VariantCopy(answer, &self->answer);
    ReleaseSRWLockShared(&self->lock);
    return hr;
}

static HRESULT WINAPI source_get_Sinks(ITestSource *iface, LONG *count)
{
    struct source *self = impl_from_ITestSource(iface);
    size_t i;

    *count = 0;
    for (i = 0; i < MAX_SINKS; i++)
        *count += self->sinks[i] != NULL;
    return S_OK;
}

static HRESULT WINAPI source_FireNothing(ITestSource *iface)
{
    fire(impl_from_ITestSource(iface), 5, NULL, 0);
    return S_OK;
}

static HRESULT WINAPI source_HangWhenUnadvised(ITestSource *iface)
{
    impl_from_ITestSource(iface)->hangs = TRUE;
    return S_OK;
}

static const ITestSourceVtbl source_vtbl = {
    source_QueryInterface,
    source_AddRef,
    source_Release,
    source_GetTypeInfoCount,
    source_GetTypeInfo,
    source_GetIDsOfNames,
    source_Invoke,
    source_FireText,
    source_Ask,
    source_FireObject,
    source_CountFromThread,
    source_AskFromThread,
    source_get_Answer,
    source_get_Sinks,
    source_FireNothing,
    source_HangWhenUnadvised,
};

static struct source *impl_from_IProvideClassInfo2(IProvideClassInfo2 *iface)
{
    return CONTAINING_RECORD(iface, struct source, IProvideClassInfo2_iface);
}

static HRESULT WINAPI info_QueryInterface(IProvideClassInfo2 *iface, REFIID iid, void **out)
{
    return source_QueryInterface(&impl_from_IProvideClassInfo2(iface)->ITestSource_iface, iid, out);
}

static ULONG WINAPI info_AddRef(IProvideClassInfo2 *iface)
{
    return source_AddRef(&impl_from_IProvideClassInfo2(iface)->ITestSource_iface);
}

static ULONG WINAPI info_Release(IProvideClassInfo2 *iface)
{
    return source_Release(&impl_from_IProvideClassInfo2(iface)->ITestSource_iface);
}

static HRESULT WINAPI info_GetClassInfo(IProvideClassInfo2 *iface, ITypeInfo **info)
{
    (void)iface;
    return load_type(&CLSID_TestSource, info);
}

static HRESULT WINAPI info_GetGUID(IProvideClassInfo2 *iface, DWORD kind, GUID *guid)
{
    (void)iface;
    if (kind != GUIDKIND_DEFAULT_SOURCE_DISP_IID)
        return E_INVALIDARG;
    *guid = DIID_ITestSourceEvents;
    return S_OK;
}

static const IProvideClassInfo2Vtbl info_vtbl = {
    info_QueryInterface, info_AddRef, info_Release, info_GetClassInfo, info_GetGUID,
};

static struct source *impl_from_IConnectionPointContainer(IConnectionPointContainer *iface)
{
    return CONTAINING_RECORD(iface, struct source, IConnectionPointContainer_iface);
}

static HRESULT WINAPI container_QueryInterface(IConnectionPointContainer *iface, REFIID iid,
                                               void **out)
{
    return source_QueryInterface(&impl_from_IConnectionPointContainer(iface)->ITestSource_iface,
                                 iid, out);
}

static ULONG WINAPI container_AddRef(IConnectionPointContainer *iface)
{
    return source_AddRef(&impl_from_IConnectionPointContainer(iface)->ITestSource_iface);
}

static ULONG WINAPI container_Release(IConnectionPointContainer *iface)
{
    return source_Release(&impl_from_IConnectionPointContainer(iface)->ITestSource_iface);
}

static HRESULT WINAPI container_EnumConnectionPoints(IConnectionPointContainer *iface,
                                                     IEnumConnectionPoints **points)
{
    (void)iface;
    *points = NULL;
    return E_NOTIMPL; /* no test asks */
}

static HRESULT WINAPI container_FindConnectionPoint(IConnectionPointContainer *iface, REFIID iid,
                                                    IConnectionPoint **point)
{
    *point = NULL;
    if (!IsEqualGUID(iid, &DIID_ITestSourceEvents))
        return CONNECT_E_NOCONNECTION;
    container_AddRef(iface);
    *point = &impl_from_IConnectionPointContainer(iface)->IConnectionPoint_iface;
    return S_OK;
}

static const IConnectionPointContainerVtbl container_vtbl = {
    container_QueryInterface,
    container_AddRef,
    container_Release,
    container_EnumConnectionPoints,
    container_FindConnectionPoint,
};

static struct source *impl_from_IConnectionPoint(IConnectionPoint *iface)
{
    return CONTAINING_RECORD(iface, struct source, IConnectionPoint_iface);
}

static HRESULT WINAPI point_QueryInterface(IConnectionPoint *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IConnectionPoint))
        return E_NOINTERFACE;
    IConnectionPoint_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI point_AddRef(IConnectionPoint *iface)
{
    return source_AddRef(&impl_from_IConnectionPoint(iface)->ITestSource_iface);
}

static ULONG WINAPI point_Release(IConnectionPoint *iface)
{
    return source_Release(&impl_from_IConnectionPoint(iface)->ITestSource_iface);
}

static HRESULT WINAPI point_GetConnectionInterface(IConnectionPoint *iface, IID *iid)
{
    (void)iface;
    *iid = DIID_ITestSourceEvents;
    return S_OK;
}

static HRESULT WINAPI point_GetConnectionPointContainer(IConnectionPoint *iface,
                                                        IConnectionPointContainer **container)
{
    *container = &impl_from_IConnectionPoint(iface)->IConnectionPointContainer_iface;
    IConnectionPointContainer_AddRef(*container);
    return S_OK;
}

static HRESULT WINAPI point_Advise(IConnectionPoint *iface, IUnknown *unknown, DWORD *cookie)
{
    struct source *self = impl_from_IConnectionPoint(iface);
    IDispatch *sink;
    DWORD i;
    HRESULT hr;

    *cookie = 0;
    hr = IUnknown_QueryInterface(unknown, &DIID_ITestSourceEvents, (void **)&sink);
    if (FAILED(hr))
        return CONNECT_E_CANNOTCONNECT;
    AcquireSRWLockExclusive(&self->lock);
    for (i = 0; i < MAX_SINKS && self->sinks[i]; i++)
        ;
    if (i < MAX_SINKS)
        self->sinks[i] = sink;
    ReleaseSRWLockExclusive(&self->lock);
    if (i < MAX_SINKS)
        *cookie = i + 1;
    else
        IDispatch_Release(sink);
    return *cookie ? S_OK : CONNECT_E_ADVISELIMIT;
}

static HRESULT WINAPI point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    struct source *self = impl_from_IConnectionPoint(iface);
    IDispatch *sink = NULL;

    if (self->hangs)
        Sleep(INFINITE);
    if (!cookie || cookie > MAX_SINKS)
        return CONNECT_E_NOCONNECTION;
    AcquireSRWLockExclusive(&self->lock);
    sink = self->sinks[cookie - 1];
    self->sinks[cookie - 1] = NULL;
    ReleaseSRWLockExclusive(&self->lock);
    if (!sink)
        return CONNECT_E_NOCONNECTION;
    IDispatch_Release(sink);
    return S_OK;
}

static HRESULT WINAPI point_EnumConnections(IConnectionPoint *iface, IEnumConnections **connections)
{
    (void)iface;
    *connections = NULL;
    return E_NOTIMPL; /* no test asks */
}

static const IConnectionPointVtbl point_vtbl = {
    point_QueryInterface,
    point_AddRef,
    point_Release,
    point_GetConnectionInterface,
    point_GetConnectionPointContainer,
    point_Advise,
    point_Unadvise,
    point_EnumConnections,
};

HRESULT source_create(BOOL plain, REFIID iid, void **out)
{
    struct source *self = calloc(1, sizeof(*self));
    HRESULT hr;

    *out = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    self->ITestSource_iface.lpVtbl = &source_vtbl;
    self->IProvideClassInfo2_iface.lpVtbl = &info_vtbl;
    self->IConnectionPointContainer_iface.lpVtbl = &container_vtbl;
    self->IConnectionPoint_iface.lpVtbl = &point_vtbl;
    self->refs = 1;
    self->plain = plain;
    InitializeSRWLock(&self->lock);
    hr = load_type(&IID_ITestSource, &self->info);
    if (FAILED(hr))
    {
        free(self);
        return hr;
    }
    InterlockedIncrement(&eventsource_alive);
    hr = source_QueryInterface(&self->ITestSource_iface, iid, out);
    source_Release(&self->ITestSource_iface);
    return hr;
}
