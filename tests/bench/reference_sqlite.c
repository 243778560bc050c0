/* Plain SQLite as a reference: see reference.h. */
#include "reference.h"
#include "reference_events.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUP     256
#define BLOB_SIZE 200

static WCHAR folder[MAX_PATH];
static char file[MAX_PATH * 3];

double reference_seconds(void)
{
    LARGE_INTEGER frequency, now;

    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (double)now.QuadPart / (double)frequency.QuadPart;
}

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (!sqlite3_exec(db, sql, NULL, NULL, &message))
        return;
    fprintf(stderr, "%s: %s\n", sql, message);
    exit(2);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;

    if (!sqlite3_prepare_v2(db, sql, -1, &statement, NULL))
        return statement;
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    exit(2);
}

static void step(sqlite3_stmt *statement)
{
    sqlite3_step(statement);
    sqlite3_reset(statement);
}

static void remove_files(void)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    char name[MAX_PATH * 3 + 8];
    unsigned i;

    for (i = 0; i < 3; i++)
    {
        snprintf(name, sizeof(name), "%s%s", file, tails[i]);
        remove(name);
    }
}

static sqlite3 *open_database(void)
{
    sqlite3 *db;

    GetTempPathW(MAX_PATH, folder);
    WideCharToMultiByte(CP_UTF8, 0, folder, -1, file, sizeof(file) - 32, NULL, NULL);
    strcat(file, "swbem-reference.db");
    remove_files();
    if (sqlite3_open(file, &db))
        exit(2);
    run(db, "PRAGMA locking_mode=EXCLUSIVE");
    run(db, "PRAGMA journal_mode=WAL");
    run(db, "PRAGMA synchronous=FULL");
    run(db, "PRAGMA cache_size=-65536");
    run(db, "CREATE TABLE row(class INTEGER, key TEXT, data BLOB, PRIMARY KEY(class, key)) WITHOUT "
            "ROWID");
    return db;
}

static void close_database(sqlite3 *db)
{
    sqlite3_close(db);
    remove_files();
}

static void make_key(char *key, unsigned number)
{
    sprintf(key, "Dev_%08u", number);
}

static void insert(sqlite3_stmt *statement, const char *key)
{
    static const char blob[BLOB_SIZE];

    sqlite3_bind_int(statement, 1, 7);
    sqlite3_bind_text(statement, 2, key, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 3, blob, BLOB_SIZE, SQLITE_STATIC);
    step(statement);
}

static sqlite3 *filled_database(unsigned rows)
{
    sqlite3 *db = open_database();
    sqlite3_stmt *statement = prepare(db, "INSERT INTO row VALUES(?,?,?)");
    char key[24];
    unsigned i;

    run(db, "BEGIN");
    for (i = 0; i < rows; i++)
    {
        make_key(key, i);
        insert(statement, key);
    }
    run(db, "COMMIT");
    sqlite3_finalize(statement);
    return db;
}

double reference_lookup(unsigned rows, unsigned count)
{
    sqlite3 *db = filled_database(rows);
    sqlite3_stmt *statement = prepare(db, "SELECT data FROM row WHERE class=7 AND key=?");
    unsigned i, random = 1;
    double start = reference_seconds(), seconds;
    char key[24];

    for (i = 0; i < count; i++)
    {
        random = random * 1664525u + 1013904223u;
        make_key(key, (random >> 8) % rows);
        sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) != SQLITE_ROW)
            exit(2);
        sqlite3_column_blob(statement, 0);
        sqlite3_reset(statement);
    }
    seconds = reference_seconds() - start;
    sqlite3_finalize(statement);
    close_database(db);
    return count / seconds;
}

double reference_scan(unsigned rows)
{
    sqlite3 *db = filled_database(rows);
    sqlite3_stmt *statement = prepare(db, "SELECT key, data FROM row");
    double start = reference_seconds(), seconds;
    unsigned sum = 0;

    while (sqlite3_step(statement) == SQLITE_ROW)
        sum += sqlite3_column_text(statement, 0)[4] +
               ((const unsigned char *)sqlite3_column_blob(statement, 1))[9];
    seconds = reference_seconds() - start;
    sqlite3_finalize(statement);
    close_database(db);
    return sum ? rows / seconds : 0;
}

/* --- the pipeline ----------------------------------------------------------------------------------- */

