/* Registration: what it writes, that it is taken back exactly, that a failure in the middle leaves nothing, and what
 * happens to values that somebody else writes meanwhile.
 *
 * The registry is written out as text (Software\Classes and Software\Swbem of machine and user) and compared. The test
 * leaves things as it found them: registered, or not. */
#include "server_path.h"

#include <check.h>
#include <ole2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wbemdisp.h>

typedef HRESULT(WINAPI *server_function)(void);
typedef HRESULT(WINAPI *install_function)(BOOL, const WCHAR *);

static HMODULE server;
static server_function do_register, do_unregister;
static install_function do_install;
static WCHAR server_file[MAX_PATH];

#ifdef _WIN64
#define PLATFORM L"win64"
#else
#define PLATFORM L"win32"
#endif

#define MIRROR L"Software\\Swbem\\Replaced"
#define LIBID  L"{565783C6-CB41-11D1-8B02-00600806D9B6}"
#define SINK   L"{75718C9A-F029-11D1-A1AC-00C04FB6C223}"

/* --- the registry as text --------------------------------------------------------------------- */

struct dump
{
    char **lines;
    size_t count, room;
};

static void dump_line(struct dump *dump, const WCHAR *path, const WCHAR *name, DWORD type,
                      const BYTE *data, DWORD size)
{
    if (dump->count == dump->room)
    {
        dump->room = dump->room ? 2 * dump->room : 1024;
        dump->lines = realloc(dump->lines, dump->room * sizeof(char *));
    }
    size_t room = 2 * wcslen(path) + 2 * (name ? wcslen(name) : 0) + 2 * size + 40;
    char *line = malloc(room);
    int length = name ? snprintf(line, room, "%ls : %ls %lu ", path, name, (unsigned long)type)
                      : snprintf(line, room, "%ls", path);
    for (DWORD i = 0; i < size; i++)
        length += snprintf(line + length, room - length, "%02x", data[i]);
    dump->lines[dump->count++] = line;
}

/* A key, its values, and the names of its keys; those themselves too when `deep`. */
static void dump_key(struct dump *dump, HKEY parent, const WCHAR *name, const WCHAR *path,
                     bool deep)
{
    WCHAR child[256], child_path[1024];
    static BYTE data[65536];
    HKEY key;

    if (RegOpenKeyExW(parent, name, 0, KEY_READ, &key))
        return;
    for (DWORD i = 0;; i++)
    {
        DWORD length = 256, size = sizeof(data), type;
        if (RegEnumValueW(key, i, child, &length, NULL, &type, data, &size))
            break;
        dump_line(dump, path, child, type, data, size);
    }
    for (DWORD i = 0;; i++)
    {
        DWORD length = 256;
        if (RegEnumKeyExW(key, i, child, &length, NULL, NULL, NULL, NULL))
            break;
        _snwprintf(child_path, 1024, L"%ls\\%ls", path, child);
        dump_line(dump, child_path, NULL, 0, NULL, 0);
        if (deep)
            dump_key(dump, key, child, child_path, true);
    }
    RegCloseKey(key);
}

/* The keys of Classes that registration writes to, as its own mirror names them: reading all of the registry takes
 * Wine seconds, and one test does that. */
static WCHAR *touched[512];
static size_t touched_count;

static void collect_touched(const WCHAR *path)
{
    WCHAR mirror[1024], child[256], child_path[1024];
    HKEY key;

    _snwprintf(mirror, 1024, L"%ls%ls%ls", MIRROR, path[0] ? L"\\" : L"", path);
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, mirror, 0, KEY_READ, &key))
        return;
    ck_assert_uint_lt(touched_count, 512);
    touched[touched_count++] = _wcsdup(path);
    for (DWORD i = 0;; i++)
    {
        DWORD length = 256;
        if (RegEnumKeyExW(key, i, child, &length, NULL, NULL, NULL, NULL))
            break;
        _snwprintf(child_path, 1024, L"%ls%ls%ls", path, path[0] ? L"\\" : L"", child);
        collect_touched(child_path);
    }
    RegCloseKey(key);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void dump_root(struct dump *dump, HKEY root, const WCHAR *name, bool all)
{
    WCHAR path[1024], label[1024];

    _snwprintf(label, 1024, L"%ls swbem", name);
    dump_key(dump, root, L"Software\\Swbem", label, true);
    _snwprintf(label, 1024, L"%ls classes", name);
    if (all)
        dump_key(dump, root, L"Software\\Classes", label, true);
    for (size_t i = 0; !all && i < touched_count; i++)
    {
        _snwprintf(path, 1024, L"Software\\Classes%ls%ls", touched[i][0] ? L"\\" : L"", touched[i]);
        _snwprintf(label, 1024, L"%ls classes\\%ls", name, touched[i]);
        dump_key(dump, root, path, label, false);
    }
}

