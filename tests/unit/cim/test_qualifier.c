/* Qualifier sets: rules of a user's edit (behaviour.md 11), propagation, comparing, the stored form. */
#include "cim/qualifier.h"

#include <stdio.h>

#include "fault.h"
#include "model.h"

static enum cim_status put(struct cim_qualifiers *set, const char *name, struct cim_value value,
                           unsigned flavor)
{
    return cim_qualifiers_put(set, CIM_ON_PROPERTY, text_from(name), &value, flavor, NULL);
}

static const struct
{
    const char *label;
    enum cim_qualifier_place place;
    const char *name;
    enum cim_type type;
    unsigned flavor;
    enum cim_status status;
} rules[] = {
    {"plain", CIM_ON_CLASS, "Description", CIM_TYPE_STRING, TO_ALL, CIM_OK},
    {"digits and underscore", CIM_ON_CLASS, "A_1", CIM_TYPE_STRING, 0, CIM_OK},
    {"amended", CIM_ON_CLASS, "Description", CIM_TYPE_STRING, CIM_FLAVOR_AMENDED, CIM_OK},
    {"real", CIM_ON_CLASS, "x", CIM_TYPE_REAL64, 0, CIM_OK},
    {"leading digit", CIM_ON_CLASS, "1x", CIM_TYPE_STRING, 0, CIM_INVALID_PARAMETER},
    {"leading underscore", CIM_ON_CLASS, "_x", CIM_TYPE_STRING, 0, CIM_INVALID_PARAMETER},
    {"trailing underscore", CIM_ON_CLASS, "x_", CIM_TYPE_STRING, 0, CIM_INVALID_PARAMETER},
    {"forbidden character", CIM_ON_CLASS, "a/b", CIM_TYPE_STRING, 0, CIM_INVALID_PARAMETER},
    {"empty", CIM_ON_CLASS, "", CIM_TYPE_STRING, 0, CIM_INVALID_PARAMETER},
    {"unknown flavor", CIM_ON_CLASS, "x", CIM_TYPE_STRING, 0x100, CIM_INVALID_PARAMETER},
    {"uint32", CIM_ON_CLASS, "x", CIM_TYPE_UINT32, 0, CIM_INVALID_QUALIFIER_TYPE},
    {"sint64", CIM_ON_CLASS, "x", CIM_TYPE_SINT64, 0, CIM_INVALID_QUALIFIER_TYPE},
    {"datetime", CIM_ON_CLASS, "x", CIM_TYPE_DATETIME, 0, CIM_INVALID_QUALIFIER_TYPE},
    {"cimtype", CIM_ON_PROPERTY, "CimType", CIM_TYPE_STRING, 0, CIM_INVALID_QUALIFIER},
    {"key", CIM_ON_PROPERTY, "KEY", CIM_TYPE_BOOLEAN, 0, CIM_OK},
    {"key on a class", CIM_ON_CLASS, "key", CIM_TYPE_BOOLEAN, 0, CIM_INVALID_QUALIFIER},
    {"key on an instance", CIM_ON_INSTANCE, "key", CIM_TYPE_BOOLEAN, 0, CIM_CANNOT_BE_KEY},
    {"key as text", CIM_ON_PROPERTY, "key", CIM_TYPE_STRING, 0, CIM_INVALID_QUALIFIER_TYPE},
    {"indexed on a class", CIM_ON_CLASS, "indexed", CIM_TYPE_BOOLEAN, 0, CIM_INVALID_QUALIFIER},
    {"abstract", CIM_ON_CLASS, "abstract", CIM_TYPE_BOOLEAN, 0, CIM_OK},
    {"abstract on a property", CIM_ON_PROPERTY, "abstract", CIM_TYPE_BOOLEAN, 0,
     CIM_INVALID_QUALIFIER},
    {"singleton on a method", CIM_ON_METHOD, "singleton", CIM_TYPE_BOOLEAN, 0,
     CIM_INVALID_QUALIFIER},
    {"dynamic on a property", CIM_ON_PROPERTY, "dynamic", CIM_TYPE_BOOLEAN, 0, CIM_OK},
};

