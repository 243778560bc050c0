/* Checking a parsed query against its class, once, so that wql_match() need not (behaviour.md 15.2).
 *
 * A plain name becomes a property index, a constant a value of the property's type. Integers in an
 * ordering comparison, and those beyond the property's range, stay 64-bit numbers: they compare by
 * value. A dotted name is checked as far as the class tells, its first part; the rest is in the rows. */
#include "wql.h"

#include <string.h>

#include "mem.h"
#include "wql_resolve.h"

struct system_property
{
    struct text name;
    enum wql_system system;
    enum cim_type type;
};

static const struct system_property system_properties[] = {
    {{"__CLASS", 7}, WQL_SYSTEM_CLASS, CIM_TYPE_STRING},
    {{"__SUPERCLASS", 12}, WQL_SYSTEM_SUPERCLASS, CIM_TYPE_STRING},
    {{"__DYNASTY", 9}, WQL_SYSTEM_DYNASTY, CIM_TYPE_STRING},
    {{"__GENUS", 7}, WQL_SYSTEM_GENUS, CIM_TYPE_SINT32},
    {{"__PROPERTY_COUNT", 16}, WQL_SYSTEM_PROPERTY_COUNT, CIM_TYPE_SINT32},
    {{"__RELPATH", 9}, WQL_SYSTEM_RELPATH, CIM_TYPE_STRING},
    {{"__PATH", 6}, WQL_SYSTEM_PATH, CIM_TYPE_STRING},
    {{"__SERVER", 8}, WQL_SYSTEM_SERVER, CIM_TYPE_STRING},
    {{"__NAMESPACE", 11}, WQL_SYSTEM_NAMESPACE, CIM_TYPE_STRING},
    {{"__this", 6}, WQL_SYSTEM_THIS, CIM_TYPE_OBJECT},
};

enum wql_system wql_find_system(struct text name, enum cim_type *type)
{
    size_t count = sizeof(system_properties) / sizeof(system_properties[0]);
    for (size_t i = 0; i < count; i++)
    {
        if (text_equal_fold(system_properties[i].name, name))
        {
            *type = system_properties[i].type;
            return system_properties[i].system;
        }
    }
    return WQL_NO_SYSTEM;
}

/* --- constants -------------------------------------------------------------------------------- */

static bool is_order(enum wql_operator op)
{
    return op == WQL_LT || op == WQL_LE || op == WQL_GT || op == WQL_GE;
}

static bool is_integer(enum cim_type type)
{
    return type != CIM_TYPE_BOOLEAN && (cim_type_is_signed(type) || cim_type_is_unsigned(type));
}

/* As the automation rules would round a fraction, look at the text first. */
static bool is_integer_text(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
    {
        bool sign = i == 0 && (text.data[i] == '-' || text.data[i] == '+');
        if (!sign && (unsigned)(text.data[i] - '0') > 9)
            return false;
    }
    return text.size != 0;
}

/* A quoted number as a 64-bit one. */
static enum cim_status widen_text(struct cim_value *out, const struct cim_value *constant)
{
    enum cim_status status = cim_value_convert(out, constant, CIM_TYPE_SINT64, false);
    if (status == CIM_VALUE_OUT_OF_RANGE)
        status = cim_value_convert(out, constant, CIM_TYPE_UINT64, false);
    return status;
}

static enum cim_status integer_constant(struct cim_value *out, const struct wql_node *node,
                                        enum cim_type type)
{
    const struct cim_value *constant = &node->constant;
    bool is_text = constant->type == CIM_TYPE_STRING;
    if (!is_text && !is_integer(constant->type))
        return CIM_TYPE_MISMATCH;
    bool is_number = !is_text || is_integer_text(constant->scalar.string);
    if (!is_number && type != CIM_TYPE_CHAR16)
        return CIM_TYPE_MISMATCH;
    if (!is_order(node->op) || !is_number)
    {
        enum cim_status status = cim_value_convert(out, constant, type, false);
        if (status != CIM_VALUE_OUT_OF_RANGE)
            return status;
    }
    return is_text ? widen_text(out, constant) : cim_value_copy(out, constant);
}

