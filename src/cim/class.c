/* Classes: life, copies, inheritance, look-up by name. Editing is in class_edit.c, sealing in
 * class_layout.c, re-inheriting in class_rebase.c, bytes in class_codec.c.
 *
 * An editable class has one owner; a sealed one is shared by any threads. A class holds its parent, so
 * that a dropped override can fall back. */
#include "class.h"

#include <stdio.h>
#include <string.h>

#include "class_internal.h"
#include "mem.h"

#define FIRST_CAPACITY 8

enum cim_status cim_replace_string(char **string, struct text text)
{
    char *copy = text_dup(text);

    if (!copy)
        return CIM_NO_MEMORY;
    mem_free(*string);
    *string = copy;
    return CIM_OK;
}

/* NULL stays NULL. */
static enum cim_status copy_string(char **out, const char *string)
{
    *out = NULL;
    return string ? cim_replace_string(out, text_from(string)) : CIM_OK;
}

bool cim_is_too_wide(struct text name)
{
    return name.size > CIM_MAX_NAME && text_utf16_length(name) > CIM_MAX_NAME;
}

enum cim_status cim_fail_property(struct cim_error *err, enum cim_status code,
                                  const struct cim_class *cls, struct text property,
                                  const char *what)
{
    cim_fail(err, code, "property \"%.*s\" of class \"%s\" %s", (int)property.size,
             property.size ? property.data : "", cls->name, what);
    if (!err)
        return code;
    snprintf(err->class_name, sizeof(err->class_name), "%s", cls->name);
    snprintf(err->property, sizeof(err->property), "%.*s", (int)property.size,
             property.size ? property.data : "");
    return code;
}

/* --- properties and methods as records --------------------------------------------------------- */

void cim_property_free(struct cim_property *property)
{
    mem_free(property->name);
    mem_free(property->type_class);
    mem_free(property->origin);
    cim_value_clear(&property->default_value);
    cim_qualifiers_free(&property->qualifiers);
}

/* Everything but the qualifiers. */
static enum cim_status copy_property_head(struct cim_property *out,
                                          const struct cim_property *property)
{
    enum cim_status status;

    *out = *property;
    out->name = out->type_class = out->origin = NULL;
    memset(&out->qualifiers, 0, sizeof(out->qualifiers));
    cim_value_init_null(&out->default_value, property->type, property->is_array);
    status = cim_replace_string(&out->name, property_name(property));
    if (!status)
        status = copy_string(&out->type_class, property->type_class);
    if (!status)
        status = copy_string(&out->origin, property->origin);
    if (!status)
        status = cim_value_copy(&out->default_value, &property->default_value);
    return status;
}

enum cim_status cim_property_copy(struct cim_property *out, const struct cim_property *property)
{
    enum cim_status status = copy_property_head(out, property);

    if (!status)
        status = cim_qualifiers_copy(&out->qualifiers, &property->qualifiers);
    if (status)
        cim_property_free(out);
    return status;
}

enum cim_status cim_property_inherit(struct cim_property *out, const struct cim_property *property)
{
    enum cim_status status = copy_property_head(out, property);

    if (!status)
        status =
            cim_qualifiers_inherit(&out->qualifiers, &property->qualifiers, CIM_FLAVOR_TO_SUBCLASS);
    if (status)
    {
        cim_property_free(out);
        return status;
    }
    out->is_local = out->default_local = out->type_class_local = false;
    return CIM_OK;
}

enum cim_status cim_class_append_property(struct cim_class *cls, struct cim_property *property)
{
    size_t capacity = cls->property_capacity ? cls->property_capacity * 2 : FIRST_CAPACITY;
    struct cim_property *properties;

    if (cls->property_count >= CIM_MAX_PROPERTIES)
        return CIM_TOO_MANY_PROPERTIES;
    if (cls->property_count == cls->property_capacity)
    {
        properties = mem_realloc(cls->properties, capacity * sizeof(*properties));
        if (!properties)
            return CIM_NO_MEMORY;
        cls->properties = properties;
        cls->property_capacity = capacity;
    }
    cls->properties[cls->property_count++] = *property;
    return CIM_OK;
}

bool cim_qualifiers_have_local(const struct cim_qualifiers *set)
{
    size_t i;

    for (i = 0; i < set->count; i++)
    {
        if (!(set->items[i].flavor & CIM_FLAVOR_PROPAGATED))
            return true;
    }
    return false;
}

