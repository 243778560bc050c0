/* The asynchronous methods of IWbemServices: check the arguments, make an operation, hand it to the
 * queue.
 *
 * What the call itself shows to be wrong is its result, and the sink hears nothing; all else
 * comes to the sink (behaviour.md 3.10, 4.1, 8.2). Flag bits without a meaning here are
 * accepted: these calls always return at once. */
#include "services.h"

#include <wchar.h>

#include "error_object.h"
#include "queue.h"

static struct wmi_services *impl_from_iface(IWbemServices *iface)
{
    return (struct wmi_services *)iface;
}

static HRESULT begin(struct wmi_operation **out, IWbemServices *iface, enum wmi_operation_code code,
                     LONG flags, IWbemObjectSink *sink)
{
    HRESULT hr;

    *out = NULL;
    if (!sink)
        return WBEM_E_INVALID_PARAMETER;
    hr = wmi_operation_create(out, code, impl_from_iface(iface), flags, true);
    if (FAILED(hr))
        return hr;
    (*out)->sink = sink;
    IWbemObjectSink_AddRef(sink);
    return S_OK;
}

/* Hand over, or give up. Consumes the operation (may be NULL). */
static HRESULT end(struct wmi_operation *op, enum wmi_operation_code code, HRESULT hr)
{
    if (SUCCEEDED(hr))
        hr = wmi_queue_submit(op);
    if (SUCCEEDED(hr))
        return WBEM_S_NO_ERROR;
    wmi_operation_free(op);
    return wmi_fail(hr, wmi_operation_name(code), TEXT_LITERAL(""), NULL);
}

static HRESULT put(IWbemServices *iface, enum wmi_operation_code code, IWbemClassObject *object,
                   LONG flags, IWbemContext *context, IWbemObjectSink *sink)
{
    struct wmi_operation *op;
    HRESULT hr = begin(&op, iface, code, flags, sink);

    if (SUCCEEDED(hr))
        hr = wmi_operation_set_object(op, object, context);
    return end(op, code, hr);
}

static HRESULT with_path(IWbemServices *iface, enum wmi_operation_code code, const WCHAR *path,
                         LONG flags, IWbemContext *context, IWbemObjectSink *sink)
{
    struct wmi_operation *op;
    HRESULT hr = begin(&op, iface, code, flags, sink);

    if (SUCCEEDED(hr) && code != WMI_GET_OBJECT && wmi_is_blank(path))
        hr = WBEM_E_INVALID_PARAMETER;
    if (SUCCEEDED(hr))
        hr = wmi_operation_set_text(op, path);
    if (SUCCEEDED(hr) && code == WMI_GET_OBJECT)
        hr = wmi_get_options_read(&op->options, context);
    return end(op, code, hr);
}

static HRESULT enumerate(IWbemServices *iface, enum wmi_operation_code code,
                         enum wmi_source_kind kind, const WCHAR *text, LONG flags,
                         IWbemContext *context, IWbemObjectSink *sink)
{
    struct wmi_operation *op;
    HRESULT hr = begin(&op, iface, code, flags, sink);

    if (SUCCEEDED(hr))
        hr = wmi_get_options_read(&op->options, context);
    if (SUCCEEDED(hr))
        hr = wmi_source_spec_create(&op->spec, kind, wmi_operation_name(code), op->services->space,
                                    text, flags, op->options);
    return end(op, code, hr);
}

/* --- IWbemServices ---------------------------------------------------------------------------- */

HRESULT STDMETHODCALLTYPE wmi_services_CancelAsyncCall(IWbemServices *iface, IWbemObjectSink *sink)
{
    (void)iface;
    if (!sink)
        return WBEM_E_INVALID_PARAMETER;
    wmi_queue_cancel(sink);
    return WBEM_S_NO_ERROR;
}

HRESULT STDMETHODCALLTYPE wmi_services_GetObjectAsync(IWbemServices *iface, const BSTR path,
                                                      LONG flags, IWbemContext *context,
                                                      IWbemObjectSink *sink)
{
    return with_path(iface, WMI_GET_OBJECT, path, flags, context, sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_PutClassAsync(IWbemServices *iface, IWbemClassObject *object,
                                                     LONG flags, IWbemContext *context,
                                                     IWbemObjectSink *sink)
{
    return put(iface, WMI_PUT_CLASS, object, flags, context, sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_DeleteClassAsync(IWbemServices *iface, const BSTR name,
                                                        LONG flags, IWbemContext *context,
                                                        IWbemObjectSink *sink)
{
    return with_path(iface, WMI_DELETE_CLASS, name, flags, context, sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_CreateClassEnumAsync(IWbemServices *iface,
                                                            const BSTR superclass, LONG flags,
                                                            IWbemContext *context,
                                                            IWbemObjectSink *sink)
{
    return enumerate(iface, WMI_CLASS_ENUM, WMI_SOURCE_CLASSES, superclass, flags, context, sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_PutInstanceAsync(IWbemServices *iface,
                                                        IWbemClassObject *object, LONG flags,
                                                        IWbemContext *context,
                                                        IWbemObjectSink *sink)
{
    return put(iface, WMI_PUT_INSTANCE, object, flags, context, sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_DeleteInstanceAsync(IWbemServices *iface, const BSTR path,
                                                           LONG flags, IWbemContext *context,
                                                           IWbemObjectSink *sink)
{
    return with_path(iface, WMI_DELETE_INSTANCE, path, flags, context, sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_CreateInstanceEnumAsync(IWbemServices *iface,
                                                               const BSTR class_name, LONG flags,
                                                               IWbemContext *context,
                                                               IWbemObjectSink *sink)
{
    if (wmi_is_blank(class_name))
        return end(NULL, WMI_INSTANCE_ENUM, WBEM_E_INVALID_PARAMETER);
    return enumerate(iface, WMI_INSTANCE_ENUM, WMI_SOURCE_INSTANCES, class_name, flags, context,
                     sink);
}

HRESULT STDMETHODCALLTYPE wmi_services_ExecQueryAsync(IWbemServices *iface, const BSTR language,
                                                      const BSTR query, LONG flags,
                                                      IWbemContext *context, IWbemObjectSink *sink)
{
    if (wmi_is_blank(language) || wmi_is_blank(query))
        return end(NULL, WMI_QUERY, WBEM_E_INVALID_PARAMETER);
    if (_wcsicmp(language, L"WQL") != 0)
        return end(NULL, WMI_QUERY, WBEM_E_INVALID_QUERY_TYPE);
    return enumerate(iface, WMI_QUERY, WMI_SOURCE_QUERY, query, flags, context, sink);
}
