/* Registration of the coclasses, the type library and its interfaces, for the machine or for one user.
 *
 * Software\Swbem\Replaced mirrors each key of Software\Classes that is changed: "created" where the key is ours,
 * and for each value "our NAME" (what we wrote) and "old NAME" (what was there; absent where nothing was). Taking
 * the registration back walks the mirror: a value that is still ours is put back, a key of ours that is empty goes,
 * and what somebody else wrote meanwhile stays. Each of the two is done wholly or not at all (registry.h).
 *
 * A value that is already right and not in the mirror belongs to somebody else, such as our own DLL for the other
 * bit width, and is left alone. */
#include "factory.h"
#include "registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <wbemdisp.h>

#define PATH_SIZE 1024

#define SWBEM    L"Software\\Swbem"
#define REPLACED SWBEM L"\\Replaced"
#define CLASSES  L"Software\\Classes"

#ifdef _WIN64
#define PLATFORM L"win64"
#else
#define PLATFORM L"win32"
#endif

#define PROXY_OF_DUAL     L"{00020424-0000-0000-C000-000000000046}"
#define PROXY_OF_DISPATCH L"{00020420-0000-0000-C000-000000000046}"

/* --- the mirror ------------------------------------------------------------------------------ */

static bool join(WCHAR *out, const WCHAR *root, const WCHAR *path)
{
    int length = path[0] ? _snwprintf(out, PATH_SIZE, L"%ls\\%ls", root, path)
                         : _snwprintf(out, PATH_SIZE, L"%ls", root);
    out[PATH_SIZE - 1] = 0;
    return length >= 0 && length < PATH_SIZE;
}

static LONG mirror_created(struct registry *registry, const WCHAR *mirror)
{
    struct registry_value yes = registry_text(L"yes");
    return registry_set(registry, mirror, L"created", &yes);
}

/* A key of Classes and its mirror, whose parents are there. */
static LONG create_one_key(struct registry *registry, const WCHAR *path)
{
    WCHAR real[PATH_SIZE], mirror[PATH_SIZE];

    if (!join(real, CLASSES, path) || !join(mirror, REPLACED, path))
        return ERROR_FILENAME_EXCED_RANGE;
    LONG error = registry_create_key(registry, mirror);
    if (error || registry_key_exists(registry, real))
        return error;
    error = mirror_created(registry, mirror);
    return error ? error : registry_create_key(registry, real);
}

static LONG create_key(struct registry *registry, const WCHAR *path)
{
    WCHAR part[PATH_SIZE];

    LONG error = create_one_key(registry, L"");
    for (const WCHAR *end = path; !error && end; end++)
    {
        end = wcschr(end, '\\');
        size_t length = end ? (size_t)(end - path) : wcslen(path);
        if (length >= PATH_SIZE)
            return ERROR_FILENAME_EXCED_RANGE;
        wmemcpy(part, path, length);
        part[length] = 0;
        error = create_one_key(registry, part);
        if (!end)
            break;
    }
    return error;
}

struct mirrored_value
{
    WCHAR real[PATH_SIZE];
    WCHAR mirror[PATH_SIZE];
    WCHAR our_name[80];
    WCHAR old_name[80];
    struct registry_value now; /* in Classes */
    struct registry_value our; /* as the mirror has it */
};

static void mirrored_value_free(struct mirrored_value *value)
{
    registry_value_free(&value->now);
    registry_value_free(&value->our);
}

static LONG mirrored_value_read(struct registry *registry, const WCHAR *path, const WCHAR *name,
                                struct mirrored_value *out)
{
    memset(&out->now, 0, sizeof(out->now));
    memset(&out->our, 0, sizeof(out->our));
    if (!join(out->real, CLASSES, path) || !join(out->mirror, REPLACED, path) || wcslen(name) > 60)
        return ERROR_FILENAME_EXCED_RANGE;
    wsprintfW(out->our_name, L"our %s", name);
    wsprintfW(out->old_name, L"old %s", name);
    LONG error = registry_get(registry, out->real, name, &out->now);
    if (!error)
        error = registry_get(registry, out->mirror, out->our_name, &out->our);
    if (error)
        mirrored_value_free(out);
    return error;
}

