/* Object paths: the struct, and the parser (grammar: behaviour.md 13.1).
 *
 * The parser is a walk over the text without recursion: a reference key stays text. Words outside
 * quotes may carry %XX, which is decoded before the word is checked, never taken for a delimiter.
 * Printing and comparing are in path_print.c, the key bytes in path_key.c. */
#include "path.h"

#include <string.h>

#include "mem.h"

#define ERROR_EXCERPT 120

struct parser
{
    const char *start;
    const char *cursor;
    const char *end;
    struct cim_path *path;
    struct cim_error *err;
    struct buffer word; /* the last word or string, decoded */
};

void cim_path_init(struct cim_path *path)
{
    memset(path, 0, sizeof(*path));
}

void cim_path_free(struct cim_path *path)
{
    for (size_t i = 0; i < path->key_count; i++)
    {
        mem_free(path->keys[i].name);
        cim_value_clear(&path->keys[i].value);
    }
    mem_free(path->keys);
    mem_free(path->server);
    mem_free(path->space);
    mem_free(path->class_name);
    cim_path_init(path);
}

static bool copy_string(char **out, const char *string)
{
    if (!string)
        return true;
    *out = text_dup(text_from(string));
    return *out != NULL;
}

static enum cim_status copy_keys(struct cim_path *out, const struct cim_path *path)
{
    if (!path->key_count)
        return CIM_OK;
    out->keys = mem_calloc(path->key_count, sizeof(*out->keys));
    if (!out->keys)
        return CIM_NO_MEMORY;
    out->key_capacity = path->key_count;
    for (size_t i = 0; i < path->key_count; i++)
    {
        char *name = text_dup(text_from(path->keys[i].name));
        if (!name)
            return CIM_NO_MEMORY;
        enum cim_status status = cim_value_copy(&out->keys[i].value, &path->keys[i].value);
        if (status)
        {
            mem_free(name);
            return status;
        }
        out->keys[i].name = name;
        out->key_count++;
    }
    return CIM_OK;
}

enum cim_status cim_path_copy(struct cim_path *out, const struct cim_path *path)
{
    struct cim_path copy;
    cim_path_init(&copy);
    copy.is_singleton = path->is_singleton;
    enum cim_status status = CIM_NO_MEMORY;
    if (copy_string(&copy.server, path->server) && copy_string(&copy.space, path->space) &&
        copy_string(&copy.class_name, path->class_name))
        status = copy_keys(&copy, path);
    if (status)
        cim_path_free(&copy);
    else
        *out = copy;
    return status;
}

bool cim_path_is_instance(const struct cim_path *path)
{
    return path->is_singleton || path->key_count;
}

static size_t find_key(const struct cim_path *path, struct text name)
{
    size_t i = 0;
    while (i < path->key_count && !text_equal_fold(text_from(path->keys[i].name), name))
        i++;
    return i;
}

static bool grow_keys(struct cim_path *path)
{
    if (path->key_count < path->key_capacity)
        return true;
    size_t capacity = path->key_capacity ? path->key_capacity * 2 : 2;
    void *keys = mem_realloc(path->keys, capacity * sizeof(*path->keys));
    if (!keys)
        return false;
    path->keys = keys;
    path->key_capacity = capacity;
    return true;
}

/* Append a key. @param value  consumed, even on failure */
static enum cim_status append_key(struct cim_path *path, struct text name, struct cim_value *value)
{
    char *copy = grow_keys(path) ? text_dup(name) : NULL;
    if (!copy)
    {
        cim_value_clear(value);
        return CIM_NO_MEMORY;
    }
    path->keys[path->key_count].name = copy;
    path->keys[path->key_count].value = *value;
    path->key_count++;
    return CIM_OK;
}

/* A key as the parser would give it. */
static enum cim_status normal_value(struct cim_value *out, const struct cim_value *value)
{
    if (value->is_null || value->is_array)
        return CIM_TYPE_MISMATCH;
    if (value->type == CIM_TYPE_REFERENCE)
        return cim_value_set_string(out, CIM_TYPE_REFERENCE, value->scalar.string);
    if (cim_type_is_string(value->type))
        return cim_value_set_string(out, CIM_TYPE_STRING, value->scalar.string);
    if (value->type == CIM_TYPE_BOOLEAN)
        cim_value_set_uint(out, CIM_TYPE_BOOLEAN, value->scalar.uint != 0);
    else if (cim_type_is_unsigned(value->type) && value->scalar.uint > INT64_MAX)
        cim_value_set_uint(out, CIM_TYPE_UINT64, value->scalar.uint);
    else if (cim_type_is_unsigned(value->type))
        cim_value_set_sint(out, CIM_TYPE_SINT64, (int64_t)value->scalar.uint);
    else if (cim_type_is_signed(value->type))
        cim_value_set_sint(out, CIM_TYPE_SINT64, value->scalar.sint);
    else
        return CIM_TYPE_MISMATCH;
    return CIM_OK;
}

