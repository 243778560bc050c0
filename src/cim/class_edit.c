/* Editing a class: properties, defaults, qualifiers, methods. Rules: behaviour.md 8.3, 10.1, 11.
 *
 * For the owner of an editable class; a sealed one answers CIM_INVALID_OPERATION. An edit that fails
 * changes nothing: what is new is made aside and then exchanged. */
#include "class.h"

#include <string.h>

#include "class_internal.h"
#include "codec.h"
#include "mem.h"

static enum cim_status check_editable(const struct cim_class *cls, struct cim_error *err)
{
    if (!cls->sealed)
        return CIM_OK;
    return cim_fail(err, CIM_INVALID_OPERATION, "class \"%s\" is sealed and cannot be edited",
                    cls->name);
}

/* The property of that name in an editable class, or the reason why there is none. */
static enum cim_status find_property(struct cim_property **out, struct cim_class *cls,
                                     struct text name, struct cim_error *err)
{
    enum cim_status status = check_editable(cls, err);

    if (status)
        return status;
    *out = cim_class_find(cls, name);
    if (!*out)
        return cim_fail_property(err, CIM_NOT_FOUND, cls, name, "not found");
    return CIM_OK;
}

static enum cim_status find_method(struct cim_method **out, struct cim_class *cls, struct text name,
                                   struct cim_error *err)
{
    enum cim_status status = check_editable(cls, err);

    if (status)
        return status;
    *out = cim_class_find_method(cls, name);
    if (!*out)
        return cim_fail(err, CIM_NOT_FOUND, "method \"%.*s\" of class \"%s\" not found",
                        (int)name.size, name.size ? name.data : "", cls->name);
    return CIM_OK;
}

/* --- properties -------------------------------------------------------------------------------- */

static enum cim_status check_declaration(const struct cim_class *cls, struct text name,
                                         enum cim_type type, const char *type_class,
                                         struct cim_error *err)
{
    bool has_class = type == CIM_TYPE_REFERENCE || type == CIM_TYPE_OBJECT;

    if (cim_is_too_wide(name))
        return cim_fail(err, CIM_PROPERTY_NAME_TOO_WIDE,
                        "a property name has more than %d characters", CIM_MAX_NAME);
    if (!text_is_name(name))
        return cim_fail_property(err, CIM_INVALID_PARAMETER, cls, name, "has an illegal name");
    if (!cim_type_is_known(type))
        return cim_fail_property(err, CIM_INVALID_PROPERTY_TYPE, cls, name, "has an unknown type");
    if (type_class && (!has_class || !text_is_system_name(text_from(type_class))))
        return cim_fail_property(err, CIM_INVALID_PARAMETER, cls, name,
                                 "names a class that its type cannot have");
    return CIM_OK;
}

static enum cim_status make_property(struct cim_property *out, const struct cim_class *cls,
                                     struct text name, enum cim_type type, bool is_array,
                                     const char *type_class)
{
    enum cim_status status;

    memset(out, 0, sizeof(*out));
    out->name_size = name.size;
    out->name_hash = text_hash_fold(name);
    out->type = type;
    out->is_array = is_array;
    out->is_local = true;
    cim_value_init_null(&out->default_value, type, is_array);
    status = cim_replace_string(&out->name, name);
    if (!status)
        status = cim_replace_string(&out->origin, text_from(cls->name));
    if (!status && type_class)
        status = cim_replace_string(&out->type_class, text_from(type_class));
    if (status)
        cim_property_free(out);
    return status;
}

static enum cim_status add_new(struct cim_class *cls, struct cim_property *property)
{
    enum cim_status status = cim_class_append_property(cls, property);

    if (status)
        cim_property_free(property);
    return status;
}

/* @param type_class  NULL: as it is */
static enum cim_status set_type_class(struct cim_class *cls, struct cim_property *property,
                                      const char *type_class)
{
    bool is_inherited = (size_t)(property - cls->properties) < cls->inherited_count;

    if (!type_class || (property->type_class &&
                        text_equal_fold(text_from(type_class), text_from(property->type_class))))
        return CIM_OK;
    if (cim_replace_string(&property->type_class, text_from(type_class)))
        return CIM_NO_MEMORY;
    property->type_class_local = is_inherited;
    return CIM_OK;
}

/* An inherited property keeps type and qualifiers; its class may become more specific. */
static enum cim_status override(struct cim_class *cls, struct cim_property *property,
                                const char *type_class)
{
    enum cim_status status = set_type_class(cls, property, type_class);

    if (status)
        return status;
    cim_value_clear(&property->default_value);
    cim_value_init_null(&property->default_value, property->type, property->is_array);
    property->default_local = true;
    cim_class_refresh_property(cls, property);
    return CIM_OK;
}

