/* The table of entries: for each indexed property (keys have their own index) and each reference, the instances
 * that hold a value. Written in the same part of a batch as the row that they speak of. */
#include "instance.h"

#include "../cim/key.h"
#include "fail.h"

#define ENTRY_VALUE_MAXIMUM 200

enum cim_status entry_value(struct buffer *out, enum cim_type type, const union cim_scalar *scalar)
{
    size_t start = out->size;

    cim_key_append_scalar(out, type, scalar);
    if (out->size - start > ENTRY_VALUE_MAXIMUM)
        out->size = start + ENTRY_VALUE_MAXIMUM;
    return buffer_status(out);
}

/* The entry of a property in `out`. @return CIM_FALSE when it has none, being NULL */
static enum cim_status value_of(struct buffer *out, const struct cim_object *object, uint32_t index)
{
    union cim_scalar scalar;

    buffer_clear(out);
    enum cim_status status = cim_object_peek(&scalar, object, index);
    if (status)
        return status == CIM_TYPE_MISMATCH ? CIM_FALSE : status;
    return entry_value(out, object->cls->properties[index].type, &scalar);
}

static enum cim_status run(struct repo_batch *batch, unsigned text, uint64_t number,
                           const struct buffer *value, uint64_t id, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, batch->connection, text, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, number);
    sql_bind_bytes(&sql, 2, value->data, value->size);
    sql_bind_number(&sql, 3, id);
    return sql_run(&sql, "writing an index entry", err);
}

static enum cim_status run_all(struct repo_batch *batch, unsigned text,
                               const struct stored_class *stored, const struct cim_object *object,
                               uint64_t id, struct cim_error *err)
{
    for (size_t i = 0; i < stored->entry_count; i++)
    {
        const struct entry_property *entry = &stored->entries[i];
        enum cim_status status = value_of(&batch->data, object, entry->index);
        if (status == CIM_FALSE)
            continue;
        if (status)
            return no_memory(err);
        status = run(batch, text, entry->number, &batch->data, id, err);
        if (status)
            return status;
    }
    return CIM_OK;
}

enum cim_status entry_insert_all(struct repo_batch *batch, const struct stored_class *stored,
                                 const struct cim_object *object, uint64_t id,
                                 struct cim_error *err)
{
    return run_all(batch, SQL_ENTRY_INSERT, stored, object, id, err);
}

enum cim_status entry_delete_all(struct repo_batch *batch, const struct stored_class *stored,
                                 const struct cim_object *object, uint64_t id,
                                 struct cim_error *err)
{
    return run_all(batch, SQL_ENTRY_DELETE, stored, object, id, err);
}

static enum cim_status update_one(struct repo_batch *batch, const struct entry_property *entry,
                                  const struct cim_object *before, const struct cim_object *after,
                                  uint64_t id, struct cim_error *err)
{
    struct buffer *old = &batch->data, *new = &batch->other_key;
    enum cim_status had = value_of(old, before, entry->index);
    enum cim_status has = value_of(new, after, entry->index);
    enum cim_status status = CIM_OK;

    if ((had && had != CIM_FALSE) || (has && has != CIM_FALSE))
        return no_memory(err);
    if (had == has && text_equal(buffer_text(old), buffer_text(new)))
        return CIM_OK;
    if (!had)
        status = run(batch, SQL_ENTRY_DELETE, entry->number, old, id, err);
    if (!status && !has)
        status = run(batch, SQL_ENTRY_INSERT, entry->number, new, id, err);
    return status;
}

enum cim_status entry_update_all(struct repo_batch *batch, const struct stored_class *stored,
                                 const struct cim_object *before, const struct cim_object *after,
                                 uint64_t id, struct cim_error *err)
{
    enum cim_status status = CIM_OK;

    for (size_t i = 0; !status && i < stored->entry_count; i++)
        status = update_one(batch, &stored->entries[i], before, after, id, err);
    return status;
}
