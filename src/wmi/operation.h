/* One call of IWbemServices as data: what is to be done, checked; who wants to hear of it; what
 * came of it.
 *
 * Preparing validates all that the call itself can show wrong and snapshots what the client may
 * change afterwards. Running does it, on the caller's thread or a worker's. The structure is
 * also the completion: once it exists, telling the sink needs no memory. Owned by one thread at
 * a time; `cancelled` and `running` belong to the queue (queue.h). */
#ifndef SWBEM_WMI_OPERATION_H
#define SWBEM_WMI_OPERATION_H

#include "class_object.h"
#include "options.h"
#include "services.h"
#include "source.h"

enum wmi_operation_code
{
    WMI_GET_OBJECT,
    WMI_PUT_CLASS,
    WMI_DELETE_CLASS,
    WMI_CLASS_ENUM,
    WMI_PUT_INSTANCE,
    WMI_DELETE_INSTANCE,
    WMI_INSTANCE_ENUM,
    WMI_QUERY,
    WMI_NEXT, /* IEnumWbemClassObject::NextAsync */
};

struct wmi_operation;

struct wmi_operation_kind
{
    const WCHAR *name; /* for error objects */
    LONG flags;        /* allowed; asynchronous calls take WMI_ASYNC_FLAGS besides */
    bool is_put;       /* flags that contradict each other are refused */
    bool is_write;
    /** @return the operation's result. Results go into the operation. */
    HRESULT(*run)
    (struct wmi_operation *operation, struct repo_batch *batch, struct cim_error *err);
    /** After the commit of a successful write; NULL: nothing. */
    void (*committed)(struct wmi_operation *operation);
};

/* Bits without meaning in an asynchronous call, and SEND_STATUS (behaviour.md 4.7, 24.1). */
#define WMI_ASYNC_FLAGS                                                                            \
    (WBEM_FLAG_SEND_STATUS | WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY)

struct wmi_operation
{
    struct wmi_operation *next; /* in a queue */
    const struct wmi_operation_kind *kind;
    struct wmi_services *services; /* referenced; NULL for WMI_NEXT */
    IWbemObjectSink *sink;         /* referenced; NULL for a synchronous call */
    LONG flags;
    volatile LONG cancelled;
    /* what to do */
    char *text; /* owned: path or class name as given */
    size_t text_size;
    struct cim_object *object;        /* owned copy: what to put */
    struct wmi_class_object *subject; /* referenced: whose class is put */
    struct wmi_options *options;      /* referenced, or NULL */
    struct wmi_source_spec *spec;     /* referenced: what to enumerate */
    struct wmi_source *running;       /* the run under way, for cancelling */
    IEnumWbemClassObject *enumerator; /* referenced: WMI_NEXT */
    ULONG count;                      /* WMI_NEXT */
    bool wants_path;
    /* what came of it */
    HRESULT hr;
    BSTR path;                /* owned: of what was put */
    IWbemClassObject *result; /* referenced: what was got */
    IWbemClassObject *error;  /* referenced, or NULL */
};

/** @param out  owned; holds a module count and the services. @return WBEM_E_INVALID_PARAMETER:
 *              flags */
HRESULT wmi_operation_create(struct wmi_operation **out, enum wmi_operation_code code,
                             struct wmi_services *services, LONG flags, bool is_async);
void wmi_operation_free(struct wmi_operation *operation); /* takes NULL */
/** Give it a text (NULL is the empty one). */
HRESULT wmi_operation_set_text(struct wmi_operation *operation, const WCHAR *text);
/** Snapshot what to put; is_class is what the operation expects. @return WBEM_E_INVALID_OBJECT */
HRESULT wmi_operation_set_object(struct wmi_operation *operation, IWbemClassObject *object,
                                 IWbemContext *context);
/** Run outside any batch; on failure `error` is made. @return operation->hr */
HRESULT wmi_operation_run(struct wmi_operation *operation);
/** Record a failure: hr and error object. */
void wmi_operation_fail(struct wmi_operation *operation, HRESULT hr, const struct cim_error *err);
/** Flags of a kind that makes enumerators. @return WBEM_E_INVALID_PARAMETER */
HRESULT wmi_operation_check_flags(enum wmi_operation_code code, LONG flags, bool is_async);
const WCHAR *wmi_operation_name(enum wmi_operation_code code);

#endif
