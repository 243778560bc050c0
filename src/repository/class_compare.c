/* What changes from one definition of a class to the next, and what of it matters (behaviour.md 8.3).
 * Pure functions over sealed classes, but for the two that prepare an editable one. */
#include "class_rules.h"

#include "fail.h"

static const char *const important_qualifiers[] = {
    "abstract", "association",     "classcontext", "dynamic",         "dynprops", "indexed",
    "key",      "instancecontext", "not_null",     "propertycontext", "provider", "singleton",
};
#define IMPORTANT_QUALIFIERS (sizeof(important_qualifiers) / sizeof(important_qualifiers[0]))

bool is_important_qualifier(struct text name)
{
    for (size_t i = 0; i < IMPORTANT_QUALIFIERS; i++)
    {
        if (text_equal_fold(name, text_from(important_qualifiers[i])))
            return true;
    }
    return false;
}

static struct text qualifier_name(const struct cim_qualifier *qualifier)
{
    return (struct text){qualifier->name, qualifier->name_size};
}

static struct text property_name(const struct cim_property *property)
{
    return (struct text){property->name, property->name_size};
}

static struct text method_name(const struct cim_method *method)
{
    return (struct text){method->name, method->name_size};
}

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && text_equal_fold(text_from(a), text_from(b)));
}

static enum class_change greater(enum class_change a, enum class_change b)
{
    return a > b ? a : b;
}

/* --- comparing --- */

/* What of `a` is missing or different in `b`. */
static enum class_change compare_qualifiers_one_way(const struct cim_qualifiers *a,
                                                    const struct cim_qualifiers *b)
{
    enum class_change change = CLASS_SAME;

    for (size_t i = 0; i < a->count; i++)
    {
        const struct cim_qualifier *item = &a->items[i];
        const struct cim_qualifier *other = cim_qualifiers_find(b, qualifier_name(item));
        if (other && other->flavor == item->flavor &&
            cim_value_equal(&other->value, &item->value, false))
            continue;
        bool has_value = other && cim_value_equal(&other->value, &item->value, false);
        bool is_important = !has_value && is_important_qualifier(qualifier_name(item));
        change = greater(change, is_important ? CLASS_IMPORTANT : CLASS_QUALIFIERS);
    }
    return change;
}

static enum class_change compare_qualifiers(const struct cim_qualifiers *a,
                                            const struct cim_qualifiers *b)
{
    return greater(compare_qualifiers_one_way(a, b), compare_qualifiers_one_way(b, a));
}

static bool same_declaration(const struct cim_property *a, const struct cim_property *b)
{
    return a->type == b->type && a->is_array == b->is_array &&
           same_text(a->type_class, b->type_class) &&
           cim_value_equal(&a->default_value, &b->default_value, false);
}

static enum class_change compare_properties(const struct cim_class *before,
                                            const struct cim_class *after)
{
    enum class_change change = CLASS_SAME;

    if (before->property_count != after->property_count)
        return CLASS_IMPORTANT;
    for (size_t i = 0; i < before->property_count; i++)
    {
        const struct cim_property *property = &before->properties[i];
        const struct cim_property *other = cim_class_find(after, property_name(property));
        if (!other || !same_declaration(property, other))
            return CLASS_IMPORTANT;
        change = greater(change, compare_qualifiers(&property->qualifiers, &other->qualifiers));
    }
    return change;
}

/* Qualifiers of parameters are as unimportant as others. */
static enum class_change compare_parameters(const struct cim_class *a, const struct cim_class *b)
{
    if (!a || !b)
        return a == b ? CLASS_SAME : CLASS_IMPORTANT;
    if (cim_class_equal(a, b, 0))
        return CLASS_SAME;
    return cim_class_equal(a, b, CIM_COMPARE_IGNORE_QUALIFIERS) ? CLASS_QUALIFIERS
                                                                : CLASS_IMPORTANT;
}

static enum class_change compare_methods(const struct cim_class *before,
                                         const struct cim_class *after)
{
    enum class_change change = CLASS_SAME;

    if (before->method_count != after->method_count)
        return CLASS_IMPORTANT;
    for (size_t i = 0; i < before->method_count; i++)
    {
        const struct cim_method *method = &before->methods[i];
        const struct cim_method *other = cim_class_find_method(after, method_name(method));
        if (!other)
            return CLASS_IMPORTANT;
        change = greater(change, compare_parameters(method->in, other->in));
        change = greater(change, compare_parameters(method->out, other->out));
        change = greater(change, compare_qualifiers(&method->qualifiers, &other->qualifiers));
    }
    return change;
}

enum class_change class_compare(const struct cim_class *before, const struct cim_class *after)
{
    if (!same_text(before->superclass, after->superclass))
        return CLASS_IMPORTANT;
    enum class_change change = compare_qualifiers(&before->qualifiers, &after->qualifiers);
    change = greater(change, compare_properties(before, after));
    return greater(change, compare_methods(before, after));
}

bool class_same_layout(const struct cim_class *a, const struct cim_class *b)
{
    if (a->property_count != b->property_count || a->fixed_size != b->fixed_size)
        return false;
    for (size_t i = 0; i < a->property_count; i++)
    {
        const struct cim_property *one = &a->properties[i], *other = &b->properties[i];
        if (one->type != other->type || one->is_array != other->is_array ||
            one->name_hash != other->name_hash || one->offset != other->offset ||
            !text_equal_fold(property_name(one), property_name(other)))
            return false;
    }
    return true;
}

