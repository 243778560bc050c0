/* Reads the command line by a table of options. Nothing is printed here: `problem` carries the message.
 *
 * As on Windows an argument that starts with two slashes is the host's wherever it stands, the first other one
 * is the script, and all that follow are the script's own. */
#include "options.h"
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

struct option
{
    const WCHAR *name;
    BOOL (*apply)(struct options *options, const WCHAR *value); /* value is NULL without a colon */
};

#define MAX_TIMEOUT 32767

static BOOL no_value(const WCHAR *value)
{
    return !value;
}

static BOOL apply_logo(struct options *options, const WCHAR *value)
{
    options->logo = TRUE;
    return no_value(value);
}

static BOOL apply_nologo(struct options *options, const WCHAR *value)
{
    options->logo = FALSE;
    return no_value(value);
}

static BOOL apply_batch(struct options *options, const WCHAR *value)
{
    options->batch = TRUE;
    return no_value(value);
}

static BOOL apply_interactive(struct options *options, const WCHAR *value)
{
    options->batch = FALSE;
    return no_value(value);
}

static BOOL apply_unicode(struct options *options, const WCHAR *value)
{
    options->encoding = ENCODING_UTF16;
    return no_value(value);
}

static BOOL apply_save(struct options *options, const WCHAR *value)
{
    options->save = TRUE;
    return no_value(value);
}

static BOOL apply_debugger(struct options *options, const WCHAR *value)
{
    (void)options; /* no debugger here: the script simply runs */
    return no_value(value);
}

/* //D is Windows' "enable debugging", which changes nothing here; with a value it is a switch of this host. */
static BOOL apply_debug(struct options *options, const WCHAR *value)
{
    if (!value)
        return TRUE;
    if (!_wcsicmp(value, L"noprelude"))
        options->prelude = FALSE;
    else if (!_wcsicmp(value, L"utf8"))
        options->encoding = ENCODING_UTF8;
    else if (!_wcsicmp(value, L"oem"))
        options->encoding = ENCODING_OEM;
    else
        return FALSE;
    return TRUE;
}

static BOOL apply_timeout(struct options *options, const WCHAR *value)
{
    WCHAR *end;
    long seconds;

    if (!value || !*value)
        return FALSE;
    seconds = wcstol(value, &end, 10);
    if (*end || seconds < 0 || seconds > MAX_TIMEOUT)
        return FALSE;
    options->timeout = seconds;
    return TRUE;
}

static BOOL apply_engine(struct options *options, const WCHAR *value)
{
    options->engine = value;
    return value && *value;
}

static BOOL apply_job(struct options *options, const WCHAR *value)
{
    (void)options; /* jobs live in .wsf files alone; a plain script has none to choose */
    return value && *value;
}

static BOOL apply_default_host(struct options *options, const WCHAR *value)
{
    options->default_host = value;
    return value && (!_wcsicmp(value, L"cscript") || !_wcsicmp(value, L"wscript"));
}

static const struct option option_table[] = {
    {L"logo", apply_logo},     {L"nologo", apply_nologo}, {L"b", apply_batch},
    {L"i", apply_interactive}, {L"u", apply_unicode},     {L"s", apply_save},
    {L"x", apply_debugger},    {L"d", apply_debug},       {L"t", apply_timeout},
    {L"e", apply_engine},      {L"job", apply_job},       {L"h", apply_default_host},
};

static BOOL same_name(const WCHAR *name, const WCHAR *text, size_t len)
{
    return wcslen(name) == len && !_wcsnicmp(name, text, len);
}

static BOOL apply_option(struct options *options, const WCHAR *text)
{
    const WCHAR *colon = wcschr(text, ':');
    size_t len = colon ? (size_t)(colon - text) : wcslen(text);
    size_t i;

    for (i = 0; i < ARRAYSIZE(option_table); i++)
        if (same_name(option_table[i].name, text, len))
            return option_table[i].apply(options, colon ? colon + 1 : NULL);
    return FALSE;
}

static void set_problem(struct options *options, const WCHAR *format, const WCHAR *text)
{
    _snwprintf(options->problem, ARRAYSIZE(options->problem) - 1, format, text);
    options->problem[ARRAYSIZE(options->problem) - 1] = 0;
}

static enum options_result read_arguments(struct options *options, int argc, WCHAR **argv)
{
    BOOL usage = FALSE;
    int i;

    for (i = 1; i < argc; i++)
    {
        if (argv[i][0] != '/' || argv[i][1] != '/')
        {
            if (options->script)
                options->arguments[options->argument_count++] = argv[i];
            else
                options->script = argv[i];
        }
        else if (!wcscmp(argv[i] + 2, L"?"))
            usage = TRUE;
        else if (!apply_option(options, argv[i] + 2))
        {
            set_problem(options, L"Input Error: Unknown option \"%ls\" specified.", argv[i]);
            return OPTIONS_BAD;
        }
    }
    return usage ? OPTIONS_USAGE : OPTIONS_RUN;
}

enum options_result options_parse(struct options *options, int argc, WCHAR **argv)
{
    enum options_result result;

    memset(options, 0, sizeof(*options));
    options->logo = TRUE;
    options->prelude = TRUE;
    settings_load(options);
    options->arguments = calloc((size_t)argc + 1, sizeof(*options->arguments));
    if (!options->arguments)
    {
        set_problem(options, L"CScript Error: %ls", L"Not enough memory.");
        return OPTIONS_BAD;
    }
    result = read_arguments(options, argc, argv);
    if (result == OPTIONS_RUN && argc <= 1)
        return OPTIONS_USAGE;
    if (result != OPTIONS_RUN || options->script)
        return result;
    if (options->save || options->default_host)
        return OPTIONS_SETTING;
    set_problem(options, L"Input Error: There is no script file specified.%ls", L"");
    return OPTIONS_BAD;
}

void options_free(struct options *options)
{
    free(options->arguments);
    options->arguments = NULL;
}