static LONG write_mirrored(struct registry *registry, const WCHAR *name,
                           const struct mirrored_value *value, const struct registry_value *wanted)
{
    LONG error = ERROR_SUCCESS;

    if (!value->our.exists || !registry_value_equal(&value->now, &value->our))
        error = registry_set(registry, value->mirror, value->old_name, &value->now);
    if (!error)
        error = registry_set(registry, value->mirror, value->our_name, wanted);
    return error ? error : registry_set(registry, value->real, name, wanted);
}

static LONG set_value(struct registry *registry, const WCHAR *path, const WCHAR *name,
                      const WCHAR *text)
{
    struct registry_value wanted = registry_text(text);
    struct mirrored_value *value = malloc(sizeof(*value));

    if (!value)
        return ERROR_NOT_ENOUGH_MEMORY;
    LONG error = create_key(registry, path);
    if (!error)
        error = mirrored_value_read(registry, path, name, value);
    if (!error)
    {
        if (!registry_value_equal(&value->now, &wanted))
            error = write_mirrored(registry, name, value, &wanted);
        mirrored_value_free(value);
    }
    free(value);
    return error;
}

/* --- what is registered ---------------------------------------------------------------------- */

struct registration
{
    struct registry registry;
    WCHAR module[PATH_SIZE];
    WCHAR folder[PATH_SIZE];
    WCHAR library[40]; /* the library's identifier */
    LONG error;        /* the first that happened; nothing is done after it */
};

/* Set the value of a key whose path has up to three parts. */
static void put(struct registration *self, const WCHAR *first, const WCHAR *second,
                const WCHAR *third, const WCHAR *name, const WCHAR *text)
{
    WCHAR path[PATH_SIZE];

    if (self->error)
        return;
    int length = _snwprintf(path, PATH_SIZE, L"%ls%ls%ls%ls%ls", first, second ? L"\\" : L"",
                            second ? second : L"", third ? L"\\" : L"", third ? third : L"");
    self->error = length < 0 || length >= PATH_SIZE ? ERROR_FILENAME_EXCED_RANGE
                                                    : set_value(&self->registry, path, name, text);
}

static void put_progids(struct registration *self, const WCHAR *clsid, const WCHAR *name,
                        const WCHAR *progid)
{
    WCHAR versioned[128];
    _snwprintf(versioned, 128, L"%ls.1", progid);
    versioned[127] = 0;

    put(self, L"CLSID", clsid, L"ProgID", L"", versioned);
    put(self, L"CLSID", clsid, L"VersionIndependentProgID", L"", progid);
    put(self, progid, NULL, NULL, L"", name);
    put(self, progid, L"CLSID", NULL, L"", clsid);
    put(self, progid, L"CurVer", NULL, L"", versioned);
    put(self, versioned, NULL, NULL, L"", name);
    put(self, versioned, L"CLSID", NULL, L"", clsid);
}

static void put_coclass(struct registration *self, const struct com_coclass *coclass)
{
    WCHAR clsid[40], name[64], progid[64];

    StringFromGUID2(coclass->clsid, clsid, 40);
    wsprintfW(name, L"%.60S", coclass->name);
    put(self, L"CLSID", clsid, NULL, L"", name);
    put(self, L"CLSID", clsid, L"InprocServer32", L"", self->module);
    put(self, L"CLSID", clsid, L"InprocServer32", L"ThreadingModel", L"Both");
    put(self, L"CLSID", clsid, L"TypeLib", L"", self->library);
    if (!coclass->progid)
        return;
    wsprintfW(progid, L"%.60S", coclass->progid);
    put_progids(self, clsid, name, progid);
}

