/* A folder of its own for a test, removed at the end with the files in it. */
#ifndef SWBEM_TESTS_TEMP_H
#define SWBEM_TESTS_TEMP_H

#include <stdbool.h>
#include <stddef.h>

/** Make a new, empty folder and remember it; the one before is forgotten. @return its path, static */
const char *temp_folder(void);
/** A file name in the folder. @return static; the next four calls leave it alone */
const char *temp_file(const char *name);
/** Remove the folder with all files in it. */
void temp_remove(void);
/** The whole content. @return owned, free(); NULL when there is no such file */
unsigned char *temp_read(const char *path, size_t *size);
void temp_write(const char *path, const void *data, size_t size);
bool temp_exists(const char *path);

#endif
