/* Putting an instance: checks, the key, and the rows (behaviour.md 8.4, 8.5, 9.1).
 *
 * The common put is one statement, an insertion that becomes an update where the key is there: no savepoint,
 * no look-up before it. Classes with index entries, and namespaces, are looked up first and written in a part
 * of the batch. */
#include "instance.h"

#include "../cim/mem.h"

#include <stdio.h>

#include "class_rules.h"
#include "fail.h"
#include "system_classes.h"

#define VERSION_AT 4 /* of a block: object.h */

/* One put under way. */
struct put
{
    struct repo_batch *batch;
    struct repo_space *space;
    struct class_tree *tree;
    struct stored_class *stored;
    struct cim_object *object; /* referenced: as it is to be stored */
    unsigned flags;
    const struct repo_put_options *options;
};

static enum cim_status already_exists(const struct put *put, struct cim_error *err)
{
    const char *name = put->stored->cls->name;

    if (put->flags & REPO_CREATE_ONLY)
        return repo_fail(err, CIM_ALREADY_EXISTS, name, NULL,
                         "the instance of class \"%s\" is already in %s", name, put->space->name);
    return repo_fail(err, CIM_ALREADY_EXISTS, name, NULL,
                     "another class related to \"%s\" has an instance with this key in %s", name,
                     put->space->name);
}

static enum cim_status not_found(const struct put *put, struct cim_error *err)
{
    const char *name = put->stored->cls->name;

    return repo_fail(err, CIM_NOT_FOUND, name, NULL,
                     "no such instance of class \"%s\" in %s to be updated", name,
                     put->space->name);
}

/* --- checks --- */

static enum cim_status find_class(struct put *put, const struct cim_object *object,
                                  struct cim_error *err)
{
    struct text name = text_from(object->cls->name);
    enum cim_status status = batch_tree(&put->tree, put->batch, put->space, err);
    if (!status)
        status = class_tree_get_named(&put->stored, put->tree, name, CIM_INVALID_CLASS,
                                      put->batch->connection, put->space->name, err);
    if (status)
        return status;
    const struct cim_class *cls = put->stored->cls;
    if (cls->is_abstract)
        return repo_fail(err, CIM_INVALID_OPERATION, cls->name, NULL,
                         "class \"%s\" is abstract and has no instances", cls->name);
    if (!put->stored->root)
        return repo_fail(err, CIM_NO_KEY, cls->name, NULL,
                         "class \"%s\" has no key: its instances cannot be stored", cls->name);
    if (put->stored->is_system)
        return repo_fail(err, CIM_INVALID_OPERATION, cls->name, NULL,
                         "the instance of system class \"%s\" cannot be written", cls->name);
    return CIM_OK;
}

static bool has_amended(const struct cim_qualifiers *set)
{
    for (size_t i = 0; i < set->count; i++)
    {
        unsigned flavor = set->items[i].flavor;
        if ((flavor & CIM_FLAVOR_AMENDED) && !(flavor & CIM_FLAVOR_PROPAGATED))
            return true;
    }
    return false;
}

static void strip_amended(struct cim_qualifiers *set)
{
    for (size_t i = set->count; i > 0; i--)
    {
        const struct cim_qualifier *item = &set->items[i - 1];
        if ((item->flavor & CIM_FLAVOR_AMENDED) && !(item->flavor & CIM_FLAVOR_PROPAGATED))
            cim_qualifiers_remove(set, (struct text){item->name, item->name_size}, NULL);
    }
}

static bool object_has_amended(const struct cim_object *object)
{
    if (has_amended(&object->qualifiers))
        return true;
    for (size_t i = 0; object->property_qualifiers && i < object->cls->property_count; i++)
    {
        if (has_amended(&object->property_qualifiers[i]))
            return true;
    }
    return false;
}

/* Replace put->object by a copy that this put may change. */
static enum cim_status own_object(struct put *put, struct cim_error *err)
{
    struct cim_object *copy;

    if (cim_object_clone(&copy, put->object))
        return no_memory(err);
    cim_object_release(put->object);
    put->object = copy;
    return CIM_OK;
}

static enum cim_status handle_amended(struct put *put, struct cim_error *err)
{
    const char *name = put->stored->cls->name;

    if (!object_has_amended(put->object))
        return CIM_OK;
    if (!(put->flags & REPO_USE_AMENDED))
        return repo_fail(err, CIM_AMENDED_OBJECT, name, NULL,
                         "the instance of class \"%s\" has amended qualifiers", name);
    enum cim_status status = own_object(put, err);
    if (status)
        return status;
    strip_amended(&put->object->qualifiers);
    for (size_t i = 0; put->object->property_qualifiers && i < put->object->cls->property_count;
         i++)
        strip_amended(&put->object->property_qualifiers[i]);
    return CIM_OK;
}

