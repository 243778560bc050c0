/* WQL: parse a data query and evaluate its WHERE clause. Knows nothing of storage: the evaluator asks for a
 * property through a callback. Grammar and semantics: behaviour.md 15. Parsing does not recurse without a
 * limit; LIKE works in linear memory and in time linear in pattern x text. */
#ifndef SWBEM_CIM_WQL_H
#define SWBEM_CIM_WQL_H

#include "class.h"
#include "object.h"

#define WQL_TEXT_MAXIMUM ((size_t)4 << 20)
#define WQL_MAX_TERMS    4096 /* predicates of one query: more is CIM_QUOTA_VIOLATION */
#define WQL_MAX_DEPTH    512  /* parentheses and NOTs */

enum wql_kind
{
    WQL_SELECT,      /* data query */
    WQL_SCHEMA,      /* SELECT * FROM meta_class */
    WQL_ASSOCIATORS, /* ASSOCIATORS OF {path} ... */
    WQL_REFERENCES,  /* REFERENCES OF {path} ... */
};

enum wql_operator
{
    WQL_EQ,
    WQL_NE,
    WQL_LT,
    WQL_LE,
    WQL_GT,
    WQL_GE,
    WQL_LIKE,
    WQL_ISA,
    WQL_IS_NULL,
};

enum wql_node_kind
{
    WQL_AND,
    WQL_OR,
    WQL_NOT,
    WQL_PREDICATE,
};

/* The system properties that a WHERE clause may name. */
enum wql_system
{
    WQL_NO_SYSTEM = 0,
    WQL_SYSTEM_CLASS,
    WQL_SYSTEM_SUPERCLASS,
    WQL_SYSTEM_DYNASTY,
    WQL_SYSTEM_GENUS,
    WQL_SYSTEM_PROPERTY_COUNT,
    WQL_SYSTEM_RELPATH,
    WQL_SYSTEM_PATH,
    WQL_SYSTEM_SERVER,
    WQL_SYSTEM_NAMESPACE,
    WQL_SYSTEM_THIS, /* __this: the object itself, for ISA */
};

/* Chains of AND and of OR hang to the right: walk them by a loop, recurse to the left alone. */
struct wql_node
{
    enum wql_node_kind kind;
    struct wql_node *left, *right; /* AND, OR; NOT has left */
    enum wql_operator op;          /* predicate, mirrored so that the property is on the left */
    char *property;                /* dotted name as written */
    struct cim_value
        constant; /* as written: CIM_TYPE_STRING, CIM_TYPE_SINT64, CIM_TYPE_UINT64, CIM_TYPE_REAL64, CIM_TYPE_BOOLEAN or NULL */
    struct cim_value typed; /* after wql_resolve(): converted to the property's type, or a 64-bit
                                    number beyond its range; CIM_TYPE_NONE when not resolved */
    int32_t index;          /* after wql_resolve(): property index, or -1 (system or dotted name) */
    int32_t head; /* after wql_resolve(): property index of the first part of a dotted name */
    enum wql_system system; /* after wql_resolve() */
    enum cim_type type; /* after wql_resolve(): the property's; CIM_TYPE_NONE when each row tells */
    bool has_instant;   /* `typed` is a complete datetime, */
    int64_t instant;    /* this one */
};

struct wql_query
{
    enum wql_kind kind;
    bool all_columns;
    char **columns; /* owned names as written */
    size_t column_count;
    char *class_name;
    struct wql_node *where; /* NULL: none */
    char *path;             /* ASSOCIATORS, REFERENCES: text between the braces */
    char *assoc_class, *result_class, *result_role, *role, *required_qualifier,
        *required_assoc_qualifier;
    bool class_defs_only, schema_only, keys_only;
};

/** @param out owned; wql_query_free()
 *  @return CIM_INVALID_QUERY (err has line and column), CIM_QUOTA_VIOLATION, CIM_NO_MEMORY */
enum cim_status wql_parse(struct wql_query **out, struct text text, struct cim_error *err);
void wql_query_free(struct wql_query *query); /* takes NULL */
/** Check a data query against its class: unknown names, operators illegal for a type, constants that do not fit.
 *  Fills index and typed. @param cls  NULL for a schema query, which knows system properties only
 *  @return CIM_INVALID_QUERY, CIM_NO_MEMORY */
enum cim_status wql_resolve(struct wql_query *query, const struct cim_class *cls,
                            struct cim_error *err);
/** Evaluate the WHERE clause of a resolved query on an instance of `cls` or of a descendant (layout prefix!);
 *  of a schema query, on a class object. Scalars of the instance itself are compared where they lie.
 *  @return CIM_OK with *out, CIM_NO_MEMORY */
enum cim_status wql_match(bool *out, const struct wql_query *query,
                          const struct cim_object *object);
/** The constant that the property must equal in every matching row (AND-ed at top level), of the property's
 *  type, or NULL. Not for reals and datetimes, where equal values may be unequal bytes. Borrowed. */
const struct cim_value *wql_required_equal(const struct wql_query *query, size_t property_index);
/** LIKE of behaviour.md 15.3, without case. */
bool wql_like(struct text text, struct text pattern);

#endif
