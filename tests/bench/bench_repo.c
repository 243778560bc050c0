/* What the repository costs above SQLite: instances of eight properties put in batches, got by path, enumerated and
 * queried, beside the same rows in plain SQLite, taken in turns in one run. `bench_repo [FOLDER] [ROWS]` prints
 * rows a second, medians of ROUNDS, and each line's share of plain SQLite with locking_mode=EXCLUSIVE. */
#include "cim/mem.h"
#include "platform/platform.h"
#include "repository/repository.h"

#include <sqlite3.h>
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

#define ROUNDS     5
#define BATCH      256
#define PAYLOAD    120
#define PATH_SIZE  400
#define SQL_TABLE  "CREATE TABLE bench(id INTEGER PRIMARY KEY, k TEXT UNIQUE, b BLOB)"
#define SQL_PUT    "INSERT INTO bench(k, b) VALUES(?1, ?2)"
#define SQL_LOOKUP "SELECT b FROM bench WHERE k = ?1"
#define SQL_SCAN   "SELECT k, b FROM bench"

enum measure
{
    OPEN_NEW,
    PUT_NEW,
    PUT_AGAIN,
    GET,
    ENUMERATE,
    QUERY_KEY,
    QUERY_INDEX,
    QUERY_SCAN,
    MEASURES
};

static const char *const measure_names[MEASURES] = {"open a new store (ms)",
                                                    "put, new, batches of 256",
                                                    "put, again, batches of 256",
                                                    "get by path",
                                                    "enumerate",
                                                    "query by key",
                                                    "query by index",
                                                    "query by scan, no hit"};

static char folder[300] = ".";
static unsigned rows = 100000;
static double ours[MEASURES][ROUNDS], plain[MEASURES][ROUNDS];
static struct cim_error err;
static unsigned long long checksum;

static void check(int failed, const char *what)
{
    if (!failed)
        return;
    fprintf(stderr, "bench_repo: %s: %s\n", what, err.message);
    exit(1);
}

static const char *file(const char *name)
{
    static char path[PATH_SIZE];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static void remove_store(const char *name)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal", "-lease"};
    char path[PATH_SIZE];

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
    {
        snprintf(path, sizeof(path), "%s/%s%s", folder, name, ends[i]);
        remove(path);
    }
}

static void row_name(char out[32], unsigned row)
{
    snprintf(out, 32, "Item_%08u", row);
}

/* Look-ups jump about. */
static void random_name(char out[32], unsigned row)
{
    row_name(out, (unsigned)((row * UINT64_C(2654435761)) % rows));
}

/* --- plain SQLite --- */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    check(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), sql);
    return statement;
}

static void plain_put(sqlite3 *db, unsigned round)
{
    char name[32], blob[PAYLOAD];
    sqlite3_stmt *put = prepare(db, SQL_PUT);
    double start = now();

    memset(blob, 'x', sizeof(blob));
    for (unsigned row = 0; row < rows; row++)
    {
        if (row % BATCH == 0)
            check(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), "begin");
        row_name(name, row);
        sqlite3_bind_text(put, 1, name, -1, SQLITE_STATIC);
        sqlite3_bind_blob(put, 2, blob, sizeof(blob), SQLITE_STATIC);
        check(sqlite3_step(put) != SQLITE_DONE, "put");
        sqlite3_reset(put);
        if (row % BATCH == BATCH - 1 || row == rows - 1)
            check(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), "commit");
    }
    plain[PUT_NEW][round] = plain[PUT_AGAIN][round] = rows / (now() - start);
    sqlite3_finalize(put);
}

static void plain_read(sqlite3 *db, unsigned round)
{
    char name[32];
    sqlite3_stmt *lookup = prepare(db, SQL_LOOKUP), *scan = prepare(db, SQL_SCAN);
    double start = now();

    for (unsigned row = 0; row < rows; row++)
    {
        random_name(name, row);
        sqlite3_bind_text(lookup, 1, name, -1, SQLITE_STATIC);
        check(sqlite3_step(lookup) != SQLITE_ROW, "look up");
        checksum += *(const unsigned char *)sqlite3_column_blob(lookup, 0);
        sqlite3_reset(lookup);
    }
    plain[GET][round] = plain[QUERY_KEY][round] = plain[QUERY_INDEX][round] =
        rows / (now() - start);
    start = now();
    while (sqlite3_step(scan) == SQLITE_ROW)
        checksum +=
            *(const unsigned char *)sqlite3_column_blob(scan, 1) + sqlite3_column_text(scan, 0)[0];
    plain[ENUMERATE][round] = plain[QUERY_SCAN][round] = rows / (now() - start);
    sqlite3_finalize(lookup);
    sqlite3_finalize(scan);
}

