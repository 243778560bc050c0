/* The text form of a path with its security, as GetObject takes it:
 * `winmgmts:{impersonationLevel=impersonate,(Debug)}[locale=ms_409]!\\server\ns:Class.Key="v"`
 * (behaviour.md 14). */
#ifndef SWBEM_AUTOMATION_DISPLAY_NAME_H
#define SWBEM_AUTOMATION_DISPLAY_NAME_H

#include "automation.h"

struct display_name
{
    struct security_settings security;
    BSTR authority;  /* owned; NULL: none given */
    BSTR locale;     /* owned; NULL */
    BSTR privileges; /* owned: "Debug,!Shutdown", NULL */
    BSTR path;       /* owned: what follows, "" for none */
};

void display_name_free(struct display_name *name);
/** @param out zeroed on failure. @return wbemErrInvalidSyntax, wbemErrOutOfMemory */
HRESULT display_name_parse(BSTR text, struct display_name *out);
/** @param out owned */
HRESULT display_name_print(const struct display_name *name, BSTR *out);

#endif
