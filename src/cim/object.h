/* A CIM object: a class, or an instance of one. What IWbemClassObject wraps.
 *
 * An instance is flat: one byte block that is what the store keeps.
 *   header   u32 size of the block, u32 class version, u32 fixed_size, u32 heap_used
 *   bits     two a property in layout order: 1 = NULL, 2 = default (never set: the class's default counts)
 *   fixed    table of fixed values at the offsets of the class; strings, arrays and objects hold a heap offset
 *   heap     entries of u32 length and bytes: a text; an array (u32 count, then the elements, where texts and
 *            objects have an u32 length each); an object's embedded encoding (cim_object_encode)
 * Both bits on a value say "default, and that is NULL"; the default bit alone decides where to look.
 * Reading is an offset; a write of a scalar is in place; a longer string goes to the end of the heap,
 * and cim_object_compact() squeezes the garbage out before the block is stored.
 *
 * Reference counted; one writer at a time (the COM layer locks). Blocks are copied on clone. */
#ifndef SWBEM_CIM_OBJECT_H
#define SWBEM_CIM_OBJECT_H

#include "class.h"

/* Which properties the columns of a query left: the others are not part of the object. Shared by the rows of a
 * query; `shows` has a place for each property of the class, in layout order. */
struct cim_columns
{
    int32_t references;
    bool shows[];
};

struct cim_object
{
    int32_t references;
    struct cim_class *cls; /* referenced; a class object's is the class itself */
    bool is_class;
    unsigned char *block; /* owned; instance only */
    size_t block_size;    /* bytes used */
    size_t block_capacity;
    struct cim_qualifiers qualifiers;           /* of the instance itself (local ones) */
    struct cim_qualifiers *property_qualifiers; /* owned, property_count sets; NULL: none local */
    struct cim_columns *columns;                /* referenced; NULL: every property shows */
    char *server;                               /* owned; NULL when not decorated */
    char *space; /* owned: namespace as root\cimv2; NULL when not decorated */
};

/** Wrap a class (referenced). An edit of a sealed class replaces obj->cls by a clone first. */
enum cim_status cim_object_from_class(struct cim_object **out, struct cim_class *cls);
/** A new instance with all defaults. `cls` is sealed; referenced. */
enum cim_status cim_object_spawn(struct cim_object **out, struct cim_class *cls);
/** An instance from a stored block, which is checked completely (hostile bytes: CIM_DATABASE_CORRUPT). */
enum cim_status cim_object_from_block(struct cim_object **out, struct cim_class *cls,
                                      const void *block, size_t size);
struct cim_object *cim_object_ref(struct cim_object *object); /* takes NULL */
void cim_object_release(struct cim_object *object);           /* takes NULL */
enum cim_status cim_object_clone(struct cim_object **out, const struct cim_object *object);
/** Copies the texts. NULL: undecorated. */
enum cim_status cim_object_decorate(struct cim_object *object, const char *server,
                                    const char *space);
/** For a class object about to be edited: make cls editable (clone if it is sealed). */
enum cim_status cim_object_edit_class(struct cim_object *object);

/** Read a property, class default included. @param out  a value of its own; cim_value_clear() */
enum cim_status cim_object_get(struct cim_value *out, const struct cim_object *object,
                               struct text name);
/** By index in layout order; the index comes from cim_class_find() minus cls->properties. */
enum cim_status cim_object_get_at(struct cim_value *out, const struct cim_object *object,
                                  size_t index);
/** The quick read of a scalar that is not an object: strings borrowed until the next write.
 *  @return CIM_OK, CIM_FALSE (value is NULL), CIM_TYPE_MISMATCH (array or object: use _get_at),
 *          CIM_NOT_FOUND (no such index) */
enum cim_status cim_object_peek(union cim_scalar *out, const struct cim_object *object,
                                size_t index);
