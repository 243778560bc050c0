/* IEnumWbemClassObject: objects one after the other, streamed from the store.
 *
 * Free-threaded; `lock` guards the run and its position, one Next at a time. Reset closes the
 * run, and the next Next makes a new one, which sees the store as it is then; a clone makes a
 * run of its own and passes over as many objects as the original had given. With
 * WBEM_FLAG_FORWARD_ONLY neither is possible. */
#include "enumerator.h"

#include "../cim/mem.h"
#include "../com/error.h"
#include "error_object.h"
#include "queue.h"

struct enumerator
{
    struct wmi_base base;         /* vtable: IEnumWbemClassObject */
    struct wmi_source_spec *spec; /* referenced */
    SRWLOCK lock;
    struct wmi_source source; /* the run, when is_open */
    bool is_open;
    bool is_over; /* nothing more comes: the end, or a failure (in `failure`) */
    HRESULT failure;
    struct cim_error error; /* what the failure said */
    ULONGLONG position;     /* objects given since the beginning */
    ULONGLONG pass_over;    /* objects to be left out after the next opening */
};

static const IEnumWbemClassObjectVtbl enumerator_vtbl;
static const struct wmi_kind enumerator_kind;

static struct enumerator *impl_from_iface(IEnumWbemClassObject *iface)
{
    return (struct enumerator *)iface;
}

/* --- the run; the lock is held ---------------------------------------------------------------- */

static void close_run(struct enumerator *self)
{
    if (self->is_open)
        wmi_source_close(&self->source);
    self->is_open = false;
    self->is_over = false;
    self->failure = S_OK;
}

/* A failure stays until Reset: who asks again gets the same answer. */
static HRESULT fail_run(struct enumerator *self, enum cim_status status)
{
    close_run(self);
    self->is_over = true;
    self->failure = com_hresult(status);
    return self->failure;
}

/* A client may ask as often as it likes after the end. */
static enum cim_status next_object(struct cim_object **out, struct enumerator *self)
{
    enum cim_status status = wmi_source_next(out, &self->source, &self->error);

    if (status == CIM_OK)
        self->position++;
    else if (status == CIM_FALSE)
    {
        close_run(self);
        self->is_over = true;
    }
    return status;
}

static enum cim_status pass_over(struct enumerator *self, ULONGLONG count)
{
    struct cim_object *object;
    enum cim_status status = CIM_OK;

    while (count-- && !status)
    {
        status = next_object(&object, self);
        if (!status)
            cim_object_release(object);
    }
    return status;
}

static HRESULT open_run(struct enumerator *self)
{
    ULONGLONG count = self->pass_over;
    enum cim_status status;

    if (self->is_over)
        return FAILED(self->failure) ? self->failure : WBEM_S_FALSE;
    if (self->is_open)
        return S_OK;
    cim_error_clear(&self->error);
    status = wmi_source_open(&self->source, self->spec, &self->error);
    self->is_open = true;
    if (status)
        return fail_run(self, status);
    self->position = 0;
    self->pass_over = 0;
    status = pass_over(self, count);
    if (status == CIM_FALSE)
        return WBEM_S_FALSE;
    return status ? fail_run(self, status) : S_OK;
}

/* @return S_OK, WBEM_S_FALSE at the end, errors */
static HRESULT next_wrapped(struct enumerator *self, IWbemClassObject **out)
{
    struct cim_object *object;
    enum cim_status status = next_object(&object, self);

    if (status == CIM_FALSE)
        return WBEM_S_FALSE;
    if (status)
        return fail_run(self, status);
    return wmi_class_object_create(out, object);
}

static bool is_over_time(ULONGLONG start, LONG timeout)
{
    return timeout > 0 && GetTickCount64() - start >= (ULONGLONG)timeout;
}

/* All answers are at hand, so a timeout of 0 (no wait) still gives them; a longer one ends a
 * long scan. */
static HRESULT fill(struct enumerator *self, LONG timeout, ULONG count, IWbemClassObject **objects,
                    ULONG *returned)
{
    ULONGLONG start = timeout > 0 ? GetTickCount64() : 0;
    HRESULT hr = open_run(self);

    while (hr == S_OK && *returned < count)
    {
        if (is_over_time(start, timeout))
            return WBEM_S_TIMEDOUT;
        hr = next_wrapped(self, &objects[*returned]);
        if (hr == S_OK)
            ++*returned;
    }
    return hr;
}

static HRESULT fail_call(struct enumerator *self, HRESULT hr)
{
    struct cim_error err;

    AcquireSRWLockShared(&self->lock);
    err = self->error;
    ReleaseSRWLockShared(&self->lock);
    return wmi_fail(hr, self->spec->operation, wmi_source_spec_text(self->spec), &err);
}

/* --- IEnumWbemClassObject --------------------------------------------------------------------- */

static void destroy(struct wmi_base *base)
{
    struct enumerator *self = (struct enumerator *)base;

    close_run(self);
    wmi_source_spec_release(self->spec);
    wmi_base_free(base);
}

static bool is_forward_only(const struct enumerator *self)
{
    return self->spec->flags & WBEM_FLAG_FORWARD_ONLY;
}

