/* What the store adds to SQLite or saves it: the same rows, written and read through store.h and through plain
 * SQLite, one after the other in one run. `bench_store [FOLDER] [ROWS] [ROUNDS]` prints medians of the rounds
 * in rows per second and, beside each, the share of plain SQLite with locking_mode=EXCLUSIVE. Runs natively
 * and under Wine. */
#include "repository/store.h"

#include "platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
static double now(void)
{
    LARGE_INTEGER frequency, count;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}
#else
#include <time.h>
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}
#endif

#define SQL_TABLE  "CREATE TABLE bench(c INTEGER, k TEXT, b BLOB, PRIMARY KEY(c, k)) WITHOUT ROWID"
#define SQL_PUT    "INSERT OR REPLACE INTO bench VALUES(7, ?1, ?2)"
#define SQL_LOOKUP "SELECT b FROM bench WHERE c = 7 AND k = ?1"
#define SQL_SCAN   "SELECT k, b FROM bench WHERE c = 7"
#define MAX_SAMPLE 100000
#define MAX_ROUNDS 15

enum measure
{
    COMMIT_1,
    COMMIT_64,
    LOOKUP,
    SCAN,
    LOOKUP_MIXED,
    MEASURES
};

static const char *const measure_names[MEASURES] = {"commit, 1 row", "commit, 64 rows", "look-up",
                                                    "scan", "look-up, 1 write in 100"};

struct result
{
    double rate[MEASURES];
    double p50, p99; /* of COMMIT_64, in milliseconds */
};

static char folder[300] = ".";
static int rows = 100000;
static int single_rows = 2000;
static unsigned char payload[200];
static long long checksum;
static double sample[MAX_SAMPLE];
static int samples;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void check(int status, const struct cim_error *err)
{
    if (status)
        die(cim_status_name((enum cim_status)status), err->message);
}

static void put(sqlite3_stmt *statement, int i)
{
    char key[32];
    int length = snprintf(key, sizeof(key), "Dev_%08d", i);
    memcpy(payload, &i, sizeof(i));
    sqlite3_bind_text(statement, 1, key, length, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, payload, sizeof(payload), SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        die("put", sqlite3_errmsg(sqlite3_db_handle(statement)));
    sqlite3_reset(statement);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void look_up(sqlite3_stmt *statement, unsigned *seed)
{
    char key[32];
    int length = snprintf(key, sizeof(key), "Dev_%08u", next_random(seed) % (unsigned)rows);
    sqlite3_bind_text(statement, 1, key, length, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_ROW)
        die("look-up", key);
    checksum += ((const char *)sqlite3_column_blob(statement, 0))[5];
    sqlite3_reset(statement);
}

static int scan(sqlite3_stmt *statement)
{
    int count = 0;
    for (; sqlite3_step(statement) == SQLITE_ROW; count++)
        checksum += sqlite3_column_bytes(statement, 1) + sqlite3_column_text(statement, 0)[0];
    sqlite3_reset(statement);
    return count;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void take_percentiles(struct result *result)
{
    qsort(sample, (size_t)samples, sizeof(*sample), compare);
    result->p50 = sample[samples / 2] * 1e3;
    result->p99 = sample[samples * 99 / 100] * 1e3;
}

static void add_sample(double seconds)
{
    if (samples < MAX_SAMPLE)
        sample[samples++] = seconds;
}

static void remove_files(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", "-lease"};
    char name[400];
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
    {
        snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        remove(name);
    }
}

/* --- plain SQLite ------------------------------------------------------------------------------- */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
        die(sql, sqlite3_errmsg(db));
    return statement;
}

static void run_sql(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL))
        die(sql, sqlite3_errmsg(db));
}

static void plain_puts(sqlite3 *db, int from, int count, int group)
{
    sqlite3_stmt *statement = prepare(db, SQL_PUT), *begin = prepare(db, "BEGIN IMMEDIATE"),
                 *commit = prepare(db, "COMMIT");
    for (int i = 0; i < count;)
    {
        double start = now();
        sqlite3_step(begin);
        sqlite3_reset(begin);
        for (int end = i + group; i < end && i < count; i++)
            put(statement, from + i);
        sqlite3_step(commit);
        sqlite3_reset(commit);
        add_sample(now() - start);
    }
    sqlite3_finalize(statement);
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
}

