/* Time, random bytes, names, paths and the user's settings on Windows Vista and later. */
#include "../platform.h"
#include "wide.h"

#include <windows.h>
#include <shlobj.h>

#include <stdlib.h>
#include <string.h>

#define SETTINGS_KEY L"Software\\Swbem"

/* advapi32's RtlGenRandom, under the name it is exported by. */
BOOLEAN NTAPI SystemFunction036(void *out, ULONG size);

uint64_t plat_time_ms(void)
{
    return GetTickCount64();
}

uint64_t plat_time_filetime(void)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    return (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime;
}

void plat_sleep_ms(unsigned ms)
{
    Sleep(ms);
}

bool plat_random(void *out, size_t size)
{
    unsigned char *next = out;
    while (size)
    {
        ULONG part = size > 0x10000000 ? 0x10000000 : (ULONG)size;
        if (!SystemFunction036(next, part))
            return false;
        next += part;
        size -= part;
    }
    return true;
}

size_t plat_host_name(char *out, size_t size)
{
    wchar_t wide[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD count = MAX_COMPUTERNAME_LENGTH + 1;
    if (size == 0)
        return 0;
    char *name = GetComputerNameW(wide, &count) ? wide_to_utf8(wide) : NULL;
    const char *source = name ? name : "LOCALHOST";
    size_t length = strlen(source);
    if (length > size - 1)
        length = size - 1;
    memcpy(out, source, length);
    out[length] = 0;
    free(name);
    return length;
}

static wchar_t *wide_getenv(const wchar_t *name)
{
    DWORD count = GetEnvironmentVariableW(name, NULL, 0);
    wchar_t *value = count ? malloc(count * sizeof(*value)) : NULL;
    if (value && GetEnvironmentVariableW(name, value, count) < count)
        return value;
    free(value);
    return NULL;
}

char *plat_getenv(const char *name)
{
    wchar_t *wide = wide_from_utf8(name);
    wchar_t *value = wide ? wide_getenv(wide) : NULL;
    char *out = value ? wide_to_utf8(value) : NULL;
    free(wide);
    free(value);
    return out;
}

/* @return owned, terminated; NULL when the value is absent or no text */
static wchar_t *query_text(HKEY key, const wchar_t *name)
{
    DWORD type, size = 0;
    if (RegQueryValueExW(key, name, NULL, &type, NULL, &size) || type != REG_SZ || !size)
        return NULL;
    wchar_t *value = calloc(1, size + sizeof(*value));
    if (value && !RegQueryValueExW(key, name, NULL, &type, (BYTE *)value, &size) && value[0])
        return value;
    free(value);
    return NULL;
}

char *plat_user_setting(const char *name)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, SETTINGS_KEY, 0, KEY_QUERY_VALUE, &key))
        return NULL;
    wchar_t *wide = wide_from_utf8(name);
    wchar_t *value = wide ? query_text(key, wide) : NULL;
    char *out = value ? wide_to_utf8(value) : NULL;
    RegCloseKey(key);
    free(wide);
    free(value);
    return out;
}

/* The shell is asked only where the variable is missing, and not linked: loading shell32 costs tens of
 * milliseconds under Wine. */
static wchar_t *local_application_data(void)
{
    typedef HRESULT(WINAPI * get_folder_path)(HWND, int, HANDLE, DWORD, wchar_t *);
    wchar_t *folder = wide_getenv(L"LOCALAPPDATA");
    if (folder)
        return folder;
    HMODULE shell = LoadLibraryW(L"shell32.dll");
    if (!shell)
        return NULL;
    get_folder_path get = (get_folder_path)(void *)GetProcAddress(shell, "SHGetFolderPathW");
    folder = calloc(MAX_PATH, sizeof(*folder));
    if (get && folder &&
        get(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, folder) == S_OK)
        goto done;
    free(folder);
    folder = NULL;
done:
    FreeLibrary(shell);
    return folder;
}

char *plat_default_store_path(void)
{
    static const wchar_t sub_folder[] = L"\\Swbem";
    static const char file_name[] = "\\repository.db";
    wchar_t *folder = local_application_data();
    char *narrow = NULL, *path = NULL;
    if (!folder)
        return NULL;
    size_t length = wcslen(folder);
    wchar_t *full = malloc((length + wcslen(sub_folder) + 1) * sizeof(*full));
    if (!full)
        goto done;
    wcscpy(full, folder);
    wcscpy(full + length, sub_folder);
    CreateDirectoryW(full, NULL); /* a failure shows when the file is opened */
    narrow = wide_to_utf8(full);
    path = narrow ? malloc(strlen(narrow) + sizeof(file_name)) : NULL;
    if (path)
        strcat(strcpy(path, narrow), file_name);
done:
    free(folder);
    free(full);
    free(narrow);
    return path;
}

char *plat_full_path(const char *path)
{
    wchar_t *wide = path[0] ? wide_from_utf8(path) : NULL;
    DWORD count = wide ? GetFullPathNameW(wide, 0, NULL, NULL) : 0;
    wchar_t *full = count ? malloc(count * sizeof(*full)) : NULL;
    char *out = NULL;
    if (full && GetFullPathNameW(wide, count, full, NULL) < count)
        out = wide_to_utf8(full);
    free(wide);
    free(full);
    return out;
}

void plat_free(void *memory)
{
    free(memory);
}