/* --- keys --- */

/* A random GUID (version 4) as Windows writes it. */
static bool print_guid(char out[40])
{
    unsigned char b[16];

    if (!plat_random(b, sizeof(b)))
        return false;
    b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    snprintf(out, 40, "{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
             b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
             b[14], b[15]);
    return true;
}

/* The single string key that was left NULL; the client's object is not told (behaviour.md 24, 25). */
static enum cim_status generate_key(struct put *put, struct cim_error *err)
{
    const struct cim_class *cls = put->object->cls;
    union cim_scalar scalar;
    struct cim_value value;
    char guid[40];

    if (cls->key_count != 1 || cls->properties[cls->all_keys[0]].type != CIM_TYPE_STRING ||
        cim_object_peek(&scalar, put->object, cls->all_keys[0]) != CIM_FALSE)
        return CIM_OK;
    if (!print_guid(guid))
        return cim_fail(err, CIM_FAILED, "the system gives no random numbers for a key");
    enum cim_status status = own_object(put, err);
    if (status)
        return status;
    if (cim_value_set_string(&value, CIM_TYPE_STRING, text_from(guid)))
        return no_memory(err);
    status = cim_object_put_at(put->object, cls->all_keys[0], &value, err);
    cim_value_clear(&value);
    return status;
}

static enum cim_status check_key_texts(const struct put *put, struct cim_error *err)
{
    const struct cim_class *cls = put->object->cls;
    union cim_scalar scalar;

    for (uint32_t i = 0; i < cls->key_count; i++)
    {
        const struct cim_property *property = &cls->properties[cls->all_keys[i]];
        if (property->type != CIM_TYPE_STRING ||
            cim_object_peek(&scalar, put->object, cls->all_keys[i]))
            continue;
        for (size_t at = 0; at < scalar.string.size; at++)
        {
            if ((unsigned char)scalar.string.data[at] < ' ')
                return repo_fail(err, CIM_INVALID_OBJECT, cls->name, property->name,
                                 "key \"%s\" of class \"%s\" has a control character",
                                 property->name, cls->name);
        }
    }
    return CIM_OK;
}

static enum cim_status make_key(struct put *put, struct cim_error *err)
{
    enum cim_status status = generate_key(put, err);
    if (!status)
        status = check_key_texts(put, err);
    if (status)
        return status;
    buffer_clear(&put->batch->key);
    status = cim_object_key(&put->batch->key, put->object, err);
    return status == CIM_NO_MEMORY ? no_memory(err) : status;
}

static enum cim_status check_required(const struct put *put, struct cim_error *err)
{
    const struct cim_class *cls = put->stored->cls;
    union cim_scalar scalar;

    for (size_t i = 0; i < put->stored->required_count; i++)
    {
        uint32_t index = put->stored->required[i];
        enum cim_status status = cim_object_peek(&scalar, put->object, index);
        if (status == CIM_TYPE_MISMATCH)
        {
            struct cim_value value;
            if (cim_object_get_at(&value, put->object, index))
                return no_memory(err);
            status = value.is_null ? CIM_FALSE : CIM_OK;
            cim_value_clear(&value);
        }
        if (status == CIM_FALSE)
            return repo_fail(err, CIM_ILLEGAL_NULL, cls->name, cls->properties[index].name,
                             "property \"%s\" of class \"%s\" may not be NULL",
                             cls->properties[index].name, cls->name);
    }
    return CIM_OK;
}

/* --- rows --- */

/* The block, under the version of the stored class. */
static struct text block_of(struct put *put, enum cim_status *status)
{
    const struct cim_object *object = put->object;
    struct buffer *data = &put->batch->data;
    uint32_t version = put->stored->cls->version;

    *status = CIM_OK;
    if (object->cls->version == version)
        return (struct text){(const char *)object->block, object->block_size};
    buffer_clear(data);
    buffer_append(data, object->block, object->block_size);
    *status = buffer_status(data);
    for (size_t i = 0; !*status && i < 4; i++)
        data->data[VERSION_AT + i] = (unsigned char)(version >> (8 * i));
    return buffer_text(data);
}

/* Bind block and qualifiers and run the statement. */
static enum cim_status run_write(struct put *put, struct sql *sql, int data_at,
                                 struct cim_error *err)
{
    enum cim_status status;
    struct text block = block_of(put, &status);
    struct text qualifiers = buffer_text(&put->batch->qualifiers);