static void plain_round(unsigned round)
{
    sqlite3 *db = NULL;
    double start;

    remove_store("plain.db");
    start = now();
    check(sqlite3_open(file("plain.db"), &db), "open");
    check(sqlite3_exec(db,
                       "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                       "PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;" SQL_TABLE,
                       NULL, NULL, NULL),
          "set up");
    plain[OPEN_NEW][round] = (now() - start) * 1000;
    plain_put(db, round);
    plain_read(db, round);
    sqlite3_close(db);
    remove_store("plain.db");
}

/* --- the repository --- */

static const struct
{
    const char *name;
    enum cim_type type;
    const char *qualifier;
} properties[] = {
    {"Name", CIM_TYPE_STRING, "key"},      {"Version", CIM_TYPE_STRING, NULL},
    {"Group", CIM_TYPE_UINT32, "indexed"}, {"Size", CIM_TYPE_UINT64, NULL},
    {"Enabled", CIM_TYPE_BOOLEAN, NULL},   {"Ratio", CIM_TYPE_REAL64, NULL},
    {"Section", CIM_TYPE_STRING, NULL},    {"Text", CIM_TYPE_STRING, NULL},
};
#define PROPERTIES (sizeof(properties) / sizeof(properties[0]))

/* Bench_Plain has no index but its key; Bench_Indexed has one. */
static struct cim_class *make_class(struct repo_space *space, const char *name, bool is_indexed)
{
    struct cim_class *cls;
    struct cim_value yes;

    cim_value_set_uint(&yes, CIM_TYPE_BOOLEAN, 1);
    check(cim_class_new(&cls) || cim_class_set_name(cls, text_from(name), &err), "class");
    for (size_t i = 0; i < PROPERTIES; i++)
    {
        struct text property = text_from(properties[i].name);
        const char *qualifier = properties[i].qualifier;
        check(cim_class_add_property(cls, property, properties[i].type, false, NULL, &err),
              "property");
        if (qualifier && (is_indexed || strcmp(qualifier, "key") == 0))
            check(cim_class_put_property_qualifier(cls, property, text_from(qualifier), &yes, 0,
                                                   &err),
                  "qualifier");
    }
    check(repo_put_class(space, NULL, cls, 0, &err), "put class");
    cim_class_release(cls);
    check(repo_get_class(&cls, space, text_from(name), &err), "get class");
    return cls;
}

static void put_text(struct cim_object *object, size_t index, const char *text)
{
    struct cim_value value;

    cim_value_init_null(&value, CIM_TYPE_STRING, false);
    value.is_null = false;
    value.scalar.string = text_from(text);
    check(cim_object_put_at(object, index, &value, &err), "property");
}

static void put_number(struct cim_object *object, size_t index, uint64_t number)
{
    struct cim_value value;

    cim_value_set_uint(&value, CIM_TYPE_UINT32, number);
    check(cim_object_put_at(object, index, &value, &err), "property");
}

static void fill(struct cim_object *object, unsigned row)
{
    char name[32];

    row_name(name, row);
    put_text(object, 0, name);
    put_text(object, 1, "1.2.3-4");
    put_number(object, 2, row % 1000);
    put_number(object, 3, row);
    put_number(object, 4, row & 1);
    put_number(object, 5, row);
    put_text(object, 6, "utilities");
    put_text(object, 7, "a sentence that says what the thing is");
}

static double put_all(struct repo *repo, struct repo_space *space, struct cim_class *cls,
                      unsigned count)
{
    struct repo_batch *batch = NULL;
    double start = now();

    for (unsigned row = 0; row < count; row++)
    {
        struct cim_object *object;
        if (row % BATCH == 0)
            check(repo_batch_begin(&batch, repo, &err), "begin");
        check(cim_object_spawn(&object, cls), "spawn");
        fill(object, row);
        check(repo_put_instance(space, batch, object, 0, NULL, NULL, &err), "put");
        cim_object_release(object);
        if (row % BATCH == BATCH - 1 || row == count - 1)
            check(repo_batch_commit(batch, &err), "commit");
    }
    return count / (now() - start);
}

