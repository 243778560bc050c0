/* WQL's lexis: names, quoted texts, numbers, operators, and the path between braces.
 *
 * Works on the borrowed text in one pass; no token is looked at twice. A number that runs into a
 * name and a quote without an end are bad tokens, with the reason in `problem`. */
#include "wql_lexer.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char peek(const struct wql_lexer *lexer, size_t ahead)
{
    size_t left = (size_t)(lexer->end - lexer->cursor);
    return ahead < left ? lexer->cursor[ahead] : '\0';
}

static void finish(struct wql_lexer *lexer, enum wql_token_kind kind, size_t size)
{
    lexer->kind = kind;
    lexer->text = (struct text){lexer->cursor, size};
    lexer->cursor += size;
}

static void fail(struct wql_lexer *lexer, const char *problem)
{
    lexer->problem = problem;
    finish(lexer, WQL_TOKEN_BAD, 0);
}

/* The length of the name that begins here; 0 for none. */
static size_t name_size(const struct wql_lexer *lexer)
{
    const char *p = lexer->cursor;
    if (p == lexer->end || is_digit(*p))
        return 0;
    while (p < lexer->end)
    {
        const char *next = p;
        if (!text_is_name_character(text_next(&next, lexer->end)))
            break;
        p = next;
    }
    return (size_t)(p - lexer->cursor);
}

static size_t digits(const struct wql_lexer *lexer, size_t from)
{
    while (is_digit(peek(lexer, from)))
        from++;
    return from;
}

/* [sign] digits [ "." digits ] [ "e" [sign] digits ], or a fraction alone */
static void lex_number(struct wql_lexer *lexer)
{
    size_t first = peek(lexer, 0) == '-' || peek(lexer, 0) == '+';
    size_t size = digits(lexer, first);
    bool is_real = false;
    if (peek(lexer, size) == '.' && is_digit(peek(lexer, size + 1)))
    {
        is_real = true;
        size = digits(lexer, size + 1);
    }
    if ((peek(lexer, size) | 0x20) == 'e')
    {
        char sign = peek(lexer, size + 1);
        size_t exponent = size + (sign == '-' || sign == '+' ? 2 : 1);
        if (is_digit(peek(lexer, exponent)))
        {
            is_real = true;
            size = digits(lexer, exponent);
        }
    }
    finish(lexer, is_real ? WQL_TOKEN_REAL : WQL_TOKEN_INTEGER, size);
    if (name_size(lexer) || is_digit(peek(lexer, 0)) || peek(lexer, 0) == '.')
        fail(lexer, "a number runs into something else");
}

/* A backslash hides the quote after it. */
static void lex_string(struct wql_lexer *lexer)
{
    char quote = *lexer->cursor++;
    const char *p = lexer->cursor;
    while (p < lexer->end && *p != quote)
        p += *p == '\\' && lexer->end - p > 1 ? 2 : 1;
    if (p == lexer->end)
    {
        fail(lexer, "a quoted text has no end");
        return;
    }
    finish(lexer, WQL_TOKEN_STRING, (size_t)(p - lexer->cursor));
    lexer->cursor++;
}

/* Everything to the brace that is not within quotes. */
static void lex_path(struct wql_lexer *lexer)
{
    lexer->cursor++;
    char quote = '\0';
    const char *p = lexer->cursor;
    for (; p < lexer->end && (quote || *p != '}'); p++)
    {
        if (quote && *p == '\\' && lexer->end - p > 1)
            p++;
        else if (quote && *p == quote)
            quote = '\0';
        else if (!quote && (*p == '"' || *p == '\''))
            quote = *p;
    }
    if (p >= lexer->end)
    {
        fail(lexer, "\"}\" is missing");
        return;
    }
    finish(lexer, WQL_TOKEN_PATH, (size_t)(p - lexer->cursor));
    lexer->cursor++;
}

static void lex_operator(struct wql_lexer *lexer)
{
    static const struct
    {
        char text[3];
        enum wql_token_kind kind;
    } operators[] = {
        {"<=", WQL_TOKEN_LE},   {">=", WQL_TOKEN_GE}, {"<>", WQL_TOKEN_NE},  {"!=", WQL_TOKEN_NE},
        {"<", WQL_TOKEN_LT},    {">", WQL_TOKEN_GT},  {"=", WQL_TOKEN_EQ},   {"*", WQL_TOKEN_STAR},
        {",", WQL_TOKEN_COMMA}, {".", WQL_TOKEN_DOT}, {"(", WQL_TOKEN_OPEN}, {")", WQL_TOKEN_CLOSE},
    };
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
    {
        const char *text = operators[i].text;
        if (peek(lexer, 0) == text[0] && (!text[1] || peek(lexer, 1) == text[1]))
        {
            finish(lexer, operators[i].kind, text[1] ? 2 : 1);
            return;
        }
    }
    fail(lexer, "an unexpected character");
}

