/* Classes: getting, listing, creating and deleting them, and the numbered rules of behaviour.md 8.3. */
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <string.h>

static const struct declared keyed[] = {{"*Name", CIM_TYPE_STRING}, {"Size", CIM_TYPE_UINT32}, {0}};
static const struct declared extra[] = {{"Extra", CIM_TYPE_STRING}, {0}};
static const struct declared second_key[] = {{"*Other", CIM_TYPE_STRING}, {0}};

static const char *list(const char *superclass, bool deep)
{
    static char names[1000];
    struct cim_class **classes;
    size_t count;

    names[0] = '\0';
    ck_assert_msg(!repo_list_classes(&classes, &count, space, text_from(superclass), deep, &err),
                  "%s", err.message);
    for (size_t i = 0; i < count; i++)
    {
        if (classes[i]->name[0] != '_')
            snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s",
                     names[0] ? " " : "", classes[i]->name);
        cim_class_release(classes[i]);
    }
    mem_free(classes);
    return names;
}

START_TEST(class_is_stored)
{
    struct cim_value text = value_text("a thing");
    struct cim_class *cls = declare("My_Thing", NULL, keyed);

    qualify(cls, NULL, "Description", &text, TO_ALL);
    ck_assert_put(put_declared(cls, 0));
    cls = get_class("MY_THING");
    ck_assert_str_eq(cls->name, "My_Thing");
    ck_assert_uint_eq(cls->property_count, 2);
    ck_assert_uint_eq(cls->key_count, 1);
    ck_assert_uint_ne(cls->id, 0);
    ck_assert(cim_qualifiers_find(&cls->qualifiers, TEXT_LITERAL("description")) != NULL);
    struct cim_class *again = get_class("my_thing");
    ck_assert_ptr_eq(cls, again);
    cim_class_release(again);
    cim_class_release(cls);
    ck_assert_status(repo_get_class(&cls, space, TEXT_LITERAL("None"), &err), CIM_NOT_FOUND);
    ck_assert_str_eq(err.message, "class \"None\" not found in root\\cimv2");
    ck_assert_str_eq(err.class_name, "None");
}
END_TEST

START_TEST(subclasses_inherit)
{
    store_class("A", NULL, keyed);
    store_class("B", "A", extra);
    store_class("C", "B", NULL);
    struct cim_class *cls = get_class("C");
    ck_assert_uint_eq(cls->property_count, 3);
    ck_assert_uint_eq(cls->derivation_count, 2);
    ck_assert_str_eq(cls->derivation[1], "A");
    cim_class_release(cls);
}
END_TEST

START_TEST(classes_are_listed_in_order_of_creation)
{
    struct cim_class **classes;
    size_t count;

    store_class("Z", NULL, keyed);
    store_class("B", "Z", NULL);
    store_class("C", "B", NULL);
    store_class("A", "Z", NULL);
    store_class("Q", NULL, keyed);
    ck_assert_str_eq(list("", true), "Z B C A Q");
    ck_assert_str_eq(list("", false), "Z Q");
    ck_assert_str_eq(list("z", true), "B C A");
    ck_assert_str_eq(list("z", false), "B A");
    ck_assert_str_eq(list("C", true), "");
    ck_assert_status(repo_list_classes(&classes, &count, space, TEXT_LITERAL("None"), true, &err),
                     CIM_INVALID_CLASS);
    ck_assert_ptr_null(classes);
}
END_TEST

START_TEST(class_is_deleted_with_all_below_it)
{
    store_class("A", NULL, keyed);
    store_class("B", "A", NULL);
    store_class("C", "B", NULL);
    store_class("D", "A", NULL);
    ck_assert_put(put_named("A", "Name", "a", 0));
    ck_assert_put(put_named("B", "Name", "b", 0));
    ck_assert_put(put_named("C", "Name", "c", 0));
    ck_assert_put(put_named("D", "Name", "d", 0));
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("b"), &err));
    ck_assert_str_eq(list("", true), "A D");
    ck_assert_str_eq(enumerate("A", true), "A.Name=\"a\" D.Name=\"d\"");
    store_class("B", "A", NULL);
    ck_assert_str_eq(enumerate("A", true), "A.Name=\"a\" D.Name=\"d\"");
    ck_assert_status(repo_delete_class(space, NULL, TEXT_LITERAL("C"), &err), CIM_NOT_FOUND);
    ck_assert_status(repo_delete_class(space, NULL, TEXT_LITERAL("__Event"), &err),
                     CIM_INVALID_OPERATION);
}
END_TEST

