/* The prelude: functions for engines as old as Wine 8.0's.
 *
 * A script that mentions one of the functions below costs a probe: a scratch engine is made and tries each of
 * those mentioned. What fails there becomes a member of one host object, a named item of the engine. A script
 * that mentions none is not touched.
 *
 * VBScript: the script is parsed as the code of that item, for such code looks names up among its own, then in the
 * item, then in the engine. (Text with functions, parsed before the script, would not do: VBScript functions have
 * no optional arguments, and what fails in them fails at a line of theirs.) JScript: one line of text assigns the
 * functions to their names, where the script may overwrite them as it may the engine's own. */
#include "prelude.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine.h"
#include "functions.h"
#include "site.h"
#include "wscript.h"

struct function
{
    const WCHAR *name;
    unsigned min;
    unsigned max;
    member_fn fn;
    const WCHAR *probe; /* fails when the engine lacks it */
};

#define ANY_DATE L"DateSerial(2000, 1, 2)"

static const struct function vbscript_functions[] = {
    {L"AscB", 1, 1, function_AscB, L"x = AscB(\"a\")"},
    {L"AscW", 1, 1, function_AscW, L"x = AscW(\"a\")"},
    {L"ChrB", 1, 1, function_ChrB, L"x = ChrB(65)"},
    {L"ChrW", 1, 1, function_ChrW, L"x = ChrW(65)"},
    {L"DateDiff", 3, 5, function_DateDiff, L"x = DateDiff(\"d\", " ANY_DATE L", " ANY_DATE L")"},
    {L"DatePart", 2, 4, function_DatePart, L"x = DatePart(\"d\", " ANY_DATE L")"},
    {L"DateValue", 1, 1, function_DateValue, L"x = DateValue(" ANY_DATE L")"},
    {L"Escape", 1, 1, function_Escape, L"x = Escape(\"a\")"},
    {L"Eval", 1, 1, function_Eval, L"x = Eval(\"1\")"},
    {L"Execute", 1, 1, function_ExecuteGlobal, L"Execute \"x = 1\""},
    {L"ExecuteGlobal", 1, 1, function_ExecuteGlobal, L"ExecuteGlobal \"x = 1\""},
    {L"Filter", 2, 4, function_Filter, L"x = Filter(Array(\"a\"), \"a\")"},
    {L"GetRef", 1, 1, function_GetRef, L"Sub P\nEnd Sub\nSet x = GetRef(\"P\")"},
    {L"InStrB", 2, 4, function_InStrB, L"x = InStrB(\"ab\", \"b\")"},
    {L"Join", 1, 2, function_Join, L"x = Join(Array(\"a\"))"},
    {L"LeftB", 2, 2, function_LeftB, L"x = LeftB(\"a\", 1)"},
    {L"LenB", 1, 1, function_LenB, L"x = LenB(\"a\")"},
    {L"MidB", 2, 3, function_MidB, L"x = MidB(\"a\", 1)"},
    {L"RightB", 2, 2, function_RightB, L"x = RightB(\"a\", 1)"},
    {L"TimeValue", 1, 1, function_TimeValue, L"x = TimeValue(" ANY_DATE L")"},
    {L"Unescape", 1, 1, function_Unescape, L"x = Unescape(\"a\")"},
};

/* Wine's GetObject answers "not implemented"; a real one fails over this moniker in another way. */
static const struct function jscript_functions[] = {
    {L"GetObject", 0, 2, wscript_GetObject,
     L"try { GetObject('swbem-probe:'); } catch (e) { if (e.number == -2147467263) throw e; }"},
};

struct language
{
    const WCHAR *progid;
    const struct function *functions;
    size_t count;
    BOOL assigns; /* by text, else by scope */
};

static const struct language languages[] = {
    {L"VBScript", vbscript_functions, ARRAYSIZE(vbscript_functions), FALSE},
    {L"JScript", jscript_functions, ARRAYSIZE(jscript_functions), TRUE},
};

/* The host object: a class of its own, since what it holds depends on the engine. */
struct prelude
{
    struct object base;
    struct class class;
    struct member members[ARRAYSIZE(vbscript_functions)];
};

static void prelude_destroy(struct object *object)
{
    free(CONTAINING_RECORD(object, struct prelude, base));
}

