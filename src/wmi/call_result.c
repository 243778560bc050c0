/* IWbemCallResult. Free-threaded; `lock` guards the outcome, `done` tells waiters of it.
 *
 * The result is its own sink: a semisynchronous call is an asynchronous one whose sink is the
 * call result. The two interfaces share one count. */
#include "call_result.h"

#include "../cim/mem.h"
#include "../com/error.h"

struct call_result
{
    struct wmi_base base; /* vtable: IWbemCallResult */
    IWbemObjectSink IWbemObjectSink_iface;
    SRWLOCK lock;
    CONDITION_VARIABLE done;
    bool is_complete;
    HRESULT hr;
    BSTR string;              /* owned, or NULL */
    IWbemClassObject *object; /* referenced, or NULL */
    IWbemServices *services;  /* referenced, or NULL */
    IWbemClassObject *error;  /* referenced, or NULL */
};

static struct call_result *impl_from_iface(IWbemCallResult *iface)
{
    return (struct call_result *)iface;
}

static struct call_result *impl_from_sink(IWbemObjectSink *iface)
{
    return CONTAINING_RECORD(iface, struct call_result, IWbemObjectSink_iface);
}

static void destroy(struct wmi_base *base)
{
    struct call_result *self = (struct call_result *)base;

    SysFreeString(self->string);
    if (self->object)
        IWbemClassObject_Release(self->object);
    if (self->services)
        IWbemServices_Release(self->services);
    if (self->error)
        IWbemClassObject_Release(self->error);
    wmi_base_free(base);
}

/* Wait until the call is over; the lock is held. @return false when the time is over */
static bool wait(struct call_result *self, LONG timeout)
{
    ULONGLONG now = GetTickCount64(), end = now + (ULONGLONG)(timeout > 0 ? timeout : 0);

    while (!self->is_complete)
    {
        DWORD left = timeout == (LONG)WBEM_INFINITE ? INFINITE : (DWORD)(end - now);
        if (!left)
            return false;
        SleepConditionVariableSRW(&self->done, &self->lock, left, 0);
        now = GetTickCount64();
        if (now > end)
            now = end;
    }
    return true;
}

/* S_OK: there is a result. A failure of the call becomes the failure of who asks for the result. */
static HRESULT outcome(struct call_result *self, LONG timeout)
{
    if (!wait(self, timeout))
        return WBEM_S_TIMEDOUT;
    if (FAILED(self->hr))
        com_set_wbem_error((IUnknown *)self->error, self->hr);
    return FAILED(self->hr) ? self->hr : S_OK;
}

static bool is_timeout(LONG timeout)
{
    return timeout == (LONG)WBEM_INFINITE || timeout >= 0;
}

/* --- IWbemCallResult -------------------------------------------------------------------------- */

