/* The arguments of one late-bound call, taken out of DISPPARAMS for a static member. Internal to this room. */
#ifndef SWBEM_COM_ARGUMENTS_H
#define SWBEM_COM_ARGUMENTS_H

#include "members.h"

#define COM_MAX_ARGUMENTS 16

/* Ready for DispCallFunc: one entry a parameter. What was converted is owned, the rest borrowed from the caller. */
struct com_arguments
{
    UINT count;
    VARTYPE types[COM_MAX_ARGUMENTS + 1];
    VARIANT *pointers[COM_MAX_ARGUMENTS + 1];
    VARIANT values[COM_MAX_ARGUMENTS + 1];
    VARIANT flat[COM_MAX_ARGUMENTS]; /* arguments by reference, one level down; borrowed */
    UINT owned;                      /* bit set: values to clear */
};

/** Whether the counts and pointers of a caller's DISPPARAMS can be true. */
bool com_params_valid(const DISPPARAMS *params);
/** How many arguments are indexes of a property put, besides the value. */
UINT com_put_index_count(const DISPPARAMS *params);
/** The value of a property put: the argument named DISPID_PROPERTYPUT, or the last one. NULL: none. */
const VARIANT *com_put_value(const DISPPARAMS *params);

/** Fill `out` for `member`. On failure nothing is left to clear and *bad_argument (may be NULL) is set where an
 *  argument is to blame. The caller's DISPPARAMS are not changed. */
HRESULT com_arguments_take(struct com_arguments *out, const struct com_member *member,
                           const DISPPARAMS *params, bool put, LCID lcid, UINT *bad_argument);
void com_arguments_clear(struct com_arguments *arguments);

/** A value by reference as the value itself, borrowed in `flat`; VT_EMPTY when the reference is null. */
const VARIANT *com_variant_flatten(const VARIANT *variant, VARIANT *flat);

/** One element of an array value; `params` from `first` on are its indexes. @param out owned */
HRESULT com_array_get(const VARIANT *array, const DISPPARAMS *params, UINT first, VARIANT *out);
/** Replace an element of an array that the caller owns. */
HRESULT com_array_put(VARIANT *array, const DISPPARAMS *params, UINT first, const VARIANT *value);

#endif
