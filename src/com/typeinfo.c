/* The library's type information, read once from the module's own resource and kept: GetTypeInfo and
 * IProvideClassInfo hand it out. `lock` guards the cache; what is in it is never changed. Any thread. */
#include "factory.h"
#include "module.h"

#include <stdlib.h>

#define MAX_PATH_LENGTH 1024

struct cached_info
{
    struct cached_info *next;
    GUID guid;
    ITypeInfo *info; /* referenced */
};

static SRWLOCK lock = SRWLOCK_INIT;
static ITypeLib *library;
static struct cached_info *cache;

HRESULT com_module_path(WCHAR *path, DWORD size)
{
    DWORD length = GetModuleFileNameW(com_module, path, size);
    if (!length)
        return HRESULT_FROM_WIN32(GetLastError());
    return length < size ? S_OK : HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE);
}

static HRESULT load_library_locked(void)
{
    WCHAR path[MAX_PATH_LENGTH];

    if (library)
        return S_OK;
    HRESULT hr = com_module_path(path, MAX_PATH_LENGTH);
    return FAILED(hr) ? hr : LoadTypeLibEx(path, REGKIND_NONE, &library);
}

static HRESULT find_locked(REFGUID guid, ITypeInfo **out)
{
    struct cached_info *entry;

    for (entry = cache; entry; entry = entry->next)
    {
        if (!IsEqualGUID(&entry->guid, guid))
            continue;
        *out = entry->info;
        return S_OK;
    }
    HRESULT hr = load_library_locked();
    if (FAILED(hr))
        return hr;
    entry = malloc(sizeof(*entry));
    if (!entry)
        return E_OUTOFMEMORY;
    hr = ITypeLib_GetTypeInfoOfGuid(library, guid, &entry->info);
    if (FAILED(hr))
    {
        free(entry);
        return hr;
    }
    entry->guid = *guid;
    entry->next = cache;
    cache = entry;
    *out = entry->info;
    return S_OK;
}

HRESULT com_type_info(REFGUID guid, ITypeInfo **out)
{
    *out = NULL;
    AcquireSRWLockExclusive(&lock);
    HRESULT hr = find_locked(guid, out);
    if (SUCCEEDED(hr))
        ITypeInfo_AddRef(*out);
    ReleaseSRWLockExclusive(&lock);
    return hr;
}

HRESULT com_type_library(ITypeLib **out)
{
    *out = NULL;
    AcquireSRWLockExclusive(&lock);
    HRESULT hr = load_library_locked();
    if (SUCCEEDED(hr))
    {
        *out = library;
        ITypeLib_AddRef(library);
    }
    ReleaseSRWLockExclusive(&lock);
    return hr;
}

void com_type_info_free(void)
{
    while (cache)
    {
        struct cached_info *entry = cache;
        cache = entry->next;
        ITypeInfo_Release(entry->info);
        free(entry);
    }
    if (library)
        ITypeLib_Release(library);
    library = NULL;
}
