/* IWbemClassObject, IWbemQualifierSet and error objects, without a store: behaviour.md 3.5, 7,
 * 10, 11. */
#include "com/wmi_client.h"

#include "cim/mem.h"
#include "wmi/class_object.h"
#include "wmi/error_object.h"

static IWbemClassObject *cls;

/* A sealed class, as a store would give it: SpawnInstance works on it. Consumes its argument. */
static IWbemClassObject *seal(IWbemClassObject *object)
{
    struct wmi_class_object *self = wmi_class_object_from(object);

    ck_assert_int_eq(cim_class_seal(self->object->cls, NULL), CIM_OK);
    return object;
}

static IWbemClassObject *spawn(IWbemClassObject *from)
{
    IWbemClassObject *object = NULL;

    ck_assert_ok(IWbemClassObject_SpawnInstance(from, 0, &object));
    return object;
}

static void set_up(void)
{
    cls = make_class(L"Thing");
}

static void tear_down(void)
{
    IWbemClassObject_Release(cls);
    wmi_error_class_free();
    check_nothing_lives();
    ck_assert_uint_eq(mem_live(), 0);
}

/* --- identity --------------------------------------------------------------------------------- */

START_TEST(identity)
{
    IUnknown *unknown;
    void *out = &out;

    ck_assert_ok(IWbemClassObject_QueryInterface(cls, &IID_IUnknown, (void **)&unknown));
    ck_assert_ptr_eq(unknown, cls);
    IUnknown_Release(unknown);
    ck_assert_hr(IWbemClassObject_QueryInterface(cls, &IID_IDispatch, &out), E_NOINTERFACE);
    ck_assert_ptr_null(out);
    ck_assert_hr(IWbemClassObject_QueryInterface(cls, &IID_IUnknown, NULL), E_POINTER);
}
END_TEST

/* --- Get and Put ------------------------------------------------------------------------------ */

START_TEST(put_and_get)
{
    IWbemClassObject *object = spawn(seal(cls));
    CIMTYPE type;
    LONG flavor;
    VARIANT value;

    ck_assert_ok(put_text(object, L"name", L"one")); /* without case */
    ck_assert_ok(put_number(object, L"Count", -1));
    ck_assert_text(object, L"NAME", L"one");
    ck_assert_ok(IWbemClassObject_Get(object, L"Count", 0, &value, &type, &flavor));
    ck_assert_int_eq(V_VT(&value), VT_I4);
    ck_assert_int_eq(V_I4(&value), -1);
    ck_assert_int_eq(type, 19);
    ck_assert_int_eq(flavor, WBEM_FLAVOR_ORIGIN_LOCAL);
    ck_assert_ok(IWbemClassObject_Get(object, L"Note", 0, &value, &type, &flavor));
    ck_assert_int_eq(V_VT(&value), VT_NULL);
    ck_assert_int_eq(flavor, WBEM_FLAVOR_ORIGIN_PROPAGATED);
    ck_assert_ok(IWbemClassObject_Get(object, L"Note", 0, NULL, NULL, NULL));
    IWbemClassObject_Release(object);
}
END_TEST

static const struct
{
    const char *name;
    const WCHAR *property;
    LONG flags;
    VARTYPE vt;
    CIMTYPE type;
    HRESULT hr;
} bad_puts[] = {
    {"no name", NULL, 0, VT_I4, 0, WBEM_E_INVALID_PARAMETER},
    {"empty name", L"", 0, VT_I4, 0, WBEM_E_INVALID_PARAMETER},
    {"flags", L"Count", 1, VT_I4, 0, WBEM_E_INVALID_PARAMETER},
    {"unknown property", L"Nope", 0, VT_I4, 0, WBEM_E_NOT_FOUND},
    {"other type", L"Count", 0, VT_I4, 8, WBEM_E_TYPE_MISMATCH},
    {"array for a scalar", L"Count", 0, VT_I4, 19 | CIM_FLAG_ARRAY, WBEM_E_TYPE_MISMATCH},
    {"its own type", L"Count", 0, VT_I4, 19, S_OK},
    {"a value of no use", L"Count", 0, VT_ERROR, 0, WBEM_E_TYPE_MISMATCH},
    {"system property", L"__PATH", 0, VT_I4, 0, WBEM_E_READ_ONLY},
    {"class of an instance", L"__CLASS", 0, VT_I4, 0, WBEM_E_READ_ONLY},
};

