/* Getting, listing, putting and deleting classes (behaviour.md 6, 8). The rules of an update stand in
 * class_update.c. Classes that are handed out are sealed and shared with the namespace's tree. */
#include "class_rules.h"

#include <string.h>

#include "../cim/mem.h"
#include "fail.h"
#include "instance.h"
#include "system_classes.h"

/* --- reading --- */

enum cim_status repo_get_class(struct cim_class **out, struct repo_space *space, struct text name,
                               struct cim_error *err)
{
    struct store_connection *connection;
    struct class_tree *tree;
    struct stored_class *stored;

    *out = NULL;
    enum cim_status status = store_read_begin(&connection, space->repo->store, err);
    if (status)
        return status;
    status = space_tree(&tree, space, connection, err);
    if (!status)
    {
        status =
            class_tree_get_named(&stored, tree, name, CIM_NOT_FOUND, connection, space->name, err);
        if (!status)
            *out = cim_class_ref(stored->cls);
        class_tree_release(tree);
    }
    store_read_end(connection);
    return status;
}

static bool is_listed(const struct class_tree *tree, size_t index, size_t superclass, bool deep,
                      const bool *family)
{
    if (!deep)
        return tree->parents[index] == superclass;
    return !family || (family[index] && index != superclass);
}

static enum cim_status list_tree(struct cim_class **list, size_t *count,
                                 const struct class_tree *tree, size_t superclass, bool deep,
                                 struct store_connection *connection, struct cim_error *err)
{
    enum cim_status status = CIM_OK;
    bool *family = NULL;

    if (superclass != NO_CLASS && class_tree_family(&family, tree, superclass))
        return no_memory(err);
    for (size_t i = 0; !status && i < tree->count; i++)
    {
        struct stored_class *stored;
        if (!is_listed(tree, i, superclass, deep, family))
            continue;
        status = class_tree_get(&stored, tree, i, connection, err);
        if (!status)
            list[(*count)++] = cim_class_ref(stored->cls);
    }
    mem_free(family);
    return status;
}

static enum cim_status list_below(struct cim_class ***out, size_t *count,
                                  const struct class_tree *tree, struct text superclass, bool deep,
                                  const char *space, struct store_connection *connection,
                                  struct cim_error *err)
{
    struct stored_class *stored;
    size_t above = NO_CLASS;
    enum cim_status status = CIM_OK;

    if (superclass.size)
        status = class_tree_get_named(&stored, tree, superclass, CIM_INVALID_CLASS, connection,
                                      space, err);
    if (status)
        return status;
    if (superclass.size)
        above = class_tree_find(tree, superclass);
    struct cim_class **list = mem_calloc(tree->count, sizeof(struct cim_class *));
    if (!list)
        return no_memory(err);
    status = list_tree(list, count, tree, above, deep, connection, err);
    if (status)
    {
        while (*count)
            cim_class_release(list[--*count]);
        mem_free(list);
        return status;
    }
    *out = list;
    return CIM_OK;
}

enum cim_status repo_list_classes(struct cim_class ***out, size_t *count, struct repo_space *space,
                                  struct text superclass, bool deep, struct cim_error *err)
{
    struct store_connection *connection;
    struct class_tree *tree;

    *out = NULL;
    *count = 0;
    enum cim_status status = store_read_begin(&connection, space->repo->store, err);
    if (status)
        return status;
    status = space_tree(&tree, space, connection, err);
    if (!status)
    {
        status = list_below(out, count, tree, superclass, deep, space->name, connection, err);
        class_tree_release(tree);
    }
    store_read_end(connection);
    return status;
}

/* --- putting --- */

/* One put under way. */
struct class_put
{
    struct repo_batch *batch;
    struct repo_space *space;
    struct class_tree *tree;
    const struct cim_class *cls;
    size_t index;  /* of the stored class, or NO_CLASS */
    size_t parent; /* of its superclass, or NO_CLASS */
    unsigned flags;
};

static enum cim_status find_superclass(struct class_put *put, struct cim_error *err)
{
    const char *name = put->cls->name, *superclass = put->cls->superclass;

