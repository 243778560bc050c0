/* Object paths: printing in canonical form, and comparing.
 *
 * Canonical (behaviour.md 13.1, 3): backslashes, keys by name, texts in double quotes with `"` and
 * `\` escaped, decimal integers, TRUE and FALSE. Pure functions, any thread. */
#include "path.h"

#include <string.h>

static void print_quoted(struct buffer *out, struct text text)
{
    const char *from = text.data, *end = text.size ? text.data + text.size : text.data;
    buffer_append_char(out, '"');
    for (const char *p = from; p < end; p++)
    {
        if (*p != '"' && *p != '\\')
            continue;
        buffer_append(out, from, (size_t)(p - from));
        buffer_append_char(out, '\\');
        from = p;
    }
    buffer_append(out, from, (size_t)(end - from));
    buffer_append_char(out, '"');
}

static void print_decimal(struct buffer *out, uint64_t number, bool negative)
{
    char digits[24];
    size_t i = sizeof(digits);
    do
        digits[--i] = (char)('0' + number % 10);
    while (number /= 10);
    if (negative)
        digits[--i] = '-';
    buffer_append(out, digits + i, sizeof(digits) - i);
}

void cim_path_print_scalar(struct buffer *out, enum cim_type type, const union cim_scalar *scalar)
{
    if (cim_type_is_string(type))
        print_quoted(out, scalar->string);
    else if (type == CIM_TYPE_BOOLEAN)
        buffer_append_string(out, scalar->uint ? "TRUE" : "FALSE");
    else if (cim_type_is_signed(type))
        print_decimal(out, scalar->sint < 0 ? 0 - (uint64_t)scalar->sint : (uint64_t)scalar->sint,
                      scalar->sint < 0);
    else if (cim_type_is_unsigned(type))
        print_decimal(out, scalar->uint, false);
    else
        cim_scalar_to_text(out, type, scalar);
}

void cim_path_print_key(struct buffer *out, const struct cim_value *value)
{
    if (!value->is_null && !value->is_array)
        cim_path_print_scalar(out, value->type, &value->scalar);
}

/* Key indexes by name; keys are few, and mostly in order already. */
static void order_keys(const struct cim_path *path, uint16_t order[CIM_PATH_MAX_KEYS])
{
    for (size_t i = 0; i < path->key_count; i++)
    {
        struct text name = text_from(path->keys[i].name);
        size_t j = i;
        for (; j > 0; j--)
        {
            struct text before = text_from(path->keys[order[j - 1]].name);
            if (text_compare_fold(before, name) <= 0)
                break;
            order[j] = order[j - 1];
        }
        order[j] = (uint16_t)i;
    }
}

static void print_keys(struct buffer *out, const struct cim_path *path)
{
    uint16_t order[CIM_PATH_MAX_KEYS];
    order_keys(path, order);
    bool is_unnamed = path->key_count == 1 && !path->keys[0].name[0];
    for (size_t i = 0; i < path->key_count; i++)
    {
        const struct cim_path_key *key = &path->keys[order[i]];
        if (!is_unnamed)
            buffer_append_char(out, i ? ',' : '.');
        buffer_append_string(out, key->name);
        buffer_append_char(out, '=');
        cim_path_print_key(out, &key->value);
    }
}

void cim_path_print_relative(struct buffer *out, const struct cim_path *path)
{
    if (!path->class_name)
        return;
    buffer_append_string(out, path->class_name);
    if (path->is_singleton)
        buffer_append_string(out, "=@");
    else
        print_keys(out, path);
}

void cim_path_print(struct buffer *out, const struct cim_path *path)
{
    if (path->server)
    {
        buffer_append_string(out, "\\\\");
        buffer_append_string(out, path->server);
        if (path->space)
            buffer_append_char(out, '\\');
    }
    if (path->space)
        buffer_append_string(out, path->space);
    if (path->class_name && (path->server || path->space))
        buffer_append_char(out, ':');
    cim_path_print_relative(out, path);
}

static bool same_string(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return text_equal_fold(text_from(a), text_from(b));
}

static bool has_key(const struct cim_path *path, const struct cim_path_key *wanted)
{
    for (size_t i = 0; i < path->key_count; i++)
    {
        if (same_string(path->keys[i].name, wanted->name))
            return cim_value_equal(&path->keys[i].value, &wanted->value, true);
    }
    return false;
}

bool cim_path_equal(const struct cim_path *a, const struct cim_path *b)
{
    if (a->is_singleton != b->is_singleton || a->key_count != b->key_count)
        return false;
    if (!same_string(a->server, b->server) || !same_string(a->space, b->space) ||
        !same_string(a->class_name, b->class_name))
        return false;
    for (size_t i = 0; i < a->key_count; i++)
    {
        if (!has_key(b, &a->keys[i]))
            return false;
    }
    return true;
}
