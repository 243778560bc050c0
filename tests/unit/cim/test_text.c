/* text.c: every UTF-16 text comes back, case does not count, names are judged, hostile bytes do no harm. */
#include <string.h>

#include "cim/text.h"
#include "fault.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static struct text literal(const char *data, size_t size)
{
    return (struct text){data, size};
}
#define T(string) literal(string, sizeof(string) - 1)

static const struct
{
    const char *name;
    uint16_t units[8];
    size_t count;
    struct text utf8;
} conversions[] = {
    {"empty", {0}, 0, {"", 0}},
    {"ascii", {'a', 'b', 'c', 'd', 'e'}, 5, {"abcde", 5}},
    {"zero inside", {'a', 0, 'b'}, 3, {"a\0b", 3}},
    {"latin", {'a', 0xE4}, 2, {"a\xC3\xA4", 3}},
    {"three bytes", {0x20AC, 0xFFFD, 0xFFFF}, 3, {"\xE2\x82\xAC\xEF\xBF\xBD\xEF\xBF\xBF", 9}},
    {"pair", {0xD83D, 0xDE00}, 2, {"\xF0\x9F\x98\x80", 4}},
    {"last pair", {0xDBFF, 0xDFFF}, 2, {"\xF4\x8F\xBF\xBF", 4}},
    {"lone high", {0xD83D}, 1, {"\xED\xA0\xBD", 3}},
    {"lone low", {0xDE00, 'x'}, 2, {"\xED\xB8\x80x", 4}},
    {"wrong order", {0xDE00, 0xD83D}, 2, {"\xED\xB8\x80\xED\xA0\xBD", 6}},
    {"high high low", {0xD800, 0xD83D, 0xDE00}, 3, {"\xED\xA0\x80\xF0\x9F\x98\x80", 7}},
};

START_TEST(there_and_back)
{
    for (size_t i = 0; i < COUNT_OF(conversions); i++)
    {
        const char *name = conversions[i].name;
        size_t size = 99, count = conversions[i].count;
        char *utf8 = text_from_utf16(conversions[i].units, count, &size);
        ck_assert_msg(text_equal(literal(utf8, size), conversions[i].utf8), "%s: %s", name, utf8);
        ck_assert_int_eq(utf8[size], 0);
        ck_assert_msg(text_utf16_length(literal(utf8, size)) == count, "%s: length", name);
        uint16_t back[8];
        text_to_utf16(literal(utf8, size), back);
        ck_assert_msg(memcmp(back, conversions[i].units, count * 2) == 0, "%s: back", name);
        ck_assert_msg(text_hash_fold(literal(utf8, size)) ==
                          text_hash_fold_utf16(conversions[i].units, count),
                      "%s: hash", name);
        ck_assert_msg(text_equal_fold_utf16(literal(utf8, size), conversions[i].units, count),
                      "%s: equal", name);
        mem_free(utf8);
    }
}
END_TEST

START_TEST(all_units_survive)
{
    static uint16_t units[3 * 65536], back[3 * 65536];
    for (unsigned seed = 1; seed <= 3; seed++)
    {
        size_t count = 0, size;
        for (unsigned i = 0; i < 65536; i++)
        {
            units[count++] = (uint16_t)i;
            if (seed > 1)
                units[count++] = (uint16_t)(i * 40503u * seed >> 3);
        }
        char *utf8 = text_from_utf16(units, count, &size);
        ck_assert_uint_eq(text_utf16_length(literal(utf8, size)), count);
        text_to_utf16(literal(utf8, size), back);
        ck_assert_int_eq(memcmp(units, back, count * 2), 0);
        ck_assert_uint_eq(text_hash_fold(literal(utf8, size)), text_hash_fold_utf16(units, count));
        mem_free(utf8);
    }
}
END_TEST

/* Each malformed byte is one U+FFFD, and nothing beyond the text is read. */
static const struct
{
    const char *name;
    struct text bytes;
    size_t units;
} malformed[] = {
    {"continuation", {"\x80", 1}, 1},
    {"cut two", {"\xC3", 1}, 1},
    {"cut three", {"\xE2\x82", 2}, 2},
    {"cut four", {"\xF0\x9F\x98", 3}, 3},
    {"overlong two", {"\xC0\x80", 2}, 2},
    {"overlong three", {"\xE0\x80\x80", 3}, 3},
    {"overlong four", {"\xF0\x80\x80\x80", 4}, 4},
    {"beyond", {"\xF4\x90\x80\x80", 4}, 4},
    {"no lead", {"\xFF\xFE", 2}, 2},
    {"broken", {"\xE2(\xA1", 3}, 3},
};

