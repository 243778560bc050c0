/* Putting, getting and deleting instances: behaviour.md 8.4, 8.5, 9. */
#include "unit/platform/temp.h"
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <string.h>

static const struct declared thing[] = {
    {"*Name", CIM_TYPE_STRING}, {"Size", CIM_TYPE_UINT32}, {"Note", CIM_TYPE_STRING}, {0}};
static const struct declared two_keys[] = {
    {"*Name", CIM_TYPE_STRING}, {"*Id", CIM_TYPE_SINT32}, {"Note", CIM_TYPE_STRING}, {0}};
static const struct declared strict[] = {
    {"*Name", CIM_TYPE_STRING}, {"!Must", CIM_TYPE_STRING}, {"#Rank", CIM_TYPE_UINT32}, {0}};
static const struct declared keyless[] = {{"Note", CIM_TYPE_STRING}, {0}};

static struct cim_object *thing_named(const char *name, int64_t size, const char *note)
{
    struct cim_object *object = spawn("Thing");

    set_text(object, "Name", name);
    set_int(object, "Size", size);
    if (note)
        set_text(object, "Note", note);
    return object;
}

static enum cim_status put_thing(const char *name, int64_t size, unsigned flags)
{
    struct cim_object *object = thing_named(name, size, "a note");
    enum cim_status status = put(object, flags);

    cim_object_release(object);
    return status;
}

static void setup(void)
{
    fixture_open();
    store_class("Thing", NULL, thing);
}

START_TEST(instance_is_stored)
{
    struct cim_object *object;

    ck_assert_put(put_thing("One", 7, 0));
    ck_assert_put(get(&object, "thing.NAME=\"oNE\""));
    ck_assert_str_eq(text_of(object, "Name"), "One");
    ck_assert_str_eq(text_of(object, "Size"), "7");
    ck_assert_str_eq(object->space, "root\\cimv2");
    ck_assert_uint_gt(strlen(object->server), 0);
    cim_object_release(object);
    ck_assert_status(get(&object, "Thing.Name=\"Two\""), CIM_NOT_FOUND);
    ck_assert_ptr_null(object);
    ck_assert_str_eq(err.class_name, "Thing");
    ck_assert_status(get(&object, "None.Name=\"Two\""), CIM_INVALID_CLASS);
    ck_assert_status(get(&object, "Thing"), CIM_INVALID_OBJECT_PATH);
    ck_assert_status(get(&object, "Thing=@"), CIM_INVALID_OBJECT_PATH);
    ck_assert_status(get(&object, "Thing.Other=\"x\""), CIM_INVALID_OBJECT_PATH);
}
END_TEST

START_TEST(path_of_the_put_is_told)
{
    struct cim_object *object = thing_named("a\"b\\c", 1, NULL);
    struct buffer path;

    buffer_init(&path, 0);
    buffer_append_string(&path, "->");
    ck_assert_put(repo_put_instance(space, NULL, object, 0, NULL, &path, &err));
    ck_assert_str_eq((char *)path.data, "->Thing.Name=\"a\\\"b\\\\c\"");
    ck_assert_status(repo_put_instance(space, NULL, object, REPO_CREATE_ONLY, NULL, &path, &err),
                     CIM_ALREADY_EXISTS);
    ck_assert_uint_eq(path.size, strlen("->Thing.Name=\"a\\\"b\\\\c\""));
    buffer_free(&path);
    cim_object_release(object);
}
END_TEST

START_TEST(rule_1_keys_must_be_set)
{
    store_class("Two", NULL, two_keys);
    struct cim_object *object = spawn("Two");
    set_text(object, "Name", "x");
    ck_assert_status(put(object, 0), CIM_ILLEGAL_NULL);
    ck_assert_str_eq(err.property, "Id");
    ck_assert_str_eq(err.class_name, "Two");
    set_int(object, "Id", -5);
    ck_assert_put(put(object, 0));
    cim_object_release(object);
    ck_assert(has_instance("Two.Id=-5,Name=\"X\""));
}
END_TEST

START_TEST(rule_1_not_null)
{
    store_class("Strict", NULL, strict);
    struct cim_object *object = spawn("Strict");
    set_text(object, "Name", "x");
    ck_assert_status(put(object, 0), CIM_ILLEGAL_NULL);
    ck_assert_str_eq(err.property, "Must");
    set_text(object, "Must", "");
    ck_assert_status(put(object, 0), CIM_ILLEGAL_NULL);
    ck_assert_str_eq(err.property, "Rank");
    set_int(object, "Rank", 0);
    ck_assert_put(put(object, 0));
    cim_object_release(object);
}
END_TEST

