/* WQL's grammar (behaviour.md 15.1): recursive descent over the tokens of wql_lexer.c.
 *
 * The WHERE clause: NOT binds closer than AND, AND closer than OR. Chains of one operator hang to the
 * right and are built by a loop; only parentheses recurse, up to WQL_MAX_DEPTH. What a failing parse
 * has built is reachable from the query, so that wql_query_free() is the only way out. A constant
 * on the left mirrors the operator; `= NULL`, `<> NULL` and IS [NOT] NULL become one predicate. */
#include "wql.h"

#include <string.h>

#include "mem.h"
#include "path.h"
#include "wql_lexer.h"

#define ERROR_EXCERPT 40

struct parser
{
    struct wql_lexer lexer;
    struct wql_query *query;
    struct cim_error *err;
    unsigned depth;
    unsigned terms;
};

static const struct text reserved_words[] = {
    {"SELECT", 6}, {"FROM", 4}, {"WHERE", 5}, {"AND", 3},  {"OR", 2},   {"NOT", 3},
    {"LIKE", 4},   {"IS", 2},   {"ISA", 3},   {"NULL", 4}, {"TRUE", 4}, {"FALSE", 5},
};

/* --- failing ---------------------------------------------------------------------------------- */

static enum cim_status fail(struct parser *parser, enum cim_status code, const char *what)
{
    unsigned line, column;
    const struct wql_lexer *lexer = &parser->lexer;
    wql_lexer_locate(lexer, lexer->at, &line, &column);
    struct text near = {lexer->at, (size_t)(lexer->end - lexer->at)};
    near = text_cut(near, ERROR_EXCERPT);
    cim_fail(parser->err, code, "query, line %u, column %u: %s%s%.*s", line, column,
             lexer->problem ? lexer->problem : what, near.size ? " at " : " at the end",
             (int)near.size, near.data);
    cim_error_set_position(parser->err, line, column);
    return code;
}

static enum cim_status expected(struct parser *parser, const char *what)
{
    return fail(parser, CIM_INVALID_QUERY, what);
}

/* --- tokens ----------------------------------------------------------------------------------- */

static void next(struct parser *parser)
{
    wql_lexer_next(&parser->lexer);
}

static bool at_kind(const struct parser *parser, enum wql_token_kind kind)
{
    return parser->lexer.kind == kind;
}

static bool at_word(const struct parser *parser, struct text word)
{
    return wql_lexer_is(&parser->lexer, word);
}

static bool skip_kind(struct parser *parser, enum wql_token_kind kind)
{
    bool there = at_kind(parser, kind);
    if (there)
        next(parser);
    return there;
}

static bool skip_word(struct parser *parser, struct text word)
{
    bool there = at_word(parser, word);
    if (there)
        next(parser);
    return there;
}

/* At a name that is no keyword? */
static bool at_name(const struct parser *parser)
{
    if (!at_kind(parser, WQL_TOKEN_NAME))
        return false;
    for (size_t i = 0; i < sizeof(reserved_words) / sizeof(reserved_words[0]); i++)
    {
        if (wql_lexer_is(&parser->lexer, reserved_words[i]))
            return false;
    }
    return true;
}

static enum cim_status take_name(struct parser *parser, char **out, const char *what)
{
    if (!at_name(parser))
        return expected(parser, what);
    *out = text_dup(parser->lexer.text);
    if (!*out)
        return CIM_NO_MEMORY;
    next(parser);
    return CIM_OK;
}

/* ident *( "." ident ), and with `star` also ident ".*" */
static enum cim_status take_dotted(struct parser *parser, char **out, bool star)
{
    enum cim_status status;
    struct buffer name;
    if (!at_name(parser))
        return expected(parser, "a property name is expected");
    buffer_init(&name, 0);
    buffer_append_text(&name, parser->lexer.text);
    next(parser);
    while (skip_kind(parser, WQL_TOKEN_DOT))
    {
        bool is_star = star && at_kind(parser, WQL_TOKEN_STAR);
        if (!is_star && !at_kind(parser, WQL_TOKEN_NAME))
        {
            status = expected(parser, "a property name is expected after \".\"");
            goto done;
        }
        buffer_append_char(&name, '.');
        buffer_append_text(&name, parser->lexer.text);
        next(parser);
        if (is_star)
            break;
    }
    status = buffer_status(&name);
    if (!status)
        *out = buffer_detach(&name, NULL);
done:
    buffer_free(&name);
    return status;
}

