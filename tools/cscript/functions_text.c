/* Join, Filter, Escape, Unescape. */
#include "functions.h"

#include <stdlib.h>

#define ERROR_NULL_USE ((HRESULT)0x800A005E)

HRESULT call_return_integer(struct call *call, SHORT value)
{
    V_VT(call->result) = VT_I2;
    V_I2(call->result) = value;
    return S_OK;
}

BOOL call_is_null(const struct call *call, unsigned index)
{
    const VARIANT *arg = call_arg(call, index);

    return arg && V_VT(arg) == VT_NULL;
}

static HRESULT text_argument(const struct call *call, unsigned index, const WCHAR *fallback,
                             BSTR *out)
{
    HRESULT hr;

    if (call_is_null(call, index))
        return ERROR_NULL_USE;
    hr = call_bstr(call, index, out);
    if (SUCCEEDED(hr) && !*out)
        *out = SysAllocString(call_arg(call, index) ? L"" : fallback);
    return SUCCEEDED(hr) && !*out ? E_OUTOFMEMORY : hr;
}

/* The one-dimensional array of an argument, locked; every element is a VARIANT or a BSTR. */
struct list
{
    SAFEARRAY *array;
    BOOL is_text;
    LONG count;
};

static HRESULT list_open(const struct call *call, unsigned index, struct list *list)
{
    const VARIANT *arg = call_arg(call, index);
    VARTYPE type;
    HRESULT hr;

    list->array = NULL;
    if (!arg || !(V_VT(arg) & VT_ARRAY))
        return DISP_E_TYPEMISMATCH;
    type = V_VT(arg) & VT_TYPEMASK;
    if (type != VT_VARIANT && type != VT_BSTR)
        return DISP_E_TYPEMISMATCH;
    list->is_text = type == VT_BSTR;
    list->count = 0;
    list->array = V_ISBYREF(arg) ? *V_ARRAYREF(arg) : V_ARRAY(arg);
    if (!list->array)
        return S_OK; /* declared without a size */
    if (list->array->cDims != 1)
    {
        list->array = NULL;
        return DISP_E_TYPEMISMATCH;
    }
    hr = SafeArrayLock(list->array);
    if (SUCCEEDED(hr))
        list->count = (LONG)list->array->rgsabound[0].cElements;
    else
        list->array = NULL;
    return hr;
}

static void list_close(struct list *list)
{
    if (list->array)
        SafeArrayUnlock(list->array);
}

/* An element as text, owned. What is Null joins as nothing. */
static HRESULT list_text(const struct list *list, LONG index, BSTR *out)
{
    VARIANT text;
    VARIANT *value;
    HRESULT hr;

    if (list->is_text)
    {
        BSTR item = ((BSTR *)list->array->pvData)[index];

        *out = SysAllocStringLen(item, SysStringLen(item));
        return *out ? S_OK : E_OUTOFMEMORY;
    }
    value = &((VARIANT *)list->array->pvData)[index];
    *out = NULL;
    VariantInit(&text);
    if (V_VT(value) != VT_NULL)
    {
        hr = VariantChangeType(&text, value, VARIANT_ALPHABOOL, VT_BSTR);
        if (FAILED(hr))
            return hr;
        *out = V_BSTR(&text);
    }
    if (!*out)
        *out = SysAllocString(L"");
    return *out ? S_OK : E_OUTOFMEMORY;
}

/* A text that grows; its limit is that of a BSTR. */
struct builder
{
    WCHAR *text;
    size_t len;
    size_t capacity;
};

#define MAX_TEXT (1u << 29)

static HRESULT builder_add(struct builder *builder, const WCHAR *text, size_t len)
{
    size_t capacity = builder->capacity ? builder->capacity : 256;
    WCHAR *grown;

    if (builder->len + len > MAX_TEXT)
        return E_OUTOFMEMORY;
    while (capacity < builder->len + len)
        capacity *= 2;
    if (capacity != builder->capacity)
    {
        grown = realloc(builder->text, capacity * sizeof(WCHAR));
        if (!grown)
            return E_OUTOFMEMORY;
        builder->text = grown;
        builder->capacity = capacity;
    }
    memcpy(builder->text + builder->len, text, len * sizeof(WCHAR));
    builder->len += len;
    return S_OK;
}

