/* Where objects come from: an enumeration of instances or classes, or a query. A spec says what
 * is asked for and never changes (counted, any thread); a source is one run over it (one user at
 * a time; cancel from any thread). Enumerators, clones of them and asynchronous reads share
 * specs. */
#ifndef SWBEM_WMI_SOURCE_H
#define SWBEM_WMI_SOURCE_H

#include "options.h"

enum wmi_source_kind
{
    WMI_SOURCE_INSTANCES, /* text: class name */
    WMI_SOURCE_CLASSES,   /* text: superclass, may be empty */
    WMI_SOURCE_QUERY,     /* text: WQL */
};

struct wmi_source_spec
{
    LONG references;
    enum wmi_source_kind kind;
    const WCHAR *operation;   /* for error objects: L"ExecQuery"; static */
    struct repo_space *space; /* referenced */
    char *text;               /* owned */
    size_t text_size;
    LONG flags;
    struct wmi_options *options; /* referenced, or NULL */
};

struct wmi_source
{
    struct wmi_source_spec *spec; /* borrowed from who runs it */
    struct repo_cursor *cursor;   /* owned; NULL for classes and prototypes */
    struct cim_class **classes;   /* owned array of referenced classes */
    size_t count, next;
    struct cim_object *prototype; /* owned: the one object of a prototype query */
};

/** @param text  copied. @param options  referenced, may be NULL. @param out referenced */
HRESULT wmi_source_spec_create(struct wmi_source_spec **out, enum wmi_source_kind kind,
                               const WCHAR *operation, struct repo_space *space, const WCHAR *text,
                               LONG flags, struct wmi_options *options);
struct wmi_source_spec *wmi_source_spec_ref(struct wmi_source_spec *spec);
void wmi_source_spec_release(struct wmi_source_spec *spec); /* takes NULL */
struct text wmi_source_spec_text(const struct wmi_source_spec *spec);

/** @param out  wmi_source_close() also after a failure */
enum cim_status wmi_source_open(struct wmi_source *out, struct wmi_source_spec *spec,
                                struct cim_error *err);
/** @return CIM_OK, CIM_FALSE at the end, CIM_CANCELLED, errors */
enum cim_status wmi_source_next(struct cim_object **out, struct wmi_source *source,
                                struct cim_error *err);
void wmi_source_cancel(struct wmi_source *source);
void wmi_source_close(struct wmi_source *source);

/** This computer's name as __SERVER prints it; static. */
const char *wmi_host_name(void);

#endif
