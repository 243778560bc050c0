/* WScript, also known as WSH: what a script sees of its host. Script thread only.
 *
 * Error texts and numbers of CreateObject and ConnectObject are those of Windows Script Host, since scripts
 * and their users know them. */
#include "wscript.h"

#include <stdio.h>
#include <stdlib.h>

#include "arguments.h"
#include "console.h"
#include "events.h"
#include "host.h"
#include "streams.h"
#include "text.h"

#define BUILD_VERSION 16384

struct wscript
{
    struct object base;
    struct object *arguments;             /* referenced; made when first asked for */
    struct object *streams[STREAM_COUNT]; /* the same */
};

static struct wscript *impl_from_object(struct object *object)
{
    return CONTAINING_RECORD(object, struct wscript, base);
}

static HRESULT return_shared(struct call *call, struct object *object)
{
    if (object)
        object_dispatch(object);
    return call_return_object(call, object);
}

static HRESULT wscript_Name(struct object *object, struct call *call)
{
    (void)object;
    return call_return_text(call, L"Windows Script Host");
}

static HRESULT wscript_Application(struct object *object, struct call *call)
{
    return return_shared(call, object);
}

/* The program's path, whole or up to the last backslash. */
static HRESULT return_program(struct call *call, BOOL folder)
{
    WCHAR path[MAX_PATH];
    DWORD len = GetModuleFileNameW(NULL, path, ARRAYSIZE(path));

    if (!len || len >= ARRAYSIZE(path))
        return HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER);
    while (folder && len && path[len - 1] != '\\')
        len--;
    if (folder && len)
        len--;
    return call_return_text_len(call, path, len);
}

static HRESULT wscript_FullName(struct object *object, struct call *call)
{
    (void)object;
    return return_program(call, FALSE);
}

static HRESULT wscript_Path(struct object *object, struct call *call)
{
    (void)object;
    return return_program(call, TRUE);
}

static HRESULT wscript_Interactive(struct object *object, struct call *call)
{
    LONG value;
    HRESULT hr;

    if (!(call->flags & DISPATCH_PROPERTYPUT))
        return call_return_bool(call, object->host->interactive);
    hr = call_long(call, 0, 0, &value);
    if (SUCCEEDED(hr))
        object->host->interactive = value != 0;
    return hr;
}

static HRESULT wscript_Timeout(struct object *object, struct call *call)
{
    LONG seconds;
    HRESULT hr;

    if (!(call->flags & DISPATCH_PROPERTYPUT))
        return call_return_long(call, timeout_get());
    hr = call_long(call, 0, 0, &seconds);
    if (FAILED(hr))
        return hr;
    if (seconds < 0)
        return ERROR_INVALID_PROCEDURE;
    timeout_set(object->host, seconds);
    return S_OK;
}

static HRESULT wscript_ScriptName(struct object *object, struct call *call)
{
    return call_return_text(call, object->host->script_name);
}

static HRESULT wscript_ScriptFullName(struct object *object, struct call *call)
{
    return call_return_text(call, object->host->script_path);
}

static HRESULT wscript_Version(struct object *object, struct call *call)
{
    (void)object;
    return call_return_text(call, L"5.8");
}

static HRESULT wscript_BuildVersion(struct object *object, struct call *call)
{
    (void)object;
    return call_return_long(call, BUILD_VERSION);
}

static HRESULT wscript_Arguments(struct object *object, struct call *call)
{
    struct wscript *self = impl_from_object(object);

    if (!self->arguments)
        self->arguments = arguments_create(object->host);
    return return_shared(call, self->arguments);
}

static HRESULT return_stream(struct object *object, struct call *call, enum stream_kind kind)
{
    struct wscript *self = impl_from_object(object);

    if (!self->streams[kind])
        self->streams[kind] = stream_create(object->host, kind);
    return return_shared(call, self->streams[kind]);
}

