/* Rows for tests of the store. */
#include "unit/repository/store_rows.h"

#include <check.h>

static int run(struct store_connection *connection, const char *sql, const char *name, int *out)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(store_database(connection), sql, -1, &statement, NULL);
    if (result == SQLITE_OK && name)
        result = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    if (result == SQLITE_ROW && out)
        *out = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return result;
}

enum cim_status rows_put(struct store_connection *connection, const char *name,
                         struct cim_error *err)
{
    int result = run(connection, "INSERT OR REPLACE INTO namespace(name, folded) VALUES(?1, ?1)",
                     name, NULL);
    return result == SQLITE_DONE ? CIM_OK : store_fail(connection, result, "putting a row", err);
}

int rows_count(struct store_connection *connection)
{
    int count = -1;
    run(connection, "SELECT count(*) FROM namespace", NULL, &count);
    return count;
}

bool rows_have(struct store_connection *connection, const char *name)
{
    int count = 0;
    run(connection, "SELECT count(*) FROM namespace WHERE name = ?1", name, &count);
    return count == 1;
}

void store_put(struct store *store, const char *name)
{
    struct cim_error err = {.message = ""};
    struct store_connection *connection;
    enum cim_status status = store_write_begin(&connection, store, &err);
    ck_assert_msg(!status, "begin: %s", err.message);
    status = rows_put(connection, name, &err);
    ck_assert_msg(!status, "put: %s", err.message);
    status = store_write_end(connection, true, &err);
    ck_assert_msg(!status, "commit: %s", err.message);
}

static struct store_connection *begin(struct store *store)
{
    struct cim_error err = {.message = ""};
    struct store_connection *connection;
    enum cim_status status = store_read_begin(&connection, store, &err);
    ck_assert_msg(!status, "read: %s", err.message);
    return connection;
}

int store_count(struct store *store)
{
    struct store_connection *connection = begin(store);
    int count = rows_count(connection);
    store_read_end(connection);
    return count;
}

bool store_has(struct store *store, const char *name)
{
    struct store_connection *connection = begin(store);
    bool found = rows_have(connection, name);
    store_read_end(connection);
    return found;
}

struct store *store_must_open(const char *path)
{
    struct cim_error err = {.message = ""};
    struct store *store = NULL;
    enum cim_status status = store_open(&store, path, &err);
    ck_assert_msg(!status, "open %s: %s %s", path, cim_status_name(status), err.message);
    return store;
}
