/* Evaluating a resolved WHERE clause on one object (behaviour.md 15.2).
 *
 * The usual predicate, a scalar property and a constant, reads the flat instance where it lies and
 * needs no memory; embedded objects, paths and the LIKE of a real do. Two-valued logic: a comparison
 * with a NULL property is false, also <> and LIKE; IS NULL alone looks at nullness. No locking; the
 * query may be shared by threads, as nothing in it changes. */
#include "wql.h"

#include <string.h>

#include "datetime.h"
#include "mem.h"
#include "wql_resolve.h"

struct row
{
    const struct cim_object *object;
    enum cim_status status; /* the first failure; the result does not count then */
};

/* --- comparing scalars ------------------------------------------------------------------------ */

static bool holds(enum wql_operator op, int order)
{
    switch (op)
    {
    case WQL_EQ:
        return order == 0;
    case WQL_NE:
        return order != 0;
    case WQL_LT:
        return order < 0;
    case WQL_LE:
        return order <= 0;
    case WQL_GT:
        return order > 0;
    case WQL_GE:
        return order >= 0;
    default:
        return false;
    }
}

/* By value, whatever the signs. */
static int compare_integers(bool a_signed, const union cim_scalar *a,
                            const struct cim_value *constant)
{
    const union cim_scalar *b = &constant->scalar;
    bool b_signed = cim_type_is_signed(constant->type);
    bool a_negative = a_signed && a->sint < 0, b_negative = b_signed && b->sint < 0;
    if (a_negative != b_negative)
        return a_negative ? -1 : 1;
    uint64_t x = a_signed ? (uint64_t)a->sint : a->uint;
    uint64_t y = b_signed ? (uint64_t)b->sint : b->uint;
    return (x > y) - (x < y);
}

static bool test_real(const struct wql_node *node, double a)
{
    double b = node->typed.scalar.real;
    bool ordered = a <= b || a >= b;
    return ordered ? holds(node->op, (a > b) - (a < b)) : node->op == WQL_NE;
}

static bool test_text(const struct wql_node *node, struct text text)
{
    struct text constant = node->typed.scalar.string;
    if (node->op == WQL_EQ)
        return text_equal_fold(text, constant);
    if (node->op == WQL_NE)
        return !text_equal_fold(text, constant);
    return holds(node->op, text_compare_fold(text, constant));
}

/* Instants where both are complete, else the texts. */
static bool test_datetime(const struct wql_node *node, struct text text)
{
    struct cim_datetime datetime;
    int64_t instant;
    if (!node->has_instant || cim_datetime_parse(&datetime, text) ||
        cim_datetime_to_instant(&instant, &datetime))
        return test_text(node, text);
    return holds(node->op, (instant > node->instant) - (instant < node->instant));
}

static bool like_integer(bool is_signed, const union cim_scalar *scalar, struct text pattern)
{
    char digits[24];
    size_t i = sizeof(digits);
    bool negative = is_signed && scalar->sint < 0;
    uint64_t number = negative ? 0 - (uint64_t)scalar->sint : scalar->uint;
    do
        digits[--i] = (char)('0' + number % 10);
    while (number /= 10);
    if (negative)
        digits[--i] = '-';
    return wql_like((struct text){digits + i, sizeof(digits) - i}, pattern);
}

static bool like_printed(struct row *row, enum cim_type type, const union cim_scalar *scalar,
                         struct text pattern)
{
    struct buffer text;
    buffer_init(&text, 0);
    enum cim_status status = cim_scalar_to_text(&text, type, scalar);
    if (!status)
        status = buffer_status(&text);
    if (status)
        row->status = status;
    bool result = !status && wql_like(buffer_text(&text), pattern);
    buffer_free(&text);
    return result;
}

static bool test_like(const struct wql_node *node, struct row *row, const union cim_scalar *scalar)
{
    struct text pattern = node->typed.scalar.string;
    if (cim_type_is_string(node->type))
        return wql_like(scalar->string, pattern);
    if (cim_type_is_signed(node->type))
        return like_integer(true, scalar, pattern);
    if (cim_type_is_unsigned(node->type) && node->type != CIM_TYPE_BOOLEAN &&
        node->type != CIM_TYPE_CHAR16)
        return like_integer(false, scalar, pattern);
    return like_printed(row, node->type, scalar, pattern);
}