bool class_same_instances(const struct cim_class *a, const struct cim_class *b)
{
    if (!class_same_layout(a, b))
        return false;
    for (size_t i = 0; i < a->property_count; i++)
    {
        const struct cim_property *one = &a->properties[i], *other = &b->properties[i];
        if (one->is_key != other->is_key ||
            !cim_value_equal(&one->default_value, &other->default_value, false))
            return false;
    }
    return true;
}

static bool same_flag(const struct cim_class *before, const struct cim_class *after,
                      bool (*has)(const struct cim_property *))
{
    for (size_t i = 0; i < before->property_count; i++)
    {
        const struct cim_property *property = &before->properties[i];
        const struct cim_property *other = cim_class_find(after, property_name(property));
        if (has(property) != (other && has(other)))
            return false;
    }
    for (size_t i = 0; i < after->property_count; i++)
    {
        const struct cim_property *property = &after->properties[i];
        if (has(property) && !cim_class_find(before, property_name(property)))
            return false;
    }
    return true;
}

static bool has_key(const struct cim_property *property)
{
    return property->is_key;
}

static bool has_index(const struct cim_property *property)
{
    return property->is_indexed;
}

bool class_same_keys(const struct cim_class *before, const struct cim_class *after)
{
    return same_flag(before, after, has_key);
}

bool class_same_index(const struct cim_class *before, const struct cim_class *after)
{
    return same_flag(before, after, has_index);
}

/* --- preparing an editable class --- */

static size_t find_from(const struct cim_class *cls, size_t start, const struct cim_property *like)
{
    for (size_t i = start; i < cls->property_count; i++)
    {
        if (cls->properties[i].name_hash == like->name_hash &&
            text_equal_fold(property_name(&cls->properties[i]), property_name(like)))
            return i;
    }
    return NO_CLASS;
}

void class_keep_order(struct cim_class *fresh, const struct cim_class *before)
{
    size_t next = fresh->inherited_count;

    for (size_t i = 0; i < before->property_count && next < fresh->property_count; i++)
    {
        size_t at = find_from(fresh, next, &before->properties[i]);
        if (at == NO_CLASS)
            continue;
        struct cim_property moved = fresh->properties[at];
        fresh->properties[at] = fresh->properties[next];
        fresh->properties[next++] = moved;
    }
}

/* True when `above` propagates another value than `item` declares, and did not before the update. */
static bool contradicts(const struct cim_qualifier *item, const struct cim_qualifiers *above_before,
                        const struct cim_qualifiers *above)
{
    struct text name = qualifier_name(item);

    if ((item->flavor & CIM_FLAVOR_PROPAGATED) || !is_important_qualifier(name))
        return false;
    const struct cim_qualifier *after = cim_qualifiers_find(above, name);
    if (!after || !(after->flavor & CIM_FLAVOR_TO_SUBCLASS) ||
        cim_value_equal(&after->value, &item->value, false))
        return false;
    const struct cim_qualifier *before =
        above_before ? cim_qualifiers_find(above_before, name) : NULL;
    return !before || !cim_value_equal(&before->value, &after->value, false);
}

static enum cim_status drop_on_class(struct cim_class *fresh, const struct cim_class *from,
                                     const struct cim_class *above_before,
                                     const struct cim_class *above, bool *found)
{
    for (size_t i = 0; i < from->qualifiers.count; i++)
    {
        const struct cim_qualifier *item = &from->qualifiers.items[i];
        if (!contradicts(item, &above_before->qualifiers, &above->qualifiers))
            continue;
        *found = true;
        if (fresh && cim_class_remove_qualifier(fresh, qualifier_name(item), NULL) == CIM_NO_MEMORY)
            return CIM_NO_MEMORY;
    }
    return CIM_OK;
}

static enum cim_status drop_on_property(struct cim_class *fresh,
                                        const struct cim_property *property,
                                        const struct cim_property *before,
                                        const struct cim_property *above, bool *found)
{
    for (size_t i = 0; i < property->qualifiers.count; i++)
    {
        const struct cim_qualifier *item = &property->qualifiers.items[i];
        if (!contradicts(item, before ? &before->qualifiers : NULL, &above->qualifiers))
            continue;
        *found = true;
        if (fresh &&
            cim_class_remove_property_qualifier(fresh, property_name(property),
                                                qualifier_name(item), NULL) == CIM_NO_MEMORY)
            return CIM_NO_MEMORY;
    }
    return CIM_OK;
}

enum cim_status class_drop_conflicts(struct cim_class *fresh, const struct cim_class *from,
                                     const struct cim_class *above_before,
                                     const struct cim_class *above, bool *found)
{
    *found = false;
    enum cim_status status = drop_on_class(fresh, from, above_before, above, found);
    for (size_t i = 0; !status && i < from->property_count; i++)
    {
        const struct cim_property *property = &from->properties[i];
        const struct cim_property *inherited = cim_class_find(above, property_name(property));
        if (inherited)
            status = drop_on_property(fresh, property,
                                      cim_class_find(above_before, property_name(property)),
                                      inherited, found);
    }
    return status;
}
