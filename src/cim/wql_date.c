/* Dates and times as people write them, for comparing with datetime properties (behaviour.md 15.5).
 *
 * A date, then perhaps a time. The order of a numeric triple is month, day, year unless the year
 * with its four digits comes first; month names are English; two-digit years up to 29 are of this
 * century. No time zone can be written in these forms: they are taken as UTC. Any thread. */
#include "wql_resolve.h"

#include <string.h>

#define MAX_TOKENS 16

enum token_kind
{
    NUMBER,
    WORD,
    SIGN, /* one of / - . : */
};

struct token
{
    enum token_kind kind;
    struct text text;
    int number;
};

struct tokens
{
    struct token list[MAX_TOKENS];
    size_t count;
    size_t at;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    c |= 0x20;
    return c >= 'a' && c <= 'z';
}

/* Take one token; blanks and commas only separate. */
static bool take_token(struct token *token, struct text *rest)
{
    const char *p = rest->data;
    size_t size = 0;
    token->number = 0;
    if (is_digit(*p))
    {
        for (; size < rest->size && is_digit(p[size]) && size < 9; size++)
            token->number = token->number * 10 + (p[size] - '0');
        token->kind = NUMBER;
    }
    else if (is_word(*p))
    {
        while (size < rest->size && is_word(p[size]))
            size++;
        token->kind = WORD;
    }
    else if (memchr("/-.:", *p, 4))
    {
        size = 1;
        token->kind = SIGN;
    }
    token->text = (struct text){p, size};
    rest->data += size;
    rest->size -= size;
    return size != 0;
}

static bool tokenise(struct tokens *tokens, struct text text)
{
    tokens->count = tokens->at = 0;
    while (text.size)
    {
        if (*text.data == ' ' || *text.data == ',')
        {
            text.data++;
            text.size--;
            continue;
        }
        if (tokens->count == MAX_TOKENS || !take_token(&tokens->list[tokens->count], &text))
            return false;
        tokens->count++;
    }
    return true;
}

static const struct token *peek(const struct tokens *tokens, size_t ahead, enum token_kind kind)
{
    size_t i = tokens->at + ahead;
    return i < tokens->count && tokens->list[i].kind == kind ? &tokens->list[i] : NULL;
}

static bool is_sign(const struct tokens *tokens, size_t ahead, char sign)
{
    const struct token *token = peek(tokens, ahead, SIGN);
    return token && *token->text.data == sign;
}

/* 1 to 12 for a month's name or its first three letters, else 0. */
static int month_of(const struct token *token)
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December",
    };
    for (int i = 0; i < 12; i++)
    {
        struct text name = text_from(months[i]);
        struct text shorter = {months[i], 3};
        if (text_equal_fold(token->text, name) || text_equal_fold(token->text, shorter))
            return i + 1;
    }
    return 0;
}

static bool set_year(struct cim_datetime *out, const struct token *token)
{
    out->year = token->number;
    if (token->text.size <= 2)
        out->year += token->number < 30 ? 2000 : 1900;
    return token->text.size <= 2 || token->text.size == 4;
}

/* n s n s n with one separator s */
static bool parse_triple(struct cim_datetime *out, struct tokens *tokens)
{
    const struct token *a = peek(tokens, 0, NUMBER), *b = peek(tokens, 2, NUMBER);
    const struct token *c = peek(tokens, 4, NUMBER), *sign = peek(tokens, 1, SIGN);
    if (!a || !b || !c || !sign || *sign->text.data == ':' || !is_sign(tokens, 3, *sign->text.data))
        return false;
    bool year_first = a->text.size == 4;
    out->month = year_first ? b->number : a->number;
    out->day = year_first ? c->number : b->number;
    tokens->at += 5;
    return set_year(out, year_first ? a : c);
}

