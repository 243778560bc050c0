/* VARIANT <-> CIM values at the level of the IWbem interfaces: behaviour.md 10.3, row by row. */
#include "com/wmi_client.h"

#include "cim/mem.h"
#include "wmi/class_object.h"
#include "wmi/variant.h"

#define BITS(type) ((long long)(type))

/* --- out -------------------------------------------------------------------------------------- */

static const struct
{
    const char *name;
    enum cim_type type;
    uint64_t bits; /* of the scalar; strings and reals stand in `text` */
    const char *text;
    VARTYPE vartype;
    long long number; /* expected; strings in `wide` */
    const WCHAR *wide;
} outs[] = {
    {"sint8", CIM_TYPE_SINT8, (uint64_t)-128, NULL, VT_I2, -128, NULL},
    {"uint8", CIM_TYPE_UINT8, 255, NULL, VT_UI1, 255, NULL},
    {"sint16", CIM_TYPE_SINT16, (uint64_t)-32768, NULL, VT_I2, -32768, NULL},
    {"uint16", CIM_TYPE_UINT16, 65535, NULL, VT_I4, 65535, NULL},
    {"sint32", CIM_TYPE_SINT32, (uint64_t)INT32_MIN, NULL, VT_I4, INT32_MIN, NULL},
    {"uint32", CIM_TYPE_UINT32, 7, NULL, VT_I4, 7, NULL},
    {"uint32 above 0x7FFFFFFF", CIM_TYPE_UINT32, 0xFFFFFFFFu, NULL, VT_I4, -1, NULL},
    {"sint64", CIM_TYPE_SINT64, (uint64_t)INT64_MIN, NULL, VT_BSTR, 0, L"-9223372036854775808"},
    {"uint64", CIM_TYPE_UINT64, UINT64_MAX, NULL, VT_BSTR, 0, L"18446744073709551615"},
    {"boolean", CIM_TYPE_BOOLEAN, 1, NULL, VT_BOOL, VARIANT_TRUE, NULL},
    {"boolean false", CIM_TYPE_BOOLEAN, 0, NULL, VT_BOOL, 0, NULL},
    {"char16", CIM_TYPE_CHAR16, 65, NULL, VT_I2, 65, NULL},
    {"char16 high", CIM_TYPE_CHAR16, 0xFFFF, NULL, VT_I2, -1, NULL},
    {"string", CIM_TYPE_STRING, 0, "\xC3\xA4x", VT_BSTR, 0, L"\u00E4x"},
    {"empty string", CIM_TYPE_STRING, 0, "", VT_BSTR, 0, L""},
    {"datetime", CIM_TYPE_DATETIME, 0, "20261120132146.000000+000", VT_BSTR, 0,
     L"20261120132146.000000+000"},
    {"reference", CIM_TYPE_REFERENCE, 0, "A.B=1", VT_BSTR, 0, L"A.B=1"},
};

static long long number_of(const VARIANT *value)
{
    switch (V_VT(value))
    {
    case VT_UI1:
        return V_UI1(value);
    case VT_I2:
        return V_I2(value);
    case VT_I4:
        return V_I4(value);
    case VT_BOOL:
        return V_BOOL(value);
    default:
        return 0;
    }
}

static union cim_scalar out_scalar(int row)
{
    union cim_scalar scalar;

    if (outs[row].text)
        scalar.string = text_from(outs[row].text);
    else
        scalar.uint = outs[row].bits;
    return scalar;
}

static void check_out(int row, const VARIANT *value)
{
    ck_assert_msg(V_VT(value) == outs[row].vartype, "%s: VARIANT type %d", outs[row].name,
                  V_VT(value));
    if (outs[row].wide)
        ck_assert_msg(wcscmp(V_BSTR(value), outs[row].wide) == 0, "%s: %ls", outs[row].name,
                      V_BSTR(value));
    else
        ck_assert_msg(number_of(value) == outs[row].number, "%s: %lld", outs[row].name,
                      number_of(value));
}

START_TEST(scalar_out)
{
    union cim_scalar scalar = out_scalar(_i);
    VARIANT value;

    ck_assert_ok(wmi_variant_from_scalar(&value, outs[_i].type, &scalar));
    check_out(_i, &value);
    VariantClear(&value);
}
END_TEST

