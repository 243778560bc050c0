/* The list of named values: see named_values.h. The reference count is atomic; the rest is the
 * owner's matter. */
#include "named_values.h"

HRESULT named_values_create(struct named_values **out)
{
    *out = calloc(1, sizeof(**out));
    if (!*out)
        return WBEM_E_OUT_OF_MEMORY;
    (*out)->references = 1;
    return S_OK;
}

struct named_values *named_values_ref(struct named_values *values)
{
    InterlockedIncrement(&values->references);
    return values;
}

void named_values_release(struct named_values *values)
{
    ULONG i;

    if (!values || InterlockedDecrement(&values->references))
        return;
    for (i = 0; i < values->count; i++)
    {
        SysFreeString(values->items[i].name);
        VariantClear(&values->items[i].value);
    }
    free(values->items);
    free(values);
}

const struct named_item *named_values_find(const struct named_values *values, BSTR name)
{
    ULONG i;

    for (i = 0; i < values->count; i++)
    {
        if (bstr_equal_fold(values->items[i].name, name))
            return &values->items[i];
    }
    return NULL;
}

static HRESULT append(struct named_values *values, BSTR name, const VARIANT *value)
{
    struct named_item *grown, *item;
    ULONG capacity;
    HRESULT hr;

    if (values->count == values->capacity)
    {
        capacity = values->capacity ? values->capacity * 2 : 4;
        grown = realloc(values->items, capacity * sizeof(*grown));
        if (!grown)
            return WBEM_E_OUT_OF_MEMORY;
        values->items = grown;
        values->capacity = capacity;
    }
    item = &values->items[values->count];
    hr = value_copy(value, &item->value);
    if (FAILED(hr))
        return hr;
    item->name = SysAllocStringLen(name, SysStringLen(name));
    if (!item->name)
    {
        VariantClear(&item->value);
        return WBEM_E_OUT_OF_MEMORY;
    }
    values->count++;
    return S_OK;
}

HRESULT named_values_own(struct named_values **values)
{
    struct named_values *copy;
    HRESULT hr;
    ULONG i;

    if ((*values)->references == 1)
        return S_OK;
    hr = named_values_create(&copy);
    if (FAILED(hr))
        return hr;
    for (i = 0; SUCCEEDED(hr) && i < (*values)->count; i++)
        hr = append(copy, (*values)->items[i].name, &(*values)->items[i].value);
    if (FAILED(hr))
    {
        named_values_release(copy);
        return hr;
    }
    named_values_release(*values);
    *values = copy;
    return S_OK;
}

HRESULT named_values_put(struct named_values *values, BSTR name, const VARIANT *value,
                         VARIANT *displaced)
{
    struct named_item *item = (struct named_item *)named_values_find(values, name);
    VARIANT copy;
    HRESULT hr;

    VariantInit(displaced);
    if (!item)
        return append(values, name, value);
    hr = value_copy(value, &copy);
    if (FAILED(hr))
        return hr;
    *displaced = item->value;
    item->value = copy;
    return S_OK;
}

HRESULT named_values_remove(struct named_values *values, BSTR name, VARIANT *displaced)
{
    struct named_item *item = (struct named_item *)named_values_find(values, name);

    VariantInit(displaced);
    if (!item)
        return WBEM_E_NOT_FOUND;
    SysFreeString(item->name);
    *displaced = item->value;
    values->count--;
    memmove(item, item + 1, (char *)&values->items[values->count] - (char *)item);
    return S_OK;
}
