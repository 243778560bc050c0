/* The rows of the table `class`. Each function is one statement on the writer's connection. */
#include "class_rules.h"

#include "../cim/mem.h"
#include "fail.h"
#include "instance.h"
#include "sql.h"

enum cim_status class_row_next_id(uint64_t *out, struct store_connection *connection,
                                  struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_CLASS_LAST, err);
    if (status)
        return status;
    status = sql_step(&sql, "looking for the last class", err);
    if (status == CIM_OK)
        *out = (sql_is_null(&sql, 0) ? 0 : sql_number(&sql, 0)) + 1;
    sql_done(&sql);
    if (!status && *out >= CLASS_ID_LIMIT)
        return cim_fail(err, CIM_QUOTA_VIOLATION, "the store is full of classes");
    return status;
}

enum cim_status class_row_insert(struct store_connection *connection, uint64_t space_id,
                                 const struct cim_class *cls, uint64_t super_id,
                                 struct text encoding, struct cim_error *err)
{
    struct sql sql;
    size_t size;
    char *folded = text_dup_fold(text_from(cls->name), &size);
    if (!folded)
        return no_memory(err);
    enum cim_status status = sql_begin(&sql, connection, SQL_CLASS_INSERT, err);
    if (!status)
    {
        sql_bind_number(&sql, 1, cls->id);
        sql_bind_number(&sql, 2, space_id);
        sql_bind_bytes(&sql, 3, folded, size);
        sql_bind_number(&sql, 4, super_id);
        sql_bind_number(&sql, 5, cls->version);
        sql_bind_bytes(&sql, 6, encoding.data, encoding.size);
        status = sql_run(&sql, "storing a class", err);
    }
    mem_free(folded);
    return status;
}

enum cim_status class_row_update(struct store_connection *connection, const struct cim_class *cls,
                                 struct text encoding, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_CLASS_UPDATE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, cls->id);
    sql_bind_number(&sql, 2, cls->version);
    sql_bind_bytes(&sql, 3, encoding.data, encoding.size);
    return sql_run(&sql, "storing a class", err);
}

enum cim_status class_row_delete(struct store_connection *connection, uint64_t id,
                                 struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_CLASS_DELETE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, id);
    return sql_run(&sql, "deleting a class", err);
}

enum cim_status class_has_instances(bool *out, struct store_connection *connection, uint64_t id,
                                    struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_INSTANCE_LAST, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, instance_first_id(id));
    sql_bind_number(&sql, 2, instance_first_id(id + 1));
    status = sql_step(&sql, "looking for instances", err);
    if (status == CIM_OK)
        *out = !sql_is_null(&sql, 0);
    sql_done(&sql);
    return status;
}
