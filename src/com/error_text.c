/* What a failure says: codes of the portable rooms as WBEM_E_*, and the texts of the codes.
 *
 * The texts end in one blank, as the product's do (behaviour.md 3 and 23): programs trim it. Codes of other
 * facilities have the system's text. Any thread: nothing here has state. */
#include "error.h"

#include <wbemcli.h>
#include <wchar.h>

static const HRESULT codes[CIM_STATUS_COUNT] = {
    [CIM_OK] = S_OK,
    [CIM_FALSE] = (HRESULT)WBEM_S_FALSE,
    [CIM_RESET_TO_DEFAULT] = (HRESULT)WBEM_S_RESET_TO_DEFAULT,
    [CIM_FAILED] = (HRESULT)WBEM_E_FAILED,
    [CIM_NO_MEMORY] = (HRESULT)WBEM_E_OUT_OF_MEMORY,
    [CIM_NOT_FOUND] = (HRESULT)WBEM_E_NOT_FOUND,
    [CIM_ACCESS_DENIED] = (HRESULT)WBEM_E_ACCESS_DENIED,
    [CIM_TYPE_MISMATCH] = (HRESULT)WBEM_E_TYPE_MISMATCH,
    [CIM_VALUE_OUT_OF_RANGE] = (HRESULT)WBEM_E_VALUE_OUT_OF_RANGE,
    [CIM_INVALID_CONTEXT] = (HRESULT)WBEM_E_INVALID_CONTEXT,
    [CIM_INVALID_PARAMETER] = (HRESULT)WBEM_E_INVALID_PARAMETER,
    [CIM_INVALID_NAMESPACE] = (HRESULT)WBEM_E_INVALID_NAMESPACE,
    [CIM_INVALID_OBJECT] = (HRESULT)WBEM_E_INVALID_OBJECT,
    [CIM_INVALID_CLASS] = (HRESULT)WBEM_E_INVALID_CLASS,
    [CIM_INVALID_SUPERCLASS] = (HRESULT)WBEM_E_INVALID_SUPERCLASS,
    [CIM_INVALID_OPERATION] = (HRESULT)WBEM_E_INVALID_OPERATION,
    [CIM_ILLEGAL_OPERATION] = (HRESULT)WBEM_E_ILLEGAL_OPERATION,
    [CIM_INVALID_QUERY] = (HRESULT)WBEM_E_INVALID_QUERY,
    [CIM_INVALID_QUERY_TYPE] = (HRESULT)WBEM_E_INVALID_QUERY_TYPE,
    [CIM_UNPARSABLE_QUERY] = (HRESULT)WBEM_E_UNPARSABLE_QUERY,
    [CIM_NOT_EVENT_CLASS] = (HRESULT)WBEM_E_NOT_EVENT_CLASS,
    [CIM_QUOTA_VIOLATION] = (HRESULT)WBEM_E_QUOTA_VIOLATION,
    [CIM_INVALID_OBJECT_PATH] = (HRESULT)WBEM_E_INVALID_OBJECT_PATH,
    [CIM_INVALID_SYNTAX] = (HRESULT)WBEM_E_INVALID_SYNTAX,
    [CIM_INVALID_PROPERTY] = (HRESULT)WBEM_E_INVALID_PROPERTY,
    [CIM_INVALID_PROPERTY_TYPE] = (HRESULT)WBEM_E_INVALID_PROPERTY_TYPE,
    [CIM_INVALID_CIM_TYPE] = (HRESULT)WBEM_E_INVALID_CIM_TYPE,
    [CIM_INVALID_QUALIFIER] = (HRESULT)WBEM_E_INVALID_QUALIFIER,
    [CIM_INVALID_QUALIFIER_TYPE] = (HRESULT)WBEM_E_INVALID_QUALIFIER_TYPE,
    [CIM_INVALID_METHOD] = (HRESULT)WBEM_E_INVALID_METHOD,
    [CIM_INVALID_METHOD_PARAMETERS] = (HRESULT)WBEM_E_INVALID_METHOD_PARAMETERS,
    [CIM_INVALID_LOCALE] = (HRESULT)WBEM_E_INVALID_LOCALE,
    [CIM_INVALID_FLAVOR] = (HRESULT)WBEM_E_INVALID_FLAVOR,
    [CIM_ALREADY_EXISTS] = (HRESULT)WBEM_E_ALREADY_EXISTS,
    [CIM_OVERRIDE_NOT_ALLOWED] = (HRESULT)WBEM_E_OVERRIDE_NOT_ALLOWED,
    [CIM_PROPAGATED_QUALIFIER] = (HRESULT)WBEM_E_PROPAGATED_QUALIFIER,
    [CIM_PROPAGATED_PROPERTY] = (HRESULT)WBEM_E_PROPAGATED_PROPERTY,
    [CIM_PROPAGATED_METHOD] = (HRESULT)WBEM_E_PROPAGATED_METHOD,
    [CIM_SYSTEM_PROPERTY] = (HRESULT)WBEM_E_SYSTEM_PROPERTY,
    [CIM_READ_ONLY] = (HRESULT)WBEM_E_READ_ONLY,
    [CIM_CANNOT_BE_KEY] = (HRESULT)WBEM_E_CANNOT_BE_KEY,
    [CIM_CANNOT_BE_SINGLETON] = (HRESULT)WBEM_E_CANNOT_BE_SINGLETON,
    [CIM_CANNOT_BE_ABSTRACT] = (HRESULT)WBEM_E_CANNOT_BE_ABSTRACT,
    [CIM_CANNOT_CHANGE_KEY_INHERITANCE] = (HRESULT)WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE,
    [CIM_CANNOT_CHANGE_INDEX_INHERITANCE] = (HRESULT)WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE,
    [CIM_CIRCULAR_REFERENCE] = (HRESULT)WBEM_E_CIRCULAR_REFERENCE,
    [CIM_INCOMPLETE_CLASS] = (HRESULT)WBEM_E_INCOMPLETE_CLASS,
    [CIM_CLASS_HAS_CHILDREN] = (HRESULT)WBEM_E_CLASS_HAS_CHILDREN,
    [CIM_CLASS_HAS_INSTANCES] = (HRESULT)WBEM_E_CLASS_HAS_INSTANCES,
    [CIM_UPDATE_TYPE_MISMATCH] = (HRESULT)WBEM_E_UPDATE_TYPE_MISMATCH,
    [CIM_UPDATE_OVERRIDE_NOT_ALLOWED] = (HRESULT)WBEM_E_UPDATE_OVERRIDE_NOT_ALLOWED,
    [CIM_UPDATE_PROPAGATED_METHOD] = (HRESULT)WBEM_E_UPDATE_PROPAGATED_METHOD,
    [CIM_ILLEGAL_NULL] = (HRESULT)WBEM_E_ILLEGAL_NULL,
    [CIM_NO_KEY] = (HRESULT)WBEM_E_NO_KEY,
    [CIM_AMENDED_OBJECT] = (HRESULT)WBEM_E_AMENDED_OBJECT,
    [CIM_UNSUPPORTED_PUT_EXTENSION] = (HRESULT)WBEM_E_UNSUPPORTED_PUT_EXTENSION,
    [CIM_UNSUPPORTED_PARAMETER] = (HRESULT)WBEM_E_UNSUPPORTED_PARAMETER,
    [CIM_PROVIDER_NOT_CAPABLE] = (HRESULT)WBEM_E_PROVIDER_NOT_CAPABLE,
    [CIM_NOT_SUPPORTED] = (HRESULT)WBEM_E_NOT_SUPPORTED,
    [CIM_TOO_MANY_PROPERTIES] = (HRESULT)WBEM_E_TOO_MANY_PROPERTIES,
    [CIM_PROPERTY_NAME_TOO_WIDE] = (HRESULT)WBEM_E_PROPERTY_NAME_TOO_WIDE,
    [CIM_CLASS_NAME_TOO_WIDE] = (HRESULT)WBEM_E_CLASS_NAME_TOO_WIDE,
    [CIM_METHOD_NAME_TOO_WIDE] = (HRESULT)WBEM_E_METHOD_NAME_TOO_WIDE,
    [CIM_QUALIFIER_NAME_TOO_WIDE] = (HRESULT)WBEM_E_QUALIFIER_NAME_TOO_WIDE,
    [CIM_OUT_OF_DISK_SPACE] = (HRESULT)WBEM_E_OUT_OF_DISK_SPACE,
    [CIM_DATABASE_VERSION] = (HRESULT)WBEM_E_DATABASE_VER_MISMATCH,
    [CIM_DATABASE_CORRUPT] = (HRESULT)WBEM_E_CONNECTION_FAILED,
    [CIM_DATABASE_BUSY] = (HRESULT)WBEM_E_TIMED_OUT,
    [CIM_CANCELLED] = (HRESULT)WBEM_E_CALL_CANCELLED,
    [CIM_SHUTTING_DOWN] = (HRESULT)WBEM_E_SHUTTING_DOWN,
};

