/* Conversion of a value to the type of a property, and the text of scalars. Rules: behaviour.md 10.3.
 *
 * Integers pass through sign and magnitude, so that one comparison per target tells the range. What the
 * page leaves to the automation rules follows OLE Automation: reals round half to even into types of at
 * most 32 bits, TRUE has all bits, text may hold a number. 64-bit types take decimal text and whole
 * numbers only. The bits of a negative sint32 make an uint32, those of a sint16 a char16, since these
 * are what the VARIANTs of those types carry. */
#include "value.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datetime.h"
#include "mem.h"
#include "object.h"

#define NUMBER_TEXT_MAXIMUM 400

struct integer
{
    bool is_negative;
    uint64_t magnitude;
};

static struct integer integer_from(int64_t number)
{
    if (number >= 0)
        return (struct integer){false, (uint64_t)number};
    return (struct integer){true, 0 - (uint64_t)number};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct text trim(struct text text)
{
    while (text.size && is_blank(text.data[0]))
    {
        text.data++;
        text.size--;
    }
    while (text.size && is_blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* @return CIM_TYPE_MISMATCH when it is not [sign] digits */
static enum cim_status integer_from_text(struct integer *out, struct text text)
{
    struct integer number = {false, 0};
    bool overflow = false;
    size_t i = 0;

    text = trim(text);
    if (text.size && (text.data[0] == '-' || text.data[0] == '+'))
        number.is_negative = text.data[i++] == '-';
    if (i == text.size)
        return CIM_TYPE_MISMATCH;
    for (; i < text.size; i++)
    {
        unsigned digit = (unsigned char)text.data[i] - (unsigned)'0';
        if (digit > 9)
            return CIM_TYPE_MISMATCH;
        overflow = overflow || number.magnitude > (UINT64_MAX - digit) / 10;
        number.magnitude = number.magnitude * 10 + digit;
    }
    if (overflow)
        return CIM_VALUE_OUT_OF_RANGE;
    *out = number;
    return CIM_OK;
}

/* Decimal text only: no hexadecimal, no names of infinities. The C library's point is the locale's. */
static enum cim_status real_from_text(double *out, struct text text)
{
    char copy[NUMBER_TEXT_MAXIMUM + 1];
    char *end;
    size_t i;

    text = trim(text);
    if (!text.size || text.size > NUMBER_TEXT_MAXIMUM)
        return CIM_TYPE_MISMATCH;
    for (i = 0; i < text.size; i++)
    {
        char c = text.data[i];
        if (!c || !strchr("0123456789.eE+-", c))
            return CIM_TYPE_MISMATCH;
        copy[i] = c == '.' ? localeconv()->decimal_point[0] : c;
    }
    copy[i] = '\0';
    *out = strtod(copy, &end);
    if (end != copy + i)
        return CIM_TYPE_MISMATCH;
    return isfinite(*out) ? CIM_OK : CIM_VALUE_OUT_OF_RANGE;
}

/* Half to even, whatever the rounding mode of the thread. */
static double round_even(double number)
{
    double whole = floor(number);
    double rest = number - whole;

    if (rest > 0.5 || (rest == 0.5 && fmod(whole, 2.0) != 0.0))
        whole += 1.0;
    return whole;
}

static enum cim_status integer_from_real(struct integer *out, double number, bool may_round)
{
    double whole;

    if (!isfinite(number) || fabs(number) >= 18446744073709551616.0)
        return CIM_VALUE_OUT_OF_RANGE;
    whole = round_even(number);
    if (whole != number && !may_round)
        return CIM_TYPE_MISMATCH;
    out->is_negative = whole < 0;
    out->magnitude = (uint64_t)fabs(whole);
    return CIM_OK;
}

static enum cim_status integer_from_any_text(struct integer *out, struct text text, bool may_round)
{
    enum cim_status status = integer_from_text(out, text);
    double real;

    if (status != CIM_TYPE_MISMATCH || !may_round)
        return status;
    status = real_from_text(&real, text);
    return status ? status : integer_from_real(out, real, true);
}

static enum cim_status integer_from_boolean(struct integer *out, enum cim_type to, bool truth)
{
    size_t size = cim_type_size(to, false);

    if (size == 8)
        return CIM_TYPE_MISMATCH;
    *out = integer_from(truth ? -1 : 0);
    if (truth && cim_type_is_unsigned(to))
        *out = integer_from((int64_t)(((uint64_t)1 << (size * 8)) - 1));
    return CIM_OK;
}

static bool is_bits_of(enum cim_type to, enum cim_type from)
{
    return (to == CIM_TYPE_UINT32 && from == CIM_TYPE_SINT32) ||
           (to == CIM_TYPE_CHAR16 && from == CIM_TYPE_SINT16);
}

static enum cim_status integer_of(struct integer *out, enum cim_type to, enum cim_type from,
                                  const union cim_scalar *scalar)
{
    bool may_round = cim_type_size(to, false) < 8;

    if (from == CIM_TYPE_BOOLEAN)
        return integer_from_boolean(out, to, scalar->uint != 0);
    if (cim_type_is_real(from))
        return integer_from_real(out, scalar->real, may_round);
    if (cim_type_is_string(from))
        return integer_from_any_text(out, scalar->string, may_round);
    if (cim_type_is_signed(from))
        *out = integer_from(scalar->sint);
    else
        *out = (struct integer){false, scalar->uint};
    if (out->is_negative && is_bits_of(to, from))
        *out = integer_from(
            (int64_t)(((uint64_t)1 << (cim_type_size(to, false) * 8)) - out->magnitude));
    return CIM_OK;
}

static enum cim_status to_integer(union cim_scalar *out, enum cim_type to, enum cim_type from,
                                  const union cim_scalar *scalar)
{
    unsigned bits = (unsigned)cim_type_size(to, false) * 8;
    struct integer number;
    uint64_t largest = UINT64_MAX >> (64 - bits), least = 0;
    enum cim_status status = integer_of(&number, to, from, scalar);

    if (status)
        return status;
    if (cim_type_is_signed(to))
    {
        largest >>= 1;
        least = largest + 1;
    }
    if (number.magnitude > (number.is_negative ? least : largest))
        return CIM_VALUE_OUT_OF_RANGE;
    out->uint = number.is_negative ? 0 - number.magnitude : number.magnitude;
    return CIM_OK;
}

static enum cim_status to_char16(union cim_scalar *out, enum cim_type to, enum cim_type from,
                                 const union cim_scalar *scalar)
{
    uint16_t unit;

    if (!cim_type_is_string(from))
        return to_integer(out, to, from, scalar);
    if (scalar->string.size > 3 || text_utf16_length(scalar->string) != 1)
        return CIM_TYPE_MISMATCH;
    text_to_utf16(scalar->string, &unit);
    out->uint = unit;
    return CIM_OK;
}

static enum cim_status boolean_from_text(union cim_scalar *out, struct text text)
{
    static const struct
    {
        struct text word;
        bool truth;
    } words[] = {
        {{"TRUE", 4}, true},
        {{"FALSE", 5}, false},
        {{"#TRUE#", 6}, true},
        {{"#FALSE#", 7}, false},
    };
    enum cim_status status;
    double real;
    size_t i;

    text = trim(text);
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
    {
        if (text_equal_fold(text, words[i].word))
        {
            out->uint = words[i].truth;
            return CIM_OK;
        }
    }
    status = real_from_text(&real, text);
    if (!status)
        out->uint = real != 0;
    return status;
}

static enum cim_status to_boolean(union cim_scalar *out, enum cim_type to, enum cim_type from,
                                  const union cim_scalar *scalar)
{
    (void)to;
    if (cim_type_is_string(from))
        return boolean_from_text(out, scalar->string);
    out->uint = cim_type_is_real(from) ? scalar->real != 0 : scalar->uint != 0;
    return CIM_OK;
}

static enum cim_status real_of(double *out, enum cim_type from, const union cim_scalar *scalar)
{
    if (cim_type_is_string(from))
        return real_from_text(out, scalar->string);
    if (cim_type_is_real(from))
        *out = scalar->real;
    else if (from == CIM_TYPE_BOOLEAN)
        *out = scalar->uint ? -1.0 : 0.0;
    else
        *out = cim_type_is_signed(from) ? (double)scalar->sint : (double)scalar->uint;
    return CIM_OK;
}

static enum cim_status to_real(union cim_scalar *out, enum cim_type to, enum cim_type from,
                               const union cim_scalar *scalar)
{
    enum cim_status status = real_of(&out->real, from, scalar);

    if (status || to != CIM_TYPE_REAL32)
        return status;
    if (isfinite(out->real) && fabs(out->real) > FLT_MAX)
        return CIM_VALUE_OUT_OF_RANGE;
    out->real = (float)out->real;
    return CIM_OK;
}

static enum cim_status dup_string(union cim_scalar *out, struct text text)
{
    out->string.data = text_dup(text);
    out->string.size = out->string.data ? text.size : 0;
    return out->string.data ? CIM_OK : CIM_NO_MEMORY;
}

static enum cim_status number_to_string(union cim_scalar *out, enum cim_type from,
                                        const union cim_scalar *scalar)
{
    struct buffer text;
    enum cim_status status;
    size_t size;

    buffer_init(&text, NUMBER_TEXT_MAXIMUM);
    status = cim_scalar_to_text(&text, from, scalar);
    out->string.data = buffer_detach(&text, &size);
    out->string.size = size;
    return status;
}

static enum cim_status to_string(union cim_scalar *out, enum cim_type to, enum cim_type from,
                                 const union cim_scalar *scalar)
{
    (void)to;
    if (cim_type_is_string(from))
        return dup_string(out, scalar->string);
    if (from == CIM_TYPE_BOOLEAN)
        return dup_string(out, scalar->uint ? TEXT_LITERAL("True") : TEXT_LITERAL("False"));
    return number_to_string(out, from, scalar);
}

static enum cim_status to_text_only(union cim_scalar *out, enum cim_type to, enum cim_type from,
                                    const union cim_scalar *scalar)
{
    if (!cim_type_is_string(from))
        return CIM_TYPE_MISMATCH;
    if (to == CIM_TYPE_DATETIME && !cim_datetime_is_valid(scalar->string))
        return CIM_TYPE_MISMATCH;
    return dup_string(out, scalar->string);
}

typedef enum cim_status (*converter)(union cim_scalar *, enum cim_type, enum cim_type,
                                     const union cim_scalar *);

static const converter converters[CIM_TYPE_CHAR16 + 1] = {
    [CIM_TYPE_SINT8] = to_integer,       [CIM_TYPE_UINT8] = to_integer,
    [CIM_TYPE_SINT16] = to_integer,      [CIM_TYPE_UINT16] = to_integer,
    [CIM_TYPE_SINT32] = to_integer,      [CIM_TYPE_UINT32] = to_integer,
    [CIM_TYPE_SINT64] = to_integer,      [CIM_TYPE_UINT64] = to_integer,
    [CIM_TYPE_REAL32] = to_real,         [CIM_TYPE_REAL64] = to_real,
    [CIM_TYPE_BOOLEAN] = to_boolean,     [CIM_TYPE_CHAR16] = to_char16,
    [CIM_TYPE_STRING] = to_string,       [CIM_TYPE_DATETIME] = to_text_only,
    [CIM_TYPE_REFERENCE] = to_text_only,
};

static enum cim_status convert_scalar(union cim_scalar *out, enum cim_type to, enum cim_type from,
                                      const union cim_scalar *scalar)
{
    union cim_scalar result = {0};
    enum cim_status status;

    if (from == CIM_TYPE_OBJECT || to == CIM_TYPE_OBJECT)
    {
        if (from != to || !scalar->object)
            return CIM_TYPE_MISMATCH;
        out->object = cim_object_ref(scalar->object);
        return CIM_OK;
    }
    status = converters[to](&result, to, from, scalar);
    if (!status)
        *out = result;
    return status;
}

static enum cim_status convert_items(struct cim_value *out, const struct cim_value *value,
                                     enum cim_type type)
{
    struct cim_value result;
    enum cim_status status;
    size_t i;

    status = cim_value_init_array(&result, type, value->count);
    for (i = 0; !status && i < value->count; i++)
        status = convert_scalar(&result.items[i], type, value->type, &value->items[i]);
    if (status)
    {
        cim_value_clear(&result);
        return status;
    }
    *out = result;
    return CIM_OK;
}

enum cim_status cim_value_convert(struct cim_value *out, const struct cim_value *value,
                                  enum cim_type type, bool is_array)
{
    union cim_scalar scalar;
    enum cim_status status;

    if (!cim_type_is_known(type))
        return CIM_TYPE_MISMATCH;
    if (value->is_null)
    {
        cim_value_init_null(out, type, is_array);
        return CIM_OK;
    }
    if (value->is_array != is_array || !cim_type_is_known(value->type))
        return CIM_TYPE_MISMATCH;
    if (is_array)
        return convert_items(out, value, type);
    status = convert_scalar(&scalar, type, value->type, &value->scalar);
    if (status)
        return status;
    cim_value_init_null(out, type, false);
    out->is_null = false;
    out->scalar = scalar;
    return CIM_OK;
}

static void append_integer(struct buffer *out, struct integer number)
{
    char digits[20];
    size_t at = sizeof(digits);

    do
    {
        digits[--at] = (char)('0' + number.magnitude % 10);
        number.magnitude /= 10;
    } while (number.magnitude);
    if (number.is_negative)
        buffer_append_char(out, '-');
    buffer_append(out, digits + at, sizeof(digits) - at);
}

/* msvcrt writes three digits of exponent, the locale its own point. */
static void append_real_text(struct buffer *out, const char *text)
{
    bool is_exponent = false;

    for (; *text; text++)
    {
        if (is_exponent && *text == '0' && text[1] && text[2])
            continue;
        is_exponent = strchr("eE", *text) || (is_exponent && strchr("+-", *text));
        buffer_append_char(out, strchr("0123456789eE+-", *text) ? *text : '.');
    }
}

/* The fewest digits that give the same number back. */
static void append_real(struct buffer *out, double number, bool is_single)
{
    int digits = is_single ? FLT_DIG : DBL_DIG;
    int most = is_single ? 9 : 17;
    char text[40];
    double back;

    if (!isfinite(number))
    {
        buffer_append_string(out, isnan(number) ? "NAN" : number < 0 ? "-INF" : "INF");
        return;
    }
    for (;; digits++)
    {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        back = strtod(text, NULL);
        if (digits == most || back == number || (is_single && (float)back == (float)number))
            break;
    }
    append_real_text(out, text);
}

enum cim_status cim_scalar_to_text(struct buffer *out, enum cim_type type,
                                   const union cim_scalar *scalar)
{
    if (!cim_type_is_known(type) || type == CIM_TYPE_OBJECT)
        return CIM_TYPE_MISMATCH;
    if (cim_type_is_string(type))
        buffer_append_text(out, scalar->string);
    else if (type == CIM_TYPE_BOOLEAN)
        buffer_append_string(out, scalar->uint ? "TRUE" : "FALSE");
    else if (cim_type_is_real(type))
        append_real(out, scalar->real, type == CIM_TYPE_REAL32);
    else if (cim_type_is_signed(type))
        append_integer(out, integer_from(scalar->sint));
    else
        append_integer(out, (struct integer){false, scalar->uint});
    return buffer_status(out);
}
