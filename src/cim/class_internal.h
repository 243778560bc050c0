/* What the files of the class share: properties and methods as records, and what derives from their
 * qualifiers. Internal to this room. */
#ifndef SWBEM_CIM_CLASS_INTERNAL_H
#define SWBEM_CIM_CLASS_INTERNAL_H

#include "class.h"

static inline struct text property_name(const struct cim_property *property)
{
    return (struct text){property->name, property->name_size};
}

static inline struct text method_name(const struct cim_method *method)
{
    return (struct text){method->name, method->name_size};
}

void cim_property_free(struct cim_property *property);
enum cim_status cim_property_copy(struct cim_property *out, const struct cim_property *property);
/** What a subclass sees before it declares anything: qualifiers marked as propagated, nothing local. */
enum cim_status cim_property_inherit(struct cim_property *out, const struct cim_property *property);
/** `property` is consumed on success. */
enum cim_status cim_class_append_property(struct cim_class *cls, struct cim_property *property);
/** Take is_key, is_indexed, is_not_null and is_local from the qualifiers and the default. */
void cim_class_refresh_property(const struct cim_class *cls, struct cim_property *property);
/** Whether the property may be a key here (behaviour.md 8.3, further rule 4, and 11.6). */
enum cim_status cim_class_check_key(const struct cim_class *cls,
                                    const struct cim_property *property, struct cim_error *err);
/** The same property of the superclass, or NULL. */
const struct cim_property *cim_class_inherited(const struct cim_class *cls,
                                               const struct cim_property *property);

void cim_method_free(struct cim_method *method);
enum cim_status cim_method_copy(struct cim_method *out, const struct cim_method *method);
enum cim_status cim_method_inherit(struct cim_method *out, const struct cim_method *method);
/** `method` is consumed on success. */
enum cim_status cim_class_append_method(struct cim_class *cls, struct cim_method *method);
const struct cim_method *cim_class_inherited_method(const struct cim_class *cls,
                                                    const struct cim_method *method);
bool cim_qualifiers_have_local(const struct cim_qualifiers *set);
/** Same parameters by name and type, qualifiers aside. */
bool cim_method_same_signature(const struct cim_class *a, const struct cim_class *b);

/** Replace an owned string. */
enum cim_status cim_replace_string(char **string, struct text text);
bool cim_is_too_wide(struct text name);
/** cim_fail() that names class and property: property "X" of class "Y" `what`. */
enum cim_status cim_fail_property(struct cim_error *err, enum cim_status code,
                                  const struct cim_class *cls, struct text property,
                                  const char *what);
void cim_class_free_layout(struct cim_class *cls);

#endif
