/* How a failure reaches the client: an instance of __ExtendedStatus beside the HRESULT. */
#ifndef SWBEM_WMI_ERROR_OBJECT_H
#define SWBEM_WMI_ERROR_OBJECT_H

#include "base.h"

/** The error object of a failed operation.
 *  @param parameter  path, class or query as UTF-8; may be empty
 *  @param err        may be NULL
 *  @return referenced; NULL when there is no memory for one (a failure without object is legal) */
IWbemClassObject *wmi_failure_object(HRESULT hr, const WCHAR *operation, struct text parameter,
                                     const struct cim_error *err);
/** Leave a synchronous method with a failure: the thread's error info gets the object.
 *  @return hr */
HRESULT wmi_fail(HRESULT hr, const WCHAR *operation, struct text parameter,
                 const struct cim_error *err);
/** Forget the class made for error objects (wmi_shutdown). */
void wmi_error_class_free(void);

#endif
