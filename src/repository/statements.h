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

    /* namespaces and classes (space.c, class_*.c) */
    SQL_SPACE_FIND,
    SQL_SPACE_FAMILY,
    SQL_SPACE_INSERT,
    SQL_SPACE_DELETE,
    SQL_CLASS_TREE,
    SQL_CLASS_DATA,
    SQL_CLASS_LAST,
    SQL_CLASS_INSERT,
    SQL_CLASS_UPDATE,
    SQL_CLASS_DELETE,
    SQL_CLASS_DELETE_SPACE,

    /* instances and index entries (instance_*.c, entry.c, cursor.c) */
    SQL_INSTANCE_FIND,
    SQL_INSTANCE_RANGE,
    SQL_INSTANCE_LAST,
    SQL_INSTANCE_PUT,
    SQL_INSTANCE_CREATE,
    SQL_INSTANCE_UPDATE,
    SQL_INSTANCE_DELETE,
    SQL_INSTANCE_DELETE_RANGE,
    SQL_ENTRY_FIND,
    SQL_ENTRY_INSERT,
    SQL_ENTRY_DELETE,
    SQL_ENTRY_DELETE_RANGE,

    SQL_COUNT
};

struct store_statement
{
    enum store_sql number;
    const char *sql;
};

extern const struct store_statement store_statements[SQL_COUNT];

#endif
