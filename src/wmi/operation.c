/* The operations of IWbemServices on the store: flags, operands, execution (see operation.h). */
#include "operation.h"

#include "../cim/mem.h"
#include "../com/error.h"
#include "../com/module.h"
#include "error_object.h"

#define PUT_FLAGS                                                                                  \
    (WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_UPDATE_SAFE_MODE |                  \
     WBEM_FLAG_UPDATE_FORCE_MODE | WBEM_FLAG_ADVISORY | WBEM_FLAG_USE_AMENDED_QUALIFIERS |         \
     WBEM_FLAG_STRONG_VALIDATION | WBEM_FLAG_RETURN_IMMEDIATELY | FLAG_SCRIPT_STRONG_VALIDATION)
#define READ_FLAGS                                                                                 \
    (WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_NO_ERROR_OBJECT |           \
     WBEM_FLAG_USE_AMENDED_QUALIFIERS | WBEM_FLAG_SHALLOW)
#define FLAG_SCRIPT_STRONG_VALIDATION 0x80 /* wbemChangeFlagStrongValidation, behaviour.md 8.1 */
#define REPO_PUT_FLAGS                                                                             \
    (REPO_UPDATE_ONLY | REPO_CREATE_ONLY | REPO_UPDATE_SAFE | REPO_UPDATE_FORCE | REPO_USE_AMENDED)

static HRESULT run_get(struct wmi_operation *op, struct repo_batch *batch, struct cim_error *err);
static HRESULT run_put_class(struct wmi_operation *op, struct repo_batch *batch,
                             struct cim_error *err);
static HRESULT run_put_instance(struct wmi_operation *op, struct repo_batch *batch,
                                struct cim_error *err);
static HRESULT run_delete_class(struct wmi_operation *op, struct repo_batch *batch,
                                struct cim_error *err);
static HRESULT run_delete_instance(struct wmi_operation *op, struct repo_batch *batch,
                                   struct cim_error *err);
static void class_committed(struct wmi_operation *op);

/* Enumerations and NextAsync are run by the queue itself, block by block. */
static const struct wmi_operation_kind kinds[] = {
    [WMI_GET_OBJECT] = {L"GetObject",
                        WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_USE_AMENDED_QUALIFIERS |
                            WBEM_FLAG_DIRECT_READ | WBEM_FLAG_NO_ERROR_OBJECT,
                        false, false, run_get, NULL},
    [WMI_PUT_CLASS] = {L"PutClass", PUT_FLAGS, true, true, run_put_class, class_committed},
    [WMI_DELETE_CLASS] = {L"DeleteClass", WBEM_FLAG_RETURN_IMMEDIATELY, false, true,
                          run_delete_class, NULL},
    [WMI_CLASS_ENUM] = {L"CreateClassEnum", READ_FLAGS, false, false, NULL, NULL},
    [WMI_PUT_INSTANCE] = {L"PutInstance", PUT_FLAGS, true, true, run_put_instance, NULL},
    [WMI_DELETE_INSTANCE] = {L"DeleteInstance", WBEM_FLAG_RETURN_IMMEDIATELY, false, true,
                             run_delete_instance, NULL},
    [WMI_INSTANCE_ENUM] = {L"CreateInstanceEnum",
                           READ_FLAGS | WBEM_FLAG_DIRECT_READ | WBEM_FLAG_ENSURE_LOCATABLE, false,
                           false, NULL, NULL},
    [WMI_QUERY] = {L"ExecQuery",
                   READ_FLAGS | WBEM_FLAG_DIRECT_READ | WBEM_FLAG_ENSURE_LOCATABLE |
                       WBEM_FLAG_PROTOTYPE,
                   false, false, NULL, NULL},
    [WMI_NEXT] = {L"ExecQuery", 0, false, false, NULL, NULL},
};

/* --- making ----------------------------------------------------------------------------------- */

static bool has_both(LONG flags, LONG pair)
{
    return (flags & pair) == pair;
}

HRESULT wmi_operation_check_flags(enum wmi_operation_code code, LONG flags, bool is_async)
{
    const struct wmi_operation_kind *kind = &kinds[code];
    LONG allowed = kind->flags | (is_async ? WMI_ASYNC_FLAGS : 0);

    if (flags & ~allowed)
        return WBEM_E_INVALID_PARAMETER;
    if (kind->is_put && (has_both(flags, WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY) ||
                         has_both(flags, WBEM_MASK_UPDATE_MODE)))
        return WBEM_E_INVALID_PARAMETER;
    return S_OK;
}

const WCHAR *wmi_operation_name(enum wmi_operation_code code)
{
    return kinds[code].name;
}

HRESULT wmi_operation_create(struct wmi_operation **out, enum wmi_operation_code code,
                             struct wmi_services *services, LONG flags, bool is_async)
{
    struct wmi_operation *op;
    HRESULT hr = wmi_operation_check_flags(code, flags, is_async);

