/* IWbemServices over a namespace of the embedded repository: the methods that answer when they
 * return, and those that answer through an IWbemCallResult. The asynchronous ones stand in
 * services_async.c.
 *
 * Free-threaded and immutable. A method checks its arguments, makes a struct wmi_operation of
 * them and runs it (operation.h) or, with WBEM_FLAG_RETURN_IMMEDIATELY and a call result asked
 * for, hands it to the queue. A failure leaves an error object in the thread's error info. */
#include "services.h"

#include <wchar.h>

#include "../cim/mem.h"
#include "../com/error.h"
#include "call_result.h"
#include "enumerator.h"
#include "error_object.h"
#include "queue.h"

static struct wmi_services *impl_from_iface(IWbemServices *iface)
{
    return (struct wmi_services *)iface;
}

static void destroy(struct wmi_base *base)
{
    struct wmi_services *self = (struct wmi_services *)base;

    repo_space_release(self->space);
    mem_free(self->prefix);
    wmi_base_free(base);
}

/* --- helpers ---------------------------------------------------------------------------------- */

/* Leave a method whose arguments were wrong. */
static HRESULT fail_arguments(enum wmi_operation_code code, HRESULT hr)
{
    return wmi_fail(hr, wmi_operation_name(code), TEXT_LITERAL(""), NULL);
}

/* Leave an operation that has failed: its error object goes to the thread. */
static HRESULT fail_operation(const struct wmi_operation *op)
{
    com_set_wbem_error((IUnknown *)op->error, op->hr);
    return op->hr;
}

/* Hand the operation to the queue; its outcome comes to the call result. Consumes the operation. */
static HRESULT run_later(struct wmi_operation *op, IWbemCallResult **result)
{
    HRESULT hr = wmi_call_result_create(result, &op->sink);

    if (SUCCEEDED(hr))
    {
        IWbemObjectSink_AddRef(op->sink);
        hr = wmi_queue_submit(op);
    }
    if (SUCCEEDED(hr))
        return hr;
    wmi_operation_free(op);
    if (*result)
        IWbemCallResult_Release(*result);
    *result = NULL;
    return hr;
}

/* Run an operation to its end. Consumes it.
 * @param object  what was got; may be NULL. @param result  the outcome; may be NULL */
static HRESULT run_now(struct wmi_operation *op, IWbemClassObject **object,
                       IWbemCallResult **result)
{
    HRESULT hr;

    op->wants_path = result != NULL;
    hr = wmi_operation_run(op);
    if (FAILED(hr))
        hr = fail_operation(op);
    else if (result)
        hr = wmi_call_result_from(result, op);
    if (SUCCEEDED(hr) && object)
    {
        *object = op->result;
        op->result = NULL;
    }
    wmi_operation_free(op);
    return hr;
}

static HRESULT run(struct wmi_operation *op, IWbemClassObject **object, IWbemCallResult **result)
{
    if (result && (op->flags & WBEM_FLAG_RETURN_IMMEDIATELY) && !wmi_queue_is_worker())
        return run_later(op, result);
    return run_now(op, object, result);
}

static HRESULT put(IWbemServices *iface, enum wmi_operation_code code, IWbemClassObject *object,
                   LONG flags, IWbemContext *context, IWbemCallResult **result)
{
    struct wmi_operation *op;
    HRESULT hr;

    if (result)
        *result = NULL;
    if (!object)
        return fail_arguments(code, WBEM_E_INVALID_PARAMETER);
    hr = wmi_operation_create(&op, code, impl_from_iface(iface), flags, false);
    if (FAILED(hr))
        return fail_arguments(code, hr);
    hr = wmi_operation_set_object(op, object, context);
    if (SUCCEEDED(hr))
        return run(op, NULL, result);
    wmi_operation_free(op);
    return fail_arguments(code, hr);
}

