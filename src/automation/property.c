/* SWbemProperty: a view of one property of an object, which it holds (behaviour.md 10.2). Reads
 * show the object's present value. Immutable; any thread. Also the functions with which objects
 * read and write properties. */
#include "automation.h"

struct property
{
    struct com_object base;
    struct object *owner; /* referenced */
    BSTR name;            /* owned */
};

static struct property *impl_from_ISWbemProperty(ISWbemProperty *iface)
{
    return (struct property *)iface;
}

HRESULT property_read(struct object *owner, const WCHAR *name, VARIANT *out)
{
    HRESULT hr;

    VariantInit(out);
    hr = IWbemClassObject_Get(owner->wbem, name, 0, out, NULL, NULL);
    if (FAILED(hr))
        return hr;
    return value_to_automation(out, owner->services);
}

HRESULT property_write(struct object *owner, const WCHAR *name, const VARIANT *value)
{
    VARIANT converted;
    HRESULT hr;

    hr = value_from_automation(value, &converted);
    if (SUCCEEDED(hr))
        hr = IWbemClassObject_Put(owner->wbem, name, 0, &converted, 0);
    VariantClear(&converted);
    return hr;
}

HRESULT property_read_element(struct object *owner, const WCHAR *name, const VARIANT *index,
                              VARIANT *out)
{
    VARIANT array;
    HRESULT hr;

    VariantInit(out);
    hr = property_read(owner, name, &array);
    if (SUCCEEDED(hr))
        hr = value_read_element(&array, index, out);
    VariantClear(&array);
    return hr;
}

HRESULT property_write_element(struct object *owner, const WCHAR *name, const VARIANT *index,
                               const VARIANT *value)
{
    VARIANT array, changed;
    HRESULT hr;

    hr = property_read(owner, name, &array);
    if (FAILED(hr))
        return hr;
    hr = value_replace_element(&array, index, value, &changed);
    VariantClear(&array);
    if (SUCCEEDED(hr))
        hr = property_write(owner, name, &changed);
    VariantClear(&changed);
    return hr;
}

static HRESULT WINAPI property_get_Value(ISWbemProperty *iface, VARIANT *out)
{
    struct property *property = impl_from_ISWbemProperty(iface);

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&property->base, property_read(property->owner, property->name, out));
}

static HRESULT WINAPI property_put_Value(ISWbemProperty *iface, VARIANT *value)
{
    struct property *property = impl_from_ISWbemProperty(iface);

    if (!value)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&property->base, property_write(property->owner, property->name, value));
}

/* As the class spells it, however it was asked for. */
static HRESULT WINAPI property_get_Name(ISWbemProperty *iface, BSTR *out)
{
    struct property *property = impl_from_ISWbemProperty(iface);
    SAFEARRAY *names = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemClassObject_GetNames(property->owner->wbem, NULL, WBEM_FLAG_ALWAYS, NULL, &names);
    if (SUCCEEDED(hr))
        hr = collection_spelling(names, property->name, out);
    if (names)
        SafeArrayDestroy(names);
    return com_return(&property->base, hr);
}

static HRESULT WINAPI property_get_IsLocal(ISWbemProperty *iface, VARIANT_BOOL *out)
{
    struct property *property = impl_from_ISWbemProperty(iface);
    LONG flavor = 0;
    HRESULT hr;

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    *out = VARIANT_FALSE;
    hr = IWbemClassObject_Get(property->owner->wbem, property->name, 0, NULL, NULL, &flavor);
    if (SUCCEEDED(hr) && !(flavor & WBEM_FLAVOR_ORIGIN_PROPAGATED))
        *out = VARIANT_TRUE;
    return com_return(&property->base, hr);
}

static HRESULT WINAPI property_get_Origin(ISWbemProperty *iface, BSTR *out)
{
    struct property *property = impl_from_ISWbemProperty(iface);

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    return com_return(&property->base, IWbemClassObject_GetPropertyOrigin(property->owner->wbem,
                                                                          property->name, out));
}

static HRESULT read_type(struct property *property, CIMTYPE *out)
{
    return IWbemClassObject_Get(property->owner->wbem, property->name, 0, NULL, out, NULL);
}

static HRESULT WINAPI property_get_CIMType(ISWbemProperty *iface, WbemCimtypeEnum *out)
{
    struct property *property = impl_from_ISWbemProperty(iface);
    CIMTYPE type = 0;
    HRESULT hr;

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    hr = read_type(property, &type);
    *out = (WbemCimtypeEnum)(type & ~CIM_FLAG_ARRAY);
    return com_return(&property->base, hr);
}

static HRESULT WINAPI property_get_Qualifiers_(ISWbemProperty *iface, ISWbemQualifierSet **out)
{
    struct property *property = impl_from_ISWbemProperty(iface);
    IWbemQualifierSet *wbem;
    HRESULT hr;

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemClassObject_GetPropertyQualifierSet(property->owner->wbem, property->name, &wbem);
    if (FAILED(hr))
        return com_return(&property->base, hr);
    hr = qualifier_set_create(wbem, out);
    IWbemQualifierSet_Release(wbem);
    return com_return(&property->base, hr);
}

static HRESULT WINAPI property_get_IsArray(ISWbemProperty *iface, VARIANT_BOOL *out)
{
    struct property *property = impl_from_ISWbemProperty(iface);
    CIMTYPE type = 0;
    HRESULT hr;

    if (!out)
        return com_return(&property->base, WBEM_E_INVALID_PARAMETER);
    hr = read_type(property, &type);
    *out = (type & CIM_FLAG_ARRAY) ? VARIANT_TRUE : VARIANT_FALSE;
    return com_return(&property->base, hr);
}

static const ISWbemPropertyVtbl property_vtbl = {
    COM_OBJECT_METHODS(ISWbemProperty),
    property_get_Value,
    property_put_Value,
    property_get_Name,
    property_get_IsLocal,
    property_get_Origin,
    property_get_CIMType,
    property_get_Qualifiers_,
    property_get_IsArray,
};

/* `prop.Value(1) = x`: a put with an index replaces one element of an array. */
static HRESULT put_element(struct com_object *base, DISPID id, WORD flags, const DISPPARAMS *params,
                           VARIANT *result, UINT *bad_argument)
{
    struct property *property = (struct property *)base;

    (void)result;
    (void)bad_argument;
    if (id != DISPID_VALUE || !(flags & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)) ||
        params->cArgs != 2)
        return S_FALSE;
    return com_return(base, property_write_element(property->owner, property->name,
                                                   com_variant_deref(&params->rgvarg[1]),
                                                   &params->rgvarg[0]));
}

static void property_destroy(struct com_object *base)
{
    struct property *property = (struct property *)base;

    object_release(property->owner);
    SysFreeString(property->name);
    free(property);
}

static const struct com_class property_class = {
    .name = "SWbemProperty",
    .clsid = &CLSID_SWbemProperty,
    .iid = &IID_ISWbemProperty,
    .members = &com_members_ISWbemProperty,
    .destroy = property_destroy,
    .dynamic_invoke = put_element,
};

HRESULT property_create(struct object *owner, BSTR name, ISWbemProperty **out)
{
    struct property *property = name ? calloc(1, sizeof(*property)) : NULL;

    *out = NULL;
    if (!property)
    {
        SysFreeString(name);
        return WBEM_E_OUT_OF_MEMORY;
    }
    com_object_init(&property->base, &property_class, &property_vtbl);
    com_object_AddRef(&owner->base.IDispatch_iface);
    property->owner = owner;
    property->name = name;
    *out = (ISWbemProperty *)&property->base.IDispatch_iface;
    return S_OK;
}