/* Each type as an array of two; the elements are as the scalars. */
START_TEST(array_out)
{
    union cim_scalar items[2] = {out_scalar(_i), out_scalar(_i)};
    struct cim_value array = {.type = outs[_i].type, .is_array = true, .items = items, .count = 2};
    VARIANT value, element;
    VARTYPE type;
    LONG index = 1;

    ck_assert_ok(wmi_variant_from_value(&value, &array));
    ck_assert_int_eq(V_VT(&value), VT_ARRAY | outs[_i].vartype);
    ck_assert_ok(SafeArrayGetVartype(V_ARRAY(&value), &type));
    ck_assert_int_eq(type, outs[_i].vartype);
    memset(&element, 0, sizeof(element));
    V_VT(&element) = type;
    ck_assert_ok(SafeArrayGetElement(V_ARRAY(&value), &index, &V_UI1(&element)));
    check_out(_i, &element);
    VariantClear(&element);
    VariantClear(&value);
}
END_TEST

START_TEST(reals_out)
{
    union cim_scalar scalar = {.real = 1.5};
    VARIANT value;

    ck_assert_ok(wmi_variant_from_scalar(&value, CIM_TYPE_REAL32, &scalar));
    ck_assert_int_eq(V_VT(&value), VT_R4);
    ck_assert(V_R4(&value) == 1.5f);
    ck_assert_ok(wmi_variant_from_scalar(&value, CIM_TYPE_REAL64, &scalar));
    ck_assert_int_eq(V_VT(&value), VT_R8);
    ck_assert(V_R8(&value) == 1.5);
}
END_TEST

START_TEST(null_out)
{
    struct cim_value null;
    VARIANT value;

    cim_value_init_null(&null, CIM_TYPE_STRING, false);
    ck_assert_ok(wmi_variant_from_value(&value, &null));
    ck_assert_int_eq(V_VT(&value), VT_NULL);
}
END_TEST

/* --- in --------------------------------------------------------------------------------------- */

enum source
{
    I1,
    I2,
    I4,
    I8,
    UI1,
    UI2,
    UI4,
    UI8,
    R4,
    R8,
    BOOL_,
    TEXT_,
    NULL_,
    EMPTY_,
    CY_,
    DECIMAL_,
    ERROR_,
};