    put->parent = NO_CLASS;
    if (!superclass)
        return CIM_OK;
    if (text_equal_fold(text_from(name), text_from(superclass)))
        return repo_fail(err, CIM_CIRCULAR_REFERENCE, name, NULL,
                         "class \"%s\" cannot derive from itself", name);
    put->parent = class_tree_find(put->tree, text_from(superclass));
    if (put->parent == NO_CLASS)
        return repo_fail(err, CIM_INVALID_SUPERCLASS, name, NULL,
                         "superclass \"%s\" of class \"%s\" not found in %s", superclass, name,
                         put->space->name);
    if (put->index != NO_CLASS && class_tree_is_below(put->tree, put->parent, put->index))
        return repo_fail(err, CIM_CIRCULAR_REFERENCE, name, NULL,
                         "superclass \"%s\" is derived from class \"%s\"", superclass, name);
    return CIM_OK;
}

static enum cim_status check_existence(const struct class_put *put, struct cim_error *err)
{
    const char *name = put->cls->name;
    bool is_there = put->index != NO_CLASS;

    if (is_there && (put->flags & REPO_CREATE_ONLY))
        return repo_fail(err, CIM_ALREADY_EXISTS, name, NULL, "class \"%s\" is already in %s", name,
                         put->space->name);
    if (!is_there && (put->flags & REPO_UPDATE_ONLY))
        return repo_fail(err, CIM_NOT_FOUND, name, NULL, "class \"%s\" not found in %s", name,
                         put->space->name);
    return CIM_OK;
}

static enum cim_status finish_fresh(const struct class_put *put, struct cim_class *fresh,
                                    const struct cim_class *above, struct cim_error *err)
{
    struct stored_class *before;
    enum cim_status status = CIM_OK;

    if (class_has_amended(fresh))
    {
        if (!(put->flags & REPO_USE_AMENDED))
            return repo_fail(err, CIM_AMENDED_OBJECT, fresh->name, NULL,
                             "class \"%s\" has amended qualifiers", fresh->name);
        if (class_strip_amended(fresh))
            return no_memory(err);
    }
    if (put->index != NO_CLASS)
    {
        status = class_tree_get(&before, put->tree, put->index, put->batch->connection, err);
        if (!status)
            class_keep_order(fresh, before->cls);
    }
    if (!status)
        status = cim_class_seal(fresh, err);
    return status ? status : check_class(fresh, above, put->tree, err);
}

/* What the client declares, over the superclass as it is stored now. @param out  referenced, sealed */
static enum cim_status make_fresh(struct cim_class **out, const struct class_put *put,
                                  struct cim_error *err)
{
    struct stored_class *above = NULL;
    struct cim_class *fresh = NULL;
    enum cim_status status = CIM_OK;

    if (put->parent != NO_CLASS)
        status = class_tree_get(&above, put->tree, put->parent, put->batch->connection, err);
    if (!status)
        status = cim_class_rebase(&fresh, put->cls, above ? above->cls : NULL, err);
    if (status)
        return status == CIM_NO_MEMORY ? no_memory(err) : status;
    status = finish_fresh(put, fresh, above ? above->cls : NULL, err);
    if (status)
        cim_class_release(fresh);
    else
        *out = fresh;
    return status;
}

static enum cim_status insert_row(const struct class_put *put, struct cim_class *fresh,
                                  uint64_t super_id, struct cim_error *err)
{
    struct buffer encoding;

    buffer_init(&encoding, 0);
    enum cim_status status = cim_class_encode(&encoding, fresh);
    if (status)
        cim_fail(err, status, "class \"%s\" cannot be encoded", fresh->name);
    else
        status = class_row_insert(put->batch->connection, put->tree->space_id, fresh, super_id,
                                  buffer_text(&encoding), err);
    if (!status)
        status = store_bump_schema_generation(put->batch->connection, err);
    buffer_free(&encoding);
    return status;
}

static enum cim_status insert_class(const struct class_put *put, struct cim_class *fresh,
                                    struct cim_error *err)
{
    struct class_tree *draft;
    struct class_node *node = NULL;

    enum cim_status status = class_row_next_id(&fresh->id, put->batch->connection, err);
    if (status)
        return status;
    fresh->version = 1;
    if (class_tree_clone(&draft, put->tree))
        return no_memory(err);
    if (class_tree_reserve(draft) || class_node_new(&node, draft, fresh, put->parent))
    {
        class_tree_release(draft);
        return no_memory(err);
    }
    uint64_t super_id = node->super_id;
    class_tree_add(draft, node, put->parent);
    status = batch_part_begin(put->batch, err);
    if (!status)
        status = batch_part_end(put->batch, insert_row(put, fresh, super_id, err), err);
    if (status)
        class_tree_release(draft);
    else
        batch_set_tree(put->batch, put->space, draft);
    return status;
}

