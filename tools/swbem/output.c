/* What swbem.exe prints.
 *
 * The C library's wide output would write the ANSI code page, which loses names; so text is formatted in a buffer on the
 * stack and written here, to a console as UTF-16, to anything else as UTF-8. One thread. */
#include "output.h"

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#define OUTPUT_LENGTH 2000

static void write_text(DWORD stream, const WCHAR *text, int length)
{
    HANDLE handle = GetStdHandle(stream);
    char bytes[3 * OUTPUT_LENGTH];
    DWORD mode, written;
    int size;

    if (GetConsoleMode(handle, &mode))
    {
        WriteConsoleW(handle, text, (DWORD)length, &written, NULL);
        return;
    }
    size = WideCharToMultiByte(CP_UTF8, 0, text, length, bytes, (int)sizeof(bytes), NULL, NULL);
    WriteFile(handle, bytes, (DWORD)size, &written, NULL);
}

static void write_format(DWORD stream, const WCHAR *format, va_list arguments)
{
    WCHAR text[OUTPUT_LENGTH];
    int length = _vsnwprintf(text, OUTPUT_LENGTH, format, arguments);

    write_text(stream, text, length < 0 ? OUTPUT_LENGTH : length);
}

void output(const WCHAR *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_format(STD_OUTPUT_HANDLE, format, arguments);
    va_end(arguments);
}

void output_error(const WCHAR *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    write_format(STD_ERROR_HANDLE, format, arguments);
    va_end(arguments);
}

void output_error_text(DWORD code, WCHAR *out, size_t size)
{
    DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    DWORD length = FormatMessageW(flags, NULL, code, 0, out, (DWORD)size, NULL);

    while (length > 0 && (out[length - 1] == '\n' || out[length - 1] == '\r'))
        length--;
    out[length] = 0;
}
