/* The keys of a path as named values: numbers that fit are VT_I4, greater ones and texts
 * VT_BSTR, booleans VT_BOOL. Functions without state. */
#include "path.h"

#include "../cim/mem.h"

static HRESULT number_to_variant(const struct cim_value *value, VARIANT *out)
{
    bool is_signed = cim_type_is_signed(value->type);
    struct buffer buffer;
    HRESULT hr;

    if (is_signed ? value->scalar.sint >= LONG_MIN && value->scalar.sint <= LONG_MAX
                  : value->scalar.uint <= LONG_MAX)
    {
        V_VT(out) = VT_I4;
        V_I4(out) = (LONG)(is_signed ? value->scalar.sint : (int64_t)value->scalar.uint);
        return S_OK;
    }
    buffer_init(&buffer, 64);
    hr = com_hresult(cim_scalar_to_text(&buffer, value->type, &value->scalar));
    if (SUCCEEDED(hr))
    {
        V_BSTR(out) = bstr_from_text((const char *)buffer.data, buffer.size);
        V_VT(out) = V_BSTR(out) ? VT_BSTR : VT_EMPTY;
        hr = V_BSTR(out) ? S_OK : WBEM_E_OUT_OF_MEMORY;
    }
    buffer_free(&buffer);
    return hr;
}

static HRESULT key_to_variant(const struct cim_value *value, VARIANT *out)
{
    VariantInit(out);
    if (value->type == CIM_TYPE_BOOLEAN)
    {
        V_VT(out) = VT_BOOL;
        V_BOOL(out) = value->scalar.uint ? VARIANT_TRUE : VARIANT_FALSE;
        return S_OK;
    }
    if (!cim_type_is_string(value->type))
        return number_to_variant(value, out);
    V_BSTR(out) = bstr_from_text(value->scalar.string.data, value->scalar.string.size);
    if (!V_BSTR(out))
        return WBEM_E_OUT_OF_MEMORY;
    V_VT(out) = VT_BSTR;
    return S_OK;
}

static HRESULT add_key(struct named_values *values, const struct cim_path_key *key)
{
    BSTR name = bstr_from_text(key->name, strlen(key->name));
    VARIANT value, displaced;
    HRESULT hr;

    if (!name)
        return WBEM_E_OUT_OF_MEMORY;
    VariantInit(&displaced);
    hr = key_to_variant(&key->value, &value);
    if (SUCCEEDED(hr))
        hr = named_values_put(values, name, &value, &displaced);
    VariantClear(&displaced);
    VariantClear(&value);
    SysFreeString(name);
    return hr;
}

HRESULT path_keys_to_values(const struct cim_path *path, struct named_values **out)
{
    HRESULT hr;
    size_t i;

    hr = named_values_create(out);
    for (i = 0; SUCCEEDED(hr) && i < path->key_count; i++)
        hr = add_key(*out, &path->keys[i]);
    if (FAILED(hr))
    {
        named_values_release(*out);
        *out = NULL;
    }
    return hr;
}

static HRESULT text_from_variant(BSTR bstr, struct cim_value *out)
{
    size_t size;
    HRESULT hr;
    char *text;

    hr = bstr_to_text(bstr, &text, &size);
    if (FAILED(hr))
        return hr;
    hr = com_hresult(cim_value_set_string(out, CIM_TYPE_STRING, (struct text){text, size}));
    mem_free(text);
    return hr;
}

static HRESULT key_from_variant(const VARIANT *value, struct cim_value *out)
{
    VARIANT number;
    HRESULT hr;

    cim_value_init_null(out, CIM_TYPE_STRING, false);
    if (V_VT(value) == VT_BSTR)
        return text_from_variant(V_BSTR(value), out);
    if (V_VT(value) == VT_BOOL)
    {
        cim_value_set_uint(out, CIM_TYPE_BOOLEAN, V_BOOL(value) != VARIANT_FALSE);
        return S_OK;
    }
    if (V_VT(value) == VT_DISPATCH || V_VT(value) == VT_UNKNOWN || V_VT(value) == VT_NULL ||
        V_VT(value) == VT_EMPTY || (V_VT(value) & VT_ARRAY))
        return WBEM_E_TYPE_MISMATCH;
    VariantInit(&number);
    hr = VariantChangeType(&number, (VARIANT *)value, 0, VT_I8);
    if (FAILED(hr))
        return WBEM_E_TYPE_MISMATCH;
    cim_value_set_sint(out, CIM_TYPE_SINT64, V_I8(&number));
    return S_OK;
}

static HRESULT put_key(struct cim_path *path, const struct named_item *item)
{
    struct cim_value value;
    size_t size;
    HRESULT hr;
    char *name;

    hr = key_from_variant(&item->value, &value);
    if (FAILED(hr))
        return hr;
    hr = bstr_to_text(item->name, &name, &size);
    if (SUCCEEDED(hr))
    {
        hr = com_hresult(cim_path_set_key(path, (struct text){name, size}, &value));
        mem_free(name);
    }
    cim_value_clear(&value);
    return hr;
}

HRESULT path_keys_from_values(struct cim_path *path, const struct named_values *values)
{
    HRESULT hr = S_OK;
    ULONG i;

    while (path->key_count)
        cim_path_remove_key(path, text_from(path->keys[path->key_count - 1].name));
    path->is_singleton = false;
    for (i = 0; SUCCEEDED(hr) && i < values->count; i++)
        hr = put_key(path, &values->items[i]);
    return hr;
}