static HRESULT wscript_StdIn(struct object *object, struct call *call)
{
    return return_stream(object, call, STREAM_IN);
}

static HRESULT wscript_StdOut(struct object *object, struct call *call)
{
    return return_stream(object, call, STREAM_OUT);
}

static HRESULT wscript_StdErr(struct object *object, struct call *call)
{
    return return_stream(object, call, STREAM_ERR);
}

static HRESULT wscript_Quit(struct object *object, struct call *call)
{
    LONG code;
    HRESULT hr = call_long(call, 0, 0, &code);

    if (SUCCEEDED(hr))
        host_stop(object->host, code); /* and object_Invoke unwinds the script */
    return hr;
}

static HRESULT wscript_Sleep(struct object *object, struct call *call)
{
    LONG milliseconds;
    HRESULT hr = call_long(call, 0, 0, &milliseconds);

    if (FAILED(hr))
        return hr;
    if (milliseconds < 0)
        return ERROR_INVALID_PROCEDURE;
    wait_pumping(object->host, (DWORD)milliseconds);
    return S_OK;
}

static BSTR append_text(BSTR line, const WCHAR *text, size_t len)
{
    BSTR longer = SysAllocStringLen(NULL, SysStringLen(line) + (UINT)len);

    if (longer)
    {
        memcpy(longer, line, SysStringByteLen(line));
        memcpy(longer + SysStringLen(line), text, len * sizeof(WCHAR));
    }
    SysFreeString(line);
    return longer;
}

static HRESULT append_argument(struct object *object, const struct call *call, unsigned index,
                               BSTR *line)
{
    const VARIANT *arg = call_arg(call, index);
    BSTR text;
    HRESULT hr;

    if (!arg)
        return S_OK;
    hr = text_of_variant(arg, object->host->jscript, &text);
    if (FAILED(hr))
        return hr;
    if (index)
        *line = append_text(*line, L" ", 1);
    if (*line)
        *line = append_text(*line, text, SysStringLen(text));
    SysFreeString(text);
    return *line ? S_OK : E_OUTOFMEMORY;
}

static HRESULT wscript_Echo(struct object *object, struct call *call)
{
    BSTR line = SysAllocString(L"");
    HRESULT hr = line ? S_OK : E_OUTOFMEMORY;
    unsigned i;

    for (i = 0; i < call_count(call) && SUCCEEDED(hr); i++)
        hr = append_argument(object, call, i, &line);
    if (SUCCEEDED(hr))
        line = append_text(line, L"\r\n", 2);
    if (SUCCEEDED(hr) && !line)
        hr = E_OUTOFMEMORY;
    if (SUCCEEDED(hr) && object->host->interactive)
        hr = console_write(object->host->console, STREAM_OUT, line, SysStringLen(line));
    SysFreeString(line);
    return hr;
}

static HRESULT return_dispatch(struct call *call, IDispatch *dispatch)
{
    V_VT(call->result) = VT_DISPATCH;
    V_DISPATCH(call->result) = dispatch;
    return S_OK;
}

/* Connects when there is a prefix; consumes the object when that fails. */
static HRESULT finish_object(struct object *object, struct call *call, const WCHAR *source,
                             IDispatch *made, const CLSID *clsid, BSTR prefix)
{
    HRESULT hr = S_OK;

    if (prefix && *prefix)
        hr = events_connect(object->host, made, clsid, prefix);
    if (SUCCEEDED(hr))
        return return_dispatch(call, made);
    IDispatch_Release(made);
    return call_fail(call, hr, source, L"Could not connect object.");
}

static HRESULT make_object(struct call *call, BSTR progid, const WCHAR *source, CLSID *clsid,
                           IDispatch **made)
{
    HRESULT hr = CLSIDFromProgID(progid, clsid);

    *made = NULL;
    if (FAILED(hr))
        return call_fail(call, DISP_E_EXCEPTION, source,
                         L"Could not locate automation class named \"%ls\".", progid);
    hr = CoCreateInstance(clsid, NULL, CLSCTX_SERVER, &IID_IDispatch, (void **)made);
    if (FAILED(hr))
        return call_fail(call, hr, source, L"Could not create object named \"%ls\".", progid);
    return S_OK;
}

