/* Bytes to text and back. Stateless; any thread. */
#include "text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SCRIPT_BYTES (64u << 20)

static BSTR from_page(UINT page, DWORD flags, const BYTE *bytes, int size)
{
    int len = MultiByteToWideChar(page, flags, (const char *)bytes, size, NULL, 0);
    BSTR text;

    if (len <= 0 && size)
        return NULL;
    text = SysAllocStringLen(NULL, (UINT)len);
    if (text && len)
        MultiByteToWideChar(page, flags, (const char *)bytes, size, text, len);
    return text;
}

static BSTR from_utf16(const BYTE *bytes, size_t size, BOOL big_endian)
{
    size_t count = size / 2;
    BSTR text = SysAllocStringLen(NULL, (UINT)count);
    size_t i;

    for (i = 0; text && i < count; i++)
        text[i] = (WCHAR)(bytes[2 * i + !big_endian] << 8 | bytes[2 * i + big_endian]);
    return text;
}

static BSTR from_bytes(const BYTE *bytes, size_t size)
{
    BSTR text;

    if (size >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        return from_utf16(bytes + 2, size - 2, FALSE);
    if (size >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        return from_utf16(bytes + 2, size - 2, TRUE);
    if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3))
        return from_page(CP_UTF8, 0, bytes + 3, (int)size - 3);
    text = from_page(CP_UTF8, MB_ERR_INVALID_CHARS, bytes, (int)size);
    return text ? text : from_page(CP_ACP, 0, bytes, (int)size);
}

BSTR text_decode(const BYTE *bytes, size_t size)
{
    BSTR text = from_bytes(bytes, size);

    if (text && wcslen(text) != SysStringLen(text))
    {
        SysFreeString(text);
        return NULL;
    }
    return text;
}

static DWORD read_all(HANDLE file, BYTE **out, DWORD *size)
{
    LARGE_INTEGER length;
    DWORD done = 0;
    DWORD error;
    BYTE *bytes;

    *out = NULL;
    if (!GetFileSizeEx(file, &length))
        return GetLastError();
    if (length.QuadPart > MAX_SCRIPT_BYTES)
        return ERROR_FILE_TOO_LARGE;
    *size = (DWORD)length.QuadPart;
    bytes = malloc((size_t)*size + 1);
    if (!bytes)
        return ERROR_NOT_ENOUGH_MEMORY;
    error = ReadFile(file, bytes, *size, &done, NULL) ? ERROR_SUCCESS : GetLastError();
    if (!error && done != *size)
        error = ERROR_READ_FAULT;
    if (error)
        free(bytes);
    else
        *out = bytes;
    return error;
}

DWORD text_read_file(const WCHAR *path, BSTR *out)
{
    HANDLE file;
    BYTE *bytes;
    DWORD size = 0;
    DWORD error;

    *out = NULL;
    file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                       NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    error = read_all(file, &bytes, &size);
    CloseHandle(file);
    if (error)
        return error;
    *out = text_decode(bytes, size);
    free(bytes);
    return *out ? ERROR_SUCCESS : ERROR_BAD_FORMAT;
}

BYTE *text_encode(UINT page, const WCHAR *text, size_t len, size_t *size)
{
    BYTE *bytes;
    int need;

    *size = 0;
    if (len > INT_MAX / 4)
        return NULL;
    if (page == PAGE_UTF16)
    {
        *size = len * sizeof(WCHAR);
        bytes = malloc(*size + 1);
        if (bytes)
            memcpy(bytes, text, *size);
        return bytes;
    }
    need = len ? WideCharToMultiByte(page, 0, text, (int)len, NULL, 0, NULL, NULL) : 0;
    bytes = malloc((size_t)need + 1);
    if (bytes && need)
        WideCharToMultiByte(page, 0, text, (int)len, (char *)bytes, need, NULL, NULL);
    *size = (size_t)need;
    return bytes;
}

/* The length that a UTF-8 character announces by its first byte. */
static size_t utf8_length(BYTE lead)
{
    if (lead >= 0xF0)
        return 4;
    if (lead >= 0xE0)
        return 3;
    return lead >= 0xC0 ? 2 : 1;
}

static size_t whole_utf8(const BYTE *bytes, size_t size)
{
    size_t back;

    for (back = 1; back <= 3 && back <= size; back++)
    {
        BYTE byte = bytes[size - back];

        if (byte < 0x80)
            return size;
        if (byte >= 0xC0)
            return utf8_length(byte) > back ? size - back : size;
    }
    return size;
}

static size_t whole_double_byte(UINT page, const BYTE *bytes, size_t size)
{
    size_t i = 0;

    while (i < size)
    {
        size_t step = IsDBCSLeadByteEx(page, bytes[i]) ? 2 : 1;

        if (i + step > size)
            return i;
        i += step;
    }
    return size;
}

size_t text_whole_bytes(UINT page, const BYTE *bytes, size_t size)
{
    if (page == PAGE_UTF16)
        return size & ~(size_t)1;
    if (page == CP_UTF8)
        return whole_utf8(bytes, size);
    return whole_double_byte(page, bytes, size);
}

WCHAR *text_widen(UINT page, const BYTE *bytes, size_t size, size_t *len)
{
    WCHAR *text;
    int need;

    *len = 0;
    if (size > INT_MAX / 4)
        return NULL;
    if (page == PAGE_UTF16)
        need = (int)(size / 2);
    else
        need = size ? MultiByteToWideChar(page, 0, (const char *)bytes, (int)size, NULL, 0) : 0;
    text = malloc(((size_t)need + 1) * sizeof(WCHAR));
    if (!text)
        return NULL;
    if (page == PAGE_UTF16)
        memcpy(text, bytes, (size_t)need * sizeof(WCHAR));
    else if (need)
        MultiByteToWideChar(page, 0, (const char *)bytes, (int)size, text, need);
    *len = (size_t)need;
    return text;
}

static const WCHAR *text_of_nothing(VARTYPE type, BOOL jscript)
{
    if (type == VT_NULL)
        return L"null";
    return jscript ? L"undefined" : L"";
}

HRESULT text_of_variant(const VARIANT *value, BOOL jscript, BSTR *out)
{
    VARIANT plain;
    VARIANT text;
    HRESULT hr;

    *out = NULL;
    if (V_VT(value) == VT_EMPTY || V_VT(value) == VT_NULL)
    {
        *out = SysAllocString(text_of_nothing(V_VT(value), jscript));
        return *out ? S_OK : E_OUTOFMEMORY;
    }
    VariantInit(&plain);
    VariantInit(&text);
    hr = VariantCopyInd(&plain, (VARIANT *)value);
    if (SUCCEEDED(hr))
        hr = VariantChangeType(&text, &plain, 0, VT_BSTR);
    VariantClear(&plain);
    if (FAILED(hr))
        return hr;
    *out = V_BSTR(&text);
    if (!*out)
        *out = SysAllocString(L"");
    return *out ? S_OK : E_OUTOFMEMORY;
}
