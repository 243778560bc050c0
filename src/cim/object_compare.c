/* Equality of objects under the comparison flags of behaviour.md 7.2. Pure; any thread, as long as nobody
 * writes the two. What cannot be read (memory, a damaged embedded object) counts as different. */
#include "object.h"

#include "class_internal.h"

static bool same_source(const char *a, const char *b)
{
    return (a != NULL) == (b != NULL) && text_equal_fold(text_from(a), text_from(b));
}

/* Scalars without copying; a borrowed value is never cleared. */
static bool same_scalar(const struct cim_object *a, size_t index, const struct cim_object *b,
                        size_t other, bool fold)
{
    struct cim_value one, two;
    enum cim_status status;

    cim_value_init_null(&one, a->cls->properties[index].type, false);
    cim_value_init_null(&two, b->cls->properties[other].type, false);
    status = cim_object_peek(&one.scalar, a, index);
    if (status > CIM_FALSE)
        return false;
    one.is_null = status == CIM_FALSE;
    status = cim_object_peek(&two.scalar, b, other);
    if (status > CIM_FALSE)
        return false;
    two.is_null = status == CIM_FALSE;
    return cim_value_equal(&one, &two, fold);
}

static bool same_copy(const struct cim_object *a, size_t index, const struct cim_object *b,
                      size_t other, bool fold)
{
    struct cim_value one, two;
    bool is_equal;

    if (cim_object_get_at(&one, a, index))
        return false;
    if (cim_object_get_at(&two, b, other))
    {
        cim_value_clear(&one);
        return false;
    }
    is_equal = cim_value_equal(&one, &two, fold);
    cim_value_clear(&one);
    cim_value_clear(&two);
    return is_equal;
}

static bool same_property_value(const struct cim_object *a, size_t index,
                                const struct cim_object *b, size_t other, unsigned flags)
{
    const struct cim_property *property = &a->cls->properties[index];
    bool fold = flags & CIM_COMPARE_IGNORE_CASE;

    if (property->is_array || property->type == CIM_TYPE_OBJECT)
        return same_copy(a, index, b, other, fold);
    return same_scalar(a, index, b, other, fold);
}

static bool same_values(const struct cim_object *a, const struct cim_object *b, unsigned flags)
{
    size_t i, other;

    if (a->cls->property_count != b->cls->property_count)
        return false;
    for (i = 0; i < a->cls->property_count; i++)
    {
        const struct cim_property *found = &b->cls->properties[i];

        if (a->cls != b->cls)
            found = cim_class_find(b->cls, property_name(&a->cls->properties[i]));
        if (!found)
            return false;
        other = (size_t)(found - b->cls->properties);
        if (!same_property_value(a, i, b, other, flags))
            return false;
    }
    return true;
}

static const struct cim_qualifiers *property_set(const struct cim_object *object, size_t index)
{
    static const struct cim_qualifiers none;

    return object->property_qualifiers ? &object->property_qualifiers[index] : &none;
}

/* Those of the instances themselves; the classes' are the classes' matter. */
static bool same_qualifiers(const struct cim_object *a, const struct cim_object *b, unsigned flags)
{
    bool ignore_flavor = flags & CIM_COMPARE_IGNORE_FLAVOR;
    bool fold = flags & CIM_COMPARE_IGNORE_CASE;
    size_t i;

    if (flags & CIM_COMPARE_IGNORE_QUALIFIERS)
        return true;
    if (!cim_qualifiers_equal(&a->qualifiers, &b->qualifiers, ignore_flavor, fold))
        return false;
    if (!a->property_qualifiers && !b->property_qualifiers)
        return true;
    for (i = 0; i < a->cls->property_count; i++)
    {
        const struct cim_property *found =
            cim_class_find(b->cls, property_name(&a->cls->properties[i]));

        if (!found || !cim_qualifiers_equal(property_set(a, i),
                                            property_set(b, (size_t)(found - b->cls->properties)),
                                            ignore_flavor, fold))
            return false;
    }
    return true;
}

bool cim_object_equal(const struct cim_object *a, const struct cim_object *b, unsigned flags)
{
    if (a == b)
        return true;
    if (a->is_class != b->is_class)
        return false;
    if (!(flags & CIM_COMPARE_IGNORE_SOURCE) &&
        (!same_source(a->server, b->server) || !same_source(a->space, b->space)))
        return false;
    if (a->is_class)
        return cim_class_equal(a->cls, b->cls, flags);
    /* Values already tell defaults that differ; the flag is for class objects. */
    if (!(flags & CIM_COMPARE_IGNORE_CLASS) &&
        !cim_class_equal(a->cls, b->cls, flags | CIM_COMPARE_IGNORE_DEFAULTS))
        return false;
    return same_values(a, b, flags) && same_qualifiers(a, b, flags);
}
