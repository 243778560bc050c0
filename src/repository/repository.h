/* The provider store: namespaces, classes and instances of CIM in one SQLite file.
 *
 * This is all that rooms above know of storage. Every function is safe on any thread. Objects and classes
 * handed out are referenced and belong to the caller; classes are sealed and shared.
 *
 * Durability: when repo_batch_commit() (or a put outside a batch) has returned CIM_OK the change survives
 * the death of the process and, with full synchronisation (the default), a loss of power.
 * Many processes may open the same file (platform.h, the lease). Rules: behaviour.md 8, 9, 22. */
#ifndef SWBEM_REPOSITORY_H
#define SWBEM_REPOSITORY_H

#include "../cim/object.h"
#include "../cim/path.h"
#include "../cim/wql.h"

struct repo;        /* an open store; counted; one per file and process */
struct repo_space;  /* an open namespace; counted; holds its repo */
struct repo_cursor; /* an enumeration or query under way; one user at a time; holds its space */
struct repo_batch;  /* writes that commit together; holds the store's writer lock */

/* Flags of a put: the values of WbemChangeFlagEnum (behaviour.md 8.1). */
#define REPO_CREATE_OR_UPDATE 0x00u
#define REPO_UPDATE_ONLY      0x01u
#define REPO_CREATE_ONLY      0x02u
#define REPO_UPDATE_SAFE      0x20u
#define REPO_UPDATE_FORCE     0x40u
#define REPO_USE_AMENDED      0x20000u

/** What a partial update writes (behaviour.md 9.1). NULL options: the whole instance. */
struct repo_put_options
{
    bool extensions;               /* __PUT_EXTENSIONS was TRUE */
    bool strict_nulls;             /* __PUT_EXT_STRICT_NULLS */
    bool has_properties;           /* __PUT_EXT_PROPERTIES was there */
    const struct text *properties; /* borrowed */
    size_t property_count;
};

/** What a partial read fills (behaviour.md 9.2). */
struct repo_get_options
{
    bool keys_only;
    bool has_properties;
    const struct text *properties; /* borrowed */
    size_t property_count;
};

/* --- opening ----------------------------------------------------------------------------------- */

/** Open (or create) a store, or take another reference on one this process has open already.
 *  @param path  UTF-8; ":memory:" for the throw-away store of this process, which stays until repo_shutdown();
 *               NULL: the variable SWBEM_STORE, else the user's setting "Store", else the default file
 *  @return CIM_DATABASE_VERSION (newer schema), CIM_DATABASE_CORRUPT (not a store; left untouched),
 *          CIM_DATABASE_BUSY, CIM_ACCESS_DENIED, CIM_OUT_OF_DISK_SPACE, CIM_NO_MEMORY. A file that may only be
 *          read opens; its writes answer CIM_ACCESS_DENIED. */
enum cim_status repo_open(struct repo **out, const char *path, struct cim_error *err);
struct repo *repo_ref(struct repo *repo);
/** The last release closes the file after a short while (see repo_shutdown), so that connecting again is
 *  quick. Takes NULL. */
void repo_release(struct repo *repo);
/** Close now every store that nobody references and wait for its threads. For unloading and tests. */
void repo_shutdown(void);
/** Absolute path of the file, or ":memory:". Borrowed as long as the repo is referenced. */
const char *repo_path(const struct repo *repo);
bool repo_is_read_only(const struct repo *repo);

/* --- namespaces -------------------------------------------------------------------------------- */

/** @param name  either slash, without case: "root\cimv2". @return CIM_INVALID_NAMESPACE when absent */
enum cim_status repo_space_open(struct repo_space **out, struct repo *repo, struct text name,
                                struct cim_error *err);
struct repo_space *repo_space_ref(struct repo_space *space);
void repo_space_release(struct repo_space *space); /* takes NULL */
/** As created: root\cimv2. Borrowed. */
const char *repo_space_name(const struct repo_space *space);
struct repo *repo_space_repo(const struct repo_space *space); /* borrowed */
/** Create a child namespace with its system classes. An instance of __Namespace put or deleted through
 *  repo_put_instance/_delete_instance does the same. */
enum cim_status repo_space_create(struct repo_space *parent, struct text name,
                                  struct cim_error *err);

/* --- classes ----------------------------------------------------------------------------------- */

