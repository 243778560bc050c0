/* Between wql_resolve.c, wql_date.c and wql_match.c, which resolves what only the row tells. */
#ifndef SWBEM_CIM_WQL_RESOLVE_H
#define SWBEM_CIM_WQL_RESOLVE_H

#include "datetime.h"
#include "wql.h"

/** Set node->type and node->typed (and the instant) for a property of a scalar type.
 *  @return CIM_TYPE_MISMATCH, CIM_VALUE_OUT_OF_RANGE (the constant does not suit), CIM_NO_MEMORY */
enum cim_status wql_resolve_constant(struct wql_node *node, enum cim_type type);
/** A date that is no DMTF text, perhaps with a time (behaviour.md 15.5). */
bool wql_date_parse(struct cim_datetime *out, struct text text);
/** @return WQL_NO_SYSTEM when the name is none that can be compared */
enum wql_system wql_find_system(struct text name, enum cim_type *type);

#endif
