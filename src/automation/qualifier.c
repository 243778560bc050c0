/* SWbemQualifier: a view of one qualifier in its set, which it holds (behaviour.md 11.2).
 * Writing a value keeps the flavor and the other way round. Immutable; any thread. */
#include "qualifier.h"

struct qualifier
{
    struct com_object base;
    IWbemQualifierSet *set; /* referenced */
    BSTR name;              /* owned */
};

static struct qualifier *impl_from_ISWbemQualifier(ISWbemQualifier *iface)
{
    return (struct qualifier *)iface;
}

/* The number types that a qualifier has not, and what they become. */
static const struct
{
    VARTYPE from, to;
} widened[] = {
    {VT_I1, VT_I4},  {VT_UI1, VT_I4},  {VT_I2, VT_I4}, {VT_UI2, VT_I4}, {VT_UI4, VT_I4},
    {VT_INT, VT_I4}, {VT_UINT, VT_I4}, {VT_R4, VT_R8}, {VT_CY, VT_R8},  {VT_DECIMAL, VT_R8},
};

static HRESULT widen(VARIANT *value)
{
    size_t i;

    for (i = 0; i < sizeof(widened) / sizeof(widened[0]); i++)
    {
        if (V_VT(value) == widened[i].from)
            return VariantChangeType(value, value, 0, widened[i].to);
    }
    return S_OK;
}

static HRESULT widen_elements(SAFEARRAY *array)
{
    HRESULT hr = S_OK;
    VARIANT *items;
    LONG low, high, i;

    if (FAILED(SafeArrayGetLBound(array, 1, &low)) || FAILED(SafeArrayGetUBound(array, 1, &high)) ||
        FAILED(SafeArrayAccessData(array, (void **)&items)))
        return WBEM_E_INVALID_PARAMETER;
    for (i = 0; SUCCEEDED(hr) && i <= high - low; i++)
        hr = widen(&items[i]);
    SafeArrayUnaccessData(array);
    return hr;
}

HRESULT qualifier_write(IWbemQualifierSet *set, BSTR name, const VARIANT *value, LONG flavor)
{
    VARIANT plain;
    HRESULT hr;

    hr = value_from_automation(value, &plain);
    if (hr == (HRESULT)WBEM_E_TYPE_MISMATCH)
        hr = WBEM_E_INVALID_QUALIFIER_TYPE;
    if (SUCCEEDED(hr) && V_VT(&plain) == (VT_ARRAY | VT_VARIANT))
        hr = widen_elements(V_ARRAY(&plain));
    else if (SUCCEEDED(hr))
        hr = widen(&plain);
    if (SUCCEEDED(hr))
        hr = IWbemQualifierSet_Put(set, name, &plain, flavor);
    VariantClear(&plain);
    return hr;
}

static HRESULT read_flavor(const struct qualifier *qualifier, LONG *out)
{
    *out = 0;
    return IWbemQualifierSet_Get(qualifier->set, qualifier->name, 0, NULL, out);
}

/* The bits of a flavor that a client sets. */
#define CLIENT_FLAVOR                                                                              \
    (WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE | WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS |        \
     WBEM_FLAVOR_NOT_OVERRIDABLE | WBEM_FLAVOR_AMENDED)

static HRESULT WINAPI qualifier_get_Value(ISWbemQualifier *iface, VARIANT *out)
{
    struct qualifier *qualifier = impl_from_ISWbemQualifier(iface);
    HRESULT hr;

    if (!out)
        return com_return(&qualifier->base, WBEM_E_INVALID_PARAMETER);
    VariantInit(out);
    hr = IWbemQualifierSet_Get(qualifier->set, qualifier->name, 0, out, NULL);
    if (SUCCEEDED(hr))
        hr = value_to_automation(out, NULL);
    return com_return(&qualifier->base, hr);
}

static HRESULT WINAPI qualifier_put_Value(ISWbemQualifier *iface, VARIANT *value)
{
    struct qualifier *qualifier = impl_from_ISWbemQualifier(iface);
    LONG flavor;
    HRESULT hr;

    if (!value)
        return com_return(&qualifier->base, WBEM_E_INVALID_PARAMETER);
    hr = read_flavor(qualifier, &flavor);
    if (SUCCEEDED(hr))
        hr = qualifier_write(qualifier->set, qualifier->name, value, flavor & CLIENT_FLAVOR);
    return com_return(&qualifier->base, hr);
}

/* As the set spells it, however it was asked for. */
static HRESULT WINAPI qualifier_get_Name(ISWbemQualifier *iface, BSTR *out)
{
    struct qualifier *qualifier = impl_from_ISWbemQualifier(iface);
    SAFEARRAY *names = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&qualifier->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemQualifierSet_GetNames(qualifier->set, 0, &names);
    if (SUCCEEDED(hr))
        hr = collection_spelling(names, qualifier->name, out);
    if (names)
        SafeArrayDestroy(names);
    return com_return(&qualifier->base, hr);
}

/* Whether the flavor has all of `wanted` and none of `unwanted`. */
static HRESULT get_flag(ISWbemQualifier *iface, LONG wanted, LONG unwanted, VARIANT_BOOL *out)
{
    struct qualifier *qualifier = impl_from_ISWbemQualifier(iface);
    LONG flavor;
    HRESULT hr;

    if (!out)
        return com_return(&qualifier->base, WBEM_E_INVALID_PARAMETER);
    *out = VARIANT_FALSE;
    hr = read_flavor(qualifier, &flavor);
    if (SUCCEEDED(hr) && (flavor & wanted) == wanted && !(flavor & unwanted))
        *out = VARIANT_TRUE;
    return com_return(&qualifier->base, hr);
}

