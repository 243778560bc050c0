/* Data and schema queries (behaviour.md 15.2, 15.6), and cursors: depth, order, snapshots, cancelling. */
#include "unit/platform/temp.h"
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <string.h>

#include "repository/store.h"
#include "repository/cursor.h"

static const struct declared disk[] = {{"*Name", CIM_TYPE_STRING},
                                       {"#Kind", CIM_TYPE_STRING},
                                       {"Size", CIM_TYPE_UINT64},
                                       {"Note", CIM_TYPE_STRING},
                                       {0}};
static const struct declared more[] = {{"Speed", CIM_TYPE_UINT32}, {0}};
static const struct declared part[] = {
    {"*Disk", CIM_TYPE_STRING}, {"*Index", CIM_TYPE_UINT32}, {"Note", CIM_TYPE_STRING}, {0}};

static void put_disk(const char *class_name, const char *name, const char *kind, int64_t size)
{
    struct cim_object *object = spawn(class_name);

    set_text(object, "Name", name);
    set_text(object, "Kind", kind);
    set_int(object, "Size", size);
    set_text(object, "Note", "n");
    ck_assert_put(put(object, 0));
    cim_object_release(object);
}

static void setup(void)
{
    fixture_open();
    store_class("Disk", NULL, disk);
    store_class("Fast", "Disk", more);
    store_class("Between", NULL, disk);
    store_class("Faster", "Fast", NULL);
    store_class("Slow", "Disk", NULL);
    put_disk("Slow", "s1", "tape", 10);
    put_disk("Disk", "d1", "plain", 20);
    put_disk("Faster", "f2", "ssd", 30);
    put_disk("Fast", "f1", "SSD", 40);
    put_disk("Disk", "d2", "plain", 50);
    put_disk("Between", "b", "ssd", 60);
}

START_TEST(enumeration_is_deep_or_exact)
{
    ck_assert_str_eq(enumerate("disk", true),
                     "Disk.Name=\"d1\" Disk.Name=\"d2\" Fast.Name=\"f1\" Faster.Name=\"f2\" "
                     "Slow.Name=\"s1\"");
    ck_assert_str_eq(enumerate("Disk", false), "Disk.Name=\"d1\" Disk.Name=\"d2\"");
    ck_assert_str_eq(enumerate("Fast", true), "Fast.Name=\"f1\" Faster.Name=\"f2\"");
    struct repo_cursor *cursor;
    ck_assert_status(repo_enum_instances(&cursor, space, TEXT_LITERAL("None"), true, NULL, &err),
                     CIM_INVALID_CLASS);
    ck_assert_ptr_null(cursor);
}
END_TEST

static const struct
{
    const char *wql, *rows;
} queries[] = {
    {"SELECT * FROM Disk WHERE Size > 25", "Disk.Name=\"d2\" Fast.Name=\"f1\" Faster.Name=\"f2\""},
    {"SELECT * FROM Disk WHERE Name = 'D2'", "Disk.Name=\"d2\""},
    {"SELECT * FROM Disk WHERE Name = 'f2'", "Faster.Name=\"f2\""},
    {"SELECT * FROM Fast WHERE Name = 'd2'", ""},
    {"SELECT * FROM Disk WHERE Name = 'd2' AND Size = 1", ""},
    {"SELECT * FROM Disk WHERE Name = 'd2' OR Name = 's1'", "Disk.Name=\"d2\" Slow.Name=\"s1\""},
    {"SELECT * FROM Disk WHERE Kind = 'ssd'", "Fast.Name=\"f1\" Faster.Name=\"f2\""},
    {"SELECT * FROM Disk WHERE Size >= 40 AND 'ssd' = Kind", "Fast.Name=\"f1\""},
    {"SELECT * FROM Faster WHERE Kind = 'ssd'", "Faster.Name=\"f2\""},
    {"SELECT * FROM Disk WHERE Kind = 'none'", ""},
    {"SELECT * FROM Disk WHERE __CLASS = 'Fast'", "Fast.Name=\"f1\""},
    {"SELECT * FROM Disk WHERE __CLASS = 'fast' AND Size < 100", "Fast.Name=\"f1\""},
    {"SELECT * FROM Disk WHERE Kind = 'ssd' AND __CLASS = 'Faster'", "Faster.Name=\"f2\""},
    {"SELECT * FROM Disk WHERE __CLASS = 'Fast' OR __CLASS = 'Slow'",
     "Fast.Name=\"f1\" Slow.Name=\"s1\""},
    {"SELECT * FROM Disk WHERE __CLASS = 'Between'", ""},
    {"SELECT * FROM Disk WHERE __CLASS = 'None'", ""},
    {"SELECT * FROM Disk WHERE NOT __CLASS = 'Disk'",
     "Fast.Name=\"f1\" Faster.Name=\"f2\" Slow.Name=\"s1\""},
    {"SELECT * FROM Disk WHERE Name LIKE 'd%'", "Disk.Name=\"d1\" Disk.Name=\"d2\""},
    {"SELECT * FROM Fast", "Fast.Name=\"f1\" Faster.Name=\"f2\""},
    {"SELECT * FROM Fast WHERE Speed IS NULL", "Fast.Name=\"f1\" Faster.Name=\"f2\""},
    {"SELECT Size FROM Disk WHERE Note = 'n' AND Size < 15", "Slow.Name=\"s1\""},
};