/* --- the WHERE clause ------------------------------------------------------------------------- */

static enum cim_status parse_or(struct parser *parser, struct wql_node **out);

static struct wql_node *new_node(enum wql_node_kind kind)
{
    struct wql_node *node = mem_zalloc(sizeof(*node));
    if (!node)
        return NULL;
    node->kind = kind;
    node->index = node->head = -1;
    return node;
}

/* Put a NOT above what is at *out. */
static enum cim_status negate(struct wql_node **out)
{
    struct wql_node *node = new_node(WQL_NOT);
    if (!node)
        return CIM_NO_MEMORY;
    node->left = *out;
    *out = node;
    return CIM_OK;
}

static bool comparison(enum wql_token_kind kind, enum wql_operator *op)
{
    static const struct
    {
        enum wql_token_kind kind;
        enum wql_operator op;
    } table[] = {
        {WQL_TOKEN_EQ, WQL_EQ}, {WQL_TOKEN_NE, WQL_NE}, {WQL_TOKEN_LT, WQL_LT},
        {WQL_TOKEN_LE, WQL_LE}, {WQL_TOKEN_GT, WQL_GT}, {WQL_TOKEN_GE, WQL_GE},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
    {
        if (table[i].kind == kind)
        {
            *op = table[i].op;
            return true;
        }
    }
    return false;
}

static enum wql_operator mirror(enum wql_operator op)
{
    static const enum wql_operator mirrored[] = {
        [WQL_EQ] = WQL_EQ, [WQL_NE] = WQL_NE, [WQL_LT] = WQL_GT,
        [WQL_LE] = WQL_GE, [WQL_GT] = WQL_LT, [WQL_GE] = WQL_LE,
    };
    return mirrored[op];
}

static enum cim_status take_constant(struct parser *parser, struct cim_value *out)
{
    bool is_true = at_word(parser, TEXT_LITERAL("TRUE"));
    if (is_true || at_word(parser, TEXT_LITERAL("FALSE")))
        cim_value_set_uint(out, CIM_TYPE_BOOLEAN, is_true);
    else if (at_word(parser, TEXT_LITERAL("NULL")))
        cim_value_init_null(out, CIM_TYPE_STRING, false);
    else if (at_kind(parser, WQL_TOKEN_STRING) || at_kind(parser, WQL_TOKEN_INTEGER) ||
             at_kind(parser, WQL_TOKEN_REAL))
    {
        enum cim_status status = wql_lexer_value(out, &parser->lexer);
        if (status == CIM_NO_MEMORY)
            return status;
        if (status)
            return expected(parser, "the number is too large");
    }
    else
        return expected(parser, "a constant is expected");
    next(parser);
    return CIM_OK;
}

/* The predicate at *out is complete but for what NULL makes of it. */
static enum cim_status finish_comparison(struct parser *parser, struct wql_node **out)
{
    struct wql_node *node = *out;
    bool negated = node->op == WQL_NE;
    if (!node->constant.is_null)
        return CIM_OK;
    if (node->op != WQL_EQ && node->op != WQL_NE)
        return expected(parser, "NULL has no order");
    node->op = WQL_IS_NULL;
    return negated ? negate(out) : CIM_OK;
}

static enum cim_status parse_mirrored(struct parser *parser, struct wql_node **out)
{
    struct wql_node *node = *out;
    enum wql_operator op;
    enum cim_status status = take_constant(parser, &node->constant);
    if (status)
        return status;
    if (!comparison(parser->lexer.kind, &op))
        return expected(parser, "a comparison is expected");
    node->op = mirror(op);
    next(parser);
    status = take_dotted(parser, &node->property, false);
    return status ? status : finish_comparison(parser, out);
}

static enum cim_status parse_is(struct parser *parser, struct wql_node **out)
{
    struct wql_node *node = *out;
    bool negated = skip_word(parser, TEXT_LITERAL("NOT"));
    if (!skip_word(parser, TEXT_LITERAL("NULL")))
        return expected(parser, "NULL is expected after IS");
    cim_value_init_null(&node->constant, CIM_TYPE_STRING, false);
    node->op = WQL_IS_NULL;
    return negated ? negate(out) : CIM_OK;
}

static enum cim_status parse_like(struct parser *parser, struct wql_node **out, bool negated)
{
    struct wql_node *node = *out;
    if (!at_kind(parser, WQL_TOKEN_STRING))
        return expected(parser, "a quoted pattern is expected after LIKE");
    enum cim_status status = take_constant(parser, &node->constant);
    node->op = WQL_LIKE;
    return !status && negated ? negate(out) : status;
}

static enum cim_status parse_isa(struct parser *parser, struct wql_node *node)
{
    node->op = WQL_ISA;
    if (at_kind(parser, WQL_TOKEN_STRING))
        return take_constant(parser, &node->constant);
    if (!at_name(parser))
        return expected(parser, "a class name is expected after ISA");
    enum cim_status status =
        cim_value_set_string(&node->constant, CIM_TYPE_STRING, parser->lexer.text);
    if (!status)
        next(parser);
    return status;
}

static enum cim_status parse_property(struct parser *parser, struct wql_node **out)
{
    struct wql_node *node = *out;
    enum cim_status status = take_dotted(parser, &node->property, false);
    if (status)
        return status;
    if (comparison(parser->lexer.kind, &node->op))
    {
        next(parser);
        status = take_constant(parser, &node->constant);
        return status ? status : finish_comparison(parser, out);
    }
    if (skip_word(parser, TEXT_LITERAL("IS")))
        return parse_is(parser, out);
    if (skip_word(parser, TEXT_LITERAL("ISA")))
        return parse_isa(parser, node);
    bool negated = skip_word(parser, TEXT_LITERAL("NOT"));
    if (skip_word(parser, TEXT_LITERAL("LIKE")))
        return parse_like(parser, out, negated);
    return expected(parser, negated ? "LIKE is expected after NOT" : "a comparison is expected");
}

static enum cim_status parse_predicate(struct parser *parser, struct wql_node **out)
{
    if (++parser->terms > WQL_MAX_TERMS)
        return fail(parser, CIM_QUOTA_VIOLATION, "the query has too many terms");
    *out = new_node(WQL_PREDICATE);
    if (!*out)
        return CIM_NO_MEMORY;
    return at_name(parser) ? parse_property(parser, out) : parse_mirrored(parser, out);
}

/* *( NOT ) ( "(" expr ")" | predicate ); pairs of NOT cancel out. */
static enum cim_status parse_factor(struct parser *parser, struct wql_node **out)
{
    enum cim_status status;
    unsigned depth = parser->depth;
    bool negated = false;
    for (; skip_word(parser, TEXT_LITERAL("NOT")); negated = !negated)
    {
        if (++parser->depth > WQL_MAX_DEPTH)
            return fail(parser, CIM_QUOTA_VIOLATION, "the query is nested too deep");
    }
    if (at_kind(parser, WQL_TOKEN_OPEN))
    {
        if (++parser->depth > WQL_MAX_DEPTH)
            return fail(parser, CIM_QUOTA_VIOLATION, "the query is nested too deep");
        next(parser);
        status = parse_or(parser, out);
        if (!status && !skip_kind(parser, WQL_TOKEN_CLOSE))
            status = expected(parser, "\")\" is expected");
    }
    else
        status = parse_predicate(parser, out);
    parser->depth = depth;
    return !status && negated ? negate(out) : status;
}

/* operand *( word operand ), each next pair hanging to the right of the one before. */
static enum cim_status parse_chain(struct parser *parser, struct wql_node **out,
                                   enum wql_node_kind kind, struct text word,
                                   enum cim_status (*operand)(struct parser *, struct wql_node **))
{
    for (struct wql_node **slot = out;;)
    {
        enum cim_status status = operand(parser, slot);
        if (status || !skip_word(parser, word))
            return status;
        struct wql_node *chain = new_node(kind);
        if (!chain)
            return CIM_NO_MEMORY;
        chain->left = *slot;
        *slot = chain;
        slot = &chain->right;
    }
}

static enum cim_status parse_and(struct parser *parser, struct wql_node **out)
{
    return parse_chain(parser, out, WQL_AND, TEXT_LITERAL("AND"), parse_factor);
}

static enum cim_status parse_or(struct parser *parser, struct wql_node **out)
{
    return parse_chain(parser, out, WQL_OR, TEXT_LITERAL("OR"), parse_and);
}

/* --- SELECT ----------------------------------------------------------------------------------- */

static enum cim_status add_column(struct parser *parser, size_t *capacity)
{
    struct wql_query *query = parser->query;
    if (query->column_count == WQL_MAX_TERMS)
        return fail(parser, CIM_QUOTA_VIOLATION, "the query has too many columns");
    if (query->column_count == *capacity)
    {
        size_t wanted = *capacity ? *capacity * 2 : 8;
        void *columns = mem_realloc(query->columns, wanted * sizeof(*query->columns));
        if (!columns)
            return CIM_NO_MEMORY;
        query->columns = columns;
        *capacity = wanted;
    }
    enum cim_status status = take_dotted(parser, &query->columns[query->column_count], true);
    if (!status)
        query->column_count++;
    return status;
}

static enum cim_status parse_columns(struct parser *parser)
{
    size_t capacity = 0;
    enum cim_status status;
    parser->query->all_columns = skip_kind(parser, WQL_TOKEN_STAR);
    if (parser->query->all_columns)
        return CIM_OK;
    do
        status = add_column(parser, &capacity);
    while (!status && skip_kind(parser, WQL_TOKEN_COMMA));
    return status;
}

static bool at_event_clause(const struct parser *parser)
{
    return at_word(parser, TEXT_LITERAL("WITHIN")) || at_word(parser, TEXT_LITERAL("GROUP")) ||
           at_word(parser, TEXT_LITERAL("HAVING"));
}

static enum cim_status parse_select(struct parser *parser)
{
    struct wql_query *query = parser->query;
    enum cim_status status = parse_columns(parser);
    if (status)
        return status;
    if (!skip_word(parser, TEXT_LITERAL("FROM")))
        return expected(parser, "FROM is expected");
    status = take_name(parser, &query->class_name, "a class name is expected");
    if (status)
        return status;
    query->kind = WQL_SELECT;
    if (text_equal_fold(text_from(query->class_name), TEXT_LITERAL("meta_class")))
        query->kind = WQL_SCHEMA;
    if (query->kind == WQL_SCHEMA && !query->all_columns)
        return expected(parser, "a schema query selects * alone");
    if (skip_word(parser, TEXT_LITERAL("WHERE")))
        status = parse_or(parser, &query->where);
    if (!status && at_event_clause(parser))
        return expected(parser, "WITHIN, GROUP and HAVING are for event queries");
    return status;
}

/* --- ASSOCIATORS OF, REFERENCES OF ------------------------------------------------------------ */

enum option_use
{
    FOR_BOTH,
    FOR_ASSOCIATORS,
};

struct option
{
    struct text word;
    size_t member; /* offsetof in struct wql_query */
    bool is_flag;
    enum option_use use;
};

#define MEMBER(name) offsetof(struct wql_query, name)

static const struct option options[] = {
    {{"AssocClass", 10}, MEMBER(assoc_class), false, FOR_ASSOCIATORS},
    {{"ResultClass", 11}, MEMBER(result_class), false, FOR_BOTH},
    {{"ResultRole", 10}, MEMBER(result_role), false, FOR_ASSOCIATORS},
    {{"Role", 4}, MEMBER(role), false, FOR_BOTH},
    {{"RequiredQualifier", 17}, MEMBER(required_qualifier), false, FOR_BOTH},
    {{"RequiredAssocQualifier", 22}, MEMBER(required_assoc_qualifier), false, FOR_ASSOCIATORS},
    {{"ClassDefsOnly", 13}, MEMBER(class_defs_only), true, FOR_BOTH},
    {{"SchemaOnly", 10}, MEMBER(schema_only), true, FOR_BOTH},
    {{"KeysOnly", 8}, MEMBER(keys_only), true, FOR_BOTH},
};

static const struct option *find_option(const struct parser *parser)
{
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
    {
        bool legal = options[i].use == FOR_BOTH || parser->query->kind == WQL_ASSOCIATORS;
        if (legal && at_word(parser, options[i].word))
            return &options[i];
    }
    return NULL;
}

static enum cim_status parse_option(struct parser *parser)
{
    const struct option *option = find_option(parser);
    if (!option)
        return expected(parser, "an option of the statement is expected");
    void *member = (char *)parser->query + option->member;
    if (option->is_flag ? *(bool *)member : *(char **)member != NULL)
        return expected(parser, "the option is given twice");
    next(parser);
    if (option->is_flag)
    {
        *(bool *)member = true;
        return CIM_OK;
    }
    if (!skip_kind(parser, WQL_TOKEN_EQ))
        return expected(parser, "\"=\" is expected");
    return take_name(parser, member, "a name is expected");
}

/* behaviour.md 15.7, 4 and 5 */
static enum cim_status check_options(struct parser *parser, bool is_instance)
{
    const struct wql_query *query = parser->query;
    if (query->class_defs_only && query->result_class)
        return expected(parser, "ClassDefsOnly excludes ResultClass");
    if (query->class_defs_only && query->schema_only)
        return expected(parser, "ClassDefsOnly excludes SchemaOnly");
    if (query->schema_only && is_instance)
        return expected(parser, "SchemaOnly takes the path of a class");
    return CIM_OK;
}

static enum cim_status take_path(struct parser *parser, bool *is_instance)
{
    struct text text = parser->lexer.text;
    struct cim_path path;
    if (!at_kind(parser, WQL_TOKEN_PATH))
        return expected(parser, "an object path in braces is expected");
    if (text.size && memchr(text.data, '\0', text.size))
        return expected(parser, "the object path has a zero character");
    enum cim_status status = cim_path_parse(&path, text, NULL);
    if (status == CIM_NO_MEMORY)
        return status;
    if (status)
        return expected(parser, "the braces hold no legal object path");
    *is_instance = cim_path_is_instance(&path);
    bool has_class = path.class_name != NULL;
    cim_path_free(&path);
    if (!has_class)
        return expected(parser, "the path in braces names no class");
    parser->query->path = text_dup(text);
    if (!parser->query->path)
        return CIM_NO_MEMORY;
    next(parser);
    return CIM_OK;
}

static enum cim_status parse_related(struct parser *parser, enum wql_kind kind)
{
    bool is_instance = false;
    parser->query->kind = kind;
    if (!skip_word(parser, TEXT_LITERAL("OF")))
        return expected(parser, "OF is expected");
    enum cim_status status = take_path(parser, &is_instance);
    if (status)
        return status;
    if (skip_word(parser, TEXT_LITERAL("WHERE")))
    {
        do
            status = parse_option(parser);
        while (!status && at_kind(parser, WQL_TOKEN_NAME));
    }
    return status ? status : check_options(parser, is_instance);
}

/* --- the whole -------------------------------------------------------------------------------- */

static enum cim_status parse_statement(struct parser *parser)
{
    enum cim_status status;
    if (skip_word(parser, TEXT_LITERAL("SELECT")))
        status = parse_select(parser);
    else if (skip_word(parser, TEXT_LITERAL("ASSOCIATORS")))
        status = parse_related(parser, WQL_ASSOCIATORS);
    else if (skip_word(parser, TEXT_LITERAL("REFERENCES")))
        status = parse_related(parser, WQL_REFERENCES);
    else
        return expected(parser, "SELECT, ASSOCIATORS OF or REFERENCES OF is expected");
    if (!status && !at_kind(parser, WQL_TOKEN_END))
        return expected(parser, "the query should end here");
    return status;
}

enum cim_status wql_parse(struct wql_query **out, struct text text, struct cim_error *err)
{
    struct parser parser = {.err = err};
    if (text.size > WQL_TEXT_MAXIMUM)
        return cim_fail(err, CIM_QUOTA_VIOLATION, "the query is too long");
    parser.query = mem_zalloc(sizeof(*parser.query));
    if (!parser.query)
        return cim_fail(err, CIM_NO_MEMORY, "out of memory");
    wql_lexer_init(&parser.lexer, text);
    enum cim_status status = parse_statement(&parser);
    if (status == CIM_NO_MEMORY)
        cim_fail(err, status, "out of memory");
    if (status)
        wql_query_free(parser.query);
    else
        *out = parser.query;
    return status;
}

/* Down the right side by the loop; the left side is no deeper than the parentheses. */
static void free_nodes(struct wql_node *node)
{
    while (node)
    {
        struct wql_node *right = node->right;
        free_nodes(node->left);
        mem_free(node->property);
        cim_value_clear(&node->constant);
        cim_value_clear(&node->typed);
        mem_free(node);
        node = right;
    }
}

void wql_query_free(struct wql_query *query)
{
    if (!query)
        return;
    for (size_t i = 0; i < query->column_count; i++)
        mem_free(query->columns[i]);
    mem_free(query->columns);
    mem_free(query->class_name);
    free_nodes(query->where);
    mem_free(query->path);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
    {
        if (!options[i].is_flag)
            mem_free(*(char **)(void *)((char *)query + options[i].member));
    }
    mem_free(query);
}
