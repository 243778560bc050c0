/* Objects on their way to a sink, in blocks. On a reader's thread, without locks. */
#ifndef SWBEM_WMI_INDICATE_H
#define SWBEM_WMI_INDICATE_H

#include "operation.h"

/** Run the operation's spec to its end, a failure or its cancelling; leaves hr and error in it. */
void wmi_indicate_source(struct wmi_operation *operation);
/** The next `count` objects of the operation's enumerator. */
void wmi_indicate_next(struct wmi_operation *operation);
/** Make a run known to wmi_queue_cancel(), NULL when it is over. In queue.c. */
void wmi_queue_set_running(struct wmi_operation *operation, struct wmi_source *source);

#endif
