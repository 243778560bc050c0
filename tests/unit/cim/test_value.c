/* Values: types, the coercions and ranges of behaviour.md 10.3, texts of scalars, the stored form. */
#include <math.h>
#include <string.h>

#include "cim/object.h"
#include "cim/value.h"
#include "fault.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define GIB4            4294967295

enum form
{
    SINT,
    UINT,
    REAL,
    STR,
};

/* A scalar of a table: the member in use follows from `form`. */
struct datum
{
    enum cim_type type;
    enum form form;
    int64_t sint;
    uint64_t uint;
    double real;
    const char *string;
};

#define I(t, n)                                                                                    \
    {                                                                                              \
        CIM_TYPE_##t, SINT, n, 0, 0, NULL                                                          \
    }
#define U(t, n)                                                                                    \
    {                                                                                              \
        CIM_TYPE_##t, UINT, 0, n, 0, NULL                                                          \
    }
#define R(t, n)                                                                                    \
    {                                                                                              \
        CIM_TYPE_##t, REAL, 0, 0, n, NULL                                                          \
    }
#define S(t, s)                                                                                    \
    {                                                                                              \
        CIM_TYPE_##t, STR, 0, 0, 0, s                                                              \
    }

static void make(struct cim_value *out, const struct datum *datum)
{
    switch (datum->form)
    {
    case SINT:
        cim_value_set_sint(out, datum->type, datum->sint);
        return;
    case UINT:
        cim_value_set_uint(out, datum->type, datum->uint);
        return;
    case REAL:
        cim_value_set_real(out, datum->type, datum->real);
        return;
    default:
        ck_assert_int_eq(cim_value_set_string(out, datum->type, text_from(datum->string)), CIM_OK);
    }
}

/* --- types ------------------------------------------------------------------------------------- */

static const struct
{
    enum cim_type type;
    unsigned code;
    const char *name;
    size_t size;
    bool is_signed, is_unsigned, is_real, is_string;
} types[] = {
    {CIM_TYPE_SINT8, 16, "sint8", 1, true, false, false, false},
    {CIM_TYPE_UINT8, 17, "uint8", 1, false, true, false, false},
    {CIM_TYPE_SINT16, 2, "sint16", 2, true, false, false, false},
    {CIM_TYPE_UINT16, 18, "uint16", 2, false, true, false, false},
    {CIM_TYPE_SINT32, 3, "sint32", 4, true, false, false, false},
    {CIM_TYPE_UINT32, 19, "uint32", 4, false, true, false, false},
    {CIM_TYPE_SINT64, 20, "sint64", 8, true, false, false, false},
    {CIM_TYPE_UINT64, 21, "uint64", 8, false, true, false, false},
    {CIM_TYPE_REAL32, 4, "real32", 4, false, false, true, false},
    {CIM_TYPE_REAL64, 5, "real64", 8, false, false, true, false},
    {CIM_TYPE_BOOLEAN, 11, "boolean", 1, false, true, false, false},
    {CIM_TYPE_STRING, 8, "string", 4, false, false, false, true},
    {CIM_TYPE_DATETIME, 101, "datetime", 4, false, false, false, true},
    {CIM_TYPE_REFERENCE, 102, "ref", 4, false, false, false, true},
    {CIM_TYPE_CHAR16, 103, "char16", 2, false, true, false, false},
    {CIM_TYPE_OBJECT, 13, "object", 4, false, false, false, false},
};

START_TEST(types_have_codes_names_and_sizes)
{
    unsigned code, known = 0;
    size_t i;

    for (i = 0; i < COUNT_OF(types); i++)
    {
        ck_assert_uint_eq((unsigned)types[i].type, types[i].code);
        ck_assert(cim_type_is_known(types[i].code));
        ck_assert_str_eq(cim_type_name(types[i].type), types[i].name);
        ck_assert_uint_eq(cim_type_size(types[i].type, false), types[i].size);
        ck_assert_uint_eq(cim_type_size(types[i].type, true), 4);
        ck_assert_msg(cim_type_is_signed(types[i].type) == types[i].is_signed &&
                          cim_type_is_unsigned(types[i].type) == types[i].is_unsigned &&
                          cim_type_is_real(types[i].type) == types[i].is_real &&
                          cim_type_is_string(types[i].type) == types[i].is_string,
                      "kind of %s", types[i].name);
    }
    for (code = 0; code < 0x3000; code++)
        known += cim_type_is_known(code);
    ck_assert_uint_eq(known, COUNT_OF(types));
}
END_TEST

