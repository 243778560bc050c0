/* swbem doctor: is everything in place? One line for each thing looked at, a line "problem: ..." below what is wrong.
 *
 * The registration and the engines are looked at through COM, as a client would; the store is opened through the
 * repository, as the DLL would. Nothing is changed, except that a store that does not exist yet is made. */
#include "command.h"
#include "library.h"
#include "output.h"

#include "repository/repository.h"

#include <objbase.h>
#include <wbemdisp.h>
#include <wchar.h>
#include <winver.h>

#define PATH_LENGTH 1024
#define TEXT_LENGTH 256

typedef LONG(WINAPI *version_function)(OSVERSIONINFOW *version);
typedef const char *(CDECL *wine_version_function)(void);

static int problems;

static void item(const WCHAR *name, const WCHAR *value)
{
    output(L"%-14s %s\n", name, value);
}

static void problem(const WCHAR *format, const WCHAR *argument)
{
    problems++;
    output(L"  problem: ");
    output(format, argument);
    output(L"\n");
}

static void problem_code(const WCHAR *what, HRESULT hr)
{
    WCHAR system[TEXT_LENGTH], text[2 * TEXT_LENGTH];

    output_error_text((DWORD)hr, system, TEXT_LENGTH);
    _snwprintf(text, 2 * TEXT_LENGTH, L"%s: 0x%08lx %s", what, (unsigned long)hr, system);
    text[2 * TEXT_LENGTH - 1] = 0;
    problem(L"%s", text);
}

/* --- the system ------------------------------------------------------------------------------ */

/* GetVersionEx answers what the manifest allows; ntdll says what there is. */
static void look_at_system(void)
{
    version_function get_version;
    wine_version_function get_wine_version;
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof(version)};
    WCHAR text[TEXT_LENGTH];
    int length;

    get_version = (void *)GetProcAddress(ntdll, "RtlGetVersion");
    get_wine_version = (void *)GetProcAddress(ntdll, "wine_get_version");
    if (get_version)
        get_version(&version);
    length = _snwprintf(text, TEXT_LENGTH, L"Windows %lu.%lu.%lu", version.dwMajorVersion,
                        version.dwMinorVersion, version.dwBuildNumber);
    if (get_wine_version && length > 0)
        _snwprintf(text + length, (size_t)(TEXT_LENGTH - length), L", which is Wine %S",
                   get_wine_version());
    text[TEXT_LENGTH - 1] = 0;
    item(L"system", text);
}

/* --- the registration ------------------------------------------------------------------------ */

static BOOL read_string(HKEY root, const WCHAR *key, const WCHAR *name, WCHAR *out, DWORD length)
{
    DWORD size = (length - 1) * (DWORD)sizeof(WCHAR);
    DWORD type;
    HKEY handle;
    LONG result;

    if (RegOpenKeyExW(root, key, 0, KEY_READ, &handle))
        return FALSE;
    result = RegQueryValueExW(handle, name, NULL, &type, (BYTE *)out, &size);
    RegCloseKey(handle);
    if (result || (type != REG_SZ && type != REG_EXPAND_SZ))
        return FALSE;
    out[size / sizeof(WCHAR)] = 0;
    return TRUE;
}

static BOOL file_version(const WCHAR *path, WCHAR *out)
{
    BYTE block[8192];
    VS_FIXEDFILEINFO *info;
    UINT size;

    if (!GetFileVersionInfoW(path, 0, sizeof(block), block) ||
        !VerQueryValueW(block, L"\\", (void **)&info, &size))
        return FALSE;
    _snwprintf(out, TEXT_LENGTH, L"%u.%u.%u.%u", HIWORD(info->dwFileVersionMS),
               LOWORD(info->dwFileVersionMS), HIWORD(info->dwFileVersionLS),
               LOWORD(info->dwFileVersionLS));
    return TRUE;
}

static void look_at_file(const WCHAR *registered)
{
    WCHAR beside[PATH_LENGTH], version[TEXT_LENGTH];

    item(L"version", file_version(registered, version) ? version : L"(none)");
    if (!library_path(beside, PATH_LENGTH) || lstrcmpiW(beside, registered))
        problem(L"that is not %s; run: swbem register", beside);
}

