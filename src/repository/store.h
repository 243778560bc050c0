/* The file under the repository: connections to SQLite, the schema and its versions, who holds the file,
 * transactions and prepared statements. Knows nothing of CIM. Private to src/repository.
 *
 * Several connections of one process read consistent states while one writes (WAL). A process alone with
 * the file (PLAT_LEASE_ALONE) runs on the VFS of vfs_alone.c: one real exclusive lock is kept on the file
 * and SQLite's locks and WAL index stay in the memory of the process, because each file lock under Wine is
 * a round trip to its server. Asked by another process, it closes the connections and opens them again
 * on the ordinary VFS (PLAT_LEASE_SHARED); there a reader keeps its snapshot as long as the lease's change
 * counter says that it is current.
 *
 * A struct store is safe on any thread; a connection is used by one thread at a time. */
#ifndef SWBEM_STORE_H
#define SWBEM_STORE_H

#include "../cim/status.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Schema version 1. PRAGMA application_id marks the file, PRAGMA user_version holds the version.
 *   namespace(id INTEGER PRIMARY KEY, name TEXT, folded BLOB UNIQUE)
 *   class(id INTEGER PRIMARY KEY, space INTEGER, folded BLOB, super INTEGER, version INTEGER, data BLOB,
 *         UNIQUE(space, folded))                     super: id of the superclass, 0 at the top
 *   instance(id INTEGER PRIMARY KEY, root INTEGER, key BLOB, data BLOB, qualifiers BLOB, UNIQUE(root, key))
 *         id = class id << 40 | running number: a class's instances lie together, in order of creation;
 *         root = id of the class that introduced the keys: no two of its descendants share a key
 *   entry(property INTEGER, value BLOB, instance INTEGER, PRIMARY KEY(property, value, instance)) WITHOUT ROWID
 *         property = id of the introducing class << 12 | index: indexed properties and references */

enum store_sql; /* statements.h numbers the SQL texts */

struct store;
struct store_connection; /* a connection with its prepared statements */

/** @param path  a file, or ":memory:" (a temporary file that goes with the process, never synchronised)
 *  Statuses as repo_open(). */
enum cim_status store_open(struct store **out, const char *path, struct cim_error *err);
void store_close(struct store *store); /* no reader or writer may be left */
bool store_is_read_only(const struct store *store);

/** Become the one writer: waits for others, of this process and of others, and begins a transaction.
 *  @param out  borrowed until store_write_end(). @return CIM_ACCESS_DENIED (read-only), CIM_DATABASE_BUSY ... */
enum cim_status store_write_begin(struct store_connection **out, struct store *store,
                                  struct cim_error *err);
/** Commit (durable afterwards) or roll back, and let the next writer in. */
enum cim_status store_write_end(struct store_connection *connection, bool commit,
                                struct cim_error *err);
/** A nested scope inside the transaction; one level. */
enum cim_status store_savepoint(struct store_connection *connection, struct cim_error *err);
enum cim_status store_savepoint_end(struct store_connection *connection, bool keep,
                                    struct cim_error *err);

/** A connection that reads the newest committed state. Quick: pooled. */
enum cim_status store_read_begin(struct store_connection **out, struct store *store,
                                 struct cim_error *err);
/** `keep_snapshot` is for short reads: the next store_read_begin() may find it current. */
void store_read_end(struct store_connection *connection);
/** A number that changes with every commit of any process; equal numbers mean an equal state. Valid inside a
 *  read or write; caches of decoded classes compare it. */
uint64_t store_generation(struct store_connection *connection);
/** As above but without a connection: cheap, may be stale by a commit under way. */
uint64_t store_current_generation(struct store *store);
/** A second number that changes only when a class or namespace was changed: PRAGMA-free, kept in a table row. */
uint64_t store_schema_generation(struct store_connection *connection);
enum cim_status store_bump_schema_generation(struct store_connection *connection,
                                             struct cim_error *err);

/** A prepared statement of the connection, reset and unbound; borrowed; NULL: err is filled. */
sqlite3_stmt *store_statement(struct store_connection *connection, unsigned sql,
                              struct cim_error *err);
sqlite3 *store_database(struct store_connection *connection);
/** Turn an SQLite result code into a status, with SQLite's message in err. */
enum cim_status store_fail(struct store_connection *connection, int result, const char *doing,
                           struct cim_error *err);

#endif
