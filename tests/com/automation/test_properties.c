/* SWbemPropertySet and SWbemProperty. */
#include "../support/script.h"

#include <wbemcli.h>

#define ROW(label, method, code, ...)                                                              \
    {                                                                                              \
        label, method, BOTH, {__VA_ARGS__}, (HRESULT)(code)                                        \
    }
#define RESET_TO_DEFAULT 0x80043002

static ISWbemObject *cls;
static ISWbemObjectEx *object;
static void *set;

static void make(const WCHAR *name, bool of_class)
{
    cls = simple_class(name);
    object = simple_instance(cls, 1, L"one");
    set = script_object(of_class ? (void *)cls : object, L"Properties_", NULL);
}

static void unmake(void)
{
    drop(set);
    drop(object);
    drop(cls);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemPropertySet,
                                      &IID_ISupportErrorInfo, NULL};
    static const IID *const item_iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemProperty,
                                           &IID_ISupportErrorInfo, NULL};
    void *item;

    make(L"PropInterfaces", false);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Text"));
    check_interfaces(set, iids);
    check_interfaces(item, item_iids);
    check_release(item, 0);
    unmake();
}
END_TEST

static const struct call_row item_rows[] = {
    ROW("by name", L"Item", S_OK, TEXT_(L"Text")),
    ROW("without case", L"Item", S_OK, TEXT_(L"tEXT"), NUMBER(0)),
    ROW("system property", L"Item", S_OK, TEXT_(L"__CLASS")),
    ROW("absent", L"Item", WBEM_E_NOT_FOUND, TEXT_(L"Nowhere")),
    ROW("blank", L"Item", WBEM_E_INVALID_PARAMETER, TEXT_(L"")),
    ROW("flags", L"Item", WBEM_E_INVALID_PARAMETER, TEXT_(L"Text"), NUMBER(1)),
    ROW("nothing", L"Item", DISP_E_BADPARAMCOUNT, NOTHING),
    ROW("array", L"Item", DISP_E_TYPEMISMATCH, ARRAY(1)),
};

START_TEST(item)
{
    static const WORD kinds[] = {METHOD, GET, BOTH};
    struct call_row row;
    size_t i, j;

    make(L"PropItem", false);
    for (i = 0; i < COUNT_OF(item_rows); i++)
    {
        for (j = 0; j < COUNT_OF(kinds); j++)
        {
            row = item_rows[i];
            row.flags = kinds[j];
            check_call(set, &row, L"SWbemPropertySet", NULL);
        }
    }
    unmake();
}
END_TEST

/* Walk the enumerator; compare the names with `expected`, separated by blanks. */
static void check_order(void *collection, const WCHAR *expected)
{
    WCHAR names[512] = L"", text[64];
    IEnumVARIANT *walk;
    VARIANT value;

    ck_assert_ok(script_call(collection, L"_NewEnum", BOTH, NULL, &value));
    ck_assert_int_eq(V_VT(&value), VT_UNKNOWN);
    ck_assert_ok(IUnknown_QueryInterface(V_UNKNOWN(&value), &IID_IEnumVARIANT, (void **)&walk));
    VariantClear(&value);
    while (IEnumVARIANT_Next(walk, 1, &value, NULL) == S_OK)
    {
        wcscat(names, names[0] ? L" " : L"");
        wcscat(names, script_text(V_DISPATCH(&value), L"Name", text, 64));
        VariantClear(&value);
    }
    check_release(walk, 0);
    ck_assert_wide(names, expected);
}

START_TEST(enumeration)
{
    void *derived, *path, *properties;

    make(L"PropEnum", true);
    check_order(set, L"Id Number Text");
    derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    path = script_object(derived, L"Path_", NULL);
    ck_assert_ok(script_call(path, L"Class", PUT,
                             (const struct arg[]){TEXT_(L"PropEnumChild"), NOTHING}, NULL));
    properties = script_object(derived, L"Properties_", NULL);
    drop(SCRIPT_OBJECT(properties, L"Add", TEXT_(L"middle"), NUMBER(8)));
    check_order(properties, L"Id middle Number Text");
    ck_assert_int_eq(script_number(properties, L"Count"), 4);
    drop(properties);
    drop(path);
    drop(derived);
    unmake();
}
END_TEST