static struct dump dump_all(bool all)
{
    struct dump dump = {0};
    dump_root(&dump, HKEY_LOCAL_MACHINE, L"machine", all);
    dump_root(&dump, HKEY_CURRENT_USER, L"user", all);
    qsort(dump.lines, dump.count, sizeof(char *), by_text);
    return dump;
}

static struct dump dump_registry(void)
{
    return dump_all(false);
}

static void free_dump(struct dump *dump)
{
    while (dump->count)
        free(dump->lines[--dump->count]);
    free(dump->lines);
}

/* Print what differs. @return how many lines */
static unsigned differences(const struct dump *a, const struct dump *b)
{
    unsigned count = 0;
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count)
    {
        int order = i == a->count ? 1 : k == b->count ? -1 : strcmp(a->lines[i], b->lines[k]);
        if (order && ++count <= 20)
            printf("%s %s\n", order < 0 ? "-" : "+", order < 0 ? a->lines[i] : b->lines[k]);
        i += order <= 0;
        k += order >= 0;
    }
    return count;
}

static void check_same(const struct dump *before, const char *what)
{
    struct dump now = dump_registry();
    unsigned count = differences(before, &now);
    free_dump(&now);
    ck_assert_msg(!count, "%s: %u lines of the registry differ", what, count);
}

/* --- the state that the test finds ------------------------------------------------------------- */

static bool was_registered;
static struct dump clean; /* with nothing of ours registered */

static bool key_exists(HKEY root, const WCHAR *path)
{
    HKEY key;
    if (RegOpenKeyExW(root, path, 0, KEY_READ, &key))
        return false;
    RegCloseKey(key);
    return true;
}

static void load(void)
{
    server_path(server_file);
    server = LoadLibraryW(server_file);
    ck_assert_msg(server != NULL, "%ls: error %lu", server_file, (unsigned long)GetLastError());
    do_register = (server_function)(void *)GetProcAddress(server, "DllRegisterServer");
    do_unregister = (server_function)(void *)GetProcAddress(server, "DllUnregisterServer");
    do_install = (install_function)(void *)GetProcAddress(server, "DllInstall");
    was_registered = key_exists(HKEY_LOCAL_MACHINE, MIRROR);
    if (!touched_count)
    {
        ck_assert_int_eq(do_unregister(), S_OK);
        ck_assert_int_eq(do_register(), S_OK);
        collect_touched(L"");
    }
    ck_assert_int_eq(do_unregister(), S_OK);
    clean = dump_registry();
}

static void restore(void)
{
    do_unregister();
    do_install(FALSE, L"user");
    check_same(&clean, "at the end of the test");
    free_dump(&clean);
    if (was_registered)
        ck_assert_int_eq(do_register(), S_OK);
    FreeLibrary(server);
}

/* --- what is written --------------------------------------------------------------------------- */

static void check_value(HKEY root, const WCHAR *path, const WCHAR *name, const WCHAR *wanted)
{
    WCHAR full[512], data[MAX_PATH] = {0};
    DWORD size = sizeof(data) - sizeof(WCHAR), type = 0;
    HKEY key;

    _snwprintf(full, 512, L"Software\\Classes\\%ls", path);
    LONG error = RegOpenKeyExW(root, full, 0, KEY_READ, &key);
    ck_assert_msg(!error, "%ls: error %ld", path, (long)error);
    error = RegQueryValueExW(key, name, NULL, &type, (BYTE *)data, &size);
    RegCloseKey(key);
    ck_assert_msg(!error && type == REG_SZ, "%ls: error %ld, type %lu", path, (long)error,
                  (unsigned long)type);
    ck_assert_msg(!_wcsicmp(data, wanted), "%ls: \"%ls\", not \"%ls\"", path, data, wanted);
}

