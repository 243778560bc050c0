/* Changes of the registry that can be taken back while they are made. Internal to this room.
 *
 * Each change notes what was there before it is done; registry_rollback() undoes them in reverse. One thread. */
#ifndef SWBEM_COM_REGISTRY_H
#define SWBEM_COM_REGISTRY_H

#include <windows.h>
#include <stdbool.h>

struct registry_change; /* opaque */

struct registry
{
    HKEY root;                       /* HKEY_LOCAL_MACHINE or HKEY_CURRENT_USER */
    struct registry_change *changes; /* owned, the latest first */
};

struct registry_value
{
    bool exists;
    DWORD type;
    DWORD size;
    BYTE *data; /* owned: registry_value_free() */
};

/** Read a value; one that is absent is no error. @param name  NULL or "": the default value */
LONG registry_get(struct registry *registry, const WCHAR *path, const WCHAR *name,
                  struct registry_value *out);
void registry_value_free(struct registry_value *value);
bool registry_value_equal(const struct registry_value *a, const struct registry_value *b);
/** A borrowed REG_SZ. */
struct registry_value registry_text(const WCHAR *text);

bool registry_key_exists(struct registry *registry, const WCHAR *path);
/** True where the key is there and has neither values nor keys. */
bool registry_key_is_empty(struct registry *registry, const WCHAR *path);
/** One key; its parent must exist. One that exists is no error. */
LONG registry_create_key(struct registry *registry, const WCHAR *path);
/** Set, or where value->exists is false delete, a value of an existing key. */
LONG registry_set(struct registry *registry, const WCHAR *path, const WCHAR *name,
                  const struct registry_value *value);
/** A key without keys and values; another is refused. One that is absent is no error. */
LONG registry_delete_key(struct registry *registry, const WCHAR *path);

void registry_rollback(struct registry *registry);
/** Forget how to undo. */
void registry_commit(struct registry *registry);

#endif
