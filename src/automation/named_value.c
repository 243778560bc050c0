/* SWbemNamedValue: one element of a named value set. It is a name in the set, which it holds:
 * reads give the set's present value, writes go through to the set (behaviour.md 22.1).
 * Immutable; any thread. */
#include "named_value.h"

struct named_value
{
    struct com_object base;
    struct named_value_set *set; /* referenced */
    BSTR name;                   /* owned */
};

static struct named_value *impl_from_ISWbemNamedValue(ISWbemNamedValue *iface)
{
    return (struct named_value *)iface;
}

static HRESULT WINAPI named_value_get_Value(ISWbemNamedValue *iface, VARIANT *out)
{
    struct named_value *value = impl_from_ISWbemNamedValue(iface);

    if (!out)
        return com_return(&value->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&value->base, named_value_set_read(value->set, value->name, out));
}

static HRESULT WINAPI named_value_put_Value(ISWbemNamedValue *iface, VARIANT *in)
{
    struct named_value *value = impl_from_ISWbemNamedValue(iface);

    if (!in)
        return com_return(&value->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&value->base, named_value_set_write(value->set, value->name, in));
}

static HRESULT WINAPI named_value_get_Name(ISWbemNamedValue *iface, BSTR *out)
{
    struct named_value *value = impl_from_ISWbemNamedValue(iface);

    if (!out)
        return com_return(&value->base, WBEM_E_INVALID_PARAMETER);
    *out = SysAllocStringLen(value->name, SysStringLen(value->name));
    return com_return(&value->base, *out ? S_OK : WBEM_E_OUT_OF_MEMORY);
}

static const ISWbemNamedValueVtbl named_value_vtbl = {
    COM_OBJECT_METHODS(ISWbemNamedValue),
    named_value_get_Value,
    named_value_put_Value,
    named_value_get_Name,
};

/* `set("n")(1) = 11`: a put with an index replaces one element of an array. */
static HRESULT put_element(struct com_object *base, DISPID id, WORD flags, const DISPPARAMS *params,
                           VARIANT *result, UINT *bad_argument)
{
    struct named_value *value = (struct named_value *)base;
    VARIANT old, changed;
    HRESULT hr;

    (void)result;
    (void)bad_argument;
    if (id != DISPID_VALUE || !(flags & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)) ||
        params->cArgs != 2)
        return S_FALSE;
    hr = named_value_set_read(value->set, value->name, &old);
    if (FAILED(hr))
        return com_return(&value->base, hr);
    hr = value_replace_element(&old, com_variant_deref(&params->rgvarg[1]), &params->rgvarg[0],
                               &changed);
    VariantClear(&old);
    if (SUCCEEDED(hr))
        hr = named_value_set_write(value->set, value->name, &changed);
    VariantClear(&changed);
    return com_return(&value->base, hr);
}

static void named_value_destroy(struct com_object *base)
{
    struct named_value *value = (struct named_value *)base;

    com_object_Release(&value->set->base.IDispatch_iface);
    SysFreeString(value->name);
    free(value);
}

static const struct com_class named_value_class = {
    .name = "SWbemNamedValue",
    .clsid = &CLSID_SWbemNamedValue,
    .iid = &IID_ISWbemNamedValue,
    .members = &com_members_ISWbemNamedValue,
    .destroy = named_value_destroy,
    .dynamic_invoke = put_element,
};

HRESULT named_value_create(struct named_value_set *set, BSTR name, ISWbemNamedValue **out)
{
    struct named_value *value = calloc(1, sizeof(*value));

    *out = NULL;
    if (!value)
        return WBEM_E_OUT_OF_MEMORY;
    value->name = SysAllocStringLen(name, SysStringLen(name));
    if (!value->name)
    {
        free(value);
        return WBEM_E_OUT_OF_MEMORY;
    }
    com_object_init(&value->base, &named_value_class, &named_value_vtbl);
    com_object_AddRef(&set->base.IDispatch_iface);
    value->set = set;
    *out = (ISWbemNamedValue *)&value->base.IDispatch_iface;
    return S_OK;
}
