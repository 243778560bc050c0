/* SWbemQualifierSet and SWbemQualifier (behaviour.md 11). */
#include "../support/script.h"

#include <wbemcli.h>

#define ROW(label, method, code, ...)                                                              \
    {                                                                                              \
        label, method, BOTH, {__VA_ARGS__}, (HRESULT)(code)                                        \
    }

static ISWbemObject *cls;

static void *qualifiers_of(void *owner, const WCHAR *property)
{
    void *set, *item, *qualifiers;

    if (!property)
        return script_object(owner, L"Qualifiers_", NULL);
    set = script_object(owner, L"Properties_", NULL);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(property));
    qualifiers = script_object(item, L"Qualifiers_", NULL);
    drop(item);
    drop(set);
    return qualifiers;
}

static HRESULT call(void *object, const WCHAR *name, WORD flags, struct arg first,
                    struct arg second)
{
    const struct arg args[] = {first, second, NOTHING};

    return script_call(object, name, flags, args, NULL);
}

#define ADD(set, name, value)    call(set, L"Add", BOTH, (struct arg)TEXT_(name), (struct arg)value)
#define SET(object, name, value) call(object, name, PUT, (struct arg)value, (struct arg)NOTHING)

static HRESULT remove_qualifier(void *set, const WCHAR *name)
{
    return call(set, L"Remove", BOTH, (struct arg)TEXT_(name), (struct arg)NOTHING);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemQualifierSet,
                                      &IID_ISupportErrorInfo, NULL};
    static const IID *const item_iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemQualifier,
                                           &IID_ISupportErrorInfo, NULL};
    void *set, *item;

    cls = simple_class(L"QualInterfaces");
    set = qualifiers_of(cls, L"Id");
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"key"));
    check_interfaces(set, iids);
    check_interfaces(item, item_iids);
    drop(cls);
    check_release(set, 0);
    check_release(item, 0);
}
END_TEST

static const struct call_row class_rows[] = {
    ROW("add a text", L"Add", S_OK, TEXT_(L"Description"), TEXT_(L"of the class")),
    ROW("again", L"Add", S_OK, TEXT_(L"description"), TEXT_(L"another")),
    ROW("add a number", L"Add", S_OK, TEXT_(L"Version"), NUMBER(3)),
    ROW("add a real", L"Add", S_OK, TEXT_(L"Weight"), REAL(1.5)),
    ROW("add a boolean", L"Add", S_OK, TEXT_(L"Flag"), BOOLEAN_(1)),
    ROW("add an array", L"Add", S_OK, TEXT_(L"Values"), ARRAY(3)),
    ROW("all arguments", L"Add", S_OK, TEXT_(L"All"), NUMBER(3), BOOLEAN_(0), BOOLEAN_(0),
        BOOLEAN_(0), NUMBER(0)),
    ROW("null", L"Add", WBEM_E_INVALID_QUALIFIER_TYPE, TEXT_(L"Null"), NULL_),
    ROW("object", L"Add", WBEM_E_INVALID_QUALIFIER_TYPE, TEXT_(L"Object"), OBJECT(&services)),
    ROW("key on a class", L"Add", WBEM_E_INVALID_QUALIFIER, TEXT_(L"key"), BOOLEAN_(1)),
    ROW("name with a blank", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"a b"), NUMBER(1)),
    ROW("name with a digit first", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"1a"), NUMBER(1)),
    ROW("blank name", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L""), NUMBER(1)),
    ROW("flags", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"A"), NUMBER(1), BOOLEAN_(1), BOOLEAN_(1),
        BOOLEAN_(1), NUMBER(1)),
    ROW("item", L"Item", S_OK, TEXT_(L"dESCRIPTION")),
    ROW("absent", L"Item", WBEM_E_NOT_FOUND, TEXT_(L"Nowhere")),
    ROW("item, blank", L"Item", WBEM_E_INVALID_PARAMETER, TEXT_(L"")),
    ROW("item, flags", L"Item", WBEM_E_INVALID_PARAMETER, TEXT_(L"Flag"), NUMBER(1)),
    ROW("remove", L"Remove", S_OK, TEXT_(L"Weight")),
    ROW("remove again", L"Remove", WBEM_E_NOT_FOUND, TEXT_(L"Weight")),
    ROW("remove, flags", L"Remove", WBEM_E_INVALID_PARAMETER, TEXT_(L"Flag"), NUMBER(1)),
};