enum cim_status cim_path_set_key(struct cim_path *path, struct text name,
                                 const struct cim_value *value)
{
    size_t i = find_key(path, name);
    bool is_new = i == path->key_count;
    if (is_new && (i >= CIM_PATH_MAX_KEYS || (name.size && !text_is_identifier(name))))
        return CIM_INVALID_OBJECT_PATH;
    struct cim_value copy;
    enum cim_status status = normal_value(&copy, value);
    if (status)
        return status;
    if (is_new)
        status = append_key(path, name, &copy);
    else
    {
        cim_value_clear(&path->keys[i].value);
        path->keys[i].value = copy;
    }
    if (!status)
        path->is_singleton = false;
    return status;
}

bool cim_path_remove_key(struct cim_path *path, struct text name)
{
    size_t i = find_key(path, name);
    if (i == path->key_count)
        return false;
    mem_free(path->keys[i].name);
    cim_value_clear(&path->keys[i].value);
    path->key_count--;
    memmove(&path->keys[i], &path->keys[i + 1], (path->key_count - i) * sizeof(*path->keys));
    return true;
}

/* --- the parser ------------------------------------------------------------------------------ */

static bool is_slash(char c)
{
    return c == '\\' || c == '/';
}

static bool at(const struct parser *parser, char c)
{
    return parser->cursor < parser->end && *parser->cursor == c;
}

static bool at_slash(const struct parser *parser)
{
    return parser->cursor < parser->end && is_slash(*parser->cursor);
}

static bool skip(struct parser *parser, char c)
{
    if (!at(parser, c))
        return false;
    parser->cursor++;
    return true;
}

static enum cim_status refuse(struct parser *parser, const char *where, const char *what)
{
    unsigned column = 1;
    for (const char *p = parser->start; p < where; column++)
        text_next(&p, parser->end);
    cim_fail(parser->err, CIM_INVALID_OBJECT_PATH, "object path, column %u: %s", column, what);
    cim_error_set_position(parser->err, 1, column);
    return CIM_INVALID_OBJECT_PATH;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decode %XX of a word; a percent sign without two digits stays, and makes the word illegal. */
static enum cim_status decode_word(struct parser *parser, struct text *word)
{
    buffer_clear(&parser->word);
    for (size_t i = 0; i < word->size; i++)
    {
        char c = word->data[i];
        if (c == '%' && word->size - i > 2 && hex_digit(word->data[i + 1]) >= 0 &&
            hex_digit(word->data[i + 2]) >= 0)
        {
            c = (char)(hex_digit(word->data[i + 1]) << 4 | hex_digit(word->data[i + 2]));
            i += 2;
        }
        buffer_append_char(&parser->word, c);
    }
    *word = buffer_text(&parser->word);
    return buffer_status(&parser->word);
}

/* Take everything up to one of the delimiters. The word is borrowed until the next one. */
static enum cim_status take_word(struct parser *parser, struct text *word)
{
    const char *start = parser->cursor;
    while (parser->cursor < parser->end && !memchr("\\/:.,=\"'", *parser->cursor, 9))
        parser->cursor++;
    *word = (struct text){start, (size_t)(parser->cursor - start)};
    if (word->size && memchr(word->data, '%', word->size))
        return decode_word(parser, word);
    return CIM_OK;
}

static bool is_server_name(struct text name)
{
    const char *p = name.data, *end = name.data + name.size;
    while (p < end)
    {
        uint32_t c = text_next(&p, end);
        if (c != '.' && c != '-' && !text_is_name_character(c))
            return false;
    }
    return name.size != 0;
}

/* \\server: dots belong to the name, so it is no take_word(). */
static enum cim_status parse_server(struct parser *parser)
{
    parser->cursor += 2;
    const char *start = parser->cursor;
    while (parser->cursor < parser->end && !is_slash(*parser->cursor) && *parser->cursor != ':')
        parser->cursor++;
    struct text name = {start, (size_t)(parser->cursor - start)};
    if (name.size && memchr(name.data, '%', name.size) && decode_word(parser, &name))
        return CIM_NO_MEMORY;
    if (!is_server_name(name))
        return refuse(parser, start, "a server name is expected");
    parser->path->server = text_dup(name);
    return parser->path->server ? CIM_OK : CIM_NO_MEMORY;
}

static bool is_component(struct text name)
{
    return name.size && name.data[0] != '_' && text_is_identifier(name);
}

/* component *( sep component ), after an optional separator */
static enum cim_status parse_space(struct parser *parser)
{
    struct buffer space;
    buffer_init(&space, 0);
    enum cim_status status = CIM_OK;
    if (at_slash(parser))
        parser->cursor++;
    for (unsigned count = 1;; count++, parser->cursor++)
    {
        const char *start = parser->cursor;
        struct text word;
        status = take_word(parser, &word);
        if (!status && !is_component(word))
            status = refuse(parser, start, "a namespace name is expected");
        if (!status && count > CIM_PATH_MAX_NAMESPACES)
            status = refuse(parser, start, "too many nested namespaces");
        if (status)
            break;
        if (count > 1)
            buffer_append_char(&space, '\\');
        buffer_append_text(&space, word);
        if (!at_slash(parser))
            break;
    }
    if (!status)
        status = buffer_status(&space);
    if (!status)
        parser->path->space = buffer_detach(&space, NULL);
    buffer_free(&space);
    return status;
}

/* A quoted text. A backslash before anything but a quote or a backslash stands for itself. */
static enum cim_status take_string(struct parser *parser, struct text *string)
{
    const char *open = parser->cursor;
    char quote = *parser->cursor++;
    const char *from = parser->cursor;
    bool escaped = false;
    buffer_clear(&parser->word);
    for (; parser->cursor < parser->end && *parser->cursor != quote; parser->cursor++)
    {
        const char *next = parser->cursor + 1;
        if (*parser->cursor != '\\' || next == parser->end || !memchr("\\\"'", *next, 3))
            continue;
        buffer_append(&parser->word, from, (size_t)(parser->cursor - from));
        escaped = true;
        from = parser->cursor = next;
    }
    if (parser->cursor == parser->end)
        return refuse(parser, open, "the quoted text has no end");
    *string = (struct text){from, (size_t)(parser->cursor - from)};
    parser->cursor++;
    if (!escaped)
        return CIM_OK;
    buffer_append_text(&parser->word, *string);
    *string = buffer_text(&parser->word);
    return buffer_status(&parser->word);
}

/* Digits of a base; false: none, or over 64 bits. */
static bool to_number(struct text digits, unsigned base, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < digits.size; i++)
    {
        int digit = hex_digit(digits.data[i]);
        if (digit < 0 || (unsigned)digit >= base || *number > (UINT64_MAX - (unsigned)digit) / base)
            return false;
        *number = *number * base + (unsigned)digit;
    }
    return digits.size != 0;
}

