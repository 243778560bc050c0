/* Changes of the registry that can be taken back; see registry.h.
 *
 * The undo list is written before the change, so that what cannot be noted is not done. Undoing a change that had no
 * effect does no harm. One thread at a time per struct registry. */
#include "registry.h"

#include <stdlib.h>
#include <wchar.h>

enum change_kind
{
    CHANGE_VALUE,
    CHANGE_KEY_CREATED,
    CHANGE_KEY_DELETED,
};

struct registry_change
{
    struct registry_change *next;
    enum change_kind kind;
    WCHAR *path;                  /* owned */
    WCHAR *name;                  /* owned; CHANGE_VALUE */
    struct registry_value before; /* CHANGE_VALUE */
};

void registry_value_free(struct registry_value *value)
{
    free(value->data);
    memset(value, 0, sizeof(*value));
}

bool registry_value_equal(const struct registry_value *a, const struct registry_value *b)
{
    if (!a->exists || !b->exists)
        return a->exists == b->exists;
    return a->type == b->type && a->size == b->size &&
           (!a->size || !memcmp(a->data, b->data, a->size));
}

struct registry_value registry_text(const WCHAR *text)
{
    return (struct registry_value){.exists = true,
                                   .type = REG_SZ,
                                   .size = (DWORD)((wcslen(text) + 1) * sizeof(WCHAR)),
                                   .data = (BYTE *)text};
}

LONG registry_get(struct registry *registry, const WCHAR *path, const WCHAR *name,
                  struct registry_value *out)
{
    HKEY key;

    memset(out, 0, sizeof(*out));
    LONG error = RegOpenKeyExW(registry->root, path, 0, KEY_QUERY_VALUE, &key);
    if (error)
        return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
    error = RegQueryValueExW(key, name, NULL, &out->type, NULL, &out->size);
    if (!error && out->size)
    {
        out->data = malloc(out->size);
        error = out->data ? RegQueryValueExW(key, name, NULL, &out->type, out->data, &out->size)
                          : ERROR_NOT_ENOUGH_MEMORY;
    }
    RegCloseKey(key);
    if (!error)
        out->exists = true;
    else
        registry_value_free(out);
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

bool registry_key_exists(struct registry *registry, const WCHAR *path)
{
    HKEY key;
    if (RegOpenKeyExW(registry->root, path, 0, KEY_QUERY_VALUE, &key))
        return false;
    RegCloseKey(key);
    return true;
}

bool registry_key_is_empty(struct registry *registry, const WCHAR *path)
{
    DWORD keys = 1, values = 1;
    HKEY key;

    if (RegOpenKeyExW(registry->root, path, 0, KEY_QUERY_VALUE, &key))
        return false;
    LONG error =
        RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
    RegCloseKey(key);
    return !error && !keys && !values;
}

/* --- changes --------------------------------------------------------------------------------- */

static LONG write_value(struct registry *registry, const WCHAR *path, const WCHAR *name,
                        const struct registry_value *value)
{
    HKEY key;
    LONG error = RegOpenKeyExW(registry->root, path, 0, KEY_SET_VALUE, &key);
    if (error)
        return error;
    if (value->exists)
        error = RegSetValueExW(key, name, 0, value->type, value->data, value->size);
    else
        error = RegDeleteValueW(key, name);
    RegCloseKey(key);
    return !value->exists && error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}

static LONG write_key(struct registry *registry, const WCHAR *path)
{
    HKEY key;
    LONG error =
        RegCreateKeyExW(registry->root, path, 0, NULL, 0, KEY_QUERY_VALUE, NULL, &key, NULL);
    if (!error)
        RegCloseKey(key);
    return error;
}

static void free_change(struct registry_change *change)
{
    registry_value_free(&change->before);
    free(change->path);
    free(change->name);
    free(change);
}

static struct registry_change *note(struct registry *registry, enum change_kind kind,
                                    const WCHAR *path, const WCHAR *name)
{
    struct registry_change *change = calloc(1, sizeof(*change));
    if (!change)
        return NULL;
    change->kind = kind;
    change->path = _wcsdup(path);
    change->name = _wcsdup(name ? name : L"");
    if (!change->path || !change->name)
    {
        free_change(change);
        return NULL;
    }
    change->next = registry->changes;
    registry->changes = change;
    return change;
}

static void forget_latest(struct registry *registry)
{
    struct registry_change *change = registry->changes;
    registry->changes = change->next;
    free_change(change);
}

LONG registry_create_key(struct registry *registry, const WCHAR *path)
{
    if (registry_key_exists(registry, path))
        return ERROR_SUCCESS;
    if (!note(registry, CHANGE_KEY_CREATED, path, NULL))
        return ERROR_NOT_ENOUGH_MEMORY;
    LONG error = write_key(registry, path);
    if (error)
        forget_latest(registry);
    return error;
}

LONG registry_delete_key(struct registry *registry, const WCHAR *path)
{
    if (!registry_key_exists(registry, path))
        return ERROR_SUCCESS;
    if (!registry_key_is_empty(registry, path))
        return ERROR_DIR_NOT_EMPTY; /* what it holds could not be brought back */
    if (!note(registry, CHANGE_KEY_DELETED, path, NULL))
        return ERROR_NOT_ENOUGH_MEMORY;
    LONG error = RegDeleteKeyW(registry->root, path);
    if (error)
        forget_latest(registry);
    return error;
}

LONG registry_set(struct registry *registry, const WCHAR *path, const WCHAR *name,
                  const struct registry_value *value)
{
    struct registry_change *change = note(registry, CHANGE_VALUE, path, name);
    if (!change)
        return ERROR_NOT_ENOUGH_MEMORY;
    LONG error = registry_get(registry, path, name, &change->before);
    if (!error)
        error = write_value(registry, path, name, value);
    if (error)
        forget_latest(registry);
    return error;
}

void registry_rollback(struct registry *registry)
{
    while (registry->changes)
    {
        struct registry_change *change = registry->changes;
        if (change->kind == CHANGE_VALUE)
            write_value(registry, change->path, change->name, &change->before);
        else if (change->kind == CHANGE_KEY_DELETED)
            write_key(registry, change->path);
        else
            RegDeleteKeyW(registry->root, change->path);
        forget_latest(registry);
    }
}

void registry_commit(struct registry *registry)
{
    while (registry->changes)
        forget_latest(registry);
}