static HRESULT STDMETHODCALLTYPE call_result_GetResultObject(IWbemCallResult *iface, LONG timeout,
                                                             IWbemClassObject **out)
{
    struct call_result *self = impl_from_iface(iface);
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (!is_timeout(timeout))
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = outcome(self, timeout);
    if (hr == S_OK)
        *out = self->object;
    if (*out)
        IWbemClassObject_AddRef(*out);
    else if (hr == S_OK)
        hr = WBEM_E_INVALID_OPERATION;
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE call_result_GetResultString(IWbemCallResult *iface, LONG timeout,
                                                             BSTR *out)
{
    struct call_result *self = impl_from_iface(iface);
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (!is_timeout(timeout))
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = outcome(self, timeout);
    if (hr == S_OK && !self->string)
        hr = WBEM_E_INVALID_OPERATION;
    if (hr == S_OK)
    {
        *out = SysAllocStringLen(self->string, SysStringLen(self->string));
        hr = *out ? S_OK : (HRESULT)WBEM_E_OUT_OF_MEMORY;
    }
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE call_result_GetResultServices(IWbemCallResult *iface, LONG timeout,
                                                               IWbemServices **out)
{
    struct call_result *self = impl_from_iface(iface);
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (!is_timeout(timeout))
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = outcome(self, timeout);
    if (hr == S_OK)
        *out = self->services;
    if (*out)
        IWbemServices_AddRef(*out);
    else if (hr == S_OK)
        hr = WBEM_E_INVALID_OPERATION;
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE call_result_GetCallStatus(IWbemCallResult *iface, LONG timeout,
                                                           LONG *out)
{
    struct call_result *self = impl_from_iface(iface);
    HRESULT hr = WBEM_S_TIMEDOUT;

    if (!out || !is_timeout(timeout))
        return WBEM_E_INVALID_PARAMETER;
    *out = WBEM_S_PENDING;
    AcquireSRWLockExclusive(&self->lock);
    if (wait(self, timeout))
    {
        *out = self->hr;
        hr = WBEM_S_NO_ERROR;
    }
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static const IWbemCallResultVtbl call_result_vtbl = {
    WMI_BASE_METHODS(IWbemCallResult), call_result_GetResultObject, call_result_GetResultString,
    call_result_GetResultServices,     call_result_GetCallStatus,
};

/* --- IWbemObjectSink -------------------------------------------------------------------------- */

static HRESULT STDMETHODCALLTYPE sink_QueryInterface(IWbemObjectSink *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IWbemObjectSink))
        return E_NOINTERFACE;
    *out = iface;
    IWbemObjectSink_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE sink_AddRef(IWbemObjectSink *iface)
{
    return wmi_base_AddRef((IUnknown *)impl_from_sink(iface));
}

static ULONG STDMETHODCALLTYPE sink_Release(IWbemObjectSink *iface)
{
    return wmi_base_Release((IUnknown *)impl_from_sink(iface));
}

static HRESULT STDMETHODCALLTYPE sink_Indicate(IWbemObjectSink *iface, LONG count,
                                               IWbemClassObject **objects)
{
    struct call_result *self = impl_from_sink(iface);

    AcquireSRWLockExclusive(&self->lock);
    if (count > 0 && !self->object)
    {
        self->object = objects[0];
        IWbemClassObject_AddRef(self->object);
    }
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

static HRESULT STDMETHODCALLTYPE sink_SetStatus(IWbemObjectSink *iface, LONG flags, HRESULT hr,
                                                BSTR string, IWbemClassObject *error)
{
    struct call_result *self = impl_from_sink(iface);

    if (flags != WBEM_STATUS_COMPLETE)
        return WBEM_S_NO_ERROR;
    AcquireSRWLockExclusive(&self->lock);
    self->hr = hr;
    if (string)
    {
        self->string = SysAllocStringLen(string, SysStringLen(string));
        if (!self->string)
            self->hr = WBEM_E_OUT_OF_MEMORY;
    }
    self->error = error;
    if (error)
        IWbemClassObject_AddRef(error);
    self->is_complete = true;
    ReleaseSRWLockExclusive(&self->lock);
    WakeAllConditionVariable(&self->done);
    return WBEM_S_NO_ERROR;
}

static const IWbemObjectSinkVtbl sink_vtbl = {
    sink_QueryInterface, sink_AddRef, sink_Release, sink_Indicate, sink_SetStatus,
};

static const struct wmi_kind call_result_kind = {&IID_IWbemCallResult, destroy};

/* --- creation --------------------------------------------------------------------------------- */

HRESULT wmi_call_result_create(IWbemCallResult **out, IWbemObjectSink **sink)
{
    struct call_result *self = mem_zalloc(sizeof(*self));

    *out = NULL;
    if (!self)
        return WBEM_E_OUT_OF_MEMORY;
    wmi_base_init(&self->base, &call_result_kind, &call_result_vtbl);
    self->IWbemObjectSink_iface.lpVtbl = (IWbemObjectSinkVtbl *)&sink_vtbl;
    InitializeSRWLock(&self->lock);
    InitializeConditionVariable(&self->done);
    *out = (IWbemCallResult *)self;
    *sink = &self->IWbemObjectSink_iface;
    return S_OK;
}

HRESULT wmi_call_result_from(IWbemCallResult **out, const struct wmi_operation *op)
{
    IWbemClassObject *object = op->result;
    IWbemObjectSink *sink;
    HRESULT hr = wmi_call_result_create(out, &sink);

    if (FAILED(hr))
        return hr;
    if (object)
        IWbemObjectSink_Indicate(sink, 1, &object);
    IWbemObjectSink_SetStatus(sink, WBEM_STATUS_COMPLETE, op->hr, op->path, op->error);
    return S_OK;
}

HRESULT wmi_call_result_from_services(IWbemCallResult **out, IWbemServices *services)
{
    IWbemObjectSink *sink;
    HRESULT hr = wmi_call_result_create(out, &sink);

    if (FAILED(hr))
        return hr;
    impl_from_iface(*out)->services = services;
    IWbemServices_AddRef(services);
    IWbemObjectSink_SetStatus(sink, WBEM_STATUS_COMPLETE, S_OK, NULL, NULL);
    return S_OK;
}
