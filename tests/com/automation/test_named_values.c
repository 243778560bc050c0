/* SWbemNamedValueSet and SWbemNamedValue (behaviour.md 22.1). */
#include "../support/script.h"

#include <wbemcli.h>

#define ROW(label, method, code, ...)                                                              \
    {                                                                                              \
        label, method, BOTH, {__VA_ARGS__}, (HRESULT)(code)                                        \
    }

static ISWbemNamedValueSet *make_set(void)
{
    return create_object(&CLSID_SWbemNamedValueSet, &IID_ISWbemNamedValueSet);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemNamedValueSet,
                                      &IID_ISupportErrorInfo, NULL};
    static const IID *const item_iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemNamedValue,
                                           &IID_ISupportErrorInfo, NULL};
    ISWbemNamedValueSet *set = make_set();
    void *item = SCRIPT_OBJECT(set, L"Add", TEXT_(L"n"), NUMBER(1));

    check_interfaces(set, iids);
    check_interfaces(item, item_iids);
    check_release(set, 1);
    check_release(item, 0);
}
END_TEST

static const struct call_row rows[] = {
    ROW("add", L"Add", S_OK, TEXT_(L"One"), NUMBER(1)),
    ROW("add, flags 0", L"Add", S_OK, TEXT_(L"Two"), TEXT_(L"2"), NUMBER(0)),
    ROW("replace", L"Add", S_OK, TEXT_(L"oNE"), NUMBER(11)),
    ROW("null", L"Add", S_OK, TEXT_(L"Null"), NULL_),
    ROW("array", L"Add", S_OK, TEXT_(L"Array"), ARRAY(3)),
    ROW("odd name", L"Add", S_OK, TEXT_(L"a name with blanks"), NUMBER(1)),
    ROW("blank name", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L""), NUMBER(1)),
    ROW("flags", L"Add", WBEM_E_INVALID_PARAMETER, TEXT_(L"x"), NUMBER(1), NUMBER(1)),
    ROW("item", L"Item", S_OK, TEXT_(L"ONE")),
    ROW("absent", L"Item", WBEM_E_NOT_FOUND, TEXT_(L"Nowhere")),
    ROW("blank item", L"Item", WBEM_E_NOT_FOUND, TEXT_(L"")),
    ROW("item, flags", L"Item", WBEM_E_INVALID_PARAMETER, TEXT_(L"One"), NUMBER(2)),
    ROW("remove", L"Remove", S_OK, TEXT_(L"two")),
    ROW("remove again", L"Remove", WBEM_E_NOT_FOUND, TEXT_(L"two")),
    ROW("remove, flags", L"Remove", WBEM_E_INVALID_PARAMETER, TEXT_(L"One"), NUMBER(1)),
};

START_TEST(members)
{
    ISWbemNamedValueSet *set = make_set();
    WCHAR text[64];
    void *item;
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++)
        check_call(set, &rows[i], L"SWbemNamedValueSet", NULL);
    ck_assert_int_eq(script_number(set, L"Count"), 4);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"ONE"));
    ck_assert_int_eq(script_number(item, L"Value"), 11);
    ck_assert_wide(script_text(item, L"Name", text, 64), L"One");
    ck_assert_ok(script_call(set, L"DeleteAll", METHOD, NULL, NULL));
    ck_assert_int_eq(script_number(set, L"Count"), 0);
    ck_assert_hr(script_call(item, L"Value", GET, NULL, NULL), WBEM_E_NOT_FOUND);
    ck_assert_wide(script_error.source, L"SWbemNamedValue");
    /* Writing to an element that is gone brings it back. */
    ck_assert_ok(script_call(item, L"Value", PUT, (const struct arg[]){NUMBER(5), NOTHING}, NULL));
    ck_assert_int_eq(named_value_number(set, L"One"), 5);
    drop(item);
    check_release(set, 0);
}
END_TEST

START_TEST(clone)
{
    ISWbemNamedValueSet *set = make_set(), *copy;

    named_value_add(set, L"n", (struct arg)NUMBER(1));
    copy = script_object(set, L"Clone", NULL);
    named_value_add(copy, L"n", (struct arg)NUMBER(2));
    named_value_add(copy, L"m", (struct arg)NUMBER(3));
    ck_assert_int_eq(named_value_number(set, L"n"), 1);
    ck_assert_int_eq(named_value_number(set, L"m"), -1);
    ck_assert_int_eq(named_value_number(copy, L"n"), 2);
    check_release(set, 0);
    check_release(copy, 0);
}
END_TEST

