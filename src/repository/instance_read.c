/* Rows to objects: looking up by key, decorating, and filling only what was asked for.
 * Any thread, with a connection of its own. */
#include "instance.h"

#include "../cim/mem.h"
#include "fail.h"

void instance_row_read(struct instance_row *row, const struct sql *sql)
{
    row->id = sql_number(sql, 0);
    row->data = sql_bytes(sql, 1);
    row->qualifiers = sql_bytes(sql, 2);
}

enum cim_status instance_from_row(struct cim_object **out, const struct instance_row *row,
                                  struct cim_class *cls, struct cim_error *err)
{
    struct cim_object *object;
    enum cim_status status = cim_object_from_block(&object, cls, row->data.data, row->data.size);
    if (!status && row->qualifiers.size)
    {
        status = cim_object_decode_qualifiers(object, row->qualifiers.data, row->qualifiers.size);
        if (status)
            cim_object_release(object);
    }
    if (status)
        return repo_fail(err, status, cls->name, NULL, "instance %llx of class \"%s\": %s",
                         (unsigned long long)row->id, cls->name,
                         status == CIM_NO_MEMORY ? "out of memory" : "its row is damaged");
    *out = object;
    return CIM_OK;
}

enum cim_status instance_decorate(struct cim_object *object, const struct repo_space *space,
                                  struct cim_error *err)
{
    if (cim_object_decorate(object, space->repo->server, space->name))
        return no_memory(err);
    return CIM_OK;
}

enum cim_status instance_lookup(struct sql *sql, struct instance_row *row,
                                struct store_connection *connection, uint64_t root, struct text key,
                                struct cim_error *err)
{
    enum cim_status status = sql_begin(sql, connection, SQL_INSTANCE_FIND, err);
    if (status)
        return status;
    sql_bind_number(sql, 1, root);
    sql_bind_bytes(sql, 2, key.data, key.size);
    status = sql_step(sql, "looking up an instance", err);
    if (status == CIM_OK)
        instance_row_read(row, sql);
    return status;
}

enum cim_status instance_find(struct cim_object **out, struct stored_class **stored, uint64_t *id,
                              const struct class_tree *tree, size_t index, struct text key,
                              struct store_connection *connection, struct cim_error *err)
{
    struct stored_class *family;
    struct instance_row row;
    struct sql sql;

    enum cim_status status = class_tree_get(&family, tree, index, connection, err);
    if (status)
        return status;
    status = instance_lookup(&sql, &row, connection, family->root, key, err);
    if (status)
        return status;
    size_t found = class_tree_find_id(tree, instance_class_id(row.id));
    if (found == NO_CLASS || !class_tree_is_below(tree, found, index))
        status = CIM_FALSE;
    if (!status)
        status = class_tree_get(stored, tree, found, connection, err);
    if (!status)
        status = instance_from_row(out, &row, (*stored)->cls, err);
    *id = row.id;
    sql_done(&sql);
    return status;
}

/* --- projection --- */

void projection_free(struct projection *projection)
{
    for (size_t i = 0; i < projection->name_count; i++)
        mem_free(projection->names[i]);
    mem_free(projection->names);
    cim_columns_release(projection->keep);
    *projection = (struct projection){0};
}

static enum cim_status copy_names(struct projection *projection,
                                  const struct repo_get_options *options)
{
    projection->names = mem_calloc(options->property_count, sizeof(*projection->names));
    if (!projection->names)
        return CIM_NO_MEMORY;
    for (size_t i = 0; i < options->property_count; i++)
    {
        projection->names[i] = text_dup(options->properties[i]);
        if (!projection->names[i])
            return CIM_NO_MEMORY;
        projection->name_count++;
    }
    return CIM_OK;
}

enum cim_status projection_init(struct projection *projection,
                                const struct repo_get_options *options, struct cim_error *err)
{
    *projection = (struct projection){0};
    if (!options || (!options->keys_only && !options->has_properties))
        return CIM_OK;
    projection->is_active = true;
    if (options->keys_only)
        return CIM_OK;
    for (size_t i = 0; i < options->property_count; i++)
    {
        if (text_equal(options->properties[i], TEXT_LITERAL("*")))
            return cim_fail(err, CIM_INVALID_PARAMETER, "\"*\" is not the name of a property");
    }
    if (!copy_names(projection, options))
        return CIM_OK;
    projection_free(projection);
    return no_memory(err);
}