static HRESULT wscript_CreateObject(struct object *object, struct call *call)
{
    static const WCHAR source[] = L"WScript.CreateObject";
    BSTR progid = NULL;
    BSTR prefix = NULL;
    IDispatch *made;
    CLSID clsid;
    HRESULT hr = call_bstr(call, 0, &progid);

    if (SUCCEEDED(hr))
        hr = call_bstr(call, 1, &prefix);
    if (SUCCEEDED(hr) && (!progid || !*progid))
        hr = ERROR_INVALID_PROCEDURE;
    if (SUCCEEDED(hr))
        hr = make_object(call, progid, source, &clsid, &made);
    if (SUCCEEDED(hr))
        hr = finish_object(object, call, source, made, &clsid, prefix);
    SysFreeString(progid);
    SysFreeString(prefix);
    return hr;
}

static HRESULT load_file(IDispatch *made, const WCHAR *path)
{
    IPersistFile *file;
    HRESULT hr = IDispatch_QueryInterface(made, &IID_IPersistFile, (void **)&file);

    if (FAILED(hr))
        return hr;
    hr = IPersistFile_Load(file, path, 0);
    IPersistFile_Release(file);
    return hr;
}

static HRESULT running_object(const WCHAR *progid, IDispatch **found)
{
    IUnknown *unknown;
    CLSID clsid;
    HRESULT hr = CLSIDFromProgID(progid, &clsid);

    if (SUCCEEDED(hr))
        hr = GetActiveObject(&clsid, NULL, &unknown);
    if (FAILED(hr))
        return hr;
    hr = IUnknown_QueryInterface(unknown, &IID_IDispatch, (void **)found);
    IUnknown_Release(unknown);
    return hr;
}

/* GetObject's four forms: a moniker; a file for a class; "" for a new object; no path for a running one. */
static HRESULT bind_object(struct call *call, BSTR path, BSTR progid, IDispatch **found)
{
    CLSID clsid;
    HRESULT hr;

    *found = NULL;
    if (!progid || !*progid)
        return CoGetObject(path ? path : L"", NULL, &IID_IDispatch, (void **)found);
    if (!path)
        return running_object(progid, found);
    hr = make_object(call, progid, L"WScript.GetObject", &clsid, found);
    if (FAILED(hr) || !*path)
        return hr;
    hr = load_file(*found, path);
    if (FAILED(hr))
    {
        IDispatch_Release(*found);
        *found = NULL;
    }
    return hr;
}

/* A moniker's own account of its failure, when it left one. */
static HRESULT forward_error(struct call *call, HRESULT hr)
{
    IErrorInfo *error;

    if (hr == DISP_E_EXCEPTION || !call->info || GetErrorInfo(0, &error) != S_OK)
        return hr;
    memset(call->info, 0, sizeof(*call->info));
    call->info->scode = hr;
    IErrorInfo_GetSource(error, &call->info->bstrSource);
    IErrorInfo_GetDescription(error, &call->info->bstrDescription);
    IErrorInfo_Release(error);
    return DISP_E_EXCEPTION;
}

HRESULT wscript_GetObject(struct object *object, struct call *call)
{
    BSTR path = NULL;
    BSTR progid = NULL;
    BSTR prefix = NULL;
    IDispatch *found;
    HRESULT hr = call_bstr(call, 0, &path);

    SetErrorInfo(0, NULL);
    if (SUCCEEDED(hr))
        hr = call_bstr(call, 1, &progid);
    if (SUCCEEDED(hr))
        hr = call_bstr(call, 2, &prefix);
    if (SUCCEEDED(hr))
        hr = bind_object(call, path, progid, &found);
    if (SUCCEEDED(hr))
        hr = finish_object(object, call, L"WScript.GetObject", found, NULL, prefix);
    else
        hr = forward_error(call, hr);
    SysFreeString(path);
    SysFreeString(progid);
    SysFreeString(prefix);
    return hr;
}

