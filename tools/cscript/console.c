/* Standard input, output and error.
 *
 * A console is written and read as UTF-16. A pipe or a file takes bytes: the console's output code page on
 * Windows; UTF-8 under Wine, where the other end is a Unix program; what //U, //D:utf8 and //D:oem say. Input is
 * kept in one growing buffer of wide characters, bytes of a character that has not come whole in another. */
#include "console.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

#define MAX_INPUT     (256u << 20) /* characters held at once */
#define READ_BYTES    4096u
#define CONSOLE_CHUNK 8000u

struct stream
{
    HANDLE handle;
    BOOL is_console;
    struct position position;
};

struct console
{
    UINT page;
    struct stream streams[STREAM_COUNT];
    WCHAR *text; /* input; owned */
    size_t start;
    size_t len;
    size_t capacity;
    BYTE bytes[READ_BYTES];
    size_t byte_count; /* kept of the last piece */
    BOOL at_end;
};

static BOOL runs_on_wine(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");

    return ntdll && GetProcAddress(ntdll, "wine_get_version");
}

static UINT oem_page(void)
{
    UINT page = GetConsoleOutputCP();

    return page ? page : GetOEMCP();
}

static UINT page_of(enum encoding encoding)
{
    if (encoding == ENCODING_UTF16)
        return PAGE_UTF16;
    if (encoding == ENCODING_UTF8)
        return CP_UTF8;
    if (encoding == ENCODING_OEM)
        return oem_page();
    return runs_on_wine() ? CP_UTF8 : oem_page();
}

static void open_stream(struct stream *stream, DWORD which)
{
    DWORD mode;

    stream->handle = GetStdHandle(which);
    stream->is_console = GetConsoleMode(stream->handle, &mode);
    stream->position.line = 1;
    stream->position.column = 1;
}

struct console *console_create(enum encoding encoding)
{
    struct console *console = calloc(1, sizeof(*console));

    if (!console)
        return NULL;
    console->page = page_of(encoding);
    open_stream(&console->streams[STREAM_IN], STD_INPUT_HANDLE);
    open_stream(&console->streams[STREAM_OUT], STD_OUTPUT_HANDLE);
    open_stream(&console->streams[STREAM_ERR], STD_ERROR_HANDLE);
    return console;
}

void console_destroy(struct console *console)
{
    if (!console)
        return;
    free(console->text);
    free(console);
}

static void advance(struct position *position, const WCHAR *text, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++)
    {
        if (text[i] == '\n')
        {
            position->line++;
            position->column = 1;
        }
        else if (text[i] != '\r')
            position->column++;
    }
}

static HRESULT write_console(HANDLE handle, const WCHAR *text, size_t len)
{
    DWORD done;

    while (len)
    {
        DWORD part = len < CONSOLE_CHUNK ? (DWORD)len : CONSOLE_CHUNK;

        if (!WriteConsoleW(handle, text, part, &done, NULL))
            return HRESULT_FROM_WIN32(GetLastError());
        if (!done)
            return HRESULT_FROM_WIN32(ERROR_WRITE_FAULT);
        text += done;
        len -= done;
    }
    return S_OK;
}

static HRESULT write_bytes(HANDLE handle, UINT page, const WCHAR *text, size_t len)
{
    size_t size;
    BYTE *bytes = text_encode(page, text, len, &size);
    const BYTE *next = bytes;
    HRESULT hr = S_OK;
    DWORD done;

    if (!bytes)
        return E_OUTOFMEMORY;
    while (size && SUCCEEDED(hr))
    {
        if (!WriteFile(handle, next, (DWORD)size, &done, NULL))
            hr = HRESULT_FROM_WIN32(GetLastError());
        next += done;
        size -= done;
    }
    free(bytes);
    return hr;
}

HRESULT console_write(struct console *console, enum stream_kind kind, const WCHAR *text, size_t len)
{
    struct stream *stream = &console->streams[kind];

    advance(&stream->position, text, len);
    if (stream->is_console)
        return write_console(stream->handle, text, len);
    return write_bytes(stream->handle, console->page, text, len);
}

HRESULT console_write_line(struct console *console, enum stream_kind kind, const WCHAR *text)
{
    size_t len = wcslen(text);
    WCHAR *line = malloc((len + 2) * sizeof(WCHAR));
    HRESULT hr;

    if (!line)
        return E_OUTOFMEMORY;
    memcpy(line, text, len * sizeof(WCHAR));
    memcpy(line + len, L"\r\n", 2 * sizeof(WCHAR));
    hr = console_write(console, kind, line, len + 2);
    free(line);
    return hr;
}

