/* Parsing and printing display names: see display_name.h. Functions without state; a cursor
 * walks the text once and does not recurse. Blanks inside the braces are tolerated, keywords
 * compare without case. */
#include "display_name.h"

#include <wchar.h>
#include <wctype.h>

struct level
{
    const WCHAR *word;
    LONG value;
};

static const struct level impersonation_levels[] = {
    {L"anonymous", wbemImpersonationLevelAnonymous},
    {L"identify", wbemImpersonationLevelIdentify},
    {L"impersonate", wbemImpersonationLevelImpersonate},
    {L"delegate", wbemImpersonationLevelDelegate},
    {NULL, 0},
};

static const struct level authentication_levels[] = {
    {L"default", wbemAuthenticationLevelDefault},
    {L"none", wbemAuthenticationLevelNone},
    {L"connect", wbemAuthenticationLevelConnect},
    {L"call", wbemAuthenticationLevelCall},
    {L"pkt", wbemAuthenticationLevelPkt},
    {L"pktIntegrity", wbemAuthenticationLevelPktIntegrity},
    {L"pktPrivacy", wbemAuthenticationLevelPktPrivacy},
    {NULL, 0},
};

void display_name_free(struct display_name *name)
{
    SysFreeString(name->authority);
    SysFreeString(name->locale);
    SysFreeString(name->privileges);
    SysFreeString(name->path);
    memset(name, 0, sizeof(*name));
}

/* --- parsing ---------------------------------------------------------------------------------- */

