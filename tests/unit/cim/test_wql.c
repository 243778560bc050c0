/* WQL: grammar, precedence, resolving, matching (behaviour.md 15), with hostile queries and failing
 * allocations. */
#include <string.h>

#include "cim/wql.h"
#include "fault.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- the tree as text --------------------------------------------------------------------------- */

static void print_constant(struct buffer *out, const struct cim_value *constant)
{
    if (constant->is_null)
        buffer_append_string(out, "NULL");
    else if (constant->type == CIM_TYPE_STRING)
    {
        buffer_append_char(out, '\'');
        buffer_append_text(out, constant->scalar.string);
        buffer_append_char(out, '\'');
    }
    else
        cim_scalar_to_text(out, constant->type, &constant->scalar);
}

static void print_node(struct buffer *out, const struct wql_node *node)
{
    static const char *const operators[] = {"=",  "<>",     "<",     "<=",   ">",
                                            ">=", " LIKE ", " ISA ", " NULL"};
    if (node->kind == WQL_PREDICATE)
    {
        buffer_append_string(out, node->property);
        buffer_append_string(out, operators[node->op]);
        if (node->op != WQL_IS_NULL)
            print_constant(out, &node->constant);
        return;
    }
    buffer_append_char(out, '(');
    if (node->kind == WQL_NOT)
        buffer_append_string(out, "NOT ");
    print_node(out, node->left);
    if (node->kind != WQL_NOT)
    {
        buffer_append_string(out, node->kind == WQL_AND ? " AND " : " OR ");
        print_node(out, node->right);
    }
    buffer_append_char(out, ')');
}

static void print_query(struct buffer *out, const struct wql_query *query)
{
    buffer_append_string(out, query->all_columns ? "*" : "");
    for (size_t i = 0; i < query->column_count; i++)
        buffer_append_format(out, "%s%s", i ? "," : "", query->columns[i]);
    buffer_append_format(out, "|%s|", query->class_name);
    if (query->where)
        print_node(out, query->where);
}