/* Get (object given) or delete by path. */
static HRESULT with_path(IWbemServices *iface, enum wmi_operation_code code, const WCHAR *path,
                         LONG flags, IWbemContext *context, IWbemClassObject **object,
                         IWbemCallResult **result)
{
    struct wmi_operation *op;
    HRESULT hr = wmi_operation_create(&op, code, impl_from_iface(iface), flags, false);

    if (FAILED(hr))
        return fail_arguments(code, hr);
    hr = wmi_operation_set_text(op, path);
    if (SUCCEEDED(hr) && code == WMI_GET_OBJECT)
        hr = wmi_get_options_read(&op->options, context);
    if (SUCCEEDED(hr))
        return run(op, object, result);
    wmi_operation_free(op);
    return fail_arguments(code, hr);
}

static HRESULT enumerate(IWbemServices *iface, enum wmi_operation_code code,
                         enum wmi_source_kind kind, const WCHAR *text, LONG flags,
                         IWbemContext *context, IEnumWbemClassObject **out)
{
    struct wmi_services *self = impl_from_iface(iface);
    struct wmi_source_spec *spec = NULL;
    struct wmi_options *options = NULL;
    struct cim_error err;
    HRESULT hr = wmi_operation_check_flags(code, flags, false);

    cim_error_clear(&err);
    if (SUCCEEDED(hr))
        hr = wmi_get_options_read(&options, context);
    if (SUCCEEDED(hr))
        hr = wmi_source_spec_create(&spec, kind, wmi_operation_name(code), self->space, text, flags,
                                    options);
    if (SUCCEEDED(hr))
        hr = wmi_enumerator_create(out, spec, &err);
    if (FAILED(hr))
        wmi_fail(hr, wmi_operation_name(code), spec ? wmi_source_spec_text(spec) : TEXT_LITERAL(""),
                 &err);
    wmi_source_spec_release(spec);
    wmi_options_release(options);
    return hr;
}

/* --- IWbemServices ---------------------------------------------------------------------------- */

/* `name` is relative to this namespace. */
static HRESULT open_child(struct wmi_services *self, const WCHAR *name, IWbemServices **out,
                          struct cim_error *err)
{
    struct repo_space *space;
    struct buffer path;
    size_t size;
    char *text = wmi_text_from_wide(name, &size);
    enum cim_status status;

    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    buffer_init(&path, 0);
    buffer_append_string(&path, repo_space_name(self->space));
    buffer_append_char(&path, '\\');
    buffer_append(&path, text, size);
    mem_free(text);
    status = buffer_status(&path);
    if (!status)
        status = repo_space_open(&space, repo_space_repo(self->space), buffer_text(&path), err);
    buffer_free(&path);
    return status ? com_hresult(status) : wmi_services_create(out, space);
}

static HRESULT STDMETHODCALLTYPE services_OpenNamespace(IWbemServices *iface, const BSTR name,
                                                        LONG flags, IWbemContext *context,
                                                        IWbemServices **out,
                                                        IWbemCallResult **result)
{
    static const WCHAR operation[] = L"OpenNamespace";
    IWbemServices *services = NULL;
    struct cim_error err;
    HRESULT hr = S_OK;

    (void)context;
    if (out)
        *out = NULL;
    if (result)
        *result = NULL;
    cim_error_clear(&err);
    if (wmi_is_blank(name) || (!out && !result) || (flags & ~WBEM_FLAG_RETURN_IMMEDIATELY))
        hr = WBEM_E_INVALID_PARAMETER;
    if (SUCCEEDED(hr))
        hr = open_child(impl_from_iface(iface), name, &services, &err);
    if (SUCCEEDED(hr) && result)
        hr = wmi_call_result_from_services(result, services);
    if (SUCCEEDED(hr) && out)
    {
        *out = services;
        return hr;
    }
    if (services)
        IWbemServices_Release(services);
    return FAILED(hr) ? wmi_fail(hr, operation, TEXT_LITERAL(""), &err) : hr;
}

static HRESULT STDMETHODCALLTYPE services_QueryObjectSink(IWbemServices *iface, LONG flags,
                                                          IWbemObjectSink **out)
{
    (void)iface;
    (void)flags;
    if (out)
        *out = NULL;
    return WBEM_E_NOT_SUPPORTED;
}

