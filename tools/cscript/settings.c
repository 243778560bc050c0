/* The user's saved options: the values Windows Script Host keeps under its Settings key, and the default verb of
 * the two file classes ("Open" is WScript's, "Open2" CScript's, as on Windows). Current user only. */
#include "settings.h"

#include <stdio.h>

static const WCHAR settings_key[] = L"Software\\Microsoft\\Windows Script Host\\Settings";

static BOOL read_number(HKEY key, const WCHAR *name, DWORD *out)
{
    WCHAR text[16] = {0};
    DWORD type;
    DWORD size = sizeof(text) - sizeof(WCHAR);

    if (RegQueryValueExW(key, name, NULL, &type, (BYTE *)text, &size))
        return FALSE;
    if (type == REG_DWORD && size == sizeof(*out))
    {
        memcpy(out, text, sizeof(*out));
        return TRUE;
    }
    if (type != REG_SZ)
        return FALSE;
    *out = wcstoul(text, NULL, 10);
    return TRUE;
}

void settings_load(struct options *options)
{
    DWORD value;
    HKEY key;

    if (RegOpenKeyExW(HKEY_CURRENT_USER, settings_key, 0, KEY_READ, &key))
        return;
    if (read_number(key, L"Timeout", &value))
        options->timeout = value <= 32767 ? (LONG)value : 0;
    if (read_number(key, L"DisplayLogo", &value))
        options->logo = value != 0;
    if (read_number(key, L"BatchMode", &value))
        options->batch = value != 0;
    RegCloseKey(key);
}

static BOOL write_number(HKEY key, const WCHAR *name, DWORD value)
{
    return !RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&value, sizeof(value));
}

BOOL settings_save(const struct options *options)
{
    HKEY key;
    BOOL done;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, settings_key, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL))
        return FALSE;
    done = write_number(key, L"Timeout", (DWORD)options->timeout) &&
           write_number(key, L"DisplayLogo", options->logo != 0) &&
           write_number(key, L"BatchMode", options->batch != 0);
    RegCloseKey(key);
    return done;
}

static BOOL write_text(const WCHAR *path, const WCHAR *text)
{
    DWORD size = (DWORD)((wcslen(text) + 1) * sizeof(WCHAR));
    HKEY key;
    LONG error;

    if (RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL))
        return FALSE;
    error = RegSetValueExW(key, NULL, 0, REG_SZ, (const BYTE *)text, size);
    RegCloseKey(key);
    return !error;
}

static BOOL set_class_host(const WCHAR *class, const WCHAR *verb, const WCHAR *command)
{
    WCHAR path[128];

    _snwprintf(path, ARRAYSIZE(path), L"Software\\Classes\\%ls\\Shell\\%ls\\Command", class, verb);
    if (!write_text(path, command))
        return FALSE;
    _snwprintf(path, ARRAYSIZE(path), L"Software\\Classes\\%ls\\Shell", class);
    return write_text(path, verb);
}

BOOL settings_default_host(const WCHAR *which)
{
    BOOL console = !_wcsicmp(which, L"cscript");
    const WCHAR *verb = console ? L"Open2" : L"Open";
    WCHAR program[MAX_PATH];
    WCHAR command[MAX_PATH + 32];
    DWORD len;

    if (console)
        len = GetModuleFileNameW(NULL, program, ARRAYSIZE(program));
    else
        len = GetSystemDirectoryW(program, ARRAYSIZE(program));
    if (!len || len >= ARRAYSIZE(program))
        return FALSE;
    _snwprintf(command, ARRAYSIZE(command), L"\"%ls%ls\" \"%%1\" %%*", program,
               console ? L"" : L"\\wscript.exe");
    return set_class_host(L"VBSFile", verb, command) && set_class_host(L"JSFile", verb, command);
}