static const struct
{
    const char *text;
    const char *printed; /* NULL: refused */
} selects[] = {
    {"SELECT * FROM A", "*|A|"},
    {"select*from A", "*|A|"},
    {"  sElEcT\t*\r\nFrOm A \n", "*|A|"},
    {"SELECT a FROM A", "a|A|"},
    {"SELECT a, b ,c,__CLASS FROM Win32_Process", "a,b,c,__CLASS|Win32_Process|"},
    {"SELECT E.x.y, E.* FROM A", "E.x.y,E.*|A|"},
    {"SELECT Group, Role, By, Of FROM Within", "Group,Role,By,Of|Within|"},
    {"SELECT * FROM A WHERE a=1", "*|A|a=1"},
    {"SELECT * FROM A WHERE a = 1 ", "*|A|a=1"},
    {"SELECT * FROM A WHERE a=-1", "*|A|a=-1"},
    {"SELECT * FROM A WHERE a=+1", "*|A|a=1"},
    {"SELECT * FROM A WHERE a=18446744073709551615", "*|A|a=18446744073709551615"},
    {"SELECT * FROM A WHERE a=-9223372036854775808", "*|A|a=-9223372036854775808"},
    {"SELECT * FROM A WHERE a=1.5", "*|A|a=1.5"},
    {"SELECT * FROM A WHERE a=-.5", "*|A|a=-0.5"},
    {"SELECT * FROM A WHERE a=2e3", "*|A|a=2000"},
    {"SELECT * FROM A WHERE a=25E-1", "*|A|a=2.5"},
    {"SELECT * FROM A WHERE a='x'", "*|A|a='x'"},
    {"SELECT * FROM A WHERE a=\"it's\"", "*|A|a='it's'"},
    {"SELECT * FROM A WHERE a='say \"x\"'", "*|A|a='say \"x\"'"},
    {"SELECT * FROM A WHERE a=\"\\\"\\'\\\\\"", "*|A|a='\"'\\'"},
    {"SELECT * FROM A WHERE a='c:\\temp'", "*|A|a='c:\\temp'"},
    {"SELECT * FROM A WHERE a=''", "*|A|a=''"},
    {"SELECT * FROM A WHERE a=true", "*|A|a=TRUE"},
    {"SELECT * FROM A WHERE a=FALSE", "*|A|a=FALSE"},
    {"SELECT * FROM A WHERE a<>1", "*|A|a<>1"},
    {"SELECT * FROM A WHERE a!=1", "*|A|a<>1"},
    {"SELECT * FROM A WHERE a<1", "*|A|a<1"},
    {"SELECT * FROM A WHERE a<=1", "*|A|a<=1"},
    {"SELECT * FROM A WHERE a>=1", "*|A|a>=1"},
    {"SELECT * FROM A WHERE 1=a", "*|A|a=1"},
    {"SELECT * FROM A WHERE 1<>a", "*|A|a<>1"},
    {"SELECT * FROM A WHERE 1<a", "*|A|a>1"},
    {"SELECT * FROM A WHERE 1<=a", "*|A|a>=1"},
    {"SELECT * FROM A WHERE 1>a", "*|A|a<1"},
    {"SELECT * FROM A WHERE 'x'>=a.b", "*|A|a.b<='x'"},
    {"SELECT * FROM A WHERE TRUE=a", "*|A|a=TRUE"},
    {"SELECT * FROM A WHERE a IS NULL", "*|A|a NULL"},
    {"SELECT * FROM A WHERE a is not null", "*|A|(NOT a NULL)"},
    {"SELECT * FROM A WHERE a=NULL", "*|A|a NULL"},
    {"SELECT * FROM A WHERE NULL=a", "*|A|a NULL"},
    {"SELECT * FROM A WHERE a<>NULL", "*|A|(NOT a NULL)"},
    {"SELECT * FROM A WHERE NULL!=a", "*|A|(NOT a NULL)"},
    {"SELECT * FROM A WHERE a LIKE '%x'", "*|A|a LIKE '%x'"},
    {"SELECT * FROM A WHERE a NOT LIKE '%x'", "*|A|(NOT a LIKE '%x')"},
    {"SELECT * FROM A WHERE NOT a LIKE '%x'", "*|A|(NOT a LIKE '%x')"},
    {"SELECT * FROM A WHERE a ISA 'B'", "*|A|a ISA 'B'"},
    {"SELECT * FROM A WHERE a isa B", "*|A|a ISA 'B'"},
    {"SELECT * FROM A WHERE a.b.c=1", "*|A|a.b.c=1"},
    {"SELECT * FROM A WHERE __CLASS='B'", "*|A|__CLASS='B'"},
    {"SELECT * FROM A WHERE a=1 OR b=2 AND c=3", "*|A|(a=1 OR (b=2 AND c=3))"},
    {"SELECT * FROM A WHERE a=1 AND b=2 OR c=3", "*|A|((a=1 AND b=2) OR c=3)"},
    {"SELECT * FROM A WHERE (a=1 OR b=2) AND c=3", "*|A|((a=1 OR b=2) AND c=3)"},
    {"SELECT * FROM A WHERE NOT a=1 AND b=2", "*|A|((NOT a=1) AND b=2)"},
    {"SELECT * FROM A WHERE NOT (a=1 AND b=2)", "*|A|(NOT (a=1 AND b=2))"},
    {"SELECT * FROM A WHERE NOT NOT a=1", "*|A|a=1"},
    {"SELECT * FROM A WHERE NOT NOT NOT a=1", "*|A|(NOT a=1)"},
    {"SELECT * FROM A WHERE a=1 and b=2 and c=3", "*|A|(a=1 AND (b=2 AND c=3))"},
    {"SELECT * FROM A WHERE a=1 or b=2 or c=3", "*|A|(a=1 OR (b=2 OR c=3))"},
    {"SELECT * FROM A WHERE a=1 OR b=2 AND c=3 OR d=4", "*|A|(a=1 OR ((b=2 AND c=3) OR d=4))"},
    {"SELECT * FROM A WHERE ((((a=1))))", "*|A|a=1"},
    {"SELECT * FROM A WHERE(a=1)AND(b=2)", "*|A|(a=1 AND b=2)"},
    {"SELECT * FROM meta_class WHERE __this ISA 'B'", "*|meta_class|__this ISA 'B'"},
    {"SELECT * FROM Meta_Class", "*|Meta_Class|"},

    {"", NULL},
    {" ", NULL},
    {"SELECT", NULL},
    {"SELECT *", NULL},
    {"SELECT * FROM", NULL},
    {"SELECT FROM A", NULL},
    {"SELECT *, a FROM A", NULL},
    {"SELECT a, FROM A", NULL},
    {"SELECT a b FROM A", NULL},
    {"SELECT a. FROM A", NULL},
    {"SELECT a.*.b FROM A", NULL},
    {"SELECT 'a' FROM A", NULL},
    {"SELECT * FROM A;", NULL},
    {"SELECT * FROM A, B", NULL},
    {"SELECT * FROM A B", NULL},
    {"SELECT * FROM A.B", NULL},
    {"SELECT * FROM 'A'", NULL},
    {"SELECT * FROM WHERE", NULL},
    {"SELECT * FROM A WHERE", NULL},
    {"SELECT * FROM A WHERE a", NULL},
    {"SELECT * FROM A WHERE a=", NULL},
    {"SELECT * FROM A WHERE =1", NULL},
    {"SELECT * FROM A WHERE a=b", NULL},
    {"SELECT * FROM A WHERE 1=1", NULL},
    {"SELECT * FROM A WHERE 1", NULL},
    {"SELECT * FROM A WHERE a==1", NULL},
    {"SELECT * FROM A WHERE a=1=1", NULL},
    {"SELECT * FROM A WHERE a=<1", NULL},
    {"SELECT * FROM A WHERE a=1 AND", NULL},
    {"SELECT * FROM A WHERE AND a=1", NULL},
    {"SELECT * FROM A WHERE a=1 b=2", NULL},
    {"SELECT * FROM A WHERE a=1 XOR b=2", NULL},
    {"SELECT * FROM A WHERE NOT", NULL},
    {"SELECT * FROM A WHERE (a=1", NULL},
    {"SELECT * FROM A WHERE a=1)", NULL},
    {"SELECT * FROM A WHERE ()", NULL},
    {"SELECT * FROM A WHERE a<NULL", NULL},
    {"SELECT * FROM A WHERE NULL>=a", NULL},
    {"SELECT * FROM A WHERE a IS 5", NULL},
    {"SELECT * FROM A WHERE a IS NOT 5", NULL},
    {"SELECT * FROM A WHERE a IS", NULL},
    {"SELECT * FROM A WHERE a LIKE 5", NULL},
    {"SELECT * FROM A WHERE a LIKE NULL", NULL},
    {"SELECT * FROM A WHERE 'x' LIKE a", NULL},
    {"SELECT * FROM A WHERE a NOT = 5", NULL},
    {"SELECT * FROM A WHERE a ISA 5", NULL},
    {"SELECT * FROM A WHERE a ISA", NULL},
    {"SELECT * FROM A WHERE a='x", NULL},
    {"SELECT * FROM A WHERE a=\"x\\\"", NULL},
    {"SELECT * FROM A WHERE a=5x", NULL},
    {"SELECT * FROM A WHERE a=5.", NULL},
    {"SELECT * FROM A WHERE a=1.2.3", NULL},
    {"SELECT * FROM A WHERE a=- 5", NULL},
    {"SELECT * FROM A WHERE a=--5", NULL},
    {"SELECT * FROM A WHERE a=1e999", NULL},
    {"SELECT * FROM A WHERE a=18446744073709551616", NULL},
    {"SELECT * FROM A WHERE a=-9223372036854775809", NULL},
    {"SELECT * FROM A WHERE a.=1", NULL},
    {"SELECT * FROM A WHERE a..b=1", NULL},
    {"SELECT * FROM A WHERE a[0]=1", NULL},
    {"SELECT * FROM A WHERE TRUE IS NULL", NULL},
    {"SELECT * FROM A ORDER BY a", NULL},
    {"SELECT * FROM A WITHIN 5", NULL},
    {"SELECT * FROM A WHERE a=1 GROUP WITHIN 5", NULL},
    {"SELECT COUNT(*) FROM A", NULL},
    {"SELECT a FROM meta_class", NULL},
    {"SELECT * FROM A\\B", NULL},
    {"DELETE FROM A", NULL},
    {"{A}", NULL},
};

