/* What a damaged row or a full disk does: a clear status, nothing half done, and the rest of the store at work. */
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <string.h>

#include "repository/batch.h"

static const struct declared thing[] = {
    {"*Name", CIM_TYPE_STRING}, {"#Rank", CIM_TYPE_UINT32}, {"Text", CIM_TYPE_STRING}, {0}};

static void setup(void)
{
    fixture_open();
    store_class("Thing", NULL, thing);
    store_class("Other", NULL, thing);
}

static void run_sql(const char *sql)
{
    struct repo_batch *batch;
    char *message = NULL;

    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    sqlite3_exec(store_database(batch->connection), sql, NULL, NULL, &message);
    ck_assert_msg(!message, "%s", message);
    /* So that the classes are read again, as after a change by another process. */
    batch->has_deleted_spaces = true;
    ck_assert_put(store_bump_schema_generation(batch->connection, &err));
    ck_assert_put(repo_batch_commit(batch, &err));
}

static enum cim_status put_ranked(struct repo_batch *batch, const char *class_name,
                                  const char *name, const char *text)
{
    struct cim_object *object = spawn(class_name);

    set_text(object, "Name", name);
    set_int(object, "Rank", 1);
    set_text(object, "Text", text);
    enum cim_status status = repo_put_instance(space, batch, object, 0, NULL, NULL, &err);
    cim_object_release(object);
    return status;
}

static const char *const damages[] = {
    "UPDATE class SET data = x'' WHERE id = (SELECT max(id) - 1 FROM class)",
    "UPDATE class SET data = x'00' WHERE id = (SELECT max(id) - 1 FROM class)",
    "UPDATE class SET data = zeroblob(1000) WHERE id = (SELECT max(id) - 1 FROM class)",
    "UPDATE class SET data = substr(data, 1, length(data) - 1)"
    " WHERE id = (SELECT max(id) - 1 FROM class)",
    "UPDATE class SET super = id WHERE id = (SELECT max(id) - 1 FROM class)",
    "UPDATE class SET super = 999999 WHERE id = (SELECT max(id) - 1 FROM class)",
};

START_TEST(damaged_class)
{
    struct cim_class *cls;
    struct cim_object *object;

    ck_assert_put(put_ranked(NULL, "Thing", "x", "t"));
    run_sql(damages[_i]);
    ck_assert_status(repo_get_class(&cls, space, TEXT_LITERAL("Thing"), &err),
                     CIM_DATABASE_CORRUPT);
    ck_assert_status(get(&object, "Thing=\"x\""), CIM_DATABASE_CORRUPT);
    if (_i < 4)
        ck_assert(has_class("Other"));
}
END_TEST

static const char *const row_damages[] = {
    "UPDATE instance SET data = x'' WHERE id >> 40 = (SELECT max(id) - 1 FROM class)",
    "UPDATE instance SET data = zeroblob(length(data))"
    " WHERE id >> 40 = (SELECT max(id) - 1 FROM class)",
    "UPDATE instance SET data = substr(data, 1, length(data) - 1)"
    " WHERE id >> 40 = (SELECT max(id) - 1 FROM class)",
    "UPDATE instance SET qualifiers = x'FFFFFFFFFF'"
    " WHERE id >> 40 = (SELECT max(id) - 1 FROM class)",
};

START_TEST(damaged_instance)
{
    struct repo_cursor *cursor;
    struct cim_object *object;

    ck_assert_put(put_ranked(NULL, "Thing", "x", "t"));
    ck_assert_put(put_ranked(NULL, "Other", "x", "t"));
    run_sql(row_damages[_i]);
    ck_assert_status(get(&object, "Thing=\"x\""), CIM_DATABASE_CORRUPT);
    ck_assert_str_eq(err.class_name, "Thing");
    ck_assert_put(repo_enum_instances(&cursor, space, TEXT_LITERAL("Thing"), true, NULL, &err));
    ck_assert_status(repo_cursor_next(&object, cursor, &err), CIM_DATABASE_CORRUPT);
    repo_cursor_close(cursor);
    ck_assert(has_instance("Other=\"x\""));
}
END_TEST

/* The disk fills in the middle of a batch. SQLite may end the whole transaction then, and the batch says so. */
START_TEST(full_disk)
{
    struct repo_batch *batch;
    enum cim_status status = CIM_OK;
    static char text[20001];
    char name[20];
    int i;

    memset(text, 'x', sizeof(text) - 1);
    ck_assert_put(put_ranked(NULL, "Thing", "before", "t"));
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    sqlite3_exec(store_database(batch->connection), "PRAGMA max_page_count=300", NULL, NULL, NULL);
    for (i = 0; i < 1000 && !status; i++)
    {
        snprintf(name, sizeof(name), "n%d", i);
        status = put_ranked(batch, "Thing", name, text);
    }
    ck_assert_msg(status == CIM_OUT_OF_DISK_SPACE, "%s %s", cim_status_name(status), err.message);
    ck_assert_int_lt(i, 1000);
    status = repo_batch_commit(batch, &err);
    ck_assert_msg(!status || status == CIM_OUT_OF_DISK_SPACE, "%s", err.message);
    ck_assert(has_instance("Thing=\"before\""));
    ck_assert(!has_instance("Thing=\"n999\""));

    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    sqlite3_exec(store_database(batch->connection), "PRAGMA max_page_count=100000", NULL, NULL,
                 NULL);
    ck_assert_put(put_ranked(batch, "Thing", "after", text));
    ck_assert_put(repo_batch_commit(batch, &err));
    ck_assert(has_instance("Thing=\"after\""));
}
END_TEST

