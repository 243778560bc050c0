/* IWbemClassObject: a class or an instance in the hands of a client (see class_object.h for the
 * lock).
 *
 * Free-threaded. Owns its struct cim_object; embedded objects that it gives are copies. Names
 * come as UTF-16 and are looked up as such: reading a string by name allocates the BSTR and
 * nothing else. */
#include "class_object.h"

#include <wchar.h>

#include "../cim/mem.h"
#include "../com/error.h"
#include "qualifier_set.h"
#include "variant.h"

#define SPAWN_FLAGS 0

static struct wmi_class_object *impl_from_iface(IWbemClassObject *iface)
{
    return (struct wmi_class_object *)iface;
}

/* --- helpers ---------------------------------------------------------------------------------- */

static void destroy(struct wmi_base *base)
{
    struct wmi_class_object *self = (struct wmi_class_object *)base;

    cim_object_release(self->object);
    cim_class_release(self->stored);
    mem_free(self->properties);
    mem_free(self->methods);
    wmi_base_free(base);
}

static bool is_system_name(const WCHAR *name)
{
    return name[0] == '_' && name[1] == '_';
}

static size_t index_of(const struct cim_object *object, const struct cim_property *property)
{
    return (size_t)(property - object->cls->properties);
}

static struct cim_property *find_property(const struct wmi_class_object *self, const WCHAR *name)
{
    struct cim_property *property =
        cim_class_find_utf16(self->object->cls, (const uint16_t *)name, wcslen(name));

    if (!property || cim_object_shows(self->object, index_of(self->object, property)))
        return property;
    return NULL;
}

enum cim_status wmi_edit_class(struct wmi_class_object *self)
{
    struct cim_class *before = self->object->cls;
    enum cim_status status;

    if (!before->sealed)
        return CIM_OK;
    before = cim_class_ref(before);
    status = cim_object_edit_class(self->object);
    if (status || self->stored)
    {
        cim_class_release(before);
        return status;
    }
    self->stored = before;
    return CIM_OK;
}

/* The definition that new instances and derived classes come from, or NULL. */
static struct cim_class *spawning_class(const struct wmi_class_object *self)
{
    return self->object->cls->sealed ? self->object->cls : self->stored;
}

static LONG property_flavor(const struct cim_object *object, const struct cim_property *property)
{
    bool local = object->is_class ? property->is_local
                                  : cim_object_is_set(object, index_of(object, property));

    return local ? WBEM_FLAVOR_ORIGIN_LOCAL : WBEM_FLAVOR_ORIGIN_PROPAGATED;
}

static HRESULT read_value(VARIANT *out, const struct cim_object *object, size_t index)
{
    struct cim_value value;
    HRESULT hr = com_hresult(cim_object_get_at(&value, object, index));

    if (FAILED(hr))
        return hr;
    hr = wmi_variant_from_value(out, &value);
    cim_value_clear(&value);
    return hr;
}

HRESULT wmi_read_property(struct cim_object *object, const struct cim_property *property,
                          VARIANT *value, CIMTYPE *type, LONG *flavor)
{
    size_t index = index_of(object, property);
    union cim_scalar scalar;
    enum cim_status status;

    if (type)
        *type = (CIMTYPE)property->type | (property->is_array ? CIM_FLAG_ARRAY : 0);
    if (flavor)
        *flavor = property_flavor(object, property);
    if (!value)
        return S_OK;
    V_VT(value) = VT_EMPTY;
    status = cim_object_peek(&scalar, object, index);
    if (status == CIM_OK)
        return wmi_variant_from_scalar(value, property->type, &scalar);
    if (status != CIM_FALSE)
        return read_value(value, object, index);
    V_VT(value) = VT_NULL;
    return S_OK;
}

/* --- IWbemClassObject ------------------------------------------------------------------------- */

static HRESULT STDMETHODCALLTYPE class_object_GetQualifierSet(IWbemClassObject *iface,
                                                              IWbemQualifierSet **out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    return wmi_qualifier_set_create(out, impl_from_iface(iface), WMI_QUALIFIERS_OF_OBJECT, NULL);
}

