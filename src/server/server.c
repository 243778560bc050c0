/* What COM and regsvr32 call in wbemdisp.dll: its entry point and its five exports. Any thread.
 *
 * Threads of the DLL are ended, and stores closed, in DllCanUnloadNow, which is asked before the DLL goes: DllMain
 * must not wait for threads. A process that ends takes all with it. */
#include "coclasses.h"
#include "../automation/automation.h"
#include "../com/apartment.h"
#include "../wmi/wmi.h"

#include <olectl.h>

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);
HRESULT WINAPI DllInstall(BOOL install, const WCHAR *argument);

static void thread_detach(void)
{
    com_apartment_thread_detach();
    com_error_thread_detach();
}

static void unload(void)
{
    thread_detach();
    com_apartment_unload();
    com_error_unload();
    object_names_free();
    com_type_info_free();
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    switch (reason)
    {
    case DLL_PROCESS_ATTACH:
        com_module = instance;
        com_factory_init(server_coclasses);
        break;
    case DLL_THREAD_DETACH:
        thread_detach();
        break;
    case DLL_PROCESS_DETACH:
        if (!reserved)
            unload();
        break;
    }
    return TRUE;
}

HRESULT WINAPI DllGetClassObject(REFCLSID clsid, REFIID iid, void **out)
{
    return com_get_class_object(clsid, iid, out);
}

static bool is_in_use(void)
{
    if (com_module_count() > com_error_kept())
        return true;
    com_error_forget();
    return com_module_count() != 0;
}

HRESULT WINAPI DllCanUnloadNow(void)
{
    if (is_in_use())
        return S_FALSE;
    wmi_shutdown();
    return com_module_count() ? S_FALSE : S_OK;
}

HRESULT WINAPI DllRegisterServer(void)
{
    return com_register(false);
}

HRESULT WINAPI DllUnregisterServer(void)
{
    return com_unregister(false);
}

/* regsvr32 /n /i:user: for the current user. Without an argument (/i alone) for the machine. */
HRESULT WINAPI DllInstall(BOOL install, const WCHAR *argument)
{
    bool per_user = argument && !lstrcmpiW(argument, L"user");

    if (argument && argument[0] && !per_user)
        return E_INVALIDARG;
    return install ? com_register(per_user) : com_unregister(per_user);
}
