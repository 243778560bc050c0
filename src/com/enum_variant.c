/* IEnumVARIANT over a snapshot of values. Clones share the snapshot, which is never changed, and have a place of
 * their own; `lock` guards that place. Any apartment. */
#include "module.h"
#include "object.h"

#include <stdlib.h>

struct snapshot
{
    LONG references;
    ULONG count;
    VARIANT *items; /* owned */
};

struct enum_variant
{
    IEnumVARIANT IEnumVARIANT_iface;
    LONG references;
    struct snapshot *snapshot; /* referenced */
    SRWLOCK lock;
    ULONG position;
};

static struct enum_variant *impl_from_IEnumVARIANT(IEnumVARIANT *iface)
{
    return (struct enum_variant *)iface;
}

static void free_items(VARIANT *items, ULONG count)
{
    for (ULONG i = 0; i < count; i++)
        VariantClear(&items[i]);
    CoTaskMemFree(items);
}

static void snapshot_release(struct snapshot *snapshot)
{
    if (InterlockedDecrement(&snapshot->references))
        return;
    free_items(snapshot->items, snapshot->count);
    free(snapshot);
}

static HRESULT STDMETHODCALLTYPE enum_variant_QueryInterface(IEnumVARIANT *iface, REFIID iid,
                                                             void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IEnumVARIANT))
        return E_NOINTERFACE;
    *out = iface;
    IEnumVARIANT_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE enum_variant_AddRef(IEnumVARIANT *iface)
{
    return InterlockedIncrement(&impl_from_IEnumVARIANT(iface)->references);
}

static ULONG STDMETHODCALLTYPE enum_variant_Release(IEnumVARIANT *iface)
{
    struct enum_variant *self = impl_from_IEnumVARIANT(iface);
    ULONG references = InterlockedDecrement(&self->references);
    if (!references)
    {
        snapshot_release(self->snapshot);
        free(self);
        com_module_unlock();
    }
    return references;
}

/* Copy up to `wanted` items from the place on, and move the place. @return how many */
static ULONG copy_items(struct enum_variant *self, ULONG wanted, VARIANT *out, HRESULT *hr)
{
    ULONG fetched = 0;

    *hr = S_OK;
    AcquireSRWLockExclusive(&self->lock);
    while (fetched < wanted && self->position + fetched < self->snapshot->count)
    {
        VariantInit(&out[fetched]);
        *hr = VariantCopy(&out[fetched], &self->snapshot->items[self->position + fetched]);
        if (FAILED(*hr))
            break;
        fetched++;
    }
    if (SUCCEEDED(*hr))
        self->position += fetched;
    ReleaseSRWLockExclusive(&self->lock);
    return fetched;
}

static HRESULT STDMETHODCALLTYPE enum_variant_Next(IEnumVARIANT *iface, ULONG wanted, VARIANT *out,
                                                   ULONG *fetched)
{
    HRESULT hr;

    if (fetched)
        *fetched = 0;
    if (!out || (!fetched && wanted != 1))
        return E_INVALIDARG;
    ULONG count = copy_items(impl_from_IEnumVARIANT(iface), wanted, out, &hr);
    if (FAILED(hr))
    {
        while (count)
            VariantClear(&out[--count]);
        return hr;
    }
    if (fetched)
        *fetched = count;
    return count == wanted ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE enum_variant_Skip(IEnumVARIANT *iface, ULONG wanted)
{
    struct enum_variant *self = impl_from_IEnumVARIANT(iface);

    AcquireSRWLockExclusive(&self->lock);
    ULONG left = self->snapshot->count - self->position;
    self->position += wanted < left ? wanted : left;
    ReleaseSRWLockExclusive(&self->lock);
    return wanted <= left ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE enum_variant_Reset(IEnumVARIANT *iface)
{
    struct enum_variant *self = impl_from_IEnumVARIANT(iface);

    AcquireSRWLockExclusive(&self->lock);
    self->position = 0;
    ReleaseSRWLockExclusive(&self->lock);
    return S_OK;
}

static HRESULT create_over(struct snapshot *snapshot, ULONG position, IEnumVARIANT **out);

static HRESULT STDMETHODCALLTYPE enum_variant_Clone(IEnumVARIANT *iface, IEnumVARIANT **out)
{
    struct enum_variant *self = impl_from_IEnumVARIANT(iface);

    if (!out)
        return E_POINTER;
    *out = NULL;
    AcquireSRWLockShared(&self->lock);
    ULONG position = self->position;
    ReleaseSRWLockShared(&self->lock);
    return create_over(self->snapshot, position, out);
}

static const IEnumVARIANTVtbl enum_variant_vtbl = {
    enum_variant_QueryInterface, enum_variant_AddRef, enum_variant_Release, enum_variant_Next,
    enum_variant_Skip,           enum_variant_Reset,  enum_variant_Clone,
};

static HRESULT create_over(struct snapshot *snapshot, ULONG position, IEnumVARIANT **out)
{
    struct enum_variant *self = calloc(1, sizeof(*self));
    if (!self)
        return E_OUTOFMEMORY;
    self->IEnumVARIANT_iface.lpVtbl = &enum_variant_vtbl;
    self->references = 1;
    self->position = position;
    self->snapshot = snapshot;
    InitializeSRWLock(&self->lock);
    InterlockedIncrement(&snapshot->references);
    com_module_lock();
    *out = &self->IEnumVARIANT_iface;
    return S_OK;
}

HRESULT com_enum_variant_create(VARIANT *items, ULONG count, IUnknown **out)
{
    struct snapshot *snapshot = calloc(1, sizeof(*snapshot));

    *out = NULL;
    if (!snapshot)
    {
        free_items(items, count);
        return E_OUTOFMEMORY;
    }
    snapshot->references = 1;
    snapshot->count = count;
    snapshot->items = items;
    HRESULT hr = create_over(snapshot, 0, (IEnumVARIANT **)out);
    snapshot_release(snapshot);
    return hr;
}
