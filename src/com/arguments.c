/* From a caller's DISPPARAMS to the arguments of a vtable call: order, names, omission, defaults, coercion.
 *
 * Exact types are borrowed, anything else is converted as VariantChangeTypeEx does. A parameter that has a
 * default takes it for an argument not given, VT_ERROR/DISP_E_PARAMNOTFOUND, VT_EMPTY and VT_NULL; script engines
 * send all of these. DISPPARAMS are const throughout: callers use them again. Any thread, no state. */
#include "arguments.h"
#include "object.h"

#include <string.h>

#define MAX_REFERENCES 8 /* a VT_BYREF|VT_VARIANT may point at itself */
#define MAX_DIMENSIONS 8

const VARIANT *com_variant_deref(const VARIANT *variant)
{
    for (int i = 0; i < MAX_REFERENCES && V_VT(variant) == (VT_BYREF | VT_VARIANT); i++)
    {
        if (!V_VARIANTREF(variant))
            return variant;
        variant = V_VARIANTREF(variant);
    }
    return variant;
}

bool com_variant_is_omitted(const VARIANT *variant)
{
    VARTYPE type = V_VT(variant);
    return type == VT_EMPTY || type == VT_NULL ||
           (type == VT_ERROR && V_ERROR(variant) == DISP_E_PARAMNOTFOUND);
}

bool com_params_valid(const DISPPARAMS *params)
{
    return params && params->cNamedArgs <= params->cArgs && (!params->cArgs || params->rgvarg) &&
           (!params->cNamedArgs || params->rgdispidNamedArgs);
}

const VARIANT *com_argument(const DISPPARAMS *params, UINT index)
{
    UINT positional = params->cArgs - params->cNamedArgs;

    if (index < positional)
        return com_variant_deref(&params->rgvarg[params->cArgs - 1 - index]);
    for (UINT i = 0; i < params->cNamedArgs; i++)
        if (params->rgdispidNamedArgs[i] == (DISPID)index)
            return com_variant_deref(&params->rgvarg[i]);
    return NULL;
}

/* The value stands at 0: named, or as the last positional argument. Named otherwise it would be elsewhere. */
UINT com_put_index_count(const DISPPARAMS *params)
{
    return params->cArgs ? params->cArgs - 1 : 0;
}

const VARIANT *com_put_value(const DISPPARAMS *params)
{
    for (UINT i = 0; i < params->cNamedArgs; i++)
        if (params->rgdispidNamedArgs[i] == DISPID_PROPERTYPUT)
            return com_variant_deref(&params->rgvarg[i]);
    return params->cArgs && !params->cNamedArgs ? com_variant_deref(&params->rgvarg[0]) : NULL;
}

static size_t size_of_type(VARTYPE type)
{
    if (type & VT_ARRAY)
        return sizeof(SAFEARRAY *);
    switch (type)
    {
    case VT_I1:
    case VT_UI1:
        return 1;
    case VT_I2:
    case VT_UI2:
    case VT_BOOL:
        return 2;
    case VT_I4:
    case VT_UI4:
    case VT_INT:
    case VT_UINT:
    case VT_R4:
    case VT_ERROR:
        return 4;
    case VT_I8:
    case VT_UI8:
    case VT_R8:
    case VT_CY:
    case VT_DATE:
        return 8;
    case VT_BSTR:
    case VT_DISPATCH:
    case VT_UNKNOWN:
        return sizeof(void *);
    default:
        return 0;
    }
}

const VARIANT *com_variant_flatten(const VARIANT *variant, VARIANT *flat)
{
    variant = com_variant_deref(variant);
    if (!V_ISBYREF(variant))
        return variant;

    VARTYPE type = V_VT(variant) & ~VT_BYREF;
    const void *target = V_BYREF(variant);
    memset(flat, 0, sizeof(*flat));
    if (!target || (type != VT_DECIMAL && !size_of_type(type)))
        return flat;
    if (type == VT_DECIMAL)
        V_DECIMAL(flat) = *(const DECIMAL *)target;
    else
        memcpy(&V_NONE(flat), target, size_of_type(type));
    V_VT(flat) = type;
    return flat;
}

static VARTYPE variant_type(enum com_param_type type)
{
    static const VARTYPE types[] = {
        [COM_PARAM_I4] = VT_I4,
        [COM_PARAM_BOOL] = VT_BOOL,
        [COM_PARAM_BSTR] = VT_BSTR,
        [COM_PARAM_DATE] = VT_DATE,
        [COM_PARAM_VARIANT] = VT_BYREF | VT_VARIANT,
        [COM_PARAM_DISPATCH] = VT_DISPATCH,
        [COM_PARAM_OBJECT] = VT_UNKNOWN,
        [COM_PARAM_UNKNOWN] = VT_UNKNOWN,
        [COM_PARAM_VOID] = VT_EMPTY,
    };
    return types[type];
}

