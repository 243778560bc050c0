/* Names of the status codes, and the filling of a struct cim_error.
 *
 * Any thread: nothing here has state. A message that does not fit is cut at a character, so that
 * it stays valid UTF-8. */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const status_names[CIM_STATUS_COUNT] = {
    [CIM_OK] = "OK",
    [CIM_FALSE] = "FALSE",
    [CIM_RESET_TO_DEFAULT] = "RESET_TO_DEFAULT",
    [CIM_FAILED] = "FAILED",
    [CIM_NO_MEMORY] = "NO_MEMORY",
    [CIM_NOT_FOUND] = "NOT_FOUND",
    [CIM_ACCESS_DENIED] = "ACCESS_DENIED",
    [CIM_TYPE_MISMATCH] = "TYPE_MISMATCH",
    [CIM_VALUE_OUT_OF_RANGE] = "VALUE_OUT_OF_RANGE",
    [CIM_INVALID_CONTEXT] = "INVALID_CONTEXT",
    [CIM_INVALID_PARAMETER] = "INVALID_PARAMETER",
    [CIM_INVALID_NAMESPACE] = "INVALID_NAMESPACE",
    [CIM_INVALID_OBJECT] = "INVALID_OBJECT",
    [CIM_INVALID_CLASS] = "INVALID_CLASS",
    [CIM_INVALID_SUPERCLASS] = "INVALID_SUPERCLASS",
    [CIM_INVALID_OPERATION] = "INVALID_OPERATION",
    [CIM_ILLEGAL_OPERATION] = "ILLEGAL_OPERATION",
    [CIM_INVALID_QUERY] = "INVALID_QUERY",
    [CIM_INVALID_QUERY_TYPE] = "INVALID_QUERY_TYPE",
    [CIM_UNPARSABLE_QUERY] = "UNPARSABLE_QUERY",
    [CIM_NOT_EVENT_CLASS] = "NOT_EVENT_CLASS",
    [CIM_QUOTA_VIOLATION] = "QUOTA_VIOLATION",
    [CIM_INVALID_OBJECT_PATH] = "INVALID_OBJECT_PATH",
    [CIM_INVALID_SYNTAX] = "INVALID_SYNTAX",
    [CIM_INVALID_PROPERTY] = "INVALID_PROPERTY",
    [CIM_INVALID_PROPERTY_TYPE] = "INVALID_PROPERTY_TYPE",
    [CIM_INVALID_CIM_TYPE] = "INVALID_CIM_TYPE",
    [CIM_INVALID_QUALIFIER] = "INVALID_QUALIFIER",
    [CIM_INVALID_QUALIFIER_TYPE] = "INVALID_QUALIFIER_TYPE",
    [CIM_INVALID_METHOD] = "INVALID_METHOD",
    [CIM_INVALID_METHOD_PARAMETERS] = "INVALID_METHOD_PARAMETERS",
    [CIM_INVALID_LOCALE] = "INVALID_LOCALE",
    [CIM_INVALID_FLAVOR] = "INVALID_FLAVOR",
    [CIM_ALREADY_EXISTS] = "ALREADY_EXISTS",
    [CIM_OVERRIDE_NOT_ALLOWED] = "OVERRIDE_NOT_ALLOWED",
    [CIM_PROPAGATED_QUALIFIER] = "PROPAGATED_QUALIFIER",
    [CIM_PROPAGATED_PROPERTY] = "PROPAGATED_PROPERTY",
    [CIM_PROPAGATED_METHOD] = "PROPAGATED_METHOD",
    [CIM_SYSTEM_PROPERTY] = "SYSTEM_PROPERTY",
    [CIM_READ_ONLY] = "READ_ONLY",
    [CIM_CANNOT_BE_KEY] = "CANNOT_BE_KEY",
    [CIM_CANNOT_BE_SINGLETON] = "CANNOT_BE_SINGLETON",
    [CIM_CANNOT_BE_ABSTRACT] = "CANNOT_BE_ABSTRACT",
    [CIM_CANNOT_CHANGE_KEY_INHERITANCE] = "CANNOT_CHANGE_KEY_INHERITANCE",
    [CIM_CANNOT_CHANGE_INDEX_INHERITANCE] = "CANNOT_CHANGE_INDEX_INHERITANCE",
    [CIM_CIRCULAR_REFERENCE] = "CIRCULAR_REFERENCE",
    [CIM_INCOMPLETE_CLASS] = "INCOMPLETE_CLASS",
    [CIM_CLASS_HAS_CHILDREN] = "CLASS_HAS_CHILDREN",
    [CIM_CLASS_HAS_INSTANCES] = "CLASS_HAS_INSTANCES",
    [CIM_UPDATE_TYPE_MISMATCH] = "UPDATE_TYPE_MISMATCH",
    [CIM_UPDATE_OVERRIDE_NOT_ALLOWED] = "UPDATE_OVERRIDE_NOT_ALLOWED",
    [CIM_UPDATE_PROPAGATED_METHOD] = "UPDATE_PROPAGATED_METHOD",
    [CIM_ILLEGAL_NULL] = "ILLEGAL_NULL",
    [CIM_NO_KEY] = "NO_KEY",
    [CIM_AMENDED_OBJECT] = "AMENDED_OBJECT",
    [CIM_UNSUPPORTED_PUT_EXTENSION] = "UNSUPPORTED_PUT_EXTENSION",
    [CIM_UNSUPPORTED_PARAMETER] = "UNSUPPORTED_PARAMETER",
    [CIM_PROVIDER_NOT_CAPABLE] = "PROVIDER_NOT_CAPABLE",
    [CIM_NOT_SUPPORTED] = "NOT_SUPPORTED",
    [CIM_TOO_MANY_PROPERTIES] = "TOO_MANY_PROPERTIES",
    [CIM_PROPERTY_NAME_TOO_WIDE] = "PROPERTY_NAME_TOO_WIDE",
    [CIM_CLASS_NAME_TOO_WIDE] = "CLASS_NAME_TOO_WIDE",
    [CIM_METHOD_NAME_TOO_WIDE] = "METHOD_NAME_TOO_WIDE",
    [CIM_QUALIFIER_NAME_TOO_WIDE] = "QUALIFIER_NAME_TOO_WIDE",
    [CIM_OUT_OF_DISK_SPACE] = "OUT_OF_DISK_SPACE",
    [CIM_DATABASE_VERSION] = "DATABASE_VERSION",
    [CIM_DATABASE_CORRUPT] = "DATABASE_CORRUPT",
    [CIM_DATABASE_BUSY] = "DATABASE_BUSY",
    [CIM_CANCELLED] = "CANCELLED",
    [CIM_SHUTTING_DOWN] = "SHUTTING_DOWN",
};

