/* The stored form of values: a type byte, a flag byte, and the payload.
 *   number   its bytes, little endian, cim_type_size() of them
 *   text     u32 length and bytes
 *   object   u32 length and an embedded encoding (object_codec.c)
 *   array    u32 count and so many of the above
 * Reading checks every length against what is left, so that bytes never cost more memory than a small
 * multiple of themselves. */
#include "value.h"

#include "codec.h"
#include "mem.h"

#define FLAG_ARRAY 1u
#define FLAG_NULL  2u

/* The object's length is known only afterwards. */
static void append_object(struct buffer *out, const struct cim_object *object)
{
    size_t start = out->size;
    enum cim_status status;

    buffer_append_u32(out, 0);
    if (buffer_status(out))
        return;
    status = object ? cim_object_encode(out, object) : CIM_INVALID_OBJECT;
    if (status)
    {
        out->status = status;
        return;
    }
    bytes_store32(out->data + start, (uint32_t)(out->size - start - 4));
}

static void append_scalar(struct buffer *out, enum cim_type type, const union cim_scalar *scalar)
{
    unsigned char bytes[8];

    if (type == CIM_TYPE_OBJECT)
    {
        append_object(out, scalar->object);
        return;
    }
    if (cim_type_is_string(type))
    {
        codec_append_text(out, scalar->string);
        return;
    }
    bytes_store_number(bytes, type, scalar);
    buffer_append(out, bytes, cim_type_size(type, false));
}

void cim_payload_encode(struct buffer *out, const struct cim_value *value)
{
    size_t i;

    if (!value->is_array)
    {
        append_scalar(out, value->type, &value->scalar);
        return;
    }
    buffer_append_u32(out, (uint32_t)value->count);
    for (i = 0; i < value->count && !buffer_status(out); i++)
        append_scalar(out, value->type, &value->items[i]);
}

void cim_value_encode(struct buffer *out, const struct cim_value *value)
{
    unsigned flags = (value->is_array ? FLAG_ARRAY : 0) | (value->is_null ? FLAG_NULL : 0);

    buffer_append_char(out, (char)value->type);
    buffer_append_char(out, (char)flags);
    if (!value->is_null)
        cim_payload_encode(out, value);
}

static struct cim_object *read_object(struct reader *reader)
{
    struct text bytes = reader_text(reader);
    struct reader inner;
    struct cim_object *object;

    if (reader->status)
        return NULL;
    reader_init(&inner, bytes.data, bytes.size, reader->nesting);
    object = cim_object_read(&inner);
    if (reader_finish(&inner) && object)
    {
        cim_object_release(object);
        object = NULL;
    }
    reader_fail(reader, inner.status);
    return object;
}

static void read_text(union cim_scalar *out, struct reader *reader)
{
    struct text text = reader_text(reader);
    char *copy;

    if (reader->status)
        return;
    copy = text_dup(text);
    if (!copy)
    {
        reader_fail(reader, CIM_NO_MEMORY);
        return;
    }
    out->string.data = copy;
    out->string.size = text.size;
}

/* On failure `out` stays empty, which cim_value_clear() takes. */
static void read_scalar(union cim_scalar *out, enum cim_type type, struct reader *reader)
{
    const unsigned char *at;

    if (type == CIM_TYPE_OBJECT)
    {
        out->object = read_object(reader);
        return;
    }
    if (cim_type_is_string(type))
    {
        read_text(out, reader);
        return;
    }
    at = reader_take(reader, cim_type_size(type, false));
    if (at)
        bytes_load_number(out, type, at);
}

static void read_array(struct cim_value *out, enum cim_type type, struct reader *reader)
{
    size_t count = reader_count(reader, cim_type_size(type, false), CIM_ARRAY_MAXIMUM);
    enum cim_status status;
    size_t i;

    if (reader->status)
        return;
    status = cim_value_init_array(out, type, count);
    if (status)
        reader_fail(reader, status);
    for (i = 0; i < count && !reader->status; i++)
        read_scalar(&out->items[i], type, reader);
}

void cim_payload_decode(struct cim_value *out, enum cim_type type, bool is_array,
                        struct reader *reader)
{
    cim_value_init_null(out, type, is_array);
    if (is_array)
    {
        read_array(out, type, reader);
    }
    else
    {
        memset(&out->scalar, 0, sizeof(out->scalar));
        out->is_null = false;
        read_scalar(&out->scalar, type, reader);
    }
    if (reader->status)
        cim_value_clear(out);
}

bool cim_value_read(struct cim_value *out, struct reader *reader)
{
    unsigned type = reader_u8(reader);
    unsigned flags = reader_u8(reader);
    bool is_array = flags & FLAG_ARRAY;

    cim_value_init_null(out, CIM_TYPE_NONE, false);
    if ((flags & ~(FLAG_ARRAY | FLAG_NULL)) ||
        (!cim_type_is_known(type) && (type != CIM_TYPE_NONE || flags != FLAG_NULL)))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (reader->status)
        return false;
    cim_value_init_null(out, (enum cim_type)type, is_array);
    if (!(flags & FLAG_NULL))
        cim_payload_decode(out, (enum cim_type)type, is_array, reader);
    return !reader->status;
}

enum cim_status cim_value_decode(struct cim_value *out, const unsigned char **cursor,
                                 const unsigned char *end)
{
    struct reader reader;
    struct cim_value value;

    reader_init(&reader, *cursor, (size_t)(end - *cursor), CIM_EMBEDDING_MAXIMUM);
    if (!cim_value_read(&value, &reader))
        return reader.status;
    *out = value;
    *cursor = reader.at;
    return CIM_OK;
}

static bool check_element(enum cim_type type, struct reader *reader)
{
    struct text bytes = reader_text(reader);
    unsigned depth;

    if (reader->status || type != CIM_TYPE_OBJECT)
        return !reader->status;
    depth = cim_embedded_depth((const unsigned char *)bytes.data, bytes.size);
    return depth && depth <= reader->nesting;
}

bool cim_payload_check(enum cim_type type, bool is_array, const unsigned char *data, size_t size,
                       unsigned nesting)
{
    size_t element = cim_type_size(type, false);
    bool is_fixed = !cim_type_is_string(type) && type != CIM_TYPE_OBJECT;
    struct reader reader;
    size_t i, count = 1;

    reader_init(&reader, data, size, nesting);
    if (is_array)
        count = reader_count(&reader, element, CIM_ARRAY_MAXIMUM);
    if (reader.status)
        return false;
    if (is_fixed)
        return (size_t)(reader.end - reader.at) == count * element;
    for (i = 0; i < count; i++)
    {
        if (!check_element(type, &reader))
            return false;
    }
    return !reader_finish(&reader);
}
