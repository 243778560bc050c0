/* The run-time errors of VBScript and JScript by number, with the texts that their documentation gives them.
 * Engines send most errors with a text; Wine's send a few bare (a division by zero, a file not found). */
#include "messages.h"

#include <stdio.h>

struct message
{
    WORD number; /* low word of a 0x800Axxxx code */
    const WCHAR *text;
};

struct alias
{
    HRESULT hr;
    WORD number;
};

static const struct message messages[] = {
    {5, L"Invalid procedure call or argument"},
    {6, L"Overflow"},
    {7, L"Out of memory"},
    {9, L"Subscript out of range"},
    {10, L"This array is fixed or temporarily locked"},
    {11, L"Division by zero"},
    {13, L"Type mismatch"},
    {14, L"Out of string space"},
    {17, L"Can't perform requested operation"},
    {28, L"Out of stack space"},
    {35, L"Sub or Function not defined"},
    {48, L"Error in loading DLL"},
    {51, L"Internal error"},
    {52, L"Bad file name or number"},
    {53, L"File not found"},
    {54, L"Bad file mode"},
    {55, L"File already open"},
    {57, L"Device I/O error"},
    {58, L"File already exists"},
    {61, L"Disk full"},
    {62, L"Input past end of file"},
    {67, L"Too many files"},
    {68, L"Device unavailable"},
    {70, L"Permission denied"},
    {71, L"Disk not ready"},
    {74, L"Can't rename with different drive"},
    {75, L"Path/File access error"},
    {76, L"Path not found"},
    {91, L"Object variable not set"},
    {92, L"For loop not initialized"},
    {94, L"Invalid use of Null"},
    {322, L"Can't create necessary temporary file"},
    {424, L"Object required"},
    {429, L"ActiveX component can't create object"},
    {430, L"Class doesn't support Automation"},
    {432, L"File name or class name not found during Automation operation"},
    {438, L"Object doesn't support this property or method"},
    {440, L"Automation error"},
    {445, L"Object doesn't support this action"},
    {446, L"Object doesn't support named arguments"},
    {447, L"Object doesn't support current locale setting"},
    {448, L"Named argument not found"},
    {449, L"Argument not optional"},
    {450, L"Wrong number of arguments or invalid property assignment"},
    {451, L"Object not a collection"},
    {453, L"Specified DLL function not found"},
    {458, L"Variable uses an Automation type not supported in VBScript"},
    {462, L"The remote server machine does not exist or is unavailable"},
    {500, L"Variable is undefined"},
    {501, L"Illegal assignment"},
    {505, L"Invalid or unqualified reference"},
    {506, L"Class not defined"},
};

/* Dispatch codes that both languages translate before a script sees them. */
static const struct alias aliases[] = {
    {DISP_E_DIVBYZERO, 11},         {DISP_E_OVERFLOW, 6},        {DISP_E_TYPEMISMATCH, 13},
    {DISP_E_BADINDEX, 9},           {DISP_E_ARRAYISLOCKED, 10},  {DISP_E_BADVARTYPE, 458},
    {DISP_E_MEMBERNOTFOUND, 438},   {DISP_E_UNKNOWNNAME, 438},   {DISP_E_PARAMNOTFOUND, 448},
    {DISP_E_PARAMNOTOPTIONAL, 449}, {DISP_E_BADPARAMCOUNT, 450}, {DISP_E_NOTACOLLECTION, 451},
    {DISP_E_NONAMEDARGS, 446},      {E_OUTOFMEMORY, 7},
};

static const WCHAR *by_number(WORD number)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(messages); i++)
        if (messages[i].number == number)
            return messages[i].text;
    return NULL;
}

static const WCHAR *runtime_text(HRESULT hr)
{
    size_t i;

    if (HRESULT_FACILITY(hr) == FACILITY_CONTROL)
        return by_number((WORD)HRESULT_CODE(hr));
    for (i = 0; i < ARRAYSIZE(aliases); i++)
        if (aliases[i].hr == hr)
            return by_number(aliases[i].number);
    return NULL;
}

BOOL message_is_runtime(HRESULT hr)
{
    return runtime_text(hr) != NULL;
}

static BOOL system_text(HRESULT hr, WCHAR *text, size_t size)
{
    const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    DWORD len = FormatMessageW(flags, NULL, (DWORD)hr, 0, text, (DWORD)size, NULL);

    while (len && (text[len - 1] == '\n' || text[len - 1] == '\r' || text[len - 1] == ' '))
        text[--len] = 0;
    return len != 0;
}

void message_of(HRESULT hr, WCHAR *text, size_t size)
{
    const WCHAR *known = runtime_text(hr);

    if (hr == E_FAIL)
        known = L"Unspecified error"; /* Wine's own words for it are "Call failed." */
    if (known)
        _snwprintf(text, size, L"%ls", known);
    else if (!system_text(hr, text, size))
        _snwprintf(text, size, L"0x%08lX", (unsigned long)hr);
    text[size - 1] = 0;
}
