/* mem.c: sizes at the edge, the failure that is asked for, the count of blocks. */
#include <stdint.h>
#include <string.h>

#include "fault.h"

START_TEST(sizes)
{
    void *empty = mem_alloc(0), *none = mem_calloc(0, 8);
    ck_assert_ptr_nonnull(empty);
    ck_assert_ptr_nonnull(none);
    ck_assert_uint_eq(mem_live(), 2);
    mem_free(empty);
    mem_free(none);
    mem_free(NULL);
    ck_assert_uint_eq(mem_live(), 0);
    ck_assert_ptr_null(mem_calloc(SIZE_MAX / 2, 3));
}
END_TEST

START_TEST(zeroed)
{
    unsigned char *bytes = mem_zalloc(1000);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(bytes[i], 0);
    mem_free(bytes);
}
END_TEST

START_TEST(duplicate)
{
    char *copy = mem_dup("a\0b", 4);
    ck_assert_int_eq(memcmp(copy, "a\0b", 4), 0);
    mem_free(copy);
    copy = mem_dup(NULL, 0);
    ck_assert_ptr_nonnull(copy);
    mem_free(copy);
}
END_TEST

START_TEST(failure_comes_once)
{
    mem_fail_nth(2);
    void *first = mem_alloc(1), *second = mem_alloc(1), *third = mem_alloc(1);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(second);
    ck_assert(mem_fail_hit());
    ck_assert_ptr_nonnull(third);
    ck_assert_uint_eq(mem_live(), 2);
    mem_free(first);
    mem_free(third);
    mem_fail_nth(0);
    ck_assert(!mem_fail_hit());
}
END_TEST

START_TEST(failed_realloc_keeps_the_block)
{
    char *text = mem_dup("abc", 4);
    mem_fail_nth(1);
    ck_assert_ptr_null(mem_realloc(text, 1000));
    ck_assert_str_eq(text, "abc");
    text = mem_realloc(text, 1000);
    ck_assert_str_eq(text, "abc");
    ck_assert_uint_eq(mem_live(), 1);
    mem_free(text);
    mem_fail_nth(1);
    ck_assert_ptr_null(mem_realloc(NULL, 1));
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(error_is_filled_and_cut)
{
    struct cim_error err;
    ck_assert_int_eq(cim_fail(&err, CIM_NOT_FOUND, "class \"%s\" not found", "A"), CIM_NOT_FOUND);
    ck_assert_str_eq(err.message, "class \"A\" not found");
    ck_assert_int_eq(cim_fail(NULL, CIM_FAILED, "x"), CIM_FAILED);

    char wide[600];
    for (size_t i = 0; i + 2 < sizeof(wide); i += 2)
        memcpy(wide + i, "\xC3\xA4", 3);
    for (int shift = 0; shift < 2; shift++)
    {
        cim_fail(&err, CIM_FAILED, "%s%s", shift ? "x" : "", wide);
        size_t size = strlen(err.message);
        ck_assert_uint_ge(size, CIM_ERROR_TEXT - 3);
        ck_assert_msg((unsigned char)err.message[size - 1] == 0xA4, "cut within a character");
        cim_error_set_class(&err, wide + (shift ? 0 : 2));
        ck_assert_uint_eq(strlen(err.class_name), 62);
    }
    cim_error_set_position(&err, 3, 4);
    cim_error_set_property(&err, NULL);
    ck_assert_uint_eq(err.line, 3);
    cim_error_clear(&err);
    ck_assert_uint_eq(err.line, 0);
    ck_assert_str_eq(err.message, "");
    cim_error_clear(NULL);
    cim_error_set_class(NULL, "x");
}
END_TEST

START_TEST(statuses_have_names)
{
    for (int status = 0; status < CIM_STATUS_COUNT; status++)
    {
        const char *name = cim_status_name((enum cim_status)status);
        ck_assert_msg(name && *name, "status %d has no name", status);
        ck_assert_msg(strcmp(name, "UNKNOWN") != 0, "status %d has no name", status);
    }
    ck_assert_str_eq(cim_status_name(CIM_STATUS_COUNT), "UNKNOWN");
    ck_assert_str_eq(cim_status_name((enum cim_status) - 1), "UNKNOWN");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim mem and status");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, sizes);
    tcase_add_test(tests, zeroed);
    tcase_add_test(tests, duplicate);
    tcase_add_test(tests, failure_comes_once);
    tcase_add_test(tests, failed_realloc_keeps_the_block);
    tcase_add_test(tests, error_is_filled_and_cut);
    tcase_add_test(tests, statuses_have_names);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
