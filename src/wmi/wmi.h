/* The IWbem* layer: locator, services, class objects, enumerators, contexts and asynchronous calls over the embedded
 * repository, through the public interfaces of wbemcli.h. The scripting objects know only this.
 *
 * All objects are free-threaded. A failing method sets the thread's error info to an __ExtendedStatus object
 * (com_set_wbem_error) besides its HRESULT. */
#ifndef SWBEM_WMI_H
#define SWBEM_WMI_H

#include <windows.h>
#include <wbemcli.h>

/** The embedded repository's locator: ConnectServer opens the store (see repo_open) and a namespace of it. */
HRESULT wmi_locator_create(IWbemLocator **out);
HRESULT wmi_context_create(IWbemContext **out);
/** An instance of __ExtendedStatus without a namespace. Texts may be NULL. */
HRESULT wmi_error_object_create(HRESULT status, const WCHAR *operation, const WCHAR *parameter,
                                const WCHAR *provider, const WCHAR *description,
                                IWbemClassObject **out);
/** An empty class object without a namespace (what GetObject of an empty path gives). */
HRESULT wmi_empty_class_create(IWbemClassObject **out);
/** Close stores nobody uses and end idle threads, before the DLL goes. */
void wmi_shutdown(void);

#endif
