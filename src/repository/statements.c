/* The SQL texts. What a statement is for stands with its caller; the schema stands in schema.c. */
#include "statements.h"

const struct store_statement store_statements[SQL_COUNT] = {
    {SQL_BEGIN_READ, "BEGIN"},
    {SQL_BEGIN_WRITE, "BEGIN IMMEDIATE"},
    {SQL_COMMIT, "COMMIT"},
    {SQL_ROLLBACK, "ROLLBACK"},
    {SQL_SAVEPOINT, "SAVEPOINT part"},
    {SQL_SAVEPOINT_RELEASE, "RELEASE part"},
    {SQL_SAVEPOINT_ROLLBACK, "ROLLBACK TO part"},
    {SQL_GET_SCHEMA_GENERATION, "SELECT value FROM meta WHERE id = 1"},
    {SQL_SET_SCHEMA_GENERATION, "UPDATE meta SET value = ?1 WHERE id = 1"},
};
