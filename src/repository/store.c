/* Opening and closing a store. */
#include "store_private.h"

#include "../cim/mem.h"
#include "../cim/text.h"

#include <stdio.h>
#include <string.h>

static enum cim_status name_file(struct store *store, const char *path, struct cim_error *err)
{
    static volatile int32_t memory_stores;
    char name[32];
    store->memory = strcmp(path, ":memory:") == 0;
    if (store->memory)
    {
        snprintf(name, sizeof(name), "/swbem-%d", (int)plat_atomic_add(&memory_stores, 1));
        path = name;
    }
    store->path = text_dup(text_from(path));
    if (!store->path)
        return cim_fail(err, CIM_NO_MEMORY, "no memory to open a store");
    return CIM_OK;
}

enum cim_status store_open(struct store **out, const char *path, struct cim_error *err)
{
    struct store *store = mem_zalloc(sizeof(*store));
    if (!store)
        return cim_fail(err, CIM_NO_MEMORY, "no memory to open a store");
    store->own_counter = 0;
    store->counter = &store->own_counter;
    enum cim_status status = name_file(store, path, err);
    if (!status && !store->memory)
        status = store_check_file(store->path, err);
    if (!status)
        status = connection_open(&store->writer, store, true, err);
    store->keep_snapshots = !store->memory;
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
    while (store->idle)
    {
        struct store_connection *next = store->idle->next;
        connection_close(store->idle);
        store->idle = next;
    }
    connection_close(store->writer);
    mem_free(store->path);
    mem_free(store);
}

bool store_is_read_only(const struct store *store)
{
    return store->read_only;
}
