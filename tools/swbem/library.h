/* The wbemdisp.dll beside this program. */
#ifndef SWBEM_LIBRARY_H
#define SWBEM_LIBRARY_H

#include <windows.h>

/** The path of the DLL beside this program. @return FALSE when it is longer than `size` characters */
BOOL library_path(WCHAR *out, DWORD size);

#endif
