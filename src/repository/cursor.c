/* Cursors: stepping through rows, parking and going on, cancelling (see cursor.h).
 *
 * A scan walks the table of instances in order of id and jumps over classes that are not of the family. It
 * looks now and then whether the store wants its connections back. */
#include "cursor.h"

#include "../cim/mem.h"
#include "class_rules.h"
#include "fail.h"

#define ROWS_BETWEEN_LOOKS 64

/* --- the family of classes --- */

static enum cim_status find_family(bool **out, const struct repo_cursor *cursor,
                                   const struct class_tree *tree, size_t base)
{
    if (cursor->is_deep && !cursor->exact)
        return class_tree_family(out, tree, base);
    bool *family = mem_calloc(tree->count, sizeof(*family));
    if (!family)
        return CIM_NO_MEMORY;
    size_t exact = cursor->exact ? class_tree_find(tree, text_from(cursor->exact)) : base;
    if (exact != NO_CLASS && class_tree_is_below(tree, exact, base))
        family[exact] = true;
    *out = family;
    return CIM_OK;
}

enum cim_status cursor_choose_classes(struct repo_cursor *cursor, size_t base,
                                      struct cim_error *err)
{
    bool *family;

    if (find_family(&family, cursor, cursor->tree, base))
        return no_memory(err);
    mem_free(cursor->family);
    cursor->family = family;
    cursor->base = base;
    return CIM_OK;
}

/* The first class of the family whose id is greater. */
static size_t next_class(const struct repo_cursor *cursor, uint64_t class_id)
{
    for (size_t i = cursor->base; i < cursor->tree->count; i++)
    {
        if (cursor->family[i] && cursor->tree->nodes[i]->id > class_id)
            return i;
    }
    return NO_CLASS;
}

static uint64_t end_of_family(const struct repo_cursor *cursor)
{
    for (size_t i = cursor->tree->count; i > cursor->base; i--)
    {
        if (cursor->family[i - 1])
            return instance_first_id(cursor->tree->nodes[i - 1]->id + 1);
    }
    return 0;
}

/* --- beginning and going on --- */

static void end_read(struct repo_cursor *cursor)
{
    if (cursor->connection)
        store_read_end(cursor->connection);
    cursor->connection = NULL;
    cursor->sql.statement = NULL;
}

enum cim_status cursor_begin(struct repo_cursor **out, struct repo_space *space,
                             struct cim_error *err)
{
    struct repo_cursor *cursor = mem_zalloc(sizeof(*cursor));
    if (!cursor)
        return no_memory(err);
    buffer_init(&cursor->value, 0);
    cursor->space = repo_space_ref(space);
    cursor->is_deep = true;
    enum cim_status status = store_read_begin(&cursor->connection, space->repo->store, err);
    if (!status)
        status = space_tree(&cursor->tree, space, cursor->connection, err);
    if (status)
    {
        cursor->tree = NULL;
        end_read(cursor);
        repo_cursor_close(cursor);
        return status;
    }
    *out = cursor;
    return CIM_OK;
}

void cursor_ready(struct repo_cursor *cursor)
{
    if (cursor->source == CURSOR_LIST)
        end_read(cursor);
    else
        store_read_park(cursor->connection);
}

/* The classes have changed since the connection was taken away. Instances of a class whose layout is another now
 * are gone, and so the cursor is at its end. */
static enum cim_status change_tree(struct repo_cursor *cursor, struct class_tree *tree,
                                   struct cim_error *err)
{
    struct stored_class *after;
    const struct class_node *before = cursor->tree->nodes[cursor->base];
    size_t base = class_tree_find(tree, (struct text){before->folded, before->folded_size});
    bool *family;

    if (base == NO_CLASS)
        return CIM_FALSE;
    enum cim_status status = class_tree_get(&after, tree, base, cursor->connection, err);
    if (status)
        return status;
    if (!class_same_layout(before->stored->cls, after->cls))
        return CIM_FALSE;
    if (find_family(&family, cursor, tree, base))
        return no_memory(err);
    mem_free(cursor->family);
    cursor->family = family;
    cursor->base = base;
    cursor->current = NULL;
    cursor->projection.cls = NULL;
    class_tree_release(cursor->tree);
    cursor->tree = class_tree_ref(tree);
    return CIM_OK;
}

