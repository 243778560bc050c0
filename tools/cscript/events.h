/* Event handlers by prefix: what CreateObject(progid, prefix) and ConnectObject set up. */
#ifndef CSCRIPT_EVENTS_H
#define CSCRIPT_EVENTS_H

#include "host.h"

/** Calls the script's `prefix & name` for each event of the object from now on.
 *  @param clsid  of the object when it is known, else NULL */
HRESULT events_connect(struct host *host, IDispatch *object, const CLSID *clsid,
                       const WCHAR *prefix);
/** Ends every connection of the object; S_FALSE when there is none. */
HRESULT events_disconnect(struct host *host, IDispatch *object);
/** Ends all connections; no handler runs afterwards. */
void events_close(struct host *host);

#endif