START_TEST(select_grammar)
{
    for (size_t i = 0; i < COUNT_OF(selects); i++)
    {
        struct wql_query *query = NULL;
        struct cim_error err = {0};
        struct buffer printed;
        const char *text = selects[i].text;
        enum cim_status status = wql_parse(&query, text_from(text), &err);
        if (!selects[i].printed)
        {
            ck_assert_msg(status == CIM_INVALID_QUERY, "%s: %s", text, cim_status_name(status));
            ck_assert_ptr_null(query);
            ck_assert_msg(err.line == 1 && err.column >= 1 && err.column <= strlen(text) + 1,
                          "%s: %u, %u", text, err.line, err.column);
            continue;
        }
        ck_assert_msg(status == CIM_OK, "%s: %s", text, err.message);
        buffer_init(&printed, 0);
        print_query(&printed, query);
        ck_assert_msg(text_equal(buffer_text(&printed), text_from(selects[i].printed)), "%s: %s",
                      text, (char *)printed.data);
        buffer_free(&printed);
        wql_query_free(query);
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(position_of_an_error)
{
    struct wql_query *query;
    struct cim_error err;
    ck_assert_int_eq(wql_parse(&query, text_from("SELECT *\nFROM A\n WHERE \xC3\xA4 = ;"), &err),
                     CIM_INVALID_QUERY);
    ck_assert_uint_eq(err.line, 3);
    ck_assert_uint_eq(err.column, 12);
    ck_assert_msg(strstr(err.message, "unexpected character"), "%s", err.message);
    ck_assert_int_eq(wql_parse(&query, text_from("SELECT * FORM A"), &err), CIM_INVALID_QUERY);
    ck_assert_msg(strstr(err.message, "FROM is expected at FORM A"), "%s", err.message);
    wql_query_free(NULL);
}
END_TEST

/* --- ASSOCIATORS OF, REFERENCES OF -------------------------------------------------------------- */

static const struct
{
    const char *text;
    bool legal;
} related[] = {
    {"ASSOCIATORS OF {A.B=\"x\"}", true},
    {"associators of{A=1}where classdefsonly", true},
    {"ASSOCIATORS OF {\\\\.\\root\\cimv2:A.B=\"}\"} WHERE ResultClass = C Role = r", true},
    {"ASSOCIATORS OF {A.B='x y'} WHERE AssocClass=C ResultRole=x RequiredQualifier=q "
     "RequiredAssocQualifier=p KeysOnly",
     true},
    {"ASSOCIATORS OF {A} WHERE SchemaOnly", true},
    {"ASSOCIATORS OF {A}", true},
    {"REFERENCES OF {A.B=1}", true},
    {"REFERENCES OF {A.B=1} WHERE ResultClass=C Role=r RequiredQualifier=q", true},
    {"REFERENCES OF {A} WHERE SchemaOnly KeysOnly", true},

    {"ASSOCIATORS {A}", false},
    {"ASSOCIATORS OF A", false},
    {"ASSOCIATORS OF {}", false},
    {"ASSOCIATORS OF {A", false},
    {"ASSOCIATORS OF {A.B=\"}", false},
    {"ASSOCIATORS OF { A }", false},
    {"ASSOCIATORS OF {A.B = 1}", false},
    {"ASSOCIATORS OF {root\\cimv2}", false},
    {"ASSOCIATORS OF {A} B", false},
    {"ASSOCIATORS OF {A} WHERE", false},
    {"ASSOCIATORS OF {A} WHERE Nonsense", false},
    {"ASSOCIATORS OF {A} WHERE Role", false},
    {"ASSOCIATORS OF {A} WHERE Role=", false},
    {"ASSOCIATORS OF {A} WHERE Role='x'", false},
    {"ASSOCIATORS OF {A} WHERE Role<>x", false},
    {"ASSOCIATORS OF {A} WHERE Role=x AND KeysOnly", false},
    {"ASSOCIATORS OF {A} WHERE Role=x, KeysOnly", false},
    {"ASSOCIATORS OF {A} WHERE Role=x Role=x", false},
    {"ASSOCIATORS OF {A} WHERE KeysOnly KeysOnly", false},
    {"ASSOCIATORS OF {A} WHERE KeysOnly;", false},
    {"ASSOCIATORS OF {A} WHERE ClassDefsOnly ResultClass=C", false},
    {"ASSOCIATORS OF {A} WHERE ClassDefsOnly SchemaOnly", false},
    {"ASSOCIATORS OF {A.B=1} WHERE SchemaOnly", false},
    {"REFERENCES OF {A} WHERE AssocClass=C", false},
    {"REFERENCES OF {A} WHERE ResultRole=x", false},
    {"REFERENCES OF {A} WHERE RequiredAssocQualifier=q", false},
};

START_TEST(related_grammar)
{
    for (size_t i = 0; i < COUNT_OF(related); i++)
    {
        struct wql_query *query;
        struct cim_error err = {0};
        enum cim_status status = wql_parse(&query, text_from(related[i].text), &err);
        ck_assert_msg(status == (related[i].legal ? CIM_OK : CIM_INVALID_QUERY), "%s: %s, %s",
                      related[i].text, cim_status_name(status), err.message);
        if (!status)
            wql_query_free(query);
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(related_members)
{
    struct wql_query *query;
    ck_assert_int_eq(wql_parse(&query, text_from(related[3].text), NULL), CIM_OK);
    ck_assert_int_eq(query->kind, WQL_ASSOCIATORS);
    ck_assert_str_eq(query->path, "A.B='x y'");
    ck_assert_str_eq(query->assoc_class, "C");
    ck_assert_str_eq(query->result_role, "x");
    ck_assert_str_eq(query->required_qualifier, "q");
    ck_assert_str_eq(query->required_assoc_qualifier, "p");
    ck_assert_ptr_null(query->role);
    ck_assert(query->keys_only && !query->schema_only && !query->class_defs_only);
    ck_assert_int_eq(wql_resolve(query, NULL, NULL), CIM_INVALID_QUERY);
    wql_query_free(query);
    ck_assert_int_eq(wql_parse(&query, TEXT_LITERAL("ASSOCIATORS OF {A.B='\0'}"), NULL),
                     CIM_INVALID_QUERY);
}
END_TEST

/* --- a class with one property of each kind ----------------------------------------------------- */

static const struct
{
    const char *name;
    enum cim_type type;
    bool is_array;
} properties[] = {
    {"Name", CIM_TYPE_STRING, false},    {"s8", CIM_TYPE_SINT8, false},
    {"u8", CIM_TYPE_UINT8, false},       {"s32", CIM_TYPE_SINT32, false},
    {"u32", CIM_TYPE_UINT32, false},     {"s64", CIM_TYPE_SINT64, false},
    {"u64", CIM_TYPE_UINT64, false},     {"r32", CIM_TYPE_REAL32, false},
    {"r64", CIM_TYPE_REAL64, false},     {"flag", CIM_TYPE_BOOLEAN, false},
    {"c", CIM_TYPE_CHAR16, false},       {"when", CIM_TYPE_DATETIME, false},
    {"ref", CIM_TYPE_REFERENCE, false},  {"part", CIM_TYPE_OBJECT, false},
    {"list", CIM_TYPE_STRING, true},     {"none", CIM_TYPE_SINT32, false},
    {"nothing", CIM_TYPE_STRING, false}, {"hole", CIM_TYPE_OBJECT, false},
    {"span", CIM_TYPE_DATETIME, false},  {"late", CIM_TYPE_DATETIME, false},
};

static struct cim_class *base, *derived;
static struct cim_object *object, *inner;

static void set_text(struct cim_object *target, const char *name, const char *string)
{
    struct cim_value value = {.type = CIM_TYPE_STRING, .scalar.string = text_from(string)};
    enum cim_status status = cim_object_put(target, text_from(name), &value, NULL);
    ck_assert_msg(status == CIM_OK, "%s: %s", name, cim_status_name(status));
}

static void make_inner(void)
{
    struct cim_class *cls;
    ck_assert_int_eq(cim_class_new(&cls), CIM_OK);
    ck_assert_int_eq(cim_class_set_name(cls, text_from("Inner"), NULL), CIM_OK);
    ck_assert_int_eq(
        cim_class_add_property(cls, text_from("x"), CIM_TYPE_UINT32, false, NULL, NULL), CIM_OK);
    ck_assert_int_eq(
        cim_class_add_property(cls, text_from("empty"), CIM_TYPE_STRING, false, NULL, NULL),
        CIM_OK);
    ck_assert_int_eq(
        cim_class_add_property(cls, text_from("deep"), CIM_TYPE_OBJECT, false, NULL, NULL), CIM_OK);
    ck_assert_int_eq(cim_class_seal(cls, NULL), CIM_OK);
    struct cim_object *deepest;
    ck_assert_int_eq(cim_object_spawn(&deepest, cls), CIM_OK);
    ck_assert_int_eq(cim_object_spawn(&inner, cls), CIM_OK);
    set_text(deepest, "x", "77");
    set_text(inner, "x", "42");
    struct cim_value value = {.type = CIM_TYPE_OBJECT, .scalar.object = deepest};
    ck_assert_int_eq(cim_object_put(inner, text_from("deep"), &value, NULL), CIM_OK);
    cim_object_release(deepest);
    cim_class_release(cls);
}

static void make_classes(void)
{
    struct cim_value yes;
    cim_value_set_uint(&yes, CIM_TYPE_BOOLEAN, 1);
    ck_assert_int_eq(cim_class_new(&base), CIM_OK);
    ck_assert_int_eq(cim_class_set_name(base, text_from("Base"), NULL), CIM_OK);
    for (size_t i = 0; i < COUNT_OF(properties); i++)
        ck_assert_int_eq(cim_class_add_property(base, text_from(properties[i].name),
                                                properties[i].type, properties[i].is_array, NULL,
                                                NULL),
                         CIM_OK);
    ck_assert_int_eq(
        cim_class_put_property_qualifier(base, text_from("Name"), text_from("key"), &yes, 0, NULL),
        CIM_OK);
    ck_assert_int_eq(cim_class_seal(base, NULL), CIM_OK);
    ck_assert_int_eq(cim_class_derive(&derived, base, NULL), CIM_OK);
    ck_assert_int_eq(cim_class_set_name(derived, text_from("Derived"), NULL), CIM_OK);
    ck_assert_int_eq(
        cim_class_add_property(derived, text_from("more"), CIM_TYPE_STRING, false, NULL, NULL),
        CIM_OK);
    ck_assert_int_eq(cim_class_seal(derived, NULL), CIM_OK);
}

static void make_world(void)
{
    static const char *const values[][2] = {
        {"Name", "Explorer"},
        {"s8", "-5"},
        {"u8", "200"},
        {"s32", "-70000"},
        {"u32", "4000000000"},
        {"s64", "-9000000000000000000"},
        {"u64", "18000000000000000000"},
        {"r32", "0.1"},
        {"r64", "2.5"},
        {"flag", "TRUE"},
        {"c", "x"},
        {"when", "20200101120000.000000+060"},
        {"ref", "Other.Name=\"x\""},
        {"span", "00000001000000.000000:000"},
        {"late", "20200101******.000000+***"},
    };
    make_inner();
    make_classes();
    ck_assert_int_eq(cim_object_spawn(&object, derived), CIM_OK);
    for (size_t i = 0; i < COUNT_OF(values); i++)
        set_text(object, values[i][0], values[i][1]);
    struct cim_value value = {.type = CIM_TYPE_OBJECT, .scalar.object = inner};
    ck_assert_int_eq(cim_object_put(object, text_from("part"), &value, NULL), CIM_OK);
    ck_assert_int_eq(cim_value_init_array(&value, CIM_TYPE_STRING, 2), CIM_OK);
    ck_assert_int_eq(cim_object_put(object, text_from("list"), &value, NULL), CIM_OK);
    cim_value_clear(&value);
    ck_assert_int_eq(cim_object_decorate(object, "HOST", "root\\cimv2"), CIM_OK);
}

static void drop_world(void)
{
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(derived);
    cim_class_release(base);
    ck_assert_uint_eq(mem_live(), 0);
}

static enum cim_status prepare(struct wql_query **query, const char *where, struct cim_error *err)
{
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_string(&text, "SELECT * FROM Base WHERE ");
    buffer_append_string(&text, where);
    enum cim_status status = buffer_status(&text);
    if (status)
        cim_fail(err, status, "the test's own text");
    else
        status = wql_parse(query, buffer_text(&text), err);
    buffer_free(&text);
    if (status)
        return status;
    status = wql_resolve(*query, base, err);
    if (status)
        wql_query_free(*query);
    return status;
}

enum verdict
{
    NO,
    YES,
    BAD, /* refused by wql_resolve() */
};

static const struct
{
    const char *where;
    enum verdict verdict;
} matches[] = {
    /* texts: without case, for all operators */
    {"Name='explorer'", YES},
    {"NAME=\"EXPLORER\"", YES},
    {"Name<>'explorer'", NO},
    {"Name!='x'", YES},
    {"Name<'F'", YES},
    {"Name<'e'", NO},
    {"Name>'EXPL'", YES},
    {"Name>='EXPLORER'", YES},
    {"Name<='explorer'", YES},
    {"'F'>Name", YES},
    {"Name LIKE 'exp%'", YES},
    {"Name LIKE '%[q-s]'", YES},
    {"Name NOT LIKE 'exp%'", NO},
    {"NOT Name LIKE 'x%'", YES},
    {"Name=5", BAD},
    {"Name=TRUE", BAD},
    {"Name=1.5", BAD},
    {"ref='OTHER.name=\"X\"'", YES},
    {"ref LIKE 'Other%'", YES},
    {"ref=5", BAD},

    /* integers: by value, quoted or not, also beyond the type */
    {"s8=-5", YES},
    {"s8='-5'", YES},
    {"s8=300", NO},
    {"s8<300", YES},
    {"s8>-300", YES},
    {"u8=200", YES},
    {"u8>-1", YES},
    {"u8<-1", NO},
    {"u8<>-1", YES},
    {"u8=1.5", BAD},
    {"u8=200.0", BAD},
    {"u8='1.5'", BAD},
    {"u8='abc'", BAD},
    {"u8=''", BAD},
    {"u8=TRUE", BAD},
    {"u8<18446744073709551615", YES},
    {"u8='99999999999999999999'", BAD},
    {"s32=-70000", YES},
    {"s32<18446744073709551615", YES},
    {"-70001<s32", YES},
    {"u32=4000000000", YES},
    {"u32>2147483647", YES},
    {"u32<4000000001", YES},
    {"u32='4000000000'", YES},
    {"u32>'5'", YES}, /* not as texts */
    {"u32<'5'", NO},
    {"s64=-9000000000000000000", YES},
    {"s64='-9000000000000000000'", YES},
    {"s64<-8999999999999999999", YES},
    {"s64>'-9000000000000000001'", YES},
    {"u64=18000000000000000000", YES},
    {"u64='18000000000000000000'", YES},
    {"u64>9", YES},
    {"u64>-9", YES},
    {"u64<=17999999999999999999", NO},
    {"u32 LIKE '4%'", YES},
    {"s8 LIKE '-_'", YES},
    {"u8 LIKE '1%'", NO},
    {"c='x'", YES},
    {"c=120", YES},
    {"c='y'", NO},
    {"c='xy'", BAD},
    {"c<'y'", YES},

    {"r64=2.5", YES},
    {"r64='2.5'", YES},
    {"r64>2", YES},
    {"r64<2", NO},
    {"r64=2.5e0", YES},
    {"r64='x'", BAD},
    {"r64=TRUE", BAD},
    {"r32=0.1", YES},
    {"r32<1e300", YES},
    {"r64 LIKE '2%'", YES},

    /* booleans: = and <> alone */
    {"flag=TRUE", YES},
    {"flag=1", YES},
    {"flag=-1", YES},
    {"flag='TRUE'", YES},
    {"flag='false'", NO},
    {"flag=FALSE", NO},
    {"flag=0", NO},
    {"flag<>FALSE", YES},
    {"flag!=TRUE", NO},
    {"flag<TRUE", BAD},
    {"flag>=0", BAD},
    {"flag=5", BAD},
    {"flag=1.0", BAD},
    {"flag='x'", BAD},
    {"flag LIKE 'T%'", YES},

    /* datetimes: instants where both are complete */
    {"when='20200101120000.000000+060'", YES},
    {"when='20200101110000.000000+000'", YES},
    {"when='20200101120000.000000+000'", NO},
    {"when<'20200101113000.000000+000'", YES},
    {"when>'20200101113000.000000+000'", NO},
    {"when>='20200101000000.000000-000'", YES},
    {"when<>'20200101110000.000000+000'", NO},
    {"when='20200101******.000000+***'", NO},
    {"late='20200101******.000000+***'", YES},
    {"late<>'20200101110000.000000+000'", YES},
    {"span='00000001000000.000000:000'", YES},
    {"span<'00000002000000.000000:000'", YES},
    {"when LIKE '2020%'", YES},
    {"when='nonsense'", BAD},
    {"when=5", BAD},

    /* dates as people write them */
    {"when='20200101 11:00'", YES},
    {"when='Jan 1, 2020 11:00'", YES},
    {"when='January 1 20 11:00:00'", YES},
    {"when='jan 2020 01 11:00:00:000'", YES},
    {"when='1 Jan 2020 11 AM'", YES},
    {"when='01Jan2020 11:00AM'", YES},
    {"when='1 2020 Jan 11:00 am'", YES},
    {"when='2020 Jan 1 11:00'", YES},
    {"when='2020 1 January 11:00'", YES},
    {"when='1/1/2020 11:00'", YES},
    {"when='1-1-20 11:00'", YES},
    {"when='2020-01-01 11:00:00:000'", YES},
    {"when='2020.01.01 11:00'", YES},
    {"when='200101 11:00'", YES},
    {"when='1/1/2020 11:00 PM'", NO},
    {"when='1/1/2020 11:00:00:001'", NO},
    {"when>'12/31/2019'", YES},
    {"when>'Jan 2020'", YES},
    {"when>'2020 January'", YES},
    {"when>='2020'", YES},
    {"when<'20200102'", YES},
    {"when>'12/31/99'", YES},
    {"when<'1/1/2020 12 PM'", YES},
    {"when>'1/1/2020 12 AM'", YES},
    {"when='31/12/2019'", BAD},
    {"when='1/1-2020'", BAD},
    {"when='1/1/2020/'", BAD},
    {"when='1/1/2020 25:00'", BAD},
    {"when='1/1/2020 11'", BAD},
    {"when='1/1/2020 13:00 PM'", BAD},
    {"when='1/1/2020 11:00 XM'", BAD},
    {"when='1/1/2020 11:00 AM x'", BAD},
    {"when='1/1/2020 11:'", BAD},
    {"when='1/1/202'", BAD},
    {"when='Foo 1 2020'", BAD},
    {"when='Jan'", BAD},
    {"when='Jan 1'", BAD},
    {"when='Jan 1 2 2020'", BAD},
    {"when='Jan Feb 2020'", BAD},
    {"when='11:00'", BAD},
    {"when=''", BAD},
    {"when='99999999999999999999'", BAD},
    {"when='1/1/2020 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'", BAD},

    /* NULL */
    {"none IS NULL", YES},
    {"none IS NOT NULL", NO},
    {"none=NULL", YES},
    {"none<>NULL", NO},
    {"NULL=none", YES},
    {"none=0", NO},
    {"none<>0", NO},
    {"none!=0", NO},
    {"none<1", NO},
    {"NOT none=0", YES},
    {"nothing=''", NO},
    {"nothing<>'x'", NO},
    {"nothing LIKE '%'", NO},
    {"Name IS NULL", NO},
    {"Name IS NOT NULL", YES},
    {"flag IS NOT NULL", YES},
    {"list IS NOT NULL", YES},
    {"part IS NULL", NO},
    {"hole IS NULL", YES},
    {"list='x'", BAD},
    {"list LIKE 'x'", BAD},

    /* embedded objects */
    {"part ISA 'Inner'", YES},
    {"part ISA inner", YES},
    {"part ISA 'Base'", NO},
    {"hole ISA 'Inner'", NO},
    {"part.x=42", YES},
    {"PART.X='42'", YES},
    {"part.x>42", NO},
    {"42<=part.x", YES},
    {"part.x LIKE '4_'", YES},
    {"part.x IS NOT NULL", YES},
    {"part.empty IS NULL", YES},
    {"part.empty=''", NO},
    {"part.unknown=1", NO},
    {"part.unknown IS NULL", NO},
    {"part.x.y=1", NO},
    {"part.x=1.5", NO},
    {"part.deep.x=77", YES},
    {"part.deep.deep IS NULL", YES},
    {"part.deep.deep.x=1", NO},
    {"part.deep ISA 'Inner'", YES},
    {"part.__CLASS='inner'", YES},
    {"part.__CLASS LIKE 'Inn%'", YES},
    {"part.__GENUS=2", YES},
    {"part.__NOTHING='x'", NO},
    {"hole.x IS NULL", YES},
    {"hole.x=1", NO},
    {"part=1", BAD},
    {"part='x'", BAD},
    {"part LIKE 'x'", BAD},
    {"Name ISA 'Inner'", BAD},
    {"Name.x=1", BAD},
    {"unknown=1", BAD},
    {"unknown.x=1", BAD},
    {"more='x'", BAD}, /* of the subclass */
    {"unknown IS NULL", BAD},
    {"_Class='x'", BAD},

    /* system properties */
    {"__CLASS='Derived'", YES},
    {"__class='derived'", YES},
    {"__CLASS<>'Derived'", NO},
    {"__CLASS='Base'", NO},
    {"__CLASS='Base' OR __CLASS='Derived'", YES},
    {"__CLASS LIKE 'Der%'", YES},
    {"NOT __CLASS<'Win32'", NO},
    {"__SUPERCLASS='base'", YES},
    {"__SUPERCLASS IS NULL", NO},
    {"__DYNASTY='Base'", YES},
    {"__GENUS=2", YES},
    {"__GENUS='2'", YES},
    {"__GENUS>2", NO},
    {"__PROPERTY_COUNT=21", YES},
    {"__RELPATH='Derived.Name=\\\"Explorer\\\"'", YES},
    {"__PATH LIKE '\\\\\\\\HOST\\\\root\\\\cimv2:Derived.%'", YES},
    {"__SERVER='host'", YES},
    {"__NAMESPACE='ROOT\\\\cimv2'", YES},
    {"__this ISA 'Base'", YES},
    {"__this ISA 'Other'", NO},
    {"__this='x'", BAD},
    {"__CLASS ISA 'x'", BAD},
    {"__CLASS=5", BAD},
    {"__DERIVATION='x'", BAD},
    {"__UNKNOWN='x'", BAD},

    /* AND, OR, NOT */
    {"s8=-5 AND u8=200", YES},
    {"s8=-5 AND u8=1", NO},
    {"s8=1 OR u8=200", YES},
    {"s8=1 OR u8=1", NO},
    {"flag=TRUE OR s8=1 AND u8=1", YES}, /* (a OR b) AND c would say no */
    {"(flag=TRUE OR s8=1) AND u8=1", NO},
    {"u8=1 AND s8=1 OR flag=TRUE", YES},
    {"NOT u8=1 AND s8=-5", YES},
    {"NOT (u8=200 AND s8=-5)", NO},
    {"NOT (u8=1 OR NOT s8=-5)", YES},
    {"s8=-5 AND unknown=1", BAD},
    {"s8=-5 OR (u8=200 AND NOT unknown=1)", BAD},
};

START_TEST(match_table)
{
    make_world();
    for (size_t i = 0; i < COUNT_OF(matches); i++)
    {
        struct wql_query *query;
        struct cim_error err = {0};
        const char *where = matches[i].where;
        enum cim_status status = prepare(&query, where, &err);
        if (matches[i].verdict == BAD)
        {
            ck_assert_msg(status == CIM_INVALID_QUERY, "%s: %s", where, cim_status_name(status));
            ck_assert_msg(err.message[0] && err.property[0], "%s: %s", where, err.message);
            continue;
        }
        ck_assert_msg(status == CIM_OK, "%s: %s", where, err.message);
        bool got = false;
        ck_assert_int_eq(wql_match(&got, query, object), CIM_OK);
        ck_assert_msg(got == (matches[i].verdict == YES), "%s: %d", where, got);
        wql_query_free(query);
    }
    drop_world();
}
END_TEST

START_TEST(undecorated_and_keyless)
{
    struct wql_query *query;
    struct cim_object *empty;
    bool got = false;
    make_world();
    ck_assert_int_eq(cim_object_spawn(&empty, base), CIM_OK);
    ck_assert_int_eq(prepare(&query,
                             "__SERVER IS NULL AND __NAMESPACE IS NULL AND __RELPATH IS NULL AND "
                             "__PATH=NULL AND __SUPERCLASS IS NULL AND __DYNASTY='Base' AND "
                             "Name IS NULL AND NOT __RELPATH='x'",
                             NULL),
                     CIM_OK);
    ck_assert_int_eq(wql_match(&got, query, empty), CIM_OK);
    ck_assert(got);
    wql_query_free(query);
    cim_object_release(empty);
    drop_world();
}
END_TEST

START_TEST(no_memory_for_scalars)
{
    static const char *const plain[] = {
        "Name='explorer' AND u32>5 AND s8<0 AND r64>1 AND flag=TRUE",
        "Name LIKE '%x%' AND u32 LIKE '4%'",
        "when>'20000101000000.000000+000' AND none IS NULL",
        "__CLASS='Derived' AND ref<>'x'",
    };
    make_world();
    for (size_t i = 0; i < COUNT_OF(plain); i++)
    {
        struct wql_query *query;
        bool got = false;
        ck_assert_int_eq(prepare(&query, plain[i], NULL), CIM_OK);
        mem_fail_nth(1);
        ck_assert_int_eq(wql_match(&got, query, object), CIM_OK);
        ck_assert_msg(!mem_fail_hit(), "%s allocates", plain[i]);
        ck_assert_msg(got, "%s", plain[i]);
        mem_fail_nth(0);
        wql_query_free(query);
    }
    drop_world();
}
END_TEST

START_TEST(columns_are_checked)
{
    static const struct
    {
        const char *text;
        enum cim_status status;
    } rows[] = {
        {"SELECT Name,U32,__PATH,__DERIVATION FROM Base", CIM_OK},
        {"SELECT part.x,part.* FROM Base", CIM_OK},
        {"SELECT unknown FROM Base", CIM_INVALID_QUERY},
        {"SELECT Name,Name.x FROM Base", CIM_INVALID_QUERY},
        {"SELECT __NOTHING FROM Base", CIM_INVALID_QUERY},
    };
    make_world();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
    {
        struct wql_query *query;
        ck_assert_int_eq(wql_parse(&query, text_from(rows[i].text), NULL), CIM_OK);
        enum cim_status status = wql_resolve(query, base, NULL);
        ck_assert_msg(status == rows[i].status, "%s: %s", rows[i].text, cim_status_name(status));
        wql_query_free(query);
    }
    drop_world();
}
END_TEST

START_TEST(schema_queries)
{
    static const struct
    {
        const char *where;
        enum verdict verdict;
    } rows[] = {
        {"__this ISA 'Base'", YES},
        {"__this ISA 'Derived'", YES},
        {"__this ISA 'Other'", NO},
        {"__CLASS='derived'", YES},
        {"__SUPERCLASS='Base'", YES},
        {"__SUPERCLASS IS NULL", NO},
        {"__DYNASTY='Base'", YES},
        {"__GENUS=1", YES},
        {"NOT __class < 'Win32'", NO},
        {"__CLASS LIKE '%ed'", YES},
        {"Name='x'", BAD},
        {"Name.x='x'", BAD},
    };
    struct cim_object *of_class;
    make_world();
    ck_assert_int_eq(cim_object_from_class(&of_class, derived), CIM_OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
    {
        struct wql_query *query;
        char text[200] = "SELECT * FROM meta_class WHERE ";
        bool got = false;
        ck_assert_int_eq(wql_parse(&query, text_from(strcat(text, rows[i].where)), NULL), CIM_OK);
        ck_assert_int_eq(query->kind, WQL_SCHEMA);
        enum cim_status status = wql_resolve(query, NULL, NULL);
        ck_assert_msg(status == (rows[i].verdict == BAD ? CIM_INVALID_QUERY : CIM_OK), "%s: %s",
                      rows[i].where, cim_status_name(status));
        if (!status)
            ck_assert_int_eq(wql_match(&got, query, of_class), CIM_OK);
        ck_assert_msg(got == (rows[i].verdict == YES), "%s: %d", rows[i].where, got);
        wql_query_free(query);
    }
    cim_object_release(of_class);
    drop_world();
}
END_TEST

static const struct
{
    const char *where;
    const char *property;
    bool required;
} required[] = {
    {"Name='x'", "Name", true},
    {"s8=1 AND (u8=2 AND Name='x') AND s32=3", "Name", true},
    {"(Name='x')", "Name", true},
    {"'x'=Name", "Name", true},
    {"u32='7'", "u32", true},
    {"flag=1", "flag", true},
    {"Name='x' OR s8=1", "Name", false},
    {"NOT Name='x'", "Name", false},
    {"Name<>'x'", "Name", false},
    {"Name>='x'", "Name", false},
    {"Name LIKE 'x'", "Name", false},
    {"Name IS NULL", "Name", false},
    {"Name='x'", "s8", false},
    {"(Name='x' OR s8=1) AND u8=1", "Name", false},
    {"u8=300", "u8", false}, /* beyond the type: no key bytes could be equal */
    {"r64=1", "r64", false},
    {"when='20200101120000.000000+060'", "when", false},
    {"__CLASS='x'", "Name", false},
};

START_TEST(required_equal)
{
    make_world();
    for (size_t i = 0; i < COUNT_OF(required); i++)
    {
        struct wql_query *query;
        const struct cim_property *property = cim_class_find(base, text_from(required[i].property));
        ck_assert_msg(prepare(&query, required[i].where, NULL) == CIM_OK, "%s", required[i].where);
        const struct cim_value *value =
            wql_required_equal(query, (size_t)(property - base->properties));
        ck_assert_msg((value != NULL) == required[i].required, "%s", required[i].where);
        if (value)
            ck_assert_int_eq(value->type, property->type);
        wql_query_free(query);
    }
    drop_world();
}
END_TEST

/* --- hostile queries ---------------------------------------------------------------------------- */

/* head, count times part, tail */
static enum cim_status parse_repeated(const char *head, const char *part, unsigned count,
                                      const char *tail, struct wql_query **query)
{
    struct buffer text;
    struct wql_query *own = NULL;
    buffer_init(&text, 0);
    buffer_append_string(&text, head);
    for (unsigned i = 0; i < count; i++)
        buffer_append_string(&text, part);
    buffer_append_string(&text, tail);
    enum cim_status status = wql_parse(query ? query : &own, buffer_text(&text), NULL);
    buffer_free(&text);
    wql_query_free(own);
    return status;
}

#define WHERE "SELECT * FROM Base WHERE "

START_TEST(limits)
{
    static const struct
    {
        const char *head, *part, *tail;
        unsigned count;
        enum cim_status status;
    } rows[] = {
        {WHERE, "s8=1 AND ", "s8=1", WQL_MAX_TERMS - 1, CIM_OK},
        {WHERE, "s8=1 AND ", "s8=1", WQL_MAX_TERMS, CIM_QUOTA_VIOLATION},
        {WHERE, "s8=1 OR ", "s8=1", 100000, CIM_QUOTA_VIOLATION},
        {WHERE "s8=1", " AND s8=1 OR s8=1", "", 2000, CIM_OK},
        {WHERE, "NOT ", "s8=1", WQL_MAX_DEPTH, CIM_OK},
        {WHERE, "NOT ", "s8=1", 100000, CIM_QUOTA_VIOLATION},
        {WHERE, "(", "s8=1", WQL_MAX_DEPTH, CIM_INVALID_QUERY},
        {WHERE, "(", "s8=1", 100000, CIM_QUOTA_VIOLATION},
        {WHERE, "NOT (", "s8=1", 100000, CIM_QUOTA_VIOLATION},
        {WHERE, "s8=1 AND (", "s8=1", 100000, CIM_QUOTA_VIOLATION},
        {WHERE, "(s8=1) OR ", "s8=1", 1000, CIM_OK},
        {WHERE "Name='", "x", "'", 1u << 20, CIM_OK},
        {WHERE "Name='", "x", "", 1u << 20, CIM_INVALID_QUERY},
        {WHERE "Name='", "\\", "'", 1u << 20, CIM_OK},
        {WHERE "Name='", "x", "'", WQL_TEXT_MAXIMUM, CIM_QUOTA_VIOLATION},
        {WHERE "s8=", "9", "", 1u << 20, CIM_INVALID_QUERY},
        {WHERE "a", ".a", "=1", 100000, CIM_OK},
        {WHERE "", "{", "", 100000, CIM_INVALID_QUERY},
        {"SELECT ", "a,", "a FROM A", WQL_MAX_TERMS - 1, CIM_OK},
        {"SELECT ", "a,", "a FROM A", WQL_MAX_TERMS, CIM_QUOTA_VIOLATION},
        {"SELECT * FROM ", "A", "", 1u << 20, CIM_OK},
        {"", " ", "", 1u << 20, CIM_INVALID_QUERY},
        {"ASSOCIATORS OF {", "{", "}", 100000, CIM_INVALID_QUERY},
        {"ASSOCIATORS OF {A} WHERE ", "KeysOnly ", "", 100000, CIM_INVALID_QUERY},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
    {
        enum cim_status status =
            parse_repeated(rows[i].head, rows[i].part, rows[i].count, rows[i].tail, NULL);
        ck_assert_msg(status == rows[i].status, "row %u: %s", (unsigned)i, cim_status_name(status));
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* As deep and as long as it is allowed, all the way to a match. */
START_TEST(largest_tree)
{
    struct wql_query *query;
    struct buffer text;
    bool got = true;
    make_world();
    buffer_init(&text, 0);
    buffer_append_string(&text, WHERE);
    for (int i = 0; i < WQL_MAX_DEPTH; i++)
        buffer_append_string(&text, i % 2 ? "NOT s8=-5 OR s8=-5 AND (" : "s8=-5 AND s8=-5 AND (");
    buffer_append_string(&text, "s8=-5");
    for (int i = 0; i < WQL_MAX_DEPTH; i++)
        buffer_append_string(&text, " AND u8=200) AND u8=200");
    ck_assert_int_eq(wql_parse(&query, buffer_text(&text), NULL), CIM_OK);
    ck_assert_int_eq(wql_resolve(query, base, NULL), CIM_OK);
    ck_assert_int_eq(wql_match(&got, query, object), CIM_OK);
    ck_assert(got);
    wql_query_free(query);
    ck_assert_int_eq(parse_repeated(WHERE, "s8=-5 AND ", WQL_MAX_TERMS - 1, "u8=0", &query),
                     CIM_OK);
    ck_assert_int_eq(wql_resolve(query, base, NULL), CIM_OK);
    ck_assert_int_eq(wql_match(&got, query, object), CIM_OK);
    ck_assert(!got);
    wql_query_free(query);
    buffer_free(&text);
    drop_world();
}
END_TEST

START_TEST(zeros_and_surrogates)
{
    struct wql_query *query;
    ck_assert_int_eq(wql_parse(&query, TEXT_LITERAL("SELECT * FROM A\0"), NULL), CIM_INVALID_QUERY);
    ck_assert_int_eq(wql_parse(&query, TEXT_LITERAL("SELECT a\0b FROM A"), NULL),
                     CIM_INVALID_QUERY);
    ck_assert_int_eq(wql_parse(&query, TEXT_LITERAL("SELECT \xED\xA0\xBD FROM A"), NULL),
                     CIM_INVALID_QUERY);
    ck_assert_int_eq(
        wql_parse(&query, TEXT_LITERAL("SELECT * FROM A WHERE a='x\0\xED\xA0\xBD'"), NULL), CIM_OK);
    ck_assert_uint_eq(query->where->constant.scalar.string.size, 5);
    wql_query_free(query);
    ck_assert_int_eq(wql_parse(&query, (struct text){NULL, 0}, NULL), CIM_INVALID_QUERY);
}
END_TEST

START_TEST(all_cuts_and_changes)
{
    static const char *const whole[] = {
        "SELECT a,b.c FROM A WHERE NOT (a=1 OR 'x\\'y'<b) AND c IS NOT NULL AND d LIKE \"%\" OR e "
        "ISA B",
        "ASSOCIATORS OF {A.B=\"x\\\"}\"} WHERE ResultClass=C Role=r KeysOnly",
    };
    for (size_t w = 0; w < COUNT_OF(whole); w++)
    {
        size_t length = strlen(whole[w]);
        for (size_t i = 0; i < length; i++)
        {
            for (unsigned c = 0; c < 256; c++)
            {
                /* An exact copy: the sanitizer sees a byte read beyond it. The changed byte is the last
                 * one in every second round. */
                struct wql_query *query = NULL;
                size_t size = c % 2 ? i + 1 : length;
                char *copy = mem_dup(whole[w], size);
                copy[i] = (char)c;
                enum cim_status status = wql_parse(&query, (struct text){copy, size}, NULL);
                ck_assert_msg(status == CIM_OK || status == CIM_INVALID_QUERY, "%s",
                              cim_status_name(status));
                wql_query_free(query);
                mem_free(copy);
            }
        }
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* Changed queries that still parse must resolve or be refused, and match without harm. */
START_TEST(changed_queries_match)
{
    static const char *const wheres[] = {
        "s8=-5 AND Name LIKE '[a-f]%_x' OR part.deep.x>'77' AND NOT flag<>TRUE",
        "part ISA Inner OR when<'Jan 12, 2020 11:30 PM' OR when='20200101120000.000000+060'",
        "__RELPATH LIKE '%' AND r64>=2.5e1 OR u64<='18000000000000000000' OR c='x'",
    };
    make_world();
    for (size_t w = 0; w < COUNT_OF(wheres); w++)
    {
        char where[120];
        for (size_t i = 0; i < strlen(wheres[w]); i++)
        {
            for (unsigned c = 1; c < 256; c++)
            {
                struct wql_query *query;
                bool got;
                strcpy(where, wheres[w]);
                where[i] = (char)c;
                enum cim_status status = prepare(&query, where, NULL);
                ck_assert_msg(status == CIM_OK || status == CIM_INVALID_QUERY, "%s: %s", where,
                              cim_status_name(status));
                if (status)
                    continue;
                ck_assert_msg(wql_match(&got, query, object) == CIM_OK, "%s", where);
                wql_query_free(query);
            }
        }
    }
    drop_world();
}
END_TEST

/* --- failing allocations ------------------------------------------------------------------------ */

static enum cim_status match_scenario(void *arg)
{
    struct wql_query *query;
    bool got = false;
    struct cim_error err = {0};
    enum cim_status status = prepare(&query, arg, &err);
    if (status)
        return err.code == status ? status : CIM_FAILED;
    status = wql_match(&got, query, object);
    wql_query_free(query);
    return status || got ? status : CIM_FAILED;
}

static enum cim_status parse_scenario(void *arg)
{
    struct wql_query *query;
    enum cim_status status = wql_parse(&query, text_from(arg), NULL);
    if (!status)
        wql_query_free(query);
    return status;
}

START_TEST(allocations_fail)
{
    static char wheres[][160] = {
        "NOT (s8=1 OR Name='a\\\"b') AND u8<>NULL AND nothing=NULL AND Name NOT LIKE 'x' AND "
        "r64=2.5",
        "part.x=42 AND part.deep.x='77' AND part ISA 'Inner' AND part.__CLASS='Inner'",
        "__RELPATH LIKE 'D%' AND __PATH LIKE '%' AND r64 LIKE '2%' AND flag='TRUE'",
        "'20200101120000.000000+060'=when AND part IS NOT NULL",
    };
    static char queries[][160] = {
        "SELECT a,b,c,d,e,f,g,h,i.j,k.* FROM A",
        "ASSOCIATORS OF {A.B=\"x\"} WHERE AssocClass=C ResultRole=x Role=y RequiredQualifier=q",
        "REFERENCES OF {A.B=\"x\"} WHERE ResultClass=C",
    };
    make_world();
    for (size_t i = 0; i < COUNT_OF(wheres); i++)
        each_allocation_fails(match_scenario, wheres[i]);
    for (size_t i = 0; i < COUNT_OF(queries); i++)
        each_allocation_fails(parse_scenario, queries[i]);
    drop_world();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim wql");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, select_grammar);
    tcase_add_test(tests, position_of_an_error);
    tcase_add_test(tests, related_grammar);
    tcase_add_test(tests, related_members);
    tcase_add_test(tests, match_table);
    tcase_add_test(tests, undecorated_and_keyless);
    tcase_add_test(tests, no_memory_for_scalars);
    tcase_add_test(tests, columns_are_checked);
    tcase_add_test(tests, schema_queries);
    tcase_add_test(tests, required_equal);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, largest_tree);
    tcase_add_test(tests, zeros_and_surrogates);
    tcase_add_test(tests, all_cuts_and_changes);
    tcase_add_test(tests, changed_queries_match);
    tcase_add_test(tests, allocations_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