START_TEST(single_null_key_is_generated)
{
    struct cim_object *object = spawn("Thing");
    struct buffer path;
    char first[60];

    buffer_init(&path, 0);
    ck_assert_put(repo_put_instance(space, NULL, object, 0, NULL, &path, &err));
    ck_assert_uint_eq(path.size, strlen("Thing.Name=\"{00000000-0000-4000-8000-000000000000}\""));
    ck_assert_int_eq(path.data[11 + 1], '{');
    snprintf(first, sizeof(first), "%s", (char *)path.data);
    ck_assert(has_instance(first));
    /* The local object is not told, so that the next put makes another. */
    ck_assert_str_eq(text_of(object, "Name"), "NULL");
    buffer_clear(&path);
    ck_assert_put(repo_put_instance(space, NULL, object, 0, NULL, &path, &err));
    ck_assert_str_ne((char *)path.data, first);
    buffer_free(&path);
    cim_object_release(object);
}
END_TEST

START_TEST(rule_2_abstract)
{
    struct cim_class *cls = declare("Base", NULL, thing);
    set_true(cls, NULL, "abstract");
    ck_assert_put(put_declared(cls, 0));
    ck_assert_status(put_named("Base", "Name", "x", 0), CIM_INVALID_OPERATION);
    ck_assert_str_eq(err.class_name, "Base");
}
END_TEST

START_TEST(rule_3_no_key)
{
    store_class("Bare", NULL, keyless);
    ck_assert_status(put_named("Bare", "Note", "x", 0), CIM_NO_KEY);
    ck_assert_str_eq(err.class_name, "Bare");
}
END_TEST

START_TEST(rule_4_existence)
{
    ck_assert_status(put_thing("x", 1, REPO_UPDATE_ONLY), CIM_NOT_FOUND);
    ck_assert_put(put_thing("x", 1, REPO_CREATE_ONLY));
    ck_assert_status(put_thing("X", 2, REPO_CREATE_ONLY), CIM_ALREADY_EXISTS);
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Size"), "1");
    ck_assert_put(put_thing("x", 3, REPO_UPDATE_ONLY));
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Size"), "3");
    ck_assert_put(put_thing("x", 4, 0));
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Size"), "4");
    ck_assert_status(put_thing("x", 4, REPO_CREATE_ONLY | REPO_UPDATE_ONLY), CIM_INVALID_PARAMETER);
    ck_assert_put(put_thing("x", 5, REPO_UPDATE_FORCE));
}
END_TEST

START_TEST(rule_5_one_key_for_a_hierarchy)
{
    store_class("Left", "Thing", NULL);
    store_class("Right", "Thing", NULL);
    ck_assert_put(put_named("Left", "Name", "x", 0));
    static const char *const others[] = {"Right", "Thing"};
    static const unsigned flags[] = {0, REPO_CREATE_ONLY, REPO_UPDATE_ONLY};
    for (size_t i = 0; i < COUNT_OF(others); i++)
    {
        for (size_t n = 0; n < COUNT_OF(flags); n++)
            ck_assert_status(put_named(others[i], "Name", "x", flags[n]), CIM_ALREADY_EXISTS);
    }
    ck_assert_str_eq(enumerate("Thing", true), "Left.Name=\"x\"");
    /* The superclass's path finds it, the sibling's does not. */
    ck_assert(has_instance("Thing.Name=\"x\""));
    ck_assert(!has_instance("Right.Name=\"x\""));
}
END_TEST

START_TEST(rule_6_full_update_replaces_all)
{
    ck_assert_put(put_thing("x", 1, 0));
    struct cim_object *object = spawn("Thing");
    set_text(object, "Name", "x");
    ck_assert_put(put(object, 0));
    cim_object_release(object);
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Size"), "NULL");
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Note"), "NULL");
}
END_TEST

