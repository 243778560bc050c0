/* Namespaces: opening, creating and deleting them, and the classes that each saw last.
 *
 * A namespace is a row of the table `namespace` and an instance of __Namespace in its parent, which the
 * functions for instances write; space_insert() and space_delete() do the rest. Any thread. */
#include "space.h"

#include <string.h>

#include "../cim/mem.h"
#include "batch.h"
#include "fail.h"
#include "instance.h"
#include "sql.h"
#include "system_classes.h"

/* Those that exist from the beginning and stay. */
static const char *const standard_spaces[] = {"root", "root\\default", "root\\cimv2",
                                              "root\\subscription"};
#define STANDARD_SPACES (sizeof(standard_spaces) / sizeof(standard_spaces[0]))

/* --- the list of a store --- */

void space_free(struct repo_space *space)
{
    class_tree_release(space->tree);
    mem_free(space->name);
    mem_free(space->folded);
    mem_free(space);
}

static struct repo_space *find_space(const struct repo *repo, struct text folded)
{
    for (struct repo_space *space = repo->spaces; space; space = space->next)
    {
        if (text_equal((struct text){space->folded, space->folded_size}, folded))
            return space;
    }
    return NULL;
}

static enum cim_status space_new(struct repo_space **out, struct repo *repo, struct text name,
                                 struct text folded)
{
    struct repo_space *space = mem_zalloc(sizeof(*space));
    if (!space)
        return CIM_NO_MEMORY;
    space->repo = repo;
    space->name = text_dup(name);
    space->folded = text_dup(folded);
    space->folded_size = folded.size;
    if (!space->name || !space->folded)
    {
        space_free(space);
        return CIM_NO_MEMORY;
    }
    *out = space;
    return CIM_OK;
}

/* Called with the lock of the store held. */
static void take_reference(struct repo_space *space)
{
    if (space->references++ == 0)
        repo_ref(space->repo);
}

struct repo_space *repo_space_ref(struct repo_space *space)
{
    plat_mutex_lock(&space->repo->lock);
    take_reference(space);
    plat_mutex_unlock(&space->repo->lock);
    return space;
}

void repo_space_release(struct repo_space *space)
{
    if (!space)
        return;
    struct repo *repo = space->repo;
    plat_mutex_lock(&repo->lock);
    bool is_last = --space->references == 0;
    plat_mutex_unlock(&repo->lock);
    if (is_last)
        repo_release(repo);
}

const char *repo_space_name(const struct repo_space *space)
{
    return space->name;
}

struct repo *repo_space_repo(const struct repo_space *space)
{
    return space->repo;
}

/* --- opening --- */

/* Find or make the entry of a namespace whose row was read. @param out referenced */
static enum cim_status enter_space(struct repo_space **out, struct repo *repo, struct text name,
                                   struct text folded)
{
    enum cim_status status = CIM_OK;

    plat_mutex_lock(&repo->lock);
    struct repo_space *space = find_space(repo, folded);
    if (!space)
    {
        status = space_new(&space, repo, name, folded);
        if (!status)
        {
            space->next = repo->spaces;
            repo->spaces = space;
        }
    }
    if (!status)
    {
        take_reference(space);
        *out = space;
    }
    plat_mutex_unlock(&repo->lock);
    return status;
}

static enum cim_status open_folded(struct repo_space **out, struct repo *repo, struct text name,
                                   struct text folded, struct cim_error *err)
{
    struct store_connection *connection;
    struct sql sql;
    enum cim_status status = store_read_begin(&connection, repo->store, err);
    if (status)
        return status;
    status = sql_begin(&sql, connection, SQL_SPACE_FIND, err);
    if (!status)
    {
        sql_bind_bytes(&sql, 1, folded.data, folded.size);
        status = sql_step(&sql, "looking up a namespace", err);
    }
    if (status == CIM_FALSE)
        status = cim_fail(err, CIM_INVALID_NAMESPACE, "namespace \"%s\" does not exist", name.data);
    else if (!status)
    {
        status = enter_space(out, repo, sql_bytes(&sql, 1), folded);
        if (status)
            no_memory(err);
        sql_done(&sql);
    }
    store_read_end(connection);
    return status;
}

/* A namespace text in canonical case. @param name  with single backslashes */
static enum cim_status fold_space_name(struct buffer *name, char **folded, size_t *size,
                                       struct text text, struct cim_error *err)
{
    enum cim_status status = cim_namespace_normalise(name, text, err);
    if (status == CIM_INVALID_OBJECT_PATH)
        return cim_fail(err, CIM_INVALID_NAMESPACE, "illegal name of a namespace");
    if (status)
        return status;
    *folded = text_dup_fold(buffer_text(name), size);
    return *folded ? CIM_OK : no_memory(err);
}

