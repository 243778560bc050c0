/* Sealing a class: flags, keys, the layout of its instances, the tables that look names up.
 *
 * Properties lie in the table of fixed values in their order, without gaps. Those of the superclass come
 * first and have the same sizes, so their indexes and offsets are the superclass's. Everything is built
 * aside; a failure leaves the class editable. */
#include "class.h"

#include <stdlib.h>
#include <string.h>

#include "class_internal.h"
#include "codec.h"
#include "mem.h"
#include "object_block.h"

void cim_class_free_layout(struct cim_class *cls)
{
    mem_free(cls->sorted);
    mem_free(cls->hash);
    mem_free(cls->all_keys);
    mem_free(cls->heap_indexes);
    mem_free(cls->fresh_block);
    cls->sorted = cls->hash = cls->all_keys = cls->heap_indexes = NULL;
    cls->fresh_block = NULL;
    cls->key_count = cls->heap_count = 0;
}

static int compare_names(const void *a, const void *b)
{
    const struct cim_property *const *one = a, *const *other = b;

    return text_compare_fold(property_name(*one), property_name(*other));
}

/* An array of at least one element: no table of a sealed class is NULL. */
static uint32_t *index_table(size_t count)
{
    return mem_calloc(count ? count : 1, sizeof(uint32_t));
}

static enum cim_status build_sorted(struct cim_class *cls)
{
    size_t i, count = cls->property_count;
    const struct cim_property **order = mem_calloc(count ? count : 1, sizeof(*order));

    cls->sorted = index_table(count);
    if (!order || !cls->sorted)
    {
        mem_free(order);
        return CIM_NO_MEMORY;
    }
    for (i = 0; i < count; i++)
        order[i] = &cls->properties[i];
    qsort(order, count, sizeof(*order), compare_names);
    for (i = 0; i < count; i++)
        cls->sorted[i] = (uint32_t)(order[i] - cls->properties);
    mem_free(order);
    return CIM_OK;
}

static enum cim_status build_hash(struct cim_class *cls)
{
    uint32_t i, slot, size = 4;

    while (size < cls->property_count * 2)
        size *= 2;
    cls->hash = index_table(size);
    if (!cls->hash)
        return CIM_NO_MEMORY;
    cls->hash_mask = size - 1;
    for (i = 0; i < cls->property_count; i++)
    {
        for (slot = cls->properties[i].name_hash; cls->hash[slot & cls->hash_mask]; slot++)
            ;
        cls->hash[slot & cls->hash_mask] = i + 1;
    }
    return CIM_OK;
}

static enum cim_status build_keys(struct cim_class *cls)
{
    size_t i;

    cls->key_count = 0;
    cls->all_keys = index_table(cls->property_count);
    if (!cls->all_keys)
        return CIM_NO_MEMORY;
    for (i = 0; i < cls->property_count; i++)
    {
        if (cls->properties[cls->sorted[i]].is_key)
            cls->all_keys[cls->key_count++] = cls->sorted[i];
    }
    return CIM_OK;
}

static bool lies_in_heap(const struct cim_property *property)
{
    return property->is_array || property->type == CIM_TYPE_OBJECT ||
           cim_type_is_string(property->type);
}

static enum cim_status build_offsets(struct cim_class *cls)
{
    uint32_t i, offset = 0;

    cls->heap_indexes = index_table(cls->property_count);
    if (!cls->heap_indexes)
        return CIM_NO_MEMORY;
    cls->heap_count = 0;
    for (i = 0; i < cls->property_count; i++)
    {
        struct cim_property *property = &cls->properties[i];

        property->offset = offset;
        offset += (uint32_t)cim_type_size(property->type, property->is_array);
        if (lies_in_heap(property))
            cls->heap_indexes[cls->heap_count++] = i;
    }
    cls->fixed_size = offset;
    cls->fixed_start = BLOCK_HEADER + (uint32_t)(cls->property_count * 2 + 7) / 8;
    cls->heap_start = cls->fixed_start + cls->fixed_size;
    return CIM_OK;
}

/* Every value is the class's default; the NULL bit repeats what the default says. */
static enum cim_status build_fresh_block(struct cim_class *cls)
{
    size_t i;