static const WCHAR *const class_names[] = {L"SWbemLocator", L"SWbemNamedValueSet",
                                           L"SWbemObjectPath", L"SWbemLastError", L"SWbemSink"};

#define CLASS_COUNT (sizeof(class_names) / sizeof(class_names[0]))

static const CLSID *const class_ids[CLASS_COUNT] = {&CLSID_SWbemLocator, &CLSID_SWbemNamedValueSet,
                                                    &CLSID_SWbemObjectPath, &CLSID_SWbemLastError,
                                                    &CLSID_SWbemSink};

static void check_class(HKEY root, const WCHAR *name, const CLSID *clsid)
{
    WCHAR id[40], path[128], progid[64], versioned[64];

    StringFromGUID2(clsid, id, 40);
    _snwprintf(progid, 64, L"WbemScripting.%ls", name);
    _snwprintf(versioned, 64, L"%ls.1", progid);
    _snwprintf(path, 128, L"CLSID\\%ls", id);
    check_value(root, path, NULL, name);
    _snwprintf(path, 128, L"CLSID\\%ls\\InprocServer32", id);
    check_value(root, path, NULL, server_file);
    check_value(root, path, L"ThreadingModel", L"Both");
    _snwprintf(path, 128, L"CLSID\\%ls\\ProgID", id);
    check_value(root, path, NULL, versioned);
    _snwprintf(path, 128, L"CLSID\\%ls\\VersionIndependentProgID", id);
    check_value(root, path, NULL, progid);
    _snwprintf(path, 128, L"CLSID\\%ls\\TypeLib", id);
    check_value(root, path, NULL, LIBID);
    _snwprintf(path, 128, L"%ls\\CLSID", progid);
    check_value(root, path, NULL, id);
    _snwprintf(path, 128, L"%ls\\CurVer", progid);
    check_value(root, path, NULL, versioned);
    _snwprintf(path, 128, L"%ls\\CLSID", versioned);
    check_value(root, path, NULL, id);
}

static void check_library(HKEY root)
{
    static const IID *const iids[] = {&IID_ISWbemServicesEx, &IID_ISWbemObject,
                                      &DIID_ISWbemSinkEvents, &IID_ISWbemRefresher};
    WCHAR id[40], path[128], folder[MAX_PATH];

    wcscpy(folder, server_file);
    *wcsrchr(folder, '\\') = 0;
    check_value(root, L"TypeLib\\" LIBID L"\\1.2\\0\\" PLATFORM, NULL, server_file);
    check_value(root, L"TypeLib\\" LIBID L"\\1.2\\HELPDIR", NULL, folder);
    check_value(root, L"TypeLib\\" LIBID L"\\1.2", NULL, L"Microsoft WMI Scripting V1.2 Library");
    for (size_t i = 0; i < sizeof(iids) / sizeof(iids[0]); i++)
    {
        bool events = iids[i] == &DIID_ISWbemSinkEvents;
        StringFromGUID2(iids[i], id, 40);
        _snwprintf(path, 128, L"Interface\\%ls\\TypeLib", id);
        check_value(root, path, NULL, LIBID);
        check_value(root, path, L"Version", L"1.2");
        _snwprintf(path, 128, L"Interface\\%ls\\ProxyStubClsid32", id);
        check_value(root, path, NULL,
                    events ? L"{00020420-0000-0000-C000-000000000046}"
                           : L"{00020424-0000-0000-C000-000000000046}");
    }
}

static void check_written(HKEY root)
{
    for (size_t i = 0; i < CLASS_COUNT; i++)
        check_class(root, class_names[i], class_ids[i]);
    check_library(root);
}

/* COM itself finds what was registered. */
static void check_usable(void)
{
    ITypeLib *library;
    IUnknown *object;
    CLSID clsid;

    for (size_t i = 0; i < CLASS_COUNT; i++)
    {
        WCHAR progid[64];
        _snwprintf(progid, 64, L"WbemScripting.%ls", class_names[i]);
        ck_assert_msg(CLSIDFromProgID(progid, &clsid) == S_OK, "%ls", progid);
        ck_assert(IsEqualCLSID(&clsid, class_ids[i]));
    }
    HRESULT hr =
        CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, &IID_ISWbemSink, (void **)&object);
    ck_assert_msg(hr == S_OK, "0x%08lx", (long)hr);
    IUnknown_Release(object);
    hr = LoadRegTypeLib(&LIBID_WbemScripting, 1, 2, 0, &library);
    ck_assert_msg(hr == S_OK, "0x%08lx", (long)hr);
    ITypeLib_Release(library);
}

