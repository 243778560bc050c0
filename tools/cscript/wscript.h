/* The WScript object. */
#ifndef CSCRIPT_WSCRIPT_H
#define CSCRIPT_WSCRIPT_H

#include "object.h"

struct object *wscript_create(struct host *host); /* referenced; NULL: out of memory */

/** GetObject(path [, progid [, prefix]]), which old JScript engines lack as a function of their own. */
HRESULT wscript_GetObject(struct object *object, struct call *call);

#endif
