/* Class factories and registration, driven by one table that src/server gives.
 * Registration is transactional: it records what it replaced (under HKLM or HKCU\Software\Swbem\Replaced) and its
 * reverse puts that back and leaves nothing else. */
#ifndef SWBEM_COM_FACTORY_H
#define SWBEM_COM_FACTORY_H

#include <windows.h>
#include <oaidl.h>
#include <stdbool.h>

struct com_coclass
{
    const CLSID *clsid;
    const char *name; /* "SWbemLocator": description and Err.Source of a failing create */
    const char *
        progid; /* version-independent: "WbemScripting.SWbemLocator"; ".1" is appended for the versioned */
    HRESULT (*create)(REFIID iid, void **out); /* an object with one reference */
};

/** The table, ended by a NULL clsid; borrowed for ever. Called by DllMain. */
void com_factory_init(const struct com_coclass *table);
const struct com_coclass *com_factory_table(void);
HRESULT com_get_class_object(REFCLSID clsid, REFIID iid, void **out);
/** @param per_user  HKCU\Software\Classes instead of HKLM */
HRESULT com_register(bool per_user);
HRESULT com_unregister(bool per_user);
/** The library's type information of an interface or coclass, cached. @param out referenced */
HRESULT com_type_info(REFGUID guid, ITypeInfo **out);
/** The type library in the module's resources. @param out referenced */
HRESULT com_type_library(ITypeLib **out);
/** The full path of the module. */
HRESULT com_module_path(WCHAR *path, DWORD size);
/** DLL_PROCESS_DETACH: forget cached type information. */
void com_type_info_free(void);

#endif