START_TEST(put_follows_the_rules)
{
    struct cim_qualifiers set = {0};
    struct cim_error err = {0};
    struct cim_value value;
    enum cim_status status;

    if (rules[_i].type == CIM_TYPE_STRING || rules[_i].type == CIM_TYPE_DATETIME)
        value = value_text("x");
    else
        cim_value_set_uint(&value, rules[_i].type, 1);
    value.type = rules[_i].type;
    status = cim_qualifiers_put(&set, rules[_i].place, text_from(rules[_i].name), &value,
                                rules[_i].flavor, &err);
    ck_assert_msg(status == rules[_i].status, "%s: %s", rules[_i].label, cim_status_name(status));
    ck_assert_uint_eq(set.count, status ? 0 : 1);
    ck_assert_msg(!status || err.message[0], "%s: no message", rules[_i].label);
    cim_qualifiers_free(&set);
}
END_TEST

START_TEST(small_numbers_are_widened)
{
    static const struct
    {
        enum cim_type from, to;
    } rows[] = {
        {CIM_TYPE_SINT8, CIM_TYPE_SINT32},    {CIM_TYPE_UINT8, CIM_TYPE_SINT32},
        {CIM_TYPE_SINT16, CIM_TYPE_SINT32},   {CIM_TYPE_UINT16, CIM_TYPE_SINT32},
        {CIM_TYPE_SINT32, CIM_TYPE_SINT32},   {CIM_TYPE_REAL32, CIM_TYPE_REAL64},
        {CIM_TYPE_BOOLEAN, CIM_TYPE_BOOLEAN},
    };
    struct cim_qualifiers set = {0};
    struct cim_value value;
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++)
    {
        cim_value_init_array(&value, rows[i].from, 1);
        ck_assert_status(put(&set, "x", value, 0), CIM_OK);
        cim_value_clear(&value);
        ck_assert_uint_eq((unsigned)set.items[0].value.type, (unsigned)rows[i].to);
        ck_assert_uint_eq(set.count, 1);
    }
    cim_value_init_null(&value, CIM_TYPE_STRING, false);
    ck_assert_status(put(&set, "x", value, 0), CIM_INVALID_QUALIFIER_TYPE);
    cim_qualifiers_free(&set);
}
END_TEST

START_TEST(key_has_its_own_flavor)
{
    struct cim_qualifiers set = {0};
    struct cim_value value;

    ck_assert_status(put(&set, "key", value_true(), 0), CIM_OK);
    ck_assert_uint_eq(set.items[0].flavor, TO_ALL | CIM_FLAVOR_NOT_OVERRIDABLE);
    ck_assert(cim_qualifiers_is_true(&set, TEXT_LITERAL("Key")));
    cim_value_set_uint(&value, CIM_TYPE_BOOLEAN, 0);
    ck_assert_status(put(&set, "key", value, 0), CIM_INVALID_QUALIFIER);
    cim_qualifiers_free(&set);
}
END_TEST

START_TEST(names_are_limited_and_keep_their_spelling)
{
    char wide[CIM_MAX_NAME + 2];
    struct cim_qualifiers set = {0};

    memset(wide, 'a', sizeof(wide));
    wide[CIM_MAX_NAME + 1] = '\0';
    ck_assert_status(put(&set, wide, value_true(), 0), CIM_QUALIFIER_NAME_TOO_WIDE);
    wide[CIM_MAX_NAME] = '\0';
    ck_assert_status(put(&set, wide, value_true(), 0), CIM_OK);
    ck_assert_status(put(&set, "DisplayName", value_true(), 0), CIM_OK);
    ck_assert_status(put(&set, "DISPLAYNAME", value_int(3), 0), CIM_OK);
    ck_assert_uint_eq(set.count, 2);
    ck_assert_str_eq(set.items[1].name, "DisplayName");
    ck_assert_int_eq((int)set.items[1].value.scalar.sint, 3);
    cim_qualifiers_free(&set);
}
END_TEST

START_TEST(only_so_many_fit_into_a_set)
{
    struct cim_qualifiers set = {0};
    char name[16];
    int i;

    for (i = 0; i < CIM_MAX_QUALIFIERS; i++)
    {
        snprintf(name, sizeof(name), "q%d", i);
        ck_assert_status(put(&set, name, value_true(), 0), CIM_OK);
    }
    ck_assert_status(put(&set, "more", value_true(), 0), CIM_QUOTA_VIOLATION);
    ck_assert_status(put(&set, "q0", value_int(1), 0), CIM_OK);
    cim_qualifiers_free(&set);
}
END_TEST