static void look_at_loading(void)
{
    IUnknown *locator;
    HRESULT hr;

    hr = CoCreateInstance(&CLSID_SWbemLocator, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown,
                          (void **)&locator);
    item(L"loads", SUCCEEDED(hr) ? L"yes" : L"no");
    if (FAILED(hr))
    {
        problem_code(L"an SWbemLocator cannot be created", hr);
        return;
    }
    IUnknown_Release(locator);
}

static void look_at_registration(void)
{
    WCHAR clsid[40], key[80], path[PATH_LENGTH], model[TEXT_LENGTH];
    WCHAR text[PATH_LENGTH + TEXT_LENGTH], user_key[120];
    BOOL user;

    StringFromGUID2(&CLSID_SWbemLocator, clsid, 40);
    _snwprintf(key, 80, L"CLSID\\%s\\InprocServer32", clsid);
    _snwprintf(user_key, 120, L"Software\\Classes\\%s", key);
    if (!read_string(HKEY_CLASSES_ROOT, key, NULL, path, PATH_LENGTH))
    {
        item(L"registered", L"no");
        problem(L"no library is registered for %s; run: swbem register", L"SWbemLocator");
        return;
    }
    user = read_string(HKEY_CURRENT_USER, user_key, NULL, text, PATH_LENGTH);
    if (!read_string(HKEY_CLASSES_ROOT, key, L"ThreadingModel", model, TEXT_LENGTH))
        wcscpy(model, L"none");
    _snwprintf(text, PATH_LENGTH + TEXT_LENGTH, L"%s (%s, threading model %s)", path,
               user ? L"this user" : L"all users", model);
    item(L"registered", text);
    look_at_file(path);
    look_at_loading();
}

/* --- the script engines ---------------------------------------------------------------------- */

static void look_at_engine(const WCHAR *progid)
{
    IUnknown *engine;
    CLSID clsid;
    HRESULT hr = CLSIDFromProgID(progid, &clsid);

    if (SUCCEEDED(hr))
        hr = CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&engine);
    item(progid, SUCCEEDED(hr) ? L"installed" : L"not installed");
    if (FAILED(hr))
    {
        problem_code(L"scripts in this language cannot run", hr);
        return;
    }
    IUnknown_Release(engine);
}

/* --- the store ------------------------------------------------------------------------------- */

static void widen(const char *utf8, WCHAR *out, int length)
{
    if (!MultiByteToWideChar(CP_UTF8, 0, utf8, -1, out, length))
        out[0] = 0;
    out[length - 1] = 0;
}

static void look_at_store(void)
{
    WCHAR path[PATH_LENGTH], text[PATH_LENGTH + TEXT_LENGTH];
    struct cim_error error;
    struct repo *repo;

    if (!GetEnvironmentVariableW(L"SWBEM_STORE", path, PATH_LENGTH))
        wcscpy(path, L"(not set)");
    item(L"SWBEM_STORE", path);
    cim_error_clear(&error);
    if (repo_open(&repo, NULL, &error))
    {
        widen(error.message, text, PATH_LENGTH);
        item(L"store", L"does not open");
        problem(L"%s", text);
        return;
    }
    widen(repo_path(repo), path, PATH_LENGTH);
    _snwprintf(text, PATH_LENGTH + TEXT_LENGTH, L"%s (opens for %s)", path,
               repo_is_read_only(repo) ? L"reading alone" : L"reading and writing");
    item(L"store", text);
    repo_release(repo);
    repo_shutdown();
}

int command_doctor(int count, WCHAR **arguments)
{
    (void)arguments;
    if (count)
    {
        output_error(L"swbem: doctor takes nothing\n");
        return EXIT_USAGE;
    }
    problems = 0;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    item(L"swbem", sizeof(void *) == 8 ? SWBEM_VERSION L", 64-bit" : SWBEM_VERSION L", 32-bit");
    look_at_system();
    look_at_registration();
    look_at_engine(L"VBScript");
    look_at_engine(L"JScript");
    look_at_store();
    CoUninitialize();
    output(problems ? L"%d problem(s)\n" : L"all is well\n", problems);
    return problems ? EXIT_PROBLEM : EXIT_OK;
}
