/* What every IWbem object has in common: one interface, a count, one destroy function.
 *
 * A struct wmi_base stands FIRST in an object's struct and its first word is the vtable, so that
 * the interface pointer is the object. Counting is atomic; each object holds one count of the
 * module. */
#ifndef SWBEM_WMI_BASE_H
#define SWBEM_WMI_BASE_H

#include "wmi.h"

#include "../cim/status.h"
#include "../cim/text.h"

#include <stdbool.h>

struct wmi_base;

struct wmi_kind
{
    const IID *iid;
    void (*destroy)(struct wmi_base *base); /* frees the object; the count is 0 */
};

struct wmi_base
{
    const void *vtbl;
    const struct wmi_kind *kind;
    LONG references;
};

/** Set up a zeroed object with one reference. */
void wmi_base_init(struct wmi_base *base, const struct wmi_kind *kind, const void *vtbl);
/** What a kind's destroy ends with: gives the memory and the module count back. */
void wmi_base_free(struct wmi_base *base);
HRESULT STDMETHODCALLTYPE wmi_base_QueryInterface(IUnknown *iface, REFIID iid, void **out);
ULONG STDMETHODCALLTYPE wmi_base_AddRef(IUnknown *iface);
ULONG STDMETHODCALLTYPE wmi_base_Release(IUnknown *iface);

/** The three entries at the head of a vtable of interface type `type`. */
#define WMI_BASE_METHODS(type)                                                                     \
    (HRESULT(STDMETHODCALLTYPE *)(type *, REFIID, void **)) wmi_base_QueryInterface,               \
        (ULONG(STDMETHODCALLTYPE *)(type *))wmi_base_AddRef,                                       \
        (ULONG(STDMETHODCALLTYPE *)(type *))wmi_base_Release

/** UTF-16 of a client as the UTF-8 inside. NULL gives the empty text.
 *  @return owned, NUL-terminated, mem_free(); NULL: no memory */
char *wmi_text_from_wide(const WCHAR *wide, size_t *size);
/** @return owned, SysFreeString(); NULL: no memory */
BSTR wmi_bstr_from_text(struct text text);
bool wmi_is_blank(const WCHAR *text); /* NULL or "" */

#endif
