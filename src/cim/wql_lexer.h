/* Tokens of WQL, between wql_lexer.c and wql_parser.c. Nothing is allocated before a string is asked
 * for; tokens borrow from the query's text. */
#ifndef SWBEM_CIM_WQL_LEXER_H
#define SWBEM_CIM_WQL_LEXER_H

#include "value.h"

enum wql_token_kind
{
    WQL_TOKEN_END,
    WQL_TOKEN_NAME, /* keywords too: they are known by their place */
    WQL_TOKEN_STRING,
    WQL_TOKEN_INTEGER,
    WQL_TOKEN_REAL,
    WQL_TOKEN_STAR,
    WQL_TOKEN_COMMA,
    WQL_TOKEN_DOT,
    WQL_TOKEN_OPEN,
    WQL_TOKEN_CLOSE,
    WQL_TOKEN_PATH, /* {...}, the text between the braces */
    WQL_TOKEN_EQ,
    WQL_TOKEN_NE,
    WQL_TOKEN_LT,
    WQL_TOKEN_LE,
    WQL_TOKEN_GT,
    WQL_TOKEN_GE,
    WQL_TOKEN_BAD, /* `problem` says why */
};

struct wql_lexer
{
    const char *start;
    const char *cursor;
    const char *end;
    enum wql_token_kind kind;
    struct text text;    /* as written; strings and paths without their quotes and braces */
    const char *at;      /* where the token begins */
    const char *problem; /* of a BAD token */
};

/** Begin with the first token. */
void wql_lexer_init(struct wql_lexer *lexer, struct text text);
/** Go on to the next token. Stays at END and BAD. */
void wql_lexer_next(struct wql_lexer *lexer);
/** True when the token is this word, without case. */
bool wql_lexer_is(const struct wql_lexer *lexer, struct text word);
/** Line and column, from 1, of a place in the text. */
void wql_lexer_locate(const struct wql_lexer *lexer, const char *at, unsigned *line,
                      unsigned *column);
/** The value of a STRING, INTEGER or REAL token.
 *  @return CIM_VALUE_OUT_OF_RANGE (over 64 bits), CIM_NO_MEMORY */
enum cim_status wql_lexer_value(struct cim_value *out, const struct wql_lexer *lexer);

#endif