static enum cim_status boolean_constant(struct cim_value *out, const struct wql_node *node)
{
    const struct cim_value *constant = &node->constant;
    if (is_order(node->op) || cim_type_is_real(constant->type))
        return CIM_TYPE_MISMATCH;
    if (constant->type == CIM_TYPE_SINT64 &&
        (constant->scalar.sint < -1 || constant->scalar.sint > 1))
        return CIM_TYPE_MISMATCH;
    if (constant->type == CIM_TYPE_UINT64)
        return CIM_TYPE_MISMATCH;
    return cim_value_convert(out, constant, CIM_TYPE_BOOLEAN, false);
}

/* In the property's precision, so that a real32 equals the decimal it was set from. */
static enum cim_status real_constant(struct cim_value *out, const struct wql_node *node,
                                     enum cim_type type)
{
    if (node->constant.type == CIM_TYPE_BOOLEAN)
        return CIM_TYPE_MISMATCH;
    enum cim_status status = cim_value_convert(out, &node->constant, type, false);
    if (status == CIM_VALUE_OUT_OF_RANGE)
        status = cim_value_convert(out, &node->constant, CIM_TYPE_REAL64, false);
    return status;
}

static enum cim_status string_constant(struct cim_value *out, const struct wql_node *node,
                                       enum cim_type type)
{
    if (node->constant.type != CIM_TYPE_STRING)
        return CIM_TYPE_MISMATCH;
    return cim_value_set_string(out, type, node->constant.scalar.string);
}

static enum cim_status datetime_constant(struct wql_node *node)
{
    struct text text = node->constant.scalar.string;
    struct cim_datetime datetime;
    char printed[26];
    if (node->constant.type != CIM_TYPE_STRING)
        return CIM_TYPE_MISMATCH;
    if (cim_datetime_parse(&datetime, text))
    {
        if (!wql_date_parse(&datetime, text))
            return CIM_TYPE_MISMATCH;
        cim_datetime_print(printed, &datetime);
        text = text_from(printed);
    }
    node->has_instant = cim_datetime_to_instant(&node->instant, &datetime) == CIM_OK;
    return cim_value_set_string(&node->typed, CIM_TYPE_DATETIME, text);
}

enum cim_status wql_resolve_constant(struct wql_node *node, enum cim_type type)
{
    node->type = type;
    cim_value_clear(&node->typed);
    if (node->op == WQL_LIKE)
        return string_constant(&node->typed, node, CIM_TYPE_STRING);
    if (type == CIM_TYPE_DATETIME)
        return datetime_constant(node);
    if (cim_type_is_string(type))
        return string_constant(&node->typed, node, type);
    if (type == CIM_TYPE_BOOLEAN)
        return boolean_constant(&node->typed, node);
    if (cim_type_is_real(type))
        return real_constant(&node->typed, node, type);
    return integer_constant(&node->typed, node, type);
}

/* --- predicates ------------------------------------------------------------------------------- */

static enum cim_status refuse(struct cim_error *err, const struct wql_node *node,
                              const struct cim_class *cls, const char *what)
{
    const char *name = cls ? cls->name : "meta_class";
    cim_fail(err, CIM_INVALID_QUERY, "query on class \"%s\", property \"%s\": %s", name,
             node->property, what);
    cim_error_set_class(err, name);
    cim_error_set_property(err, node->property);
    return CIM_INVALID_QUERY;
}

/* The name is known: does the operator suit the type, the constant too? */
static enum cim_status check_type(struct wql_node *node, enum cim_type type, bool is_array,
                                  const struct cim_class *cls, struct cim_error *err)
{
    node->type = type;
    if (node->op == WQL_IS_NULL)
        return CIM_OK;
    if (is_array)
        return refuse(err, node, cls, "an array cannot be queried");
    if ((node->op == WQL_ISA) != (type == CIM_TYPE_OBJECT))
        return refuse(err, node, cls, "the operator does not suit its type");
    if (node->op == WQL_ISA)
        return CIM_OK;
    enum cim_status status = wql_resolve_constant(node, type);
    if (status == CIM_TYPE_MISMATCH || status == CIM_VALUE_OUT_OF_RANGE)
        return refuse(err, node, cls, "the constant does not suit its type");
    return status;
}

static enum cim_status resolve_dotted(struct wql_node *node, size_t head_size,
                                      const struct cim_class *cls, struct cim_error *err)
{
    struct text head = {node->property, head_size};
    const struct cim_property *property = cls ? cim_class_find(cls, head) : NULL;
    if (!property)
        return refuse(err, node, cls, "there is no such property");
    if (property->type != CIM_TYPE_OBJECT || property->is_array)
        return refuse(err, node, cls, "its first part is not an object");
    node->head = (int32_t)(property - cls->properties);
    return CIM_OK;
}