    if (status)
    {
        sql_done(sql);
        return no_memory(err);
    }
    sql_bind_bytes(sql, data_at, block.data, block.size);
    if (qualifiers.size)
        sql_bind_bytes(sql, data_at + 1, qualifiers.data, qualifiers.size);
    return sql_run(sql, "storing an instance", err);
}

/* @param id  what a new row gets @return CIM_FALSE when the statement wrote nothing */
static enum cim_status run_insert(struct put *put, unsigned text, uint64_t *id,
                                  struct cim_error *err)
{
    struct repo_batch *batch = put->batch;
    uint64_t number;
    struct sql sql;
    enum cim_status status = batch_next_number(&number, batch, put->stored->id, err);
    if (!status)
        status = sql_begin(&sql, batch->connection, text, err);
    if (status)
        return status;
    *id = instance_first_id(put->stored->id) | number;
    sql_bind_number(&sql, 1, *id);
    sql_bind_number(&sql, 2, put->stored->root);
    sql_bind_bytes(&sql, 3, batch->key.data, batch->key.size);
    status = run_write(put, &sql, 4, err);
    if (!status && sql_changes(batch->connection) == 0)
        return CIM_FALSE;
    return status;
}

static enum cim_status run_update(struct put *put, uint64_t id, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, put->batch->connection, SQL_INSTANCE_UPDATE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, id);
    return run_write(put, &sql, 2, err);
}

/* The stored instance with this key. @param before  referenced; NULL when there is none
 *  @return CIM_ALREADY_EXISTS when another class of the family has it */
static enum cim_status find_before(struct put *put, struct cim_object **before, uint64_t *id,
                                   struct cim_error *err)
{
    struct instance_row row;
    struct sql sql;
    enum cim_status status = instance_lookup(&sql, &row, put->batch->connection, put->stored->root,
                                             buffer_text(&put->batch->key), err);
    *before = NULL;
    if (status)
        return status == CIM_FALSE ? CIM_OK : status;
    *id = row.id;
    if (instance_class_id(row.id) != put->stored->id)
        status = already_exists(put, err);
    else
        status = instance_from_row(before, &row, put->stored->cls, err);
    sql_done(&sql);
    return status;
}

/* The quick way: nothing hangs on the row. */
static enum cim_status write_alone(struct put *put, struct cim_error *err)
{
    bool create_only = (put->flags & REPO_CREATE_ONLY) != 0;
    struct cim_object *before;
    uint64_t id = 0;
    enum cim_status status;

    if (!(put->flags & REPO_UPDATE_ONLY))
    {
        status = run_insert(put, create_only ? SQL_INSTANCE_CREATE : SQL_INSTANCE_PUT, &id, err);
        return status == CIM_FALSE ? already_exists(put, err) : status;
    }
    status = find_before(put, &before, &id, err);
    if (status)
        return status;
    if (!before)
        return not_found(put, err);
    cim_object_release(before);
    return run_update(put, id, err);
}

static enum cim_status create_namespace(struct put *put, struct cim_error *err)
{
    struct cim_value name;
    enum cim_status status = cim_object_get(&name, put->object, TEXT_LITERAL("Name"));
    if (status)
        return no_memory(err);
    status = space_insert(put->batch, put->space, name.scalar.string, err);
    cim_value_clear(&name);
    return status;
}

static enum cim_status write_new(struct put *put, struct cim_error *err)
{
    uint64_t id;
    enum cim_status status = run_insert(put, SQL_INSTANCE_CREATE, &id, err);
    if (status == CIM_FALSE)
        return already_exists(put, err);
    if (!status)
        status = entry_insert_all(put->batch, put->stored, put->object, id, err);
    if (!status && put->stored->is_namespace)
        status = create_namespace(put, err);
    return status;
}

static enum cim_status write_changed(struct put *put, const struct cim_object *before, uint64_t id,
                                     struct cim_error *err)
{
    enum cim_status status = run_update(put, id, err);
    if (!status)
        status = entry_update_all(put->batch, put->stored, before, put->object, id, err);
    return status;
}

static enum cim_status write_with_dependents(struct put *put, struct cim_error *err)
{
    struct cim_object *before;
    uint64_t id = 0;
    enum cim_status status = find_before(put, &before, &id, err);
    if (status)
        return status;
    if (before && (put->flags & REPO_CREATE_ONLY))
        status = already_exists(put, err);
    else if (!before && (put->flags & REPO_UPDATE_ONLY))
        status = not_found(put, err);
    if (!status)
        status = batch_part_begin(put->batch, err);
    if (!status)
    {
        status = before ? write_changed(put, before, id, err) : write_new(put, err);
        status = batch_part_end(put->batch, status, err);
    }
    cim_object_release(before);
    return status;
}

