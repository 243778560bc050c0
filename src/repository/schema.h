/* The schema of a store and the steps that lead from one version to the next. Private to src/repository. */
#ifndef SWBEM_SCHEMA_H
#define SWBEM_SCHEMA_H

#include "../cim/status.h"

#include <sqlite3.h>

#define SCHEMA_APPLICATION_ID 0x5357424d /* "SWBM": marks the file as a store */
#define SCHEMA_VERSION        1
#define SCHEMA_PAGE_SIZE      8192 /* of a new file; measured: look-ups and scans gain half over 4096 */

/** Bring an open database to the newest version, in one transaction: from nothing or from any older one.
 *  Changes nothing when it is current.
 *  @param path  for messages
 *  @return CIM_DATABASE_VERSION (newer than this program), CIM_DATABASE_CORRUPT (not a store), or what
 *          store_status() makes of SQLite's code */
enum cim_status schema_prepare(sqlite3 *db, const char *path, struct cim_error *err);
/** As schema_prepare(), but for a database that may only be read: an older version is refused. */
enum cim_status schema_check(sqlite3 *db, const char *path, struct cim_error *err);

#endif
