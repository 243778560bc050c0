/* A shim over a file system of SQLite's for a process that is alone with a database.
 *
 * The first connection to a file takes one real exclusive lock on it, which keeps every other program that
 * speaks SQLite's locking protocol out, until the last connection is closed. All further locks and the index of
 * the write-ahead log are in the memory of this process, shared by its connections: no transaction makes a
 * system call for a lock, which would be a round trip to the server under Wine. (SQLite's own "unix-excl" does
 * this on POSIX systems only; locking_mode=EXCLUSIVE allows one connection.)
 *
 * Only main database files are wrapped; logs and temporary files go to the base file system untouched.
 * `nodes_lock` guards the list of files, the lock of a node its state. A file that may only be read and files
 * in memory need no real lock. */
#include "vfs.h"

#include "../cim/mem.h"
#include "../platform/platform.h"

#include <string.h>

/* One database file, however many connections have it. */
struct node
{
    struct node *next;
    sqlite3_vfs *base;
    sqlite3_filename name; /* owned */
    unsigned references;
    sqlite3_file *guard; /* holds the real lock; NULL where none is needed */
    struct plat_mutex lock;
    unsigned shared;           /* files at SHARED or above */
    struct alone_file *writer; /* the file above SHARED */
    bool pending;              /* the writer waits for readers or is EXCLUSIVE: no new readers */
    unsigned char **regions;   /* of the log's index */
    int region_count;
    unsigned region_users;
    int slots[SQLITE_SHM_NLOCK]; /* the index's locks: number of sharers, -1 exclusive */
};

struct alone_file
{
    sqlite3_file base; /* first */
    struct node *node;
    int level;      /* SQLITE_LOCK_* */
    bool immutable; /* may only be read and has no log: SQLite need not look for one */
    bool maps;
    bool slot_shared[SQLITE_SHM_NLOCK];
    bool slot_exclusive[SQLITE_SHM_NLOCK];
    sqlite3_file *real; /* behind this struct */
};

static struct plat_mutex nodes_lock;
static struct node *nodes;

static struct alone_file *alone(sqlite3_file *base)
{
    return (struct alone_file *)base;
}

static sqlite3_file *real(sqlite3_file *base)
{
    return alone(base)->real;
}

/* --- nodes; nodes_lock is held ------------------------------------------------------------------ */

static void free_node(struct node *node)
{
    if (node->guard && node->guard->pMethods)
        node->guard->pMethods->xClose(node->guard);
    mem_free(node->guard);
    if (node->name)
        sqlite3_free_filename(node->name);
    mem_free(node);
}

static int lock_guard(struct node *node)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB;
    node->guard = mem_zalloc((size_t)node->base->szOsFile);
    if (!node->guard)
        return SQLITE_NOMEM;
    int result = node->base->xOpen(node->base, node->name, node->guard, flags, NULL);
    if (result == SQLITE_OK)
        result = node->guard->pMethods->xLock(node->guard, SQLITE_LOCK_SHARED);
    if (result == SQLITE_OK)
        result = node->guard->pMethods->xLock(node->guard, SQLITE_LOCK_EXCLUSIVE);
    return result;
}

static int make_node(struct node **out, sqlite3_vfs *base, const char *name, bool guarded)
{
    struct node *node = mem_zalloc(sizeof(*node));
    if (!node)
        return SQLITE_NOMEM;
    node->base = base;
    node->references = 1;
    node->name = sqlite3_create_filename(name, "", "", 0, NULL);
    int result = node->name ? SQLITE_OK : SQLITE_NOMEM;
    if (result == SQLITE_OK && guarded)
        result = lock_guard(node);
    if (result == SQLITE_OK)
        *out = node;
    else
        free_node(node);
    return result;
}

static struct node *find_node(const sqlite3_vfs *base, const char *name)
{
    for (struct node *node = nodes; node; node = node->next)
        if (node->base == base && strcmp(node->name, name) == 0)
            return node;
    return NULL;
}

