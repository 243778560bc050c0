/* Reading and writing the block of an instance. See object_block.h and object.h.
 *
 * One writer at a time, as for the object. A write that fails leaves the old value. The heap grows by
 * half; when more than half of it is garbage, it is squeezed instead. */
#include "object_block.h"

#include <string.h>

#include "codec.h"
#include "mem.h"

#define ENTRY_HEAD     4  /* the length before a heap entry */
#define SPAWN_PER_ITEM 20 /* room that a new instance has for each string */

static unsigned char *fixed_of(const struct cim_object *object, const struct cim_property *property)
{
    return object->block + object->cls->fixed_start + property->offset;
}

static bool lies_in_heap(const struct cim_property *property)
{
    return property->is_array || property->type == CIM_TYPE_OBJECT ||
           cim_type_is_string(property->type);
}

static size_t heap_used(const struct cim_object *object)
{
    return object->block_size - object->cls->heap_start;
}

const unsigned char *block_entry(const struct cim_object *object,
                                 const struct cim_property *property)
{
    return object->block + object->cls->heap_start + bytes_load32(fixed_of(object, property));
}

static void write_sizes(struct cim_object *object)
{
    bytes_store32(object->block + BLOCK_SIZE_AT, (uint32_t)object->block_size);
    bytes_store32(object->block + BLOCK_HEAP_AT, (uint32_t)heap_used(object));
}

/* --- making ------------------------------------------------------------------------------------ */

enum cim_status block_spawn(struct cim_object *object)
{
    const struct cim_class *cls = object->cls;
    size_t capacity = cls->heap_start + (size_t)cls->heap_count * SPAWN_PER_ITEM;

    object->block = mem_alloc(capacity);
    if (!object->block)
        return CIM_NO_MEMORY;
    memcpy(object->block, cls->fresh_block, cls->heap_start);
    bytes_store32(object->block + BLOCK_VERSION_AT, cls->version);
    object->block_size = cls->heap_start;
    object->block_capacity = capacity;
    return CIM_OK;
}

enum cim_status block_copy(struct cim_object *object, const struct cim_object *from)
{
    object->block = mem_dup(from->block, from->block_size);
    if (!object->block)
        return CIM_NO_MEMORY;
    object->block_size = object->block_capacity = from->block_size;
    return CIM_OK;
}

static bool header_fits(const struct cim_class *cls, const unsigned char *block, size_t size)
{
    return size >= cls->heap_start && size <= BLOCK_MAXIMUM &&
           bytes_load32(block + BLOCK_SIZE_AT) == size &&
           bytes_load32(block + BLOCK_VERSION_AT) == cls->version &&
           bytes_load32(block + BLOCK_FIXED_AT) == cls->fixed_size &&
           bytes_load32(block + BLOCK_HEAP_AT) == size - cls->heap_start;
}

/* A plain text's bytes can be anything. */
static bool entry_fits(const struct cim_property *property, const unsigned char *entry, size_t size,
                       unsigned nesting)
{
    unsigned depth;

    if (property->is_array)
        return cim_payload_check(property->type, true, entry, size, nesting);
    if (property->type != CIM_TYPE_OBJECT)
        return true;
    depth = cim_embedded_depth(entry, size);
    return depth && depth <= nesting;
}

/* `is_ordered` tells that the entries follow one another as block_compact() writes them. Others may
 * overlap: they are taken only if they could be disjoint by their sizes, and are rewritten apart. */
static bool entries_fit(const struct cim_class *cls, const unsigned char *block, size_t size,
                        unsigned nesting, bool *is_ordered)
{
    size_t used = size - cls->heap_start, next = 0, live = 0;
    const unsigned char *heap = block + cls->heap_start;
    uint32_t i;

    *is_ordered = true;
    for (i = 0; i < cls->heap_count; i++)
    {
        uint32_t index = cls->heap_indexes[i];
        const struct cim_property *property = &cls->properties[index];
        size_t at, length;

        if (block_bits(block, index))
            continue;
        at = bytes_load32(block + cls->fixed_start + property->offset);
        if (used < ENTRY_HEAD || at > used - ENTRY_HEAD)
            return false;
        length = bytes_load32(heap + at);
        if (length > used - ENTRY_HEAD - at)
            return false;
        if (!entry_fits(property, heap + at + ENTRY_HEAD, length, nesting))
            return false;
        *is_ordered = *is_ordered && at >= next;
        next = at + ENTRY_HEAD + length;
        live += ENTRY_HEAD + length;
        if (live > used)
            return false;
    }
    return true;
}

static enum cim_status rebuild(struct cim_object *object, size_t capacity, size_t skip);

enum cim_status block_load(struct cim_object *object, const void *block, size_t size,
                           unsigned nesting)
{
    bool is_ordered;

    if (!block || !header_fits(object->cls, block, size) ||
        !entries_fit(object->cls, block, size, nesting, &is_ordered))
        return CIM_DATABASE_CORRUPT;
    object->block = mem_dup(block, size);
    if (!object->block)
        return CIM_NO_MEMORY;
    object->block_size = object->block_capacity = size;
    return is_ordered ? CIM_OK : rebuild(object, size, SIZE_MAX);
}

