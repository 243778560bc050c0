/* One store, several processes: handing over, taking back, foreign programs, and processes that are killed while
 * they commit. */
#include "unit/platform/child.h"
#include "unit/platform/temp.h"
#include "unit/repository/store_rows.h"

#include "platform/platform.h"
#include "repository/store_private.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 15000

static struct cim_error err;

static bool wait_for_mode(struct store *store, enum store_mode mode)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++)
    {
        plat_mutex_lock(&store->lock);
        bool there = store->mode == mode;
        plat_mutex_unlock(&store->lock);
        if (there)
            return true;
        plat_sleep_ms(10);
    }
    return false;
}

static struct store_connection *read_begin(struct store *store)
{
    struct store_connection *connection = NULL;
    enum cim_status status = store_read_begin(&connection, store, &err);
    ck_assert_msg(!status, "%s", err.message);
    return connection;
}

/* --- roles of children -------------------------------------------------------------------------- */

static bool put_quietly(struct store *store, const char *name)
{
    struct store_connection *connection;
    struct cim_error error;
    if (store_write_begin(&connection, store, &error))
        return false;
    enum cim_status status = rows_put(connection, name, &error);
    return !store_write_end(connection, !status, &error) && !status;
}

/* @return -1: failed */
static int count_quietly(struct store *store)
{
    struct store_connection *connection;
    struct cim_error error;
    if (store_read_begin(&connection, store, &error))
        return -1;
    int count = rows_count(connection);
    store_read_end(connection);
    return count;
}

/* Role "serve PATH": "put NAME", "count", "many PREFIX COUNT" until the end of its input. */
static int serve(int argc, char **argv)
{
    struct store *store = NULL;
    struct cim_error error;
    char line[100], answer[300], name[100];
    if (argc < 1 || store_open(&store, argv[0], &error))
    {
        snprintf(answer, sizeof(answer), "open: %s", error.message);
        child_report(answer);
        return 1;
    }
    child_report("open");
    while (child_hear(line, sizeof(line)))
    {
        char word[20] = "", argument[40] = "";
        int many = 1;
        bool good = true;
        sscanf(line, "%19s %39s %d", word, argument, &many);
        for (int i = 0; good && argument[0] && i < many; i++)
        {
            snprintf(name, sizeof(name), many > 1 ? "%s-%d" : "%s", argument, i);
            good = put_quietly(store, name);
        }
        snprintf(answer, sizeof(answer), good ? "%d" : "failed", count_quietly(store));
        child_report(answer);
    }
    store_close(store);
    return 0;
}

/* Role "commit PATH": commits row after row and reports each, until it is killed. */
static int commit(int argc, char **argv)
{
    struct store *store = NULL;
    struct cim_error error;
    char name[40];
    if (argc < 2 || store_open(&store, argv[0], &error))
        return 1;
    for (int i = 0;; i++)
    {
        snprintf(name, sizeof(name), "%s-%d", argv[1], i);
        if (!put_quietly(store, name))
            return 2;
        child_report(name);
    }
}

/* Role "foreign PATH": a program that knows SQLite and no lease. */
static int foreign(int argc, char **argv)
{
    sqlite3 *db = NULL;
    char line[100];
    if (argc < 1 || sqlite3_open(argv[0], &db))
        return 1;
    do
    {
        int result = sqlite3_exec(db, "SELECT count(*) FROM namespace", NULL, NULL, NULL);
        child_report(result == SQLITE_OK ? "read" : result == SQLITE_BUSY ? "busy" : "failed");
    } while (child_hear(line, sizeof(line)));
    sqlite3_close(db);
    return 0;
}

static struct child *start(const char *role, const char *path)
{
    const char *const arguments[] = {path, NULL};
    return child_start(role, arguments);
}

static struct child *start_server(const char *path)
{
    struct child *child = start("serve", path);
    child_expect(child, "open");
    return child;
}

/* --- tests -------------------------------------------------------------------------------------- */

