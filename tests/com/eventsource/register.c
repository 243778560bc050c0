/* register DLL: what regsvr32 does, as a program that a test can run for either width. */
#include <windows.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    HRESULT(WINAPI * enter)(void) = NULL;
    HMODULE module = argc > 1 ? LoadLibraryA(argv[1]) : NULL;
    HRESULT hr = E_FAIL;

    if (module)
        enter =
            (HRESULT(WINAPI *)(void))(void (*)(void))GetProcAddress(module, "DllRegisterServer");
    if (enter)
        hr = enter();
    if (FAILED(hr))
        fprintf(stderr, "%s: registration failed: 0x%08lx\n", argc > 1 ? argv[1] : "?", hr);
    return FAILED(hr);
}