START_TEST(inherited_ones_are_marked_and_may_be_hidden)
{
    struct cim_qualifiers parent = {0}, child = {0};
    const struct cim_qualifier *found;

    put(&parent, "Both", value_int(1), TO_ALL);
    put(&parent, "Sub", value_int(2), CIM_FLAVOR_TO_SUBCLASS);
    put(&parent, "Fixed", value_int(3), CIM_FLAVOR_TO_SUBCLASS | CIM_FLAVOR_NOT_OVERRIDABLE);
    put(&parent, "Restricted", value_int(4), 0);
    put(&parent, "Inst", value_int(5), CIM_FLAVOR_TO_INSTANCE);
    put(&child, "both", value_int(9), 0);
    ck_assert_status(cim_qualifiers_inherit(&child, &parent, CIM_FLAVOR_TO_SUBCLASS), CIM_OK);
    ck_assert_uint_eq(child.count, 3);
    found = cim_qualifiers_find(&child, TEXT_LITERAL("Both"));
    ck_assert_int_eq((int)found->value.scalar.sint, 9);
    ck_assert_uint_eq(found->flavor, 0);
    found = cim_qualifiers_find(&child, TEXT_LITERAL("SUB"));
    ck_assert_uint_eq(found->flavor, CIM_FLAVOR_TO_SUBCLASS | CIM_FLAVOR_PROPAGATED);
    ck_assert(!cim_qualifiers_find(&child, TEXT_LITERAL("Restricted")));

    ck_assert_status(put(&child, "Fixed", value_int(8), 0), CIM_OVERRIDE_NOT_ALLOWED);
    ck_assert_status(put(&child, "Sub", value_int(8), CIM_FLAVOR_PROPAGATED), CIM_OK);
    ck_assert_uint_eq(cim_qualifiers_find(&child, TEXT_LITERAL("Sub"))->flavor, 0);
    ck_assert_status(cim_qualifiers_remove(&child, TEXT_LITERAL("Fixed"), NULL),
                     CIM_PROPAGATED_QUALIFIER);
    ck_assert_status(cim_qualifiers_remove(&child, TEXT_LITERAL("Sub"), NULL), CIM_OK);
    ck_assert_status(cim_qualifiers_remove(&child, TEXT_LITERAL("Sub"), NULL), CIM_NOT_FOUND);
    ck_assert_status(cim_qualifiers_remove(&child, TEXT_LITERAL("CIMTYPE"), NULL),
                     CIM_INVALID_OPERATION);
    ck_assert_uint_eq(child.count, 2);
    cim_qualifiers_free(&parent);
    cim_qualifiers_free(&child);
}
END_TEST

START_TEST(a_key_may_be_said_again)
{
    struct cim_qualifiers parent = {0}, child = {0};

    put(&parent, "key", value_true(), 0);
    ck_assert_status(cim_qualifiers_inherit(&child, &parent, CIM_FLAVOR_TO_SUBCLASS), CIM_OK);
    ck_assert_status(put(&child, "key", value_true(), 0), CIM_OK);
    ck_assert(child.items[0].flavor & CIM_FLAVOR_PROPAGATED);
    cim_qualifiers_free(&parent);
    cim_qualifiers_free(&child);
}
END_TEST

START_TEST(equality_ignores_order_and_what_is_asked)
{
    struct cim_qualifiers a = {0}, b = {0};

    put(&a, "x", value_text("One"), 0);
    put(&a, "y", value_int(1), TO_ALL);
    put(&b, "Y", value_int(1), TO_ALL);
    ck_assert(!cim_qualifiers_equal(&a, &b, false, false));
    put(&b, "X", value_text("ONE"), 0);
    ck_assert(!cim_qualifiers_equal(&a, &b, false, false));
    ck_assert(cim_qualifiers_equal(&a, &b, false, true));
    put(&b, "X", value_text("One"), CIM_FLAVOR_TO_INSTANCE);
    ck_assert(!cim_qualifiers_equal(&a, &b, false, false));
    ck_assert(cim_qualifiers_equal(&a, &b, true, false));
    cim_qualifiers_free(&a);
    cim_qualifiers_free(&b);
}
END_TEST

/* Two local ones, one an array, and one propagated, which is not written. */
static enum cim_status make_set(struct cim_qualifiers *set)
{
    struct cim_value values;
    enum cim_status status = put(set, "Description", value_text("words"), CIM_FLAVOR_AMENDED);