START_TEST(machine)
{
    ck_assert_int_eq(do_register(), S_OK);
    check_written(HKEY_LOCAL_MACHINE);
    check_usable();
    struct dump registered = dump_registry();

    ck_assert_int_eq(do_register(), S_OK);
    check_same(&registered, "registered twice");
    ck_assert_int_eq(do_unregister(), S_OK);
    check_same(&clean, "unregistered");
    ck_assert_int_eq(do_unregister(), S_OK);
    check_same(&clean, "unregistered twice");
    free_dump(&registered);
}
END_TEST

/* The whole registry of classes, machine and user. */
START_TEST(nothing_else)
{
    struct dump before = dump_all(true);
    ck_assert_int_eq(do_register(), S_OK);
    ck_assert_int_eq(do_unregister(), S_OK);
    struct dump after = dump_all(true);
    unsigned count = differences(&before, &after);
    ck_assert_uint_gt(before.count, 1000);
    free_dump(&before);
    free_dump(&after);
    ck_assert_msg(!count, "%u lines of the registry differ", count);
}
END_TEST

/* Wine's COM (8.0) looks at the machine's classes alone. */
static bool com_sees_user_classes(void)
{
    CLSID clsid;
    return CLSIDFromProgID(L"WbemScripting.SWbemSink", &clsid) == S_OK;
}

START_TEST(user)
{
    ck_assert_int_eq(do_install(TRUE, L"USER"), S_OK);
    check_written(HKEY_CURRENT_USER);
    if (com_sees_user_classes())
        check_usable();
    else
        printf("registration: this COM does not look at classes of the user\n");
    ck_assert(!key_exists(HKEY_LOCAL_MACHINE, MIRROR));
    ck_assert_int_eq(do_install(FALSE, L"user"), S_OK);
    check_same(&clean, "unregistered for the user");
    ck_assert_int_eq(do_install(FALSE, L"user"), S_OK);
}
END_TEST

START_TEST(both)
{
    ck_assert_int_eq(do_register(), S_OK);
    struct dump registered = dump_registry();
    ck_assert_int_eq(do_install(TRUE, L"user"), S_OK);
    ck_assert_int_eq(do_install(FALSE, L"user"), S_OK);
    check_same(&registered, "the user's registration taken out of the machine's");
    ck_assert_int_eq(do_install(FALSE, NULL), S_OK);
    check_same(&clean, "unregistered");
    free_dump(&registered);
}
END_TEST

START_TEST(install_arguments)
{
    ck_assert_int_eq(do_install(TRUE, L"everybody"), E_INVALIDARG);
    check_same(&clean, "an unknown argument");
    ck_assert_int_eq(do_install(TRUE, L""), S_OK);
    check_written(HKEY_LOCAL_MACHINE);
    ck_assert_int_eq(do_install(FALSE, L""), S_OK);
}
END_TEST

/* --- what was there before ---------------------------------------------------------------------- */

static void write_value(const WCHAR *path, const WCHAR *name, DWORD type, const void *data,
                        DWORD size)
{
    WCHAR full[512];
    HKEY key;
    _snwprintf(full, 512, L"Software\\Classes\\%ls", path);
    ck_assert_int_eq(
        RegCreateKeyExW(HKEY_LOCAL_MACHINE, full, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL), 0);
    ck_assert_int_eq(RegSetValueExW(key, name, 0, type, data, size), 0);
    RegCloseKey(key);
}

static void delete_tree(const WCHAR *path)
{
    WCHAR full[512];
    _snwprintf(full, 512, L"Software\\Classes\\%ls", path);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, full);
}

