/* Batches: the transaction, what it has changed in the class trees, and the numbers it gives to new rows.
 *
 * Trees of a batch are its own until it commits; then the namespaces get them together with the new schema
 * generation. One thread uses a batch. */
#include "batch.h"

#include <string.h>

#include "../cim/mem.h"
#include "fail.h"
#include "instance.h"
#include "sql.h"

static void drop_entry(struct batch_space **at)
{
    struct batch_space *entry = *at;

    *at = entry->next;
    class_tree_release(entry->tree);
    repo_space_release(entry->space);
    mem_free(entry);
}

static void batch_free(struct repo_batch *batch)
{
    while (batch->spaces)
        drop_entry(&batch->spaces);
    system_classes_free(batch->system_classes);
    buffer_free(&batch->key);
    buffer_free(&batch->other_key);
    buffer_free(&batch->qualifiers);
    buffer_free(&batch->data);
    repo_release(batch->repo);
    mem_free(batch);
}

enum cim_status repo_batch_begin(struct repo_batch **out, struct repo *repo, struct cim_error *err)
{
    *out = NULL;
    struct repo_batch *batch = mem_zalloc(sizeof(*batch));
    if (!batch)
        return no_memory(err);
    buffer_init(&batch->key, 0);
    buffer_init(&batch->other_key, 0);
    buffer_init(&batch->qualifiers, 0);
    buffer_init(&batch->data, 0);
    batch->repo = repo_ref(repo);
    enum cim_status status = store_write_begin(&batch->connection, repo->store, err);
    if (status)
    {
        batch_free(batch);
        return status;
    }
    batch->schema_generation = store_schema_generation(batch->connection);
    *out = batch;
    return CIM_OK;
}

void repo_batch_abandon(struct repo_batch *batch)
{
    if (!batch)
        return;
    store_write_end(batch->connection, false, NULL);
    batch_free(batch);
}

/* The namespaces that the batch left alone are as they were; those it changed are as its trees are. */
static void tell_caches(const struct repo_batch *batch, uint64_t generation)
{
    if (generation == batch->schema_generation || !generation)
        return;
    if (!batch->has_deleted_spaces && batch->schema_generation)
        space_restamp(batch->repo, batch->schema_generation, generation);
    for (const struct batch_space *entry = batch->spaces; entry; entry = entry->next)
    {
        if (entry->is_changed)
            space_publish(entry->space, entry->tree, generation);
    }
}

enum cim_status repo_batch_commit(struct repo_batch *batch, struct cim_error *err)
{
    enum cim_status status = batch->broken;
    if (status)
    {
        cim_fail(err, status, "the store gave up a batch of writes (%s)", cim_status_name(status));
        repo_batch_abandon(batch);
        return status;
    }
    uint64_t generation = store_schema_generation(batch->connection);
    status = store_write_end(batch->connection, true, err);
    if (!status)
        tell_caches(batch, generation);
    batch_free(batch);
    return status;
}

/* --- operations in a batch --- */

enum cim_status batch_enter(struct repo_batch **out, bool *is_own, struct repo_batch *batch,
                            const struct repo_space *space, struct cim_error *err)
{
    *is_own = !batch;
    *out = batch;
    if (!batch)
        return repo_batch_begin(out, space->repo, err);
    if (batch->repo != space->repo)
        return cim_fail(err, CIM_INVALID_PARAMETER, "the batch is of another store than %s",
                        space->name);
    if (batch->broken)
        return cim_fail(err, batch->broken, "the store gave up the batch of writes (%s)",
                        cim_status_name(batch->broken));
    return CIM_OK;
}

/* Some failures of SQLite, a full disk for one, end the whole transaction. */
static void note_lost_transaction(struct repo_batch *batch, enum cim_status status)
{
    if (status && !batch->broken && sqlite3_get_autocommit(store_database(batch->connection)))
        batch->broken = status;
}

enum cim_status batch_leave(struct repo_batch *batch, bool is_own, enum cim_status status,
                            struct cim_error *err)
{
    if (!batch)
        return status;
    if (!is_own)
    {
        note_lost_transaction(batch, status);
        return status;
    }
    if (!status)
        return repo_batch_commit(batch, err);
    repo_batch_abandon(batch);
    return status;
}

