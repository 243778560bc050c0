/* What the sources of the store share; nobody else includes it. */
#ifndef SWBEM_STORE_PRIVATE_H
#define SWBEM_STORE_PRIVATE_H

#include "store.h"

#include "../platform/platform.h"

#define WRITER_CACHE_KIB 32768
#define READER_CACHE_KIB 32768
#define IDLE_READERS     4     /* more are closed when they come back */
#define BUSY_MS          20000 /* how long another process may keep a lock */
#define CHECKPOINT_PAGES 2000  /* of the log, after which it is moved into the database file */
#define LOG_PAGES        32768 /* of the log, after which parked reads that hold it are ended */

/* How the connections of a store reach the file. */
enum store_mode
{
    MODE_MEMORY,     /* files in the memory of this process */
    MODE_ALONE,      /* one real lock, everything else in this process */
    MODE_SHARED,     /* SQLite's own locks; the lease's counter tells of others' commits */
    MODE_READ,       /* a file that may only be read, SQLite's own locks, no lease */
    MODE_READ_ALONE, /* likewise where not even the index of the log can be made: no locks at all */
};

/* `lock` guards everything but the words that say volatile; a connection is guarded by being in one hand.
 * `switching` is held by whoever closes or opens all connections; taken before `lock`. */
struct store
{
    char *path; /* owned; as given to SQLite */
    enum store_mode mode;
    bool read_only;
    struct plat_lease *lease; /* NULL in the modes without one */
    struct plat_mutex switching;
    bool closing;         /* guarded by `switching` */
    uint64_t retry_alone; /* plat_time_ms() before which going ALONE is not tried again */
    struct plat_mutex lock;
    struct plat_cond changed; /* a writer or reader has ended or parked, or yielding is over */
    struct store_connection *writer;
    bool writing;
    uint64_t writing_thread;
    struct store_connection *idle; /* the pool, newest first */
    unsigned idle_count;
    struct store_connection *readers; /* busy and parked ones */
    unsigned opening;                 /* connections that are being opened to become readers */
    int checkpoint_pages;             /* how long the log may be before the next checkpoint */
    bool hold_writes;                 /* no new write */
    volatile int32_t yield;     /* reads shall end as well: the connections are to be closed */
    uint64_t own_counter;       /* stands in for the lease's where there is none */
    bool counted;               /* every commit of every process shows in the counter */
    volatile uint64_t *counter; /* odd while a commit is under way; see store_generation.c */
};

enum reading
{
    READING_IDLE,
    READING_BUSY,
    READING_PARKED,
    READING_TAKEN, /* ended by the store; who unparks frees the struct */
};

struct store_connection
{
    struct store *store;
    struct store_connection *next; /* in the pool or among the readers */
    struct store_connection *previous;
    volatile int32_t reading; /* enum reading */
    volatile uint64_t thread; /* the one that reads */
    sqlite3 *db;
    uint64_t generation;
    uint64_t commit_mark; /* what the counter was set to before COMMIT */
    bool schema_known;
    uint64_t schema;
    int log_pages; /* of the write-ahead log after the last commit */
    sqlite3_stmt *statements[SQL_COUNT];
};

/* store_connection.c */
enum cim_status connection_open(struct store_connection **out, struct store *store, bool writer,
                                struct cim_error *err);
void connection_close(struct store_connection *connection); /* takes NULL */
/** Close the database and keep the struct. */
void connection_disconnect(struct store_connection *connection);
void connection_reset_statements(struct store_connection *connection);
/** End the transaction, if there is one, without a change. */
void connection_roll_back(struct store_connection *connection);
/** Run a statement that gives no rows. */
enum cim_status connection_run(struct store_connection *connection, unsigned sql, const char *doing,
                               struct cim_error *err);
/** The status that stands for a result code of SQLite. */
enum cim_status store_status(int result);
enum cim_status store_fail_with(sqlite3 *db, int result, const char *doing, struct cim_error *err);

/* store_check.c */
/** Look at a file before SQLite may touch it. Absent and empty files are good.
 *  @param read_only  set when the file exists and may not be written */
enum cim_status store_check_file(const char *path, bool *read_only, struct cim_error *err);

/* store_lease.c */
/** Take the lease of the store's file, or none, set the mode and open the writer. */
enum cim_status store_attach(struct store *store, struct cim_error *err);
/** Close all connections and give the lease back. */
void store_detach(struct store *store);

/* store_generation.c */
void generation_begin_write(struct store_connection *connection);
void generation_commit_begins(struct store_connection *connection);
void generation_commit_ended(struct store_connection *connection);
/** Begin a read transaction whose snapshot has a known generation where that is possible. */
enum cim_status generation_pin(struct store_connection *connection, struct cim_error *err);
bool generation_is_current(const struct store_connection *connection);
/** Nobody else has the store: a counter that is odd belongs to a commit of a process that died. */
void generation_repair(struct store *store);

/* store_checkpoint.c */
void checkpoint_watch(struct store_connection *writer);
/** Move the log into the database file when it is long enough. Only whose turn it is to write. */
void checkpoint_after_commit(struct store_connection *writer);
/** End kept snapshots that are not current: they keep the log from being cut. */
void checkpoint_drop_old_snapshots(struct store *store);

/* store_read.c; all with the lock held */
void store_wait_to_read(struct store *store);
void store_wait_to_write(struct store *store);
/** End a parked read. @return false when it is not parked (any more) */
bool store_take_parked(struct store *store, struct store_connection *connection);
/** Take a connection out of the pool. @return NULL: it is empty */
struct store_connection *store_take_idle(struct store *store);

#endif
