/* SWbemObjectEx: interfaces, members, what is not there yet, and properties by name. */
#include "../support/script.h"

#include <wbemcli.h>

#define ROW(label, method, code, ...)                                                              \
    {                                                                                              \
        label, method, BOTH, {__VA_ARGS__}, (HRESULT)(code)                                        \
    }

static ISWbemObject *cls;
static ISWbemObjectEx *object;

/* A class of the test's own and an instance of it that is stored. */
static void make(const WCHAR *name)
{
    cls = simple_class(name);
    object = simple_instance(cls, 1, L"one");
    client_put(services, object);
}

static void unmake(void)
{
    ISWbemObjectEx_Release(object);
    ISWbemObject_Release(cls);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown,          &IID_IDispatch,
                                      &IID_ISWbemObject,      &IID_ISWbemObjectEx,
                                      &IID_ISupportErrorInfo, NULL};

    make(L"ObjectInterfaces");
    check_interfaces(object, iids);
    check_interfaces(cls, iids);
    check_release(object, 0);
    check_release(cls, 0);
}
END_TEST

START_TEST(spawn_instance)
{
    ISWbemObject *other, *bad = (void *)services;
    WCHAR text[64];

    make(L"ObjectSpawn");
    ck_assert_hr(ISWbemObject_SpawnInstance_(cls, 0, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObject_SpawnInstance_(cls, 1, &bad), WBEM_E_INVALID_PARAMETER);
    ck_assert_ptr_null(bad);
    /* Of an instance: an empty one of the same class. */
    ck_assert_ok(ISWbemObjectEx_SpawnInstance_(object, 0, &other));
    ck_assert_wide(script_text(other, L"Text", text, 64), L"(null)");
    ck_assert_wide(script_text(other, L"__CLASS", text, 64), L"ObjectSpawn");
    ck_assert_wide(script_text(object, L"Text", text, 64), L"one");
    check_release(other, 0);
    other = client_get(services, L"");
    ck_assert_hr(ISWbemObject_SpawnInstance_(other, 0, &bad), WBEM_E_INCOMPLETE_CLASS);
    check_release(other, 0);
    unmake();
}
END_TEST

static void name_class(void *derived, const WCHAR *name)
{
    void *path = script_object(derived, L"Path_", NULL);

    ck_assert_ok(
        script_call(path, L"Class", PUT, (const struct arg[]){TEXT_(name), NOTHING}, NULL));
    drop(path);
}

START_TEST(spawn_derived_class)
{
    ISWbemObject *derived, *bad;
    WCHAR text[64];
    VARIANT value;
    BSTR name;
    LONG index;

    make(L"ObjectBase");
    ck_assert_ok(ISWbemObject_SpawnDerivedClass_(cls, 0, &derived));
    name_class(derived, L"ObjectDerived");
    ck_assert_wide(script_text(derived, L"__CLASS", text, 64), L"ObjectDerived");
    ck_assert_wide(script_text(derived, L"__SUPERCLASS", text, 64), L"ObjectBase");
    ck_assert_hr(ISWbemObject_SpawnDerivedClass_(derived, 0, &bad), WBEM_E_INCOMPLETE_CLASS);
    ck_assert_ok(script_call(derived, L"Put_", BOTH, NULL, NULL));
    /* After its Put a class serves, as samples do. */
    ck_assert_ok(ISWbemObject_SpawnDerivedClass_(derived, 0, &bad));
    ISWbemObject_Release(bad);
    script_get(derived, L"Derivation_", &value);
    ck_assert_int_eq(V_VT(&value), VT_ARRAY | VT_VARIANT);
    ck_assert_uint_eq(V_ARRAY(&value)->rgsabound[0].cElements, 1);
    index = V_ARRAY(&value)->rgsabound[0].lLbound;
    {
        VARIANT element;
        ck_assert_ok(SafeArrayGetElement(V_ARRAY(&value), &index, &element));
        name = V_BSTR(&element);
        ck_assert_wide(name, L"ObjectBase");
        VariantClear(&element);
    }
    VariantClear(&value);
    ck_assert_hr(ISWbemObjectEx_SpawnDerivedClass_(object, 0, &bad), WBEM_E_ILLEGAL_OPERATION);
    script_get(cls, L"Derivation_", &value);
    ck_assert_int_eq(V_VT(&value), VT_ARRAY | VT_VARIANT);
    ck_assert_uint_eq(V_ARRAY(&value)->rgsabound[0].cElements, 0);
    VariantClear(&value);
    ISWbemObject_Release(derived);
    unmake();
}
END_TEST

START_TEST(put_then_spawn)
{
    ISWbemObject *fresh = client_get(services, L""), *instance;

    name_class(fresh, L"ObjectFresh");
    ck_assert_ok(script_call(fresh, L"Put_", BOTH, NULL, NULL));
    ck_assert_ok(ISWbemObject_SpawnInstance_(fresh, 0, &instance));
    check_release(instance, 0);
    check_release(fresh, 0);
}
END_TEST

START_TEST(clone)
{
    ISWbemObject *copy;
    WCHAR text[64];

    make(L"ObjectClone");
    ck_assert_hr(ISWbemObjectEx_Clone_(object, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_ok(ISWbemObjectEx_Clone_(object, &copy));
    client_set_text((ISWbemObjectEx *)copy, L"Text", L"two");
    ck_assert_wide(script_text(object, L"Text", text, 64), L"one");
    ck_assert_wide(script_text(copy, L"Text", text, 64), L"two");
    ck_assert_ok(script_call(copy, L"Put_", BOTH, NULL, NULL));
    check_release(copy, 0);
    unmake();
}
END_TEST

static bool equal(void *a, void *b, LONG flags)
{
    VARIANT value;

    ck_assert_ok(script_call(a, L"CompareTo_", BOTH,
                             (const struct arg[]){OBJECT(b), NUMBER(flags), NOTHING}, &value));
    ck_assert_int_eq(V_VT(&value), VT_BOOL);
    return V_BOOL(&value) != VARIANT_FALSE;
}

START_TEST(compare)
{
    ISWbemObject *stored;

    make(L"ObjectCompare");
    stored = client_get(services, L"ObjectCompare.Id=1");
    ck_assert(equal(object, object, 0));
    ck_assert(equal(object, stored, 2));
    ck_assert(equal(stored, object, 1 | 2));
    ck_assert(!equal(cls, object, 0));
    client_set_text(object, L"Text", L"ONE");
    ck_assert(!equal(object, stored, 2));
    ck_assert(equal(object, stored, 2 | 16));
    ck_assert_hr(script_call(object, L"CompareTo_", BOTH,
                             (const struct arg[]){OBJECT(services), NOTHING}, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(
        script_call(object, L"CompareTo_", BOTH, (const struct arg[]){OBJECT(NULL), NOTHING}, NULL),
        WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(script_call(object, L"CompareTo_", BOTH,
                             (const struct arg[]){OBJECT(stored), NUMBER(0x1000), NOTHING}, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ISWbemObject_Release(stored);
    unmake();
}
END_TEST

START_TEST(delete)
{
    ISWbemObject *spawned;

    make(L"ObjectDelete");
    ck_assert_hr(
        script_call(object, L"Delete_", BOTH, (const struct arg[]){NUMBER(1), NOTHING}, NULL),
        WBEM_E_INVALID_PARAMETER);
    ck_assert_ok(script_call(object, L"Delete_", BOTH, NULL, NULL));
    ck_assert_hr(script_call(object, L"Delete_", BOTH, NULL, NULL), WBEM_E_NOT_FOUND);
    ck_assert_ok(ISWbemObject_SpawnInstance_(cls, 0, &spawned));
    ck_assert_hr(script_call(spawned, L"Delete_", BOTH, NULL, NULL), WBEM_E_INVALID_OBJECT_PATH);
    ISWbemObject_Release(spawned);
    ck_assert_ok(script_call(cls, L"Delete_", BOTH, NULL, NULL));
    ck_assert_hr(script_call(services, L"Get", BOTH,
                             (const struct arg[]){TEXT_(L"ObjectDelete"), NOTHING}, NULL),
                 WBEM_E_NOT_FOUND);
    unmake();
}
END_TEST

START_TEST(sets)
{
    make(L"ObjectSets");
    ck_assert_int_eq(part_number(cls, L"Instances_", L"Count"), 1);
    ck_assert_int_eq(part_number(object, L"Instances_", L"Count"), 1);
    ck_assert_int_eq(part_number(cls, L"Subclasses_", L"Count"), 0);
    ck_assert_int_eq(part_number(object, L"Properties_", L"Count"), 3);
    ck_assert_int_eq(part_number(object, L"SystemProperties_", L"Count"), 10);
    drop(script_object(object, L"Qualifiers_", NULL));
    drop(script_object(object, L"Security_", NULL));
    unmake();
}
END_TEST

static const struct call_row missing_members[] = {
    ROW("Associators_", L"Associators_", E_NOTIMPL, NOTHING),
    ROW("AssociatorsAsync_", L"AssociatorsAsync_", E_NOTIMPL, OBJECT(NULL)),
    ROW("References_", L"References_", E_NOTIMPL, NOTHING),
    ROW("ReferencesAsync_", L"ReferencesAsync_", E_NOTIMPL, OBJECT(NULL)),
    ROW("ExecMethod_", L"ExecMethod_", E_NOTIMPL, TEXT_(L"M")),
    ROW("ExecMethodAsync_", L"ExecMethodAsync_", E_NOTIMPL, OBJECT(NULL), TEXT_(L"M")),
    ROW("GetObjectText_", L"GetObjectText_", E_NOTIMPL, NOTHING),
    ROW("Methods_", L"Methods_", E_NOTIMPL, NOTHING),
    ROW("Refresh_", L"Refresh_", E_NOTIMPL, NOTHING),
    ROW("GetText_", L"GetText_", E_NOTIMPL, NUMBER(1)),
    ROW("SetFromText_", L"SetFromText_", E_NOTIMPL, TEXT_(L"<>"), NUMBER(1)),
};

START_TEST(not_there_yet)
{
    size_t i;

    make(L"ObjectMissing");
    for (i = 0; i < COUNT_OF(missing_members); i++)
        check_call(object, &missing_members[i], L"SWbemObjectEx", NULL);
    unmake();
}
END_TEST

/* --- properties by name ----------------------------------------------------------------------- */

START_TEST(by_name)
{
    static const WORD kinds[] = {GET, BOTH};
    WCHAR text[64];
    VARIANT value;
    size_t i;

    make(L"ObjectNames");
    for (i = 0; i < COUNT_OF(kinds); i++)
    {
        ck_assert_ok(script_call(object, L"tExT", kinds[i], NULL, &value));
        ck_assert_wide(V_BSTR(&value), L"one");
        VariantClear(&value);
    }
    ck_assert_ok(
        script_call(object, L"Text", PUT, (const struct arg[]){TEXT_(L"two"), NOTHING}, NULL));
    ck_assert_wide(script_text(object, L"TEXT", text, 64), L"two");
    ck_assert_ok(script_call(object, L"Number", DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF,
                             (const struct arg[]){NUMBER(7), NOTHING}, NULL));
    ck_assert_int_eq(script_number(object, L"Number"), 7);
    ck_assert_ok(script_call(object, L"Number", PUT, (const struct arg[]){NULL_, NOTHING}, NULL));
    ck_assert_wide(script_text(object, L"Number", text, 64), L"(null)");
    ck_assert_hr(script_call(object, L"Nowhere", GET, NULL, NULL), DISP_E_UNKNOWNNAME);
    ck_assert_hr(script_call(object, L"Nowhere", PUT, (const struct arg[]){NULL_, NOTHING}, NULL),
                 DISP_E_UNKNOWNNAME);
    ck_assert_hr(script_call(object, L"Number", PUT,
                             (const struct arg[]){TEXT_(L"no number"), NOTHING}, NULL),
                 WBEM_E_TYPE_MISMATCH);
    ck_assert_wide(script_error.source, L"SWbemObjectEx");
    ck_assert_wide(script_error.description, L"Type mismatch ");
    ck_assert_hr(
        script_call(object, L"__CLASS", PUT, (const struct arg[]){TEXT_(L"X"), NOTHING}, NULL),
        WBEM_E_READ_ONLY);
    unmake();
}
END_TEST

/* A DISPID of one object is good for another of the same names, and stays what it was. */
START_TEST(dispids)
{
    LPOLESTR first = (LPOLESTR)L"Text", second = (LPOLESTR)L"TEXT", third = (LPOLESTR)L"Id";
    DISPPARAMS none = {NULL, NULL, 0, 0};
    DISPID a, b, c;
    VARIANT value;

    make(L"ObjectDispids");
    ck_assert_ok(ISWbemObjectEx_GetIDsOfNames(object, &IID_NULL, &first, 1, 0, &a));
    ck_assert_ok(ISWbemObject_GetIDsOfNames(cls, &IID_NULL, &second, 1, 0, &b));
    ck_assert_ok(ISWbemObjectEx_GetIDsOfNames(object, &IID_NULL, &third, 1, 0, &c));
    ck_assert_int_eq(a, b);
    ck_assert_int_ne(a, c);
    ck_assert_hr(
        ISWbemObjectEx_Invoke(object, c + 1000000, &IID_NULL, 0, GET, &none, &value, NULL, NULL),
        DISP_E_MEMBERNOTFOUND);
    ck_assert_hr(
        ISWbemObjectEx_Invoke(object, a, &IID_ISWbemObject, 0, GET, &none, &value, NULL, NULL),
        DISP_E_UNKNOWNINTERFACE);
    ck_assert_ok(ISWbemObjectEx_Invoke(object, a, &IID_NULL, 0, GET, &none, NULL, NULL, NULL));
    unmake();
}
END_TEST

START_TEST(array_elements)
{
    static const struct client_property properties[] = {
        {L"Id", wbemCimtypeSint32, false, true},
        {L"List", wbemCimtypeSint32, true, false},
        {NULL, 0, false, false},
    };
    const struct arg list[] = {ARRAY(3), NOTHING};
    VARIANT value;

    cls = client_define(services, L"ObjectArray", properties);
    object = client_spawn(cls);
    ck_assert_ok(script_call(object, L"List", PUT, list, NULL));
    ck_assert_ok(
        script_call(object, L"List", GET, (const struct arg[]){NUMBER(2), NOTHING}, &value));
    ck_assert_int_eq(V_I4(&value), 3);
    ck_assert_ok(script_call(object, L"List", PUT,
                             (const struct arg[]){NUMBER(1), NUMBER(22), NOTHING}, NULL));
    ck_assert_ok(
        script_call(object, L"List", GET, (const struct arg[]){NUMBER(1), NOTHING}, &value));
    ck_assert_int_eq(V_I4(&value), 22);
    ck_assert_hr(
        script_call(object, L"List", GET, (const struct arg[]){NUMBER(3), NOTHING}, &value),
        DISP_E_BADINDEX);
    ck_assert_hr(
        script_call(object, L"List", GET, (const struct arg[]){NUMBER(-1), NOTHING}, &value),
        DISP_E_BADINDEX);
    ck_assert_hr(script_call(object, L"Id", GET, (const struct arg[]){NUMBER(0), NOTHING}, &value),
                 WBEM_E_INVALID_PARAMETER);
    unmake();
}
END_TEST

/* obj.Emb.Text: what is handed out is an object. */
START_TEST(embedded)
{
    static const struct client_property properties[] = {
        {L"Id", wbemCimtypeSint32, false, true},
        {L"Inner", wbemCimtypeObject, false, false},
        {NULL, 0, false, false},
    };
    ISWbemObject *outer_class;
    ISWbemObjectEx *outer;
    WCHAR text[64];
    void *inner;

    make(L"ObjectInner");
    outer_class = client_define(services, L"ObjectOuter", properties);
    outer = client_spawn(outer_class);
    client_set_number(outer, L"Id", 1);
    ck_assert_ok(
        script_call(outer, L"Inner", PUT, (const struct arg[]){OBJECT(object), NOTHING}, NULL));
    client_set_text(object, L"Text", L"changed later");
    inner = script_object(outer, L"Inner", NULL);
    ck_assert_wide(script_text(inner, L"Text", text, 64), L"one");
    drop(inner);
    client_put(services, outer);
    drop(outer);
    outer = (ISWbemObjectEx *)client_get(services, L"ObjectOuter.Id=1");
    inner = script_object(outer, L"Inner", NULL);
    ck_assert_wide(script_text(inner, L"Text", text, 64), L"one");
    ck_assert_wide(script_text(inner, L"__CLASS", text, 64), L"ObjectInner");
    drop(inner);
    drop(outer);
    drop(outer_class);
    unmake();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,
                                  spawn_instance,
                                  spawn_derived_class,
                                  put_then_spawn,
                                  clone,
                                  compare,
                                  delete,
                                  sets,
                                  not_there_yet,
                                  by_name,
                                  dispids,
                                  array_elements,
                                  embedded,
                                  NULL};

    return script_main("object", tests);
}
