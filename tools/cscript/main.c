/* cscript.exe: runs a VBScript or JScript file on the installed Active Scripting engines.
 *
 * Why it exists and what it does differently from other hosts is in docs/cscript.md. main reads the options,
 * makes host and engine, gives the engine the prelude and the script, and lets it run. Every end of a script -
 * its last line, WScript.Quit, an error, a time-out - goes through host_finish. */
#include "host.h"

#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>

#include "console.h"
#include "engine.h"
#include "events.h"
#include "messages.h"
#include "object.h"
#include "prelude.h"
#include "settings.h"
#include "site.h"
#include "text.h"
#include "wscript.h"

static const WCHAR banner[] = L"Swbem Script Host Version 5.8\r\n"
                              L"A Windows Script Host for VBScript and JScript, part of Swbem.\r\n";

static const WCHAR usage[] =
    L"Usage: CScript scriptname.extension [option...] [arguments...]\r\n"
    L"\r\n"
    L"Options:\r\n"
    L" //B           Batch mode: shows neither errors nor what WScript.Echo says\r\n"
    L" //D           Accepted for compatibility: there is no debugger\r\n"
    L" //D:noprelude Does not supply functions that the script engine lacks\r\n"
    L" //D:oem       Redirected input and output in the OEM code page\r\n"
    L" //D:utf8      Redirected input and output in UTF-8\r\n"
    L" //E:engine    Uses this engine instead of that of the file extension\r\n"
    L" //H:CScript   Makes CScript this user's host for .vbs and .js files\r\n"
    L" //H:WScript   Makes WScript this user's host for .vbs and .js files\r\n"
    L" //I           Interactive mode (default, the opposite of //B)\r\n"
    L" //Job:xxxx    Accepted for compatibility: only .wsf files have jobs\r\n"
    L" //Logo        Shows the banner (default)\r\n"
    L" //Nologo      Shows no banner\r\n"
    L" //S           Keeps //B, //I, //Logo, //Nologo and //T for this user\r\n"
    L" //T:nn        Time-out: the seconds that a script may take\r\n"
    L" //U           Redirected input and output in UTF-16\r\n"
    L" //X           Accepted for compatibility: there is no debugger\r\n";

BOOL host_stop(struct host *host, int exit_code)
{
    if (InterlockedCompareExchange(&host->stopping, 1, 0))
        return FALSE;
    host->exit_code = exit_code;
    SetEvent(host->stop_event);
    return TRUE;
}

BOOL host_stopping(struct host *host)
{
    return host->stopping && !host->finishing;
}

/* Wine's engines know no InterruptScriptThread. An error code alone would not do, for `On Error Resume Next` or
 * a `catch` would swallow it and the script go on: so the end is made here, below the script's own frames. */
HRESULT host_unwind(struct host *host)
{
    EXCEPINFO info;
    HRESULT hr;

    memset(&info, 0, sizeof(info));
    info.scode = E_ABORT;
    hr = IActiveScript_InterruptScriptThread(host->engine, SCRIPTTHREADID_CURRENT, &info, 0);
    if (FAILED(hr))
        host_finish(host);
    return E_ABORT;
}

static void release_engine(struct host *host)
{
    if (host->engine)
        IActiveScript_Close(host->engine); /* the script's objects go, Class_Terminate runs */
    if (host->parser)
        host->parser->lpVtbl->Release(host->parser);
    if (host->engine)
        IActiveScript_Release(host->engine);
}

void host_finish(struct host *host)
{
    host_stop(host, host->exit_code); /* a time-out from here on would come too late */
    host->finishing = TRUE;
    timeout_guard_finish(host);
    events_close(host);
    release_engine(host);
    object_release(host->prelude);
    object_release(host->wscript);
    CoUninitialize();
    timeout_guard_end();
    ExitProcess((UINT)host->exit_code);
}

static int fail(struct host *host, const WCHAR *message)
{
    if (host->interactive)
        console_write_line(host->console, STREAM_ERR, message);
    return 1;
}

static void tell_load_error(struct host *host, DWORD error)
{
    WCHAR text[MAX_PATH + 512];
    WCHAR reason[256];

    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND)
    {
        _snwprintf(text, ARRAYSIZE(text) - 1, L"Input Error: Can not find script file \"%ls\".",
                   host->script_path);
    }
    else
    {
        message_of(HRESULT_FROM_WIN32(error), reason, ARRAYSIZE(reason));
        _snwprintf(text, ARRAYSIZE(text) - 1,
                   L"CScript Error: Loading script \"%ls\" failed (%ls).", host->script_path,
                   reason);
    }
    text[ARRAYSIZE(text) - 1] = 0;
    fail(host, text);
}

static HRESULT add_host_objects(struct host *host)
{
    HRESULT hr = IActiveScript_AddNamedItem(host->engine, L"WScript", SCRIPTITEM_ISVISIBLE);

    if (SUCCEEDED(hr))
        hr = IActiveScript_AddNamedItem(host->engine, L"WSH", SCRIPTITEM_ISVISIBLE);
    return hr;
}