/** True when the instance's value was set (not the class default) / class: default local. */
bool cim_object_is_set(const struct cim_object *object, size_t index);
/** All false. @return referenced; cim_columns_release(); NULL: no memory */
struct cim_columns *cim_columns_create(size_t count);
struct cim_columns *cim_columns_ref(struct cim_columns *columns); /* takes NULL */
void cim_columns_release(struct cim_columns *columns);            /* takes NULL */
/** False when a query's columns left the property out: to a client it is not there. */
bool cim_object_shows(const struct cim_object *object, size_t index);
/** Convert and set; NULL sets NULL. On a class: its default. */
enum cim_status cim_object_put(struct cim_object *object, struct text name,
                               const struct cim_value *value, struct cim_error *err);
enum cim_status cim_object_put_at(struct cim_object *object, size_t index,
                                  const struct cim_value *value, struct cim_error *err);
/** Back to the class default (behaviour.md 10.1 Remove 4). */
enum cim_status cim_object_reset_at(struct cim_object *object, size_t index);
/** Squeeze garbage; afterwards block/block_size is what a store keeps (instance qualifiers are encoded
 *  separately by cim_object_encode_qualifiers). */
enum cim_status cim_object_compact(struct cim_object *object);

/** The canonical key of an instance: per key property in case-insensitive order of name, a type byte and the
 *  folded text or big-endian number, self-delimiting, so that equal keys are equal bytes (strings without
 *  case). Singleton: "@". @return CIM_ILLEGAL_NULL (err names the property), CIM_NO_KEY (class without keys) */
enum cim_status cim_object_key(struct buffer *out, const struct cim_object *object,
                               struct cim_error *err);
/** `Class.Key="v",...`, `Class=@`, or the class name. @return CIM_ILLEGAL_NULL when a key is NULL,
 *  CIM_NO_KEY, CIM_INCOMPLETE_CLASS (unnamed class) */
enum cim_status cim_object_relpath(struct buffer *out, const struct cim_object *object);
/** `\\SERVER\root\ns:relpath`; undecorated gives the relpath alone. */
enum cim_status cim_object_path(struct buffer *out, const struct cim_object *object);

/** Comparison flags of behaviour.md 7.2 (CIM_COMPARE_...). */
bool cim_object_equal(const struct cim_object *a, const struct cim_object *b, unsigned flags);

/** What IWbemClassObject shows: of a class its qualifiers; of an instance its own and those that the class
 *  gives to instances, marked CIM_FLAVOR_PROPAGATED. @param out unset; cim_qualifiers_free() */
enum cim_status cim_object_effective_qualifiers(struct cim_qualifiers *out,
                                                const struct cim_object *object);
/** The same for one property; CIMTYPE comes first. @return CIM_NOT_FOUND (no such index) */
enum cim_status cim_object_effective_property_qualifiers(struct cim_qualifiers *out,
                                                         const struct cim_object *object,
                                                         size_t index);
/** Put and remove with the rules of a user's edit, on classes (edited as by cim_object_edit_class) and
 *  instances (a class's qualifier is hidden if it may be overridden). `index` < 0: the object itself.
 *  @return as cim_qualifiers_put() and _remove(); CIM_NOT_FOUND (no such index) */
enum cim_status cim_object_put_qualifier(struct cim_object *object, int32_t index, struct text name,
                                         const struct cim_value *value, unsigned flavor,
                                         struct cim_error *err);
enum cim_status cim_object_remove_qualifier(struct cim_object *object, int32_t index,
                                            struct text name, struct cim_error *err);

/** The qualifiers of an instance and of its properties, as bytes (size 0 when there are none). */
enum cim_status cim_object_encode_qualifiers(struct buffer *out, const struct cim_object *object);
enum cim_status cim_object_decode_qualifiers(struct cim_object *object, const void *data,
                                             size_t size);

/** A self-contained encoding (class with inheritance flattened, and block) for embedded objects whose
 *  class need not be stored. Nesting over CIM_EMBEDDING_MAXIMUM: CIM_QUOTA_VIOLATION. */
enum cim_status cim_object_encode(struct buffer *out, const struct cim_object *object);
enum cim_status cim_object_decode(struct cim_object **out, const void *data, size_t size);

#endif
