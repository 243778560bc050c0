/* Writes that commit together. A batch has the writer's connection and its own view of the classes; it is used by
 * the thread that began it. */
#ifndef SWBEM_REPOSITORY_BATCH_H
#define SWBEM_REPOSITORY_BATCH_H

#include "space.h"
#include "system_classes.h"

#define BATCH_COUNTERS 64 /* a power of two */

/* A namespace that the batch has looked at. */
struct batch_space
{
    struct batch_space *next;
    struct repo_space *space; /* referenced */
    struct class_tree *tree;  /* referenced: the classes with what the batch has changed */
    bool is_changed;
};

struct class_counter
{
    uint64_t class_id;
    uint64_t next;
};

struct repo_batch
{
    struct repo *repo;                   /* referenced */
    struct store_connection *connection; /* borrowed until the end */
    uint64_t schema_generation;          /* of the state it began with */
    struct batch_space *spaces;          /* owned; the last one used comes first */
    bool has_deleted_spaces;
    struct system_class_set *system_classes; /* owned; made when the first namespace is created */
    enum cim_status broken; /* SQLite gave the transaction up: nothing more can be stored */
    struct class_counter counters[BATCH_COUNTERS]; /* running numbers that come next */
    struct buffer key, other_key, qualifiers, data;
};

/** `batch`, or one that this call begins. @param is_own  set when it did: end it with batch_leave() */
enum cim_status batch_enter(struct repo_batch **out, bool *is_own, struct repo_batch *batch,
                            const struct repo_space *space, struct cim_error *err);
/** End of an operation: a batch of its own is committed or, when the operation failed, abandoned; in a
 *  caller's batch a failure that cost the transaction is noted. @return `status`, or that of the commit */
enum cim_status batch_leave(struct repo_batch *batch, bool is_own, enum cim_status status,
                            struct cim_error *err);
/** The classes as the batch sees them. @param out borrowed until the batch changes classes */
enum cim_status batch_tree(struct class_tree **out, struct repo_batch *batch,
                           struct repo_space *space, struct cim_error *err);
/** The batch has changed classes: `tree`, made of the one that batch_tree() gave, is what it sees from now on.
 *  Consumes the reference. */
void batch_set_tree(struct repo_batch *batch, const struct repo_space *space,
                    struct class_tree *tree);
/** A namespace has been deleted with all below it: their classes are no longer to be used. */
void batch_forget_spaces(struct repo_batch *batch, struct text folded);
/** Begin and end a part that fails or succeeds as a whole. A failure of the part is passed through. */
enum cim_status batch_part_begin(struct repo_batch *batch, struct cim_error *err);
enum cim_status batch_part_end(struct repo_batch *batch, enum cim_status status,
                               struct cim_error *err);
/** The next running number of a class. */
enum cim_status batch_next_number(uint64_t *out, struct repo_batch *batch, uint64_t class_id,
                                  struct cim_error *err);

#endif
