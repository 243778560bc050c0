/* Asynchronous calls: two lanes of operations and the workers that do them.
 *
 * Writes have one worker: what waits for the same store commits together (at most WMI_BATCH), and
 * only after the commit is each sink told, in the order of the calls. Reads have a few workers:
 * objects go to the sink in blocks, then its status. Workers belong to the process, not to a
 * connection; they are started when there is work, live in the multi-threaded apartment, hold the
 * DLL (not its count of objects) and end after some idle seconds.
 *
 * Hand-over is by SRWLOCK and condition variable. Sinks are called outside all locks, on a worker's
 * thread. Cancelling marks operations; the worker that comes to a marked one tells its sink, so
 * that the order of a sink's events is kept and each call completes exactly once.
 *
 * A sink must be callable from any thread. While a handler runs, its worker does nothing else: a
 * handler that waits for the end of another asynchronous write waits for itself. (Semisynchronous
 * calls may be made and waited for in a handler: there they are done at once.)
 *
 * Memory is bounded: a caller that finds WMI_LANE_MAXIMUM operations waiting waits for room. It
 * does not wait on a worker's thread (a handler that calls PutAsync must not wait for itself),
 * nor longer than the workers make progress (a handler may be waiting for something the caller
 * holds). */
#ifndef SWBEM_WMI_QUEUE_H
#define SWBEM_WMI_QUEUE_H

#include "operation.h"

#define WMI_BATCH        256
#define WMI_LANE_MAXIMUM 8192

/** Hand over. @param operation  with a sink; consumed on success only. @return
 *  WBEM_E_OUT_OF_MEMORY */
HRESULT wmi_queue_submit(struct wmi_operation *operation);
/** True on a worker's thread, that is in a handler. */
bool wmi_queue_is_worker(void);
/** End the calls of a sink with WBEM_E_CALL_CANCELLED; writes that are being done complete as
 *  they do. */
void wmi_queue_cancel(IWbemObjectSink *sink);
/** Let idle workers end and wait for them. Work that waits is done first. */
void wmi_queue_shutdown(void);

#endif
