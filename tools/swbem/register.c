/* swbem register and unregister: call the registration entry points of the wbemdisp.dll beside this program.
 *
 * For one user it is DllInstall with "user", as regsvr32 /n /i:user does; for all users DllRegisterServer. What the DLL
 * replaced it remembers and puts back by itself. */
#include "command.h"
#include "library.h"
#include "output.h"

#include <objbase.h>
#include <wchar.h>

#define PATH_LENGTH 1024

typedef HRESULT(WINAPI *register_function)(void);
typedef HRESULT(WINAPI *install_function)(BOOL install, const WCHAR *arguments);

BOOL library_path(WCHAR *out, DWORD size)
{
    static const WCHAR name[] = L"wbemdisp.dll";
    DWORD length = GetModuleFileNameW(NULL, out, size);

    while (length > 0 && out[length - 1] != '\\' && out[length - 1] != '/')
        length--;
    if (!length || length + sizeof(name) / sizeof(name[0]) > size)
        return FALSE;
    wcscpy(out + length, name);
    return TRUE;
}

/* DllRegisterServer and DllUnregisterServer, or DllInstall for one user. */
static HRESULT call_registration(HMODULE library, BOOL install, BOOL user)
{
    install_function install_for;
    register_function install_all;
    const char *all = install ? "DllRegisterServer" : "DllUnregisterServer";

    if (user)
    {
        install_for = (void *)GetProcAddress(library, "DllInstall");
        return install_for ? install_for(install, L"user") : TYPE_E_DLLFUNCTIONNOTFOUND;
    }
    install_all = (void *)GetProcAddress(library, all);
    return install_all ? install_all() : TYPE_E_DLLFUNCTIONNOTFOUND;
}

static int fail(const WCHAR *what, const WCHAR *path, DWORD code)
{
    WCHAR text[256];

    output_error_text(code, text, sizeof(text) / sizeof(text[0]));
    output_error(L"swbem: could not %s %s: 0x%08lx %s\n", what, path, (unsigned long)code, text);
    return EXIT_PROBLEM;
}

static int run(const WCHAR *command, BOOL install, int count, WCHAR **arguments)
{
    BOOL user = count == 1 && !wcscmp(arguments[0], L"--user");
    WCHAR path[PATH_LENGTH];
    HMODULE library;
    HRESULT hr;

    if (count > 1 || (count == 1 && !user))
    {
        output_error(L"swbem: %s takes --user and nothing else\n", command);
        return EXIT_USAGE;
    }
    if (!library_path(path, PATH_LENGTH))
        return fail(command, L"wbemdisp.dll", HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE));
    library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!library)
        return fail(L"load", path, HRESULT_FROM_WIN32(GetLastError()));
    hr = call_registration(library, install, user);
    FreeLibrary(library);
    if (FAILED(hr))
        return fail(command, path, (DWORD)hr);
    output(L"%sed %s for %s\n", command, path, user ? L"this user" : L"all users");
    return EXIT_OK;
}

int command_register(int count, WCHAR **arguments)
{
    return run(L"register", TRUE, count, arguments);
}

int command_unregister(int count, WCHAR **arguments)
{
    return run(L"unregister", FALSE, count, arguments);
}
