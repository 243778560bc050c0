/* VARIANT <-> struct cim_value (see variant.h).
 *
 * Going in, a VARIANT first becomes a scalar of the CIM type that it naturally is, which
 * cim_value_convert() then turns into the type wanted: ranges and coercions live there and
 * nowhere else. Strings of the natural scalar are owned by it; objects are copies. */
#include "variant.h"

#include <stdio.h>

#include "../cim/mem.h"
#include "../com/error.h"
#include "class_object.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_REFERENCES  16

/* What a CIM type is in a VARIANT. */
static VARTYPE vartype_of(enum cim_type type)
{
    static const VARTYPE types[] = {
        [CIM_TYPE_SINT8] = VT_I2,       [CIM_TYPE_UINT8] = VT_UI1,
        [CIM_TYPE_SINT16] = VT_I2,      [CIM_TYPE_UINT16] = VT_I4,
        [CIM_TYPE_SINT32] = VT_I4,      [CIM_TYPE_UINT32] = VT_I4,
        [CIM_TYPE_SINT64] = VT_BSTR,    [CIM_TYPE_UINT64] = VT_BSTR,
        [CIM_TYPE_REAL32] = VT_R4,      [CIM_TYPE_REAL64] = VT_R8,
        [CIM_TYPE_BOOLEAN] = VT_BOOL,   [CIM_TYPE_STRING] = VT_BSTR,
        [CIM_TYPE_CHAR16] = VT_I2,      [CIM_TYPE_DATETIME] = VT_BSTR,
        [CIM_TYPE_REFERENCE] = VT_BSTR, [CIM_TYPE_OBJECT] = VT_UNKNOWN,
    };

    return (size_t)type < COUNT_OF(types) ? types[type] : VT_EMPTY;
}

static BSTR bstr_from_number(enum cim_type type, const union cim_scalar *scalar)
{
    char text[24];
    int length;

    if (type == CIM_TYPE_SINT64)
        length = snprintf(text, sizeof(text), "%lld", (long long)scalar->sint);
    else
        length = snprintf(text, sizeof(text), "%llu", (unsigned long long)scalar->uint);
    return wmi_bstr_from_text((struct text){text, (size_t)length});
}

