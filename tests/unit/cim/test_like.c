/* LIKE: the rows of behaviour.md 15.3, the defects recorded for other engines, hostile patterns. */
#include <string.h>
#include <time.h>

#include "cim/wql.h"
#include "fault.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct
{
    const char *text, *pattern;
    bool matches;
} rows[] = {
    {"", "", true},
    {"", "%", true},
    {"", "%%%", true},
    {"", "_", false},
    {"a", "", false},
    {"abc", "abc", true},
    {"aBc", "AbC", true},
    {"ab", "abc", false}, /* neither text may run out before the other */
    {"abc", "ab", false},
    {"abc", "ab%", true},
    {"abc", "%bc", true},
    {"abc", "%b%", true},
    {"abc", "%d%", false},
    {"abc", "a%c", true},
    {"abc", "a%b", false},
    {"abcabd", "a%abd", true},
    {"aab", "%ab", true},
    {"mississippi", "m%iss%ip%", true},
    {"mississippi", "m%iss%ipx%", false},
    {"abc", "a_c", true},
    {"abc", "_b_", true},
    {"abc", "____", false},
    {"abc", "%_", true},
    {"abc", "_%_%_", true},
    {"abc", "_%_%_%_", false},
    {"b", "[a-f]", true},
    {"g", "[a-f]", false},
    {"B", "[a-f]", true},
    {"b", "[A-F]", true},
    {"c", "[abc]", true},
    {"d", "[abc]", false},
    {"d", "[^abc]", true},
    {"c", "[^abc]", false},
    {"g", "[^a-f]", true},
    {"-", "[a-]", true},
    {"-", "[-a]", true},
    {"b", "[a-]", false},
    {"f", "[f-a]", false},
    {"^", "[a^]", true},
    {"5", "[0-9]", true},
    {"_", "[_]", true},
    {"a", "[_]", false},
    {"50%", "%[%]", true},
    {"50x", "%[%]", false},
    {"[", "[[]", true},
    {"]", "[]]", true},
    {"a", "[^]]", true},
    {"]", "[^]]", false},
    {"]", "]", true},
    {"[abc", "[abc", true}, /* unclosed: literal */
    {"a", "[abc", false},
    {"[]", "[]", true},
    {"[^", "[^", true},
    {"[^]", "[^]", true},
    {"x[", "x[", true},
    {"C:\\boot.ini", "C:\\%", true},
    {"\xC3\xA4z", "\xC3\x84_", true},
    {"\xF0\x9F\x98\x80", "_", true},
    {"\xF0\x9F\x98\x80", "__", false},
    {"\xC3\xA9", "[\xC3\xA0-\xC3\xB6]", true},
    {"e", "[^\xC3\xA0-\xC3\xB6]", true},
};

START_TEST(table)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
    {
        bool got = wql_like(text_from(rows[i].text), text_from(rows[i].pattern));
        ck_assert_msg(got == rows[i].matches, "\"%s\" LIKE \"%s\": %d", rows[i].text,
                      rows[i].pattern, got);
    }
    ck_assert(wql_like((struct text){NULL, 0}, (struct text){NULL, 0}));
    ck_assert(wql_like(TEXT_LITERAL("a\0b"), TEXT_LITERAL("a_b")));
    ck_assert(!wql_like(TEXT_LITERAL("a\0b"), TEXT_LITERAL("a")));
}
END_TEST

/* The plain definition, by recursion, to compare with on all short texts. */
static bool plain_like(const char *t, const char *p)
{
    if (!*p)
        return !*t;
    if (*p == '%')
        return plain_like(t, p + 1) || (*t && plain_like(t + 1, p));
    return *t && (*p == '_' || *p == *t) && plain_like(t + 1, p + 1);
}

START_TEST(all_short_ones)
{
    static const char letters[] = "AB", elements[] = "AB%_";
    char text[6], pattern[6];
    for (unsigned t = 0; t < 5 * 32; t++)
    {
        size_t length = t / 32;
        for (size_t i = 0; i < length; i++)
            text[i] = letters[(t >> i) & 1];
        text[length] = '\0';
        for (unsigned p = 0; p < 6 * 1024; p++)
        {
            size_t size = p / 1024;
            for (size_t i = 0; i < size; i++)
                pattern[i] = elements[(p >> (2 * i)) & 3];
            pattern[size] = '\0';
            ck_assert_msg(wql_like(text_from(text), text_from(pattern)) ==
                              plain_like(text, pattern),
                          "\"%s\" LIKE \"%s\"", text, pattern);
        }
    }
}
END_TEST

static char *repeat(const char *part, size_t times, const char *tail)
{
    size_t size = strlen(part);
    char *text = mem_alloc(size * times + strlen(tail) + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * size, part, size);
    strcpy(text + size * times, tail);
    return text;
}

/* What takes other matchers exponential time, or a stack frame a character. */
START_TEST(hostile)
{
    static const struct
    {
        const char *part;
        size_t times;
        const char *tail;
        size_t length;
        bool matches;
    } table_of_patterns[] = {
        {"%a", 30, "b", 20000, false},      {"%a", 5000, "%", 20000, true},
        {"%", 1000000, "", 20000, true},    {"%_", 10000, "", 20000, true},
        {"[", 100000, "", 20000, false},    {"%[", 1000, "", 20000, false},
        {"%[ab]", 2000, "b", 20000, false}, {"[a-", 100000, "]", 20000, false},
    };
    for (size_t i = 0; i < COUNT_OF(table_of_patterns); i++)
    {
        char *pattern = repeat(table_of_patterns[i].part, table_of_patterns[i].times,
                               table_of_patterns[i].tail);
        char *text = repeat("a", table_of_patterns[i].length, "");
        size_t live = mem_live();
        clock_t start = clock();
        bool got = wql_like(text_from(text), text_from(pattern));
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        ck_assert_msg(got == table_of_patterns[i].matches, "row %u: %d", (unsigned)i, got);
        ck_assert_msg(seconds < 20, "row %u: %g s", (unsigned)i, seconds);
        ck_assert_uint_eq(mem_live(), live);
        mem_free(pattern);
        mem_free(text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim like");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, table);
    tcase_add_test(tests, all_short_ones);
    tcase_add_test(tests, hostile);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