START_TEST(data_queries)
{
    const char *rows = query(queries[_i].wql);
    ck_assert_msg(strcmp(rows, queries[_i].rows) == 0, "%s: %s", queries[_i].wql, rows);
}
END_TEST

START_TEST(two_keys_are_looked_up_together)
{
    store_class("Part", NULL, part);
    for (int i = 0; i < 4; i++)
    {
        struct cim_object *object = spawn("Part");
        set_text(object, "Disk", i < 2 ? "a" : "b");
        set_int(object, "Index", i % 2);
        ck_assert_put(put(object, 0));
        cim_object_release(object);
    }
    ck_assert_str_eq(query("SELECT * FROM Part WHERE Index = 1 AND Disk = 'B'"),
                     "Part.Disk=\"b\",Index=1");
    ck_assert_str_eq(query("SELECT * FROM Part WHERE Index = 1"),
                     "Part.Disk=\"a\",Index=1 Part.Disk=\"b\",Index=1");
}
END_TEST

static enum cursor_source source_of(const char *wql)
{
    struct wql_query *parsed;
    struct repo_cursor *cursor;

    ck_assert_status(wql_parse(&parsed, text_from(wql), &err), CIM_OK);
    ck_assert_put(repo_query(&cursor, space, parsed, &err));
    enum cursor_source source = cursor->source;
    repo_cursor_close(cursor);
    return source;
}

START_TEST(indexes_are_used)
{
    ck_assert_int_eq(source_of("SELECT * FROM Disk WHERE Name = 'd2' AND Size = 1"), CURSOR_LIST);
    ck_assert_int_eq(source_of("SELECT * FROM Disk WHERE Kind = 'ssd' AND Size > 1"),
                     CURSOR_ENTRIES);
    ck_assert_int_eq(source_of("SELECT * FROM Disk WHERE Kind = 'ssd' OR Size > 1"), CURSOR_SCAN);
}
END_TEST

START_TEST(columns_are_projected)
{
    struct wql_query *parsed;
    struct repo_cursor *cursor;
    struct cim_object *object;

    ck_assert_status(wql_parse(&parsed,
                               TEXT_LITERAL("SELECT size, __PATH FROM Disk WHERE "
                                            "Note = 'n' AND __CLASS = 'Fast'"),
                               &err),
                     CIM_OK);
    ck_assert_put(repo_query(&cursor, space, parsed, &err));
    ck_assert_put(repo_cursor_next(&object, cursor, &err));
    ck_assert_str_eq(object->cls->name, "Fast");
    ck_assert_str_eq(object->space, "root\\cimv2");
    ck_assert_str_eq(text_of(object, "Name"), "f1");
    ck_assert_str_eq(text_of(object, "Size"), "40");
    ck_assert_str_eq(text_of(object, "Note"), "NULL");
    ck_assert_str_eq(text_of(object, "Kind"), "NULL");
    cim_object_release(object);
    ck_assert_status(repo_cursor_next(&object, cursor, &err), CIM_FALSE);
    ck_assert_ptr_null(object);
    ck_assert_status(repo_cursor_next(&object, cursor, &err), CIM_FALSE);
    repo_cursor_close(cursor);
}
END_TEST