static HRESULT STDMETHODCALLTYPE class_object_Get(IWbemClassObject *iface, LPCWSTR name, LONG flags,
                                                  VARIANT *value, CIMTYPE *type, LONG *flavor)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    const struct cim_property *property;
    HRESULT hr = WBEM_E_NOT_FOUND;
    int system;

    if (!name || flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockShared(&self->lock);
    if (is_system_name(name) && (system = wmi_system_find(name)) >= 0)
    {
        if (flavor)
            *flavor = WBEM_FLAVOR_ORIGIN_SYSTEM;
        hr = wmi_system_get(value, type, self->object, system);
    }
    else if ((property = find_property(self, name)) != NULL)
        hr = wmi_read_property(self->object, property, value, type, flavor);
    ReleaseSRWLockShared(&self->lock);
    return hr;
}

/* Set a property that exists; its type is known. */
static HRESULT put_value(struct wmi_class_object *self, const struct cim_property *property,
                         const VARIANT *variant)
{
    size_t index = index_of(self->object, property);
    struct cim_value value;
    HRESULT hr = wmi_variant_to_value(&value, variant, property->type, property->is_array);

    if (FAILED(hr))
        return hr;
    hr = com_hresult(cim_object_put_at(self->object, index, &value, NULL));
    cim_value_clear(&value);
    return hr;
}

static bool is_type_of(const struct cim_property *property, CIMTYPE type)
{
    return (CIMTYPE)property->type == (type & ~CIM_FLAG_ARRAY) &&
           property->is_array == ((type & CIM_FLAG_ARRAY) != 0);
}

static HRESULT put_instance_property(struct wmi_class_object *self, const WCHAR *name,
                                     const VARIANT *variant, CIMTYPE type)
{
    const struct cim_property *property = find_property(self, name);

    if (!property)
        return WBEM_E_NOT_FOUND;
    if (type && !is_type_of(property, type))
        return WBEM_E_TYPE_MISMATCH;
    return put_value(self, property, variant);
}

/* Declare a property, or declare it anew with another type. The value is converted before
 * anything changes. */
static HRESULT declare_property(struct wmi_class_object *self, struct text name,
                                const VARIANT *variant, CIMTYPE type)
{
    enum cim_type base = (enum cim_type)(type & ~CIM_FLAG_ARRAY);
    bool is_array = (type & CIM_FLAG_ARRAY) != 0;
    struct cim_value value;
    HRESULT hr;

    if (!cim_type_is_known((unsigned)base))
        return WBEM_E_INVALID_PROPERTY_TYPE;
    hr = wmi_variant_to_value(&value, variant, base, is_array);
    if (FAILED(hr))
        return hr;
    hr = com_hresult(cim_class_add_property(self->object->cls, name, base, is_array, NULL, NULL));
    if (SUCCEEDED(hr) && !value.is_null)
        hr = com_hresult(cim_class_set_default(self->object->cls, name, &value, NULL));
    cim_value_clear(&value);
    return hr;
}

static HRESULT put_class_property(struct wmi_class_object *self, const WCHAR *name,
                                  const VARIANT *variant, CIMTYPE type)
{
    const struct cim_property *property;
    size_t size;
    char *text;
    HRESULT hr = com_hresult(wmi_edit_class(self));

    if (FAILED(hr))
        return hr;
    property = find_property(self, name);
    if (property && (!type || is_type_of(property, type)))
        return put_value(self, property, variant);
    if (!type)
        return WBEM_E_INVALID_PROPERTY_TYPE;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    hr = declare_property(self, (struct text){text, size}, variant, type);
    mem_free(text);
    return hr;
}