static void put_library(struct registration *self, ITypeLib *library)
{
    BSTR description = NULL;
    WCHAR root[64];

    if (FAILED(ITypeLib_GetDocumentation(library, -1, NULL, &description, NULL, NULL)))
    {
        self->error = ERROR_INVALID_DATA;
        return;
    }
    wsprintfW(root, L"TypeLib\\%s", self->library);
    put(self, root, L"1.2", NULL, L"", description);
    put(self, root, L"1.2\\0", PLATFORM, L"", self->module);
    put(self, root, L"1.2", L"FLAGS", L"", L"0");
    put(self, root, L"1.2", L"HELPDIR", L"", self->folder);
    SysFreeString(description);
}

static void put_interface(struct registration *self, ITypeInfo *info)
{
    BSTR name = NULL;
    TYPEATTR *attributes;
    WCHAR iid[40];

    if (FAILED(ITypeInfo_GetTypeAttr(info, &attributes)))
    {
        self->error = ERROR_INVALID_DATA;
        return;
    }
    bool is_interface =
        attributes->typekind == TKIND_DISPATCH || attributes->typekind == TKIND_INTERFACE;
    bool dual = attributes->wTypeFlags & (TYPEFLAG_FDUAL | TYPEFLAG_FOLEAUTOMATION);
    StringFromGUID2(&attributes->guid, iid, 40);
    ITypeInfo_ReleaseTypeAttr(info, attributes);
    if (!is_interface)
        return;
    if (FAILED(ITypeInfo_GetDocumentation(info, MEMBERID_NIL, &name, NULL, NULL, NULL)))
    {
        self->error = ERROR_INVALID_DATA;
        return;
    }
    put(self, L"Interface", iid, NULL, L"", name);
    put(self, L"Interface", iid, L"ProxyStubClsid32", L"",
        dual ? PROXY_OF_DUAL : PROXY_OF_DISPATCH);
    put(self, L"Interface", iid, L"TypeLib", L"", self->library);
    put(self, L"Interface", iid, L"TypeLib", L"Version", L"1.2");
    SysFreeString(name);
}

static void put_interfaces(struct registration *self, ITypeLib *library)
{
    UINT count = ITypeLib_GetTypeInfoCount(library);
    for (UINT i = 0; i < count && !self->error; i++)
    {
        ITypeInfo *info;
        if (FAILED(ITypeLib_GetTypeInfo(library, i, &info)))
        {
            self->error = ERROR_INVALID_DATA;
            return;
        }
        put_interface(self, info);
        ITypeInfo_Release(info);
    }
}

static HRESULT registration_init(struct registration *self, bool per_user)
{
    memset(&self->registry, 0, sizeof(self->registry));
    self->registry.root = per_user ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
    self->error = ERROR_SUCCESS;
    StringFromGUID2(&LIBID_WbemScripting, self->library, 40);
    HRESULT hr = com_module_path(self->module, PATH_SIZE);
    if (FAILED(hr))
        return hr;
    wcscpy(self->folder, self->module);
    WCHAR *name = wcsrchr(self->folder, '\\');
    if (name)
        *name = 0;
    return S_OK;
}

static HRESULT finish(struct registry *registry, LONG error)
{
    if (error)
        registry_rollback(registry);
    else
        registry_commit(registry);
    return HRESULT_FROM_WIN32(error);
}

HRESULT com_register(bool per_user)
{
    struct registration *self = malloc(sizeof(*self));
    ITypeLib *library = NULL;

    if (!self)
        return E_OUTOFMEMORY;
    HRESULT hr = registration_init(self, per_user);
    if (SUCCEEDED(hr))
        hr = com_type_library(&library);
    if (SUCCEEDED(hr))
    {
        self->error = registry_create_key(&self->registry, SWBEM);
        for (const struct com_coclass *i = com_factory_table(); i && i->clsid; i++)
            put_coclass(self, i);
        put_library(self, library);
        put_interfaces(self, library);
        ITypeLib_Release(library);
        hr = finish(&self->registry, self->error);
    }
    free(self);
    return hr;
}