/* --- conversion -------------------------------------------------------------------------------- */

static const struct conversion
{
    const char *name;
    struct datum from;
    enum cim_status status;
    struct datum to; /* its type is the target also of a failure */
} conversions[] = {
    {"sint8 least", I(SINT16, -128), CIM_OK, I(SINT8, -128)},
    {"sint8 most", I(SINT32, 127), CIM_OK, I(SINT8, 127)},
    {"sint8 too small", I(SINT16, -129), CIM_VALUE_OUT_OF_RANGE, I(SINT8, 0)},
    {"sint8 too large", U(UINT8, 128), CIM_VALUE_OUT_OF_RANGE, I(SINT8, 0)},
    {"uint8 most", I(SINT32, 255), CIM_OK, U(UINT8, 255)},
    {"uint8 from uint8", U(UINT8, 7), CIM_OK, U(UINT8, 7)},
    {"uint8 too large", I(SINT32, 256), CIM_VALUE_OUT_OF_RANGE, U(UINT8, 0)},
    {"uint8 negative", I(SINT16, -1), CIM_VALUE_OUT_OF_RANGE, U(UINT8, 0)},
    {"uint8 own payload too large", U(UINT8, 300), CIM_VALUE_OUT_OF_RANGE, U(UINT8, 0)},
    {"sint16 least", I(SINT32, -32768), CIM_OK, I(SINT16, -32768)},
    {"sint16 most", S(STRING, "32767"), CIM_OK, I(SINT16, 32767)},
    {"sint16 too large", I(SINT32, 32768), CIM_VALUE_OUT_OF_RANGE, I(SINT16, 0)},
    {"uint16 most", I(SINT32, 65535), CIM_OK, U(UINT16, 65535)},
    {"uint16 too large", I(SINT32, 65536), CIM_VALUE_OUT_OF_RANGE, U(UINT16, 0)},
    {"uint16 negative", I(SINT32, -1), CIM_VALUE_OUT_OF_RANGE, U(UINT16, 0)},
    {"sint32 least", S(STRING, "-2147483648"), CIM_OK, I(SINT32, INT32_MIN)},
    {"sint32 most", R(REAL64, 2147483647.0), CIM_OK, I(SINT32, INT32_MAX)},
    {"sint32 too large", R(REAL64, 2147483648.0), CIM_VALUE_OUT_OF_RANGE, I(SINT32, 0)},
    {"sint32 from large uint32", U(UINT32, GIB4), CIM_VALUE_OUT_OF_RANGE, I(SINT32, 0)},
    {"uint32 from the bits of VT_I4", I(SINT32, -1), CIM_OK, U(UINT32, GIB4)},
    {"uint32 from the least VT_I4", I(SINT32, INT32_MIN), CIM_OK, U(UINT32, 0x80000000u)},
    {"uint32 from VT_I2", I(SINT16, 5), CIM_OK, U(UINT32, 5)},
    {"uint32 from negative VT_I2", I(SINT16, -5), CIM_VALUE_OUT_OF_RANGE, U(UINT32, 0)},
    {"uint32 from VT_R8", R(REAL64, 4294967295.0), CIM_OK, U(UINT32, GIB4)},
    {"uint32 from decimal text", S(STRING, "4294967295"), CIM_OK, U(UINT32, GIB4)},
    {"uint32 text too large", S(STRING, "4294967296"), CIM_VALUE_OUT_OF_RANGE, U(UINT32, 0)},
    {"uint32 negative text", S(STRING, "-1"), CIM_VALUE_OUT_OF_RANGE, U(UINT32, 0)},
    {"uint32 real too large", R(REAL64, 4294967296.0), CIM_VALUE_OUT_OF_RANGE, U(UINT32, 0)},
    {"sint64 least", S(STRING, "-9223372036854775808"), CIM_OK, I(SINT64, INT64_MIN)},
    {"sint64 most", S(STRING, "9223372036854775807"), CIM_OK, I(SINT64, INT64_MAX)},
    {"sint64 too large", S(STRING, "9223372036854775808"), CIM_VALUE_OUT_OF_RANGE, I(SINT64, 0)},
    {"sint64 too small", S(STRING, "-9223372036854775809"), CIM_VALUE_OUT_OF_RANGE, I(SINT64, 0)},
    {"sint64 from VT_I4", I(SINT32, -7), CIM_OK, I(SINT64, -7)},
    {"sint64 from whole VT_R8", R(REAL64, -3.0), CIM_OK, I(SINT64, -3)},
    {"sint64 from broken VT_R8", R(REAL64, 2.5), CIM_TYPE_MISMATCH, I(SINT64, 0)},
    {"sint64 from TRUE", U(BOOLEAN, 1), CIM_TYPE_MISMATCH, I(SINT64, 0)},
    {"uint64 most", S(STRING, "18446744073709551615"), CIM_OK, U(UINT64, UINT64_MAX)},
    {"uint64 too large", S(STRING, "18446744073709551616"), CIM_VALUE_OUT_OF_RANGE, U(UINT64, 0)},
    {"uint64 absurd", S(STRING, "99999999999999999999999999"), CIM_VALUE_OUT_OF_RANGE,
     U(UINT64, 0)},
    {"uint64 no hexadecimal", S(STRING, "0x10"), CIM_TYPE_MISMATCH, U(UINT64, 0)},
    {"uint64 negative", I(SINT32, -1), CIM_VALUE_OUT_OF_RANGE, U(UINT64, 0)},
    {"uint64 broken text", S(STRING, "1.5"), CIM_TYPE_MISMATCH, U(UINT64, 0)},
    {"uint64 too large a real", R(REAL64, 1.8446744073709552e19), CIM_VALUE_OUT_OF_RANGE,
     U(UINT64, 0)},
    {"half to even, down", R(REAL64, 2.5), CIM_OK, I(SINT32, 2)},
    {"half to even, up", R(REAL64, 3.5), CIM_OK, I(SINT32, 4)},
    {"half to even, negative", R(REAL64, -2.5), CIM_OK, I(SINT32, -2)},
    {"above half", R(REAL64, 2.51), CIM_OK, I(SINT32, 3)},
    {"integer from text with blanks", S(STRING, " +12\t"), CIM_OK, I(SINT32, 12)},
    {"integer from real text", S(STRING, "1.2e1"), CIM_OK, I(SINT32, 12)},
    {"integer from empty text", S(STRING, ""), CIM_TYPE_MISMATCH, I(SINT32, 0)},
    {"integer from a sign", S(STRING, "-"), CIM_TYPE_MISMATCH, I(SINT32, 0)},
    {"integer from a word", S(STRING, "twelve"), CIM_TYPE_MISMATCH, I(SINT32, 0)},
    {"integer from a real too large", S(STRING, "1e400"), CIM_VALUE_OUT_OF_RANGE, I(SINT32, 0)},
    {"integer from TRUE", U(BOOLEAN, 1), CIM_OK, I(SINT32, -1)},
    {"uint8 from TRUE", U(BOOLEAN, 1), CIM_OK, U(UINT8, 255)},
    {"uint32 from TRUE", U(BOOLEAN, 1), CIM_OK, U(UINT32, GIB4)},
    {"uint16 from FALSE", U(BOOLEAN, 0), CIM_OK, U(UINT16, 0)},
    {"real32", R(REAL64, 0.5), CIM_OK, R(REAL32, 0.5)},
    {"real32 loses digits", R(REAL64, 0.1), CIM_OK, R(REAL32, (double)0.1f)},
    {"real32 too large", R(REAL64, 1e39), CIM_VALUE_OUT_OF_RANGE, R(REAL32, 0)},
    {"real64 from integer", I(SINT32, -3), CIM_OK, R(REAL64, -3.0)},
    {"real64 from unsigned", U(UINT32, GIB4), CIM_OK, R(REAL64, 4294967295.0)},
    {"real64 from text", S(STRING, "-1.5e3"), CIM_OK, R(REAL64, -1500.0)},
    {"real64 from TRUE", U(BOOLEAN, 1), CIM_OK, R(REAL64, -1.0)},
    {"real64 from nan", S(STRING, "nan"), CIM_TYPE_MISMATCH, R(REAL64, 0)},
    {"real64 from hexadecimal", S(STRING, "0x1p3"), CIM_TYPE_MISMATCH, R(REAL64, 0)},
    {"real64 from junk behind", S(STRING, "1.5-"), CIM_TYPE_MISMATCH, R(REAL64, 0)},
    {"boolean from VT_BOOL", U(BOOLEAN, 1), CIM_OK, U(BOOLEAN, 1)},
    {"boolean from number", I(SINT32, -1), CIM_OK, U(BOOLEAN, 1)},
    {"boolean from zero", I(SINT16, 0), CIM_OK, U(BOOLEAN, 0)},
    {"boolean from real", R(REAL64, 0.1), CIM_OK, U(BOOLEAN, 1)},
    {"boolean from word", S(STRING, "true"), CIM_OK, U(BOOLEAN, 1)},
    {"boolean from other word", S(STRING, "#FALSE#"), CIM_OK, U(BOOLEAN, 0)},
    {"boolean from digits", S(STRING, "2"), CIM_OK, U(BOOLEAN, 1)},
    {"boolean from nonsense", S(STRING, "yes"), CIM_TYPE_MISMATCH, U(BOOLEAN, 0)},
    {"string", S(STRING, "a b"), CIM_OK, S(STRING, "a b")},
    {"string from integer", I(SINT32, -12), CIM_OK, S(STRING, "-12")},
    {"string from uint64", U(UINT64, UINT64_MAX), CIM_OK, S(STRING, "18446744073709551615")},
    {"string from real", R(REAL64, 2.5), CIM_OK, S(STRING, "2.5")},
    {"string from TRUE", U(BOOLEAN, 1), CIM_OK, S(STRING, "True")},
    {"string from datetime", S(DATETIME, "20000120115632.000000-480"), CIM_OK,
     S(STRING, "20000120115632.000000-480")},
    {"datetime", S(STRING, "20000120115632.000000-480"), CIM_OK,
     S(DATETIME, "20000120115632.000000-480")},
    {"datetime interval", S(STRING, "00000001000000.000000:000"), CIM_OK,
     S(DATETIME, "00000001000000.000000:000")},
    {"datetime of wrong form", S(STRING, "2000-01-20"), CIM_TYPE_MISMATCH, S(DATETIME, "")},
    {"datetime unchecked before", S(DATETIME, "now"), CIM_TYPE_MISMATCH, S(DATETIME, "")},
    {"datetime empty", S(STRING, ""), CIM_TYPE_MISMATCH, S(DATETIME, "")},
    {"datetime from number", I(SINT32, 2000), CIM_TYPE_MISMATCH, S(DATETIME, "")},
    {"reference", S(STRING, "A.B=1"), CIM_OK, S(REFERENCE, "A.B=1")},
    {"reference from number", I(SINT32, 1), CIM_TYPE_MISMATCH, S(REFERENCE, "")},
    {"char16 from VT_I2", I(SINT16, 65), CIM_OK, U(CHAR16, 65)},
    {"char16 from the bits of VT_I2", I(SINT16, -1), CIM_OK, U(CHAR16, 65535)},
    {"char16 from VT_I4", I(SINT32, 0x20AC), CIM_OK, U(CHAR16, 0x20AC)},
    {"char16 too large", I(SINT32, 65536), CIM_VALUE_OUT_OF_RANGE, U(CHAR16, 0)},
    {"char16 from one character", S(STRING, "\xE2\x82\xAC"), CIM_OK, U(CHAR16, 0x20AC)},
    {"char16 from two characters", S(STRING, "ab"), CIM_TYPE_MISMATCH, U(CHAR16, 0)},
    {"char16 from a surrogate pair", S(STRING, "\xF0\x9F\x98\x80"), CIM_TYPE_MISMATCH,
     U(CHAR16, 0)},
    {"char16 from nothing", S(STRING, ""), CIM_TYPE_MISMATCH, U(CHAR16, 0)},
    {"string from char16", U(CHAR16, 65), CIM_OK, S(STRING, "65")},
    {"object from string", S(STRING, "A"), CIM_TYPE_MISMATCH, U(OBJECT, 0)},
    {"no type", U(NONE, 0), CIM_TYPE_MISMATCH, I(SINT32, 0)},
};