void cim_class_refresh_property(const struct cim_class *cls, struct cim_property *property)
{
    const struct cim_qualifiers *set = &property->qualifiers;
    bool is_own = (size_t)(property - cls->properties) >= cls->inherited_count;

    property->is_key = cim_qualifiers_is_true(set, TEXT_LITERAL("key"));
    property->is_indexed = cim_qualifiers_is_true(set, TEXT_LITERAL("indexed"));
    property->is_not_null = property->is_key || property->is_indexed ||
                            cim_qualifiers_is_true(set, TEXT_LITERAL("not_null"));
    property->is_local = is_own || property->default_local || property->type_class_local ||
                         cim_qualifiers_have_local(set);
}

const struct cim_property *cim_class_inherited(const struct cim_class *cls,
                                               const struct cim_property *property)
{
    size_t index = (size_t)(property - cls->properties);

    return cls->parent && index < cls->inherited_count ? &cls->parent->properties[index] : NULL;
}

void cim_property_cimtype(struct buffer *out, const struct cim_property *property)
{
    buffer_append_string(out, cim_type_name(property->type));
    if (!property->type_class)
        return;
    buffer_append_char(out, ':');
    buffer_append_string(out, property->type_class);
}

void cim_method_free(struct cim_method *method)
{
    mem_free(method->name);
    mem_free(method->origin);
    cim_qualifiers_free(&method->qualifiers);
    cim_class_release(method->in);
    cim_class_release(method->out);
}

static enum cim_status copy_method_head(struct cim_method *out, const struct cim_method *method)
{
    enum cim_status status;

    *out = *method;
    out->name = out->origin = NULL;
    memset(&out->qualifiers, 0, sizeof(out->qualifiers));
    cim_class_ref(out->in);
    cim_class_ref(out->out);
    status = cim_replace_string(&out->name, method_name(method));
    if (!status)
        status = copy_string(&out->origin, method->origin);
    return status;
}

enum cim_status cim_method_copy(struct cim_method *out, const struct cim_method *method)
{
    enum cim_status status = copy_method_head(out, method);

    if (!status)
        status = cim_qualifiers_copy(&out->qualifiers, &method->qualifiers);
    if (status)
        cim_method_free(out);
    return status;
}

enum cim_status cim_method_inherit(struct cim_method *out, const struct cim_method *method)
{
    enum cim_status status = copy_method_head(out, method);

    if (!status)
        status =
            cim_qualifiers_inherit(&out->qualifiers, &method->qualifiers, CIM_FLAVOR_TO_SUBCLASS);
    if (status)
        cim_method_free(out);
    else
        out->is_local = false;
    return status;
}

enum cim_status cim_class_append_method(struct cim_class *cls, struct cim_method *method)
{
    struct cim_method *methods;

    if (cls->method_count >= CIM_MAX_METHODS)
        return CIM_QUOTA_VIOLATION;
    methods = mem_realloc(cls->methods, (cls->method_count + 1) * sizeof(*methods));
    if (!methods)
        return CIM_NO_MEMORY;
    cls->methods = methods;
    methods[cls->method_count++] = *method;
    return CIM_OK;
}

const struct cim_method *cim_class_inherited_method(const struct cim_class *cls,
                                                    const struct cim_method *method)
{
    size_t index = (size_t)(method - cls->methods);

    return cls->parent && index < cls->inherited_methods ? &cls->parent->methods[index] : NULL;
}

/* --- life -------------------------------------------------------------------------------------- */

enum cim_status cim_class_new(struct cim_class **out)
{
    struct cim_class *cls = mem_zalloc(sizeof(*cls));

    if (!cls)
        return CIM_NO_MEMORY;
    cls->references = 1;
    cls->name = text_dup(TEXT_LITERAL(""));
    if (!cls->name)
    {
        mem_free(cls);
        return CIM_NO_MEMORY;
    }
    *out = cls;
    return CIM_OK;
}

struct cim_class *cim_class_ref(struct cim_class *cls)
{
    if (cls)
        __atomic_add_fetch(&cls->references, 1, __ATOMIC_RELAXED);
    return cls;
}

static void class_free(struct cim_class *cls)
{
    size_t i;

    for (i = 0; i < cls->property_count; i++)
        cim_property_free(&cls->properties[i]);
    for (i = 0; i < cls->method_count; i++)
        cim_method_free(&cls->methods[i]);
    for (i = 0; i < cls->derivation_count; i++)
        mem_free(cls->derivation[i]);
    cim_class_free_layout(cls);
    cim_qualifiers_free(&cls->qualifiers);
    mem_free(cls->properties);
    mem_free(cls->methods);
    mem_free(cls->derivation);
    mem_free(cls->superclass);
    mem_free(cls->name);
    mem_free(cls);
}

