/* The text stream object. One class serves all three streams; members of the other direction raise
 * "Bad file mode", reading past the end "Input past end of file", with the numbers of Windows' TextStream. */
#include "streams.h"

#include <stdlib.h>

#include "host.h"
#include "text.h"

struct text_stream
{
    struct object base;
    enum stream_kind kind;
    BOOL closed;
};

static struct text_stream *impl_from_object(struct object *object)
{
    return CONTAINING_RECORD(object, struct text_stream, base);
}

static const WCHAR *source_of(const struct text_stream *self)
{
    static const WCHAR *const names[STREAM_COUNT] = {L"WScript.StdIn", L"WScript.StdOut",
                                                     L"WScript.StdErr"};

    return names[self->kind];
}

static HRESULT bad_mode(struct text_stream *self, struct call *call)
{
    return call_fail(call, ERROR_BAD_FILE_MODE, source_of(self), L"Bad file mode");
}

static BOOL readable(const struct text_stream *self)
{
    return !self->closed && self->kind == STREAM_IN;
}

static BOOL writable(const struct text_stream *self)
{
    return !self->closed && self->kind != STREAM_IN;
}

static HRESULT past_end(struct text_stream *self, struct call *call)
{
    return call_fail(call, ERROR_INPUT_PAST_END, source_of(self), L"Input past end of file");
}

static HRESULT stream_AtEndOfStream(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    size_t len;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = console_peek(object->host->console, 1, &text, &len);
    return FAILED(hr) ? hr : call_return_bool(call, !len);
}

static HRESULT stream_AtEndOfLine(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    size_t len;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = console_peek(object->host->console, 1, &text, &len);
    if (SUCCEEDED(hr) && len && text[0] == '\r')
        hr = console_peek(object->host->console, 2, &text, &len);
    if (FAILED(hr))
        return hr;
    return call_return_bool(call, !len || text[0] == '\n' ||
                                      (len > 1 && text[0] == '\r' && text[1] == '\n'));
}

static HRESULT stream_Line(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);

    return call_return_long(call, console_position(object->host->console, self->kind)->line);
}

static HRESULT stream_Column(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);

    return call_return_long(call, console_position(object->host->console, self->kind)->column);
}

static HRESULT stream_Close(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);

    (void)call;
    self->closed = TRUE;
    if (self->kind != STREAM_IN)
        console_close(object->host->console, self->kind);
    return S_OK;
}

static HRESULT take(struct object *object, struct call *call, const WCHAR *text, size_t len,
                    size_t skip)
{
    HRESULT hr = call_return_text_len(call, text, len);

    if (SUCCEEDED(hr))
        console_consume(object->host->console, len + skip);
    return hr;
}

static HRESULT get_count(const struct call *call, LONG *count)
{
    HRESULT hr = call_long(call, 0, 0, count);

    if (SUCCEEDED(hr) && *count < 0)
        return ERROR_INVALID_PROCEDURE;
    return hr;
}

static HRESULT stream_Read(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    LONG count;
    size_t len;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = get_count(call, &count);
    if (SUCCEEDED(hr))
        hr = console_peek(object->host->console, (size_t)count, &text, &len);
    if (FAILED(hr))
        return hr;
    if (!len && count)
        return past_end(self, call);
    return take(object, call, text, len < (size_t)count ? len : (size_t)count, 0);
}

static HRESULT stream_ReadAll(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    size_t len;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = console_peek(object->host->console, (size_t)-1, &text, &len);
    if (FAILED(hr))
        return hr;
    return len ? take(object, call, text, len, 0) : past_end(self, call);
}

static HRESULT stream_ReadLine(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    size_t len;
    size_t end;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = console_peek_line(object->host->console, &text, &len, &end);
    if (FAILED(hr))
        return hr;
    return len + end ? take(object, call, text, len, end) : past_end(self, call);
}

