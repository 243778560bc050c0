/* What the collections have in common: an enumerator over objects made one by one, names out of
 * GetNames, and the put through the default member. Functions without state. */
#include "automation.h"

HRESULT collection_enum(ULONG count, HRESULT (*item)(void *context, ULONG index, IDispatch **out),
                        void *context, IUnknown **out)
{
    VARIANT *items = CoTaskMemAlloc((count + 1) * sizeof(*items));
    HRESULT hr = S_OK;
    ULONG made;

    *out = NULL;
    if (!items)
        return WBEM_E_OUT_OF_MEMORY;
    for (made = 0; made < count; made++)
    {
        V_VT(&items[made]) = VT_DISPATCH;
        hr = item(context, made, &V_DISPATCH(&items[made]));
        if (FAILED(hr))
            break;
    }
    if (SUCCEEDED(hr))
        return com_enum_variant_create(items, count, out);
    while (made)
        VariantClear(&items[--made]);
    CoTaskMemFree(items);
    return hr;
}

HRESULT collection_name(SAFEARRAY *names, ULONG index, BSTR *out)
{
    LONG position, low;
    HRESULT hr;

    *out = NULL;
    hr = SafeArrayGetLBound(names, 1, &low);
    if (FAILED(hr))
        return hr;
    position = low + (LONG)index;
    return SafeArrayGetElement(names, &position, out);
}

ULONG collection_count(SAFEARRAY *names)
{
    LONG low, high;

    if (!names || FAILED(SafeArrayGetLBound(names, 1, &low)) ||
        FAILED(SafeArrayGetUBound(names, 1, &high)))
        return 0;
    return (ULONG)(high - low + 1);
}

HRESULT collection_spelling(SAFEARRAY *names, BSTR name, BSTR *out)
{
    ULONG count = collection_count(names), i;
    HRESULT hr;

    for (i = 0; i < count; i++)
    {
        hr = collection_name(names, i, out);
        if (FAILED(hr) || bstr_equal_fold(*out, name))
            return hr;
        SysFreeString(*out);
    }
    *out = bstr_copy(name);
    return *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

HRESULT collection_put_arguments(DISPID id, WORD flags, const DISPPARAMS *params,
                                 UINT *bad_argument, BSTR *name, const VARIANT **value)
{
    const VARIANT *first;

    if (id != DISPID_VALUE || !(flags & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)))
        return S_FALSE;
    if (params->cArgs != 2)
        return DISP_E_BADPARAMCOUNT;
    first = com_variant_deref(&params->rgvarg[1]);
    if (V_VT(first) != VT_BSTR)
    {
        if (bad_argument)
            *bad_argument = 1;
        return DISP_E_TYPEMISMATCH;
    }
    *name = V_BSTR(first);
    *value = &params->rgvarg[0];
    return S_OK;
}