static HRESULT put_flag(ISWbemQualifier *iface, LONG bit, bool set)
{
    struct qualifier *qualifier = impl_from_ISWbemQualifier(iface);
    VARIANT value;
    LONG flavor;
    HRESULT hr;

    VariantInit(&value);
    hr = IWbemQualifierSet_Get(qualifier->set, qualifier->name, 0, &value, &flavor);
    if (FAILED(hr))
        return com_return(&qualifier->base, hr);
    flavor = (set ? flavor | bit : flavor & ~bit) & CLIENT_FLAVOR;
    hr = IWbemQualifierSet_Put(qualifier->set, qualifier->name, &value, flavor);
    VariantClear(&value);
    return com_return(&qualifier->base, hr);
}

static HRESULT WINAPI qualifier_get_IsLocal(ISWbemQualifier *iface, VARIANT_BOOL *out)
{
    return get_flag(iface, 0, WBEM_FLAVOR_ORIGIN_PROPAGATED, out);
}

static HRESULT WINAPI qualifier_get_PropagatesToSubclass(ISWbemQualifier *iface, VARIANT_BOOL *out)
{
    return get_flag(iface, WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS, 0, out);
}

static HRESULT WINAPI qualifier_put_PropagatesToSubclass(ISWbemQualifier *iface, VARIANT_BOOL value)
{
    return put_flag(iface, WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS, value != VARIANT_FALSE);
}

static HRESULT WINAPI qualifier_get_PropagatesToInstance(ISWbemQualifier *iface, VARIANT_BOOL *out)
{
    return get_flag(iface, WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE, 0, out);
}

static HRESULT WINAPI qualifier_put_PropagatesToInstance(ISWbemQualifier *iface, VARIANT_BOOL value)
{
    return put_flag(iface, WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE, value != VARIANT_FALSE);
}

static HRESULT WINAPI qualifier_get_IsOverridable(ISWbemQualifier *iface, VARIANT_BOOL *out)
{
    return get_flag(iface, 0, WBEM_FLAVOR_NOT_OVERRIDABLE, out);
}

static HRESULT WINAPI qualifier_put_IsOverridable(ISWbemQualifier *iface, VARIANT_BOOL value)
{
    return put_flag(iface, WBEM_FLAVOR_NOT_OVERRIDABLE, value == VARIANT_FALSE);
}

static HRESULT WINAPI qualifier_get_IsAmended(ISWbemQualifier *iface, VARIANT_BOOL *out)
{
    return get_flag(iface, WBEM_FLAVOR_AMENDED, 0, out);
}

static const ISWbemQualifierVtbl qualifier_vtbl = {
    COM_OBJECT_METHODS(ISWbemQualifier),
    qualifier_get_Value,
    qualifier_put_Value,
    qualifier_get_Name,
    qualifier_get_IsLocal,
    qualifier_get_PropagatesToSubclass,
    qualifier_put_PropagatesToSubclass,
    qualifier_get_PropagatesToInstance,
    qualifier_put_PropagatesToInstance,
    qualifier_get_IsOverridable,
    qualifier_put_IsOverridable,
    qualifier_get_IsAmended,
};

/* `qualifier.Value(1) = x`: a put with an index replaces one element of an array. */
static HRESULT put_element(struct com_object *base, DISPID id, WORD flags, const DISPPARAMS *params,
                           VARIANT *result, UINT *bad_argument)
{
    ISWbemQualifier *iface = (ISWbemQualifier *)base;
    VARIANT array, changed;
    HRESULT hr;

    (void)result;
    (void)bad_argument;
    if (id != DISPID_VALUE || !(flags & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)) ||
        params->cArgs != 2)
        return S_FALSE;
    hr = qualifier_get_Value(iface, &array);
    if (FAILED(hr))
        return hr;
    hr = value_replace_element(&array, com_variant_deref(&params->rgvarg[1]), &params->rgvarg[0],
                               &changed);
    VariantClear(&array);
    if (FAILED(hr))
        return com_return(base, hr);
    hr = qualifier_put_Value(iface, &changed);
    VariantClear(&changed);
    return hr;
}

static void qualifier_destroy(struct com_object *base)
{
    struct qualifier *qualifier = (struct qualifier *)base;

    IWbemQualifierSet_Release(qualifier->set);
    SysFreeString(qualifier->name);
    free(qualifier);
}

static const struct com_class qualifier_class = {
    .name = "SWbemQualifier",
    .clsid = &CLSID_SWbemQualifier,
    .iid = &IID_ISWbemQualifier,
    .members = &com_members_ISWbemQualifier,
    .destroy = qualifier_destroy,
    .dynamic_invoke = put_element,
};

HRESULT qualifier_create(IWbemQualifierSet *set, BSTR name, ISWbemQualifier **out)
{
    struct qualifier *qualifier = name ? calloc(1, sizeof(*qualifier)) : NULL;

    *out = NULL;
    if (!qualifier)
    {
        SysFreeString(name);
        return WBEM_E_OUT_OF_MEMORY;
    }
    com_object_init(&qualifier->base, &qualifier_class, &qualifier_vtbl);
    IWbemQualifierSet_AddRef(set);
    qualifier->set = set;
    qualifier->name = name;
    *out = (ISWbemQualifier *)&qualifier->base.IDispatch_iface;
    return S_OK;
}