/* A loop, since the last child may be the last holder of a long chain of parents. */
void cim_class_release(struct cim_class *cls)
{
    while (cls && __atomic_sub_fetch(&cls->references, 1, __ATOMIC_ACQ_REL) == 0)
    {
        struct cim_class *parent = cls->parent;

        class_free(cls);
        cls = parent;
    }
}

/* --- copies ------------------------------------------------------------------------------------ */

typedef enum cim_status (*property_copier)(struct cim_property *, const struct cim_property *);
typedef enum cim_status (*method_copier)(struct cim_method *, const struct cim_method *);

static enum cim_status copy_properties(struct cim_class *to, const struct cim_class *from,
                                       property_copier copier)
{
    struct cim_property copy;
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < from->property_count; i++)
    {
        status = copier(&copy, &from->properties[i]);
        if (status)
            break;
        status = cim_class_append_property(to, &copy);
        if (status)
            cim_property_free(&copy);
    }
    return status;
}

static enum cim_status copy_methods(struct cim_class *to, const struct cim_class *from,
                                    method_copier copier)
{
    struct cim_method copy;
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < from->method_count; i++)
    {
        status = copier(&copy, &from->methods[i]);
        if (status)
            break;
        status = cim_class_append_method(to, &copy);
        if (status)
            cim_method_free(&copy);
    }
    return status;
}

/* `first` (may be NULL) and then the ancestors of `from`. */
static enum cim_status set_derivation(struct cim_class *to, const char *first,
                                      const struct cim_class *from)
{
    size_t i, own = first ? 1 : 0, count = from->derivation_count + own;

    if (!count)
        return CIM_OK;
    to->derivation = mem_calloc(count, sizeof(*to->derivation));
    if (!to->derivation)
        return CIM_NO_MEMORY;
    to->derivation_count = count;
    for (i = 0; i < count; i++)
    {
        const char *name = i < own ? first : from->derivation[i - own];

        if (copy_string(&to->derivation[i], name))
            return CIM_NO_MEMORY;
    }
    return CIM_OK;
}

static enum cim_status clone_into(struct cim_class *copy, const struct cim_class *cls)
{
    enum cim_status status;

    copy->id = cls->id;
    copy->version = cls->version;
    copy->inherited_count = cls->inherited_count;
    copy->inherited_methods = cls->inherited_methods;
    copy->is_singleton = cls->is_singleton;
    copy->is_association = cls->is_association;
    copy->parent = cim_class_ref(cls->parent);
    status = cim_replace_string(&copy->name, text_from(cls->name));
    if (!status)
        status = copy_string(&copy->superclass, cls->superclass);
    if (!status)
        status = set_derivation(copy, NULL, cls);
    if (!status)
        status = cim_qualifiers_copy(&copy->qualifiers, &cls->qualifiers);
    if (!status)
        status = copy_properties(copy, cls, cim_property_copy);
    if (!status)
        status = copy_methods(copy, cls, cim_method_copy);
    return status;
}

enum cim_status cim_class_clone(struct cim_class **out, const struct cim_class *cls)
{
    struct cim_class *copy;
    enum cim_status status = cim_class_new(&copy);

    if (status)
        return status;
    status = clone_into(copy, cls);
    if (status)
        cim_class_release(copy);
    else
        *out = copy;
    return status;
}

static enum cim_status derive_into(struct cim_class *cls, const struct cim_class *parent)
{
    enum cim_status status;

    /* A reference is no change of a sealed class: its count alone is written, and that atomically. */
    cls->parent = cim_class_ref((struct cim_class *)parent);
    cls->inherited_count = parent->property_count;
    cls->inherited_methods = parent->method_count;
    status = copy_string(&cls->superclass, parent->name);
    if (!status)
        status = set_derivation(cls, parent->name, parent);
    if (!status)
        status =
            cim_qualifiers_inherit(&cls->qualifiers, &parent->qualifiers, CIM_FLAVOR_TO_SUBCLASS);
    if (!status)
        status = copy_properties(cls, parent, cim_property_inherit);
    if (!status)
        status = copy_methods(cls, parent, cim_method_inherit);
    return status;
}

static void refresh_all(struct cim_class *cls)
{
    size_t i;

    for (i = 0; i < cls->property_count; i++)
        cim_class_refresh_property(cls, &cls->properties[i]);
}

enum cim_status cim_class_derive(struct cim_class **out, const struct cim_class *parent,
                                 struct cim_error *err)
{
    struct cim_class *cls;
    enum cim_status status;

