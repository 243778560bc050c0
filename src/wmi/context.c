/* IWbemContext: named values that accompany a call. Free-threaded; `lock` guards the list and the
 * enumeration. Names compare without case; values are copies, in order of addition. */
#include "base.h"

#include "../cim/mem.h"

struct entry
{
    BSTR name;     /* owned */
    VARIANT value; /* owned */
};

struct context
{
    struct wmi_base base; /* vtable: IWbemContext */
    SRWLOCK lock;
    struct entry *entries; /* owned */
    size_t count;
    size_t capacity;
    size_t next; /* of the enumeration */
    bool enumerating;
};

#define FIRST_CAPACITY 4
#define MAX_VALUES     65536

static struct context *impl_from_iface(IWbemContext *iface)
{
    return (struct context *)iface;
}

static void free_entries(struct entry *entries, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
    {
        SysFreeString(entries[i].name);
        VariantClear(&entries[i].value);
    }
    mem_free(entries);
}

static void destroy(struct wmi_base *base)
{
    struct context *self = (struct context *)base;

    free_entries(self->entries, self->count);
    wmi_base_free(base);
}

static struct entry *find(struct context *self, const WCHAR *name)
{
    size_t i;

    for (i = 0; i < self->count; i++)
    {
        if (CompareStringOrdinal(self->entries[i].name, -1, name, -1, TRUE) == CSTR_EQUAL)
            return &self->entries[i];
    }
    return NULL;
}

static HRESULT make_room(struct context *self)
{
    size_t capacity = self->capacity ? self->capacity * 2 : FIRST_CAPACITY;
    struct entry *entries;

    if (self->count < self->capacity)
        return S_OK;
    if (self->count >= MAX_VALUES)
        return WBEM_E_QUOTA_VIOLATION;
    entries = mem_realloc(self->entries, capacity * sizeof(*entries));
    if (!entries)
        return WBEM_E_OUT_OF_MEMORY;
    self->entries = entries;
    self->capacity = capacity;
    return S_OK;
}

/* `value` moves in; what is left in it afterwards, the value replaced, is the caller's to clear,
 * without the lock: it may be an object of a client. */
static HRESULT set_value(struct context *self, const WCHAR *name, VARIANT *value)
{
    struct entry *entry = find(self, name);
    BSTR copy;
    HRESULT hr;

    if (entry)
    {
        VARIANT before = entry->value;
        entry->value = *value;
        *value = before;
        return S_OK;
    }
    hr = make_room(self);
    if (FAILED(hr))
        return hr;
    copy = SysAllocString(name);
    if (!copy)
        return WBEM_E_OUT_OF_MEMORY;
    self->entries[self->count++] = (struct entry){copy, *value};
    VariantInit(value);
    return S_OK;
}

static HRESULT copy_variant(VARIANT *out, const VARIANT *value)
{
    HRESULT hr;

    VariantInit(out);
    hr = VariantCopyInd(out, (VARIANT *)value);
    if (SUCCEEDED(hr))
        return S_OK;
    return hr == E_OUTOFMEMORY ? (HRESULT)WBEM_E_OUT_OF_MEMORY : (HRESULT)WBEM_E_INVALID_PARAMETER;
}

/* --- IWbemContext ----------------------------------------------------------------------------- */

static HRESULT copy_entries(struct context *to, struct context *from)
{
    VARIANT value;
    HRESULT hr = S_OK;
    size_t i;

    for (i = 0; SUCCEEDED(hr) && i < from->count; i++)
    {
        hr = copy_variant(&value, &from->entries[i].value);
        if (FAILED(hr))
            break;
        hr = set_value(to, from->entries[i].name, &value);
        VariantClear(&value);
    }
    return hr;
}

static HRESULT STDMETHODCALLTYPE context_Clone(IWbemContext *iface, IWbemContext **out)
{
    struct context *self = impl_from_iface(iface);
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    hr = wmi_context_create(out);
    if (FAILED(hr))
        return hr;
    AcquireSRWLockShared(&self->lock);
    hr = copy_entries(impl_from_iface(*out), self);
    ReleaseSRWLockShared(&self->lock);
    if (FAILED(hr))
    {
        IWbemContext_Release(*out);
        *out = NULL;
    }
    return hr;
}

static SAFEARRAY *list_names(const struct context *self)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_BSTR, 0, (ULONG)self->count);
    size_t i;

    for (i = 0; array && i < self->count; i++)
    {
        BSTR name = SysAllocString(self->entries[i].name);
        ((BSTR *)array->pvData)[i] = name;
        if (name)
            continue;
        SafeArrayDestroy(array);
        array = NULL;
    }
    return array;
}

