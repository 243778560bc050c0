/* Encoding of key values (key.h holds the format).
 *
 * Pure functions, any thread. Texts without a zero byte, practically all, are folded straight into
 * the buffer. */
#include "key.h"

#include <string.h>

#include "mem.h"
#include "path.h"

static void append_be64(struct buffer *out, char kind, uint64_t bits)
{
    unsigned char *bytes = buffer_reserve(out, 9);
    if (!bytes)
        return;
    bytes[0] = (unsigned char)kind;
    for (int i = 8; i > 0; i--, bits >>= 8)
        bytes[i] = (unsigned char)bits;
}

static void append_folded(struct buffer *out, const char *data, size_t size)
{
    char *folded = (char *)buffer_reserve(out, size);
    if (folded)
        text_fold_into((struct text){data, size}, folded);
}

static void append_escaped(struct buffer *out, struct text text)
{
    const char *rest = text.data, *end = text.data + text.size;
    for (;;)
    {
        size_t left = (size_t)(end - rest);
        const char *zero = memchr(rest, 0, left);
        append_folded(out, rest, zero ? (size_t)(zero - rest) : left);
        if (!zero)
            return;
        buffer_append(out, "\x00\xFF", 2);
        rest = zero + 1;
    }
}

static void append_text(struct buffer *out, char kind, struct text text)
{
    buffer_append_char(out, kind);
    if (text.size)
        append_escaped(out, text);
    buffer_append(out, "\x00\x01", 2);
}

/* Equal references are to be equal bytes whatever their key order, quotes and slashes. */
static void append_reference(struct buffer *out, struct text text)
{
    struct cim_path path;
    struct buffer canonical;
    cim_path_init(&path);
    buffer_init(&canonical, 0);
    enum cim_status status = cim_path_parse(&path, text, NULL);
    if (!status)
    {
        if (path.server && strcmp(path.server, ".") == 0)
        {
            mem_free(path.server);
            path.server = NULL;
        }
        cim_path_print(&canonical, &path);
        status = buffer_status(&canonical);
    }
    if (status == CIM_NO_MEMORY)
        out->status = out->status ? out->status : status;
    else
        append_text(out, 'p', status ? text : buffer_text(&canonical));
    buffer_free(&canonical);
    cim_path_free(&path);
}

/* Negative numbers sort by all bits inverted, the others above them; -0 is 0. */
static uint64_t real_bits(double number)
{
    uint64_t bits;
    number = number == 0 ? 0 : number;
    memcpy(&bits, &number, sizeof(bits));
    return bits >> 63 ? ~bits : bits | (UINT64_C(1) << 63);
}

void cim_key_append_scalar(struct buffer *out, enum cim_type type, const union cim_scalar *scalar)
{
    if (type == CIM_TYPE_REFERENCE)
        append_reference(out, scalar->string);
    else if (cim_type_is_string(type))
        append_text(out, 's', scalar->string);
    else if (type == CIM_TYPE_BOOLEAN)
        buffer_append(out, scalar->uint ? "b\x01" : "b\x00", 2);
    else if (cim_type_is_signed(type))
        append_be64(out, 'i', (uint64_t)scalar->sint ^ (UINT64_C(1) << 63));
    else if (cim_type_is_unsigned(type))
        append_be64(out, 'u', scalar->uint);
    else if (cim_type_is_real(type))
        append_be64(out, 'r', real_bits(scalar->real));
    else
        buffer_append_char(out, 'n');
}

void cim_key_append(struct buffer *out, const struct cim_value *value)
{
    if (value->is_null || value->is_array)
        buffer_append_char(out, 'n');
    else
        cim_key_append_scalar(out, value->type, &value->scalar);
}
