/* A file system under SQLite whose writes can be made to fail: a full disk, a broken one. */
#ifndef SWBEM_TESTS_FAULT_VFS_H
#define SWBEM_TESTS_FAULT_VFS_H

#include <stdbool.h>

/** Become SQLite's default file system. Before the first store is opened. */
void fault_vfs_install(void);
/** Let `writes` more writes succeed and all later ones answer `code`; -1: all succeed. */
void fault_vfs_fail_after(int writes, int code);
/** The same for synchronising. */
void fault_vfs_fail_sync_after(int syncs, int code);
/** True when a failure has happened since. */
bool fault_vfs_hit(void);

#endif