static const struct language *find_language(const WCHAR *progid)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(languages); i++)
        if (!_wcsicmp(languages[i].progid, progid))
            return &languages[i];
    return NULL;
}

static BOOL in_name(WCHAR c)
{
    return iswalnum(c) || c == '_';
}

/* Marks what the text mentions, be it in a comment: that costs a probe and nothing else. */
static BOOL mark_mentioned(const struct language *language, const WCHAR *text, BOOL *mentioned)
{
    BOOL any = FALSE;

    while (*text)
    {
        size_t len = 0;
        size_t i;

        while (in_name(text[len]))
            len++;
        for (i = 0; len && i < language->count; i++)
            if (wcslen(language->functions[i].name) == len &&
                !_wcsnicmp(language->functions[i].name, text, len))
                any = mentioned[i] = TRUE;
        text += len ? len : 1;
    }
    return any;
}

static BOOL lacks(IActiveScriptParse *parser, const struct function *function)
{
    return FAILED(parser->lpVtbl->ParseScriptText(parser, function->probe, NULL, NULL, NULL,
                                                  CONTEXT_PRELUDE, 0, 0, NULL, NULL));
}

static void add_member(struct prelude *prelude, const struct function *function)
{
    struct member *member = &prelude->members[prelude->class.count];

    member->name = function->name;
    member->id = (DISPID)++prelude->class.count;
    member->flags = DISPATCH_METHOD;
    member->min = function->min;
    member->max = function->max;
    member->fn = function->fn;
}

static void probe(struct prelude *prelude, const struct language *language, const BOOL *mentioned)
{
    IActiveScriptSite *site = site_create_quiet(prelude->base.host);
    IActiveScriptParse *parser = NULL;
    IActiveScript *engine = NULL;
    size_t i;

    if (!site)
        return;
    if (SUCCEEDED(engine_create(language->progid, site, &engine, &parser)) &&
        SUCCEEDED(IActiveScript_SetScriptState(engine, SCRIPTSTATE_STARTED)))
    {
        for (i = 0; i < language->count; i++)
            if (mentioned[i] && lacks(parser, &language->functions[i]))
                add_member(prelude, &language->functions[i]);
    }
    if (engine)
    {
        IActiveScript_Close(engine);
        parser->lpVtbl->Release(parser);
        IActiveScript_Release(engine);
    }
    IActiveScriptSite_Release(site);
}

static struct prelude *create_prelude(struct host *host)
{
    struct prelude *prelude = calloc(1, sizeof(*prelude));

    if (!prelude)
        return NULL;
    prelude->class.members = prelude->members;
    prelude->class.destroy = prelude_destroy;
    prelude->class.methods_are_values = TRUE;
    object_init(&prelude->base, &prelude->class, host);
    return prelude;
}

/* name = SwbemPrelude.name; for each member, all in one line. */
static void assign_members(struct host *host, const struct prelude *prelude)
{
    WCHAR text[ARRAYSIZE(prelude->members) * 64];
    size_t len = 0;
    size_t i;

    for (i = 0; i < prelude->class.count; i++)
        len += (size_t)_snwprintf(text + len, ARRAYSIZE(text) - len, L"%ls = %ls.%ls; ",
                                  prelude->members[i].name, PRELUDE_ITEM, prelude->members[i].name);
    host->parser->lpVtbl->ParseScriptText(host->parser, text, NULL, NULL, NULL, CONTEXT_PRELUDE, 0,
                                          0, NULL, NULL);
}

static void offer(struct host *host, const struct language *language, const struct prelude *prelude)
{
    if (FAILED(IActiveScript_AddNamedItem(host->engine, PRELUDE_ITEM, SCRIPTITEM_ISVISIBLE)))
        return;
    if (language->assigns)
        assign_members(host, prelude);
    else
        host->script_scope = PRELUDE_ITEM;
}

void prelude_load(struct host *host, const WCHAR *progid, const WCHAR *script)
{
    const struct language *language = find_language(progid);
    BOOL mentioned[ARRAYSIZE(vbscript_functions)] = {FALSE};
    struct prelude *prelude;

    if (!language || !mark_mentioned(language, script, mentioned))
        return;
    prelude = create_prelude(host);
    if (!prelude)
        return;
    probe(prelude, language, mentioned);
    host->prelude = &prelude->base;
    if (prelude->class.count)
        offer(host, language, prelude);
}
