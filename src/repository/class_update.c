/* Updating a stored class: the table of behaviour.md 8.3.
 *
 * A draft of the class tree is made with the new definition and what it means for every subclass; only when
 * all of it stands are rows written, in one part of the batch, and the draft becomes the batch's tree. So
 * stored blocks always have the layout of their class: an important change leaves no instance behind. */
#include "class_rules.h"

#include "../cim/mem.h"
#include "fail.h"
#include "instance.h"

struct update
{
    struct repo_batch *batch;
    struct repo_space *space;
    struct class_tree *tree;  /* the batch's, borrowed */
    struct class_tree *draft; /* owned until it succeeds */
    bool *family;             /* owned: the class and its subclasses, by index */
    size_t index;
    size_t parent;
    unsigned flags;
    enum class_change change;
    struct stored_class *before;
    bool has_children;
    bool deletes_instances;
};

static enum cim_status refuse(const struct update *update, enum cim_status code, const char *why,
                              struct cim_error *err)
{
    const char *name = update->before->cls->name;

    return repo_fail(err, code, name, NULL, "class \"%s\" in %s cannot be changed so: %s", name,
                     update->space->name, why);
}

static bool is_compatible_mode(const struct update *update)
{
    return !(update->flags & (REPO_UPDATE_SAFE | REPO_UPDATE_FORCE));
}

/* --- what instances and children allow --- */

static enum cim_status check_children_instances(const struct update *update, struct cim_error *err)
{
    for (size_t i = update->index + 1; i < update->tree->count; i++)
    {
        bool has = false;
        if (!update->family[i])
            continue;
        enum cim_status status =
            class_has_instances(&has, update->batch->connection, update->tree->nodes[i]->id, err);
        if (!status && has)
            status = refuse(update, CIM_CLASS_HAS_INSTANCES, "a subclass has instances", err);
        if (status)
            return status;
    }
    return CIM_OK;
}

/* Keys and indexes are the identity of what subclasses may hold; new keys where none were are no change of it. */
static enum cim_status check_identity(const struct update *update, const struct cim_class *fresh,
                                      struct cim_error *err)
{
    const struct cim_class *before = update->before->cls;

    if (before->key_count && !class_same_keys(before, fresh))
        return refuse(update, CIM_CANNOT_CHANGE_KEY_INHERITANCE, "subclasses use its keys", err);
    if (!class_same_index(before, fresh) && before->key_count)
        return refuse(update, CIM_CANNOT_CHANGE_INDEX_INHERITANCE, "subclasses use its indexes",
                      err);
    return CIM_OK;
}

static enum cim_status check_important(struct update *update, const struct cim_class *fresh,
                                       struct cim_error *err)
{
    bool has_instances = false;
    enum cim_status status = CIM_OK;

    if (update->has_children && is_compatible_mode(update))
        return refuse(update, CIM_CLASS_HAS_CHILDREN, "it has subclasses", err);
    if (update->has_children)
        status = check_identity(update, fresh, err);
    if (!status)
        status = check_children_instances(update, err);
    if (!status)
        status =
            class_has_instances(&has_instances, update->batch->connection, update->before->id, err);
    if (status)
        return status;
    if (has_instances && !(update->flags & REPO_UPDATE_FORCE))
        return refuse(update, CIM_CLASS_HAS_INSTANCES, "it has instances", err);
    update->deletes_instances = has_instances;
    return CIM_OK;
}

/* --- the draft --- */

static void set_identity(struct cim_class *cls, const struct cim_class *before)
{
    cls->id = before->id;
    cls->version = class_same_layout(cls, before) ? before->version : before->version + 1;
}

static enum cim_status draft_class(struct update *update, size_t index, struct cim_class *cls,
                                   struct cim_error *err)
{
    struct class_node *node;

    if (class_node_new(&node, update->draft, cls, update->draft->parents[index]))
        return no_memory(err);
    class_tree_replace(update->draft, index, node);
    return CIM_OK;
}

/* What a failure over a subclass is called depends on the mode. */
static enum cim_status child_failed(const struct update *update, enum cim_status status,
                                    const struct cim_class *child, struct cim_error *err)
{
    if (status == CIM_NO_MEMORY)
        return no_memory(err);
    if (is_compatible_mode(update))
        return refuse(update, CIM_CLASS_HAS_CHILDREN, "it conflicts with a subclass", err);
    if (status == CIM_CANNOT_BE_ABSTRACT)
        return refuse(update, CIM_CLASS_HAS_CHILDREN, "a subclass is abstract", err);
    cim_error_set_class(err, child->name);
    return status;
}

