/* The schema by versions. Each step is a script that leads from the version before it to its own; all that a
 * file lacks run in one transaction with the new PRAGMA user_version, so that a file is of one version or of
 * the next and never between. A step, once released, is never edited. */
#include "schema.h"
#include "store_private.h"

#include <stdio.h>

struct step
{
    int version;
    const char *sql;
};

static const struct step steps[] = {
    {1,
     "CREATE TABLE meta(id INTEGER PRIMARY KEY, value INTEGER NOT NULL);"
     "INSERT INTO meta VALUES(1, 1);"
     "CREATE TABLE namespace(id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
     " folded BLOB NOT NULL UNIQUE);"
     "CREATE TABLE class(id INTEGER PRIMARY KEY, space INTEGER NOT NULL, folded BLOB NOT NULL,"
     " super INTEGER NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL,"
     " UNIQUE(space, folded));"
     "CREATE TABLE instance(id INTEGER PRIMARY KEY, root INTEGER NOT NULL, key BLOB NOT NULL,"
     " data BLOB NOT NULL, qualifiers BLOB, UNIQUE(root, key));"
     "CREATE TABLE entry(property INTEGER NOT NULL, value BLOB NOT NULL, instance INTEGER NOT NULL,"
     " PRIMARY KEY(property, value, instance)) WITHOUT ROWID;"},
};

_Static_assert(sizeof(steps) / sizeof(steps[0]) == SCHEMA_VERSION, "one step for each version");

static enum cim_status read_number(sqlite3 *db, const char *sql, int *out, struct cim_error *err)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        *out = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    if (result == SQLITE_ROW)
        return CIM_OK;
    return store_fail_with(db, result, "reading the header of the store", err);
}

/* @param version  0: an empty database */
static enum cim_status read_version(sqlite3 *db, const char *path, int *version,
                                    struct cim_error *err)
{
    int application = 0, tables = 0;
    enum cim_status status = read_number(db, "PRAGMA application_id", &application, err);
    if (!status)
        status = read_number(db, "PRAGMA user_version", version, err);
    if (!status)
        status = read_number(db, "SELECT count(*) FROM sqlite_master", &tables, err);
    if (status)
        return status;
    if (application == 0 && tables == 0 && *version == 0)
        return CIM_OK;
    if (application != SCHEMA_APPLICATION_ID || *version < 1)
        return cim_fail(err, CIM_DATABASE_CORRUPT, "\"%s\" is a database of another program", path);
    if (*version > SCHEMA_VERSION)
        return cim_fail(err, CIM_DATABASE_VERSION,
                        "\"%s\" is of schema version %d; this program knows up to %d", path,
                        *version, SCHEMA_VERSION);
    return CIM_OK;
}

static int run_steps(sqlite3 *db, int version)
{
    char pragma[96];
    int result = SQLITE_OK;
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && result == SQLITE_OK; i++)
        if (steps[i].version > version)
            result = sqlite3_exec(db, steps[i].sql, NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return result;
    snprintf(pragma, sizeof(pragma), "PRAGMA application_id=%d; PRAGMA user_version=%d",
             SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
    return sqlite3_exec(db, pragma, NULL, NULL, NULL);
}

/* Another process may have been quicker: the version is read again under the write lock. */
static enum cim_status migrate(sqlite3 *db, const char *path, struct cim_error *err)
{
    int version = 0;
    int result = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return store_fail_with(db, result, "preparing the store", err);
    enum cim_status status = read_version(db, path, &version, err);
    if (status)
        goto failed;
    result = run_steps(db, version);
    if (result == SQLITE_OK)
        result = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    if (result == SQLITE_OK)
        return CIM_OK;
    status = store_fail_with(db, result, "creating the tables of the store", err);

failed:
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

enum cim_status schema_prepare(sqlite3 *db, const char *path, struct cim_error *err)
{
    int version = 0;
    enum cim_status status = read_version(db, path, &version, err);
    if (status || version == SCHEMA_VERSION)
        return status;
    return migrate(db, path, err);
}

enum cim_status schema_check(sqlite3 *db, const char *path, struct cim_error *err)
{
    int version = 0;
    enum cim_status status = read_version(db, path, &version, err);
    if (status || version == SCHEMA_VERSION)
        return status;
    if (version == 0)
        return cim_fail(err, CIM_ACCESS_DENIED,
                        "\"%s\" is empty and may not be written: no store can be made of it", path);
    return cim_fail(
        err, CIM_ACCESS_DENIED,
        "\"%s\" is of schema version %d and may not be written: it cannot be brought to %d", path,
        version, SCHEMA_VERSION);
}
