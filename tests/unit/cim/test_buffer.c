/* buffer.c: growth, the maximum, failures that stick, handing over. */
#include <string.h>

#include "cim/buffer.h"
#include "fault.h"

START_TEST(appends)
{
    struct buffer buffer;
    size_t size;
    buffer_init(&buffer, 0);
    ck_assert_ptr_null(buffer.data);
    buffer_append_string(&buffer, "ab");
    buffer_append_char(&buffer, 'c');
    buffer_append_text(&buffer, TEXT_LITERAL("d\0e"));
    buffer_append_u32(&buffer, 0x04030201u);
    buffer_append_u64(&buffer, 0x0807060504030201u);
    buffer_append_format(&buffer, "%d-%s", 42, "x");
    ck_assert_int_eq(buffer_status(&buffer), CIM_OK);
    static const char expected[] = "abcd\0e\1\2\3\4\1\2\3\4\5\6\7\10"
                                   "42-x";
    ck_assert_uint_eq(buffer.size, sizeof(expected) - 1);
    ck_assert_int_eq(memcmp(buffer.data, expected, sizeof(expected)), 0);
    char *data = buffer_detach(&buffer, &size);
    ck_assert_uint_eq(size, sizeof(expected) - 1);
    ck_assert_uint_eq(buffer.size, 0);
    buffer_append_string(&buffer, "again");
    ck_assert_str_eq((char *)buffer.data, "again");
    buffer_free(&buffer);
    mem_free(data);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(empty)
{
    struct buffer buffer;
    size_t size = 7;
    buffer_init(&buffer, 0);
    buffer_append(&buffer, NULL, 0);
    buffer_append_text(&buffer, (struct text){NULL, 0});
    buffer_append_string(&buffer, NULL);
    ck_assert_ptr_null(buffer_detach(&buffer, &size));
    ck_assert_uint_eq(size, 0);
    ck_assert_int_eq(buffer_status(&buffer), CIM_OK);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(maximum)
{
    struct buffer buffer;
    buffer_init(&buffer, 10);
    buffer_append_string(&buffer, "12345");
    buffer_append_format(&buffer, "%s", "67890");
    ck_assert_int_eq(buffer_status(&buffer), CIM_OK);
    ck_assert_str_eq((char *)buffer.data, "1234567890");
    buffer_append_char(&buffer, 'x');
    ck_assert_int_eq(buffer_status(&buffer), CIM_QUOTA_VIOLATION);
    buffer_append(&buffer, NULL, 0);
    ck_assert_ptr_null(buffer_reserve(&buffer, 1));
    ck_assert_ptr_null(buffer_detach(&buffer, NULL));
    ck_assert_int_eq(buffer_status(&buffer), CIM_QUOTA_VIOLATION);
    buffer_clear(&buffer);
    buffer_append_format(&buffer, "%s", "12345678901");
    ck_assert_int_eq(buffer_status(&buffer), CIM_QUOTA_VIOLATION);
    ck_assert_uint_eq(buffer.size, 0);
    buffer_clear(&buffer);
    buffer_append(&buffer, "x", SIZE_MAX);
    ck_assert_int_eq(buffer_status(&buffer), CIM_QUOTA_VIOLATION);
    buffer_free(&buffer);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(long_format)
{
    struct buffer buffer;
    char *wide = mem_alloc(100001);
    memset(wide, 'w', 100000);
    wide[100000] = '\0';
    buffer_init(&buffer, 0);
    buffer_append_string(&buffer, "<");
    buffer_append_format(&buffer, "%s|%s", wide, wide);
    buffer_append_string(&buffer, ">");
    ck_assert_uint_eq(buffer.size, 200003);
    ck_assert_int_eq(buffer.data[0], '<');
    ck_assert_int_eq(buffer.data[100001], '|');
    ck_assert_int_eq(buffer.data[200002], '>');
    buffer_free(&buffer);
    mem_free(wide);
}
END_TEST

START_TEST(reserve_gives_zeros)
{
    struct buffer buffer;
    buffer_init(&buffer, 0);
    buffer_append_string(&buffer, "some text that is cleared");
    buffer_clear(&buffer);
    unsigned char *room = buffer_reserve(&buffer, 100);
    for (int i = 0; i <= 100; i++)
        ck_assert_int_eq(room[i], 0);
    ck_assert_uint_eq(buffer_text(&buffer).size, 100);
    buffer_free(&buffer);
}
END_TEST

static enum cim_status fill(void *arg)
{
    struct buffer buffer;
    buffer_init(&buffer, 0);
    for (int i = 0; i < 100; i++)
    {
        buffer_append_format(&buffer, "%d,", i);
        buffer_append_u64(&buffer, 1);
    }
    enum cim_status status = buffer_status(&buffer);
    if (arg)
        mem_free(buffer_detach(&buffer, NULL));
    buffer_free(&buffer);
    return status;
}

START_TEST(allocations_fail)
{
    each_allocation_fails(fill, NULL);
    bool detach = true;
    each_allocation_fails(fill, &detach);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim buffer");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, appends);
    tcase_add_test(tests, empty);
    tcase_add_test(tests, maximum);
    tcase_add_test(tests, long_format);
    tcase_add_test(tests, reserve_gives_zeros);
    tcase_add_test(tests, allocations_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
