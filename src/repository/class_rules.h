/* What a class update may do (behaviour.md 8.3), and the rows of classes. */
#ifndef SWBEM_REPOSITORY_CLASS_RULES_H
#define SWBEM_REPOSITORY_CLASS_RULES_H

#include "batch.h"

/* --- comparing (class_compare.c); pure --- */

enum class_change
{
    CLASS_SAME,
    CLASS_QUALIFIERS, /* only qualifiers on which neither instances nor subclasses depend */
    CLASS_IMPORTANT,
};

enum class_change class_compare(const struct cim_class *before, const struct cim_class *after);
/** True when instance blocks of one are instance blocks of the other. */
bool class_same_layout(const struct cim_class *a, const struct cim_class *b);
/** True when they mean the same, too: names, keys and defaults agree. */
bool class_same_instances(const struct cim_class *a, const struct cim_class *b);
bool class_same_keys(const struct cim_class *before, const struct cim_class *after);
bool class_same_index(const struct cim_class *before, const struct cim_class *after);
/** Qualifiers that alter layout, identity or the place of instances. */
bool is_important_qualifier(struct text name);
/** Put the properties that an editable class declares into the order of its stored definition, so that a
 *  declaration in another order is no change. */
void class_keep_order(struct cim_class *fresh, const struct cim_class *before);
/** Remove what a subclass or an update declares against an important qualifier of its superclass.
 *  @param fresh  editable, over `above`; NULL: only look @param from  what declares
 *  @param found  set when there was a conflict */
enum cim_status class_drop_conflicts(struct cim_class *fresh, const struct cim_class *from,
                                     const struct cim_class *above_before,
                                     const struct cim_class *above, bool *found);

/* --- checks of one class (class_check.c) --- */

/** Flags of puts of classes and instances. @return CIM_INVALID_PARAMETER */
enum cim_status check_put_flags(unsigned flags, struct cim_error *err);
/** @return CIM_INCOMPLETE_CLASS, CIM_INVALID_OPERATION, CIM_INVALID_PARAMETER, CIM_CLASS_NAME_TOO_WIDE */
enum cim_status check_class_name(struct text name, struct cim_error *err);
/** A sealed class against its superclass (NULL: none) and the other classes of the tree. */
enum cim_status check_class(const struct cim_class *cls, const struct cim_class *above,
                            const struct class_tree *tree, struct cim_error *err);
bool class_has_amended(const struct cim_class *cls);
/** @param cls editable */
enum cim_status class_strip_amended(struct cim_class *cls);

/* --- rows (class_rows.c); in a part of a batch --- */

/** The id of the next class. */
enum cim_status class_row_next_id(uint64_t *out, struct store_connection *connection,
                                  struct cim_error *err);
enum cim_status class_row_insert(struct store_connection *connection, uint64_t space_id,
                                 const struct cim_class *cls, uint64_t super_id,
                                 struct text encoding, struct cim_error *err);
/** Version and declaration. */
enum cim_status class_row_update(struct store_connection *connection, const struct cim_class *cls,
                                 struct text encoding, struct cim_error *err);
enum cim_status class_row_delete(struct store_connection *connection, uint64_t id,
                                 struct cim_error *err);
enum cim_status class_has_instances(bool *out, struct store_connection *connection, uint64_t id,
                                    struct cim_error *err);

/* --- updating (class_update.c) --- */

/** Replace the stored class at `index` of the batch's tree, and what it means for its subclasses.
 *  @param fresh  sealed, over the stored class at `parent` */
enum cim_status class_update(struct repo_batch *batch, struct repo_space *space,
                             struct class_tree *tree, size_t index, size_t parent,
                             struct cim_class *fresh, unsigned flags, struct cim_error *err);

#endif