    if (!parent->sealed || !parent->name[0])
        return cim_fail(err, CIM_INCOMPLETE_CLASS, "class \"%s\" is not stored yet", parent->name);
    if (parent->derivation_count >= CIM_MAX_DERIVATION - 1)
        return cim_fail(err, CIM_QUOTA_VIOLATION,
                        "class \"%s\" has %d ancestors, the most there may be", parent->name,
                        CIM_MAX_DERIVATION - 1);
    status = cim_class_new(&cls);
    if (!status)
    {
        status = derive_into(cls, parent);
        if (status)
            cim_class_release(cls);
    }
    if (status)
        return cim_fail(err, status, "a class cannot be derived from class \"%s\"", parent->name);
    refresh_all(cls);
    *out = cls;
    return CIM_OK;
}

/* --- names ------------------------------------------------------------------------------------- */

static bool is_class_name(struct text name)
{
    bool is_system = name.size > 2 && name.data[0] == '_' && name.data[1] == '_';

    return is_system ? text_is_system_name(name) : text_is_name(name);
}

/* What the class introduces bears its name as origin. */
static enum cim_status rename_origins(struct cim_class *cls, struct text name)
{
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = cls->inherited_count; !status && i < cls->property_count; i++)
        status = cim_replace_string(&cls->properties[i].origin, name);
    for (i = cls->inherited_methods; !status && i < cls->method_count; i++)
        status = cim_replace_string(&cls->methods[i].origin, name);
    return status;
}

enum cim_status cim_class_set_name(struct cim_class *cls, struct text name, struct cim_error *err)
{
    size_t i;

    if (cls->sealed)
        return cim_fail(err, CIM_INVALID_OPERATION, "class \"%s\" is stored and keeps its name",
                        cls->name);
    if (cim_is_too_wide(name))
        return cim_fail(err, CIM_CLASS_NAME_TOO_WIDE, "a class name has more than %d characters",
                        CIM_MAX_NAME);
    if (!is_class_name(name))
        return cim_fail(err, CIM_INVALID_PARAMETER, "\"%.*s\" is not a class name", (int)name.size,
                        name.size ? name.data : "");
    for (i = 0; i < cls->derivation_count; i++)
    {
        if (text_equal_fold(name, text_from(cls->derivation[i])))
            return cim_fail(err, CIM_CIRCULAR_REFERENCE, "class \"%.*s\" would derive from itself",
                            (int)name.size, name.data);
    }
    if (cim_replace_string(&cls->name, name) || rename_origins(cls, name))
        return cim_fail(err, CIM_NO_MEMORY, "no memory for a class name");
    return CIM_OK;
}

struct cim_property *cim_class_find(const struct cim_class *cls, struct text name)
{
    uint32_t hash = text_hash_fold(name), slot, found;
    size_t i;

    if (cls->sealed)
    {
        for (slot = hash; (found = cls->hash[slot & cls->hash_mask]) != 0; slot++)
        {
            struct cim_property *property = &cls->properties[found - 1];

            if (property->name_hash == hash && text_equal_fold(property_name(property), name))
                return property;
        }
        return NULL;
    }
    for (i = 0; i < cls->property_count; i++)
    {
        if (cls->properties[i].name_hash == hash &&
            text_equal_fold(property_name(&cls->properties[i]), name))
            return &cls->properties[i];
    }
    return NULL;
}

struct cim_property *cim_class_find_utf16(const struct cim_class *cls, const uint16_t *units,
                                          size_t count)
{
    uint32_t hash = text_hash_fold_utf16(units, count), slot, found;
    size_t i;

    if (cls->sealed)
    {
        for (slot = hash; (found = cls->hash[slot & cls->hash_mask]) != 0; slot++)
        {
            struct cim_property *property = &cls->properties[found - 1];

            if (property->name_hash == hash &&
                text_equal_fold_utf16(property_name(property), units, count))
                return property;
        }
        return NULL;
    }
    for (i = 0; i < cls->property_count; i++)
    {
        if (cls->properties[i].name_hash == hash &&
            text_equal_fold_utf16(property_name(&cls->properties[i]), units, count))
            return &cls->properties[i];
    }
    return NULL;
}

struct cim_method *cim_class_find_method(const struct cim_class *cls, struct text name)
{
    size_t i;

    for (i = 0; i < cls->method_count; i++)
    {
        if (text_equal_fold(method_name(&cls->methods[i]), name))
            return &cls->methods[i];
    }
    return NULL;
}

bool cim_class_is_a(const struct cim_class *cls, struct text name)
{
    size_t i;

    if (text_equal_fold(name, text_from(cls->name)))
        return true;
    for (i = 0; i < cls->derivation_count; i++)
    {
        if (text_equal_fold(name, text_from(cls->derivation[i])))
            return true;
    }
    return false;
}
