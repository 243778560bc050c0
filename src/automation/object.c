/* SWbemObject and SWbemObjectEx: a local copy of a class or instance (behaviour.md 7). Also the
 * body of SWbemLastError, which is the same object under another name and without a connection.
 *
 * The IWbemClassObject guards itself; the rest is immutable but for the requested security
 * levels. Any thread. Properties by name are in object_dynamic.c. */
#include "operations.h"

static const struct com_class object_class, last_error_class;

static struct object *impl_from_ISWbemObjectEx(ISWbemObjectEx *iface)
{
    return (struct object *)iface;
}

struct object *object_from_unknown(IUnknown *unknown)
{
    struct com_object *base = com_object_from_unknown(unknown, &object_class);

    if (!base)
        base = com_object_from_unknown(unknown, &last_error_class);
    return (struct object *)base;
}

void object_release(struct object *object)
{
    if (object)
        com_object_Release(&object->base.IDispatch_iface);
}

static HRESULT WINAPI object_Put_(ISWbemObjectEx *iface, LONG flags, IDispatch *context,
                                  ISWbemObjectPath **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);

    return com_return(&object->base,
                      operation_put(object->services, object->wbem, flags, context, out));
}

static HRESULT WINAPI object_PutAsync_(ISWbemObjectEx *iface, IDispatch *sink, LONG flags,
                                       IDispatch *context, IDispatch *async_context)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};

    return com_return(&object->base,
                      operation_put_async(object->services, object->wbem, &arguments));
}

/* A system property that is text, such as __PATH. @return WBEM_E_INVALID_OBJECT_PATH when it is
 * NULL */
static HRESULT system_text(struct object *object, const WCHAR *name, BSTR *out)
{
    VARIANT value;
    HRESULT hr;

    *out = NULL;
    VariantInit(&value);
    hr = IWbemClassObject_Get(object->wbem, name, 0, &value, NULL, NULL);
    if (FAILED(hr))
        return hr;
    if (V_VT(&value) != VT_BSTR)
    {
        VariantClear(&value);
        return WBEM_E_INVALID_OBJECT_PATH;
    }
    *out = V_BSTR(&value);
    return S_OK;
}

static HRESULT WINAPI object_Delete_(ISWbemObjectEx *iface, LONG flags, IDispatch *context)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    BSTR path;
    HRESULT hr;

    hr = system_text(object, L"__RELPATH", &path);
    if (SUCCEEDED(hr))
        hr = operation_delete(object->services, path, flags, context);
    SysFreeString(path);
    return com_return(&object->base, hr);
}

static HRESULT WINAPI object_DeleteAsync_(ISWbemObjectEx *iface, IDispatch *sink, LONG flags,
                                          IDispatch *context, IDispatch *async_context)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};
    BSTR path;
    HRESULT hr;

    hr = system_text(object, L"__RELPATH", &path);
    if (SUCCEEDED(hr))
        hr = operation_delete_async(object->services, path, &arguments);
    SysFreeString(path);
    return com_return(&object->base, hr);
}

/* Instances_ and Subclasses_ take the class's name from the object, as from Path_ (behaviour.md
 * 7). */

static HRESULT WINAPI object_Instances_(ISWbemObjectEx *iface, LONG flags, IDispatch *context,
                                        ISWbemObjectSet **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    BSTR name;
    HRESULT hr;

    if (out)
        *out = NULL;
    hr = system_text(object, L"__CLASS", &name);
    if (SUCCEEDED(hr))
        hr = operation_instances(object->services, name, flags, context, out);
    SysFreeString(name);
    return com_return(&object->base, hr);
}

static HRESULT WINAPI object_InstancesAsync_(ISWbemObjectEx *iface, IDispatch *sink, LONG flags,
                                             IDispatch *context, IDispatch *async_context)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};
    BSTR name;
    HRESULT hr;

    hr = system_text(object, L"__CLASS", &name);
    if (SUCCEEDED(hr))
        hr = operation_instances_async(object->services, name, &arguments);
    SysFreeString(name);
    return com_return(&object->base, hr);
}

