#include "unit/repository/fixture.h"

#include <stdio.h>

struct repo *repo;
struct repo_space *space;
struct cim_error err;

static size_t live_before;

void fixture_open(void)
{
    live_before = mem_live();
    ck_assert_msg(!repo_open(&repo, ":memory:", &err), "%s", err.message);
    ck_assert_msg(!repo_space_open(&space, repo, TEXT_LITERAL("root\\cimv2"), &err), "%s",
                  err.message);
}

void fixture_close(void)
{
    repo_space_release(space);
    repo_release(repo);
    repo_shutdown();
    ck_assert_msg(mem_live() == live_before, "%u blocks stay",
                  (unsigned)(mem_live() - live_before));
}

/* --- classes --- */

static const struct
{
    char mark;
    const char *qualifier;
} marks[] = {{'*', "key"}, {'#', "indexed"}, {'!', "not_null"}};

static void add_declared(struct cim_class *cls, const struct declared *declared)
{
    const char *name = declared->name, *qualifier = NULL;

    for (size_t i = 0; i < COUNT_OF(marks); i++)
    {
        if (name[0] == marks[i].mark)
            qualifier = marks[i].qualifier;
    }
    name += qualifier != NULL;
    ck_assert_status(add_property(cls, name, declared->type), CIM_OK);
    if (qualifier)
        ck_assert_status(put_true(cls, name, qualifier), CIM_OK);
}

struct cim_class *declare(const char *name, const char *superclass,
                          const struct declared *properties)
{
    struct cim_class *parent = superclass ? get_class(superclass) : NULL, *cls;

    ck_assert_status(new_class(&cls, name, parent), CIM_OK);
    for (; properties && properties->name; properties++)
        add_declared(cls, properties);
    cim_class_release(parent);
    return cls;
}

struct cim_class *edit_stored(const char *name)
{
    struct cim_class *stored = get_class(name), *copy;

    ck_assert_status(cim_class_clone(&copy, stored), CIM_OK);
    cim_class_release(stored);
    return copy;
}

void qualify(struct cim_class *cls, const char *property, const char *qualifier,
             const struct cim_value *value, unsigned flavor)
{
    struct text name = text_from(qualifier);
    enum cim_status status;

    if (property)
        status =
            cim_class_put_property_qualifier(cls, text_from(property), name, value, flavor, &err);
    else
        status = cim_class_put_qualifier(cls, name, value, flavor, &err);
    ck_assert_msg(!status, "%s", err.message);
}

void set_true(struct cim_class *cls, const char *property, const char *qualifier)
{
    struct cim_value value = value_true();

    qualify(cls, property, qualifier, &value, property ? TO_ALL : 0);
}

enum cim_status put_declared(struct cim_class *cls, unsigned flags)
{
    enum cim_status status = repo_put_class(space, NULL, cls, flags, &err);

    cim_class_release(cls);
    return status;
}

void store_class(const char *name, const char *superclass, const struct declared *properties)
{
    ck_assert_put(put_declared(declare(name, superclass, properties), 0));
}

struct cim_class *get_class(const char *name)
{
    struct cim_class *cls = NULL;

    ck_assert_msg(!repo_get_class(&cls, space, text_from(name), &err), "%s", err.message);
    return cls;
}

bool has_class(const char *name)
{
    struct cim_class *cls;
    enum cim_status status = repo_get_class(&cls, space, text_from(name), &err);

    ck_assert_msg(!status || status == CIM_NOT_FOUND, "%s", err.message);
    cim_class_release(cls);
    return !status;
}

/* --- instances --- */

struct cim_object *spawn(const char *class_name)
{
    struct cim_class *cls = get_class(class_name);
    struct cim_object *object;

    ck_assert_status(cim_object_spawn(&object, cls), CIM_OK);
    cim_class_release(cls);
    return object;
}

void set_text(struct cim_object *object, const char *property, const char *text)
{
    struct cim_value value = value_text(text);

    ck_assert_msg(!cim_object_put(object, text_from(property), &value, &err), "%s", err.message);
}