    cls->fresh_block = mem_zalloc(cls->heap_start);
    if (!cls->fresh_block)
        return CIM_NO_MEMORY;
    bytes_store32(cls->fresh_block + BLOCK_SIZE_AT, cls->heap_start);
    bytes_store32(cls->fresh_block + BLOCK_FIXED_AT, cls->fixed_size);
    for (i = 0; i < cls->property_count; i++)
    {
        unsigned bits = BLOCK_DEFAULT;

        if (cls->properties[i].default_value.is_null)
            bits |= BLOCK_NULL;
        block_set_bits(cls->fresh_block, i, bits);
    }
    return CIM_OK;
}

/* --- rules ------------------------------------------------------------------------------------- */

static bool can_be_key(const struct cim_property *property)
{
    return !property->is_array && property->type != CIM_TYPE_OBJECT &&
           !cim_type_is_real(property->type);
}

/* behaviour.md 8.3, further rule 4. */
enum cim_status cim_class_check_key(const struct cim_class *cls,
                                    const struct cim_property *property, struct cim_error *err)
{
    const struct cim_property *inherited = cim_class_inherited(cls, property);

    if (!can_be_key(property))
        return cim_fail_property(err, CIM_CANNOT_BE_KEY, cls, property_name(property),
                                 "is of a type that cannot be a key");
    if (cls->parent && cls->parent->key_count && !(inherited && inherited->is_key))
        return cim_fail_property(err, CIM_CANNOT_CHANGE_KEY_INHERITANCE, cls,
                                 property_name(property),
                                 "cannot be a key, since the superclass has keys");
    return CIM_OK;
}

static enum cim_status check_properties(struct cim_class *cls, struct cim_error *err)
{
    enum cim_status status;
    size_t i, keys = 0;

    if (cls->property_count > CIM_MAX_PROPERTIES)
        return cim_fail(err, CIM_TOO_MANY_PROPERTIES, "class \"%s\" has more than %d properties",
                        cls->name, CIM_MAX_PROPERTIES);
    for (i = 0; i < cls->property_count; i++)
    {
        struct cim_property *property = &cls->properties[i];

        cim_class_refresh_property(cls, property);
        if (!property->is_key)
            continue;
        status = cim_class_check_key(cls, property, err);
        if (status)
            return status;
        keys++;
    }
    if (keys > CIM_MAX_KEYS)
        return cim_fail(err, CIM_CANNOT_BE_KEY, "class \"%s\" has more than %d keys", cls->name,
                        CIM_MAX_KEYS);
    if (keys && cls->is_singleton)
        return cim_fail(err, CIM_CANNOT_BE_SINGLETON, "class \"%s\" is a singleton and has keys",
                        cls->name);
    return CIM_OK;
}

/* Singletons and associations stay so in subclasses. A class from an embedded object has no parent here
 * and brings the two with it. */
static void set_flags(struct cim_class *cls)
{
    bool is_flat = cls->superclass && !cls->parent;
    bool singleton = cls->parent ? cls->parent->is_singleton : is_flat && cls->is_singleton;
    bool association = cls->parent ? cls->parent->is_association : is_flat && cls->is_association;

    cls->is_abstract = cim_qualifiers_is_true(&cls->qualifiers, TEXT_LITERAL("abstract"));
    cls->is_dynamic = cim_qualifiers_is_true(&cls->qualifiers, TEXT_LITERAL("dynamic"));
    cls->is_singleton =
        singleton || cim_qualifiers_is_true(&cls->qualifiers, TEXT_LITERAL("singleton"));
    cls->is_association =
        association || cim_qualifiers_is_true(&cls->qualifiers, TEXT_LITERAL("association"));
}

enum cim_status cim_class_seal(struct cim_class *cls, struct cim_error *err)
{
    enum cim_status status;

    if (cls->sealed)
        return CIM_OK;
    set_flags(cls);
    status = check_properties(cls, err);
    if (status)
        return status;
    status = build_sorted(cls);
    if (!status)
        status = build_hash(cls);
    if (!status)
        status = build_keys(cls);
    if (!status)
        status = build_offsets(cls);
    if (!status)
        status = build_fresh_block(cls);
    if (status)
    {
        cim_class_free_layout(cls);
        return cim_fail(err, status, "no memory for the layout of class \"%s\"", cls->name);
    }
    cls->sealed = true;
    return CIM_OK;
}