static HRESULT stream_Skip(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    LONG count;
    size_t len;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = get_count(call, &count);
    if (SUCCEEDED(hr))
        hr = console_peek(object->host->console, (size_t)count, &text, &len);
    if (FAILED(hr))
        return hr;
    if (len < (size_t)count)
        return past_end(self, call);
    console_consume(object->host->console, (size_t)count);
    return S_OK;
}

static HRESULT stream_SkipLine(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    const WCHAR *text;
    size_t len;
    size_t end;
    HRESULT hr;

    if (!readable(self))
        return bad_mode(self, call);
    hr = console_peek_line(object->host->console, &text, &len, &end);
    if (FAILED(hr))
        return hr;
    if (!(len + end))
        return past_end(self, call);
    console_consume(object->host->console, len + end);
    return S_OK;
}

static HRESULT write_argument(struct object *object, struct call *call, BOOL line)
{
    struct text_stream *self = impl_from_object(object);
    const VARIANT *arg = call_arg(call, 0);
    BSTR text = NULL;
    HRESULT hr;

    if (!writable(self))
        return bad_mode(self, call);
    if (!arg)
        return console_write_line(object->host->console, self->kind, L"");
    hr = text_of_variant(arg, object->host->jscript, &text);
    if (FAILED(hr))
        return hr;
    hr = console_write(object->host->console, self->kind, text, SysStringLen(text));
    if (line && SUCCEEDED(hr))
        hr = console_write_line(object->host->console, self->kind, L"");
    SysFreeString(text);
    return hr;
}

static HRESULT stream_Write(struct object *object, struct call *call)
{
    return write_argument(object, call, FALSE);
}

static HRESULT stream_WriteLine(struct object *object, struct call *call)
{
    return write_argument(object, call, TRUE);
}

static HRESULT stream_WriteBlankLines(struct object *object, struct call *call)
{
    struct text_stream *self = impl_from_object(object);
    LONG count;
    HRESULT hr;

    if (!writable(self))
        return bad_mode(self, call);
    hr = get_count(call, &count);
    while (SUCCEEDED(hr) && count-- > 0)
        hr = console_write_line(object->host->console, self->kind, L"");
    return hr;
}

static void stream_destroy(struct object *object)
{
    free(impl_from_object(object));
}

static const struct member stream_members[] = {
    {L"AtEndOfStream", 10002, DISPATCH_PROPERTYGET, 0, 0, stream_AtEndOfStream},
    {L"AtEndOfLine", 10003, DISPATCH_PROPERTYGET, 0, 0, stream_AtEndOfLine},
    {L"Line", 10000, DISPATCH_PROPERTYGET, 0, 0, stream_Line},
    {L"Column", -529, DISPATCH_PROPERTYGET, 0, 0, stream_Column},
    {L"Read", 10004, DISPATCH_METHOD, 1, 1, stream_Read},
    {L"ReadLine", 10005, DISPATCH_METHOD, 0, 0, stream_ReadLine},
    {L"ReadAll", 10006, DISPATCH_METHOD, 0, 0, stream_ReadAll},
    {L"Write", 10007, DISPATCH_METHOD, 1, 1, stream_Write},
    {L"WriteLine", 10008, DISPATCH_METHOD, 0, 1, stream_WriteLine},
    {L"WriteBlankLines", 10009, DISPATCH_METHOD, 1, 1, stream_WriteBlankLines},
    {L"Skip", 10010, DISPATCH_METHOD, 1, 1, stream_Skip},
    {L"SkipLine", 10011, DISPATCH_METHOD, 0, 0, stream_SkipLine},
    {L"Close", 10012, DISPATCH_METHOD, 0, 0, stream_Close},
};

static const struct class stream_class = {
    .members = stream_members,
    .count = ARRAYSIZE(stream_members),
    .destroy = stream_destroy,
};

struct object *stream_create(struct host *host, enum stream_kind kind)
{
    struct text_stream *self = calloc(1, sizeof(*self));

    if (!self)
        return NULL;
    object_init(&self->base, &stream_class, host);
    self->kind = kind;
    return &self->base;
}
