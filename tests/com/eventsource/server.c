/* The test component as a DLL: class factories, exports, registration in the prefix (Wine 8.0 does not look into
 * the user's own classes). */
#include "eventsource.h"

#include <olectl.h>
#include <stdio.h>

struct factory
{
    IClassFactory IClassFactory_iface;
    BOOL plain;
};

struct registration
{
    const WCHAR *progid;
    const CLSID *clsid;
};

HINSTANCE eventsource_module;
LONG eventsource_alive;

static const struct registration registrations[] = {
    {L"Swbem.TestSource", &CLSID_TestSource},
    {L"Swbem.PlainTestSource", &CLSID_PlainTestSource},
};

static HRESULT WINAPI factory_QueryInterface(IClassFactory *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IClassFactory))
        return E_NOINTERFACE;
    *out = iface;
    return S_OK;
}

static ULONG WINAPI factory_AddRef(IClassFactory *iface)
{
    (void)iface;
    return 2; /* static */
}

static ULONG WINAPI factory_Release(IClassFactory *iface)
{
    (void)iface;
    return 1;
}

static HRESULT WINAPI factory_CreateInstance(IClassFactory *iface, IUnknown *outer, REFIID iid,
                                             void **out)
{
    *out = NULL;
    if (outer)
        return CLASS_E_NOAGGREGATION;
    return source_create(CONTAINING_RECORD(iface, struct factory, IClassFactory_iface)->plain, iid,
                         out);
}

static HRESULT WINAPI factory_LockServer(IClassFactory *iface, BOOL lock)
{
    (void)iface;
    if (lock)
        InterlockedIncrement(&eventsource_alive);
    else
        InterlockedDecrement(&eventsource_alive);
    return S_OK;
}

static const IClassFactoryVtbl factory_vtbl = {
    factory_QueryInterface, factory_AddRef,     factory_Release,
    factory_CreateInstance, factory_LockServer,
};

static struct factory factories[] = {{{&factory_vtbl}, FALSE}, {{&factory_vtbl}, TRUE}};

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved); /* no header declares it */

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH)
        eventsource_module = module;
    return TRUE;
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out)
{
    size_t i;

    *out = NULL;
    for (i = 0; i < ARRAYSIZE(registrations); i++)
        if (IsEqualGUID(clsid, registrations[i].clsid))
            return factory_QueryInterface(&factories[i].IClassFactory_iface, iid, out);
    return CLASS_E_CLASSNOTAVAILABLE;
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    return eventsource_alive ? S_FALSE : S_OK;
}

static BOOL write_value(const WCHAR *key, const WCHAR *name, const WCHAR *value)
{
    DWORD size = (DWORD)((wcslen(value) + 1) * sizeof(WCHAR));
    HKEY handle;
    LONG error;

    if (RegCreateKeyExW(HKEY_CLASSES_ROOT, key, 0, NULL, 0, KEY_WRITE, NULL, &handle, NULL))
        return FALSE;
    error = RegSetValueExW(handle, name, 0, REG_SZ, (const BYTE *)value, size);
    RegCloseKey(handle);
    return !error;
}

static BOOL register_class(const struct registration *row, const WCHAR *path)
{
    WCHAR clsid[40];
    WCHAR key[160];

    StringFromGUID2(row->clsid, clsid, ARRAYSIZE(clsid));
    _snwprintf(key, ARRAYSIZE(key), L"%ls\\CLSID", row->progid);
    if (!write_value(key, NULL, clsid))
        return FALSE;
    _snwprintf(key, ARRAYSIZE(key), L"CLSID\\%ls\\InprocServer32", clsid);
    return write_value(key, NULL, path) && write_value(key, L"ThreadingModel", L"Both");
}

HRESULT WINAPI DllRegisterServer(void)
{
    WCHAR path[MAX_PATH];
    size_t i;

    GetModuleFileNameW(eventsource_module, path, ARRAYSIZE(path));
    for (i = 0; i < ARRAYSIZE(registrations); i++)
        if (!register_class(&registrations[i], path))
            return SELFREG_E_CLASS;
    return S_OK;
}
