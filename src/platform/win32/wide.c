/* UTF-8 and UTF-16 by the system's own conversion: SQLite names its files through the same one. */
#include "wide.h"

#include <windows.h>

#include <stdlib.h>

wchar_t *wide_from_utf8(const char *text)
{
    int count = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *out = count > 0 ? malloc((size_t)count * sizeof(*out)) : NULL;
    if (out)
        MultiByteToWideChar(CP_UTF8, 0, text, -1, out, count);
    return out;
}

char *wide_to_utf8(const wchar_t *text)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *out = size > 0 ? malloc((size_t)size) : NULL;
    if (out)
        WideCharToMultiByte(CP_UTF8, 0, text, -1, out, size, NULL, NULL);
    return out;
}