static HRESULT STDMETHODCALLTYPE context_GetNames(IWbemContext *iface, LONG flags, SAFEARRAY **out)
{
    struct context *self = impl_from_iface(iface);

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockShared(&self->lock);
    *out = list_names(self);
    ReleaseSRWLockShared(&self->lock);
    return *out ? WBEM_S_NO_ERROR : (HRESULT)WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE context_BeginEnumeration(IWbemContext *iface, LONG flags)
{
    struct context *self = impl_from_iface(iface);

    if (flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    self->next = 0;
    self->enumerating = true;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

static HRESULT next_entry(struct context *self, BSTR *name, VARIANT *value)
{
    const struct entry *entry;
    HRESULT hr = S_OK;

    if (!self->enumerating)
        return WBEM_E_UNEXPECTED;
    if (self->next >= self->count)
        return WBEM_S_NO_MORE_DATA;
    entry = &self->entries[self->next++];
    if (value)
        hr = copy_variant(value, &entry->value);
    if (FAILED(hr) || !name)
        return hr;
    *name = SysAllocString(entry->name);
    if (*name)
        return WBEM_S_NO_ERROR;
    if (value)
        VariantClear(value);
    return WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE context_Next(IWbemContext *iface, LONG flags, BSTR *name,
                                              VARIANT *value)
{
    struct context *self = impl_from_iface(iface);
    HRESULT hr;

    if (name)
        *name = NULL;
    if (value)
        V_VT(value) = VT_EMPTY;
    if (flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = next_entry(self, name, value);
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE context_EndEnumeration(IWbemContext *iface)
{
    struct context *self = impl_from_iface(iface);

    AcquireSRWLockExclusive(&self->lock);
    self->enumerating = false;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

static HRESULT STDMETHODCALLTYPE context_SetValue(IWbemContext *iface, LPCWSTR name, LONG flags,
                                                  VARIANT *value)
{
    struct context *self = impl_from_iface(iface);
    VARIANT copy;
    HRESULT hr;

    if (wmi_is_blank(name) || flags || !value)
        return WBEM_E_INVALID_PARAMETER;
    hr = copy_variant(&copy, value);
    if (FAILED(hr))
        return hr;
    AcquireSRWLockExclusive(&self->lock);
    hr = set_value(self, name, &copy);
    ReleaseSRWLockExclusive(&self->lock);
    VariantClear(&copy);
    return hr;
}

static HRESULT STDMETHODCALLTYPE context_GetValue(IWbemContext *iface, LPCWSTR name, LONG flags,
                                                  VARIANT *value)
{
    struct context *self = impl_from_iface(iface);
    const struct entry *entry;
    HRESULT hr = WBEM_E_NOT_FOUND;

    if (value)
        V_VT(value) = VT_EMPTY;
    if (wmi_is_blank(name) || flags || !value)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockShared(&self->lock);
    entry = find(self, name);
    if (entry)
        hr = copy_variant(value, &entry->value);
    ReleaseSRWLockShared(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE context_DeleteValue(IWbemContext *iface, LPCWSTR name, LONG flags)
{
    struct context *self = impl_from_iface(iface);
    struct entry *entry, gone = {NULL, {{{0}}}};
    size_t index;

    if (wmi_is_blank(name) || flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    entry = find(self, name);
    if (entry)
    {
        gone = *entry;
        index = (size_t)(entry - self->entries);
        self->count--;
        memmove(entry, entry + 1, (self->count - index) * sizeof(*entry));
    }
    ReleaseSRWLockExclusive(&self->lock);
    if (!gone.name)
        return WBEM_E_NOT_FOUND;
    SysFreeString(gone.name);
    VariantClear(&gone.value);
    return WBEM_S_NO_ERROR;
}

static HRESULT STDMETHODCALLTYPE context_DeleteAll(IWbemContext *iface)
{
    struct context *self = impl_from_iface(iface);
    struct entry *entries;
    size_t count;

    AcquireSRWLockExclusive(&self->lock);
    entries = self->entries;
    count = self->count;
    self->entries = NULL;
    self->count = self->capacity = 0;
    ReleaseSRWLockExclusive(&self->lock);
    free_entries(entries, count);
    return WBEM_S_NO_ERROR;
}

static const IWbemContextVtbl context_vtbl = {
    WMI_BASE_METHODS(IWbemContext),
    context_Clone,
    context_GetNames,
    context_BeginEnumeration,
    context_Next,
    context_EndEnumeration,
    context_SetValue,
    context_GetValue,
    context_DeleteValue,
    context_DeleteAll,
};

static const struct wmi_kind context_kind = {&IID_IWbemContext, destroy};

HRESULT wmi_context_create(IWbemContext **out)
{
    struct context *self = mem_zalloc(sizeof(*self));

    *out = NULL;
    if (!self)
        return WBEM_E_OUT_OF_MEMORY;
    wmi_base_init(&self->base, &context_kind, &context_vtbl);
    InitializeSRWLock(&self->lock);
    *out = (IWbemContext *)self;
    return S_OK;
}