/* Another server for our class, with values of other types and of its own. */
START_TEST(others_are_put_back)
{
    static const WCHAR expand[] = L"%SystemRoot%\\other.dll";
    static const BYTE odd[] = {1, 2, 3};

    write_value(L"CLSID\\" SINK L"\\InprocServer32", NULL, REG_EXPAND_SZ, expand, sizeof(expand));
    write_value(L"CLSID\\" SINK L"\\InprocServer32", L"ThreadingModel", REG_BINARY, odd,
                sizeof(odd));
    write_value(L"CLSID\\" SINK L"\\InprocServer32", L"Extra", REG_BINARY, odd, sizeof(odd));
    write_value(L"CLSID\\" SINK, NULL, REG_SZ, L"", 0);
    struct dump others = dump_registry();
    ck_assert_int_eq(do_register(), S_OK);
    check_class(HKEY_LOCAL_MACHINE, L"SWbemSink", &CLSID_SWbemSink);
    ck_assert_int_eq(do_register(), S_OK);
    ck_assert_int_eq(do_unregister(), S_OK);
    check_same(&others, "another server");
    free_dump(&others);
    delete_tree(L"CLSID\\" SINK);
}
END_TEST

/* What somebody writes while we are registered is his. */
START_TEST(later_values_stay)
{
    static const WCHAR theirs[] = L"C:\\theirs.dll";

    ck_assert_int_eq(do_register(), S_OK);
    write_value(L"CLSID\\" SINK L"\\InprocServer32", NULL, REG_SZ, theirs, sizeof(theirs));
    write_value(L"WbemScripting.SWbemSink\\Theirs", NULL, REG_SZ, theirs, sizeof(theirs));
    ck_assert_int_eq(do_unregister(), S_OK);

    struct dump now = dump_registry();
    size_t more = now.count - clean.count;
    free_dump(&now);
    /* CLSID\{} in its parent, InprocServer32 and its value; the progid in its parent, and Theirs. */
    ck_assert_uint_eq(more, 5);
    check_value(HKEY_LOCAL_MACHINE, L"CLSID\\" SINK L"\\InprocServer32", NULL, theirs);
    check_value(HKEY_LOCAL_MACHINE, L"WbemScripting.SWbemSink\\Theirs", NULL, theirs);
    delete_tree(L"CLSID\\" SINK);
    delete_tree(L"WbemScripting.SWbemSink");
}
END_TEST

/* ... and comes back when we take its place again. */
START_TEST(later_values_are_replaced_again)
{
    static const WCHAR theirs[] = L"C:\\theirs.dll";

    ck_assert_int_eq(do_register(), S_OK);
    write_value(L"CLSID\\" SINK L"\\InprocServer32", NULL, REG_SZ, theirs, sizeof(theirs));
    ck_assert_int_eq(do_register(), S_OK);
    check_class(HKEY_LOCAL_MACHINE, L"SWbemSink", &CLSID_SWbemSink);
    ck_assert_int_eq(do_unregister(), S_OK);
    check_value(HKEY_LOCAL_MACHINE, L"CLSID\\" SINK L"\\InprocServer32", NULL, theirs);
    delete_tree(L"CLSID\\" SINK);
}
END_TEST

/* The DLL is moved, and registered from its new place without being unregistered. */
START_TEST(moved)
{
    WCHAR copy[MAX_PATH], folder[MAX_PATH];

    GetTempPathW(MAX_PATH, folder);
    ck_assert(GetTempFileNameW(folder, L"swb", 0, copy));
    ck_assert(CopyFileW(server_file, copy, FALSE));
    HMODULE other = LoadLibraryW(copy);
    ck_assert_msg(other != NULL, "error %lu", (unsigned long)GetLastError());
    server_function register_copy =
        (server_function)(void *)GetProcAddress(other, "DllRegisterServer");
    server_function unregister_copy =
        (server_function)(void *)GetProcAddress(other, "DllUnregisterServer");

    ck_assert_int_eq(register_copy(), S_OK);
    check_value(HKEY_LOCAL_MACHINE, L"CLSID\\" SINK L"\\InprocServer32", NULL, copy);
    ck_assert_int_eq(do_register(), S_OK);
    check_written(HKEY_LOCAL_MACHINE);
    ck_assert_int_eq(unregister_copy(), S_OK);
    check_same(&clean, "moved");
    FreeLibrary(other);
    DeleteFileW(copy);
}
END_TEST

/* --- failures ----------------------------------------------------------------------------------- */

/* In a volatile key no lasting one can be made: registration fails there, early or late. */
static const WCHAR *const obstacles[] = {
    L"Software\\Swbem",
    L"Software\\Classes\\CLSID\\" SINK,
    L"Software\\Classes\\WbemScripting.SWbemObjectPath",
    L"Software\\Classes\\WbemScripting.SWbemSink",
    L"Software\\Classes\\WbemScripting.SWbemSink.1",
    L"Software\\Classes\\Interface\\{D2F68443-85DC-427E-91D8-366554CC754C}",
    L"Software\\Classes\\Interface\\{75718C9F-F029-11D1-A1AC-00C04FB6C223}",
    L"Software\\Classes\\Interface\\{5AD4BF92-DAAB-11D3-B38F-00105A1F473A}",
};

