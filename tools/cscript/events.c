/* The list of event connections. Each holds the object (its identity is what DisconnectObject compares), the
 * connection point, and the sink. Script thread only. */
#include "events.h"

#include <ocidl.h>
#include <stdlib.h>

#include "queue.h"
#include "sink.h"
#include "source.h"

struct connection
{
    struct connection *next;
    IUnknown *identity;      /* referenced */
    IConnectionPoint *point; /* referenced */
    DWORD cookie;
    struct event_sink *sink; /* referenced */
};

static HRESULT find_point(IUnknown *object, const IID *iid, IConnectionPoint **point)
{
    IConnectionPointContainer *container;
    HRESULT hr;

    hr = IUnknown_QueryInterface(object, &IID_IConnectionPointContainer, (void **)&container);
    if (FAILED(hr))
        return hr;
    hr = IConnectionPointContainer_FindConnectionPoint(container, iid, point);
    IConnectionPointContainer_Release(container);
    return hr;
}

/* Takes it off before it calls out: Unadvise may pump, and a handler may disconnect too. */
static void end_connection(struct connection *connection)
{
    if (connection->sink)
        sink_close(connection->sink);
    if (connection->cookie)
        IConnectionPoint_Unadvise(connection->point, connection->cookie);
    if (connection->point)
        IConnectionPoint_Release(connection->point);
    if (connection->sink)
        sink_release(connection->sink);
    if (connection->identity)
        IUnknown_Release(connection->identity);
    free(connection);
}

static HRESULT advise(struct host *host, struct connection *connection, const CLSID *clsid,
                      const WCHAR *prefix)
{
    ITypeInfo *events;
    IID iid;
    HRESULT hr = source_find(connection->identity, clsid, &iid, &events);

    if (FAILED(hr))
        return hr;
    hr = find_point(connection->identity, &iid, &connection->point);
    if (SUCCEEDED(hr))
    {
        connection->sink = sink_create(host, &iid, events, prefix);
        hr = connection->sink ? S_OK : E_OUTOFMEMORY;
    }
    ITypeInfo_Release(events);
    if (FAILED(hr))
        return hr;
    return IConnectionPoint_Advise(connection->point, sink_unknown(connection->sink),
                                   &connection->cookie);
}

HRESULT events_connect(struct host *host, IDispatch *object, const CLSID *clsid,
                       const WCHAR *prefix)
{
    struct connection *connection;
    HRESULT hr;

    if (!host->queue)
        host->queue = queue_create();
    connection = host->queue ? calloc(1, sizeof(*connection)) : NULL;
    if (!connection)
        return E_OUTOFMEMORY;
    hr = IDispatch_QueryInterface(object, &IID_IUnknown, (void **)&connection->identity);
    if (SUCCEEDED(hr))
        hr = advise(host, connection, clsid, prefix);
    if (FAILED(hr))
    {
        end_connection(connection);
        return hr;
    }
    connection->next = host->connected;
    host->connected = connection;
    return S_OK;
}

static struct connection *take_connection(struct host *host, const IUnknown *identity)
{
    struct connection **link = &host->connected;
    struct connection *found;

    while (*link && (*link)->identity != identity)
        link = &(*link)->next;
    found = *link;
    if (found)
        *link = found->next;
    return found;
}

HRESULT events_disconnect(struct host *host, IDispatch *object)
{
    struct connection *connection;
    IUnknown *identity;
    HRESULT hr = IDispatch_QueryInterface(object, &IID_IUnknown, (void **)&identity);
    BOOL any = FALSE;

    if (FAILED(hr))
        return hr;
    while ((connection = take_connection(host, identity)) != NULL)
    {
        end_connection(connection);
        any = TRUE;
    }
    IUnknown_Release(identity);
    return any ? S_OK : S_FALSE;
}

void events_close(struct host *host)
{
    struct connection *connection;

    for (connection = host->connected; connection; connection = connection->next)
        sink_close(connection->sink);
    if (host->queue)
        queue_close(host->queue); /* first, so that no source waits for us while we unadvise it */
    while ((connection = host->connected) != NULL)
    {
        host->connected = connection->next;
        end_connection(connection);
    }
    queue_release(host->queue);
    host->queue = NULL;
}