static HRESULT STDMETHODCALLTYPE class_object_Put(IWbemClassObject *iface, LPCWSTR name, LONG flags,
                                                  VARIANT *value, CIMTYPE type)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    HRESULT hr;
    int system;

    if (wmi_is_blank(name) || flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    if (is_system_name(name) && (system = wmi_system_find(name)) >= 0)
        hr = wmi_system_put(self, system, value);
    else if (self->object->is_class)
        hr = put_class_property(self, name, value, type);
    else
        hr = put_instance_property(self, name, value, type);
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static enum cim_status delete_class_property(struct wmi_class_object *self, const WCHAR *name)
{
    enum cim_status status;
    size_t size;
    char *text;

    status = wmi_edit_class(self);
    if (status)
        return status;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return CIM_NO_MEMORY;
    status = cim_class_remove_property(self->object->cls, (struct text){text, size}, NULL);
    mem_free(text);
    return status;
}

static enum cim_status delete_property(struct wmi_class_object *self, const WCHAR *name)
{
    const struct cim_property *property = find_property(self, name);
    enum cim_status status;

    if (!property)
        return CIM_NOT_FOUND;
    if (self->object->is_class)
        return delete_class_property(self, name);
    status = cim_object_reset_at(self->object, index_of(self->object, property));
    return status ? status : CIM_RESET_TO_DEFAULT;
}

static HRESULT STDMETHODCALLTYPE class_object_Delete(IWbemClassObject *iface, LPCWSTR name)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    enum cim_status status;

    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    if (is_system_name(name) && wmi_system_find(name) >= 0)
        return WBEM_E_INVALID_OPERATION;
    AcquireSRWLockExclusive(&self->lock);
    status = delete_property(self, name);
    ReleaseSRWLockExclusive(&self->lock);
    return com_hresult(status);
}

static HRESULT STDMETHODCALLTYPE class_object_GetPropertyQualifierSet(IWbemClassObject *iface,
                                                                      LPCWSTR name,
                                                                      IWbemQualifierSet **out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    if (is_system_name(name) && wmi_system_find(name) >= 0)
        return WBEM_E_SYSTEM_PROPERTY;
    return wmi_qualifier_set_create(out, impl_from_iface(iface), WMI_QUALIFIERS_OF_PROPERTY, name);
}

static HRESULT STDMETHODCALLTYPE class_object_Clone(IWbemClassObject *iface, IWbemClassObject **out)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    struct cim_object *copy;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    hr = wmi_class_object_snapshot(&copy, iface);
    if (FAILED(hr))
        return hr;
    hr = wmi_class_object_create(out, copy);
    if (FAILED(hr))
        return hr;
    impl_from_iface(*out)->is_clone = true;
    AcquireSRWLockShared(&self->lock);
    impl_from_iface(*out)->stored = cim_class_ref(self->stored);
    ReleaseSRWLockShared(&self->lock);
    return S_OK;
}

/* The text forms belong to a room that is not there yet. */
static HRESULT STDMETHODCALLTYPE class_object_GetObjectText(IWbemClassObject *iface, LONG flags,
                                                            BSTR *out)
{
    (void)iface;
    if (!out || (flags & ~WBEM_FLAG_NO_FLAVORS))
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    return WBEM_E_NOT_SUPPORTED;
}

static enum cim_status derive(struct cim_object **out, const struct wmi_class_object *self)
{
    struct cim_class *parent = spawning_class(self);
    struct cim_class *cls;
    enum cim_status status;

    if (!self->object->is_class)
        return CIM_ILLEGAL_OPERATION;
    if (!parent || !*parent->name)
        return CIM_INCOMPLETE_CLASS;
    status = cim_class_derive(&cls, parent, NULL);
    if (status)
        return status;
    status = cim_object_from_class(out, cls);
    cim_class_release(cls);
    return status;
}

static enum cim_status spawn(struct cim_object **out, const struct wmi_class_object *self)
{
    struct cim_class *cls = spawning_class(self);

    return cls ? cim_object_spawn(out, cls) : CIM_INCOMPLETE_CLASS;
}

