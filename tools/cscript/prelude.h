/* What an old script engine lacks: functions that the host supplies instead. */
#ifndef CSCRIPT_PRELUDE_H
#define CSCRIPT_PRELUDE_H

#include "host.h"

/* The named item whose members stand before the engine's own functions. */
#define PRELUDE_ITEM L"SwbemPrelude"

/** Finds out which functions the script mentions and the engine lacks, and offers those to it. Nothing that goes
 *  wrong here matters: the script then meets the engine as it is. Call it before the script is parsed. */
void prelude_load(struct host *host, const WCHAR *progid, const WCHAR *script);

#endif
