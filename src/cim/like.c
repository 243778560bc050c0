/* LIKE: % any run, _ one character, [a-f] and [abc] one of, [^...] none of (behaviour.md 15.3).
 *
 * Works on the two texts as they lie: no memory, no recursion. When something does not fit, only the
 * last % takes one character more; earlier ones need not, so the work is bounded by the product of
 * the lengths. A bracket that nothing closes stands for itself; a closing one right after the
 * opening (or after ^) is a member of the set. Any thread. */
#include "wql.h"

#include <string.h>

struct pattern
{
    const char *end;
    const char *last_bracket; /* the last ']', so that an unclosed '[' costs no search */
};

static inline uint32_t next_folded(const char **cursor, const char *end)
{
    unsigned char c = (unsigned char)**cursor;
    if (c < 0x80)
    {
        (*cursor)++;
        return (uint32_t)c - 'a' < 26u ? c - 32u : c;
    }
    return text_fold_character(text_next(cursor, end));
}

/* The ']' of the set whose '[' is at `open`; NULL: it is no set. */
static const char *set_end(const struct pattern *pattern, const char *open)
{
    const char *first = open + 1;
    if (first < pattern->end && *first == '^')
        first++;
    if (!pattern->last_bracket || pattern->last_bracket <= first)
        return NULL;
    return memchr(first + 1, ']', (size_t)(pattern->end - first - 1));
}

/* One member or range of a set; the cursor goes behind it. */
static bool member_matches(const char **cursor, const char *end, uint32_t c)
{
    uint32_t first = next_folded(cursor, end);
    uint32_t last = first;
    if (end - *cursor > 1 && **cursor == '-')
    {
        (*cursor)++;
        last = next_folded(cursor, end);
    }
    return c >= first && c <= last;
}

static bool set_matches(const char *open, const char *close, uint32_t c)
{
    const char *p = open + 1;
    bool negated = *p == '^';
    p += negated;
    bool found = false;
    while (p < close && !found)
        found = member_matches(&p, close, c);
    return found != negated;
}

/* Match one element of the pattern, no %, with one character; both cursors go on. */
static bool element_matches(const struct pattern *pattern, const char **cursor, const char **text,
                            const char *text_end)
{
    const char *open = *cursor;
    uint32_t c = next_folded(text, text_end);
    if (*open == '_')
    {
        (*cursor)++;
        return true;
    }
    const char *close = *open == '[' ? set_end(pattern, open) : NULL;
    if (!close)
        return next_folded(cursor, pattern->end) == c;
    *cursor = close + 1;
    return set_matches(open, close, c);
}

static const char *find_last_bracket(struct text pattern)
{
    for (size_t i = pattern.size; i > 0; i--)
    {
        if (pattern.data[i - 1] == ']')
            return pattern.data + i - 1;
    }
    return NULL;
}

bool wql_like(struct text text, struct text pattern)
{
    const char *p = pattern.size ? pattern.data : "", *t = text.size ? text.data : "";
    const char *text_end = t + text.size;
    const struct pattern whole = {p + pattern.size, find_last_bracket(pattern)};
    const char *after_percent = NULL, *retry = NULL;

    for (;;)
    {
        if (p < whole.end && *p == '%')
        {
            after_percent = ++p;
            retry = t;
            if (p == whole.end)
                return true;
            continue;
        }
        if (t == text_end)
            return p == whole.end;
        if (p < whole.end && element_matches(&whole, &p, &t, text_end))
            continue;
        if (!after_percent)
            return false;
        next_folded(&retry, text_end);
        t = retry;
        p = after_percent;
    }
}
