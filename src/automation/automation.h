/* The scripting objects: what they know of one another. Private to src/automation and
 * src/server.
 *
 * Each object wraps an interface of wbemcli.h (or, for paths and named values, data of its own)
 * and nothing of the repository. All objects are free-threaded; an object's file says what its
 * lock guards. "out" parameters are referenced interfaces, set NULL on failure. */
#ifndef SWBEM_AUTOMATION_H
#define SWBEM_AUTOMATION_H

#include "../com/error.h"
#include "../com/members.h"
#include "../com/module.h"
#include "../com/object.h"

#include <wbemcli.h>
#include <wbemdisp.h>
#include <stdlib.h>

/* Levels asked for on an object (behaviour.md 21.1). They are stored, reported and, in process,
 * without effect. */
struct security_settings
{
    LONG impersonation;  /* LEVEL_UNSET: not set */
    LONG authentication; /* LEVEL_UNSET: not set */
};

#define LEVEL_UNSET (-1)

/* A connection to a namespace. Immutable after creation except for `security`. */
struct services
{
    struct com_object base;
    IWbemServices *wbem; /* referenced */
    struct security_settings security;
};

/* SWbemObject(Ex) and SWbemLastError: an IWbemClassObject and the connection it came from. */
struct object
{
    struct com_object base;
    IWbemClassObject *wbem;    /* referenced; guards itself */
    struct services *services; /* referenced; NULL for an object of no connection */
    struct security_settings security;
    bool is_clone; /* made by Clone_: its path may be written */
};

/* --- creation for CoCreateInstance (com_coclass.create) --------------------------------------- */

HRESULT locator_create_instance(REFIID iid, void **out);
HRESULT named_value_set_create_instance(REFIID iid, void **out);
HRESULT object_path_create_instance(REFIID iid, void **out);
/** Fails with wbemErrFailed while the thread holds no error object. */
HRESULT last_error_create_instance(REFIID iid, void **out);
HRESULT sink_create_instance(REFIID iid, void **out);

/* --- services and objects --------------------------------------------------------------------- */

HRESULT services_create(IWbemServices *wbem, const struct security_settings *security,
                        ISWbemServices **out);
struct services *services_ref(struct services *services); /* takes NULL */
void services_release(struct services *services);         /* takes NULL */

/** @param services may be NULL */
HRESULT object_create(IWbemClassObject *wbem, struct services *services, ISWbemObject **out);
/** As object_create, under the name SWbemLastError. */
HRESULT last_error_create(IUnknown *error_object, ISWbemLastError **out);
/** Our object behind a dispatch pointer. @return referenced, NULL when it is not one of ours */
struct object *object_from_unknown(IUnknown *unknown);
void object_release(struct object *object); /* takes NULL */
/** Names of an object's WMI properties as automation members (object_dynamic.c). */
HRESULT object_dynamic_id(struct com_object *base, const WCHAR *name, size_t length, DISPID *id);
HRESULT object_dynamic_invoke(struct com_object *base, DISPID id, WORD flags,
                              const DISPPARAMS *params, VARIANT *result, UINT *bad_argument);
/** DLL_PROCESS_DETACH: forget the names given to DISPIDs. */
void object_names_free(void);

/** @param enumerator  referenced by the set */
HRESULT object_set_create(IEnumWbemClassObject *enumerator, struct services *services, LONG flags,
                          ISWbemObjectSet **out);

/* --- parts of an object ----------------------------------------------------------------------- */

/** @param system  the double-underscore properties instead of the others */
HRESULT property_set_create(struct object *owner, bool system, ISWbemPropertySet **out);
/** @param name  consumed; not checked */
HRESULT property_create(struct object *owner, BSTR name, ISWbemProperty **out);
/** Read a property as automation sees it (embedded objects as SWbemObject, arrays of VARIANT). */
HRESULT property_read(struct object *owner, const WCHAR *name, VARIANT *out);
/** Write one; `value` is converted (SWbemObject, SWbemObjectPath accepted). */
HRESULT property_write(struct object *owner, const WCHAR *name, const VARIANT *value);
/** One element of an array property: get, or put when `value` is not NULL. */
HRESULT property_read_element(struct object *owner, const WCHAR *name, const VARIANT *index,
                              VARIANT *out);
HRESULT property_write_element(struct object *owner, const WCHAR *name, const VARIANT *index,
                               const VARIANT *value);

HRESULT qualifier_set_create(IWbemQualifierSet *wbem, ISWbemQualifierSet **out);

/** A path of its own, from text (parsed when first asked). @param path  consumed, may be NULL */
HRESULT object_path_create(BSTR path, const struct security_settings *security,
                           ISWbemObjectPath **out);
/** The path of an object, bound to it. */
HRESULT object_path_create_bound(struct object *owner, ISWbemObjectPath **out);