/* Gives what was built, or passes the failure on. */
static HRESULT builder_return(struct builder *builder, HRESULT hr, struct call *call)
{
    if (SUCCEEDED(hr))
        hr = call_return_text_len(call, builder->text, builder->len);
    free(builder->text);
    return hr;
}

/* Join(list [, delimiter = " "]) */
HRESULT function_Join(struct object *self, struct call *call)
{
    struct builder builder = {NULL, 0, 0};
    struct list list;
    BSTR delimiter = NULL;
    BSTR item;
    LONG i;
    HRESULT hr;

    (void)self;
    hr = list_open(call, 0, &list);
    if (SUCCEEDED(hr))
        hr = text_argument(call, 1, L" ", &delimiter);
    for (i = 0; SUCCEEDED(hr) && i < list.count; i++)
    {
        hr = list_text(&list, i, &item);
        if (SUCCEEDED(hr) && i)
            hr = builder_add(&builder, delimiter, SysStringLen(delimiter));
        if (SUCCEEDED(hr))
            hr = builder_add(&builder, item, SysStringLen(item));
        SysFreeString(item);
    }
    list_close(&list);
    SysFreeString(delimiter);
    return builder_return(&builder, hr, call);
}

static BOOL equal_at(const WCHAR *text, const WCHAR *part, size_t len, BOOL ignore_case)
{
    const DWORD flags = ignore_case ? NORM_IGNORECASE : 0;

    if (!ignore_case)
        return !memcmp(text, part, len * sizeof(WCHAR));
    return CompareStringW(LOCALE_USER_DEFAULT, flags, text, (int)len, part, (int)len) == CSTR_EQUAL;
}

static BOOL contains(BSTR text, BSTR part, BOOL ignore_case)
{
    size_t text_len = SysStringLen(text);
    size_t part_len = SysStringLen(part);
    size_t i;

    if (!part_len)
        return TRUE;
    for (i = 0; i + part_len <= text_len; i++)
        if (equal_at(text + i, part, part_len, ignore_case))
            return TRUE;
    return FALSE;
}

/* The texts that go into Filter's result; those that do not are freed here. */
static HRESULT select_texts(const struct list *list, BSTR part, BOOL include, BOOL ignore_case,
                            BSTR *kept, LONG *count)
{
    BSTR item;
    HRESULT hr;
    LONG i;

    for (i = 0; i < list->count; i++)
    {
        hr = list_text(list, i, &item);
        if (FAILED(hr))
            return hr;
        if (contains(item, part, ignore_case) == include)
            kept[(*count)++] = item;
        else
            SysFreeString(item);
    }
    return S_OK;
}

/* A zero-based array of VARIANT, as For Each needs it; takes the texts over. */
static HRESULT return_texts(struct call *call, BSTR *texts, LONG count)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)count);
    VARIANT *values;
    LONG i;

    if (!array)
        return E_OUTOFMEMORY;
    values = array->pvData;
    for (i = 0; i < count; i++)
    {
        V_VT(&values[i]) = VT_BSTR;
        V_BSTR(&values[i]) = texts[i];
        texts[i] = NULL;
    }
    V_VT(call->result) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(call->result) = array;
    return S_OK;
}

static HRESULT filter_options(const struct call *call, BOOL *include, BOOL *ignore_case)
{
    LONG value;
    HRESULT hr = call_long(call, 2, -1, &value);

    if (FAILED(hr))
        return hr;
    *include = value != 0;
    hr = call_long(call, 3, 0, &value);
    if (SUCCEEDED(hr) && value != 0 && value != 1)
        return ERROR_INVALID_PROCEDURE;
    *ignore_case = value == 1;
    return hr;
}

