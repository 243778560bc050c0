/* Writes: one at a time in this process by `writing`, one at a time among processes by SQLite's write lock.
 * A batch is one transaction; its parts are savepoints. */
#include "store_private.h"

static void take_turn(struct store *store)
{
    plat_mutex_lock(&store->lock);
    store_wait_to_write(store);
    store->writing = true;
    store->writing_thread = plat_thread_id();
    plat_mutex_unlock(&store->lock);
}

static void end_turn(struct store *store)
{
    plat_mutex_lock(&store->lock);
    store->writing = false;
    plat_cond_wake_all(&store->changed);
    plat_mutex_unlock(&store->lock);
}

enum cim_status store_write_begin(struct store_connection **out, struct store *store,
                                  struct cim_error *err)
{
    if (store->read_only)
        return cim_fail(err, CIM_ACCESS_DENIED, "the store \"%s\" may only be read", store->path);
    take_turn(store);
    enum cim_status status = CIM_OK;
    if (!store->writer)
        status = connection_open(&store->writer, store, true, err);
    if (!status)
        status = connection_run(store->writer, SQL_BEGIN_WRITE, "beginning to write", err);
    if (status)
    {
        end_turn(store);
        return status;
    }
    generation_begin_write(store->writer);
    *out = store->writer;
    return CIM_OK;
}

static enum cim_status commit(struct store_connection *connection, struct cim_error *err)
{
    connection_reset_statements(connection);
    generation_commit_begins(connection);
    enum cim_status status = connection_run(connection, SQL_COMMIT, "committing", err);
    generation_commit_ended(connection);
    return status;
}

enum cim_status store_write_end(struct store_connection *connection, bool keep,
                                struct cim_error *err)
{
    enum cim_status status = CIM_OK;
    if (keep)
        status = commit(connection, err);
    if (!keep || status)
        connection_roll_back(connection);
    else
        checkpoint_after_commit(connection);
    end_turn(connection->store);
    return status;
}

enum cim_status store_savepoint(struct store_connection *connection, struct cim_error *err)
{
    return connection_run(connection, SQL_SAVEPOINT, "beginning a part of a batch", err);
}

enum cim_status store_savepoint_end(struct store_connection *connection, bool keep,
                                    struct cim_error *err)
{
    enum cim_status status = CIM_OK;
    if (!keep)
    {
        connection->schema_known = false;
        status = connection_run(connection, SQL_SAVEPOINT_ROLLBACK, "undoing a part", err);
    }
    if (!status)
        status = connection_run(connection, SQL_SAVEPOINT_RELEASE, "ending a part", err);
    return status;
}