    *out = NULL;
    if (FAILED(hr))
        return hr;
    op = mem_zalloc(sizeof(*op));
    if (!op)
        return WBEM_E_OUT_OF_MEMORY;
    com_module_lock();
    op->kind = &kinds[code];
    op->services = services;
    op->flags = flags;
    op->wants_path = true;
    if (services)
        IWbemServices_AddRef((IWbemServices *)services);
    *out = op;
    return S_OK;
}

void wmi_operation_free(struct wmi_operation *op)
{
    if (!op)
        return;
    if (op->sink)
        IWbemObjectSink_Release(op->sink);
    if (op->subject)
        IWbemClassObject_Release((IWbemClassObject *)op->subject);
    if (op->enumerator)
        IEnumWbemClassObject_Release(op->enumerator);
    if (op->result)
        IWbemClassObject_Release(op->result);
    if (op->error)
        IWbemClassObject_Release(op->error);
    if (op->services)
        IWbemServices_Release((IWbemServices *)op->services);
    cim_object_release(op->object);
    wmi_options_release(op->options);
    wmi_source_spec_release(op->spec);
    SysFreeString(op->path);
    mem_free(op->text);
    mem_free(op);
    com_module_unlock();
}

HRESULT wmi_operation_set_text(struct wmi_operation *op, const WCHAR *text)
{
    op->text = wmi_text_from_wide(text, &op->text_size);
    return op->text ? S_OK : (HRESULT)WBEM_E_OUT_OF_MEMORY;
}

HRESULT wmi_operation_set_object(struct wmi_operation *op, IWbemClassObject *object,
                                 IWbemContext *context)
{
    struct wmi_class_object *subject = wmi_class_object_from(object);
    bool is_class = op->kind->run == run_put_class;
    HRESULT hr;

    if (!object)
        return WBEM_E_INVALID_PARAMETER;
    if (!subject || wmi_class_object_is_class(subject) != is_class)
        return WBEM_E_INVALID_OBJECT;
    hr = is_class ? S_OK : wmi_put_options_read(&op->options, context, op->flags);
    if (SUCCEEDED(hr))
        hr = wmi_class_object_snapshot(&op->object, object);
    if (FAILED(hr) || !is_class)
        return hr;
    op->subject = subject;
    IWbemClassObject_AddRef(object);
    return S_OK;
}

/* --- failing ---------------------------------------------------------------------------------- */

/* What an error object names: the text of the call, or the path or class of the object put. */
static void describe(struct buffer *out, const struct wmi_operation *op)
{
    if (op->spec)
        buffer_append_text(out, wmi_source_spec_text(op->spec));
    else if (op->text)
        buffer_append(out, op->text, op->text_size);
    else if (op->object && cim_object_relpath(out, op->object) != CIM_OK)
    {
        buffer_clear(out);
        buffer_append_string(out, op->object->cls->name);
    }
}

void wmi_operation_fail(struct wmi_operation *op, HRESULT hr, const struct cim_error *err)
{
    const WCHAR *name = op->spec ? op->spec->operation : op->kind->name;
    struct buffer parameter;

    op->hr = hr;
    if (op->error)
        IWbemClassObject_Release(op->error);
    buffer_init(&parameter, 0);
    describe(&parameter, op);
    op->error = wmi_failure_object(hr, name, buffer_text(&parameter), err);
    buffer_free(&parameter);
}

HRESULT wmi_operation_run(struct wmi_operation *op)
{
    struct cim_error err;

    cim_error_clear(&err);
    op->hr = op->kind->run(op, NULL, &err);
    if (FAILED(op->hr))
        wmi_operation_fail(op, op->hr, &err);
    else if (op->kind->committed)
        op->kind->committed(op);
    return op->hr;
}

/* --- paths ------------------------------------------------------------------------------------ */

bool wmi_is_local_server(const char *server)
{
    static const char *const names[] = {".", "localhost", "127.0.0.1", "::1", "[::1]"};
    struct text text = text_from(server);
    size_t i;

    if (!text.size || text_equal_fold(text, text_from(wmi_host_name())))
        return true;
    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
    {
        if (text_equal_fold(text, text_from(names[i])))
            return true;
    }
    return false;
}

/* Parse the operation's path: it must lead into its own namespace and to a class or an instance.
 * @param path  initialised; cim_path_free() also after a failure */
static enum cim_status parse_path(struct cim_path *path, const struct wmi_operation *op,
                                  struct cim_error *err)
{
    const char *space = repo_space_name(op->services->space);
    enum cim_status status = cim_path_parse(path, (struct text){op->text, op->text_size}, err);

    if (status)
        return status;
    if (!path->class_name)
        return cim_fail(err, CIM_INVALID_OBJECT_PATH, "the path names no class");
    if (!wmi_is_local_server(path->server))
        return cim_fail(err, CIM_INVALID_OBJECT_PATH, "the path leads to another server, %s",
                        path->server);
    if (path->space && !text_equal_fold(text_from(path->space), text_from(space)))
        return cim_fail(err, CIM_INVALID_OBJECT_PATH,
                        "the path leads to namespace %s, the connection to %s", path->space, space);
    return CIM_OK;
}

/* The text of the full path of what is put, made before it is stored: what has been stored is no more reported as a
 * failure. A path that then cannot be given to the client is left out. */