/* Filter(list, part [, include = True [, compare = vbBinaryCompare]]) */
HRESULT function_Filter(struct object *self, struct call *call)
{
    BOOL include = TRUE;
    BOOL ignore_case = FALSE;
    struct list list;
    BSTR part = NULL;
    BSTR *kept = NULL;
    LONG count = 0;
    HRESULT hr;

    (void)self;
    hr = list_open(call, 0, &list);
    if (FAILED(hr))
        return hr;
    hr = text_argument(call, 1, L"", &part);
    if (SUCCEEDED(hr))
        hr = filter_options(call, &include, &ignore_case);
    if (FAILED(hr))
        goto done;
    kept = calloc((size_t)list.count + 1, sizeof(*kept));
    hr = kept ? select_texts(&list, part, include, ignore_case, kept, &count) : E_OUTOFMEMORY;
    if (SUCCEEDED(hr))
        hr = return_texts(call, kept, count);
done:
    while (count)
        SysFreeString(kept[--count]);
    free(kept);
    list_close(&list);
    SysFreeString(part);
    return hr;
}

static BOOL stays(WCHAR c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && wcschr(L"@*_+-./", c));
}

static size_t escape_char(WCHAR c, WCHAR *out)
{
    static const WCHAR digits[] = L"0123456789ABCDEF";
    size_t len = 0;

    if (stays(c))
    {
        out[0] = c;
        return 1;
    }
    out[len++] = '%';
    if (c > 0xFF)
    {
        out[len++] = 'u';
        out[len++] = digits[c >> 12];
        out[len++] = digits[c >> 8 & 15];
    }
    out[len++] = digits[c >> 4 & 15];
    out[len++] = digits[c & 15];
    return len;
}

/* Escape(text) */
HRESULT function_Escape(struct object *self, struct call *call)
{
    struct builder builder = {NULL, 0, 0};
    WCHAR piece[6];
    BSTR text = NULL;
    UINT i;
    HRESULT hr = text_argument(call, 0, L"", &text);

    (void)self;
    for (i = 0; SUCCEEDED(hr) && i < SysStringLen(text); i++)
        hr = builder_add(&builder, piece, escape_char(text[i], piece));
    SysFreeString(text);
    return builder_return(&builder, hr, call);
}

/* The number that `count` hexadecimal digits make, or -1. The text ends with a zero. */
static int hex_value(const WCHAR *digits, unsigned count)
{
    int value = 0;
    unsigned i;

    for (i = 0; i < count; i++)
    {
        WCHAR c = digits[i];

        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (c >= 'A' && c <= 'F')
            value = value * 16 + (c - 'A' + 10);
        else if (c >= 'a' && c <= 'f')
            value = value * 16 + (c - 'a' + 10);
        else
            return -1;
    }
    return value;
}

/* One character at `text`; how many were read for it. What is no escape stands for itself. */
static size_t unescape_char(const WCHAR *text, WCHAR *out)
{
    int value;

    *out = *text;
    if (*text != '%')
        return 1;
    if (text[1] == 'u' && (value = hex_value(text + 2, 4)) >= 0)
    {
        *out = (WCHAR)value;
        return 6;
    }
    value = hex_value(text + 1, 2);
    if (value < 0)
        return 1;
    *out = (WCHAR)value;
    return 3;
}

/* Unescape(text) */
HRESULT function_Unescape(struct object *self, struct call *call)
{
    struct builder builder = {NULL, 0, 0};
    BSTR text = NULL;
    UINT i = 0;
    HRESULT hr = text_argument(call, 0, L"", &text);

    (void)self;
    while (SUCCEEDED(hr) && i < SysStringLen(text))
    {
        WCHAR c;

        i += (UINT)unescape_char(text + i, &c);
        hr = builder_add(&builder, &c, 1);
    }
    SysFreeString(text);
    return builder_return(&builder, hr, call);
}
