/* WScript.Arguments. */
#ifndef CSCRIPT_ARGUMENTS_H
#define CSCRIPT_ARGUMENTS_H

#include "object.h"

struct object *arguments_create(struct host *host); /* referenced; NULL: out of memory */

#endif
