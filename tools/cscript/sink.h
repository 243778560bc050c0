/* The dispatch object that an event source calls; it calls the script. */
#ifndef CSCRIPT_SINK_H
#define CSCRIPT_SINK_H

#include "host.h"

struct event_sink;

/** Reads the names of `events` once. @return referenced; NULL: out of memory */
struct event_sink *sink_create(struct host *host, const IID *iid, ITypeInfo *events,
                               const WCHAR *prefix);
IUnknown *sink_unknown(struct event_sink *sink); /* borrowed */
void sink_addref(struct event_sink *sink);
void sink_release(struct event_sink *sink);
/** From here on events are dropped. Script thread. */
void sink_close(struct event_sink *sink);
/** Calls the handler, if the script has one. Script thread. */
HRESULT sink_fire(struct event_sink *sink, DISPID id, DISPPARAMS *params, VARIANT *result);

#endif