static const WCHAR *skip_blanks(const WCHAR *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* Step over `word` if it stands here. */
static bool step_over(const WCHAR **at, const WCHAR *word)
{
    size_t length = wcslen(word);

    if (_wcsnicmp(*at, word, length))
        return false;
    *at += length;
    return true;
}

static bool step_over_key(const WCHAR **at, const WCHAR *key)
{
    const WCHAR *next = *at;

    if (!step_over(&next, key))
        return false;
    next = skip_blanks(next);
    if (*next != '=')
        return false;
    *at = skip_blanks(next + 1);
    return true;
}

/* A word up to a blank or a delimiter of the security part. */
static size_t word_length(const WCHAR *at)
{
    return wcscspn(at, L" \t,{}()[]");
}

static const struct level *find_level(const struct level *levels, const WCHAR *word, size_t length)
{
    for (; levels->word; levels++)
    {
        if (wcslen(levels->word) == length && !_wcsnicmp(levels->word, word, length))
            return levels;
    }
    return NULL;
}

static HRESULT parse_level(const WCHAR **at, const struct level *levels, LONG *out)
{
    size_t length = word_length(*at);
    const struct level *level = find_level(levels, *at, length);

    if (!level)
        return WBEM_E_INVALID_SYNTAX;
    *out = level->value;
    *at += length;
    return S_OK;
}

/* Keep the text up to one of `ends`. */
static HRESULT take_text(const WCHAR **at, const WCHAR *ends, BSTR *out)
{
    size_t length = wcscspn(*at, ends);

    if (!length || !(*at)[length] || *out)
        return WBEM_E_INVALID_SYNTAX;
    *out = SysAllocStringLen(*at, (UINT)length);
    *at += length;
    return *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT parse_privileges(const WCHAR **at, struct display_name *name)
{
    HRESULT hr;

    *at = skip_blanks(*at + 1);
    hr = take_text(at, L")", &name->privileges);
    if (FAILED(hr))
        return hr;
    if (wcscspn(name->privileges, L"{}[](") != wcslen(name->privileges))
        return WBEM_E_INVALID_SYNTAX;
    (*at)++;
    return S_OK;
}

static HRESULT parse_item(const WCHAR **at, struct display_name *name)
{
    if (**at == '(')
        return parse_privileges(at, name);
    if (step_over_key(at, L"authenticationLevel"))
        return parse_level(at, authentication_levels, &name->security.authentication);
    if (step_over_key(at, L"authority"))
        return take_text(at, L",}", &name->authority);
    step_over_key(at, L"impersonationLevel"); /* may be left out */
    return parse_level(at, impersonation_levels, &name->security.impersonation);
}

static HRESULT parse_security(const WCHAR **at, struct display_name *name)
{
    HRESULT hr;

    do
    {
        *at = skip_blanks(*at + 1); /* over the brace or the comma */
        hr = parse_item(at, name);
        if (FAILED(hr))
            return hr;
        *at = skip_blanks(*at);
    } while (**at == ',');
    if (**at != '}')
        return WBEM_E_INVALID_SYNTAX;
    *at = skip_blanks(*at + 1);
    return S_OK;
}

static HRESULT parse_locale(const WCHAR **at, struct display_name *name)
{
    HRESULT hr;

    *at = skip_blanks(*at + 1);
    if (!step_over_key(at, L"locale"))
        return WBEM_E_INVALID_SYNTAX;
    hr = take_text(at, L"]", &name->locale);
    if (SUCCEEDED(hr))
        *at = skip_blanks(*at + 1);
    return hr;
}

HRESULT display_name_parse(BSTR text, struct display_name *out)
{
    const WCHAR *at = text;
    HRESULT hr = S_OK;

    memset(out, 0, sizeof(*out));
    out->security.authentication = LEVEL_UNSET;
    out->security.impersonation = LEVEL_UNSET;
    if (!at || wcslen(at) != SysStringLen(text) || !step_over(&at, L"winmgmts:"))
        return WBEM_E_INVALID_SYNTAX;
    at = skip_blanks(at);
    if (*at == '{')
        hr = parse_security(&at, out);
    if (SUCCEEDED(hr) && *at == '[')
        hr = parse_locale(&at, out);
    if (SUCCEEDED(hr) && *at == '!')
        at = skip_blanks(at + 1);
    if (SUCCEEDED(hr) && !(out->path = SysAllocString(at)))
        hr = WBEM_E_OUT_OF_MEMORY;
    if (FAILED(hr))
        display_name_free(out);
    return hr;
}

/* --- printing --------------------------------------------------------------------------------- */

static const WCHAR *level_word(const struct level *levels, LONG value)
{
    for (; levels->word; levels++)
    {
        if (levels->value == value)
            return levels->word;
    }
    return NULL;
}

/* The pieces of a display name in order; NULL pieces are left out. */
struct pieces
{
    const WCHAR *text[24];
    unsigned count;
};

static void add(struct pieces *pieces, const WCHAR *text)
{
    pieces->text[pieces->count++] = text;
}

static void add_item(struct pieces *pieces, bool *open, const WCHAR *before, const WCHAR *text,
                     const WCHAR *after)
{
    if (!text)
        return;
    add(pieces, *open ? L"," : L"{");
    add(pieces, before);
    add(pieces, text);
    add(pieces, after);
    *open = true;
}

static void collect(struct pieces *pieces, const struct display_name *name)
{
    bool open = false;

    add(pieces, L"WINMGMTS:");
    add_item(pieces, &open, L"authenticationLevel=",
             level_word(authentication_levels, name->security.authentication), L"");
    add_item(pieces, &open, L"impersonationLevel=",
             level_word(impersonation_levels, name->security.impersonation), L"");
    add_item(pieces, &open, L"authority=", name->authority, L"");
    add_item(pieces, &open, L"(", name->privileges, L")");
    if (open)
        add(pieces, L"}");
    if (name->locale)
    {
        add(pieces, L"[locale=");
        add(pieces, name->locale);
        add(pieces, L"]");
    }
    if (open || name->locale)
        add(pieces, L"!");
    add(pieces, name->path ? name->path : L"");
}

HRESULT display_name_print(const struct display_name *name, BSTR *out)
{
    struct pieces pieces = {{NULL}, 0};
    size_t length = 0;
    unsigned i;
    WCHAR *at;

    collect(&pieces, name);
    for (i = 0; i < pieces.count; i++)
        length += wcslen(pieces.text[i]);
    *out = SysAllocStringLen(NULL, (UINT)length);
    if (!*out)
        return WBEM_E_OUT_OF_MEMORY;
    for (at = *out, i = 0; i < pieces.count; i++)
    {
        wcscpy(at, pieces.text[i]);
        at += wcslen(pieces.text[i]);
    }
    return S_OK;
}
