/* datetime.c: the forms of behaviour.md 18.1, their ranges, and instants. */
#include <inttypes.h>
#include <string.h>

#include "cim/datetime.h"
#include "fault.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct
{
    const char *text;
    enum cim_status status;
    const char *printed; /* NULL: as given */
} forms[] = {
    {"00000101000000.000000+000", CIM_OK, NULL},
    {"20000524192605.203000-420", CIM_OK, NULL},
    {"99991231235959.999999+720", CIM_OK, NULL},
    {"20000231000000.000000-000", CIM_OK, "20000231000000.000000+000"},
    {"19980416******.000000+***", CIM_OK, NULL},
    {"****01**00**00.******-060", CIM_OK, NULL},
    {"00000100010003.000000:000", CIM_OK, NULL},
    {"99999999235959.999999:000", CIM_OK, NULL},
    {"199*0416******.000000+***", CIM_INVALID_SYNTAX, NULL},
    {"19980416000000.00000*+000", CIM_INVALID_SYNTAX, NULL},
    {"19980416000000.000000+0**", CIM_INVALID_SYNTAX, NULL},
    {"0000010001****.000000:000", CIM_INVALID_SYNTAX, NULL},
    {"00000100010003.000000:001", CIM_INVALID_SYNTAX, NULL},
    {"00000100010003.000000:***", CIM_INVALID_SYNTAX, NULL},
    {"20000524192605,203000-420", CIM_INVALID_SYNTAX, NULL},
    {"20000524192605.203000 420", CIM_INVALID_SYNTAX, NULL},
    {"20000524192605.203000-42", CIM_INVALID_SYNTAX, NULL},
    {"20000524192605.203000-4200", CIM_INVALID_SYNTAX, NULL},
    {"2000052419 605.203000-420", CIM_INVALID_SYNTAX, NULL},
    {"20000524192605.2x3000-420", CIM_INVALID_SYNTAX, NULL},
    {"-0000524192605.203000-420", CIM_INVALID_SYNTAX, NULL},
    {"", CIM_INVALID_SYNTAX, NULL},
    {"20001324192605.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000024192605.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000532192605.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000500192605.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000524242605.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000524196005.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000524192660.203000-420", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"20000524192605.203000-721", CIM_VALUE_OUT_OF_RANGE, NULL},
    {"00000100240003.000000:000", CIM_VALUE_OUT_OF_RANGE, NULL},
};

START_TEST(parse_and_print)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++)
    {
        struct cim_datetime datetime;
        char printed[26];
        enum cim_status status = cim_datetime_parse(&datetime, text_from(forms[i].text));
        ck_assert_msg(status == forms[i].status, "%s: %s", forms[i].text, cim_status_name(status));
        ck_assert_int_eq(cim_datetime_is_valid(text_from(forms[i].text)), status == CIM_OK);
        if (status)
            continue;
        cim_datetime_print(printed, &datetime);
        ck_assert_str_eq(printed, forms[i].printed ? forms[i].printed : forms[i].text);
    }
}
END_TEST

START_TEST(embedded_zero_is_refused)
{
    char text[26] = "20000524192605.203000-420";
    for (size_t i = 0; i < 25; i++)
    {
        char saved = text[i];
        text[i] = '\0';
        ck_assert_msg(!cim_datetime_is_valid((struct text){text, 25}), "zero at %u", (unsigned)i);
        text[i] = saved;
    }
    ck_assert(!cim_datetime_is_valid((struct text){NULL, 0}));
}
END_TEST

static const struct
{
    const char *text;
    int64_t instant; /* microseconds */
} instants[] = {
    {"16010101000000.000000+000", 0},
    {"16010101000000.000001+000", 1},
    {"16010101010000.000000+060", 0},
    {"16001231230000.000000-060", 0},
    {"19700101000000.000000+000", INT64_C(11644473600000000)},
    {"20000524192605.203000-420", INT64_C(12603695165203000)}, /* behaviour.md 18.3 */
    {"20000301000000.000000+000", INT64_C(11644473600000000) + INT64_C(951868800000000)},
    {"00000101000000.000000+000", INT64_C(-50522745600000000)},
};

START_TEST(instant)
{
    for (size_t i = 0; i < COUNT_OF(instants); i++)
    {
        struct cim_datetime datetime;
        int64_t got = -1;
        ck_assert_int_eq(cim_datetime_parse(&datetime, text_from(instants[i].text)), CIM_OK);
        ck_assert_int_eq(cim_datetime_to_instant(&got, &datetime), CIM_OK);
        ck_assert_msg(got == instants[i].instant, "%s: %" PRId64, instants[i].text, got);
    }
}
END_TEST

START_TEST(no_instant)
{
    static const char *const texts[] = {
        "00000100010003.000000:000",
        "****0524192605.203000-420",
        "20000524192605.203000-***",
        "20000524192605.******-420",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
    {
        struct cim_datetime datetime;
        int64_t got;
        ck_assert_int_eq(cim_datetime_parse(&datetime, text_from(texts[i])), CIM_OK);
        ck_assert_msg(cim_datetime_to_instant(&got, &datetime) == CIM_FAILED, "%s", texts[i]);
    }
}
END_TEST

/* Printing never writes beyond its 26 characters, whatever the fields hold. */
START_TEST(print_wild_fields)
{
    char printed[27];
    struct cim_datetime wild = {false,           123456, 999,      -7,     2147483647,
                                -2147483647 - 1, 61,     12345678, -99999, false};
    printed[26] = 'x';
    cim_datetime_print(printed, &wild);
    ck_assert_uint_eq(strlen(printed), 25);
    wild.is_interval = true;
    cim_datetime_print(printed, &wild);
    ck_assert_uint_eq(strlen(printed), 25);
    ck_assert_int_eq(printed[26], 'x');
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim datetime");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, parse_and_print);
    tcase_add_test(tests, embedded_zero_is_refused);
    tcase_add_test(tests, instant);
    tcase_add_test(tests, no_instant);
    tcase_add_test(tests, print_wild_fields);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
