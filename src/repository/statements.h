/* The numbers of the SQL texts that a connection keeps prepared. statements.c holds the texts, one row for
 * each number, in the same order; a test compares both. */
#ifndef SWBEM_STATEMENTS_H
#define SWBEM_STATEMENTS_H

enum store_sql
{
    /* transactions (store*.c) */
    SQL_BEGIN_READ,
    SQL_BEGIN_WRITE,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_SAVEPOINT,
    SQL_SAVEPOINT_RELEASE,
    SQL_SAVEPOINT_ROLLBACK,
    SQL_GET_SCHEMA_GENERATION,
    SQL_SET_SCHEMA_GENERATION,

    /* namespaces, classes, instances, queries (repo*.c) */

    SQL_COUNT
};

struct store_statement
{
    enum store_sql number;
    const char *sql;
};

extern const struct store_statement store_statements[SQL_COUNT];

#endif