static int take_node(struct node **out, sqlite3_vfs *base, const char *name, bool guarded)
{
    struct node *node = find_node(base, name);
    if (node)
    {
        node->references++;
        *out = node;
        return SQLITE_OK;
    }
    int result = make_node(&node, base, name, guarded);
    if (result != SQLITE_OK)
        return result;
    node->next = nodes;
    nodes = node;
    *out = node;
    return SQLITE_OK;
}

static void release_node(struct node *node)
{
    if (--node->references)
        return;
    struct node **link = &nodes;
    while (*link != node)
        link = &(*link)->next;
    *link = node->next;
    free_node(node);
}

/* --- the database file's locks ------------------------------------------------------------------ */

static int raise_level(struct node *node, struct alone_file *file, int level)
{
    if (level == SQLITE_LOCK_SHARED)
    {
        if (node->pending)
            return SQLITE_BUSY;
        node->shared++;
        file->level = level;
        return SQLITE_OK;
    }
    if (node->writer && node->writer != file)
        return SQLITE_BUSY;
    node->writer = file;
    if (level == SQLITE_LOCK_EXCLUSIVE)
        node->pending = true;
    if (level == SQLITE_LOCK_EXCLUSIVE && node->shared > 1)
    {
        file->level = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    file->level = level;
    return SQLITE_OK;
}

static int alone_lock(sqlite3_file *base, int level)
{
    struct alone_file *file = alone(base);
    int result = SQLITE_OK;
    plat_mutex_lock(&file->node->lock);
    if (file->level < level)
        result = raise_level(file->node, file, level);
    plat_mutex_unlock(&file->node->lock);
    return result;
}

static int alone_unlock(sqlite3_file *base, int level)
{
    struct alone_file *file = alone(base);
    struct node *node = file->node;
    plat_mutex_lock(&node->lock);
    if (file->level > level)
    {
        if (node->writer == file)
        {
            node->writer = NULL;
            node->pending = false;
        }
        if (level == SQLITE_LOCK_NONE)
            node->shared--;
        file->level = level;
    }
    plat_mutex_unlock(&node->lock);
    return SQLITE_OK;
}

static int alone_check_reserved(sqlite3_file *base, int *out)
{
    struct node *node = alone(base)->node;
    plat_mutex_lock(&node->lock);
    *out = node->writer != NULL;
    plat_mutex_unlock(&node->lock);
    return SQLITE_OK;
}

/* --- the index of the log ----------------------------------------------------------------------- */

static bool grow_regions(struct node *node, int count, int size)
{
    unsigned char **regions = mem_realloc(node->regions, (size_t)count * sizeof(*regions));
    if (!regions)
        return false;
    node->regions = regions;
    while (node->region_count < count)
    {
        regions[node->region_count] = mem_zalloc((size_t)size);
        if (!regions[node->region_count])
            return false;
        node->region_count++;
    }
    return true;
}

static int alone_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    struct alone_file *file = alone(base);
    struct node *node = file->node;
    int result = SQLITE_OK;
    *out = NULL;
    plat_mutex_lock(&node->lock);
    if (!file->maps)
        node->region_users++;
    file->maps = true;
    if (extend && region >= node->region_count && !grow_regions(node, region + 1, size))
        result = SQLITE_NOMEM;
    else if (region < node->region_count)
        *out = node->regions[region];
    plat_mutex_unlock(&node->lock);
    return result;
}

static bool others_share(const struct node *node, const struct alone_file *file, int slot)
{
    return node->slots[slot] > (file->slot_shared[slot] ? 1 : 0);
}

static int lock_slots(struct node *node, struct alone_file *file, int first, int end, bool shared)
{
    for (int slot = first; slot < end; slot++)
    {
        bool taken = node->slots[slot] < 0 && !file->slot_exclusive[slot];
        if (taken || (!shared && others_share(node, file, slot)))
            return SQLITE_BUSY;
    }
    for (int slot = first; slot < end; slot++)
    {
        if (!shared)
        {
            node->slots[slot] = -1;
            file->slot_exclusive[slot] = true;
        }
        else if (!file->slot_shared[slot])
        {
            node->slots[slot]++;
            file->slot_shared[slot] = true;
        }
    }
    return SQLITE_OK;
}