static enum cim_status begin_again(struct repo_cursor *cursor, struct cim_error *err)
{
    struct class_tree *tree;
    enum cim_status status = store_read_begin(&cursor->connection, cursor->space->repo->store, err);
    if (status)
    {
        cursor->connection = NULL;
        return status;
    }
    status = space_tree(&tree, cursor->space, cursor->connection, err);
    if (status)
        return status;
    if (tree != cursor->tree)
        status = change_tree(cursor, tree, err);
    class_tree_release(tree);
    return status;
}

static enum cim_status begin_scan(struct repo_cursor *cursor, struct cim_error *err)
{
    uint64_t end = end_of_family(cursor);
    size_t first = next_class(cursor, 0);
    if (first == NO_CLASS)
        return CIM_FALSE;
    enum cim_status status = sql_begin(&cursor->sql, cursor->connection, SQL_INSTANCE_RANGE, err);
    if (status)
        return status;
    uint64_t start = instance_first_id(cursor->tree->nodes[first]->id);
    sql_bind_number(&cursor->sql, 1, cursor->last_id >= start ? cursor->last_id + 1 : start);
    sql_bind_number(&cursor->sql, 2, end);
    return CIM_OK;
}

static enum cim_status begin_entries(struct repo_cursor *cursor, struct cim_error *err)
{
    struct stored_class *base;
    uint64_t number = 0;
    enum cim_status status =
        class_tree_get(&base, cursor->tree, cursor->base, cursor->connection, err);
    if (status)
        return status;
    for (size_t i = 0; i < base->entry_count; i++)
    {
        if (base->entries[i].index == cursor->entry_index)
            number = base->entries[i].number;
    }
    status = sql_begin(&cursor->sql, cursor->connection, SQL_ENTRY_FIND, err);
    if (status)
        return status;
    sql_bind_number(&cursor->sql, 1, number);
    sql_bind_bytes(&cursor->sql, 2, cursor->value.data, cursor->value.size);
    sql_bind_number(&cursor->sql, 3, cursor->last_id);
    return CIM_OK;
}

/* A connection and a statement that stands before the next row. @return CIM_FALSE at the end */
static enum cim_status go_on(struct repo_cursor *cursor, struct cim_error *err)
{
    enum cim_status status = CIM_OK;

    if (!cursor->connection)
        status = begin_again(cursor, err);
    if (status || cursor->sql.statement)
        return status;
    return cursor->source == CURSOR_SCAN ? begin_scan(cursor, err) : begin_entries(cursor, err);
}

/* --- rows --- */

/* Behind the classes that are not wanted. */
static enum cim_status jump(struct repo_cursor *cursor, uint64_t class_id)
{
    size_t next = next_class(cursor, class_id);
    if (next == NO_CLASS)
        return CIM_FALSE;
    cursor->last_id = instance_first_id(cursor->tree->nodes[next]->id) - 1;
    sql_rewind(&cursor->sql);
    sql_bind_number(&cursor->sql, 1, cursor->last_id + 1);
    return CIM_OK;
}

/* Note the class of a row. @return CIM_FALSE when it is not of the family */
static enum cim_status meet_class(struct repo_cursor *cursor, uint64_t class_id,
                                  struct cim_error *err)
{
    if (cursor->current && cursor->current->id == class_id)
        return CIM_OK;
    size_t index = class_tree_find_id(cursor->tree, class_id);
    if (index == NO_CLASS || !cursor->family[index])
        return CIM_FALSE;
    return class_tree_get(&cursor->current, cursor->tree, index, cursor->connection, err);
}

/* The object of a row if it is wanted. @return CIM_OK with *out NULL when it is not */
static enum cim_status make_object(struct cim_object **out, struct repo_cursor *cursor,
                                   const struct instance_row *row, struct cim_error *err)
{
    struct cim_object *object;
    bool matches = true;

    enum cim_status status = instance_from_row(&object, row, cursor->current->cls, err);
    if (status)
        return status;
    if (cursor->query && cursor->query->where && wql_match(&matches, cursor->query, object))
        status = no_memory(err);
    if (!status && matches)
        status = projection_apply(&cursor->projection, object, err);
    if (!status && matches)
        status = instance_decorate(object, cursor->space, err);
    if (status || !matches)
        cim_object_release(object);
    else
        *out = object;
    return status;
}

/* Rows come in order of id. Those of a damaged tree may come round again, without end.
 * @return CIM_FALSE at the end */
