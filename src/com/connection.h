/* A connection point for one dispinterface, with the apartment in which each client advised.
 * Sinks are copied and referenced under the lock and called outside it; cookies are never reused. */
#ifndef SWBEM_COM_CONNECTION_H
#define SWBEM_COM_CONNECTION_H

#include "apartment.h"
#include "object.h"

struct com_connection_point
{
    IConnectionPoint IConnectionPoint_iface;
    IConnectionPointContainer IConnectionPointContainer_iface;
    struct com_object *owner; /* not referenced: the point lives inside its owner */
    const IID *iid;
    SRWLOCK lock;                       /* guards what follows */
    struct com_connection *connections; /* owned list, in order of Advise */
    DWORD next_cookie;
};

struct com_connection
{
    struct com_delivery ending; /* the sink is released in its apartment; first member */
    struct com_connection *next;
    LONG references;
    DWORD cookie;
    IDispatch *sink;                 /* referenced; belongs to `apartment` */
    struct com_apartment *apartment; /* referenced */
    bool closed;                     /* after Unadvise nothing more is delivered */
};

void com_connection_point_init(struct com_connection_point *point, struct com_object *owner,
                               const IID *iid);
/** Unadvise all. Called by the owner's destroy. */
void com_connection_point_close(struct com_connection_point *point);
/** For the owner's com_class.query: IConnectionPointContainer. @return E_NOINTERFACE for other iids */
HRESULT com_connection_point_query(struct com_connection_point *point, REFIID iid, void **out);
/** The connections there are now. @param out array of referenced connections, CoTaskMemFree, each released by
 *  com_connection_release(). *count 0 and *out NULL when nobody listens. */
HRESULT com_connection_snapshot(struct com_connection_point *point, struct com_connection ***out,
                                size_t *count);
/** The same one by one, which needs no memory: from 0 on, each cookie gives the next connection, up to the newest
 *  there was at the beginning. @return referenced, or NULL: no more */
DWORD com_connection_newest(struct com_connection_point *point);
struct com_connection *com_connection_next(struct com_connection_point *point, DWORD after,
                                           DWORD newest);
void com_connection_release(struct com_connection *connection);

#endif
