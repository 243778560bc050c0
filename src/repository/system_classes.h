/* The classes and instances that every namespace is born with (behaviour.md 22.6). Any thread. */
#ifndef SWBEM_REPOSITORY_SYSTEM_CLASSES_H
#define SWBEM_REPOSITORY_SYSTEM_CLASSES_H

#include "../cim/class.h"
#include "store.h"

#define SYSTEM_ABSTRACT    0x01u
#define SYSTEM_SINGLETON   0x02u
#define SYSTEM_ASSOCIATION 0x04u
#define SYSTEM_ROOT        0x08u /* only in root */
#define SYSTEM_DEFAULT     0x10u /* with SYSTEM_ROOT: in root\default too */

/* The tables of system_tables.c. Rows of properties, methods and parameters stand in the order of the classes
 * and methods that they belong to. */
struct system_class
{
    const char *name;
    const char *superclass; /* NULL: none; stands before the class */
    unsigned flags;
};

struct system_property
{
    const char *class_name;
    const char *name;
    enum cim_type type;
    bool is_array;
    bool is_key;
    const char *type_class; /* of a reference or an object; NULL: none */
    const char *value;      /* the default as text; NULL: none */
};

struct system_parameter
{
    const char *class_name;
    const char *method;
    const char *name;
    bool is_out;
    enum cim_type type;
    bool is_array;
    const char *type_class;
};

extern const struct system_class system_classes[];
extern const size_t system_class_count;
extern const struct system_property system_properties[];
extern const size_t system_property_count;
extern const struct system_parameter system_parameters[];
extern const size_t system_parameter_count;

struct system_class_set; /* the classes, sealed, and their encodings */

/** @param out owned */
enum cim_status system_classes_build(struct system_class_set **out, struct cim_error *err);
void system_classes_free(struct system_class_set *set); /* takes NULL */
/** Store the classes and instances of a new namespace.
 *  @param name  root\default, as created @param path  of the store, for __CIMOMIdentification */
enum cim_status system_classes_store(const struct system_class_set *set,
                                     struct store_connection *connection, uint64_t space_id,
                                     struct text name, const char *path, struct cim_error *err);
/** A name that begins with two underscores. */
bool is_system_name(struct text name);
/** True for classes whose instances belong to the namespace and can be neither put nor deleted. */
bool is_system_singleton(struct text name);

#endif