enum cim_status cim_class_add_property(struct cim_class *cls, struct text name, enum cim_type type,
                                       bool is_array, const char *type_class, struct cim_error *err)
{
    struct cim_property *found, property;
    enum cim_status status = check_editable(cls, err);

    if (!status)
        status = check_declaration(cls, name, type, type_class, err);
    if (status)
        return status;
    found = cim_class_find(cls, name);
    if (found && (size_t)(found - cls->properties) < cls->inherited_count)
    {
        if (found->type != type || found->is_array != is_array)
            return cim_fail_property(err, CIM_UPDATE_TYPE_MISMATCH, cls, name,
                                     "is inherited with another type");
        status = override(cls, found, type_class);
    }
    else
    {
        status = make_property(&property, cls, name, type, is_array, type_class);
        if (!status && found)
        {
            cim_property_free(found);
            *found = property;
        }
        else if (!status)
        {
            status = add_new(cls, &property);
        }
    }
    return status ? cim_fail_property(err, status, cls, name, "cannot be added") : CIM_OK;
}

enum cim_status cim_class_set_type_class(struct cim_class *cls, struct text name,
                                         const char *type_class, struct cim_error *err)
{
    struct cim_property *property;
    enum cim_status status = find_property(&property, cls, name, err);

    if (!status)
        status = check_declaration(cls, name, property->type, type_class, err);
    if (status)
        return status;
    status = set_type_class(cls, property, type_class);
    if (status)
        return cim_fail_property(err, status, cls, name, "cannot be of that class");
    cim_class_refresh_property(cls, property);
    return CIM_OK;
}

static enum cim_status drop_override(struct cim_class *cls, struct cim_property *property)
{
    const struct cim_property *inherited = cim_class_inherited(cls, property);
    struct cim_property fresh;
    enum cim_status status;

    if (!inherited)
        return CIM_INVALID_OPERATION; /* the parent of an embedded object's class is not at hand */
    status = cim_property_inherit(&fresh, inherited);
    if (status)
        return status;
    cim_property_free(property);
    *property = fresh;
    cim_class_refresh_property(cls, property);
    return CIM_OK;
}

enum cim_status cim_class_remove_property(struct cim_class *cls, struct text name,
                                          struct cim_error *err)
{
    struct cim_property *property;
    enum cim_status status = find_property(&property, cls, name, err);
    size_t index;

    if (status)
        return status;
    index = (size_t)(property - cls->properties);
    if (index >= cls->inherited_count)
    {
        cim_property_free(property);
        cls->property_count--;
        memmove(property, property + 1, (cls->property_count - index) * sizeof(*property));
        return CIM_OK;
    }
    if (!property->is_local)
        return cim_fail_property(err, CIM_PROPAGATED_PROPERTY, cls, name,
                                 "is inherited and cannot be removed");
    status = drop_override(cls, property);
    if (status)
        return cim_fail_property(err, status, cls, name, "cannot be reset");
    return CIM_RESET_TO_DEFAULT;
}

enum cim_status cim_class_set_default(struct cim_class *cls, struct text name,
                                      const struct cim_value *value, struct cim_error *err)
{
    struct cim_property *property;
    struct cim_value converted;
    enum cim_status status = find_property(&property, cls, name, err);

    if (status)
        return status;
    status = cim_value_convert(&converted, value, property->type, property->is_array);
    if (status)
        return cim_fail_property(err, status, cls, name, "cannot take this default");
    status = cim_value_own_objects(&converted);
    if (!status && cim_value_depth(&converted) >= CIM_EMBEDDING_MAXIMUM)
        status = CIM_QUOTA_VIOLATION;
    if (status)
    {
        cim_value_clear(&converted);
        return cim_fail_property(err, status, cls, name, "cannot take this default");
    }
    cim_value_clear(&property->default_value);
    property->default_value = converted;
    property->default_local = true;
    cim_class_refresh_property(cls, property);
    return CIM_OK;
}

/* --- qualifiers -------------------------------------------------------------------------------- */

/* A local qualifier is taken away and what the parent propagates comes back. Made aside. */
static enum cim_status remove_qualifier(struct cim_qualifiers *set,
                                        const struct cim_qualifiers *parent, struct text name,
                                        struct cim_error *err)
{
    struct cim_qualifiers copy;
    enum cim_status status = cim_qualifiers_copy(&copy, set);

