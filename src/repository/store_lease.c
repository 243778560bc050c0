/* Who holds the file: the modes of a store and the change from one to another.
 *
 * The events of the lease come on its thread. To change the mode, new writes are held back and the one under way
 * is waited for; then reads yield: parked ones are ended, busy ones see store_read_must_yield(). With
 * nobody inside, all connections are closed, the lease changes, and the next read or write opens a connection
 * of the new mode. Going ALONE is not urgent: when the store is busy it is left for the next quiet moment. */
#include "store_private.h"

#define GIVE_WAY_MS    20000 /* how long store_open() waits for the process that is alone */
#define TRY_ALONE_MS   50    /* how long reads are held up for going ALONE */
#define RETRY_ALONE_MS 30000 /* after a program that knows nothing of the lease had the file */

static bool someone_reads(struct store *store)
{
    struct store_connection *next;
    for (struct store_connection *reader = store->readers; reader; reader = next)
    {
        next = reader->next;
        store_take_parked(store, reader);
    }
    return store->readers || store->opening;
}

static bool time_is_over(uint64_t start, int timeout_ms)
{
    return timeout_ms >= 0 && plat_time_ms() - start >= (uint64_t)timeout_ms;
}

/* Wait until nobody reads or writes, with the lock held. @param timeout_ms  -1: for ever */
static bool quiesce(struct store *store, int timeout_ms)
{
    uint64_t start = plat_time_ms();
    store->hold_writes = true;
    while (store->writing)
    {
        if (time_is_over(start, timeout_ms))
            return false;
        plat_cond_wait(&store->changed, &store->lock, timeout_ms);
    }
    plat_atomic_store(&store->yield, 1);
    while (someone_reads(store) || store->writing)
    {
        if (time_is_over(start, timeout_ms))
            return false;
        plat_cond_wait(&store->changed, &store->lock, timeout_ms);
    }
    return true;
}

/* With the lock held. */
static void resume(struct store *store)
{
    store->hold_writes = false;
    plat_atomic_store(&store->yield, 0);
    plat_cond_wake_all(&store->changed);
}

static void close_connections(struct store *store)
{
    struct store_connection *connection;
    while ((connection = store_take_idle(store)) != NULL)
        connection_close(connection);
    connection_close(store->writer);
    store->writer = NULL;
}

/* Close all connections; reads and writes stay held up. @return false: the store is closing or busy */
static bool suspend(struct store *store, int timeout_ms)
{
    plat_mutex_lock(&store->switching);
    plat_mutex_lock(&store->lock);
    bool done = !store->closing && quiesce(store, timeout_ms);
    if (done)
        close_connections(store);
    else
        resume(store);
    plat_mutex_unlock(&store->lock);
    plat_mutex_unlock(&store->switching);
    return done;
}

static void resume_as(struct store *store, enum store_mode mode)
{
    plat_mutex_lock(&store->lock);
    store->mode = mode;
    resume(store);
    plat_mutex_unlock(&store->lock);
}

static void set_mode(struct store *store, enum store_mode mode)
{
    plat_mutex_lock(&store->lock);
    store->mode = mode;
    plat_mutex_unlock(&store->lock);
}

/* The writer is opened to see whether the file can be had alone: a program without a lease may have it.
 * `switching` is held. On failure the mode is as before. */
static enum cim_status open_alone(struct store *store, struct cim_error *err)
{
    enum store_mode before = store->mode;
    set_mode(store, MODE_ALONE);
    generation_repair(store);
    enum cim_status status = connection_open(&store->writer, store, true, err);
    if (status)
        set_mode(store, before);
    return status;
}

/* @return the mode that came of it */
static enum store_mode go_alone(struct store *store)
{
    if (!plat_lease_try_alone(store->lease))
        return MODE_SHARED;
    plat_mutex_lock(&store->switching);
    bool done = !store->closing && !open_alone(store, NULL);
    plat_mutex_unlock(&store->switching);
    if (done)
        return MODE_ALONE;
    plat_lease_share(store->lease);
    return MODE_SHARED;
}

static void try_alone(struct store *store)
{
    if (plat_time_ms() < store->retry_alone || !suspend(store, TRY_ALONE_MS))
        return;
    enum store_mode mode = go_alone(store);
    if (mode == MODE_SHARED)
        store->retry_alone = plat_time_ms() + RETRY_ALONE_MS;
    resume_as(store, mode);
}

/* An event may come before store_attach() has returned. */
static struct store *wait_for_attach(void *arg)
{
    struct store *store = arg;
    plat_mutex_lock(&store->switching);
    plat_mutex_unlock(&store->switching);
    return store;
}

static void on_wanted(void *arg)
{
    struct store *store = wait_for_attach(arg);
    if (plat_lease_mode(store->lease) != PLAT_LEASE_ALONE || !suspend(store, -1))
        return;
    plat_lease_share(store->lease);
    resume_as(store, MODE_SHARED);
}

static void on_tick(void *arg, bool quiet)
{
    struct store *store = wait_for_attach(arg);
    checkpoint_drop_old_snapshots(store);
    if (quiet)
        try_alone(store);
}

static enum cim_status attach_memory(struct store *store, struct cim_error *err)
{
    store->counted = true;
    return connection_open(&store->writer, store, true, err);
}

static enum cim_status attach_read_only(struct store *store, struct cim_error *err)
{
    store->read_only = true;
    store->mode = MODE_READ;
    enum cim_status status = connection_open(&store->writer, store, true, err);
    if (status != CIM_ACCESS_DENIED)
        return status;
    store->mode = MODE_READ_ALONE;
    return connection_open(&store->writer, store, true, err);
}

static enum cim_status attach_leased(struct store *store, struct cim_error *err)
{
    struct cim_error failure = {.code = CIM_OK};
    store->counter = plat_lease_counter(store->lease);
    store->counted = true;
    store->mode = MODE_SHARED;
    if (plat_lease_mode(store->lease) == PLAT_LEASE_SHARED)
        return connection_open(&store->writer, store, true, err);
    enum cim_status status = open_alone(store, &failure);
    if (status == CIM_DATABASE_BUSY)
    {
        plat_lease_share(store->lease);
        return connection_open(&store->writer, store, true, err);
    }
    if (status && err)
        *err = failure;
    return status;
}

/* `switching` is held: the lease's events wait until the store is there. */
static enum cim_status take_lease(struct store *store, struct cim_error *err)
{
    const struct plat_lease_events events = {on_wanted, on_tick, store};
    switch (plat_lease_open(&store->lease, store->path, GIVE_WAY_MS, &events))
    {
    case PLAT_LEASE_TAKEN:
        return attach_leased(store, err);
    case PLAT_LEASE_TIMEOUT:
        return cim_fail(err, CIM_DATABASE_BUSY,
                        "\"%s\" is held by another process, which does not give way", store->path);
    default:
        return attach_read_only(store, err);
    }
}

enum cim_status store_attach(struct store *store, struct cim_error *err)
{
    if (store->mode == MODE_MEMORY)
        return attach_memory(store, err);
    if (store->read_only)
        return attach_read_only(store, err);
    plat_mutex_lock(&store->switching);
    enum cim_status status = take_lease(store, err);
    plat_mutex_unlock(&store->switching);
    return status;
}

void store_detach(struct store *store)
{
    plat_mutex_lock(&store->switching);
    store->closing = true;
    plat_mutex_lock(&store->lock);
    close_connections(store);
    plat_mutex_unlock(&store->lock);
    plat_mutex_unlock(&store->switching);
    plat_lease_close(store->lease);
}
