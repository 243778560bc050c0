/* Partial update (behaviour.md 9.1): what the client's instance has of the named properties, or of those that are
 * not NULL, is laid over the stored instance. Keys are what they are. */
#include "instance.h"

#include "fail.h"

static enum cim_status lay_over(struct cim_object *base, const struct cim_object *object,
                                size_t index, struct cim_error *err)
{
    struct cim_value value;

    if (!cim_object_is_set(object, index))
        return cim_object_reset_at(base, index) == CIM_NO_MEMORY ? no_memory(err) : CIM_OK;
    if (cim_object_get_at(&value, object, index))
        return no_memory(err);
    enum cim_status status = cim_object_put_at(base, index, &value, err);
    cim_value_clear(&value);
    return status;
}

/* The class of `base` is that of `object`, or has its layout. */
static enum cim_status lay_named(struct cim_object *base, const struct cim_object *object,
                                 const struct repo_put_options *options, struct cim_error *err)
{
    const struct cim_class *cls = object->cls;

    for (size_t i = 0; i < options->property_count; i++)
    {
        struct text name = options->properties[i];
        const struct cim_property *property = cim_class_find(cls, name);
        if (!property)
            return repo_fail(err, CIM_INVALID_PROPERTY, cls->name, NULL,
                             "class \"%s\" has no property \"%.*s\"", cls->name, (int)name.size,
                             name.size ? name.data : "");
        if (property->is_key)
            continue;
        enum cim_status status = lay_over(base, object, (size_t)(property - cls->properties), err);
        if (status)
            return status;
    }
    return CIM_OK;
}

static bool is_null(const struct cim_object *object, size_t index, enum cim_status *status)
{
    union cim_scalar scalar;
    struct cim_value value;

    *status = cim_object_peek(&scalar, object, index);
    if (*status == CIM_FALSE || *status == CIM_OK)
    {
        bool is_nothing = *status == CIM_FALSE;
        *status = CIM_OK;
        return is_nothing;
    }
    *status = cim_object_get_at(&value, object, index);
    if (*status)
        return false;
    bool is_nothing = value.is_null;
    cim_value_clear(&value);
    return is_nothing;
}

/* Without strict nulls a NULL, or a property that was never set, means "leave it". */
static enum cim_status lay_all(struct cim_object *base, const struct cim_object *object,
                               bool strict_nulls, struct cim_error *err)
{
    const struct cim_class *cls = object->cls;

    for (size_t i = 0; i < cls->property_count; i++)
    {
        enum cim_status status = CIM_OK;
        if (cls->properties[i].is_key)
            continue;
        bool is_left =
            !strict_nulls && (!cim_object_is_set(object, i) || is_null(object, i, &status));
        if (!status && !is_left)
            status = lay_over(base, object, i, err);
        if (status)
            return status == CIM_NO_MEMORY ? no_memory(err) : status;
    }
    return CIM_OK;
}

enum cim_status instance_merge(struct cim_object *base, const struct cim_object *object,
                               const struct repo_put_options *options, struct cim_error *err)
{
    if (options->has_properties)
        return lay_named(base, object, options, err);
    return lay_all(base, object, options->strict_nulls, err);
}