START_TEST(rule_8_instance_qualifiers)
{
    struct cim_value text = value_text("mine");
    struct cim_object *object = thing_named("x", 1, NULL);

    ck_assert_status(cim_qualifiers_put(&object->qualifiers, CIM_ON_INSTANCE, TEXT_LITERAL("Owner"),
                                        &text, 0, &err),
                     CIM_OK);
    ck_assert_put(put(object, 0));
    cim_object_release(object);
    ck_assert_put(get(&object, "Thing=\"x\""));
    const struct cim_qualifier *found =
        cim_qualifiers_find(&object->qualifiers, TEXT_LITERAL("owner"));
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found->value.scalar.string.data, "mine");
    cim_object_release(object);
}
END_TEST

START_TEST(amended_instance_qualifiers)
{
    struct cim_value text = value_text("meins");
    struct cim_object *object = thing_named("x", 1, NULL);

    ck_assert_status(cim_qualifiers_put(&object->qualifiers, CIM_ON_INSTANCE, TEXT_LITERAL("Owner"),
                                        &text, CIM_FLAVOR_AMENDED, &err),
                     CIM_OK);
    ck_assert_status(put(object, 0), CIM_AMENDED_OBJECT);
    ck_assert_put(put(object, REPO_USE_AMENDED));
    ck_assert_uint_eq(object->qualifiers.count, 1);
    cim_object_release(object);
    ck_assert_put(get(&object, "Thing=\"x\""));
    ck_assert_uint_eq(object->qualifiers.count, 0);
    cim_object_release(object);
}
END_TEST

START_TEST(wrong_objects_are_refused)
{
    struct cim_class *cls = get_class("Thing");
    struct cim_object *object;

    ck_assert_status(repo_put_instance(space, NULL, NULL, 0, NULL, NULL, &err),
                     CIM_INVALID_PARAMETER);
    ck_assert_status(cim_object_from_class(&object, cls), CIM_OK);
    ck_assert_status(put(object, 0), CIM_INVALID_OBJECT);
    cim_object_release(object);
    cim_class_release(cls);
    object = thing_named("a\nb", 1, NULL);
    ck_assert_status(put(object, 0), CIM_INVALID_OBJECT);
    ck_assert_str_eq(err.property, "Name");
    cim_object_release(object);
}
END_TEST

START_TEST(singleton)
{
    struct cim_class *cls = declare("Only", NULL, keyless);
    set_true(cls, NULL, "singleton");
    ck_assert_put(put_declared(cls, 0));
    ck_assert(!has_instance("Only=@"));
    ck_assert_put(put_named("Only", "Note", "x", REPO_CREATE_ONLY));
    ck_assert_status(put_named("Only", "Note", "y", REPO_CREATE_ONLY), CIM_ALREADY_EXISTS);
    ck_assert_put(put_named("Only", "Note", "z", 0));
    ck_assert_str_eq(stored_text("Only=@", "Note"), "z");
    ck_assert_str_eq(enumerate("Only", true), "Only=@");
}
END_TEST

START_TEST(instance_of_another_namespace)
{
    static const struct declared more[] = {{"Extra", CIM_TYPE_STRING},
                                           {"*Name", CIM_TYPE_STRING},
                                           {"Size", CIM_TYPE_UINT32},
                                           {"Note", CIM_TYPE_STRING},
                                           {0}};
    struct cim_object *object = thing_named("x", 9, "hello");
    struct repo_space *cimv2 = space;

    ck_assert_put(repo_space_open(&space, repo, TEXT_LITERAL("root\\default"), &err));
    ck_assert_status(put(object, 0), CIM_INVALID_CLASS);
    store_class("Thing", NULL, more);
    ck_assert_put(put(object, 0));
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Note"), "hello");
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Extra"), "NULL");
    repo_space_release(space);
    space = cimv2;
    cim_object_release(object);
}
END_TEST

/* --- deleting --- */

static enum cim_status delete_path(const char *text)
{
    struct cim_path path;

    cim_path_init(&path);
    ck_assert_msg(!cim_path_parse(&path, text_from(text), &err), "%s", err.message);
    enum cim_status status = repo_delete_instance(space, NULL, &path, &err);
    cim_path_free(&path);
    return status;
}

START_TEST(instance_is_deleted)
{
    store_class("Left", "Thing", NULL);
    ck_assert_put(put_thing("x", 1, 0));
    ck_assert_put(put_named("Left", "Name", "y", 0));
    ck_assert_status(delete_path("Thing=\"z\""), CIM_NOT_FOUND);
    ck_assert_status(delete_path("None=\"z\""), CIM_INVALID_CLASS);
    ck_assert_status(delete_path("Thing"), CIM_INVALID_OBJECT_PATH);
    ck_assert_status(delete_path("Left=\"x\""), CIM_NOT_FOUND);
    ck_assert_put(delete_path("Thing=\"X\""));
    ck_assert_put(delete_path("Thing=\"y\""));
    ck_assert_str_eq(enumerate("Thing", true), "");
}
END_TEST