START_TEST(system_properties)
{
    void *system;

    make(L"PropSystem", false);
    system = script_object(object, L"SystemProperties_", NULL);
    check_order(system, L"__GENUS __CLASS __SUPERCLASS __DYNASTY __RELPATH __PROPERTY_COUNT "
                        L"__DERIVATION __SERVER __NAMESPACE __PATH");
    ck_assert_int_eq(script_number(system, L"Count"), 10);
    ck_assert_hr(
        script_call(system, L"Item", BOTH, (const struct arg[]){TEXT_(L"Text"), NOTHING}, NULL),
        WBEM_E_NOT_FOUND);
    ck_assert_hr(
        script_call(system, L"Remove", BOTH, (const struct arg[]){TEXT_(L"Text"), NOTHING}, NULL),
        WBEM_E_NOT_FOUND);
    ck_assert_hr(script_call(system, L"Remove", BOTH,
                             (const struct arg[]){TEXT_(L"__CLASS"), NOTHING}, NULL),
                 WBEM_E_INVALID_OPERATION);
    ck_assert_hr(script_call(system, L"Add", BOTH,
                             (const struct arg[]){TEXT_(L"New"), NUMBER(8), NOTHING}, NULL),
                 WBEM_E_INVALID_OPERATION);
    ck_assert_hr(script_call(system, L"Item", PUT,
                             (const struct arg[]){TEXT_(L"Text"), TEXT_(L"x"), NOTHING}, NULL),
                 WBEM_E_NOT_FOUND);
    drop(system);
    unmake();
}
END_TEST

static const struct system_row
{
    const WCHAR *name;
    VARTYPE type_of_class, type_of_instance, type_of_stored;
    const WCHAR *text; /* of the stored instance; NULL: not compared */
} system_rows[] = {
    {L"__GENUS", VT_I4, VT_I4, VT_I4, NULL},
    {L"__CLASS", VT_BSTR, VT_BSTR, VT_BSTR, L"PropValues"},
    {L"__SUPERCLASS", VT_NULL, VT_NULL, VT_NULL, NULL},
    {L"__DYNASTY", VT_BSTR, VT_BSTR, VT_BSTR, L"PropValues"},
    {L"__RELPATH", VT_BSTR, VT_NULL, VT_BSTR, L"PropValues.Id=1"},
    {L"__PROPERTY_COUNT", VT_I4, VT_I4, VT_I4, NULL},
    {L"__DERIVATION", VT_ARRAY | VT_VARIANT, VT_ARRAY | VT_VARIANT, VT_ARRAY | VT_VARIANT, NULL},
    {L"__SERVER", VT_BSTR, VT_BSTR, VT_BSTR, NULL},
    {L"__NAMESPACE", VT_BSTR, VT_BSTR, VT_BSTR, L"root\\cimv2"},
    {L"__PATH", VT_BSTR, VT_NULL, VT_BSTR, NULL},
};

static void check_system(void *owner, const struct system_row *row, VARTYPE type)
{
    VARIANT value;

    script_get(owner, row->name, &value);
    ck_assert_msg(V_VT(&value) == type, "%ls: VARIANT type %d, not %d", row->name, V_VT(&value),
                  type);
    VariantClear(&value);
}

START_TEST(system_values)
{
    void *spawned, *stored;
    WCHAR text[256];
    size_t i;

    make(L"PropValues", true);
    client_put(services, object);
    stored = client_get(services, L"PropValues=1");
    spawned = client_spawn(cls);
    for (i = 0; i < COUNT_OF(system_rows); i++)
    {
        check_system(cls, &system_rows[i], system_rows[i].type_of_class);
        check_system(spawned, &system_rows[i], system_rows[i].type_of_instance);
        check_system(stored, &system_rows[i], system_rows[i].type_of_stored);
        if (system_rows[i].text)
            ck_assert_wide(script_text(stored, system_rows[i].name, text, 256),
                           system_rows[i].text);
    }
    ck_assert_int_eq(script_number(cls, L"__GENUS"), 1);
    ck_assert_int_eq(script_number(stored, L"__GENUS"), 2);
    ck_assert_int_eq(script_number(stored, L"__PROPERTY_COUNT"), 3);
    drop(spawned);
    drop(stored);
    unmake();
}
END_TEST

static const struct call_row class_rows[] = {
    ROW("add", L"Add", S_OK, TEXT_(L"More"), NUMBER(8)),
    ROW("add an array", L"Add", S_OK, TEXT_(L"Many"), NUMBER(19), BOOLEAN_(1)),
    ROW("add again with another type", L"Add", S_OK, TEXT_(L"More"), NUMBER(3)),
    ROW("unknown type", L"Add", WBEM_E_INVALID_PROPERTY_TYPE, TEXT_(L"Odd"), NUMBER(99)),
    ROW("type 0", L"Add", WBEM_E_INVALID_PROPERTY_TYPE, TEXT_(L"Odd"), NUMBER(0)),
    ROW("flags", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"Odd"), NUMBER(8), BOOLEAN_(0),
        NUMBER(1)),
    ROW("blank name", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L""), NUMBER(8)),
    ROW("name with a blank", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"a b"), NUMBER(8)),
    ROW("name with a digit first", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"1a"), NUMBER(8)),
    ROW("name of a system property", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"__MINE"), NUMBER(8)),
    ROW("remove", L"Remove", S_OK, TEXT_(L"More")),
    ROW("remove again", L"Remove", WBEM_E_NOT_FOUND, TEXT_(L"More")),
    ROW("remove blank", L"Remove", WBEM_E_INVALID_PARAMETER, TEXT_(L"")),
    ROW("remove, flags", L"Remove", WBEM_E_INVALID_PARAMETER, TEXT_(L"Many"), NUMBER(1)),
    ROW("remove a system property", L"Remove", WBEM_E_INVALID_OPERATION, TEXT_(L"__CLASS")),
};