START_TEST(existence_flags_are_obeyed)
{
    ck_assert_status(put_declared(declare("A", NULL, keyed), REPO_UPDATE_ONLY), CIM_NOT_FOUND);
    ck_assert_put(put_declared(declare("A", NULL, keyed), REPO_CREATE_ONLY));
    ck_assert_status(put_declared(declare("A", NULL, keyed), REPO_CREATE_ONLY), CIM_ALREADY_EXISTS);
    ck_assert_put(put_declared(declare("A", NULL, keyed), REPO_UPDATE_ONLY));
    ck_assert_put(put_declared(declare("A", NULL, keyed), 0));
}
END_TEST

START_TEST(contradicting_flags_are_refused)
{
    static const unsigned flags[] = {REPO_UPDATE_ONLY | REPO_CREATE_ONLY,
                                     REPO_UPDATE_SAFE | REPO_UPDATE_FORCE, 0x1000};

    for (size_t i = 0; i < COUNT_OF(flags); i++)
        ck_assert_status(put_declared(declare("A", NULL, keyed), flags[i]), CIM_INVALID_PARAMETER);
    ck_assert(!has_class("A"));
}
END_TEST

/* --- the numbered rules --- */

START_TEST(rule_1_names)
{
    struct cim_class *cls;

    ck_assert_status(cim_class_new(&cls), CIM_OK);
    ck_assert_status(put_declared(cls, 0), CIM_INCOMPLETE_CLASS);

    char wide[300];
    memset(wide, 'a', 256);
    wide[256] = '\0';
    ck_assert_status(cim_class_new(&cls), CIM_OK);
    ck_assert_status(cim_class_set_name(cls, text_from(wide), NULL), CIM_CLASS_NAME_TOO_WIDE);
    wide[255] = '\0';
    ck_assert_status(cim_class_set_name(cls, text_from(wide), NULL), CIM_OK);
    ck_assert_put(put_declared(cls, 0));
    ck_assert(has_class(wide));
}
END_TEST

/* A name that the class would not take by itself, as from a hostile encoding. */
static enum cim_status put_renamed(const char *name)
{
    struct cim_class *cls = declare("A", NULL, keyed);

    mem_free(cls->name);
    cls->name = text_dup(text_from(name));
    return put_declared(cls, 0);
}

START_TEST(rule_1_illegal_names)
{
    static const char *const names[] = {"1a", "_a", "a_", "a b", "a.b", "a\"b"};
    char wide[300];

    for (size_t i = 0; i < COUNT_OF(names); i++)
        ck_assert_status(put_renamed(names[i]), CIM_INVALID_PARAMETER);
    memset(wide, 'a', 256);
    wide[256] = '\0';
    ck_assert_status(put_renamed(wide), CIM_CLASS_NAME_TOO_WIDE);
    ck_assert_status(put_renamed(""), CIM_INCOMPLETE_CLASS);
}
END_TEST

START_TEST(rule_2_limits)
{
    struct cim_class *cls = declare("A", NULL, NULL);
    char name[20];

    for (int i = 0; i < CIM_MAX_PROPERTIES; i++)
    {
        snprintf(name, sizeof(name), "P%d", i);
        ck_assert_status(add_property(cls, name, CIM_TYPE_UINT8), CIM_OK);
    }
    ck_assert_status(add_property(cls, "Last", CIM_TYPE_UINT8), CIM_TOO_MANY_PROPERTIES);
    ck_assert_put(put_declared(cls, 0));

    cls = declare("B", NULL, NULL);
    for (int i = 0; i <= CIM_MAX_KEYS; i++)
    {
        snprintf(name, sizeof(name), "K%d", i);
        ck_assert_status(add_property(cls, name, CIM_TYPE_UINT8), CIM_OK);
        set_true(cls, name, "key");
    }
    ck_assert_status(put_declared(cls, 0), CIM_CANNOT_BE_KEY);
    ck_assert(!has_class("B"));
}
END_TEST

