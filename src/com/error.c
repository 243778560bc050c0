/* Error information of the calling thread: IErrorInfo for clients, and the last error object.
 *
 * The layer below sets an object that is IErrorInfo and, by QueryInterface, the __ExtendedStatus of its failure
 * (com_set_wbem_error). The scripting method that fails then turns it, in com_return(), into a plain IErrorInfo with
 * source and text, and keeps the __ExtendedStatus as the thread's last error. The plain one is made by oleaut32, so
 * that a client that never looks at it does not keep this module loaded.
 *
 * A record a thread, made at its first failure and found by TLS; only its own thread touches it, but for
 * com_error_unload(), and for com_error_forget() as to `last_error`, which is therefore exchanged. */
#include "error.h"
#include "module.h"

#include <stdlib.h>
#include <wbemcli.h>

#define TEXT_SIZE 512

struct thread_errors
{
    LIST_ENTRY link;
    IUnknown *volatile last_error; /* referenced */
    IErrorInfo *info;              /* what com_return set last; compared, never used */
    HRESULT hr;                    /* and for which code */
};

static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static DWORD slot = TLS_OUT_OF_INDEXES;
static SRWLOCK records_lock = SRWLOCK_INIT;
static LIST_ENTRY records = {&records, &records};
static volatile LONG kept_count; /* last errors of all threads */

static BOOL CALLBACK allocate_slot(INIT_ONCE *init, void *parameter, void **context)
{
    (void)init;
    (void)parameter;
    (void)context;
    slot = TlsAlloc();
    return slot != TLS_OUT_OF_INDEXES;
}

static struct thread_errors *existing_record(void)
{
    return slot == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(slot);
}

/* NULL: no memory; the failure is then reported without texts. */
static struct thread_errors *own_record(void)
{
    if (!InitOnceExecuteOnce(&once, allocate_slot, NULL, NULL))
        return NULL;
    struct thread_errors *record = TlsGetValue(slot);
    if (record)
        return record;
    record = calloc(1, sizeof(*record));
    if (!record)
        return NULL;
    AcquireSRWLockExclusive(&records_lock);
    record->link.Flink = records.Flink;
    record->link.Blink = &records;
    records.Flink->Blink = &record->link;
    records.Flink = &record->link;
    ReleaseSRWLockExclusive(&records_lock);
    TlsSetValue(slot, record);
    return record;
}

/* @return what stood there; the caller's */
static IUnknown *exchange(struct thread_errors *record, IUnknown *error_object)
{
    IUnknown *old = InterlockedExchangePointer((void *volatile *)&record->last_error, error_object);
    if (error_object)
        InterlockedIncrement(&kept_count);
    if (old)
        InterlockedDecrement(&kept_count);
    return old;
}

static void free_record(struct thread_errors *record)
{
    IUnknown *error_object = exchange(record, NULL);
    if (error_object)
        IUnknown_Release(error_object);
    free(record);
}

void com_error_thread_detach(void)
{
    struct thread_errors *record = existing_record();
    if (!record)
        return;
    TlsSetValue(slot, NULL);
    AcquireSRWLockExclusive(&records_lock);
    record->link.Flink->Blink = record->link.Blink;
    record->link.Blink->Flink = record->link.Flink;
    ReleaseSRWLockExclusive(&records_lock);
    free_record(record);
}

/* Nothing of ours lives any more when the module goes, so the records of other threads hold no object. */
void com_error_unload(void)
{
    while (records.Flink != &records)
    {
        struct thread_errors *record = CONTAINING_RECORD(records.Flink, struct thread_errors, link);
        records.Flink = record->link.Flink;
        free_record(record);
    }
    if (slot != TLS_OUT_OF_INDEXES)
        TlsFree(slot);
    slot = TLS_OUT_OF_INDEXES;
}