static HRESULT WINAPI object_Subclasses_(ISWbemObjectEx *iface, LONG flags, IDispatch *context,
                                         ISWbemObjectSet **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    BSTR name;
    HRESULT hr;

    if (out)
        *out = NULL;
    hr = system_text(object, L"__CLASS", &name);
    if (SUCCEEDED(hr))
        hr = operation_subclasses(object->services, name, flags, context, out);
    SysFreeString(name);
    return com_return(&object->base, hr);
}

static HRESULT WINAPI object_SubclassesAsync_(ISWbemObjectEx *iface, IDispatch *sink, LONG flags,
                                              IDispatch *context, IDispatch *async_context)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    struct async_arguments arguments = {sink, flags, context, async_context};
    BSTR name;
    HRESULT hr;

    hr = system_text(object, L"__CLASS", &name);
    if (SUCCEEDED(hr))
        hr = operation_subclasses_async(object->services, name, &arguments);
    SysFreeString(name);
    return com_return(&object->base, hr);
}

/* Associations, methods and the text forms are not done yet: the README's table says so. */

static HRESULT not_implemented(ISWbemObjectEx *iface, void *out)
{
    if (out)
        *(void **)out = NULL;
    return com_return(&impl_from_ISWbemObjectEx(iface)->base, E_NOTIMPL);
}