/* The length of `text` without an incomplete character at its end. */
static size_t whole_characters(const char *text, size_t size)
{
    size_t start = size;
    while (start > 0 && size - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return size;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return size - (start - 1) < wanted ? start - 1 : size;
}

static void copy_cut(char *out, size_t room, const char *text)
{
    size_t size = text ? strlen(text) : 0;
    if (size >= room)
        size = whole_characters(text, room - 1);
    if (size)
        memcpy(out, text, size);
    out[size] = '\0';
}

enum cim_status cim_fail(struct cim_error *err, enum cim_status code, const char *format, ...)
{
    if (!err)
        return code;
    cim_error_clear(err);
    err->code = code;

    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(err->message, sizeof(err->message), format, arguments);
    va_end(arguments);

    /* msvcrt leaves out the terminator, and says -1, where the text was cut. */
    err->message[sizeof(err->message) - 1] = '\0';
    if (length < 0 || (size_t)length >= sizeof(err->message))
        err->message[whole_characters(err->message, strlen(err->message))] = '\0';
    return code;
}

void cim_error_clear(struct cim_error *err)
{
    if (err)
        memset(err, 0, sizeof(*err));
}

void cim_error_set_class(struct cim_error *err, const char *class_name)
{
    if (err)
        copy_cut(err->class_name, sizeof(err->class_name), class_name);
}

void cim_error_set_property(struct cim_error *err, const char *property)
{
    if (err)
        copy_cut(err->property, sizeof(err->property), property);
}

void cim_error_set_position(struct cim_error *err, unsigned line, unsigned column)
{
    if (!err)
        return;
    err->line = line;
    err->column = column;
}

const char *cim_status_name(enum cim_status status)
{
    if ((unsigned)status >= CIM_STATUS_COUNT)
        return "UNKNOWN";
    return status_names[status];
}