static HRESULT take_default(const struct com_param *param, VARIANT *value, bool *owned)
{
    memset(value, 0, sizeof(*value));
    V_VT(value) = variant_type(param->type);
    if (param->type == COM_PARAM_I4)
        V_I4(value) = param->default_number;
    if (param->type == COM_PARAM_BOOL)
        V_BOOL(value) = (VARIANT_BOOL)param->default_number;
    if (param->type != COM_PARAM_BSTR || !param->default_text)
        return S_OK;
    V_BSTR(value) = SysAllocString(param->default_text);
    *owned = true;
    return V_BSTR(value) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT take_interface(const IID *iid, const VARIANT *given, VARIANT *value, bool *owned)
{
    if (V_VT(given) != VT_DISPATCH && V_VT(given) != VT_UNKNOWN)
        return DISP_E_TYPEMISMATCH;
    memset(value, 0, sizeof(*value));
    V_VT(value) = VT_UNKNOWN;
    if (!V_UNKNOWN(given))
        return S_OK;
    HRESULT hr = IUnknown_QueryInterface(V_UNKNOWN(given), iid, (void **)&V_UNKNOWN(value));
    *owned = SUCCEEDED(hr);
    return FAILED(hr) ? DISP_E_TYPEMISMATCH : S_OK;
}

static HRESULT take_value(const struct com_param *param, const VARIANT *given, LCID lcid,
                          VARIANT *value, bool *owned)
{
    VARTYPE type = variant_type(param->type);

    if (param->type == COM_PARAM_VARIANT)
    {
        V_VT(value) = type;
        V_VARIANTREF(value) = (VARIANT *)given;
        return S_OK;
    }
    if (param->type == COM_PARAM_OBJECT)
        return take_interface(param->iid, given, value, owned);
    if (V_VT(given) == type)
    {
        *value = *given;
        return S_OK;
    }
    if (param->type == COM_PARAM_DISPATCH)
        return take_interface(&IID_IDispatch, given, value, owned);
    if (param->type == COM_PARAM_UNKNOWN)
        return take_interface(&IID_IUnknown, given, value, owned);
    VariantInit(value);
    HRESULT hr = VariantChangeTypeEx(value, (VARIANT *)given, lcid, 0, type);
    *owned = SUCCEEDED(hr);
    return hr;
}

static HRESULT take_one(struct com_arguments *out, const struct com_param *param,
                        const VARIANT *given, LCID lcid)
{
    UINT at = out->count;
    bool owned = false;
    HRESULT hr;

    if (given)
        given = com_variant_flatten(given, &out->flat[at]);
    if (given && V_VT(given) == VT_ERROR && V_ERROR(given) == DISP_E_PARAMNOTFOUND)
        given = NULL;
    if (param->optional && (!given || com_variant_is_omitted(given)))
        hr = take_default(param, &out->values[at], &owned);
    else if (!given)
        hr = DISP_E_PARAMNOTOPTIONAL;
    else
        hr = take_value(param, given, lcid, &out->values[at], &owned);
    if (FAILED(hr))
        return hr;

    out->types[at] = V_VT(&out->values[at]);
    out->pointers[at] = &out->values[at];
    out->owned |= (UINT)owned << at;
    out->count++;
    return S_OK;
}

void com_arguments_clear(struct com_arguments *arguments)
{
    for (UINT i = 0; arguments->owned; i++, arguments->owned >>= 1)
        if (arguments->owned & 1)
            VariantClear(&arguments->values[i]);
}

/* Where each parameter's argument stands in rgvarg, or NOT_GIVEN. */
#define NOT_GIVEN ((UINT)-1)

static HRESULT place_named(const struct com_member *member, const DISPPARAMS *params, UINT *places,
                           UINT *bad_argument)
{
    for (UINT i = 0; i < params->cNamedArgs; i++)
    {
        DISPID id = params->rgdispidNamedArgs[i];
        bool known = id >= 0 && (UINT)id < member->param_count;
        if (known && places[id] == NOT_GIVEN)
        {
            places[id] = i;
            continue;
        }
        if (bad_argument)
            *bad_argument = i;
        return known ? DISP_E_BADPARAMCOUNT : DISP_E_PARAMNOTFOUND;
    }
    return S_OK;
}

static HRESULT place_arguments(const struct com_member *member, const DISPPARAMS *params,
                               UINT *places, UINT *bad_argument)
{
    UINT positional = params->cArgs - params->cNamedArgs, required = 0;

    if (params->cArgs > member->param_count)
        return DISP_E_BADPARAMCOUNT;
    for (UINT i = 0; i < member->param_count; i++)
    {
        places[i] = i < positional ? params->cArgs - 1 - i : NOT_GIVEN;
        required += !member->params[i].optional;
    }
    if (params->cArgs < required)
        return DISP_E_BADPARAMCOUNT;
    return place_named(member, params, places, bad_argument);
}

static HRESULT place_put(const struct com_member *member, const DISPPARAMS *params, UINT *places)
{
    if (params->cArgs != 1 || member->param_count != 1 || !com_put_value(params))
        return DISP_E_BADPARAMCOUNT;
    places[0] = 0;
    return S_OK;
}

HRESULT com_arguments_take(struct com_arguments *out, const struct com_member *member,
                           const DISPPARAMS *params, bool put, LCID lcid, UINT *bad_argument)
{
    UINT places[COM_MAX_ARGUMENTS];

    out->count = 0;
    out->owned = 0;
    if (member->param_count > COM_MAX_ARGUMENTS)
        return DISP_E_BADPARAMCOUNT;
    HRESULT hr = put ? place_put(member, params, places)
                     : place_arguments(member, params, places, bad_argument);
    if (FAILED(hr))
        return hr;

    for (UINT i = 0; i < member->param_count; i++)
    {
        const VARIANT *given = places[i] == NOT_GIVEN ? NULL : &params->rgvarg[places[i]];
        hr = take_one(out, &member->params[i], given, lcid);
        if (SUCCEEDED(hr))
            continue;
        if (bad_argument && given)
            *bad_argument = places[i];
        com_arguments_clear(out);
        return hr;
    }
    return S_OK;
}

/* Indexes stand in rgvarg as SafeArrayGetElement wants them: the rightmost first. */
static HRESULT take_indexes(const VARIANT *array, const DISPPARAMS *params, UINT first,
                            LONG indexes[MAX_DIMENSIONS])
{
    UINT count = params->cArgs - first;

    if (!(V_VT(array) & VT_ARRAY) || !V_ARRAY(array))
        return DISP_E_TYPEMISMATCH;
    if (count > MAX_DIMENSIONS || SafeArrayGetDim(V_ARRAY(array)) != count)
        return DISP_E_BADINDEX;
    for (UINT i = 0; i < count; i++)
    {
        VARIANT flat, number;
        const VARIANT *given = com_variant_flatten(&params->rgvarg[first + i], &flat);
        VariantInit(&number);
        HRESULT hr = VariantChangeType(&number, (VARIANT *)given, 0, VT_I4);
        if (FAILED(hr))
            return hr;
        indexes[i] = V_I4(&number);
    }
    return S_OK;
}

HRESULT com_array_get(const VARIANT *array, const DISPPARAMS *params, UINT first, VARIANT *out)
{
    LONG indexes[MAX_DIMENSIONS];
    VARTYPE type = V_VT(array) & VT_TYPEMASK;

    VariantInit(out);
    HRESULT hr = take_indexes(array, params, first, indexes);
    if (FAILED(hr))
        return hr;
    if (type == VT_VARIANT)
        return SafeArrayGetElement(V_ARRAY(array), indexes, out);
    hr = SafeArrayGetElement(V_ARRAY(array), indexes,
                             type == VT_DECIMAL ? (void *)&V_DECIMAL(out) : &V_NONE(out));
    if (SUCCEEDED(hr))
        V_VT(out) = type;
    return hr;
}

HRESULT com_array_put(VARIANT *array, const DISPPARAMS *params, UINT first, const VARIANT *value)
{
    LONG indexes[MAX_DIMENSIONS];
    VARTYPE type = V_VT(array) & VT_TYPEMASK;
    VARIANT element, flat;

    HRESULT hr = take_indexes(array, params, first, indexes);
    if (FAILED(hr))
        return hr;
    value = com_variant_flatten(value, &flat);
    if (type == VT_VARIANT)
        return SafeArrayPutElement(V_ARRAY(array), indexes, (void *)value);
    VariantInit(&element);
    hr = VariantChangeType(&element, (VARIANT *)value, 0, type);
    if (FAILED(hr))
        return hr;
    /* Strings and interfaces are given by their pointer, all else by its address. */
    if (type == VT_BSTR || type == VT_DISPATCH || type == VT_UNKNOWN)
        hr = SafeArrayPutElement(V_ARRAY(array), indexes, V_BYREF(&element));
    else
        hr = SafeArrayPutElement(V_ARRAY(array), indexes,
                                 type == VT_DECIMAL ? (void *)&V_DECIMAL(&element)
                                                    : &V_NONE(&element));
    VariantClear(&element);
    return hr;
}
