/* Opening and closing a store. */
#include "store_private.h"
#include "vfs.h"

#include "../cim/mem.h"
#include "../cim/text.h"

#include <stdio.h>
#include <string.h>

static enum cim_status name_file(struct store *store, const char *path, struct cim_error *err)
{
    static volatile int32_t memory_stores;
    char name[32];
    store->mode = strcmp(path, ":memory:") == 0 ? MODE_MEMORY : MODE_SHARED;
    if (store->mode == MODE_MEMORY)
    {
        snprintf(name, sizeof(name), "/swbem-%d.db", (int)plat_atomic_add(&memory_stores, 1));
        path = name;
    }
    store->path = text_dup(text_from(path));
    if (!store->path)
        return cim_fail(err, CIM_NO_MEMORY, "no memory to open a store");
    return CIM_OK;
}

enum cim_status store_open(struct store **out, const char *path, struct cim_error *err)
{
    int result = vfs_register();
    if (result != SQLITE_OK)
        return store_fail_with(NULL, result, "starting SQLite", err);
    struct store *store = mem_zalloc(sizeof(*store));
    if (!store)
        return cim_fail(err, CIM_NO_MEMORY, "no memory to open a store");
    store->counter = &store->own_counter;
    store->checkpoint_pages = CHECKPOINT_PAGES;
    enum cim_status status = name_file(store, path, err);
    if (!status && store->mode != MODE_MEMORY)
        status = store_check_file(store->path, &store->read_only, err);
    if (!status)
        status = store_attach(store, err);
    if (!status)
        *out = store;
    else
        store_close(store);
    return status;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_detach(store);
    if (store->mode == MODE_MEMORY && store->path)
        vfs_memory_delete(store->path);
    mem_free(store->path);
    mem_free(store);
}

bool store_is_read_only(const struct store *store)
{
    return store->read_only;
}
