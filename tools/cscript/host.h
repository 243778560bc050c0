/* The script host as a whole: what the command line said, the engine, the WScript object, the way to an end.
 *
 * One struct host, on main's stack, holds everything. It belongs to the script's thread (a single-threaded
 * apartment); other threads touch `stopping`, `stop_event`, `finishing`, and the event queue through its own functions. */
#ifndef CSCRIPT_HOST_H
#define CSCRIPT_HOST_H

#include <windows.h>
#include <ole2.h>
#include <activscp.h>

#include "options.h"

struct object;
struct connection;
struct event_queue;
struct console;

struct host
{
    struct options options;
    const WCHAR *script_path; /* full path, borrowed from main */
    const WCHAR *script_name; /* its last part */
    BOOL jscript;             /* the language prints undefined, and minds the case of names */
    BOOL interactive;         /* off: Echo and error texts are not shown */

    IActiveScript *engine;
    IActiveScriptParse *parser;
    const WCHAR *script_scope;    /* the named item whose code the script is, or NULL */
    struct object *wscript;       /* referenced */
    struct object *prelude;       /* referenced, or NULL */
    struct connection *connected; /* owned: list of event connections */
    struct event_queue *queue;    /* owned: events from other threads */
    struct console *console;      /* owned: standard streams */

    DWORD thread;
    HANDLE stop_event; /* set with `stopping`: ends a Sleep */
    LONG stopping;     /* nothing of the script may run on */
    BOOL finishing;    /* host_finish runs */
    int exit_code;
};

/* main.c */
/** Ends the script with this exit code, as soon as its engine can be brought to it. Any thread. */
BOOL host_stop(struct host *host, int exit_code); /* FALSE: it was stopping already */
BOOL host_stopping(struct host *host);
/** Called on the script's thread once `stopping` is set. Asks the engine to abandon the script and returns the
 *  code that unwinds it; with an engine that cannot be asked, ends the process and does not return. */
HRESULT host_unwind(struct host *host);
/** Releases everything in a safe order and ends the process. Does not return. */
void host_finish(struct host *host) __attribute__((noreturn));

/* timeout.c */
/** (Re)starts the time the script may take; 0 takes the limit away. */
void timeout_set(struct host *host, LONG seconds);
LONG timeout_get(void);
/** Ends the process by force if host_finish hangs in somebody's clean-up. */
void timeout_guard_finish(struct host *host);
void timeout_guard_end(void);

/* wait.c */
/** Sleeps and serves messages, COM calls and events meanwhile; returns early when the script is to stop. */
void wait_pumping(struct host *host, DWORD milliseconds);

#endif