/* The instances of a class come together, so one class is remembered. */
static enum cim_status choose(struct projection *projection, const struct cim_class *cls)
{
    struct cim_columns *keep = cim_columns_create(cls->property_count);
    if (!keep)
        return CIM_NO_MEMORY;
    for (size_t i = 0; i < cls->property_count; i++)
        keep->shows[i] = cls->properties[i].is_key;
    for (size_t i = 0; i < projection->name_count; i++)
    {
        const struct cim_property *found = cim_class_find(cls, text_from(projection->names[i]));
        if (found)
            keep->shows[found - cls->properties] = true;
    }
    cim_columns_release(projection->keep);
    projection->keep = keep;
    projection->cls = cls;
    return CIM_OK;
}

enum cim_status projection_apply(struct projection *projection, struct cim_object *object,
                                 struct cim_error *err)
{
    struct cim_value null;

    if (!projection->is_active)
        return CIM_OK;
    if (projection->cls != object->cls && choose(projection, object->cls))
        return no_memory(err);
    for (size_t i = 0; i < object->cls->property_count; i++)
    {
        const struct cim_property *property = &object->cls->properties[i];
        if (projection->keep->shows[i])
            continue;
        cim_value_init_null(&null, property->type, property->is_array);
        enum cim_status status = cim_object_put_at(object, i, &null, err);
        if (status)
            return status;
    }
    if (projection->hides)
        object->columns = cim_columns_ref(projection->keep);
    return CIM_OK;
}

/* --- getting --- */

static enum cim_status get_by_path(struct cim_object **out, struct repo_space *space,
                                   const struct class_tree *tree, const struct cim_path *path,
                                   struct store_connection *connection, struct cim_error *err)
{
    struct stored_class *family, *stored;
    struct buffer key;
    uint64_t id;

    enum cim_status status = class_tree_get_named(&family, tree, text_from(path->class_name),
                                                  CIM_INVALID_CLASS, connection, space->name, err);
    if (status)
        return status;
    buffer_init(&key, 0);
    status = cim_path_key_bytes(&key, path, family->cls, err);
    if (status == CIM_NO_MEMORY)
        no_memory(err);
    if (!status)
    {
        size_t index = class_tree_find_id(tree, family->id);
        status = instance_find(out, &stored, &id, tree, index, buffer_text(&key), connection, err);
    }
    buffer_free(&key);
    if (status == CIM_FALSE)
        status =
            repo_fail(err, CIM_NOT_FOUND, family->cls->name, NULL,
                      "no such instance of class \"%s\" in %s", family->cls->name, space->name);
    return status;
}

static enum cim_status finish_get(struct cim_object *object, const struct repo_space *space,
                                  const struct repo_get_options *options, struct cim_error *err)
{
    struct projection projection;
    enum cim_status status = projection_init(&projection, options, err);
    if (!status)
        status = projection_apply(&projection, object, err);
    projection_free(&projection);
    if (!status)
        status = instance_decorate(object, space, err);
    return status;
}

enum cim_status repo_get_instance(struct cim_object **out, struct repo_space *space,
                                  const struct cim_path *path,
                                  const struct repo_get_options *options, struct cim_error *err)
{
    struct store_connection *connection;
    struct class_tree *tree = NULL;
    struct cim_object *object = NULL;

    *out = NULL;
    if (!path->class_name || !cim_path_is_instance(path))
        return cim_fail(err, CIM_INVALID_OBJECT_PATH, "the path does not name an instance");
    enum cim_status status = store_read_begin(&connection, space->repo->store, err);
    if (status)
        return status;
    status = space_tree(&tree, space, connection, err);
    if (!status)
        status = get_by_path(&object, space, tree, path, connection, err);
    store_read_end(connection);
    if (!status)
        status = finish_get(object, space, options, err);
    if (status)
        cim_object_release(object);
    else
        *out = object;
    class_tree_release(tree);
    return status;
}
