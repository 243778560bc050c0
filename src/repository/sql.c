/* Binding, stepping and reading of prepared statements (see sql.h). */
#include "sql.h"

#include "fail.h"

enum cim_status sql_begin(struct sql *sql, struct store_connection *connection, unsigned text,
                          struct cim_error *err)
{
    sql->connection = connection;
    sql->result = SQLITE_OK;
    sql->statement = store_statement(connection, text, err);
    if (sql->statement)
        return CIM_OK;
    return err && err->code ? err->code : store_fail(connection, SQLITE_ERROR, "preparing", err);
}

static void keep_first(struct sql *sql, int result)
{
    if (sql->result == SQLITE_OK)
        sql->result = result;
}

void sql_bind_number(struct sql *sql, int at, uint64_t number)
{
    keep_first(sql, sqlite3_bind_int64(sql->statement, at, (sqlite3_int64)number));
}

void sql_bind_bytes(struct sql *sql, int at, const void *data, size_t size)
{
    /* SQLite takes a null pointer for NULL, not for no bytes. */
    keep_first(sql, sqlite3_bind_blob64(sql->statement, at, data ? data : "", size, SQLITE_STATIC));
}

void sql_bind_text(struct sql *sql, int at, struct text text)
{
    keep_first(sql, sqlite3_bind_text64(sql->statement, at, text.data ? text.data : "", text.size,
                                        SQLITE_STATIC, SQLITE_UTF8));
}

enum cim_status sql_step(struct sql *sql, const char *doing, struct cim_error *err)
{
    enum cim_status status;

    if (sql->result == SQLITE_OK)
        sql->result = sqlite3_step(sql->statement);
    if (sql->result == SQLITE_ROW)
    {
        sql->result = SQLITE_OK;
        return CIM_OK;
    }
    if (sql->result == SQLITE_DONE)
        status = CIM_FALSE;
    else
        status = store_fail(sql->connection, sql->result, doing, err);
    sql_done(sql);
    return status;
}

void sql_rewind(struct sql *sql)
{
    sqlite3_reset(sql->statement);
    sql->result = SQLITE_OK;
}

enum cim_status sql_run(struct sql *sql, const char *doing, struct cim_error *err)
{
    enum cim_status status;

    do
        status = sql_step(sql, doing, err);
    while (status == CIM_OK);
    return status == CIM_FALSE ? CIM_OK : status;
}

uint64_t sql_number(const struct sql *sql, int column)
{
    return (uint64_t)sqlite3_column_int64(sql->statement, column);
}

struct text sql_bytes(const struct sql *sql, int column)
{
    const void *data = sqlite3_column_blob(sql->statement, column);

    return (struct text){data, (size_t)sqlite3_column_bytes(sql->statement, column)};
}

bool sql_is_null(const struct sql *sql, int column)
{
    return sqlite3_column_type(sql->statement, column) == SQLITE_NULL;
}

void sql_done(struct sql *sql)
{
    if (sql->statement)
        sqlite3_reset(sql->statement);
    sql->statement = NULL;
}

int sql_changes(struct store_connection *connection)
{
    return sqlite3_changes(store_database(connection));
}
