/* IWbemQualifierSet: a view of the qualifiers of a class, an instance, a property or a method.
 *
 * Free-threaded: what it shows belongs to its owner and is read and written under the owner's lock;
 * `lock` guards the enumeration alone. Holds a reference on the owner.
 *
 * A class has one set per place, with what it inherits marked as propagated. An instance has
 * sets of its own and, behind them, what its class propagates to instances. A property shows its
 * type as CIMTYPE, first of all; putting "ref:Class" or "object:Class" there makes a reference
 * or embedded object strongly typed. */
#include "qualifier_set.h"

#include "../cim/mem.h"
#include "../com/error.h"
#include "variant.h"

#define CIMTYPE_NAME   "CIMTYPE"
#define CIMTYPE_FLAVOR (CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS)

struct qualifier_set
{
    struct wmi_base base;           /* vtable: IWbemQualifierSet */
    struct wmi_class_object *owner; /* referenced */
    enum wmi_qualifiers_of of;
    char *name; /* owned: of the property or method */
    size_t name_size;
    SRWLOCK lock;
    struct cim_qualifiers listed; /* owned: the enumeration, a copy */
    size_t next;
    bool enumerating;
};

/* Where the qualifiers of one place stand. */
struct place
{
    const struct cim_qualifiers *own; /* NULL: none */
    const struct cim_qualifiers
        *inherited; /* of the instance's class: those for instances count; NULL: none */
    const struct cim_property *property; /* has a CIMTYPE; NULL for other places */
    bool property_is_local;
};

static struct qualifier_set *impl_from_iface(IWbemQualifierSet *iface)
{
    return (struct qualifier_set *)iface;
}

/* --- places ----------------------------------------------------------------------------------- */

static void property_place(struct place *out, const struct cim_object *object,
                           const struct cim_property *property)
{
    size_t index = (size_t)(property - object->cls->properties);

    memset(out, 0, sizeof(*out));
    out->property = property;
    if (object->is_class)
    {
        out->own = &property->qualifiers;
        out->property_is_local = property->is_local;
        return;
    }
    out->own = object->property_qualifiers ? &object->property_qualifiers[index] : NULL;
    out->inherited = &property->qualifiers;
}

static void object_place(struct place *out, const struct cim_object *object)
{
    memset(out, 0, sizeof(*out));
    out->own = object->is_class ? &object->cls->qualifiers : &object->qualifiers;
    out->inherited = object->is_class ? NULL : &object->cls->qualifiers;
}

static HRESULT method_place(struct place *out, const struct cim_object *object, struct text name)
{
    const struct cim_method *method = cim_class_find_method(object->cls, name);

    memset(out, 0, sizeof(*out));
    if (!method)
        return WBEM_E_NOT_FOUND;
    out->own = &method->qualifiers;
    return S_OK;
}

static struct text name_of(const struct qualifier_set *self)
{
    return (struct text){self->name, self->name_size};
}

static HRESULT find_place(struct place *out, const struct qualifier_set *self)
{
    const struct cim_object *object = self->owner->object;
    const struct cim_property *property;

    switch (self->of)
    {
    case WMI_QUALIFIERS_OF_OBJECT:
        object_place(out, object);
        return S_OK;
    case WMI_QUALIFIERS_OF_METHOD:
        return method_place(out, object, name_of(self));
    default:
        property = cim_class_find(object->cls, name_of(self));
        if (!property)
            return WBEM_E_NOT_FOUND;
        property_place(out, object, property);
        return S_OK;
    }
}

/* --- CIMTYPE ---------------------------------------------------------------------------------- */

static bool is_cimtype(struct text name)
{
    return text_equal_fold(name, TEXT_LITERAL(CIMTYPE_NAME));
}

static unsigned cimtype_flavor(const struct place *place)
{
    return CIMTYPE_FLAVOR | (place->property_is_local ? 0 : CIM_FLAVOR_PROPAGATED);
}

/* "uint32", "ref:CIM_Setting", "object" */
static enum cim_status cimtype_value(struct cim_value *out, const struct cim_property *property)
{
    struct buffer text;
    enum cim_status status;

    buffer_init(&text, 0);
    buffer_append_string(&text, cim_type_name(property->type));
    if (property->type_class)
    {
        buffer_append_char(&text, ':');
        buffer_append_string(&text, property->type_class);
    }
    status = buffer_status(&text);
    if (!status)
        status = cim_value_set_string(out, CIM_TYPE_STRING, buffer_text(&text));
    buffer_free(&text);
    return status;
}