START_TEST(rule_3_superclass)
{
    store_class("A", NULL, keyed);
    struct cim_class *cls = declare("B", "A", NULL);
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("A"), &err));
    ck_assert_status(put_declared(cls, 0), CIM_INVALID_SUPERCLASS);
    ck_assert_ptr_nonnull(strstr(err.message, "\"A\""));
}
END_TEST

START_TEST(rule_3_circles)
{
    store_class("A", NULL, keyed);
    store_class("B", "A", NULL);
    struct cim_class *b = get_class("B"), *cls;
    ck_assert_status(cim_class_derive(&cls, b, NULL), CIM_OK);
    mem_free(cls->name);
    cls->name = text_dup(TEXT_LITERAL("b"));
    ck_assert_status(put_declared(cls, 0), CIM_CIRCULAR_REFERENCE);
    ck_assert_status(cim_class_derive(&cls, b, NULL), CIM_OK);
    mem_free(cls->name);
    cls->name = text_dup(TEXT_LITERAL("a"));
    ck_assert_status(put_declared(cls, 0), CIM_CIRCULAR_REFERENCE);
    cim_class_release(b);
}
END_TEST

START_TEST(rule_4_keys)
{
    /* A superclass that got its keys after the client derived from it. */
    store_class("A", NULL, extra);
    struct cim_class *cls = declare("B", "A", second_key);
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("A"), &err));
    store_class("A", NULL, keyed);
    ck_assert_status(put_declared(cls, 0), CIM_CANNOT_CHANGE_KEY_INHERITANCE);
    cls = declare("B", "A", NULL);
    set_true(cls, NULL, "singleton");
    ck_assert_status(put_declared(cls, 0), CIM_CANNOT_BE_SINGLETON);
    cls = declare("S", NULL, keyed);
    set_true(cls, NULL, "singleton");
    ck_assert_status(put_declared(cls, 0), CIM_CANNOT_BE_SINGLETON);

    cls = declare("Base", NULL, extra);
    set_true(cls, NULL, "abstract");
    ck_assert_put(put_declared(cls, 0));
    store_class("Left", "Base", keyed);
    store_class("Right", "Base", second_key);
}
END_TEST

START_TEST(rule_5_abstract)
{
    store_class("A", NULL, keyed);
    struct cim_class *cls = declare("B", "A", NULL);
    set_true(cls, NULL, "abstract");
    ck_assert_status(put_declared(cls, 0), CIM_CANNOT_BE_ABSTRACT);
    cls = declare("Base", NULL, keyed);
    set_true(cls, NULL, "abstract");
    ck_assert_put(put_declared(cls, 0));
    cls = declare("Below", "Base", NULL);
    set_true(cls, NULL, "abstract");
    ck_assert_put(put_declared(cls, 0));
}
END_TEST

START_TEST(rule_6_dynamic)
{
    struct cim_class *cls = declare("A", NULL, keyed);
    set_true(cls, NULL, "dynamic");
    ck_assert_put(put_declared(cls, 0));
    ck_assert_status(put_declared(declare("B", "A", NULL), 0), CIM_INVALID_SUPERCLASS);
    cls = declare("B", "A", NULL);
    set_true(cls, NULL, "dynamic");
    ck_assert_put(put_declared(cls, 0));
}
END_TEST

START_TEST(rule_7_types)
{
    store_class("A", NULL, keyed);
    struct cim_class *a = get_class("A"), *cls;
    ck_assert_status(new_class(&cls, "B", a), CIM_OK);
    ck_assert_status(add_property(cls, "Size", CIM_TYPE_STRING), CIM_UPDATE_TYPE_MISMATCH);
    cim_class_release(cls);
    cim_class_release(a);
}
END_TEST

