/* Making an instance fit the stored class.
 *
 * A client may hold an instance of a class as it was before an update, or of a class of the same name in another
 * namespace or store. Where the layouts agree its block is taken as it is; otherwise values move by name. */
#include "instance.h"

#include "../cim/mem.h"
#include "class_rules.h"
#include "fail.h"

static enum cim_status refuse(struct cim_error *err, const struct cim_class *cls,
                              const struct cim_property *property, const char *what)
{
    return repo_fail(err, CIM_INVALID_OBJECT, cls->name, property->name,
                     "property \"%s\" of the instance %s in the stored class \"%s\"",
                     property->name, what, cls->name);
}

static enum cim_status move_value(struct cim_object *to, const struct cim_object *from,
                                  size_t index, struct cim_error *err)
{
    const struct cim_property *property = &from->cls->properties[index];
    struct text name = {property->name, property->name_size};
    const struct cim_property *target = cim_class_find(to->cls, name);
    bool is_set = cim_object_is_set(from, index);
    struct cim_value value;

    if (!target && !is_set)
        return CIM_OK;
    enum cim_status status = cim_object_get_at(&value, from, index);
    if (status)
        return no_memory(err);
    if (!target)
        status = value.is_null ? CIM_OK : refuse(err, to->cls, property, "does not exist");
    else if (is_set || !cim_value_equal(&value, &target->default_value, false))
    {
        status = cim_object_put_at(to, (size_t)(target - to->cls->properties), &value, err);
        if (status && status != CIM_NO_MEMORY)
            status = refuse(err, to->cls, property, "has another type");
    }
    cim_value_clear(&value);
    return status;
}

static enum cim_status move_property_qualifiers(struct cim_object *to,
                                                const struct cim_object *from)
{
    if (!from->property_qualifiers)
        return CIM_OK;
    to->property_qualifiers = mem_calloc(to->cls->property_count, sizeof(*to->property_qualifiers));
    if (!to->property_qualifiers)
        return CIM_NO_MEMORY;
    for (size_t i = 0; i < from->cls->property_count; i++)
    {
        const struct cim_property *property = &from->cls->properties[i];
        struct text name = {property->name, property->name_size};
        const struct cim_property *target = cim_class_find(to->cls, name);
        if (!target)
            continue;
        struct cim_qualifiers *set = &to->property_qualifiers[target - to->cls->properties];
        if (cim_qualifiers_copy(set, &from->property_qualifiers[i]))
            return CIM_NO_MEMORY;
    }
    return CIM_OK;
}

static enum cim_status transcribe(struct cim_object **out, struct cim_class *cls,
                                  const struct cim_object *from, struct cim_error *err)
{
    struct cim_object *to;
    enum cim_status status = cim_object_spawn(&to, cls);
    if (status)
        return no_memory(err);
    for (size_t i = 0; !status && i < from->cls->property_count; i++)
        status = move_value(to, from, i, err);
    if (!status && (cim_qualifiers_copy(&to->qualifiers, &from->qualifiers) ||
                    move_property_qualifiers(to, from)))
        status = no_memory(err);
    if (status)
        cim_object_release(to);
    else
        *out = to;
    return status;
}

enum cim_status instance_fit(struct cim_object **out, struct cim_class *cls,
                             struct cim_object *object, struct cim_error *err)
{
    if (object->cls != cls && !class_same_instances(object->cls, cls))
        return transcribe(out, cls, object, err);
    *out = cim_object_ref(object);
    return CIM_OK;
}
