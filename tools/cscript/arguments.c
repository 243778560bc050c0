/* WScript.Arguments with its two views. All, Named and Unnamed are one class of object over the same command
 * line with a different choice: `/name:value`, `/name`, `/name+` and `/name-` are named, the rest is not.
 *
 * A named argument that is given twice counts once: the first one stands. */
#include "arguments.h"

#include <stdlib.h>

#include "console.h"
#include "host.h"

enum view
{
    VIEW_ALL,
    VIEW_NAMED,
    VIEW_UNNAMED
};

struct arguments
{
    struct object base;
    enum view view;
};

static struct arguments *impl_from_object(struct object *object)
{
    return CONTAINING_RECORD(object, struct arguments, base);
}

static BOOL is_named(const WCHAR *argument)
{
    return argument[0] == '/' && argument[1];
}

/* The name stands between the slash and a colon, or a plus or minus at the very end. */
static size_t name_length(const WCHAR *argument)
{
    size_t len = wcscspn(argument + 1, L":");

    if (argument[1 + len] != ':' && len > 1 && wcschr(L"+-", argument[len]))
        len--;
    return len;
}

static BOOL has_name(const WCHAR *argument, const WCHAR *name)
{
    size_t len = name_length(argument);

    return len == wcslen(name) && !_wcsnicmp(argument + 1, name, len);
}

static const WCHAR *find_named(const struct options *options, const WCHAR *name)
{
    unsigned i;

    for (i = 0; i < options->argument_count; i++)
        if (is_named(options->arguments[i]) && has_name(options->arguments[i], name))
            return options->arguments[i];
    return NULL;
}

static BOOL repeated(const struct options *options, unsigned index)
{
    const WCHAR *argument = options->arguments[index];
    size_t len = name_length(argument);
    unsigned i;

    for (i = 0; i < index; i++)
        if (is_named(options->arguments[i]) && name_length(options->arguments[i]) == len &&
            !_wcsnicmp(options->arguments[i] + 1, argument + 1, len))
            return TRUE;
    return FALSE;
}

static BOOL chosen(const struct arguments *self, unsigned index)
{
    const struct options *options = &self->base.host->options;

    if (self->view == VIEW_ALL)
        return TRUE;
    if (!is_named(options->arguments[index]))
        return self->view == VIEW_UNNAMED;
    return self->view == VIEW_NAMED && !repeated(options, index);
}

static unsigned count_chosen(const struct arguments *self)
{
    unsigned count = 0;
    unsigned i;

    for (i = 0; i < self->base.host->options.argument_count; i++)
        count += chosen(self, i) != 0;
    return count;
}

static const WCHAR *chosen_at(const struct arguments *self, LONG index)
{
    const struct options *options = &self->base.host->options;
    unsigned i;

    for (i = 0; i < options->argument_count; i++)
        if (chosen(self, i) && !index--)
            return options->arguments[i];
    return NULL;
}

static HRESULT arguments_Count(struct object *object, struct call *call)
{
    return call_return_long(call, (LONG)count_chosen(impl_from_object(object)));
}

static HRESULT arguments_Item(struct object *object, struct call *call)
{
    const WCHAR *argument;
    LONG index;
    HRESULT hr = call_long(call, 0, -1, &index);

    if (FAILED(hr))
        return hr;
    argument = index < 0 ? NULL : chosen_at(impl_from_object(object), index);
    return argument ? call_return_text(call, argument) : DISP_E_BADINDEX;
}

static HRESULT return_named(struct call *call, const WCHAR *argument)
{
    const WCHAR *value;

    if (!argument)
        return S_OK; /* Empty */
    value = argument + 1 + name_length(argument);
    if (*value == ':')
        return call_return_text(call, value + 1);
    return *value ? call_return_bool(call, *value == '+') : S_OK;
}

static HRESULT named_Item(struct object *object, struct call *call)
{
    BSTR name;
    HRESULT hr = call_bstr(call, 0, &name);

    if (FAILED(hr))
        return hr;
    hr = return_named(call, find_named(&object->host->options, name ? name : L""));
    SysFreeString(name);
    return hr;
}

static HRESULT named_Exists(struct object *object, struct call *call)
{
    BSTR name;
    HRESULT hr = call_bstr(call, 0, &name);

    if (FAILED(hr))
        return hr;
    hr = call_return_bool(call, find_named(&object->host->options, name ? name : L"") != NULL);
    SysFreeString(name);
    return hr;
}

/* What a For Each over this view yields: names without their values, else whole arguments. */
static HRESULT collect(const struct arguments *self, WCHAR **texts)
{
    unsigned count = count_chosen(self);
    unsigned i;

    for (i = 0; i < count; i++)
    {
        texts[i] = _wcsdup(chosen_at(self, (LONG)i));
        if (!texts[i])
            return E_OUTOFMEMORY;
        if (self->view != VIEW_NAMED)
            continue;
        texts[i][1 + name_length(texts[i])] = 0;
        memmove(texts[i], texts[i] + 1, (wcslen(texts[i] + 1) + 1) * sizeof(WCHAR));
    }
    return S_OK;
}

