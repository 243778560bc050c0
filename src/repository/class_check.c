/* Checks of a class that is put, apart from what its stored definition and its subclasses say: name, flags,
 * amended qualifiers, and what its superclass allows (behaviour.md 8.3, numbered rules). Pure functions. */
#include "class_rules.h"

#include "fail.h"
#include "system_classes.h"

#define KNOWN_FLAGS                                                                                \
    (REPO_UPDATE_ONLY | REPO_CREATE_ONLY | REPO_UPDATE_SAFE | REPO_UPDATE_FORCE | REPO_USE_AMENDED)

enum cim_status check_put_flags(unsigned flags, struct cim_error *err)
{
    if (flags & ~KNOWN_FLAGS)
        return cim_fail(err, CIM_INVALID_PARAMETER, "unknown flags 0x%x", flags & ~KNOWN_FLAGS);
    if ((flags & REPO_UPDATE_ONLY) && (flags & REPO_CREATE_ONLY))
        return cim_fail(err, CIM_INVALID_PARAMETER,
                        "an object can be put only as new or only as changed, not both");
    if ((flags & REPO_UPDATE_SAFE) && (flags & REPO_UPDATE_FORCE))
        return cim_fail(err, CIM_INVALID_PARAMETER, "safe and forced update exclude each other");
    return CIM_OK;
}

enum cim_status check_class_name(struct text name, struct cim_error *err)
{
    if (!name.size)
        return cim_fail(err, CIM_INCOMPLETE_CLASS, "the class has no name");
    if (text_utf16_length(name) > CIM_MAX_NAME)
        return cim_fail(err, CIM_CLASS_NAME_TOO_WIDE, "a class name has more than %d characters",
                        CIM_MAX_NAME);
    if (is_system_name(name))
        return repo_fail(err, CIM_INVALID_OPERATION, name.data, NULL,
                         "class \"%s\" is a system class", name.data);
    if (!text_is_name(name))
        return repo_fail(err, CIM_INVALID_PARAMETER, name.data, NULL, "\"%s\" is not a class name",
                         name.data);
    return CIM_OK;
}

/* --- the superclass --- */

static enum cim_status refuse(struct cim_error *err, enum cim_status code,
                              const struct cim_class *cls, const char *property,
                              const char *because)
{
    return repo_fail(err, code, cls->name, property, "class \"%s\": %s", cls->name, because);
}

static enum cim_status check_inherited_keys(const struct cim_class *cls,
                                            const struct cim_class *above, struct cim_error *err)
{
    if (above->is_singleton && cls->key_count)
        return refuse(err, CIM_CANNOT_BE_SINGLETON, cls, NULL, "a singleton can have no keys");
    if (!above->key_count)
        return CIM_OK;
    if (cls->is_singleton)
        return refuse(err, CIM_CANNOT_BE_SINGLETON, cls, NULL,
                      "a class with keys cannot be a singleton");
    for (size_t i = 0; i < cls->property_count; i++)
    {
        const struct cim_property *property = &cls->properties[i];
        const struct cim_property *inherited =
            cim_class_find(above, (struct text){property->name, property->name_size});
        if (property->is_key != (inherited && inherited->is_key))
            return refuse(err, CIM_CANNOT_CHANGE_KEY_INHERITANCE, cls, property->name,
                          "below a class with keys no key can be added or removed");
    }
    return CIM_OK;
}

/* A reference or embedded object may become more specific, and nothing else. */
static enum cim_status check_type_classes(const struct cim_class *cls,
                                          const struct cim_class *above,
                                          const struct class_tree *tree, struct cim_error *err)
{
    for (size_t i = 0; i < above->property_count; i++)
    {
        const struct cim_property *inherited = &above->properties[i];
        const struct cim_property *property =
            cim_class_find(cls, (struct text){inherited->name, inherited->name_size});
        if (!inherited->type_class || !property || !property->type_class)
            continue;
        size_t wide = class_tree_find(tree, text_from(inherited->type_class));
        size_t narrow = class_tree_find(tree, text_from(property->type_class));
        if (wide != NO_CLASS && narrow != NO_CLASS && !class_tree_is_below(tree, narrow, wide))
            return refuse(err, CIM_UPDATE_TYPE_MISMATCH, cls, property->name,
                          "an inherited reference or object may only become more specific");
    }
    return CIM_OK;
}

