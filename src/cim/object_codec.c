/* Objects as bytes that need nothing else: what a property of type object holds. And the qualifiers of an
 * instance, which the store keeps beside its block.
 *
 *   u8 mark, u8 version, u8 depth, u8 flags, [server], [namespace], the class in its flat form
 *   of an instance: u32 length and block, u32 length and qualifiers
 *
 * `depth` counts the levels of objects, this one included; what lies inside has a smaller one. So the
 * recursion of readers is bounded, and an object's nesting is known without reading it. */
#include "object.h"

#include <string.h>

#include "class_internal.h"
#include "codec.h"
#include "mem.h"
#include "object_block.h"

#define CODEC_MARK    0x4F
#define CODEC_VERSION 1
#define HEAD_SIZE     4

#define FLAG_CLASS  0x01u
#define FLAG_SERVER 0x02u
#define FLAG_SPACE  0x04u
#define FLAG_ALL    0x07u

#define QUALIFIERS_VERSION     1
#define LEAST_QUALIFIER_RECORD 8 /* index and count */

unsigned cim_embedded_depth(const unsigned char *data, size_t size)
{
    if (size < HEAD_SIZE || data[0] != CODEC_MARK || data[1] != CODEC_VERSION ||
        data[2] > CIM_EMBEDDING_MAXIMUM)
        return 0;
    return data[2];
}

unsigned cim_object_depth(const struct cim_object *object)
{
    unsigned of_class = cim_class_depth(object->cls);
    unsigned of_block = object->is_class ? 0 : block_depth(object) + 1;

    return of_block > of_class ? of_block : of_class;
}

/* --- writing ----------------------------------------------------------------------------------- */

static void append_optional(struct buffer *out, const char *string)
{
    if (string)
        codec_append_text(out, text_from(string));
}

static void append_head(struct buffer *out, const struct cim_object *object, unsigned depth)
{
    unsigned flags = (object->is_class ? FLAG_CLASS : 0) | (object->server ? FLAG_SERVER : 0) |
                     (object->space ? FLAG_SPACE : 0);
    unsigned char head[HEAD_SIZE] = {CODEC_MARK, CODEC_VERSION, (unsigned char)depth,
                                     (unsigned char)flags};

    buffer_append(out, head, sizeof(head));
    append_optional(out, object->server);
    append_optional(out, object->space);
}

/* A class that is still being edited must be one that its reader can seal. */
static enum cim_status append_class(struct buffer *out, const struct cim_class *cls)
{
    struct cim_class *copy;
    enum cim_status status;

    if (cls->sealed)
    {
        cim_class_encode_flat(out, cls);
        return buffer_status(out);
    }
    status = cim_class_clone(&copy, cls);
    if (status)
        return status;
    status = cim_class_seal(copy, NULL);
    if (!status)
        cim_class_encode_flat(out, copy);
    cim_class_release(copy);
    return status ? status : buffer_status(out);
}

static enum cim_status append_qualifiers(struct buffer *out, const struct cim_object *object)
{
    size_t start = out->size;
    enum cim_status status;

    buffer_append_u32(out, 0);
    status = cim_object_encode_qualifiers(out, object);
    if (!status)
        bytes_store32(out->data + start, (uint32_t)(out->size - start - 4));
    return status;
}

enum cim_status cim_object_encode(struct buffer *out, const struct cim_object *object)
{
    unsigned depth = cim_object_depth(object);
    enum cim_status status;

    if (depth > CIM_EMBEDDING_MAXIMUM)
        return CIM_QUOTA_VIOLATION;
    append_head(out, object, depth);
    status = append_class(out, object->cls);
    if (status || object->is_class)
        return status;
    codec_append_text(out, (struct text){(const char *)object->block, object->block_size});
    return append_qualifiers(out, object);
}

static bool has_qualifiers(const struct cim_object *object)
{
    size_t i;

    if (object->qualifiers.count)
        return true;
    for (i = 0; object->property_qualifiers && i < object->cls->property_count; i++)
    {
        if (object->property_qualifiers[i].count)
            return true;
    }
    return false;
}

enum cim_status cim_object_encode_qualifiers(struct buffer *out, const struct cim_object *object)
{
    uint32_t i, count = 0, properties = 0;

    if (object->is_class || !has_qualifiers(object))
        return buffer_status(out);
    if (object->property_qualifiers)
        properties = (uint32_t)object->cls->property_count;
    buffer_append_char(out, QUALIFIERS_VERSION);
    cim_qualifiers_encode(out, &object->qualifiers);
    for (i = 0; i < properties; i++)
        count += object->property_qualifiers[i].count != 0;
    buffer_append_u32(out, count);
    for (i = 0; i < properties; i++)
    {
        if (!object->property_qualifiers[i].count)
            continue;
        buffer_append_u32(out, i);
        cim_qualifiers_encode(out, &object->property_qualifiers[i]);
    }
    return buffer_status(out);
}

/* --- reading ----------------------------------------------------------------------------------- */

static void read_property_qualifiers(struct cim_object *object, struct cim_qualifiers *sets,
                                     struct reader *reader, size_t count)
{
    size_t i, index, next = 0;

