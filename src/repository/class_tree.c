/* The tree of a namespace's classes: loading, looking up, copying and changing it (see class_tree.h).
 *
 * Superclasses have smaller ids than their subclasses - a class that gets another superclass is stored anew -
 * so one pass in order of id meets every superclass first. */
#include "class_tree.h"

#include <string.h>

#include "../cim/mem.h"
#include "../platform/platform.h"
#include "fail.h"
#include "sql.h"

#define FIRST_CAPACITY 128

struct class_tree *class_tree_ref(struct class_tree *tree)
{
    if (tree)
        plat_atomic_add(&tree->references, 1);
    return tree;
}

void class_tree_release(struct class_tree *tree)
{
    if (!tree || plat_atomic_add(&tree->references, -1) > 0)
        return;
    for (size_t i = 0; i < tree->count; i++)
        class_node_release(tree->nodes[i]);
    mem_free(tree->nodes);
    mem_free(tree->parents);
    mem_free(tree->slots);
    mem_free(tree);
}

/* --- the hash of names --- */

static void slot_put(struct class_tree *tree, size_t index)
{
    uint32_t at = tree->nodes[index]->hash & tree->slot_mask;

    while (tree->slots[at])
        at = (at + 1) & tree->slot_mask;
    tree->slots[at] = (uint32_t)index + 1;
}

static void slots_fill(struct class_tree *tree)
{
    memset(tree->slots, 0, ((size_t)tree->slot_mask + 1) * sizeof(*tree->slots));
    for (size_t i = 0; i < tree->count; i++)
        slot_put(tree, i);
}

static enum cim_status grow(struct class_tree *tree, size_t capacity)
{
    size_t slot_count = 4;
    while (slot_count < capacity * 2)
        slot_count *= 2;

    uint32_t *slots = mem_calloc(slot_count, sizeof(*slots));
    struct class_node **nodes = mem_realloc(tree->nodes, capacity * sizeof(*nodes));
    if (nodes)
        tree->nodes = nodes;
    size_t *parents = mem_realloc(tree->parents, capacity * sizeof(*parents));
    if (parents)
        tree->parents = parents;
    if (!slots || !nodes || !parents)
    {
        mem_free(slots);
        return CIM_NO_MEMORY;
    }
    mem_free(tree->slots);
    tree->slots = slots;
    tree->slot_mask = (uint32_t)slot_count - 1;
    tree->capacity = capacity;
    slots_fill(tree);
    return CIM_OK;
}

static enum cim_status class_tree_new(struct class_tree **out, uint64_t space_id, size_t capacity)
{
    struct class_tree *tree = mem_zalloc(sizeof(*tree));
    if (!tree)
        return CIM_NO_MEMORY;
    tree->references = 1;
    tree->space_id = space_id;
    if (grow(tree, capacity))
    {
        class_tree_release(tree);
        return CIM_NO_MEMORY;
    }
    *out = tree;
    return CIM_OK;
}

size_t class_tree_find(const struct class_tree *tree, struct text name)
{
    uint32_t hash = text_hash_fold(name);

    for (uint32_t at = hash & tree->slot_mask; tree->slots[at]; at = (at + 1) & tree->slot_mask)
    {
        size_t index = tree->slots[at] - 1;
        const struct class_node *node = tree->nodes[index];
        if (node->hash == hash &&
            text_equal_fold((struct text){node->folded, node->folded_size}, name))
            return index;
    }
    return NO_CLASS;
}

