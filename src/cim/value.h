/* CIM types and values. A value is of one scalar type, NULL of a type, or an array of one type.
 * Source of types and codes: behaviour.md 10.3 (WbemCimtypeEnum). Owned by its holder; no locking.
 * The enumerators are CIM_TYPE_STRING and so on, because wbemcli.h has CIM_STRING for itself. */
#ifndef SWBEM_CIM_VALUE_H
#define SWBEM_CIM_VALUE_H

#include "buffer.h"
#include "status.h"
#include "text.h"

enum cim_type
{
    CIM_TYPE_NONE = 0,
    CIM_TYPE_SINT16 = 2,
    CIM_TYPE_SINT32 = 3,
    CIM_TYPE_REAL32 = 4,
    CIM_TYPE_REAL64 = 5,
    CIM_TYPE_STRING = 8,
    CIM_TYPE_BOOLEAN = 11,
    CIM_TYPE_OBJECT = 13,
    CIM_TYPE_SINT8 = 16,
    CIM_TYPE_UINT8 = 17,
    CIM_TYPE_UINT16 = 18,
    CIM_TYPE_UINT32 = 19,
    CIM_TYPE_SINT64 = 20,
    CIM_TYPE_UINT64 = 21,
    CIM_TYPE_DATETIME = 101,
    CIM_TYPE_REFERENCE = 102,
    CIM_TYPE_CHAR16 = 103,
};

struct cim_object; /* object.h */

/* One scalar. Which member counts follows from the type: sint (all signed), uint (unsigned, boolean as
 * 0 or 1, char16), real (real32 too), string (string, datetime, reference), object. */
union cim_scalar
{
    int64_t sint;
    uint64_t uint;
    double real;
    struct text string;        /* owned by the value (mem_free) unless the function says borrowed */
    struct cim_object *object; /* referenced */
};

struct cim_value
{
    enum cim_type type;
    bool is_array;
    bool is_null;
    union cim_scalar scalar; /* when neither array nor null */
    union cim_scalar *items; /* owned array of count scalars */
    size_t count;
};

#define CIM_ARRAY_MAXIMUM     ((size_t)16 << 20)
#define CIM_EMBEDDING_MAXIMUM 64 /* objects within objects */

bool cim_type_is_known(unsigned code);
bool cim_type_is_string(enum cim_type type); /* string, datetime, reference */
bool cim_type_is_signed(enum cim_type type);
bool cim_type_is_unsigned(enum cim_type type); /* incl. boolean and char16 */
bool cim_type_is_real(enum cim_type type);
/** Bytes in the table of fixed values: 1, 2, 4 or 8; 4 for strings, objects and arrays (heap offset). */
size_t cim_type_size(enum cim_type type, bool is_array);
/** "uint32", "string", "ref", "object" ... for MOF and the CIMTYPE qualifier. */
const char *cim_type_name(enum cim_type type);

void cim_value_init_null(struct cim_value *value, enum cim_type type, bool is_array);
void cim_value_clear(struct cim_value *value); /* frees; leaves a NULL of CIM_TYPE_NONE */
/** Strings are copied, objects referenced. @param out unset; cim_value_clear() */
enum cim_status cim_value_copy(struct cim_value *out, const struct cim_value *value);
enum cim_status cim_value_set_string(struct cim_value *out, enum cim_type type, struct text text);
void cim_value_set_sint(struct cim_value *out, enum cim_type type, int64_t number);
void cim_value_set_uint(struct cim_value *out, enum cim_type type, uint64_t number);
void cim_value_set_real(struct cim_value *out, enum cim_type type, double number);
/** An array of `count` zero scalars to be filled; strings stay {NULL,0} (= empty). */
enum cim_status cim_value_init_array(struct cim_value *out, enum cim_type type, size_t count);
/** Equal type class, nullness, elements. `fold` compares strings without case. Objects by content. */
bool cim_value_equal(const struct cim_value *a, const struct cim_value *b, bool fold);

/** Convert to the type of a property (the coercions and ranges of behaviour.md 10.3). Source may be of any
 *  type; a NULL gives a NULL. datetime strings are checked for form, "yyyymmdd..." 25 characters.
 *  @return CIM_TYPE_MISMATCH, CIM_VALUE_OUT_OF_RANGE, CIM_NO_MEMORY */
enum cim_status cim_value_convert(struct cim_value *out, const struct cim_value *value,
                                  enum cim_type type, bool is_array);
/** Decimal / canonical text of a scalar: numbers, TRUE/FALSE, strings as they are. Objects: CIM_TYPE_MISMATCH. */
enum cim_status cim_scalar_to_text(struct buffer *out, enum cim_type type,
                                   const union cim_scalar *scalar);

/** Encode into / decode from bytes (used for qualifiers and defaults inside class blobs and for index
 *  entries; little endian, versioned by the container). Decoding checks every length and nesting. */
void cim_value_encode(struct buffer *out, const struct cim_value *value);
enum cim_status cim_value_decode(struct cim_value *out, const unsigned char **cursor,
                                 const unsigned char *end);

#endif