static double get_all(struct repo_space *space)
{
    char text[64] = "Bench_Plain.Name=\"", name[32];
    double start = now();

    for (unsigned row = 0; row < rows; row++)
    {
        struct cim_path path;
        struct cim_object *object;
        random_name(name, row);
        snprintf(text, sizeof(text), "Bench_Plain.Name=\"%s\"", name);
        cim_path_init(&path);
        check(cim_path_parse(&path, text_from(text), &err), "path");
        check(repo_get_instance(&object, space, &path, NULL, &err), "get");
        checksum += object->block[0];
        cim_object_release(object);
        cim_path_free(&path);
    }
    return rows / (now() - start);
}

static unsigned drain(struct repo_cursor *cursor)
{
    struct cim_object *object;
    unsigned count = 0;

    while (repo_cursor_next(&object, cursor, &err) == CIM_OK)
    {
        checksum += object->block[0];
        cim_object_release(object);
        count++;
    }
    repo_cursor_close(cursor);
    return count;
}

static double enumerate_all(struct repo_space *space)
{
    struct repo_cursor *cursor;
    double start = now();

    check(repo_enum_instances(&cursor, space, TEXT_LITERAL("Bench_Plain"), true, NULL, &err),
          "enumerate");
    check(drain(cursor) != rows, "enumerate");
    return rows / (now() - start);
}

static unsigned run_query(struct repo_space *space, const char *wql)
{
    struct wql_query *query;
    struct repo_cursor *cursor;

    check(wql_parse(&query, text_from(wql), &err), wql);
    check(repo_query(&cursor, space, query, &err), wql);
    return drain(cursor);
}

static double query_by_key(struct repo_space *space)
{
    char wql[100], name[32];
    unsigned count = rows / 4;
    double start = now();

    for (unsigned row = 0; row < count; row++)
    {
        random_name(name, row);
        snprintf(wql, sizeof(wql), "SELECT * FROM Bench_Plain WHERE Name = '%s'", name);
        check(run_query(space, wql) != 1, "query by key");
    }
    return count / (now() - start);
}

static double query_by_index(struct repo_space *space)
{
    char wql[100];
    unsigned found = 0;
    double start = now();

    for (unsigned group = 0; group < 1000; group++)
    {
        snprintf(wql, sizeof(wql), "SELECT * FROM Bench_Indexed WHERE Group = %u", group);
        found += run_query(space, wql);
    }
    return found / (now() - start);
}

static double query_by_scan(struct repo_space *space)
{
    double start = now();

    check(run_query(space, "SELECT * FROM Bench_Plain WHERE Section = 'none' AND Size > 5") != 0,
          "query by scan");
    return rows / (now() - start);
}

static void our_round(unsigned round)
{
    struct repo *repo;
    struct repo_space *space;
    double start;

    remove_store("repo.db");
    start = now();
    check(repo_open(&repo, file("repo.db"), &err), "open");
    check(repo_space_open(&space, repo, TEXT_LITERAL("root\\cimv2"), &err), "namespace");
    ours[OPEN_NEW][round] = (now() - start) * 1000;
    struct cim_class *cls = make_class(space, "Bench_Plain", false);
    struct cim_class *indexed = make_class(space, "Bench_Indexed", true);
    ours[PUT_NEW][round] = put_all(repo, space, cls, rows);
    ours[PUT_AGAIN][round] = put_all(repo, space, cls, rows);
    put_all(repo, space, indexed, rows / 10);
    ours[GET][round] = get_all(space);
    ours[ENUMERATE][round] = enumerate_all(space);
    ours[QUERY_KEY][round] = query_by_key(space);
    ours[QUERY_INDEX][round] = query_by_index(space);
    ours[QUERY_SCAN][round] = query_by_scan(space);
    cim_class_release(indexed);
    cim_class_release(cls);
    repo_space_release(space);
    repo_release(repo);
    repo_shutdown();
    remove_store("repo.db");
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double values[ROUNDS])
{
    qsort(values, ROUNDS, sizeof(values[0]), compare);
    return values[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    if (argc > 1)
        snprintf(folder, sizeof(folder), "%s", argv[1]);
    if (argc > 2)
        rows = (unsigned)strtoul(argv[2], NULL, 10);
    for (unsigned round = 0; round < ROUNDS; round++)
    {
        plain_round(round);
        our_round(round);
    }
    printf("%-28s %12s %12s %8s\n", "", "repository", "SQLite", "share");
    for (int i = 0; i < MEASURES; i++)
    {
        double our = median(ours[i]), reference = median(plain[i]);
        printf("%-28s %12.*f %12.*f %8.2f\n", measure_names[i], i == OPEN_NEW, our, i == OPEN_NEW,
               reference, our / reference);
    }
    fprintf(stderr, "(%llu)\n", checksum);
    return 0;
}