static const struct
{
    const char *name;
    enum source from;
    double number;
    const WCHAR *wide;
    enum cim_type type;
    HRESULT hr;
    long long sint;
    const char *text;
} ins[] = {
    {"VT_I2 to sint8", I2, -128, NULL, CIM_TYPE_SINT8, S_OK, -128, NULL},
    {"VT_I2 beyond sint8", I2, -129, NULL, CIM_TYPE_SINT8, WBEM_E_VALUE_OUT_OF_RANGE, 0, NULL},
    {"VT_UI1 to uint8", UI1, 255, NULL, CIM_TYPE_UINT8, S_OK, 255, NULL},
    {"VT_I2 to uint8", I2, 255, NULL, CIM_TYPE_UINT8, S_OK, 255, NULL},
    {"negative to uint8", I2, -1, NULL, CIM_TYPE_UINT8, WBEM_E_VALUE_OUT_OF_RANGE, 0, NULL},
    {"VT_I4 to sint16", I4, 32767, NULL, CIM_TYPE_SINT16, S_OK, 32767, NULL},
    {"VT_I4 beyond sint16", I4, 32768, NULL, CIM_TYPE_SINT16, WBEM_E_VALUE_OUT_OF_RANGE, 0, NULL},
    {"VT_I4 to uint16", I4, 65535, NULL, CIM_TYPE_UINT16, S_OK, 65535, NULL},
    {"VT_I4 beyond uint16", I4, 65536, NULL, CIM_TYPE_UINT16, WBEM_E_VALUE_OUT_OF_RANGE, 0, NULL},
    {"VT_I4 to sint32", I4, -5, NULL, CIM_TYPE_SINT32, S_OK, -5, NULL},
    {"VT_I2 to uint32", I2, 5, NULL, CIM_TYPE_UINT32, S_OK, 5, NULL},
    {"VT_I4 bits to uint32", I4, -1, NULL, CIM_TYPE_UINT32, S_OK, 4294967295LL, NULL},
    {"VT_R8 to uint32", R8, 4294967295.0, NULL, CIM_TYPE_UINT32, S_OK, 4294967295LL, NULL},
    {"VT_R8 beyond uint32", R8, 4294967296.0, NULL, CIM_TYPE_UINT32, WBEM_E_VALUE_OUT_OF_RANGE, 0,
     NULL},
    {"text to uint32", TEXT_, 0, L"4294967295", CIM_TYPE_UINT32, S_OK, 4294967295LL, NULL},
    {"words to uint32", TEXT_, 0, L"many", CIM_TYPE_UINT32, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"VT_UI4 to uint32", UI4, 4294967295.0, NULL, CIM_TYPE_UINT32, S_OK, 4294967295LL, NULL},
    {"text to sint64", TEXT_, 0, L"-9223372036854775808", CIM_TYPE_SINT64, S_OK, INT64_MIN, NULL},
    {"text to uint64", TEXT_, 0, L"18446744073709551615", CIM_TYPE_UINT64, S_OK, -1, NULL},
    {"hexadecimal text to uint64", TEXT_, 0, L"0x10", CIM_TYPE_UINT64, WBEM_E_TYPE_MISMATCH, 0,
     NULL},
    {"VT_I4 to sint64", I4, -7, NULL, CIM_TYPE_SINT64, S_OK, -7, NULL},
    {"VT_I8 to sint64", I8, -7, NULL, CIM_TYPE_SINT64, S_OK, -7, NULL},
    {"VT_R8 to uint64", R8, 12, NULL, CIM_TYPE_UINT64, S_OK, 12, NULL},
    {"broken VT_R8 to sint64", R8, 1.5, NULL, CIM_TYPE_SINT64, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"VT_DECIMAL to uint64", DECIMAL_, 9007199254740993.0, NULL, CIM_TYPE_UINT64, S_OK,
     9007199254740992LL, NULL},
    {"VT_CY to sint32", CY_, 12, NULL, CIM_TYPE_SINT32, S_OK, 12, NULL},
    {"VT_BOOL to boolean", BOOL_, -1, NULL, CIM_TYPE_BOOLEAN, S_OK, 1, NULL},
    {"VT_I4 to boolean", I4, 3, NULL, CIM_TYPE_BOOLEAN, S_OK, 1, NULL},
    {"text to boolean", TEXT_, 0, L"False", CIM_TYPE_BOOLEAN, S_OK, 0, NULL},
    {"VT_I2 to char16", I2, -1, NULL, CIM_TYPE_CHAR16, S_OK, 65535, NULL},
    {"VT_I4 to char16", I4, 65, NULL, CIM_TYPE_CHAR16, S_OK, 65, NULL},
    {"one character to char16", TEXT_, 0, L"A", CIM_TYPE_CHAR16, S_OK, 65, NULL},
    {"two characters to char16", TEXT_, 0, L"AB", CIM_TYPE_CHAR16, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"text to string", TEXT_, 0, L"\u00E4x", CIM_TYPE_STRING, S_OK, 0, "\xC3\xA4x"},
    {"VT_I4 to string", I4, -12, NULL, CIM_TYPE_STRING, S_OK, 0, "-12"},
    {"VT_BOOL to string", BOOL_, -1, NULL, CIM_TYPE_STRING, S_OK, 0, "True"},
    {"datetime", TEXT_, 0, L"20261120132146.000000+000", CIM_TYPE_DATETIME, S_OK, 0,
     "20261120132146.000000+000"},
    {"no datetime", TEXT_, 0, L"yesterday", CIM_TYPE_DATETIME, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"number to datetime", I4, 1, NULL, CIM_TYPE_DATETIME, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"text to reference", TEXT_, 0, L"A.B=1", CIM_TYPE_REFERENCE, S_OK, 0, "A.B=1"},
    {"text to object", TEXT_, 0, L"x", CIM_TYPE_OBJECT, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"VT_ERROR", ERROR_, 0, NULL, CIM_TYPE_STRING, WBEM_E_TYPE_MISMATCH, 0, NULL},
    {"VT_UI2 to uint16", UI2, 65535, NULL, CIM_TYPE_UINT16, S_OK, 65535, NULL},
    {"VT_UI8 to uint64", UI8, 5, NULL, CIM_TYPE_UINT64, S_OK, 5, NULL},
    {"VT_I1 to sint8", I1, -5, NULL, CIM_TYPE_SINT8, S_OK, -5, NULL},
    {"VT_R4 to sint32", R4, 2, NULL, CIM_TYPE_SINT32, S_OK, 2, NULL},
};

