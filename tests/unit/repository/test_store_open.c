/* What store_open() makes of a file: a store, or a clear refusal that leaves every byte as it was. */
#ifndef _WIN32
#define _XOPEN_SOURCE 700
#endif
#include "unit/platform/child.h"
#include "unit/platform/temp.h"
#include "unit/repository/store_rows.h"

#include "repository/schema.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <direct.h>
#define make_folder(path) _mkdir(path)
#else
#include <sys/stat.h>
#include <unistd.h>
#define make_folder(path) mkdir(path, 0700)
#endif

static struct cim_error err;

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void make_store(const char *path)
{
    struct store *store = store_must_open(path);
    store_put(store, "one");
    store_close(store);
}

/* --- files that are refused --------------------------------------------------------------------- */

static void make_text(const char *path)
{
    char text[3000];
    memset(text, 'x', sizeof(text));
    temp_write(path, text, sizeof(text));
}

static void make_short(const char *path)
{
    temp_write(path, "SQLite format 3", 16);
}

static void make_foreign(const char *path)
{
    run_sql(path, "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
}

static void make_foreign_log(const char *path)
{
    run_sql(path, "PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES(1)");
}

static void make_marked(const char *path)
{
    run_sql(path, "PRAGMA application_id=77; PRAGMA user_version=1; CREATE TABLE t(a)");
}

static void make_newer(const char *path)
{
    char sql[60];
    make_store(path);
    snprintf(sql, sizeof(sql), "PRAGMA user_version=%d", SCHEMA_VERSION + 1);
    run_sql(path, sql);
}

static void rewrite(const char *path, size_t from, size_t count, int byte, size_t cut_to)
{
    size_t size = 0;
    unsigned char *data = temp_read(path, &size);
    ck_assert_ptr_nonnull(data);
    if (count)
        memset(data + from, byte, count);
    temp_write(path, data, cut_to ? cut_to : size);
    free(data);
}

static void make_truncated(const char *path)
{
    make_store(path);
    rewrite(path, 0, 0, 0, 3 * SCHEMA_PAGE_SIZE + 100);
}

static void make_cut_in_the_first_page(const char *path)
{
    make_store(path);
    rewrite(path, 0, 0, 0, 1000);
}

static void make_damaged_schema(const char *path)
{
    make_store(path);
    rewrite(path, 100, SCHEMA_PAGE_SIZE - 100, 0xff, 0);
}

static void make_damaged_page_size(const char *path)
{
    make_store(path);
    rewrite(path, 16, 2, 0x33, 0);
}

static void make_without_tables(const char *path)
{
    make_store(path);
    run_sql(path, "PRAGMA journal_mode=DELETE; DROP TABLE meta");
}

static const struct
{
    const char *name;
    void (*make)(const char *path);
    enum cim_status status;
    const char *says;
} refusals[] = {
    {"text", make_text, CIM_DATABASE_CORRUPT, "is not a store"},
    {"a header alone", make_short, CIM_DATABASE_CORRUPT, "is not a store"},
    {"another program's database", make_foreign, CIM_DATABASE_CORRUPT, "another program"},
    {"the same with a log", make_foreign_log, CIM_DATABASE_CORRUPT, "another program"},
    {"another program's mark", make_marked, CIM_DATABASE_CORRUPT, "another program"},
    {"a newer version", make_newer, CIM_DATABASE_VERSION, "version 2"},
    {"truncated", make_truncated, CIM_DATABASE_CORRUPT, "cut short"},
    {"truncated in the first page", make_cut_in_the_first_page, CIM_DATABASE_CORRUPT, "cut short"},
    {"damaged schema", make_damaged_schema, CIM_DATABASE_CORRUPT, "malformed"},
    {"damaged page size", make_damaged_page_size, CIM_DATABASE_CORRUPT, "cut short"},
};

static void assert_no_files_beside(const char *path, const char *name)
{
    static const char *const suffixes[] = {"-wal", "-shm", "-journal"};
    char beside[600];
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
    {
        snprintf(beside, sizeof(beside), "%s%s", path, suffixes[i]);
        ck_assert_msg(!temp_exists(beside), "%s left %s", name, suffixes[i]);
    }
}

START_TEST(refused_and_untouched)
{
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = NULL;
    size_t before_size = 0, after_size = 0;
    refusals[_i].make(path);
    unsigned char *before = temp_read(path, &before_size);
    enum cim_status status = store_open(&store, path, &err);
    unsigned char *after = temp_read(path, &after_size);
    ck_assert_ptr_null(store);
    ck_assert_msg(status == refusals[_i].status, "%s: %s %s", refusals[_i].name,
                  cim_status_name(status), err.message);
    ck_assert_msg(strstr(err.message, refusals[_i].says) != NULL, "%s: %s", refusals[_i].name,
                  err.message);
    ck_assert_uint_eq(before_size, after_size);
    ck_assert_int_eq(memcmp(before, after, before_size), 0);
    assert_no_files_beside(path, refusals[_i].name);
    free(before);
    free(after);
    temp_remove();
}
END_TEST

START_TEST(a_store_without_its_tables_fails_clearly)
{
    temp_folder();
    struct store *store = NULL;
    struct store_connection *connection = NULL;
    make_without_tables(temp_file("s.db"));
    enum cim_status status = store_open(&store, temp_file("s.db"), &err);
    if (!status)
        status = store_read_begin(&connection, store, &err);
    ck_assert_int_ne(status, CIM_OK);
    ck_assert_ptr_null(connection);
    store_close(store);
    temp_remove();
}
END_TEST

START_TEST(a_folder_is_refused)
{
    struct store *store = NULL;
    const char *folder = temp_folder();
    enum cim_status status = store_open(&store, folder, &err);
    ck_assert_msg(status == CIM_DATABASE_CORRUPT || status == CIM_ACCESS_DENIED, "%s",
                  cim_status_name(status));
    ck_assert_ptr_nonnull(strstr(err.message, folder));
    status = store_open(&store, temp_file("no/such/folder/s.db"), &err);
    ck_assert_msg(status == CIM_ACCESS_DENIED, "%s", cim_status_name(status));
    ck_assert_ptr_null(store);
    temp_remove();
}
END_TEST

/* --- files that become a store ------------------------------------------------------------------ */

static void make_nothing(const char *path)
{
    (void)path;
}

static void make_empty(const char *path)
{
    temp_write(path, "", 0);
}

static void make_empty_database(const char *path)
{
    run_sql(path, "PRAGMA journal_mode=WAL");
}

static const struct
{
    const char *name;
    void (*make)(const char *path);
    int rows;
} welcome[] = {
    {"absent", make_nothing, 0},
    {"empty", make_empty, 0},
    {"an empty database", make_empty_database, 0},
    {"a store", make_store, 1},
};

START_TEST(becomes_a_store)
{
    static const char *const files[] = {"s.db", "with space.db", "\xc3\xa4\xe6\x97\xa5.db"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
    {
        temp_folder();
        if (i < 2)
            welcome[_i].make(temp_file(files[i]));
        struct store *store = store_must_open(temp_file(files[i]));
        ck_assert(!store_is_read_only(store));
        ck_assert_int_eq(store_count(store), i < 2 ? welcome[_i].rows : 0);
        store_put(store, "two");
        store_close(store);
        store = store_must_open(temp_file(files[i]));
        ck_assert_int_eq(store_count(store), (i < 2 ? welcome[_i].rows : 0) + 1);
        store_close(store);
        temp_remove();
    }
}
END_TEST

/* Of a process that died while it committed: the counter of the lease stayed odd. */
START_TEST(an_odd_counter_is_repaired)
{
    uint64_t odd = 77;
    temp_folder();
    make_store(temp_file("s.db"));
    size_t size = 0;
    unsigned char *lease = temp_read(temp_file("s.db-lease"), &size);
    ck_assert_ptr_nonnull(lease);
    memcpy(lease, &odd, sizeof(odd));
    temp_write(temp_file("s.db-lease"), lease, size);
    free(lease);
    struct store *store = store_must_open(temp_file("s.db"));
    ck_assert_uint_ne(store_current_generation(store), 0);
    ck_assert_int_eq(store_count(store), 1);
    store_close(store);
    temp_remove();
}
END_TEST

/* --- files that may only be read: without the superuser's rights, in a process of its own ---------- */

/* Role "read PATH": opens, counts, tries to write. */
static int read_only(int argc, char **argv)
{
    struct store *store = NULL;
    struct store_connection *connection = NULL;
    char line[400];
    if (argc < 1)
        return 1;
#ifndef _WIN32
    if (geteuid() == 0 && setuid(65534))
        return 2;
#endif
    enum cim_status status = store_open(&store, argv[0], &err);
    if (status)
    {
        snprintf(line, sizeof(line), "open %s %s", cim_status_name(status), err.message);
        child_report(line);
        return 0;
    }
    snprintf(line, sizeof(line), "%s", store_is_read_only(store) ? "read-only" : "writable");
    child_report(line);
    for (int i = 0; i < 2; i++)
    {
        if (store_read_begin(&connection, store, &err))
            return 3;
        snprintf(line, sizeof(line), "%d", rows_count(connection));
        child_report(line);
        store_read_end(connection);
    }
    status = store_write_begin(&connection, store, &err);
    child_report(cim_status_name(status));
    if (!status)
        store_write_end(connection, false, &err);
    store_close(store);
    return 0;
}

#ifndef _WIN32

static void expect_read(const char *path, const char *rows)
{
    const char *const arguments[] = {path, NULL};
    struct child *child = child_start("read", arguments);
    child_expect(child, "read-only");
    child_expect(child, rows);
    child_expect(child, rows);
    child_expect(child, "ACCESS_DENIED");
    ck_assert_int_eq(child_wait(child), 0);
}

/* @param log  leave a log with a second row beside the file, as a process that died would */
static void make_guarded(const char *folder, bool log)
{
    const char *path = temp_file("s.db"), *copy = temp_file("copy.db");
    size_t size = 0;
    make_store(copy);
    struct store *store = store_must_open(copy);
    store_put(store, "two");
    unsigned char *data = temp_read(log ? temp_file("copy.db") : copy, &size);
    temp_write(path, data, size);
    free(data);
    if (log)
    {
        data = temp_read(temp_file("copy.db-wal"), &size);
        ck_assert_ptr_nonnull(data);
        temp_write(temp_file("s.db-wal"), data, size);
        chmod(temp_file("s.db-wal"), 0444);
        free(data);
    }
    store_close(store);
    chmod(path, 0444);
    chmod(folder, 0555);
}

START_TEST(a_file_without_write_permission_opens_for_reading)
{
    const char *folder = temp_folder();
    size_t before_size = 0, after_size = 0;
    make_guarded(folder, _i != 0);
    unsigned char *before = temp_read(temp_file("s.db"), &before_size);
    expect_read(temp_file("s.db"), _i ? "2" : "1");
    unsigned char *after = temp_read(temp_file("s.db"), &after_size);
    ck_assert_uint_eq(before_size, after_size);
    ck_assert_int_eq(memcmp(before, after, before_size), 0);
    ck_assert(!temp_exists(temp_file("s.db-shm")));
    ck_assert(!temp_exists(temp_file("s.db-lease")));
    free(before);
    free(after);
    chmod(folder, 0700);
    temp_remove();
}
END_TEST

START_TEST(a_folder_without_write_permission_opens_for_reading)
{
    const char *folder = temp_folder();
    make_store(temp_file("s.db"));
    remove(temp_file("s.db-lease"));
    chmod(temp_file("s.db"), 0666);
    chmod(folder, 0555);
    expect_read(temp_file("s.db"), "1");
    chmod(folder, 0700);
    temp_remove();
}
END_TEST

START_TEST(nothing_can_be_made_in_a_guarded_folder)
{
    const char *folder = temp_folder();
    chmod(folder, 0555);
    const char *const arguments[] = {temp_file("s.db"), NULL};
    struct child *child = child_start("read", arguments);
    char line[400];
    ck_assert(child_read_line(child, line, sizeof(line)));
    ck_assert_msg(strncmp(line, "open ACCESS_DENIED", 18) == 0, "%s", line);
    ck_assert_int_eq(child_wait(child), 0);
    chmod(folder, 0700);
    temp_remove();
}
END_TEST

#endif

int main(int argc, char **argv)
{
    static const struct child_role roles[] = {{"read", read_only}};
    int code;
    if (child_main(argc, argv, roles, 1, &code))
        return code;
    Suite *suite = suite_create("repository_store_open");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, refused_and_untouched, 0, sizeof(refusals) / sizeof(refusals[0]));
    tcase_add_test(tests, a_store_without_its_tables_fails_clearly);
    tcase_add_test(tests, a_folder_is_refused);
    tcase_add_loop_test(tests, becomes_a_store, 0, sizeof(welcome) / sizeof(welcome[0]));
    tcase_add_test(tests, an_odd_counter_is_repaired);
#ifndef _WIN32
    tcase_add_loop_test(tests, a_file_without_write_permission_opens_for_reading, 0, 2);
    tcase_add_test(tests, a_folder_without_write_permission_opens_for_reading);
    tcase_add_test(tests, nothing_can_be_made_in_a_guarded_folder);
#endif
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
