/* SWbemObjectSet: enumeration, positions, paths, forward-only sets, errors at the call and at
 * first access (behaviour.md 4, 22.3). */
#include "../support/script.h"

#include <wbemcli.h>

static ISWbemObject *cls;

static void fill(const WCHAR *name, LONG count)
{
    ISWbemObjectEx *object;
    LONG i;

    cls = simple_class(name);
    for (i = 0; i < count; i++)
    {
        object = simple_instance(cls, i, L"row");
        client_put(services, object);
        drop(object);
    }
}

static void *instances(const WCHAR *name, LONG flags)
{
    return SCRIPT_OBJECT(services, L"InstancesOf", TEXT_(name), NUMBER(flags));
}

static IEnumVARIANT *walk_of(void *set)
{
    IEnumVARIANT *walk;
    VARIANT value;

    ck_assert_ok(script_call(set, L"_NewEnum", GET, NULL, &value));
    ck_assert_ok(IUnknown_QueryInterface(V_UNKNOWN(&value), &IID_IEnumVARIANT, (void **)&walk));
    VariantClear(&value);
    return walk;
}

static LONG count_rest(IEnumVARIANT *walk)
{
    VARIANT value;
    LONG count = 0;

    while (IEnumVARIANT_Next(walk, 1, &value, NULL) == S_OK)
    {
        count++;
        VariantClear(&value);
    }
    return count;
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemObjectSet,
                                      &IID_ISupportErrorInfo, NULL};
    void *set;

    fill(L"SetInterfaces", 1);
    set = instances(L"SetInterfaces", 16);
    check_interfaces(set, iids);
    check_release(set, 0);
    drop(cls);
}
END_TEST

