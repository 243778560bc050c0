/* Which state a read sees: the change counter and the schema generation.
 *
 * The counter, shared by all processes through the lease, is odd while a commit is under way and even
 * otherwise. A writer, which holds SQLite's write lock, makes it odd before COMMIT and even after it. COMMIT
 * releases the lock, so the next writer may find the counter still odd, or odd for ever if the process died:
 * it goes on to the next odd number, and the late swap of the first one fails. So the counter is even only
 * when no commit is under way, and each even value belongs to one state. A read that finds the same even value
 * before and after the start of its snapshot knows its state; any other gets a number of its own. */
#include "store_private.h"

#include "../platform/platform.h"

#define UNKNOWN_STATE (UINT64_C(1) << 63) /* numbers of states that could not be told */

static volatile uint64_t unknown_states = UNKNOWN_STATE;

void generation_commit_begins(struct store_connection *connection)
{
    volatile uint64_t *counter = connection->store->counter;
    uint64_t now, mark;
    do
    {
        now = plat_atomic_load64(counter);
        mark = now + 1 + (now & 1);
    } while (!plat_atomic_swap_if64(counter, now, mark));
    connection->commit_mark = mark;
}

void generation_commit_ended(struct store_connection *connection)
{
    uint64_t mark = connection->commit_mark;
    plat_atomic_swap_if64(connection->store->counter, mark, mark + 1);
}

void generation_repair(struct store *store)
{
    uint64_t now = plat_atomic_load64(store->counter);
    if (now & 1)
        plat_atomic_swap_if64(store->counter, now, now + 1);
}

bool generation_is_current(const struct store_connection *connection)
{
    return connection->generation == plat_atomic_load64(connection->store->counter) + 2;
}

/* Reading the schema generation is what starts the snapshot. */
static enum cim_status read_schema_generation(struct store_connection *connection,
                                              struct cim_error *err)
{
    sqlite3_stmt *statement = store_statement(connection, SQL_GET_SCHEMA_GENERATION, err);
    if (!statement)
        return store_status(sqlite3_extended_errcode(connection->db));
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        connection->schema = (uint64_t)sqlite3_column_int64(statement, 0);
    connection->schema_known = result == SQLITE_ROW;
    enum cim_status status = CIM_OK;
    if (result == SQLITE_DONE)
        status = cim_fail(err, CIM_DATABASE_CORRUPT, "the store lacks its schema generation");
    else if (result != SQLITE_ROW)
        status = store_fail(connection, result, "reading the schema generation", err);
    sqlite3_reset(statement);
    return status;
}

enum cim_status generation_pin(struct store_connection *connection, struct cim_error *err)
{
    uint64_t before = plat_atomic_load64(connection->store->counter);
    enum cim_status status = connection_run(connection, SQL_BEGIN_READ, "beginning to read", err);
    if (status)
        return status;
    status = read_schema_generation(connection, err);
    uint64_t after = plat_atomic_load64(connection->store->counter);
    if (before == after && !(before & 1) && connection->store->counted)
        connection->generation = before + 2;
    else
        connection->generation = plat_atomic_add64(&unknown_states, 1);
    return status;
}

uint64_t store_generation(struct store_connection *connection)
{
    return connection->generation;
}

uint64_t store_current_generation(struct store *store)
{
    uint64_t now = plat_atomic_load64(store->counter);
    return now & 1 || !store->counted ? 0 : now + 2;
}

uint64_t store_schema_generation(struct store_connection *connection)
{
    if (!connection->schema_known && read_schema_generation(connection, NULL))
        return 0;
    return connection->schema;
}

void generation_begin_write(struct store_connection *connection)
{
    connection->generation = plat_atomic_add64(&unknown_states, 1);
    connection->schema_known = false;
}

/* A random number: counting would give a state that is rolled back and the next one the same number. */
enum cim_status store_bump_schema_generation(struct store_connection *connection,
                                             struct cim_error *err)
{
    int64_t number = 0;
    if (!plat_random(&number, sizeof(number)))
        return cim_fail(err, CIM_FAILED, "the system gives no random numbers");
    number &= INT64_MAX;
    number |= 1;
    sqlite3_stmt *statement = store_statement(connection, SQL_SET_SCHEMA_GENERATION, err);
    if (!statement)
        return store_status(sqlite3_extended_errcode(connection->db));
    sqlite3_bind_int64(statement, 1, number);
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (result != SQLITE_DONE)
        return store_fail(connection, result, "changing the schema generation", err);
    connection->schema = (uint64_t)number;
    connection->schema_known = true;
    return CIM_OK;
}
