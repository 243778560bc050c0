/* The one result type of the portable rooms, and what a failure says of itself.
 *
 * A function returns an enum cim_status and, when the caller gave one, fills a struct cim_error.
 * Results come first among the parameters, as `out`, and are written only on success. */
#ifndef SWBEM_CIM_STATUS_H
#define SWBEM_CIM_STATUS_H

/* Each code has one WBEM_E_* counterpart (com/error.c holds the table). The order is free. */
enum cim_status
{
    CIM_OK = 0,
    CIM_FALSE,            /* success without a result: end of an enumeration, "different" */
    CIM_RESET_TO_DEFAULT, /* success: the removed value fell back to the inherited one */
    CIM_FAILED,
    CIM_NO_MEMORY,
    CIM_NOT_FOUND,
    CIM_ACCESS_DENIED,
    CIM_TYPE_MISMATCH,
    CIM_VALUE_OUT_OF_RANGE,
    CIM_INVALID_CONTEXT,
    CIM_INVALID_PARAMETER,
    CIM_INVALID_NAMESPACE,
    CIM_INVALID_OBJECT,
    CIM_INVALID_CLASS,
    CIM_INVALID_SUPERCLASS,
    CIM_INVALID_OPERATION,
    CIM_ILLEGAL_OPERATION,
    CIM_INVALID_QUERY,
    CIM_INVALID_QUERY_TYPE,
    CIM_UNPARSABLE_QUERY,
    CIM_NOT_EVENT_CLASS,
    CIM_QUOTA_VIOLATION,
    CIM_INVALID_OBJECT_PATH,
    CIM_INVALID_SYNTAX,
    CIM_INVALID_PROPERTY,
    CIM_INVALID_PROPERTY_TYPE,
    CIM_INVALID_CIM_TYPE,
    CIM_INVALID_QUALIFIER,
    CIM_INVALID_QUALIFIER_TYPE,
    CIM_INVALID_METHOD,
    CIM_INVALID_METHOD_PARAMETERS,
    CIM_INVALID_LOCALE,
    CIM_INVALID_FLAVOR,
    CIM_ALREADY_EXISTS,
    CIM_OVERRIDE_NOT_ALLOWED,
    CIM_PROPAGATED_QUALIFIER,
    CIM_PROPAGATED_PROPERTY,
    CIM_PROPAGATED_METHOD,
    CIM_SYSTEM_PROPERTY,
    CIM_READ_ONLY,
    CIM_CANNOT_BE_KEY,
    CIM_CANNOT_BE_SINGLETON,
    CIM_CANNOT_BE_ABSTRACT,
    CIM_CANNOT_CHANGE_KEY_INHERITANCE,
    CIM_CANNOT_CHANGE_INDEX_INHERITANCE,
    CIM_CIRCULAR_REFERENCE,
    CIM_INCOMPLETE_CLASS,
    CIM_CLASS_HAS_CHILDREN,
    CIM_CLASS_HAS_INSTANCES,
    CIM_UPDATE_TYPE_MISMATCH,
    CIM_UPDATE_OVERRIDE_NOT_ALLOWED,
    CIM_UPDATE_PROPAGATED_METHOD,
    CIM_ILLEGAL_NULL,
    CIM_NO_KEY,
    CIM_AMENDED_OBJECT,
    CIM_UNSUPPORTED_PUT_EXTENSION,
    CIM_UNSUPPORTED_PARAMETER,
    CIM_PROVIDER_NOT_CAPABLE,
    CIM_NOT_SUPPORTED,
    CIM_TOO_MANY_PROPERTIES,
    CIM_PROPERTY_NAME_TOO_WIDE,
    CIM_CLASS_NAME_TOO_WIDE,
    CIM_METHOD_NAME_TOO_WIDE,
    CIM_QUALIFIER_NAME_TOO_WIDE,
    CIM_OUT_OF_DISK_SPACE,
    CIM_DATABASE_VERSION, /* the store is of a newer schema version */
    CIM_DATABASE_CORRUPT, /* not a store, or a damaged one; left untouched */
    CIM_DATABASE_BUSY,    /* another process holds it and does not give way */
    CIM_CANCELLED,
    CIM_SHUTTING_DOWN,
    CIM_STATUS_COUNT
};

#define CIM_ERROR_TEXT 240

/** What a failure says. Caller-owned, no heap behind it; texts are UTF-8, cut at a character. */
struct cim_error
{
    enum cim_status code;
    char message
        [CIM_ERROR_TEXT]; /* one sentence that names things: class "Win32_cpu" not found in root\cimv2 */
    char class_name[64]; /* "" where no class is concerned */
    char property[64];   /* "" where no property is concerned */
    unsigned line;       /* 1-based; 0 where there is no text */
    unsigned column;
};

/** Fill `err` (may be NULL) and return `code`: `return cim_fail(err, CIM_NOT_FOUND, "class \"%s\" ...", name);`
 *  Class, property, line and column are cleared. */
enum cim_status cim_fail(struct cim_error *err, enum cim_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void cim_error_clear(struct cim_error *err);
/** Say which class, property or place a failure concerns. Take a NULL `err`; a long name is cut. */
void cim_error_set_class(struct cim_error *err, const char *class_name);
void cim_error_set_property(struct cim_error *err, const char *property);
void cim_error_set_position(struct cim_error *err, unsigned line, unsigned column);
/** "NOT_FOUND" and the like, for messages and tests. Never NULL. */
const char *cim_status_name(enum cim_status status);

#endif
