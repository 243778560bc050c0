/* Whether the DLL may be unloaded: every object, factory lock and piece of pending work holds one count.
 * Any thread. DllCanUnloadNow says S_OK exactly when the count is 0. */
#ifndef SWBEM_COM_MODULE_H
#define SWBEM_COM_MODULE_H

#include <windows.h>

void com_module_lock(void);
void com_module_unlock(void);
LONG com_module_count(void);
/** The module that contains this code (the DLL); set by DllMain. */
extern HINSTANCE com_module;

#endif