static const struct
{
    DWORD code;
    const WCHAR *text;
} texts[] = {
    /* by code */
    {0x80041001, L"Generic failure "},
    {0x80041002, L"Not found "},
    {0x80041003, L"Access denied "},
    {0x80041004, L"Provider failure "},
    {0x80041005, L"Type mismatch "},
    {0x80041006, L"Out of memory "},
    {0x80041007, L"Invalid context object "},
    {0x80041008, L"Invalid parameter "},
    {0x80041009, L"Not available "},
    {0x8004100A, L"Critical error "},
    {0x8004100B, L"Invalid stream "},
    {0x8004100C, L"Not supported "},
    {0x8004100D, L"Invalid superclass "},
    {0x8004100E, L"Invalid namespace "},
    {0x8004100F, L"Invalid object "},
    {0x80041010, L"Invalid class "},
    {0x80041011, L"Provider not found "},
    {0x80041012, L"Invalid provider registration "},
    {0x80041013, L"Provider load failure "},
    {0x80041014, L"Initialization failure "},
    {0x80041015, L"Transport failure "},
    {0x80041016, L"Invalid operation "},
    {0x80041017, L"Invalid query "},
    {0x80041018, L"Invalid query type "},
    {0x80041019, L"Object or property already exists "},
    {0x8004101A, L"Override not allowed "},
    {0x8004101B, L"Propagated qualifier "},
    {0x8004101C, L"Propagated property "},
    {0x8004101D, L"Unexpected error "},
    {0x8004101E, L"Illegal operation "},
    {0x8004101F, L"Cannot be key "},
    {0x80041020, L"Incomplete class "},
    {0x80041021, L"Invalid syntax "},
    {0x80041022, L"Non-decorated object "},
    {0x80041023, L"Object or property is read-only "},
    {0x80041024, L"Provider is not capable of the attempted operation "},
    {0x80041025, L"Class has subclasses "},
    {0x80041026, L"Class has instances "},
    {0x80041027, L"Query not implemented "},
    {0x80041028, L"Illegal null value "},
    {0x80041029, L"Invalid qualifier type "},
    {0x8004102A, L"Invalid property type "},
    {0x8004102B, L"Value out of range "},
    {0x8004102C, L"Cannot be singleton "},
    {0x8004102D, L"Invalid CIM type "},
    {0x8004102E, L"Invalid method "},
    {0x8004102F, L"Invalid method parameter(s) "},
    {0x80041030, L"System property "},
    {0x80041031, L"Invalid property "},
    {0x80041032, L"Call cancelled "},
    {0x80041033, L"Shutting down "},
    {0x80041034, L"Propagated method "},
    {0x80041035, L"Unsupported parameter "},
    {0x80041036, L"Missing parameter ID "},
    {0x80041037, L"Invalid parameter ID "},
    {0x80041038, L"Non-consecutive parameter IDs "},
    {0x80041039, L"Parameter ID on return value "},
    {0x8004103A, L"Invalid object path "},
    {0x8004103B, L"Out of disk space "},
    {0x8004103C, L"Buffer too small "},
    {0x8004103D, L"Unsupported put extension "},
    {0x8004103E, L"Unknown object type "},
    {0x8004103F, L"Unknown packet type "},
    {0x80041040, L"Marshaling version mismatch "},
    {0x80041041, L"Marshaling invalid signature "},
    {0x80041042, L"Invalid qualifier "},
    {0x80041043, L"Invalid duplicate parameter "},
    {0x80041044, L"Too much data "},
    {0x80041045, L"Server too busy "},
    {0x80041046, L"Invalid flavor "},
    {0x80041047, L"Circular reference "},
    {0x80041048, L"Unsupported class update "},
    {0x80041049, L"Cannot change key inheritance "},
    {0x80041050, L"Cannot change index inheritance "},
    {0x80041051, L"Too many properties "},
    {0x80041052, L"Property redefined with conflicting type in a subclass "},
    {0x80041053, L"Non-overridable qualifier overridden in a subclass "},
    {0x80041054, L"Method redeclared with conflicting signature in a subclass "},
    {0x80041055, L"Method not implemented "},
    {0x80041056, L"Method disabled "},
    {0x80041057, L"Refresher busy "},
    {0x80041058, L"Unparsable query "},
    {0x80041059, L"FROM class is not an event class "},
    {0x8004105A, L"BY without GROUP WITHIN "},
    {0x8004105B, L"Aggregation list missing "},
    {0x8004105C, L"Dot used on a non-object property "},
    {0x8004105D, L"Aggregating by an embedded object "},
    {0x8004105F, L"Uninterpretable provider query "},
    {0x80041060, L"Backup/restore while service runs "},
    {0x80041061, L"Queue overflow "},
    {0x80041062, L"Privilege not held "},
    {0x80041063, L"Invalid operator for the type "},
    {0x80041064, L"Credentials given on a local connection "},
    {0x80041065, L"Cannot be abstract "},
    {0x80041066, L"Amended object written without flag "},
    {0x80041067, L"Client too slow "},
    {0x80041068, L"Null security descriptor "},
    {0x80041069, L"Timed out "},
    {0x8004106A, L"Invalid association "},
    {0x8004106B, L"Ambiguous operation "},
    {0x8004106C, L"Quota violation "},
    {0x8004106D, L"Transaction conflict "},
    {0x8004106E, L"Forced rollback "},
    {0x8004106F, L"Unsupported locale "},
    {0x80041070, L"Handle out of date "},
    {0x80041071, L"Database connection failed "},
    {0x80041072, L"Invalid handle request "},
    {0x80041073, L"Property name too long "},
    {0x80041074, L"Class name too long "},
    {0x80041075, L"Method name too long "},
    {0x80041076, L"Qualifier name too long "},
    {0x80041077, L"Rerun command "},
    {0x80041078, L"Database version mismatch "},
    {0x80041079, L"Delete vetoed "},
    {0x8004107A, L"Put vetoed "},
    {0x80041080, L"Invalid locale "},
    {0x80041081, L"Provider suspended "},
    {0x80041082, L"Synchronization required "},
    {0x80041083, L"No schema "},
    {0x80041084, L"Provider already registered "},
    {0x80041085, L"Provider not registered "},
    {0x80041086, L"Fatal transport error "},
    {0x80041087, L"Encrypted connection required "},
    {0x80041088, L"Provider timed out "},
    {0x80041089, L"Instance without key "},
    {0x8004108A, L"Provider disabled "},
    {0x80042001, L"Registration too broad "},
    {0x80042002, L"Registration too precise: WITHIN is missing "},
    {0x80042003, L"Authorisation not privileged "},
    {0x80043001, L"Timed out "},
    {0x80043002, L"Reset to default "},
};