START_TEST(conversion_follows_the_table)
{
    const struct conversion *row = &conversions[_i];
    struct cim_value from, expected, result;
    struct buffer text;
    enum cim_status status;

    make(&from, &row->from);
    status = cim_value_convert(&result, &from, row->to.type, false);
    ck_assert_msg(status == row->status, "%s: %s", row->name, cim_status_name(status));
    cim_value_clear(&from);
    if (status)
        return;
    make(&expected, &row->to);
    buffer_init(&text, 0);
    cim_scalar_to_text(&text, result.type, &result.scalar);
    ck_assert_msg(result.type == row->to.type && !result.is_null && !result.is_array &&
                      cim_value_equal(&result, &expected, false),
                  "%s: got %s", row->name, (const char *)text.data);
    buffer_free(&text);
    cim_value_clear(&expected);
    cim_value_clear(&result);
}
END_TEST

START_TEST(null_converts_to_null_of_any_type)
{
    struct cim_value from, to;
    size_t i;

    for (i = 0; i < COUNT_OF(types); i++)
    {
        cim_value_init_null(&from, CIM_TYPE_STRING, false);
        ck_assert_int_eq(cim_value_convert(&to, &from, types[i].type, i % 2), CIM_OK);
        ck_assert(to.is_null && to.type == types[i].type && to.is_array == i % 2);
    }
}
END_TEST

