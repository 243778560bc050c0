/* The script site: names the WScript object to the engine and receives its errors. Script thread only. */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>

#include "console.h"
#include "messages.h"
#include "object.h"
#include "prelude.h"

struct script_site
{
    IActiveScriptSite IActiveScriptSite_iface;
    IActiveScriptSiteWindow IActiveScriptSiteWindow_iface;
    LONG refs;
    BOOL quiet;
    struct host *host; /* borrowed: outlives the engine */
};

static struct script_site *impl_from_IActiveScriptSite(IActiveScriptSite *iface)
{
    return CONTAINING_RECORD(iface, struct script_site, IActiveScriptSite_iface);
}

static struct script_site *impl_from_IActiveScriptSiteWindow(IActiveScriptSiteWindow *iface)
{
    return CONTAINING_RECORD(iface, struct script_site, IActiveScriptSiteWindow_iface);
}

/* An error without a source is the language's own when it has one of its numbers; Windows prints (null) else. */
static const WCHAR *source_of(const struct host *host, const EXCEPINFO *info)
{
    if (info->bstrSource && *info->bstrSource)
        return info->bstrSource;
    if (!message_is_runtime(info->scode))
        return L"(null)";
    return host->jscript ? L"Microsoft JScript runtime error" : L"Microsoft VBScript runtime error";
}

/* Wine's VBScript knows where a script does not compile but not why. */
static BOOL is_bare_syntax_error(const EXCEPINFO *info, const WCHAR *source)
{
    return info->scode == E_FAIL && wcsstr(source, L"compilation error");
}

/* file(line, column) source: message */
static void show_error(struct host *host, const EXCEPINFO *info, ULONG line, LONG column)
{
    WCHAR meaning[256] = L"Syntax error";
    const WCHAR *message = info->bstrDescription;
    const WCHAR *source = source_of(host, info);
    WCHAR *text;
    size_t size;

    if (!message || !*message)
    {
        if (!is_bare_syntax_error(info, source))
            message_of(info->scode, meaning, ARRAYSIZE(meaning));
        message = meaning;
    }
    size = wcslen(host->script_path) + wcslen(source) + wcslen(message) + 64;
    text = malloc(size * sizeof(*text));
    if (!text)
        return;
    _snwprintf(text, size, L"%ls(%lu, %ld) %ls: %ls", host->script_path, line, column, source,
               message);
    console_write_line(host->console, STREAM_ERR, text);
    free(text);
}

void site_report(struct host *host, const EXCEPINFO *info, ULONG line, LONG column)
{
    if (host_stopping(host))
        return; /* the engine tells how it was unwound */
    if (host->interactive)
        show_error(host, info, line, column);
    host_stop(host, 1);
}

static HRESULT site_QueryInterface(struct script_site *self, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IActiveScriptSite))
        *out = &self->IActiveScriptSite_iface;
    else if (IsEqualGUID(iid, &IID_IActiveScriptSiteWindow))
        *out = &self->IActiveScriptSiteWindow_iface;
    if (!*out)
        return E_NOINTERFACE;
    self->refs++;
    return S_OK;
}

static ULONG site_Release(struct script_site *self)
{
    LONG refs = --self->refs;

    if (!refs)
        free(self);
    return (ULONG)refs;
}

static HRESULT WINAPI script_site_QueryInterface(IActiveScriptSite *iface, REFIID iid, void **out)
{
    return site_QueryInterface(impl_from_IActiveScriptSite(iface), iid, out);
}

static ULONG WINAPI script_site_AddRef(IActiveScriptSite *iface)
{
    return (ULONG)++impl_from_IActiveScriptSite(iface)->refs;
}

static ULONG WINAPI script_site_Release(IActiveScriptSite *iface)
{
    return site_Release(impl_from_IActiveScriptSite(iface));
}

static HRESULT WINAPI script_site_GetLCID(IActiveScriptSite *iface, LCID *lcid)
{
    (void)iface;
    if (!lcid)
        return E_POINTER;
    *lcid = GetUserDefaultLCID();
    return S_OK;
}

static HRESULT WINAPI script_site_GetItemInfo(IActiveScriptSite *iface, LPCOLESTR name, DWORD mask,
                                              IUnknown **item, ITypeInfo **info)
{
    struct script_site *self = impl_from_IActiveScriptSite(iface);

    if (item)
        *item = NULL;
    if (info)
        *info = NULL;
    if (!name || self->quiet || !(mask & SCRIPTINFO_IUNKNOWN))
        return TYPE_E_ELEMENTNOTFOUND; /* there is no type information */
    if (!item)
        return E_POINTER;
    if (!_wcsicmp(name, L"WScript") || !_wcsicmp(name, L"WSH"))
        *item = (IUnknown *)object_dispatch(self->host->wscript);
    else if (!_wcsicmp(name, PRELUDE_ITEM) && self->host->prelude)
        *item = (IUnknown *)object_dispatch(self->host->prelude);
    return *item ? S_OK : TYPE_E_ELEMENTNOTFOUND;
}

