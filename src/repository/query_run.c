/* Queries: choosing how to find the rows, and setting up the cursor that does it (behaviour.md 15.2, 15.6).
 *
 * All keys equal to constants: one look-up. An indexed property or a reference equal to a constant: the entries
 * of that value. Else the rows of the class and below it, or of the class that __CLASS must be. Whatever finds a
 * row, the whole WHERE clause is evaluated on it. */
#include "cursor.h"

#include <string.h>

#include "../cim/key.h"
#include "../cim/mem.h"
#include "fail.h"

/* --- data queries --- */

/* The columns, of dotted ones the first part, as a partial read. */
static enum cim_status choose_columns(struct repo_cursor *cursor, const struct wql_query *query,
                                      struct cim_error *err)
{
    struct repo_get_options options = {.has_properties = true};

    if (query->all_columns)
        return CIM_OK;
    struct text *names = mem_calloc(query->column_count, sizeof(*names));
    if (!names)
        return no_memory(err);
    for (size_t i = 0; i < query->column_count; i++)
        names[i] = (struct text){query->columns[i], strcspn(query->columns[i], ".")};
    options.properties = names;
    options.property_count = query->column_count;
    enum cim_status status = projection_init(&cursor->projection, &options, err);
    cursor->projection.hides = true;
    mem_free(names);
    return status;
}

/* The class that every matching row must be of. Chains hang to the right. */
static const struct cim_value *required_class(const struct wql_node *node)
{
    for (; node && node->kind == WQL_AND; node = node->right)
    {
        const struct cim_value *found = required_class(node->left);
        if (found)
            return found;
    }
    if (!node || node->kind != WQL_PREDICATE || node->op != WQL_EQ ||
        node->system != WQL_SYSTEM_CLASS || node->constant.type != CIM_TYPE_STRING ||
        node->constant.is_null)
        return NULL;
    return &node->constant;
}

/* The bytes of the key, if the query fixes all of it. @return CIM_FALSE if it does not */
static enum cim_status required_key(struct buffer *out, const struct wql_query *query,
                                    const struct cim_class *cls)
{
    if (!cls->key_count)
        return CIM_FALSE;
    for (uint32_t i = 0; i < cls->key_count; i++)
    {
        const struct cim_value *value = wql_required_equal(query, cls->all_keys[i]);
        if (!value || value->is_null || value->type != cls->properties[cls->all_keys[i]].type)
            return CIM_FALSE;
        cim_key_append(out, value);
    }
    return buffer_status(out);
}

static enum cim_status finish_found(struct repo_cursor *cursor, struct cim_object *object,
                                    struct cim_error *err)
{
    bool matches = false;
    enum cim_status status = CIM_OK;

    if (wql_match(&matches, cursor->query, object))
        status = no_memory(err);
    if (!status && matches)
        status = projection_apply(&cursor->projection, object, err);
    if (!status && matches)
        status = instance_decorate(object, cursor->space, err);
    if (!status && matches)
        return cursor_push(cursor, object, err);
    cim_object_release(object);
    return status;
}

static enum cim_status look_up(struct repo_cursor *cursor, size_t base, struct text key,
                               struct cim_error *err)
{
    struct stored_class *stored;
    struct cim_object *object;
    uint64_t id;

    cursor->source = CURSOR_LIST;
    enum cim_status status =
        instance_find(&object, &stored, &id, cursor->tree, base, key, cursor->connection, err);
    if (status)
        return status == CIM_FALSE ? CIM_OK : status;
    return finish_found(cursor, object, err);
}

/* An entry that the query asks for, if there is one. */
static enum cim_status choose_entries(struct repo_cursor *cursor, const struct stored_class *stored,
                                      struct cim_error *err)
{
    for (size_t i = 0; i < stored->entry_count; i++)
    {
        uint32_t index = stored->entries[i].index;
        const struct cim_value *value = wql_required_equal(cursor->query, index);
        enum cim_type type = stored->cls->properties[index].type;
        if (!value || value->is_null || value->is_array || value->type != type)
            continue;
        if (entry_value(&cursor->value, type, &value->scalar))
            return no_memory(err);
        cursor->entry_index = index;
        cursor->source = CURSOR_ENTRIES;
        return CIM_OK;
    }
    return CIM_OK;
}

