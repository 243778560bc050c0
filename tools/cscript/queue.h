/* Events that arrive on a foreign thread, on their way to the script's. */
#ifndef CSCRIPT_QUEUE_H
#define CSCRIPT_QUEUE_H

#include <windows.h>
#include <ole2.h>

struct event_queue;
struct event_sink;

struct event_queue *queue_create(
    void); /* on the script's thread; referenced; NULL: no memory or window */
struct event_queue *queue_addref(struct event_queue *queue);
void queue_release(struct event_queue *queue); /* takes NULL */
/** No event passes afterwards, and nobody waits on. Script thread. */
void queue_close(struct event_queue *queue);
/** Hands an event over. Arguments are copied and the caller goes on; only when one is VT_BYREF, so that the
 *  handler may answer through it, does the caller wait for the handler's end. Any thread but the script's. */
HRESULT queue_send(struct event_queue *queue, struct event_sink *sink, DISPID id,
                   DISPPARAMS *params);

#endif
