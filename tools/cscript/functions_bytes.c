/* The functions on bytes and on UTF-16 units: AscB, AscW, ChrB, ChrW, InStrB, LeftB, LenB, MidB, RightB.
 * A BSTR counts bytes, so that one with an odd number of them is an ordinary value here. */
#include "functions.h"

#include <string.h>

/* The text of an argument, NULL for Null: functions of one text answer Null with Null. */
static HRESULT text_or_null(struct call *call, unsigned index, BSTR *out)
{
    HRESULT hr;

    *out = NULL;
    if (call_is_null(call, index))
    {
        V_VT(call->result) = VT_NULL;
        return S_OK;
    }
    hr = call_bstr(call, index, out);
    if (SUCCEEDED(hr) && !*out)
        *out = SysAllocString(L"");
    return SUCCEEDED(hr) && !*out ? E_OUTOFMEMORY : hr;
}

static HRESULT return_bytes(struct call *call, const char *bytes, UINT size)
{
    BSTR text = SysAllocStringByteLen(bytes, size);

    if (!text)
        return E_OUTOFMEMORY;
    V_VT(call->result) = VT_BSTR;
    V_BSTR(call->result) = text;
    return S_OK;
}

static HRESULT return_byte(struct call *call, BYTE value)
{
    V_VT(call->result) = VT_UI1;
    V_UI1(call->result) = value;
    return S_OK;
}

HRESULT function_AscB(struct object *self, struct call *call)
{
    BSTR text = NULL;
    HRESULT hr = call_bstr(call, 0, &text);

    (void)self;
    if (SUCCEEDED(hr))
        hr = SysStringByteLen(text) ? return_byte(call, *(const BYTE *)text)
                                    : ERROR_INVALID_PROCEDURE;
    SysFreeString(text);
    return hr;
}

HRESULT function_AscW(struct object *self, struct call *call)
{
    BSTR text = NULL;
    HRESULT hr = call_bstr(call, 0, &text);

    (void)self;
    if (SUCCEEDED(hr))
        hr = SysStringLen(text) ? call_return_integer(call, (SHORT)text[0])
                                : ERROR_INVALID_PROCEDURE;
    SysFreeString(text);
    return hr;
}

HRESULT function_ChrB(struct object *self, struct call *call)
{
    LONG code;
    char byte;
    HRESULT hr = call_long(call, 0, 0, &code);

    (void)self;
    if (FAILED(hr))
        return hr;
    if (code < 0 || code > 255)
        return ERROR_INVALID_PROCEDURE;
    byte = (char)code;
    return return_bytes(call, &byte, 1);
}

HRESULT function_ChrW(struct object *self, struct call *call)
{
    LONG code;
    WCHAR text;
    HRESULT hr = call_long(call, 0, 0, &code);

    (void)self;
    if (FAILED(hr))
        return hr;
    if (code < -32768 || code > 65535)
        return ERROR_INVALID_PROCEDURE;
    text = (WCHAR)code;
    return call_return_text_len(call, &text, 1);
}

HRESULT function_LenB(struct object *self, struct call *call)
{
    BSTR text;
    HRESULT hr = text_or_null(call, 0, &text);

    (void)self;
    if (SUCCEEDED(hr) && text)
        hr = call_return_long(call, (LONG)SysStringByteLen(text));
    SysFreeString(text);
    return hr;
}

/* A piece of the first argument. `start` counts from 0; both are cut to what there is. */
static HRESULT return_piece(struct call *call, BSTR text, UINT start, UINT size)
{
    UINT have = SysStringByteLen(text);

    if (start > have)
        start = have;
    if (size > have - start)
        size = have - start;
    return return_bytes(call, (const char *)text + start, size);
}

static HRESULT count_argument(const struct call *call, unsigned index, LONG fallback, LONG least,
                              LONG *out)
{
    HRESULT hr = call_long(call, index, fallback, out);

    if (SUCCEEDED(hr) && *out < least)
        return ERROR_INVALID_PROCEDURE;
    return hr;
}

HRESULT function_LeftB(struct object *self, struct call *call)
{
    BSTR text = NULL;
    LONG size;
    HRESULT hr = count_argument(call, 1, 0, 0, &size);

    (void)self;
    if (SUCCEEDED(hr))
        hr = text_or_null(call, 0, &text);
    if (SUCCEEDED(hr) && text)
        hr = return_piece(call, text, 0, (UINT)size);
    SysFreeString(text);
    return hr;
}

HRESULT function_RightB(struct object *self, struct call *call)
{
    BSTR text = NULL;
    UINT have;
    LONG size;
    HRESULT hr = count_argument(call, 1, 0, 0, &size);

    (void)self;
    if (SUCCEEDED(hr))
        hr = text_or_null(call, 0, &text);
    have = SysStringByteLen(text);
    if (SUCCEEDED(hr) && text)
        hr = return_piece(call, text, (UINT)size < have ? have - (UINT)size : 0, (UINT)size);
    SysFreeString(text);
    return hr;
}

/* MidB(text, start [, size]) */
HRESULT function_MidB(struct object *self, struct call *call)
{
    BSTR text = NULL;
    LONG start;
    LONG size;
    HRESULT hr = count_argument(call, 1, 1, 1, &start);

    (void)self;
    if (SUCCEEDED(hr))
        hr = count_argument(call, 2, LONG_MAX, 0, &size);
    if (SUCCEEDED(hr))
        hr = text_or_null(call, 0, &text);
    if (SUCCEEDED(hr) && text)
        hr = return_piece(call, text, (UINT)start - 1, (UINT)size);
    SysFreeString(text);
    return hr;
}

/* Where `part` begins in `text` from byte `start` on, counted from 1; 0 when it does not. */
static LONG find_bytes(BSTR text, BSTR part, LONG start)
{
    const char *bytes = (const char *)text;
    UINT have = SysStringByteLen(text);
    UINT size = SysStringByteLen(part);
    UINT i;

    for (i = (UINT)start - 1; i < have && i + size <= have; i++)
        if (!memcmp(bytes + i, part, size))
            return (LONG)i + 1;
    return 0;
}

/* InStrB([start,] text, part [, compare]); bytes have no case, so compare is only checked. */
HRESULT function_InStrB(struct object *self, struct call *call)
{
    unsigned first = call_count(call) > 2;
    BSTR text = NULL;
    BSTR part = NULL;
    LONG start = 1;
    LONG compare;
    HRESULT hr = S_OK;

    (void)self;
    if (first)
        hr = count_argument(call, 0, 1, 1, &start);
    if (SUCCEEDED(hr))
        hr = count_argument(call, 3, 0, 0, &compare);
    if (SUCCEEDED(hr))
        hr = text_or_null(call, first, &text);
    if (SUCCEEDED(hr) && text)
        hr = text_or_null(call, first + 1, &part);
    if (SUCCEEDED(hr) && text && part)
        hr = call_return_long(call, find_bytes(text, part, start));
    SysFreeString(text);
    SysFreeString(part);
    return hr;
}
