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

/* The functions that a script engine bound with IBindEventHandler (`function sink::OnCompleted(...)`): a dispatch sink
 * that calls the function of each event. sink_handlers.c */
struct bound_handlers;

HRESULT bound_handlers_create(struct bound_handlers **out);
IDispatch *bound_handlers_dispatch(struct bound_handlers *handlers); /* borrowed */
void bound_handlers_release(struct bound_handlers *handlers);        /* takes NULL */
/** @return DISP_E_UNKNOWNNAME when ISWbemSinkEvents has no such event */
HRESULT bound_handlers_set(struct bound_handlers *handlers, const WCHAR *event,
                           IDispatch *function);

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
};

#endif