START_TEST(of_a_class)
{
    struct call_row row;
    WCHAR text[64];
    void *set, *item;
    size_t i;

    cls = simple_class(L"QualClass");
    set = qualifiers_of(cls, NULL);
    for (i = 0; i < COUNT_OF(class_rows); i++)
    {
        row = class_rows[i];
        if (row.args[1].object == &services)
            row.args[1].object = services;
        check_call(set, &row, L"SWbemQualifierSet", NULL);
    }
    ck_assert_int_eq(script_number(set, L"Count"), 5);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"DESCRIPTION"));
    ck_assert_wide(script_text(item, L"Value", text, 64), L"another");
    ck_assert_wide(script_text(item, L"Name", text, 64), L"Description");
    drop(item);
    drop(set);
    drop(cls);
}
END_TEST

static const struct call_row property_rows[] = {
    ROW("key on a text", L"Add", S_OK, TEXT_(L"Description"), TEXT_(L"x")),
    ROW("cimtype is the engine's", L"Add", WBEM_E_INVALID_QUALIFIER, TEXT_(L"CIMTYPE"),
        TEXT_(L"string")),
    ROW("and stays", L"Remove", WBEM_E_INVALID_OPERATION, TEXT_(L"CIMTYPE")),
};

START_TEST(of_a_property)
{
    static const struct client_property properties[] = {
        {L"Id", wbemCimtypeSint32, false, true},
        {L"List", wbemCimtypeSint32, true, false},
        {L"Real", wbemCimtypeReal64, false, false},
        {NULL, 0, false, false},
    };
    void *set, *item;
    WCHAR text[64];
    size_t i;

    cls = client_define(services, L"QualProperty", properties);
    set = qualifiers_of(cls, L"Id");
    for (i = 0; i < COUNT_OF(property_rows); i++)
        check_call(set, &property_rows[i], L"SWbemQualifierSet", NULL);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"CIMTYPE"));
    ck_assert_wide(script_text(item, L"Value", text, 64), L"sint32");
    drop(item);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"KEY"));
    ck_assert_int_eq(script_number(item, L"Value"), VARIANT_TRUE);
    ck_assert_int_eq(script_number(item, L"IsLocal"), VARIANT_TRUE);
    drop(item);
    drop(set);
    set = qualifiers_of(cls, L"List");
    ck_assert_hr(ADD(set, L"key", BOOLEAN_(1)), WBEM_E_CANNOT_BE_KEY);
    drop(set);
    set = qualifiers_of(cls, L"Real");
    ck_assert_hr(ADD(set, L"key", BOOLEAN_(1)), WBEM_E_CANNOT_BE_KEY);
    drop(set);
    drop(cls);
}
END_TEST

START_TEST(flavors)
{
    static const WCHAR *const names[] = {L"PropagatesToSubclass", L"PropagatesToInstance",
                                         L"IsOverridable"};
    void *set, *item;
    size_t i;

    cls = simple_class(L"QualFlavors");
    set = qualifiers_of(cls, L"Text");
    item = SCRIPT_OBJECT(set, L"Add", TEXT_(L"Note"), TEXT_(L"x"));
    for (i = 0; i < 3; i++)
    {
        ck_assert_int_eq(script_number(item, names[i]), VARIANT_TRUE);
        ck_assert_ok(SET(item, names[i], BOOLEAN_(0)));
        ck_assert_int_eq(script_number(item, names[i]), VARIANT_FALSE);
        ck_assert_ok(SET(item, names[i], BOOLEAN_(1)));
        ck_assert_int_eq(script_number(item, names[i]), VARIANT_TRUE);
    }
    ck_assert_int_eq(script_number(item, L"IsAmended"), VARIANT_FALSE);
    ck_assert_hr(SET(item, L"IsAmended", BOOLEAN_(1)), DISP_E_MEMBERNOTFOUND);
    ck_assert_hr(SET(item, L"IsLocal", BOOLEAN_(1)), DISP_E_MEMBERNOTFOUND);
    /* Writing the value keeps the flavor. */
    ck_assert_ok(SET(item, L"PropagatesToInstance", BOOLEAN_(0)));
    ck_assert_ok(SET(item, L"Value", TEXT_(L"y")));
    ck_assert_int_eq(script_number(item, L"PropagatesToInstance"), VARIANT_FALSE);
    ck_assert_int_eq(script_number(item, L"PropagatesToSubclass"), VARIANT_TRUE);
    drop(item);
    drop(set);
    drop(cls);
}
END_TEST