    if (!status)
        status = cim_value_init_array(&values, CIM_TYPE_SINT32, 3);
    if (status)
        return status;
    status = put(set, "BitMap", values, TO_ALL);
    cim_value_clear(&values);
    values = value_true();
    if (!status)
        status = cim_qualifiers_set(set, TEXT_LITERAL("from_above"), &values,
                                    CIM_FLAVOR_PROPAGATED | TO_ALL);
    return status;
}

START_TEST(bytes_give_the_local_ones_back)
{
    struct cim_qualifiers set = {0}, back;
    const unsigned char *cursor;
    struct buffer bytes;
    size_t i;

    ck_assert_status(make_set(&set), CIM_OK);
    buffer_init(&bytes, 0);
    cim_qualifiers_encode(&bytes, &set);
    cursor = bytes.data;
    ck_assert_status(cim_qualifiers_decode(&back, &cursor, bytes.data + bytes.size), CIM_OK);
    ck_assert_ptr_eq(cursor, bytes.data + bytes.size);
    ck_assert_uint_eq(back.count, 2);
    ck_assert_str_eq(back.items[0].name, "Description");
    ck_assert_uint_eq(back.items[1].flavor, TO_ALL);
    cim_qualifiers_free(&back);
    for (i = 0; i < bytes.size; i++)
    {
        unsigned char *part = mem_dup(bytes.data, i);

        cursor = part;
        ck_assert_status(cim_qualifiers_decode(&back, &cursor, part + i), CIM_DATABASE_CORRUPT);
        mem_free(part);
    }
    for (i = 0; i < bytes.size * 8; i++)
    {
        bytes.data[i / 8] ^= (unsigned char)(1u << i % 8);
        cursor = bytes.data;
        if (!cim_qualifiers_decode(&back, &cursor, bytes.data + bytes.size))
            cim_qualifiers_free(&back);
        bytes.data[i / 8] ^= (unsigned char)(1u << i % 8);
    }
    buffer_free(&bytes);
    cim_qualifiers_free(&set);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(bytes_with_one_name_twice_are_refused)
{
    struct cim_qualifiers set = {0}, back;
    const unsigned char *cursor;
    struct buffer bytes;

    put(&set, "ab", value_true(), 0);
    put(&set, "ac", value_true(), 0);
    buffer_init(&bytes, 0);
    cim_qualifiers_encode(&bytes, &set);
    ck_assert_int_eq(bytes.data[19], 'c');
    bytes.data[19] = 'B';
    cursor = bytes.data;
    ck_assert_status(cim_qualifiers_decode(&back, &cursor, bytes.data + bytes.size),
                     CIM_DATABASE_CORRUPT);
    buffer_free(&bytes);
    cim_qualifiers_free(&set);
}
END_TEST

static enum cim_status everything(void *arg)
{
    struct cim_qualifiers set = {0}, copy = {0}, child = {0}, back = {0};
    const unsigned char *cursor;
    struct buffer bytes;
    enum cim_status status = make_set(&set);

    (void)arg;
    buffer_init(&bytes, 0);
    if (!status)
        status = cim_qualifiers_copy(&copy, &set);
    if (!status)
        status = cim_qualifiers_inherit(&child, &copy, CIM_FLAVOR_TO_SUBCLASS);
    if (!status)
    {
        cim_qualifiers_encode(&bytes, &copy);
        status = buffer_status(&bytes);
    }
    if (!status)
    {
        cursor = bytes.data;
        status = cim_qualifiers_decode(&back, &cursor, bytes.data + bytes.size);
    }
    cim_qualifiers_free(&set);
    cim_qualifiers_free(&copy);
    cim_qualifiers_free(&child);
    cim_qualifiers_free(&back);
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
    Suite *suite = suite_create("qualifier");
    TCase *tests = tcase_create("qualifier");

    tcase_add_loop_test(tests, put_follows_the_rules, 0, COUNT_OF(rules));
    tcase_add_test(tests, small_numbers_are_widened);
    tcase_add_test(tests, key_has_its_own_flavor);
    tcase_add_test(tests, names_are_limited_and_keep_their_spelling);
    tcase_add_test(tests, only_so_many_fit_into_a_set);
    tcase_add_test(tests, inherited_ones_are_marked_and_may_be_hidden);
    tcase_add_test(tests, a_key_may_be_said_again);
    tcase_add_test(tests, equality_ignores_order_and_what_is_asked);
    tcase_add_test(tests, bytes_give_the_local_ones_back);
    tcase_add_test(tests, bytes_with_one_name_twice_are_refused);
    tcase_add_test(tests, each_allocation_may_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