void wql_lexer_next(struct wql_lexer *lexer)
{
    if (lexer->kind == WQL_TOKEN_BAD)
        return;
    while (lexer->cursor < lexer->end && is_blank(*lexer->cursor))
        lexer->cursor++;
    lexer->at = lexer->cursor;
    if (lexer->cursor == lexer->end)
    {
        finish(lexer, WQL_TOKEN_END, 0);
        return;
    }

    char c = peek(lexer, 0), after = peek(lexer, 1);
    bool signed_number = (c == '-' || c == '+') && (is_digit(after) || after == '.');
    size_t name = name_size(lexer);
    if (name)
        finish(lexer, WQL_TOKEN_NAME, name);
    else if (c == '"' || c == '\'')
        lex_string(lexer);
    else if (c == '{')
        lex_path(lexer);
    else if (is_digit(c) || signed_number || (c == '.' && is_digit(after)))
        lex_number(lexer);
    else
        lex_operator(lexer);
}

void wql_lexer_init(struct wql_lexer *lexer, struct text text)
{
    memset(lexer, 0, sizeof(*lexer));
    lexer->start = lexer->cursor = text.size ? text.data : "";
    lexer->end = lexer->start + text.size;
    wql_lexer_next(lexer);
}

bool wql_lexer_is(const struct wql_lexer *lexer, struct text word)
{
    return lexer->kind == WQL_TOKEN_NAME && text_equal_fold(lexer->text, word);
}

void wql_lexer_locate(const struct wql_lexer *lexer, const char *at, unsigned *line,
                      unsigned *column)
{
    *line = *column = 1;
    for (const char *p = lexer->start; p < at; (*column)++)
    {
        if (text_next(&p, lexer->end) == '\n')
        {
            (*line)++;
            *column = 0;
        }
    }
}

static enum cim_status string_value(struct cim_value *out, struct text text)
{
    if (!text.size || !memchr(text.data, '\\', text.size))
        return cim_value_set_string(out, CIM_TYPE_STRING, text);
    struct buffer plain;
    buffer_init(&plain, 0);
    for (size_t i = 0; i < text.size; i++)
    {
        bool escape =
            text.data[i] == '\\' && text.size - i > 1 && memchr("\\\"'", text.data[i + 1], 3);
        i += escape;
        buffer_append_char(&plain, text.data[i]);
    }
    enum cim_status status = buffer_status(&plain);
    if (!status)
        status = cim_value_set_string(out, CIM_TYPE_STRING, buffer_text(&plain));
    buffer_free(&plain);
    return status;
}

static enum cim_status integer_value(struct cim_value *out, struct text text)
{
    bool negative = text.data[0] == '-';
    uint64_t number = 0;
    for (size_t i = !is_digit(text.data[0]); i < text.size; i++)
    {
        unsigned digit = (unsigned)(text.data[i] - '0');
        if (number > (UINT64_MAX - digit) / 10)
            return CIM_VALUE_OUT_OF_RANGE;
        number = number * 10 + digit;
    }
    if (negative && number > (uint64_t)INT64_MAX + 1)
        return CIM_VALUE_OUT_OF_RANGE;
    if (negative)
        cim_value_set_sint(out, CIM_TYPE_SINT64, (int64_t)(0 - number));
    else if (number > INT64_MAX)
        cim_value_set_uint(out, CIM_TYPE_UINT64, number);
    else
        cim_value_set_sint(out, CIM_TYPE_SINT64, (int64_t)number);
    return CIM_OK;
}

enum cim_status wql_lexer_value(struct cim_value *out, const struct wql_lexer *lexer)
{
    if (lexer->kind == WQL_TOKEN_STRING)
        return string_value(out, lexer->text);
    if (lexer->kind == WQL_TOKEN_INTEGER)
        return integer_value(out, lexer->text);
    struct cim_value text = {.type = CIM_TYPE_STRING, .scalar.string = lexer->text};
    return cim_value_convert(out, &text, CIM_TYPE_REAL64, false);
}
