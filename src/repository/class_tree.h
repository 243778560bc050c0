/* The classes of a namespace as one state of the file has them.
 *
 * A tree knows all classes: names, ids, superclasses. A class is decoded when it is first asked for and
 * stays with its node. Nodes are shared by the trees of following states in which the class is the same. A
 * published tree never changes; a batch of writes changes one that is its own. Both are counted; any thread. */
#ifndef SWBEM_REPOSITORY_CLASS_TREE_H
#define SWBEM_REPOSITORY_CLASS_TREE_H

#include "../cim/class.h"
#include "store.h"

#define NO_CLASS         SIZE_MAX
#define CLASS_ID_LIMIT   (UINT64_C(1) << 23)
#define ENTRY_INDEX_BITS 12

/* An indexed property or a reference: where it stands and its number in the table `entry`. */
struct entry_property
{
    uint32_t index;
    uint64_t number;
};

/* A class as it is used: decoded, with what puts and queries need to know of it. Lives as long as its node. */
struct stored_class
{
    struct cim_class *cls; /* referenced, sealed */
    uint64_t id;
    uint64_t root;                  /* the class that introduced the keys; 0: no keys */
    bool is_namespace;              /* __Namespace or derived from it */
    bool is_system;                 /* its instances come with the namespace and stay */
    struct entry_property *entries; /* owned */
    size_t entry_count;
    uint32_t *required; /* owned: properties that may not be NULL, without the keys */
    size_t required_count;
};

/* A stored class as the tree knows it. Counted; shared by the trees in which it is the same. */
struct class_node
{
    int32_t references;
    uint64_t id;
    uint64_t super_id; /* 0 at the top */
    uint32_t version;
    uint32_t hash; /* of the name, without case */
    char *folded;  /* owned: the name in canonical case */
    size_t folded_size;
    struct stored_class *stored; /* owned; NULL until first used, then it stays */
};

struct class_tree
{
    int32_t references;
    uint64_t space_id;
    struct class_node *
        *nodes;      /* owned, in order of id: every superclass stands before its subclasses */
    size_t *parents; /* owned: index of the superclass, or NO_CLASS */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* owned: open addressing by hash, index + 1 */
    uint32_t slot_mask;
};

/** Read the tree of a namespace. @param folded its name in canonical case, NUL-terminated
 *  @param out referenced @return CIM_INVALID_NAMESPACE when it is not there */
enum cim_status class_tree_load(struct class_tree **out, struct store_connection *connection,
                                struct text folded, struct cim_error *err);
struct class_tree *class_tree_ref(struct class_tree *tree); /* takes NULL */
void class_tree_release(struct class_tree *tree);           /* takes NULL */
enum cim_status class_tree_clone(struct class_tree **out, const struct class_tree *tree);
/** @return index, or NO_CLASS */
size_t class_tree_find(const struct class_tree *tree, struct text name);
size_t class_tree_find_id(const struct class_tree *tree, uint64_t id);
/** The class at `index`, decoded at first use. @param connection  sees the state that the tree is of
 *  @param out borrowed as long as the tree is referenced */
enum cim_status class_tree_get(struct stored_class **out, const struct class_tree *tree,
                               size_t index, struct store_connection *connection,
                               struct cim_error *err);
/** Look up and decode. @param missing  the code when there is no such class; err names it and `space` */
enum cim_status class_tree_get_named(struct stored_class **out, const struct class_tree *tree,
                                     struct text name, enum cim_status missing,
                                     struct store_connection *connection, const char *space,
                                     struct cim_error *err);
/** Mark a class and all below it. @param out owned array of tree->count flags, mem_free() */
enum cim_status class_tree_family(bool **out, const struct class_tree *tree, size_t index);
/** True when the class at `index` is the one at `ancestor` or below it. */
bool class_tree_is_below(const struct class_tree *tree, size_t index, size_t ancestor);

/** A node for a class that is about to be stored below the decoded class at `parent`.
 *  @param cls sealed, with id and version; referenced on success
 *  @param out owned by the caller until class_tree_add() or _replace() */
enum cim_status class_node_new(struct class_node **out, const struct class_tree *tree,
                               struct cim_class *cls, size_t parent);
void class_node_release(struct class_node *node); /* takes NULL */
/** Room for one class more, so that class_tree_add() cannot fail. */
enum cim_status class_tree_reserve(struct class_tree *tree);
/** Only on a tree that nobody shares. They consume the node. */
void class_tree_add(struct class_tree *tree, struct class_node *node, size_t parent);
void class_tree_replace(struct class_tree *tree, size_t index, struct class_node *node);
/** Take out the marked classes: whole families. */
void class_tree_remove(struct class_tree *tree, const bool *marked);

#endif