START_TEST(malformed_bytes)
{
    for (size_t i = 0; i < COUNT_OF(malformed); i++)
    {
        struct text exact = malformed[i].bytes;
        exact.data = mem_dup(exact.data, exact.size); /* for the sanitizer: no byte behind it */
        uint16_t units[8];
        size_t size = 0;
        ck_assert_msg(text_utf16_length(exact) == malformed[i].units, "%s: %u", malformed[i].name,
                      (unsigned)text_utf16_length(exact));
        text_to_utf16(exact, units);
        ck_assert_msg(units[0] == 0xFFFD, "%s: %x", malformed[i].name, units[0]);
        ck_assert_msg(text_equal_fold(exact, exact), "%s", malformed[i].name);
        ck_assert_int_eq(text_compare_fold(exact, exact), 0);
        ck_assert_msg(!text_is_identifier(exact), "%s", malformed[i].name);
        char *folded = text_dup_fold(exact, &size);
        ck_assert_msg(text_equal(literal(folded, size), exact), "%s: folded", malformed[i].name);
        mem_free(folded);
        mem_free((char *)exact.data);
    }
    ck_assert(!text_equal_fold(T("\x80"), T("\x81")));
    ck_assert(!text_equal_fold(T("\x80"), T("\xEF\xBF\xBD")));
}
END_TEST

static const struct
{
    struct text a, b;
    int order; /* of a against b, without case */
} orders[] = {
    {{"", 0}, {"", 0}, 0},
    {{NULL, 0}, {"", 0}, 0},
    {{"", 0}, {"a", 1}, -1},
    {{"Name", 4}, {"nAME", 4}, 0},
    {{"abc", 3}, {"ABD", 3}, -1},
    {{"ab", 2}, {"ABC", 3}, -1},
    {{"a\0b", 3}, {"A\0B", 3}, 0},
    {{"a\0b", 3}, {"A\0C", 3}, -1},
    {{"@[`{", 4}, {"@[`{", 4}, 0},
    {{"`", 1}, {"@", 1}, 1},
    {{"{", 1}, {"[", 1}, 1},
    {{"\xC3\xA4", 2}, {"\xC3\x84", 2}, 0},                 /* a with diaeresis */
    {{"\xC3\xB7", 2}, {"\xC3\x97", 2}, 1},                 /* division and multiplication sign */
    {{"\xC3\xBF", 2}, {"\xC5\xB8", 2}, 0},                 /* y with diaeresis */
    {{"\xC3\x9F", 2}, {"SS", 2}, 1},                       /* sharp s stays */
    {{"\xCF\x83\xCF\x82", 4}, {"\xCE\xA3\xCE\xA3", 4}, 0}, /* both sigmas */
    {{"\xCE\xAC", 2}, {"\xCE\x86", 2}, 0},                 /* Greek tonos */
    {{"\xD0\xB6\xD1\x91", 4}, {"\xD0\x96\xD0\x81", 4}, 0}, /* Cyrillic */
    {{"\xC4\xB1", 2}, {"I", 1}, 1},                        /* dotless i is not I */
    {{"\xF0\x9F\x98\x80", 4}, {"\xEF\xBF\xBF", 3}, 1},     /* by code point, not by unit */
};

START_TEST(order_and_equality)
{
    for (size_t i = 0; i < COUNT_OF(orders); i++)
    {
        struct text a = orders[i].a, b = orders[i].b;
        int order = text_compare_fold(a, b);
        ck_assert_msg(order == orders[i].order, "row %u: %d", (unsigned)i, order);
        ck_assert_int_eq(text_compare_fold(b, a), -order);
        ck_assert_msg(text_equal_fold(a, b) == (order == 0), "row %u", (unsigned)i);
        if (order == 0)
            ck_assert_msg(text_hash_fold(a) == text_hash_fold(b), "row %u: hash", (unsigned)i);
    }
    ck_assert(text_equal(T("a"), T("a")));
    ck_assert(!text_equal(T("a"), T("A")));
    ck_assert(text_equal(text_from(NULL), T("")));
    ck_assert_uint_ne(text_hash_fold(T("")), 0);
}
END_TEST

START_TEST(fold_is_stable)
{
    for (uint32_t c = 0; c < 0x10000; c++)
    {
        uint16_t unit = (uint16_t)c, folded_unit = (uint16_t)text_fold_character(c);
        size_t size, folded_size;
        ck_assert_msg(text_fold_character(folded_unit) == folded_unit, "U+%04X", (unsigned)c);
        char *utf8 = text_from_utf16(&unit, 1, &size);
        char *folded = text_dup_fold(literal(utf8, size), &folded_size);
        ck_assert_msg(size == folded_size, "U+%04X: size", (unsigned)c);
        ck_assert_msg(text_equal_fold(literal(utf8, size), literal(folded, size)), "U+%04X",
                      (unsigned)c);
        ck_assert(text_equal_fold_utf16(literal(folded, size), &unit, 1));
        mem_free(utf8);
        mem_free(folded);
    }
}
END_TEST

