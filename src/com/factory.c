/* Class factories over the table of coclasses that the server gives. A factory is an object of its own, counted; the
 * objects that it makes and its locks count for the module. Any thread: the table does not change. */
#include "factory.h"
#include "error.h"
#include "module.h"

#include <stdlib.h>

struct class_factory
{
    IClassFactory IClassFactory_iface;
    LONG references;
    const struct com_coclass *coclass;
};

static const struct com_coclass *coclasses;

void com_factory_init(const struct com_coclass *table)
{
    coclasses = table;
}

const struct com_coclass *com_factory_table(void)
{
    return coclasses;
}

static struct class_factory *impl_from_IClassFactory(IClassFactory *iface)
{
    return (struct class_factory *)iface;
}

static HRESULT STDMETHODCALLTYPE class_factory_QueryInterface(IClassFactory *iface, REFIID iid,
                                                              void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!iid || (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IClassFactory)))
        return E_NOINTERFACE;
    *out = iface;
    IClassFactory_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE class_factory_AddRef(IClassFactory *iface)
{
    return InterlockedIncrement(&impl_from_IClassFactory(iface)->references);
}

static ULONG STDMETHODCALLTYPE class_factory_Release(IClassFactory *iface)
{
    struct class_factory *self = impl_from_IClassFactory(iface);
    ULONG references = InterlockedDecrement(&self->references);
    if (!references)
    {
        free(self);
        com_module_unlock();
    }
    return references;
}

static HRESULT STDMETHODCALLTYPE class_factory_CreateInstance(IClassFactory *iface, IUnknown *outer,
                                                              REFIID iid, void **out)
{
    const struct com_coclass *coclass = impl_from_IClassFactory(iface)->coclass;

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!iid)
        return E_INVALIDARG;
    if (outer)
        return CLASS_E_NOAGGREGATION;
    return com_return_as(coclass->name, coclass->create(iid, out));
}

static HRESULT STDMETHODCALLTYPE class_factory_LockServer(IClassFactory *iface, BOOL lock)
{
    (void)iface;
    if (lock)
        com_module_lock();
    else
        com_module_unlock();
    return S_OK;
}

static const IClassFactoryVtbl class_factory_vtbl = {
    class_factory_QueryInterface, class_factory_AddRef,     class_factory_Release,
    class_factory_CreateInstance, class_factory_LockServer,
};

static HRESULT create_factory(const struct com_coclass *coclass, REFIID iid, void **out)
{
    struct class_factory *self = calloc(1, sizeof(*self));
    if (!self)
        return E_OUTOFMEMORY;
    self->IClassFactory_iface.lpVtbl = &class_factory_vtbl;
    self->references = 1;
    self->coclass = coclass;
    com_module_lock();
    HRESULT hr = IClassFactory_QueryInterface(&self->IClassFactory_iface, iid, out);
    IClassFactory_Release(&self->IClassFactory_iface);
    return hr;
}

HRESULT com_get_class_object(REFCLSID clsid, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!clsid || !iid)
        return E_INVALIDARG;
    for (const struct com_coclass *coclass = coclasses; coclass && coclass->clsid; coclass++)
        if (IsEqualCLSID(coclass->clsid, clsid))
            return create_factory(coclass, iid, out);
    return CLASS_E_CLASSNOTAVAILABLE;
}