/* --- index entries --- */

static unsigned count_entries(void)
{
    unsigned found = 0;

    for (int rank = 0; rank < 10; rank++)
    {
        char wql[80];
        snprintf(wql, sizeof(wql), "SELECT * FROM Strict WHERE Rank = %d", rank);
        found += query(wql)[0] != '\0';
    }
    return found;
}

static void put_ranked(const char *name, int rank)
{
    struct cim_object *object = spawn("Strict");

    set_text(object, "Name", name);
    set_text(object, "Must", "m");
    set_int(object, "Rank", rank);
    ck_assert_put(put(object, 0));
    cim_object_release(object);
}

START_TEST(entries_follow_their_instances)
{
    store_class("Strict", NULL, strict);
    store_class("Stricter", "Strict", NULL);
    put_ranked("a", 1);
    put_ranked("b", 1);
    put_ranked("c", 3);
    ck_assert_str_eq(query("SELECT * FROM Strict WHERE Rank = 1"),
                     "Strict.Name=\"a\" Strict.Name=\"b\"");
    put_ranked("a", 2);
    ck_assert_str_eq(query("SELECT * FROM Strict WHERE Rank = 1"), "Strict.Name=\"b\"");
    ck_assert_str_eq(query("SELECT * FROM Strict WHERE Rank = 2"), "Strict.Name=\"a\"");
    ck_assert_put(delete_path("Strict=\"b\""));
    ck_assert_uint_eq(count_entries(), 2);
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("Strict"), &err));
    store_class("Strict", NULL, strict);
    ck_assert_uint_eq(count_entries(), 0);
}
END_TEST

/* --- partial update (9.1) --- */

static enum cim_status put_part(struct cim_object *object, bool strict_nulls, unsigned flags,
                                const char *first, const char *second)
{
    struct text names[] = {text_from(first), text_from(second)};
    struct repo_put_options options = {.extensions = true,
                                       .strict_nulls = strict_nulls,
                                       .has_properties = first != NULL,
                                       .properties = names,
                                       .property_count = second ? 2 : 1};

    return repo_put_instance(space, NULL, object, flags, &options, NULL, &err);
}

/* What is stored beforehand is Size 1, Note "old". */
static const struct partial
{
    const char *name;
    int size;         /* -1: NULL, -2: never set */
    const char *note; /* NULL: never set, "NULL": NULL */
    bool strict_nulls;
    const char *first, *second;
    enum cim_status status;
    const char *size_after, *note_after;
} partials[] = {
    {"one property", 2, "new", false, "Size", NULL, CIM_OK, "2", "old"},
    {"two properties", 2, "new", false, "note", "SIZE", CIM_OK, "2", "new"},
    {"key in the list", 2, "new", false, "Name", "Note", CIM_OK, "1", "new"},
    {"listed NULL", -1, "new", false, "Size", NULL, CIM_OK, "NULL", "old"},
    {"listed NULL, strict", -1, "new", true, "Size", NULL, CIM_OK, "NULL", "old"},
    {"unknown property", 2, "new", false, "Size", "Other", CIM_INVALID_PROPERTY, "1", "old"},
    {"no list", 2, "new", false, NULL, NULL, CIM_OK, "2", "new"},
    {"no list, NULL", -1, "new", false, NULL, NULL, CIM_OK, "1", "new"},
    {"no list, not set", -2, "new", false, NULL, NULL, CIM_OK, "1", "new"},
    {"no list, NULL, strict", -1, "new", true, NULL, NULL, CIM_OK, "NULL", "new"},
    {"no list, all NULL, strict", -1, "NULL", true, NULL, NULL, CIM_OK, "NULL", "NULL"},
};

static void set_null(struct cim_object *object, const char *property)
{
    struct cim_value null;

    cim_value_init_null(&null, CIM_TYPE_STRING, false);
    ck_assert_status(cim_object_put(object, text_from(property), &null, &err), CIM_OK);
}