static const struct
{
    const char *wql;
    enum cim_status status;
} failures[] = {
    {"SELECT * FROM None", CIM_INVALID_CLASS},
    {"SELECT * FROM Disk WHERE None = 1", CIM_INVALID_QUERY},
    {"SELECT None FROM Disk", CIM_INVALID_QUERY},
    {"SELECT * FROM Disk WHERE Speed = 1", CIM_INVALID_QUERY},
    {"SELECT Name FROM meta_class", CIM_INVALID_QUERY},
    {"SELECT * FROM meta_class WHERE Name = 'x'", CIM_INVALID_QUERY},
    {"ASSOCIATORS OF {Disk.Name='d1'}", CIM_NOT_SUPPORTED},
    {"REFERENCES OF {Disk.Name='d1'}", CIM_NOT_SUPPORTED},
};

START_TEST(failing_queries)
{
    enum cim_status status = query_status(failures[_i].wql);
    ck_assert_msg(status == failures[_i].status, "%s: %s", failures[_i].wql,
                  cim_status_name(status));
}
END_TEST

static const struct
{
    const char *wql, *rows;
} schema_queries[] = {
    {"SELECT * FROM meta_class WHERE __this ISA 'Fast'", "Fast Faster"},
    {"SELECT * FROM meta_class WHERE __CLASS = 'FASTER'", "Faster"},
    {"SELECT * FROM meta_class WHERE __CLASS = 'None'", ""},
    {"SELECT * FROM meta_class WHERE __CLASS LIKE 'fa%'", "Fast Faster"},
    {"SELECT * FROM meta_class WHERE __SUPERCLASS = 'disk'", "Fast Slow"},
    {"SELECT * FROM meta_class WHERE __SUPERCLASS IS NULL AND NOT __CLASS < 'A' AND NOT __CLASS "
     "LIKE '[_]%'",
     "Disk Between"},
    {"SELECT * FROM meta_class WHERE __DYNASTY = 'Disk'", "Disk Fast Faster Slow"},
    {"SELECT * FROM meta_class WHERE __this ISA 'Disk' AND NOT __this ISA 'Fast'", "Disk Slow"},
};

START_TEST(schema_queries_give_classes)
{
    const char *rows = query(schema_queries[_i].wql);
    ck_assert_msg(strcmp(rows, schema_queries[_i].rows) == 0, "%s: %s", schema_queries[_i].wql,
                  rows);
}
END_TEST

START_TEST(references_are_looked_up)
{
    struct cim_class *cls = declare("Link", NULL, NULL);
    ck_assert_status(
        cim_class_add_property(cls, TEXT_LITERAL("Left"), CIM_TYPE_REFERENCE, false, "Disk", &err),
        CIM_OK);
    ck_assert_status(
        cim_class_add_property(cls, TEXT_LITERAL("Right"), CIM_TYPE_REFERENCE, false, "Disk", &err),
        CIM_OK);
    set_true(cls, "Left", "key");
    set_true(cls, "Right", "key");
    set_true(cls, NULL, "association");
    ck_assert_put(put_declared(cls, 0));
    struct cim_object *object = spawn("Link");
    set_text(object, "Left", "Disk.Name=\"d1\"");
    set_text(object, "Right", "Disk.Name=\"d2\"");
    ck_assert_put(put(object, 0));
    cim_object_release(object);
    static const char wql[] = "SELECT * FROM Link WHERE Left = \"Disk.Name=\\\"D1\\\"\"";
    ck_assert_int_eq(source_of(wql), CURSOR_ENTRIES);
    ck_assert_str_ne(query(wql), "");
    ck_assert_str_eq(query("SELECT * FROM Link WHERE Left = 'Disk.Name=\"d2\"'"), "");
}
END_TEST

/* Values that begin alike beyond what an entry keeps. */
START_TEST(long_values_are_told_apart)
{
    char name[400], wql[500];

    for (int i = 0; i < 3; i++)
    {
        snprintf(name, sizeof(name), "%0300d%d", 0, i);
        put_disk("Disk", i == 0 ? "l0" : i == 1 ? "l1" : "l2", name, i);
    }
    snprintf(wql, sizeof(wql), "SELECT * FROM Disk WHERE Kind = '%0300d1'", 0);
    ck_assert_str_eq(query(wql), "Disk.Name=\"l1\"");
}
END_TEST

