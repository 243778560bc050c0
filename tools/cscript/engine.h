/* Choosing and making the script engine. */
#ifndef CSCRIPT_ENGINE_H
#define CSCRIPT_ENGINE_H

#include "host.h"

/** The ProgID of the engine for a script: //E:'s, or by the extension.
 *  @param progid  receives it
 *  @return FALSE: `problem` says why there is none */
BOOL engine_choose(const WCHAR *engine, const WCHAR *path, WCHAR *progid, size_t progid_size,
                   WCHAR *problem, size_t problem_size);
/** Makes an engine with a site. Both out parameters are referenced. */
HRESULT engine_create(const WCHAR *progid, IActiveScriptSite *site, IActiveScript **engine,
                      IActiveScriptParse **parser);

#endif
