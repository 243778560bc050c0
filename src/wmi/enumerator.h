/* IEnumWbemClassObject over a source. */
#ifndef SWBEM_WMI_ENUMERATOR_H
#define SWBEM_WMI_ENUMERATOR_H

#include "operation.h"

/** Without WBEM_FLAG_RETURN_IMMEDIATELY the source is opened here, and what is wrong with it is the
 *  result; with it, the first Next tells (behaviour.md 4.4).
 *  @param spec  referenced. @param err  filled on failure */
HRESULT wmi_enumerator_create(IEnumWbemClassObject **out, struct wmi_source_spec *spec,
                              struct cim_error *err);

#endif