/* --- cursors --- */

static struct repo_cursor *begin(const char *class_name)
{
    struct repo_cursor *cursor;

    ck_assert_put(repo_enum_instances(&cursor, space, text_from(class_name), true, NULL, &err));
    return cursor;
}

START_TEST(cursor_sees_one_state)
{
    struct repo_cursor *cursor = begin("Disk");
    struct cim_object *object;

    ck_assert_put(repo_cursor_next(&object, cursor, &err));
    cim_object_release(object);
    put_disk("Slow", "later", "tape", 1);
    ck_assert_str_eq(paths_of(cursor), "Disk.Name=\"d2\" Fast.Name=\"f1\" Faster.Name=\"f2\" "
                                       "Slow.Name=\"s1\"");
}
END_TEST

START_TEST(rows_are_put_while_enumerating)
{
    struct repo_cursor *cursor = begin("Disk");
    struct cim_object *object;
    unsigned count = 0;

    while (!repo_cursor_next(&object, cursor, &err))
    {
        set_text(object, "Note", "seen");
        ck_assert_put(put(object, 0));
        cim_object_release(object);
        count++;
    }
    repo_cursor_close(cursor);
    ck_assert_uint_eq(count, 5);
    ck_assert_str_eq(query("SELECT * FROM Disk WHERE Note <> 'seen'"), "");
}
END_TEST

START_TEST(many_cursors_are_open_at_once)
{
    struct repo_cursor *cursors[40];
    struct cim_object *object;

    for (size_t i = 0; i < COUNT_OF(cursors); i++)
    {
        cursors[i] = begin("Disk");
        ck_assert_put(repo_cursor_next(&object, cursors[i], &err));
        cim_object_release(object);
    }
    put_disk("Disk", "new", "x", 1);
    for (size_t i = 0; i < COUNT_OF(cursors); i += 2)
        ck_assert_uint_gt(strlen(paths_of(cursors[i])), 10);
    for (size_t i = 1; i < COUNT_OF(cursors); i += 2)
        repo_cursor_close(cursors[i]);
}
END_TEST

START_TEST(cursor_is_cancelled)
{
    struct repo_cursor *cursor = begin("Disk");
    struct cim_object *object;

    ck_assert_put(repo_cursor_next(&object, cursor, &err));
    cim_object_release(object);
    repo_cursor_cancel(cursor);
    ck_assert_status(repo_cursor_next(&object, cursor, &err), CIM_CANCELLED);
    ck_assert_ptr_null(object);
    repo_cursor_close(cursor);
}
END_TEST

START_TEST(partial_enumeration)
{
    struct text names[] = {TEXT_LITERAL("Speed"), TEXT_LITERAL("Size")};
    struct repo_get_options options = {
        .has_properties = true, .properties = names, .property_count = 2};
    struct repo_cursor *cursor;
    struct cim_object *object;
    unsigned count = 0;

    ck_assert_put(repo_enum_instances(&cursor, space, TEXT_LITERAL("Disk"), true, &options, &err));
    for (; !repo_cursor_next(&object, cursor, &err); count++)
    {
        ck_assert_str_ne(text_of(object, "Name"), "NULL");
        ck_assert_str_ne(text_of(object, "Size"), "NULL");
        ck_assert_str_eq(text_of(object, "Note"), "NULL");
        cim_object_release(object);
    }
    repo_cursor_close(cursor);
    ck_assert_uint_eq(count, 5);
}
END_TEST

/* What the store does to a parked connection when another process wants the file. */
static void take_connection(struct repo_cursor *cursor)
{
    ck_assert(store_read_unpark(cursor->connection));
    store_read_end(cursor->connection);
    cursor->connection = NULL;
    cursor->sql.statement = NULL;
}

START_TEST(cursor_goes_on_without_its_connection)
{
    struct repo_cursor *cursor = begin("Disk");
    struct cim_object *object;

    take_connection(cursor);
    for (int i = 0; i < 3; i++)
    {
        ck_assert_put(repo_cursor_next(&object, cursor, &err));
        cim_object_release(object);
        take_connection(cursor);
    }
    ck_assert_str_eq(paths_of(cursor), "Faster.Name=\"f2\" Slow.Name=\"s1\"");
}
END_TEST

