/* UTF-8 and UTF-16 for the calls of this folder. */
#ifndef SWBEM_PLATFORM_WIDE_H
#define SWBEM_PLATFORM_WIDE_H

#include <wchar.h>

/** @return owned, free(); NULL: no memory */
wchar_t *wide_from_utf8(const char *text);
char *wide_to_utf8(const wchar_t *text);

#endif