START_TEST(partial_update)
{
    const struct partial *row = &partials[_i];
    struct cim_object *object = thing_named("x", 1, "old");

    ck_assert_put(put(object, 0));
    cim_object_release(object);
    object = spawn("Thing");
    set_text(object, "Name", "X");
    if (row->size >= 0)
        set_int(object, "Size", row->size);
    else if (row->size == -1)
        set_null(object, "Size");
    if (row->note && strcmp(row->note, "NULL") == 0)
        set_null(object, "Note");
    else if (row->note)
        set_text(object, "Note", row->note);
    enum cim_status status =
        put_part(object, row->strict_nulls, REPO_UPDATE_ONLY, row->first, row->second);
    ck_assert_msg(status == row->status, "%s: %s", row->name, cim_status_name(status));
    const char *size = stored_text("Thing=\"x\"", "Size");
    ck_assert_msg(strcmp(size, row->size_after) == 0, "%s: %s", row->name, size);
    const char *note = stored_text("Thing=\"x\"", "Note");
    ck_assert_msg(strcmp(note, row->note_after) == 0, "%s: %s", row->name, note);
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Name"), "x");
    cim_object_release(object);
}
END_TEST

START_TEST(partial_update_needs_update_only)
{
    struct cim_object *object = thing_named("x", 1, "old");
    struct repo_put_options off = {.has_properties = true};

    ck_assert_status(put_part(object, false, 0, "Size", NULL), CIM_INVALID_CONTEXT);
    ck_assert_status(put_part(object, false, REPO_CREATE_ONLY, "Size", NULL), CIM_INVALID_CONTEXT);
    ck_assert_status(put_part(object, false, REPO_UPDATE_ONLY, "Size", NULL), CIM_NOT_FOUND);
    /* Without the marker the whole instance is written. */
    ck_assert_put(repo_put_instance(space, NULL, object, 0, &off, NULL, &err));
    ck_assert_str_eq(stored_text("Thing=\"x\"", "Note"), "old");
    cim_object_release(object);
}
END_TEST

/* --- partial read (9.2) --- */

START_TEST(partial_read)
{
    struct text names[] = {TEXT_LITERAL("note"), TEXT_LITERAL("Unknown")};
    struct text star[] = {TEXT_LITERAL("*")};
    struct repo_get_options keys = {.keys_only = true};
    struct repo_get_options some = {
        .has_properties = true, .properties = names, .property_count = 2};
    struct repo_get_options bad = {.has_properties = true, .properties = star, .property_count = 1};
    struct cim_object *object;
    struct cim_path path;

    ck_assert_put(put_thing("x", 7, 0));
    cim_path_init(&path);
    cim_path_parse(&path, TEXT_LITERAL("Thing=\"x\""), NULL);
    ck_assert_put(repo_get_instance(&object, space, &path, &keys, &err));
    ck_assert_str_eq(text_of(object, "Name"), "x");
    ck_assert_str_eq(text_of(object, "Size"), "NULL");
    cim_object_release(object);
    ck_assert_put(repo_get_instance(&object, space, &path, &some, &err));
    ck_assert_str_eq(text_of(object, "Name"), "x");
    ck_assert_str_eq(text_of(object, "Size"), "NULL");
    ck_assert_str_eq(text_of(object, "Note"), "a note");
    cim_object_release(object);
    ck_assert_status(repo_get_instance(&object, space, &path, &bad, &err), CIM_INVALID_PARAMETER);
    cim_path_free(&path);
}
END_TEST

/* --- batches --- */

START_TEST(batch_goes_on_without_what_failed)
{
    struct repo_batch *batch;
    struct cim_object *good = thing_named("good", 1, NULL), *two = thing_named("two", 1, NULL);

    ck_assert_put(put_thing("good", 0, 0));
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_status(repo_put_instance(space, batch, good, REPO_CREATE_ONLY, NULL, NULL, &err),
                     CIM_ALREADY_EXISTS);
    ck_assert_put(repo_put_instance(space, batch, two, 0, NULL, NULL, &err));
    ck_assert(!has_instance("Thing=\"two\""));
    ck_assert_put(repo_batch_commit(batch, &err));
    ck_assert(has_instance("Thing=\"two\""));
    ck_assert_str_eq(stored_text("Thing=\"good\"", "Size"), "0");
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(repo_put_instance(space, batch, good, 0, NULL, NULL, &err));
    repo_batch_abandon(batch);
    ck_assert_str_eq(stored_text("Thing=\"good\"", "Size"), "0");
    cim_object_release(good);
    cim_object_release(two);
}
END_TEST

