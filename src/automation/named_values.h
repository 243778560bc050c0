/* The values inside an SWbemNamedValueSet: a counted list that is shared until somebody writes,
 * so that handing a context to an asynchronous call costs a reference. A list with more than one
 * reference never changes; the owner of the only one may change it. Order is the order of
 * addition; names compare without case. */
#ifndef SWBEM_AUTOMATION_NAMED_VALUES_H
#define SWBEM_AUTOMATION_NAMED_VALUES_H

#include "automation.h"

struct named_item
{
    BSTR name;     /* owned */
    VARIANT value; /* owned */
};

struct named_values
{
    LONG references;
    ULONG count, capacity;
    struct named_item *items; /* owned */
};

HRESULT named_values_create(struct named_values **out);
struct named_values *named_values_ref(struct named_values *values);
/** @return borrowed, or NULL */
const struct named_item *named_values_find(const struct named_values *values, BSTR name);
/** Make *values writable: copy it when it is shared. */
HRESULT named_values_own(struct named_values **values);
/** Add or replace in an owned list; the value is copied, references are followed.
 *  @param displaced  the value that was there, VariantClear: to be given up outside locks, since
 *                    that may run code of a client */
HRESULT named_values_put(struct named_values *values, BSTR name, const VARIANT *value,
                         VARIANT *displaced);
/** @param displaced  as named_values_put. @return wbemErrNotFound */
HRESULT named_values_remove(struct named_values *values, BSTR name, VARIANT *displaced);

/* A set whose values live elsewhere (the keys of a path): read before and written after each
 * use. */
struct named_values_binding
{
    HRESULT (*load)(struct com_object *owner, struct named_values **out);
    HRESULT (*store)(struct com_object *owner, const struct named_values *values);
};

/** @param owner  referenced by the set */
HRESULT named_value_set_create_bound(struct com_object *owner,
                                     const struct named_values_binding *binding,
                                     ISWbemNamedValueSet **out);

#endif
