/* The default file system with some of its methods put in front: opened files get a copy of their table of
 * methods in which writing and synchronising look at the budget first. */
#include "unit/repository/fault_vfs.h"

#include "platform/platform.h"

#include <check.h>
#include <sqlite3.h>
#include <stdlib.h>

#define TABLES 8

struct table
{
    const sqlite3_io_methods *original;
    sqlite3_io_methods patched;
};

static sqlite3_vfs *base, vfs;
static struct table tables[TABLES];
static volatile int32_t writes_left = -1, syncs_left = -1, hits;
static int write_code, sync_code;

static bool must_fail(volatile int32_t *left)
{
    int32_t now = plat_atomic_load(left);
    if (now > 0)
        plat_atomic_add(left, -1);
    if (now == 0)
        plat_atomic_add(&hits, 1);
    return now == 0;
}

static const sqlite3_io_methods *original_of(sqlite3_file *file)
{
    for (int i = 0; i < TABLES; i++)
        if (file->pMethods == &tables[i].patched)
            return tables[i].original;
    ck_abort_msg("a file of another file system");
    return NULL;
}

static int fault_write(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset)
{
    if (must_fail(&writes_left))
        return write_code;
    return original_of(file)->xWrite(file, data, amount, offset);
}

static int fault_sync(sqlite3_file *file, int flags)
{
    if (must_fail(&syncs_left))
        return sync_code;
    return original_of(file)->xSync(file, flags);
}

static void patch(sqlite3_file *file)
{
    int i = 0;
    while (i < TABLES && tables[i].original && tables[i].original != file->pMethods)
        i++;
    ck_assert_int_lt(i, TABLES);
    if (!tables[i].original)
    {
        tables[i].patched = *file->pMethods;
        tables[i].patched.xWrite = fault_write;
        tables[i].patched.xSync = fault_sync;
        tables[i].original = file->pMethods;
    }
    file->pMethods = &tables[i].patched;
}

static int fault_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out)
{
    (void)self;
    int result = base->xOpen(base, name, file, flags, out);
    if (result == SQLITE_OK)
        patch(file);
    return result;
}

void fault_vfs_install(void)
{
    base = sqlite3_vfs_find(NULL);
    vfs = *base;
    vfs.zName = "fault";
    vfs.xOpen = fault_open;
    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
        abort(); /* no test runs yet that could fail */
}

void fault_vfs_fail_after(int writes, int code)
{
    write_code = code;
    plat_atomic_store(&hits, 0);
    plat_atomic_store(&writes_left, writes);
}

void fault_vfs_fail_sync_after(int syncs, int code)
{
    sync_code = code;
    plat_atomic_store(&hits, 0);
    plat_atomic_store(&syncs_left, syncs);
}

bool fault_vfs_hit(void)
{
    return plat_atomic_load(&hits) != 0;
}
