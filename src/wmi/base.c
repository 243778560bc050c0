/* The common part of the IWbem objects (see base.h) and the way of texts across the border.
 * Any thread. */
#include "base.h"

#include <wchar.h>

#include "../cim/mem.h"
#include "../com/module.h"

void wmi_base_init(struct wmi_base *base, const struct wmi_kind *kind, const void *vtbl)
{
    base->vtbl = vtbl;
    base->kind = kind;
    base->references = 1;
    com_module_lock();
}

void wmi_base_free(struct wmi_base *base)
{
    mem_free(base);
    com_module_unlock();
}

HRESULT STDMETHODCALLTYPE wmi_base_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    struct wmi_base *base = (struct wmi_base *)iface;

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!iid)
        return E_INVALIDARG;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, base->kind->iid))
        return E_NOINTERFACE;
    InterlockedIncrement(&base->references);
    *out = iface;
    return S_OK;
}

ULONG STDMETHODCALLTYPE wmi_base_AddRef(IUnknown *iface)
{
    return (ULONG)InterlockedIncrement(&((struct wmi_base *)iface)->references);
}

ULONG STDMETHODCALLTYPE wmi_base_Release(IUnknown *iface)
{
    struct wmi_base *base = (struct wmi_base *)iface;
    LONG references = InterlockedDecrement(&base->references);

    if (references == 0)
        base->kind->destroy(base);
    return (ULONG)references;
}

char *wmi_text_from_wide(const WCHAR *wide, size_t *size)
{
    return text_from_utf16((const uint16_t *)wide, wide ? wcslen(wide) : 0, size);
}

BSTR wmi_bstr_from_text(struct text text)
{
    BSTR out;
    size_t i, length = text_is_ascii(text) ? text.size : text_utf16_length(text);

    if (length > UINT_MAX / sizeof(WCHAR) - 8)
        return NULL;
    out = SysAllocStringLen(NULL, (UINT)length);
    if (!out)
        return NULL;
    if (length != text.size)
    {
        text_to_utf16(text, (uint16_t *)out);
        return out;
    }
    for (i = 0; i < length; i++)
        out[i] = (unsigned char)text.data[i];
    return out;
}

bool wmi_is_blank(const WCHAR *text)
{
    return !text || !*text;
}