static const struct
{
    struct text text;
    bool name, system, identifier;
} names[] = {
    {{"", 0}, false, false, false},
    {{"a", 1}, true, true, true},
    {{"Win32_Process", 13}, true, true, true},
    {{"a1_2", 4}, true, true, true},
    {{"1a", 2}, false, false, false},
    {{"_a", 2}, false, true, true},
    {{"__CLASS", 7}, false, true, true},
    {{"a_", 2}, false, false, true},
    {{"__", 2}, false, false, true},
    {{"__1", 3}, false, false, true},
    {{"a b", 3}, false, false, false},
    {{"a-b", 3}, false, false, false},
    {{"a\0b", 3}, false, false, false},
    {{"a.b", 3}, false, false, false},
    {{"\xC3\x84rger", 6}, true, true, true},
    {{"a\xC2\xA0z", 4}, false, false, false},     /* no-break space */
    {{"a\xE2\x80\x93z", 5}, false, false, false}, /* dash */
    {{"a\xED\xA0\xBDz", 5}, false, false, false}, /* lone surrogate */
    {{"\xE6\x97\xA5\xE6\x9C\xAC", 6}, true, true, true},
};

START_TEST(name_forms)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
    {
        struct text text = names[i].text;
        ck_assert_msg(text_is_name(text) == names[i].name, "name: %s", text.data);
        ck_assert_msg(text_is_system_name(text) == names[i].system, "system: %s", text.data);
        ck_assert_msg(text_is_identifier(text) == names[i].identifier, "identifier: %s", text.data);
    }
}
END_TEST

START_TEST(cut_at_a_character)
{
    static const struct
    {
        struct text text;
        size_t maximum, size;
    } rows[] = {
        {{"abc", 3}, 5, 3},
        {{"abc", 3}, 3, 3},
        {{"abc", 3}, 2, 2},
        {{"a\xC3\xA4", 3}, 2, 1},
        {{"\xF0\x9F\x98\x80", 4}, 3, 0},
        {{"a\xE2\x82\xAC", 4}, 3, 1},
        {{"\x80\x80\x80\x80\x80\x80", 6}, 5, 2}, /* malformed: not back to the start */
        {{NULL, 0}, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        ck_assert_msg(text_cut(rows[i].text, rows[i].maximum).size == rows[i].size, "row %u",
                      (unsigned)i);
}
END_TEST

START_TEST(megabytes)
{
    size_t count = 4u << 20, size;
    uint16_t *units = mem_alloc(count * 2);
    for (size_t i = 0; i < count; i++)
        units[i] = (uint16_t)('a' + i % 26);
    units[count - 1] = 0xD800;
    char *utf8 = text_from_utf16(units, count, &size);
    ck_assert_uint_eq(size, count + 2);
    ck_assert(!text_is_ascii(literal(utf8, size)));
    ck_assert(text_is_ascii(literal(utf8, count - 1)));
    ck_assert_uint_eq(text_utf16_length(literal(utf8, size)), count);
    ck_assert(text_equal_fold_utf16(literal(utf8, size), units, count));
    ck_assert(!text_equal_fold_utf16(literal(utf8, size), units, count - 1));
    mem_free(units);
    mem_free(utf8);
}
END_TEST

START_TEST(no_memory)
{
    uint16_t unit = 'a';
    size_t size;
    mem_fail_nth(1);
    ck_assert_ptr_null(text_from_utf16(&unit, 1, &size));
    mem_fail_nth(1);
    ck_assert_ptr_null(text_dup(T("a")));
    mem_fail_nth(1);
    ck_assert_ptr_null(text_dup_fold(T("a"), &size));
    mem_fail_nth(0);
    ck_assert_ptr_null(text_from_utf16(&unit, SIZE_MAX / 2, &size));
    ck_assert_ptr_null(text_dup(literal("a", SIZE_MAX)));
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim text");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, there_and_back);
    tcase_add_test(tests, all_units_survive);
    tcase_add_test(tests, malformed_bytes);
    tcase_add_test(tests, order_and_equality);
    tcase_add_test(tests, fold_is_stable);
    tcase_add_test(tests, name_forms);
    tcase_add_test(tests, cut_at_a_character);
    tcase_add_test(tests, megabytes);
    tcase_add_test(tests, no_memory);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