START_TEST(hand_over_and_take_back)
{
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = store_must_open(path);
    ck_assert(wait_for_mode(store, MODE_ALONE));
    store_put(store, "mine");
    struct child *child = start_server(path);
    ck_assert(wait_for_mode(store, MODE_SHARED));
    child_say(child, "put theirs");
    child_expect(child, "2");
    ck_assert_int_eq(store_count(store), 2);
    ck_assert_int_eq(store_count(store), 2);
    store_put(store, "again");
    child_say(child, "count");
    child_expect(child, "3");
    child_say(child, "put more");
    child_expect(child, "4");
    ck_assert_int_eq(store_count(store), 4);
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert_msg(wait_for_mode(store, MODE_ALONE), "did not come back");
    store_put(store, "last");
    ck_assert_int_eq(store_count(store), 5);
    store_close(store);
    temp_remove();
}
END_TEST

START_TEST(a_child_gives_way_too)
{
    temp_folder();
    const char *path = temp_file("s.db");
    struct child *child = start_server(path);
    child_say(child, "many a 50");
    child_expect(child, "50");
    uint64_t begin = plat_time_ms();
    struct store *store = store_must_open(path);
    uint64_t took = plat_time_ms() - begin;
    ck_assert_int_eq(store_count(store), 50);
    ck_assert_msg(took < 2000, "opening took %u ms", (unsigned)took);
    child_kill(child);
    child_wait(child);
    store_put(store, "x");
    ck_assert(wait_for_mode(store, MODE_ALONE));
    ck_assert_int_eq(store_count(store), 51);
    store_close(store);
    temp_remove();
}
END_TEST

START_TEST(both_write_at_once)
{
    char name[40];
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = store_must_open(path);
    struct child *child = start_server(path);
    child_say(child, "many child 100");
    int last = 0;
    for (int i = 0; i < 100; i++)
    {
        snprintf(name, sizeof(name), "parent-%d", i);
        store_put(store, name);
        int count = store_count(store);
        ck_assert_msg(count > last, "%d rows after %d", count, last);
        last = count;
    }
    ck_assert(child_read_line(child, name, sizeof(name)));
    ck_assert_msg(atoi(name) >= 100, "the child says %s", name);
    ck_assert_int_eq(store_count(store), 200);
    ck_assert_int_eq(child_wait(child), 0);
    store_close(store);
    temp_remove();
}
END_TEST

START_TEST(a_parked_cursor_does_not_keep_the_file)
{
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = store_must_open(path);
    store_put(store, "x");
    struct store_connection *cursor = read_begin(store);
    ck_assert_int_eq(rows_count(cursor), 1);
    store_read_park(cursor);
    struct child *child = start_server(path);
    ck_assert(wait_for_mode(store, MODE_SHARED));
    ck_assert(!store_read_unpark(cursor));
    cursor = read_begin(store);
    ck_assert_int_eq(rows_count(cursor), 1);
    store_read_end(cursor);
    ck_assert_int_eq(child_wait(child), 0);
    store_close(store);
    temp_remove();
}
END_TEST

/* A cursor that is stepping and a write are waited for; who holds them may begin more reads meanwhile. */
START_TEST(busy_ones_are_waited_for)
{
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = store_must_open(path);
    struct store_connection *cursor = read_begin(store), *writer = NULL;
    ck_assert_int_eq(store_write_begin(&writer, store, &err), CIM_OK);
    ck_assert_int_eq(rows_put(writer, "late", &err), CIM_OK);
    struct child *child = start("serve", path);
    plat_sleep_ms(300);
    ck_assert(!store_read_must_yield(cursor));
    struct store_connection *inner = read_begin(store);
    store_read_end(inner);
    ck_assert_int_eq(store_write_end(writer, true, &err), CIM_OK);
    for (int i = 0; i < PATIENCE_MS / 10 && !store_read_must_yield(cursor); i++)
        plat_sleep_ms(10);
    ck_assert(store_read_must_yield(cursor));
    inner = read_begin(store);
    ck_assert_int_eq(rows_count(inner), 1);
    store_read_end(inner);
    store_read_end(cursor);
    child_expect(child, "open");
    ck_assert_int_eq(store_count(store), 1);
    ck_assert_int_eq(child_wait(child), 0);
    store_close(store);
    temp_remove();
}
END_TEST