    for (i = 0; i < count && !reader->status; i++)
    {
        index = reader_u32(reader);
        if (index < next || index >= object->cls->property_count)
            reader_fail(reader, CIM_DATABASE_CORRUPT);
        if (reader->status)
            return;
        cim_qualifiers_read(&sets[index], reader);
        next = index + 1;
    }
}

static void free_sets(struct cim_qualifiers *sets, size_t count)
{
    size_t i;

    for (i = 0; sets && i < count; i++)
        cim_qualifiers_free(&sets[i]);
    mem_free(sets);
}

/* @return the sets of the properties, owned; NULL when there are none */
static struct cim_qualifiers *read_sets(struct cim_object *object, struct reader *reader)
{
    size_t properties = object->cls->property_count;
    size_t count = reader_count(reader, LEAST_QUALIFIER_RECORD, properties);
    struct cim_qualifiers *sets = NULL;

    if (reader->status || !count)
        return NULL;
    sets = mem_calloc(properties, sizeof(*sets));
    if (!sets)
        reader_fail(reader, CIM_NO_MEMORY);
    else
        read_property_qualifiers(object, sets, reader, count);
    return sets;
}

enum cim_status cim_object_decode_qualifiers(struct cim_object *object, const void *data,
                                             size_t size)
{
    struct cim_qualifiers set = {0}, *sets = NULL;
    struct reader reader;

    if (object->is_class)
        return CIM_INVALID_OPERATION;
    reader_init(&reader, data, size, 0);
    if (size)
    {
        if (reader_u8(&reader) != QUALIFIERS_VERSION)
            reader_fail(&reader, CIM_DATABASE_CORRUPT);
        if (cim_qualifiers_read(&set, &reader))
            sets = read_sets(object, &reader);
    }
    if (reader_finish(&reader))
    {
        cim_qualifiers_free(&set);
        free_sets(sets, object->cls->property_count);
        return reader.status;
    }
    cim_qualifiers_free(&object->qualifiers);
    free_sets(object->property_qualifiers, object->cls->property_count);
    object->qualifiers = set;
    object->property_qualifiers = sets;
    return CIM_OK;
}

static char *read_optional(struct reader *reader, bool is_there)
{
    struct text text;
    char *string;

    if (!is_there)
        return NULL;
    text = reader_text(reader);
    if (text.size && memchr(text.data, 0, text.size))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (reader->status)
        return NULL;
    string = text_dup(text);
    if (!string)
        reader_fail(reader, CIM_NO_MEMORY);
    return string;
}

/* The class is sealed and nobody else's; `nesting` levels may lie in the block, which was laid out for the version of
 * the class that it names. */
static struct cim_object *read_instance(struct cim_class *cls, struct reader *reader)
{
    struct text block = reader_text(reader), qualifiers = reader_text(reader);
    struct cim_object *object = NULL;
    enum cim_status status;

    if (reader->status)
        return NULL;
    if (block.size >= BLOCK_HEADER)
        cls->version = bytes_load32((const unsigned char *)block.data + BLOCK_VERSION_AT);
    status = cim_object_spawn(&object, cls);
    if (!status)
    {
        mem_free(object->block);
        object->block = NULL;
        status = block_load(object, block.data, block.size, reader->nesting);
    }
    if (!status)
        status = cim_object_decode_qualifiers(object, qualifiers.data, qualifiers.size);
    if (!status)
        return object;
    cim_object_release(object);
    reader_fail(reader, status);
    return NULL;
}

static struct cim_object *read_body(struct reader *reader, bool is_class)
{
    struct cim_class *cls = cim_class_read_flat(reader);
    struct cim_object *object = NULL;

    if (!cls)
        return NULL;
    if (is_class)
        reader_fail(reader, cim_object_from_class(&object, cls));
    else if (!reader->status)
        object = read_instance(cls, reader);
    cim_class_release(cls);
    return object;
}

struct cim_object *cim_object_read(struct reader *reader)
{
    const unsigned char *head = reader_take(reader, HEAD_SIZE);
    unsigned outer = reader->nesting, depth = head ? cim_embedded_depth(head, HEAD_SIZE) : 0;
    unsigned flags = head ? head[3] : 0;
    struct cim_object *object = NULL;
    char *server, *space;

    if (!depth || depth > outer || (flags & ~FLAG_ALL))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (reader->status)
        return NULL;
    server = read_optional(reader, flags & FLAG_SERVER);
    space = read_optional(reader, flags & FLAG_SPACE);
    reader->nesting = depth - 1;
    if (!reader->status)
        object = read_body(reader, flags & FLAG_CLASS);
    reader->nesting = outer;
    if (!object)
    {
        mem_free(server);
        mem_free(space);
        return NULL;
    }
    object->server = server;
    object->space = space;
    return object;
}

enum cim_status cim_object_decode(struct cim_object **out, const void *data, size_t size)
{
    struct reader reader;
    struct cim_object *object;

    reader_init(&reader, data, size, CIM_EMBEDDING_MAXIMUM);
    object = cim_object_read(&reader);
    if (reader_finish(&reader))
    {
        cim_object_release(object);
        return reader.status;
    }
    *out = object;
    return CIM_OK;
}
