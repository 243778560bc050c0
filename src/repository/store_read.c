/* Reads: a pool of connections whose snapshots are used again, parking, and yielding.
 *
 * A read that has ended keeps its transaction: if nobody committed since, the next read finds its snapshot
 * current by one look at the change counter and does not begin another, which under Wine would cost two lock
 * calls. The counter and the pool are all that a point look-up pays. */
#include "store_private.h"

#include "../cim/mem.h"

static void unlink_reader(struct store *store, struct store_connection *connection)
{
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        store->readers = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    connection->next = connection->previous = NULL;
}

static void link_reader(struct store *store, struct store_connection *connection)
{
    connection->previous = NULL;
    connection->next = store->readers;
    if (store->readers)
        store->readers->previous = connection;
    store->readers = connection;
    plat_atomic_store64(&connection->thread, plat_thread_id());
    plat_atomic_store(&connection->reading, READING_BUSY);
}

/* True when this thread holds a read or the write already: to let it wait for the end of all of them would be
 * to wait for itself. */
static bool thread_is_inside(const struct store *store)
{
    uint64_t thread = plat_thread_id();
    if (store->writing && store->writing_thread == thread)
        return true;
    for (struct store_connection *reader = store->readers; reader; reader = reader->next)
        if (plat_atomic_load(&reader->reading) == READING_BUSY &&
            plat_atomic_load64(&reader->thread) == thread)
            return true;
    return false;
}

void store_wait_to_read(struct store *store)
{
    while (plat_atomic_load(&store->yield) && !thread_is_inside(store))
        plat_cond_wait(&store->changed, &store->lock, -1);
}

void store_wait_to_write(struct store *store)
{
    while (store->writing || (store->hold_writes && !thread_is_inside(store)))
        plat_cond_wait(&store->changed, &store->lock, -1);
}

struct store_connection *store_take_idle(struct store *store)
{
    struct store_connection *connection = store->idle;
    if (!connection)
        return NULL;
    store->idle = connection->next;
    store->idle_count--;
    return connection;
}

static enum cim_status take_reader(struct store_connection **out, struct store *store,
                                   struct cim_error *err)
{
    plat_mutex_lock(&store->lock);
    store_wait_to_read(store);
    struct store_connection *connection = store_take_idle(store);
    if (connection)
        link_reader(store, connection);
    else
        store->opening++;
    plat_mutex_unlock(&store->lock);
    *out = connection;
    if (connection)
        return CIM_OK;

    enum cim_status status = connection_open(&connection, store, false, err);
    plat_mutex_lock(&store->lock);
    store->opening--;
    if (!status)
        link_reader(store, connection);
    else if (plat_atomic_load(&store->yield))
        plat_cond_wake_all(&store->changed);
    plat_mutex_unlock(&store->lock);
    *out = connection;
    return status;
}

static void drop_reader(struct store_connection *connection)
{
    struct store *store = connection->store;
    plat_mutex_lock(&store->lock);
    unlink_reader(store, connection);
    if (plat_atomic_load(&store->yield))
        plat_cond_wake_all(&store->changed);
    plat_mutex_unlock(&store->lock);
    connection_close(connection);
}

enum cim_status store_read_begin(struct store_connection **out, struct store *store,
                                 struct cim_error *err)
{
    struct store_connection *connection;
    enum cim_status status = take_reader(&connection, store, err);
    if (status)
        return status;
    if (sqlite3_get_autocommit(connection->db) || !generation_is_current(connection))
    {
        connection_roll_back(connection);
        status = generation_pin(connection, err);
    }
    if (!status)
        *out = connection;
    else
        drop_reader(connection);
    return status;
}

void store_read_end(struct store_connection *connection)
{
    struct store *store = connection->store;
    connection_reset_statements(connection);
    if (!generation_is_current(connection))
        connection_roll_back(connection);
    plat_mutex_lock(&store->lock);
    unlink_reader(store, connection);
    bool keep = store->idle_count < IDLE_READERS;
    if (keep)
    {
        plat_atomic_store(&connection->reading, READING_IDLE);
        connection->next = store->idle;
        store->idle = connection;
        store->idle_count++;
    }
    if (plat_atomic_load(&store->yield))
        plat_cond_wake_all(&store->changed);
    plat_mutex_unlock(&store->lock);
    if (!keep)
        connection_close(connection);
}

bool store_read_must_yield(const struct store_connection *connection)
{
    return plat_atomic_load(&connection->store->yield) != 0;
}

void store_read_park(struct store_connection *connection)
{
    struct store *store = connection->store;
    plat_atomic_store(&connection->reading, READING_PARKED);
    if (!plat_atomic_load(&store->yield))
        return;
    plat_mutex_lock(&store->lock);
    plat_cond_wake_all(&store->changed);
    plat_mutex_unlock(&store->lock);
}

bool store_read_unpark(struct store_connection *connection)
{
    if (plat_atomic_swap_if(&connection->reading, READING_PARKED, READING_BUSY))
    {
        plat_atomic_store64(&connection->thread, plat_thread_id());
        return true;
    }
    struct store *store = connection->store;
    plat_mutex_lock(&store->lock); /* who took it may be at it yet */
    plat_mutex_unlock(&store->lock);
    mem_free(connection);
    return false;
}

bool store_take_parked(struct store *store, struct store_connection *connection)
{
    if (!plat_atomic_swap_if(&connection->reading, READING_PARKED, READING_TAKEN))
        return false;
    unlink_reader(store, connection);
    connection_disconnect(connection);
    return true;
}