    if (status)
        return cim_fail(err, status, "no memory for qualifiers");
    status = cim_qualifiers_remove(&copy, name, err);
    if (!status && parent)
    {
        status = cim_qualifiers_inherit(&copy, parent, CIM_FLAVOR_TO_SUBCLASS);
        if (status)
            cim_fail(err, status, "no memory for qualifiers");
    }
    if (status)
    {
        cim_qualifiers_free(&copy);
        return status;
    }
    cim_qualifiers_free(set);
    *set = copy;
    return CIM_OK;
}

enum cim_status cim_class_put_property_qualifier(struct cim_class *cls, struct text property,
                                                 struct text name, const struct cim_value *value,
                                                 unsigned flavor, struct cim_error *err)
{
    struct cim_property *found;
    enum cim_status status = find_property(&found, cls, property, err);

    if (!status && text_equal_fold(name, TEXT_LITERAL("key")))
        status = cim_class_check_key(cls, found, err);
    if (!status)
        status = cim_qualifiers_put(&found->qualifiers, CIM_ON_PROPERTY, name, value, flavor, err);
    if (!status)
        cim_class_refresh_property(cls, found);
    return status;
}

enum cim_status cim_class_remove_property_qualifier(struct cim_class *cls, struct text property,
                                                    struct text name, struct cim_error *err)
{
    const struct cim_property *inherited;
    struct cim_property *found;
    enum cim_status status = find_property(&found, cls, property, err);

    if (status)
        return status;
    inherited = cim_class_inherited(cls, found);
    status =
        remove_qualifier(&found->qualifiers, inherited ? &inherited->qualifiers : NULL, name, err);
    if (!status)
        cim_class_refresh_property(cls, found);
    return status;
}

enum cim_status cim_class_put_method_qualifier(struct cim_class *cls, struct text method,
                                               struct text name, const struct cim_value *value,
                                               unsigned flavor, struct cim_error *err)
{
    struct cim_method *found;
    enum cim_status status = find_method(&found, cls, method, err);

    if (!status)
        status = cim_qualifiers_put(&found->qualifiers, CIM_ON_METHOD, name, value, flavor, err);
    if (!status)
        found->is_local = true;
    return status;
}

enum cim_status cim_class_remove_method_qualifier(struct cim_class *cls, struct text method,
                                                  struct text name, struct cim_error *err)
{
    const struct cim_method *inherited;
    struct cim_method *found;
    enum cim_status status = find_method(&found, cls, method, err);

    if (status)
        return status;
    inherited = cim_class_inherited_method(cls, found);
    return remove_qualifier(&found->qualifiers, inherited ? &inherited->qualifiers : NULL, name,
                            err);
}

enum cim_status cim_class_put_qualifier(struct cim_class *cls, struct text name,
                                        const struct cim_value *value, unsigned flavor,
                                        struct cim_error *err)
{
    enum cim_status status = check_editable(cls, err);

    return status ? status
                  : cim_qualifiers_put(&cls->qualifiers, CIM_ON_CLASS, name, value, flavor, err);
}

enum cim_status cim_class_remove_qualifier(struct cim_class *cls, struct text name,
                                           struct cim_error *err)
{
    enum cim_status status = check_editable(cls, err);

    if (status)
        return status;
    return remove_qualifier(&cls->qualifiers, cls->parent ? &cls->parent->qualifiers : NULL, name,
                            err);
}

/* --- methods ----------------------------------------------------------------------------------- */

bool cim_method_same_signature(const struct cim_class *a, const struct cim_class *b)
{
    if (!a || !b)
        return a == b;
    return a == b || cim_class_equal(a, b,
                                     CIM_COMPARE_IGNORE_QUALIFIERS | CIM_COMPARE_IGNORE_DEFAULTS |
                                         CIM_COMPARE_IGNORE_CLASS);
}

/* Parameters are shared by subclasses and so must not change: one that still can is copied. */
static enum cim_status hold_parameters(struct cim_class **out, struct cim_class *parameters,
                                       struct cim_error *err)
{
    struct cim_class *copy;
    enum cim_status status;

    *out = NULL;
    if (!parameters || parameters->sealed)
    {
        *out = cim_class_ref(parameters);
        return CIM_OK;
    }
    status = cim_class_clone(&copy, parameters);
    if (status)
        return cim_fail(err, status, "no memory for parameters");
    status = cim_class_seal(copy, err);
    if (status)
        cim_class_release(copy);
    else
        *out = copy;
    return status;
}