static void plain_look_ups(sqlite3 *db, int count, int write_every)
{
    unsigned seed = 12345;
    sqlite3_stmt *statement = prepare(db, SQL_LOOKUP), *write = prepare(db, SQL_PUT);
    for (int i = 1; i <= count; i++)
    {
        look_up(statement, &seed);
        if (write_every && i % write_every == 0)
            put(write, i % rows);
    }
    sqlite3_finalize(statement);
    sqlite3_finalize(write);
}

static void measure_plain(struct result *result, const char *name, const char *pragmas,
                          int look_ups)
{
    char path[400];
    sqlite3 *db;
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    remove_files(path);
    if (sqlite3_open(path, &db))
        die(path, sqlite3_errmsg(db));
    run_sql(db, pragmas);
    run_sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" SQL_TABLE);
    double start = now();
    plain_puts(db, 0, single_rows, 1);
    result->rate[COMMIT_1] = single_rows / (now() - start);
    samples = 0;
    start = now();
    plain_puts(db, 0, rows, 64);
    result->rate[COMMIT_64] = rows / (now() - start);
    take_percentiles(result);
    start = now();
    plain_look_ups(db, look_ups, 0);
    result->rate[LOOKUP] = look_ups / (now() - start);
    sqlite3_stmt *statement = prepare(db, SQL_SCAN);
    start = now();
    result->rate[SCAN] = scan(statement) / (now() - start);
    sqlite3_finalize(statement);
    start = now();
    plain_look_ups(db, look_ups / 10, 100);
    result->rate[LOOKUP_MIXED] = look_ups / 10 / (now() - start);
    sqlite3_close(db);
    remove_files(path);
}

/* --- the store ---------------------------------------------------------------------------------- */

/* The statements of this benchmark, one set for each connection; the store finalises them. */
struct prepared
{
    struct store_connection *connection;
    sqlite3_stmt *put, *look_up, *scan;
};

static struct prepared prepared[8];

static struct prepared *prepared_for(struct store_connection *connection)
{
    size_t i = 0;
    while (prepared[i].connection && prepared[i].connection != connection)
        i++;
    if (prepared[i].connection)
        return &prepared[i];
    sqlite3 *db = store_database(connection);
    prepared[i] = (struct prepared){connection, prepare(db, SQL_PUT), prepare(db, SQL_LOOKUP),
                                    prepare(db, SQL_SCAN)};
    return &prepared[i];
}

static void store_puts(struct store *store, int from, int count, int group)
{
    struct cim_error err;
    struct store_connection *connection;
    for (int i = 0; i < count;)
    {
        double start = now();
        check(store_write_begin(&connection, store, &err), &err);
        sqlite3_stmt *statement = prepared_for(connection)->put;
        for (int end = i + group; i < end && i < count; i++)
            put(statement, from + i);
        check(store_write_end(connection, true, &err), &err);
        add_sample(now() - start);
    }
}

static void store_look_ups(struct store *store, int count, int write_every)
{
    struct cim_error err;
    struct store_connection *connection;
    unsigned seed = 12345;
    for (int i = 1; i <= count; i++)
    {
        check(store_read_begin(&connection, store, &err), &err);
        look_up(prepared_for(connection)->look_up, &seed);
        store_read_end(connection);
        if (write_every && i % write_every == 0)
            store_puts(store, i % rows, 1, 1);
    }
}

static int store_scan(struct store *store)
{
    struct cim_error err;
    struct store_connection *connection;
    check(store_read_begin(&connection, store, &err), &err);
    int count = scan(prepared_for(connection)->scan);
    store_read_end(connection);
    return count;
}

static void make_table(struct store *store)
{
    struct cim_error err;
    struct store_connection *connection;
    memset(prepared, 0, sizeof(prepared));
    check(store_write_begin(&connection, store, &err), &err);
    run_sql(store_database(connection), SQL_TABLE);
    check(store_write_end(connection, true, &err), &err);
}