/* Force: what the child declares against the new definition goes. */
static enum cim_status drop_from_child(struct cim_class *fresh, const struct cim_class *child,
                                       const struct cim_class *above_before,
                                       const struct cim_class *above)
{
    bool found;
    enum cim_status status = class_drop_conflicts(fresh, child, above_before, above, &found);
    if (status)
        return status;
    if (above->is_abstract || !cim_qualifiers_is_true(&fresh->qualifiers, TEXT_LITERAL("abstract")))
        return CIM_OK;
    status = cim_class_remove_qualifier(fresh, TEXT_LITERAL("abstract"), NULL);
    return status == CIM_NO_MEMORY ? status : CIM_OK;
}

static enum cim_status check_child_conflicts(const struct update *update,
                                             const struct cim_class *child,
                                             const struct cim_class *above_before,
                                             const struct cim_class *above, struct cim_error *err)
{
    bool found;

    class_drop_conflicts(NULL, child, above_before, above, &found);
    if (found)
        return refuse(update, CIM_CLASS_HAS_CHILDREN, "a subclass has a qualifier of its own", err);
    return CIM_OK;
}

/* A subclass over its new superclass, which the draft has already. @param out  referenced, sealed */
static enum cim_status rebase_child(struct cim_class **out, const struct update *update,
                                    const struct cim_class *child, size_t parent,
                                    struct cim_error *err)
{
    const struct cim_class *above_before = update->tree->nodes[parent]->stored->cls;
    const struct cim_class *above = update->draft->nodes[parent]->stored->cls;
    bool is_forced = (update->flags & REPO_UPDATE_FORCE) != 0;
    struct cim_class *fresh = NULL;

    enum cim_status status = cim_class_rebase_with(&fresh, child, above, is_forced, err);
    if (status)
        return child_failed(update, status, child, err);
    if (is_forced)
        status = drop_from_child(fresh, child, above_before, above);
    else
        status = check_child_conflicts(update, child, above_before, above, err);
    if (!status)
    {
        class_keep_order(fresh, child);
        status = cim_class_seal(fresh, err);
        if (!status)
            status = check_class(fresh, above, update->tree, err);
        if (status)
            status = child_failed(update, status, child, err);
    }
    if (status)
    {
        cim_class_release(fresh);
        return status == CIM_NO_MEMORY ? no_memory(err) : status;
    }
    set_identity(fresh, child);
    *out = fresh;
    return CIM_OK;
}

static enum cim_status draft_children(struct update *update, struct cim_error *err)
{
    for (size_t i = update->index + 1; i < update->tree->count; i++)
    {
        struct stored_class *child;
        struct cim_class *fresh = NULL;
        if (!update->family[i])
            continue;
        enum cim_status status =
            class_tree_get(&child, update->tree, i, update->batch->connection, err);
        if (!status)
            status = rebase_child(&fresh, update, child->cls, update->tree->parents[i], err);
        if (status)
            return status;
        status = draft_class(update, i, fresh, err);
        cim_class_release(fresh);
        if (status)
            return status;
    }
    return CIM_OK;
}

/* --- the rows --- */

static enum cim_status write_class(const struct update *update, size_t index, struct cim_error *err)
{
    struct buffer encoding;
    const struct cim_class *cls = update->draft->nodes[index]->stored->cls;

    buffer_init(&encoding, 0);
    enum cim_status status = cim_class_encode(&encoding, cls);
    if (status)
        cim_fail(err, status, "class \"%s\" cannot be encoded", cls->name);
    else
        status = class_row_update(update->batch->connection, cls, buffer_text(&encoding), err);
    buffer_free(&encoding);
    return status;
}

/* True when the row of the class says already what it is to say. */
static bool is_stored_so(const struct cim_class *before, const struct cim_class *after)
{
    struct buffer old, new;

    buffer_init(&old, 0);
    buffer_init(&new, 0);
    bool is_same = before->version == after->version && !cim_class_encode(&old, before) &&
                   !cim_class_encode(&new, after) &&
                   text_equal(buffer_text(&old), buffer_text(&new));
    buffer_free(&old);
    buffer_free(&new);
    return is_same;
}

static enum cim_status write_rows(const struct update *update, struct cim_error *err)
{
    enum cim_status status = CIM_OK;

    if (update->deletes_instances)
        status = instance_delete_all(update->batch, update->space, update->before, err);
    for (size_t i = update->index; !status && i < update->tree->count; i++)
    {
        if (update->family[i] && !is_stored_so(update->tree->nodes[i]->stored->cls,
                                               update->draft->nodes[i]->stored->cls))
            status = write_class(update, i, err);
    }
    if (!status)
        status = store_bump_schema_generation(update->batch->connection, err);
    return status;
}

