/* A prepared statement under way: bind, step, read columns. Failures of binding stick and are told by the next
 * step, so that callers check once. One thread, the connection's. What is bound or read is borrowed: bound
 * bytes until sql_done(), columns until the next step. */
#ifndef SWBEM_REPOSITORY_SQL_H
#define SWBEM_REPOSITORY_SQL_H

#include "../cim/text.h"
#include "statements.h"
#include "store.h"

struct sql
{
    struct store_connection *connection;
    sqlite3_stmt *statement; /* borrowed from the connection; NULL after sql_done() */
    int result;
};

/** @param text  a number of statements.h */
enum cim_status sql_begin(struct sql *sql, struct store_connection *connection, unsigned text,
                          struct cim_error *err);
void sql_bind_number(struct sql *sql, int at, uint64_t number);
void sql_bind_bytes(struct sql *sql, int at, const void *data, size_t size);
void sql_bind_text(struct sql *sql, int at, struct text text);
/** @return CIM_OK with a row, CIM_FALSE at the end (and the statement is done), or a failure (done as well) */
enum cim_status sql_step(struct sql *sql, const char *doing, struct cim_error *err);
/** Start over with the same bindings, or others. */
void sql_rewind(struct sql *sql);
/** Step to the end and be done. */
enum cim_status sql_run(struct sql *sql, const char *doing, struct cim_error *err);
uint64_t sql_number(const struct sql *sql, int column);
struct text sql_bytes(const struct sql *sql, int column);
bool sql_is_null(const struct sql *sql, int column);
void sql_done(struct sql *sql);
/** Rows that the last statement of the connection changed. */
int sql_changes(struct store_connection *connection);

#endif