enum cim_status repo_space_open(struct repo_space **out, struct repo *repo, struct text name,
                                struct cim_error *err)
{
    struct buffer normal;
    char *folded = NULL;
    size_t size;

    *out = NULL;
    buffer_init(&normal, 0);
    enum cim_status status = fold_space_name(&normal, &folded, &size, name, err);
    if (!status)
        status = open_folded(out, repo, buffer_text(&normal), (struct text){folded, size}, err);
    mem_free(folded);
    buffer_free(&normal);
    return status;
}

/* --- the classes seen last --- */

void space_publish(struct repo_space *space, struct class_tree *tree, uint64_t generation)
{
    struct repo *repo = space->repo;
    struct class_tree *before = NULL;

    plat_mutex_lock(&repo->lock);
    before = space->tree;
    space->tree = class_tree_ref(tree);
    space->schema_generation = generation;
    plat_mutex_unlock(&repo->lock);
    class_tree_release(before);
}

void space_restamp(struct repo *repo, uint64_t before, uint64_t after)
{
    plat_mutex_lock(&repo->lock);
    for (struct repo_space *space = repo->spaces; space; space = space->next)
    {
        if (space->tree && space->schema_generation == before)
            space->schema_generation = after;
    }
    plat_mutex_unlock(&repo->lock);
}

enum cim_status space_tree(struct class_tree **out, struct repo_space *space,
                           struct store_connection *connection, struct cim_error *err)
{
    uint64_t generation = store_schema_generation(connection);
    struct repo *repo = space->repo;
    bool is_current;

    plat_mutex_lock(&repo->lock);
    is_current = generation && space->tree && space->schema_generation == generation;
    if (is_current)
        *out = class_tree_ref(space->tree);
    plat_mutex_unlock(&repo->lock);
    if (is_current)
        return CIM_OK;

    struct text folded = {space->folded, space->folded_size};
    enum cim_status status = class_tree_load(out, connection, folded, err);
    if (!status && generation)
        space_publish(space, *out, generation);
    return status;
}

/* --- creating --- */

static enum cim_status insert_row(uint64_t *id, struct store_connection *connection,
                                  struct text name, struct text folded, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_SPACE_INSERT, err);
    if (status)
        return status;
    sql_bind_text(&sql, 1, name);
    sql_bind_bytes(&sql, 2, folded.data, folded.size);
    status = sql_run(&sql, "creating a namespace", err);
    if (!status)
        *id = (uint64_t)sqlite3_last_insert_rowid(store_database(connection));
    return status;
}

static enum cim_status insert_space(struct repo_batch *batch, struct text name,
                                    struct cim_error *err)
{
    uint64_t id = 0;
    size_t size;
    enum cim_status status = CIM_OK;
    char *folded = text_dup_fold(name, &size);
    if (!folded)
        return no_memory(err);
    if (!batch->system_classes)
        status = system_classes_build(&batch->system_classes, err);
    if (!status)
        status = insert_row(&id, batch->connection, name, (struct text){folded, size}, err);
    mem_free(folded);
    if (!status)
        status = system_classes_store(batch->system_classes, batch->connection, id, name,
                                      batch->repo->path, err);
    return status;
}

static enum cim_status child_name(struct buffer *out, const char *parent, struct text name)
{
    buffer_append_string(out, parent);
    buffer_append_char(out, '\\');
    buffer_append_text(out, name);
    return buffer_status(out);
}

static unsigned depth(const char *name)
{
    unsigned components = 1;

    for (; *name; name++)
        components += *name == '\\';
    return components;
}

static enum cim_status full_name(struct buffer *out, const struct repo_space *parent,
                                 struct text name, struct cim_error *err)
{
    if (!text_is_name(name) || text_utf16_length(name) > CIM_MAX_NAME)
        return repo_fail(err, CIM_INVALID_PARAMETER, "__Namespace", "Name",
                         "illegal name of a namespace below %s", parent->name);
    if (depth(parent->name) >= CIM_PATH_MAX_NAMESPACES)
        return cim_fail(err, CIM_QUOTA_VIOLATION, "namespaces nest too deep below %s",
                        parent->name);
    return child_name(out, parent->name, name) ? no_memory(err) : CIM_OK;
}

enum cim_status space_insert(struct repo_batch *batch, const struct repo_space *parent,
                             struct text name, struct cim_error *err)
{
    struct buffer full;

    buffer_init(&full, 0);
    enum cim_status status = full_name(&full, parent, name, err);
    if (!status)
        status = insert_space(batch, buffer_text(&full), err);
    if (!status)
        status = store_bump_schema_generation(batch->connection, err);
    buffer_free(&full);
    return status;
}

/* --- putting instances of __Namespace --- */

static enum cim_status spawn_namespace(struct cim_object **out, struct cim_class *cls,
                                       struct text name, struct cim_error *err)
{
    struct cim_object *object = NULL;
    struct cim_value value;