START_TEST(put_refused)
{
    IWbemClassObject *object = spawn(seal(cls));
    VARIANT value;
    HRESULT hr;

    V_VT(&value) = bad_puts[_i].vt;
    V_I4(&value) = 4;
    hr = IWbemClassObject_Put(object, bad_puts[_i].property, bad_puts[_i].flags, &value,
                              bad_puts[_i].type);
    ck_assert_msg(hr == bad_puts[_i].hr, "%s: 0x%08lx", bad_puts[_i].name, (unsigned long)hr);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(get_refused)
{
    VARIANT value;

    ck_assert_hr(IWbemClassObject_Get(cls, NULL, 0, &value, NULL, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_Get(cls, L"Name", 1, &value, NULL, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_Get(cls, L"Nope", 0, &value, NULL, NULL), WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemClassObject_Get(cls, L"__Nope", 0, &value, NULL, NULL), WBEM_E_NOT_FOUND);
}
END_TEST

/* Every type: what is put comes back. */
static const struct
{
    const WCHAR *name;
    CIMTYPE type;
    const WCHAR *text;
    VARTYPE vt;
} types[] = {
    {L"S8", 16, L"-128", VT_I2},
    {L"U8", 17, L"255", VT_UI1},
    {L"S16", 2, L"-32768", VT_I2},
    {L"U16", 18, L"65535", VT_I4},
    {L"S32", 3, L"-5", VT_I4},
    {L"U32", 19, L"5", VT_I4},
    {L"S64", 20, L"-9", VT_BSTR},
    {L"U64", 21, L"9", VT_BSTR},
    {L"R32", 4, L"1.5", VT_R4},
    {L"R64", 5, L"1.5", VT_R8},
    {L"Bool", 11, L"True", VT_BOOL},
    {L"Text", 8, L"text", VT_BSTR},
    {L"Time", 101, L"20261120132146.000000+000", VT_BSTR},
    {L"Ref", 102, L"A.B=1", VT_BSTR},
    {L"Char", 103, L"x", VT_I2},
};

START_TEST(every_type)
{
    VARIANT text = var_text(types[_i].text), value;
    VARIANT texts = var_text_array(&types[_i].text, 1);
    CIMTYPE type;

    ck_assert_ok(IWbemClassObject_Put(cls, types[_i].name, 0, &text, types[_i].type));
    ck_assert_ok(IWbemClassObject_Get(cls, types[_i].name, 0, &value, &type, NULL));
    ck_assert_int_eq(V_VT(&value), types[_i].vt);
    ck_assert_int_eq(type, types[_i].type);
    VariantClear(&value);
    ck_assert_ok(IWbemClassObject_Put(cls, L"List", 0, &texts, types[_i].type | CIM_FLAG_ARRAY));
    ck_assert_ok(IWbemClassObject_Get(cls, L"List", 0, &value, &type, NULL));
    ck_assert_int_eq(V_VT(&value), types[_i].vt | VT_ARRAY);
    ck_assert_int_eq(type, types[_i].type | CIM_FLAG_ARRAY);
    VariantClear(&value);
    VariantClear(&text);
    VariantClear(&texts);
}
END_TEST

START_TEST(class_defaults)
{
    IWbemClassObject *object;

    ck_assert_ok(put_number(cls, L"Count", 12));
    object = spawn(seal(cls));
    ck_assert_int_eq(get_number(object, L"Count"), 12);
    ck_assert_ok(put_number(object, L"Count", 13));
    ck_assert_hr(IWbemClassObject_Delete(object, L"Count"), WBEM_S_RESET_TO_DEFAULT);
    ck_assert_int_eq(get_number(object, L"Count"), 12);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(declare_refused)
{
    ck_assert_hr(declare(cls, L"New", 0), WBEM_E_INVALID_PROPERTY_TYPE);
    ck_assert_hr(declare(cls, L"New", 6), WBEM_E_INVALID_PROPERTY_TYPE);
    ck_assert_hr(declare(cls, L"_New", 8), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(declare(cls, L"New ", 8), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(put_number(cls, L"New", 1), WBEM_E_INVALID_PROPERTY_TYPE);
}
END_TEST

START_TEST(embedded_object)
{
    IWbemClassObject *outer = make_class(L"Outer"), *inner = spawn(seal(cls)), *copy;
    VARIANT value;

    ck_assert_ok(put_text(inner, L"Name", L"inner"));
    V_VT(&value) = VT_UNKNOWN;
    V_UNKNOWN(&value) = (IUnknown *)inner;
    ck_assert_ok(IWbemClassObject_Put(outer, L"Inner", 0, &value, 13));
    ck_assert_ok(put_text(inner, L"Name", L"changed"));
    ck_assert_ok(IWbemClassObject_Get(outer, L"Inner", 0, &value, NULL, NULL));
    ck_assert_int_eq(V_VT(&value), VT_UNKNOWN);
    copy = (IWbemClassObject *)V_UNKNOWN(&value);
    ck_assert_text(copy, L"Name", L"inner"); /* a copy was stored */
    VariantClear(&value);
    IWbemClassObject_Release(inner);
    IWbemClassObject_Release(outer);
}
END_TEST

START_TEST(delete_property)
{
    IWbemClassObject *derived;

    ck_assert_ok(put_number(cls, L"Count", 1));
    ck_assert_ok(IWbemClassObject_Delete(cls, L"Note"));
    ck_assert_hr(IWbemClassObject_Delete(cls, L"Note"), WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemClassObject_Delete(cls, L"__PATH"), WBEM_E_INVALID_OPERATION);
    ck_assert_hr(IWbemClassObject_Delete(cls, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(seal(cls), 0, &derived));
    ck_assert_hr(IWbemClassObject_Delete(derived, L"Count"), WBEM_E_PROPAGATED_PROPERTY);
    ck_assert_ok(put_number(derived, L"Count", 2));
    ck_assert_hr(IWbemClassObject_Delete(derived, L"Count"), WBEM_S_RESET_TO_DEFAULT);
    ck_assert_int_eq(get_number(derived, L"Count"), 1);
    IWbemClassObject_Release(derived);
}
END_TEST

/* --- system properties ------------------------------------------------------------------------ */

START_TEST(system_of_class)
{
    VARIANT value;
    CIMTYPE type;
    LONG flavor;

    ck_assert_int_eq(get_number(cls, L"__GENUS"), 1);
    ck_assert_text(cls, L"__class", L"Thing");
    ck_assert(is_null(cls, L"__SUPERCLASS"));
    ck_assert_text(cls, L"__DYNASTY", L"Thing");
    ck_assert_text(cls, L"__RELPATH", L"Thing");
    ck_assert_int_eq(get_number(cls, L"__PROPERTY_COUNT"), 3);
    ck_assert(is_null(cls, L"__SERVER"));
    ck_assert(is_null(cls, L"__NAMESPACE"));
    ck_assert(is_null(cls, L"__PATH"));
    ck_assert_ok(IWbemClassObject_Get(cls, L"__DERIVATION", 0, &value, &type, &flavor));
    ck_assert_int_eq(V_VT(&value), VT_ARRAY | VT_BSTR);
    ck_assert_uint_eq(V_ARRAY(&value)->rgsabound[0].cElements, 0);
    ck_assert_int_eq(type, 8 | CIM_FLAG_ARRAY);
    ck_assert_int_eq(flavor, WBEM_FLAVOR_ORIGIN_SYSTEM);
    VariantClear(&value);
}
END_TEST

START_TEST(system_of_instance)
{
    struct cim_object *inner;
    IWbemClassObject *object, *derived;
    VARIANT value;

    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(seal(cls), 0, &derived));
    ck_assert(is_null(derived, L"__CLASS"));
    ck_assert(is_null(derived, L"__RELPATH"));
    ck_assert_ok(put_text(derived, L"__CLASS", L"Special"));
    object = spawn(seal(derived));
    inner = wmi_class_object_from(object)->object;
    ck_assert_int_eq(cim_object_decorate(inner, "HOST", "root\\cimv2"), CIM_OK);
    ck_assert_int_eq(get_number(object, L"__GENUS"), 2);
    ck_assert(is_null(object, L"__RELPATH"));
    ck_assert(is_null(object, L"__PATH"));
    ck_assert_ok(put_text(object, L"Name", L"a\"b"));
    ck_assert_text(object, L"__RELPATH", L"Special.Name=\"a\\\"b\"");
    ck_assert_text(object, L"__PATH", L"\\\\HOST\\root\\cimv2:Special.Name=\"a\\\"b\"");
    ck_assert_text(object, L"__SERVER", L"HOST");
    ck_assert_text(object, L"__NAMESPACE", L"root\\cimv2");
    ck_assert_text(object, L"__SUPERCLASS", L"Thing");
    ck_assert_text(object, L"__DYNASTY", L"Thing");
    ck_assert_ok(IWbemClassObject_Get(object, L"__DERIVATION", 0, &value, NULL, NULL));
    ck_assert_uint_eq(V_ARRAY(&value)->rgsabound[0].cElements, 1);
    ck_assert_wstr_eq(*(BSTR *)V_ARRAY(&value)->pvData, L"Thing");
    VariantClear(&value);
    IWbemClassObject_Release(object);
    IWbemClassObject_Release(derived);
}
END_TEST

START_TEST(system_writes)
{
    VARIANT null = var_null();

    ck_assert_hr(put_text(cls, L"__SUPERCLASS", L"X"), WBEM_E_READ_ONLY);
    ck_assert_hr(put_text(cls, L"__CLASS", L"1x"), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_Put(cls, L"__CLASS", 0, &null, 0), WBEM_E_INVALID_PARAMETER);
    wmi_class_object_from(cls)->object->cls->id = 7; /* as if it came from a store */
    ck_assert_hr(put_text(cls, L"__CLASS", L"Other"), WBEM_E_READ_ONLY);
}
END_TEST

/* --- names and enumeration -------------------------------------------------------------------- */

static const struct
{
    const char *name;
    const WCHAR *qualifier;
    LONG flags;
    bool with_value;
    HRESULT hr;
    const WCHAR *names;
} names[] = {
    {"all", NULL, 0, false, S_OK,
     L"__GENUS,__CLASS,__SUPERCLASS,__DYNASTY,__RELPATH,__PROPERTY_COUNT,__DERIVATION,__SERVER,"
     L"__NAMESPACE,__PATH,alpha,Count,Extra,Name,Note,Zeta"},
    {"not system", NULL, WBEM_FLAG_NONSYSTEM_ONLY, false, S_OK,
     L"alpha,Count,Extra,Name,Note,Zeta"},
    {"system", NULL, WBEM_FLAG_SYSTEM_ONLY, false, S_OK,
     L"__GENUS,__CLASS,__SUPERCLASS,__DYNASTY,__RELPATH,__PROPERTY_COUNT,__DERIVATION,__SERVER,"
     L"__NAMESPACE,__PATH"},
    {"local", NULL, WBEM_FLAG_LOCAL_ONLY, false, S_OK, L"alpha,Count,Extra,Zeta"},
    {"propagated", NULL, WBEM_FLAG_PROPAGATED_ONLY, false, S_OK, L"Name,Note"},
    {"keys", NULL, WBEM_FLAG_KEYS_ONLY, false, S_OK, L"Name"},
    {"references", NULL, WBEM_FLAG_REFS_ONLY, false, S_OK, L"Extra"},
    {"local keys", NULL, WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_LOCAL_ONLY, false, S_OK, L""},
    {"overrides", NULL, WBEM_FLAG_CLASS_OVERRIDES_ONLY, false, S_OK, L"Count"},
    {"local and overrides", NULL, WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES, false, S_OK,
     L"alpha,Count,Extra,Zeta"},
    {"with a qualifier", L"mark", WBEM_FLAG_ONLY_IF_TRUE, false, S_OK, L"alpha,Zeta"},
    {"without it", L"mark", WBEM_FLAG_ONLY_IF_FALSE, false, S_OK, L"Count,Extra,Name,Note"},
    {"of a value", L"mark", WBEM_FLAG_ONLY_IF_IDENTICAL, true, S_OK, L"Zeta"},
    {"without it, no system", L"mark", WBEM_FLAG_ONLY_IF_FALSE | WBEM_FLAG_NONSYSTEM_ONLY, false,
     S_OK, L"Count,Extra,Name,Note"},
    {"by type", L"CIMTYPE", WBEM_FLAG_ONLY_IF_TRUE, false, S_OK,
     L"alpha,Count,Extra,Name,Note,Zeta"},
    {"no qualifier named", NULL, WBEM_FLAG_ONLY_IF_TRUE, false, WBEM_E_INVALID_PARAMETER, NULL},
    {"no value given", L"mark", WBEM_FLAG_ONLY_IF_IDENTICAL, false, WBEM_E_INVALID_PARAMETER, NULL},
    {"two origins", NULL, WBEM_FLAG_NONSYSTEM_ONLY | WBEM_FLAG_LOCAL_ONLY, false,
     WBEM_E_INVALID_PARAMETER, NULL},
    {"undefined bit", NULL, 0x800, false, WBEM_E_INVALID_PARAMETER, NULL},
    {"both class conditions", NULL, WBEM_MASK_CLASS_CONDITION, false, WBEM_E_INVALID_PARAMETER,
     NULL},
};

static IWbemClassObject *derived_for_names(void)
{
    IWbemClassObject *derived;

    ck_assert_ok(put_number(cls, L"Count", 1));
    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(seal(cls), 0, &derived));
    ck_assert_ok(put_text(derived, L"__CLASS", L"Derived"));
    ck_assert_ok(declare(derived, L"Zeta", 3));
    ck_assert_ok(declare(derived, L"alpha", 3));
    ck_assert_ok(declare(derived, L"Extra", 102));
    ck_assert_ok(put_number(derived, L"Count", 2));
    ck_assert_ok(qualify(derived, L"Zeta", L"mark", var_i4(5), 0));
    ck_assert_ok(qualify(derived, L"alpha", L"mark", var_i4(6), 0));
    return derived;
}

static void check_names(const char *row, SAFEARRAY *array, const WCHAR *expected)
{
    WCHAR joined[512] = L"";
    ULONG i;

    for (i = 0; i < array->rgsabound[0].cElements; i++)
    {
        if (i)
            wcscat(joined, L",");
        wcscat(joined, ((BSTR *)array->pvData)[i]);
    }
    ck_assert_msg(wcscmp(joined, expected) == 0, "%s: %ls", row, joined);
}

/* On the class under edit and on the sealed one: the order is the same. */
START_TEST(get_names)
{
    IWbemClassObject *derived = derived_for_names();
    VARIANT five = var_i4(5);
    int round;

    for (round = 0; round < 2; round++)
    {
        SAFEARRAY *array = NULL;
        HRESULT hr = IWbemClassObject_GetNames(derived, names[_i].qualifier, names[_i].flags,
                                               names[_i].with_value ? &five : NULL, &array);
        ck_assert_msg(hr == names[_i].hr, "%s: 0x%08lx", names[_i].name, (unsigned long)hr);
        if (SUCCEEDED(hr))
            check_names(names[_i].name, array, names[_i].names);
        SafeArrayDestroy(array);
        seal(derived);
    }
    IWbemClassObject_Release(derived);
}
END_TEST

START_TEST(names_of_instance)
{
    IWbemClassObject *object = spawn(seal(cls));
    SAFEARRAY *array;

    ck_assert_ok(put_text(object, L"Note", L"set"));
    ck_assert_ok(IWbemClassObject_GetNames(object, NULL, WBEM_FLAG_LOCAL_ONLY, NULL, &array));
    check_names("set in the instance", array, L"Note");
    SafeArrayDestroy(array);
    ck_assert_hr(
        IWbemClassObject_GetNames(object, NULL, WBEM_FLAG_CLASS_OVERRIDES_ONLY, NULL, &array),
        WBEM_E_INVALID_PARAMETER);
    ck_assert_ptr_null(array);
    ck_assert_hr(IWbemClassObject_GetNames(object, NULL, 0, NULL, NULL), WBEM_E_INVALID_PARAMETER);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(enumeration)
{
    static const WCHAR *const expected[] = {L"Count", L"Name", L"Note"};
    VARIANT value;
    CIMTYPE type;
    LONG flavor;
    BSTR name;
    size_t i;

    ck_assert_hr(IWbemClassObject_Next(cls, 0, &name, NULL, NULL, NULL), WBEM_E_UNEXPECTED);
    ck_assert_ok(IWbemClassObject_BeginEnumeration(cls, WBEM_FLAG_NONSYSTEM_ONLY));
    for (i = 0; i < 3; i++)
    {
        ck_assert_ok(IWbemClassObject_Next(cls, 0, &name, &value, &type, &flavor));
        ck_assert_wstr_eq(name, expected[i]);
        ck_assert_int_eq(type, i == 0 ? 19 : 8);
        ck_assert_int_eq(V_VT(&value), VT_NULL);
        SysFreeString(name);
    }
    ck_assert_hr(IWbemClassObject_Next(cls, 0, &name, &value, NULL, NULL), WBEM_S_NO_MORE_DATA);
    ck_assert_ptr_null(name);
    ck_assert_ok(IWbemClassObject_EndEnumeration(cls));
    ck_assert_hr(IWbemClassObject_Next(cls, 0, &name, NULL, NULL, NULL), WBEM_E_UNEXPECTED);
    ck_assert_hr(IWbemClassObject_BeginEnumeration(cls, 3), WBEM_E_INVALID_PARAMETER);
}
END_TEST

START_TEST(enumeration_with_system)
{
    BSTR name;
    int count = 0;

    ck_assert_ok(IWbemClassObject_BeginEnumeration(cls, 0));
    ck_assert_ok(IWbemClassObject_Delete(cls, L"Count")); /* during it: passed over */
    while (IWbemClassObject_Next(cls, 0, &name, NULL, NULL, NULL) == S_OK)
    {
        if (count == 0)
            ck_assert_wstr_eq(name, L"__GENUS");
        SysFreeString(name);
        count++;
    }
    ck_assert_int_eq(count, 12); /* and the enumeration is left open */
}
END_TEST

/* --- copies, spawning, comparing -------------------------------------------------------------- */

START_TEST(clone)
{
    IWbemClassObject *copy, *object;

    ck_assert_ok(IWbemClassObject_Clone(cls, &copy));
    ck_assert_ok(declare(copy, L"More", 3));
    ck_assert_int_eq(get_number(cls, L"__PROPERTY_COUNT"), 3);
    ck_assert_int_eq(get_number(copy, L"__PROPERTY_COUNT"), 4);
    IWbemClassObject_Release(copy);
    object = spawn(seal(cls));
    ck_assert_ok(put_text(object, L"Name", L"a"));
    ck_assert_ok(IWbemClassObject_Clone(object, &copy));
    ck_assert_ok(put_text(copy, L"Name", L"b"));
    ck_assert_text(object, L"Name", L"a");
    IWbemClassObject_Release(copy);
    IWbemClassObject_Release(object);
    ck_assert_hr(IWbemClassObject_Clone(cls, NULL), WBEM_E_INVALID_PARAMETER);
}
END_TEST

START_TEST(spawning)
{
    IWbemClassObject *object, *other = (IWbemClassObject *)cls;

    ck_assert_hr(IWbemClassObject_SpawnInstance(cls, 0, &other), WBEM_E_INCOMPLETE_CLASS);
    ck_assert_ptr_null(other);
    ck_assert_hr(IWbemClassObject_SpawnDerivedClass(cls, 0, &other), WBEM_E_INCOMPLETE_CLASS);
    object = spawn(seal(cls));
    ck_assert_ok(put_text(object, L"Name", L"a"));
    ck_assert_ok(IWbemClassObject_SpawnInstance(object, 0, &other)); /* empty, of its class */
    ck_assert(is_null(other, L"Name"));
    IWbemClassObject_Release(other);
    ck_assert_hr(IWbemClassObject_SpawnDerivedClass(object, 0, &other), WBEM_E_ILLEGAL_OPERATION);
    ck_assert_hr(IWbemClassObject_SpawnInstance(cls, 1, &other), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_SpawnInstance(cls, 0, NULL), WBEM_E_INVALID_PARAMETER);
    IWbemClassObject_Release(object);
}
END_TEST

/* A class from the store that is edited still spawns what is stored. */
START_TEST(spawn_from_edited)
{
    IWbemClassObject *object;

    seal(cls);
    ck_assert_ok(declare(cls, L"More", 3));
    object = spawn(cls);
    ck_assert_int_eq(get_number(object, L"__PROPERTY_COUNT"), 3);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(compare)
{
    IWbemClassObject *a = spawn(seal(cls)), *b = spawn(cls);

    ck_assert_ok(put_text(a, L"Name", L"x"));
    ck_assert_ok(put_text(b, L"Name", L"X"));
    ck_assert_hr(IWbemClassObject_CompareTo(a, 0, a), WBEM_S_SAME);
    ck_assert_hr(IWbemClassObject_CompareTo(a, 0, b), WBEM_S_DIFFERENT);
    ck_assert_hr(IWbemClassObject_CompareTo(a, WBEM_FLAG_IGNORE_CASE, b), WBEM_S_SAME);
    ck_assert_hr(IWbemClassObject_CompareTo(a, 0, cls), WBEM_S_DIFFERENT);
    ck_assert_hr(IWbemClassObject_CompareTo(a, 0x40, b), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_CompareTo(a, 0, NULL), WBEM_E_INVALID_PARAMETER);
    IWbemClassObject_Release(a);
    IWbemClassObject_Release(b);
}
END_TEST

START_TEST(origin_and_inheritance)
{
    IWbemClassObject *derived = derived_for_names();
    BSTR origin;

    ck_assert_ok(IWbemClassObject_GetPropertyOrigin(derived, L"Count", &origin));
    ck_assert_wstr_eq(origin, L"Thing");
    SysFreeString(origin);
    ck_assert_ok(IWbemClassObject_GetPropertyOrigin(derived, L"Zeta", &origin));
    ck_assert_wstr_eq(origin, L"Derived");
    SysFreeString(origin);
    ck_assert_ok(IWbemClassObject_GetPropertyOrigin(derived, L"__PATH", &origin));
    ck_assert_wstr_eq(origin, L"___SYSTEM");
    SysFreeString(origin);
    ck_assert_hr(IWbemClassObject_GetPropertyOrigin(derived, L"Nope", &origin), WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemClassObject_InheritsFrom(derived, L"thing"), WBEM_S_NO_ERROR);
    ck_assert_hr(IWbemClassObject_InheritsFrom(derived, L"Other"), WBEM_S_FALSE);
    ck_assert_hr(IWbemClassObject_InheritsFrom(derived, NULL), WBEM_E_INVALID_PARAMETER);
    IWbemClassObject_Release(derived);
}
END_TEST

START_TEST(object_text)
{
    BSTR text = (BSTR)L"x";

    ck_assert_hr(IWbemClassObject_GetObjectText(cls, 0, &text), WBEM_E_NOT_SUPPORTED);
    ck_assert_ptr_null(text);
    ck_assert_hr(IWbemClassObject_GetObjectText(cls, 2, &text), WBEM_E_INVALID_PARAMETER);
}
END_TEST

/* --- methods ---------------------------------------------------------------------------------- */

static IWbemClassObject *make_parameters(void)
{
    IWbemClassObject *parameters;

    ck_assert_ok(wmi_empty_class_create(&parameters));
    ck_assert_ok(put_text(parameters, L"__CLASS", L"__PARAMETERS"));
    ck_assert_ok(declare(parameters, L"Speed", 19));
    return parameters;
}

START_TEST(methods)
{
    IWbemClassObject *parameters = make_parameters(), *in, *out, *call;
    BSTR text;

    ck_assert_ok(IWbemClassObject_PutMethod(cls, L"Run", 0, parameters, NULL));
    ck_assert_ok(put_number(parameters, L"Speed", 9)); /* no longer the class's business */
    ck_assert_ok(IWbemClassObject_GetMethod(cls, L"run", 0, &in, &out));
    ck_assert_ptr_null(out);
    ck_assert_text(in, L"__CLASS", L"__PARAMETERS");
    ck_assert(is_null(in, L"Speed"));
    call = spawn(in);
    ck_assert_ok(put_number(call, L"Speed", 3));
    IWbemClassObject_Release(call);
    IWbemClassObject_Release(in);
    ck_assert_ok(IWbemClassObject_GetMethodOrigin(cls, L"Run", &text));
    ck_assert_wstr_eq(text, L"Thing");
    SysFreeString(text);
    ck_assert_ok(IWbemClassObject_DeleteMethod(cls, L"Run"));
    ck_assert_hr(IWbemClassObject_DeleteMethod(cls, L"Run"), WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemClassObject_GetMethod(cls, L"Run", 0, &in, &out), WBEM_E_NOT_FOUND);
    IWbemClassObject_Release(parameters);
}
END_TEST

START_TEST(methods_refused)
{
    IWbemClassObject *parameters = make_parameters(), *object = spawn(seal(cls));
    IWbemQualifierSet *set;
    BSTR text;

    ck_assert_hr(IWbemClassObject_PutMethod(object, L"Run", 0, parameters, NULL),
                 WBEM_E_ILLEGAL_OPERATION);
    ck_assert_hr(IWbemClassObject_DeleteMethod(object, L"Run"), WBEM_E_ILLEGAL_OPERATION);
    ck_assert_hr(IWbemClassObject_PutMethod(cls, NULL, 0, parameters, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_PutMethod(cls, L"Run", 0, object, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_PutMethod(cls, L"1", 0, parameters, NULL),
                 WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemClassObject_GetMethodOrigin(cls, L"Run", &text), WBEM_E_NOT_FOUND);
    ck_assert_hr(IWbemClassObject_GetMethodQualifierSet(cls, L"Run", &set), WBEM_E_NOT_FOUND);
    IWbemClassObject_Release(parameters);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(method_enumeration_and_qualifiers)
{
    IWbemClassObject *parameters = make_parameters(), *in, *out, *derived;
    IWbemQualifierSet *set;
    VARIANT value = var_true();
    BSTR name;

    ck_assert_ok(IWbemClassObject_PutMethod(cls, L"Zoom", 0, parameters, parameters));
    ck_assert_ok(IWbemClassObject_PutMethod(cls, L"Aim", 0, NULL, NULL));
    ck_assert_ok(IWbemClassObject_GetMethodQualifierSet(cls, L"Zoom", &set));
    ck_assert_ok(IWbemQualifierSet_Put(set, L"implemented", &value, 0));
    ck_assert_ok(IWbemQualifierSet_Get(set, L"Implemented", 0, &value, NULL));
    IWbemQualifierSet_Release(set);
    ck_assert_hr(IWbemClassObject_NextMethod(cls, 0, &name, &in, &out), WBEM_E_UNEXPECTED);
    ck_assert_ok(IWbemClassObject_BeginMethodEnumeration(cls, 0));
    ck_assert_ok(IWbemClassObject_NextMethod(cls, 0, &name, &in, &out));
    ck_assert_wstr_eq(name, L"Zoom");
    SysFreeString(name);
    IWbemClassObject_Release(in);
    IWbemClassObject_Release(out);
    ck_assert_ok(IWbemClassObject_NextMethod(cls, 0, &name, NULL, NULL));
    ck_assert_wstr_eq(name, L"Aim");
    SysFreeString(name);
    ck_assert_hr(IWbemClassObject_NextMethod(cls, 0, &name, &in, &out), WBEM_S_NO_MORE_DATA);
    ck_assert_ok(IWbemClassObject_EndMethodEnumeration(cls));
    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(seal(cls), 0, &derived));
    ck_assert_ok(IWbemClassObject_BeginMethodEnumeration(derived, WBEM_FLAG_LOCAL_ONLY));
    ck_assert_hr(IWbemClassObject_NextMethod(derived, 0, &name, &in, &out), WBEM_S_NO_MORE_DATA);
    ck_assert_hr(IWbemClassObject_BeginMethodEnumeration(derived, 1), WBEM_E_INVALID_PARAMETER);
    IWbemClassObject_Release(derived);
    IWbemClassObject_Release(parameters);
}
END_TEST

/* --- qualifiers ------------------------------------------------------------------------------- */

static const struct
{
    const char *name;
    const WCHAR *property; /* NULL: of the class */
    const WCHAR *qualifier;
    bool is_bool;
    LONG flavor;
    HRESULT hr;
} qualifier_puts[] = {
    {"on a class", NULL, L"Description", false, 3, S_OK},
    {"on a property", L"Note", L"Description", false, 0, S_OK},
    {"key on a class", NULL, L"key", true, 3, WBEM_E_INVALID_QUALIFIER},
    {"key as a number", L"Note", L"key", false, 3, WBEM_E_INVALID_QUALIFIER_TYPE},
    {"cimtype of a string", L"Note", L"CIMTYPE", true, 0, WBEM_E_INVALID_QUALIFIER_TYPE},
    {"a bad name", L"Note", L"a b", false, 0, WBEM_E_INVALID_PARAMETER},
    {"no name", L"Note", NULL, false, 0, WBEM_E_INVALID_PARAMETER},
    {"a bad flavor", L"Note", L"x", false, 0x100, WBEM_E_INVALID_PARAMETER},
    {"with marks of origin", L"Note", L"x", false, 0x63, S_OK},
};

START_TEST(qualifier_put)
{
    HRESULT hr =
        qualify(cls, qualifier_puts[_i].property, qualifier_puts[_i].qualifier,
                qualifier_puts[_i].is_bool ? var_true() : var_i4(1), qualifier_puts[_i].flavor);

    ck_assert_msg(hr == qualifier_puts[_i].hr, "%s: 0x%08lx", qualifier_puts[_i].name,
                  (unsigned long)hr);
}
END_TEST

static LONG flavor_of(IWbemQualifierSet *set, const WCHAR *name)
{
    LONG flavor = -1;

    ck_assert_ok(IWbemQualifierSet_Get(set, name, 0, NULL, &flavor));
    return flavor;
}

START_TEST(qualifier_propagation)
{
    IWbemClassObject *derived, *object;
    IWbemQualifierSet *set;
    VARIANT value = var_i4(2);

    ck_assert_ok(qualify(cls, L"Note", L"down", var_i4(1), 2));
    ck_assert_ok(qualify(cls, L"Note", L"everywhere", var_i4(1), 3));
    ck_assert_ok(qualify(cls, L"Note", L"fixed", var_i4(1), 0x13));
    ck_assert_ok(IWbemClassObject_SpawnDerivedClass(seal(cls), 0, &derived));
    ck_assert_ok(IWbemClassObject_GetPropertyQualifierSet(derived, L"Note", &set));
    ck_assert_int_eq(flavor_of(set, L"down"), 0x22);
    ck_assert_hr(IWbemQualifierSet_Delete(set, L"down"), WBEM_E_PROPAGATED_QUALIFIER);
    ck_assert_hr(IWbemQualifierSet_Put(set, L"fixed", &value, 3), WBEM_E_OVERRIDE_NOT_ALLOWED);
    ck_assert_ok(IWbemQualifierSet_Put(set, L"everywhere", &value, 3));
    ck_assert_int_eq(flavor_of(set, L"everywhere"), 3);
    IWbemQualifierSet_Release(set);
    IWbemClassObject_Release(derived);

    object = spawn(cls);
    ck_assert_ok(IWbemClassObject_GetPropertyQualifierSet(object, L"Note", &set));
    ck_assert_hr(IWbemQualifierSet_Get(set, L"down", 0, NULL, NULL), WBEM_E_NOT_FOUND);
    ck_assert_int_eq(flavor_of(set, L"everywhere"), 0x23);
    ck_assert_hr(IWbemQualifierSet_Delete(set, L"everywhere"), WBEM_E_PROPAGATED_QUALIFIER);
    ck_assert_hr(IWbemQualifierSet_Put(set, L"fixed", &value, 0), WBEM_E_OVERRIDE_NOT_ALLOWED);
    ck_assert_hr(IWbemQualifierSet_Put(set, L"key", &value, 0), WBEM_E_CANNOT_BE_KEY);
    ck_assert_ok(IWbemQualifierSet_Put(set, L"everywhere", &value, 0));
    ck_assert_int_eq(flavor_of(set, L"everywhere"), 0);
    ck_assert_ok(IWbemQualifierSet_Delete(set, L"everywhere"));
    ck_assert_int_eq(flavor_of(set, L"everywhere"), 0x23);
    ck_assert_hr(IWbemQualifierSet_Delete(set, L"Nope"), WBEM_E_NOT_FOUND);
    IWbemQualifierSet_Release(set);
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(qualifier_cimtype)
{
    IWbemQualifierSet *set;
    VARIANT value;

    ck_assert_ok(declare(cls, L"Other", 102));
    ck_assert_ok(IWbemClassObject_GetPropertyQualifierSet(cls, L"Other", &set));
    ck_assert_ok(IWbemQualifierSet_Get(set, L"cimtype", 0, &value, NULL));
    ck_assert_wstr_eq(V_BSTR(&value), L"ref");
    VariantClear(&value);
    value = var_text(L"kept");
    ck_assert_ok(IWbemQualifierSet_Put(set, L"Description", &value, 0));
    VariantClear(&value);
    value = var_text(L"ref:Thing");
    ck_assert_ok(IWbemQualifierSet_Put(set, L"CIMTYPE", &value, 0));
    VariantClear(&value);
    ck_assert_ok(IWbemQualifierSet_Get(set, L"Description", 0, NULL, NULL));
    ck_assert_ok(IWbemQualifierSet_Get(set, L"CIMTYPE", 0, &value, NULL));
    ck_assert_wstr_eq(V_BSTR(&value), L"ref:Thing");
    VariantClear(&value);
    value = var_text(L"uint32");
    ck_assert_hr(IWbemQualifierSet_Put(set, L"CIMTYPE", &value, 0), WBEM_E_INVALID_QUALIFIER);
    VariantClear(&value);
    ck_assert_hr(IWbemQualifierSet_Delete(set, L"CIMTYPE"), WBEM_E_INVALID_OPERATION);
    IWbemQualifierSet_Release(set);
}
END_TEST

START_TEST(qualifier_enumeration)
{
    IWbemQualifierSet *set;
    SAFEARRAY *array;
    VARIANT value;
    LONG flavor;
    BSTR name;

    ck_assert_ok(qualify(cls, L"Name", L"Description", var_i4(1), 0));
    ck_assert_ok(IWbemClassObject_GetPropertyQualifierSet(cls, L"Name", &set));
    ck_assert_ok(IWbemQualifierSet_GetNames(set, 0, &array));
    check_names("qualifiers", array, L"CIMTYPE,key,Description");
    SafeArrayDestroy(array);
    ck_assert_ok(IWbemQualifierSet_GetNames(set, WBEM_FLAG_PROPAGATED_ONLY, &array));
    check_names("propagated qualifiers", array, L"");
    SafeArrayDestroy(array);
    ck_assert_hr(IWbemQualifierSet_GetNames(set, 1, &array), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(IWbemQualifierSet_Next(set, 0, &name, &value, &flavor), WBEM_E_UNEXPECTED);
    ck_assert_ok(IWbemQualifierSet_BeginEnumeration(set, WBEM_FLAG_LOCAL_ONLY));
    ck_assert_ok(IWbemQualifierSet_Next(set, 0, &name, &value, &flavor));
    ck_assert_wstr_eq(name, L"CIMTYPE");
    SysFreeString(name);
    VariantClear(&value);
    ck_assert_ok(IWbemQualifierSet_Next(set, 0, &name, &value, &flavor));
    ck_assert_wstr_eq(name, L"key");
    ck_assert_int_eq(V_VT(&value), VT_BOOL);
    ck_assert_int_eq(flavor, 0x13);
    SysFreeString(name);
    ck_assert_ok(IWbemQualifierSet_Next(set, 0, NULL, NULL, NULL));
    ck_assert_hr(IWbemQualifierSet_Next(set, 0, &name, &value, NULL), WBEM_S_NO_MORE_DATA);
    ck_assert_ok(IWbemQualifierSet_EndEnumeration(set));
    IWbemQualifierSet_Release(set);
}
END_TEST

/* A set outlives what it was taken of. */
START_TEST(qualifier_lifetime)
{
    IWbemClassObject *other = make_class(L"Other");
    IWbemQualifierSet *set;
    VARIANT value;

    ck_assert_ok(IWbemClassObject_GetPropertyQualifierSet(other, L"Note", &set));
    ck_assert_ok(IWbemClassObject_Delete(other, L"Note"));
    IWbemClassObject_Release(other);
    ck_assert_hr(IWbemQualifierSet_Get(set, L"CIMTYPE", 0, &value, NULL), WBEM_E_NOT_FOUND);
    IWbemQualifierSet_Release(set);
    ck_assert_hr(IWbemClassObject_GetPropertyQualifierSet(cls, L"__PATH", &set),
                 WBEM_E_SYSTEM_PROPERTY);
    ck_assert_hr(IWbemClassObject_GetPropertyQualifierSet(cls, L"Nope", &set), WBEM_E_NOT_FOUND);
    ck_assert_ptr_null(set);
}
END_TEST

/* --- error objects ---------------------------------------------------------------------------- */

START_TEST(error_object)
{
    IWbemClassObject *error;

    ck_assert_ok(wmi_error_object_create(WBEM_E_NOT_FOUND, L"GetObject", L"Nope.A=1", L"WinMgmt",
                                         NULL, &error));
    ck_assert_text(error, L"__CLASS", L"__ExtendedStatus");
    ck_assert_text(error, L"__SUPERCLASS", L"__NotifyStatus");
    ck_assert_int_eq(get_number(error, L"StatusCode"), (LONG)WBEM_E_NOT_FOUND);
    ck_assert_text(error, L"Operation", L"GetObject");
    ck_assert_text(error, L"ParameterInfo", L"Nope.A=1");
    ck_assert_text(error, L"ProviderName", L"WinMgmt");
    ck_assert(is_null(error, L"Description"));
    IWbemClassObject_Release(error);
}
END_TEST

/* --- failing allocations, many threads -------------------------------------------------------- */

static HRESULT scenario(void)
{
    IWbemClassObject *object = NULL, *copy = NULL;
    IWbemQualifierSet *set = NULL;
    SAFEARRAY *array = NULL;
    VARIANT value = var_text(L"text");
    HRESULT hr = wmi_empty_class_create(&object);

    if (SUCCEEDED(hr))
        hr = IWbemClassObject_Put(object, L"Text", 0, &value, 8);
    if (SUCCEEDED(hr))
        hr = IWbemClassObject_Clone(object, &copy);
    if (SUCCEEDED(hr))
        hr = IWbemClassObject_GetPropertyQualifierSet(copy, L"Text", &set);
    if (SUCCEEDED(hr))
        hr = IWbemQualifierSet_Put(set, L"Description", &value, 3);
    if (SUCCEEDED(hr))
        hr = IWbemQualifierSet_BeginEnumeration(set, 0);
    if (SUCCEEDED(hr))
        hr = IWbemClassObject_GetNames(copy, NULL, 0, NULL, &array);
    if (SUCCEEDED(hr))
        hr = IWbemClassObject_BeginEnumeration(copy, 0);
    if (set)
        IWbemQualifierSet_Release(set);
    if (copy)
        IWbemClassObject_Release(copy);
    if (object)
        IWbemClassObject_Release(object);
    SafeArrayDestroy(array);
    VariantClear(&value);
    return hr;
}

START_TEST(no_memory)
{
    size_t before = mem_live();
    unsigned n;

    for (n = 1;; n++)
    {
        HRESULT hr;
        mem_fail_nth(n);
        hr = scenario();
        if (!mem_fail_hit())
            break;
        ck_assert_msg(hr == (HRESULT)WBEM_E_OUT_OF_MEMORY, "allocation %u: 0x%08lx", n,
                      (unsigned long)hr);
        ck_assert_msg(mem_live() == before, "allocation %u: %u blocks stay", n,
                      (unsigned)(mem_live() - before));
    }
    mem_fail_nth(0);
    ck_assert_uint_gt(n, 10);
}
END_TEST

static DWORD WINAPI read_and_write(void *argument)
{
    IWbemClassObject *object = argument;
    int i;

    for (i = 0; i < 20000; i++)
    {
        VARIANT value;
        if (FAILED(IWbemClassObject_Get(object, L"Note", 0, &value, NULL, NULL)))
            return 1;
        if (V_VT(&value) != VT_BSTR || wcslen(V_BSTR(&value)) != SysStringLen(V_BSTR(&value)))
            return 2;
        VariantClear(&value);
        if (i % 16 == 0 &&
            FAILED(put_text(object, L"Note", i % 32 ? L"short" : L"somewhat longer")))
            return 3;
    }
    return 0;
}

START_TEST(many_threads)
{
    IWbemClassObject *object = spawn(seal(cls));
    HANDLE threads[4];
    DWORD code;
    int i;

    ck_assert_ok(put_text(object, L"Note", L"first"));
    for (i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, read_and_write, object, 0, NULL);
    for (i = 0; i < 4; i++)
    {
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &code);
        ck_assert_uint_eq(code, 0);
        CloseHandle(threads[i]);
    }
    IWbemClassObject_Release(object);
}
END_TEST

START_TEST(size_of_an_object)
{
    ck_assert_uint_lt(sizeof(struct wmi_class_object), 150);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wmi object");
    TCase *tcase = tcase_create("object");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, identity);
    tcase_add_test(tcase, put_and_get);
    tcase_add_loop_test(tcase, put_refused, 0, COUNT_OF(bad_puts));
    tcase_add_test(tcase, get_refused);
    tcase_add_loop_test(tcase, every_type, 0, COUNT_OF(types));
    tcase_add_test(tcase, class_defaults);
    tcase_add_test(tcase, declare_refused);
    tcase_add_test(tcase, embedded_object);
    tcase_add_test(tcase, delete_property);
    tcase_add_test(tcase, system_of_class);
    tcase_add_test(tcase, system_of_instance);
    tcase_add_test(tcase, system_writes);
    tcase_add_loop_test(tcase, get_names, 0, COUNT_OF(names));
    tcase_add_test(tcase, names_of_instance);
    tcase_add_test(tcase, enumeration);
    tcase_add_test(tcase, enumeration_with_system);
    tcase_add_test(tcase, clone);
    tcase_add_test(tcase, spawning);
    tcase_add_test(tcase, spawn_from_edited);
    tcase_add_test(tcase, compare);
    tcase_add_test(tcase, origin_and_inheritance);
    tcase_add_test(tcase, object_text);
    tcase_add_test(tcase, methods);
    tcase_add_test(tcase, methods_refused);
    tcase_add_test(tcase, method_enumeration_and_qualifiers);
    tcase_add_loop_test(tcase, qualifier_put, 0, COUNT_OF(qualifier_puts));
    tcase_add_test(tcase, qualifier_propagation);
    tcase_add_test(tcase, qualifier_cimtype);
    tcase_add_test(tcase, qualifier_enumeration);
    tcase_add_test(tcase, qualifier_lifetime);
    tcase_add_test(tcase, error_object);
    tcase_add_test(tcase, no_memory);
    tcase_add_test(tcase, many_threads);
    tcase_add_test(tcase, size_of_an_object);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
