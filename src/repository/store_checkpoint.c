/* Moving the write-ahead log into the database file.
 *
 * SQLite's own automatic checkpoint would try after every commit as long as some reader holds the log; here
 * the next try comes when the log has grown by as much again. Before it, snapshots that nobody uses are
 * ended, and beyond LOG_PAGES parked reads as well: they begin again where they were. */
#include "store_private.h"

#define RESTART_WAIT_MS 100

static int on_commit(void *arg, sqlite3 *db, const char *name, int pages)
{
    struct store_connection *writer = arg;
    (void)db, (void)name;
    writer->log_pages = pages;
    return SQLITE_OK;
}

void checkpoint_watch(struct store_connection *writer)
{
    sqlite3_wal_hook(writer->db, on_commit, writer);
}

void checkpoint_drop_old_snapshots(struct store *store)
{
    plat_mutex_lock(&store->lock);
    for (struct store_connection *idle = store->idle; idle; idle = idle->next)
        if (!generation_is_current(idle))
            connection_roll_back(idle);
    plat_mutex_unlock(&store->lock);
}

static void take_parked_reads(struct store *store)
{
    struct store_connection *next;
    plat_mutex_lock(&store->lock);
    for (struct store_connection *reader = store->readers; reader; reader = next)
    {
        next = reader->next;
        /* Its generation does not change between parking and ending, which takes the lock. */
        if (plat_atomic_load(&reader->reading) == READING_PARKED && !generation_is_current(reader))
            store_take_parked(store, reader);
    }
    plat_mutex_unlock(&store->lock);
}

/* Wait a little for readers, so that the next commit starts the log over. */
static int restart_log(struct store_connection *writer, int *left, int *moved)
{
    sqlite3_busy_timeout(writer->db, RESTART_WAIT_MS);
    int result =
        sqlite3_wal_checkpoint_v2(writer->db, NULL, SQLITE_CHECKPOINT_RESTART, left, moved);
    sqlite3_busy_timeout(writer->db, BUSY_MS);
    return result;
}

/* A checkpoint that fails costs nothing: the log keeps what it has, and the next one tries again. */
void checkpoint_after_commit(struct store_connection *writer)
{
    struct store *store = writer->store;
    int pages = writer->log_pages, total = -1, moved = -1;
    if (pages < CHECKPOINT_PAGES)
        store->checkpoint_pages = CHECKPOINT_PAGES;
    if (pages < store->checkpoint_pages)
        return;
    checkpoint_drop_old_snapshots(store);
    if (pages >= LOG_PAGES)
        take_parked_reads(store);
    int result = SQLITE_OK;
    if (pages >= 4 * CHECKPOINT_PAGES)
        result = restart_log(writer, &total, &moved);
    else
        result =
            sqlite3_wal_checkpoint_v2(writer->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &total, &moved);
    bool all = result == SQLITE_OK && total == moved;
    store->checkpoint_pages = all ? CHECKPOINT_PAGES : pages + CHECKPOINT_PAGES;
}
