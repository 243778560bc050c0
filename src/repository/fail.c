/* Filling a struct cim_error with the class and property that a failure concerns. No state, any thread. */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

enum cim_status no_memory(struct cim_error *err)
{
    return cim_fail(err, CIM_NO_MEMORY, "out of memory");
}

enum cim_status repo_fail(struct cim_error *err, enum cim_status code, const char *class_name,
                          const char *property, const char *format, ...)
{
    char message[CIM_ERROR_TEXT * 2];
    va_list arguments;

    if (!err)
        return code;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    message[sizeof(message) - 1] = '\0';

    cim_fail(err, code, "%s", message);
    if (class_name)
        cim_error_set_class(err, class_name);
    if (property)
        cim_error_set_property(err, property);
    return code;
}