/* A month's name with one or two numbers before, around or behind it. */
static bool parse_named(struct cim_datetime *out, struct tokens *tokens)
{
    const struct token *numbers[2] = {NULL, NULL};
    size_t count = 0;
    out->month = 0;
    for (; tokens->at < tokens->count; tokens->at++)
    {
        const struct token *token = &tokens->list[tokens->at];
        /* A number before a colon, AM or PM begins the time. */
        bool is_time =
            is_sign(tokens, 1, ':') || (peek(tokens, 1, WORD) && !month_of(peek(tokens, 1, WORD)));
        if (token->kind == WORD && !out->month)
            out->month = month_of(token);
        else if (token->kind == NUMBER && count < 2 && !is_time)
            numbers[count++] = token;
        else
            break;
    }
    if (!out->month || count == 0)
        return false;
    bool year_first = numbers[0]->text.size == 4;
    out->day = 1;
    if (count == 1)
        return year_first && set_year(out, numbers[0]);
    out->day = numbers[year_first]->number;
    return set_year(out, numbers[!year_first]);
}

/* yyyy, yyMMdd, yyyyMMdd */
static bool parse_compact(struct cim_datetime *out, struct tokens *tokens)
{
    const struct token *token = peek(tokens, 0, NUMBER);
    if (!token || token->text.size % 2 || token->text.size < 4 || token->text.size > 8)
        return false;
    int number = token->number;
    tokens->at++;
    out->year = number;
    out->month = out->day = 1;
    if (token->text.size == 4)
        return true;
    out->day = number % 100;
    out->month = number / 100 % 100;
    out->year = number / 10000;
    if (token->text.size == 6)
        out->year += out->year < 30 ? 2000 : 1900;
    return true;
}

/* AM or PM, if it is there, moves the hours of a twelve-hour clock. */
static bool parse_half(struct cim_datetime *out, struct tokens *tokens)
{
    const struct token *word = peek(tokens, 0, WORD);
    if (!word)
        return true;
    bool is_pm = text_equal_fold(word->text, TEXT_LITERAL("PM"));
    if (!is_pm && !text_equal_fold(word->text, TEXT_LITERAL("AM")))
        return false;
    if (out->hours < 1 || out->hours > 12)
        return false;
    out->hours = out->hours % 12 + (is_pm ? 12 : 0);
    tokens->at++;
    return true;
}

/* hh [ ":" mm [ ":" ss [ ":" uuu ]]] [ AM | PM ]; the hour alone needs the latter. */
static bool parse_time(struct cim_datetime *out, struct tokens *tokens)
{
    int *const fields[] = {&out->hours, &out->minutes, &out->seconds, &out->microseconds};
    size_t count = 0;
    do
    {
        const struct token *token = peek(tokens, 0, NUMBER);
        if (!token || token->text.size > (count == 3 ? 3 : 2))
            return false;
        *fields[count++] = token->number;
        tokens->at++;
    } while (count < 4 && is_sign(tokens, 0, ':') && ++tokens->at);
    out->microseconds *= 1000;
    return (count > 1 || peek(tokens, 0, WORD)) && parse_half(out, tokens);
}

static bool in_range(const struct cim_datetime *datetime)
{
    return datetime->month >= 1 && datetime->month <= 12 && datetime->day >= 1 &&
           datetime->day <= 31 && datetime->hours <= 23 && datetime->minutes <= 59 &&
           datetime->seconds <= 59;
}

bool wql_date_parse(struct cim_datetime *out, struct text text)
{
    static bool (*const forms[])(struct cim_datetime *, struct tokens *) = {
        parse_triple,
        parse_named,
        parse_compact,
    };
    struct tokens tokens;
    if (!tokenise(&tokens, text))
        return false;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
    {
        struct cim_datetime datetime = {0};
        tokens.at = 0;
        if (!forms[i](&datetime, &tokens))
            continue;
        if (tokens.at < tokens.count && !parse_time(&datetime, &tokens))
            continue;
        if (tokens.at < tokens.count || !in_range(&datetime))
            continue;
        *out = datetime;
        return true;
    }
    return false;
}