void console_close(struct console *console, enum stream_kind kind)
{
    struct stream *stream = &console->streams[kind];

    if (stream->handle != INVALID_HANDLE_VALUE)
        CloseHandle(stream->handle);
    stream->handle = INVALID_HANDLE_VALUE;
    stream->is_console = FALSE;
}

const struct position *console_position(const struct console *console, enum stream_kind kind)
{
    return &console->streams[kind].position;
}

static BOOL reserve(struct console *console, size_t more)
{
    size_t capacity = console->capacity ? console->capacity : READ_BYTES;
    WCHAR *text;

    if (console->start)
    {
        console->len -= console->start;
        memmove(console->text, console->text + console->start, console->len * sizeof(WCHAR));
        console->start = 0;
    }
    if (console->len + more > MAX_INPUT)
        return FALSE;
    while (capacity < console->len + more)
        capacity *= 2;
    if (capacity == console->capacity)
        return TRUE;
    text = realloc(console->text, capacity * sizeof(WCHAR));
    if (!text)
        return FALSE;
    console->text = text;
    console->capacity = capacity;
    return TRUE;
}

static HRESULT append(struct console *console, const WCHAR *text, size_t len)
{
    if (!reserve(console, len))
        return E_OUTOFMEMORY;
    memcpy(console->text + console->len, text, len * sizeof(WCHAR));
    console->len += len;
    return S_OK;
}

static HRESULT fill_from_console(struct console *console)
{
    WCHAR text[1024];
    DWORD done = 0;

    if (!ReadConsoleW(console->streams[STREAM_IN].handle, text, ARRAYSIZE(text), &done, NULL))
        return HRESULT_FROM_WIN32(GetLastError());
    if (!done || text[0] == 26) /* Ctrl+Z */
    {
        console->at_end = TRUE;
        return S_OK;
    }
    return append(console, text, done);
}

/* At the end, a character that never came whole is decoded as far as it goes. */
static HRESULT decode_bytes(struct console *console)
{
    size_t whole = console->byte_count;
    size_t len;
    WCHAR *text;
    HRESULT hr;

    if (!console->at_end)
        whole = text_whole_bytes(console->page, console->bytes, console->byte_count);
    if (!whole)
        return S_OK;
    text = text_widen(console->page, console->bytes, whole, &len);
    if (!text)
        return E_OUTOFMEMORY;
    hr = append(console, text, len);
    free(text);
    console->byte_count -= whole;
    memmove(console->bytes, console->bytes + whole, console->byte_count);
    return hr;
}

static HRESULT fill(struct console *console)
{
    HANDLE handle = console->streams[STREAM_IN].handle;
    DWORD done = 0;
    DWORD error;

    if (console->streams[STREAM_IN].is_console)
        return fill_from_console(console);
    if (!ReadFile(handle, console->bytes + console->byte_count,
                  READ_BYTES - (DWORD)console->byte_count, &done, NULL))
    {
        error = GetLastError();
        if (error != ERROR_BROKEN_PIPE && error != ERROR_HANDLE_EOF)
            return HRESULT_FROM_WIN32(error);
        done = 0;
    }
    console->byte_count += done;
    console->at_end = !done;
    return decode_bytes(console);
}

HRESULT console_peek(struct console *console, size_t need, const WCHAR **text, size_t *len)
{
    HRESULT hr = S_OK;

    while (SUCCEEDED(hr) && !console->at_end && console->len - console->start < need)
        hr = fill(console);
    *text = console->text + console->start;
    *len = console->len - console->start;
    return hr;
}

HRESULT console_peek_line(struct console *console, const WCHAR **text, size_t *len, size_t *end)
{
    size_t seen = 0;
    size_t have;
    HRESULT hr;

    for (;;)
    {
        hr = console_peek(console, seen + 1, text, &have);
        if (FAILED(hr))
            return hr;
        while (seen < have && (*text)[seen] != '\n')
            seen++;
        if (seen < have || console->at_end)
            break;
    }
    *len = seen;
    *end = seen < have;
    if (*end && seen && (*text)[seen - 1] == '\r')
    {
        *len = seen - 1;
        *end = 2;
    }
    return S_OK;
}

void console_consume(struct console *console, size_t len)
{
    advance(&console->streams[STREAM_IN].position, console->text + console->start, len);
    console->start += len;
}