static bool parse_integer(struct text word, struct cim_value *value)
{
    uint64_t number;
    struct text digits = word;
    bool negative = word.size && word.data[0] == '-';
    bool hexadecimal = word.size > 2 && word.data[0] == '0' && (word.data[1] | 0x20) == 'x';
    size_t prefix = negative ? 1 : hexadecimal ? 2 : 0;
    digits.data += prefix;
    digits.size -= prefix;
    if (!to_number(digits, hexadecimal ? 16 : 10, &number))
        return false;
    if (negative && number > (uint64_t)INT64_MAX + 1)
        return false;
    if (negative)
        cim_value_set_sint(value, CIM_TYPE_SINT64, (int64_t)(0 - number));
    else if (number > INT64_MAX)
        cim_value_set_uint(value, CIM_TYPE_UINT64, number);
    else
        cim_value_set_sint(value, CIM_TYPE_SINT64, (int64_t)number);
    return true;
}

static enum cim_status parse_string(struct parser *parser, enum cim_type type,
                                    struct cim_value *value)
{
    struct text string;
    enum cim_status status = take_string(parser, &string);
    return status ? status : cim_value_set_string(value, type, string);
}

static enum cim_status parse_value(struct parser *parser, struct cim_value *value)
{
    const char *start = parser->cursor;
    if (at(parser, '"') || at(parser, '\''))
        return parse_string(parser, CIM_TYPE_STRING, value);
    struct text word;
    enum cim_status status = take_word(parser, &word);
    if (status)
        return status;
    if (text_equal_fold(word, TEXT_LITERAL("ref")) && (at(parser, '"') || at(parser, '\'')))
        return parse_string(parser, CIM_TYPE_REFERENCE, value);
    bool is_true = text_equal_fold(word, TEXT_LITERAL("true"));
    if (is_true || text_equal_fold(word, TEXT_LITERAL("false")))
        cim_value_set_uint(value, CIM_TYPE_BOOLEAN, is_true);
    else if (!parse_integer(word, value))
        return refuse(parser, start, "a quoted text, an integer, TRUE or FALSE is expected");
    return CIM_OK;
}

static enum cim_status parse_named_key(struct parser *parser)
{
    const char *start = parser->cursor;
    struct text word;
    enum cim_status status = take_word(parser, &word);
    if (status)
        return status;
    if (!text_is_identifier(word))
        return refuse(parser, start, "a key name is expected");
    if (find_key(parser->path, word) < parser->path->key_count)
        return refuse(parser, start, "the key is named twice");
    if (parser->path->key_count == CIM_PATH_MAX_KEYS)
        return refuse(parser, start, "too many keys");
    if (!skip(parser, '='))
        return refuse(parser, parser->cursor, "\"=\" is expected");

