/* One connection to the store: opening it, its prepared statements, and what SQLite's codes mean.
 * Connections have no mutex of SQLite's: each is used by one thread at a time, which store.c sees to. */
#include "store_private.h"
#include "schema.h"
#include "vfs.h"

#include "../cim/mem.h"

#include <stdio.h>
#include <string.h>

struct meaning
{
    int result; /* a primary code */
    enum cim_status status;
};

static const struct meaning meanings[] = {
    {SQLITE_NOMEM, CIM_NO_MEMORY},         {SQLITE_BUSY, CIM_DATABASE_BUSY},
    {SQLITE_LOCKED, CIM_DATABASE_BUSY},    {SQLITE_PROTOCOL, CIM_DATABASE_BUSY},
    {SQLITE_FULL, CIM_OUT_OF_DISK_SPACE},  {SQLITE_READONLY, CIM_ACCESS_DENIED},
    {SQLITE_PERM, CIM_ACCESS_DENIED},      {SQLITE_AUTH, CIM_ACCESS_DENIED},
    {SQLITE_CANTOPEN, CIM_ACCESS_DENIED},  {SQLITE_CORRUPT, CIM_DATABASE_CORRUPT},
    {SQLITE_NOTADB, CIM_DATABASE_CORRUPT}, {SQLITE_INTERRUPT, CIM_CANCELLED},
};

enum cim_status store_status(int result)
{
    if (result == SQLITE_IOERR_NOMEM || result == SQLITE_IOERR_SHMMAP)
        return CIM_NO_MEMORY;
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
        if (meanings[i].result == (result & 0xff))
            return meanings[i].status;
    return CIM_FAILED;
}

enum cim_status store_fail_with(sqlite3 *db, int result, const char *doing, struct cim_error *err)
{
    int extended = db ? sqlite3_extended_errcode(db) : result;
    if ((extended & 0xff) != (result & 0xff))
        extended = result;
    const char *message = db ? sqlite3_errmsg(db) : sqlite3_errstr(result);
    return cim_fail(err, store_status(extended), "%s: %s (SQLite %d)", doing, message, extended);
}

enum cim_status store_fail(struct store_connection *connection, int result, const char *doing,
                           struct cim_error *err)
{
    return store_fail_with(connection->db, result, doing, err);
}

sqlite3 *store_database(struct store_connection *connection)
{
    return connection->db;
}

static const char *const vfs_of_mode[] = {
    [MODE_MEMORY] = VFS_ALONE_MEMORY,
    [MODE_ALONE] = VFS_ALONE,
    [MODE_SHARED] = NULL,
    [MODE_READ] = NULL,
    [MODE_READ_ALONE] = VFS_ALONE,
};

static enum cim_status open_database(struct store_connection *connection, struct cim_error *err)
{
    struct store *store = connection->store;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int result = sqlite3_open_v2(store->path, &connection->db, flags, vfs_of_mode[store->mode]);
    if (result == SQLITE_OK)
        return CIM_OK;
    char doing[160];
    snprintf(doing, sizeof(doing), "opening \"%.120s\"", store->path);
    return store_fail_with(connection->db, result, doing, err);
}

/* The journal mode comes after the schema: a new file gets its tables in one rollback-journal transaction,
 * so that it is empty or a store, whenever the process dies. */
static enum cim_status set_up(struct store_connection *connection, bool writer,
                              struct cim_error *err)
{
    struct store *store = connection->store;
    char pragmas[256];
    snprintf(pragmas, sizeof(pragmas),
             "PRAGMA page_size=%d; PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY;"
             "PRAGMA mmap_size=0; PRAGMA synchronous=%s; PRAGMA cell_size_check=ON;"
             "PRAGMA journal_size_limit=33554432;"
             "PRAGMA trusted_schema=OFF",
             SCHEMA_PAGE_SIZE, writer ? WRITER_CACHE_KIB : READER_CACHE_KIB,
             store->mode == MODE_MEMORY ? "OFF" : "FULL");
    sqlite3_busy_timeout(connection->db, BUSY_MS);
    int result = sqlite3_exec(connection->db, pragmas, NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return store_fail(connection, result, "setting up the store", err);
    if (!writer)
        return CIM_OK;
    enum cim_status status = store->read_only ? schema_check(connection->db, store->path, err)
                                              : schema_prepare(connection->db, store->path, err);
    if (status || store->read_only)
        return status;
    result = sqlite3_exec(connection->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return store_fail(connection, result, "setting up the store's log", err);
    checkpoint_watch(connection);
    return CIM_OK;
}

enum cim_status connection_open(struct store_connection **out, struct store *store, bool writer,
                                struct cim_error *err)
{
    struct store_connection *connection = mem_zalloc(sizeof(*connection));
    if (!connection)
        return cim_fail(err, CIM_NO_MEMORY, "no memory for a connection to the store");
    connection->store = store;
    enum cim_status status = open_database(connection, err);
    if (!status)
        status = set_up(connection, writer, err);
    if (!status)
        *out = connection;
    else
        connection_close(connection);
    return status;
}

void connection_disconnect(struct store_connection *connection)
{
    sqlite3_stmt *statement;
    if (!connection->db)
        return; /* there was no memory to open it */
    while ((statement = sqlite3_next_stmt(connection->db, NULL)) != NULL)
        sqlite3_finalize(statement);
    sqlite3_close(connection->db);
    connection->db = NULL;
}

void connection_close(struct store_connection *connection)
{
    if (!connection)
        return;
    connection_disconnect(connection);
    mem_free(connection);
}

void connection_reset_statements(struct store_connection *connection)
{
    sqlite3_stmt *statement = NULL;
    while ((statement = sqlite3_next_stmt(connection->db, statement)) != NULL)
        if (sqlite3_stmt_busy(statement))
            sqlite3_reset(statement);
}

void connection_roll_back(struct store_connection *connection)
{
    connection_reset_statements(connection);
    if (!sqlite3_get_autocommit(connection->db))
        connection_run(connection, SQL_ROLLBACK, "ending a transaction", NULL);
}

static sqlite3_stmt *prepare(struct store_connection *connection, unsigned sql,
                             struct cim_error *err)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v3(connection->db, store_statements[sql].sql, -1,
                                    SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (result != SQLITE_OK)
        store_fail(connection, result, "preparing a statement", err);
    connection->statements[sql] = statement;
    return statement;
}

sqlite3_stmt *store_statement(struct store_connection *connection, unsigned sql,
                              struct cim_error *err)
{
    sqlite3_stmt *statement = connection->statements[sql];
    if (!statement)
        return prepare(connection, sql, err);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return statement;
}

enum cim_status connection_run(struct store_connection *connection, unsigned sql, const char *doing,
                               struct cim_error *err)
{
    sqlite3_stmt *statement = store_statement(connection, sql, err);
    if (!statement)
        return store_status(sqlite3_extended_errcode(connection->db));
    int result = sqlite3_step(statement);
    enum cim_status status = CIM_OK;
    if (result != SQLITE_DONE)
        status = store_fail(connection, result, doing, err);
    sqlite3_reset(statement);
    return status;
}
