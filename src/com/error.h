/* From a status or HRESULT to what a client sees: IErrorInfo with Err.Source and Err.Description
 * (behaviour.md 3 and 23), and the thread's last error object for SWbemLastError. Any thread. */
#ifndef SWBEM_COM_ERROR_H
#define SWBEM_COM_ERROR_H

#include "object.h"

#include "../cim/status.h"

/** The WBEM_E_* of a portable status: one table. CIM_FALSE gives WBEM_S_FALSE. */
HRESULT com_hresult(enum cim_status status);
/** The product's text of a code, with its trailing blank ("Not found "); system text for other facilities.
 *  @return length written, without the NUL */
size_t com_error_text(HRESULT hr, WCHAR *out, size_t size);

/** Leave a method of a scripting object: on failure set IErrorInfo with the object's class name as source and
 *  the text of `hr`; if the thread's error info holds an IWbemClassObject (set by the layer below), keep that as
 *  the thread's last error. Success costs nothing. @return hr */
HRESULT com_return(const struct com_object *object, HRESULT hr);
/** As com_return for a place without an object (a factory): source given. */
HRESULT com_return_as(const char *source, HRESULT hr);

/** Used by the WMI layer when an operation fails: SetErrorInfo with an object that is IErrorInfo and, by
 *  QueryInterface, the given error object (an IWbemClassObject of class __ExtendedStatus). */
void com_set_wbem_error(IUnknown *error_object, HRESULT hr);
/** The thread's last error, one-shot: moves it out. @return referenced IUnknown or NULL */
IUnknown *com_take_last_error(void);
/** Record an error object for this thread (referenced). NULL clears. */
void com_set_last_error(IUnknown *error_object);
/** How many threads keep a last error: each is an object that lives. */
LONG com_error_kept(void);
/** Release the last errors of all threads. For a module of which nothing else lives: a thread that once failed
 *  shall not keep it loaded. */
void com_error_forget(void);
/** Take this thread's error info into an EXCEPINFO (may be NULL): what com_return() set for `hr`, or the object's
 *  class name and the text of `hr` when the method said nothing. */
void com_fill_exception(const struct com_object *object, HRESULT hr, EXCEPINFO *except);
/** DLL_THREAD_DETACH. */
void com_error_thread_detach(void);
/** DLL_PROCESS_DETACH of a module that is unloaded. */
void com_error_unload(void);

#endif
