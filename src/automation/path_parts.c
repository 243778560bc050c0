/* The parts of a path as texts: what SWbemObjectPath's properties read and write. Functions
 * without state. */
#include "path.h"

#include "../cim/mem.h"

HRESULT path_parse(BSTR text, struct cim_path *out)
{
    enum cim_status status;
    size_t size;
    HRESULT hr;
    char *utf8;

    cim_path_init(out);
    if (!SysStringLen(text))
        return S_OK;
    hr = bstr_to_text(text, &utf8, &size);
    if (FAILED(hr))
        return hr;
    status = cim_path_parse(out, (struct text){utf8, size}, NULL);
    mem_free(utf8);
    return com_hresult(status);
}

static void print_parent(struct buffer *out, const struct cim_path *path)
{
    const char *last = path->space ? strrchr(path->space, '\\') : NULL;

    if (last)
        buffer_append(out, path->space, (size_t)(last - path->space));
}

static void print_part(struct buffer *out, const struct cim_path *path, enum path_part part)
{
    switch (part)
    {
    case PART_PATH:
        cim_path_print(out, path);
        break;
    case PART_RELPATH:
        cim_path_print_relative(out, path);
        break;
    case PART_SERVER:
        buffer_append_string(out, path->server ? path->server : "");
        break;
    case PART_NAMESPACE:
        buffer_append_string(out, path->space ? path->space : "");
        break;
    case PART_PARENT:
        print_parent(out, path);
        break;
    case PART_CLASS:
        buffer_append_string(out, path->class_name ? path->class_name : "");
        break;
    }
}

HRESULT path_print_part(const struct cim_path *path, enum path_part part, BSTR *out)
{
    struct buffer buffer;
    HRESULT hr;

    buffer_init(&buffer, 0);
    print_part(&buffer, path, part);
    hr = com_hresult(buffer_status(&buffer));
    if (SUCCEEDED(hr))
    {
        *out = bstr_from_text((const char *)buffer.data, buffer.size);
        hr = *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
    }
    buffer_free(&buffer);
    return hr;
}

/* Replace one text of the parts; an empty text removes it. */
static HRESULT replace_text(char **slot, char *text, size_t size)
{
    char *copy = NULL;

    if (size && !(copy = text_dup((struct text){text, size})))
        return WBEM_E_OUT_OF_MEMORY;
    mem_free(*slot);
    *slot = copy;
    return S_OK;
}

static HRESULT change_namespace(struct cim_path *parts, char *text, size_t size)
{
    struct buffer buffer;
    HRESULT hr;

    if (!size)
        return replace_text(&parts->space, text, 0);
    buffer_init(&buffer, 0);
    hr = com_hresult(cim_namespace_normalise(&buffer, (struct text){text, size}, NULL));
    if (SUCCEEDED(hr))
        hr = replace_text(&parts->space, (char *)buffer.data, buffer.size);
    else if (hr != (HRESULT)WBEM_E_OUT_OF_MEMORY)
        hr = WBEM_E_INVALID_SYNTAX;
    buffer_free(&buffer);
    return hr;
}

/* A new path keeps nothing of the old; a new relative path keeps server and namespace. */
static HRESULT change_path(struct cim_path *parts, struct text text, bool relative)
{
    struct cim_path parsed;
    enum cim_status status;

    cim_path_init(&parsed);
    status = text.size ? cim_path_parse(&parsed, text, NULL) : CIM_OK;
    if (!status && relative && (parsed.server || parsed.space))
        status = CIM_INVALID_SYNTAX;
    if (status)
    {
        cim_path_free(&parsed);
        return status == CIM_NO_MEMORY ? WBEM_E_OUT_OF_MEMORY : WBEM_E_INVALID_SYNTAX;
    }
    if (relative)
    {
        parsed.server = parts->server;
        parsed.space = parts->space;
        parts->server = NULL;
        parts->space = NULL;
    }
    cim_path_free(parts);
    *parts = parsed;
    return S_OK;
}

/* What stands for a server in a path, and nothing else. */
static HRESULT change_server(struct cim_path *parts, char *text, size_t size)
{
    struct cim_path parsed;
    struct buffer buffer;
    HRESULT hr;

    if (!size)
        return replace_text(&parts->server, text, 0);
    buffer_init(&buffer, 0);
    buffer_append_string(&buffer, "\\\\");
    buffer_append(&buffer, text, size);
    hr = com_hresult(buffer_status(&buffer));
    cim_path_init(&parsed);
    if (SUCCEEDED(hr) &&
        (cim_path_parse(&parsed, buffer_text(&buffer), NULL) || parsed.space || parsed.class_name))
        hr = WBEM_E_INVALID_SYNTAX;
    cim_path_free(&parsed);
    buffer_free(&buffer);
    return FAILED(hr) ? hr : replace_text(&parts->server, text, size);
}

static HRESULT change_class(struct cim_path *parts, char *text, size_t size)
{
    if (size && !text_is_system_name((struct text){text, size}))
        return WBEM_E_INVALID_SYNTAX;
    return replace_text(&parts->class_name, text, size);
}

HRESULT path_change_part(struct cim_path *parts, enum path_part part, char *text, size_t size)
{
    switch (part)
    {
    case PART_PATH:
        return change_path(parts, (struct text){text, size}, false);
    case PART_RELPATH:
        return change_path(parts, (struct text){text, size}, true);
    case PART_SERVER:
        return change_server(parts, text, size);
    case PART_NAMESPACE:
        return change_namespace(parts, text, size);
    case PART_CLASS:
        return change_class(parts, text, size);
    case PART_PARENT:
        break;
    }
    return WBEM_E_READ_ONLY;
}