START_TEST(arrays_convert_by_element)
{
    struct cim_value from, to;

    ck_assert_int_eq(cim_value_init_array(&from, CIM_TYPE_SINT32, 3), CIM_OK);
    from.items[0].sint = -1;
    from.items[2].sint = 9;
    ck_assert_int_eq(cim_value_convert(&to, &from, CIM_TYPE_UINT32, true), CIM_OK);
    ck_assert_uint_eq(to.count, 3);
    ck_assert_uint_eq(to.items[0].uint, 4294967295u);
    ck_assert_uint_eq(to.items[2].uint, 9);
    cim_value_clear(&to);
    ck_assert_int_eq(cim_value_convert(&to, &from, CIM_TYPE_STRING, true), CIM_OK);
    ck_assert(text_equal(to.items[0].string, TEXT_LITERAL("-1")));
    cim_value_clear(&to);
    ck_assert_int_eq(cim_value_convert(&to, &from, CIM_TYPE_UINT8, true), CIM_VALUE_OUT_OF_RANGE);
    ck_assert_int_eq(cim_value_convert(&to, &from, CIM_TYPE_SINT32, false), CIM_TYPE_MISMATCH);
    cim_value_clear(&from);

    cim_value_set_sint(&from, CIM_TYPE_SINT32, 1);
    ck_assert_int_eq(cim_value_convert(&to, &from, CIM_TYPE_SINT32, true), CIM_TYPE_MISMATCH);

    ck_assert_int_eq(cim_value_init_array(&from, CIM_TYPE_REAL64, 0), CIM_OK);
    ck_assert_int_eq(cim_value_convert(&to, &from, CIM_TYPE_DATETIME, true), CIM_OK);
    ck_assert(!to.is_null && to.count == 0);
    cim_value_clear(&to);
    cim_value_clear(&from);
    ck_assert_int_eq(cim_value_init_array(&from, CIM_TYPE_SINT8, CIM_ARRAY_MAXIMUM + 1),
                     CIM_QUOTA_VIOLATION);
}
END_TEST