static HRESULT STDMETHODCALLTYPE enumerator_Reset(IEnumWbemClassObject *iface)
{
    struct enumerator *self = impl_from_iface(iface);

    if (is_forward_only(self))
        return WBEM_E_INVALID_OPERATION;
    AcquireSRWLockExclusive(&self->lock);
    close_run(self);
    self->position = 0;
    self->pass_over = 0;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

static bool is_timeout(LONG timeout)
{
    return timeout == (LONG)WBEM_INFINITE || timeout >= 0;
}

static HRESULT STDMETHODCALLTYPE enumerator_Next(IEnumWbemClassObject *iface, LONG timeout,
                                                 ULONG count, IWbemClassObject **objects,
                                                 ULONG *returned)
{
    struct enumerator *self = impl_from_iface(iface);
    ULONG given = 0;
    HRESULT hr;

    if (returned)
        *returned = 0;
    if (!objects || !returned || !count || !is_timeout(timeout))
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = fill(self, timeout, count, objects, &given);
    ReleaseSRWLockExclusive(&self->lock);
    if (SUCCEEDED(hr))
    {
        *returned = given;
        return hr;
    }
    while (given--)
        IWbemClassObject_Release(objects[given]);
    *objects = NULL;
    return fail_call(self, hr);
}

static HRESULT STDMETHODCALLTYPE enumerator_NextAsync(IEnumWbemClassObject *iface, ULONG count,
                                                      IWbemObjectSink *sink)
{
    struct wmi_operation *op;
    HRESULT hr;

    if (!count || !sink)
        return WBEM_E_INVALID_PARAMETER;
    hr = wmi_operation_create(&op, WMI_NEXT, NULL, 0, true);
    if (FAILED(hr))
        return hr;
    op->count = count;
    op->enumerator = iface;
    IEnumWbemClassObject_AddRef(iface);
    op->sink = sink;
    IWbemObjectSink_AddRef(sink);
    hr = wmi_queue_submit(op);
    if (FAILED(hr))
        wmi_operation_free(op);
    return hr;
}

static HRESULT create(struct enumerator **out, struct wmi_source_spec *spec)
{
    struct enumerator *self = mem_zalloc(sizeof(*self));

    if (!self)
        return WBEM_E_OUT_OF_MEMORY;
    wmi_base_init(&self->base, &enumerator_kind, &enumerator_vtbl);
    InitializeSRWLock(&self->lock);
    self->spec = wmi_source_spec_ref(spec);
    *out = self;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE enumerator_Clone(IEnumWbemClassObject *iface,
                                                  IEnumWbemClassObject **out)
{
    struct enumerator *self = impl_from_iface(iface), *clone;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (is_forward_only(self))
        return WBEM_E_INVALID_OPERATION;
    hr = create(&clone, self->spec);
    if (FAILED(hr))
        return hr;
    AcquireSRWLockShared(&self->lock);
    clone->pass_over = self->is_open || self->is_over ? self->position : self->pass_over;
    ReleaseSRWLockShared(&self->lock);
    *out = (IEnumWbemClassObject *)clone;
    return S_OK;
}

static HRESULT skip(struct enumerator *self, LONG timeout, ULONG count)
{
    ULONGLONG start = timeout > 0 ? GetTickCount64() : 0;
    HRESULT hr = open_run(self);

    while (hr == S_OK && count--)
    {
        enum cim_status status;
        if (is_over_time(start, timeout))
            return WBEM_S_TIMEDOUT;
        status = pass_over(self, 1);
        if (status)
            hr = status == CIM_FALSE ? (HRESULT)WBEM_S_FALSE : fail_run(self, status);
    }
    return hr;
}

static HRESULT STDMETHODCALLTYPE enumerator_Skip(IEnumWbemClassObject *iface, LONG timeout,
                                                 ULONG count)
{
    struct enumerator *self = impl_from_iface(iface);
    HRESULT hr;

    if (!is_timeout(timeout))
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = skip(self, timeout, count);
    ReleaseSRWLockExclusive(&self->lock);
    return FAILED(hr) ? fail_call(self, hr) : hr;
}

static const IEnumWbemClassObjectVtbl enumerator_vtbl = {
    WMI_BASE_METHODS(IEnumWbemClassObject),
    enumerator_Reset,
    enumerator_Next,
    enumerator_NextAsync,
    enumerator_Clone,
    enumerator_Skip,
};

static const struct wmi_kind enumerator_kind = {&IID_IEnumWbemClassObject, destroy};

HRESULT wmi_enumerator_create(IEnumWbemClassObject **out, struct wmi_source_spec *spec,
                              struct cim_error *err)
{
    struct enumerator *self;
    HRESULT hr;

    *out = NULL;
    hr = create(&self, spec);
    if (FAILED(hr))
        return hr;
    if (!(spec->flags & WBEM_FLAG_RETURN_IMMEDIATELY))
        hr = open_run(self);
    if (FAILED(hr))
    {
        *err = self->error;
        destroy(&self->base);
        return hr;
    }
    *out = (IEnumWbemClassObject *)self;
    return S_OK;
}
