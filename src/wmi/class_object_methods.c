/* The methods that a class declares: GetMethod, PutMethod, DeleteMethod, their enumeration and
 * origin.
 *
 * Signatures are classes named __PARAMETERS; what a client gets or gives is a copy. Reading
 * works on an instance too (its class answers), writing is for classes. */
#include "class_object.h"

#include "../cim/mem.h"
#include "../com/error.h"

static struct wmi_class_object *impl_from_iface(IWbemClassObject *iface)
{
    return (struct wmi_class_object *)iface;
}

/* A copy of a signature, sealed so that SpawnInstance works on it. NULL gives NULL. */
static enum cim_status copy_signature(struct cim_class **out, const struct cim_class *signature)
{
    enum cim_status status;

    *out = NULL;
    if (!signature)
        return CIM_OK;
    status = cim_class_clone(out, signature);
    if (!status)
        status = cim_class_seal(*out, NULL);
    if (!status)
        return CIM_OK;
    cim_class_release(*out);
    *out = NULL;
    return status;
}

static HRESULT wrap_signature(IWbemClassObject **out, const struct cim_class *signature)
{
    struct cim_class *copy;
    HRESULT hr;

    if (!out || !signature)
        return S_OK;
    hr = com_hresult(copy_signature(&copy, signature));
    if (FAILED(hr))
        return hr;
    hr = wmi_class_object_from_class(out, copy, NULL, NULL);
    cim_class_release(copy);
    return hr;
}

static HRESULT wrap_signatures(const struct cim_method *method, IWbemClassObject **in,
                               IWbemClassObject **out)
{
    HRESULT hr = wrap_signature(in, method->in);

    if (FAILED(hr))
        return hr;
    hr = wrap_signature(out, method->out);
    if (SUCCEEDED(hr) || !in || !*in)
        return hr;
    IWbemClassObject_Release(*in);
    *in = NULL;
    return hr;
}

static void clear(IWbemClassObject **in, IWbemClassObject **out)
{
    if (in)
        *in = NULL;
    if (out)
        *out = NULL;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_GetMethod(IWbemClassObject *iface, LPCWSTR name,
                                                     LONG flags, IWbemClassObject **in,
                                                     IWbemClassObject **out)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    const struct cim_method *method;
    size_t size;
    char *text;
    HRESULT hr;

    clear(in, out);
    if (wmi_is_blank(name) || flags)
        return WBEM_E_INVALID_PARAMETER;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockShared(&self->lock);
    method = cim_class_find_method(self->object->cls, (struct text){text, size});
    hr = method ? wrap_signatures(method, in, out) : (HRESULT)WBEM_E_NOT_FOUND;
    ReleaseSRWLockShared(&self->lock);
    mem_free(text);
    return hr;
}

/* The signature a client gives: a class object of ours, or nothing. Taken before the method's
 * owner is locked. */
static HRESULT take_signature(struct cim_class **out, IWbemClassObject *given)
{
    struct wmi_class_object *self = wmi_class_object_from(given);
    enum cim_status status;

    *out = NULL;
    if (!given)
        return S_OK;
    if (!self || !wmi_class_object_is_class(self))
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockShared(&self->lock);
    status = copy_signature(out, self->object->cls);
    ReleaseSRWLockShared(&self->lock);
    return com_hresult(status);
}

static HRESULT put_method(struct wmi_class_object *self, struct text name, struct cim_class *in,
                          struct cim_class *out)
{
    HRESULT hr = WBEM_E_ILLEGAL_OPERATION;