/* Make a reference or object property one of a class. @param text  the whole "ref:Class" */
static enum cim_status put_cimtype(struct cim_class *cls, const struct cim_property *property,
                                   struct text text)
{
    struct text base = text_from(cim_type_name(property->type));
    struct text name = {property->name, property->name_size};
    char *type_class;
    enum cim_status status;

    if (property->type != CIM_TYPE_REFERENCE && property->type != CIM_TYPE_OBJECT)
        return text_equal_fold(text, base) ? CIM_OK : CIM_INVALID_QUALIFIER;
    if (text.size <= base.size + 1 || text.data[base.size] != ':' ||
        !text_equal_fold((struct text){text.data, base.size}, base))
        return text_equal_fold(text, base) ? CIM_OK : CIM_INVALID_QUALIFIER;
    type_class = text_dup((struct text){text.data + base.size + 1, text.size - base.size - 1});
    status = type_class ? cim_class_set_type_class(cls, name, type_class, NULL) : CIM_NO_MEMORY;
    mem_free(type_class);
    return status;
}

/* --- reading ---------------------------------------------------------------------------------- */

/* @param flavor  with the mark of origin. @return borrowed, or NULL */
static const struct cim_value *find_in_place(const struct place *place, struct text name,
                                             unsigned *flavor)
{
    const struct cim_qualifier *found = place->own ? cim_qualifiers_find(place->own, name) : NULL;

    if (found)
    {
        *flavor = found->flavor;
        return &found->value;
    }
    found = place->inherited ? cim_qualifiers_find(place->inherited, name) : NULL;
    if (!found || !(found->flavor & CIM_FLAVOR_TO_INSTANCE))
        return NULL;
    *flavor = found->flavor | CIM_FLAVOR_PROPAGATED;
    return &found->value;
}

static HRESULT get_cimtype(const struct place *place, VARIANT *value, LONG *flavor)
{
    struct cim_value text;
    HRESULT hr;

    if (flavor)
        *flavor = (LONG)cimtype_flavor(place);
    if (!value)
        return S_OK;
    hr = com_hresult(cimtype_value(&text, place->property));
    if (FAILED(hr))
        return hr;
    hr = wmi_variant_from_value(value, &text);
    cim_value_clear(&text);
    return hr;
}

static HRESULT get(const struct qualifier_set *self, struct text name, VARIANT *value, LONG *flavor)
{
    const struct cim_value *found;
    struct place place;
    unsigned bits;
    HRESULT hr = find_place(&place, self);

    if (FAILED(hr))
        return hr;
    if (place.property && is_cimtype(name))
        return get_cimtype(&place, value, flavor);
    found = find_in_place(&place, name, &bits);
    if (!found)
        return WBEM_E_NOT_FOUND;
    if (flavor)
        *flavor = (LONG)bits;
    return value ? wmi_variant_from_value(value, found) : S_OK;
}

bool wmi_property_has_qualifier(const struct cim_object *object,
                                const struct cim_property *property, struct text name,
                                const struct cim_value *value)
{
    const struct cim_value *found;
    struct cim_value type;
    struct place place;
    unsigned flavor;
    bool equal;

    property_place(&place, object, property);
    if (!is_cimtype(name))
    {
        found = find_in_place(&place, name, &flavor);
        return found && (!value || cim_value_equal(found, value, false));
    }
    if (!value || cimtype_value(&type, property))
        return !value;
    equal = cim_value_equal(&type, value, true);
    cim_value_clear(&type);
    return equal;
}

static enum cim_status add_cimtype(struct cim_qualifiers *out, const struct place *place)
{
    struct cim_value type;
    enum cim_status status;

    if (!place->property)
        return CIM_OK;
    status = cimtype_value(&type, place->property);
    if (status)
        return status;
    status = cim_qualifiers_set(out, TEXT_LITERAL(CIMTYPE_NAME), &type, cimtype_flavor(place));
    cim_value_clear(&type);
    return status;
}

/* Add the items of one origin; 0: of both. */
static enum cim_status add_items(struct cim_qualifiers *out, const struct cim_qualifiers *set,
                                 LONG origin)
{
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < set->count; i++)
    {
        const struct cim_qualifier *item = &set->items[i];
        bool propagated = item->flavor & CIM_FLAVOR_PROPAGATED;

        if (!origin || propagated == (origin == WBEM_FLAG_PROPAGATED_ONLY))
            status = cim_qualifiers_set(out, (struct text){item->name, item->name_size},
                                        &item->value, item->flavor);
    }
    return status;
}

