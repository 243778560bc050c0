/* The checked reader of stored bytes, and the writing of numbers and texts. See codec.h.
 * A reader belongs to one thread; what it hands out as borrowed lies in the bytes that it reads. */
#include "codec.h"

#include "mem.h"

void bytes_store_number(unsigned char *at, enum cim_type type, const union cim_scalar *scalar)
{
    float single = (float)scalar->real;
    uint64_t bits = scalar->uint;
    uint32_t bits32;

    if (type == CIM_TYPE_REAL32)
    {
        memcpy(&bits32, &single, sizeof(bits32));
        bits = bits32;
    }
    switch (cim_type_size(type, false))
    {
    case 1:
        at[0] = (unsigned char)bits;
        return;
    case 2:
        bytes_store16(at, (uint32_t)bits);
        return;
    case 4:
        bytes_store32(at, (uint32_t)bits);
        return;
    default:
        bytes_store64(at, bits);
    }
}

void reader_init(struct reader *reader, const void *data, size_t size, unsigned nesting)
{
    reader->at = data;
    reader->end = reader->at + size;
    reader->nesting = nesting;
    reader->status = CIM_OK;
}

void reader_fail(struct reader *reader, enum cim_status status)
{
    if (!reader->status)
        reader->status = status;
}

const unsigned char *reader_take(struct reader *reader, size_t size)
{
    const unsigned char *start = reader->at;

    if (!reader->status && size > (size_t)(reader->end - reader->at))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (reader->status)
        return NULL;
    reader->at += size;
    return start;
}

uint8_t reader_u8(struct reader *reader)
{
    const unsigned char *at = reader_take(reader, 1);

    return at ? *at : 0;
}

uint32_t reader_u32(struct reader *reader)
{
    const unsigned char *at = reader_take(reader, 4);

    return at ? bytes_load32(at) : 0;
}

struct text reader_text(struct reader *reader)
{
    uint32_t size = reader_u32(reader);
    const unsigned char *at = reader_take(reader, size);

    return (struct text){(const char *)at, at ? size : 0};
}

char *reader_name(struct reader *reader, size_t *size)
{
    struct text text = reader_text(reader);
    char *name;

    if (text.size > CIM_MAX_NAME * 3 || (text.size && memchr(text.data, 0, text.size)))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (reader->status)
        return NULL;
    name = text_dup(text);
    if (!name)
        reader_fail(reader, CIM_NO_MEMORY);
    if (size)
        *size = text.size;
    return name;
}

size_t reader_count(struct reader *reader, size_t least, size_t most)
{
    size_t count = reader_u32(reader);

    if (count > most || count > (size_t)(reader->end - reader->at) / least)
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    return reader->status ? 0 : count;
}

enum cim_status reader_finish(struct reader *reader)
{
    if (reader->at != reader->end)
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    return reader->status;
}

void codec_append_text(struct buffer *out, struct text text)
{
    buffer_append_u32(out, (uint32_t)text.size);
    buffer_append_text(out, text);
}
