/* Deleting instances: the row, its index entries, and the namespace that an instance of __Namespace stands for.
 * In a batch; the caller has begun a part where more than one statement is needed. */
#include "instance.h"

#include "fail.h"

static enum cim_status run_with_id(struct repo_batch *batch, unsigned text, uint64_t id,
                                   struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, batch->connection, text, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, id);
    return sql_run(&sql, "deleting an instance", err);
}

static enum cim_status delete_namespace_of(struct repo_batch *batch, const struct repo_space *space,
                                           const struct cim_object *object, struct cim_error *err)
{
    struct cim_value name;
    enum cim_status status = cim_object_get(&name, object, TEXT_LITERAL("Name"));
    if (status)
        return no_memory(err);
    if (!name.is_null)
        status = space_delete(batch, space, name.scalar.string, err);
    cim_value_clear(&name);
    return status;
}

/* What hangs on a row, but not the row. */
static enum cim_status delete_dependents(struct repo_batch *batch, const struct repo_space *space,
                                         struct stored_class *stored,
                                         const struct cim_object *object, uint64_t id,
                                         struct cim_error *err)
{
    enum cim_status status = entry_delete_all(batch, stored, object, id, err);
    if (!status && stored->is_namespace)
        status = delete_namespace_of(batch, space, object, err);
    return status;
}

/* --- all of a class --- */

/* The next instance after `*last`; no statement is left open, so that the caller may write. */
static enum cim_status next_of_class(struct cim_object **out, uint64_t *last,
                                     struct repo_batch *batch, const struct stored_class *stored,
                                     struct cim_error *err)
{
    struct instance_row row;
    struct sql sql;
    enum cim_status status = sql_begin(&sql, batch->connection, SQL_INSTANCE_RANGE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, *last + 1);
    sql_bind_number(&sql, 2, instance_first_id(stored->id + 1));
    status = sql_step(&sql, "reading instances", err);
    if (status)
        return status;
    instance_row_read(&row, &sql);
    *last = row.id;
    status = instance_from_row(out, &row, stored->cls, err);
    sql_done(&sql);
    return status;
}

static enum cim_status delete_all_dependents(struct repo_batch *batch,
                                             const struct repo_space *space,
                                             struct stored_class *stored, struct cim_error *err)
{
    uint64_t last = instance_first_id(stored->id);
    struct cim_object *object;
    enum cim_status status;

    while ((status = next_of_class(&object, &last, batch, stored, err)) == CIM_OK)
    {
        status = delete_dependents(batch, space, stored, object, last, err);
        cim_object_release(object);
        if (status)
            return status;
    }
    return status == CIM_FALSE ? CIM_OK : status;
}

enum cim_status instance_delete_all(struct repo_batch *batch, const struct repo_space *space,
                                    struct stored_class *stored, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = CIM_OK;

    if (stored->entry_count || stored->is_namespace)
        status = delete_all_dependents(batch, space, stored, err);
    if (!status)
        status = sql_begin(&sql, batch->connection, SQL_INSTANCE_DELETE_RANGE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, instance_first_id(stored->id));
    sql_bind_number(&sql, 2, instance_first_id(stored->id + 1));
    return sql_run(&sql, "deleting the instances of a class", err);
}

/* --- one --- */

static enum cim_status delete_one(struct repo_batch *batch, const struct repo_space *space,
                                  struct stored_class *stored, const struct cim_object *object,
                                  uint64_t id, struct cim_error *err)
{
    bool is_alone = !stored->entry_count && !stored->is_namespace;

    if (stored->is_system)
        return repo_fail(err, CIM_INVALID_OPERATION, stored->cls->name, NULL,
                         "the instance of system class \"%s\" cannot be deleted",
                         stored->cls->name);
    if (is_alone)
        return run_with_id(batch, SQL_INSTANCE_DELETE, id, err);
    enum cim_status status = batch_part_begin(batch, err);
    if (status)
        return status;
    status = delete_dependents(batch, space, stored, object, id, err);
    if (!status)
        status = run_with_id(batch, SQL_INSTANCE_DELETE, id, err);
    return batch_part_end(batch, status, err);
}

static enum cim_status delete_found(struct repo_batch *batch, struct repo_space *space,
                                    const struct class_tree *tree, size_t index,
                                    struct cim_error *err)
{
    struct stored_class *stored;
    struct cim_object *object;
    uint64_t id;
    enum cim_status status = instance_find(&object, &stored, &id, tree, index,
                                           buffer_text(&batch->key), batch->connection, err);
    if (status)
        return status;
    status = delete_one(batch, space, stored, object, id, err);
    cim_object_release(object);
    return status;
}

static enum cim_status delete_by_path(struct repo_batch *batch, struct repo_space *space,
                                      const struct cim_path *path, struct cim_error *err)
{
    struct class_tree *tree;
    struct stored_class *family;

    enum cim_status status = batch_tree(&tree, batch, space, err);
    if (!status)
        status = class_tree_get_named(&family, tree, text_from(path->class_name), CIM_INVALID_CLASS,
                                      batch->connection, space->name, err);
    if (status)
        return status;
    buffer_clear(&batch->key);
    status = cim_path_key_bytes(&batch->key, path, family->cls, err);
    if (status)
        return status == CIM_NO_MEMORY ? no_memory(err) : status;
    status = delete_found(batch, space, tree, class_tree_find_id(tree, family->id), err);
    if (status == CIM_FALSE)
        return repo_fail(err, CIM_NOT_FOUND, path->class_name, NULL,
                         "no such instance of class \"%s\" in %s", path->class_name, space->name);
    return status;
}

enum cim_status repo_delete_instance(struct repo_space *space, struct repo_batch *batch,
                                     const struct cim_path *path, struct cim_error *err)
{
    bool is_own;

    if (!path->class_name || !cim_path_is_instance(path))
        return cim_fail(err, CIM_INVALID_OBJECT_PATH, "the path does not name an instance");
    enum cim_status status = batch_enter(&batch, &is_own, batch, space, err);
    if (status)
        return status;
    status = delete_by_path(batch, space, path, err);
    return batch_leave(batch, is_own, status, err);
}