static enum cim_status make_method(struct cim_method *out, const struct cim_class *cls,
                                   struct text name, struct cim_class *in,
                                   struct cim_class *out_params, struct cim_error *err)
{
    enum cim_status status;

    memset(out, 0, sizeof(*out));
    out->name_size = name.size;
    out->is_local = true;
    status = hold_parameters(&out->in, in, err);
    if (!status)
        status = hold_parameters(&out->out, out_params, err);
    if (!status && (cim_replace_string(&out->name, name) ||
                    cim_replace_string(&out->origin, text_from(cls->name))))
        status = cim_fail(err, CIM_NO_MEMORY, "no memory for a method");
    if (!status && ((out->in && cim_class_depth(out->in) >= CIM_EMBEDDING_MAXIMUM) ||
                    (out->out && cim_class_depth(out->out) >= CIM_EMBEDDING_MAXIMUM)))
        status = cim_fail(err, CIM_QUOTA_VIOLATION, "parameters are nested too deeply");
    if (status)
        cim_method_free(out);
    return status;
}

static enum cim_status check_method_name(const struct cim_class *cls, struct text name,
                                         struct cim_error *err)
{
    enum cim_status status = check_editable(cls, err);

    if (status)
        return status;
    if (cim_is_too_wide(name))
        return cim_fail(err, CIM_METHOD_NAME_TOO_WIDE, "a method name has more than %d characters",
                        CIM_MAX_NAME);
    if (!text_is_name(name))
        return cim_fail(err, CIM_INVALID_PARAMETER, "\"%.*s\" is not a method name", (int)name.size,
                        name.size ? name.data : "");
    return CIM_OK;
}

/* An inherited method keeps its origin and what it inherits of qualifiers. */
static enum cim_status redeclare(struct cim_class *cls, struct cim_method *found,
                                 struct cim_method *method, struct cim_error *err)
{
    struct cim_qualifiers none = {0};

    if ((size_t)(found - cls->methods) >= cls->inherited_methods)
    {
        cim_method_free(found);
        *found = *method;
        return CIM_OK;
    }
    if (!cim_method_same_signature(found->in, method->in) ||
        !cim_method_same_signature(found->out, method->out))
        return cim_fail(err, CIM_PROPAGATED_METHOD,
                        "method \"%s\" of class \"%s\" is inherited with other parameters",
                        found->name, cls->name);
    method->qualifiers = found->qualifiers;
    found->qualifiers = none;
    mem_free(method->origin);
    method->origin = found->origin;
    found->origin = NULL;
    cim_method_free(found);
    *found = *method;
    return CIM_OK;
}

enum cim_status cim_class_put_method(struct cim_class *cls, struct text name, struct cim_class *in,
                                     struct cim_class *out_params, struct cim_error *err)
{
    struct cim_method *found, method;
    enum cim_status status = check_method_name(cls, name, err);

    if (!status)
        status = make_method(&method, cls, name, in, out_params, err);
    if (status)
        return status;
    found = cim_class_find_method(cls, name);
    if (found)
    {
        status = redeclare(cls, found, &method, err);
    }
    else
    {
        status = cim_class_append_method(cls, &method);
        if (status)
            cim_fail(err, status, "method \"%.*s\" cannot be added", (int)name.size, name.data);
    }
    if (status)
        cim_method_free(&method);
    return status;
}

static enum cim_status restore_method(struct cim_class *cls, struct cim_method *found,
                                      struct cim_error *err)
{
    const struct cim_method *inherited = cim_class_inherited_method(cls, found);
    struct cim_method fresh;
    enum cim_status status;

    if (!found->is_local || !inherited)
        return cim_fail(err, CIM_PROPAGATED_METHOD,
                        "method \"%s\" of class \"%s\" is inherited and cannot be removed",
                        found->name, cls->name);
    status = cim_method_inherit(&fresh, inherited);
    if (status)
        return cim_fail(err, status, "no memory for a method");
    cim_method_free(found);
    *found = fresh;
    return CIM_OK;
}

enum cim_status cim_class_remove_method(struct cim_class *cls, struct text name,
                                        struct cim_error *err)
{
    struct cim_method *found;
    enum cim_status status = find_method(&found, cls, name, err);
    size_t index;

    if (status)
        return status;
    index = (size_t)(found - cls->methods);
    if (index < cls->inherited_methods)
        return restore_method(cls, found, err);
    cim_method_free(found);
    cls->method_count--;
    memmove(found, found + 1, (cls->method_count - index) * sizeof(*found));
    return CIM_OK;
}
