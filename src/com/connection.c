/* The connection point of an object with events.
 *
 * The point lives inside its owner and counts through it, but is an identity of its own, as COM wants it. `lock`
 * guards the list of connections; a connection is counted, because deliveries in progress hold it while the client
 * unadvises. The sink belongs to the apartment that advised it: its last reference is given up there, and in an
 * apartment that is gone not at all. */
#include "connection.h"
#include "module.h"

#include <stdlib.h>

static struct com_connection_point *impl_from_IConnectionPoint(IConnectionPoint *iface)
{
    return CONTAINING_RECORD(iface, struct com_connection_point, IConnectionPoint_iface);
}

static struct com_connection_point *impl_from_IConnectionPointContainer(
    IConnectionPointContainer *iface)
{
    return CONTAINING_RECORD(iface, struct com_connection_point, IConnectionPointContainer_iface);
}

/* --- connections ----------------------------------------------------------------------------- */

static struct com_connection *from_ending(struct com_delivery *ending)
{
    return CONTAINING_RECORD(ending, struct com_connection, ending);
}

static void free_connection(struct com_delivery *ending)
{
    struct com_connection *connection = from_ending(ending);
    com_apartment_release(connection->apartment);
    free(connection);
    com_module_unlock();
}

static void release_sink(struct com_delivery *ending)
{
    IDispatch_Release(from_ending(ending)->sink);
    free_connection(ending);
}

void com_connection_release(struct com_connection *connection)
{
    if (InterlockedDecrement(&connection->references))
        return;
    if (com_apartment_is_current(connection->apartment))
        release_sink(&connection->ending);
    else
        com_apartment_post(connection->apartment, &connection->ending);
}

/* The sink as the event interface, or as any IDispatch: script engines' sinks know no other. */
static HRESULT sink_of(struct com_connection_point *point, IUnknown *unknown, IDispatch **sink)
{
    *sink = NULL;
    if (SUCCEEDED(IUnknown_QueryInterface(unknown, point->iid, (void **)sink)) && *sink)
        return S_OK;
    *sink = NULL;
    if (SUCCEEDED(IUnknown_QueryInterface(unknown, &IID_IDispatch, (void **)sink)) && *sink)
        return S_OK;
    *sink = NULL;
    return CONNECT_E_CANNOTCONNECT;
}

static HRESULT create_connection(struct com_connection_point *point, IUnknown *unknown,
                                 struct com_connection **out)
{
    struct com_connection *connection = calloc(1, sizeof(*connection));
    if (!connection)
        return E_OUTOFMEMORY;
    connection->ending.run = release_sink;
    connection->ending.drop = free_connection;
    connection->references = 1;
    connection->apartment = com_apartment_current();
    HRESULT hr = connection->apartment ? sink_of(point, unknown, &connection->sink) : E_OUTOFMEMORY;
    if (FAILED(hr))
    {
        com_apartment_release(connection->apartment);
        free(connection);
        return hr;
    }
    com_module_lock();
    *out = connection;
    return S_OK;
}

/* --- IEnumConnections ------------------------------------------------------------------------ */

struct enum_connections
{
    IEnumConnections IEnumConnections_iface;
    LONG references;
    IUnknown *owner;                     /* referenced: it keeps the point */
    struct com_connection **connections; /* referenced each; CoTaskMemFree */
    size_t count;
    volatile LONG position;
};

static HRESULT create_enum_connections(IUnknown *owner, struct com_connection **connections,
                                       size_t count, LONG position, IEnumConnections **out);

static struct enum_connections *impl_from_IEnumConnections(IEnumConnections *iface)
{
    return (struct enum_connections *)iface;
}

static void release_connections(struct com_connection **connections, size_t count)
{
    for (size_t i = 0; i < count; i++)
        com_connection_release(connections[i]);
    CoTaskMemFree(connections);
}

