/* SWbemServices and SWbemServicesEx: a connection to one namespace.
 *
 * Immutable but for the requested security levels; any thread. Holds its IWbemServices; objects,
 * sets and calls under way hold the connection. What a member does: behaviour.md 6. */
#include "operations.h"

static struct services *impl_from_ISWbemServicesEx(ISWbemServicesEx *iface)
{
    return (struct services *)iface;
}

struct services *services_ref(struct services *services)
{
    if (services)
        com_object_AddRef(&services->base.IDispatch_iface);
    return services;
}

void services_release(struct services *services)
{
    if (services)
        com_object_Release(&services->base.IDispatch_iface);
}

static HRESULT get_object(struct services *services, BSTR path, LONG flags, IDispatch *context,
                          ISWbemObject **out)
{
    IWbemContext *wbem_context = NULL;
    IWbemClassObject *wbem = NULL;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    hr = named_value_set_to_context(context, &wbem_context);
    if (SUCCEEDED(hr))
        hr = IWbemServices_GetObject(services->wbem, path, flags, wbem_context, &wbem, NULL);
    if (SUCCEEDED(hr))
        hr = object_create(wbem, services, out);
    if (wbem)
        IWbemClassObject_Release(wbem);
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return hr;
}

static HRESULT WINAPI services_Get(ISWbemServicesEx *iface, BSTR path, LONG flags,
                                   IDispatch *context, ISWbemObject **out)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);

    return com_return(&services->base, get_object(services, path, flags, context, out));
}

static HRESULT WINAPI services_GetAsync(ISWbemServicesEx *iface, IDispatch *sink, BSTR path,
                                        LONG flags, IDispatch *context, IDispatch *async_context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};
    struct async_call async;
    HRESULT hr;

    hr = async_begin(&async, services, &arguments, false);
    if (SUCCEEDED(hr))
        hr = IWbemServices_GetObjectAsync(services->wbem, path, async.flags, async.context,
                                          async.receiver);
    return com_return(&services->base, async_end(&async, hr));
}

static HRESULT WINAPI services_Delete(ISWbemServicesEx *iface, BSTR path, LONG flags,
                                      IDispatch *context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);

    return com_return(&services->base, operation_delete(services, path, flags, context));
}

static HRESULT WINAPI services_DeleteAsync(ISWbemServicesEx *iface, IDispatch *sink, BSTR path,
                                           LONG flags, IDispatch *context, IDispatch *async_context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};

    return com_return(&services->base, operation_delete_async(services, path, &arguments));
}

static HRESULT WINAPI services_InstancesOf(ISWbemServicesEx *iface, BSTR class_name, LONG flags,
                                           IDispatch *context, ISWbemObjectSet **out)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);

    return com_return(&services->base,
                      operation_instances(services, class_name, flags, context, out));
}

static HRESULT WINAPI services_InstancesOfAsync(ISWbemServicesEx *iface, IDispatch *sink,
                                                BSTR class_name, LONG flags, IDispatch *context,
                                                IDispatch *async_context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};

    return com_return(&services->base, operation_instances_async(services, class_name, &arguments));
}

static HRESULT WINAPI services_SubclassesOf(ISWbemServicesEx *iface, BSTR superclass, LONG flags,
                                            IDispatch *context, ISWbemObjectSet **out)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);

    return com_return(&services->base,
                      operation_subclasses(services, superclass, flags, context, out));
}

static HRESULT WINAPI services_SubclassesOfAsync(ISWbemServicesEx *iface, IDispatch *sink,
                                                 BSTR superclass, LONG flags, IDispatch *context,
                                                 IDispatch *async_context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};

    return com_return(&services->base,
                      operation_subclasses_async(services, superclass, &arguments));
}

static HRESULT exec_query(struct services *services, BSTR query, BSTR language, LONG flags,
                          IDispatch *context, ISWbemObjectSet **out)
{
    IEnumWbemClassObject *enumerator = NULL;
    IWbemContext *wbem_context = NULL;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (!SysStringLen(query))
        return WBEM_E_INVALID_PARAMETER;
    hr = named_value_set_to_context(context, &wbem_context);
    if (SUCCEEDED(hr))
        hr = IWbemServices_ExecQuery(services->wbem, language, query, flags, wbem_context,
                                     &enumerator);
    if (SUCCEEDED(hr))
        hr = object_set_create(enumerator, services, flags, out);
    if (enumerator)
        IEnumWbemClassObject_Release(enumerator);
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return hr;
}

static HRESULT WINAPI services_ExecQuery(ISWbemServicesEx *iface, BSTR query, BSTR language,
                                         LONG flags, IDispatch *context, ISWbemObjectSet **out)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);

    return com_return(&services->base, exec_query(services, query, language, flags, context, out));
}

static HRESULT WINAPI services_ExecQueryAsync(ISWbemServicesEx *iface, IDispatch *sink, BSTR query,
                                              BSTR language, LONG flags, IDispatch *context,
                                              IDispatch *async_context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};
    struct async_call async;
    HRESULT hr;

    hr = async_begin(&async, services, &arguments, false);
    if (SUCCEEDED(hr) && !SysStringLen(query))
        hr = WBEM_E_INVALID_PARAMETER;
    if (SUCCEEDED(hr))
        hr = IWbemServices_ExecQueryAsync(services->wbem, language, query, async.flags,
                                          async.context, async.receiver);
    return com_return(&services->base, async_end(&async, hr));
}

/* Associations, events and methods are not done yet: the README's table says so. */