START_TEST(two_stores_in_one_process_share)
{
    temp_folder();
    struct store *a = store_must_open(temp_file("s.db"));
    struct store *b = store_must_open(temp_file("s.db"));
    store_put(a, "a");
    ck_assert_int_eq(store_count(b), 1);
    store_put(b, "b");
    ck_assert_int_eq(store_count(a), 2);
    store_close(b);
    ck_assert_int_eq(store_count(a), 2);
    ck_assert(wait_for_mode(a, MODE_ALONE));
    ck_assert_int_eq(store_count(a), 2);
    store_close(a);
    temp_remove();
}
END_TEST

START_TEST(a_foreign_program_is_kept_out)
{
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = store_must_open(path);
    store_put(store, "x");
    struct child *child = start("foreign", path);
    child_expect(child, "busy");
    store_close(store);
    child_say(child, "again");
    child_expect(child, "read");
    /* now it has the file and we have to live with it */
    store = store_must_open(path);
    ck_assert_int_eq(store->mode, MODE_SHARED);
    store_put(store, "y");
    ck_assert_int_eq(store_count(store), 2);
    child_say(child, "again");
    child_expect(child, "read");
    ck_assert_int_eq(child_wait(child), 0);
    store_close(store);
    temp_remove();
}
END_TEST

static int rounds(void)
{
    const char *wish = getenv("SWBEM_KILL_ROUNDS");
#ifdef _WIN32
    return wish ? atoi(wish) : 6;
#else
    return wish ? atoi(wish) : 30;
#endif
}

static void assert_sound(struct store *store)
{
    struct store_connection *connection = read_begin(store);
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(store_database(connection), "PRAGMA integrity_check", -1, &statement, NULL);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    ck_assert_str_eq((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    store_read_end(connection);
}

/* What was reported is there: at a random moment the process that commits is killed. With `beside`, this process
 * has the store open all the time, so that the child shares. */
START_TEST(killed_processes_lose_nothing)
{
    bool beside = _i != 0;
    unsigned char moment = 0;
    char prefix[20], line[60], last[60];
    temp_folder();
    const char *path = temp_file("s.db");
    struct store *store = beside ? store_must_open(path) : NULL;
    int expected = 0;
    for (int round = 0; round < rounds() / (beside ? 2 : 1); round++)
    {
        snprintf(prefix, sizeof(prefix), "r%d", round);
        const char *const arguments[] = {path, prefix, NULL};
        struct child *child = child_start("commit", arguments);
        int reported = 0;
        plat_random(&moment, 1);
        for (; reported < 1 + moment % 40; reported++)
            ck_assert_msg(child_read_line(child, last, sizeof(last)), "the child ended by itself");
        plat_sleep_ms(moment % 3);
        child_kill(child);
        for (; child_read_line(child, line, sizeof(line)); reported++)
            strcpy(last, line);
        ck_assert_int_ne(child_wait(child), 0);
        if (!beside)
            store = store_must_open(path);
        ck_assert_msg(store_has(store, last), "round %d: %s was reported and is gone", round, last);
        int count = store_count(store);
        ck_assert_msg(count == expected + reported || count == expected + reported + 1,
                      "round %d: %d rows, %d before and %d reported", round, count, expected,
                      reported);
        expected = count;
        assert_sound(store);
        if (!beside)
            store_close(store);
    }
    if (beside)
        store_close(store);
    temp_remove();
}
END_TEST

int main(int argc, char **argv)
{
    static const struct child_role roles[] = {
        {"serve", serve}, {"commit", commit}, {"foreign", foreign}};
    int code;
    if (child_main(argc, argv, roles, sizeof(roles) / sizeof(roles[0]), &code))
        return code;
    Suite *suite = suite_create("repository_store_share");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, hand_over_and_take_back);
    tcase_add_test(tests, a_child_gives_way_too);
    tcase_add_test(tests, both_write_at_once);
    tcase_add_test(tests, a_parked_cursor_does_not_keep_the_file);
    tcase_add_test(tests, busy_ones_are_waited_for);
    tcase_add_test(tests, two_stores_in_one_process_share);
    tcase_add_test(tests, a_foreign_program_is_kept_out);
    tcase_add_loop_test(tests, killed_processes_lose_nothing, 0, 2);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
