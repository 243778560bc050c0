/* SWbemQualifier for SWbemQualifierSet. Private to qualifier*.c. */
#ifndef SWBEM_AUTOMATION_QUALIFIER_H
#define SWBEM_AUTOMATION_QUALIFIER_H

#include "automation.h"

/** One qualifier of a set. @param name consumed, may be NULL (no memory) */
HRESULT qualifier_create(IWbemQualifierSet *set, BSTR name, ISWbemQualifier **out);
/** Put a value as a script gives it: small numbers are widened (behaviour.md 11.3). */
HRESULT qualifier_write(IWbemQualifierSet *set, BSTR name, const VARIANT *value, LONG flavor);

#endif
