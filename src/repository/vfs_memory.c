/* A file system of SQLite's in the memory of the process, for the store ":memory:".
 *
 * Files are known by name and live until they are deleted, so that several connections open the same one;
 * vfs_alone.c adds the locks. A file is a table of blocks that never move, so growing copies pointers only.
 * One mutex guards the list of files, one in each file its table and content. */
#include "vfs.h"

#include "../cim/mem.h"
#include "../platform/platform.h"

#include <string.h>

#define BLOCK_SIZE   65536
#define MAX_PATHNAME 512

struct memory_content
{
    struct memory_content *next;
    unsigned references; /* one of the list, as long as the name exists, and one per open file */
    struct plat_mutex lock;
    sqlite3_int64 size;
    unsigned char **blocks;
    size_t block_count;
    char name[]; /* terminated */
};

struct memory_file
{
    sqlite3_file base; /* first */
    struct memory_content *content;
    bool delete_on_close;
};

static struct plat_mutex list_lock;
static struct memory_content *list;

/* --- the list; list_lock is held ---------------------------------------------------------------- */

static struct memory_content *find_content(const char *name)
{
    for (struct memory_content *content = list; content; content = content->next)
        if (strcmp(content->name, name) == 0)
            return content;
    return NULL;
}

static struct memory_content *add_content(const char *name)
{
    size_t size = strlen(name) + 1;
    struct memory_content *content = mem_zalloc(sizeof(*content) + size);
    if (!content)
        return NULL;
    memcpy(content->name, name, size);
    content->references = 1;
    content->next = list;
    list = content;
    return content;
}

static void release_content(struct memory_content *content)
{
    if (--content->references)
        return;
    for (size_t i = 0; i < content->block_count; i++)
        mem_free(content->blocks[i]);
    mem_free(content->blocks);
    mem_free(content);
}

/* @param length  how much of the name counts */
static bool delete_names(const char *name, size_t length)
{
    bool found = false;
    for (struct memory_content **link = &list; *link;)
    {
        struct memory_content *content = *link;
        if (strncmp(content->name, name, length) != 0)
        {
            link = &content->next;
            continue;
        }
        *link = content->next;
        release_content(content);
        found = true;
    }
    return found;
}

/* --- content; its lock is held ------------------------------------------------------------------ */

static bool grow_table(struct memory_content *content, size_t count)
{
    size_t room = content->block_count + content->block_count / 2;
    if (room < count)
        room = count;
    unsigned char **blocks = mem_realloc(content->blocks, room * sizeof(*blocks));
    if (!blocks)
        return false;
    memset(blocks + content->block_count, 0, (room - content->block_count) * sizeof(*blocks));
    content->blocks = blocks;
    content->block_count = room;
    return true;
}

static unsigned char *block_for_writing(struct memory_content *content, size_t index)
{
    if (index >= content->block_count && !grow_table(content, index + 1))
        return NULL;
    if (!content->blocks[index])
        content->blocks[index] = mem_zalloc(BLOCK_SIZE);
    return content->blocks[index];
}

static size_t part_of(size_t amount, sqlite3_int64 offset)
{
    size_t rest = BLOCK_SIZE - (size_t)(offset % BLOCK_SIZE);
    return amount < rest ? amount : rest;
}

static void copy_out(struct memory_content *content, unsigned char *out, size_t amount,
                     sqlite3_int64 offset)
{
    while (amount)
    {
        size_t index = (size_t)(offset / BLOCK_SIZE), part = part_of(amount, offset);
        const unsigned char *block = index < content->block_count ? content->blocks[index] : NULL;
        if (block)
            memcpy(out, block + offset % BLOCK_SIZE, part);
        else
            memset(out, 0, part);
        out += part;
        amount -= part;
        offset += (sqlite3_int64)part;
    }
}

static bool copy_in(struct memory_content *content, const unsigned char *data, size_t amount,
                    sqlite3_int64 offset)
{
    while (amount)
    {
        size_t part = part_of(amount, offset);
        unsigned char *block = block_for_writing(content, (size_t)(offset / BLOCK_SIZE));
        if (!block)
            return false;
        memcpy(block + offset % BLOCK_SIZE, data, part);
        data += part;
        amount -= part;
        offset += (sqlite3_int64)part;
        if (content->size < offset)
            content->size = offset;
    }
    return true;
}

static void cut(struct memory_content *content, sqlite3_int64 size)
{
    size_t first = (size_t)((size + BLOCK_SIZE - 1) / BLOCK_SIZE);
    for (size_t i = first; i < content->block_count; i++)
    {
        mem_free(content->blocks[i]);
        content->blocks[i] = NULL;
    }
    size_t used = (size_t)(size % BLOCK_SIZE), last = (size_t)(size / BLOCK_SIZE);
    if (used && last < content->block_count && content->blocks[last])
        memset(content->blocks[last] + used, 0, BLOCK_SIZE - used);
    content->size = size;
}

/* --- sqlite3_io_methods ------------------------------------------------------------------------- */

static struct memory_content *content_of(sqlite3_file *file)
{
    return ((struct memory_file *)file)->content;
}

static int memory_close(sqlite3_file *base)
{
    struct memory_file *file = (struct memory_file *)base;
    plat_mutex_lock(&list_lock);
    if (file->delete_on_close)
        delete_names(file->content->name, strlen(file->content->name) + 1);
    release_content(file->content);
    plat_mutex_unlock(&list_lock);
    return SQLITE_OK;
}

