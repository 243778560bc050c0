/* Every CIM type, alone and as an array: what a put takes, what a get gives, before and after
 * the store (behaviour.md 10.3). */
#include "../support/script.h"

#include <wbemcli.h>
#include <math.h>

static const struct client_property properties[] = {
    {L"Id", wbemCimtypeSint32, false, true},
    {L"Sint8", wbemCimtypeSint8, false, false},
    {L"Uint8", wbemCimtypeUint8, false, false},
    {L"Sint16", wbemCimtypeSint16, false, false},
    {L"Uint16", wbemCimtypeUint16, false, false},
    {L"Sint32", wbemCimtypeSint32, false, false},
    {L"Uint32", wbemCimtypeUint32, false, false},
    {L"Sint64", wbemCimtypeSint64, false, false},
    {L"Uint64", wbemCimtypeUint64, false, false},
    {L"Real32", wbemCimtypeReal32, false, false},
    {L"Real64", wbemCimtypeReal64, false, false},
    {L"Boolean", wbemCimtypeBoolean, false, false},
    {L"String", wbemCimtypeString, false, false},
    {L"Datetime", wbemCimtypeDatetime, false, false},
    {L"Reference", wbemCimtypeReference, false, false},
    {L"Char16", wbemCimtypeChar16, false, false},
    {L"Object", wbemCimtypeObject, false, false},
    {L"Sint8s", wbemCimtypeSint8, true, false},
    {L"Uint8s", wbemCimtypeUint8, true, false},
    {L"Sint16s", wbemCimtypeSint16, true, false},
    {L"Uint16s", wbemCimtypeUint16, true, false},
    {L"Sint32s", wbemCimtypeSint32, true, false},
    {L"Uint32s", wbemCimtypeUint32, true, false},
    {L"Sint64s", wbemCimtypeSint64, true, false},
    {L"Uint64s", wbemCimtypeUint64, true, false},
    {L"Real32s", wbemCimtypeReal32, true, false},
    {L"Real64s", wbemCimtypeReal64, true, false},
    {L"Booleans", wbemCimtypeBoolean, true, false},
    {L"Strings", wbemCimtypeString, true, false},
    {L"Datetimes", wbemCimtypeDatetime, true, false},
    {L"References", wbemCimtypeReference, true, false},
    {L"Char16s", wbemCimtypeChar16, true, false},
    {L"Objects", wbemCimtypeObject, true, false},
    {NULL, 0, false, false},
};

static ISWbemObject *cls;
static ISWbemObjectEx *object;

/* The class is the same for all tests: putting it again changes nothing. */
static void make(void)
{
    cls = client_define(services, L"TypesTest", properties);
    object = client_spawn(cls);
    client_set_number(object, L"Id", 1);
}

static void unmake(void)
{
    drop(object);
    drop(cls);
}

/* What a value looks like: "3:-5", the VARIANT type and the value. */
static const WCHAR *show(const VARIANT *value, WCHAR *out, size_t size)
{
    VARTYPE type = V_VT(value);

    if (type == VT_BSTR)
        swprintf(out, size, L"%d:%ls", type, V_BSTR(value));
    else if (type == VT_R4)
        swprintf(out, size, L"%d:%g", type, (double)V_R4(value));
    else if (type == VT_R8)
        swprintf(out, size, L"%d:%g", type, V_R8(value));
    else if (type == VT_UI1)
        swprintf(out, size, L"%d:%u", type, V_UI1(value));
    else if (type == VT_I2 || type == VT_BOOL)
        swprintf(out, size, L"%d:%d", type, V_I2(value));
    else if (type == VT_I4)
        swprintf(out, size, L"%d:%ld", type, V_I4(value));
    else
        swprintf(out, size, L"%d", type);
    return out;
}