START_TEST(editing_a_class)
{
    size_t i;

    make(L"PropEdit", true);
    for (i = 0; i < COUNT_OF(class_rows); i++)
        check_call(set, &class_rows[i], L"SWbemPropertySet", NULL);
    unmake();
}
END_TEST

static const struct call_row instance_rows[] = {
    ROW("add", L"Add", WBEM_E_INVALID_OPERATION, TEXT_(L"More"), NUMBER(8)),
    ROW("remove", L"Remove", RESET_TO_DEFAULT, TEXT_(L"Text")),
    ROW("remove absent", L"Remove", WBEM_E_NOT_FOUND, TEXT_(L"Nowhere")),
};

START_TEST(editing_an_instance)
{
    WCHAR text[64];
    size_t i;

    make(L"PropReset", false);
    for (i = 0; i < COUNT_OF(instance_rows); i++)
        check_call(set, &instance_rows[i], L"SWbemPropertySet", NULL);
    ck_assert_wide(script_text(object, L"Text", text, 64), L"(null)");
    unmake();
}
END_TEST

/* Locals, overrides and what is inherited. */
START_TEST(inheritance)
{
    void *derived, *path, *properties, *property;
    WCHAR text[64];

    make(L"PropParent", true);
    property = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Number"));
    ck_assert_ok(
        script_call(property, L"Value", PUT, (const struct arg[]){NUMBER(5), NOTHING}, NULL));
    drop(property);
    ck_assert_ok(script_call(cls, L"Put_", BOTH, NULL, NULL));
    derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    path = script_object(derived, L"Path_", NULL);
    ck_assert_ok(
        script_call(path, L"Class", PUT, (const struct arg[]){TEXT_(L"PropChild"), NOTHING}, NULL));
    properties = script_object(derived, L"Properties_", NULL);
    ck_assert_hr(script_call(properties, L"Remove", BOTH,
                             (const struct arg[]){TEXT_(L"Text"), NOTHING}, NULL),
                 WBEM_E_PROPAGATED_PROPERTY);
    property = SCRIPT_OBJECT(properties, L"Item", TEXT_(L"Number"));
    ck_assert_int_eq(script_number(property, L"IsLocal"), VARIANT_FALSE);
    ck_assert_int_eq(script_number(property, L"Value"), 5);
    ck_assert_ok(
        script_call(property, L"Value", PUT, (const struct arg[]){NUMBER(6), NOTHING}, NULL));
    ck_assert_int_eq(script_number(property, L"IsLocal"), VARIANT_TRUE);
    ck_assert_wide(script_text(property, L"Origin", text, 64), L"PropParent");
    ck_assert_hr(script_call(properties, L"Remove", BOTH,
                             (const struct arg[]){TEXT_(L"Number"), NOTHING}, NULL),
                 RESET_TO_DEFAULT);
    ck_assert_int_eq(script_number(property, L"Value"), 5);
    drop(property);
    drop(properties);
    drop(path);
    drop(derived);
    unmake();
}
END_TEST