/* In the order of addition; Reset, Skip and Clone work. */
START_TEST(enumeration)
{
    ISWbemNamedValueSet *set = make_set();
    IEnumVARIANT *walk, *copy;
    VARIANT value, items[4];
    ULONG fetched;
    WCHAR text[16];

    named_value_add(set, L"z", (struct arg)NUMBER(1));
    named_value_add(set, L"a", (struct arg)NUMBER(2));
    named_value_add(set, L"m", (struct arg)NUMBER(3));
    ck_assert_ok(script_call(set, L"_NewEnum", METHOD, NULL, &value));
    ck_assert_ok(IUnknown_QueryInterface(V_UNKNOWN(&value), &IID_IEnumVARIANT, (void **)&walk));
    VariantClear(&value);
    ck_assert_hr(IEnumVARIANT_Next(walk, 4, items, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 3);
    ck_assert_wide(script_text(V_DISPATCH(&items[0]), L"Name", text, 16), L"z");
    ck_assert_wide(script_text(V_DISPATCH(&items[2]), L"Name", text, 16), L"m");
    while (fetched)
        VariantClear(&items[--fetched]);
    ck_assert_ok(IEnumVARIANT_Reset(walk));
    ck_assert_ok(IEnumVARIANT_Skip(walk, 1));
    ck_assert_ok(IEnumVARIANT_Clone(walk, &copy));
    ck_assert_ok(IEnumVARIANT_Next(copy, 1, items, NULL));
    ck_assert_wide(script_text(V_DISPATCH(&items[0]), L"Name", text, 16), L"a");
    VariantClear(&items[0]);
    check_release(copy, 0);
    check_release(walk, 0);
    check_release(set, 0);
}
END_TEST

/* ctx("n1")(0), ctx("n1")(1) = 11, ctx("n1") = Array(...). */
START_TEST(conveniences)
{
    ISWbemNamedValueSet *set = make_set();
    VARIANT value;
    void *item;

    ck_assert_ok(
        script_call(set, L"Item", PUT, (const struct arg[]){TEXT_(L"n"), ARRAY(3), NOTHING}, NULL));
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"n"));
    ck_assert_ok(
        script_call(item, L"Value", GET, (const struct arg[]){NUMBER(0), NOTHING}, &value));
    ck_assert_int_eq(V_I4(&value), 1);
    ck_assert_ok(script_call(item, L"Value", PUT,
                             (const struct arg[]){NUMBER(1), NUMBER(11), NOTHING}, NULL));
    ck_assert_ok(
        script_call(item, L"Value", GET, (const struct arg[]){NUMBER(1), NOTHING}, &value));
    ck_assert_int_eq(V_I4(&value), 11);
    ck_assert_hr(script_call(item, L"Value", PUT,
                             (const struct arg[]){NUMBER(9), NUMBER(11), NOTHING}, NULL),
                 DISP_E_BADINDEX);
    drop(item);
    check_release(set, 0);
}
END_TEST

START_TEST(objects)
{
    ISWbemNamedValueSet *set = make_set();
    ISWbemObject *object = client_get(services, L"");
    VARIANT value;
    void *item;

    named_value_add(set, L"o", (struct arg)OBJECT(object));
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(L"o"));
    script_get(item, L"Value", &value);
    ck_assert_int_eq(V_VT(&value), VT_DISPATCH);
    ck_assert(identity(V_DISPATCH(&value)) == identity(object));
    VariantClear(&value);
    drop(item);
    check_release(set, 0);
    check_release(object, 0);
}
END_TEST

/* An object whose release uses the set that it was in: what a script's class may do. */
static ISWbemNamedValueSet *watched;
static volatile LONG released;

static ULONG WINAPI curious_Release(IDispatch *iface)
{
    struct client_events *events = CONTAINING_RECORD(iface, struct client_events, IDispatch_iface);
    ULONG references = (ULONG)InterlockedDecrement(&events->references);
    LONG count;

    if (!references && SUCCEEDED(ISWbemNamedValueSet_get_Count(watched, &count)))
        released++;
    return references;
}

START_TEST(giving_up_values)
{
    struct client_events object;
    IDispatchVtbl vtbl;
    int i;

    watched = make_set();
    client_events_init(&object);
    vtbl = *object.IDispatch_iface.lpVtbl;
    vtbl.Release = curious_Release;
    object.IDispatch_iface.lpVtbl = &vtbl;
    released = 0;
    for (i = 0; i < 3; i++)
    {
        object.references = 1;
        named_value_add(watched, L"o", (struct arg)OBJECT(&object.IDispatch_iface));
        IDispatch_Release(&object.IDispatch_iface);
        if (i == 0)
            named_value_add(watched, L"o", (struct arg)NUMBER(1));
        else if (i == 1)
            ck_assert_ok(ISWbemNamedValueSet_Remove(watched, client_bstr(L"o"), 0));
        else
            ck_assert_ok(ISWbemNamedValueSet_DeleteAll(watched));
        ck_assert_int_eq(released, i + 1);
    }
    check_release(watched, 0);
}
END_TEST

START_TEST(null_pointers)
{
    ISWbemNamedValueSet *set = make_set();
    ISWbemNamedValue *item;
    VARIANT value, nowhere;

    V_VT(&value) = VT_I4;
    V_I4(&value) = 1;
    V_VT(&nowhere) = VT_BYREF | VT_I4;
    V_BYREF(&nowhere) = NULL;
    ck_assert_hr(ISWbemNamedValueSet_Add(set, NULL, &value, 0, &item), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValueSet_Add(set, client_bstr(L"n"), NULL, 0, &item),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValueSet_Add(set, client_bstr(L"n"), &nowhere, 0, &item),
                 WBEM_E_TYPE_MISMATCH);
    ck_assert_ok(ISWbemNamedValueSet_Add(set, client_bstr(L"n"), &value, 0, NULL));
    ck_assert_hr(ISWbemNamedValueSet_Item(set, client_bstr(L"n"), 0, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValueSet_Item(set, NULL, 0, &item), WBEM_E_NOT_FOUND);
    ck_assert_hr(ISWbemNamedValueSet_get_Count(set, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValueSet_get__NewEnum(set, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValueSet_Clone(set, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_ok(ISWbemNamedValueSet_Item(set, client_bstr(L"n"), 0, &item));
    ck_assert_hr(ISWbemNamedValue_get_Value(item, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValue_put_Value(item, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemNamedValue_get_Name(item, NULL), WBEM_E_INVALID_PARAMETER);
    drop(item);
    check_release(set, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,       members,       clone,
                                  enumeration,      conveniences,  objects,
                                  giving_up_values, null_pointers, NULL};

    return script_main("named_values", tests);
}