void set_int(struct cim_object *object, const char *property, int64_t number)
{
    struct cim_value value = value_int(number);

    ck_assert_msg(!cim_object_put(object, text_from(property), &value, &err), "%s", err.message);
}

enum cim_status put(struct cim_object *object, unsigned flags)
{
    return repo_put_instance(space, NULL, object, flags, NULL, NULL, &err);
}

enum cim_status put_named(const char *class_name, const char *key, const char *name, unsigned flags)
{
    struct cim_object *object = spawn(class_name);

    set_text(object, key, name);
    enum cim_status status = put(object, flags);
    cim_object_release(object);
    return status;
}

enum cim_status get(struct cim_object **out, const char *path)
{
    struct cim_path parsed;

    cim_path_init(&parsed);
    ck_assert_msg(!cim_path_parse(&parsed, text_from(path), &err), "%s", err.message);
    enum cim_status status = repo_get_instance(out, space, &parsed, NULL, &err);
    cim_path_free(&parsed);
    return status;
}

bool has_instance(const char *path)
{
    struct cim_object *object;
    enum cim_status status = get(&object, path);

    ck_assert_msg(!status || status == CIM_NOT_FOUND, "%s: %s", path, err.message);
    cim_object_release(object);
    return !status;
}

const char *text_of(const struct cim_object *object, const char *property)
{
    static char text[200];
    struct cim_value value;
    struct buffer buffer;

    ck_assert_status(cim_object_get(&value, object, text_from(property)), CIM_OK);
    buffer_init(&buffer, 0);
    if (value.is_null)
        buffer_append_string(&buffer, "NULL");
    else
        ck_assert_status(cim_scalar_to_text(&buffer, value.type, &value.scalar), CIM_OK);
    snprintf(text, sizeof(text), "%s", buffer.data ? (const char *)buffer.data : "");
    buffer_free(&buffer);
    cim_value_clear(&value);
    return text;
}

const char *stored_text(const char *path, const char *property)
{
    struct cim_object *object;

    ck_assert_msg(!get(&object, path), "%s", err.message);
    const char *text = text_of(object, property);
    cim_object_release(object);
    return text;
}

/* --- cursors --- */

const char *paths_of(struct repo_cursor *cursor)
{
    static char text[4000];
    struct buffer paths;
    struct cim_object *object;
    enum cim_status status;

    buffer_init(&paths, 0);
    while ((status = repo_cursor_next(&object, cursor, &err)) == CIM_OK)
    {
        if (paths.size)
            buffer_append_char(&paths, ' ');
        ck_assert_status(cim_object_relpath(&paths, object), CIM_OK);
        cim_object_release(object);
    }
    ck_assert_msg(status == CIM_FALSE, "%s", err.message);
    repo_cursor_close(cursor);
    snprintf(text, sizeof(text), "%s", paths.data ? (const char *)paths.data : "");
    buffer_free(&paths);
    return text;
}

const char *enumerate(const char *class_name, bool deep)
{
    struct repo_cursor *cursor;

    ck_assert_msg(!repo_enum_instances(&cursor, space, text_from(class_name), deep, NULL, &err),
                  "%s", err.message);
    return paths_of(cursor);
}

static enum cim_status run_query(struct repo_cursor **out, const char *wql)
{
    struct wql_query *parsed;
    enum cim_status status = wql_parse(&parsed, text_from(wql), &err);

    *out = NULL;
    return status ? status : repo_query(out, space, parsed, &err);
}

const char *query(const char *wql)
{
    struct repo_cursor *cursor;

    ck_assert_msg(!run_query(&cursor, wql), "%s: %s", wql, err.message);
    return paths_of(cursor);
}

enum cim_status query_status(const char *wql)
{
    struct repo_cursor *cursor;
    enum cim_status status = run_query(&cursor, wql);

    repo_cursor_close(cursor);
    return status;
}
