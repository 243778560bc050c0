/* Text: comparing without case, hashing, and the way between UTF-16 and generalised UTF-8.
 *
 * Pure functions, any thread. Everything that looks at characters goes through next_character(),
 * which never reads beyond the text; ASCII takes short cuts before it. A malformed byte is a
 * character of its own beyond Unicode (on the way to UTF-16 it becomes U+FFFD). The fold is to
 * upper case, by table, and keeps the encoded length: texts of unequal size are never equal. */
#include "text.h"

#include <string.h>

#include "mem.h"

#define REPLACEMENT UINT32_C(0xFFFD)
#define MALFORMED   UINT32_C(0x110000) /* plus the byte */
#define FNV_BASIS   UINT32_C(2166136261)
#define FNV_PRIME   UINT32_C(16777619)

/* Lower case from `first` to `last`: subtract `distance`; PAIRS: every second is the lower case of
 * the one before it. Ordered by `first`. */
struct fold_range
{
    uint16_t first, last;
    int16_t distance;
    bool pairs;
};

static const struct fold_range fold_ranges[] = {
    {0x0061, 0x007A, 32, false},   /* ASCII */
    {0x00E0, 0x00F6, 32, false},   /* Latin-1 */
    {0x00F8, 0x00FE, 32, false},   /* Latin-1 */
    {0x00FF, 0x00FF, -121, false}, /* y with diaeresis */
    {0x0101, 0x012F, 1, true},     /* Latin Extended-A */
    {0x0133, 0x0137, 1, true},     /* Latin Extended-A */
    {0x013A, 0x0148, 1, true},     /* Latin Extended-A */
    {0x014B, 0x0177, 1, true},     /* Latin Extended-A */
    {0x017A, 0x017E, 1, true},     /* Latin Extended-A */
    {0x03AC, 0x03AC, 38, false},   /* Greek with tonos */
    {0x03AD, 0x03AF, 37, false},   /* Greek with tonos */
    {0x03B1, 0x03C1, 32, false},   /* Greek */
    {0x03C2, 0x03C2, 31, false},   /* final sigma */
    {0x03C3, 0x03CB, 32, false},   /* Greek */
    {0x03CC, 0x03CC, 64, false},   /* Greek with tonos */
    {0x03CD, 0x03CE, 63, false},   /* Greek with tonos */
    {0x0430, 0x044F, 32, false},   /* Cyrillic */
    {0x0450, 0x045F, 80, false},   /* Cyrillic */
    {0x0461, 0x0481, 1, true},     /* Cyrillic, historic */
    {0x048B, 0x04BF, 1, true},     /* Cyrillic Extended */
    {0x04C2, 0x04CE, 1, true},     /* Cyrillic Extended */
    {0x04CF, 0x04CF, 15, false},   /* palochka */
    {0x04D1, 0x0523, 1, true},     /* Cyrillic Extended */
    {0x0561, 0x0586, 48, false},   /* Armenian */
    {0x1E01, 0x1E95, 1, true},     /* Latin Extended Additional */
    {0x1EA1, 0x1EFF, 1, true},     /* Latin Extended Additional */
    {0xFF41, 0xFF5A, 32, false},   /* full-width forms */
};