    if (cim_object_spawn(&object, cls))
        return no_memory(err);
    enum cim_status status = cim_value_set_string(&value, CIM_TYPE_STRING, name);
    if (!status)
    {
        status = cim_object_put(object, TEXT_LITERAL("Name"), &value, NULL);
        cim_value_clear(&value);
    }
    if (status)
    {
        cim_object_release(object);
        return no_memory(err);
    }
    *out = object;
    return CIM_OK;
}

static enum cim_status put_namespace(struct repo_space *parent, struct repo_batch *batch,
                                     struct text name, struct cim_error *err)
{
    struct class_tree *tree;
    struct stored_class *stored;
    struct cim_object *object = NULL;

    enum cim_status status = batch_tree(&tree, batch, parent, err);
    if (!status)
        status = class_tree_get_named(&stored, tree, TEXT_LITERAL("__Namespace"), CIM_INVALID_CLASS,
                                      batch->connection, parent->name, err);
    if (!status)
        status = spawn_namespace(&object, stored->cls, name, err);
    if (status)
        return status;
    status = repo_put_instance(parent, batch, object, REPO_CREATE_ONLY, NULL, NULL, err);
    cim_object_release(object);
    return status;
}

enum cim_status repo_space_create(struct repo_space *parent, struct text name,
                                  struct cim_error *err)
{
    struct repo_batch *batch;
    bool is_own;
    enum cim_status status = batch_enter(&batch, &is_own, NULL, parent, err);
    if (status)
        return status;
    status = put_namespace(parent, batch, name, err);
    return batch_leave(batch, is_own, status, err);
}

/* --- deleting --- */

static bool is_standard(struct text name)
{
    for (size_t i = 0; i < STANDARD_SPACES; i++)
    {
        if (text_equal_fold(name, text_from(standard_spaces[i])))
            return true;
    }
    return false;
}

static enum cim_status run_range(struct repo_batch *batch, unsigned text, uint64_t first,
                                 uint64_t end, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, batch->connection, text, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, first);
    sql_bind_number(&sql, 2, end);
    return sql_run(&sql, "deleting a namespace", err);
}

/* Numbers of the first column, as bytes of a buffer. */
static enum cim_status collect_ids(struct buffer *out, struct sql *sql, struct cim_error *err)
{
    enum cim_status status;

    while ((status = sql_step(sql, "deleting a namespace", err)) == CIM_OK)
    {
        uint64_t id = sql_number(sql, 0);
        buffer_append(out, &id, sizeof(id));
    }
    if (status == CIM_FALSE)
        status = buffer_status(out) ? no_memory(err) : CIM_OK;
    return status;
}

static uint64_t id_at(const struct buffer *ids, size_t index)
{
    uint64_t id;

    memcpy(&id, ids->data + index * sizeof(id), sizeof(id));
    return id;
}

/* Index entries are numbered by classes of the same namespace. */
static enum cim_status delete_class_content(struct repo_batch *batch, uint64_t class_id,
                                            struct cim_error *err)
{
    enum cim_status status =
        run_range(batch, SQL_INSTANCE_DELETE_RANGE, instance_first_id(class_id),
                  instance_first_id(class_id + 1), err);
    if (status)
        return status;
    return run_range(batch, SQL_ENTRY_DELETE_RANGE, class_id << ENTRY_INDEX_BITS,
                     (class_id + 1) << ENTRY_INDEX_BITS, err);
}

static enum cim_status run_by_id(struct repo_batch *batch, unsigned text, uint64_t id,
                                 struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, batch->connection, text, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, id);
    return sql_run(&sql, "deleting a namespace", err);
}

static enum cim_status delete_space_rows(struct repo_batch *batch, uint64_t space_id,
                                         struct cim_error *err)
{
    struct buffer ids;
    struct sql sql;

    buffer_init(&ids, 0);
    enum cim_status status = sql_begin(&sql, batch->connection, SQL_CLASS_TREE, err);
    if (!status)
    {
        sql_bind_number(&sql, 1, space_id);
        status = collect_ids(&ids, &sql, err);
    }
    for (size_t i = 0; !status && i < ids.size / sizeof(uint64_t); i++)
        status = delete_class_content(batch, id_at(&ids, i), err);
    if (!status)
        status = run_by_id(batch, SQL_CLASS_DELETE_SPACE, space_id, err);
    if (!status)
        status = run_by_id(batch, SQL_SPACE_DELETE, space_id, err);
    buffer_free(&ids);
    return status;
}

