/* What swbem.exe prints: UTF-16 to a console, UTF-8 to a file or pipe. One thread. */
#ifndef SWBEM_OUTPUT_H
#define SWBEM_OUTPUT_H

#include <windows.h>

/** Print to standard output; %s takes WCHAR *. A text over 2,000 characters is cut. */
void output(const WCHAR *format, ...);
/** The same to standard error. */
void output_error(const WCHAR *format, ...);
/** The system's text of an HRESULT or Win32 code, without a line end; "" when it has none. */
void output_error_text(DWORD code, WCHAR *out, size_t size);

#endif
