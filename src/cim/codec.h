/* Bytes of the stored forms: little-endian loads and stores, a checked reader, and the codec parts that
 * values, qualifiers, classes and objects share. Internal to this room.
 *
 * A reader walks hostile bytes. Its failure sticks, as a buffer's does: reads after it give zeros, and
 * reader.status tells at the end. `nesting` is how many levels of embedded objects may still follow. */
#ifndef SWBEM_CIM_CODEC_H
#define SWBEM_CIM_CODEC_H

#include <string.h>

#include "object.h"

struct reader
{
    const unsigned char *at;
    const unsigned char *end;
    unsigned nesting;
    enum cim_status status;
};

static inline uint16_t bytes_load16(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t bytes_load32(const unsigned char *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t bytes_load64(const unsigned char *at)
{
    return bytes_load32(at) | (uint64_t)bytes_load32(at + 4) << 32;
}

static inline void bytes_store16(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
}

static inline void bytes_store32(unsigned char *at, uint32_t value)
{
    bytes_store16(at, value);
    bytes_store16(at + 2, value >> 16);
}

static inline void bytes_store64(unsigned char *at, uint64_t value)
{
    bytes_store32(at, (uint32_t)value);
    bytes_store32(at + 4, (uint32_t)(value >> 32));
}

static inline double bytes_load_real(enum cim_type type, const unsigned char *at)
{
    uint32_t bits32;
    uint64_t bits64;
    double real;
    float single;

    if (type == CIM_TYPE_REAL32)
    {
        bits32 = bytes_load32(at);
        memcpy(&single, &bits32, sizeof(single));
        return single;
    }
    bits64 = bytes_load64(at);
    memcpy(&real, &bits64, sizeof(real));
    return real;
}

/* A number, boolean or char16 of cim_type_size() bytes. Inline, because a query reads millions. */
static inline void bytes_load_number(union cim_scalar *out, enum cim_type type,
                                     const unsigned char *at)
{
    switch (type)
    {
    case CIM_TYPE_SINT8:
        out->sint = (int8_t)at[0];
        return;
    case CIM_TYPE_SINT16:
        out->sint = (int16_t)bytes_load16(at);
        return;
    case CIM_TYPE_SINT32:
        out->sint = (int32_t)bytes_load32(at);
        return;
    case CIM_TYPE_SINT64:
        out->sint = (int64_t)bytes_load64(at);
        return;
    case CIM_TYPE_BOOLEAN:
        out->uint = at[0] != 0;
        return;
    case CIM_TYPE_UINT8:
        out->uint = at[0];
        return;
    case CIM_TYPE_UINT16:
    case CIM_TYPE_CHAR16:
        out->uint = bytes_load16(at);
        return;
    case CIM_TYPE_UINT32:
        out->uint = bytes_load32(at);
        return;
    case CIM_TYPE_UINT64:
        out->uint = bytes_load64(at);
        return;
    default:
        out->real = bytes_load_real(type, at);
    }
}

void bytes_store_number(unsigned char *at, enum cim_type type, const union cim_scalar *scalar);

void reader_init(struct reader *reader, const void *data, size_t size, unsigned nesting);
void reader_fail(struct reader *reader, enum cim_status status);
/** @return borrowed bytes, or NULL when there are not so many */
const unsigned char *reader_take(struct reader *reader, size_t size);
uint8_t reader_u8(struct reader *reader);
uint32_t reader_u32(struct reader *reader);
/** A u32 length and its bytes; borrowed from what is read. */
struct text reader_text(struct reader *reader);
/** A text that is a C string of ours: a name of at most CIM_MAX_NAME units. @return owned, NULL on failure */
char *reader_name(struct reader *reader, size_t *size);
/** A count of records of at least `least` bytes each; more than can follow, or `most`, is a failure. */
size_t reader_count(struct reader *reader, size_t least, size_t most);
/** Nothing may be left. @return the final status */
enum cim_status reader_finish(struct reader *reader);

void codec_append_text(struct buffer *out, struct text text); /* u32 length and bytes */

/** What follows the type of a value: one element, or u32 count and elements. */
void cim_payload_encode(struct buffer *out, const struct cim_value *value);
void cim_payload_decode(struct cim_value *out, enum cim_type type, bool is_array,
                        struct reader *reader);
/** True when the bytes are a payload of the type, without building anything; objects are looked at by their head. */
bool cim_payload_check(enum cim_type type, bool is_array, const unsigned char *data, size_t size,
                       unsigned nesting);
/** @return false on failure, which the reader tells */
bool cim_value_read(struct cim_value *out, struct reader *reader);
/** Replace the objects of a value by copies that nobody else holds. */
enum cim_status cim_value_own_objects(struct cim_value *value);

void cim_qualifiers_encode_all(struct buffer *out, const struct cim_qualifiers *set);
bool cim_qualifiers_read(struct cim_qualifiers *out, struct reader *reader);

void cim_class_encode_flat(struct buffer *out, const struct cim_class *cls);
/** A sealed class. @return NULL on failure, which the reader tells */
struct cim_class *cim_class_read_flat(struct reader *reader);
unsigned cim_class_depth(const struct cim_class *cls);

/** Levels of objects in an encoding: 1 for one that holds none. 0 when the head is damaged. */
unsigned cim_embedded_depth(const unsigned char *data, size_t size);
unsigned cim_object_depth(const struct cim_object *object);
unsigned cim_value_depth(const struct cim_value *value); /* 0 without objects */
/** @return NULL on failure, which the reader tells */
struct cim_object *cim_object_read(struct reader *reader);

#endif