/* --- text -------------------------------------------------------------------------------------- */

static const struct
{
    struct datum from;
    const char *text;
} texts[] = {
    {I(SINT64, INT64_MIN), "-9223372036854775808"},
    {I(SINT8, 0), "0"},
    {U(UINT64, UINT64_MAX), "18446744073709551615"},
    {U(BOOLEAN, 1), "TRUE"},
    {U(BOOLEAN, 0), "FALSE"},
    {U(CHAR16, 65), "65"},
    {R(REAL64, 0.1), "0.1"},
    {R(REAL64, 1e100), "1e+100"},
    {R(REAL64, 1e-7), "1e-07"},
    {R(REAL64, 0.1 + 0.2), "0.30000000000000004"},
    {R(REAL32, (double)0.1f), "0.1"},
    {R(REAL32, (double)16777217.0f), "16777216"},
    {R(REAL64, -0.0), "-0"},
    {R(REAL64, INFINITY), "INF"},
    {R(REAL64, -INFINITY), "-INF"},
    {S(STRING, "as it is"), "as it is"},
};

START_TEST(scalars_have_a_text)
{
    struct cim_value value;
    struct buffer out;
    size_t i;

    buffer_init(&out, 0);
    for (i = 0; i < COUNT_OF(texts); i++)
    {
        buffer_clear(&out);
        make(&value, &texts[i].from);
        ck_assert_int_eq(cim_scalar_to_text(&out, value.type, &value.scalar), CIM_OK);
        ck_assert_str_eq((const char *)out.data, texts[i].text);
        cim_value_clear(&value);
    }
    cim_value_set_uint(&value, CIM_TYPE_NONE, 0);
    ck_assert_int_eq(cim_scalar_to_text(&out, CIM_TYPE_OBJECT, &value.scalar), CIM_TYPE_MISMATCH);
    buffer_free(&out);
}
END_TEST