static void declare_ref(struct cim_class *cls, const char *name, const char *type_class)
{
    ck_assert_status(
        cim_class_add_property(cls, text_from(name), CIM_TYPE_REFERENCE, false, type_class, &err),
        CIM_OK);
}

START_TEST(rule_7_references_become_narrower)
{
    store_class("Wide", NULL, keyed);
    store_class("Narrow", "Wide", NULL);
    store_class("Other", NULL, keyed);
    struct cim_class *cls = declare("Link", NULL, keyed);
    declare_ref(cls, "To", "Wide");
    ck_assert_put(put_declared(cls, 0));
    cls = declare("Good", "Link", NULL);
    declare_ref(cls, "To", "Narrow");
    ck_assert_put(put_declared(cls, 0));
    cls = declare("Bad", "Link", NULL);
    declare_ref(cls, "To", "Other");
    ck_assert_status(put_declared(cls, 0), CIM_UPDATE_TYPE_MISMATCH);
    ck_assert_str_eq(err.property, "To");
}
END_TEST

START_TEST(rule_8_system_classes)
{
    static const char *const extensible[] = {
        "__EventConsumer", "__ExtrinsicEvent", "__ExtendedStatus",
        "__Namespace",     "__Win32Provider",  "__Event",
    };
    char name[20];

    ck_assert_status(put_renamed("__Mine"), CIM_INVALID_OPERATION);
    struct cim_class *cls = edit_stored("__EventFilter");
    ck_assert_status(add_property(cls, "Mine", CIM_TYPE_STRING), CIM_OK);
    ck_assert_status(put_declared(cls, REPO_UPDATE_FORCE), CIM_INVALID_OPERATION);
    for (size_t i = 0; i < COUNT_OF(extensible); i++)
    {
        snprintf(name, sizeof(name), "Mine%u", (unsigned)i);
        store_class(name, extensible[i], extra);
    }
}
END_TEST

/* --- amended qualifiers --- */

static struct cim_class *amended(void)
{
    struct cim_value text = value_text("Ein Ding");
    struct cim_class *cls = declare("A", NULL, keyed);

    qualify(cls, NULL, "Description", &text, TO_ALL | CIM_FLAVOR_AMENDED);
    qualify(cls, "Size", "DisplayName", &text, TO_ALL | CIM_FLAVOR_AMENDED);
    qualify(cls, "Size", "Units", &text, TO_ALL);
    return cls;
}

START_TEST(amended_qualifiers_are_stripped)
{
    ck_assert_status(put_declared(amended(), 0), CIM_AMENDED_OBJECT);
    ck_assert_put(put_declared(amended(), REPO_USE_AMENDED));
    struct cim_class *cls = get_class("A");
    const struct cim_property *size = cim_class_find(cls, TEXT_LITERAL("Size"));
    ck_assert_ptr_null(cim_qualifiers_find(&cls->qualifiers, TEXT_LITERAL("Description")));
    ck_assert_ptr_null(cim_qualifiers_find(&size->qualifiers, TEXT_LITERAL("DisplayName")));
    ck_assert_ptr_nonnull(cim_qualifiers_find(&size->qualifiers, TEXT_LITERAL("Units")));
    cim_class_release(cls);
}
END_TEST

/* --- batches --- */

