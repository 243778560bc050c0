/* SWbemPropertySet: the properties of an object, or its system properties (behaviour.md 10.1,
 * 10.4). A view: it holds the object and asks it each time; an enumeration is over the names
 * there were when it began. Any thread. */
#include "automation.h"

struct property_set
{
    struct com_object base;
    struct object *owner; /* referenced */
    bool system;
};

static struct property_set *impl_from_ISWbemPropertySet(ISWbemPropertySet *iface)
{
    return (struct property_set *)iface;
}

static HRESULT read_names(struct property_set *set, SAFEARRAY **out)
{
    LONG which = set->system ? WBEM_FLAG_SYSTEM_ONLY : WBEM_FLAG_NONSYSTEM_ONLY;

    *out = NULL;
    return IWbemClassObject_GetNames(set->owner->wbem, NULL, WBEM_FLAG_ALWAYS | which, NULL, out);
}

struct walk
{
    struct property_set *set;
    SAFEARRAY *names;
};

static HRESULT walk_item(void *context, ULONG index, IDispatch **out)
{
    const struct walk *walk = context;
    BSTR name;
    HRESULT hr;

    hr = collection_name(walk->names, index, &name);
    if (FAILED(hr))
        return hr;
    return property_create(walk->set->owner, name, (ISWbemProperty **)out);
}

static HRESULT WINAPI property_set_get__NewEnum(ISWbemPropertySet *iface, IUnknown **out)
{
    struct property_set *set = impl_from_ISWbemPropertySet(iface);
    struct walk walk = {set, NULL};
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = read_names(set, &walk.names);
    if (SUCCEEDED(hr))
        hr = collection_enum(collection_count(walk.names), walk_item, &walk, out);
    if (walk.names)
        SafeArrayDestroy(walk.names);
    return com_return(&set->base, hr);
}

static bool is_system_name(BSTR name)
{
    return SysStringLen(name) > 2 && name[0] == '_' && name[1] == '_';
}

/* The set of system properties holds no others; the other way round is allowed (behaviour.md
 * 10.1). */
static bool may_hold(const struct property_set *set, BSTR name)
{
    return !set->system || is_system_name(name);
}

static HRESULT WINAPI property_set_Item(ISWbemPropertySet *iface, BSTR name, LONG flags,
                                        ISWbemProperty **out)
{
    struct property_set *set = impl_from_ISWbemPropertySet(iface);
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    if (flags || !SysStringLen(name))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    if (!may_hold(set, name))
        return com_return(&set->base, WBEM_E_NOT_FOUND);
    hr = IWbemClassObject_Get(set->owner->wbem, name, 0, NULL, NULL, NULL);
    if (SUCCEEDED(hr))
        hr = property_create(set->owner, bstr_copy(name), out);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI property_set_get_Count(ISWbemPropertySet *iface, LONG *out)
{
    struct property_set *set = impl_from_ISWbemPropertySet(iface);
    SAFEARRAY *names;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = 0;
    hr = read_names(set, &names);
    *out = (LONG)collection_count(names);
    if (names)
        SafeArrayDestroy(names);
    return com_return(&set->base, hr);
}

static HRESULT add_property(struct property_set *set, BSTR name, LONG type, bool is_array)
{
    VARIANT genus;
    HRESULT hr;

    if (!SysStringLen(name))
        return WBEM_E_INVALID_PARAMETER;
    if (set->system)
        return WBEM_E_INVALID_OPERATION;
    VariantInit(&genus);
    hr = IWbemClassObject_Get(set->owner->wbem, L"__GENUS", 0, &genus, NULL, NULL);
    if (FAILED(hr))
        return hr;
    if (V_I4(&genus) != WBEM_GENUS_CLASS)
        return WBEM_E_INVALID_OPERATION;
    return IWbemClassObject_Put(set->owner->wbem, name, 0, NULL,
                                type | (is_array ? CIM_FLAG_ARRAY : 0));
}

static HRESULT WINAPI property_set_Add(ISWbemPropertySet *iface, BSTR name, WbemCimtypeEnum type,
                                       VARIANT_BOOL is_array, LONG flags, ISWbemProperty **out)
{
    struct property_set *set = impl_from_ISWbemPropertySet(iface);
    HRESULT hr;

    if (out)
        *out = NULL;
    if (flags)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    hr = add_property(set, name, (LONG)type, is_array != VARIANT_FALSE);
    if (SUCCEEDED(hr) && out)
        hr = property_create(set->owner, bstr_copy(name), out);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI property_set_Remove(ISWbemPropertySet *iface, BSTR name, LONG flags)
{
    struct property_set *set = impl_from_ISWbemPropertySet(iface);
    HRESULT hr;

    if (flags || !SysStringLen(name))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    if (!may_hold(set, name))
        return com_return(&set->base, WBEM_E_NOT_FOUND);
    hr = IWbemClassObject_Delete(set->owner->wbem, name);
    if (hr == WBEM_S_RESET_TO_DEFAULT)
        hr = (HRESULT)wbemErrResetToDefault;
    return com_return(&set->base, hr);
}

static const ISWbemPropertySetVtbl property_set_vtbl = {
    COM_OBJECT_METHODS(ISWbemPropertySet),
    property_set_get__NewEnum,
    property_set_Item,
    property_set_get_Count,
    property_set_Add,
    property_set_Remove,
};

/* `set("Name") = value` assigns the property's value. */
static HRESULT put_through_item(struct com_object *base, DISPID id, WORD flags,
                                const DISPPARAMS *params, VARIANT *result, UINT *bad_argument)
{
    struct property_set *set = (struct property_set *)base;
    const VARIANT *value;
    HRESULT hr;
    BSTR name;

    (void)result;
    hr = collection_put_arguments(id, flags, params, bad_argument, &name, &value);
    if (hr != S_OK)
        return hr;
    if (!SysStringLen(name) || !may_hold(set, name))
        return com_return(base, WBEM_E_NOT_FOUND);
    return com_return(base, property_write(set->owner, name, value));
}

static void property_set_destroy(struct com_object *base)
{
    object_release(((struct property_set *)base)->owner);
    free(base);
}

static const struct com_class property_set_class = {
    .name = "SWbemPropertySet",
    .clsid = &CLSID_SWbemPropertySet,
    .iid = &IID_ISWbemPropertySet,
    .members = &com_members_ISWbemPropertySet,
    .destroy = property_set_destroy,
    .dynamic_invoke = put_through_item,
};

HRESULT property_set_create(struct object *owner, bool system, ISWbemPropertySet **out)
{
    struct property_set *set;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    set = calloc(1, sizeof(*set));
    if (!set)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_init(&set->base, &property_set_class, &property_set_vtbl);
    com_object_AddRef(&owner->base.IDispatch_iface);
    set->owner = owner;
    set->system = system;
    *out = (ISWbemPropertySet *)&set->base.IDispatch_iface;
    return S_OK;
}