/* Beyond ASCII, what is no letter. Ordered. Private use and lone surrogates included. */
static const struct
{
    uint32_t first, last;
} not_letters[] = {
    {0x0080, 0x00A9}, {0x00AB, 0x00B4}, {0x00B6, 0x00B9}, {0x00BB, 0x00BF},
    {0x00D7, 0x00D7}, {0x00F7, 0x00F7}, {0x2000, 0x2BFF}, {0x2E00, 0x2FFF},
    {0x3000, 0x3004}, {0x3008, 0x3020}, {0xD800, 0xF8FF}, {0xFE00, 0xFE6F},
    {0xFEFF, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static uint32_t fold_wide(uint32_t c)
{
    size_t low = 0, high = COUNT_OF(fold_ranges);
    while (low < high)
    {
        size_t middle = low + (high - low) / 2;
        const struct fold_range *range = &fold_ranges[middle];
        if (c < range->first)
            high = middle;
        else if (c > range->last)
            low = middle + 1;
        else if (range->pairs && ((c - range->first) & 1))
            return c;
        else
            return (uint32_t)((int32_t)c - range->distance);
    }
    return c;
}

static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return c - 'a' < 26u ? c - 32 : c;
    return fold_wide(c);
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Take one character that begins with a byte of 0x80 or more. */
static uint32_t next_wide(const unsigned char **cursor, const unsigned char *end)
{
    const unsigned char *p = *cursor;
    size_t left = (size_t)(end - p);
    if (p[0] >= 0xC2 && p[0] < 0xE0 && left >= 2 && is_continuation(p[1]))
    {
        *cursor = p + 2;
        return ((p[0] & 0x1Fu) << 6) | (p[1] & 0x3Fu);
    }
    if (p[0] >= 0xE0 && p[0] < 0xF0 && left >= 3 && is_continuation(p[1]) && is_continuation(p[2]))
    {
        uint32_t c = ((p[0] & 0x0Fu) << 12) | ((p[1] & 0x3Fu) << 6) | (p[2] & 0x3Fu);
        if (c >= 0x800)
        {
            *cursor = p + 3;
            return c;
        }
    }
    if (p[0] >= 0xF0 && p[0] < 0xF5 && left >= 4 && is_continuation(p[1]) &&
        is_continuation(p[2]) && is_continuation(p[3]))
    {
        uint32_t c = ((p[0] & 0x07u) << 18) | ((p[1] & 0x3Fu) << 12) | ((p[2] & 0x3Fu) << 6) |
                     (p[3] & 0x3Fu);
        if (c >= 0x10000 && c <= 0x10FFFF)
        {
            *cursor = p + 4;
            return c;
        }
    }
    *cursor = p + 1;
    return MALFORMED + p[0];
}

static uint32_t next_character(const unsigned char **cursor, const unsigned char *end)
{
    if (**cursor < 0x80)
        return *(*cursor)++;
    return next_wide(cursor, end);
}

/* Take one character of UTF-16; a lone surrogate is a character of its own. */
static uint32_t next_utf16(const uint16_t **cursor, const uint16_t *end)
{
    uint32_t c = *(*cursor)++;
    if ((c & 0xFC00) != 0xD800 || *cursor == end || (**cursor & 0xFC00) != 0xDC00)
        return c;
    return 0x10000 + ((c & 0x3FF) << 10) + (*(*cursor)++ & 0x3FFu);
}

static size_t encode(unsigned char *out, uint32_t c)
{
    if (c < 0x80)
    {
        out[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800)
    {
        out[0] = (unsigned char)(0xC0 | (c >> 6));
        out[1] = (unsigned char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000)
    {
        out[0] = (unsigned char)(0xE0 | (c >> 12));
        out[1] = (unsigned char)(0x80 | ((c >> 6) & 0x3F));
        out[2] = (unsigned char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | (c >> 18));
    out[1] = (unsigned char)(0x80 | ((c >> 12) & 0x3F));
    out[2] = (unsigned char)(0x80 | ((c >> 6) & 0x3F));
    out[3] = (unsigned char)(0x80 | (c & 0x3F));
    return 4;
}

static const unsigned char *start_of(struct text text)
{
    return (const unsigned char *)text.data;
}

static const unsigned char *end_of(struct text text)
{
    return text.size ? start_of(text) + text.size : start_of(text);
}

struct text text_from(const char *zero_terminated)
{
    if (!zero_terminated)
        return (struct text){NULL, 0};
    return (struct text){zero_terminated, strlen(zero_terminated)};
}

struct text text_cut(struct text text, size_t maximum)
{
    if (text.size <= maximum)
        return text;
    text.size = maximum;
    for (int i = 0; i < 3 && text.size && is_continuation((unsigned char)text.data[text.size]); i++)
        text.size--;
    return text;
}

bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Compare from where both are; a text that is a beginning of the other is less. */
static int compare_from(const unsigned char *a, const unsigned char *a_end, const unsigned char *b,
                        const unsigned char *b_end)
{
    while (a < a_end && b < b_end)
    {
        uint32_t left = fold(next_character(&a, a_end));
        uint32_t right = fold(next_character(&b, b_end));
        if (left != right)
            return left < right ? -1 : 1;
    }
    return (a < a_end) - (b < b_end);
}

int text_compare_fold(struct text a, struct text b)
{
    return compare_from(start_of(a), end_of(a), start_of(b), end_of(b));
}

bool text_equal_fold(struct text a, struct text b)
{
    if (a.size != b.size)
        return false;
    const unsigned char *x = start_of(a), *y = start_of(b);
    const unsigned char *x_end = end_of(a), *y_end = end_of(b);
    for (; x < x_end && ((*x | *y) & 0x80) == 0; x++, y++)
    {
        if (*x != *y && fold(*x) != fold(*y))
            return false;
    }
    return compare_from(x, x_end, y, y_end) == 0;
}

static uint32_t hash_step(uint32_t hash, uint32_t c)
{
    return (hash ^ fold(c)) * FNV_PRIME;
}

uint32_t text_hash_fold(struct text text)
{
    const unsigned char *p = start_of(text), *end = end_of(text);
    uint32_t hash = FNV_BASIS;
    while (p < end)
        hash = hash_step(hash, next_character(&p, end));
    return hash ? hash : 1;
}

uint32_t text_hash_fold_utf16(const uint16_t *units, size_t count)
{
    const uint16_t *p = units, *end = count ? units + count : units;
    uint32_t hash = FNV_BASIS;
    while (p < end)
        hash = hash_step(hash, next_utf16(&p, end));
    return hash ? hash : 1;
}

bool text_equal_fold_utf16(struct text a, const uint16_t *units, size_t count)
{
    const unsigned char *p = start_of(a), *p_end = end_of(a);
    const uint16_t *q = units, *q_end = count ? units + count : units;
    while (p < p_end && q < q_end)
    {
        uint32_t left = next_character(&p, p_end), right = next_utf16(&q, q_end);
        if (left != right && fold(left) != fold(right))
            return false;
    }
    return p == p_end && q == q_end;
}

char *text_dup(struct text text)
{
    char *copy = text.size == SIZE_MAX ? NULL : mem_alloc(text.size + 1);
    if (!copy)
        return NULL;
    if (text.size)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

void text_fold_into(struct text text, char *out)
{
    const unsigned char *p = start_of(text), *end = end_of(text);
    unsigned char *to = (unsigned char *)out;
    while (p < end)
    {
        if (*p < 0x80)
        {
            *to++ = (unsigned char)fold(*p++);
            continue;
        }
        const unsigned char *from = p;
        uint32_t c = next_wide(&p, end);
        if (c >= MALFORMED)
            *to = *from;
        else
            encode(to, fold_wide(c));
        to += p - from;
    }
}

char *text_dup_fold(struct text text, size_t *size)
{
    char *copy = text_dup(text);
    if (!copy)
        return NULL;
    text_fold_into(text, copy);
    *size = text.size;
    return copy;
}

uint32_t text_next(const char **cursor, const char *end)
{
    const unsigned char *p = (const unsigned char *)*cursor;
    uint32_t c = next_character(&p, (const unsigned char *)end);
    *cursor = (const char *)p;
    return c;
}

uint32_t text_fold_character(uint32_t character)
{
    return fold(character);
}

/* The leading units below 0x80. */
static size_t ascii_prefix(const uint16_t *units, size_t count)
{
    size_t i = 0;
    for (; i + 4 <= count; i += 4)
    {
        if ((units[i] | units[i + 1] | units[i + 2] | units[i + 3]) & 0xFF80)
            break;
    }
    while (i < count && units[i] < 0x80)
        i++;
    return i;
}

static size_t utf8_length(const uint16_t *p, const uint16_t *end)
{
    size_t size = 0;
    while (p < end)
    {
        uint32_t c = next_utf16(&p, end);
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return size;
}

char *text_from_utf16(const uint16_t *units, size_t count, size_t *size)
{
    if (count > SIZE_MAX / 4)
        return NULL;
    const uint16_t *end = count ? units + count : units;
    size_t plain = ascii_prefix(units, count);
    size_t length = plain + (plain < count ? utf8_length(units + plain, end) : 0);
    char *text = mem_alloc(length + 1);
    if (!text)
        return NULL;

    for (size_t i = 0; i < plain; i++)
        text[i] = (char)units[i];
    unsigned char *out = (unsigned char *)text + plain;
    for (const uint16_t *p = plain ? units + plain : units; p < end;)
        out += encode(out, next_utf16(&p, end));
    *out = '\0';
    *size = length;
    return text;
}

static size_t ascii_prefix_bytes(const unsigned char *p, size_t size)
{
    size_t i = 0;
    for (; i + 8 <= size; i += 8)
    {
        uint64_t block;
        memcpy(&block, p + i, sizeof(block));
        if (block & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < size && p[i] < 0x80)
        i++;
    return i;
}

bool text_is_ascii(struct text text)
{
    return ascii_prefix_bytes(start_of(text), text.size) == text.size;
}

size_t text_utf16_length(struct text text)
{
    size_t plain = ascii_prefix_bytes(start_of(text), text.size);
    if (plain == text.size)
        return plain;
    size_t count = plain;
    const unsigned char *end = end_of(text);
    for (const unsigned char *p = start_of(text) + plain; p < end; count++)
    {
        uint32_t c = next_character(&p, end);
        if (c >= 0x10000 && c < MALFORMED)
            count++;
    }
    return count;
}

void text_to_utf16(struct text text, uint16_t *out)
{
    const unsigned char *p = start_of(text), *end = end_of(text);
    size_t plain = ascii_prefix_bytes(p, text.size);
    for (size_t i = 0; i < plain; i++)
        *out++ = p[i];
    for (p = plain ? p + plain : p; p < end;)
    {
        uint32_t c = next_character(&p, end);
        if (c >= MALFORMED)
            c = REPLACEMENT;
        if (c >= 0x10000)
        {
            *out++ = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        *out++ = (uint16_t)c;
    }
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return fold(c) - 'A' < 26u;
    if (c >= MALFORMED)
        return false;
    for (size_t i = 0; i < COUNT_OF(not_letters) && c >= not_letters[i].first; i++)
    {
        if (c <= not_letters[i].last)
            return false;
    }
    return true;
}

bool text_is_name_character(uint32_t character)
{
    return character == '_' || character - '0' < 10u || is_letter(character);
}

bool text_is_identifier(struct text text)
{
    const unsigned char *p = start_of(text), *end = end_of(text);
    if (p == end || (uint32_t)*p - '0' < 10u)
        return false;
    while (p < end)
    {
        if (!text_is_name_character(next_character(&p, end)))
            return false;
    }
    return true;
}

bool text_is_system_name(struct text text)
{
    const unsigned char *p = start_of(text), *end = end_of(text);
    while (p < end && *p == '_')
        p++;
    struct text rest = {(const char *)p, (size_t)(end - p)};
    return text_is_identifier(rest) && end[-1] != '_';
}

bool text_is_name(struct text text)
{
    return text.size && text.data[0] != '_' && text_is_system_name(text);
}
