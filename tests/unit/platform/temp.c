/* Temporary folders on both systems. */
#ifndef _WIN32
#define _XOPEN_SOURCE 700 /* mkdtemp */
#endif
#include "temp.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#include <direct.h>
#else
#include <unistd.h>
#endif

static char folder[400];

const char *temp_folder(void)
{
#ifdef _WIN32
    static unsigned count;
    char base[MAX_PATH];
    ck_assert(GetTempPathA(sizeof(base), base));
    snprintf(folder, sizeof(folder), "%sswbem-%lu-%lu-%u", base,
             (unsigned long)GetCurrentProcessId(), (unsigned long)GetTickCount(), count++);
    ck_assert_int_eq(_mkdir(folder), 0);
#else
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%s/swbem-XXXXXX", base && base[0] ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
#endif
    return folder;
}

const char *temp_file(const char *name)
{
    static char paths[5][500];
    static unsigned next;
    char *path = paths[next++ % 5];
    snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
    return path;
}

void temp_remove(void)
{
    DIR *list = opendir(folder);
    if (!list)
        return;
    for (struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove(temp_file(entry->d_name));
    closedir(list);
    rmdir(folder);
    folder[0] = 0;
}

unsigned char *temp_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    unsigned char *data = malloc(*size + 1);
    ck_assert_ptr_nonnull(data);
    ck_assert_uint_eq(fread(data, 1, *size, file), *size);
    fclose(file);
    return data;
}

void temp_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "cannot write %s", path);
    ck_assert_uint_eq(fwrite(data, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

bool temp_exists(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}
