/* Values between IWbemClassObject and scripts.
 *
 * IWbemClassObject gives typed arrays (VT_ARRAY|VT_BSTR ...) and VT_UNKNOWN objects; script
 * engines can only walk arrays of VARIANT and call VT_DISPATCH objects, as on Windows
 * (behaviour.md 10.3). Pure functions; any thread. */
#include "automation.h"

#include "../cim/mem.h"
#include "../cim/text.h"

#define ARRAY_DEPTH 16 /* arrays within arrays; no CIM value has any */

BSTR bstr_from_text(const char *utf8, size_t size)
{
    struct text text = {utf8, size};
    BSTR bstr = SysAllocStringLen(NULL, (UINT)text_utf16_length(text));

    if (bstr)
        text_to_utf16(text, (uint16_t *)bstr);
    return bstr;
}

HRESULT bstr_to_text(BSTR bstr, char **out, size_t *size)
{
    *out = text_from_utf16((const uint16_t *)bstr, SysStringLen(bstr), size);
    return *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

BSTR bstr_copy(BSTR bstr)
{
    return SysAllocStringLen(bstr, SysStringLen(bstr));
}

bool bstr_equal_fold(BSTR a, BSTR b)
{
    UINT length = SysStringLen(a);

    if (length != SysStringLen(b))
        return false;
    if (!length || !memcmp(a, b, length * sizeof(WCHAR)))
        return true;
    return CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, a, (int)length, b, (int)length) ==
           CSTR_EQUAL;
}

static HRESULT unknown_to_dispatch(VARIANT *value, struct services *services)
{
    IUnknown *unknown = V_UNKNOWN(value);
    IWbemClassObject *wbem;
    ISWbemObject *object;
    HRESULT hr;

    if (!unknown)
    {
        V_VT(value) = VT_NULL;
        return S_OK;
    }
    hr = IUnknown_QueryInterface(unknown, &IID_IWbemClassObject, (void **)&wbem);
    if (FAILED(hr))
        return hr;
    hr = object_create(wbem, services, &object);
    IWbemClassObject_Release(wbem);
    if (FAILED(hr))
        return hr;
    IUnknown_Release(unknown);
    V_VT(value) = VT_DISPATCH;
    V_DISPATCH(value) = (IDispatch *)object;
    return S_OK;
}

/* One element of a typed array as a variant of its own. */
static HRESULT element_to_variant(SAFEARRAY *array, VARTYPE type, LONG index, VARIANT *out)
{
    HRESULT hr;

    if (type == VT_VARIANT)
        return SafeArrayGetElement(array, &index, out);
    hr = SafeArrayGetElement(array, &index, &V_NONE(out));
    if (SUCCEEDED(hr))
        V_VT(out) = type;
    return hr;
}

static HRESULT array_to_variants(VARIANT *value, struct services *services)
{
    VARTYPE type = V_VT(value) & VT_TYPEMASK;
    SAFEARRAY *from = V_ARRAY(value), *to;
    LONG low, high, i;
    VARIANT *items;
    HRESULT hr;

    if (FAILED(hr = SafeArrayGetLBound(from, 1, &low)) ||
        FAILED(hr = SafeArrayGetUBound(from, 1, &high)))
        return hr;
    to = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)(high - low + 1));
    if (!to)
        return WBEM_E_OUT_OF_MEMORY;
    hr = SafeArrayAccessData(to, (void **)&items);
    for (i = low; SUCCEEDED(hr) && i <= high; i++)
    {
        hr = element_to_variant(from, type, i, &items[i - low]);
        if (SUCCEEDED(hr) && V_VT(&items[i - low]) == VT_UNKNOWN)
            hr = unknown_to_dispatch(&items[i - low], services);
    }
    SafeArrayUnaccessData(to);
    if (FAILED(hr))
    {
        SafeArrayDestroy(to);
        return hr;
    }
    SafeArrayDestroy(from);
    V_VT(value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(value) = to;
    return S_OK;
}

HRESULT value_to_automation(VARIANT *value, struct services *services)
{
    HRESULT hr = S_OK;

    if (V_VT(value) == VT_UNKNOWN)
        hr = unknown_to_dispatch(value, services);
    else if ((V_VT(value) & VT_ARRAY) && V_VT(value) != (VT_ARRAY | VT_VARIANT))
        hr = array_to_variants(value, services);
    if (FAILED(hr))
        VariantClear(value);
    return hr;
}

/* An object given as a value: an SWbemObject stands for its IWbemClassObject, an SWbemObjectPath
 * (or anything with a default value) for that value. */
static HRESULT dispatch_from_automation(IDispatch *dispatch, VARIANT *out)
{
    DISPPARAMS none = {NULL, NULL, 0, 0};
    struct object *object;
    IUnknown *unknown;
    HRESULT hr;

    if (!dispatch)
    {
        V_VT(out) = VT_NULL;
        return S_OK;
    }
    object = object_from_unknown((IUnknown *)dispatch);
    if (object)
    {
        hr = IWbemClassObject_QueryInterface(object->wbem, &IID_IUnknown, (void **)&unknown);
        object_release(object);
        if (FAILED(hr))
            return hr;
        V_VT(out) = VT_UNKNOWN;
        V_UNKNOWN(out) = unknown;
        return S_OK;
    }
    hr = IDispatch_Invoke(dispatch, DISPID_VALUE, &IID_NULL, LOCALE_USER_DEFAULT,
                          DISPATCH_PROPERTYGET, &none, out, NULL, NULL);
    if (FAILED(hr))
        return WBEM_E_TYPE_MISMATCH;
    if (V_VT(out) == VT_DISPATCH || V_VT(out) == VT_UNKNOWN)
    {
        VariantClear(out);
        return WBEM_E_TYPE_MISMATCH;
    }
    return S_OK;
}

