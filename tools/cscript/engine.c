/* Script engines: from a file name to a class, from a class to an engine in the initialized state. */
#include "engine.h"

#include <stdio.h>

/* MinGW-w64's libuuid has no IActiveScriptParse of either width. */
#ifdef _WIN64
static const IID iid_parse = {
    0xc7ef7658, 0xe1ee, 0x480e, {0x97, 0xea, 0xd5, 0x2c, 0xb4, 0xd7, 0x6d, 0x17}};
#else
static const IID iid_parse = {
    0xbb1a2ae2, 0xa4f9, 0x11cf, {0x8f, 0x20, 0x00, 0x80, 0x5f, 0x2c, 0xd0, 0x64}};
#endif

struct refusal
{
    const WCHAR *extension;
    const WCHAR *reason;
};

static const struct refusal refused[] = {
    {L".vbe", L"encoded scripts are not supported; run the .vbs source"},
    {L".jse", L"encoded scripts are not supported; run the .js source"},
    {L".wsf", L"Windows Script Files are not supported; run each script by itself"},
    {L".wsh", L"settings files are not supported; name the script and its options"},
    {L".wsc", L"this is a component, not a script"},
};

static const WCHAR *find_extension(const WCHAR *path)
{
    const WCHAR *name = wcsrchr(path, '\\');
    const WCHAR *dot = wcsrchr(name ? name : path, '.');

    return dot && dot[1] ? dot : NULL;
}

static BOOL read_default(const WCHAR *key, WCHAR *value, size_t size)
{
    LONG bytes = (LONG)((size - 1) * sizeof(WCHAR));

    value[0] = 0;
    if (RegQueryValueW(HKEY_CLASSES_ROOT, key, value, &bytes))
        return FALSE;
    value[size - 1] = 0;
    return value[0] != 0;
}

/* As Windows finds it: .ext names a file class, and that names its ScriptEngine. */
static BOOL registered_engine(const WCHAR *extension, WCHAR *progid, size_t size)
{
    WCHAR class[96];
    WCHAR key[128];

    if (!read_default(extension, class, ARRAYSIZE(class)))
        return FALSE;
    _snwprintf(key, ARRAYSIZE(key), L"%ls\\ScriptEngine", class);
    return read_default(key, progid, size);
}

static BOOL engine_of_extension(const WCHAR *extension, WCHAR *progid, size_t size)
{
    if (!_wcsicmp(extension, L".vbs"))
        wcsncpy(progid, L"VBScript", size);
    else if (!_wcsicmp(extension, L".js"))
        wcsncpy(progid, L"JScript", size);
    else
        return registered_engine(extension, progid, size);
    return TRUE;
}

BOOL engine_choose(const WCHAR *engine, const WCHAR *path, WCHAR *progid, size_t progid_size,
                   WCHAR *problem, size_t problem_size)
{
    const WCHAR *extension = find_extension(path);
    size_t i;

    problem[0] = 0;
    if (engine)
    {
        wcsncpy(progid, engine, progid_size - 1);
        progid[progid_size - 1] = 0;
        return TRUE;
    }
    if (!extension)
    {
        _snwprintf(problem, problem_size - 1,
                   L"Input Error: There is no file extension in \"%ls\".", path);
        return FALSE;
    }
    for (i = 0; i < ARRAYSIZE(refused); i++)
        if (!_wcsicmp(extension, refused[i].extension))
        {
            _snwprintf(problem, problem_size - 1, L"Input Error: Can not run \"%ls\": %ls.", path,
                       refused[i].reason);
            return FALSE;
        }
    if (engine_of_extension(extension, progid, progid_size))
        return TRUE;
    _snwprintf(problem, problem_size - 1,
               L"Input Error: There is no script engine for file extension \"%ls\".", extension);
    return FALSE;
}

static HRESULT set_up(IActiveScript *engine, IActiveScriptSite *site, IActiveScriptParse **parser)
{
    HRESULT hr;

    hr = IActiveScript_QueryInterface(engine, &iid_parse, (void **)parser);
    if (FAILED(hr))
        return hr;
    hr = IActiveScript_SetScriptSite(engine, site);
    if (SUCCEEDED(hr))
        hr = (*parser)->lpVtbl->InitNew(*parser);
    return hr;
}

HRESULT engine_create(const WCHAR *progid, IActiveScriptSite *site, IActiveScript **engine,
                      IActiveScriptParse **parser)
{
    CLSID clsid;
    HRESULT hr = CLSIDFromProgID(progid, &clsid);

    *engine = NULL;
    *parser = NULL;
    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER | CLSCTX_INPROC_HANDLER,
                              &IID_IActiveScript, (void **)engine);
    if (SUCCEEDED(hr))
        hr = set_up(*engine, site, parser);
    if (SUCCEEDED(hr))
        return hr;
    if (*parser)
        (*parser)->lpVtbl->Release(*parser);
    if (*engine)
        IActiveScript_Release(*engine);
    *engine = NULL;
    *parser = NULL;
    return hr;
}
