/* The block of an instance (object.h describes it): where things are, and reading and writing them.
 * Internal to this room.
 *
 * A block that an object holds is sound: it was made by this room or checked by cim_object_from_block(). So
 * reads trust its offsets. Heap entries do not overlap, which lets a shorter text be written in place. */
#ifndef SWBEM_CIM_OBJECT_BLOCK_H
#define SWBEM_CIM_OBJECT_BLOCK_H

#include "object.h"

#define BLOCK_SIZE_AT    0
#define BLOCK_VERSION_AT 4
#define BLOCK_FIXED_AT   8
#define BLOCK_HEAP_AT    12
#define BLOCK_HEADER     16
#define BLOCK_MAXIMUM    ((size_t)256 << 20)

#define BLOCK_NULL    1u
#define BLOCK_DEFAULT 2u

static inline unsigned block_bits(const unsigned char *block, size_t index)
{
    return block[BLOCK_HEADER + index / 4] >> (index % 4 * 2) & 3u;
}

static inline void block_set_bits(unsigned char *block, size_t index, unsigned bits)
{
    unsigned char *at = &block[BLOCK_HEADER + index / 4];
    unsigned shift = (unsigned)(index % 4 * 2);

    *at = (unsigned char)((*at & ~(3u << shift)) | bits << shift);
}

/** The u32 length of a heap entry; its bytes follow. The property must have one (bits 0). */
const unsigned char *block_entry(const struct cim_object *object,
                                 const struct cim_property *property);

/** A fresh block for an instance of object->cls. */
enum cim_status block_spawn(struct cim_object *object);
/** Check hostile bytes and copy them. @param nesting  levels of embedded objects that may follow */
enum cim_status block_load(struct cim_object *object, const void *block, size_t size,
                           unsigned nesting);
enum cim_status block_copy(struct cim_object *object, const struct cim_object *from);
enum cim_status block_get(struct cim_value *out, const struct cim_object *object, size_t index);
/** `value` is already of the property's type; not NULL. */
enum cim_status block_put(struct cim_object *object, size_t index, const struct cim_value *value);
void block_put_null(struct cim_object *object, size_t index);
void block_put_default(struct cim_object *object, size_t index);
enum cim_status block_compact(struct cim_object *object);
/** The deepest embedded object's levels; 0 without any. */
unsigned block_depth(const struct cim_object *object);

#endif