/* The ids of a namespace and of all below it: their names go on behind a backslash. */
static enum cim_status find_family(struct buffer *ids, struct repo_batch *batch,
                                   const struct text *folded, struct cim_error *err)
{
    struct buffer first, end;
    struct sql sql;

    buffer_init(&first, 0);
    buffer_init(&end, 0);
    buffer_append_text(&first, *folded);
    buffer_append_char(&first, '\\');
    buffer_append_text(&end, *folded);
    buffer_append_char(&end, '\\' + 1);
    enum cim_status status = CIM_OK;
    if (buffer_status(&first) || buffer_status(&end))
        status = no_memory(err);
    if (!status)
        status = sql_begin(&sql, batch->connection, SQL_SPACE_FAMILY, err);
    if (!status)
    {
        sql_bind_bytes(&sql, 1, folded->data, folded->size);
        sql_bind_bytes(&sql, 2, first.data, first.size);
        sql_bind_bytes(&sql, 3, end.data, end.size);
        status = collect_ids(ids, &sql, err);
    }
    buffer_free(&first);
    buffer_free(&end);
    return status;
}

static enum cim_status delete_family(struct repo_batch *batch, struct text folded,
                                     struct cim_error *err)
{
    struct buffer ids;

    buffer_init(&ids, 0);
    enum cim_status status = find_family(&ids, batch, &folded, err);
    for (size_t i = 0; !status && i < ids.size / sizeof(uint64_t); i++)
        status = delete_space_rows(batch, id_at(&ids, i), err);
    if (!status)
        status = store_bump_schema_generation(batch->connection, err);
    if (!status)
        batch_forget_spaces(batch, folded);
    buffer_free(&ids);
    return status;
}

enum cim_status space_delete(struct repo_batch *batch, const struct repo_space *parent,
                             struct text name, struct cim_error *err)
{
    struct buffer full;
    char *folded = NULL;
    size_t size;

    buffer_init(&full, 0);
    enum cim_status status = full_name(&full, parent, name, err);
    if (!status && is_standard(buffer_text(&full)))
        status = repo_fail(err, CIM_INVALID_OPERATION, "__Namespace", NULL,
                           "namespace %s cannot be deleted", (const char *)full.data);
    if (!status)
    {
        folded = text_dup_fold(buffer_text(&full), &size);
        status = folded ? delete_family(batch, (struct text){folded, size}, err) : no_memory(err);
    }
    mem_free(folded);
    buffer_free(&full);
    return status;
}

/* --- creating a store --- */

static enum cim_status has_root(bool *out, struct store_connection *connection,
                                struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_SPACE_FIND, err);
    if (status)
        return status;
    struct text root = text_from(standard_spaces[0]);
    size_t size;
    char *folded = text_dup_fold(root, &size);
    if (!folded)
    {
        sql_done(&sql);
        return no_memory(err);
    }
    sql_bind_bytes(&sql, 1, folded, size);
    status = sql_step(&sql, "looking for the namespace root", err);
    sql_done(&sql);
    mem_free(folded);
    *out = status == CIM_OK;
    return status == CIM_FALSE ? CIM_OK : status;
}

static enum cim_status root_space(struct repo_space **out, struct repo *repo, struct cim_error *err)
{
    struct text root = text_from(standard_spaces[0]);
    size_t size;
    char *folded = text_dup_fold(root, &size);
    enum cim_status status = CIM_NO_MEMORY;

    if (folded)
        status = enter_space(out, repo, root, (struct text){folded, size});
    mem_free(folded);
    return status ? no_memory(err) : CIM_OK;
}

/* Root is the one namespace without an instance of __Namespace. */
static enum cim_status fill_store(struct repo *repo, struct repo_batch *batch,
                                  struct cim_error *err)
{
    struct repo_space *root;
    enum cim_status status = insert_space(batch, text_from(standard_spaces[0]), err);
    if (!status)
        status = store_bump_schema_generation(batch->connection, err);
    if (!status)
        status = root_space(&root, repo, err);
    if (status)
        return status;
    for (size_t i = 1; !status && i < STANDARD_SPACES; i++)
        status = put_namespace(root, batch, text_from(standard_spaces[i] + sizeof("root")), err);
    repo_space_release(root);
    return status;
}

/* Another process may have been quicker, so the writer looks again. */
static enum cim_status fill_if_empty(struct repo *repo, struct repo_batch *batch,
                                     struct cim_error *err)
{
    bool is_there = false;
    enum cim_status status = has_root(&is_there, batch->connection, err);

    return status || is_there ? status : fill_store(repo, batch, err);
}

enum cim_status space_create_all(struct repo *repo, struct cim_error *err)
{
    struct store_connection *connection;
    struct repo_batch *batch;
    bool is_there = false;

    enum cim_status status = store_read_begin(&connection, repo->store, err);
    if (status)
        return status;
    status = has_root(&is_there, connection, err);
    store_read_end(connection);
    if (status || is_there)
        return status;
    status = repo_batch_begin(&batch, repo, err);
    if (status)
        return status;
    return batch_leave(batch, true, fill_if_empty(repo, batch, err), err);
}