static HKEY make_obstacle(const WCHAR *path)
{
    DWORD disposition;
    HKEY key;
    LONG error = RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, REG_OPTION_VOLATILE,
                                 KEY_ALL_ACCESS, NULL, &key, &disposition);
    ck_assert_msg(!error, "%ls: error %ld", path, (long)error);
    ck_assert_msg(disposition == REG_CREATED_NEW_KEY, "%ls was there", path);
    return key;
}

START_TEST(failure_in_the_middle)
{
    const WCHAR *path = obstacles[_i];
    HKEY key = make_obstacle(path);
    struct dump before = dump_registry();

    HRESULT hr = do_register();
    ck_assert_msg(hr == HRESULT_FROM_WIN32(ERROR_CHILD_MUST_BE_VOLATILE), "%ls: 0x%08lx", path,
                  (long)hr);
    check_same(&before, "after the failure");
    RegCloseKey(key);
    RegDeleteKeyW(HKEY_LOCAL_MACHINE, path);
    free_dump(&before);
    ck_assert_int_eq(do_register(), S_OK);
    check_written(HKEY_LOCAL_MACHINE);
}
END_TEST

/* A second registration that fails leaves the first. */
START_TEST(failure_of_the_second)
{
    static const WCHAR path[] = L"Software\\Classes\\WbemScripting.SWbemSink";

    ck_assert_int_eq(do_register(), S_OK);
    static const WCHAR theirs[] = L"C:\\theirs.dll";
    write_value(L"CLSID\\" SINK L"\\InprocServer32", NULL, REG_SZ, theirs, sizeof(theirs));
    delete_tree(L"WbemScripting.SWbemSink");
    HKEY key = make_obstacle(path);
    struct dump before = dump_registry();
    ck_assert(FAILED(do_register()));
    check_same(&before, "after the failure of the second");
    RegCloseKey(key);
    RegDeleteKeyW(HKEY_LOCAL_MACHINE, path);
    free_dump(&before);
    ck_assert_int_eq(do_register(), S_OK);
    check_written(HKEY_LOCAL_MACHINE);
    ck_assert_int_eq(do_unregister(), S_OK);
    delete_tree(L"CLSID\\" SINK);
}
END_TEST

/* Taking back stops where a value cannot be put back, and leaves the registration whole. */
START_TEST(failure_of_taking_back)
{
    HKEY key;

    ck_assert_int_eq(do_register(), S_OK);
    /* A value whose name the mirror cannot have written: longer than any of ours. */
    ck_assert_int_eq(RegOpenKeyExW(HKEY_LOCAL_MACHINE, MIRROR L"\\WbemScripting.SWbemLocator", 0,
                                   KEY_WRITE, &key),
                     0);
    static const WCHAR name[] =
        L"our 0123456789012345678901234567890123456789012345678901234567890123456789";
    RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)L"", 2);
    struct dump before = dump_registry();
    ck_assert(FAILED(do_unregister()));
    check_same(&before, "after the failure to take back");
    check_written(HKEY_LOCAL_MACHINE);
    RegDeleteValueW(key, name);
    RegCloseKey(key);
    free_dump(&before);
    ck_assert_int_eq(do_unregister(), S_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("registration");
    TCase *tcase = tcase_create("registration");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, load, restore);
    tcase_add_test(tcase, machine);
    tcase_add_test(tcase, nothing_else);
    tcase_add_test(tcase, user);
    tcase_add_test(tcase, both);
    tcase_add_test(tcase, install_arguments);
    tcase_add_test(tcase, others_are_put_back);
    tcase_add_test(tcase, later_values_stay);
    tcase_add_test(tcase, later_values_are_replaced_again);
    tcase_add_test(tcase, moved);
    tcase_add_loop_test(tcase, failure_in_the_middle, 0, sizeof(obstacles) / sizeof(obstacles[0]));
    tcase_add_test(tcase, failure_of_the_second);
    tcase_add_test(tcase, failure_of_taking_back);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