/* --- taking it back -------------------------------------------------------------------------- */

static LONG restore_value(struct registry *registry, const WCHAR *path, const WCHAR *name)
{
    struct mirrored_value *value = malloc(sizeof(*value));
    struct registry_value old = {0};

    if (!value)
        return ERROR_NOT_ENOUGH_MEMORY;
    LONG error = mirrored_value_read(registry, path, name, value);
    if (!error)
    {
        if (registry_value_equal(&value->now, &value->our))
        {
            error = registry_get(registry, value->mirror, value->old_name, &old);
            if (!error)
                error = registry_set(registry, value->real, name, &old);
            registry_value_free(&old);
        }
        mirrored_value_free(value);
    }
    free(value);
    return error;
}

/* The name of the i-th value or key under a path; false: no more. */
static bool name_at(struct registry *registry, const WCHAR *path, DWORD index, bool key_names,
                    WCHAR out[256])
{
    DWORD size = 256;
    HKEY key;

    if (RegOpenKeyExW(registry->root, path, 0, KEY_READ, &key))
        return false;
    LONG error = key_names ? RegEnumKeyExW(key, index, out, &size, NULL, NULL, NULL, NULL)
                           : RegEnumValueW(key, index, out, &size, NULL, NULL, NULL, NULL);
    RegCloseKey(key);
    return !error;
}

static LONG restore_values(struct registry *registry, const WCHAR *path, const WCHAR *mirror)
{
    WCHAR name[256];
    LONG error = ERROR_SUCCESS;

    for (DWORD i = 0; !error && name_at(registry, mirror, i, false, name); i++)
        if (!wcsncmp(name, L"our ", 4))
            error = restore_value(registry, path, name + 4);
    for (DWORD kept = 0; !error && name_at(registry, mirror, kept, false, name);)
    {
        struct registry_value none = {0};
        if (!wcscmp(name, L"created"))
            kept++;
        else
            error = registry_set(registry, mirror, name, &none);
    }
    return error;
}

/* The key itself, when its values and keys are done. */
static LONG restore_key(struct registry *registry, const WCHAR *real, const WCHAR *mirror)
{
    struct registry_value created, none = {0};

    LONG error = registry_get(registry, mirror, L"created", &created);
    if (!error && created.exists)
    {
        if (registry_key_is_empty(registry, real))
            error = registry_delete_key(registry, real);
        if (!error)
            error = registry_set(registry, mirror, L"created", &none);
    }
    registry_value_free(&created);
    return error ? error : registry_delete_key(registry, mirror);
}

static LONG restore_tree(struct registry *registry, const WCHAR *path)
{
    WCHAR *buffer = malloc((3 * PATH_SIZE + 256) * sizeof(WCHAR));
    if (!buffer)
        return ERROR_NOT_ENOUGH_MEMORY;
    WCHAR *real = buffer, *mirror = buffer + PATH_SIZE, *child = mirror + PATH_SIZE,
          *name = child + PATH_SIZE;
    LONG error = join(real, CLASSES, path) && join(mirror, REPLACED, path)
                     ? ERROR_SUCCESS
                     : ERROR_FILENAME_EXCED_RANGE;

    while (!error && name_at(registry, mirror, 0, true, name))
    {
        if (path[0] && !join(child, path, name))
            error = ERROR_FILENAME_EXCED_RANGE;
        else
            error = restore_tree(registry, path[0] ? child : name);
    }
    if (!error)
        error = restore_values(registry, path, mirror);
    if (!error)
        error = restore_key(registry, real, mirror);
    free(buffer);
    return error;
}

HRESULT com_unregister(bool per_user)
{
    struct registry registry = {.root = per_user ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE};
    LONG error = ERROR_SUCCESS;

    if (!registry_key_exists(&registry, REPLACED))
        return S_OK;
    error = restore_tree(&registry, L"");
    if (!error && registry_key_is_empty(&registry, SWBEM))
        error = registry_delete_key(&registry, SWBEM);
    return finish(&registry, error);
}
