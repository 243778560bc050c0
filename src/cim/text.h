/* Text inside the portable rooms: generalised UTF-8 with a length. Any sequence of 16-bit units
 * survives the way there and back (lone surrogates are encoded as three bytes, zero as one zero byte).
 * A struct text borrows; a char * that some function "owns" is NUL-terminated beyond its length.
 *
 * Names (classes, properties, qualifiers, namespaces) compare without case: simple case folding of
 * the Basic Multilingual Plane as Windows' upper-case table does for ASCII, Latin-1, Greek, Cyrillic;
 * names are practically always ASCII. */
#ifndef SWBEM_CIM_TEXT_H
#define SWBEM_CIM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text
{
    const char *data; /* borrowed; may be NULL when size is 0 */
    size_t size;      /* bytes */
};

#define TEXT_LITERAL(literal) ((struct text){(literal), sizeof(literal) - 1})

struct text text_from(const char *zero_terminated); /* NULL gives the empty text */
/** The beginning of a text, at most `maximum` bytes, no character cut. */
struct text text_cut(struct text text, size_t maximum);
bool text_equal(struct text a, struct text b);
/** Without case. */
bool text_equal_fold(struct text a, struct text b);
/** Without case, by folded code point. @return <0, 0, >0 */
int text_compare_fold(struct text a, struct text b);
/** FNV-1a over folded characters; equal for texts that text_equal_fold() calls equal. Never 0. */
uint32_t text_hash_fold(struct text text);
/** The same hash from UTF-16 units, so that a BSTR is looked up without conversion. */
uint32_t text_hash_fold_utf16(const uint16_t *units, size_t count);
bool text_equal_fold_utf16(struct text a, const uint16_t *units, size_t count);
/** @return owned copy, NUL-terminated, mem_free(); NULL: no memory */
char *text_dup(struct text text);
/** Fold to the canonical case, in place of the same length or shorter.
 *  @return owned, *size bytes, mem_free(); NULL: no memory */
char *text_dup_fold(struct text text, size_t *size);
/** The same into `out`, exactly text.size bytes; they may be the text's own. */
void text_fold_into(struct text text, char *out);

/** Take the next character (a malformed byte gives a value beyond Unicode, equal only to itself).
 *  The cursor must be before `end`. */
uint32_t text_next(const char **cursor, const char *end);
/** The canonical case of one character. */
uint32_t text_fold_character(uint32_t character);

/** UTF-16 to generalised UTF-8. @return owned, NUL-terminated, *size bytes, mem_free(); NULL: no memory */
char *text_from_utf16(const uint16_t *units, size_t count, size_t *size);
/** Units needed for text_to_utf16(). Malformed bytes count as U+FFFD each. */
size_t text_utf16_length(struct text text);
/** Write exactly text_utf16_length() units; no terminator. */
void text_to_utf16(struct text text, uint16_t *out);
/** True when all bytes are ASCII (the quick path of both conversions). */
bool text_is_ascii(struct text text);

/** A legal name of a user's class, property, method (behaviour.md 8.3.1): letter first, letters, digits,
 *  underscores, none leading or trailing. Non-ASCII letters are allowed. Length is not looked at. */
bool text_is_name(struct text text);
/** As text_is_name but leading underscores allowed (system names). */
bool text_is_system_name(struct text text);
/** Letters, digits, underscores, no digit first: what a path or a query takes for a name. */
bool text_is_identifier(struct text text);
/** A character that may stand in a name (digits included). */
bool text_is_name_character(uint32_t character);

#endif
