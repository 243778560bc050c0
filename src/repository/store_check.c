/* What a file is, found out before SQLite may write to it: SQLite would recover, checkpoint or convert a
 * file that is none of ours, and a refused file must stay as it was, byte for byte.
 *
 * The file is read through SQLite's VFS all the same: on POSIX systems, closing a descriptor of our own would
 * drop the locks that this process holds on the file through another one. */
#include "store_private.h"
#include "schema.h"

#include "../cim/mem.h"

#include <string.h>

#define HEADER_SIZE 100 /* of the file format, https://www.sqlite.org/fileformat2.html */
#define HEAD_SIZE   108 /* with the header of the first B-tree page */

enum head_field
{
    HEAD_PAGE_SIZE = 16, /* 2 bytes; 1 means 65536 */
    HEAD_CHANGES = 24,
    HEAD_PAGES = 28, /* valid where HEAD_VALID_FOR equals HEAD_CHANGES */
    HEAD_VERSION = 60,
    HEAD_APPLICATION = 68,
    HEAD_VALID_FOR = 92,
    HEAD_CELLS = 103, /* 2 bytes: rows of the schema table on its root page */
};

struct head
{
    unsigned char bytes[HEAD_SIZE];
    sqlite3_int64 size;
};

static uint32_t field(const struct head *head, enum head_field at)
{
    const unsigned char *b = head->bytes + at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t short_field(const struct head *head, enum head_field at)
{
    return (uint32_t)head->bytes[at] << 8 | head->bytes[at + 1];
}

static enum cim_status read_open_file(sqlite3_file *file, const char *path, struct head *head,
                                      struct cim_error *err)
{
    int result = file->pMethods->xFileSize(file, &head->size);
    if (result == SQLITE_OK && head->size > 0)
        result = file->pMethods->xRead(file, head->bytes, HEAD_SIZE, 0);
    if (result == SQLITE_OK || result == SQLITE_IOERR_SHORT_READ)
        return CIM_OK;
    return cim_fail(err, CIM_DATABASE_CORRUPT, "\"%s\" is not a store: it cannot be read as a file",
                    path);
}

/* Opening does not write; whether it could is seen from what the file was opened for in the end. */
static int open_file(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, bool *read_only)
{
    int opened = 0;
    int result = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, &opened);
    if (result != SQLITE_OK && store_status(result) != CIM_NO_MEMORY)
        result = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, &opened);
    *read_only = (opened & SQLITE_OPEN_READONLY) != 0;
    return result;
}

/* @param name  as sqlite3_create_filename() makes it: VFSs look for parameters behind its end */
static enum cim_status read_head(const char *path, sqlite3_filename name, struct head *head,
                                 bool *read_only, struct cim_error *err)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    int exists = 0;
    int result = vfs->xAccess(vfs, name, SQLITE_ACCESS_EXISTS, &exists);
    if (result == SQLITE_OK && !exists)
        return CIM_OK;
    sqlite3_file *file = mem_zalloc((size_t)vfs->szOsFile);
    if (!file)
        return cim_fail(err, CIM_NO_MEMORY, "no memory to look at \"%s\"", path);
    enum cim_status status = CIM_OK;
    if (result == SQLITE_OK)
        result = open_file(vfs, name, file, read_only);
    if (result != SQLITE_OK)
        status = cim_fail(err, store_status(result), "\"%s\" cannot be opened: %s", path,
                          sqlite3_errstr(result));
    else
        status = read_open_file(file, path, head, err);
    if (file->pMethods)
        file->pMethods->xClose(file);
    mem_free(file);
    return status;
}

/* With a log beside it, the file may be shorter than it says until the next checkpoint. */
static bool has_log(const char *path)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    static const char *const suffixes[] = {"-wal", "-journal"};
    int exists = 0;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]) && !exists; i++)
    {
        char *name = sqlite3_mprintf("%s%s", path, suffixes[i]);
        if (!name || vfs->xAccess(vfs, name, SQLITE_ACCESS_EXISTS, &exists) != SQLITE_OK)
            exists = 1; /* perhaps: SQLite will find out */
        sqlite3_free(name);
    }
    return exists != 0;
}

static bool is_truncated(const struct head *head, const char *path)
{
    sqlite3_int64 page = short_field(head, HEAD_PAGE_SIZE);
    if (page == 1)
        page = 65536;
    if (page < 512 || (page & (page - 1)) || head->size < page)
        return true;
    if (field(head, HEAD_VALID_FOR) != field(head, HEAD_CHANGES))
        return false;
    return head->size < page * field(head, HEAD_PAGES) && !has_log(path);
}

static enum cim_status judge(const struct head *head, const char *path, struct cim_error *err)
{
    static const char magic[] = "SQLite format 3";
    uint32_t application = field(head, HEAD_APPLICATION);
    if (head->size == 0)
        return CIM_OK;
    if (head->size < HEADER_SIZE || memcmp(head->bytes, magic, sizeof(magic)) != 0)
        return cim_fail(err, CIM_DATABASE_CORRUPT, "\"%s\" is not a store", path);
    if (is_truncated(head, path))
        return cim_fail(err, CIM_DATABASE_CORRUPT, "\"%s\" is damaged: it has been cut short",
                        path);
    if (application == 0 && short_field(head, HEAD_CELLS) == 0)
        return CIM_OK; /* an empty database, perhaps ours with its tables in the log yet */
    if (application != SCHEMA_APPLICATION_ID)
        return cim_fail(err, CIM_DATABASE_CORRUPT, "\"%s\" is a database of another program", path);
    if (field(head, HEAD_VERSION) > SCHEMA_VERSION)
        return cim_fail(err, CIM_DATABASE_VERSION,
                        "\"%s\" is of schema version %u; this program knows up to %d", path,
                        (unsigned)field(head, HEAD_VERSION), SCHEMA_VERSION);
    return CIM_OK;
}

enum cim_status store_check_file(const char *path, bool *read_only, struct cim_error *err)
{
    struct head head = {.size = 0};
    sqlite3_filename name = sqlite3_create_filename(path, "", "", 0, NULL);
    if (!name)
        return cim_fail(err, CIM_NO_MEMORY, "no memory to look at \"%s\"", path);
    enum cim_status status = read_head(path, name, &head, read_only, err);
    sqlite3_free_filename(name);
    return status ? status : judge(&head, path, err);
}