/* SpawnInstance and SpawnDerivedClass: the new object is of the same server and namespace. */
static HRESULT spawn_with(struct wmi_class_object *self, IWbemClassObject **out,
                          enum cim_status (*make)(struct cim_object **,
                                                  const struct wmi_class_object *))
{
    struct cim_object *object = NULL;
    enum cim_status status;

    AcquireSRWLockShared(&self->lock);
    status = make(&object, self);
    if (!status && self->object->space)
        status = cim_object_decorate(object, self->object->server, self->object->space);
    ReleaseSRWLockShared(&self->lock);
    if (!status)
        return wmi_class_object_create(out, object);
    cim_object_release(object);
    return com_hresult(status);
}

static HRESULT STDMETHODCALLTYPE class_object_SpawnDerivedClass(IWbemClassObject *iface, LONG flags,
                                                                IWbemClassObject **out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (flags != SPAWN_FLAGS)
        return WBEM_E_INVALID_PARAMETER;
    return spawn_with(impl_from_iface(iface), out, derive);
}

static HRESULT STDMETHODCALLTYPE class_object_SpawnInstance(IWbemClassObject *iface, LONG flags,
                                                            IWbemClassObject **out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (flags != SPAWN_FLAGS)
        return WBEM_E_INVALID_PARAMETER;
    return spawn_with(impl_from_iface(iface), out, spawn);
}

/* Both objects are locked in the order of their addresses, so that a.CompareTo(b) and
 * b.CompareTo(a) never wait for each other. */
static bool is_equal(struct wmi_class_object *a, struct wmi_class_object *b, LONG flags)
{
    struct wmi_class_object *first = a < b ? a : b, *second = a < b ? b : a;
    bool equal;

    if (a == b)
        return true;
    AcquireSRWLockShared(&first->lock);
    AcquireSRWLockShared(&second->lock);
    equal = cim_object_equal(a->object, b->object, (unsigned)flags);
    ReleaseSRWLockShared(&second->lock);
    ReleaseSRWLockShared(&first->lock);
    return equal;
}

static HRESULT STDMETHODCALLTYPE class_object_CompareTo(IWbemClassObject *iface, LONG flags,
                                                        IWbemClassObject *other)
{
    static const LONG allowed = WBEM_FLAG_IGNORE_QUALIFIERS | WBEM_FLAG_IGNORE_OBJECT_SOURCE |
                                WBEM_FLAG_IGNORE_DEFAULT_VALUES | WBEM_FLAG_IGNORE_CLASS |
                                WBEM_FLAG_IGNORE_CASE | WBEM_FLAG_IGNORE_FLAVOR;
    struct wmi_class_object *with = wmi_class_object_from(other);

    if (!with || (flags & ~allowed))
        return WBEM_E_INVALID_PARAMETER;
    return is_equal(impl_from_iface(iface), with, flags) ? WBEM_S_SAME : WBEM_S_DIFFERENT;
}

