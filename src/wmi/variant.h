/* VARIANT <-> struct cim_value at the level of the IWbem interfaces: the table of behaviour.md
 * 10.3. uint16 and uint32 are VT_I4, 64-bit numbers decimal VT_BSTR, char16 VT_I2, embedded
 * objects VT_UNKNOWN holding an IWbemClassObject, arrays SAFEARRAYs of those element types. Pure
 * functions, any thread. */
#ifndef SWBEM_WMI_VARIANT_H
#define SWBEM_WMI_VARIANT_H

#include "base.h"

#include "../cim/object.h"

/** @param out  overwritten, not cleared; VT_NULL for NULL, VT_EMPTY on failure. The caller
 *              clears it. Embedded objects are wrapped, not copied: the caller gives a value of
 *              its own. */
HRESULT wmi_variant_from_value(VARIANT *out, const struct cim_value *value);
/** One scalar that is no object. */
HRESULT wmi_variant_from_scalar(VARIANT *out, enum cim_type type, const union cim_scalar *scalar);
/** Convert what a client gives to a property's type: integers of any width, text, SAFEARRAYs of one
 *  dimension with typed or VARIANT elements, VT_BYREF. VT_NULL, VT_EMPTY and a NULL pointer are
 *  NULL. Objects are copied.
 *  @return WBEM_E_TYPE_MISMATCH, WBEM_E_VALUE_OUT_OF_RANGE, WBEM_E_OUT_OF_MEMORY */
HRESULT wmi_variant_to_value(struct cim_value *out, const VARIANT *variant, enum cim_type type,
                             bool is_array);
/** A qualifier's value (behaviour.md 11.3). @return WBEM_E_INVALID_QUALIFIER_TYPE */
HRESULT wmi_variant_to_qualifier(struct cim_value *out, const VARIANT *variant);

#endif
