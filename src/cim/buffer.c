/* A growing byte buffer. Its first failure sticks, and stops all later appends.
 *
 * No locking: one user at a time. The bytes are the buffer's own until buffer_detach(). */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "mem.h"

#define FIRST_CAPACITY ((size_t)64)
#define FORMAT_GUESS   ((size_t)128)

void buffer_init(struct buffer *buffer, size_t maximum)
{
    memset(buffer, 0, sizeof(*buffer));
    buffer->maximum = maximum ? maximum : BUFFER_DEFAULT_MAXIMUM;
}

void buffer_free(struct buffer *buffer)
{
    mem_free(buffer->data);
    buffer_init(buffer, buffer->maximum);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->status = CIM_OK;
    if (buffer->data)
        buffer->data[0] = '\0';
}

/* Room for `more` bytes and the terminator. */
static bool make_room(struct buffer *buffer, size_t more)
{
    if (buffer->status)
        return false;
    if (more > buffer->maximum - buffer->size)
    {
        buffer->status = CIM_QUOTA_VIOLATION;
        return false;
    }
    size_t wanted = buffer->size + more + 1;
    if (wanted <= buffer->capacity)
        return true;

    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < wanted)
        capacity = capacity > SIZE_MAX / 2 ? wanted : capacity * 2;
    unsigned char *data = mem_realloc(buffer->data, capacity);
    if (!data)
    {
        buffer->status = CIM_NO_MEMORY;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void buffer_append(struct buffer *buffer, const void *data, size_t size)
{
    if (!make_room(buffer, size))
        return;
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void buffer_append_text(struct buffer *buffer, struct text text)
{
    buffer_append(buffer, text.data, text.size);
}

void buffer_append_string(struct buffer *buffer, const char *zero_terminated)
{
    buffer_append_text(buffer, text_from(zero_terminated));
}

void buffer_append_char(struct buffer *buffer, char c)
{
    buffer_append(buffer, &c, 1);
}

void buffer_append_u32(struct buffer *buffer, uint32_t value)
{
    unsigned char bytes[4];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    buffer_append(buffer, bytes, sizeof(bytes));
}

void buffer_append_u64(struct buffer *buffer, uint64_t value)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    buffer_append(buffer, bytes, sizeof(bytes));
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    /* msvcrt answers -1 where C says how much is needed; doubling suits both. */
    size_t room = FORMAT_GUESS;
    for (;; room *= 2)
    {
        size_t most = buffer->maximum - buffer->size;
        if (!make_room(buffer, room < most ? room : most))
            return;
        va_list arguments;
        va_start(arguments, format);
        char *end = (char *)buffer->data + buffer->size;
        size_t limit = buffer->capacity - buffer->size;
        if (limit > most + 1)
            limit = most + 1;
        int length = vsnprintf(end, limit, format, arguments);
        va_end(arguments);
        if (length >= 0 && (size_t)length < limit)
        {
            buffer->size += (size_t)length;
            return;
        }
        *end = '\0';
        if (room >= most)
            break;
    }
    buffer->status = CIM_QUOTA_VIOLATION;
}

unsigned char *buffer_reserve(struct buffer *buffer, size_t size)
{
    if (!make_room(buffer, size))
        return NULL;
    unsigned char *start = buffer->data + buffer->size;
    memset(start, 0, size + 1);
    buffer->size += size;
    return start;
}

enum cim_status buffer_status(const struct buffer *buffer)
{
    return buffer->status;
}

char *buffer_detach(struct buffer *buffer, size_t *size)
{
    char *data = NULL;
    bool usable = !buffer->status && buffer->size;
    if (size)
        *size = usable ? buffer->size : 0;
    if (usable)
        data = (char *)buffer->data;
    else
        mem_free(buffer->data);
    buffer->data = NULL;
    buffer->size = buffer->capacity = 0;
    return data;
}

struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){(const char *)buffer->data, buffer->size};
}
