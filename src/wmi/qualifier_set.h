/* IWbemQualifierSet: a view of the qualifiers of a class, an instance, a property or a method. */
#ifndef SWBEM_WMI_QUALIFIER_SET_H
#define SWBEM_WMI_QUALIFIER_SET_H

#include "class_object.h"

enum wmi_qualifiers_of
{
    WMI_QUALIFIERS_OF_OBJECT,
    WMI_QUALIFIERS_OF_PROPERTY,
    WMI_QUALIFIERS_OF_METHOD,
};

/** @param owner  referenced by the set
 *  @param name   of the property or method. @return WBEM_E_NOT_FOUND when there is none */
HRESULT wmi_qualifier_set_create(IWbemQualifierSet **out, struct wmi_class_object *owner,
                                 enum wmi_qualifiers_of of, const WCHAR *name);
/** True when a property has a qualifier, local or propagated (CIMTYPE included); with a value when
 *  `value` is not NULL, of that value. The owner is locked by the caller. */
bool wmi_property_has_qualifier(const struct cim_object *object,
                                const struct cim_property *property, struct text name,
                                const struct cim_value *value);

#endif
