/* Where the built DLL is: bin/ beside the folder of this test program. */
#ifndef SWBEM_TESTS_SERVER_PATH_H
#define SWBEM_TESTS_SERVER_PATH_H

#include <windows.h>
#include <wchar.h>

static inline void server_path(WCHAR out[MAX_PATH])
{
    GetModuleFileNameW(NULL, out, MAX_PATH - 32);
    for (int i = 0; i < 2; i++)
        *wcsrchr(out, '\\') = 0;
    wcscat(out, L"\\bin\\wbemdisp.dll");
}

#endif