static enum cim_status put_in_batch(struct class_put *put, struct cim_error *err)
{
    struct cim_class *fresh = NULL;

    enum cim_status status = batch_tree(&put->tree, put->batch, put->space, err);
    if (status)
        return status;
    put->index = class_tree_find(put->tree, text_from(put->cls->name));
    status = check_existence(put, err);
    if (!status)
        status = find_superclass(put, err);
    if (!status)
        status = make_fresh(&fresh, put, err);
    if (status)
        return status;
    if (put->index == NO_CLASS)
        status = insert_class(put, fresh, err);
    else
        status = class_update(put->batch, put->space, put->tree, put->index, put->parent, fresh,
                              put->flags, err);
    cim_class_release(fresh);
    return status;
}

enum cim_status repo_put_class(struct repo_space *space, struct repo_batch *batch,
                               const struct cim_class *cls, unsigned flags, struct cim_error *err)
{
    struct class_put put = {.space = space, .cls = cls, .flags = flags};
    bool is_own;

    if (!cls)
        return cim_fail(err, CIM_INVALID_PARAMETER, "no class was given");
    enum cim_status status = check_put_flags(flags, err);
    if (!status)
        status = check_class_name(text_from(cls->name), err);
    if (!status)
        status = batch_enter(&put.batch, &is_own, batch, space, err);
    if (status)
        return status;
    status = put_in_batch(&put, err);
    return batch_leave(put.batch, is_own, status, err);
}

/* --- deleting --- */

static enum cim_status delete_rows(struct repo_batch *batch, const struct repo_space *space,
                                   const struct class_tree *tree, const bool *marked,
                                   struct cim_error *err)
{
    for (size_t i = 0; i < tree->count; i++)
    {
        struct stored_class *stored;
        if (!marked[i])
            continue;
        enum cim_status status = class_tree_get(&stored, tree, i, batch->connection, err);
        if (!status)
            status = instance_delete_all(batch, space, stored, err);
        if (!status)
            status = class_row_delete(batch->connection, stored->id, err);
        if (status)
            return status;
    }
    return store_bump_schema_generation(batch->connection, err);
}

static enum cim_status delete_family(struct repo_batch *batch, struct repo_space *space,
                                     const struct class_tree *tree, size_t index,
                                     struct cim_error *err)
{
    struct class_tree *draft = NULL;
    bool *marked = NULL;
    enum cim_status status = CIM_OK;

    if (class_tree_family(&marked, tree, index) || class_tree_clone(&draft, tree))
        status = no_memory(err);
    if (!status)
        status = batch_part_begin(batch, err);
    if (!status)
        status = batch_part_end(batch, delete_rows(batch, space, tree, marked, err), err);
    if (!status)
    {
        class_tree_remove(draft, marked);
        batch_set_tree(batch, space, draft);
        draft = NULL;
    }
    class_tree_release(draft);
    mem_free(marked);
    return status;
}

static enum cim_status delete_named(struct repo_batch *batch, struct repo_space *space,
                                    struct text name, struct cim_error *err)
{
    struct stored_class *stored;
    struct class_tree *tree;

    enum cim_status status = batch_tree(&tree, batch, space, err);
    if (!status)
        status = class_tree_get_named(&stored, tree, name, CIM_NOT_FOUND, batch->connection,
                                      space->name, err);
    if (status)
        return status;
    if (is_system_name(text_from(stored->cls->name)))
        return repo_fail(err, CIM_INVALID_OPERATION, stored->cls->name, NULL,
                         "system class \"%s\" cannot be deleted", stored->cls->name);
    return delete_family(batch, space, tree, class_tree_find(tree, name), err);
}

enum cim_status repo_delete_class(struct repo_space *space, struct repo_batch *batch,
                                  struct text name, struct cim_error *err)
{
    bool is_own;
    enum cim_status status = batch_enter(&batch, &is_own, batch, space, err);
    if (status)
        return status;
    status = delete_named(batch, space, name, err);
    return batch_leave(batch, is_own, status, err);
}
