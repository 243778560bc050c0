/* Enumerations and queries over the store (see source.h). */
#include "source.h"

#include "../cim/mem.h"
#include "../com/error.h"
#include "../platform/platform.h"

HRESULT wmi_source_spec_create(struct wmi_source_spec **out, enum wmi_source_kind kind,
                               const WCHAR *operation, struct repo_space *space, const WCHAR *text,
                               LONG flags, struct wmi_options *options)
{
    struct wmi_source_spec *spec = mem_zalloc(sizeof(*spec));

    *out = NULL;
    if (!spec)
        return WBEM_E_OUT_OF_MEMORY;
    spec->references = 1;
    spec->kind = kind;
    spec->operation = operation;
    spec->flags = flags;
    spec->space = repo_space_ref(space);
    spec->options = wmi_options_ref(options);
    spec->text = wmi_text_from_wide(text, &spec->text_size);
    if (!spec->text)
    {
        wmi_source_spec_release(spec);
        return WBEM_E_OUT_OF_MEMORY;
    }
    *out = spec;
    return S_OK;
}

struct wmi_source_spec *wmi_source_spec_ref(struct wmi_source_spec *spec)
{
    InterlockedIncrement(&spec->references);
    return spec;
}

void wmi_source_spec_release(struct wmi_source_spec *spec)
{
    if (!spec || InterlockedDecrement(&spec->references))
        return;
    repo_space_release(spec->space);
    wmi_options_release(spec->options);
    mem_free(spec->text);
    mem_free(spec);
}

struct text wmi_source_spec_text(const struct wmi_source_spec *spec)
{
    return (struct text){spec->text, spec->text_size};
}

/* An empty instance (of a class query: the class) of what the query would give. */
static enum cim_status open_prototype(struct wmi_source *source, struct wql_query *query,
                                      struct cim_error *err)
{
    struct repo_space *space = source->spec->space;
    struct cim_class *cls = NULL;
    enum cim_status status;

    if (query->kind != WQL_SELECT)
        return cim_fail(err, CIM_NOT_SUPPORTED, "only a SELECT query has a prototype");
    status = repo_get_class(&cls, space, text_from(query->class_name), err);
    if (status == CIM_NOT_FOUND)
        return CIM_INVALID_CLASS;
    if (!status)
        status = cim_object_spawn(&source->prototype, cls);
    if (!status)
        status = cim_object_decorate(source->prototype, wmi_host_name(), repo_space_name(space));
    cim_class_release(cls);
    return status;
}

static enum cim_status open_query(struct wmi_source *source, struct cim_error *err)
{
    struct wmi_source_spec *spec = source->spec;
    struct wql_query *query;
    enum cim_status status = wql_parse(&query, wmi_source_spec_text(spec), err);

    if (status)
        return status;
    if (!(spec->flags & WBEM_FLAG_PROTOTYPE))
        return repo_query(&source->cursor, spec->space, query, err);
    status = open_prototype(source, query, err);
    wql_query_free(query);
    return status;
}

enum cim_status wmi_source_open(struct wmi_source *out, struct wmi_source_spec *spec,
                                struct cim_error *err)
{
    bool deep = !(spec->flags & WBEM_FLAG_SHALLOW);

    memset(out, 0, sizeof(*out));
    out->spec = spec;
    switch (spec->kind)
    {
    case WMI_SOURCE_INSTANCES:
        return repo_enum_instances(&out->cursor, spec->space, wmi_source_spec_text(spec), deep,
                                   spec->options ? &spec->options->get : NULL, err);
    case WMI_SOURCE_CLASSES:
        return repo_list_classes(&out->classes, &out->count, spec->space,
                                 wmi_source_spec_text(spec), deep, err);
    default:
        return open_query(out, err);
    }
}

static enum cim_status next_class(struct cim_object **out, struct wmi_source *source)
{
    enum cim_status status;

    if (source->next == source->count)
        return CIM_FALSE;
    status = cim_object_from_class(out, source->classes[source->next]);
    if (status)
        return status;
    status = cim_object_decorate(*out, wmi_host_name(), repo_space_name(source->spec->space));
    if (status)
    {
        cim_object_release(*out);
        return status;
    }
    source->next++;
    return CIM_OK;
}

enum cim_status wmi_source_next(struct cim_object **out, struct wmi_source *source,
                                struct cim_error *err)
{
    if (source->cursor)
        return repo_cursor_next(out, source->cursor, err);
    if (source->spec->kind == WMI_SOURCE_CLASSES)
        return next_class(out, source);
    *out = source->prototype;
    source->prototype = NULL;
    return *out ? CIM_OK : CIM_FALSE;
}

void wmi_source_cancel(struct wmi_source *source)
{
    if (source->cursor)
        repo_cursor_cancel(source->cursor);
}

void wmi_source_close(struct wmi_source *source)
{
    size_t i;

    repo_cursor_close(source->cursor);
    for (i = 0; i < source->count; i++)
        cim_class_release(source->classes[i]);
    mem_free(source->classes);
    cim_object_release(source->prototype);
    memset(source, 0, sizeof(*source));
}

const char *wmi_host_name(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    static char name[256];
    PVOID ignored;
    BOOL pending;

    if (InitOnceBeginInitialize(&once, 0, &pending, &ignored) && pending)
    {
        plat_host_name(name, sizeof(name));
        InitOnceComplete(&once, 0, NULL);
    }
    return name;
}