static HRESULT from_automation(const VARIANT *value, VARIANT *out, unsigned depth);

/* A VARIANT may call an array what it is not. */
static bool holds_variants(SAFEARRAY *array)
{
    VARTYPE type;

    return SafeArrayGetDim(array) == 1 && SUCCEEDED(SafeArrayGetVartype(array, &type)) &&
           type == VT_VARIANT;
}

/* Through a reference an array may contain itself. */
static HRESULT variants_from_automation(SAFEARRAY *from, VARIANT *out, unsigned depth)
{
    VARIANT *source, *target;
    SAFEARRAY *to;
    LONG low, high, i;
    HRESULT hr;

    if (depth == ARRAY_DEPTH || !holds_variants(from))
        return WBEM_E_TYPE_MISMATCH;
    if (FAILED(hr = SafeArrayGetLBound(from, 1, &low)) ||
        FAILED(hr = SafeArrayGetUBound(from, 1, &high)))
        return hr;
    to = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)(high - low + 1));
    if (!to)
        return WBEM_E_OUT_OF_MEMORY;
    hr = SafeArrayAccessData(from, (void **)&source);
    if (SUCCEEDED(hr))
    {
        hr = SafeArrayAccessData(to, (void **)&target);
        for (i = 0; SUCCEEDED(hr) && i <= high - low; i++)
            hr = from_automation(&source[i], &target[i], depth + 1);
        SafeArrayUnaccessData(to);
        SafeArrayUnaccessData(from);
    }
    if (FAILED(hr))
    {
        SafeArrayDestroy(to);
        return hr;
    }
    V_VT(out) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(out) = to;
    return S_OK;
}

HRESULT value_copy(const VARIANT *value, VARIANT *out)
{
    VariantInit(out);
    value = com_variant_deref(value);
    if ((V_VT(value) & VT_BYREF) && !V_BYREF(value))
        return WBEM_E_TYPE_MISMATCH;
    return VariantCopyInd(out, (VARIANT *)value);
}

static HRESULT from_automation(const VARIANT *value, VARIANT *out, unsigned depth)
{
    VARIANT plain;
    HRESULT hr;

    VariantInit(out);
    value = com_variant_deref(value);
    if (V_VT(value) == VT_DISPATCH)
        return dispatch_from_automation(V_DISPATCH(value), out);
    if (V_VT(value) == (VT_ARRAY | VT_VARIANT))
        return variants_from_automation(V_ARRAY(value), out, depth);
    if (!(V_VT(value) & VT_BYREF))
        return VariantCopy(out, (VARIANT *)value);
    hr = value_copy(value, &plain);
    if (FAILED(hr))
        return hr;
    hr = from_automation(&plain, out, depth);
    VariantClear(&plain);
    return hr;
}

HRESULT value_from_automation(const VARIANT *value, VARIANT *out)
{
    return from_automation(value, out, 0);
}

/* The position in the array's own terms: indexes count from 0 whatever the lower bound. */
static HRESULT element_index(SAFEARRAY *array, const VARIANT *index, LONG *out)
{
    VARIANT number;
    LONG low, high;
    HRESULT hr;

    VariantInit(&number);
    hr = VariantChangeType(&number, (VARIANT *)index, 0, VT_I4);
    if (FAILED(hr))
        return WBEM_E_INVALID_PARAMETER;
    if (SafeArrayGetDim(array) != 1 || FAILED(SafeArrayGetLBound(array, 1, &low)) ||
        FAILED(SafeArrayGetUBound(array, 1, &high)))
        return WBEM_E_INVALID_PARAMETER;
    if (V_I4(&number) < 0 || V_I4(&number) > high - low)
        return DISP_E_BADINDEX;
    *out = low + V_I4(&number);
    return S_OK;
}

HRESULT value_read_element(const VARIANT *array, const VARIANT *index, VARIANT *out)
{
    LONG position;
    HRESULT hr;

    VariantInit(out);
    if (!(V_VT(array) & VT_ARRAY))
        return WBEM_E_INVALID_PARAMETER;
    hr = element_index(V_ARRAY(array), index, &position);
    if (FAILED(hr))
        return hr;
    return element_to_variant(V_ARRAY(array), V_VT(array) & VT_TYPEMASK, position, out);
}

HRESULT value_replace_element(const VARIANT *array, const VARIANT *index, const VARIANT *value,
                              VARIANT *out)
{
    LONG position;
    VARIANT plain;
    HRESULT hr;

    VariantInit(out);
    if (V_VT(array) != (VT_ARRAY | VT_VARIANT))
        return WBEM_E_INVALID_PARAMETER;
    hr = element_index(V_ARRAY(array), index, &position);
    if (FAILED(hr))
        return hr;
    hr = value_copy(value, &plain);
    if (SUCCEEDED(hr))
        hr = VariantCopy(out, (VARIANT *)array);
    if (SUCCEEDED(hr))
        hr = SafeArrayPutElement(V_ARRAY(out), &position, &plain);
    VariantClear(&plain);
    if (FAILED(hr))
        VariantClear(out);
    return hr;
}