enum cim_status batch_part_begin(struct repo_batch *batch, struct cim_error *err)
{
    return store_savepoint(batch->connection, err);
}

enum cim_status batch_part_end(struct repo_batch *batch, enum cim_status status,
                               struct cim_error *err)
{
    note_lost_transaction(batch, status);
    if (batch->broken)
        return status;
    if (!status)
        return store_savepoint_end(batch->connection, true, err);
    if (store_savepoint_end(batch->connection, false, NULL))
        batch->broken = status;
    return status;
}

/* --- class trees --- */

static struct batch_space *find_entry(struct repo_batch *batch, const struct repo_space *space)
{
    struct batch_space **at = &batch->spaces;

    while (*at && (*at)->space != space)
        at = &(*at)->next;
    struct batch_space *entry = *at;
    if (entry && entry != batch->spaces)
    {
        *at = entry->next;
        entry->next = batch->spaces;
        batch->spaces = entry;
    }
    return entry;
}

enum cim_status batch_tree(struct class_tree **out, struct repo_batch *batch,
                           struct repo_space *space, struct cim_error *err)
{
    struct batch_space *entry = find_entry(batch, space);
    if (entry)
    {
        *out = entry->tree;
        return CIM_OK;
    }
    entry = mem_zalloc(sizeof(*entry));
    if (!entry)
        return no_memory(err);
    enum cim_status status = space_tree(&entry->tree, space, batch->connection, err);
    if (status)
    {
        mem_free(entry);
        return status;
    }
    entry->space = repo_space_ref(space);
    entry->next = batch->spaces;
    batch->spaces = entry;
    *out = entry->tree;
    return CIM_OK;
}

void batch_set_tree(struct repo_batch *batch, const struct repo_space *space,
                    struct class_tree *tree)
{
    struct batch_space *entry = find_entry(batch, space);

    class_tree_release(entry->tree);
    entry->tree = tree;
    entry->is_changed = true;
}

/* True for the name itself and for those that go on behind a backslash. */
static bool is_at_or_below(const struct repo_space *space, struct text folded)
{
    if (space->folded_size < folded.size || memcmp(space->folded, folded.data, folded.size) != 0)
        return false;
    return space->folded_size == folded.size || space->folded[folded.size] == '\\';
}

void batch_forget_spaces(struct repo_batch *batch, struct text folded)
{
    struct batch_space **at = &batch->spaces;

    batch->has_deleted_spaces = true;
    while (*at)
    {
        if (is_at_or_below((*at)->space, folded))
            drop_entry(at);
        else
            at = &(*at)->next;
    }
}

/* --- running numbers --- */

static enum cim_status read_last_number(uint64_t *out, struct repo_batch *batch, uint64_t class_id,
                                        struct cim_error *err)
{
    struct sql sql;
    uint64_t first = class_id << INSTANCE_NUMBER_BITS;
    enum cim_status status = sql_begin(&sql, batch->connection, SQL_INSTANCE_LAST, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, first);
    sql_bind_number(&sql, 2, (class_id + 1) << INSTANCE_NUMBER_BITS);
    status = sql_step(&sql, "looking for the last instance", err);
    if (status == CIM_OK)
        *out = sql_is_null(&sql, 0) ? 0 : sql_number(&sql, 0) - first;
    sql_done(&sql);
    return status == CIM_FALSE ? CIM_OK : status;
}

enum cim_status batch_next_number(uint64_t *out, struct repo_batch *batch, uint64_t class_id,
                                  struct cim_error *err)
{
    struct class_counter *counter = &batch->counters[class_id % BATCH_COUNTERS];

    if (counter->class_id != class_id)
    {
        uint64_t last = 0;
        enum cim_status status = read_last_number(&last, batch, class_id, err);
        if (status)
            return status;
        counter->class_id = class_id;
        counter->next = last + 1;
    }
    if (counter->next >> INSTANCE_NUMBER_BITS)
        return cim_fail(err, CIM_QUOTA_VIOLATION, "too many instances of one class");
    *out = counter->next++;
    return CIM_OK;
}