void com_set_last_error(IUnknown *error_object)
{
    struct thread_errors *record = error_object ? own_record() : existing_record();
    if (!record)
        return;
    if (error_object)
        IUnknown_AddRef(error_object);
    IUnknown *old = exchange(record, error_object);
    if (old)
        IUnknown_Release(old);
}

IUnknown *com_take_last_error(void)
{
    struct thread_errors *record = existing_record();
    return record ? exchange(record, NULL) : NULL;
}

LONG com_error_kept(void)
{
    return InterlockedCompareExchange(&kept_count, 0, 0);
}

static IUnknown *take_any(void)
{
    IUnknown *error_object = NULL;

    AcquireSRWLockShared(&records_lock);
    for (LIST_ENTRY *i = records.Flink; i != &records && !error_object; i = i->Flink)
        error_object = exchange(CONTAINING_RECORD(i, struct thread_errors, link), NULL);
    ReleaseSRWLockShared(&records_lock);
    return error_object;
}

void com_error_forget(void)
{
    IUnknown *error_object;
    while ((error_object = take_any()) != NULL)
        IUnknown_Release(error_object);
}

/* --- the object that carries an error of the layer below ------------------------------------- */

struct wbem_error
{
    IErrorInfo IErrorInfo_iface;
    LONG references;
    HRESULT hr;
    IUnknown *error_object; /* referenced */
};

static struct wbem_error *impl_from_IErrorInfo(IErrorInfo *iface)
{
    return (struct wbem_error *)iface;
}

static HRESULT STDMETHODCALLTYPE wbem_error_QueryInterface(IErrorInfo *iface, REFIID iid,
                                                           void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IErrorInfo))
        return IUnknown_QueryInterface(impl_from_IErrorInfo(iface)->error_object, iid, out);
    *out = iface;
    IErrorInfo_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE wbem_error_AddRef(IErrorInfo *iface)
{
    return InterlockedIncrement(&impl_from_IErrorInfo(iface)->references);
}

static ULONG STDMETHODCALLTYPE wbem_error_Release(IErrorInfo *iface)
{
    struct wbem_error *error = impl_from_IErrorInfo(iface);
    ULONG references = InterlockedDecrement(&error->references);
    if (!references)
    {
        IUnknown_Release(error->error_object);
        free(error);
        com_module_unlock();
    }
    return references;
}

