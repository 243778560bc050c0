/* IWbemClassObject over a struct cim_object: what the files of the class object share.
 *
 * `lock` guards all that follows it: readers share it, so that Get by name from many threads is
 * quick; edits and enumerations hold it alone. Nothing of a client is called under it. */
#ifndef SWBEM_WMI_CLASS_OBJECT_H
#define SWBEM_WMI_CLASS_OBJECT_H

#include "base.h"

#include "../cim/object.h"

/* Names under enumeration: a copy, so that edits during the enumeration do no harm. */
struct wmi_names
{
    size_t count;
    size_t next;
    struct text items[]; /* texts stand in the same block, behind the array */
};

struct wmi_class_object
{
    struct wmi_base base; /* vtable: IWbemClassObject */
    SRWLOCK lock;
    struct cim_object *object; /* owned */
    struct cim_class
        *stored; /* referenced: of a class object, the definition last known to be stored */
    struct wmi_names *properties; /* owned: BeginEnumeration .. EndEnumeration */
    struct wmi_names *methods;    /* owned */
    bool is_clone;                /* made by Clone: of a class, the name may be changed */
};

/** @param object  consumed, also on failure */
HRESULT wmi_class_object_create(IWbemClassObject **out, struct cim_object *object);
/** A class object around a class (referenced), decorated when `space` is not NULL. */
HRESULT wmi_class_object_from_class(IWbemClassObject **out, struct cim_class *cls,
                                    const char *server, const char *space);
/** @return borrowed; NULL when the interface is of another implementation (or NULL) */
struct wmi_class_object *wmi_class_object_from(IWbemClassObject *iface);
/** An independent copy of the content. @param out owned; cim_object_release()
 *  @return WBEM_E_INVALID_OBJECT for a foreign object */
HRESULT wmi_class_object_snapshot(struct cim_object **out, IWbemClassObject *iface);
bool wmi_class_object_is_class(struct wmi_class_object *self);
/** After a successful PutClass: SpawnInstance and SpawnDerivedClass work from `cls`
 *  (referenced). */
void wmi_class_object_set_stored(struct wmi_class_object *self, struct cim_class *cls);

/* --- between the files of the class object; the caller holds the lock ------------------------- */

/** Make the class editable, remembering the definition that was stored. */
enum cim_status wmi_edit_class(struct wmi_class_object *self);

/** A system property by name (behaviour.md 10.4). @return the row's number, or -1 */
int wmi_system_find(const WCHAR *name);
/** The name of row `index` (order of enumeration: __GENUS first), NULL behind the last. */
const char *wmi_system_name(int index);
HRESULT wmi_system_get(VARIANT *out, CIMTYPE *type, const struct cim_object *object, int index);
HRESULT wmi_system_put(struct wmi_class_object *self, int index, const VARIANT *value);

/** Read a property without a lock: the quick way for scalars. Out pointers may be NULL. */
HRESULT wmi_read_property(struct cim_object *object, const struct cim_property *property,
                          VARIANT *value, CIMTYPE *type, LONG *flavor);

/* --- methods that stand in other files -------------------------------------------------------- */

HRESULT STDMETHODCALLTYPE wmi_class_object_GetNames(IWbemClassObject *iface, LPCWSTR qualifier,
                                                    LONG flags, VARIANT *value, SAFEARRAY **out);
HRESULT STDMETHODCALLTYPE wmi_class_object_BeginEnumeration(IWbemClassObject *iface, LONG flags);
HRESULT STDMETHODCALLTYPE wmi_class_object_Next(IWbemClassObject *iface, LONG flags, BSTR *name,
                                                VARIANT *value, CIMTYPE *type, LONG *flavor);
HRESULT STDMETHODCALLTYPE wmi_class_object_EndEnumeration(IWbemClassObject *iface);
HRESULT STDMETHODCALLTYPE wmi_class_object_GetMethod(IWbemClassObject *iface, LPCWSTR name,
                                                     LONG flags, IWbemClassObject **in,
                                                     IWbemClassObject **out);
HRESULT STDMETHODCALLTYPE wmi_class_object_PutMethod(IWbemClassObject *iface, LPCWSTR name,
                                                     LONG flags, IWbemClassObject *in,
                                                     IWbemClassObject *out);
HRESULT STDMETHODCALLTYPE wmi_class_object_DeleteMethod(IWbemClassObject *iface, LPCWSTR name);
HRESULT STDMETHODCALLTYPE wmi_class_object_BeginMethodEnumeration(IWbemClassObject *iface,
                                                                  LONG flags);
HRESULT STDMETHODCALLTYPE wmi_class_object_NextMethod(IWbemClassObject *iface, LONG flags,
                                                      BSTR *name, IWbemClassObject **in,
                                                      IWbemClassObject **out);
HRESULT STDMETHODCALLTYPE wmi_class_object_EndMethodEnumeration(IWbemClassObject *iface);
HRESULT STDMETHODCALLTYPE wmi_class_object_GetMethodOrigin(IWbemClassObject *iface, LPCWSTR name,
                                                           BSTR *out);

/** A copy of `count` names in one block. @return owned, mem_free(); NULL: no memory */
struct wmi_names *wmi_names_create(const struct text *items, size_t count);
/** A one-dimensional array of BSTR. @return owned, SafeArrayDestroy(); NULL: no memory */
SAFEARRAY *wmi_names_to_array(const struct text *items, size_t count);

#endif