static void *derive(const WCHAR *name)
{
    void *derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    void *path = script_object(derived, L"Path_", NULL);

    ck_assert_ok(SET(path, L"Class", TEXT_(name)));
    drop(path);
    return derived;
}

START_TEST(propagation)
{
    void *set, *item, *derived, *instance;
    WCHAR text[64];

    cls = simple_class(L"QualParent");
    set = qualifiers_of(cls, NULL);
    ck_assert_ok(ADD(set, L"Both", TEXT_(L"parent")));
    ck_assert_ok(script_call(set, L"Add", BOTH,
                             (const struct arg[]){TEXT_(L"Mine"), NUMBER(1), BOOLEAN_(0),
                                                  BOOLEAN_(0), BOOLEAN_(1), NOTHING},
                             NULL));
    ck_assert_ok(script_call(set, L"Add", BOTH,
                             (const struct arg[]){TEXT_(L"Fixed"), NUMBER(1), BOOLEAN_(1),
                                                  BOOLEAN_(1), BOOLEAN_(0), NOTHING},
                             NULL));
    drop(set);
    ck_assert_ok(script_call(cls, L"Put_", BOTH, NULL, NULL));
    derived = derive(L"QualChild");
    set = qualifiers_of(derived, NULL);
    ck_assert_int_eq(script_number(set, L"Count"), 2);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Both"));
    ck_assert_int_eq(script_number(item, L"IsLocal"), VARIANT_FALSE);
    ck_assert_hr(remove_qualifier(set, L"Both"), WBEM_E_PROPAGATED_QUALIFIER);
    ck_assert_ok(SET(item, L"Value", TEXT_(L"child")));
    ck_assert_int_eq(script_number(item, L"IsLocal"), VARIANT_TRUE);
    ck_assert_wide(script_text(item, L"Value", text, 64), L"child");
    drop(item);
    ck_assert_hr(ADD(set, L"Fixed", NUMBER(2)), WBEM_E_OVERRIDE_NOT_ALLOWED);
    drop(set);
    instance = script_object(cls, L"SpawnInstance_", NULL);
    set = qualifiers_of(instance, NULL);
    ck_assert_int_eq(script_number(set, L"Count"), 2);
    ck_assert_ok(ADD(set, L"Own", TEXT_(L"instance")));
    ck_assert_int_eq(script_number(set, L"Count"), 3);
    drop(set);
    set = qualifiers_of(instance, L"Text");
    ck_assert_hr(ADD(set, L"key", BOOLEAN_(1)), WBEM_E_CANNOT_BE_KEY);
    drop(set);
    drop(instance);
    drop(derived);
    drop(cls);
}
END_TEST