/* --- named values ----------------------------------------------------------------------------- */

struct named_values; /* a counted list, shared until written */

/** What a context argument means. @param set  may be NULL (gives *out NULL)
 *  @return wbemErrInvalidParameter when it is not an SWbemNamedValueSet */
HRESULT named_value_set_to_context(IDispatch *set, IWbemContext **out);
/** The values as they are now, for an asynchronous context.
 *  @param out owned; NULL for a NULL set */
HRESULT named_values_snapshot(IDispatch *set, struct named_values **out);
void named_values_release(struct named_values *values); /* takes NULL */
/** A set that holds such values. NULL values: *out NULL. */
HRESULT named_value_set_from_values(struct named_values *values, ISWbemNamedValueSet **out);

/* --- sinks ------------------------------------------------------------------------------------ */

struct sink;

/** @return referenced; NULL when it is not an SWbemSink of ours */
struct sink *sink_from_dispatch(IDispatch *dispatch);
void sink_release(struct sink *sink); /* takes NULL */

/* One asynchronous call under way: turns what IWbemServices says into events of the SWbemSink. */
struct sink_call;

/** Prepare a call: checks the sink and the context, which is copied.
 *  @param iface  the receiver to be given to IWbemServices; borrowed from *out
 *  @return wbemErrInvalidParameter when `sink` is not an SWbemSink or `context` not a
 *          named value set */
HRESULT sink_call_begin(IDispatch *sink, IDispatch *context, struct services *services, bool is_put,
                        struct sink_call **out, IWbemObjectSink **iface);
/** After the call to IWbemServices: when it failed at once, no event will follow.
 *  Consumes the call.
 *  @return hr */
HRESULT sink_call_end(struct sink_call *call, HRESULT hr);
/** For sink.c: cancel one call. */
void sink_call_cancel(struct sink_call *call);

/* --- security --------------------------------------------------------------------------------- */

/** @param owner     referenced as long as the object lives, because `settings` is inside it
 *  @param strict    reading an unset level fails (SWbemLocator) */
HRESULT security_create(struct com_object *owner, struct security_settings *settings, bool strict,
                        ISWbemSecurity **out);

/* --- collections (collection.c) --------------------------------------------------------------- */

/** An IEnumVARIANT over `count` objects, each made by `item` (which gives one referenced). */
HRESULT collection_enum(ULONG count, HRESULT (*item)(void *context, ULONG index, IDispatch **out),
                        void *context, IUnknown **out);
/** The text at `index` of a SAFEARRAY of BSTR as IWbemClassObject::GetNames gives it.
 *  @param out owned */
HRESULT collection_name(SAFEARRAY *names, ULONG index, BSTR *out);
ULONG collection_count(SAFEARRAY *names); /* NULL: 0 */
/** `name` as `names` spells it, or as it is when it is not among them. @param out owned */
HRESULT collection_spelling(SAFEARRAY *names, BSTR name, BSTR *out);
/** `set("name") = value` (behaviour.md 22.2): the name and the value of a put through the
 *  default member.
 *  @return S_FALSE when the call is something else; DISP_E_* when it is malformed */
HRESULT collection_put_arguments(DISPID id, WORD flags, const DISPPARAMS *params,
                                 UINT *bad_argument, BSTR *name, const VARIANT **value);

/* --- values at this border (values.c) --------------------------------------------------------- */

/** @return owned, or NULL */
BSTR bstr_from_text(const char *utf8, size_t size);
/** @param out owned, mem_free(); a NULL BSTR gives the empty text */
HRESULT bstr_to_text(BSTR bstr, char **out, size_t *size);
BSTR bstr_copy(BSTR bstr); /* NULL only for no memory; a NULL BSTR gives an empty one */
/** As names compare: without case, in no language. */
bool bstr_equal_fold(BSTR a, BSTR b);

/** A value as IWbemClassObject gives it, made into what scripts see: VT_UNKNOWN objects become
 *  SWbemObject, arrays VT_ARRAY|VT_VARIANT. In place; on failure the variant is cleared. */
HRESULT value_to_automation(VARIANT *value, struct services *services);
/** The other way: a new variant that IWbemClassObject::Put takes. @param out unset, VariantClear */
HRESULT value_from_automation(const VARIANT *value, VARIANT *out);
/** A copy with references followed. A reference that leads nowhere is wbemErrTypeMismatch.
 *  @param out unset, VariantClear */
HRESULT value_copy(const VARIANT *value, VARIANT *out);
/** Elements of a one-dimensional array. */
HRESULT value_read_element(const VARIANT *array, const VARIANT *index, VARIANT *out);
/** A copy of the array with one element replaced. */
HRESULT value_replace_element(const VARIANT *array, const VARIANT *index, const VARIANT *value,
                              VARIANT *out);

#endif