static HRESULT STDMETHODCALLTYPE class_object_GetPropertyOrigin(IWbemClassObject *iface,
                                                                LPCWSTR name, BSTR *out)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    const struct cim_property *property;
    HRESULT hr = WBEM_E_NOT_FOUND;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    if (is_system_name(name) && wmi_system_find(name) >= 0)
        return (*out = SysAllocString(L"___SYSTEM")) ? S_OK : (HRESULT)WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockShared(&self->lock);
    property = find_property(self, name);
    if (property)
    {
        /* while a class has no name, neither have the properties that it introduces an origin */
        *out = wmi_bstr_from_text(text_from(property->origin));
        hr = *out ? S_OK : (HRESULT)WBEM_E_OUT_OF_MEMORY;
    }
    ReleaseSRWLockShared(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE class_object_InheritsFrom(IWbemClassObject *iface,
                                                           LPCWSTR ancestor)
{
    struct wmi_class_object *self = impl_from_iface(iface);
    bool inherits;
    size_t size;
    char *text;

    if (wmi_is_blank(ancestor))
        return WBEM_E_INVALID_PARAMETER;
    text = wmi_text_from_wide(ancestor, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockShared(&self->lock);
    inherits = cim_class_is_a(self->object->cls, (struct text){text, size});
    ReleaseSRWLockShared(&self->lock);
    mem_free(text);
    return inherits ? WBEM_S_NO_ERROR : WBEM_S_FALSE;
}

static HRESULT STDMETHODCALLTYPE class_object_GetMethodQualifierSet(IWbemClassObject *iface,
                                                                    LPCWSTR name,
                                                                    IWbemQualifierSet **out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    return wmi_qualifier_set_create(out, impl_from_iface(iface), WMI_QUALIFIERS_OF_METHOD, name);
}

static const IWbemClassObjectVtbl class_object_vtbl = {
    WMI_BASE_METHODS(IWbemClassObject),
    class_object_GetQualifierSet,
    class_object_Get,
    class_object_Put,
    class_object_Delete,
    wmi_class_object_GetNames,
    wmi_class_object_BeginEnumeration,
    wmi_class_object_Next,
    wmi_class_object_EndEnumeration,
    class_object_GetPropertyQualifierSet,
    class_object_Clone,
    class_object_GetObjectText,
    class_object_SpawnDerivedClass,
    class_object_SpawnInstance,
    class_object_CompareTo,
    class_object_GetPropertyOrigin,
    class_object_InheritsFrom,
    wmi_class_object_GetMethod,
    wmi_class_object_PutMethod,
    wmi_class_object_DeleteMethod,
    wmi_class_object_BeginMethodEnumeration,
    wmi_class_object_NextMethod,
    wmi_class_object_EndMethodEnumeration,
    class_object_GetMethodQualifierSet,
    wmi_class_object_GetMethodOrigin,
};

static const struct wmi_kind class_object_kind = {&IID_IWbemClassObject, destroy};

/* --- creation --------------------------------------------------------------------------------- */

HRESULT wmi_class_object_create(IWbemClassObject **out, struct cim_object *object)
{
    struct wmi_class_object *self = mem_zalloc(sizeof(*self));

    *out = NULL;
    if (!self)
    {
        cim_object_release(object);
        return WBEM_E_OUT_OF_MEMORY;
    }
    wmi_base_init(&self->base, &class_object_kind, &class_object_vtbl);
    InitializeSRWLock(&self->lock);
    self->object = object;
    *out = (IWbemClassObject *)self;
    return S_OK;
}

HRESULT wmi_class_object_from_class(IWbemClassObject **out, struct cim_class *cls,
                                    const char *server, const char *space)
{
    struct cim_object *object;
    enum cim_status status;

    *out = NULL;
    status = cim_object_from_class(&object, cls);
    if (status)
        return com_hresult(status);
    if (space)
        status = cim_object_decorate(object, server, space);
    if (!status)
        return wmi_class_object_create(out, object);
    cim_object_release(object);
    return com_hresult(status);
}

HRESULT wmi_empty_class_create(IWbemClassObject **out)
{
    struct cim_class *cls;
    HRESULT hr;

    *out = NULL;
    hr = com_hresult(cim_class_new(&cls));
    if (FAILED(hr))
        return hr;
    hr = wmi_class_object_from_class(out, cls, NULL, NULL);
    cim_class_release(cls);
    return hr;
}

struct wmi_class_object *wmi_class_object_from(IWbemClassObject *iface)
{
    return iface && iface->lpVtbl == &class_object_vtbl ? impl_from_iface(iface) : NULL;
}

HRESULT wmi_class_object_snapshot(struct cim_object **out, IWbemClassObject *iface)
{
    struct wmi_class_object *self = wmi_class_object_from(iface);
    enum cim_status status;

    if (!self)
        return WBEM_E_INVALID_OBJECT;
    AcquireSRWLockShared(&self->lock);
    status = cim_object_clone(out, self->object);
    ReleaseSRWLockShared(&self->lock);
    return com_hresult(status);
}

bool wmi_class_object_is_class(struct wmi_class_object *self)
{
    return self->object->is_class; /* never changes */
}

void wmi_class_object_set_stored(struct wmi_class_object *self, struct cim_class *cls)
{
    struct cim_class *before;

    AcquireSRWLockExclusive(&self->lock);
    before = self->stored;
    self->stored = cim_class_ref(cls);
    ReleaseSRWLockExclusive(&self->lock);
    cim_class_release(before);
}