static HRESULT not_implemented(ISWbemServicesEx *iface, void *out)
{
    if (out)
        *(void **)out = NULL;
    return com_return(&impl_from_ISWbemServicesEx(iface)->base, E_NOTIMPL);
}

static HRESULT WINAPI services_AssociatorsOf(ISWbemServicesEx *iface, BSTR path, BSTR assoc_class,
                                             BSTR result_class, BSTR result_role, BSTR role,
                                             VARIANT_BOOL classes_only, VARIANT_BOOL schema_only,
                                             BSTR assoc_qualifier, BSTR qualifier, LONG flags,
                                             IDispatch *context, ISWbemObjectSet **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI services_AssociatorsOfAsync(
    ISWbemServicesEx *iface, IDispatch *sink, BSTR path, BSTR assoc_class, BSTR result_class,
    BSTR result_role, BSTR role, VARIANT_BOOL classes_only, VARIANT_BOOL schema_only,
    BSTR assoc_qualifier, BSTR qualifier, LONG flags, IDispatch *context, IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI services_ReferencesTo(ISWbemServicesEx *iface, BSTR path, BSTR result_class,
                                            BSTR role, VARIANT_BOOL classes_only,
                                            VARIANT_BOOL schema_only, BSTR qualifier, LONG flags,
                                            IDispatch *context, ISWbemObjectSet **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI services_ReferencesToAsync(ISWbemServicesEx *iface, IDispatch *sink,
                                                 BSTR path, BSTR result_class, BSTR role,
                                                 VARIANT_BOOL classes_only,
                                                 VARIANT_BOOL schema_only, BSTR qualifier,
                                                 LONG flags, IDispatch *context,
                                                 IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI services_ExecNotificationQuery(ISWbemServicesEx *iface, BSTR query,
                                                     BSTR language, LONG flags, IDispatch *context,
                                                     ISWbemEventSource **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI services_ExecNotificationQueryAsync(ISWbemServicesEx *iface, IDispatch *sink,
                                                          BSTR query, BSTR language, LONG flags,
                                                          IDispatch *context,
                                                          IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI services_ExecMethod(ISWbemServicesEx *iface, BSTR path, BSTR method,
                                          IDispatch *parameters, LONG flags, IDispatch *context,
                                          ISWbemObject **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI services_ExecMethodAsync(ISWbemServicesEx *iface, IDispatch *sink, BSTR path,
                                               BSTR method, IDispatch *parameters, LONG flags,
                                               IDispatch *context, IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI services_get_Security_(ISWbemServicesEx *iface, ISWbemSecurity **out)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);

    return com_return(&services->base,
                      security_create(&services->base, &services->security, false, out));
}

static HRESULT WINAPI services_Put(ISWbemServicesEx *iface, ISWbemObjectEx *object_iface,
                                   LONG flags, IDispatch *context, ISWbemObjectPath **out)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct object *object = object_from_unknown((IUnknown *)object_iface);
    HRESULT hr = WBEM_E_INVALID_PARAMETER;

    if (out)
        *out = NULL;
    if (object)
        hr = operation_put(services, object->wbem, flags, context, out);
    object_release(object);
    return com_return(&services->base, hr);
}

static HRESULT WINAPI services_PutAsync(ISWbemServicesEx *iface, ISWbemSink *sink,
                                        ISWbemObjectEx *object_iface, LONG flags,
                                        IDispatch *context, IDispatch *async_context)
{
    struct services *services = impl_from_ISWbemServicesEx(iface);
    struct async_arguments arguments = {(IDispatch *)sink, flags, context, async_context};
    struct object *object = object_from_unknown((IUnknown *)object_iface);
    HRESULT hr = WBEM_E_INVALID_PARAMETER;

    if (object)
        hr = operation_put_async(services, object->wbem, &arguments);
    object_release(object);
    return com_return(&services->base, hr);
}

static const ISWbemServicesExVtbl services_vtbl = {
    COM_OBJECT_METHODS(ISWbemServicesEx),
    services_Get,
    services_GetAsync,
    services_Delete,
    services_DeleteAsync,
    services_InstancesOf,
    services_InstancesOfAsync,
    services_SubclassesOf,
    services_SubclassesOfAsync,
    services_ExecQuery,
    services_ExecQueryAsync,
    services_AssociatorsOf,
    services_AssociatorsOfAsync,
    services_ReferencesTo,
    services_ReferencesToAsync,
    services_ExecNotificationQuery,
    services_ExecNotificationQueryAsync,
    services_ExecMethod,
    services_ExecMethodAsync,
    services_get_Security_,
    services_Put,
    services_PutAsync,
};

static void services_destroy(struct com_object *base)
{
    struct services *services = (struct services *)base;

    IWbemServices_Release(services->wbem);
    free(services);
}

static const struct com_class services_class = {
    .name = "SWbemServicesEx",
    .clsid = &CLSID_SWbemServicesEx,
    .iid = &IID_ISWbemServicesEx,
    .base_iid = &IID_ISWbemServices,
    .members = &com_members_ISWbemServicesEx,
    .destroy = services_destroy,
};

HRESULT services_create(IWbemServices *wbem, const struct security_settings *security,
                        ISWbemServices **out)
{
    struct services *services = calloc(1, sizeof(*services));

    *out = NULL;
    if (!services)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_init(&services->base, &services_class, &services_vtbl);
    IWbemServices_AddRef(wbem);
    services->wbem = wbem;
    services->security = *security;
    *out = (ISWbemServices *)&services->base.IDispatch_iface;
    return S_OK;
}