START_TEST(members_of_a_property)
{
    void *property, *qualifiers;
    WCHAR text[64];

    make(L"PropMembers", false);
    property = SCRIPT_OBJECT(set, L"Item", TEXT_(L"tEXT"));
    ck_assert_wide(script_text(property, L"Name", text, 64), L"Text");
    ck_assert_wide(script_text(property, L"Origin", text, 64), L"PropMembers");
    ck_assert_int_eq(script_number(property, L"CIMType"), wbemCimtypeString);
    ck_assert_int_eq(script_number(property, L"IsArray"), VARIANT_FALSE);
    ck_assert_int_eq(script_number(property, L"IsLocal"), VARIANT_TRUE);
    ck_assert_wide(script_text(property, L"Value", text, 64), L"one");
    /* A view: it shows what the object has now. */
    client_set_text(object, L"Text", L"two");
    ck_assert_wide(script_text(property, L"Value", text, 64), L"two");
    ck_assert_ok(script_call(property, L"Value", PUT, (const struct arg[]){NULL_, NOTHING}, NULL));
    ck_assert_wide(script_text(object, L"Text", text, 64), L"(null)");
    ck_assert_hr(
        script_call(property, L"Name", PUT, (const struct arg[]){TEXT_(L"X"), NOTHING}, NULL),
        DISP_E_MEMBERNOTFOUND);
    qualifiers = script_object(property, L"Qualifiers_", NULL);
    drop(qualifiers);
    drop(property);
    property = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Number"));
    ck_assert_int_eq(script_number(property, L"IsLocal"), VARIANT_FALSE);
    drop(property);
    property = SCRIPT_OBJECT(set, L"Item", TEXT_(L"__CLASS"));
    ck_assert_hr(script_call(property, L"Qualifiers_", BOTH, NULL, NULL), WBEM_E_SYSTEM_PROPERTY);
    ck_assert_wide(script_error.source, L"SWbemProperty");
    ck_assert_hr(
        script_call(property, L"Value", PUT, (const struct arg[]){TEXT_(L"X"), NOTHING}, NULL),
        WBEM_E_READ_ONLY);
    drop(property);
    unmake();
}
END_TEST

/* set("Name") = value, set("Name").Value(1), and the object kept by its parts. */
START_TEST(conveniences)
{
    static const struct client_property properties[] = {
        {L"Id", wbemCimtypeSint32, false, true},
        {L"List", wbemCimtypeUint8, true, false},
        {NULL, 0, false, false},
    };
    void *property;
    WCHAR text[64];
    VARIANT value;

    make(L"PropConvenience", false);
    ck_assert_ok(script_call(set, L"Item", PUT,
                             (const struct arg[]){TEXT_(L"Text"), TEXT_(L"three"), NOTHING}, NULL));
    ck_assert_wide(script_text(object, L"Text", text, 64), L"three");
    ck_assert_hr(script_call(set, L"Item", PUT,
                             (const struct arg[]){TEXT_(L"Nowhere"), TEXT_(L"x"), NOTHING}, NULL),
                 WBEM_E_NOT_FOUND);
    unmake();
    cls = client_define(services, L"PropConvenience2", properties);
    object = client_spawn(cls);
    set = script_object(object, L"Properties_", NULL);
    drop(object);
    drop(cls);
    property = SCRIPT_OBJECT(set, L"Item", TEXT_(L"List"));
    drop(set);
    ck_assert_ok(
        script_call(property, L"Value", PUT, (const struct arg[]){ARRAY(3), NOTHING}, NULL));
    ck_assert_ok(script_call(property, L"Value", PUT,
                             (const struct arg[]){NUMBER(1), NUMBER(200), NOTHING}, NULL));
    ck_assert_ok(
        script_call(property, L"Value", GET, (const struct arg[]){NUMBER(1), NOTHING}, &value));
    ck_assert_int_eq(V_VT(&value), VT_UI1);
    ck_assert_int_eq(V_UI1(&value), 200);
    ck_assert_hr(script_call(property, L"Value", PUT,
                             (const struct arg[]){NUMBER(1), NUMBER(256), NOTHING}, NULL),
                 WBEM_E_VALUE_OUT_OF_RANGE);
    check_release(property, 0);
}
END_TEST

START_TEST(null_pointers)
{
    ISWbemProperty *property;

    make(L"PropNull", false);
    ck_assert_hr(ISWbemPropertySet_get_Count((ISWbemPropertySet *)set, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemPropertySet_get__NewEnum((ISWbemPropertySet *)set, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemPropertySet_Item((ISWbemPropertySet *)set, NULL, 0, &property),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemPropertySet_Item((ISWbemPropertySet *)set, NULL, 0, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemPropertySet_Remove((ISWbemPropertySet *)set, NULL, 0),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemPropertySet_Add((ISWbemPropertySet *)set, NULL, 8, 0, 0, NULL),
                 WBEM_E_INVALID_PARAMETER);
    property = SCRIPT_OBJECT(set, L"Item", TEXT_(L"Text"));
    ck_assert_hr(ISWbemProperty_get_Value(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_put_Value(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_get_Name(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_get_Origin(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_get_CIMType(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_get_IsLocal(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_get_IsArray(property, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemProperty_get_Qualifiers_(property, NULL), WBEM_E_INVALID_PARAMETER);
    drop(property);
    unmake();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,          item,          enumeration,
                                  system_properties,   system_values, editing_a_class,
                                  editing_an_instance, inheritance,   members_of_a_property,
                                  conveniences,        null_pointers, NULL};

    return script_main("properties", tests);
}
