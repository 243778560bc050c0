/* Transactions, snapshots, parked reads, generations, and what failing memory and disks do to them. */
#include "unit/repository/fault_vfs.h"
#include "unit/repository/store_rows.h"
#include "unit/platform/temp.h"

#include "cim/mem.h"
#include "platform/platform.h"
#include "repository/statements.h"
#include "repository/store_private.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct cim_error err;

static const char *const places[] = {"file", ":memory:"};
#define PLACES ((int)(sizeof(places) / sizeof(places[0])))

static struct store *open_place(int place)
{
    temp_folder();
    return store_must_open(strcmp(places[place], "file") == 0 ? temp_file("s.db") : places[place]);
}

static void close_place(struct store *store)
{
    store_close(store);
    temp_remove();
}

static struct store_connection *read_begin(struct store *store)
{
    struct store_connection *connection = NULL;
    enum cim_status status = store_read_begin(&connection, store, &err);
    ck_assert_msg(!status, "%s", err.message);
    return connection;
}

static struct store_connection *write_begin(struct store *store)
{
    struct store_connection *connection = NULL;
    enum cim_status status = store_write_begin(&connection, store, &err);
    ck_assert_msg(!status, "%s", err.message);
    return connection;
}

START_TEST(statements_are_numbered_in_order)
{
    for (unsigned i = 0; i < SQL_COUNT; i++)
    {
        ck_assert_msg(store_statements[i].sql != NULL, "statement %u has no text", i);
        ck_assert_msg(store_statements[i].number == i, "row %u holds statement %d: %s", i,
                      (int)store_statements[i].number, store_statements[i].sql);
    }
}
END_TEST

START_TEST(statements_prepare)
{
    struct store *store = open_place(1);
    struct store_connection *writer = write_begin(store);
    for (unsigned i = 0; i < SQL_COUNT; i++)
        ck_assert_msg(store_statement(writer, i, &err) != NULL, "%s: %s", store_statements[i].sql,
                      err.message);
    store_write_end(writer, false, &err);
    close_place(store);
}
END_TEST

START_TEST(a_commit_stays_and_a_rollback_does_not)
{
    struct store *store = open_place(_i);
    store_put(store, "kept");
    struct store_connection *writer = write_begin(store);
    ck_assert_int_eq(rows_put(writer, "dropped", &err), CIM_OK);
    ck_assert_int_eq(rows_count(writer), 2);
    ck_assert_int_eq(store_write_end(writer, false, &err), CIM_OK);
    ck_assert_int_eq(store_count(store), 1);
    ck_assert(store_has(store, "kept"));
    if (_i == 0)
    {
        store_close(store);
        ck_assert(!temp_exists(temp_file("s.db-wal")));
        store = store_must_open(temp_file("s.db"));
        ck_assert(store_has(store, "kept"));
    }
    close_place(store);
}
END_TEST

START_TEST(memory_stores_are_apart_and_leave_nothing)
{
    struct store *a = store_must_open(":memory:");
    struct store *b = store_must_open(":memory:");
    store_put(a, "a");
    ck_assert_int_eq(store_count(b), 0);
    store_close(a);
    store_close(b);
    a = store_must_open(":memory:");
    ck_assert_int_eq(store_count(a), 0);
    store_close(a);
}
END_TEST

START_TEST(savepoints)
{
    struct store *store = open_place(_i);
    struct store_connection *writer = write_begin(store);
    static const struct
    {
        const char *name;
        bool keep;
    } parts[] = {{"one", true}, {"two", false}, {"three", true}, {"four", false}};
    for (size_t i = 0; i < 4; i++)
    {
        ck_assert_int_eq(store_savepoint(writer, &err), CIM_OK);
        ck_assert_int_eq(rows_put(writer, parts[i].name, &err), CIM_OK);
        ck_assert_int_eq(store_savepoint_end(writer, parts[i].keep, &err), CIM_OK);
    }
    ck_assert_int_eq(store_write_end(writer, true, &err), CIM_OK);
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(store_has(store, parts[i].name) == parts[i].keep, "%s", parts[i].name);
    close_place(store);
}
END_TEST

