/* The file systems that the store gives to SQLite: vfs_alone.c and vfs_memory.c. Private to src/repository. */
#ifndef SWBEM_VFS_H
#define SWBEM_VFS_H

#include <sqlite3.h>

#define VFS_ALONE        "swbem-alone"        /* locks in this process, files of the system */
#define VFS_ALONE_MEMORY "swbem-alone-memory" /* locks in this process, files in memory */

/** Register both. Any number of times, from any thread. @return an SQLite code */
int vfs_register(void);

/** The file system of vfs_memory.c: files in memory, known by name to this process, without locks. */
sqlite3_vfs *vfs_memory(void);
/** Delete the files of vfs_memory.c whose names begin with `path`. None may be open. */
void vfs_memory_delete(const char *path);

#endif