static void take_path(struct wmi_operation *op, const struct buffer *path)
{
    if (op->wants_path)
        op->path = wmi_bstr_from_text(buffer_text(path));
}

/* --- running ---------------------------------------------------------------------------------- */

/* An empty path asks for an empty class, to be completed and put. */
static HRESULT get_empty_class(struct wmi_operation *op)
{
    struct cim_class *cls;
    HRESULT hr = com_hresult(cim_class_new(&cls));

    if (FAILED(hr))
        return hr;
    hr = wmi_class_object_from_class(&op->result, cls, wmi_host_name(),
                                     repo_space_name(op->services->space));
    cim_class_release(cls);
    return hr;
}

static HRESULT get_class(struct wmi_operation *op, const struct cim_path *path,
                         struct cim_error *err)
{
    struct repo_space *space = op->services->space;
    struct cim_class *cls;
    HRESULT hr = com_hresult(repo_get_class(&cls, space, text_from(path->class_name), err));

    if (FAILED(hr))
        return hr;
    hr = wmi_class_object_from_class(&op->result, cls, wmi_host_name(), repo_space_name(space));
    cim_class_release(cls);
    return hr;
}

static HRESULT get_instance(struct wmi_operation *op, const struct cim_path *path,
                            struct cim_error *err)
{
    const struct repo_get_options *options = op->options ? &op->options->get : NULL;
    struct cim_object *object;
    HRESULT hr = com_hresult(repo_get_instance(&object, op->services->space, path, options, err));

    return FAILED(hr) ? hr : wmi_class_object_create(&op->result, object);
}

static HRESULT run_get(struct wmi_operation *op, struct repo_batch *batch, struct cim_error *err)
{
    struct cim_path path;
    HRESULT hr;

    (void)batch;
    if (!op->text_size)
        return get_empty_class(op);
    cim_path_init(&path);
    hr = com_hresult(parse_path(&path, op, err));
    if (SUCCEEDED(hr))
        hr = cim_path_is_instance(&path) ? get_instance(op, &path, err) : get_class(op, &path, err);
    cim_path_free(&path);
    return hr;
}

static HRESULT run_put_class(struct wmi_operation *op, struct repo_batch *batch,
                             struct cim_error *err)
{
    const struct cim_class *cls = op->object->cls;
    struct buffer path;
    HRESULT hr;

    buffer_init(&path, 0);
    buffer_append_string(&path, op->services->prefix);
    buffer_append_string(&path, cls->name);
    hr = com_hresult(buffer_status(&path));
    if (SUCCEEDED(hr))
        hr = com_hresult(repo_put_class(op->services->space, batch, cls,
                                        (unsigned)op->flags & REPO_PUT_FLAGS, err));
    if (SUCCEEDED(hr))
        take_path(op, &path);
    buffer_free(&path);
    return hr;
}

/* The client's class object learns the definition that is now stored. Failing to read it back
 * costs no more than that: SpawnInstance then asks for a class that comes from the store. */
static void class_committed(struct wmi_operation *op)
{
    struct cim_class *cls;

    if (repo_get_class(&cls, op->services->space, text_from(op->object->cls->name), NULL))
        return;
    wmi_class_object_set_stored(op->subject, cls);
    cim_class_release(cls);
}

static HRESULT run_put_instance(struct wmi_operation *op, struct repo_batch *batch,
                                struct cim_error *err)
{
    const struct repo_put_options *options = op->options ? &op->options->put : NULL;
    struct buffer path;
    HRESULT hr;

    buffer_init(&path, 0);
    buffer_append_string(&path, op->services->prefix);
    hr = com_hresult(repo_put_instance(op->services->space, batch, op->object,
                                       (unsigned)op->flags & REPO_PUT_FLAGS, options,
                                       op->wants_path ? &path : NULL, err));
    if (SUCCEEDED(hr))
        take_path(op, &path);
    buffer_free(&path);
    return hr;
}

static HRESULT run_delete_class(struct wmi_operation *op, struct repo_batch *batch,
                                struct cim_error *err)
{
    struct cim_path path;
    enum cim_status status;

    cim_path_init(&path);
    status = parse_path(&path, op, err);
    if (!status && cim_path_is_instance(&path))
        status = cim_fail(err, CIM_INVALID_OBJECT_PATH, "the path of an instance names no class");
    if (!status)
        status = repo_delete_class(op->services->space, batch, text_from(path.class_name), err);
    cim_path_free(&path);
    return com_hresult(status);
}

static HRESULT run_delete_instance(struct wmi_operation *op, struct repo_batch *batch,
                                   struct cim_error *err)
{
    struct cim_path path;
    enum cim_status status;

    cim_path_init(&path);
    status = parse_path(&path, op, err);
    if (!status && !cim_path_is_instance(&path))
        status = cim_fail(err, CIM_INVALID_OBJECT_PATH, "the path of a class names no instance");
    if (!status)
        status = repo_delete_instance(op->services->space, batch, &path, err);
    cim_path_free(&path);
    return com_hresult(status);
}