HRESULT com_hresult(enum cim_status status)
{
    if ((unsigned)status >= CIM_STATUS_COUNT)
        return (HRESULT)WBEM_E_UNEXPECTED;
    return codes[status];
}

static const WCHAR *product_text(DWORD code)
{
    size_t low = 0, high = sizeof(texts) / sizeof(texts[0]);
    while (low < high)
    {
        size_t middle = (low + high) / 2;
        if (texts[middle].code == code)
            return texts[middle].text;
        if (texts[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static size_t copy_cut(WCHAR *out, size_t size, const WCHAR *text)
{
    size_t length = wcslen(text);
    if (length >= size)
        length = size - 1;
    memcpy(out, text, length * sizeof(*out));
    out[length] = 0;
    return length;
}

/* The system's text without its line end; 0 when it has none. */
static size_t system_text(DWORD code, WCHAR *out, size_t size)
{
    size_t length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                   code, 0, out, (DWORD)size, NULL);
    while (length && (out[length - 1] == '\r' || out[length - 1] == '\n'))
        length--;
    out[length] = 0;
    return length;
}

size_t com_error_text(HRESULT hr, WCHAR *out, size_t size)
{
    if (!size)
        return 0;
    const WCHAR *text = product_text((DWORD)hr);
    if (text)
        return copy_cut(out, size, text);
    size_t length = system_text((DWORD)hr, out, size);
    if (length)
        return length;
    WCHAR number[24];
    wsprintfW(number, L"Error 0x%08lX ", (DWORD)hr);
    return copy_cut(out, size, number);
}
