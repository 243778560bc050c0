/* The dispatch of the host's own objects: a class is a table of members, and one Invoke serves them all.
 *
 * Every member answers whichever of DISPATCH_METHOD, DISPATCH_PROPERTYGET and both together an engine sends,
 * since VBScript and JScript do not send the same. Arguments arrive left to right, VT_BYREF looked through.
 * Any object here lives on the script's thread; the counts are not interlocked. */
#ifndef CSCRIPT_OBJECT_H
#define CSCRIPT_OBJECT_H

#include <windows.h>
#include <ole2.h>

struct host;
struct object;

/* Codes of the languages' run-time errors that the host's objects raise. */
#define ERROR_BAD_FILE_MODE     ((HRESULT)0x800A0036)
#define ERROR_INPUT_PAST_END    ((HRESULT)0x800A003E)
#define ERROR_INVALID_PROCEDURE ((HRESULT)0x800A0005)
#define ERROR_OBJECT_REQUIRED   ((HRESULT)0x800A01A8)

#define ANY_COUNT 0xFFFFu

/* One Invoke. `result` is never NULL inside a member: a caller without interest gets a scratch one. */
struct call
{
    WORD flags;
    const DISPPARAMS *params;
    VARIANT *result;
    EXCEPINFO *info; /* may be NULL */
};

typedef HRESULT (*member_fn)(struct object *self, struct call *call);

struct member
{
    const WCHAR *name;
    DISPID id;
    WORD flags; /* DISPATCH_METHOD, or DISPATCH_PROPERTYGET with or without DISPATCH_PROPERTYPUT */
    unsigned min;
    unsigned max;
    member_fn fn;
};

struct class
{
    const struct member *members;
    size_t count;
    void (*destroy)(struct object *self);
    BOOL
        methods_are_values; /* reading a method yields something to call, as JScript's functions do */
};

struct object
{
    IDispatch IDispatch_iface;
    LONG refs;
    const struct class *class;
    struct host *host; /* borrowed: outlives every object */
};

void object_init(struct object *self, const struct class *class, struct host *host);
IDispatch *object_dispatch(struct object *self); /* referenced */
void object_release(struct object *self);        /* takes NULL */

/** The argument, borrowed until the call ends; NULL when it was left out. */
const VARIANT *call_arg(const struct call *call, unsigned index);
unsigned call_count(const struct call *call);
/** Conversions; the BSTR is owned. An argument left out gives the default (a NULL BSTR). */
HRESULT call_bstr(const struct call *call, unsigned index, BSTR *out);
HRESULT call_long(const struct call *call, unsigned index, LONG fallback, LONG *out);
HRESULT call_dispatch(const struct call *call, unsigned index, IDispatch **out); /* referenced */
/** Results. The text is copied. */
HRESULT call_return_text(struct call *call, const WCHAR *text);
HRESULT call_return_text_len(struct call *call, const WCHAR *text, size_t len);
HRESULT call_return_long(struct call *call, LONG value);
HRESULT call_return_bool(struct call *call, BOOL value);
HRESULT call_return_object(struct call *call, struct object *object); /* consumed */
/** Raises an error with a text of its own; Err.Source is `source`. */
HRESULT call_fail(struct call *call, HRESULT code, const WCHAR *source, const WCHAR *format, ...);

/** A method of an object as a value of its own: calling it calls the method. */
HRESULT method_value_create(struct object *target, const struct member *member,
                            struct object **out);

/** IEnumVARIANT over texts that the enumerator copies. */
HRESULT text_enum_create(const WCHAR *const *texts, size_t count, IUnknown **out);

#endif