static VARIANT make_source(enum source from, double number, const WCHAR *wide)
{
    VARIANT value;

    VariantInit(&value);
    switch (from)
    {
#define CASE(name, vt, field, type)                                                                \
    case name:                                                                                     \
        V_VT(&value) = vt;                                                                         \
        field(&value) = (type)number;                                                              \
        break
        CASE(I1, VT_I1, V_I1, signed char);
        CASE(I2, VT_I2, V_I2, SHORT);
        CASE(I4, VT_I4, V_I4, LONG);
        CASE(I8, VT_I8, V_I8, LONGLONG);
        CASE(UI1, VT_UI1, V_UI1, BYTE);
        CASE(UI2, VT_UI2, V_UI2, USHORT);
        CASE(UI4, VT_UI4, V_UI4, ULONG);
        CASE(UI8, VT_UI8, V_UI8, ULONGLONG);
        CASE(R4, VT_R4, V_R4, float);
        CASE(R8, VT_R8, V_R8, double);
        CASE(BOOL_, VT_BOOL, V_BOOL, VARIANT_BOOL);
        CASE(ERROR_, VT_ERROR, V_ERROR, SCODE);
#undef CASE
    case TEXT_:
        return var_text(wide);
    case NULL_:
        V_VT(&value) = VT_NULL;
        break;
    case EMPTY_:
        break;
    case CY_:
        V_VT(&value) = VT_CY;
        V_CY(&value).int64 = (LONGLONG)number * 10000;
        break;
    case DECIMAL_:
        VarDecFromI8((LONGLONG)number, &V_DECIMAL(&value));
        V_VT(&value) = VT_DECIMAL;
        break;
    }
    return value;
}

static void check_in(int row, const union cim_scalar *scalar)
{
    if (ins[row].text)
        ck_assert_msg(text_equal(scalar->string, text_from(ins[row].text)), "%s: %.*s",
                      ins[row].name, (int)scalar->string.size, scalar->string.data);
    else
        ck_assert_msg(scalar->sint == ins[row].sint, "%s: %lld", ins[row].name,
                      (long long)scalar->sint);
}

START_TEST(scalar_in)
{
    VARIANT value = make_source(ins[_i].from, ins[_i].number, ins[_i].wide);
    struct cim_value got;
    HRESULT hr = wmi_variant_to_value(&got, &value, ins[_i].type, false);

    ck_assert_msg(hr == ins[_i].hr, "%s: 0x%08lx", ins[_i].name, (unsigned long)hr);
    if (SUCCEEDED(hr))
    {
        ck_assert_int_eq(got.type, ins[_i].type);
        check_in(_i, &got.scalar);
        cim_value_clear(&got);
    }
    VariantClear(&value);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* The same through a reference to a VARIANT, and as the elements of a script's array. */
START_TEST(reference_and_array_in)
{
    VARIANT value = make_source(ins[_i].from, ins[_i].number, ins[_i].wide), reference, list;
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, 2);
    struct cim_value got;
    HRESULT hr;

    V_VT(&reference) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&reference) = &value;
    hr = wmi_variant_to_value(&got, &reference, ins[_i].type, false);
    ck_assert_msg(hr == ins[_i].hr, "%s: 0x%08lx", ins[_i].name, (unsigned long)hr);
    if (SUCCEEDED(hr))
        cim_value_clear(&got);
    VariantCopy(&((VARIANT *)array->pvData)[0], &value);
    VariantCopy(&((VARIANT *)array->pvData)[1], &value);
    V_VT(&list) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&list) = array;
    hr = wmi_variant_to_value(&got, &list, ins[_i].type, true);
    ck_assert_msg(hr == ins[_i].hr, "%s as array: 0x%08lx", ins[_i].name, (unsigned long)hr);
    if (SUCCEEDED(hr))
    {
        ck_assert_uint_eq(got.count, 2);
        check_in(_i, &got.items[1]);
        cim_value_clear(&got);
    }
    VariantClear(&list);
    VariantClear(&value);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(null_in)
{
    VARIANT values[2] = {make_source(NULL_, 0, NULL), make_source(EMPTY_, 0, NULL)};
    struct cim_value got;
    int i;

    for (i = 0; i < 3; i++)
    {
        ck_assert_ok(wmi_variant_to_value(&got, i < 2 ? &values[i] : NULL, CIM_TYPE_UINT8, true));
        ck_assert(got.is_null && got.is_array && got.type == CIM_TYPE_UINT8);
    }
}
END_TEST

