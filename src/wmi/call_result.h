/* IWbemCallResult: what came of a call that was made semisynchronously, or synchronously with a
 * result asked for. */
#ifndef SWBEM_WMI_CALL_RESULT_H
#define SWBEM_WMI_CALL_RESULT_H

#include "operation.h"

/** A result still to come.
 *  @param sink  borrowed from the result: its SetStatus completes it, and who holds it holds the
 *               result */
HRESULT wmi_call_result_create(IWbemCallResult **out, IWbemObjectSink **sink);
/** The result of an operation that has been run. */
HRESULT wmi_call_result_from(IWbemCallResult **out, const struct wmi_operation *operation);
/** The result of OpenNamespace. @param services  referenced */
HRESULT wmi_call_result_from_services(IWbemCallResult **out, IWbemServices *services);

#endif
