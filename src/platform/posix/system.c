/* Time, random bytes, names and paths of a POSIX system. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "../platform.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* 1970-01-01 in units of 100 ns since 1601-01-01. */
#define UNIX_EPOCH_FILETIME UINT64_C(116444736000000000)

uint64_t plat_time_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t plat_time_filetime(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return UNIX_EPOCH_FILETIME + (uint64_t)now.tv_sec * 10000000 + (uint64_t)now.tv_nsec / 100;
}

void plat_sleep_ms(unsigned ms)
{
    struct timespec left = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) && errno == EINTR)
        continue;
}

bool plat_random(void *out, size_t size)
{
    unsigned char *next = out;
    int file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    while (size)
    {
        ssize_t got = read(file, next, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        next += got;
        size -= (size_t)got;
    }
    close(file);
    return size == 0;
}

static char upper_ascii(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* The first label of the host name: __SERVER is a NetBIOS name, which has no domain. */
size_t plat_host_name(char *out, size_t size)
{
    char name[HOST_NAME_MAX + 1] = "";
    if (size == 0)
        return 0;
    if (gethostname(name, sizeof(name) - 1) || !name[0] || name[0] == '.')
        strcpy(name, "LOCALHOST");
    size_t length = 0;
    for (; length + 1 < size && name[length] && name[length] != '.'; length++)
        out[length] = upper_ascii(name[length]);
    out[length] = 0;
    return length;
}

char *plat_getenv(const char *name)
{
    const char *value = getenv(name);
    return value ? strdup(value) : NULL;
}

char *plat_user_setting(const char *name)
{
    (void)name;
    return NULL;
}

static char *join(const char *a, const char *b, const char *c)
{
    size_t a_size = strlen(a), b_size = strlen(b), c_size = strlen(c);
    char *out = malloc(a_size + b_size + c_size + 1);
    if (!out)
        return NULL;
    memcpy(out, a, a_size);
    memcpy(out + a_size, b, b_size);
    memcpy(out + a_size + b_size, c, c_size + 1);
    return out;
}

/* Make each folder above the last slash of `path`. What fails shows when the file is opened. */
static void make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/'))
    {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
}

char *plat_default_store_path(void)
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    char *path = NULL;
    if (data && data[0] == '/')
        path = join(data, "", "/swbem/repository.db");
    else if (home && home[0] == '/')
        path = join(home, "/.local/share", "/swbem/repository.db");
    if (path)
        make_folders(path);
    return path;
}

/* The file need not exist, its folder must: only that much can be resolved. */
static char *resolve_in_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    char *folder = NULL, *resolved = NULL, *out = NULL;

    folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    if (folder)
        resolved = realpath(folder, NULL);
    if (resolved)
        out = join(strcmp(resolved, "/") ? resolved : "", "/", name);
    free(folder);
    free(resolved);
    return out;
}

char *plat_full_path(const char *path)
{
    if (!path[0])
        return NULL;
    char *resolved = realpath(path, NULL);
    if (!resolved)
        resolved = resolve_in_folder(path);
    if (resolved)
        return resolved;
    if (path[0] == '/')
        return strdup(path);
    char folder[PATH_MAX];
    return getcwd(folder, sizeof(folder)) ? join(folder, "/", path) : NULL;
}

void plat_free(void *memory)
{
    free(memory);
}