struct item
{
    struct queued_event event; /* first: what is queued to the apartment */
    struct item *next;
    double start;
    unsigned number;
    char key[24];
};

static struct
{
    SRWLOCK lock;
    CONDITION_VARIABLE filled, emptied;
    struct item *first, *last;
    unsigned queued, depth;
    bool stop, single_threaded;
    volatile LONG done;
    double *latency;
    sqlite3_stmt *insert, *begin, *commit;
} pipe;

static void deliver(struct item *item)
{
    reference_fire(2);
    reference_fire(3);
    pipe.latency[item->number] = reference_seconds() - item->start;
    free(item);
    InterlockedIncrement(&pipe.done);
}

static void deliver_queued(struct queued_event *event)
{
    deliver((struct item *)event);
}

static struct item *take_group(void)
{
    struct item *group, *last;
    unsigned count = 1;

    AcquireSRWLockExclusive(&pipe.lock);
    while (!pipe.first && !pipe.stop)
        SleepConditionVariableSRW(&pipe.filled, &pipe.lock, INFINITE, 0);
    group = last = pipe.first;
    for (; last && last->next && count < GROUP; count++)
        last = last->next;
    if (group)
    {
        pipe.first = last->next;
        if (!pipe.first)
            pipe.last = NULL;
        last->next = NULL;
        pipe.queued -= count;
    }
    ReleaseSRWLockExclusive(&pipe.lock);
    WakeConditionVariable(&pipe.emptied);
    return group;
}

static void commit_group(struct item *group)
{
    struct item *item, *next;

    step(pipe.begin);
    for (item = group; item; item = item->next)
        insert(pipe.insert, item->key);
    step(pipe.commit);
    for (item = group; item; item = next)
    {
        next = item->next;
        if (pipe.single_threaded)
            reference_post(&item->event, deliver_queued);
        else
            deliver(item);
    }
}

static DWORD WINAPI work(void *argument)
{
    struct item *group;

    (void)argument;
    while ((group = take_group()))
        commit_group(group);
    return 0;
}

static void enqueue(unsigned number)
{
    struct item *item = calloc(1, sizeof(*item));

    item->number = number;
    make_key(item->key, number);
    item->start = reference_seconds();
    AcquireSRWLockExclusive(&pipe.lock);
    while (pipe.queued >= pipe.depth)
        SleepConditionVariableSRW(&pipe.emptied, &pipe.lock, INFINITE, 0);
    if (pipe.last)
        pipe.last->next = item;
    else
        pipe.first = item;
    pipe.last = item;
    pipe.queued++;
    ReleaseSRWLockExclusive(&pipe.lock);
    WakeConditionVariable(&pipe.filled);
    while (pipe.depth == 1 && pipe.done <= (LONG)number)
        SwitchToThread();
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

double reference_put_pipeline(unsigned count, unsigned depth, bool single_threaded, double *p50_us)
{
    sqlite3 *db = open_database();
    double start, seconds;
    HANDLE worker;
    unsigned i;

    memset(&pipe, 0, sizeof(pipe));
    pipe.depth = depth;
    pipe.single_threaded = single_threaded;
    pipe.latency = calloc(count, sizeof(double));
    pipe.insert = prepare(db, "INSERT OR REPLACE INTO row VALUES(?,?,?)");
    pipe.begin = prepare(db, "BEGIN IMMEDIATE");
    pipe.commit = prepare(db, "COMMIT");
    if (single_threaded)
        reference_apartment_start();
    worker = CreateThread(NULL, 0, work, NULL, 0, NULL);
    start = reference_seconds();
    for (i = 0; i < count; i++)
        enqueue(i);
    while (pipe.done < (LONG)count)
        Sleep(0);
    seconds = reference_seconds() - start;
    AcquireSRWLockExclusive(&pipe.lock);
    pipe.stop = true;
    ReleaseSRWLockExclusive(&pipe.lock);
    WakeConditionVariable(&pipe.filled);
    WaitForSingleObject(worker, INFINITE);
    CloseHandle(worker);
    qsort(pipe.latency, count, sizeof(double), compare);
    if (p50_us)
        *p50_us = pipe.latency[count / 2] * 1e6;
    free(pipe.latency);
    sqlite3_finalize(pipe.insert);
    sqlite3_finalize(pipe.begin);
    sqlite3_finalize(pipe.commit);
    close_database(db);
    return count / seconds;
}