    AcquireSRWLockExclusive(&self->lock);
    if (self->object->is_class)
        hr = com_hresult(wmi_edit_class(self));
    if (SUCCEEDED(hr))
        hr = com_hresult(cim_class_put_method(self->object->cls, name, in, out, NULL));
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_PutMethod(IWbemClassObject *iface, LPCWSTR name,
                                                     LONG flags, IWbemClassObject *in,
                                                     IWbemClassObject *out)
{
    struct cim_class *in_class = NULL, *out_class = NULL;
    size_t size;
    char *text;
    HRESULT hr;

    if (wmi_is_blank(name) || flags)
        return WBEM_E_INVALID_PARAMETER;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    hr = take_signature(&in_class, in);
    if (SUCCEEDED(hr))
        hr = take_signature(&out_class, out);
    if (SUCCEEDED(hr))
        hr = put_method(impl_from_iface(iface), (struct text){text, size}, in_class, out_class);
    cim_class_release(in_class);
    cim_class_release(out_class);
    mem_free(text);
    return hr;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_DeleteMethod(IWbemClassObject *iface, LPCWSTR name)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    HRESULT hr = WBEM_E_ILLEGAL_OPERATION;
    size_t size;
    char *text;

    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockExclusive(&self->lock);
    if (self->object->is_class)
        hr = com_hresult(wmi_edit_class(self));
    if (SUCCEEDED(hr))
        hr = com_hresult(
            cim_class_remove_method(self->object->cls, (struct text){text, size}, NULL));
    ReleaseSRWLockExclusive(&self->lock);
    mem_free(text);
    return hr;
}

static bool is_wanted(const struct cim_method *method, LONG flags)
{
    if (!flags)
        return true;
    return method->is_local == (flags == WBEM_FLAG_LOCAL_ONLY);
}

/* In order of declaration. */
static struct wmi_names *list_methods(const struct cim_class *cls, LONG flags)
{
    struct text *items = mem_calloc(cls->method_count, sizeof(*items));
    struct wmi_names *names;
    size_t i, count = 0;

    if (!items)
        return NULL;
    for (i = 0; i < cls->method_count; i++)
    {
        const struct cim_method *method = &cls->methods[i];
        if (is_wanted(method, flags))
            items[count++] = (struct text){method->name, method->name_size};
    }
    names = wmi_names_create(items, count);
    mem_free(items);
    return names;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_BeginMethodEnumeration(IWbemClassObject *iface,
                                                                  LONG flags)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    struct wmi_names *names;

    if (flags && flags != WBEM_FLAG_LOCAL_ONLY && flags != WBEM_FLAG_PROPAGATED_ONLY)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    names = list_methods(self->object->cls, flags);
    if (names)
    {
        mem_free(self->methods);
        self->methods = names;
    }
    ReleaseSRWLockExclusive(&self->lock);
    return names ? WBEM_S_NO_ERROR : (HRESULT)WBEM_E_OUT_OF_MEMORY;
}

static HRESULT next_method(struct wmi_class_object *self, BSTR *name, IWbemClassObject **in,
                           IWbemClassObject **out)
{
    const struct cim_method *method = NULL;
    struct wmi_names *names = self->methods;

    if (!names)
        return WBEM_E_UNEXPECTED;
    while (!method)
    {
        if (names->next == names->count)
            return WBEM_S_NO_MORE_DATA;
        method = cim_class_find_method(self->object->cls, names->items[names->next++]);
    }
    *name = wmi_bstr_from_text((struct text){method->name, method->name_size});
    if (!*name)
        return WBEM_E_OUT_OF_MEMORY;
    return wrap_signatures(method, in, out);
}

HRESULT STDMETHODCALLTYPE wmi_class_object_NextMethod(IWbemClassObject *iface, LONG flags,
                                                      BSTR *name, IWbemClassObject **in,
                                                      IWbemClassObject **out)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    BSTR text = NULL;
    HRESULT hr;

    clear(in, out);
    if (name)
        *name = NULL;
    if (flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = next_method(self, &text, in, out);
    ReleaseSRWLockExclusive(&self->lock);
    if (SUCCEEDED(hr) && name)
        *name = text;
    else
        SysFreeString(text);
    return hr;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_EndMethodEnumeration(IWbemClassObject *iface)
{
    struct wmi_class_object *self = impl_from_iface(iface);

    AcquireSRWLockExclusive(&self->lock);
    mem_free(self->methods);
    self->methods = NULL;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_GetMethodOrigin(IWbemClassObject *iface, LPCWSTR name,
                                                           BSTR *out)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    const struct cim_method *method;
    HRESULT hr = WBEM_E_NOT_FOUND;
    size_t size;
    char *text;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockShared(&self->lock);
    method = cim_class_find_method(self->object->cls, (struct text){text, size});
    if (method)
    {
        *out = wmi_bstr_from_text(text_from(method->origin));
        hr = *out ? S_OK : (HRESULT)WBEM_E_OUT_OF_MEMORY;
    }
    ReleaseSRWLockShared(&self->lock);
    mem_free(text);
    return hr;
}
