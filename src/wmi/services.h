/* IWbemServices over a namespace of the embedded repository: what its files share. */
#ifndef SWBEM_WMI_SERVICES_H
#define SWBEM_WMI_SERVICES_H

#include "base.h"

#include "../repository/repository.h"

/* Immutable after creation: no lock. */
struct wmi_services
{
    struct wmi_base base;     /* vtable: IWbemServices */
    struct repo_space *space; /* referenced */
    char *prefix;             /* owned: \\SERVER\root\cimv2: in front of each path handed out */
};

/** @param space  referenced, also on failure consumed */
HRESULT wmi_services_create(IWbemServices **out, struct repo_space *space);
/** True for this computer: NULL, "", ".", localhost, 127.0.0.1, ::1 and its name. */
bool wmi_is_local_server(const char *server);

/* --- methods that stand in services_async.c --------------------------------------------------- */

HRESULT STDMETHODCALLTYPE wmi_services_CancelAsyncCall(IWbemServices *iface, IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_GetObjectAsync(IWbemServices *iface, const BSTR path,
                                                      LONG flags, IWbemContext *context,
                                                      IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_PutClassAsync(IWbemServices *iface, IWbemClassObject *object,
                                                     LONG flags, IWbemContext *context,
                                                     IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_DeleteClassAsync(IWbemServices *iface, const BSTR name,
                                                        LONG flags, IWbemContext *context,
                                                        IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_CreateClassEnumAsync(IWbemServices *iface,
                                                            const BSTR superclass, LONG flags,
                                                            IWbemContext *context,
                                                            IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_PutInstanceAsync(IWbemServices *iface,
                                                        IWbemClassObject *object, LONG flags,
                                                        IWbemContext *context,
                                                        IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_DeleteInstanceAsync(IWbemServices *iface, const BSTR path,
                                                           LONG flags, IWbemContext *context,
                                                           IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_CreateInstanceEnumAsync(IWbemServices *iface,
                                                               const BSTR class_name, LONG flags,
                                                               IWbemContext *context,
                                                               IWbemObjectSink *sink);
HRESULT STDMETHODCALLTYPE wmi_services_ExecQueryAsync(IWbemServices *iface, const BSTR language,
                                                      const BSTR query, LONG flags,
                                                      IWbemContext *context, IWbemObjectSink *sink);

#endif