static void unlock_slots(struct node *node, struct alone_file *file, int first, int end)
{
    for (int slot = first; slot < end; slot++)
    {
        if (file->slot_exclusive[slot])
            node->slots[slot] = 0;
        else if (file->slot_shared[slot])
            node->slots[slot]--;
        file->slot_exclusive[slot] = file->slot_shared[slot] = false;
    }
}

static int alone_shm_lock(sqlite3_file *base, int first, int count, int flags)
{
    struct alone_file *file = alone(base);
    int result = SQLITE_OK;
    plat_mutex_lock(&file->node->lock);
    if (flags & SQLITE_SHM_UNLOCK)
        unlock_slots(file->node, file, first, first + count);
    else
        result =
            lock_slots(file->node, file, first, first + count, (flags & SQLITE_SHM_SHARED) != 0);
    plat_mutex_unlock(&file->node->lock);
    return result;
}

static void alone_shm_barrier(sqlite3_file *base)
{
    (void)base;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static int alone_shm_unmap(sqlite3_file *base, int delete_it)
{
    struct alone_file *file = alone(base);
    struct node *node = file->node;
    (void)delete_it; /* the memory goes with its last user either way */
    plat_mutex_lock(&node->lock);
    unlock_slots(node, file, 0, SQLITE_SHM_NLOCK);
    if (file->maps && --node->region_users == 0)
    {
        while (node->region_count)
            mem_free(node->regions[--node->region_count]);
        mem_free(node->regions);
        node->regions = NULL;
    }
    file->maps = false;
    plat_mutex_unlock(&node->lock);
    return SQLITE_OK;
}

/* --- the rest of sqlite3_io_methods ------------------------------------------------------------- */

static int alone_close(sqlite3_file *base)
{
    struct alone_file *file = alone(base);
    alone_shm_unmap(base, 0);
    alone_unlock(base, SQLITE_LOCK_NONE);
    int result = file->real->pMethods->xClose(file->real);
    plat_mutex_lock(&nodes_lock);
    release_node(file->node);
    plat_mutex_unlock(&nodes_lock);
    return result;
}

static int alone_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    return real(base)->pMethods->xRead(real(base), out, amount, offset);
}

static int alone_write(sqlite3_file *base, const void *data, int amount, sqlite3_int64 offset)
{
    return real(base)->pMethods->xWrite(real(base), data, amount, offset);
}

static int alone_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    return real(base)->pMethods->xTruncate(real(base), size);
}

static int alone_sync(sqlite3_file *base, int flags)
{
    return real(base)->pMethods->xSync(real(base), flags);
}

static int alone_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    return real(base)->pMethods->xFileSize(real(base), size);
}

static int alone_file_control(sqlite3_file *base, int operation, void *arg)
{
    return real(base)->pMethods->xFileControl(real(base), operation, arg);
}

static int alone_sector_size(sqlite3_file *base)
{
    return real(base)->pMethods->xSectorSize(real(base));
}

static int alone_characteristics(sqlite3_file *base)
{
    int characteristics = real(base)->pMethods->xDeviceCharacteristics(real(base));
    return alone(base)->immutable ? characteristics | SQLITE_IOCAP_IMMUTABLE : characteristics;
}

static const sqlite3_io_methods alone_methods = {
    .iVersion = 2,
    .xClose = alone_close,
    .xRead = alone_read,
    .xWrite = alone_write,
    .xTruncate = alone_truncate,
    .xSync = alone_sync,
    .xFileSize = alone_file_size,
    .xLock = alone_lock,
    .xUnlock = alone_unlock,
    .xCheckReservedLock = alone_check_reserved,
    .xFileControl = alone_file_control,
    .xSectorSize = alone_sector_size,
    .xDeviceCharacteristics = alone_characteristics,
    .xShmMap = alone_shm_map,
    .xShmLock = alone_shm_lock,
    .xShmBarrier = alone_shm_barrier,
    .xShmUnmap = alone_shm_unmap,
};