static const struct row
{
    const WCHAR *property;
    struct arg put;
    HRESULT expected;
    const WCHAR *got; /* as show() */
} rows[] = {
    {L"Sint8", NUMBER(-128), S_OK, L"2:-128"},
    {L"Sint8", NUMBER(127), S_OK, L"2:127"},
    {L"Sint8", NUMBER(128), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint8", NUMBER(-129), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint8", TEXT_(L"12"), S_OK, L"2:12"},
    {L"Uint8", NUMBER(255), S_OK, L"17:255"},
    {L"Uint8", NUMBER(256), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Uint8", NUMBER(-1), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint16", NUMBER(-32768), S_OK, L"2:-32768"},
    {L"Sint16", NUMBER(32768), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Uint16", NUMBER(65535), S_OK, L"3:65535"},
    {L"Uint16", NUMBER(65536), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint32", NUMBER(LONG_MIN), S_OK, L"3:-2147483648"},
    {L"Sint32", REAL(2147483648.0), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint32", REAL(17.0), S_OK, L"3:17"},
    {L"Sint32", TEXT_(L"-17"), S_OK, L"3:-17"},
    {L"Sint32", TEXT_(L"seventeen"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Sint32", ARRAY(1), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Uint32", NUMBER(-1), S_OK, L"3:-1"},
    {L"Uint32", REAL(4294967295.0), S_OK, L"3:-1"},
    {L"Uint32", TEXT_(L"4294967295"), S_OK, L"3:-1"},
    {L"Uint32", TEXT_(L"4294967296"), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint64", TEXT_(L"-9223372036854775808"), S_OK, L"8:-9223372036854775808"},
    {L"Sint64", TEXT_(L"9223372036854775808"), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Sint64", NUMBER(5), S_OK, L"8:5"},
    {L"Sint64", REAL(1e15), S_OK, L"8:1000000000000000"},
    {L"Uint64", TEXT_(L"18446744073709551615"), S_OK, L"8:18446744073709551615"},
    {L"Uint64", TEXT_(L"18446744073709551616"), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Uint64", TEXT_(L"0x10"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Uint64", TEXT_(L""), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Real32", REAL(1.5), S_OK, L"4:1.5"},
    {L"Real32", NUMBER(3), S_OK, L"4:3"},
    {L"Real32", REAL(1e300), WBEM_E_VALUE_OUT_OF_RANGE, NULL},
    {L"Real64", REAL(1e300), S_OK, L"5:1e+300"},
    {L"Real64", TEXT_(L"2.5"), S_OK, L"5:2.5"},
    {L"Real64", TEXT_(L"two"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Boolean", BOOLEAN_(1), S_OK, L"11:-1"},
    {L"Boolean", BOOLEAN_(0), S_OK, L"11:0"},
    {L"Boolean", NUMBER(7), S_OK, L"11:-1"},
    {L"Boolean", TEXT_(L"True"), S_OK, L"11:-1"},
    {L"Boolean", TEXT_(L"maybe"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"String", TEXT_(L""), S_OK, L"8:"},
    {L"String", TEXT_(L"\x00e4\xd83d\xde00\xd800"), S_OK, L"8:\x00e4\xd83d\xde00\xd800"},
    {L"String", NUMBER(5), S_OK, L"8:5"},
    {L"String", ARRAY(1), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Datetime", TEXT_(L"20240131120000.000000+060"), S_OK, L"8:20240131120000.000000+060"},
    {L"Datetime", TEXT_(L"00000001020304.000000:000"), S_OK, L"8:00000001020304.000000:000"},
    {L"Datetime", TEXT_(L"yesterday"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Reference", TEXT_(L"TypesTest.Id=1"), S_OK, L"8:TypesTest.Id=1"},
    {L"Char16", NUMBER(65), S_OK, L"2:65"},
    {L"Char16", TEXT_(L"B"), S_OK, L"2:66"},
    {L"Char16", TEXT_(L"BB"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Object", NUMBER(65), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Object", TEXT_(L"x"), WBEM_E_TYPE_MISMATCH, NULL},
    {L"Sint32s", NUMBER(1), WBEM_E_TYPE_MISMATCH, NULL},
};

static HRESULT put(const WCHAR *property, const struct arg *value)
{
    return script_call(object, property, PUT, (const struct arg[]){*value, NOTHING}, NULL);
}

static void check_shown(const struct row *row, void *owner, const char *where)
{
    WCHAR text[128];
    VARIANT value;

    script_get(owner, row->property, &value);
    show(&value, text, 128);
    ck_assert_msg(!wcscmp(text, row->got), "%s: %ls is %ls, not %ls", where, row->property, text,
                  row->got);
    VariantClear(&value);
}

static void *store_and_read(void)
{
    client_put(services, object);
    return client_get(services, L"TypesTest.Id=1");
}

START_TEST(scalars)
{
    void *stored;
    size_t i;
    HRESULT hr;

    make();
    for (i = 0; i < COUNT_OF(rows); i++)
    {
        hr = put(rows[i].property, &rows[i].put);
        ck_assert_msg(hr == rows[i].expected, "row %u: %ls: 0x%08lx, not 0x%08lx", (unsigned)i,
                      rows[i].property, (unsigned long)hr, (unsigned long)rows[i].expected);
        if (FAILED(hr))
            continue;
        check_shown(&rows[i], object, "local");
        stored = store_and_read();
        check_shown(&rows[i], stored, "stored");
        drop(stored);
    }
    unmake();
}
END_TEST

START_TEST(nulls)
{
    static const struct arg null = NULL_, empty = EMPTY;
    const struct client_property *property;
    void *stored;
    VARIANT value;

    make();
    for (property = properties + 1; property->name; property++)
    {
        ck_assert_msg(put(property->name, &empty) == S_OK, "%ls: VT_EMPTY", property->name);
        ck_assert_msg(put(property->name, &null) == S_OK, "%ls: VT_NULL", property->name);
    }
    stored = store_and_read();
    for (property = properties + 1; property->name; property++)
    {
        script_get(stored, property->name, &value);
        ck_assert_msg(V_VT(&value) == VT_NULL, "%ls: VARIANT type %d", property->name,
                      V_VT(&value));
    }
    drop(stored);
    unmake();
}
END_TEST

/* Values of an array as a script gives them, and each element as it comes back. */
static const struct array_row
{
    const WCHAR *property;
    struct arg put[3];
    HRESULT expected;
    const WCHAR *got[3];
} array_rows[] = {
    {L"Sint8s", {NUMBER(-128), NUMBER(127)}, S_OK, {L"2:-128", L"2:127"}},
    {L"Sint8s", {NUMBER(0), NUMBER(128)}, WBEM_E_VALUE_OUT_OF_RANGE, {NULL}},
    {L"Uint8s", {NUMBER(0), NUMBER(255)}, S_OK, {L"17:0", L"17:255"}},
    {L"Sint16s", {NUMBER(-32768)}, S_OK, {L"2:-32768"}},
    {L"Uint16s", {NUMBER(65535), NUMBER(0), NUMBER(1)}, S_OK, {L"3:65535", L"3:0", L"3:1"}},
    {L"Sint32s", {NUMBER(LONG_MIN), NUMBER(LONG_MAX)}, S_OK, {L"3:-2147483648", L"3:2147483647"}},
    {L"Uint32s", {NUMBER(-1), NUMBER(7)}, S_OK, {L"3:-1", L"3:7"}},
    {L"Sint64s", {TEXT_(L"-5"), TEXT_(L"5")}, S_OK, {L"8:-5", L"8:5"}},
    {L"Uint64s", {TEXT_(L"18446744073709551615")}, S_OK, {L"8:18446744073709551615"}},
    {L"Real32s", {REAL(1.5), REAL(-2)}, S_OK, {L"4:1.5", L"4:-2"}},
    {L"Real64s", {REAL(1e300)}, S_OK, {L"5:1e+300"}},
    {L"Booleans", {BOOLEAN_(1), BOOLEAN_(0)}, S_OK, {L"11:-1", L"11:0"}},
    {L"Strings", {TEXT_(L"a"), TEXT_(L""), TEXT_(L"c")}, S_OK, {L"8:a", L"8:", L"8:c"}},
    {L"Strings", {TEXT_(L"a"), NULL_}, WBEM_E_TYPE_MISMATCH, {NULL}},
    {L"Datetimes", {TEXT_(L"20240131120000.000000+060")}, S_OK, {L"8:20240131120000.000000+060"}},
    {L"Datetimes", {TEXT_(L"never")}, WBEM_E_TYPE_MISMATCH, {NULL}},
    {L"References", {TEXT_(L"A=1"), TEXT_(L"B=2")}, S_OK, {L"8:A=1", L"8:B=2"}},
    {L"Char16s", {NUMBER(65), NUMBER(66)}, S_OK, {L"2:65", L"2:66"}},
    {L"Sint32s", {TEXT_(L"x")}, WBEM_E_TYPE_MISMATCH, {NULL}},
    {L"Sint32s", {NOTHING}, S_OK, {NULL}},
    {L"Strings", {NOTHING}, S_OK, {NULL}},
};

static SAFEARRAY *array_of(const struct arg *values)
{
    SAFEARRAY *array;
    VARIANT *items;
    ULONG count = 0, i;

    while (count < 3 && values[count].kind != ARG_END)
        count++;
    array = SafeArrayCreateVector(VT_VARIANT, 0, count);
    ck_assert_ok(SafeArrayAccessData(array, (void **)&items));
    for (i = 0; i < count; i++)
        arg_to_variant(&values[i], &items[i]);
    SafeArrayUnaccessData(array);
    return array;
}

static void check_elements(const struct array_row *row, void *owner, const char *where)
{
    VARIANT value, *items;
    WCHAR text[128];
    ULONG i, count;

    script_get(owner, row->property, &value);
    ck_assert_msg(V_VT(&value) == (VT_ARRAY | VT_VARIANT), "%s: %ls: VARIANT type %d", where,
                  row->property, V_VT(&value));
    count = V_ARRAY(&value)->rgsabound[0].cElements;
    ck_assert_int_eq(V_ARRAY(&value)->rgsabound[0].lLbound, 0);
    ck_assert_ok(SafeArrayAccessData(V_ARRAY(&value), (void **)&items));
    for (i = 0; i < count; i++)
    {
        show(&items[i], text, 128);
        ck_assert_msg(i < 3 && row->got[i] && !wcscmp(text, row->got[i]), "%s: %ls(%lu) is %ls",
                      where, row->property, i, text);
    }
    ck_assert(i == 3 || !row->got[i]);
    SafeArrayUnaccessData(V_ARRAY(&value));
    VariantClear(&value);
}

static HRESULT put_variant(const WCHAR *property, VARIANT *value)
{
    ISWbemPropertySet *set = script_object(object, L"Properties_", NULL);
    ISWbemProperty *item;
    HRESULT hr;

    ck_assert_ok(ISWbemPropertySet_Item(set, client_bstr(property), 0, &item));
    hr = ISWbemProperty_put_Value(item, value);
    drop(item);
    drop(set);
    return hr;
}

START_TEST(arrays)
{
    void *stored;
    VARIANT value;
    HRESULT hr;
    size_t i;

    make();
    for (i = 0; i < COUNT_OF(array_rows); i++)
    {
        V_VT(&value) = VT_ARRAY | VT_VARIANT;
        V_ARRAY(&value) = array_of(array_rows[i].put);
        hr = put_variant(array_rows[i].property, &value);
        VariantClear(&value);
        ck_assert_msg(hr == array_rows[i].expected, "row %u: %ls: 0x%08lx, not 0x%08lx",
                      (unsigned)i, array_rows[i].property, (unsigned long)hr,
                      (unsigned long)array_rows[i].expected);
        if (FAILED(hr))
            continue;
        check_elements(&array_rows[i], object, "local");
        stored = store_and_read();
        check_elements(&array_rows[i], stored, "stored");
        drop(stored);
    }
    unmake();
}
END_TEST

/* Arrays of C clients have a type; lower bounds need not be 0. */
START_TEST(typed_arrays)
{
    static const struct array_row numbers = {L"Sint32s", {NOTHING}, S_OK, {L"3:7", L"3:8", L"3:9"}};
    static const struct array_row bytes = {L"Uint8s", {NOTHING}, S_OK, {L"17:7", L"17:8", L"17:9"}};
    SAFEARRAYBOUND bound = {3, 5}, bounds[2] = {{2, 0}, {2, 0}};
    VARIANT value, reference;
    BYTE *data;
    LONG *longs;

    make();
    V_VT(&value) = VT_ARRAY | VT_I4;
    V_ARRAY(&value) = SafeArrayCreate(VT_I4, 1, &bound);
    longs = V_ARRAY(&value)->pvData;
    longs[0] = 7, longs[1] = 8, longs[2] = 9;
    ck_assert_ok(put_variant(L"Sint32s", &value));
    check_elements(&numbers, object, "VT_ARRAY|VT_I4");
    V_VT(&reference) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&reference) = &value;
    ck_assert_ok(put_variant(L"Sint32s", &reference));
    V_VT(&reference) = VT_BYREF | VT_ARRAY | VT_I4;
    V_ARRAYREF(&reference) = &V_ARRAY(&value);
    ck_assert_ok(put_variant(L"Sint32s", &reference));
    check_elements(&numbers, object, "VT_BYREF");
    VariantClear(&value);
    V_VT(&value) = VT_ARRAY | VT_UI1;
    V_ARRAY(&value) = SafeArrayCreate(VT_UI1, 1, &bound);
    data = V_ARRAY(&value)->pvData;
    data[0] = 7, data[1] = 8, data[2] = 9;
    ck_assert_ok(put_variant(L"Uint8s", &value));
    check_elements(&bytes, object, "VT_ARRAY|VT_UI1");
    VariantClear(&value);
    V_VT(&value) = VT_ARRAY | VT_I4;
    V_ARRAY(&value) = SafeArrayCreate(VT_I4, 2, bounds);
    ck_assert_hr(put_variant(L"Sint32s", &value), WBEM_E_TYPE_MISMATCH);
    VariantClear(&value);
    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = SafeArrayCreate(VT_VARIANT, 2, bounds);
    ck_assert_hr(put_variant(L"Sint32s", &value), WBEM_E_TYPE_MISMATCH);
    VariantClear(&value);
    unmake();
}
END_TEST

/* VARIANT types of C clients for scalars. */
START_TEST(other_variants)
{
    VARIANT value;
    LONG number = 77;
    IUnknown *unknown;

    make();
    V_VT(&value) = VT_I8;
    V_I8(&value) = 1234567890123;
    ck_assert_ok(put_variant(L"Sint64", &value));
    ck_assert_hr(put_variant(L"Sint32", &value), WBEM_E_VALUE_OUT_OF_RANGE);
    V_VT(&value) = VT_UI8;
    V_UI8(&value) = ~0ull;
    ck_assert_ok(put_variant(L"Uint64", &value));
    ck_assert_hr(put_variant(L"Sint64", &value), WBEM_E_VALUE_OUT_OF_RANGE);
    V_VT(&value) = VT_UI4;
    V_UI4(&value) = 4000000000u;
    ck_assert_ok(put_variant(L"Uint32", &value));
    V_VT(&value) = VT_BYREF | VT_I4;
    V_I4REF(&value) = &number;
    ck_assert_ok(put_variant(L"Sint16", &value));
    ck_assert_int_eq(client_invoke_get((IDispatch *)object, L"Sint16", &value), S_OK);
    ck_assert_int_eq(V_I2(&value), 77);
    V_VT(&value) = VT_R8;
    V_R8(&value) = NAN;
    ck_assert_hr(put_variant(L"Sint32", &value), WBEM_E_VALUE_OUT_OF_RANGE);
    V_R8(&value) = 1.6;
    ck_assert_ok(put_variant(L"Sint32", &value));
    ck_assert_int_eq(script_number(object, L"Sint32"), 2);
    V_VT(&value) = VT_UNKNOWN;
    ck_assert_ok(ISWbemServicesEx_QueryInterface(services, &IID_IUnknown, (void **)&unknown));
    V_UNKNOWN(&value) = unknown;
    ck_assert_hr(put_variant(L"Object", &value), WBEM_E_TYPE_MISMATCH);
    IUnknown_Release(unknown);
    V_VT(&value) = VT_DISPATCH;
    V_DISPATCH(&value) = (IDispatch *)services;
    ck_assert_hr(put_variant(L"Object", &value), WBEM_E_TYPE_MISMATCH);
    V_DISPATCH(&value) = NULL;
    ck_assert_ok(put_variant(L"Object", &value));
    V_VT(&value) = 0x7fff;
    ck_assert(FAILED(put_variant(L"String", &value)));
    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = NULL;
    ck_assert(FAILED(put_variant(L"Strings", &value)));
    unmake();
}
END_TEST

/* A path is a reference by its default value; objects are copies, alone and in arrays. */
START_TEST(objects_and_paths)
{
    ISWbemObjectEx *inner;
    VARIANT value, *items;
    void *stored, *path;
    WCHAR text[256];

    make();
    client_put(services, object);
    stored = client_get(services, L"TypesTest.Id=1");
    path = script_object(stored, L"Path_", NULL);
    ck_assert_ok(
        script_call(object, L"Reference", PUT, (const struct arg[]){OBJECT(path), NOTHING}, NULL));
    ck_assert_wide(script_text(path, L"Path", text, 256),
                   script_text(object, L"Reference", text, 256));
    drop(path);
    drop(stored);
    inner = client_spawn(cls);
    client_set_number(inner, L"Id", 5);
    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = array_of((const struct arg[]){OBJECT(inner), OBJECT(inner), NOTHING});
    ck_assert_ok(put_variant(L"Objects", &value));
    VariantClear(&value);
    stored = store_and_read();
    script_get(stored, L"Objects", &value);
    ck_assert_int_eq(V_VT(&value), VT_ARRAY | VT_VARIANT);
    ck_assert_ok(SafeArrayAccessData(V_ARRAY(&value), (void **)&items));
    ck_assert_int_eq(V_VT(&items[1]), VT_DISPATCH);
    ck_assert_int_eq(script_number(V_DISPATCH(&items[1]), L"Id"), 5);
    SafeArrayUnaccessData(V_ARRAY(&value));
    VariantClear(&value);
    drop(stored);
    check_release(inner, 0);
    unmake();
}
END_TEST

/* Each type as a key: stored, found by its path, printed in it. */
static const struct key_row
{
    WbemCimtypeEnum type;
    struct arg value;
    const WCHAR *path;
} key_rows[] = {
    {wbemCimtypeSint8, NUMBER(-5), L"=-5"},
    {wbemCimtypeUint8, NUMBER(5), L"=5"},
    {wbemCimtypeSint16, NUMBER(-500), L"=-500"},
    {wbemCimtypeUint16, NUMBER(50000), L"=50000"},
    {wbemCimtypeSint32, NUMBER(-5), L"=-5"},
    {wbemCimtypeUint32, NUMBER(-1), L"=4294967295"},
    {wbemCimtypeSint64, TEXT_(L"-9223372036854775808"), L"=-9223372036854775808"},
    {wbemCimtypeUint64, TEXT_(L"18446744073709551615"), L"=18446744073709551615"},
    {wbemCimtypeBoolean, BOOLEAN_(1), L"=TRUE"},
    {wbemCimtypeString, TEXT_(L"a \"quoted\\ one"), L"=\"a \\\"quoted\\\\ one\""},
    {wbemCimtypeDatetime, TEXT_(L"20240131120000.000000+060"), L"=\"20240131120000.000000+060\""},
    {wbemCimtypeReference, TEXT_(L"A.B=\"c\""), L"=\"A.B=\\\"c\\\"\""},
    {wbemCimtypeChar16, NUMBER(66), L"=66"},
};

static void check_key(const struct key_row *row, const WCHAR *class_name)
{
    struct client_property key[] = {{L"K", row->type, false, true}, {NULL, 0, false, false}};
    WCHAR path[256], text[256];
    void *found;

    cls = client_define(services, class_name, key);
    object = client_spawn(cls);
    ck_assert_ok(put(L"K", &row->value));
    client_put(services, object);
    swprintf(path, 256, L"%ls.K%ls", class_name, row->path);
    found = client_get(services, path);
    ck_assert_wide(script_text(found, L"__RELPATH", text, 256), path);
    drop(found);
    unmake();
}

START_TEST(keys)
{
    WCHAR name[32];
    size_t i;

    for (i = 0; i < COUNT_OF(key_rows); i++)
    {
        swprintf(name, 32, L"TypesKey%u", (unsigned)i);
        check_key(&key_rows[i], name);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {scalars,           nulls, arrays, typed_arrays, other_variants,
                                  objects_and_paths, keys,  NULL};

    return script_main("types", tests);
}