START_TEST(readers_see_the_old_state_during_a_write)
{
    struct store *store = open_place(_i);
    store_put(store, "old");
    struct store_connection *early = read_begin(store), *other = read_begin(store);
    ck_assert_int_eq(rows_count(early), 1);
    struct store_connection *writer = write_begin(store);
    ck_assert_int_eq(rows_put(writer, "new", &err), CIM_OK);
    struct store_connection *during = read_begin(store);
    ck_assert_int_eq(rows_count(during), 1);
    ck_assert_int_eq(store_write_end(writer, true, &err), CIM_OK);
    struct store_connection *late = read_begin(store);
    ck_assert_int_eq(rows_count(early), 1);
    ck_assert_int_eq(rows_count(other), 1);
    ck_assert_int_eq(rows_count(during), 1);
    ck_assert_int_eq(rows_count(late), 2);
    store_read_end(early);
    store_read_end(other);
    store_read_end(during);
    store_read_end(late);
    ck_assert_int_eq(store_count(store), 2);
    close_place(store);
}
END_TEST

START_TEST(generations_tell_states_apart)
{
    struct store *store = open_place(_i);
    struct store_connection *first = read_begin(store);
    uint64_t before = store_generation(first), schema = store_schema_generation(first);
    ck_assert_uint_ne(before, 0);
    ck_assert_uint_eq(store_current_generation(store), before);
    struct store_connection *writer = write_begin(store);
    ck_assert_uint_ne(store_generation(writer), before);
    ck_assert_uint_eq(store_schema_generation(writer), schema);
    ck_assert_int_eq(rows_put(writer, "x", &err), CIM_OK);
    ck_assert_int_eq(store_write_end(writer, true, &err), CIM_OK);
    struct store_connection *second = read_begin(store), *third = read_begin(store);
    ck_assert_uint_eq(store_generation(first), before);
    ck_assert_uint_ne(store_generation(second), before);
    ck_assert_uint_eq(store_generation(second), store_generation(third));
    ck_assert_uint_eq(store_schema_generation(second), schema);
    store_read_end(first);
    store_read_end(second);
    store_read_end(third);
    first = read_begin(store);
    ck_assert_uint_eq(store_generation(first), store_current_generation(store));
    store_read_end(first);
    close_place(store);
}
END_TEST

/* @return the generation inside the write */
static uint64_t bump(struct store *store, bool by_savepoint, bool keep)
{
    struct store_connection *writer = write_begin(store);
    if (by_savepoint)
        ck_assert_int_eq(store_savepoint(writer, &err), CIM_OK);
    ck_assert_int_eq(store_bump_schema_generation(writer, &err), CIM_OK);
    uint64_t inside = store_schema_generation(writer);
    if (by_savepoint)
        ck_assert_int_eq(store_savepoint_end(writer, keep, &err), CIM_OK);
    uint64_t at_end = store_schema_generation(writer);
    ck_assert(keep || !by_savepoint ? at_end == inside : at_end != inside);
    ck_assert_int_eq(store_write_end(writer, keep || by_savepoint, &err), CIM_OK);
    return inside;
}

static uint64_t schema_of(struct store *store)
{
    struct store_connection *connection = read_begin(store);
    uint64_t schema = store_schema_generation(connection);
    store_read_end(connection);
    return schema;
}

START_TEST(schema_generations)
{
    struct store *store = open_place(_i);
    uint64_t first = schema_of(store);
    uint64_t dropped = bump(store, false, false);
    ck_assert_uint_ne(dropped, first);
    ck_assert_uint_eq(schema_of(store), first);
    ck_assert_uint_ne(bump(store, true, false), dropped);
    ck_assert_uint_eq(schema_of(store), first);
    uint64_t kept = bump(store, true, true);
    ck_assert_uint_eq(schema_of(store), kept);
    ck_assert_uint_ne(kept, first);
    ck_assert_uint_ne(kept, dropped);
    close_place(store);
}
END_TEST

START_TEST(a_parked_read_goes_on)
{
    struct store *store = open_place(_i);
    store_put(store, "one");
    struct store_connection *reader = read_begin(store);
    ck_assert_int_eq(rows_count(reader), 1);
    store_read_park(reader);
    store_put(store, "two");
    ck_assert(store_read_unpark(reader));
    ck_assert_int_eq(rows_count(reader), 1);
    ck_assert(!store_read_must_yield(reader));
    store_read_end(reader);
    ck_assert_int_eq(store_count(store), 2);
    close_place(store);
}
END_TEST