/* --- reading ----------------------------------------------------------------------------------- */

static enum cim_status get_default(struct cim_value *out, const struct cim_property *property)
{
    enum cim_status status = cim_value_copy(out, &property->default_value);

    if (status)
        return status;
    /* The class is shared: an embedded object of its own is not given out. */
    status = cim_value_own_objects(out);
    if (status)
        cim_value_clear(out);
    return status;
}

static enum cim_status get_entry(struct cim_value *out, const unsigned char *entry,
                                 const struct cim_property *property)
{
    size_t length = bytes_load32(entry);
    struct reader reader;
    struct cim_value value;

    if (!property->is_array && property->type != CIM_TYPE_OBJECT)
        return cim_value_set_string(out, property->type,
                                    (struct text){(const char *)entry + ENTRY_HEAD, length});
    /* An object's own length stands before it, an array's length before its count. */
    reader_init(&reader, property->is_array ? entry + ENTRY_HEAD : entry,
                property->is_array ? length : ENTRY_HEAD + length, CIM_EMBEDDING_MAXIMUM);
    cim_payload_decode(&value, property->type, property->is_array, &reader);
    if (reader_finish(&reader))
    {
        cim_value_clear(&value);
        return reader.status;
    }
    *out = value;
    return CIM_OK;
}

enum cim_status block_get(struct cim_value *out, const struct cim_object *object, size_t index)
{
    const struct cim_property *property = &object->cls->properties[index];
    unsigned bits = block_bits(object->block, index);

    if (bits & BLOCK_DEFAULT)
        return get_default(out, property);
    if (!bits && lies_in_heap(property))
        return get_entry(out, block_entry(object, property), property);
    cim_value_init_null(out, property->type, property->is_array);
    if (bits)
        return CIM_OK;
    out->is_null = false;
    bytes_load_number(&out->scalar, property->type, fixed_of(object, property));
    return CIM_OK;
}

unsigned block_depth(const struct cim_object *object)
{
    const struct cim_class *cls = object->cls;
    unsigned depth, deepest = 0;
    struct reader reader;
    size_t count;
    uint32_t i;

    for (i = 0; i < cls->heap_count; i++)
    {
        const struct cim_property *property = &cls->properties[cls->heap_indexes[i]];
        const unsigned char *entry;

        if (property->type != CIM_TYPE_OBJECT || block_bits(object->block, cls->heap_indexes[i]))
            continue;
        entry = block_entry(object, property);
        reader_init(&reader, entry, ENTRY_HEAD + bytes_load32(entry), 0);
        if (property->is_array)
            reader_u32(&reader);
        for (count = property->is_array ? reader_u32(&reader) : 1; count; count--)
        {
            struct text bytes = reader_text(&reader);

            depth = cim_embedded_depth((const unsigned char *)bytes.data, bytes.size);
            deepest = depth > deepest ? depth : deepest;
        }
    }
    return deepest;
}

/* --- writing ----------------------------------------------------------------------------------- */

static size_t live_size(const struct cim_object *object, size_t skip)
{
    const struct cim_class *cls = object->cls;
    size_t live = 0;
    uint32_t i;

    for (i = 0; i < cls->heap_count; i++)
    {
        uint32_t index = cls->heap_indexes[i];

        if (index != skip && !block_bits(object->block, index))
            live += ENTRY_HEAD + bytes_load32(block_entry(object, &cls->properties[index]));
    }
    return live;
}

/* Write the live entries, but that of `skip`, one after the other into a new block. */
static enum cim_status rebuild(struct cim_object *object, size_t capacity, size_t skip)
{
    const struct cim_class *cls = object->cls;
    unsigned char *block = mem_alloc(capacity);
    size_t used = cls->heap_start;
    uint32_t i;

    if (!block)
        return CIM_NO_MEMORY;
    memcpy(block, object->block, cls->heap_start);
    for (i = 0; i < cls->heap_count; i++)
    {
        uint32_t index = cls->heap_indexes[i];
        const struct cim_property *property = &cls->properties[index];
        const unsigned char *entry;
        size_t size;

        if (index == skip || block_bits(object->block, index))
            continue;
        entry = block_entry(object, property);
        size = ENTRY_HEAD + bytes_load32(entry);
        memcpy(block + used, entry, size);
        bytes_store32(block + cls->fixed_start + property->offset,
                      (uint32_t)(used - cls->heap_start));
        used += size;
    }
    mem_free(object->block);
    object->block = block;
    object->block_size = used;
    object->block_capacity = capacity;
    write_sizes(object);
    return CIM_OK;
}

/* Room for `more` bytes at the end of the heap, the entry of `skip` being given up. */
static enum cim_status make_room(struct cim_object *object, size_t skip, size_t more)
{
    size_t wanted = object->block_size + more, capacity, live;
    unsigned char *block;

