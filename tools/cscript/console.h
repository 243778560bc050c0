/* The three standard streams as text: code pages, the input's buffer, where each stands. */
#ifndef CSCRIPT_CONSOLE_H
#define CSCRIPT_CONSOLE_H

#include <windows.h>
#include <ole2.h>

#include "options.h"

struct console;

enum stream_kind
{
    STREAM_IN,
    STREAM_OUT,
    STREAM_ERR,
    STREAM_COUNT
};

struct position
{
    LONG line;
    LONG column;
};

struct console *console_create(enum encoding encoding); /* owned; NULL: out of memory */
void console_destroy(struct console *console);          /* takes NULL */

/** Writes through: nothing is buffered, so that a process that ends by force loses nothing. Any thread may
 *  write as long as no two use one stream at once. */
HRESULT console_write(struct console *console, enum stream_kind kind, const WCHAR *text,
                      size_t len);
HRESULT console_write_line(struct console *console, enum stream_kind kind, const WCHAR *text);
void console_close(struct console *console, enum stream_kind kind);
const struct position *console_position(const struct console *console, enum stream_kind kind);

/** What the input holds from here: at least `need` characters (or all up to the end), borrowed until the next
 *  call. S_OK, or the error of reading. */
HRESULT console_peek(struct console *console, size_t need, const WCHAR **text, size_t *len);
/** The length of the next line without its end, and of that end (0 to 2 characters). */
HRESULT console_peek_line(struct console *console, const WCHAR **text, size_t *len, size_t *end);
void console_consume(struct console *console, size_t len);

#endif
