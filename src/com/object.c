/* What all scripting objects share: identity, counting, ISupportErrorInfo, IProvideClassInfo2, type information.
 *
 * One pointer is IUnknown, IDispatch and the dual interfaces; the two small interfaces are further words of
 * the same struct. Counting is atomic, nothing else here changes after com_object_init(), so any thread may
 * call. IDispatch's other half is in dispatch.c. */
#include "object.h"
#include "factory.h"
#include "members.h"
#include "module.h"

#include <stddef.h>

static struct com_object *impl_from_IDispatch(IDispatch *iface)
{
    return (struct com_object *)iface;
}

static struct com_object *impl_from_ISupportErrorInfo(ISupportErrorInfo *iface)
{
    return CONTAINING_RECORD(iface, struct com_object, ISupportErrorInfo_iface);
}

static struct com_object *impl_from_IProvideClassInfo2(IProvideClassInfo2 *iface)
{
    return CONTAINING_RECORD(iface, struct com_object, IProvideClassInfo2_iface);
}

static bool is_dispatch_iid(const struct com_class *cls, REFIID iid)
{
    return IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, cls->iid) ||
           (cls->base_iid && IsEqualIID(iid, cls->base_iid));
}

static void *own_interface(struct com_object *object, REFIID iid)
{
    if (is_dispatch_iid(object->cls, iid) || IsEqualIID(iid, &IID_IUnknown))
        return &object->IDispatch_iface;
    if (IsEqualIID(iid, &IID_ISupportErrorInfo))
        return &object->ISupportErrorInfo_iface;
    if (object->cls->source_iid &&
        (IsEqualIID(iid, &IID_IProvideClassInfo) || IsEqualIID(iid, &IID_IProvideClassInfo2)))
        return &object->IProvideClassInfo2_iface;
    return NULL;
}

HRESULT STDMETHODCALLTYPE com_object_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    struct com_object *object = impl_from_IDispatch(iface);

    if (!out)
        return E_POINTER;
    *out = iid ? own_interface(object, iid) : NULL;
    if (*out)
    {
        InterlockedIncrement(&object->references);
        return S_OK;
    }
    return iid && object->cls->query ? object->cls->query(object, iid, out) : E_NOINTERFACE;
}

ULONG STDMETHODCALLTYPE com_object_AddRef(IDispatch *iface)
{
    return InterlockedIncrement(&impl_from_IDispatch(iface)->references);
}

ULONG STDMETHODCALLTYPE com_object_Release(IDispatch *iface)
{
    struct com_object *object = impl_from_IDispatch(iface);
    ULONG references = InterlockedDecrement(&object->references);

    if (!references)
    {
        /* What destroy calls may take and drop a reference again; that must not destroy twice. */
        object->references = 1;
        object->cls->destroy(object);
        com_module_unlock();
    }
    return references;
}

HRESULT STDMETHODCALLTYPE com_object_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    if (!count)
        return E_POINTER;
    *count = 1;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE com_object_GetTypeInfo(IDispatch *iface, UINT index, LCID lcid,
                                                 ITypeInfo **out)
{
    (void)lcid;
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (index)
        return DISP_E_BADINDEX;
    return com_type_info(impl_from_IDispatch(iface)->cls->iid, out);
}

static HRESULT STDMETHODCALLTYPE support_QueryInterface(ISupportErrorInfo *iface, REFIID iid,
                                                        void **out)
{
    return com_object_QueryInterface(&impl_from_ISupportErrorInfo(iface)->IDispatch_iface, iid,
                                     out);
}

static ULONG STDMETHODCALLTYPE support_AddRef(ISupportErrorInfo *iface)
{
    return com_object_AddRef(&impl_from_ISupportErrorInfo(iface)->IDispatch_iface);
}

static ULONG STDMETHODCALLTYPE support_Release(ISupportErrorInfo *iface)
{
    return com_object_Release(&impl_from_ISupportErrorInfo(iface)->IDispatch_iface);
}

static HRESULT STDMETHODCALLTYPE support_InterfaceSupportsErrorInfo(ISupportErrorInfo *iface,
                                                                    REFIID iid)
{
    if (!iid)
        return E_POINTER;
    return is_dispatch_iid(impl_from_ISupportErrorInfo(iface)->cls, iid) ? S_OK : S_FALSE;
}

static const ISupportErrorInfoVtbl support_vtbl = {
    support_QueryInterface, support_AddRef, support_Release, support_InterfaceSupportsErrorInfo};

static HRESULT STDMETHODCALLTYPE class_info_QueryInterface(IProvideClassInfo2 *iface, REFIID iid,
                                                           void **out)
{
    return com_object_QueryInterface(&impl_from_IProvideClassInfo2(iface)->IDispatch_iface, iid,
                                     out);
}

static ULONG STDMETHODCALLTYPE class_info_AddRef(IProvideClassInfo2 *iface)
{
    return com_object_AddRef(&impl_from_IProvideClassInfo2(iface)->IDispatch_iface);
}

static ULONG STDMETHODCALLTYPE class_info_Release(IProvideClassInfo2 *iface)
{
    return com_object_Release(&impl_from_IProvideClassInfo2(iface)->IDispatch_iface);
}

static HRESULT STDMETHODCALLTYPE class_info_GetClassInfo(IProvideClassInfo2 *iface, ITypeInfo **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    return com_type_info(impl_from_IProvideClassInfo2(iface)->cls->clsid, out);
}

static HRESULT STDMETHODCALLTYPE class_info_GetGUID(IProvideClassInfo2 *iface, DWORD kind,
                                                    GUID *out)
{
    if (!out)
        return E_POINTER;
    if (kind != GUIDKIND_DEFAULT_SOURCE_DISP_IID)
    {
        *out = GUID_NULL;
        return E_INVALIDARG;
    }
    *out = *impl_from_IProvideClassInfo2(iface)->cls->source_iid;
    return S_OK;
}

static const IProvideClassInfo2Vtbl class_info_vtbl = {class_info_QueryInterface, class_info_AddRef,
                                                       class_info_Release, class_info_GetClassInfo,
                                                       class_info_GetGUID};

void com_object_init(struct com_object *object, const struct com_class *cls, const void *vtbl)
{
    object->IDispatch_iface.lpVtbl = vtbl;
    object->ISupportErrorInfo_iface.lpVtbl = &support_vtbl;
    object->IProvideClassInfo2_iface.lpVtbl = &class_info_vtbl;
    object->references = 1;
    object->cls = cls;
    com_module_lock();
}

/* The identity of an object of ours has our QueryInterface in its vtable; that of a proxy or of another DLL
 * has another. Asking for a private interface instead would believe whoever says yes to everything. */
struct com_object *com_object_from_unknown(IUnknown *unknown, const struct com_class *cls)
{
    IDispatch *dispatch = NULL;

    if (!unknown || FAILED(IUnknown_QueryInterface(unknown, &IID_IDispatch, (void **)&dispatch)) ||
        !dispatch)
        return NULL;
    if (dispatch->lpVtbl->QueryInterface == com_object_QueryInterface &&
        (!cls || impl_from_IDispatch(dispatch)->cls == cls))
        return impl_from_IDispatch(dispatch);
    IDispatch_Release(dispatch);
    return NULL;
}