static enum cim_status resolve_predicate(struct wql_node *node, const struct cim_class *cls,
                                         struct cim_error *err)
{
    enum cim_type type;
    struct text name = text_from(node->property);
    const char *dot = memchr(name.data, '.', name.size);
    cim_value_clear(&node->typed);
    node->index = node->head = -1;
    node->has_instant = false;
    node->type = CIM_TYPE_NONE;
    if (dot)
    {
        node->system = WQL_NO_SYSTEM;
        return resolve_dotted(node, (size_t)(dot - name.data), cls, err);
    }
    node->system = wql_find_system(name, &type);
    if (node->system)
        return check_type(node, type, false, cls, err);
    const struct cim_property *property = cls ? cim_class_find(cls, name) : NULL;
    if (!property)
        return refuse(err, node, cls, "there is no such property");
    node->index = (int32_t)(property - cls->properties);
    return check_type(node, property->type, property->is_array, cls, err);
}

static enum cim_status resolve_nodes(struct wql_node *node, const struct cim_class *cls,
                                     struct cim_error *err)
{
    for (; node; node = node->right)
    {
        enum cim_status status = node->kind == WQL_PREDICATE ? resolve_predicate(node, cls, err)
                                                             : resolve_nodes(node->left, cls, err);
        if (status)
            return status;
    }
    return CIM_OK;
}

/* --- columns ---------------------------------------------------------------------------------- */

static bool is_column(const struct cim_class *cls, const char *column)
{
    enum cim_type type;
    struct text name = text_from(column);
    const char *dot = memchr(name.data, '.', name.size);
    if (dot)
        name.size = (size_t)(dot - name.data);
    if (!dot &&
        (wql_find_system(name, &type) || text_equal_fold(name, TEXT_LITERAL("__DERIVATION"))))
        return true;
    const struct cim_property *property = cim_class_find(cls, name);
    return property && (!dot || (property->type == CIM_TYPE_OBJECT && !property->is_array));
}

static enum cim_status resolve_columns(const struct wql_query *query, const struct cim_class *cls,
                                       struct cim_error *err)
{
    for (size_t i = 0; i < query->column_count; i++)
    {
        if (is_column(cls, query->columns[i]))
            continue;
        cim_fail(err, CIM_INVALID_QUERY, "class \"%s\" has no property \"%s\" to select", cls->name,
                 query->columns[i]);
        cim_error_set_class(err, cls->name);
        cim_error_set_property(err, query->columns[i]);
        return CIM_INVALID_QUERY;
    }
    return CIM_OK;
}

enum cim_status wql_resolve(struct wql_query *query, const struct cim_class *cls,
                            struct cim_error *err)
{
    if (query->kind != WQL_SELECT && query->kind != WQL_SCHEMA)
        return cim_fail(err, CIM_INVALID_QUERY, "only a SELECT has a WHERE clause over properties");
    if (!cls && query->kind != WQL_SCHEMA)
        return cim_fail(err, CIM_INVALID_PARAMETER, "a data query needs a class");
    enum cim_status status = cls ? resolve_columns(query, cls, err) : CIM_OK;
    if (!status)
        status = resolve_nodes(query->where, cls, err);
    if (status == CIM_NO_MEMORY)
        cim_fail(err, status, "out of memory");
    return status;
}

/* Equal values of these types are equal key bytes. */
static bool is_exact(const struct wql_node *node)
{
    return node->typed.type == node->type && !cim_type_is_real(node->type) &&
           node->type != CIM_TYPE_DATETIME;
}

static const struct cim_value *required_below(const struct wql_node *node, size_t property_index)
{
    while (node && node->kind == WQL_AND)
    {
        const struct cim_value *found = required_below(node->left, property_index);
        if (found)
            return found;
        node = node->right;
    }
    if (!node || node->kind != WQL_PREDICATE || node->op != WQL_EQ || node->index < 0)
        return NULL;
    return (size_t)node->index == property_index && is_exact(node) ? &node->typed : NULL;
}

const struct cim_value *wql_required_equal(const struct wql_query *query, size_t property_index)
{
    return required_below(query->where, property_index);
}