/** @param out referenced, sealed. @return CIM_NOT_FOUND */
enum cim_status repo_get_class(struct cim_class **out, struct repo_space *space, struct text name,
                               struct cim_error *err);
/** Store a class by the update rules of behaviour.md 8.3. `cls` is not changed; it may be unsealed.
 *  @param batch  NULL: commits by itself */
enum cim_status repo_put_class(struct repo_space *space, struct repo_batch *batch,
                               const struct cim_class *cls, unsigned flags, struct cim_error *err);
/** Delete a class with its subclasses and all their instances. @return CIM_INVALID_OPERATION for system classes */
enum cim_status repo_delete_class(struct repo_space *space, struct repo_batch *batch,
                                  struct text name, struct cim_error *err);
/** The subclasses of `superclass` (empty text: all, or with !deep those without a superclass), in order of
 *  creation. @param out owned array of referenced classes; release each, then mem_free()
 *  @return CIM_INVALID_CLASS */
enum cim_status repo_list_classes(struct cim_class ***out, size_t *count, struct repo_space *space,
                                  struct text superclass, bool deep, struct cim_error *err);

/* --- instances --------------------------------------------------------------------------------- */

/** @param path  class_name and keys count, server and namespace do not; a class path is refused.
 *  @param options  NULL: the whole instance
 *  @param out   referenced, decorated with server and namespace
 *  @return CIM_NOT_FOUND, CIM_INVALID_CLASS, CIM_INVALID_OBJECT_PATH */
enum cim_status repo_get_instance(struct cim_object **out, struct repo_space *space,
                                  const struct cim_path *path,
                                  const struct repo_get_options *options, struct cim_error *err);
/** Store an instance. A NULL string key of a class with one key is generated (a GUID).
 *  @param relpath  appended: the path of what was stored; may be NULL
 *  @return the codes of behaviour.md 8.4, 8.5, 9.1 */
enum cim_status repo_put_instance(struct repo_space *space, struct repo_batch *batch,
                                  struct cim_object *object, unsigned flags,
                                  const struct repo_put_options *options, struct buffer *relpath,
                                  struct cim_error *err);
/** @return CIM_NOT_FOUND, CIM_INVALID_CLASS, CIM_INVALID_OPERATION */
enum cim_status repo_delete_instance(struct repo_space *space, struct repo_batch *batch,
                                     const struct cim_path *path, struct cim_error *err);

/* --- enumerations and queries ------------------------------------------------------------------ */

/** Instances of a class, deep or of exactly this class. Reads one consistent state; memory stays flat.
 *  @return CIM_INVALID_CLASS */
enum cim_status repo_enum_instances(struct repo_cursor **out, struct repo_space *space,
                                    struct text class_name, bool deep,
                                    const struct repo_get_options *options, struct cim_error *err);
/** A data query (WQL_SELECT) or schema query (WQL_SCHEMA). Takes the query over, even on failure (consumed).
 *  Keys and indexed properties that must equal a constant are looked up, the rest filters flat rows.
 *  Selected columns, keys and system properties are filled (behaviour.md 15.2.12), others read as NULL.
 *  @return CIM_INVALID_QUERY, CIM_INVALID_CLASS, CIM_NOT_SUPPORTED (kinds not done yet) */
enum cim_status repo_query(struct repo_cursor **out, struct repo_space *space,
                           struct wql_query *query, struct cim_error *err);
/** @param out referenced, decorated. @return CIM_OK, CIM_FALSE at the end, CIM_CANCELLED, errors */
enum cim_status repo_cursor_next(struct cim_object **out, struct repo_cursor *cursor,
                                 struct cim_error *err);
/** From any thread: the next repo_cursor_next() answers CIM_CANCELLED. */
void repo_cursor_cancel(struct repo_cursor *cursor);
void repo_cursor_close(struct repo_cursor *cursor); /* takes NULL */

/* --- writing together -------------------------------------------------------------------------- */

/** Take the writer lock and begin a transaction. Each put inside is atomic by itself: when one fails, the
 *  batch goes on without it. @param out owned; ended by _commit or _abandon on the same thread */
enum cim_status repo_batch_begin(struct repo_batch **out, struct repo *repo, struct cim_error *err);
/** Commit and free. On failure nothing of the batch is stored. */
enum cim_status repo_batch_commit(struct repo_batch *batch, struct cim_error *err);
void repo_batch_abandon(struct repo_batch *batch); /* takes NULL */

#endif