static HRESULT WINAPI object_Associators_(ISWbemObjectEx *iface, BSTR assoc_class,
                                          BSTR result_class, BSTR result_role, BSTR role,
                                          VARIANT_BOOL classes_only, VARIANT_BOOL schema_only,
                                          BSTR assoc_qualifier, BSTR qualifier, LONG flags,
                                          IDispatch *context, ISWbemObjectSet **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI object_AssociatorsAsync_(ISWbemObjectEx *iface, IDispatch *sink,
                                               BSTR assoc_class, BSTR result_class,
                                               BSTR result_role, BSTR role,
                                               VARIANT_BOOL classes_only, VARIANT_BOOL schema_only,
                                               BSTR assoc_qualifier, BSTR qualifier, LONG flags,
                                               IDispatch *context, IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI object_References_(ISWbemObjectEx *iface, BSTR result_class, BSTR role,
                                         VARIANT_BOOL classes_only, VARIANT_BOOL schema_only,
                                         BSTR qualifier, LONG flags, IDispatch *context,
                                         ISWbemObjectSet **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI object_ReferencesAsync_(ISWbemObjectEx *iface, IDispatch *sink,
                                              BSTR result_class, BSTR role,
                                              VARIANT_BOOL classes_only, VARIANT_BOOL schema_only,
                                              BSTR qualifier, LONG flags, IDispatch *context,
                                              IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI object_ExecMethod_(ISWbemObjectEx *iface, BSTR method, IDispatch *parameters,
                                         LONG flags, IDispatch *context, ISWbemObject **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI object_ExecMethodAsync_(ISWbemObjectEx *iface, IDispatch *sink, BSTR method,
                                              IDispatch *parameters, LONG flags, IDispatch *context,
                                              IDispatch *async_context)
{
    return not_implemented(iface, NULL);
}

/* Wrap a new IWbemClassObject (consumed) as an object of the same connection. */
static HRESULT wrap(struct object *object, HRESULT hr, IWbemClassObject *wbem, ISWbemObject **out)
{
    struct object *wrapped;

    if (SUCCEEDED(hr))
        hr = object_create(wbem, object->services, out);
    if (wbem)
        IWbemClassObject_Release(wbem);
    if (FAILED(hr))
        return hr;
    wrapped = (struct object *)*out;
    wrapped->security = object->security;
    return S_OK;
}

static HRESULT WINAPI object_Clone_(ISWbemObjectEx *iface, ISWbemObject **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    IWbemClassObject *wbem = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&object->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemClassObject_Clone(object->wbem, &wbem);
    hr = wrap(object, hr, wbem, out);
    if (SUCCEEDED(hr))
        ((struct object *)*out)->is_clone = true;
    return com_return(&object->base, hr);
}

static HRESULT WINAPI object_GetObjectText_(ISWbemObjectEx *iface, LONG flags, BSTR *out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI object_SpawnDerivedClass_(ISWbemObjectEx *iface, LONG flags,
                                                ISWbemObject **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    IWbemClassObject *wbem = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&object->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemClassObject_SpawnDerivedClass(object->wbem, flags, &wbem);
    return com_return(&object->base, wrap(object, hr, wbem, out));
}

static HRESULT WINAPI object_SpawnInstance_(ISWbemObjectEx *iface, LONG flags, ISWbemObject **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    IWbemClassObject *wbem = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&object->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemClassObject_SpawnInstance(object->wbem, flags, &wbem);
    return com_return(&object->base, wrap(object, hr, wbem, out));
}

static HRESULT WINAPI object_CompareTo_(ISWbemObjectEx *iface, IDispatch *other_iface, LONG flags,
                                        VARIANT_BOOL *out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    struct object *other = object_from_unknown((IUnknown *)other_iface);
    HRESULT hr = WBEM_E_INVALID_PARAMETER;

    if (other && out)
    {
        hr = IWbemClassObject_CompareTo(object->wbem, flags, other->wbem);
        *out = hr == WBEM_S_SAME ? VARIANT_TRUE : VARIANT_FALSE;
    }
    object_release(other);
    return com_return(&object->base, FAILED(hr) ? hr : S_OK);
}

static HRESULT WINAPI object_get_Qualifiers_(ISWbemObjectEx *iface, ISWbemQualifierSet **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);
    IWbemQualifierSet *wbem;
    HRESULT hr;

    if (!out)
        return com_return(&object->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = IWbemClassObject_GetQualifierSet(object->wbem, &wbem);
    if (FAILED(hr))
        return com_return(&object->base, hr);
    hr = qualifier_set_create(wbem, out);
    IWbemQualifierSet_Release(wbem);
    return com_return(&object->base, hr);
}

static HRESULT WINAPI object_get_Properties_(ISWbemObjectEx *iface, ISWbemPropertySet **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);

    return com_return(&object->base, property_set_create(object, false, out));
}

static HRESULT WINAPI object_get_Methods_(ISWbemObjectEx *iface, ISWbemMethodSet **out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI object_get_Derivation_(ISWbemObjectEx *iface, VARIANT *out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);

    if (!out)
        return com_return(&object->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&object->base, property_read(object, L"__DERIVATION", out));
}

static HRESULT WINAPI object_get_Path_(ISWbemObjectEx *iface, ISWbemObjectPath **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);

    return com_return(&object->base, object_path_create_bound(object, out));
}

static HRESULT WINAPI object_get_Security_(ISWbemObjectEx *iface, ISWbemSecurity **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);

    return com_return(&object->base, security_create(&object->base, &object->security, false, out));
}

static HRESULT WINAPI object_Refresh_(ISWbemObjectEx *iface, LONG flags, IDispatch *context)
{
    return not_implemented(iface, NULL);
}

static HRESULT WINAPI object_get_SystemProperties_(ISWbemObjectEx *iface, ISWbemPropertySet **out)
{
    struct object *object = impl_from_ISWbemObjectEx(iface);

    return com_return(&object->base, property_set_create(object, true, out));
}

static HRESULT WINAPI object_GetText_(ISWbemObjectEx *iface, WbemObjectTextFormatEnum format,
                                      LONG flags, IDispatch *context, BSTR *out)
{
    return not_implemented(iface, out);
}

static HRESULT WINAPI object_SetFromText_(ISWbemObjectEx *iface, BSTR text,
                                          WbemObjectTextFormatEnum format, LONG flags,
                                          IDispatch *context)
{
    return not_implemented(iface, NULL);
}

static const ISWbemObjectExVtbl object_vtbl = {
    COM_OBJECT_METHODS(ISWbemObjectEx),
    object_Put_,
    object_PutAsync_,
    object_Delete_,
    object_DeleteAsync_,
    object_Instances_,
    object_InstancesAsync_,
    object_Subclasses_,
    object_SubclassesAsync_,
    object_Associators_,
    object_AssociatorsAsync_,
    object_References_,
    object_ReferencesAsync_,
    object_ExecMethod_,
    object_ExecMethodAsync_,
    object_Clone_,
    object_GetObjectText_,
    object_SpawnDerivedClass_,
    object_SpawnInstance_,
    object_CompareTo_,
    object_get_Qualifiers_,
    object_get_Properties_,
    object_get_Methods_,
    object_get_Derivation_,
    object_get_Path_,
    object_get_Security_,
    object_Refresh_,
    object_get_SystemProperties_,
    object_GetText_,
    object_SetFromText_,
};

static void object_destroy(struct com_object *base)
{
    struct object *object = (struct object *)base;

    IWbemClassObject_Release(object->wbem);
    services_release(object->services);
    free(object);
}

static const struct com_class object_class = {
    .name = "SWbemObjectEx",
    .clsid = &CLSID_SWbemObjectEx,
    .iid = &IID_ISWbemObjectEx,
    .base_iid = &IID_ISWbemObject,
    .members = &com_members_ISWbemObjectEx,
    .destroy = object_destroy,
    .dynamic_id = object_dynamic_id,
    .dynamic_invoke = object_dynamic_invoke,
};

/* ISWbemLastError has the slots of ISWbemObject, which are the first of ISWbemObjectEx: the same
 * vtable serves. */
static const struct com_class last_error_class = {
    .name = "SWbemLastError",
    .clsid = &CLSID_SWbemLastError,
    .iid = &IID_ISWbemLastError,
    .base_iid = &IID_ISWbemObject,
    .members = &com_members_ISWbemLastError,
    .destroy = object_destroy,
    .dynamic_id = object_dynamic_id,
    .dynamic_invoke = object_dynamic_invoke,
};

static HRESULT create(const struct com_class *cls, IWbemClassObject *wbem,
                      struct services *services, struct object **out)
{
    struct object *object = calloc(1, sizeof(*object));

    *out = NULL;
    if (!object)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_init(&object->base, cls, &object_vtbl);
    IWbemClassObject_AddRef(wbem);
    object->wbem = wbem;
    object->services = services_ref(services);
    object->security.impersonation = services ? services->security.impersonation : LEVEL_UNSET;
    object->security.authentication = services ? services->security.authentication : LEVEL_UNSET;
    *out = object;
    return S_OK;
}

HRESULT object_create(IWbemClassObject *wbem, struct services *services, ISWbemObject **out)
{
    struct object *object;
    HRESULT hr;

    hr = create(&object_class, wbem, services, &object);
    *out = (ISWbemObject *)object;
    return hr;
}

HRESULT last_error_create(IUnknown *error_object, ISWbemLastError **out)
{
    IWbemClassObject *wbem;
    struct object *object;
    HRESULT hr;

    *out = NULL;
    hr = IUnknown_QueryInterface(error_object, &IID_IWbemClassObject, (void **)&wbem);
    if (FAILED(hr))
        return hr;
    hr = create(&last_error_class, wbem, NULL, &object);
    IWbemClassObject_Release(wbem);
    *out = (ISWbemLastError *)object;
    return hr;
}

HRESULT last_error_create_instance(REFIID iid, void **out)
{
    IUnknown *error_object = com_take_last_error();
    ISWbemLastError *last_error;
    HRESULT hr;

    *out = NULL;
    if (!error_object)
        return WBEM_E_FAILED;
    hr = last_error_create(error_object, &last_error);
    IUnknown_Release(error_object);
    if (FAILED(hr))
        return hr;
    hr = com_object_QueryInterface((IDispatch *)last_error, iid, out);
    com_object_Release((IDispatch *)last_error);
    return hr;
}