static HRESULT arguments_NewEnum(struct object *object, struct call *call)
{
    struct arguments *self = impl_from_object(object);
    unsigned count = count_chosen(self);
    WCHAR **texts = calloc((size_t)count + 1, sizeof(*texts));
    IUnknown *enumerator = NULL;
    HRESULT hr = E_OUTOFMEMORY;
    unsigned i;

    if (!texts)
        return hr;
    hr = collect(self, texts);
    if (SUCCEEDED(hr))
        hr = text_enum_create((const WCHAR *const *)texts, count, &enumerator);
    for (i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
    if (FAILED(hr))
        return hr;
    V_VT(call->result) = VT_UNKNOWN;
    V_UNKNOWN(call->result) = enumerator;
    return S_OK;
}

static struct object *create_view(struct host *host, enum view view);

static HRESULT arguments_Named(struct object *object, struct call *call)
{
    return call_return_object(call, create_view(object->host, VIEW_NAMED));
}

static HRESULT arguments_Unnamed(struct object *object, struct call *call)
{
    return call_return_object(call, create_view(object->host, VIEW_UNNAMED));
}

/* Only a .wsf file describes its arguments; of a plain script the name is all there is to show. */
static HRESULT arguments_ShowUsage(struct object *object, struct call *call)
{
    struct host *host = object->host;
    HRESULT hr;

    (void)call;
    if (!host->interactive)
        return S_OK;
    hr = console_write(host->console, STREAM_OUT, L"Usage: ", 7);
    return FAILED(hr) ? hr : console_write_line(host->console, STREAM_OUT, host->script_name);
}

static void arguments_destroy(struct object *object)
{
    free(impl_from_object(object));
}

static const struct member arguments_members[] = {
    {L"Item", DISPID_VALUE, DISPATCH_PROPERTYGET | DISPATCH_METHOD, 1, 1, arguments_Item},
    {L"Count", 1, DISPATCH_PROPERTYGET, 0, 0, arguments_Count},
    {L"length", 2, DISPATCH_PROPERTYGET, 0, 0, arguments_Count},
    {L"Named", 3, DISPATCH_PROPERTYGET, 0, 0, arguments_Named},
    {L"Unnamed", 4, DISPATCH_PROPERTYGET, 0, 0, arguments_Unnamed},
    {L"ShowUsage", 5, DISPATCH_METHOD, 0, 0, arguments_ShowUsage},
    {L"_NewEnum", DISPID_NEWENUM, DISPATCH_PROPERTYGET, 0, 0, arguments_NewEnum},
};

static const struct member named_members[] = {
    {L"Item", DISPID_VALUE, DISPATCH_PROPERTYGET | DISPATCH_METHOD, 1, 1, named_Item},
    {L"Count", 1, DISPATCH_METHOD | DISPATCH_PROPERTYGET, 0, 0, arguments_Count},
    {L"length", 2, DISPATCH_PROPERTYGET, 0, 0, arguments_Count},
    {L"Exists", 3, DISPATCH_METHOD, 1, 1, named_Exists},
    {L"_NewEnum", DISPID_NEWENUM, DISPATCH_PROPERTYGET, 0, 0, arguments_NewEnum},
};

static const struct member unnamed_members[] = {
    {L"Item", DISPID_VALUE, DISPATCH_PROPERTYGET | DISPATCH_METHOD, 1, 1, arguments_Item},
    {L"Count", 1, DISPATCH_METHOD | DISPATCH_PROPERTYGET, 0, 0, arguments_Count},
    {L"length", 2, DISPATCH_PROPERTYGET, 0, 0, arguments_Count},
    {L"_NewEnum", DISPID_NEWENUM, DISPATCH_PROPERTYGET, 0, 0, arguments_NewEnum},
};

static const struct class view_classes[] = {
    [VIEW_ALL] = {.members = arguments_members,
                  .count = ARRAYSIZE(arguments_members),
                  .destroy = arguments_destroy},
    [VIEW_NAMED] = {.members = named_members,
                    .count = ARRAYSIZE(named_members),
                    .destroy = arguments_destroy},
    [VIEW_UNNAMED] = {.members = unnamed_members,
                      .count = ARRAYSIZE(unnamed_members),
                      .destroy = arguments_destroy},
};

static struct object *create_view(struct host *host, enum view view)
{
    struct arguments *self = calloc(1, sizeof(*self));

    if (!self)
        return NULL;
    object_init(&self->base, &view_classes[view], host);
    self->view = view;
    return &self->base;
}

struct object *arguments_create(struct host *host)
{
    return create_view(host, VIEW_ALL);
}