START_TEST(typed_array_in)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_UI1, 5, 300);
    struct cim_value got;
    VARIANT value;
    int i;

    for (i = 0; i < 300; i++)
        ((BYTE *)array->pvData)[i] = (BYTE)i;
    V_VT(&value) = VT_ARRAY | VT_UI1;
    V_ARRAY(&value) = array;
    ck_assert_ok(wmi_variant_to_value(&got, &value, CIM_TYPE_UINT8, true));
    ck_assert_uint_eq(got.count, 300);
    ck_assert_uint_eq(got.items[299].uint, 43);
    cim_value_clear(&got);
    ck_assert_hr(wmi_variant_to_value(&got, &value, CIM_TYPE_UINT8, false), WBEM_E_TYPE_MISMATCH);
    VariantClear(&value);
}
END_TEST

START_TEST(bad_arrays_in)
{
    SAFEARRAYBOUND bounds[2] = {{2, 0}, {2, 0}};
    SAFEARRAY *array = SafeArrayCreate(VT_I4, 2, bounds);
    struct cim_value got;
    VARIANT value, self;

    V_VT(&value) = VT_ARRAY | VT_I4;
    V_ARRAY(&value) = array;
    ck_assert_hr(wmi_variant_to_value(&got, &value, CIM_TYPE_SINT32, true), WBEM_E_TYPE_MISMATCH);
    SafeArrayDestroy(array);
    V_ARRAY(&value) = NULL;
    ck_assert_hr(wmi_variant_to_value(&got, &value, CIM_TYPE_SINT32, true), WBEM_E_TYPE_MISMATCH);
    V_VT(&value) = VT_ARRAY | VT_VARIANT; /* one element, NULL */
    V_ARRAY(&value) = SafeArrayCreateVector(VT_VARIANT, 0, 1);
    ck_assert_hr(wmi_variant_to_value(&got, &value, CIM_TYPE_STRING, true), WBEM_E_TYPE_MISMATCH);
    VariantClear(&value);
    V_VT(&value) = VT_ARRAY | VT_BYREF | VT_I4;
    V_ARRAYREF(&value) = NULL;
    ck_assert_hr(wmi_variant_to_value(&got, &value, CIM_TYPE_SINT32, true), WBEM_E_TYPE_MISMATCH);
    V_VT(&self) = VT_BYREF | VT_VARIANT; /* it refers to itself */
    V_VARIANTREF(&self) = &self;
    ck_assert_ok(wmi_variant_to_value(&got, &self, CIM_TYPE_SINT32, false));
    ck_assert(got.is_null);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

static const struct
{
    const char *name;
    VARTYPE own, claimed;
    HRESULT hr;
} claims[] = {
    {"numbers as texts", VT_I8, VT_BSTR, WBEM_E_TYPE_MISMATCH},
    {"bytes as texts", VT_UI1, VT_BSTR, WBEM_E_TYPE_MISMATCH},
    {"bytes as variants", VT_UI1, VT_VARIANT, WBEM_E_TYPE_MISMATCH},
    {"bytes as numbers", VT_UI1, VT_I8, WBEM_E_TYPE_MISMATCH},
    {"dates as objects", VT_DATE, VT_UNKNOWN, WBEM_E_TYPE_MISMATCH},
    {"texts as numbers", VT_BSTR, VT_I8, WBEM_E_TYPE_MISMATCH},
    {"unsigned as signed", VT_UI4, VT_I4, S_OK},
};

/* What an array says of itself counts, not what the VARIANT around it says. */
START_TEST(mislabelled_array_in)
{
    SAFEARRAY *array = SafeArrayCreateVector(claims[_i].own, 0, 3);
    struct cim_value got;
    void *data;
    VARIANT value;
    HRESULT hr;

    SafeArrayAccessData(array, &data);
    if (claims[_i].own != VT_BSTR)
        memset(data, 0x55, 3 * array->cbElements);
    SafeArrayUnaccessData(array);
    V_VT(&value) = VT_ARRAY | claims[_i].claimed;
    V_ARRAY(&value) = array;
    hr = wmi_variant_to_value(&got, &value, CIM_TYPE_STRING, true);
    ck_assert_msg(hr == claims[_i].hr, "%s: 0x%08lx", claims[_i].name, (long)hr);
    if (SUCCEEDED(hr))
        cim_value_clear(&got);
    SafeArrayDestroy(array);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(empty_array_in)
{
    struct cim_value got;
    VARIANT value;

    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = SafeArrayCreateVector(VT_VARIANT, 0, 0);
    ck_assert_ok(wmi_variant_to_value(&got, &value, CIM_TYPE_UINT32, true));
    ck_assert(!got.is_null);
    ck_assert_uint_eq(got.count, 0);
    cim_value_clear(&got);
    VariantClear(&value);
}
END_TEST

START_TEST(embedded_zero_and_surrogate)
{
    static const WCHAR units[] = {'a', 0, 0xD800, 'b'};
    struct cim_value inner;
    VARIANT value, back;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocStringLen(units, 4);
    ck_assert_ok(wmi_variant_to_value(&inner, &value, CIM_TYPE_STRING, false));
    ck_assert_ok(wmi_variant_from_value(&back, &inner));
    ck_assert_uint_eq(SysStringLen(V_BSTR(&back)), 4);
    ck_assert_mem_eq(V_BSTR(&back), units, sizeof(units));
    cim_value_clear(&inner);
    VariantClear(&back);
    VariantClear(&value);
}
END_TEST

START_TEST(object_both_ways)
{
    IWbemClassObject *cls = make_class(L"Inner"), *back;
    struct cim_value inner;
    VARIANT value, out;

    V_VT(&value) = VT_UNKNOWN;
    V_UNKNOWN(&value) = (IUnknown *)cls;
    ck_assert_ok(wmi_variant_to_value(&inner, &value, CIM_TYPE_OBJECT, false));
    ck_assert_ok(wmi_variant_from_value(&out, &inner));
    ck_assert_int_eq(V_VT(&out), VT_UNKNOWN);
    ck_assert_ok(IUnknown_QueryInterface(V_UNKNOWN(&out), &IID_IWbemClassObject, (void **)&back));
    ck_assert_ptr_ne(back, cls);
    ck_assert_text(back, L"__CLASS", L"Inner");
    IWbemClassObject_Release(back);
    VariantClear(&out);
    cim_value_clear(&inner);
    IWbemClassObject_Release(cls);
    check_nothing_lives();
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- qualifiers ------------------------------------------------------------------------------- */

static const struct
{
    const char *name;
    enum source from;
    HRESULT hr;
    enum cim_type type;
} qualifiers[] = {
    {"VT_I4", I4, S_OK, CIM_TYPE_SINT32},
    {"VT_I2 is widened", I2, S_OK, CIM_TYPE_SINT32},
    {"VT_UI1 is widened", UI1, S_OK, CIM_TYPE_SINT32},
    {"VT_R4 is widened", R4, S_OK, CIM_TYPE_REAL64},
    {"VT_R8", R8, S_OK, CIM_TYPE_REAL64},
    {"VT_BSTR", TEXT_, S_OK, CIM_TYPE_STRING},
    {"VT_BOOL", BOOL_, S_OK, CIM_TYPE_BOOLEAN},
    {"VT_NULL", NULL_, WBEM_E_INVALID_QUALIFIER_TYPE, CIM_TYPE_NONE},
    {"VT_I8", I8, WBEM_E_INVALID_QUALIFIER_TYPE, CIM_TYPE_NONE},
    {"VT_CY", CY_, WBEM_E_INVALID_QUALIFIER_TYPE, CIM_TYPE_NONE},
};

START_TEST(qualifier_in)
{
    VARIANT value = make_source(qualifiers[_i].from, 1, L"x");
    struct cim_value got;
    HRESULT hr = wmi_variant_to_qualifier(&got, &value);

    ck_assert_msg(hr == qualifiers[_i].hr, "%s: 0x%08lx", qualifiers[_i].name, (unsigned long)hr);
    if (SUCCEEDED(hr))
    {
        ck_assert_msg(got.type == qualifiers[_i].type, "%s: type %d", qualifiers[_i].name,
                      got.type);
        cim_value_clear(&got);
    }
    VariantClear(&value);
}
END_TEST

START_TEST(qualifier_array_in)
{
    static const WCHAR *const texts[] = {L"a", L"b"};
    VARIANT value = var_text_array(texts, 2);
    struct cim_value got;

    ck_assert_ok(wmi_variant_to_qualifier(&got, &value));
    ck_assert(got.is_array && got.type == CIM_TYPE_STRING && got.count == 2);
    cim_value_clear(&got);
    VariantClear(&((VARIANT *)V_ARRAY(&value)->pvData)[1]);
    ((VARIANT *)V_ARRAY(&value)->pvData)[1] = var_i4(5); /* not homogeneous, but coercible */
    ck_assert_ok(wmi_variant_to_qualifier(&got, &value));
    cim_value_clear(&got);
    VariantClear(&value);
}
END_TEST

/* --- failing allocations ---------------------------------------------------------------------- */

START_TEST(no_memory)
{
    static const WCHAR *const texts[] = {L"one", L"two", L"three"};
    VARIANT value = var_text_array(texts, 3);
    struct cim_value got;
    unsigned n;

    for (n = 1;; n++)
    {
        HRESULT hr;
        mem_fail_nth(n);
        hr = wmi_variant_to_value(&got, &value, CIM_TYPE_STRING, true);
        if (!mem_fail_hit())
            break;
        ck_assert_msg(hr == (HRESULT)WBEM_E_OUT_OF_MEMORY, "allocation %u: 0x%08lx", n,
                      (unsigned long)hr);
        ck_assert_uint_eq(mem_live(), 0);
    }
    mem_fail_nth(0);
    ck_assert_uint_gt(n, 3);
    cim_value_clear(&got);
    VariantClear(&value);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wmi variant");
    TCase *tcase = tcase_create("variant");
    SRunner *runner;
    int failed;

    tcase_add_loop_test(tcase, scalar_out, 0, COUNT_OF(outs));
    tcase_add_loop_test(tcase, array_out, 0, COUNT_OF(outs));
    tcase_add_test(tcase, reals_out);
    tcase_add_test(tcase, null_out);
    tcase_add_loop_test(tcase, scalar_in, 0, COUNT_OF(ins));
    tcase_add_loop_test(tcase, reference_and_array_in, 0, COUNT_OF(ins));
    tcase_add_test(tcase, null_in);
    tcase_add_test(tcase, typed_array_in);
    tcase_add_test(tcase, bad_arrays_in);
    tcase_add_loop_test(tcase, mislabelled_array_in, 0, (int)COUNT_OF(claims));
    tcase_add_test(tcase, empty_array_in);
    tcase_add_test(tcase, embedded_zero_and_surrogate);
    tcase_add_test(tcase, object_both_ways);
    tcase_add_loop_test(tcase, qualifier_in, 0, COUNT_OF(qualifiers));
    tcase_add_test(tcase, qualifier_array_in);
    tcase_add_test(tcase, no_memory);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
