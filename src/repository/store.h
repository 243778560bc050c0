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

#include "statements.h"

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
 *         property = id of the introducing class << 12 | index: indexed properties and references
 *   meta(id INTEGER PRIMARY KEY, value INTEGER)     id 1: the schema generation; others are free */

struct store;
struct store_connection; /* a connection with its prepared statements */

/** @param path  a file, or ":memory:" (a temporary file that goes with the process, never synchronised)
 *  Statuses as repo_open(). */
enum cim_status store_open(struct store **out, const char *path, struct cim_error *err);
void store_close(struct store *store); /* takes NULL; no reader or writer may be left */
bool store_is_read_only(const struct store *store);

/** Become the one writer: waits for others, of this process and of others, and begins a transaction.
 *  @param out  borrowed until store_write_end(). @return CIM_ACCESS_DENIED (read-only), CIM_DATABASE_BUSY ... */
enum cim_status store_write_begin(struct store_connection **out, struct store *store,
                                  struct cim_error *err);
/** Commit (durable afterwards) or roll back, and let the next writer in. */
enum cim_status store_write_end(struct store_connection *connection, bool keep,
                                struct cim_error *err);
/** A nested scope inside the transaction; one level. Statements must not be in the middle of their rows. */
enum cim_status store_savepoint(struct store_connection *connection, struct cim_error *err);
enum cim_status store_savepoint_end(struct store_connection *connection, bool keep,
                                    struct cim_error *err);

/** A connection that reads the newest committed state. Quick: pooled, and the snapshot of the last read is
 *  used again while it is current. Every read sees one state until it ends.
 *
 *  A read must not be held for long while nobody works with it: the file could not be given to another process
 *  and the write-ahead log could not be cut. So a cursor parks its connection between two calls of its client,
 *  and a long scan inside one call asks store_read_must_yield() now and then:
 *
 *      next():  if (cursor->connection && !store_read_unpark(cursor->connection))
 *                   cursor->connection = NULL;            (taken away: statements and connection are gone)
 *               if (!cursor->connection)
 *                   store_read_begin(), prepare, go on after the last row that was given out
 *               ... step, read rows ...
 *               store_read_park(cursor->connection);
 *      close(): if (cursor->connection && store_read_unpark(cursor->connection))
 *                   store_read_end(cursor->connection); */
enum cim_status store_read_begin(struct store_connection **out, struct store *store,
                                 struct cim_error *err);
/** Statements of store_statement() are reset; others (store_database()) must be finalised before. */
void store_read_end(struct store_connection *connection);
/** True, cheaply, when the read should end soon and begin again: ask every hundred rows or so. */
bool store_read_must_yield(const struct store_connection *connection);
/** Leave a read that goes on later. While it is parked nothing of the connection may be used; the store may
 *  end it at any time, resetting its statements. Own statements of store_database() that were not finalised
 *  are finalised then: do not keep pointers to them. */
void store_read_park(struct store_connection *connection);
/** Go on. @return false: the read is over and the connection is not the caller's any more */
bool store_read_unpark(struct store_connection *connection);

/** A number that stands for the state that a read sees, of all processes' commits: equal numbers mean an equal
 *  state. (An equal state may have two numbers: while a commit is under way a read cannot tell on which side
 *  of it it is and gets a number of its own; so does each write.) Never 0. */
uint64_t store_generation(struct store_connection *connection);
/** The number a new read would have, without a connection: cheap; 0 while a commit is under way. */
uint64_t store_current_generation(struct store *store);
/** A second number that changes only when a class or namespace was changed. Any two states with different
 *  classes have different numbers, those inside a write that was rolled back included. Kept in a table row,
 *  remembered per read. 0: it could not be read. */
uint64_t store_schema_generation(struct store_connection *connection);
enum cim_status store_bump_schema_generation(struct store_connection *connection,
                                             struct cim_error *err);

/** A prepared statement of the connection, reset and unbound; borrowed until the read or write ends; NULL: err
 *  is filled. There is one per number: a cursor that uses one must not ask for it again while it steps. */
sqlite3_stmt *store_statement(struct store_connection *connection, unsigned sql,
                              struct cim_error *err);
sqlite3 *store_database(struct store_connection *connection);
/** Turn an SQLite result code into a status, with SQLite's message in err. */
enum cim_status store_fail(struct store_connection *connection, int result, const char *doing,
                           struct cim_error *err);

#endif
