/* Put, delete and enumerate on a connection: see operations.h. Functions without state; any
 * thread.
 *
 * A put or delete first finds out whether it concerns a class or an instance, because
 * IWbemServices has a method for each: an object says so by __GENUS, a path by having keys. */
#include "operations.h"

#include "../cim/mem.h"
#include "../cim/path.h"

HRESULT async_begin(struct async_call *async, struct services *services,
                    const struct async_arguments *arguments, bool is_put)
{
    HRESULT hr;

    memset(async, 0, sizeof(*async));
    async->flags = arguments->flags;
    if (!services)
        return WBEM_E_NOT_SUPPORTED;
    hr = named_value_set_to_context(arguments->context, &async->context);
    if (FAILED(hr))
        return hr;
    return sink_call_begin(arguments->sink, arguments->async_context, services, is_put,
                           &async->call, &async->receiver);
}

HRESULT async_end(struct async_call *async, HRESULT hr)
{
    if (async->context)
        IWbemContext_Release(async->context);
    return async->call ? sink_call_end(async->call, hr) : hr;
}

static HRESULT is_class_object(IWbemClassObject *wbem, bool *out)
{
    VARIANT genus;
    HRESULT hr;

    VariantInit(&genus);
    hr = IWbemClassObject_Get(wbem, L"__GENUS", 0, &genus, NULL, NULL);
    *out = SUCCEEDED(hr) && V_VT(&genus) == VT_I4 && V_I4(&genus) == WBEM_GENUS_CLASS;
    VariantClear(&genus);
    return hr;
}

static HRESULT is_instance_path(BSTR text, bool *out)
{
    struct cim_path path;
    enum cim_status status;
    size_t size;
    HRESULT hr;
    char *utf8;

    *out = false;
    if (!SysStringLen(text))
        return WBEM_E_INVALID_PARAMETER;
    hr = bstr_to_text(text, &utf8, &size);
    if (FAILED(hr))
        return hr;
    cim_path_init(&path);
    status = cim_path_parse(&path, (struct text){utf8, size}, NULL);
    if (!status && !path.class_name)
        status = CIM_INVALID_OBJECT_PATH;
    *out = cim_path_is_instance(&path);
    cim_path_free(&path);
    mem_free(utf8);
    return com_hresult(status);
}

/* The path of what a call result stored. */
static HRESULT path_of_result(IWbemCallResult *result, struct services *services,
                              ISWbemObjectPath **out)
{
    BSTR path = NULL;
    HRESULT hr;

    if (!result)
        return WBEM_E_UNEXPECTED;
    hr = IWbemCallResult_GetResultString(result, WBEM_INFINITE, &path);
    if (FAILED(hr))
        return hr;
    return object_path_create(path, &services->security, out);
}

HRESULT operation_put(struct services *services, IWbemClassObject *wbem, LONG flags,
                      IDispatch *context, ISWbemObjectPath **out)
{
    IWbemContext *wbem_context = NULL;
    IWbemCallResult *result = NULL;
    bool is_class;
    HRESULT hr;

    if (out)
        *out = NULL;
    if (!services)
        return WBEM_E_NOT_SUPPORTED;
    flags &=
        ~WBEM_FLAG_RETURN_IMMEDIATELY; /* a Put knows its path when it returns: behaviour.md 24.3 */
    hr = named_value_set_to_context(context, &wbem_context);
    if (SUCCEEDED(hr))
        hr = is_class_object(wbem, &is_class);
    if (FAILED(hr))
        goto done;
    if (is_class)
        hr = IWbemServices_PutClass(services->wbem, wbem, flags, wbem_context, &result);
    else
        hr = IWbemServices_PutInstance(services->wbem, wbem, flags, wbem_context, &result);
    if (SUCCEEDED(hr) && out)
        hr = path_of_result(result, services, out);
done:
    if (result)
        IWbemCallResult_Release(result);
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return hr;
}

HRESULT operation_put_async(struct services *services, IWbemClassObject *wbem,
                            const struct async_arguments *arguments)
{
    struct async_call async;
    bool is_class;
    HRESULT hr;

    hr = async_begin(&async, services, arguments, true);
    if (SUCCEEDED(hr))
        hr = is_class_object(wbem, &is_class);
    if (FAILED(hr))
        return async_end(&async, hr);
    if (is_class)
        hr = IWbemServices_PutClassAsync(services->wbem, wbem, async.flags, async.context,
                                         async.receiver);
    else
        hr = IWbemServices_PutInstanceAsync(services->wbem, wbem, async.flags, async.context,
                                            async.receiver);
    return async_end(&async, hr);
}