static enum cim_status next_row(struct cim_object **out, struct repo_cursor *cursor,
                                struct cim_error *err)
{
    struct instance_row row;
    enum cim_status status = sql_step(&cursor->sql, "reading instances", err);
    if (status)
        return status;
    instance_row_read(&row, &cursor->sql);
    if (row.id <= cursor->last_id)
        return cim_fail(err, CIM_DATABASE_CORRUPT, "the store's instances are out of order");
    uint64_t class_id = instance_class_id(row.id);
    status = meet_class(cursor, class_id, err);
    if (status == CIM_FALSE && cursor->source == CURSOR_SCAN)
        return jump(cursor, class_id);
    cursor->last_id = row.id;
    if (status)
        return status == CIM_FALSE ? CIM_OK : status;
    return make_object(out, cursor, &row, err);
}

static enum cim_status next_object(struct cim_object **out, struct repo_cursor *cursor,
                                   struct cim_error *err)
{
    enum cim_status status = CIM_OK;

    for (unsigned rows = 1; !status && !*out; rows++)
    {
        if (plat_atomic_load(&cursor->cancelled))
            return cim_fail(err, CIM_CANCELLED, "the call was cancelled");
        if (rows % ROWS_BETWEEN_LOOKS == 0 && store_read_must_yield(cursor->connection))
            end_read(cursor);
        status = go_on(cursor, err);
        if (!status)
            status = next_row(out, cursor, err);
    }
    return status;
}

/* --- lists --- */

enum cim_status cursor_push(struct repo_cursor *cursor, struct cim_object *object,
                            struct cim_error *err)
{
    size_t count = cursor->list_count;

    /* The array has room up to each power of two. */
    if ((count & (count - 1)) == 0)
    {
        size_t room = count ? count * 2 : 1;
        struct cim_object **list = mem_realloc(cursor->list, room * sizeof(struct cim_object *));
        if (!list)
        {
            cim_object_release(object);
            return no_memory(err);
        }
        cursor->list = list;
    }
    cursor->list[cursor->list_count++] = object;
    return CIM_OK;
}

static enum cim_status next_of_list(struct cim_object **out, struct repo_cursor *cursor)
{
    if (cursor->list_next == cursor->list_count)
        return CIM_FALSE;
    *out = cursor->list[cursor->list_next];
    cursor->list[cursor->list_next++] = NULL;
    return CIM_OK;
}

/* --- what callers see --- */

enum cim_status repo_enum_instances(struct repo_cursor **out, struct repo_space *space,
                                    struct text class_name, bool deep,
                                    const struct repo_get_options *options, struct cim_error *err)
{
    struct stored_class *stored;
    struct repo_cursor *cursor;

    *out = NULL;
    enum cim_status status = cursor_begin(&cursor, space, err);
    if (status)
        return status;
    cursor->is_deep = deep;
    status = class_tree_get_named(&stored, cursor->tree, class_name, CIM_INVALID_CLASS,
                                  cursor->connection, space->name, err);
    if (!status)
        status = cursor_choose_classes(cursor, class_tree_find(cursor->tree, class_name), err);
    if (!status)
        status = projection_init(&cursor->projection, options, err);
    cursor_ready(cursor);
    if (status)
        repo_cursor_close(cursor);
    else
        *out = cursor;
    return status;
}

enum cim_status repo_cursor_next(struct cim_object **out, struct repo_cursor *cursor,
                                 struct cim_error *err)
{
    *out = NULL;
    if (plat_atomic_load(&cursor->cancelled))
        return cim_fail(err, CIM_CANCELLED, "the call was cancelled");
    if (cursor->source == CURSOR_LIST)
        return next_of_list(out, cursor);
    if (cursor->is_over)
        return CIM_FALSE;
    if (cursor->connection && !store_read_unpark(cursor->connection))
    {
        cursor->connection = NULL;
        cursor->sql.statement = NULL;
    }
    enum cim_status status = next_object(out, cursor, err);
    if (!status)
    {
        store_read_park(cursor->connection);
        return CIM_OK;
    }
    cursor->is_over = true;
    end_read(cursor);
    return status;
}

void repo_cursor_cancel(struct repo_cursor *cursor)
{
    plat_atomic_store(&cursor->cancelled, 1);
}

void repo_cursor_close(struct repo_cursor *cursor)
{
    if (!cursor)
        return;
    if (cursor->connection && store_read_unpark(cursor->connection))
        store_read_end(cursor->connection);
    for (size_t i = cursor->list_next; i < cursor->list_count; i++)
        cim_object_release(cursor->list[i]);
    mem_free(cursor->list);
    projection_free(&cursor->projection);
    wql_query_free(cursor->query);
    buffer_free(&cursor->value);
    mem_free(cursor->family);
    mem_free(cursor->exact);
    class_tree_release(cursor->tree);
    repo_space_release(cursor->space);
    mem_free(cursor);
}