/* --- comparing --------------------------------------------------------------------------------- */

START_TEST(equality_looks_at_kind_nullness_and_elements)
{
    struct cim_value a, b;

    cim_value_set_string(&a, CIM_TYPE_STRING, TEXT_LITERAL("Abc"));
    cim_value_set_string(&b, CIM_TYPE_STRING, TEXT_LITERAL("aBC"));
    ck_assert(!cim_value_equal(&a, &b, false));
    ck_assert(cim_value_equal(&a, &b, true));
    cim_value_clear(&b);
    cim_value_init_null(&b, CIM_TYPE_STRING, false);
    ck_assert(!cim_value_equal(&a, &b, true));
    cim_value_clear(&a);
    cim_value_init_null(&a, CIM_TYPE_STRING, true);
    ck_assert(!cim_value_equal(&a, &b, true));
    cim_value_set_sint(&a, CIM_TYPE_SINT32, 1);
    cim_value_set_uint(&b, CIM_TYPE_UINT32, 1);
    ck_assert(!cim_value_equal(&a, &b, true));
    cim_value_set_real(&a, CIM_TYPE_REAL64, NAN);
    ck_assert(cim_value_equal(&a, &a, false));
    cim_value_init_array(&a, CIM_TYPE_UINT8, 2);
    cim_value_init_array(&b, CIM_TYPE_UINT8, 2);
    ck_assert(cim_value_equal(&a, &b, false));
    b.items[1].uint = 1;
    ck_assert(!cim_value_equal(&a, &b, false));
    cim_value_clear(&b);
    cim_value_init_array(&b, CIM_TYPE_UINT8, 1);
    ck_assert(!cim_value_equal(&a, &b, false));
    cim_value_clear(&a);
    cim_value_clear(&b);
}
END_TEST

/* --- stored form ------------------------------------------------------------------------------- */

/* One value of each shape; arrays have two elements. */
static void make_shape(struct cim_value *out, size_t shape)
{
    enum cim_type type = types[shape / 3].type;
    size_t i;

    cim_value_init_null(out, type, shape % 3 == 1);
    if (shape % 3 == 0 || type == CIM_TYPE_OBJECT)
        return;
    if (shape % 3 == 1)
    {
        ck_assert_int_eq(cim_value_init_array(out, type, 2), CIM_OK);
        for (i = 0; i < 2 && cim_type_is_string(type); i++)
        {
            out->items[i].string.data = text_dup(TEXT_LITERAL("text"));
            out->items[i].string.size = 4;
        }
        if (cim_type_is_signed(type))
            out->items[1].sint = -2;
        return;
    }
    if (cim_type_is_string(type))
        ck_assert_int_eq(cim_value_set_string(out, type, TEXT_LITERAL("x\0y")), CIM_OK);
    else if (cim_type_is_real(type))
        cim_value_set_real(out, type, -1.25);
    else if (cim_type_is_signed(type))
        cim_value_set_sint(out, type, -100);
    else
        cim_value_set_uint(out, type, 1);
}