static HRESULT WINAPI script_site_GetDocVersionString(IActiveScriptSite *iface, BSTR *version)
{
    (void)iface;
    if (version)
        *version = NULL;
    return E_NOTIMPL; /* the documented answer: the script has no version to compare */
}

static HRESULT WINAPI script_site_OnScriptTerminate(IActiveScriptSite *iface, const VARIANT *result,
                                                    const EXCEPINFO *info)
{
    (void)iface;
    (void)result;
    (void)info;
    return S_OK;
}

static HRESULT WINAPI script_site_OnStateChange(IActiveScriptSite *iface, SCRIPTSTATE state)
{
    (void)iface;
    (void)state;
    return S_OK;
}

static HRESULT WINAPI script_site_OnScriptError(IActiveScriptSite *iface, IActiveScriptError *error)
{
    struct script_site *self = impl_from_IActiveScriptSite(iface);
    EXCEPINFO info;
    DWORD context = CONTEXT_SCRIPT;
    ULONG line = 0;
    LONG column = 0;

    if (!error)
        return E_POINTER;
    if (self->quiet)
        return S_OK;
    memset(&info, 0, sizeof(info));
    if (FAILED(IActiveScriptError_GetExceptionInfo(error, &info)))
        info.scode = E_FAIL;
    if (info.pfnDeferredFillIn)
        info.pfnDeferredFillIn(&info);
    if (FAILED(IActiveScriptError_GetSourcePosition(error, &context, &line, &column)))
        context = CONTEXT_PRELUDE;
    if (context == CONTEXT_PRELUDE)
        site_report(self->host, &info, 0, 0);
    else
        site_report(self->host, &info, line + 1, column + 1);
    SysFreeString(info.bstrSource);
    SysFreeString(info.bstrDescription);
    SysFreeString(info.bstrHelpFile);
    return S_OK;
}

static HRESULT WINAPI script_site_OnEnterScript(IActiveScriptSite *iface)
{
    (void)iface;
    return S_OK;
}

static HRESULT WINAPI script_site_OnLeaveScript(IActiveScriptSite *iface)
{
    (void)iface;
    return S_OK;
}

static const IActiveScriptSiteVtbl script_site_vtbl = {
    script_site_QueryInterface,    script_site_AddRef,        script_site_Release,
    script_site_GetLCID,           script_site_GetItemInfo,   script_site_GetDocVersionString,
    script_site_OnScriptTerminate, script_site_OnStateChange, script_site_OnScriptError,
    script_site_OnEnterScript,     script_site_OnLeaveScript,
};

static HRESULT WINAPI site_window_QueryInterface(IActiveScriptSiteWindow *iface, REFIID iid,
                                                 void **out)
{
    return site_QueryInterface(impl_from_IActiveScriptSiteWindow(iface), iid, out);
}

static ULONG WINAPI site_window_AddRef(IActiveScriptSiteWindow *iface)
{
    return (ULONG)++impl_from_IActiveScriptSiteWindow(iface)->refs;
}

static ULONG WINAPI site_window_Release(IActiveScriptSiteWindow *iface)
{
    return site_Release(impl_from_IActiveScriptSiteWindow(iface));
}

/* MsgBox asks for the window that owns its box: none, so that it stands on its own. */
static HRESULT WINAPI site_window_GetWindow(IActiveScriptSiteWindow *iface, HWND *window)
{
    (void)iface;
    if (!window)
        return E_POINTER;
    *window = NULL;
    return S_OK;
}

static HRESULT WINAPI site_window_EnableModeless(IActiveScriptSiteWindow *iface, BOOL enable)
{
    (void)iface;
    (void)enable;
    return S_OK;
}

static const IActiveScriptSiteWindowVtbl site_window_vtbl = {
    site_window_QueryInterface, site_window_AddRef,         site_window_Release,
    site_window_GetWindow,      site_window_EnableModeless,
};

IActiveScriptSite *site_create(struct host *host)
{
    struct script_site *self = calloc(1, sizeof(*self));

    if (!self)
        return NULL;
    self->IActiveScriptSite_iface.lpVtbl = &script_site_vtbl;
    self->IActiveScriptSiteWindow_iface.lpVtbl = &site_window_vtbl;
    self->refs = 1;
    self->host = host;
    return &self->IActiveScriptSite_iface;
}

IActiveScriptSite *site_create_quiet(struct host *host)
{
    IActiveScriptSite *site = site_create(host);

    if (site)
        impl_from_IActiveScriptSite(site)->quiet = TRUE;
    return site;
}