static HRESULT variant_from_text(VARIANT *out, BSTR text)
{
    V_VT(out) = text ? VT_BSTR : VT_EMPTY;
    V_BSTR(out) = text;
    return text ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

HRESULT wmi_variant_from_scalar(VARIANT *out, enum cim_type type, const union cim_scalar *scalar)
{
    V_VT(out) = vartype_of(type);
    switch (V_VT(out))
    {
    case VT_UI1:
        V_UI1(out) = (BYTE)scalar->uint;
        return S_OK;
    case VT_I2:
        V_I2(out) = (SHORT)scalar->uint;
        return S_OK;
    case VT_I4:
        V_I4(out) = (LONG)scalar->uint;
        return S_OK;
    case VT_R4:
        V_R4(out) = (float)scalar->real;
        return S_OK;
    case VT_R8:
        V_R8(out) = scalar->real;
        return S_OK;
    case VT_BOOL:
        V_BOOL(out) = scalar->uint ? VARIANT_TRUE : VARIANT_FALSE;
        return S_OK;
    case VT_BSTR:
        if (cim_type_is_string(type))
            return variant_from_text(out, wmi_bstr_from_text(scalar->string));
        return variant_from_text(out, bstr_from_number(type, scalar));
    default:
        V_VT(out) = VT_EMPTY;
        return WBEM_E_TYPE_MISMATCH;
    }
}

static HRESULT variant_from_object(VARIANT *out, struct cim_object *object)
{
    IWbemClassObject *wrapper;
    HRESULT hr;

    V_VT(out) = VT_EMPTY;
    if (!object)
        return WBEM_E_FAILED;
    hr = wmi_class_object_create(&wrapper, cim_object_ref(object));
    if (FAILED(hr))
        return hr;
    V_VT(out) = VT_UNKNOWN;
    V_UNKNOWN(out) = (IUnknown *)wrapper;
    return S_OK;
}

static HRESULT element_from_scalar(VARIANT *out, enum cim_type type, const union cim_scalar *scalar)
{
    if (type == CIM_TYPE_OBJECT)
        return variant_from_object(out, scalar->object);
    return wmi_variant_from_scalar(out, type, scalar);
}

/* Fill an array: a scalar's VARIANT data moves into its element. */
static HRESULT fill_array(SAFEARRAY *array, const struct cim_value *value)
{
    unsigned char *data;
    size_t i;
    HRESULT hr = SafeArrayAccessData(array, (void **)&data);

    if (FAILED(hr))
        return hr;
    for (i = 0; SUCCEEDED(hr) && i < value->count; i++)
    {
        VARIANT element;
        hr = element_from_scalar(&element, value->type, &value->items[i]);
        if (SUCCEEDED(hr))
            memcpy(data + i * array->cbElements, &V_UI1(&element), array->cbElements);
    }
    SafeArrayUnaccessData(array);
    return hr;
}

static HRESULT variant_from_array(VARIANT *out, const struct cim_value *value)
{
    VARTYPE type = vartype_of(value->type);
    SAFEARRAY *array;
    HRESULT hr;

    if (value->count > LONG_MAX)
        return WBEM_E_OUT_OF_MEMORY;
    array = SafeArrayCreateVector(type, 0, (ULONG)value->count);
    if (!array)
        return WBEM_E_OUT_OF_MEMORY;
    hr = fill_array(array, value);
    if (FAILED(hr))
    {
        SafeArrayDestroy(array);
        return hr;
    }
    V_VT(out) = VT_ARRAY | type;
    V_ARRAY(out) = array;
    return S_OK;
}

HRESULT wmi_variant_from_value(VARIANT *out, const struct cim_value *value)
{
    V_VT(out) = VT_NULL;
    if (value->is_null)
        return S_OK;
    V_VT(out) = VT_EMPTY;
    if (value->is_array)
        return variant_from_array(out, value);
    return element_from_scalar(out, value->type, &value->scalar);
}

/* --- what a client gives ---------------------------------------------------------------------- */

/* A chain may be made to bite its own tail, so its length is limited. */
static const VARIANT *dereference(const VARIANT *variant)
{
    int depth;

    for (depth = 0; variant && V_VT(variant) == (VT_BYREF | VT_VARIANT); depth++)
        variant = depth < MAX_REFERENCES ? V_VARIANTREF(variant) : NULL;
    return variant;
}

static SAFEARRAY *array_of(const VARIANT *variant)
{
    if (!(V_VT(variant) & VT_BYREF))
        return V_ARRAY(variant);
    return V_ARRAYREF(variant) ? *V_ARRAYREF(variant) : NULL;
}

static bool is_null(const VARIANT *variant)
{
    VARTYPE type = variant ? V_VT(variant) & (VARTYPE)~VT_BYREF : VT_NULL;

    return type == VT_NULL || type == VT_EMPTY;
}

static enum cim_type natural_type(VARTYPE type)
{
    static const struct
    {
        VARTYPE type;
        enum cim_type natural;
    } table[] = {
        {VT_I4, CIM_TYPE_SINT32},       {VT_BSTR, CIM_TYPE_STRING},
        {VT_I2, CIM_TYPE_SINT16},       {VT_BOOL, CIM_TYPE_BOOLEAN},
        {VT_R8, CIM_TYPE_REAL64},       {VT_UI1, CIM_TYPE_UINT8},
        {VT_UI4, CIM_TYPE_UINT32},      {VT_I8, CIM_TYPE_SINT64},
        {VT_UI8, CIM_TYPE_UINT64},      {VT_R4, CIM_TYPE_REAL32},
        {VT_UI2, CIM_TYPE_UINT16},      {VT_I1, CIM_TYPE_SINT8},
        {VT_INT, CIM_TYPE_SINT32},      {VT_UINT, CIM_TYPE_UINT32},
        {VT_DATE, CIM_TYPE_STRING},     {VT_CY, CIM_TYPE_STRING},
        {VT_DECIMAL, CIM_TYPE_STRING},  {VT_UNKNOWN, CIM_TYPE_OBJECT},
        {VT_DISPATCH, CIM_TYPE_OBJECT},
    };
    size_t i;

    for (i = 0; i < COUNT_OF(table); i++)
    {
        if (table[i].type == type)
            return table[i].natural;
    }
    return CIM_TYPE_NONE;
}

static HRESULT string_scalar(union cim_scalar *out, BSTR text)
{
    size_t size;
    char *data = text_from_utf16((const uint16_t *)text, SysStringLen(text), &size);

    if (!data)
        return WBEM_E_OUT_OF_MEMORY;
    out->string = (struct text){data, size};
    return S_OK;
}

/* VT_DATE, VT_CY, VT_DECIMAL: through the text that automation gives them, whatever the user's
 * locale. */
static HRESULT other_scalar(union cim_scalar *out, const VARIANT *variant)
{
    VARIANT text;
    HRESULT hr;

    VariantInit(&text);
    hr = VariantChangeTypeEx(&text, (VARIANT *)variant, LOCALE_INVARIANT, 0, VT_BSTR);
    if (FAILED(hr))
        return WBEM_E_TYPE_MISMATCH;
    hr = string_scalar(out, V_BSTR(&text));
    VariantClear(&text);
    return hr;
}

static HRESULT object_scalar(union cim_scalar *out, IUnknown *unknown)
{
    IWbemClassObject *wbem = NULL;
    HRESULT hr;

    if (!unknown)
        return WBEM_E_TYPE_MISMATCH;
    if (FAILED(IUnknown_QueryInterface(unknown, &IID_IWbemClassObject, (void **)&wbem)) || !wbem)
        return WBEM_E_TYPE_MISMATCH;
    hr = wmi_class_object_snapshot(&out->object, wbem);
    IWbemClassObject_Release(wbem);
    return hr == (HRESULT)WBEM_E_INVALID_OBJECT ? (HRESULT)WBEM_E_TYPE_MISMATCH : hr;
}

/* The scalar a VARIANT without VT_BYREF is of itself. @return owned by the caller */
static HRESULT natural_scalar(union cim_scalar *out, const VARIANT *variant)
{
    switch (V_VT(variant))
    {
    case VT_I1:
        out->sint = V_I1(variant);
        return S_OK;
    case VT_I2:
        out->sint = V_I2(variant);
        return S_OK;
    case VT_I4:
    case VT_INT:
        out->sint = V_I4(variant);
        return S_OK;
    case VT_I8:
        out->sint = V_I8(variant);
        return S_OK;
    case VT_UI1:
        out->uint = V_UI1(variant);
        return S_OK;
    case VT_UI2:
        out->uint = V_UI2(variant);
        return S_OK;
    case VT_UI4:
    case VT_UINT:
        out->uint = V_UI4(variant);
        return S_OK;
    case VT_UI8:
        out->uint = V_UI8(variant);
        return S_OK;
    case VT_R4:
        out->real = V_R4(variant);
        return S_OK;
    case VT_R8:
        out->real = V_R8(variant);
        return S_OK;
    case VT_BOOL:
        out->uint = V_BOOL(variant) != VARIANT_FALSE;
        return S_OK;
    case VT_BSTR:
        return string_scalar(out, V_BSTR(variant));
    case VT_UNKNOWN:
    case VT_DISPATCH:
        return object_scalar(out, V_UNKNOWN(variant));
    default:
        return other_scalar(out, variant);
    }
}

/* Of the types that have a view. @return 0 for others */
static size_t size_of_type(VARTYPE type)
{
    static const struct
    {
        VARTYPE type;
        size_t size;
    } sizes[] = {
        {VT_I1, 1},
        {VT_UI1, 1},
        {VT_I2, 2},
        {VT_UI2, 2},
        {VT_BOOL, 2},
        {VT_I4, 4},
        {VT_UI4, 4},
        {VT_INT, 4},
        {VT_UINT, 4},
        {VT_R4, 4},
        {VT_I8, 8},
        {VT_UI8, 8},
        {VT_R8, 8},
        {VT_CY, 8},
        {VT_DATE, 8},
        {VT_BSTR, sizeof(BSTR)},
        {VT_UNKNOWN, sizeof(void *)},
        {VT_DISPATCH, sizeof(void *)},
        {VT_DECIMAL, sizeof(DECIMAL)},
        {VT_VARIANT, sizeof(VARIANT)},
    };
    size_t i;

    for (i = 0; i < COUNT_OF(sizes); i++)
    {
        if (sizes[i].type == type)
            return sizes[i].size;
    }
    return 0;
}

/* A view of what lies behind VT_BYREF, or of an element; borrowed. @return false for an unknown
 * type */
static bool view_of(VARIANT *out, VARTYPE type, const void *data)
{
    size_t size = type == VT_VARIANT ? 0 : size_of_type(type);

    if (!size)
        return false;
    if (type == VT_DECIMAL)
        memcpy(&V_DECIMAL(out), data, size);
    else
        memcpy(&V_UI1(out), data, size);
    V_VT(out) = type; /* a DECIMAL lies over it */
    return true;
}

static HRESULT scalar_to_value(struct cim_value *out, const VARIANT *variant, enum cim_type type)
{
    struct cim_value natural;
    VARIANT view;
    HRESULT hr;

    if ((V_VT(variant) & VT_BYREF) && V_BYREF(variant))
    {
        if (!view_of(&view, V_VT(variant) & (VARTYPE)~VT_BYREF, V_BYREF(variant)))
            return WBEM_E_TYPE_MISMATCH;
        variant = &view;
    }
    cim_value_init_null(&natural, natural_type(V_VT(variant)), false);
    if (natural.type == CIM_TYPE_NONE)
        return WBEM_E_TYPE_MISMATCH;
    hr = natural_scalar(&natural.scalar, variant);
    if (FAILED(hr))
        return hr;
    natural.is_null = false;
    if (natural.type == type)
    {
        *out = natural;
        return S_OK;
    }
    hr = com_hresult(cim_value_convert(out, &natural, type, false));
    cim_value_clear(&natural);
    return hr;
}

/* The i-th element, converted. NULL elements are refused (behaviour.md 10.3.3). */
static HRESULT element_to_scalar(union cim_scalar *out, const void *data, VARTYPE element,
                                 enum cim_type type)
{
    const VARIANT *variant;
    struct cim_value value;
    VARIANT view;
    HRESULT hr;

    if (element == VT_VARIANT)
        variant = dereference((const VARIANT *)data);
    else if (view_of(&view, element, data))
        variant = &view;
    else
        return WBEM_E_TYPE_MISMATCH;
    if (is_null(variant))
        return WBEM_E_TYPE_MISMATCH;
    hr = scalar_to_value(&value, variant, type);
    if (SUCCEEDED(hr))
        *out = value.scalar;
    return hr;
}

static HRESULT array_bounds(SAFEARRAY *array, size_t *count)
{
    LONG lower, upper;

    if (!array || SafeArrayGetDim(array) != 1)
        return WBEM_E_TYPE_MISMATCH;
    if (FAILED(SafeArrayGetLBound(array, 1, &lower)) ||
        FAILED(SafeArrayGetUBound(array, 1, &upper)))
        return WBEM_E_TYPE_MISMATCH;
    *count = upper < lower ? 0 : (size_t)((long long)upper - lower) + 1;
    return *count > CIM_ARRAY_MAXIMUM ? (HRESULT)WBEM_E_QUOTA_VIOLATION : S_OK;
}

static bool is_interface(VARTYPE type)
{
    return type == VT_UNKNOWN || type == VT_DISPATCH;
}

static bool holds_pointers(VARTYPE type)
{
    return type == VT_VARIANT || type == VT_BSTR || is_interface(type);
}

/* The array knows itself what it holds, and a VARIANT that says otherwise is not believed: numbers
 * would be taken for pointers. */
static bool is_array_of(SAFEARRAY *array, VARTYPE element)
{
    VARTYPE own;

    if (array->cbElements != size_of_type(element))
        return false;
    if (FAILED(SafeArrayGetVartype(array, &own)))
        return !holds_pointers(element);
    if (!holds_pointers(own) && !holds_pointers(element))
        return true;
    return own == element || (is_interface(own) && is_interface(element));
}

static HRESULT array_to_value(struct cim_value *out, SAFEARRAY *array, VARTYPE element,
                              enum cim_type type)
{
    const unsigned char *data;
    size_t i, count;
    HRESULT hr = array_bounds(array, &count);

    if (FAILED(hr))
        return hr;
    if (!is_array_of(array, element))
        return WBEM_E_TYPE_MISMATCH;
    hr = com_hresult(cim_value_init_array(out, type, count));
    if (FAILED(hr))
        return hr;
    hr = SafeArrayAccessData(array, (void **)&data);
    if (SUCCEEDED(hr))
    {
        for (i = 0; SUCCEEDED(hr) && i < count; i++)
            hr = element_to_scalar(&out->items[i], data + i * array->cbElements, element, type);
        SafeArrayUnaccessData(array);
    }
    if (FAILED(hr))
        cim_value_clear(out);
    return hr;
}

HRESULT wmi_variant_to_value(struct cim_value *out, const VARIANT *variant, enum cim_type type,
                             bool is_array)
{
    variant = dereference(variant);
    if (is_null(variant))
    {
        cim_value_init_null(out, type, is_array);
        return S_OK;
    }
    if (!(V_VT(variant) & VT_ARRAY) != !is_array)
        return WBEM_E_TYPE_MISMATCH;
    if (!is_array)
        return scalar_to_value(out, variant, type);
    return array_to_value(out, array_of(variant), V_VT(variant) & VT_TYPEMASK, type);
}

/* The type a qualifier stores for a VARIANT's: sint32, real64, string or boolean. */
static enum cim_type qualifier_type(VARTYPE type)
{
    switch (natural_type(type))
    {
    case CIM_TYPE_SINT8:
    case CIM_TYPE_UINT8:
    case CIM_TYPE_SINT16:
    case CIM_TYPE_SINT32:
        return CIM_TYPE_SINT32;
    case CIM_TYPE_REAL32:
    case CIM_TYPE_REAL64:
        return CIM_TYPE_REAL64;
    case CIM_TYPE_BOOLEAN:
        return CIM_TYPE_BOOLEAN;
    case CIM_TYPE_STRING:
        return type == VT_BSTR ? CIM_TYPE_STRING : CIM_TYPE_NONE;
    default:
        return CIM_TYPE_NONE;
    }
}

/* A script's array holds VARIANTs: its first element says which type all are. */
static VARTYPE array_element_type(const VARIANT *variant)
{
    SAFEARRAY *array = array_of(variant);
    VARTYPE type = V_VT(variant) & VT_TYPEMASK;
    const VARIANT *first;
    size_t count;

    if (type != VT_VARIANT)
        return type;
    if (FAILED(array_bounds(array, &count)))
        return VT_EMPTY;
    if (!count)
        return VT_BSTR;
    first = dereference((const VARIANT *)array->pvData);
    return first ? V_VT(first) & (VARTYPE)~VT_BYREF : VT_EMPTY;
}

HRESULT wmi_variant_to_qualifier(struct cim_value *out, const VARIANT *variant)
{
    enum cim_type type;
    bool is_array;
    HRESULT hr;

    variant = dereference(variant);
    if (is_null(variant))
        return WBEM_E_INVALID_QUALIFIER_TYPE;
    is_array = V_VT(variant) & VT_ARRAY;
    type =
        qualifier_type(is_array ? array_element_type(variant) : V_VT(variant) & (VARTYPE)~VT_BYREF);
    if (type == CIM_TYPE_NONE)
        return WBEM_E_INVALID_QUALIFIER_TYPE;
    hr = wmi_variant_to_value(out, variant, type, is_array);
    return hr == (HRESULT)WBEM_E_TYPE_MISMATCH ? (HRESULT)WBEM_E_INVALID_QUALIFIER_TYPE : hr;
}