/* What was put comes out of the store. */
START_TEST(stored)
{
    void *set, *item, *object;
    WCHAR text[64];
    VARIANT value;

    cls = simple_class(L"QualStored");
    set = qualifiers_of(cls, L"Text");
    ck_assert_ok(ADD(set, L"Values", ARRAY(2)));
    ck_assert_ok(ADD(set, L"Weight", REAL(2.5)));
    drop(set);
    ck_assert_ok(script_call(cls, L"Put_", BOTH, NULL, NULL));
    drop(cls);
    cls = client_get(services, L"QualStored");
    set = qualifiers_of(cls, L"Text");
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Values"));
    ck_assert_ok(
        script_call(item, L"Value", GET, (const struct arg[]){NUMBER(1), NOTHING}, &value));
    ck_assert_int_eq(V_VT(&value), VT_I4);
    ck_assert_int_eq(V_I4(&value), 2);
    drop(item);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Weight"));
    script_get(item, L"Value", &value);
    ck_assert_int_eq(V_VT(&value), VT_R8);
    drop(item);
    drop(set);
    object = simple_instance(cls, 1, L"one");
    set = qualifiers_of(object, NULL);
    ck_assert_ok(ADD(set, L"Own", TEXT_(L"instance")));
    drop(set);
    client_put(services, object);
    drop(object);
    object = client_get(services, L"QualStored=1");
    set = qualifiers_of(object, NULL);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"own"));
    ck_assert_wide(script_text(item, L"Value", text, 64), L"instance");
    drop(item);
    drop(set);
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(conveniences)
{
    void *set, *item;
    VARIANT value;
    WCHAR text[64];

    cls = simple_class(L"QualConvenience");
    set = qualifiers_of(cls, NULL);
    item = SCRIPT_OBJECT(set, L"Add", TEXT_(L"Note"), TEXT_(L"x"));
    ck_assert_ok(SET(item, L"PropagatesToInstance", BOOLEAN_(0)));
    ck_assert_ok(script_call(set, L"Item", PUT,
                             (const struct arg[]){TEXT_(L"note"), TEXT_(L"z"), NOTHING}, NULL));
    ck_assert_wide(script_text(item, L"Value", text, 64), L"z");
    ck_assert_int_eq(script_number(item, L"PropagatesToInstance"), VARIANT_FALSE);
    drop(item);
    ck_assert_hr(script_call(set, L"Item", PUT,
                             (const struct arg[]){TEXT_(L"Nowhere"), TEXT_(L"z"), NOTHING}, NULL),
                 WBEM_E_NOT_FOUND);
    item = SCRIPT_OBJECT(set, L"Add", TEXT_(L"List"), ARRAY(3));
    ck_assert_ok(script_call(item, L"Value", PUT,
                             (const struct arg[]){NUMBER(0), NUMBER(9), NOTHING}, NULL));
    ck_assert_ok(
        script_call(item, L"Value", GET, (const struct arg[]){NUMBER(0), NOTHING}, &value));
    ck_assert_int_eq(V_I4(&value), 9);
    drop(item);
    drop(set);
    drop(cls);
}
END_TEST

/* Small numbers of C clients are widened; others are refused. */
START_TEST(variant_types)
{
    static const struct
    {
        VARTYPE type, expected;
    } rows[] = {
        {VT_I1, VT_I4}, {VT_UI1, VT_I4}, {VT_I2, VT_I4}, {VT_UI2, VT_I4},
        {VT_I4, VT_I4}, {VT_R4, VT_R8},  {VT_R8, VT_R8}, {VT_BOOL, VT_BOOL},
    };
    ISWbemQualifierSet *set;
    ISWbemQualifier *item;
    VARIANT value, got;
    size_t i;

    cls = simple_class(L"QualVariants");
    set = qualifiers_of(cls, NULL);
    for (i = 0; i < COUNT_OF(rows); i++)
    {
        memset(&value, 0, sizeof(value));
        V_VT(&value) = rows[i].type;
        ck_assert_ok(ISWbemQualifierSet_Add(set, client_bstr(L"Q"), &value, -1, -1, -1, 0, &item));
        ck_assert_ok(ISWbemQualifier_get_Value(item, &got));
        ck_assert_msg(V_VT(&got) == rows[i].expected, "VARIANT type %d gave %d", rows[i].type,
                      V_VT(&got));
        drop(item);
    }
    V_VT(&value) = VT_DATE;
    ck_assert_hr(ISWbemQualifierSet_Add(set, client_bstr(L"Q"), &value, -1, -1, -1, 0, NULL),
                 WBEM_E_INVALID_QUALIFIER_TYPE);
    ck_assert_hr(ISWbemQualifierSet_Add(set, client_bstr(L"Q"), NULL, -1, -1, -1, 0, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemQualifierSet_Add(set, NULL, &value, -1, -1, -1, 0, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemQualifierSet_Item(set, NULL, 0, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemQualifierSet_get_Count(set, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemQualifierSet_get__NewEnum(set, NULL), WBEM_E_INVALID_PARAMETER);
    drop(set);
    drop(cls);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces, of_a_class,   of_a_property, flavors, propagation,
                                  stored,     conveniences, variant_types, NULL};

    return script_main("qualifiers", tests);
}
