/* SWbemQualifierSet: the qualifiers of a class, instance, property or method (behaviour.md
 * 11.1). A view: it holds the IWbemQualifierSet, which keeps its object alive, and asks it each
 * time. Any thread. */
#include "qualifier.h"

struct qualifier_set
{
    struct com_object base;
    IWbemQualifierSet *wbem; /* referenced */
};

static struct qualifier_set *impl_from_ISWbemQualifierSet(ISWbemQualifierSet *iface)
{
    return (struct qualifier_set *)iface;
}

struct walk
{
    struct qualifier_set *set;
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
    return qualifier_create(walk->set->wbem, name, (ISWbemQualifier **)out);
}

static HRESULT WINAPI qualifier_set_get__NewEnum(ISWbemQualifierSet *iface, IUnknown **out)
{
    struct qualifier_set *set = impl_from_ISWbemQualifierSet(iface);
    struct walk walk = {set, NULL};
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemQualifierSet_GetNames(set->wbem, 0, &walk.names);
    if (SUCCEEDED(hr))
        hr = collection_enum(collection_count(walk.names), walk_item, &walk, out);
    if (walk.names)
        SafeArrayDestroy(walk.names);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI qualifier_set_Item(ISWbemQualifierSet *iface, BSTR name, LONG flags,
                                         ISWbemQualifier **out)
{
    struct qualifier_set *set = impl_from_ISWbemQualifierSet(iface);
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    if (flags || !SysStringLen(name))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    hr = IWbemQualifierSet_Get(set->wbem, name, 0, NULL, NULL);
    if (SUCCEEDED(hr))
        hr = qualifier_create(set->wbem, bstr_copy(name), out);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI qualifier_set_get_Count(ISWbemQualifierSet *iface, LONG *out)
{
    struct qualifier_set *set = impl_from_ISWbemQualifierSet(iface);
    SAFEARRAY *names = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = 0;
    hr = IWbemQualifierSet_GetNames(set->wbem, 0, &names);
    *out = (LONG)collection_count(names);
    if (names)
        SafeArrayDestroy(names);
    return com_return(&set->base, hr);
}

static LONG flavor_of(VARIANT_BOOL to_subclass, VARIANT_BOOL to_instance, VARIANT_BOOL overridable)
{
    return (to_subclass ? WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS : 0) |
           (to_instance ? WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE : 0) |
           (overridable ? WBEM_FLAVOR_OVERRIDABLE : WBEM_FLAVOR_NOT_OVERRIDABLE);
}

static HRESULT WINAPI qualifier_set_Add(ISWbemQualifierSet *iface, BSTR name, VARIANT *value,
                                        VARIANT_BOOL to_subclass, VARIANT_BOOL to_instance,
                                        VARIANT_BOOL overridable, LONG flags, ISWbemQualifier **out)
{
    struct qualifier_set *set = impl_from_ISWbemQualifierSet(iface);
    HRESULT hr;

    if (out)
        *out = NULL;
    if (flags || !value || !SysStringLen(name))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    hr = qualifier_write(set->wbem, name, value, flavor_of(to_subclass, to_instance, overridable));
    if (SUCCEEDED(hr) && out)
        hr = qualifier_create(set->wbem, bstr_copy(name), out);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI qualifier_set_Remove(ISWbemQualifierSet *iface, BSTR name, LONG flags)
{
    struct qualifier_set *set = impl_from_ISWbemQualifierSet(iface);
    HRESULT hr;

    if (flags || !SysStringLen(name))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    hr = IWbemQualifierSet_Delete(set->wbem, name);
    if (hr == WBEM_S_RESET_TO_DEFAULT)
        hr = (HRESULT)wbemErrResetToDefault;
    return com_return(&set->base, hr);
}

static const ISWbemQualifierSetVtbl qualifier_set_vtbl = {
    COM_OBJECT_METHODS(ISWbemQualifierSet),
    qualifier_set_get__NewEnum,
    qualifier_set_Item,
    qualifier_set_get_Count,
    qualifier_set_Add,
    qualifier_set_Remove,
};

/* `set("name") = value` assigns the qualifier's value and keeps its flavor. */
static HRESULT put_through_item(struct com_object *base, DISPID id, WORD flags,
                                const DISPPARAMS *params, VARIANT *result, UINT *bad_argument)
{
    struct qualifier_set *set = (struct qualifier_set *)base;
    ISWbemQualifier *qualifier;
    const VARIANT *value;
    HRESULT hr;
    BSTR name;

    (void)result;
    hr = collection_put_arguments(id, flags, params, bad_argument, &name, &value);
    if (hr != S_OK)
        return hr;
    hr = qualifier_create(set->wbem, bstr_copy(name), &qualifier);
    if (FAILED(hr))
        return com_return(base, hr);
    hr = ISWbemQualifier_put_Value(qualifier, (VARIANT *)value);
    ISWbemQualifier_Release(qualifier);
    return hr;
}

static void qualifier_set_destroy(struct com_object *base)
{
    IWbemQualifierSet_Release(((struct qualifier_set *)base)->wbem);
    free(base);
}

static const struct com_class qualifier_set_class = {
    .name = "SWbemQualifierSet",
    .clsid = &CLSID_SWbemQualifierSet,
    .iid = &IID_ISWbemQualifierSet,
    .members = &com_members_ISWbemQualifierSet,
    .destroy = qualifier_set_destroy,
    .dynamic_invoke = put_through_item,
};

HRESULT qualifier_set_create(IWbemQualifierSet *wbem, ISWbemQualifierSet **out)
{
    struct qualifier_set *set = calloc(1, sizeof(*set));

    *out = NULL;
    if (!set)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_init(&set->base, &qualifier_set_class, &qualifier_set_vtbl);
    IWbemQualifierSet_AddRef(wbem);
    set->wbem = wbem;
    *out = (ISWbemQualifierSet *)&set->base.IDispatch_iface;
    return S_OK;
}
