/* SWbemNamedValueSet and its element know each other's insides. Private to named_value*.c. */
#ifndef SWBEM_AUTOMATION_NAMED_VALUE_H
#define SWBEM_AUTOMATION_NAMED_VALUE_H

#include "named_values.h"

struct named_value_set
{
    struct com_object base;
    SRWLOCK lock;
    struct named_values *values; /* referenced; NULL for a bound set */
    struct com_object *owner;    /* referenced; NULL unless bound */
    const struct named_values_binding *binding;
};

/** An element: a name in a set, which it holds. `name` is copied. */
HRESULT named_value_create(struct named_value_set *set, BSTR name, ISWbemNamedValue **out);
/** @return wbemErrNotFound */
HRESULT named_value_set_read(struct named_value_set *set, BSTR name, VARIANT *out);
HRESULT named_value_set_write(struct named_value_set *set, BSTR name, const VARIANT *value);

#endif
