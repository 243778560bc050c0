/* WScript.StdIn, StdOut, StdErr: text streams over the host's console. */
#ifndef CSCRIPT_STREAMS_H
#define CSCRIPT_STREAMS_H

#include "console.h"
#include "object.h"

struct object *stream_create(struct host *host,
                             enum stream_kind kind); /* referenced; NULL: no memory */

#endif