static void measure_store(struct result *result, const char *name, bool shared, int look_ups)
{
    struct cim_error err;
    struct store *store, *other = NULL;
    char path[400];
    snprintf(path, sizeof(path), name[0] == ':' ? "%s%s" : "%s/%s", name[0] == ':' ? "" : folder,
             name);
    remove_files(path);
    check(store_open(&store, path, &err), &err);
    if (shared)
        check(store_open(&other, path, &err), &err);
    make_table(store);
    double start = now();
    store_puts(store, 0, single_rows, 1);
    result->rate[COMMIT_1] = single_rows / (now() - start);
    samples = 0;
    start = now();
    store_puts(store, 0, rows, 64);
    result->rate[COMMIT_64] = rows / (now() - start);
    take_percentiles(result);
    start = now();
    store_look_ups(store, look_ups, 0);
    result->rate[LOOKUP] = look_ups / (now() - start);
    start = now();
    result->rate[SCAN] = store_scan(store) / (now() - start);
    start = now();
    store_look_ups(store, look_ups / 10, 100);
    result->rate[LOOKUP_MIXED] = look_ups / 10 / (now() - start);
    store_close(store);
    store_close(other);
    remove_files(path);
}

enum subject
{
    PLAIN_EXCLUSIVE,
    STORE_ALONE,
    PLAIN_SHARED,
    STORE_SHARED,
    STORE_MEMORY,
    SUBJECTS
};

static const char *const subject_names[SUBJECTS] = {
    "plain SQLite, locking_mode=EXCLUSIVE", "store, alone", "plain SQLite, ordinary locks",
    "store, shared with another", "store in memory"};

static struct result results[SUBJECTS][MAX_ROUNDS];

static void measure_round(int round)
{
    measure_plain(&results[PLAIN_EXCLUSIVE][round], "bench-plain.db",
                  "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-65536", 200000);
    measure_store(&results[STORE_ALONE][round], "bench-store.db", false, 200000);
    measure_plain(&results[PLAIN_SHARED][round], "bench-plain.db", "PRAGMA cache_size=-65536",
                  20000);
    measure_store(&results[STORE_SHARED][round], "bench-store.db", true, 200000);
    measure_store(&results[STORE_MEMORY][round], ":memory:", false, 200000);
}

/* @param at  where in a struct result the number stands */
static double median(enum subject subject, int rounds, size_t at)
{
    double values[MAX_ROUNDS];
    for (int i = 0; i < rounds; i++)
        values[i] = *(const double *)(const void *)((const char *)&results[subject][i] + at);
    qsort(values, (size_t)rounds, sizeof(*values), compare);
    return values[rounds / 2];
}

static void print_medians(enum subject subject, int rounds)
{
    printf("%s\n", subject_names[subject]);
    for (size_t i = 0; i < MEASURES; i++)
    {
        size_t at = offsetof(struct result, rate) + i * sizeof(double);
        double rate = median(subject, rounds, at);
        printf("  %-24s %10.0f /s   %5.2f\n", measure_names[i], rate,
               rate / median(PLAIN_EXCLUSIVE, rounds, at));
    }
    printf("  64 rows: median %.2f ms, p99 %.2f ms\n",
           median(subject, rounds, offsetof(struct result, p50)),
           median(subject, rounds, offsetof(struct result, p99)));
}

int main(int argc, char **argv)
{
    int rounds = argc > 3 ? atoi(argv[3]) : 5;
    if (argc > 1)
        snprintf(folder, sizeof(folder), "%s", argv[1]);
    if (argc > 2)
        rows = atoi(argv[2]);
    if (rows < single_rows)
        single_rows = rows;
    if (rows < 1 || rounds < 1 || rounds > MAX_ROUNDS)
        die("bench_store", "[FOLDER] [ROWS] [ROUNDS, at most 15]");
    memset(payload, 0xab, sizeof(payload));
    for (int round = 0; round < rounds; round++)
        measure_round(round);
    for (int subject = 0; subject < SUBJECTS; subject++)
        print_medians((enum subject)subject, rounds);
    return checksum == 42;
}