/* What a place shows, in one set. */
static enum cim_status list_place(struct cim_qualifiers *out, const struct place *place,
                                  LONG origin)
{
    struct cim_qualifiers all = {0};
    enum cim_status status = add_cimtype(&all, place);

    if (!status && place->own)
        status = add_items(&all, place->own, 0);
    if (!status && place->inherited)
        status = cim_qualifiers_inherit(&all, place->inherited, CIM_FLAVOR_TO_INSTANCE);
    if (!status && origin)
        status = add_items(out, &all, origin);
    if (!status && !origin)
    {
        *out = all;
        return CIM_OK;
    }
    cim_qualifiers_free(&all);
    return status;
}

static HRESULT list(struct cim_qualifiers *out, struct qualifier_set *self, LONG origin)
{
    struct place place;
    HRESULT hr;

    memset(out, 0, sizeof(*out));
    if (origin && origin != WBEM_FLAG_LOCAL_ONLY && origin != WBEM_FLAG_PROPAGATED_ONLY)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockShared(&self->owner->lock);
    hr = find_place(&place, self);
    if (SUCCEEDED(hr))
        hr = com_hresult(list_place(out, &place, origin));
    ReleaseSRWLockShared(&self->owner->lock);
    if (FAILED(hr))
        cim_qualifiers_free(out);
    return hr;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* An instance has sets of its own: what the class forbids to override is looked up there. */
static enum cim_status check_override(const struct place *place, struct text name)
{
    const struct cim_qualifier *found =
        place->inherited ? cim_qualifiers_find(place->inherited, name) : NULL;

    if (found && (found->flavor & CIM_FLAVOR_TO_INSTANCE) &&
        (found->flavor & CIM_FLAVOR_NOT_OVERRIDABLE))
        return CIM_OVERRIDE_NOT_ALLOWED;
    return CIM_OK;
}

/* The sets of an instance's properties exist only once one is written. */
static struct cim_qualifiers *instance_set(struct cim_object *object,
                                           const struct cim_property *property)
{
    if (!property)
        return &object->qualifiers;
    if (!object->property_qualifiers)
        object->property_qualifiers =
            mem_calloc(object->cls->property_count, sizeof(*object->property_qualifiers));
    if (!object->property_qualifiers)
        return NULL;
    return &object->property_qualifiers[property - object->cls->properties];
}

static enum cim_status put_on_instance(struct cim_object *object, const struct place *place,
                                       struct text name, const struct cim_value *value,
                                       unsigned flavor)
{
    struct cim_qualifiers *set;
    enum cim_status status;

    if (text_equal_fold(name, TEXT_LITERAL("key")) ||
        text_equal_fold(name, TEXT_LITERAL("indexed")))
        return CIM_CANNOT_BE_KEY;
    status = check_override(place, name);
    if (status)
        return status;
    set = instance_set(object, place->property);
    if (!set)
        return CIM_NO_MEMORY;
    return cim_qualifiers_put(set, CIM_ON_INSTANCE, name, value, flavor, NULL);
}

static enum cim_status put_on_class(struct qualifier_set *self, struct text name,
                                    const struct cim_value *value, unsigned flavor)
{
    struct cim_class *cls = self->owner->object->cls;
    struct cim_method *method;
    enum cim_status status;

    switch (self->of)
    {
    case WMI_QUALIFIERS_OF_OBJECT:
        return cim_qualifiers_put(&cls->qualifiers, CIM_ON_CLASS, name, value, flavor, NULL);
    case WMI_QUALIFIERS_OF_METHOD:
        method = cim_class_find_method(cls, name_of(self));
        status = cim_qualifiers_put(&method->qualifiers, CIM_ON_METHOD, name, value, flavor, NULL);
        method->is_local = method->is_local || !status;
        return status;
    default:
        if (is_cimtype(name))
            return value->type == CIM_TYPE_STRING && !value->is_array
                       ? put_cimtype(cls, cim_class_find(cls, name_of(self)), value->scalar.string)
                       : CIM_INVALID_QUALIFIER_TYPE;
        return cim_class_put_property_qualifier(cls, name_of(self), name, value, flavor, NULL);
    }
}

static enum cim_status remove_on_class(struct qualifier_set *self, struct text name)
{
    struct cim_class *cls = self->owner->object->cls;

    switch (self->of)
    {
    case WMI_QUALIFIERS_OF_OBJECT:
        return cim_qualifiers_remove(&cls->qualifiers, name, NULL);
    case WMI_QUALIFIERS_OF_METHOD:
        return cim_qualifiers_remove(&cim_class_find_method(cls, name_of(self))->qualifiers, name,
                                     NULL);
    default:
        return cim_class_remove_property_qualifier(cls, name_of(self), name, NULL);
    }
}

static enum cim_status remove_on_instance(const struct place *place, struct text name)
{
    unsigned flavor;

    if (place->property && is_cimtype(name))
        return CIM_INVALID_OPERATION;
    if (place->own && cim_qualifiers_find(place->own, name))
        return cim_qualifiers_remove((struct cim_qualifiers *)place->own, name, NULL);
    return find_in_place(place, name, &flavor) ? CIM_PROPAGATED_QUALIFIER : CIM_NOT_FOUND;
}

/* Put (value given) or delete, with the owner locked. */
static HRESULT change(struct qualifier_set *self, struct text name, const struct cim_value *value,
                      unsigned flavor)
{
    struct cim_object *object = self->owner->object;
    struct place place;
    HRESULT hr = find_place(&place, self);

    if (FAILED(hr))
        return hr;
    if (!object->is_class && self->of == WMI_QUALIFIERS_OF_METHOD)
        return WBEM_E_ILLEGAL_OPERATION;
    if (!object->is_class && value)
        return com_hresult(put_on_instance(object, &place, name, value, flavor));
    if (!object->is_class)
        return com_hresult(remove_on_instance(&place, name));
    hr = com_hresult(wmi_edit_class(self->owner));
    if (FAILED(hr))
        return hr;
    return com_hresult(value ? put_on_class(self, name, value, flavor)
                             : remove_on_class(self, name));
}

static HRESULT change_locked(struct qualifier_set *self, const WCHAR *name,
                             const struct cim_value *value, unsigned flavor)
{
    size_t size;
    char *text = wmi_text_from_wide(name, &size);
    HRESULT hr;

    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockExclusive(&self->owner->lock);
    hr = change(self, (struct text){text, size}, value, flavor);
    ReleaseSRWLockExclusive(&self->owner->lock);
    mem_free(text);
    return hr;
}

/* --- IWbemQualifierSet ------------------------------------------------------------------------ */

static void destroy(struct wmi_base *base)
{
    struct qualifier_set *self = (struct qualifier_set *)base;

    IWbemClassObject_Release((IWbemClassObject *)self->owner);
    cim_qualifiers_free(&self->listed);
    mem_free(self->name);
    wmi_base_free(base);
}

static HRESULT STDMETHODCALLTYPE qualifier_set_Get(IWbemQualifierSet *iface, LPCWSTR name,
                                                   LONG flags, VARIANT *value, LONG *flavor)
{
    struct qualifier_set *self = impl_from_iface(iface);
    size_t size;
    char *text;
    HRESULT hr;

    if (value)
        V_VT(value) = VT_EMPTY;
    if (wmi_is_blank(name) || flags)
        return WBEM_E_INVALID_PARAMETER;
    text = wmi_text_from_wide(name, &size);
    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockShared(&self->owner->lock);
    hr = get(self, (struct text){text, size}, value, flavor);
    ReleaseSRWLockShared(&self->owner->lock);
    mem_free(text);
    return hr;
}

static HRESULT STDMETHODCALLTYPE qualifier_set_Put(IWbemQualifierSet *iface, LPCWSTR name,
                                                   VARIANT *variant, LONG flavor)
{
    struct cim_value value;
    HRESULT hr;

    if (wmi_is_blank(name) || !variant)
        return WBEM_E_INVALID_PARAMETER;
    hr = wmi_variant_to_qualifier(&value, variant);
    if (FAILED(hr))
        return hr;
    hr = change_locked(impl_from_iface(iface), name, &value, (unsigned)flavor);
    cim_value_clear(&value);
    return hr;
}

static HRESULT STDMETHODCALLTYPE qualifier_set_Delete(IWbemQualifierSet *iface, LPCWSTR name)
{
    if (wmi_is_blank(name))
        return WBEM_E_INVALID_PARAMETER;
    return change_locked(impl_from_iface(iface), name, NULL, 0);
}

static SAFEARRAY *names_of(const struct cim_qualifiers *set)
{
    struct text *names = mem_calloc(set->count, sizeof(*names));
    SAFEARRAY *array;
    size_t i;

    if (!names)
        return NULL;
    for (i = 0; i < set->count; i++)
        names[i] = (struct text){set->items[i].name, set->items[i].name_size};
    array = wmi_names_to_array(names, set->count);
    mem_free(names);
    return array;
}

static HRESULT STDMETHODCALLTYPE qualifier_set_GetNames(IWbemQualifierSet *iface, LONG flags,
                                                        SAFEARRAY **out)
{
    struct cim_qualifiers set;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    hr = list(&set, impl_from_iface(iface), flags);
    if (FAILED(hr))
        return hr;
    *out = names_of(&set);
    cim_qualifiers_free(&set);
    return *out ? WBEM_S_NO_ERROR : (HRESULT)WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE qualifier_set_BeginEnumeration(IWbemQualifierSet *iface,
                                                                LONG flags)
{
    struct qualifier_set *self = impl_from_iface(iface);
    struct cim_qualifiers set;
    HRESULT hr = list(&set, self, flags);

    if (FAILED(hr))
        return hr;
    AcquireSRWLockExclusive(&self->lock);
    cim_qualifiers_free(&self->listed);
    self->listed = set;
    self->next = 0;
    self->enumerating = true;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

static HRESULT next_listed(struct qualifier_set *self, BSTR *name, VARIANT *value, LONG *flavor)
{
    const struct cim_qualifier *item;
    HRESULT hr = S_OK;

    if (!self->enumerating)
        return WBEM_E_UNEXPECTED;
    if (self->next == self->listed.count)
        return WBEM_S_NO_MORE_DATA;
    item = &self->listed.items[self->next++];
    if (flavor)
        *flavor = (LONG)item->flavor;
    if (value)
        hr = wmi_variant_from_value(value, &item->value);
    if (FAILED(hr) || !name)
        return hr;
    *name = wmi_bstr_from_text((struct text){item->name, item->name_size});
    if (*name)
        return hr;
    if (value)
        VariantClear(value);
    return WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE qualifier_set_Next(IWbemQualifierSet *iface, LONG flags,
                                                    BSTR *name, VARIANT *value, LONG *flavor)
{
    struct qualifier_set *self = impl_from_iface(iface);
    HRESULT hr;

    if (name)
        *name = NULL;
    if (value)
        V_VT(value) = VT_EMPTY;
    if (flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = next_listed(self, name, value, flavor);
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE qualifier_set_EndEnumeration(IWbemQualifierSet *iface)
{
    struct qualifier_set *self = impl_from_iface(iface);

    AcquireSRWLockExclusive(&self->lock);
    cim_qualifiers_free(&self->listed);
    self->enumerating = false;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}

static const IWbemQualifierSetVtbl qualifier_set_vtbl = {
    WMI_BASE_METHODS(IWbemQualifierSet),
    qualifier_set_Get,
    qualifier_set_Put,
    qualifier_set_Delete,
    qualifier_set_GetNames,
    qualifier_set_BeginEnumeration,
    qualifier_set_Next,
    qualifier_set_EndEnumeration,
};

static const struct wmi_kind qualifier_set_kind = {&IID_IWbemQualifierSet, destroy};

HRESULT wmi_qualifier_set_create(IWbemQualifierSet **out, struct wmi_class_object *owner,
                                 enum wmi_qualifiers_of of, const WCHAR *name)
{
    struct qualifier_set *self = mem_zalloc(sizeof(*self));
    struct place place;
    HRESULT hr;

    *out = NULL;
    if (!self)
        return WBEM_E_OUT_OF_MEMORY;
    wmi_base_init(&self->base, &qualifier_set_kind, &qualifier_set_vtbl);
    InitializeSRWLock(&self->lock);
    self->of = of;
    self->owner = owner;
    IWbemClassObject_AddRef((IWbemClassObject *)owner);
    self->name = wmi_text_from_wide(name, &self->name_size);
    hr = WBEM_E_OUT_OF_MEMORY;
    if (self->name)
    {
        AcquireSRWLockShared(&owner->lock);
        hr = find_place(&place, self);
        ReleaseSRWLockShared(&owner->lock);
    }
    if (SUCCEEDED(hr))
        *out = (IWbemQualifierSet *)self;
    else
        destroy(&self->base);
    return hr;
}
