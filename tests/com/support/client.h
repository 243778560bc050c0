/* A C client of the scripting objects, as small as tests and benchmarks need one: connect,
 * define a class, make instances, hear events. It knows the interfaces of wbemdisp.h alone and
 * creates objects by CoCreateInstance, so it is a client like any other. Functions end the
 * program with a message when something that has to work fails. */
#ifndef SWBEM_TESTS_CLIENT_H
#define SWBEM_TESTS_CLIENT_H

#include <windows.h>
#include <ole2.h>
#include <olectl.h>
#include <stdbool.h>
#include <stdio.h>
#include <wbemdisp.h>

struct client_property
{
    const WCHAR *name; /* NULL ends a table */
    WbemCimtypeEnum type;
    bool is_array;
    bool is_key;
};

/** End the program when `hr` is a failure. */
#define CLIENT_CHECK(hr) client_check((hr), #hr, __FILE__, __LINE__)
HRESULT client_check(HRESULT hr, const char *what, const char *file, int line);

/** `text` as a BSTR that lives until the thread has asked for 64 more. */
BSTR client_bstr(const WCHAR *text);

/** root\cimv2 of the store that SWBEM_STORE names. */
ISWbemServicesEx *client_connect(void);
/** Put a class with these properties. @return its definition, stored */
ISWbemObject *client_define(ISWbemServicesEx *services, const WCHAR *name,
                            const struct client_property *properties);
ISWbemObject *client_get(ISWbemServicesEx *services, const WCHAR *path);
ISWbemObjectEx *client_spawn(ISWbemObject *cls);
void client_put(ISWbemServicesEx *services, ISWbemObjectEx *object);
/** Through Properties_.Item(name).Value. */
void client_set(ISWbemObjectEx *object, const WCHAR *name, VARIANT value);
void client_set_text(ISWbemObjectEx *object, const WCHAR *name, const WCHAR *text);
void client_set_number(ISWbemObjectEx *object, const WCHAR *name, LONG number);
/** @param out VariantClear */
void client_read(ISWbemObject *object, const WCHAR *name, VARIANT *out);
/** By name through IDispatch, as a script does. */
HRESULT client_invoke_get(IDispatch *object, const WCHAR *name, VARIANT *out);
HRESULT client_invoke_put(IDispatch *object, const WCHAR *name, VARIANT value);

/* What a sink heard. `heard` is called in the sink's apartment with the arguments in declaration
 * order. */
struct client_events
{
    IDispatch IDispatch_iface;
    volatile LONG references;
    volatile LONG count[5]; /* by DISPID of ISWbemSinkEvents */
    volatile LONG failures; /* OnCompleted with a failure */
    volatile HRESULT last_hr;
    DWORD thread; /* of the last event */
    void (*heard)(struct client_events *events, DISPID id, const VARIANT *arguments, UINT count);
    void *context;
};

enum
{
    CLIENT_OBJECT_READY = 1,
    CLIENT_COMPLETED = 2,
    CLIENT_PROGRESS = 3,
    CLIENT_OBJECT_PUT = 4,
};

void client_events_init(struct client_events *events);
ISWbemSink *client_sink(void);
/** Advise. @return the cookie */
DWORD client_listen(ISWbemSink *sink, struct client_events *events);
void client_unlisten(ISWbemSink *sink, DWORD cookie);
/** Wait until event `id` came `count` times, pumping messages. @return false after `timeout_ms` */
bool client_wait(struct client_events *events, DISPID id, LONG count, DWORD timeout_ms);
ISWbemNamedValueSet *client_context(const WCHAR *name, LONG value);

double client_seconds(void);

#endif