    struct cim_value none;
    cim_value_init_null(&none, CIM_TYPE_STRING, false);
    status = append_key(parser->path, word, &none);
    if (status)
        return status;
    return parse_value(parser, &parser->path->keys[parser->path->key_count - 1].value);
}

static enum cim_status parse_unnamed_key(struct parser *parser)
{
    if (skip(parser, '@'))
    {
        parser->path->is_singleton = true;
        return CIM_OK;
    }
    struct cim_value value;
    enum cim_status status = parse_value(parser, &value);
    return status ? status : append_key(parser->path, TEXT_LITERAL(""), &value);
}

static enum cim_status parse_keys(struct parser *parser)
{
    if (skip(parser, '='))
        return parse_unnamed_key(parser);
    if (!skip(parser, '.'))
        return CIM_OK;
    enum cim_status status;
    do
        status = parse_named_key(parser);
    while (!status && skip(parser, ','));
    return status;
}

static enum cim_status parse_object(struct parser *parser)
{
    const char *start = parser->cursor;
    struct text word;
    enum cim_status status = take_word(parser, &word);
    if (status)
        return status;
    if (!text_is_identifier(word))
        return refuse(parser, start, "a class name is expected");
    parser->path->class_name = text_dup(word);
    if (!parser->path->class_name)
        return CIM_NO_MEMORY;
    return parse_keys(parser);
}

/* Does the text go on with a namespace (true) or with an object? Its first delimiter tells. */
static bool begins_with_space(const struct parser *parser, bool word_is_space)
{
    const char *p = parser->cursor;
    while (p < parser->end && !memchr("\\/:.,=\"'", *p, 9))
        p++;
    if (p == parser->end)
        return word_is_space;
    return is_slash(*p) || *p == ':';
}

static enum cim_status parse_parts(struct parser *parser, bool word_is_space)
{
    enum cim_status status = CIM_OK;
    size_t left = (size_t)(parser->end - parser->cursor);
    bool has_server = left >= 2 && is_slash(parser->cursor[0]) && is_slash(parser->cursor[1]);
    if (left == 0)
        return refuse(parser, parser->cursor, "the path is empty");
    if (left > CIM_PATH_MAXIMUM)
        return refuse(parser, parser->start, "the path is too long");
    if (has_server)
        status = parse_server(parser);
    if (status || parser->cursor == parser->end)
        return status;
    if (!at(parser, ':') && (has_server || begins_with_space(parser, word_is_space)))
        status = parse_space(parser);
    else if (!at(parser, ':'))
        return parse_object(parser);
    if (status || parser->cursor == parser->end)
        return status;
    if (!skip(parser, ':'))
        return refuse(parser, parser->cursor, "\":\" is expected");
    return parse_object(parser);
}

static enum cim_status parse(struct cim_path *out, struct text text, bool word_is_space,
                             struct cim_error *err)
{
    struct cim_path path;
    const char *start = text.size ? text.data : "";
    struct parser parser = {start, start, start + text.size, &path, err, {0}};
    cim_path_init(&path);
    buffer_init(&parser.word, 0);
    enum cim_status status = parse_parts(&parser, word_is_space);
    if (!status && parser.cursor < parser.end)
        status = refuse(&parser, parser.cursor, "the path should end here");
    if (status == CIM_NO_MEMORY)
        cim_fail(err, status, "out of memory");
    if (status)
        cim_path_free(&path);
    else
        *out = path;
    buffer_free(&parser.word);
    return status;
}

enum cim_status cim_path_parse(struct cim_path *out, struct text text, struct cim_error *err)
{
    return parse(out, text, false, err);
}

enum cim_status cim_path_parse_namespace(struct cim_path *out, struct text text,
                                         struct cim_error *err)
{
    return parse(out, text, true, err);
}

enum cim_status cim_namespace_normalise(struct buffer *out, struct text text, struct cim_error *err)
{
    struct cim_path path;
    enum cim_status status = cim_path_parse_namespace(&path, text, err);
    if (status == CIM_NO_MEMORY)
        return status;
    bool is_plain = !status && path.space && !path.server && !path.class_name;
    if (is_plain)
        buffer_append_string(out, path.space);
    if (!status)
        cim_path_free(&path);
    if (is_plain)
        return buffer_status(out);
    struct text near = text_cut(text, ERROR_EXCERPT);
    return cim_fail(err, CIM_INVALID_NAMESPACE, "\"%.*s\" is no legal namespace name",
                    (int)near.size, near.size ? near.data : "");
}