static HRESULT STDMETHODCALLTYPE services_GetObject(IWbemServices *iface, const BSTR path,
                                                    LONG flags, IWbemContext *context,
                                                    IWbemClassObject **object,
                                                    IWbemCallResult **result)
{
    if (object)
        *object = NULL;
    if (result)
        *result = NULL;
    if (!object && !result)
        return fail_arguments(WMI_GET_OBJECT, WBEM_E_INVALID_PARAMETER);
    return with_path(iface, WMI_GET_OBJECT, path, flags, context, object, result);
}

static HRESULT STDMETHODCALLTYPE services_PutClass(IWbemServices *iface, IWbemClassObject *object,
                                                   LONG flags, IWbemContext *context,
                                                   IWbemCallResult **result)
{
    return put(iface, WMI_PUT_CLASS, object, flags, context, result);
}

static HRESULT STDMETHODCALLTYPE services_DeleteClass(IWbemServices *iface, const BSTR name,
                                                      LONG flags, IWbemContext *context,
                                                      IWbemCallResult **result)
{
    if (result)
        *result = NULL;
    if (wmi_is_blank(name))
        return fail_arguments(WMI_DELETE_CLASS, WBEM_E_INVALID_PARAMETER);
    return with_path(iface, WMI_DELETE_CLASS, name, flags, context, NULL, result);
}