enum cim_status check_class(const struct cim_class *cls, const struct cim_class *above,
                            const struct class_tree *tree, struct cim_error *err)
{
    if (!above)
        return CIM_OK;
    if (cls->is_abstract && !above->is_abstract)
        return refuse(err, CIM_CANNOT_BE_ABSTRACT, cls, NULL,
                      "it cannot be abstract below a class that is not");
    if (above->is_dynamic && !cls->is_dynamic)
        return refuse(err, CIM_INVALID_SUPERCLASS, cls, NULL,
                      "a static class cannot derive from a dynamic one");
    enum cim_status status = check_inherited_keys(cls, above, err);
    return status ? status : check_type_classes(cls, above, tree, err);
}

/* --- amended qualifiers --- */

static bool is_amended(const struct cim_qualifier *item)
{
    return (item->flavor & CIM_FLAVOR_AMENDED) && !(item->flavor & CIM_FLAVOR_PROPAGATED);
}

static bool has_amended(const struct cim_qualifiers *set)
{
    for (size_t i = 0; i < set->count; i++)
    {
        if (is_amended(&set->items[i]))
            return true;
    }
    return false;
}

bool class_has_amended(const struct cim_class *cls)
{
    bool has = has_amended(&cls->qualifiers);

    for (size_t i = 0; !has && i < cls->property_count; i++)
        has = has_amended(&cls->properties[i].qualifiers);
    for (size_t i = 0; !has && i < cls->method_count; i++)
        has = has_amended(&cls->methods[i].qualifiers);
    return has;
}

typedef enum cim_status remove_function(struct cim_class *cls, struct text owner, struct text name);

static enum cim_status remove_from_class(struct cim_class *cls, struct text owner, struct text name)
{
    (void)owner;
    return cim_class_remove_qualifier(cls, name, NULL);
}

static enum cim_status remove_from_property(struct cim_class *cls, struct text owner,
                                            struct text name)
{
    return cim_class_remove_property_qualifier(cls, owner, name, NULL);
}

static enum cim_status remove_from_method(struct cim_class *cls, struct text owner,
                                          struct text name)
{
    return cim_class_remove_method_qualifier(cls, owner, name, NULL);
}

/* Removing an override may bring an inherited qualifier back at the end, which is not amended again. */
static enum cim_status strip(struct cim_class *cls, const struct cim_qualifiers *set,
                             struct text owner, remove_function *remove)
{
    for (size_t i = set->count; i > 0; i--)
    {
        const struct cim_qualifier *item = &set->items[i - 1];
        if (!is_amended(item))
            continue;
        if (remove(cls, owner, (struct text){item->name, item->name_size}) == CIM_NO_MEMORY)
            return CIM_NO_MEMORY;
    }
    return CIM_OK;
}

enum cim_status class_strip_amended(struct cim_class *cls)
{
    struct text none = {NULL, 0};
    enum cim_status status = strip(cls, &cls->qualifiers, none, remove_from_class);

    for (size_t i = 0; !status && i < cls->property_count; i++)
    {
        const struct cim_property *property = &cls->properties[i];
        status = strip(cls, &property->qualifiers,
                       (struct text){property->name, property->name_size}, remove_from_property);
    }
    for (size_t i = 0; !status && i < cls->method_count; i++)
    {
        const struct cim_method *method = &cls->methods[i];
        status = strip(cls, &method->qualifiers, (struct text){method->name, method->name_size},
                       remove_from_method);
    }
    return status;
}