    if (wanted <= object->block_capacity)
        return CIM_OK;
    live = live_size(object, skip);
    capacity = object->cls->heap_start + live + more;
    if (more > BLOCK_MAXIMUM || capacity > BLOCK_MAXIMUM)
        return CIM_QUOTA_VIOLATION;
    if (heap_used(object) > live * 2 || wanted > BLOCK_MAXIMUM)
        return rebuild(object, capacity, skip);
    capacity = wanted + wanted / 2;
    block = mem_realloc(object->block, capacity);
    if (!block)
        return CIM_NO_MEMORY;
    object->block = block;
    object->block_capacity = capacity;
    return CIM_OK;
}

static enum cim_status append_entry(struct cim_object *object, size_t index, struct text bytes)
{
    const struct cim_property *property = &object->cls->properties[index];
    enum cim_status status = make_room(object, index, ENTRY_HEAD + bytes.size);
    unsigned char *entry;

    if (status)
        return status;
    entry = object->block + object->block_size;
    bytes_store32(entry, (uint32_t)bytes.size);
    if (bytes.size)
        memcpy(entry + ENTRY_HEAD, bytes.data, bytes.size);
    bytes_store32(fixed_of(object, property), (uint32_t)heap_used(object));
    object->block_size += ENTRY_HEAD + bytes.size;
    block_set_bits(object->block, index, 0);
    write_sizes(object);
    return CIM_OK;
}

/* The bytes may be borrowed from this very block, which moves when it grows. */
static enum cim_status append_copy(struct cim_object *object, size_t index, struct text bytes)
{
    const char *start = (const char *)object->block;
    enum cim_status status;
    char *copy;

    if (bytes.data < start || bytes.data >= start + object->block_size)
        return append_entry(object, index, bytes);
    copy = mem_dup(bytes.data, bytes.size);
    if (!copy)
        return CIM_NO_MEMORY;
    status = append_entry(object, index, (struct text){copy, bytes.size});
    mem_free(copy);
    return status;
}

static enum cim_status write_entry(struct cim_object *object, size_t index, struct text bytes)
{
    const struct cim_property *property = &object->cls->properties[index];
    unsigned char *entry;

    if (block_bits(object->block, index))
        return append_copy(object, index, bytes);
    entry = (unsigned char *)block_entry(object, property);
    if (bytes.size > bytes_load32(entry))
        return append_copy(object, index, bytes);
    if (bytes.size)
        memmove(entry + ENTRY_HEAD, bytes.data, bytes.size);
    bytes_store32(entry, (uint32_t)bytes.size);
    return CIM_OK;
}

/* An array or an object. */
static enum cim_status write_payload(struct cim_object *object, size_t index,
                                     const struct cim_value *value)
{
    struct buffer bytes;
    enum cim_status status;
    struct text text;

    buffer_init(&bytes, BLOCK_MAXIMUM);
    cim_payload_encode(&bytes, value);
    status = buffer_status(&bytes);
    text = buffer_text(&bytes);
    if (!status && !value->is_array)
    {
        text.data += ENTRY_HEAD; /* the object's own length becomes the entry's */
        text.size -= ENTRY_HEAD;
    }
    if (!status)
        status = write_entry(object, index, text);
    buffer_free(&bytes);
    return status;
}

enum cim_status block_put(struct cim_object *object, size_t index, const struct cim_value *value)
{
    const struct cim_property *property = &object->cls->properties[index];

    if (property->is_array || property->type == CIM_TYPE_OBJECT)
        return write_payload(object, index, value);
    if (cim_type_is_string(property->type))
        return write_entry(object, index, value->scalar.string);
    bytes_store_number(fixed_of(object, property), property->type, &value->scalar);
    block_set_bits(object->block, index, 0);
    return CIM_OK;
}

static void put_nothing(struct cim_object *object, size_t index, unsigned bits)
{
    const struct cim_property *property = &object->cls->properties[index];

    memset(fixed_of(object, property), 0, cim_type_size(property->type, property->is_array));
    block_set_bits(object->block, index, bits);
}

void block_put_null(struct cim_object *object, size_t index)
{
    put_nothing(object, index, BLOCK_NULL);
}

void block_put_default(struct cim_object *object, size_t index)
{
    bool is_null = object->cls->properties[index].default_value.is_null;

    put_nothing(object, index, BLOCK_DEFAULT | (is_null ? BLOCK_NULL : 0));
}

static bool is_compact(const struct cim_object *object)
{
    const struct cim_class *cls = object->cls;
    size_t next = 0;
    uint32_t i;

    for (i = 0; i < cls->heap_count; i++)
    {
        const struct cim_property *property = &cls->properties[cls->heap_indexes[i]];

        if (block_bits(object->block, cls->heap_indexes[i]))
            continue;
        if (bytes_load32(fixed_of(object, property)) != next)
            return false;
        next += ENTRY_HEAD + bytes_load32(block_entry(object, property));
    }
    return next == heap_used(object);
}

enum cim_status block_compact(struct cim_object *object)
{
    if (is_compact(object))
        return CIM_OK;
    return rebuild(object, object->cls->heap_start + live_size(object, SIZE_MAX), SIZE_MAX);
}