START_TEST(the_store_may_end_a_parked_read)
{
    struct store *store = open_place(_i);
    struct store_connection *reader = read_begin(store), *busy = read_begin(store);
    ck_assert_int_eq(rows_count(reader), 0);
    store_read_park(reader);
    plat_mutex_lock(&store->lock);
    ck_assert(store_take_parked(store, reader));
    ck_assert(!store_take_parked(store, busy));
    plat_mutex_unlock(&store->lock);
    ck_assert(!store_read_unpark(reader));
    store_read_end(busy);
    ck_assert_int_eq(store_count(store), 0);
    close_place(store);
}
END_TEST

START_TEST(many_reads_at_once)
{
    struct store *store = open_place(_i);
    struct store_connection *readers[3 * IDLE_READERS];
    store_put(store, "x");
    for (int i = 0; i < 3 * IDLE_READERS; i++)
        readers[i] = read_begin(store);
    for (int i = 0; i < 3 * IDLE_READERS; i++)
        ck_assert_int_eq(rows_count(readers[i]), 1);
    for (int i = 0; i < 3 * IDLE_READERS; i++)
        store_read_end(readers[i]);
    ck_assert_uint_eq(store->idle_count, IDLE_READERS);
    close_place(store);
}
END_TEST

/* --- threads ------------------------------------------------------------------------------------ */

#define WRITES_EACH 150

struct job
{
    struct store *store;
    int number;
    volatile int32_t *writers_left;
    const char *wrong;
};

static void write_rows(void *arg)
{
    struct job *job = arg;
    char name[32];
    for (int i = 0; i < WRITES_EACH; i++)
    {
        snprintf(name, sizeof(name), "%d-%d", job->number, i);
        store_put(job->store, name);
    }
    plat_atomic_add(job->writers_left, -1);
}

/* The count never falls, stays the same in one read, and the same generation has the same count. */
static void read_rows(void *arg)
{
    struct job *job = arg;
    struct store_connection *connection;
    struct cim_error error;
    int last = 0;
    uint64_t generation = 0;
    while (plat_atomic_load(job->writers_left) && !job->wrong)
    {
        if (store_read_begin(&connection, job->store, &error))
        {
            job->wrong = "cannot read";
            return;
        }
        int count = rows_count(connection);
        if (count < last)
            job->wrong = "the count fell";
        if (generation == store_generation(connection) && count != last)
            job->wrong = "one generation, two counts";
        if (rows_count(connection) != count)
            job->wrong = "the state changed during a read";
        last = count;
        generation = store_generation(connection);
        store_read_end(connection);
    }
}

START_TEST(threads_read_and_write)
{
    struct store *store = open_place(_i);
    volatile int32_t writers_left = 2;
    struct job jobs[4];
    struct plat_thread *threads[4];
    for (int i = 0; i < 4; i++)
    {
        jobs[i] = (struct job){store, i, &writers_left, NULL};
        threads[i] = plat_thread_start(i < 2 ? write_rows : read_rows, &jobs[i]);
        ck_assert_ptr_nonnull(threads[i]);
    }
    for (int i = 0; i < 4; i++)
        plat_thread_join(threads[i]);
    for (int i = 0; i < 4; i++)
        ck_assert_msg(!jobs[i].wrong, "thread %d: %s", i, jobs[i].wrong);
    ck_assert_int_eq(store_count(store), 2 * WRITES_EACH);
    close_place(store);
}
END_TEST

/* --- the log ------------------------------------------------------------------------------------ */

