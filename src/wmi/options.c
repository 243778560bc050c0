/* A call's context as options of the store (see options.h). Reads any IWbemContext through its
 * interface. Names that the store does not know pass without effect. */
#include "options.h"

#include "../cim/mem.h"
#include "variant.h"

/* @param out  VT_EMPTY when the context has no such name; VariantClear */
static HRESULT read(VARIANT *out, IWbemContext *context, const WCHAR *name)
{
    HRESULT hr;

    VariantInit(out);
    hr = IWbemContext_GetValue(context, name, 0, out);
    if (hr == (HRESULT)WBEM_E_NOT_FOUND)
        return S_OK;
    return hr;
}

/* A value that is absent or a boolean. */
static HRESULT read_flag(bool *out, IWbemContext *context, const WCHAR *name)
{
    VARIANT value;
    HRESULT hr = read(&value, context, name);

    *out = false;
    if (FAILED(hr))
        return hr;
    if (V_VT(&value) == VT_BOOL)
        *out = V_BOOL(&value) != VARIANT_FALSE;
    else if (V_VT(&value) != VT_EMPTY)
        hr = WBEM_E_INVALID_CONTEXT;
    VariantClear(&value);
    return hr;
}

/* A list of names becomes the options'. "*" is no name. */
static HRESULT take_names(struct wmi_options *options, struct cim_value *list)
{
    size_t i;

    options->names = mem_calloc(list->count, sizeof(*options->names));
    if (!options->names)
        return WBEM_E_OUT_OF_MEMORY;
    for (i = 0; i < list->count; i++)
    {
        struct text *name = &list->items[i].string;
        if (!text_is_system_name(*name))
            return WBEM_E_INVALID_CONTEXT;
        options->names[options->name_count++] = *name;
        *name = (struct text){NULL, 0};
    }
    return S_OK;
}

static HRESULT read_names(struct wmi_options *options, bool *has, IWbemContext *context,
                          const WCHAR *name)
{
    struct cim_value list;
    VARIANT value;
    HRESULT hr = read(&value, context, name);

    *has = false;
    if (FAILED(hr) || V_VT(&value) == VT_EMPTY)
        return hr;
    hr = V_VT(&value) & VT_ARRAY ? wmi_variant_to_value(&list, &value, CIM_TYPE_STRING, true)
                                 : (HRESULT)WBEM_E_INVALID_CONTEXT;
    VariantClear(&value);
    if (FAILED(hr))
        return hr == (HRESULT)WBEM_E_OUT_OF_MEMORY ? hr : (HRESULT)WBEM_E_INVALID_CONTEXT;
    hr = take_names(options, &list);
    cim_value_clear(&list);
    *has = SUCCEEDED(hr);
    return hr;
}

struct wmi_options *wmi_options_ref(struct wmi_options *options)
{
    if (options)
        InterlockedIncrement(&options->references);
    return options;
}

void wmi_options_release(struct wmi_options *options)
{
    size_t i;

    if (!options || InterlockedDecrement(&options->references))
        return;
    for (i = 0; i < options->name_count; i++)
        mem_free((char *)options->names[i].data);
    mem_free(options->names);
    mem_free(options);
}

/* @param marker  the name that says that the others count
 *  @param out     NULL without it */
static HRESULT begin(struct wmi_options **out, IWbemContext *context, const WCHAR *marker)
{
    bool marked = false;
    HRESULT hr = S_OK;

    *out = NULL;
    if (context)
        hr = read_flag(&marked, context, marker);
    if (FAILED(hr) || !marked)
        return hr;
    *out = mem_zalloc(sizeof(**out));
    if (!*out)
        return WBEM_E_OUT_OF_MEMORY;
    (*out)->references = 1;
    return S_OK;
}

static HRESULT finish(struct wmi_options **out, HRESULT hr)
{
    if (SUCCEEDED(hr))
        return hr;
    wmi_options_release(*out);
    *out = NULL;
    return hr;
}

/* CLIENT_REQUEST, CLASS and ATOMIC say nothing to this store: it always writes all or nothing.
 * Their types count. */
static HRESULT check_flags(IWbemContext *context, const WCHAR *const *names, size_t count)
{
    bool ignored;
    HRESULT hr = S_OK;
    size_t i;

    for (i = 0; SUCCEEDED(hr) && i < count; i++)
        hr = read_flag(&ignored, context, names[i]);
    return hr;
}

HRESULT wmi_put_options_read(struct wmi_options **out, IWbemContext *context, LONG flags)
{
    static const WCHAR *const others[] = {L"__PUT_EXT_CLIENT_REQUEST", L"__PUT_EXT_ATOMIC"};
    struct repo_put_options *put;
    HRESULT hr = begin(out, context, L"__PUT_EXTENSIONS");

    if (FAILED(hr) || !*out)
        return hr;
    put = &(*out)->put;
    put->extensions = true;
    hr = flags & WBEM_FLAG_UPDATE_ONLY ? S_OK : (HRESULT)WBEM_E_INVALID_CONTEXT;
    if (SUCCEEDED(hr))
        hr = check_flags(context, others, 2);
    if (SUCCEEDED(hr))
        hr = read_flag(&put->strict_nulls, context, L"__PUT_EXT_STRICT_NULLS");
    if (SUCCEEDED(hr))
        hr = read_names(*out, &put->has_properties, context, L"__PUT_EXT_PROPERTIES");
    put->properties = (*out)->names;
    put->property_count = (*out)->name_count;
    return finish(out, hr);
}

HRESULT wmi_get_options_read(struct wmi_options **out, IWbemContext *context)
{
    static const WCHAR *const others[] = {L"__GET_EXT_CLIENT_REQUEST"};
    struct repo_get_options *get;
    HRESULT hr = begin(out, context, L"__GET_EXTENSIONS");

    if (FAILED(hr) || !*out)
        return hr;
    get = &(*out)->get;
    hr = check_flags(context, others, 1);
    if (SUCCEEDED(hr))
        hr = read_flag(&get->keys_only, context, L"__GET_EXT_KEYS_ONLY");
    if (SUCCEEDED(hr))
        hr = read_names(*out, &get->has_properties, context, L"__GET_EXT_PROPERTIES");
    if (get->keys_only)
        get->has_properties = false;
    get->properties = (*out)->names;
    get->property_count = (*out)->name_count;
    return finish(out, hr);
}