static enum cim_status choose_class(struct repo_cursor *cursor, size_t base, struct cim_error *err)
{
    const struct cim_value *name = required_class(cursor->query->where);

    if (name)
    {
        cursor->exact = text_dup(name->scalar.string);
        if (!cursor->exact)
            return no_memory(err);
    }
    return cursor_choose_classes(cursor, base, err);
}

static enum cim_status plan(struct repo_cursor *cursor, const struct stored_class *stored,
                            size_t base, struct cim_error *err)
{
    struct buffer key;

    buffer_init(&key, 0);
    enum cim_status status = required_key(&key, cursor->query, stored->cls);
    if (!status)
        status = look_up(cursor, base, buffer_text(&key), err);
    else if (status == CIM_FALSE)
    {
        status = choose_class(cursor, base, err);
        if (!status)
            status = choose_entries(cursor, stored, err);
    }
    else
        no_memory(err);
    buffer_free(&key);
    return status;
}

static enum cim_status set_up_select(struct repo_cursor *cursor, struct cim_error *err)
{
    struct stored_class *stored;
    struct wql_query *query = cursor->query;
    struct text name = text_from(query->class_name);

    enum cim_status status = class_tree_get_named(&stored, cursor->tree, name, CIM_INVALID_CLASS,
                                                  cursor->connection, cursor->space->name, err);
    if (!status)
        status = wql_resolve(query, stored->cls, err);
    if (!status)
        status = choose_columns(cursor, query, err);
    if (!status)
        status = plan(cursor, stored, class_tree_find(cursor->tree, name), err);
    return status;
}

/* --- schema queries --- */

static enum cim_status push_if_match(struct repo_cursor *cursor, struct cim_class *cls,
                                     struct cim_error *err)
{
    struct cim_object *object;
    bool matches = true;

    if (cim_object_from_class(&object, cls))
        return no_memory(err);
    enum cim_status status = CIM_OK;
    if (cursor->query->where && wql_match(&matches, cursor->query, object))
        status = no_memory(err);
    if (!status && matches)
        status = instance_decorate(object, cursor->space, err);
    if (!status && matches)
        return cursor_push(cursor, object, err);
    cim_object_release(object);
    return status;
}

static enum cim_status set_up_schema(struct repo_cursor *cursor, struct cim_error *err)
{
    if (!cursor->query->all_columns)
        return cim_fail(err, CIM_INVALID_QUERY, "a schema query selects all columns");
    enum cim_status status = wql_resolve(cursor->query, NULL, err);
    cursor->source = CURSOR_LIST;
    for (size_t i = 0; !status && i < cursor->tree->count; i++)
    {
        struct stored_class *stored;
        status = class_tree_get(&stored, cursor->tree, i, cursor->connection, err);
        if (!status)
            status = push_if_match(cursor, stored->cls, err);
    }
    return status;
}

/* --- the whole --- */

static enum cim_status set_up(struct repo_cursor *cursor, struct cim_error *err)
{
    switch (cursor->query->kind)
    {
    case WQL_SELECT:
        return set_up_select(cursor, err);
    case WQL_SCHEMA:
        return set_up_schema(cursor, err);
    default:
        return cim_fail(err, CIM_NOT_SUPPORTED, "the store does not answer association queries");
    }
}

enum cim_status repo_query(struct repo_cursor **out, struct repo_space *space,
                           struct wql_query *query, struct cim_error *err)
{
    struct repo_cursor *cursor;

    *out = NULL;
    enum cim_status status = cursor_begin(&cursor, space, err);
    if (status)
    {
        wql_query_free(query);
        return status;
    }
    cursor->query = query;
    status = set_up(cursor, err);
    cursor_ready(cursor);
    if (status)
        repo_cursor_close(cursor);
    else
        *out = cursor;
    return status;
}