static int memory_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    struct memory_content *content = content_of(base);
    plat_mutex_lock(&content->lock);
    sqlite3_int64 there = content->size > offset ? content->size - offset : 0;
    size_t part = there < amount ? (size_t)there : (size_t)amount;
    copy_out(content, out, part, offset);
    plat_mutex_unlock(&content->lock);
    if (part == (size_t)amount)
        return SQLITE_OK;
    memset((unsigned char *)out + part, 0, (size_t)amount - part);
    return SQLITE_IOERR_SHORT_READ;
}

static int memory_write(sqlite3_file *base, const void *data, int amount, sqlite3_int64 offset)
{
    struct memory_content *content = content_of(base);
    plat_mutex_lock(&content->lock);
    bool done = copy_in(content, data, (size_t)amount, offset);
    plat_mutex_unlock(&content->lock);
    return done ? SQLITE_OK : SQLITE_IOERR_NOMEM;
}

static int memory_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct memory_content *content = content_of(base);
    plat_mutex_lock(&content->lock);
    if (size < content->size)
        cut(content, size);
    plat_mutex_unlock(&content->lock);
    return SQLITE_OK;
}

static int memory_sync(sqlite3_file *base, int flags)
{
    (void)base, (void)flags;
    return SQLITE_OK;
}

static int memory_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct memory_content *content = content_of(base);
    plat_mutex_lock(&content->lock);
    *size = content->size;
    plat_mutex_unlock(&content->lock);
    return SQLITE_OK;
}

static int memory_lock(sqlite3_file *base, int level)
{
    (void)base, (void)level;
    return SQLITE_OK;
}

static int memory_check_reserved(sqlite3_file *base, int *out)
{
    (void)base;
    *out = 0;
    return SQLITE_OK;
}

static int memory_file_control(sqlite3_file *base, int operation, void *arg)
{
    (void)base, (void)operation, (void)arg;
    return SQLITE_NOTFOUND;
}

static int memory_sector_size(sqlite3_file *base)
{
    (void)base;
    return 4096;
}

static int memory_characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SAFE_APPEND |
           SQLITE_IOCAP_SEQUENTIAL;
}

static const sqlite3_io_methods memory_methods = {
    .iVersion = 1,
    .xClose = memory_close,
    .xRead = memory_read,
    .xWrite = memory_write,
    .xTruncate = memory_truncate,
    .xSync = memory_sync,
    .xFileSize = memory_file_size,
    .xLock = memory_lock,
    .xUnlock = memory_lock,
    .xCheckReservedLock = memory_check_reserved,
    .xFileControl = memory_file_control,
    .xSectorSize = memory_sector_size,
    .xDeviceCharacteristics = memory_characteristics,
};

/* --- sqlite3_vfs -------------------------------------------------------------------------------- */

static int memory_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
                       int *out_flags)
{
    struct memory_file *file = (struct memory_file *)base;
    (void)vfs;
    file->base.pMethods = NULL;
    if (!name) /* a temporary file; the store keeps those in memory anyway */
        return SQLITE_CANTOPEN;
    plat_mutex_lock(&list_lock);
    struct memory_content *content = find_content(name);
    bool create = !content && (flags & SQLITE_OPEN_CREATE);
    if (create)
        content = add_content(name);
    if (content)
        content->references++;
    plat_mutex_unlock(&list_lock);
    if (!content)
        return create ? SQLITE_NOMEM : SQLITE_CANTOPEN;
    file->content = content;
    file->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    file->base.pMethods = &memory_methods;
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int memory_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs, (void)sync_folder;
    plat_mutex_lock(&list_lock);
    bool found = delete_names(name, strlen(name) + 1);
    plat_mutex_unlock(&list_lock);
    return found ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int memory_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs, (void)flags;
    plat_mutex_lock(&list_lock);
    *out = find_content(name) != NULL;
    plat_mutex_unlock(&list_lock);
    return SQLITE_OK;
}

static int memory_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    size_t length = strlen(name);
    if (length >= (size_t)size)
        return SQLITE_CANTOPEN;
    memcpy(out, name, length + 1);
    return SQLITE_OK;
}

static int memory_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    return plat_random(out, (size_t)size) ? size : 0;
}

static int memory_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    plat_sleep_ms((unsigned)(microseconds + 999) / 1000);
    return microseconds;
}

static int memory_current_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    (void)vfs;
    return system->xCurrentTimeInt64(system, out);
}

static int memory_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs, (void)size, (void)out;
    return 0;
}

static sqlite3_vfs memory_vfs = {
    .iVersion = 2,
    .szOsFile = sizeof(struct memory_file),
    .mxPathname = MAX_PATHNAME,
    .zName = "swbem-memory",
    .xOpen = memory_open,
    .xDelete = memory_delete,
    .xAccess = memory_access,
    .xFullPathname = memory_full_pathname,
    .xRandomness = memory_randomness,
    .xSleep = memory_sleep,
    .xGetLastError = memory_last_error,
    .xCurrentTimeInt64 = memory_current_time,
};

sqlite3_vfs *vfs_memory(void)
{
    return &memory_vfs;
}

void vfs_memory_delete(const char *path)
{
    plat_mutex_lock(&list_lock);
    delete_names(path, strlen(path));
    plat_mutex_unlock(&list_lock);
}
