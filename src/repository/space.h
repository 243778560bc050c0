/* Open stores and their namespaces.
 *
 * Stores are in a list of the process, namespaces in one of their store; `repo->lock` guards the latter and the
 * tree that each namespace saw last. A namespace stays in its store's list, with its decoded classes, until
 * the store is closed, so that connecting again is quick. */
#ifndef SWBEM_REPOSITORY_SPACE_H
#define SWBEM_REPOSITORY_SPACE_H

#include "../platform/platform.h"
#include "repository.h"
#include "class_tree.h"

struct repo_space
{
    int32_t references; /* of callers; 0: only the store's list has it */
    struct repo *repo;  /* referenced while `references` is not 0 */
    struct repo_space *next;
    char *name;   /* owned: root\cimv2 as created */
    char *folded; /* owned: the same in canonical case */
    size_t folded_size;
    struct class_tree *tree; /* referenced: the newest state seen, or NULL */
    uint64_t schema_generation;
};

struct repo
{
    int32_t references; /* guarded by the lock of the process's list, as the next four */
    struct repo *next;
    char *path;       /* owned */
    bool is_busy;     /* being opened or closed */
    uint64_t expires; /* with no reference left: when to close it, in plat_time_ms() */
    struct plat_mutex lock;
    struct store *store;       /* owned */
    struct repo_space *spaces; /* owned */
    char server[64];           /* this computer's name */
};

/** Free a namespace that nobody references. */
void space_free(struct repo_space *space);
/** The classes as `connection` sees them. @param out referenced @return CIM_INVALID_NAMESPACE when deleted */
enum cim_status space_tree(struct class_tree **out, struct repo_space *space,
                           struct store_connection *connection, struct cim_error *err);
/** A batch has committed: `tree` is the state with that generation. */
void space_publish(struct repo_space *space, struct class_tree *tree, uint64_t generation);
/** The commit took the store from one tree generation to another but left other namespaces alone. */
void space_restamp(struct repo *repo, uint64_t before, uint64_t after);

struct repo_batch;

/** Create root and the namespaces that always exist, in a store that has none. */
enum cim_status space_create_all(struct repo *repo, struct cim_error *err);
/** The rows of a namespace whose instance of __Namespace is put in its parent; `name` is one component.
 *  @return CIM_INVALID_PARAMETER for an illegal name */
enum cim_status space_insert(struct repo_batch *batch, const struct repo_space *parent,
                             struct text name, struct cim_error *err);
/** A child namespace with everything below it. @return CIM_INVALID_OPERATION for those that always exist */
enum cim_status space_delete(struct repo_batch *batch, const struct repo_space *parent,
                             struct text name, struct cim_error *err);

#endif