/* When the transaction is gone, nothing more is taken, and the commit tells. */
START_TEST(lost_transaction)
{
    struct repo_batch *batch;

    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(put_ranked(batch, "Thing", "a", "t"));
    batch->broken = CIM_OUT_OF_DISK_SPACE;
    ck_assert_status(put_ranked(batch, "Thing", "b", "t"), CIM_OUT_OF_DISK_SPACE);
    ck_assert_status(repo_delete_class(space, batch, TEXT_LITERAL("Thing"), &err),
                     CIM_OUT_OF_DISK_SPACE);
    ck_assert_status(repo_batch_commit(batch, &err), CIM_OUT_OF_DISK_SPACE);
    ck_assert_str_eq(enumerate("Thing", true), "");
    ck_assert_put(put_ranked(NULL, "Thing", "c", "t"));
}
END_TEST

/* --- a damaged tree ---------------------------------------------------------------------------- */

#define FILE_NAME "swbem-damaged-tree.db"

static unsigned big_endian(const unsigned char *bytes, int count)
{
    unsigned value = 0;
    while (count--)
        value = value << 8 | *bytes++;
    return value;
}

/* The first leaf of the instances' table stands a second time in the place of the third. */
static void repeat_a_leaf(void)
{
    enum
    {
        POINTERS = 12 /* behind the header of an interior page, 2 bytes each */
    };
    unsigned char page[65536], head[100];
    sqlite3_stmt *statement;
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open(FILE_NAME, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'instance'", -1,
                       &statement, NULL);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    long root = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);

    FILE *file = fopen(FILE_NAME, "r+b");
    ck_assert_uint_eq(fread(head, sizeof(head), 1, file), 1);
    unsigned size = big_endian(head + 16, 2);
    fseek(file, (root - 1) * (long)size, SEEK_SET);
    ck_assert_uint_eq(fread(page, size, 1, file), 1);
    ck_assert_uint_eq(page[0], 5);                 /* an interior page of a table */
    ck_assert_uint_ge(big_endian(page + 3, 2), 3); /* children */
    unsigned first = big_endian(page + POINTERS, 2), third = big_endian(page + POINTERS + 4, 2);
    memcpy(page + third, page + first, 4);
    fseek(file, (root - 1) * (long)size, SEEK_SET);
    ck_assert_uint_eq(fwrite(page, size, 1, file), 1);
    fclose(file);
}

static void open_file(void)
{
    ck_assert_put(repo_open(&repo, FILE_NAME, &err));
    ck_assert_put(repo_space_open(&space, repo, TEXT_LITERAL("root\\cimv2"), &err));
}

static void close_file(void)
{
    repo_space_release(space);
    repo_release(repo);
    repo_shutdown();
}

static void remove_files(void)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-lease", "-journal"};
    char name[64];
    for (size_t i = 0; i < COUNT_OF(suffixes); i++)
    {
        snprintf(name, sizeof(name), FILE_NAME "%s", suffixes[i]);
        remove(name);
    }
}

/* A scan that begins again behind the last row would never come to the end of such a table. */
START_TEST(rows_come_round_again)
{
    struct repo_cursor *cursor;
    struct repo_batch *batch;
    struct cim_object *object;
    enum cim_status status;
    char name[32];
    int count = 0;

    remove_files();
    open_file();
    store_class("Thing", NULL, thing);
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    for (int i = 0; i < 1000; i++)
    {
        snprintf(name, sizeof(name), "%d", i);
        ck_assert_put(put_ranked(batch, "Thing", name, "a text that fills the pages of the table"));
    }
    ck_assert_put(repo_batch_commit(batch, &err));
    close_file();
    repeat_a_leaf();

    open_file();
    ck_assert_put(repo_enum_instances(&cursor, space, TEXT_LITERAL("Thing"), true, NULL, &err));
    while (!(status = repo_cursor_next(&object, cursor, &err)))
    {
        cim_object_release(object);
        count++;
    }
    repo_cursor_close(cursor);
    ck_assert_status(status, CIM_DATABASE_CORRUPT);
    ck_assert_int_gt(count, 0);
    ck_assert_int_lt(count, 1000);
    close_file();
    remove_files();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repository_repo_damage");
    TCase *tests = tcase_create("damage");

    tcase_add_checked_fixture(tests, setup, fixture_close);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, damaged_class, 0, (int)COUNT_OF(damages));
    tcase_add_loop_test(tests, damaged_instance, 0, (int)COUNT_OF(row_damages));
    tcase_add_test(tests, full_disk);
    tcase_add_test(tests, lost_transaction);
    suite_add_tcase(suite, tests);
    tests = tcase_create("tree");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, rows_come_round_again);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