static HRESULT wscript_ConnectObject(struct object *object, struct call *call)
{
    IDispatch *target;
    BSTR prefix;
    HRESULT hr = call_dispatch(call, 0, &target);

    if (FAILED(hr))
        return hr;
    hr = call_bstr(call, 1, &prefix);
    if (SUCCEEDED(hr))
        hr = events_connect(object->host, target, NULL, prefix ? prefix : L"");
    if (FAILED(hr))
        hr = call_fail(call, hr, L"WScript.ConnectObject", L"Could not connect object.");
    SysFreeString(prefix);
    IDispatch_Release(target);
    return hr;
}

static HRESULT wscript_DisconnectObject(struct object *object, struct call *call)
{
    IDispatch *target;
    HRESULT hr = call_dispatch(call, 0, &target);

    if (FAILED(hr))
        return hr;
    hr = events_disconnect(object->host, target);
    IDispatch_Release(target);
    return hr;
}

static void wscript_destroy(struct object *object)
{
    struct wscript *self = impl_from_object(object);
    size_t i;

    object_release(self->arguments);
    for (i = 0; i < STREAM_COUNT; i++)
        object_release(self->streams[i]);
    free(self);
}

#define GET    DISPATCH_PROPERTYGET
#define GETPUT (DISPATCH_PROPERTYGET | DISPATCH_PROPERTYPUT)

static const struct member wscript_members[] = {
    {L"Name", DISPID_VALUE, GET, 0, 0, wscript_Name},
    {L"Application", 100, GET, 0, 0, wscript_Application},
    {L"FullName", 101, GET, 0, 0, wscript_FullName},
    {L"Path", 102, GET, 0, 0, wscript_Path},
    {L"Interactive", 103, GETPUT, 0, 0, wscript_Interactive},
    {L"Quit", 104, DISPATCH_METHOD, 0, 1, wscript_Quit},
    {L"ScriptName", 105, GET, 0, 0, wscript_ScriptName},
    {L"ScriptFullName", 106, GET, 0, 0, wscript_ScriptFullName},
    {L"Arguments", 107, GET, 0, 0, wscript_Arguments},
    {L"Version", 108, GET, 0, 0, wscript_Version},
    {L"BuildVersion", 109, GET, 0, 0, wscript_BuildVersion},
    {L"Timeout", 110, GETPUT, 0, 0, wscript_Timeout},
    {L"CreateObject", 200, DISPATCH_METHOD, 1, 2, wscript_CreateObject},
    {L"Echo", 201, DISPATCH_METHOD, 0, ANY_COUNT, wscript_Echo},
    {L"GetObject", 202, DISPATCH_METHOD, 1, 3, wscript_GetObject},
    {L"DisconnectObject", 203, DISPATCH_METHOD, 1, 1, wscript_DisconnectObject},
    {L"Sleep", 204, DISPATCH_METHOD, 1, 1, wscript_Sleep},
    {L"ConnectObject", 205, DISPATCH_METHOD, 2, 2, wscript_ConnectObject},
    {L"StdIn", 300, GET, 0, 0, wscript_StdIn},
    {L"StdOut", 301, GET, 0, 0, wscript_StdOut},
    {L"StdErr", 302, GET, 0, 0, wscript_StdErr},
};

static const struct class wscript_class = {
    .members = wscript_members,
    .count = ARRAYSIZE(wscript_members),
    .destroy = wscript_destroy,
};

struct object *wscript_create(struct host *host)
{
    struct wscript *self = calloc(1, sizeof(*self));

    if (!self)
        return NULL;
    object_init(&self->base, &wscript_class, host);
    return &self->base;
}