static enum cim_status write_draft(struct update *update, struct cim_error *err)
{
    enum cim_status status = batch_part_begin(update->batch, err);
    if (status)
        return status;
    status = batch_part_end(update->batch, write_rows(update, err), err);
    if (status)
        return status;
    batch_set_tree(update->batch, update->space, update->draft);
    update->draft = NULL;
    return CIM_OK;
}

/* --- another superclass: the class is replaced --- */

static enum cim_status replace_rows(const struct update *update, const struct cim_class *fresh,
                                    uint64_t super_id, struct text encoding, struct cim_error *err)
{
    struct store_connection *connection = update->batch->connection;
    enum cim_status status = class_row_delete(connection, update->before->id, err);
    if (!status)
        status =
            class_row_insert(connection, update->tree->space_id, fresh, super_id, encoding, err);
    if (!status)
        status = store_bump_schema_generation(connection, err);
    return status;
}

static enum cim_status draft_replacement(struct update *update, struct cim_class *fresh,
                                         struct cim_error *err)
{
    struct class_node *node;

    if (class_tree_reserve(update->draft) ||
        class_node_new(&node, update->draft, fresh, update->parent))
        return no_memory(err);
    uint64_t super_id = node->super_id;
    class_tree_remove(update->draft, update->family);
    class_tree_add(update->draft, node,
                   super_id ? class_tree_find_id(update->draft, super_id) : NO_CLASS);
    return CIM_OK;
}

static enum cim_status replace_class(struct update *update, struct cim_class *fresh,
                                     struct cim_error *err)
{
    struct buffer encoding;
    bool has_instances = false;

    if (update->has_children)
        return refuse(update, CIM_CLASS_HAS_CHILDREN, "it has subclasses", err);
    enum cim_status status =
        class_has_instances(&has_instances, update->batch->connection, update->before->id, err);
    if (!status && has_instances)
        status = refuse(update, CIM_CLASS_HAS_INSTANCES, "it has instances", err);
    if (!status)
        status = class_row_next_id(&fresh->id, update->batch->connection, err);
    if (status)
        return status;
    fresh->version = 1;
    buffer_init(&encoding, 0);
    status = cim_class_encode(&encoding, fresh) ? no_memory(err) : CIM_OK;
    if (!status)
        status = draft_replacement(update, fresh, err);
    if (!status)
        status = batch_part_begin(update->batch, err);
    if (!status)
    {
        uint64_t super_id = update->draft->nodes[update->draft->count - 1]->super_id;
        status = replace_rows(update, fresh, super_id, buffer_text(&encoding), err);
        status = batch_part_end(update->batch, status, err);
    }
    if (!status)
    {
        batch_set_tree(update->batch, update->space, update->draft);
        update->draft = NULL;
    }
    buffer_free(&encoding);
    return status;
}

/* --- the whole --- */

static enum cim_status update_class(struct update *update, struct cim_class *fresh,
                                    struct cim_error *err)
{
    enum cim_status status = CIM_OK;

    if (update->tree->parents[update->index] != update->parent)
        return replace_class(update, fresh, err);
    update->change = class_compare(update->before->cls, fresh);
    set_identity(fresh, update->before->cls);
    if (update->change == CLASS_SAME && is_stored_so(update->before->cls, fresh))
        return CIM_OK;
    if (update->change == CLASS_IMPORTANT)
        status = check_important(update, fresh, err);
    if (status)
        return status;
    status = draft_class(update, update->index, fresh, err);
    if (!status && update->has_children)
        status = draft_children(update, err);
    return status ? status : write_draft(update, err);
}

enum cim_status class_update(struct repo_batch *batch, struct repo_space *space,
                             struct class_tree *tree, size_t index, size_t parent,
                             struct cim_class *fresh, unsigned flags, struct cim_error *err)
{
    struct update update = {.batch = batch,
                            .space = space,
                            .tree = tree,
                            .index = index,
                            .parent = parent,
                            .flags = flags};

    enum cim_status status = class_tree_get(&update.before, tree, index, batch->connection, err);
    if (status)
        return status;
    if (class_tree_family(&update.family, tree, index) || class_tree_clone(&update.draft, tree))
        status = no_memory(err);
    for (size_t i = index + 1; !status && i < tree->count; i++)
        update.has_children = update.has_children || update.family[i];
    if (!status)
        status = update_class(&update, fresh, err);
    class_tree_release(update.draft);
    mem_free(update.family);
    return status;
}
