/* The command line of cscript.exe: host options start with two slashes, wherever they stand. */
#ifndef CSCRIPT_OPTIONS_H
#define CSCRIPT_OPTIONS_H

#include <windows.h>

enum encoding
{
    ENCODING_DEFAULT,
    ENCODING_UTF8,
    ENCODING_OEM,
    ENCODING_UTF16
};

enum options_result
{
    OPTIONS_RUN,
    OPTIONS_USAGE,   /* //?, or nothing at all */
    OPTIONS_SETTING, /* //H: or //S without a script: settings only */
    OPTIONS_BAD      /* `problem` says why */
};

struct options
{
    BOOL logo;
    BOOL batch;
    BOOL prelude;
    BOOL save;
    enum encoding encoding;
    LONG timeout;              /* seconds, 0 for none */
    const WCHAR *engine;       /* of //E:, or NULL */
    const WCHAR *default_host; /* of //H:, or NULL */
    const WCHAR *script;       /* as given */
    const WCHAR **arguments;   /* owned array, borrowed texts */
    unsigned argument_count;
    WCHAR problem[512];
};

/** Reads argv, which is borrowed for the life of `options`. Values of the user's settings go in first. */
enum options_result options_parse(struct options *options, int argc, WCHAR **argv);
void options_free(struct options *options);

#endif