static HRESULT STDMETHODCALLTYPE enum_connections_QueryInterface(IEnumConnections *iface,
                                                                 REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IEnumConnections))
        return E_NOINTERFACE;
    *out = iface;
    IEnumConnections_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE enum_connections_AddRef(IEnumConnections *iface)
{
    return InterlockedIncrement(&impl_from_IEnumConnections(iface)->references);
}

static ULONG STDMETHODCALLTYPE enum_connections_Release(IEnumConnections *iface)
{
    struct enum_connections *self = impl_from_IEnumConnections(iface);
    ULONG references = InterlockedDecrement(&self->references);
    if (!references)
    {
        release_connections(self->connections, self->count);
        IUnknown_Release(self->owner);
        free(self);
        com_module_unlock();
    }
    return references;
}

/* The next position to hand out; `count` when there is none. */
static size_t advance(struct enum_connections *self)
{
    LONG at = self->position;
    while ((size_t)at < self->count)
    {
        LONG seen = InterlockedCompareExchange(&self->position, at + 1, at);
        if (seen == at)
            return at;
        at = seen;
    }
    return self->count;
}

static HRESULT STDMETHODCALLTYPE enum_connections_Next(IEnumConnections *iface, ULONG wanted,
                                                       CONNECTDATA *out, ULONG *fetched)
{
    struct enum_connections *self = impl_from_IEnumConnections(iface);
    ULONG count = 0;

    if (fetched)
        *fetched = 0;
    if (!out || (!fetched && wanted != 1))
        return E_POINTER;
    for (size_t at; count < wanted && (at = advance(self)) < self->count; count++)
    {
        out[count].pUnk = (IUnknown *)self->connections[at]->sink;
        out[count].dwCookie = self->connections[at]->cookie;
        IUnknown_AddRef(out[count].pUnk);
    }
    if (fetched)
        *fetched = count;
    return count == wanted ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE enum_connections_Skip(IEnumConnections *iface, ULONG wanted)
{
    struct enum_connections *self = impl_from_IEnumConnections(iface);
    for (; wanted; wanted--)
        if (advance(self) == self->count)
            return S_FALSE;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE enum_connections_Reset(IEnumConnections *iface)
{
    InterlockedExchange(&impl_from_IEnumConnections(iface)->position, 0);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE enum_connections_Clone(IEnumConnections *iface,
                                                        IEnumConnections **out)
{
    struct enum_connections *self = impl_from_IEnumConnections(iface);

    if (!out)
        return E_POINTER;
    *out = NULL;
    struct com_connection **copy = CoTaskMemAlloc((self->count + 1) * sizeof(*copy));
    if (!copy)
        return E_OUTOFMEMORY;
    for (size_t i = 0; i < self->count; i++)
    {
        copy[i] = self->connections[i];
        InterlockedIncrement(&copy[i]->references);
    }
    return create_enum_connections(self->owner, copy, self->count, self->position, out);
}

static const IEnumConnectionsVtbl enum_connections_vtbl = {
    enum_connections_QueryInterface, enum_connections_AddRef, enum_connections_Release,
    enum_connections_Next,           enum_connections_Skip,   enum_connections_Reset,
    enum_connections_Clone,
};

/* `connections` is consumed, also on failure. */
static HRESULT create_enum_connections(IUnknown *owner, struct com_connection **connections,
                                       size_t count, LONG position, IEnumConnections **out)
{
    struct enum_connections *self = calloc(1, sizeof(*self));
    if (!self)
    {
        release_connections(connections, count);
        return E_OUTOFMEMORY;
    }
    self->IEnumConnections_iface.lpVtbl = &enum_connections_vtbl;
    self->references = 1;
    self->owner = owner;
    self->connections = connections;
    self->count = count;
    self->position = position;
    IUnknown_AddRef(owner);
    com_module_lock();
    *out = &self->IEnumConnections_iface;
    return S_OK;
}

/* --- IConnectionPoint ------------------------------------------------------------------------ */

static HRESULT STDMETHODCALLTYPE point_QueryInterface(IConnectionPoint *iface, REFIID iid,
                                                      void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IConnectionPoint))
        return E_NOINTERFACE;
    *out = iface;
    IConnectionPoint_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE point_AddRef(IConnectionPoint *iface)
{
    return com_object_AddRef(&impl_from_IConnectionPoint(iface)->owner->IDispatch_iface);
}

static ULONG STDMETHODCALLTYPE point_Release(IConnectionPoint *iface)
{
    return com_object_Release(&impl_from_IConnectionPoint(iface)->owner->IDispatch_iface);
}

static HRESULT STDMETHODCALLTYPE point_GetConnectionInterface(IConnectionPoint *iface, IID *out)
{
    if (!out)
        return E_POINTER;
    *out = *impl_from_IConnectionPoint(iface)->iid;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_GetConnectionPointContainer(IConnectionPoint *iface,
                                                                   IConnectionPointContainer **out)
{
    if (!out)
        return E_POINTER;
    *out = &impl_from_IConnectionPoint(iface)->IConnectionPointContainer_iface;
    IConnectionPointContainer_AddRef(*out);
    return S_OK;
}

/* As soon as it is in the list, somebody may unadvise it: the cookie is given out under the lock. */
static HRESULT append_connection(struct com_connection_point *point,
                                 struct com_connection *connection, DWORD *cookie)
{
    HRESULT hr = CONNECT_E_ADVISELIMIT;

    AcquireSRWLockExclusive(&point->lock);
    if (point->next_cookie != (DWORD)-1)
    {
        struct com_connection **link = &point->connections;
        while (*link)
            link = &(*link)->next;
        *link = connection;
        *cookie = connection->cookie = ++point->next_cookie;
        hr = S_OK;
    }
    ReleaseSRWLockExclusive(&point->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE point_Advise(IConnectionPoint *iface, IUnknown *unknown,
                                              DWORD *cookie)
{
    struct com_connection_point *point = impl_from_IConnectionPoint(iface);
    struct com_connection *connection;

    if (cookie)
        *cookie = 0;
    if (!unknown || !cookie)
        return E_POINTER;
    HRESULT hr = create_connection(point, unknown, &connection);
    if (FAILED(hr))
        return hr;
    hr = append_connection(point, connection, cookie);
    if (FAILED(hr))
        com_connection_release(connection);
    return hr;
}

static HRESULT STDMETHODCALLTYPE point_Unadvise(IConnectionPoint *iface, DWORD cookie)
{
    struct com_connection_point *point = impl_from_IConnectionPoint(iface);

    AcquireSRWLockExclusive(&point->lock);
    struct com_connection **link = &point->connections;
    while (*link && (*link)->cookie != cookie)
        link = &(*link)->next;
    struct com_connection *connection = *link;
    if (connection)
    {
        *link = connection->next;
        connection->closed = true;
    }
    ReleaseSRWLockExclusive(&point->lock);
    if (!connection)
        return CONNECT_E_NOCONNECTION;
    com_connection_release(connection);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_EnumConnections(IConnectionPoint *iface,
                                                       IEnumConnections **out)
{
    struct com_connection_point *point = impl_from_IConnectionPoint(iface);
    struct com_connection **connections;
    size_t count;

    if (!out)
        return E_POINTER;
    *out = NULL;
    HRESULT hr = com_connection_snapshot(point, &connections, &count);
    if (FAILED(hr))
        return hr;
    return create_enum_connections((IUnknown *)&point->owner->IDispatch_iface, connections, count,
                                   0, out);
}

static const IConnectionPointVtbl point_vtbl = {
    point_QueryInterface,
    point_AddRef,
    point_Release,
    point_GetConnectionInterface,
    point_GetConnectionPointContainer,
    point_Advise,
    point_Unadvise,
    point_EnumConnections,
};

/* --- IEnumConnectionPoints: there is one ----------------------------------------------------- */

struct enum_points
{
    IEnumConnectionPoints IEnumConnectionPoints_iface;
    LONG references;
    IConnectionPoint *point; /* referenced */
    volatile LONG done;      /* 0: the point is still to come */
};

static struct enum_points *impl_from_IEnumConnectionPoints(IEnumConnectionPoints *iface)
{
    return (struct enum_points *)iface;
}

static HRESULT STDMETHODCALLTYPE enum_points_QueryInterface(IEnumConnectionPoints *iface,
                                                            REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IEnumConnectionPoints))
        return E_NOINTERFACE;
    *out = iface;
    IEnumConnectionPoints_AddRef(iface);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE enum_points_AddRef(IEnumConnectionPoints *iface)
{
    return InterlockedIncrement(&impl_from_IEnumConnectionPoints(iface)->references);
}

static ULONG STDMETHODCALLTYPE enum_points_Release(IEnumConnectionPoints *iface)
{
    struct enum_points *self = impl_from_IEnumConnectionPoints(iface);
    ULONG references = InterlockedDecrement(&self->references);
    if (!references)
    {
        IConnectionPoint_Release(self->point);
        free(self);
        com_module_unlock();
    }
    return references;
}

static HRESULT STDMETHODCALLTYPE enum_points_Next(IEnumConnectionPoints *iface, ULONG wanted,
                                                  IConnectionPoint **out, ULONG *fetched)
{
    struct enum_points *self = impl_from_IEnumConnectionPoints(iface);

    if (fetched)
        *fetched = 0;
    if (!out || (!fetched && wanted != 1))
        return E_POINTER;
    if (!wanted)
        return S_OK;
    if (InterlockedExchange(&self->done, 1))
        return S_FALSE;
    out[0] = self->point;
    IConnectionPoint_AddRef(self->point);
    if (fetched)
        *fetched = 1;
    return wanted == 1 ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE enum_points_Skip(IEnumConnectionPoints *iface, ULONG wanted)
{
    if (!wanted)
        return S_OK;
    LONG done = InterlockedExchange(&impl_from_IEnumConnectionPoints(iface)->done, 1);
    return !done && wanted == 1 ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE enum_points_Reset(IEnumConnectionPoints *iface)
{
    InterlockedExchange(&impl_from_IEnumConnectionPoints(iface)->done, 0);
    return S_OK;
}

static HRESULT create_enum_points(IConnectionPoint *point, LONG done, IEnumConnectionPoints **out);

static HRESULT STDMETHODCALLTYPE enum_points_Clone(IEnumConnectionPoints *iface,
                                                   IEnumConnectionPoints **out)
{
    struct enum_points *self = impl_from_IEnumConnectionPoints(iface);
    if (!out)
        return E_POINTER;
    return create_enum_points(self->point, self->done, out);
}

static const IEnumConnectionPointsVtbl enum_points_vtbl = {
    enum_points_QueryInterface, enum_points_AddRef, enum_points_Release, enum_points_Next,
    enum_points_Skip,           enum_points_Reset,  enum_points_Clone,
};

static HRESULT create_enum_points(IConnectionPoint *point, LONG done, IEnumConnectionPoints **out)
{
    struct enum_points *self = calloc(1, sizeof(*self));
    *out = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    self->IEnumConnectionPoints_iface.lpVtbl = &enum_points_vtbl;
    self->references = 1;
    self->point = point;
    self->done = done;
    IConnectionPoint_AddRef(point);
    com_module_lock();
    *out = &self->IEnumConnectionPoints_iface;
    return S_OK;
}

/* --- IConnectionPointContainer --------------------------------------------------------------- */

static HRESULT STDMETHODCALLTYPE container_QueryInterface(IConnectionPointContainer *iface,
                                                          REFIID iid, void **out)
{
    struct com_connection_point *point = impl_from_IConnectionPointContainer(iface);
    return com_object_QueryInterface(&point->owner->IDispatch_iface, iid, out);
}

static ULONG STDMETHODCALLTYPE container_AddRef(IConnectionPointContainer *iface)
{
    return com_object_AddRef(&impl_from_IConnectionPointContainer(iface)->owner->IDispatch_iface);
}

static ULONG STDMETHODCALLTYPE container_Release(IConnectionPointContainer *iface)
{
    return com_object_Release(&impl_from_IConnectionPointContainer(iface)->owner->IDispatch_iface);
}

static HRESULT STDMETHODCALLTYPE container_EnumConnectionPoints(IConnectionPointContainer *iface,
                                                                IEnumConnectionPoints **out)
{
    if (!out)
        return E_POINTER;
    return create_enum_points(&impl_from_IConnectionPointContainer(iface)->IConnectionPoint_iface,
                              0, out);
}

static HRESULT STDMETHODCALLTYPE container_FindConnectionPoint(IConnectionPointContainer *iface,
                                                               REFIID iid, IConnectionPoint **out)
{
    struct com_connection_point *point = impl_from_IConnectionPointContainer(iface);

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!iid || !IsEqualIID(iid, point->iid))
        return CONNECT_E_NOCONNECTION;
    *out = &point->IConnectionPoint_iface;
    IConnectionPoint_AddRef(*out);
    return S_OK;
}

static const IConnectionPointContainerVtbl container_vtbl = {
    container_QueryInterface,
    container_AddRef,
    container_Release,
    container_EnumConnectionPoints,
    container_FindConnectionPoint,
};

/* --- for the owner --------------------------------------------------------------------------- */

void com_connection_point_init(struct com_connection_point *point, struct com_object *owner,
                               const IID *iid)
{
    point->IConnectionPoint_iface.lpVtbl = &point_vtbl;
    point->IConnectionPointContainer_iface.lpVtbl = &container_vtbl;
    point->owner = owner;
    point->iid = iid;
    InitializeSRWLock(&point->lock);
    point->connections = NULL;
    point->next_cookie = 0;
}

void com_connection_point_close(struct com_connection_point *point)
{
    AcquireSRWLockExclusive(&point->lock);
    struct com_connection *connections = point->connections;
    point->connections = NULL;
    for (struct com_connection *i = connections; i; i = i->next)
        i->closed = true;
    ReleaseSRWLockExclusive(&point->lock);
    while (connections)
    {
        struct com_connection *next = connections->next;
        com_connection_release(connections);
        connections = next;
    }
}

HRESULT com_connection_point_query(struct com_connection_point *point, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IConnectionPointContainer))
        return E_NOINTERFACE;
    *out = &point->IConnectionPointContainer_iface;
    IConnectionPointContainer_AddRef(&point->IConnectionPointContainer_iface);
    return S_OK;
}

HRESULT com_connection_snapshot(struct com_connection_point *point, struct com_connection ***out,
                                size_t *count)
{
    HRESULT hr = S_OK;
    size_t length = 0;

    *out = NULL;
    *count = 0;
    AcquireSRWLockShared(&point->lock);
    for (struct com_connection *i = point->connections; i; i = i->next)
        length++;
    struct com_connection **list = length ? CoTaskMemAlloc(length * sizeof(*list)) : NULL;
    if (length && !list)
        hr = E_OUTOFMEMORY;
    for (struct com_connection *i = list ? point->connections : NULL; i; i = i->next)
    {
        InterlockedIncrement(&i->references);
        list[(*count)++] = i;
    }
    ReleaseSRWLockShared(&point->lock);
    *out = list;
    return hr;
}

DWORD com_connection_newest(struct com_connection_point *point)
{
    AcquireSRWLockShared(&point->lock);
    DWORD cookie = point->next_cookie;
    ReleaseSRWLockShared(&point->lock);
    return cookie;
}

struct com_connection *com_connection_next(struct com_connection_point *point, DWORD after,
                                           DWORD newest)
{
    AcquireSRWLockShared(&point->lock);
    struct com_connection *connection = point->connections;
    while (connection && connection->cookie <= after)
        connection = connection->next;
    if (connection && connection->cookie > newest)
        connection = NULL;
    if (connection)
        InterlockedIncrement(&connection->references);
    ReleaseSRWLockShared(&point->lock);
    return connection;
}
