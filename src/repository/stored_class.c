/* Classes as they are used: decoded at first use, with the numbers that puts and queries need.
 *
 * A node's `stored` is set once and stays as long as the node; two threads that decode the same class at the
 * same time make two, and the later one is dropped. */
#include "class_tree.h"

#include <string.h>

#include "../cim/mem.h"
#include "../platform/platform.h"
#include "fail.h"
#include "sql.h"
#include "system_classes.h"

static void stored_class_free(struct stored_class *stored)
{
    if (!stored)
        return;
    cim_class_release(stored->cls);
    mem_free(stored->entries);
    mem_free(stored->required);
    mem_free(stored);
}

void class_node_release(struct class_node *node)
{
    if (!node || plat_atomic_add(&node->references, -1) > 0)
        return;
    stored_class_free(node->stored);
    mem_free(node->folded);
    mem_free(node);
}

static struct stored_class *published(const struct class_node *node)
{
    return __atomic_load_n(&node->stored, __ATOMIC_ACQUIRE);
}

/* --- what a put needs to know --- */

static bool has_entry(const struct cim_property *property)
{
    if (property->is_array)
        return false;
    return property->type == CIM_TYPE_REFERENCE || (property->is_indexed && !property->is_key);
}

/* The class in whose layout the property appears first: layouts of subclasses begin like it. */
static uint64_t introducing_id(const struct class_tree *tree, uint64_t own_id, size_t parent,
                               uint32_t index)
{
    uint64_t id = own_id;

    while (parent != NO_CLASS)
    {
        const struct stored_class *above = published(tree->nodes[parent]);
        if (above->cls->property_count <= index)
            break;
        id = above->id;
        parent = tree->parents[parent];
    }
    return id;
}

static enum cim_status list_properties(struct stored_class *stored, const struct class_tree *tree,
                                       size_t parent)
{
    const struct cim_class *cls = stored->cls;

    stored->entries = mem_calloc(cls->property_count, sizeof(*stored->entries));
    stored->required = mem_calloc(cls->property_count, sizeof(*stored->required));
    if (!stored->entries || !stored->required)
        return CIM_NO_MEMORY;
    for (uint32_t i = 0; i < cls->property_count; i++)
    {
        const struct cim_property *property = &cls->properties[i];
        if (property->is_not_null && !property->is_key)
            stored->required[stored->required_count++] = i;
        if (!has_entry(property))
            continue;
        uint64_t introduced = introducing_id(tree, stored->id, parent, i);
        stored->entries[stored->entry_count++] =
            (struct entry_property){i, introduced << ENTRY_INDEX_BITS | i};
    }
    return CIM_OK;
}

/* Subclasses share the keys of the class that introduced them; each singleton stands for itself. */
static uint64_t find_root(const struct stored_class *stored, const struct stored_class *above)
{
    if (stored->cls->is_singleton)
        return stored->id;
    if (above && above->root && !above->cls->is_singleton)
        return above->root;
    return stored->cls->key_count ? stored->id : 0;
}

/* The tree has the superclass decoded. @param cls referenced on success */
static enum cim_status stored_class_new(struct stored_class **out, const struct class_tree *tree,
                                        struct cim_class *cls, size_t parent)
{
    struct stored_class *above = parent == NO_CLASS ? NULL : published(tree->nodes[parent]);
    struct stored_class *stored = mem_zalloc(sizeof(*stored));
    if (!stored)
        return CIM_NO_MEMORY;
    stored->cls = cim_class_ref(cls);
    stored->id = cls->id;
    stored->root = find_root(stored, above);
    stored->is_namespace = cim_class_is_a(cls, TEXT_LITERAL("__Namespace"));
    stored->is_system = is_system_singleton(text_from(cls->name));
    if (list_properties(stored, tree, parent))
    {
        stored_class_free(stored);
        return CIM_NO_MEMORY;
    }
    *out = stored;
    return CIM_OK;
}

/* --- decoding --- */