/* A scalar of node->type that is not NULL. */
static bool test_scalar(const struct wql_node *node, struct row *row,
                        const union cim_scalar *scalar)
{
    if (node->op == WQL_IS_NULL)
        return false;
    if (node->op == WQL_LIKE)
        return test_like(node, row, scalar);
    if (node->type == CIM_TYPE_DATETIME)
        return test_datetime(node, scalar->string);
    if (cim_type_is_string(node->type))
        return test_text(node, scalar->string);
    if (cim_type_is_real(node->type))
        return test_real(node, scalar->real);
    bool is_signed = cim_type_is_signed(node->type);
    return holds(node->op, compare_integers(is_signed, scalar, &node->typed));
}

/* --- system properties ------------------------------------------------------------------------ */

static bool test_string(const struct wql_node *node, struct row *row, const char *string)
{
    union cim_scalar scalar = {.string = text_from(string)};
    if (!string)
        return node->op == WQL_IS_NULL;
    return test_scalar(node, row, &scalar);
}

static bool test_number(const struct wql_node *node, struct row *row, int64_t number)
{
    union cim_scalar scalar = {.sint = number};
    return test_scalar(node, row, &scalar);
}

/* An object whose path cannot be told has NULL there. */
static bool test_path(const struct wql_node *node, struct row *row, const struct cim_object *object)
{
    struct buffer path;
    buffer_init(&path, 0);
    bool relative = node->system == WQL_SYSTEM_RELPATH;
    enum cim_status status =
        relative ? cim_object_relpath(&path, object) : cim_object_path(&path, object);
    if (!status)
        status = buffer_status(&path);
    if (status == CIM_NO_MEMORY)
        row->status = status;
    bool result = test_string(node, row, status || !path.data ? NULL : (const char *)path.data);
    buffer_free(&path);
    return result;
}

static const char *superclass_of(const struct cim_class *cls)
{
    return cls->derivation_count ? cls->derivation[0] : NULL;
}

static const char *dynasty_of(const struct cim_class *cls)
{
    return cls->derivation_count ? cls->derivation[cls->derivation_count - 1] : cls->name;
}

static bool is_a(const struct wql_node *node, const struct cim_object *object)
{
    return cim_class_is_a(object->cls, node->constant.scalar.string);
}

static bool test_system(const struct wql_node *node, struct row *row,
                        const struct cim_object *object)
{
    const struct cim_class *cls = object->cls;
    switch (node->system)
    {
    case WQL_SYSTEM_CLASS:
        return test_string(node, row, cls->name);
    case WQL_SYSTEM_SUPERCLASS:
        return test_string(node, row, superclass_of(cls));
    case WQL_SYSTEM_DYNASTY:
        return test_string(node, row, dynasty_of(cls));
    case WQL_SYSTEM_GENUS:
        return test_number(node, row, object->is_class ? 1 : 2);
    case WQL_SYSTEM_PROPERTY_COUNT:
        return test_number(node, row, (int64_t)cls->property_count);
    case WQL_SYSTEM_RELPATH:
    case WQL_SYSTEM_PATH:
        return test_path(node, row, object);
    case WQL_SYSTEM_SERVER:
        return test_string(node, row, object->server);
    case WQL_SYSTEM_NAMESPACE:
        return test_string(node, row, object->space);
    case WQL_SYSTEM_THIS:
        return node->op == WQL_ISA && is_a(node, object);
    default:
        return false;
    }
}

/* --- embedded objects ------------------------------------------------------------------------- */

/* Test a value whose type only this row tells; what does not suit does not match. */
static bool test_value(const struct wql_node *node, struct row *row, const struct cim_value *value)
{
    if (node->op == WQL_IS_NULL || value->is_null)
        return node->op == WQL_IS_NULL && value->is_null;
    if (value->is_array || (value->type == CIM_TYPE_OBJECT) != (node->op == WQL_ISA))
        return false;
    if (node->op == WQL_ISA)
        return is_a(node, value->scalar.object);

    struct wql_node typed = *node;
    memset(&typed.typed, 0, sizeof(typed.typed));
    enum cim_status status = wql_resolve_constant(&typed, value->type);
    if (status == CIM_NO_MEMORY)
        row->status = status;
    bool result = !status && test_scalar(&typed, row, &value->scalar);
    cim_value_clear(&typed.typed);
    return result;
}