START_TEST(batch_of_another_store)
{
    struct repo_batch *batch;
    struct repo *file;
    struct cim_object *object = thing_named("x", 1, NULL);

    temp_folder();
    ck_assert_put(repo_open(&file, temp_file("s.db"), &err));
    ck_assert_put(repo_batch_begin(&batch, file, &err));
    ck_assert_status(repo_put_instance(space, batch, object, 0, NULL, NULL, &err),
                     CIM_INVALID_PARAMETER);
    repo_batch_abandon(batch);
    repo_release(file);
    repo_shutdown();
    temp_remove();
    cim_object_release(object);
}
END_TEST

/* --- faults --- */

static enum cim_status scenario(struct cim_object *object)
{
    struct cim_object *got = NULL;
    struct repo_cursor *cursor = NULL;
    struct cim_path path;
    struct buffer relpath;

    cim_path_init(&path);
    buffer_init(&relpath, 0);
    enum cim_status status = repo_put_instance(space, NULL, object, 0, NULL, &relpath, &err);
    if (!status)
        status = cim_path_parse(&path, buffer_text(&relpath), &err);
    if (!status)
        status = repo_get_instance(&got, space, &path, NULL, &err);
    cim_object_release(got);
    if (!status)
        status = repo_enum_instances(&cursor, space, TEXT_LITERAL("Strict"), true, NULL, &err);
    while (!status)
    {
        status = repo_cursor_next(&got, cursor, &err);
        cim_object_release(got);
    }
    repo_cursor_close(cursor);
    if (status == CIM_FALSE)
        status = repo_delete_instance(space, NULL, &path, &err);
    buffer_free(&relpath);
    cim_path_free(&path);
    return status;
}

START_TEST(allocations_fail)
{
    store_class("Strict", NULL, strict);
    put_ranked("stays", 5);
    struct cim_object *object = spawn("Strict");
    struct cim_value text = value_text("mine");
    set_text(object, "Name", "comes and goes");
    set_text(object, "Must", "m");
    set_int(object, "Rank", 1);
    ck_assert_status(cim_qualifiers_put(&object->qualifiers, CIM_ON_INSTANCE, TEXT_LITERAL("Owner"),
                                        &text, 0, &err),
                     CIM_OK);
    for (unsigned n = 1;; n++)
    {
        mem_fail_nth(n);
        enum cim_status status = scenario(object);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(status == (hit ? CIM_NO_MEMORY : CIM_OK), "allocation %u: %s %s", n,
                      cim_status_name(status), err.message);
        if (!hit)
            break;
    }
    cim_object_release(object);
    ck_assert_str_eq(query("SELECT * FROM Strict WHERE Rank = 5"), "Strict.Name=\"stays\"");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repository_instance");
    TCase *tests = tcase_create("instances");

    tcase_add_checked_fixture(tests, setup, fixture_close);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, instance_is_stored);
    tcase_add_test(tests, path_of_the_put_is_told);
    tcase_add_test(tests, rule_1_keys_must_be_set);
    tcase_add_test(tests, rule_1_not_null);
    tcase_add_test(tests, single_null_key_is_generated);
    tcase_add_test(tests, rule_2_abstract);
    tcase_add_test(tests, rule_3_no_key);
    tcase_add_test(tests, rule_4_existence);
    tcase_add_test(tests, rule_5_one_key_for_a_hierarchy);
    tcase_add_test(tests, rule_6_full_update_replaces_all);
    tcase_add_test(tests, rule_8_instance_qualifiers);
    tcase_add_test(tests, amended_instance_qualifiers);
    tcase_add_test(tests, wrong_objects_are_refused);
    tcase_add_test(tests, singleton);
    tcase_add_test(tests, instance_of_another_namespace);
    tcase_add_test(tests, instance_is_deleted);
    tcase_add_test(tests, entries_follow_their_instances);
    tcase_add_loop_test(tests, partial_update, 0, (int)COUNT_OF(partials));
    tcase_add_test(tests, partial_update_needs_update_only);
    tcase_add_test(tests, partial_read);
    tcase_add_test(tests, batch_goes_on_without_what_failed);
    tcase_add_test(tests, batch_of_another_store);
    tcase_add_test(tests, allocations_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
