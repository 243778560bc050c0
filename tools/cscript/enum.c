/* IEnumVARIANT over texts: what For Each and JScript's Enumerator walk through. Script thread only. */
#include "object.h"

#include <stdlib.h>

struct text_enum
{
    IEnumVARIANT IEnumVARIANT_iface;
    LONG refs;
    size_t next;
    size_t count;
    BSTR texts[1]; /* owned */
};

static struct text_enum *impl_from_IEnumVARIANT(IEnumVARIANT *iface)
{
    return CONTAINING_RECORD(iface, struct text_enum, IEnumVARIANT_iface);
}

static HRESULT WINAPI text_enum_QueryInterface(IEnumVARIANT *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IEnumVARIANT))
        return E_NOINTERFACE;
    IEnumVARIANT_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI text_enum_AddRef(IEnumVARIANT *iface)
{
    return (ULONG)++impl_from_IEnumVARIANT(iface)->refs;
}

static ULONG WINAPI text_enum_Release(IEnumVARIANT *iface)
{
    struct text_enum *self = impl_from_IEnumVARIANT(iface);
    LONG refs = --self->refs;
    size_t i;

    if (refs)
        return (ULONG)refs;
    for (i = 0; i < self->count; i++)
        SysFreeString(self->texts[i]);
    free(self);
    return 0;
}

static HRESULT WINAPI text_enum_Next(IEnumVARIANT *iface, ULONG want, VARIANT *out, ULONG *fetched)
{
    struct text_enum *self = impl_from_IEnumVARIANT(iface);
    ULONG got = 0;

    if (fetched)
        *fetched = 0;
    if (!out)
        return E_POINTER;
    while (got < want && self->next < self->count)
    {
        BSTR text = SysAllocString(self->texts[self->next]);

        if (!text)
            break;
        V_VT(&out[got]) = VT_BSTR;
        V_BSTR(&out[got]) = text;
        self->next++;
        got++;
    }
    if (fetched)
        *fetched = got;
    return got == want ? S_OK : S_FALSE;
}

static HRESULT WINAPI text_enum_Skip(IEnumVARIANT *iface, ULONG count)
{
    struct text_enum *self = impl_from_IEnumVARIANT(iface);
    size_t left = self->count - self->next;

    self->next += count < left ? count : left;
    return count <= left ? S_OK : S_FALSE;
}

static HRESULT WINAPI text_enum_Reset(IEnumVARIANT *iface)
{
    impl_from_IEnumVARIANT(iface)->next = 0;
    return S_OK;
}

static HRESULT WINAPI text_enum_Clone(IEnumVARIANT *iface, IEnumVARIANT **out)
{
    struct text_enum *self = impl_from_IEnumVARIANT(iface);
    IUnknown *clone;
    HRESULT hr;

    if (!out)
        return E_POINTER;
    *out = NULL;
    hr = text_enum_create((const WCHAR *const *)self->texts, self->count, &clone);
    if (FAILED(hr))
        return hr;
    *out = (IEnumVARIANT *)clone;
    impl_from_IEnumVARIANT(*out)->next = self->next;
    return S_OK;
}

static const IEnumVARIANTVtbl text_enum_vtbl = {
    text_enum_QueryInterface, text_enum_AddRef, text_enum_Release, text_enum_Next,
    text_enum_Skip,           text_enum_Reset,  text_enum_Clone,
};

HRESULT text_enum_create(const WCHAR *const *texts, size_t count, IUnknown **out)
{
    struct text_enum *self = calloc(1, sizeof(*self) + count * sizeof(self->texts[0]));

    *out = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    self->IEnumVARIANT_iface.lpVtbl = &text_enum_vtbl;
    self->refs = 1;
    while (self->count < count)
    {
        self->texts[self->count] = SysAllocString(texts[self->count]);
        if (!self->texts[self->count++])
        {
            IEnumVARIANT_Release(&self->IEnumVARIANT_iface);
            return E_OUTOFMEMORY;
        }
    }
    *out = (IUnknown *)&self->IEnumVARIANT_iface;
    return S_OK;
}
