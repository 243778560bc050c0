/* What every scripting object has in common, written once: identity, counting, IDispatch, ISupportErrorInfo,
 * IProvideClassInfo2. An object plugs in data: a struct com_class, and where names are dynamic, hooks.
 *
 * A struct com_object stands FIRST in the object's struct, and its first word is the object's dual interface:
 * the vtable that the object gives (ISWbemServicesExVtbl, ...) begins with the seven functions declared
 * below. One pointer is therefore IUnknown, IDispatch, the base and the Ex interface; casting the interface
 * pointer gives the object back:
 *
 *     struct services { struct com_object base; IWbemServices *wbem; ... };
 *     static struct services *impl_from_iface(ISWbemServicesEx *iface) { return (struct services *)iface; }
 *     static const ISWbemServicesExVtbl services_vtbl = { COM_OBJECT_METHODS(ISWbemServicesEx), services_Get, ... };
 *
 * Threads: counting is atomic; objects are registered "Both" and free-threaded; an object's own file says
 * what its lock guards. Each object holds one count of the module. */
#ifndef SWBEM_COM_OBJECT_H
#define SWBEM_COM_OBJECT_H

#include <windows.h>
#include <oaidl.h>
#include <ocidl.h>
#include <olectl.h>
#include <stdbool.h>

struct com_object;
struct com_member_table; /* members.h, made from the API table */

struct com_class
{
    const char *name;      /* Err.Source: "SWbemServicesEx" */
    const CLSID *clsid;    /* the coclass, for IProvideClassInfo */
    const IID *iid;        /* the dual interface, most derived */
    const IID *base_iid;   /* the interface it derives from (ISWbemServices), or NULL */
    const IID *source_iid; /* default event interface, or NULL */
    const struct com_member_table *members;
    /** Free what the object owns and the object itself. The count is 0. */
    void (*destroy)(struct com_object *object);
    /** More interfaces; NULL: none. Sets *out NULL or referenced. */
    HRESULT (*query)(struct com_object *object, REFIID iid, void **out);
    /** A name that no static member has; NULL: none. `id` of the object's own range (>= COM_DYNAMIC_ID).
     *  @return DISP_E_UNKNOWNNAME when there is none */
    HRESULT (*dynamic_id)(struct com_object *object, const WCHAR *name, size_t length, DISPID *id);
    /** Called by Invoke for every id before the static members when not NULL. S_FALSE: not mine, go on.
     *  `params` is const. Errors are turned into EXCEPINFO by the caller (com_return has recorded them). */
    /* clang-format off */
    HRESULT (*dynamic_invoke)(struct com_object *object, DISPID id, WORD flags,
                              const DISPPARAMS *params, VARIANT *result, UINT *bad_argument);
    /* clang-format on */
};

#define COM_DYNAMIC_ID 0x10000

struct com_object
{
    IDispatch IDispatch_iface; /* lpVtbl: the class's dual interface */
    ISupportErrorInfo ISupportErrorInfo_iface;
    IProvideClassInfo2 IProvideClassInfo2_iface; /* answered only where source_iid is set */
    LONG references;
    const struct com_class *cls;
};

/** Set up a zeroed object with one reference. Takes a module count. */
void com_object_init(struct com_object *object, const struct com_class *cls, const void *vtbl);
HRESULT STDMETHODCALLTYPE com_object_QueryInterface(IDispatch *iface, REFIID iid, void **out);
ULONG STDMETHODCALLTYPE com_object_AddRef(IDispatch *iface);
ULONG STDMETHODCALLTYPE com_object_Release(IDispatch *iface);
HRESULT STDMETHODCALLTYPE com_object_GetTypeInfoCount(IDispatch *iface, UINT *count);
HRESULT STDMETHODCALLTYPE com_object_GetTypeInfo(IDispatch *iface, UINT index, LCID lcid,
                                                 ITypeInfo **out);
HRESULT STDMETHODCALLTYPE com_object_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names,
                                                   UINT count, LCID lcid, DISPID *ids);
HRESULT STDMETHODCALLTYPE com_object_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid,
                                            WORD flags, DISPPARAMS *params, VARIANT *result,
                                            EXCEPINFO *except, UINT *bad_argument);

/** The seven entries at the head of a dual vtable of interface type `type`. */
#define COM_OBJECT_METHODS(type)                                                                   \
    (HRESULT(STDMETHODCALLTYPE *)(type *, REFIID, void **)) com_object_QueryInterface,             \
        (ULONG(STDMETHODCALLTYPE *)(type *))com_object_AddRef,                                     \
        (ULONG(STDMETHODCALLTYPE *)(type *))com_object_Release,                                    \
        (HRESULT(STDMETHODCALLTYPE *)(type *, UINT *))com_object_GetTypeInfoCount,                 \
        (HRESULT(STDMETHODCALLTYPE *)(type *, UINT, LCID, ITypeInfo **))com_object_GetTypeInfo,    \
        (HRESULT(STDMETHODCALLTYPE *)(type *, REFIID, LPOLESTR *, UINT, LCID,                      \
                                      DISPID *))com_object_GetIDsOfNames,                          \
        (HRESULT(STDMETHODCALLTYPE *)(type *, DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, \
                                      EXCEPINFO *, UINT *))com_object_Invoke

/** Our own object behind any pointer: answers only for objects of this DLL, in this process, of class
 *  `cls` (no proxies). @return referenced, or NULL */
struct com_object *com_object_from_unknown(IUnknown *unknown, const struct com_class *cls);

/** An IEnumVARIANT over a snapshot of VT_DISPATCH or other values. @param items consumed (also on failure);
 *  CoTaskMemAlloc. Clone, Reset, Skip and Next of many work. */
HRESULT com_enum_variant_create(VARIANT *items, ULONG count, IUnknown **out);

/** Clean up a variant argument: dereference VT_BYREF|VT_VARIANT chains; borrowed. */
const VARIANT *com_variant_deref(const VARIANT *variant);
/** True for a missing argument: VT_ERROR/DISP_E_PARAMNOTFOUND, VT_EMPTY or VT_NULL. */
bool com_variant_is_omitted(const VARIANT *variant);
/** A positional or named argument of `params` (index in declaration order), dereferenced; NULL: not given. */
const VARIANT *com_argument(const DISPPARAMS *params, UINT index);

#endif