/* --- sqlite3_vfs -------------------------------------------------------------------------------- */

static sqlite3_vfs *base_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

/* In a folder that may not be written, SQLite could not make the log of a file that has none. */
static bool lacks_log(sqlite3_vfs *base, const char *name)
{
    int exists = 1;
    base->xAccess(base, sqlite3_filename_wal(name), SQLITE_ACCESS_EXISTS, &exists);
    return !exists;
}

static int alone_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags,
                      int *out_flags)
{
    sqlite3_vfs *base = base_of(vfs);
    struct alone_file *file = alone(out);
    int opened = 0;
    if (!(flags & SQLITE_OPEN_MAIN_DB) || !name)
        return base->xOpen(base, name, out, flags, out_flags);
    memset(file, 0, sizeof(*file));
    file->real = (sqlite3_file *)(file + 1);
    int result = base->xOpen(base, name, file->real, flags, &opened);
    if (result != SQLITE_OK)
        goto failed;
    bool guarded = base != vfs_memory() && (opened & SQLITE_OPEN_READWRITE);
    plat_mutex_lock(&nodes_lock);
    result = take_node(&file->node, base, name, guarded);
    plat_mutex_unlock(&nodes_lock);
    if (result != SQLITE_OK)
        goto failed;
    file->immutable = (opened & SQLITE_OPEN_READONLY) && lacks_log(base, name);
    file->base.pMethods = &alone_methods;
    if (out_flags)
        *out_flags = opened;
    return SQLITE_OK;

failed:
    if (file->real->pMethods)
        file->real->pMethods->xClose(file->real);
    return result;
}

static int alone_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    return base_of(vfs)->xDelete(base_of(vfs), name, sync_folder);
}

static int alone_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    return base_of(vfs)->xAccess(base_of(vfs), name, flags, out);
}

static int alone_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    return base_of(vfs)->xFullPathname(base_of(vfs), name, size, out);
}

static int alone_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    return base_of(vfs)->xRandomness(base_of(vfs), size, out);
}

static int alone_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return base_of(vfs)->xSleep(base_of(vfs), microseconds);
}

static int alone_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    return base_of(vfs)->xGetLastError(base_of(vfs), size, out);
}

static int alone_current_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    return base_of(vfs)->xCurrentTimeInt64(base_of(vfs), out);
}

static void make_vfs(sqlite3_vfs *vfs, const char *name, sqlite3_vfs *base)
{
    *vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(struct alone_file) + base->szOsFile,
        .mxPathname = base->mxPathname,
        .zName = name,
        .pAppData = base,
        .xOpen = alone_open,
        .xDelete = alone_delete,
        .xAccess = alone_access,
        .xFullPathname = alone_full_pathname,
        .xRandomness = alone_randomness,
        .xSleep = alone_sleep,
        .xGetLastError = alone_last_error,
        .xCurrentTimeInt64 = alone_current_time,
    };
}

int vfs_register(void)
{
    static struct plat_mutex lock;
    static sqlite3_vfs over_files, over_memory;
    static bool done;
    plat_mutex_lock(&lock);
    int result = done ? SQLITE_OK : sqlite3_initialize();
    if (!done && result == SQLITE_OK)
    {
        make_vfs(&over_files, VFS_ALONE, sqlite3_vfs_find(NULL));
        make_vfs(&over_memory, VFS_ALONE_MEMORY, vfs_memory());
        result = sqlite3_vfs_register(&over_files, 0);
        if (result == SQLITE_OK)
            result = sqlite3_vfs_register(&over_memory, 0);
        done = result == SQLITE_OK;
    }
    plat_mutex_unlock(&lock);
    return result;
}