size_t class_tree_find_id(const struct class_tree *tree, uint64_t id)
{
    size_t low = 0, high = tree->count;

    while (low < high)
    {
        size_t middle = low + (high - low) / 2;
        if (tree->nodes[middle]->id == id)
            return middle;
        if (tree->nodes[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_CLASS;
}

/* --- loading --- */

static enum cim_status node_from_row(struct class_node **out, const struct sql *sql)
{
    struct text folded = sql_bytes(sql, 1);
    struct class_node *node = mem_zalloc(sizeof(*node));
    if (!node)
        return CIM_NO_MEMORY;
    node->references = 1;
    node->id = sql_number(sql, 0);
    node->super_id = sql_number(sql, 2);
    node->version = (uint32_t)sql_number(sql, 3);
    node->hash = text_hash_fold(folded);
    node->folded = text_dup(folded);
    node->folded_size = folded.size;
    if (!node->folded)
    {
        class_node_release(node);
        return CIM_NO_MEMORY;
    }
    *out = node;
    return CIM_OK;
}

static enum cim_status load_row(struct class_tree *tree, const struct sql *sql,
                                struct cim_error *err)
{
    struct class_node *node;

    if (class_tree_reserve(tree) || node_from_row(&node, sql))
        return no_memory(err);
    size_t parent = node->super_id ? class_tree_find_id(tree, node->super_id) : NO_CLASS;
    bool is_damaged =
        (node->super_id && parent == NO_CLASS) || node->id == 0 || node->id >= CLASS_ID_LIMIT;
    class_tree_add(tree, node, parent);
    if (is_damaged)
        return cim_fail(err, CIM_DATABASE_CORRUPT, "class %llu of the store has no superclass",
                        (unsigned long long)node->id);
    return CIM_OK;
}

static enum cim_status load_rows(struct class_tree *tree, struct store_connection *connection,
                                 struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_CLASS_TREE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, tree->space_id);
    while ((status = sql_step(&sql, "reading classes", err)) == CIM_OK)
    {
        status = load_row(tree, &sql, err);
        if (status)
            break;
    }
    sql_done(&sql);
    return status == CIM_FALSE ? CIM_OK : status;
}

static enum cim_status find_space(uint64_t *out, struct store_connection *connection,
                                  struct text folded, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_SPACE_FIND, err);
    if (status)
        return status;
    sql_bind_bytes(&sql, 1, folded.data, folded.size);
    status = sql_step(&sql, "looking up a namespace", err);
    if (status == CIM_OK)
        *out = sql_number(&sql, 0);
    sql_done(&sql);
    if (status == CIM_FALSE)
        return cim_fail(err, CIM_INVALID_NAMESPACE, "namespace \"%s\" does not exist", folded.data);
    return status;
}

enum cim_status class_tree_load(struct class_tree **out, struct store_connection *connection,
                                struct text folded, struct cim_error *err)
{
    struct class_tree *tree;
    uint64_t space_id = 0;
    enum cim_status status = find_space(&space_id, connection, folded, err);
    if (status)
        return status;
    if (class_tree_new(&tree, space_id, FIRST_CAPACITY))
        return no_memory(err);
    status = load_rows(tree, connection, err);
    if (status)
    {
        class_tree_release(tree);
        return status;
    }
    *out = tree;
    return CIM_OK;
}

/* --- families --- */

enum cim_status class_tree_family(bool **out, const struct class_tree *tree, size_t index)
{
    bool *marked = mem_calloc(tree->count, sizeof(*marked));
    if (!marked)
        return CIM_NO_MEMORY;
    marked[index] = true;
    for (size_t i = index + 1; i < tree->count; i++)
        marked[i] = tree->parents[i] != NO_CLASS && marked[tree->parents[i]];
    *out = marked;
    return CIM_OK;
}

bool class_tree_is_below(const struct class_tree *tree, size_t index, size_t ancestor)
{
    while (index != NO_CLASS && index > ancestor)
        index = tree->parents[index];
    return index == ancestor;
}

/* --- changing --- */

enum cim_status class_tree_clone(struct class_tree **out, const struct class_tree *tree)
{
    struct class_tree *clone;
    enum cim_status status = class_tree_new(&clone, tree->space_id, tree->count + FIRST_CAPACITY);
    if (status)
        return status;
    for (size_t i = 0; i < tree->count; i++)
    {
        plat_atomic_add(&tree->nodes[i]->references, 1);
        clone->nodes[i] = tree->nodes[i];
        clone->parents[i] = tree->parents[i];
    }
    clone->count = tree->count;
    slots_fill(clone);
    *out = clone;
    return CIM_OK;
}

enum cim_status class_tree_reserve(struct class_tree *tree)
{
    if (tree->count < tree->capacity)
        return CIM_OK;
    return grow(tree, tree->capacity * 2);
}

void class_tree_add(struct class_tree *tree, struct class_node *node, size_t parent)
{
    tree->nodes[tree->count] = node;
    tree->parents[tree->count] = parent;
    slot_put(tree, tree->count++);
}

void class_tree_replace(struct class_tree *tree, size_t index, struct class_node *node)
{
    class_node_release(tree->nodes[index]);
    tree->nodes[index] = node;
}

/* Whole families go, so the superclass of a class that stays has stayed too. */
void class_tree_remove(struct class_tree *tree, const bool *marked)
{
    size_t kept = 0;

    for (size_t i = 0; i < tree->count; i++)
    {
        if (marked[i])
            class_node_release(tree->nodes[i]);
        else
            tree->nodes[kept++] = tree->nodes[i];
    }
    tree->count = kept;
    for (size_t i = 0; i < kept; i++)
    {
        uint64_t super_id = tree->nodes[i]->super_id;
        tree->parents[i] = super_id ? class_tree_find_id(tree, super_id) : NO_CLASS;
    }
    slots_fill(tree);
}