START_TEST(classes_change_under_a_cursor)
{
    struct repo_cursor *cursor = begin("Disk");
    struct cim_object *object;

    ck_assert_put(repo_cursor_next(&object, cursor, &err));
    cim_object_release(object);
    take_connection(cursor);
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("Fast"), &err));
    store_class("Newest", "Disk", NULL);
    put_disk("Newest", "n1", "x", 1);
    ck_assert_str_eq(paths_of(cursor), "Disk.Name=\"d2\" Slow.Name=\"s1\" Newest.Name=\"n1\"");

    cursor = begin("Disk");
    take_connection(cursor);
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("Disk"), &err));
    ck_assert_str_eq(paths_of(cursor), "");
}
END_TEST

START_TEST(entry_cursor_goes_on_without_its_connection)
{
    struct wql_query *parsed;
    struct repo_cursor *cursor;
    struct cim_object *object;

    ck_assert_status(
        wql_parse(&parsed, TEXT_LITERAL("SELECT * FROM Disk WHERE Kind = 'ssd'"), &err), CIM_OK);
    ck_assert_put(repo_query(&cursor, space, parsed, &err));
    ck_assert_put(repo_cursor_next(&object, cursor, &err));
    cim_object_release(object);
    take_connection(cursor);
    ck_assert_str_eq(paths_of(cursor), "Faster.Name=\"f2\"");
}
END_TEST

static enum cim_status query_scenario(const char *wql)
{
    struct wql_query *parsed;
    struct repo_cursor *cursor = NULL;
    struct cim_object *object;

    enum cim_status status = wql_parse(&parsed, text_from(wql), &err);
    if (!status)
        status = repo_query(&cursor, space, parsed, &err);
    while (!status)
    {
        status = repo_cursor_next(&object, cursor, &err);
        cim_object_release(object);
    }
    repo_cursor_close(cursor);
    return status == CIM_FALSE ? CIM_OK : status;
}

START_TEST(allocations_fail)
{
    static const char *const all[] = {"SELECT Size FROM Disk WHERE Name = 'd1'",
                                      "SELECT Size FROM Disk WHERE Kind = 'ssd'",
                                      "SELECT * FROM Disk WHERE Size > 1 AND __CLASS = 'Fast'",
                                      "SELECT * FROM meta_class WHERE __this ISA 'Disk'"};
    for (unsigned n = 1;; n++)
    {
        mem_fail_nth(n);
        enum cim_status status = query_scenario(all[_i]);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(status == (hit ? CIM_NO_MEMORY : CIM_OK), "allocation %u: %s %s", n,
                      cim_status_name(status), err.message);
        if (!hit)
            break;
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repository_query");
    TCase *tests = tcase_create("queries");

    tcase_add_checked_fixture(tests, setup, fixture_close);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, enumeration_is_deep_or_exact);
    tcase_add_loop_test(tests, data_queries, 0, (int)COUNT_OF(queries));
    tcase_add_test(tests, two_keys_are_looked_up_together);
    tcase_add_test(tests, indexes_are_used);
    tcase_add_test(tests, columns_are_projected);
    tcase_add_loop_test(tests, failing_queries, 0, (int)COUNT_OF(failures));
    tcase_add_loop_test(tests, schema_queries_give_classes, 0, (int)COUNT_OF(schema_queries));
    tcase_add_test(tests, references_are_looked_up);
    tcase_add_test(tests, long_values_are_told_apart);
    tcase_add_test(tests, cursor_sees_one_state);
    tcase_add_test(tests, rows_are_put_while_enumerating);
    tcase_add_test(tests, many_cursors_are_open_at_once);
    tcase_add_test(tests, cursor_is_cancelled);
    tcase_add_test(tests, partial_enumeration);
    tcase_add_test(tests, cursor_goes_on_without_its_connection);
    tcase_add_test(tests, classes_change_under_a_cursor);
    tcase_add_test(tests, entry_cursor_goes_on_without_its_connection);
    tcase_add_loop_test(tests, allocations_fail, 0, 4);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
