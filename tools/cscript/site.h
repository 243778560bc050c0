/* The engine's view of the host: IActiveScriptSite, and how an error is shown. */
#ifndef CSCRIPT_SITE_H
#define CSCRIPT_SITE_H

#include "host.h"

/* The source context of a ParseScriptText, to know whose text an error stands in. */
#define CONTEXT_SCRIPT  1
#define CONTEXT_PRELUDE 2

IActiveScriptSite *site_create(struct host *host);       /* referenced; NULL: out of memory */
IActiveScriptSite *site_create_quiet(struct host *host); /* swallows errors, offers no objects */

/** Shows an error unless the script is in batch mode, and stops the script with exit code 1. `info` is only
 *  read. A line of 0 means that the place is not known. */
void site_report(struct host *host, const EXCEPINFO *info, ULONG line, LONG column);

#endif