static void put_blobs(struct store *store, int from, int count, int size)
{
    struct store_connection *writer = write_begin(store);
    sqlite3_stmt *statement = NULL;
    ck_assert_int_eq(sqlite3_prepare_v2(store_database(writer),
                                        "INSERT INTO class(space, folded, super, version, data)"
                                        " VALUES(0, ?1, 0, 0, zeroblob(?2))",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    for (int i = from; i < from + count; i++)
    {
        sqlite3_bind_int(statement, 1, i);
        sqlite3_bind_int(statement, 2, size);
        ck_assert_int_eq(sqlite3_step(statement), SQLITE_DONE);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    ck_assert_int_eq(store_write_end(writer, true, &err), CIM_OK);
}

START_TEST(the_log_is_cut_beside_kept_snapshots)
{
    struct store *store = open_place(_i);
    int longest = 0;
    for (int i = 0; i < 250; i++)
    {
        put_blobs(store, i * 100, 100, 4000);
        store_count(store); /* leaves a snapshot in the pool */
        if (store->writer->log_pages > longest)
            longest = store->writer->log_pages;
    }
    ck_assert_msg(longest < 5 * CHECKPOINT_PAGES, "%d pages in the log", longest);
    close_place(store);
}
END_TEST

START_TEST(a_forgotten_cursor_does_not_let_the_log_grow_for_ever)
{
    struct store *store = open_place(_i);
    store_put(store, "x");
    struct store_connection *cursor = read_begin(store);
    ck_assert_int_eq(rows_count(cursor), 1);
    store_read_park(cursor);
    for (int i = 0; i < 76; i++)
        put_blobs(store, i, 1, 4000 * 1000);
    ck_assert_msg(store->writer->log_pages < LOG_PAGES, "%d pages", store->writer->log_pages);
    ck_assert(!store_read_unpark(cursor));
    close_place(store);
}
END_TEST

/* --- failing memory ----------------------------------------------------------------------------- */

static void *sqlite_alloc(int size)
{
    size_t *block = mem_alloc((size_t)size + 16);
    if (!block)
        return NULL;
    *block = (size_t)size;
    return (char *)block + 16;
}

static void sqlite_free(void *memory)
{
    mem_free((char *)memory - 16);
}

static void *sqlite_realloc(void *memory, int size)
{
    size_t *block = mem_realloc((char *)memory - 16, (size_t)size + 16);
    if (!block)
        return NULL;
    *block = (size_t)size;
    return (char *)block + 16;
}

static int sqlite_size(void *memory)
{
    return memory ? (int)*(size_t *)(void *)((char *)memory - 16) : 0;
}

static int sqlite_round(int size)
{
    return (size + 7) & ~7;
}

static int sqlite_init(void *arg)
{
    (void)arg;
    return SQLITE_OK;
}

static void sqlite_shutdown(void *arg)
{
    (void)arg;
}

static const sqlite3_mem_methods counted_memory = {
    sqlite_alloc, sqlite_free, sqlite_realloc,  sqlite_size,
    sqlite_round, sqlite_init, sqlite_shutdown, NULL,
};

static enum cim_status write_and_read(struct store *store)
{
    struct store_connection *connection;
    enum cim_status status = store_write_begin(&connection, store, &err);
    if (status)
        return status;
    status = store_savepoint(connection, &err);
    if (!status)
        status = rows_put(connection, "row", &err);
    if (!status)
        status = store_savepoint_end(connection, true, &err);
    if (!status)
        status = store_bump_schema_generation(connection, &err);
    enum cim_status end = store_write_end(connection, !status, &err);
    if (status || end)
        return status ? status : end;
    status = store_read_begin(&connection, store, &err);
    if (status)
        return status;
    if (rows_count(connection) != 1)
        status = CIM_NO_MEMORY;
    store_read_end(connection);
    return status;
}

static enum cim_status scenario(const char *path)
{
    struct store *store = NULL;
    enum cim_status status = store_open(&store, path, &err);
    if (status)
        return status;
    status = write_and_read(store);
    store_close(store);
    return status;
}

START_TEST(every_allocation_fails_once)
{
    temp_folder();
    const char *path = _i ? ":memory:" : temp_file("s.db");
    ck_assert_int_eq(scenario(path), CIM_OK);
    size_t live = mem_live();
    unsigned n = 1;
    for (;; n++)
    {
        if (_i == 0 && n % 3)
            remove(temp_file("s.db")); /* two times of three from nothing */
        mem_fail_nth(n);
        enum cim_status status = scenario(path);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(status == CIM_OK || (hit && status == CIM_NO_MEMORY), "allocation %u: %s %s",
                      n, cim_status_name(status), err.message);
        ck_assert_msg(mem_live() == live, "allocation %u: %zu blocks instead of %zu", n, mem_live(),
                      live);
        if (!hit)
            break;
    }
    ck_assert_uint_gt(n, 100);
    ck_assert_int_eq(scenario(path), CIM_OK);
    temp_remove();
}
END_TEST

/* --- failing disks ------------------------------------------------------------------------------ */

static const struct
{
    const char *name;
    void (*fail_after)(int count, int code);
    int code;
    enum cim_status status;
} disks[] = {
    {"full", fault_vfs_fail_after, SQLITE_FULL, CIM_OUT_OF_DISK_SPACE},
    {"broken", fault_vfs_fail_after, SQLITE_IOERR_WRITE, CIM_FAILED},
    {"unsynchronised", fault_vfs_fail_sync_after, SQLITE_IOERR_FSYNC, CIM_FAILED},
};

/* Every write fails once, with all after it. What was there before is there after, and the store works as soon as
 * the disk does. */
START_TEST(a_disk_fails_at_any_write)
{
    for (int n = 0;; n++)
    {
        temp_folder();
        struct store *store = store_must_open(temp_file("s.db"));
        store_put(store, "before");
        disks[_i].fail_after(n, disks[_i].code);
        struct store_connection *writer = write_begin(store);
        enum cim_status status = rows_put(writer, "during", &err);
        enum cim_status end = store_write_end(writer, !status, &err);
        bool hit = fault_vfs_hit();
        disks[_i].fail_after(-1, 0);
        status = status ? status : end;
        ck_assert_msg(status == (hit ? disks[_i].status : CIM_OK), "%s, write %d: %s %s",
                      disks[_i].name, n, cim_status_name(status), err.message);
        ck_assert(store_has(store, "before"));
        ck_assert_int_eq(store_has(store, "during"), status == CIM_OK);
        store_put(store, "after");
        ck_assert_int_eq(store_count(store), status ? 2 : 3);
        store_close(store);
        store = store_must_open(temp_file("s.db"));
        ck_assert_int_eq(store_count(store), status ? 2 : 3);
        close_place(store);
        if (!hit)
            break;
    }
}
END_TEST

START_TEST(a_disk_is_full_when_the_store_is_made)
{
    for (int n = 0;; n++)
    {
        temp_folder();
        struct store *store = NULL;
        fault_vfs_fail_after(n, SQLITE_FULL);
        enum cim_status status = store_open(&store, temp_file("s.db"), &err);
        bool hit = fault_vfs_hit();
        fault_vfs_fail_after(-1, 0);
        ck_assert_msg(status == (hit ? CIM_OUT_OF_DISK_SPACE : CIM_OK), "write %d: %s %s", n,
                      cim_status_name(status), err.message);
        store_close(store);
        store = store_must_open(temp_file("s.db"));
        store_put(store, "x");
        close_place(store);
        if (!hit)
            break;
    }
}
END_TEST

int main(void)
{
    sqlite3_config(SQLITE_CONFIG_MALLOC, &counted_memory);
    sqlite3_initialize();
    fault_vfs_install();
    Suite *suite = suite_create("repository_store");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, statements_are_numbered_in_order);
    tcase_add_test(tests, statements_prepare);
    tcase_add_test(tests, memory_stores_are_apart_and_leave_nothing);
    tcase_add_loop_test(tests, a_commit_stays_and_a_rollback_does_not, 0, PLACES);
    tcase_add_loop_test(tests, savepoints, 0, PLACES);
    tcase_add_loop_test(tests, readers_see_the_old_state_during_a_write, 0, PLACES);
    tcase_add_loop_test(tests, generations_tell_states_apart, 0, PLACES);
    tcase_add_loop_test(tests, schema_generations, 0, PLACES);
    tcase_add_loop_test(tests, a_parked_read_goes_on, 0, PLACES);
    tcase_add_loop_test(tests, the_store_may_end_a_parked_read, 0, PLACES);
    tcase_add_loop_test(tests, many_reads_at_once, 0, PLACES);
    tcase_add_loop_test(tests, threads_read_and_write, 0, PLACES);
    tcase_add_loop_test(tests, the_log_is_cut_beside_kept_snapshots, 0, PLACES);
    tcase_add_loop_test(tests, a_forgotten_cursor_does_not_let_the_log_grow_for_ever, 1, PLACES);
    tcase_add_loop_test(tests, every_allocation_fails_once, 0, PLACES);
    tcase_add_loop_test(tests, a_disk_fails_at_any_write, 0, 3);
    tcase_add_test(tests, a_disk_is_full_when_the_store_is_made);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
