/* Script files and code pages: text in from bytes, text out as bytes. */
#ifndef CSCRIPT_TEXT_H
#define CSCRIPT_TEXT_H

#include <windows.h>
#include <ole2.h>

/** Reads a script: UTF-16 by its mark, UTF-8 with or without one, else the ANSI code page.
 *  @param out  owned; SysFreeString
 *  @return ERROR_SUCCESS or the system's code; ERROR_BAD_FORMAT for what is no text, ERROR_FILE_TOO_LARGE */
DWORD text_read_file(const WCHAR *path, BSTR *out);
/** The same for bytes in memory. A zero character inside means that it is no text: NULL. */
BSTR text_decode(const BYTE *bytes, size_t size);
/** Code page `page` (UTF-16LE when 1200) from wide text; owned, free(). NULL: out of memory. */
BYTE *text_encode(UINT page, const WCHAR *text, size_t len, size_t *size);
/** How many bytes at the start of a piece are whole characters of `page`; the rest waits for the next piece. */
size_t text_whole_bytes(UINT page, const BYTE *bytes, size_t size);
/** Wide text from whole characters; owned, free(). */
WCHAR *text_widen(UINT page, const BYTE *bytes, size_t size, size_t *len);
/** Printable text of a value, as Echo and the streams write it: VARIANT_BOOL is -1 or 0, an array is an error. */
HRESULT text_of_variant(const VARIANT *value, BOOL jscript, BSTR *out);

#define PAGE_UTF16 1200u

#endif