HRESULT operation_delete(struct services *services, BSTR path, LONG flags, IDispatch *context)
{
    IWbemContext *wbem_context = NULL;
    bool is_instance;
    HRESULT hr;

    if (!services)
        return WBEM_E_NOT_SUPPORTED;
    hr = named_value_set_to_context(context, &wbem_context);
    if (FAILED(hr))
        return hr;
    hr = is_instance_path(path, &is_instance);
    if (FAILED(hr))
        goto done;
    if (is_instance)
        hr = IWbemServices_DeleteInstance(services->wbem, path, flags, wbem_context, NULL);
    else
        hr = IWbemServices_DeleteClass(services->wbem, path, flags, wbem_context, NULL);
done:
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return hr;
}

HRESULT operation_delete_async(struct services *services, BSTR path,
                               const struct async_arguments *arguments)
{
    struct async_call async;
    bool is_instance;
    HRESULT hr;

    hr = async_begin(&async, services, arguments, false);
    if (SUCCEEDED(hr))
        hr = is_instance_path(path, &is_instance);
    if (FAILED(hr))
        return async_end(&async, hr);
    if (is_instance)
        hr = IWbemServices_DeleteInstanceAsync(services->wbem, path, async.flags, async.context,
                                               async.receiver);
    else
        hr = IWbemServices_DeleteClassAsync(services->wbem, path, async.flags, async.context,
                                            async.receiver);
    return async_end(&async, hr);
}

/* Wrap what an enumeration gave; consumes the enumerator. */
static HRESULT wrap_enumerator(HRESULT hr, IEnumWbemClassObject *enumerator,
                               struct services *services, LONG flags, ISWbemObjectSet **out)
{
    if (SUCCEEDED(hr))
        hr = object_set_create(enumerator, services, flags, out);
    if (enumerator)
        IEnumWbemClassObject_Release(enumerator);
    return hr;
}

HRESULT operation_instances(struct services *services, BSTR class_name, LONG flags,
                            IDispatch *context, ISWbemObjectSet **out)
{
    IEnumWbemClassObject *enumerator = NULL;
    IWbemContext *wbem_context = NULL;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (!services)
        return WBEM_E_NOT_SUPPORTED;
    if (!SysStringLen(class_name))
        return WBEM_E_INVALID_PARAMETER;
    hr = named_value_set_to_context(context, &wbem_context);
    if (SUCCEEDED(hr))
        hr = IWbemServices_CreateInstanceEnum(services->wbem, class_name, flags, wbem_context,
                                              &enumerator);
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return wrap_enumerator(hr, enumerator, services, flags, out);
}

HRESULT operation_instances_async(struct services *services, BSTR class_name,
                                  const struct async_arguments *arguments)
{
    struct async_call async;
    HRESULT hr;

    hr = async_begin(&async, services, arguments, false);
    if (SUCCEEDED(hr) && !SysStringLen(class_name))
        hr = WBEM_E_INVALID_PARAMETER;
    if (SUCCEEDED(hr))
        hr = IWbemServices_CreateInstanceEnumAsync(services->wbem, class_name, async.flags,
                                                   async.context, async.receiver);
    return async_end(&async, hr);
}

HRESULT operation_subclasses(struct services *services, BSTR superclass, LONG flags,
                             IDispatch *context, ISWbemObjectSet **out)
{
    IEnumWbemClassObject *enumerator = NULL;
    IWbemContext *wbem_context = NULL;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    if (!services)
        return WBEM_E_NOT_SUPPORTED;
    hr = named_value_set_to_context(context, &wbem_context);
    if (SUCCEEDED(hr))
        hr = IWbemServices_CreateClassEnum(services->wbem, superclass, flags, wbem_context,
                                           &enumerator);
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return wrap_enumerator(hr, enumerator, services, flags, out);
}

HRESULT operation_subclasses_async(struct services *services, BSTR superclass,
                                   const struct async_arguments *arguments)
{
    struct async_call async;
    HRESULT hr;

    hr = async_begin(&async, services, arguments, false);
    if (SUCCEEDED(hr))
        hr = IWbemServices_CreateClassEnumAsync(services->wbem, superclass, async.flags,
                                                async.context, async.receiver);
    return async_end(&async, hr);
}
