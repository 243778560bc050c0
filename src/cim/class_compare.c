/* Equality of classes under the comparison flags of behaviour.md 7.2. Pure; any thread, as long as nobody
 * edits the two. Order of properties, methods and qualifiers does not matter. */
#include "class.h"

#include "class_internal.h"

/* Texts that may be NULL, without case. */
static bool same_name(const char *a, const char *b)
{
    return (a != NULL) == (b != NULL) && text_equal_fold(text_from(a), text_from(b));
}

static bool same_qualifiers(const struct cim_qualifiers *a, const struct cim_qualifiers *b,
                            unsigned flags)
{
    return (flags & CIM_COMPARE_IGNORE_QUALIFIERS) ||
           cim_qualifiers_equal(a, b, flags & CIM_COMPARE_IGNORE_FLAVOR,
                                flags & CIM_COMPARE_IGNORE_CASE);
}

static bool same_property(const struct cim_property *a, const struct cim_property *b,
                          unsigned flags)
{
    if (a->type != b->type || a->is_array != b->is_array ||
        !same_name(a->type_class, b->type_class))
        return false;
    if (!(flags & CIM_COMPARE_IGNORE_DEFAULTS) &&
        !cim_value_equal(&a->default_value, &b->default_value, flags & CIM_COMPARE_IGNORE_CASE))
        return false;
    return same_qualifiers(&a->qualifiers, &b->qualifiers, flags);
}

static bool same_parameters(const struct cim_class *a, const struct cim_class *b, unsigned flags)
{
    if (!a || !b)
        return a == b;
    return cim_class_equal(a, b, flags);
}

static bool same_method(const struct cim_method *a, const struct cim_method *b, unsigned flags)
{
    return same_parameters(a->in, b->in, flags) && same_parameters(a->out, b->out, flags) &&
           same_qualifiers(&a->qualifiers, &b->qualifiers, flags);
}

bool cim_class_equal(const struct cim_class *a, const struct cim_class *b, unsigned flags)
{
    size_t i;

    if (a == b)
        return true;
    if (!(flags & CIM_COMPARE_IGNORE_CLASS) &&
        (!same_name(a->name, b->name) || !same_name(a->superclass, b->superclass)))
        return false;
    if (a->property_count != b->property_count || a->method_count != b->method_count)
        return false;
    if (!same_qualifiers(&a->qualifiers, &b->qualifiers, flags))
        return false;
    for (i = 0; i < a->property_count; i++)
    {
        const struct cim_property *other = cim_class_find(b, property_name(&a->properties[i]));

        if (!other || !same_property(&a->properties[i], other, flags))
            return false;
    }
    for (i = 0; i < a->method_count; i++)
    {
        const struct cim_method *other = cim_class_find_method(b, method_name(&a->methods[i]));

        if (!other || !same_method(&a->methods[i], other, flags))
            return false;
    }
    return true;
}