/* --- the whole --- */

/* Behaviour.md 9.1: what is stored is the stored instance with a part of this one laid over it. */
static enum cim_status merge(struct put *put, struct cim_error *err)
{
    struct cim_object *before;
    uint64_t id;
    enum cim_status status = make_key(put, err);
    if (!status)
        status = find_before(put, &before, &id, err);
    if (status)
        return status;
    if (!before)
        return not_found(put, err);
    status = instance_merge(before, put->object, put->options, err);
    if (status)
    {
        cim_object_release(before);
        return status;
    }
    cim_object_release(put->object);
    put->object = before;
    return CIM_OK;
}

static enum cim_status prepare(struct put *put, struct cim_error *err)
{
    enum cim_status status = handle_amended(put, err);
    if (!status && put->options && put->options->extensions)
        status = merge(put, err);
    if (!status)
        status = make_key(put, err);
    if (!status)
        status = check_required(put, err);
    if (!status && cim_object_compact(put->object))
        status = no_memory(err);
    if (status)
        return status;
    buffer_clear(&put->batch->qualifiers);
    status = cim_object_encode_qualifiers(&put->batch->qualifiers, put->object);
    return status ? no_memory(err) : CIM_OK;
}

static enum cim_status store(struct put *put, struct cim_error *err)
{
    if (put->stored->entry_count || put->stored->is_namespace)
        return write_with_dependents(put, err);
    return write_alone(put, err);
}

static enum cim_status put_in_batch(struct put *put, struct cim_object *object,
                                    struct buffer *relpath, struct cim_error *err)
{
    size_t path_start = relpath ? relpath->size : 0;
    enum cim_status status = find_class(put, object, err);
    if (!status)
        status = instance_fit(&put->object, put->stored->cls, object, err);
    if (!status)
        status = prepare(put, err);
    if (!status && relpath && cim_object_relpath(relpath, put->object))
        status = no_memory(err);
    if (!status)
        status = store(put, err);
    if (status && relpath && relpath->data)
        relpath->size = path_start;
    cim_object_release(put->object);
    return status;
}

static enum cim_status check_arguments(const struct cim_object *object, unsigned flags,
                                       const struct repo_put_options *options,
                                       struct cim_error *err)
{
    if (!object)
        return cim_fail(err, CIM_INVALID_PARAMETER, "no instance was given");
    if (object->is_class)
        return cim_fail(err, CIM_INVALID_OBJECT, "the object is a class, not an instance");
    if (!object->cls->name[0])
        return cim_fail(err, CIM_INVALID_OBJECT, "the instance is of a class without name");
    if (options && options->extensions && !(flags & REPO_UPDATE_ONLY))
        return cim_fail(err, CIM_INVALID_CONTEXT,
                        "a partial update is only possible with the flag UpdateOnly");
    return check_put_flags(flags, err);
}

/* A row of a query with columns is a part of its instance: the properties that show are laid over the stored one, so
 * that the others are not lost. @param names  owned; mem_free() */
static enum cim_status options_of_columns(struct repo_put_options *out, struct text **names,
                                          const struct cim_object *object, struct cim_error *err)
{
    const struct cim_class *cls = object->cls;

    *out = (struct repo_put_options){.extensions = true, .has_properties = true};
    *names = mem_calloc(cls->property_count, sizeof(**names));
    if (!*names)
        return no_memory(err);
    for (size_t i = 0; i < cls->property_count; i++)
    {
        if (cim_object_shows(object, i))
            (*names)[out->property_count++] =
                (struct text){cls->properties[i].name, cls->properties[i].name_size};
    }
    out->properties = *names;
    return CIM_OK;
}

enum cim_status repo_put_instance(struct repo_space *space, struct repo_batch *batch,
                                  struct cim_object *object, unsigned flags,
                                  const struct repo_put_options *options, struct buffer *relpath,
                                  struct cim_error *err)
{
    struct put put = {.space = space, .flags = flags, .options = options};
    struct repo_put_options columns;
    struct text *names = NULL;
    bool is_own;

    enum cim_status status = check_arguments(object, flags, options, err);
    if (!status && object->columns && !(options && options->extensions))
    {
        status = options_of_columns(&columns, &names, object, err);
        put.options = &columns;
    }
    if (!status)
        status = batch_enter(&put.batch, &is_own, batch, space, err);
    if (!status)
    {
        status = put_in_batch(&put, object, relpath, err);
        status = batch_leave(put.batch, is_own, status, err);
    }
    mem_free(names);
    return status;
}