static enum cim_status decode(struct cim_class **out, const struct class_node *node,
                              const struct cim_class *above, struct store_connection *connection,
                              struct cim_error *err)
{
    struct cim_class *cls = NULL;
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_CLASS_DATA, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, node->id);
    status = sql_step(&sql, "reading a class", err);
    if (status == CIM_OK)
    {
        struct text data = sql_bytes(&sql, 0);
        status = cim_class_decode(&cls, data.data, data.size, above, err);
    }
    else if (status == CIM_FALSE)
        status = cim_fail(err, CIM_DATABASE_CORRUPT, "class \"%s\" has gone from the store",
                          node->folded);
    sql_done(&sql);
    if (!status)
        status = cim_class_seal(cls, err);
    if (status)
    {
        cim_class_release(cls);
        return status == CIM_NO_MEMORY ? no_memory(err) : status;
    }
    cls->id = node->id;
    cls->version = node->version;
    *out = cls;
    return CIM_OK;
}

/* Decode one class whose superclass is decoded. */
static enum cim_status decode_node(const struct class_tree *tree, size_t index,
                                   struct store_connection *connection, struct cim_error *err)
{
    struct class_node *node = tree->nodes[index];
    size_t parent = tree->parents[index];
    struct stored_class *made = NULL, *expected = NULL;
    struct cim_class *cls = NULL;
    const struct cim_class *above = parent == NO_CLASS ? NULL : published(tree->nodes[parent])->cls;
    enum cim_status status = decode(&cls, node, above, connection, err);
    if (status)
        return status;
    status = stored_class_new(&made, tree, cls, parent);
    cim_class_release(cls);
    if (status)
        return no_memory(err);
    if (!__atomic_compare_exchange_n(&node->stored, &expected, made, false, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
        stored_class_free(made);
    return CIM_OK;
}

enum cim_status class_tree_get(struct stored_class **out, const struct class_tree *tree,
                               size_t index, struct store_connection *connection,
                               struct cim_error *err)
{
    /* The topmost class that is not decoded yet comes first, until it is the one that was asked for. */
    while (!published(tree->nodes[index]))
    {
        size_t first = index;
        while (tree->parents[first] != NO_CLASS && !published(tree->nodes[tree->parents[first]]))
            first = tree->parents[first];
        enum cim_status status = decode_node(tree, first, connection, err);
        if (status)
            return status;
    }
    *out = published(tree->nodes[index]);
    return CIM_OK;
}

enum cim_status class_tree_get_named(struct stored_class **out, const struct class_tree *tree,
                                     struct text name, enum cim_status missing,
                                     struct store_connection *connection, const char *space,
                                     struct cim_error *err)
{
    size_t index = class_tree_find(tree, name);
    if (index != NO_CLASS)
        return class_tree_get(out, tree, index, connection, err);

    char shown[CIM_MAX_NAME + 1];
    size_t size = name.size < CIM_MAX_NAME ? name.size : CIM_MAX_NAME;
    if (size)
        memcpy(shown, name.data, size);
    shown[size] = '\0';
    return repo_fail(err, missing, shown, NULL, "class \"%s\" not found in %s", shown, space);
}

/* --- new nodes --- */

enum cim_status class_node_new(struct class_node **out, const struct class_tree *tree,
                               struct cim_class *cls, size_t parent)
{
    struct class_node *node = mem_zalloc(sizeof(*node));
    if (!node)
        return CIM_NO_MEMORY;
    node->references = 1;
    node->id = cls->id;
    node->super_id = parent == NO_CLASS ? 0 : tree->nodes[parent]->id;
    node->version = cls->version;
    node->hash = text_hash_fold(text_from(cls->name));
    node->folded = text_dup_fold(text_from(cls->name), &node->folded_size);
    if (!node->folded || stored_class_new(&node->stored, tree, cls, parent))
    {
        class_node_release(node);
        return CIM_NO_MEMORY;
    }
    *out = node;
    return CIM_OK;
}
