/* SWbemSink's struct. Private to sink*.c. */
#ifndef SWBEM_AUTOMATION_SINK_H
#define SWBEM_AUTOMATION_SINK_H

#include "automation.h"
#include "named_values.h"

#include "../com/connection.h"

#include <activscp.h>

#define SINK_EVENTS 4 /* DISPIDs 1 to 4 of ISWbemSinkEvents */

struct sink
{
    struct com_object base;
    IBindEventHandler IBindEventHandler_iface;
    struct com_connection_point point; /* guards itself */
    SRWLOCK lock;                      /* guards what follows */
    struct sink_call *calls;           /* borrowed: the calls under way; each holds the sink */
    struct bound_handlers *handlers;   /* referenced: functions bound by name, or NULL */
};

/** For a call that begins or is over. */
void sink_link(struct sink *sink, struct sink_call *call);
void sink_unlink(struct sink *sink, struct sink_call *call);

/* The functions that a script engine bound with IBindEventHandler (`function
 * sink::OnCompleted(...)`): a dispatch sink that calls the function of each event.
 * sink_handlers.c */
struct bound_handlers;

HRESULT bound_handlers_create(struct bound_handlers **out);
IDispatch *bound_handlers_dispatch(struct bound_handlers *handlers); /* borrowed */
void bound_handlers_release(struct bound_handlers *handlers);        /* takes NULL */
/** @return DISP_E_UNKNOWNNAME when ISWbemSinkEvents has no such event */
HRESULT bound_handlers_set(struct bound_handlers *handlers, const WCHAR *event,
                           IDispatch *function);

enum sink_event_id
{
    EVENT_OBJECT_READY = 1,
    EVENT_COMPLETED = 2,
    EVENT_PROGRESS = 3,
    EVENT_OBJECT_PUT = 4,
};

/* One event on its way to one listener. */
struct sink_event
{
    struct com_delivery delivery;
    struct com_connection *connection; /* referenced */
    struct sink_call *call;            /* referenced */
    enum sink_event_id id;
    HRESULT hr;
    LONG upper, current;
    BSTR text;                /* owned: a path or a message; NULL */
    IWbemClassObject *object; /* referenced: what is ready, or the error; NULL */
};

struct sink_call
{
    IWbemObjectSink IWbemObjectSink_iface;
    LONG references;
    LONG completed;               /* 1 after the last event, or when the call failed at once */
    struct sink *sink;            /* referenced */
    struct services *services;    /* referenced */
    struct named_values *context; /* referenced; NULL: none */
    bool is_put;
    struct sink_call *previous, *next; /* in the sink's list, under its lock */
    bool linked;
    /* OnCompleted must reach the first listener of a single-threaded apartment even when memory
     * has run out. */
    struct sink_event last;
    LONG last_taken;
};

#endif
