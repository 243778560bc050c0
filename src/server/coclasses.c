/* The table of creatable classes: identifiers, names, and who makes an object. Read-only. */
#include "coclasses.h"
#include "../automation/automation.h"

const struct com_coclass server_coclasses[] = {
    {&CLSID_SWbemLocator, "SWbemLocator", "WbemScripting.SWbemLocator", locator_create_instance},
    {&CLSID_SWbemNamedValueSet, "SWbemNamedValueSet", "WbemScripting.SWbemNamedValueSet",
     named_value_set_create_instance},
    {&CLSID_SWbemObjectPath, "SWbemObjectPath", "WbemScripting.SWbemObjectPath",
     object_path_create_instance},
    {&CLSID_SWbemLastError, "SWbemLastError", "WbemScripting.SWbemLastError",
     last_error_create_instance},
    {&CLSID_SWbemSink, "SWbemSink", "WbemScripting.SWbemSink", sink_create_instance},
    {NULL, NULL, NULL, NULL},
};