START_TEST(class_and_instance_in_one_batch)
{
    struct repo_batch *batch;
    struct cim_class *cls = declare("A", NULL, keyed);
    struct cim_object *object;

    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(repo_put_class(space, batch, cls, 0, &err));
    ck_assert(!has_class("A"));
    ck_assert_status(cim_class_seal(cls, &err), CIM_OK);
    ck_assert_status(cim_object_spawn(&object, cls), CIM_OK);
    set_text(object, "Name", "x");
    ck_assert_put(repo_put_instance(space, batch, object, 0, NULL, NULL, &err));
    ck_assert_status(repo_put_class(space, batch, cls, REPO_CREATE_ONLY, &err), CIM_ALREADY_EXISTS);
    ck_assert_put(repo_batch_commit(batch, &err));
    ck_assert_str_eq(enumerate("A", true), "A.Name=\"x\"");

    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(repo_delete_class(space, batch, TEXT_LITERAL("A"), &err));
    ck_assert_status(repo_put_instance(space, batch, object, 0, NULL, NULL, &err),
                     CIM_INVALID_CLASS);
    repo_batch_abandon(batch);
    ck_assert_str_eq(enumerate("A", true), "A.Name=\"x\"");
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

START_TEST(failed_part_leaves_the_batch)
{
    struct repo_batch *batch;
    struct cim_class *good = declare("Good", NULL, keyed), *bad = declare("Bad", NULL, keyed);

    set_true(bad, NULL, "singleton");
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(repo_put_class(space, batch, good, 0, &err));
    ck_assert_status(repo_put_class(space, batch, bad, 0, &err), CIM_CANNOT_BE_SINGLETON);
    ck_assert_put(repo_batch_commit(batch, &err));
    ck_assert(has_class("Good"));
    ck_assert(!has_class("Bad"));
    cim_class_release(good);
    cim_class_release(bad);
}
END_TEST

static enum cim_status class_scenario(void *arg)
{
    struct cim_class *cls = arg, *got = NULL;
    struct cim_class **list = NULL;
    size_t count = 0;

    enum cim_status status = repo_put_class(space, NULL, cls, 0, &err);
    if (!status)
        status = repo_get_class(&got, space, TEXT_LITERAL("A"), &err);
    cim_class_release(got);
    if (!status)
        status = repo_list_classes(&list, &count, space, TEXT_LITERAL("A"), true, &err);
    for (size_t i = 0; i < count; i++)
        cim_class_release(list[i]);
    mem_free(list);
    if (!status)
        status = repo_delete_class(space, NULL, TEXT_LITERAL("A"), &err);
    return status;
}

/* Caches and the memory of the store may grow; what a failure must not do is to harm either. */
START_TEST(allocations_fail)
{
    struct cim_class *cls = declare("A", NULL, keyed);

    for (unsigned n = 1;; n++)
    {
        mem_fail_nth(n);
        enum cim_status status = class_scenario(cls);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(status == (hit ? CIM_NO_MEMORY : CIM_OK), "allocation %u: %s %s", n,
                      cim_status_name(status), err.message);
        if (!hit)
            break;
        if (has_class("A"))
            ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("A"), &err));
    }
    cim_class_release(cls);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repository_class_store");
    TCase *tests = tcase_create("classes");

    tcase_add_checked_fixture(tests, fixture_open, fixture_close);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, class_is_stored);
    tcase_add_test(tests, subclasses_inherit);
    tcase_add_test(tests, classes_are_listed_in_order_of_creation);
    tcase_add_test(tests, class_is_deleted_with_all_below_it);
    tcase_add_test(tests, existence_flags_are_obeyed);
    tcase_add_test(tests, contradicting_flags_are_refused);
    tcase_add_test(tests, rule_1_names);
    tcase_add_test(tests, rule_1_illegal_names);
    tcase_add_test(tests, rule_2_limits);
    tcase_add_test(tests, rule_3_superclass);
    tcase_add_test(tests, rule_3_circles);
    tcase_add_test(tests, rule_4_keys);
    tcase_add_test(tests, rule_5_abstract);
    tcase_add_test(tests, rule_6_dynamic);
    tcase_add_test(tests, rule_7_types);
    tcase_add_test(tests, rule_7_references_become_narrower);
    tcase_add_test(tests, rule_8_system_classes);
    tcase_add_test(tests, amended_qualifiers_are_stripped);
    tcase_add_test(tests, class_and_instance_in_one_batch);
    tcase_add_test(tests, failed_part_leaves_the_batch);
    tcase_add_test(tests, allocations_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