START_TEST(bytes_give_the_value_back)
{
    struct cim_value value, back;
    const unsigned char *cursor;
    struct buffer bytes;
    size_t cut;

    make_shape(&value, (size_t)_i);
    buffer_init(&bytes, 0);
    cim_value_encode(&bytes, &value);
    cim_value_encode(&bytes, &value);
    ck_assert_int_eq(buffer_status(&bytes), CIM_OK);
    cursor = bytes.data;
    ck_assert_int_eq(cim_value_decode(&back, &cursor, bytes.data + bytes.size), CIM_OK);
    ck_assert_uint_eq((size_t)(cursor - bytes.data), bytes.size / 2);
    ck_assert(back.type == value.type && back.is_array == value.is_array);
    ck_assert(cim_value_equal(&value, &back, false));
    cim_value_clear(&back);
    for (cut = 0; cut < bytes.size / 2; cut++)
    {
        /* A copy of just so many bytes, for the sanitizer to watch its end. */
        unsigned char *part = mem_dup(bytes.data, cut);

        cursor = part;
        ck_assert_int_eq(cim_value_decode(&back, &cursor, part + cut), CIM_DATABASE_CORRUPT);
        ck_assert_ptr_eq(cursor, part);
        mem_free(part);
    }
    buffer_free(&bytes);
    cim_value_clear(&value);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(flipped_bits_never_harm)
{
    struct cim_value value, back;
    const unsigned char *cursor;
    struct buffer bytes;
    size_t bit;

    make_shape(&value, (size_t)_i);
    buffer_init(&bytes, 0);
    cim_value_encode(&bytes, &value);
    for (bit = 0; bit < bytes.size * 8; bit++)
    {
        unsigned char *copy = mem_dup(bytes.data, bytes.size);
        enum cim_status status;

        copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
        cursor = copy;
        status = cim_value_decode(&back, &cursor, copy + bytes.size);
        ck_assert_msg(!status || status == CIM_DATABASE_CORRUPT, "bit %u: %s", (unsigned)bit,
                      cim_status_name(status));
        if (!status)
            cim_value_clear(&back);
        mem_free(copy);
    }
    buffer_free(&bytes);
    cim_value_clear(&value);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(a_count_costs_no_more_than_its_bytes)
{
    static const unsigned char huge[] = {CIM_TYPE_UINT8, 1, 0xFF, 0xFF, 0xFF, 0x00, 1, 2};
    const unsigned char *cursor = huge;
    struct cim_value value;

    ck_assert_int_eq(cim_value_decode(&value, &cursor, huge + sizeof(huge)), CIM_DATABASE_CORRUPT);
}
END_TEST

/* --- failures ---------------------------------------------------------------------------------- */

static enum cim_status everything(void *arg)
{
    struct cim_value array = {0}, copy = {0}, converted = {0}, back = {0};
    const unsigned char *cursor;
    struct buffer bytes;
    enum cim_status status;

    (void)arg;
    buffer_init(&bytes, 0);
    status = cim_value_init_array(&array, CIM_TYPE_SINT32, 3);
    if (!status)
        status = cim_value_convert(&converted, &array, CIM_TYPE_STRING, true);
    if (!status)
        status = cim_value_copy(&copy, &converted);
    if (!status)
    {
        cim_value_encode(&bytes, &copy);
        status = buffer_status(&bytes);
    }
    if (!status)
    {
        cursor = bytes.data;
        status = cim_value_decode(&back, &cursor, bytes.data + bytes.size);
    }
    cim_value_clear(&array);
    cim_value_clear(&converted);
    cim_value_clear(&copy);
    cim_value_clear(&back);
    buffer_free(&bytes);
    return status;
}

START_TEST(each_allocation_may_fail)
{
    each_allocation_fails(everything, NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value");
    TCase *tests = tcase_create("value");

    tcase_add_test(tests, types_have_codes_names_and_sizes);
    tcase_add_loop_test(tests, conversion_follows_the_table, 0, COUNT_OF(conversions));
    tcase_add_test(tests, null_converts_to_null_of_any_type);
    tcase_add_test(tests, arrays_convert_by_element);
    tcase_add_test(tests, scalars_have_a_text);
    tcase_add_test(tests, equality_looks_at_kind_nullness_and_elements);
    tcase_add_loop_test(tests, bytes_give_the_value_back, 0, COUNT_OF(types) * 3);
    tcase_add_loop_test(tests, flipped_bits_never_harm, 0, COUNT_OF(types) * 3);
    tcase_add_test(tests, a_count_costs_no_more_than_its_bytes);
    tcase_add_test(tests, each_allocation_may_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