static HRESULT STDMETHODCALLTYPE services_CreateClassEnum(IWbemServices *iface,
                                                          const BSTR superclass, LONG flags,
                                                          IWbemContext *context,
                                                          IEnumWbemClassObject **out)
{
    if (!out)
        return fail_arguments(WMI_CLASS_ENUM, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    return enumerate(iface, WMI_CLASS_ENUM, WMI_SOURCE_CLASSES, superclass, flags, context, out);
}

static HRESULT STDMETHODCALLTYPE services_PutInstance(IWbemServices *iface,
                                                      IWbemClassObject *object, LONG flags,
                                                      IWbemContext *context,
                                                      IWbemCallResult **result)
{
    return put(iface, WMI_PUT_INSTANCE, object, flags, context, result);
}

static HRESULT STDMETHODCALLTYPE services_DeleteInstance(IWbemServices *iface, const BSTR path,
                                                         LONG flags, IWbemContext *context,
                                                         IWbemCallResult **result)
{
    if (result)
        *result = NULL;
    if (wmi_is_blank(path))
        return fail_arguments(WMI_DELETE_INSTANCE, WBEM_E_INVALID_PARAMETER);
    return with_path(iface, WMI_DELETE_INSTANCE, path, flags, context, NULL, result);
}

static HRESULT STDMETHODCALLTYPE services_CreateInstanceEnum(IWbemServices *iface,
                                                             const BSTR class_name, LONG flags,
                                                             IWbemContext *context,
                                                             IEnumWbemClassObject **out)
{
    if (out)
        *out = NULL;
    if (!out || wmi_is_blank(class_name))
        return fail_arguments(WMI_INSTANCE_ENUM, WBEM_E_INVALID_PARAMETER);
    return enumerate(iface, WMI_INSTANCE_ENUM, WMI_SOURCE_INSTANCES, class_name, flags, context,
                     out);
}

static HRESULT STDMETHODCALLTYPE services_ExecQuery(IWbemServices *iface, const BSTR language,
                                                    const BSTR query, LONG flags,
                                                    IWbemContext *context,
                                                    IEnumWbemClassObject **out)
{
    if (out)
        *out = NULL;
    if (!out || wmi_is_blank(language) || wmi_is_blank(query))
        return fail_arguments(WMI_QUERY, WBEM_E_INVALID_PARAMETER);
    if (_wcsicmp(language, L"WQL") != 0)
        return fail_arguments(WMI_QUERY, WBEM_E_INVALID_QUERY_TYPE);
    return enumerate(iface, WMI_QUERY, WMI_SOURCE_QUERY, query, flags, context, out);
}

/* Events and methods: the store has neither yet. */
static HRESULT STDMETHODCALLTYPE services_ExecNotificationQuery(IWbemServices *iface,
                                                                const BSTR language,
                                                                const BSTR query, LONG flags,
                                                                IWbemContext *context,
                                                                IEnumWbemClassObject **out)
{
    (void)iface, (void)language, (void)query, (void)flags, (void)context;
    if (out)
        *out = NULL;
    return WBEM_E_NOT_SUPPORTED;
}

static HRESULT STDMETHODCALLTYPE services_ExecNotificationQueryAsync(IWbemServices *iface,
                                                                     const BSTR language,
                                                                     const BSTR query, LONG flags,
                                                                     IWbemContext *context,
                                                                     IWbemObjectSink *sink)
{
    (void)iface, (void)language, (void)query, (void)flags, (void)context, (void)sink;
    return WBEM_E_NOT_SUPPORTED;
}

static HRESULT STDMETHODCALLTYPE services_ExecMethod(IWbemServices *iface, const BSTR path,
                                                     const BSTR method, LONG flags,
                                                     IWbemContext *context, IWbemClassObject *in,
                                                     IWbemClassObject **out,
                                                     IWbemCallResult **result)
{
    (void)iface, (void)path, (void)method, (void)flags, (void)context, (void)in;
    if (out)
        *out = NULL;
    if (result)
        *result = NULL;
    return WBEM_E_NOT_SUPPORTED;
}

static HRESULT STDMETHODCALLTYPE services_ExecMethodAsync(IWbemServices *iface, const BSTR path,
                                                          const BSTR method, LONG flags,
                                                          IWbemContext *context,
                                                          IWbemClassObject *in,
                                                          IWbemObjectSink *sink)
{
    (void)iface, (void)path, (void)method, (void)flags, (void)context, (void)in, (void)sink;
    return WBEM_E_NOT_SUPPORTED;
}

static const IWbemServicesVtbl services_vtbl = {
    WMI_BASE_METHODS(IWbemServices),
    services_OpenNamespace,
    wmi_services_CancelAsyncCall,
    services_QueryObjectSink,
    services_GetObject,
    wmi_services_GetObjectAsync,
    services_PutClass,
    wmi_services_PutClassAsync,
    services_DeleteClass,
    wmi_services_DeleteClassAsync,
    services_CreateClassEnum,
    wmi_services_CreateClassEnumAsync,
    services_PutInstance,
    wmi_services_PutInstanceAsync,
    services_DeleteInstance,
    wmi_services_DeleteInstanceAsync,
    services_CreateInstanceEnum,
    wmi_services_CreateInstanceEnumAsync,
    services_ExecQuery,
    wmi_services_ExecQueryAsync,
    services_ExecNotificationQuery,
    services_ExecNotificationQueryAsync,
    services_ExecMethod,
    services_ExecMethodAsync,
};

static const struct wmi_kind services_kind = {&IID_IWbemServices, destroy};

static char *make_prefix(const char *space)
{
    struct buffer text;
    size_t size;

    buffer_init(&text, 0);
    buffer_append_string(&text, "\\\\");
    buffer_append_string(&text, wmi_host_name());
    buffer_append_char(&text, '\\');
    buffer_append_string(&text, space);
    buffer_append_char(&text, ':');
    return buffer_detach(&text, &size);
}

HRESULT wmi_services_create(IWbemServices **out, struct repo_space *space)
{
    struct wmi_services *self = mem_zalloc(sizeof(*self));

    *out = NULL;
    if (!self)
    {
        repo_space_release(space);
        return WBEM_E_OUT_OF_MEMORY;
    }
    wmi_base_init(&self->base, &services_kind, &services_vtbl);
    self->space = space;
    self->prefix = make_prefix(repo_space_name(space));
    if (!self->prefix)
    {
        destroy(&self->base);
        return WBEM_E_OUT_OF_MEMORY;
    }
    *out = (IWbemServices *)self;
    return S_OK;
}
