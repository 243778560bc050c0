/* How the files of this room say that something failed. Any thread. */
#ifndef SWBEM_REPOSITORY_FAIL_H
#define SWBEM_REPOSITORY_FAIL_H

#include "../cim/status.h"

enum cim_status no_memory(struct cim_error *err);
/** As cim_fail(), and says which class and property (either may be NULL). */
enum cim_status repo_fail(struct cim_error *err, enum cim_status code, const char *class_name,
                          const char *property, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