static HRESULT make_engine(struct host *host, const WCHAR *progid)
{
    IActiveScriptSite *site = site_create(host);
    HRESULT hr;

    host->wscript = wscript_create(host);
    if (!site || !host->wscript)
    {
        if (site)
            IActiveScriptSite_Release(site);
        return E_OUTOFMEMORY;
    }
    hr = engine_create(progid, site, &host->engine, &host->parser);
    IActiveScriptSite_Release(site);
    return SUCCEEDED(hr) ? add_host_objects(host) : hr;
}

/* A failure that the engine did not report through its site, as a bare code. */
static void report_bare(struct host *host, HRESULT hr)
{
    EXCEPINFO info;

    memset(&info, 0, sizeof(info));
    info.scode = hr;
    site_report(host, &info, 0, 0);
}

static void run(struct host *host, BSTR text)
{
    const DWORD flags = SCRIPTTEXT_HOSTMANAGESSOURCE | SCRIPTTEXT_ISVISIBLE;
    HRESULT hr;

    /* Started first: an engine that is not keeps text that a script adds later for an end that never comes. */
    hr = IActiveScript_SetScriptState(host->engine, SCRIPTSTATE_STARTED);
    if (SUCCEEDED(hr))
    {
        timeout_set(host, host->options.timeout);
        hr = host->parser->lpVtbl->ParseScriptText(host->parser, text, host->script_scope, NULL,
                                                   NULL, CONTEXT_SCRIPT, 0, flags, NULL, NULL);
    }
    if (FAILED(hr))
        report_bare(host, hr);
}

static int run_file(struct host *host)
{
    WCHAR problem[MAX_PATH + 256] = {0};
    WCHAR progid[128] = {0};
    BSTR text;
    DWORD error;

    error = text_read_file(host->script_path, &text);
    if (error)
    {
        tell_load_error(host, error);
        return 1;
    }
    if (!engine_choose(host->options.engine, host->script_path, progid, ARRAYSIZE(progid), problem,
                       ARRAYSIZE(problem)))
        return fail(host, problem);
    host->jscript = !_wcsnicmp(progid, L"JScript", 7) || !_wcsnicmp(progid, L"JavaScript", 10) ||
                    !_wcsnicmp(progid, L"ECMAScript", 10);
    CoInitialize(NULL);
    if (FAILED(make_engine(host, progid)))
    {
        _snwprintf(problem, ARRAYSIZE(problem) - 1,
                   L"CScript Error: Can't find script engine \"%ls\" for script \"%ls\".", progid,
                   host->script_path);
        return fail(host, problem);
    }
    if (host->options.prelude)
        prelude_load(host, progid, text);
    run(host, text);
    host_finish(host);
}

static WCHAR *full_path(const WCHAR *path)
{
    DWORD need = GetFullPathNameW(path, 0, NULL, NULL);
    WCHAR *full = need ? malloc((size_t)need * sizeof(*full)) : NULL;

    if (full && !GetFullPathNameW(path, need, full, NULL))
    {
        free(full);
        return NULL;
    }
    return full;
}

static int save_settings(struct host *host)
{
    const struct options *options = &host->options;

    if (options->save && !settings_save(options))
        return fail(host, L"CScript Error: The settings could not be saved.");
    if (options->default_host && !settings_default_host(options->default_host))
        return fail(host, L"CScript Error: The default script host could not be changed.");
    if (options->save)
        console_write_line(host->console, STREAM_OUT, L"Command line options are saved.");
    if (options->default_host)
        console_write_line(host->console, STREAM_OUT,
                           _wcsicmp(options->default_host, L"cscript")
                               ? L"The default script host is now set to \"wscript.exe\"."
                               : L"The default script host is now set to \"cscript.exe\".");
    return 0;
}

static int start(struct host *host, enum options_result result)
{
    int exit_code;
    WCHAR *path;

    if (host->options.logo && host->interactive)
        console_write_line(host->console, STREAM_OUT, banner);
    if (result == OPTIONS_BAD)
        return fail(host, host->options.problem);
    if (result == OPTIONS_USAGE)
    {
        console_write_line(host->console, STREAM_OUT, usage);
        return 0;
    }
    exit_code = save_settings(host);
    if (exit_code || result == OPTIONS_SETTING)
        return exit_code;
    path = full_path(host->options.script);
    if (!path)
        return fail(host, L"Input Error: Can not find script file.");
    host->script_path = path;
    host->script_name = wcsrchr(path, '\\') ? wcsrchr(path, '\\') + 1 : path;
    exit_code = run_file(host);
    free(path);
    return exit_code;
}

int main(void)
{
    static struct host host;
    enum options_result result;
    WCHAR **argv;
    int argc;
    int exit_code;

    argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    if (!argv)
        return 1;
    result = options_parse(&host.options, argc, argv);
    host.interactive = !host.options.batch;
    host.thread = GetCurrentThreadId();
    host.stop_event = CreateEventW(NULL, TRUE, FALSE, NULL);
    host.console = console_create(host.options.encoding);
    if (!host.stop_event || !host.console)
        return 1;
    exit_code = start(&host, result);
    options_free(&host.options);
    console_destroy(host.console);
    CloseHandle(host.stop_event);
    LocalFree(argv);
    return exit_code;
}
