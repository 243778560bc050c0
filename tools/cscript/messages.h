/* Texts for error codes that arrive without one. */
#ifndef CSCRIPT_MESSAGES_H
#define CSCRIPT_MESSAGES_H

#include <windows.h>

/** What the code means: the scripting languages' own text, else the system's, else 0x and the number. */
void message_of(HRESULT hr, WCHAR *text, size_t size);
/** Whether the code is one of the scripting languages' run-time errors. */
BOOL message_is_runtime(HRESULT hr);

#endif