START_TEST(count_and_index)
{
    void *set, *object;
    LONG i;

    fill(L"SetCount", 100);
    set = instances(L"SetCount", 16);
    object = SCRIPT_OBJECT(set, L"ItemIndex", NUMBER(50));
    ck_assert_int_eq(script_number(object, L"Id"), 50);
    drop(object);
    ck_assert_int_eq(script_number(set, L"Count"), 100);
    for (i = 99; i >= 0; i--)
    {
        object = SCRIPT_OBJECT(set, L"ItemIndex", NUMBER(i));
        ck_assert_int_eq(script_number(object, L"Id"), i);
        drop(object);
    }
    ck_assert_hr(
        script_call(set, L"ItemIndex", BOTH, (const struct arg[]){NUMBER(-1), NOTHING}, NULL),
        WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(
        script_call(set, L"ItemIndex", BOTH, (const struct arg[]){NUMBER(100), NOTHING}, NULL),
        WBEM_E_NOT_FOUND);
    ck_assert_wide(script_error.source, L"SWbemObjectSet");
    drop(set);
    drop(cls);
}
END_TEST

START_TEST(nested_walks)
{
    IEnumVARIANT *outer, *inner;
    VARIANT value;
    LONG pairs = 0;
    void *set;

    fill(L"SetNested", 20);
    set = instances(L"SetNested", 16);
    outer = walk_of(set);
    while (IEnumVARIANT_Next(outer, 1, &value, NULL) == S_OK)
    {
        VariantClear(&value);
        inner = walk_of(set);
        pairs += count_rest(inner);
        check_release(inner, 0);
    }
    ck_assert_int_eq(pairs, 400);
    /* A walk keeps its set. */
    drop(set);
    ck_assert_ok(IEnumVARIANT_Reset(outer));
    ck_assert_int_eq(count_rest(outer), 20);
    check_release(outer, 0);
    drop(cls);
}
END_TEST

START_TEST(enumerator)
{
    IEnumVARIANT *walk, *copy;
    VARIANT items[8];
    ULONG fetched, i;
    void *set;

    fill(L"SetEnum", 10);
    set = instances(L"SetEnum", 16);
    walk = walk_of(set);
    ck_assert_ok(IEnumVARIANT_Next(walk, 3, items, &fetched));
    ck_assert_uint_eq(fetched, 3);
    for (i = 0; i < 3; i++)
    {
        ck_assert_int_eq(script_number(V_DISPATCH(&items[i]), L"Id"), (LONG)i);
        VariantClear(&items[i]);
    }
    ck_assert_ok(IEnumVARIANT_Skip(walk, 2));
    ck_assert_ok(IEnumVARIANT_Clone(walk, &copy));
    ck_assert_int_eq(count_rest(copy), 5);
    ck_assert_hr(IEnumVARIANT_Next(copy, 1, items, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 0);
    check_release(copy, 0);
    ck_assert_hr(IEnumVARIANT_Skip(walk, 100), S_FALSE);
    ck_assert_ok(IEnumVARIANT_Reset(walk));
    ck_assert_hr(IEnumVARIANT_Next(walk, 1, NULL, &fetched), E_INVALIDARG);
    ck_assert_hr(IEnumVARIANT_Next(walk, 2, items, NULL), E_INVALIDARG);
    ck_assert_hr(IEnumVARIANT_Clone(walk, NULL), E_POINTER);
    ck_assert_int_eq(count_rest(walk), 10);
    drop(walk);
    drop(set);
    drop(cls);
}
END_TEST

static const struct
{
    const WCHAR *path;
    HRESULT expected;
} items[] = {
    {L"SetItem.Id=7", S_OK},
    {L"setitem.iD=7", S_OK},
    {L"SetItem=7", S_OK},
    {L"root\\cimv2:SetItem.Id=7", S_OK},
    {L"\\\\.\\root\\cimv2:SetItem.Id=7", S_OK},
    {L"\\\\.\\root\\cimv2:SetItem=7", S_OK},
    {L"SetItem.Id=70", WBEM_E_NOT_FOUND},
    {L"Other.Id=7", WBEM_E_NOT_FOUND},
    {L"root\\default:SetItem.Id=7", WBEM_E_NOT_FOUND},
    {L"\\\\elsewhere\\root\\cimv2:SetItem.Id=7", WBEM_E_NOT_FOUND},
    {L"SetItem", WBEM_E_NOT_FOUND},
    {L"SetItem.", WBEM_E_INVALID_OBJECT_PATH},
    {L"", WBEM_E_INVALID_PARAMETER},
};

START_TEST(item_by_path)
{
    WCHAR full[256];
    void *set, *object;
    VARIANT result;
    HRESULT hr;
    size_t i;

    fill(L"SetItem", 10);
    set = instances(L"SetItem", 16);
    for (i = 0; i < COUNT_OF(items); i++)
    {
        hr = script_call(set, L"Item", METHOD, (const struct arg[]){TEXT_(items[i].path), NOTHING},
                         &result);
        ck_assert_msg(hr == items[i].expected, "%ls: 0x%08lx", items[i].path, (unsigned long)hr);
        if (SUCCEEDED(hr))
            ck_assert_int_eq(script_number(V_DISPATCH(&result), L"Id"), 7);
        VariantClear(&result);
    }
    object = SCRIPT_OBJECT(set, L"ItemIndex", NUMBER(3));
    script_text(object, L"__PATH", full, 256);
    drop(object);
    object = SCRIPT_OBJECT(set, L"Item", TEXT_(full));
    ck_assert_int_eq(script_number(object, L"Id"), 3);
    drop(object);
    ck_assert_hr(script_call(set, L"Item", METHOD,
                             (const struct arg[]){TEXT_(L"SetItem=7"), NUMBER(1), NOTHING}, NULL),
                 WBEM_E_INVALID_PARAMETER);
    drop(set);
    drop(cls);
}
END_TEST

START_TEST(forward_only)
{
    IEnumVARIANT *walk, *copy;
    void *set;

    fill(L"SetForward", 10);
    set = instances(L"SetForward", 16 | 32);
    ck_assert_hr(script_call(set, L"Count", GET, NULL, NULL), WBEM_E_FAILED);
    ck_assert_hr(
        script_call(set, L"ItemIndex", BOTH, (const struct arg[]){NUMBER(0), NOTHING}, NULL),
        WBEM_E_FAILED);
    ck_assert_hr(script_call(set, L"Item", BOTH,
                             (const struct arg[]){TEXT_(L"SetForward=1"), NOTHING}, NULL),
                 WBEM_E_FAILED);
    walk = walk_of(set);
    ck_assert_hr(IEnumVARIANT_Clone(walk, &copy), WBEM_E_FAILED);
    ck_assert_ptr_null(copy);
    ck_assert_int_eq(count_rest(walk), 10);
    ck_assert_hr(IEnumVARIANT_Reset(walk), WBEM_E_FAILED);
    drop(walk);
    ck_assert_hr(script_call(set, L"_NewEnum", GET, NULL, NULL), WBEM_E_FAILED);
    drop(set);
    drop(cls);
}
END_TEST

/* Errors of the operation: at first access under flag 16, at the call without it. */
static const struct
{
    const WCHAR *member, *text;
    HRESULT expected;
} failing[] = {
    {L"ExecQuery", L"SELECT * FROM Nowhere", WBEM_E_INVALID_CLASS},
    {L"ExecQuery", L"SELECT Nothing FROM SetErrors", WBEM_E_INVALID_QUERY},
    {L"ExecQuery", L"SELEC", WBEM_E_INVALID_QUERY},
    {L"InstancesOf", L"Nowhere", WBEM_E_INVALID_CLASS},
    {L"SubclassesOf", L"Nowhere", WBEM_E_INVALID_CLASS},
};

static HRESULT call_now(size_t i)
{
    const struct arg query[] = {TEXT_(failing[i].text), TEXT_(L"WQL"), NUMBER(0), NOTHING};
    const struct arg name[] = {TEXT_(failing[i].text), NUMBER(0), NOTHING};

    return script_call(services, failing[i].member, BOTH,
                       wcscmp(failing[i].member, L"ExecQuery") ? name : query, NULL);
}

START_TEST(late_errors)
{
    IEnumVARIANT *walk;
    void *set, *last;
    VARIANT value;
    size_t i;

    fill(L"SetErrors", 1);
    for (i = 0; i < COUNT_OF(failing); i++)
    {
        ck_assert_hr(call_now(i), failing[i].expected);
        set = SCRIPT_OBJECT(services, failing[i].member, TEXT_(failing[i].text));
        ck_assert_hr(script_call(set, L"Count", GET, NULL, NULL), failing[i].expected);
        ck_assert_wide(script_error.source, L"SWbemObjectSet");
        ck_assert_hr(
            script_call(set, L"ItemIndex", BOTH, (const struct arg[]){NUMBER(0), NOTHING}, NULL),
            failing[i].expected);
        walk = walk_of(set);
        ck_assert_hr(IEnumVARIANT_Next(walk, 1, &value, NULL), failing[i].expected);
        ck_assert_int_eq(V_VT(&value), VT_EMPTY);
        drop(walk);
        drop(set);
        last = create_object(&CLSID_SWbemLastError, &IID_ISWbemLastError);
        ck_assert_int_eq(script_number(last, L"StatusCode"), failing[i].expected);
        drop(last);
    }
    drop(cls);
}
END_TEST

/* Deep takes subclasses in, shallow does not. */
START_TEST(depth)
{
    void *derived, *path, *object, *set;

    fill(L"SetDepth", 2);
    derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    path = script_object(derived, L"Path_", NULL);
    ck_assert_ok(script_call(path, L"Class", PUT,
                             (const struct arg[]){TEXT_(L"SetDepthChild"), NOTHING}, NULL));
    drop(path);
    ck_assert_ok(script_call(derived, L"Put_", BOTH, NULL, NULL));
    object = simple_instance(derived, 100, L"child");
    client_put(services, object);
    drop(object);
    set = instances(L"SetDepth", 0);
    ck_assert_int_eq(script_number(set, L"Count"), 3);
    drop(set);
    set = instances(L"SetDepth", 1);
    ck_assert_int_eq(script_number(set, L"Count"), 2);
    drop(set);
    set = SCRIPT_OBJECT(services, L"SubclassesOf", TEXT_(L"SetDepth"));
    ck_assert_int_eq(script_number(set, L"Count"), 1);
    drop(set);
    set = SCRIPT_OBJECT(services, L"ExecQuery",
                        TEXT_(L"SELECT Id FROM SetDepth WHERE Text = 'CHILD' OR (Id >= 1 AND NOT "
                              L"Id > 50)"));
    ck_assert_int_eq(script_number(set, L"Count"), 2);
    drop(set);
    drop(derived);
    drop(cls);
}
END_TEST

/* What is put while a walk is under way does not disturb it. */
START_TEST(writing_while_walking)
{
    IEnumVARIANT *walk;
    VARIANT value;
    LONG seen = 0;
    void *set;

    fill(L"SetWriting", 200);
    set = instances(L"SetWriting", 16 | 32);
    walk = walk_of(set);
    while (IEnumVARIANT_Next(walk, 1, &value, NULL) == S_OK)
    {
        client_set_text((ISWbemObjectEx *)V_DISPATCH(&value), L"Text", L"changed");
        client_put(services, (ISWbemObjectEx *)V_DISPATCH(&value));
        VariantClear(&value);
        seen++;
    }
    ck_assert_int_eq(seen, 200);
    drop(walk);
    drop(set);
    drop(cls);
}
END_TEST

START_TEST(null_pointers)
{
    ISWbemObjectSet *set;
    ISWbemObject *object;

    fill(L"SetNull", 1);
    set = instances(L"SetNull", 16);
    ck_assert_hr(ISWbemObjectSet_get_Count(set, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectSet_get__NewEnum(set, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectSet_Item(set, NULL, 0, &object), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectSet_Item(set, client_bstr(L"SetNull=0"), 0, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectSet_ItemIndex(set, 0, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectSet_get_Security_(set, NULL), WBEM_E_INVALID_PARAMETER);
    drop(set);
    drop(cls);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,
                                  count_and_index,
                                  nested_walks,
                                  enumerator,
                                  item_by_path,
                                  forward_only,
                                  late_errors,
                                  depth,
                                  writing_while_walking,
                                  null_pointers,
                                  NULL};

    return script_main("object_set", tests);
}
