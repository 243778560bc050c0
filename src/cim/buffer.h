/* A byte buffer that grows up to a stated maximum. A failure sticks: appends after it do nothing, and
 * buffer_status() tells at the end, so that writers need not check each call. Owned by its user. */
#ifndef SWBEM_CIM_BUFFER_H
#define SWBEM_CIM_BUFFER_H

#include "status.h"
#include "text.h"

struct buffer
{
    unsigned char *data; /* NUL-terminated beyond size; NULL while empty */
    size_t size;
    size_t capacity;
    size_t maximum;
    enum cim_status status; /* CIM_OK, CIM_NO_MEMORY, CIM_QUOTA_VIOLATION (over the maximum) */
};

#define BUFFER_DEFAULT_MAXIMUM ((size_t)256 << 20)

void buffer_init(struct buffer *buffer, size_t maximum); /* 0: BUFFER_DEFAULT_MAXIMUM */
void buffer_free(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* keeps the memory, forgets a failure */
void buffer_append(struct buffer *buffer, const void *data, size_t size);
void buffer_append_text(struct buffer *buffer, struct text text);
void buffer_append_string(struct buffer *buffer, const char *zero_terminated);
void buffer_append_char(struct buffer *buffer, char c);
void buffer_append_u32(struct buffer *buffer, uint32_t value); /* little endian */
void buffer_append_u64(struct buffer *buffer, uint64_t value);
void buffer_append_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** Append `size` zero bytes. @return their start (valid until the next append) or NULL on failure */
unsigned char *buffer_reserve(struct buffer *buffer, size_t size);
enum cim_status buffer_status(const struct buffer *buffer);
/** Hand the bytes over. @return owned, mem_free(); NULL if empty or failed. The buffer is empty afterwards. */
char *buffer_detach(struct buffer *buffer, size_t *size);
struct text buffer_text(const struct buffer *buffer);

#endif