static bool test_embedded_system(const struct wql_node *node, struct row *row, struct text name,
                                 const struct cim_object *object)
{
    struct wql_node typed = *node;
    enum cim_type type;
    memset(&typed.typed, 0, sizeof(typed.typed));
    typed.system = wql_find_system(name, &type);
    if (!typed.system)
        return false;
    enum cim_status status = CIM_OK;
    if (type != CIM_TYPE_OBJECT && node->op != WQL_IS_NULL && node->op != WQL_ISA)
        status = wql_resolve_constant(&typed, type);
    if (status == CIM_NO_MEMORY)
        row->status = status;
    bool result = !status && (node->op != WQL_ISA || type == CIM_TYPE_OBJECT) &&
                  test_system(&typed, row, object);
    cim_value_clear(&typed.typed);
    return result;
}

/* Take the next part of a dotted name. */
static struct text next_part(struct text *rest)
{
    struct text part = *rest;
    const char *dot = part.size ? memchr(part.data, '.', part.size) : NULL;
    if (!dot)
    {
        rest->size = 0;
        return part;
    }
    part.size = (size_t)(dot - part.data);
    rest->data += part.size + 1;
    rest->size -= part.size + 1;
    return part;
}

/* `A.B.C`: down the objects; a NULL on the way is a NULL, an unknown name matches nothing. */
static bool test_dotted(const struct wql_node *node, struct row *row)
{
    struct cim_value value;
    struct text rest = text_from(node->property);
    next_part(&rest);
    enum cim_status status = cim_object_get_at(&value, row->object, (size_t)node->head);
    while (!status && rest.size && !value.is_null)
    {
        struct cim_value inner;
        struct text name = next_part(&rest);
        if (value.is_array || value.type != CIM_TYPE_OBJECT)
        {
            cim_value_clear(&value);
            return false;
        }
        if (!rest.size && name.size > 1 && memcmp(name.data, "__", 2) == 0)
        {
            bool result = test_embedded_system(node, row, name, value.scalar.object);
            cim_value_clear(&value);
            return result;
        }
        status = cim_object_get(&inner, value.scalar.object, name);
        cim_value_clear(&value);
        if (!status)
            value = inner;
    }
    if (status == CIM_NO_MEMORY)
        row->status = status;
    if (status)
        return false;
    bool result = test_value(node, row, &value);
    cim_value_clear(&value);
    return result;
}

/* --- the tree --------------------------------------------------------------------------------- */

/* Arrays and objects: for IS NULL and ISA. */
static bool test_whole(const struct wql_node *node, struct row *row)
{
    struct cim_value value;
    enum cim_status status = cim_object_get_at(&value, row->object, (size_t)node->index);
    if (status)
    {
        row->status = status;
        return false;
    }
    bool result = test_value(node, row, &value);
    cim_value_clear(&value);
    return result;
}

static bool test(const struct wql_node *node, struct row *row)
{
    if (node->index < 0)
        return node->system ? test_system(node, row, row->object) : test_dotted(node, row);
    union cim_scalar scalar;
    enum cim_status status = cim_object_peek(&scalar, row->object, (size_t)node->index);
    if (!status)
        return test_scalar(node, row, &scalar);
    if (status == CIM_FALSE)
        return node->op == WQL_IS_NULL;
    if (status == CIM_TYPE_MISMATCH)
        return test_whole(node, row);
    row->status = status;
    return false;
}

/* Chains go by the loop, so the depth is that of the parentheses. */
static bool evaluate(const struct wql_node *node, struct row *row)
{
    for (;; node = node->right)
    {
        if (node->kind == WQL_PREDICATE)
            return test(node, row);
        if (node->kind == WQL_NOT)
            return !evaluate(node->left, row);
        bool left = evaluate(node->left, row);
        if (row->status || left == (node->kind == WQL_OR))
            return left;
    }
}

enum cim_status wql_match(bool *out, const struct wql_query *query, const struct cim_object *object)
{
    struct row row = {object, CIM_OK};
    bool result = !query->where || evaluate(query->where, &row);
    if (!row.status)
        *out = result;
    return row.status;
}
