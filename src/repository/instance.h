/* Instances as rows: reading, writing, laying a partial update over them, their index entries.
 *
 * A row's id is the class's id above a running number, so that the instances of a class lie together in order
 * of creation. `key` is unique among the descendants of the class that introduced the keys (`root`). */
#ifndef SWBEM_REPOSITORY_INSTANCE_H
#define SWBEM_REPOSITORY_INSTANCE_H

#include "../cim/object.h"
#include "batch.h"
#include "sql.h"

#define INSTANCE_NUMBER_BITS 40

/* A row as SQLite hands it out: borrowed until the next step of its statement. */
struct instance_row
{
    uint64_t id;
    struct text data;
    struct text qualifiers; /* empty: none */
};

static inline uint64_t instance_class_id(uint64_t id)
{
    return id >> INSTANCE_NUMBER_BITS;
}

static inline uint64_t instance_first_id(uint64_t class_id)
{
    return class_id << INSTANCE_NUMBER_BITS;
}

/* --- reading (instance_read.c) --- */

/** Columns id, data, qualifiers of the current row. */
void instance_row_read(struct instance_row *row, const struct sql *sql);
/** An undecorated object of a row. @param out referenced */
enum cim_status instance_from_row(struct cim_object **out, const struct instance_row *row,
                                  struct cim_class *cls, struct cim_error *err);
/** Find the row of a key. @return CIM_OK (the statement is left on the row: sql_done()), CIM_FALSE */
enum cim_status instance_lookup(struct sql *sql, struct instance_row *row,
                                struct store_connection *connection, uint64_t root, struct text key,
                                struct cim_error *err);
/** The instance of a key, of the class at `index` or below. @param stored  its own class
 *  @return CIM_FALSE when there is none */
enum cim_status instance_find(struct cim_object **out, struct stored_class **stored, uint64_t *id,
                              const struct class_tree *tree, size_t index, struct text key,
                              struct store_connection *connection, struct cim_error *err);
/** Server and namespace of an object that leaves this room. */
enum cim_status instance_decorate(struct cim_object *object, const struct repo_space *space,
                                  struct cim_error *err);

/* What an enumeration or partial read fills. One user at a time. */
struct projection
{
    bool is_active; /* false: everything */
    char **names;   /* owned strings in an owned array */
    size_t name_count;
    bool hides;                  /* a query's columns: the others are not there at all */
    const struct cim_class *cls; /* the class that `keep` is for; borrowed */
    struct cim_columns *keep;    /* referenced */
};

/** @param options may be NULL @return CIM_INVALID_PARAMETER for "*" */
enum cim_status projection_init(struct projection *projection,
                                const struct repo_get_options *options, struct cim_error *err);
/** Set NULL what is not wanted, and hide it when the projection hides; keys stay. */
enum cim_status projection_apply(struct projection *projection, struct cim_object *object,
                                 struct cim_error *err);
void projection_free(struct projection *projection);

/* --- writing (instance_delete.c, instance_layout.c, instance_partial.c) --- */

/** Delete the instances of one class and what depends on them. */
enum cim_status instance_delete_all(struct repo_batch *batch, const struct repo_space *space,
                                    struct stored_class *stored, struct cim_error *err);
/** The object itself, or a copy of it, as an instance of the stored class; its block may carry another version.
 *  @param out referenced @return CIM_INVALID_OBJECT when a value has no place in the class */
enum cim_status instance_fit(struct cim_object **out, struct cim_class *cls,
                             struct cim_object *object, struct cim_error *err);
/** What `options` names (or what is not NULL) of `object`, laid over the stored instance `base`. */
enum cim_status instance_merge(struct cim_object *base, const struct cim_object *object,
                               const struct repo_put_options *options, struct cim_error *err);

/* --- index entries (entry.c) --- */

enum cim_status entry_insert_all(struct repo_batch *batch, const struct stored_class *stored,
                                 const struct cim_object *object, uint64_t id,
                                 struct cim_error *err);
enum cim_status entry_delete_all(struct repo_batch *batch, const struct stored_class *stored,
                                 const struct cim_object *object, uint64_t id,
                                 struct cim_error *err);
/** Replace only what differs. */
enum cim_status entry_update_all(struct repo_batch *batch, const struct stored_class *stored,
                                 const struct cim_object *before, const struct cim_object *after,
                                 uint64_t id, struct cim_error *err);
/** The bytes that stand for a value in the table. Long ones are cut: what they find must be compared. */
enum cim_status entry_value(struct buffer *out, enum cim_type type, const union cim_scalar *scalar);

#endif