static HRESULT STDMETHODCALLTYPE wbem_error_GetGUID(IErrorInfo *iface, GUID *out)
{
    (void)iface;
    if (!out)
        return E_POINTER;
    *out = IID_IWbemServices;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE wbem_error_GetSource(IErrorInfo *iface, BSTR *out)
{
    (void)iface;
    if (!out)
        return E_POINTER;
    *out = SysAllocString(L"WinMgmt");
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT STDMETHODCALLTYPE wbem_error_GetDescription(IErrorInfo *iface, BSTR *out)
{
    WCHAR text[TEXT_SIZE];
    if (!out)
        return E_POINTER;
    com_error_text(impl_from_IErrorInfo(iface)->hr, text, TEXT_SIZE);
    *out = SysAllocString(text);
    return *out ? S_OK : E_OUTOFMEMORY;
}

static HRESULT STDMETHODCALLTYPE wbem_error_GetHelpFile(IErrorInfo *iface, BSTR *out)
{
    (void)iface;
    if (!out)
        return E_POINTER;
    *out = NULL;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE wbem_error_GetHelpContext(IErrorInfo *iface, DWORD *out)
{
    (void)iface;
    if (!out)
        return E_POINTER;
    *out = 0;
    return S_OK;
}

static const IErrorInfoVtbl wbem_error_vtbl = {
    wbem_error_QueryInterface, wbem_error_AddRef,         wbem_error_Release,
    wbem_error_GetGUID,        wbem_error_GetSource,      wbem_error_GetDescription,
    wbem_error_GetHelpFile,    wbem_error_GetHelpContext,
};

void com_set_wbem_error(IUnknown *error_object, HRESULT hr)
{
    struct wbem_error *error = error_object ? calloc(1, sizeof(*error)) : NULL;
    if (!error)
    {
        SetErrorInfo(0, NULL);
        return;
    }
    error->IErrorInfo_iface.lpVtbl = &wbem_error_vtbl;
    error->references = 1;
    error->hr = hr;
    error->error_object = error_object;
    IUnknown_AddRef(error_object);
    com_module_lock();
    SetErrorInfo(0, &error->IErrorInfo_iface);
    IErrorInfo_Release(&error->IErrorInfo_iface);
}

/* --- leaving a method ------------------------------------------------------------------------ */

/* Keep what the layer below said of this failure. What it said of another, which its caller got over, is stale. */
static void keep_last_error(HRESULT hr)
{
    IErrorInfo *info = NULL;
    IUnknown *error_object = NULL;

    if (GetErrorInfo(0, &info) != S_OK)
        return;
    bool stale = info->lpVtbl == &wbem_error_vtbl && impl_from_IErrorInfo(info)->hr != hr;
    if (!stale &&
        SUCCEEDED(IErrorInfo_QueryInterface(info, &IID_IWbemClassObject, (void **)&error_object)) &&
        error_object)
    {
        com_set_last_error(error_object);
        IUnknown_Release(error_object);
    }
    IErrorInfo_Release(info);
}

/* Source names are ASCII. */
static void widen(const char *text, WCHAR *out, size_t size)
{
    size_t i = 0;
    for (; text[i] && i < size - 1; i++)
        out[i] = (unsigned char)text[i];
    out[i] = 0;
}

static IErrorInfo *plain_info(const char *source, const IID *iid, HRESULT hr)
{
    ICreateErrorInfo *create = NULL;
    IErrorInfo *info = NULL;
    WCHAR text[TEXT_SIZE];

    if (FAILED(CreateErrorInfo(&create)))
        return NULL;
    ICreateErrorInfo_SetGUID(create, iid);
    widen(source, text, TEXT_SIZE);
    ICreateErrorInfo_SetSource(create, text);
    com_error_text(hr, text, TEXT_SIZE);
    ICreateErrorInfo_SetDescription(create, text);
    if (FAILED(ICreateErrorInfo_QueryInterface(create, &IID_IErrorInfo, (void **)&info)))
        info = NULL;
    ICreateErrorInfo_Release(create);
    return info;
}

static HRESULT fail(const char *source, const IID *iid, HRESULT hr)
{
    keep_last_error(hr);
    IErrorInfo *info = plain_info(source, iid, hr);
    SetErrorInfo(0, info);
    struct thread_errors *record = own_record();
    if (record)
    {
        record->info = info;
        record->hr = hr;
    }
    if (info)
        IErrorInfo_Release(info);
    return hr;
}

HRESULT com_return(const struct com_object *object, HRESULT hr)
{
    return SUCCEEDED(hr) ? hr : fail(object->cls->name, object->cls->iid, hr);
}

HRESULT com_return_as(const char *source, HRESULT hr)
{
    return SUCCEEDED(hr) ? hr : fail(source, &GUID_NULL, hr);
}

void com_fill_exception(const struct com_object *object, HRESULT hr, EXCEPINFO *except)
{
    struct thread_errors *record = existing_record();
    IErrorInfo *info = NULL;

    if (except)
        memset(except, 0, sizeof(*except));
    bool have = GetErrorInfo(0, &info) == S_OK;
    bool fresh = have && record && record->info == info && record->hr == hr;
    if (except && !fresh)
    {
        if (have)
            IErrorInfo_Release(info);
        info = plain_info(object->cls->name, object->cls->iid, hr);
    }
    if (except)
        except->scode = hr;
    if (except && info)
    {
        IErrorInfo_GetSource(info, &except->bstrSource);
        IErrorInfo_GetDescription(info, &except->bstrDescription);
    }
    if (info)
        IErrorInfo_Release(info);
}
