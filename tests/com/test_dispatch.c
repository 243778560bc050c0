/* Late-bound calls of src/com against the objects of recorder.h: names, call flags, arguments, exceptions, default
 * members. */
#include "recorder.h"
#include "com/error.h"
#include "com/members.h"
#include "com/module.h"

#include <check.h>
#include <stdio.h>
#include <wbemcli.h>

/* --- calls as rows ---------------------------------------------------------------------------- */

struct arg
{
    VARTYPE type; /* VT_DISPATCH: number 0 is null, 1 a qualifier set */
    LONG number;
    const WCHAR *text;
};

#define I4(n)                                                                                      \
    {                                                                                              \
        VT_I4, n, NULL                                                                             \
    }
#define STR(s)                                                                                     \
    {                                                                                              \
        VT_BSTR, 0, L##s                                                                           \
    }
#define REF(s)                                                                                     \
    {                                                                                              \
        VT_BYREF | VT_BSTR, 0, L##s                                                                \
    }
#define VREF(s)                                                                                    \
    {                                                                                              \
        VT_BYREF | VT_VARIANT, 0, L##s                                                             \
    }
#define MISSING                                                                                    \
    {                                                                                              \
        VT_ERROR, DISP_E_PARAMNOTFOUND, NULL                                                       \
    }
#define NULL_ARG                                                                                   \
    {                                                                                              \
        VT_NULL, 0, NULL                                                                           \
    }
#define EMPTY_ARG                                                                                  \
    {                                                                                              \
        VT_EMPTY, 0, NULL                                                                          \
    }
#define BOOL_ARG(b)                                                                                \
    {                                                                                              \
        VT_BOOL, b, NULL                                                                           \
    }
#define R8_ARG(n)                                                                                  \
    {                                                                                              \
        VT_R8, n, NULL                                                                             \
    }
#define NOTHING                                                                                    \
    {                                                                                              \
        VT_DISPATCH, 0, NULL                                                                       \
    }
#define OBJECT                                                                                     \
    {                                                                                              \
        VT_DISPATCH, 1, NULL                                                                       \
    }

#define MAX_ARGS 13

struct storage
{
    VARIANT inner;
    BSTR text;
    LONG number;
};

static void build(const struct arg *arg, VARIANT *out, struct storage *storage)
{
    memset(out, 0, sizeof(*out));
    V_VT(out) = arg->type;
    switch (arg->type)
    {
    case VT_I2:
        V_I2(out) = (SHORT)arg->number;
        break;
    case VT_I4:
    case VT_ERROR:
        V_I4(out) = arg->number;
        break;
    case VT_R8:
        V_R8(out) = arg->number;
        break;
    case VT_BOOL:
        V_BOOL(out) = (VARIANT_BOOL)arg->number;
        break;
    case VT_BSTR:
        V_BSTR(out) = storage->text = SysAllocString(arg->text);
        break;
    case VT_BYREF | VT_I4:
        storage->number = arg->number;
        V_I4REF(out) = &storage->number;
        break;
    case VT_BYREF | VT_BSTR:
        storage->text = SysAllocString(arg->text);
        V_BSTRREF(out) = &storage->text;
        break;
    case VT_BYREF | VT_VARIANT:
        V_VT(&storage->inner) = VT_BSTR;
        V_BSTR(&storage->inner) = storage->text = SysAllocString(arg->text);
        V_VARIANTREF(out) = &storage->inner;
        break;
    case VT_DISPATCH:
        V_DISPATCH(out) = arg->number ? make(&set_class) : NULL;
        break;
    }
}

struct row
{
    const char *name;
    const struct com_class *cls;
    DISPID id;
    WORD flags;
    struct arg args[MAX_ARGS]; /* as written in a script; the last `named` ones have names */
    UINT count;
    UINT named;
    DISPID ids[3];
    HRESULT hr;
    const char *log; /* NULL: the object is not called */
    UINT bad_argument;
};

#define M           DISPATCH_METHOD
#define G           DISPATCH_PROPERTYGET
#define MG          (DISPATCH_METHOD | DISPATCH_PROPERTYGET)
#define P           DISPATCH_PROPERTYPUT
#define NO_ARGUMENT 1000

/* A row a line. */
/* clang-format off */
static const struct row rows[] = {
    /* flags */
    {"method as method", &set_class, 0, M, {STR("a")}, 1, 0, {0}, S_OK, "Item(\"a\", 0)", NO_ARGUMENT},
    {"method as get", &set_class, 0, G, {STR("a")}, 1, 0, {0}, S_OK, "Item(\"a\", 0)", NO_ARGUMENT},
    {"method as both", &set_class, 0, MG, {STR("a")}, 1, 0, {0}, S_OK, "Item(\"a\", 0)", NO_ARGUMENT},
    {"get as get", &set_class, 1, G, {{0}}, 0, 0, {0}, S_OK, "Count", NO_ARGUMENT},
    {"get as method", &set_class, 1, M, {{0}}, 0, 0, {0}, S_OK, "Count", NO_ARGUMENT},
    {"get as both", &set_class, 1, MG, {{0}}, 0, 0, {0}, S_OK, "Count", NO_ARGUMENT},
    {"_NewEnum as method", &set_class, DISPID_NEWENUM, M, {{0}}, 0, 0, {0}, S_OK, "_NewEnum", NO_ARGUMENT},
    {"_NewEnum as get", &set_class, DISPID_NEWENUM, G, {{0}}, 0, 0, {0}, S_OK, "_NewEnum", NO_ARGUMENT},
    {"_NewEnum as both", &set_class, DISPID_NEWENUM, MG, {{0}}, 0, 0, {0}, S_OK, "_NewEnum", NO_ARGUMENT},
    {"no flags", &set_class, 1, 0, {{0}}, 0, 0, {0}, DISP_E_MEMBERNOTFOUND, NULL, NO_ARGUMENT},
    {"put of a get-only property", &set_class, 1, P, {I4(1)}, 1, 0, {0}, DISP_E_MEMBERNOTFOUND, NULL, NO_ARGUMENT},
    {"put of a method", &set_class, 3, P, {I4(1)}, 1, 0, {0}, DISP_E_MEMBERNOTFOUND, NULL, NO_ARGUMENT},
    {"put by reference", &path_class, 0, DISPATCH_PROPERTYPUTREF, {STR("x")}, 1, 1, {DISPID_PROPERTYPUT},
     S_OK, "put Path(\"x\")", NO_ARGUMENT},
    {"both puts", &path_class, 0, P | DISPATCH_PROPERTYPUTREF, {STR("x")}, 1, 1, {DISPID_PROPERTYPUT},
     S_OK, "put Path(\"x\")", NO_ARGUMENT},
    {"unknown id", &set_class, 77, MG, {{0}}, 0, 0, {0}, DISP_E_MEMBERNOTFOUND, NULL, NO_ARGUMENT},
    {"unknown negative id", &set_class, -8, MG, {{0}}, 0, 0, {0}, DISP_E_MEMBERNOTFOUND, NULL, NO_ARGUMENT},
    {"method without arguments", &path_class, 8, M, {{0}}, 0, 0, {0}, S_OK, "SetAsClass", NO_ARGUMENT},
    /* counts, omission, defaults */
    {"all arguments", &set_class, 2, M, {STR("n"), I4(5), BOOL_ARG(0), BOOL_ARG(-1), BOOL_ARG(0), I4(3)}, 6, 0, {0},
     S_OK, "Add(\"n\", 5, 0, -1, 0, 3)", NO_ARGUMENT},
    {"fewer arguments", &set_class, 2, M, {STR("n"), I4(5)}, 2, 0, {0},
     S_OK, "Add(\"n\", 5, -1, -1, -1, 0)", NO_ARGUMENT},
    {"missing in the middle", &set_class, 2, M, {STR("n"), I4(5), MISSING, BOOL_ARG(0), MISSING, I4(9)}, 6, 0, {0},
     S_OK, "Add(\"n\", 5, -1, 0, -1, 9)", NO_ARGUMENT},
    {"null takes the default", &set_class, 2, M, {STR("n"), I4(5), NULL_ARG, EMPTY_ARG}, 4, 0, {0},
     S_OK, "Add(\"n\", 5, -1, -1, -1, 0)", NO_ARGUMENT},
    {"null is a value for a variant", &set_class, 2, M, {STR("n"), NULL_ARG}, 2, 0, {0},
     S_OK, "Add(\"n\", vt1, -1, -1, -1, 0)", NO_ARGUMENT},
    {"too many", &set_class, 3, M, {STR("n"), I4(0), I4(0)}, 3, 0, {0}, DISP_E_BADPARAMCOUNT, NULL, NO_ARGUMENT},
    {"too few", &set_class, 2, M, {STR("n")}, 1, 0, {0}, DISP_E_BADPARAMCOUNT, NULL, NO_ARGUMENT},
    {"argument for a method without", &path_class, 8, M, {I4(1)}, 1, 0, {0}, DISP_E_BADPARAMCOUNT, NULL, NO_ARGUMENT},
    {"argument for a number", &set_class, 1, G, {I4(1)}, 1, 0, {0}, DISP_E_BADPARAMCOUNT, NULL, NO_ARGUMENT},
    {"required one missing", &set_class, 2, M, {MISSING, I4(5)}, 2, 0, {0}, DISP_E_PARAMNOTOPTIONAL, NULL, 1},
    {"required variant missing", &set_class, 2, M, {STR("n"), MISSING}, 2, 0, {0}, DISP_E_PARAMNOTOPTIONAL, NULL, 0},
    {"text default", &services_class, 2, M, {NOTHING}, 1, 0, {0},
     S_OK, "GetAsync(null, \"\", 0, null, null)", NO_ARGUMENT},
    {"thirteen arguments", &services_class, 12, M, {OBJECT, STR("a"), STR("b"), STR("c"), STR("d"), STR("e"),
     BOOL_ARG(-1), BOOL_ARG(0), STR("f"), STR("g"), I4(7), OBJECT, NOTHING}, 13, 0, {0},
     S_OK, "AssociatorsOfAsync(object, a, b, c, d, e, -1, 0, f, g, 7, object, null)", NO_ARGUMENT},
    /* names */
    {"one name", &set_class, 2, M, {STR("n"), I4(5), I4(4)}, 3, 1, {5},
     S_OK, "Add(\"n\", 5, -1, -1, -1, 4)", NO_ARGUMENT},
    {"all by name", &set_class, 2, M, {I4(4), I4(6), STR("m")}, 3, 3, {5, 1, 0},
     S_OK, "Add(\"m\", 6, -1, -1, -1, 4)", NO_ARGUMENT},
    {"name of no parameter", &set_class, 2, M, {STR("n"), I4(5), I4(4)}, 3, 1, {9}, DISP_E_PARAMNOTFOUND, NULL, 0},
    {"name of a given argument", &set_class, 2, M, {STR("n"), I4(5), I4(4)}, 3, 1, {0},
     DISP_E_BADPARAMCOUNT, NULL, 0},
    {"name leaves a hole", &set_class, 2, M, {STR("n"), I4(4)}, 2, 1, {5},
     DISP_E_PARAMNOTOPTIONAL, NULL, NO_ARGUMENT},
    {"name of a put in a call", &set_class, 0, M, {STR("n")}, 1, 1, {DISPID_PROPERTYPUT},
     DISP_E_PARAMNOTFOUND, NULL, 0},
    /* coercion and references */
    {"number as text", &set_class, 3, M, {I4(12)}, 1, 0, {0}, S_OK, "Remove(\"12\", 0)", NO_ARGUMENT},
    {"text as number", &set_class, 3, M, {STR("a"), STR("12")}, 2, 0, {0}, S_OK, "Remove(\"a\", 12)", NO_ARGUMENT},
    {"double as number", &set_class, 3, M, {STR("a"), R8_ARG(3)}, 2, 0, {0}, S_OK, "Remove(\"a\", 3)", NO_ARGUMENT},
    {"short as number", &set_class, 3, M, {STR("a"), {VT_I2, -4, NULL}}, 2, 0, {0},
     S_OK, "Remove(\"a\", -4)", NO_ARGUMENT},
    {"number as truth", &qualifier_class, 3, P, {I4(5)}, 1, 1, {DISPID_PROPERTYPUT},
     S_OK, "put PropagatesToSubclass(-1)", NO_ARGUMENT},
    {"text by reference", &set_class, 3, M, {REF("r")}, 1, 0, {0}, S_OK, "Remove(\"r\", 0)", NO_ARGUMENT},
    {"variant by reference", &set_class, 3, M, {VREF("v")}, 1, 0, {0}, S_OK, "Remove(\"v\", 0)", NO_ARGUMENT},
    {"number by reference", &set_class, 3, M, {STR("a"), {VT_BYREF | VT_I4, 8, NULL}}, 2, 0, {0},
     S_OK, "Remove(\"a\", 8)", NO_ARGUMENT},
    {"number by reference to a variant", &set_class, 2, M, {STR("a"), {VT_BYREF | VT_I4, 8, NULL}}, 2, 0, {0},
     S_OK, "Add(\"a\", 8, -1, -1, -1, 0)", NO_ARGUMENT},
    {"reference to nothing", &set_class, 2, M, {STR("a"), {VT_BYREF | VT_UI1, 0, NULL}}, 2, 0, {0},
     S_OK, "Add(\"a\", vt0, -1, -1, -1, 0)", NO_ARGUMENT},
    {"text that is no number", &set_class, 3, M, {STR("a"), STR("zz")}, 2, 0, {0}, DISP_E_TYPEMISMATCH, NULL, 0},
    {"null for required text", &set_class, 3, M, {NULL_ARG, I4(1)}, 2, 0, {0}, DISP_E_TYPEMISMATCH, NULL, 1},
    {"number too large", &set_class, 3, M, {STR("a"), STR("99999999999")}, 2, 0, {0}, DISP_E_OVERFLOW, NULL, 0},
    {"number as object", &services_class, 2, M, {I4(1)}, 1, 0, {0}, DISP_E_TYPEMISMATCH, NULL, 0},
    {"wrong object for a typed one", &services_class, 21, M, {OBJECT, NOTHING}, 2, 0, {0},
     DISP_E_TYPEMISMATCH, NULL, 1},
    {"nothing for typed objects", &services_class, 21, M, {NOTHING, NOTHING}, 2, 0, {0},
     S_OK, "PutAsync(null, null, 0, null, null)", NO_ARGUMENT},
    {"date and truth", &date_class, 19, M, {R8_ARG(3), BOOL_ARG(0)}, 2, 0, {0},
     S_OK, "SetVarDate(3.00, 0)", NO_ARGUMENT},
    {"date result", &date_class, 18, M, {{0}}, 0, 0, {0}, S_OK, "GetVarDate(-1)", NO_ARGUMENT},
    /* puts */
    {"put without the name", &path_class, 0, P, {STR("x")}, 1, 0, {0}, S_OK, "put Path(\"x\")", NO_ARGUMENT},
    {"put without a value", &path_class, 0, P, {{0}}, 0, 0, {0}, DISP_E_BADPARAMCOUNT, NULL, NO_ARGUMENT},
    {"put with an index where there is none", &path_class, 0, P, {I4(1), STR("x")}, 2, 1, {DISPID_PROPERTYPUT},
     DISP_E_BADPARAMCOUNT, NULL, NO_ARGUMENT},
    {"put through the set", &set_class, 0, P, {STR("k"), STR("v")}, 2, 1, {DISPID_PROPERTYPUT},
     S_OK, "Item put(\"v\")", NO_ARGUMENT},
    {"put through a property that is a set", &path_class, 11, P, {STR("k"), STR("v")}, 2, 1, {DISPID_PROPERTYPUT},
     S_OK, "Item put(\"v\")", NO_ARGUMENT},
    /* default members */
    {"arguments for a property that is a set", &path_class, 11, MG, {STR("k")}, 1, 0, {0},
     S_OK, "Item(\"k\", 0)", NO_ARGUMENT},
    {"arguments for a property that is nothing", &path_class, 12, MG, {STR("k")}, 1, 0, {0},
     DISP_E_TYPEMISMATCH, NULL, NO_ARGUMENT},
    /* dynamic members */
    {"dynamic member", &set_class, COM_DYNAMIC_ID + 5, MG, {{0}}, 0, 0, {0}, S_OK, "dyn", NO_ARGUMENT},
    {"dynamic member that fails", &set_class, COM_DYNAMIC_ID + 5, P, {I4(1)}, 1, 1, {DISPID_PROPERTYPUT},
     DISP_E_EXCEPTION, NULL, NO_ARGUMENT},
    {"dynamic member that is not", &set_class, COM_DYNAMIC_ID + 6, MG, {{0}}, 0, 0, {0},
     DISP_E_MEMBERNOTFOUND, NULL, NO_ARGUMENT},
};
/* clang-format on */

START_TEST(calls)
{
    const struct row *row = &rows[_i];
    struct storage storage[MAX_ARGS] = {0};
    VARIANT arguments[MAX_ARGS], before[MAX_ARGS], result;
    DISPID ids[3];
    UINT bad_argument = NO_ARGUMENT;
    EXCEPINFO except = {0};
    IDispatch *object = make(row->cls);

    for (UINT i = 0; i < row->count; i++)
        build(&row->args[i], &arguments[row->count - 1 - i], &storage[i]);
    for (UINT i = 0; i < row->named; i++)
        ids[i] = row->ids[row->named - 1 - i];
    memcpy(before, arguments, sizeof(before));
    DISPPARAMS params = {arguments, ids, row->count, row->named};

    call_log[0] = 0;
    HRESULT hr = IDispatch_Invoke(object, row->id, &IID_NULL, LOCALE_USER_DEFAULT, row->flags,
                                  &params, &result, &except, &bad_argument);
    ck_assert_msg(hr == row->hr, "%s: 0x%08lx, not 0x%08lx (%s)", row->name, (long)hr,
                  (long)row->hr, call_log);
    ck_assert_msg(!strcmp(call_log, row->log ? row->log : ""), "%s: %s", row->name, call_log);
    ck_assert_msg(bad_argument == row->bad_argument, "%s: argument %u", row->name, bad_argument);
    ck_assert_msg(!memcmp(before, arguments, row->count * sizeof(VARIANT)) &&
                      params.cArgs == row->count && params.cNamedArgs == row->named,
                  "%s: the caller's arguments were changed", row->name);
    VariantClear(&result);
    for (UINT i = 0; i < row->count; i++)
    {
        if (V_VT(&arguments[i]) == VT_DISPATCH)
            VariantClear(&arguments[i]);
        SysFreeString(storage[i].text);
    }
    SysFreeString(except.bstrSource);
    SysFreeString(except.bstrDescription);
    ck_assert_uint_eq(IDispatch_Release(object), 0);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

/* --- results ---------------------------------------------------------------------------------- */

static HRESULT invoke(IDispatch *object, DISPID id, WORD flags, VARIANT *arguments, UINT count,
                      VARIANT *result, EXCEPINFO *except)
{
    DISPID put = DISPID_PROPERTYPUT;
    DISPPARAMS params = {arguments, &put, count, flags & P ? 1 : 0};
    return IDispatch_Invoke(object, id, &IID_NULL, 0, flags, &params, result, except, NULL);
}

START_TEST(results)
{
    static const struct
    {
        const char *name;
        const struct com_class *cls;
        DISPID id;
        VARTYPE type;
    } cases[] = {
        {"number", &set_class, 1, VT_I4},
        {"enumerator", &set_class, DISPID_NEWENUM, VT_UNKNOWN},
        {"text", &qualifier_class, 1, VT_BSTR},
        {"truth", &qualifier_class, 3, VT_BOOL},
        {"variant", &qualifier_class, 0, VT_EMPTY},
        {"object", &path_class, 11, VT_DISPATCH},
        {"no object", &path_class, 12, VT_DISPATCH},
        {"date", &date_class, 18, VT_DATE},
        {"nothing", &path_class, 8, VT_EMPTY},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        IDispatch *object = make(cases[i].cls);
        VARIANT result;
        HRESULT hr = invoke(object, cases[i].id, MG, NULL, 0, &result, NULL);
        ck_assert_msg(hr == S_OK, "%s: 0x%08lx", cases[i].name, (long)hr);
        ck_assert_msg(V_VT(&result) == cases[i].type, "%s: type %d", cases[i].name, V_VT(&result));
        VariantClear(&result);
        /* A caller that wants no result gets none, and nothing is lost. */
        ck_assert_int_eq(invoke(object, cases[i].id, MG, NULL, 0, NULL, NULL), S_OK);
        IDispatch_Release(object);
        ck_assert_msg(com_module_count() == 0, "%s: %ld left", cases[i].name,
                      (long)com_module_count());
    }
}
END_TEST

static SAFEARRAY *three_numbers(void)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, 3);
    for (LONG i = 0; i < 3; i++)
    {
        VARIANT element;
        V_VT(&element) = VT_I4;
        V_I4(&element) = 10 * i;
        SafeArrayPutElement(array, &i, &element);
    }
    return array;
}

START_TEST(array_elements)
{
    IDispatch *object = make(&qualifier_class);
    struct thing *thing = (struct thing *)object;
    VARIANT arguments[2], result;

    V_VT(&thing->value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&thing->value) = three_numbers();
    V_VT(&arguments[0]) = VT_I2;
    V_I2(&arguments[0]) = 2;
    ck_assert_int_eq(invoke(object, DISPID_VALUE, MG, arguments, 1, &result, NULL), S_OK);
    ck_assert_int_eq(V_VT(&result), VT_I4);
    ck_assert_int_eq(V_I4(&result), 20);

    /* value(1) = "new" */
    V_VT(&arguments[1]) = VT_I4;
    V_I4(&arguments[1]) = 1;
    V_VT(&arguments[0]) = VT_BSTR;
    V_BSTR(&arguments[0]) = SysAllocString(L"new");
    ck_assert_int_eq(invoke(object, DISPID_VALUE, P, arguments, 2, NULL, NULL), S_OK);
    SysFreeString(V_BSTR(&arguments[0]));
    V_VT(&arguments[0]) = VT_I4;
    V_I4(&arguments[0]) = 1;
    ck_assert_int_eq(invoke(object, DISPID_VALUE, G, arguments, 1, &result, NULL), S_OK);
    ck_assert_int_eq(V_VT(&result), VT_BSTR);
    ck_assert_int_eq(wcscmp(V_BSTR(&result), L"new"), 0);
    VariantClear(&result);

    V_I4(&arguments[0]) = 3;
    ck_assert_int_eq(invoke(object, DISPID_VALUE, G, arguments, 1, &result, NULL), DISP_E_BADINDEX);
    V_I4(&arguments[0]) = 0;
    ck_assert_int_eq(invoke(object, DISPID_VALUE, G, arguments, 2, &result, NULL), DISP_E_BADINDEX);
    VariantClear(&thing->value);
    ck_assert_int_eq(invoke(object, DISPID_VALUE, G, arguments, 1, &result, NULL),
                     DISP_E_TYPEMISMATCH);
    IDispatch_Release(object);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(exceptions)
{
    static const struct
    {
        const WCHAR *argument;
        HRESULT scode;
        const WCHAR *description;
    } cases[] = {
        {L"missing", (HRESULT)WBEM_E_NOT_FOUND, L"Not found "},
        {L"silent", (HRESULT)WBEM_E_NOT_FOUND, L"Not found "},
    };
    IDispatch *object = make(&set_class);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        VARIANT argument;
        EXCEPINFO except;
        memset(&except, 0xAA, sizeof(except));
        V_VT(&argument) = VT_BSTR;
        V_BSTR(&argument) = SysAllocString(cases[i].argument);
        /* What somebody else left behind must not be shown. */
        com_return_as("Stale", E_OUTOFMEMORY);
        HRESULT hr = invoke(object, DISPID_VALUE, M, &argument, 1, NULL, &except);
        ck_assert_int_eq(hr, DISP_E_EXCEPTION);
        ck_assert_int_eq(except.scode, cases[i].scode);
        ck_assert_int_eq(except.wCode, 0);
        ck_assert_msg(!wcscmp(except.bstrSource, L"SWbemQualifierSet"), "%ls", except.bstrSource);
        ck_assert_msg(!wcscmp(except.bstrDescription, cases[i].description), "%ls",
                      except.bstrDescription);
        ck_assert(!except.bstrHelpFile && !except.dwHelpContext && !except.pfnDeferredFillIn);
        SysFreeString(except.bstrSource);
        SysFreeString(except.bstrDescription);
        SysFreeString(V_BSTR(&argument));
    }
    IErrorInfo *left = NULL;
    ck_assert_int_eq(GetErrorInfo(0, &left), S_FALSE);
    IDispatch_Release(object);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

/* Codes of other facilities have the system's text. */
START_TEST(system_text)
{
    IDispatch *object = make(&set_class);
    EXCEPINFO except = {0};
    VARIANT argument;

    V_VT(&argument) = VT_BSTR;
    V_BSTR(&argument) = SysAllocString(L"system");
    ck_assert_int_eq(invoke(object, DISPID_VALUE, M, &argument, 1, NULL, &except),
                     DISP_E_EXCEPTION);
    ck_assert_int_eq(except.scode, E_ACCESSDENIED);
    ck_assert_msg(except.bstrDescription && wcslen(except.bstrDescription) > 5, "%ls",
                  except.bstrDescription);
    ck_assert(!wcschr(except.bstrDescription, '\n'));
    SysFreeString(except.bstrSource);
    SysFreeString(except.bstrDescription);
    SysFreeString(V_BSTR(&argument));
    IDispatch_Release(object);
}
END_TEST

START_TEST(malformed_calls)
{
    IDispatch *object = make(&set_class);
    VARIANT result, argument = {0};
    DISPID id = 0;
    DISPPARAMS none = {NULL, NULL, 0, 0}, no_array = {NULL, NULL, 1, 0},
               no_names = {&argument, NULL, 1, 1}, more_names = {&argument, &id, 1, 2};

    ck_assert_int_eq(IDispatch_Invoke(object, 1, &IID_IDispatch, 0, G, &none, &result, NULL, NULL),
                     DISP_E_UNKNOWNINTERFACE);
    ck_assert_int_eq(IDispatch_Invoke(object, 1, NULL, 0, G, &none, &result, NULL, NULL), S_OK);
    ck_assert_int_eq(IDispatch_Invoke(object, 1, &IID_NULL, 0, G, NULL, &result, NULL, NULL),
                     E_INVALIDARG);
    ck_assert_int_eq(IDispatch_Invoke(object, 1, &IID_NULL, 0, G, &no_array, &result, NULL, NULL),
                     E_INVALIDARG);
    ck_assert_int_eq(IDispatch_Invoke(object, 0, &IID_NULL, 0, G, &no_names, &result, NULL, NULL),
                     E_INVALIDARG);
    ck_assert_int_eq(IDispatch_Invoke(object, 0, &IID_NULL, 0, G, &more_names, &result, NULL, NULL),
                     E_INVALIDARG);

    /* A reference to itself counts as empty. */
    VARIANT loop;
    V_VT(&loop) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(&loop) = &loop;
    DISPPARAMS endless = {&loop, NULL, 1, 0};
    ck_assert_int_eq(IDispatch_Invoke(object, 3, &IID_NULL, 0, M, &endless, &result, NULL, NULL),
                     S_OK);
    ck_assert_str_eq(call_log, "Remove(\"\", 0)");
    IDispatch_Release(object);
}
END_TEST

/* --- names ------------------------------------------------------------------------------------ */

START_TEST(names)
{
    static const struct
    {
        const WCHAR *name;
        HRESULT hr;
        DISPID id;
    } cases[] = {
        {L"Item", S_OK, 0},
        {L"ITEM", S_OK, 0},
        {L"_newenum", S_OK, DISPID_NEWENUM},
        {L"cOUNT", S_OK, 1},
        {L"Dyn", S_OK, COM_DYNAMIC_ID + 5},
        {L"Ite", DISP_E_UNKNOWNNAME, DISPID_UNKNOWN},
        {L"Items", DISP_E_UNKNOWNNAME, DISPID_UNKNOWN},
        {L"", DISP_E_UNKNOWNNAME, DISPID_UNKNOWN},
        {L"\x0130tem", DISP_E_UNKNOWNNAME, DISPID_UNKNOWN},
        {L"Item\x0100", DISP_E_UNKNOWNNAME, DISPID_UNKNOWN},
    };
    IDispatch *object = make(&set_class);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        LPOLESTR name = (LPOLESTR)cases[i].name;
        DISPID id = 1234;
        HRESULT hr = IDispatch_GetIDsOfNames(object, &IID_NULL, &name, 1, 0, &id);
        ck_assert_msg(hr == cases[i].hr && id == cases[i].id, "%ls: 0x%08lx %ld", name, (long)hr,
                      (long)id);
    }
    LPOLESTR with_parameters[] = {(LPOLESTR)L"add", (LPOLESTR)L"VARVAL", (LPOLESTR)L"iFlags",
                                  (LPOLESTR)L"strName"};
    DISPID ids[4];
    ck_assert_int_eq(IDispatch_GetIDsOfNames(object, &IID_NULL, with_parameters, 4, 0, ids), S_OK);
    ck_assert(ids[0] == 2 && ids[1] == 1 && ids[2] == 5 && ids[3] == 0);
    with_parameters[2] = (LPOLESTR)L"nonsense";
    ck_assert_int_eq(IDispatch_GetIDsOfNames(object, &IID_NULL, with_parameters, 4, 0, ids),
                     DISP_E_UNKNOWNNAME);
    ck_assert(ids[0] == 2 && ids[1] == 1 && ids[2] == DISPID_UNKNOWN && ids[3] == 0);
    ck_assert_int_eq(IDispatch_GetIDsOfNames(object, &IID_IDispatch, with_parameters, 1, 0, ids),
                     DISP_E_UNKNOWNINTERFACE);
    ck_assert_int_eq(IDispatch_GetIDsOfNames(object, &IID_NULL, NULL, 1, 0, ids), E_INVALIDARG);
    ck_assert_int_eq(IDispatch_GetIDsOfNames(object, &IID_NULL, with_parameters, 0, 0, ids),
                     E_INVALIDARG);
    IDispatch_Release(object);
}
END_TEST

static const struct com_member_table *const tables[] = {
    &com_members_ISWbemLocator,     &com_members_ISWbemServicesEx,
    &com_members_ISWbemObjectEx,    &com_members_ISWbemLastError,
    &com_members_ISWbemObjectSet,   &com_members_ISWbemObjectPath,
    &com_members_ISWbemNamedValue,  &com_members_ISWbemNamedValueSet,
    &com_members_ISWbemQualifier,   &com_members_ISWbemQualifierSet,
    &com_members_ISWbemProperty,    &com_members_ISWbemPropertySet,
    &com_members_ISWbemMethod,      &com_members_ISWbemMethodSet,
    &com_members_ISWbemEventSource, &com_members_ISWbemSecurity,
    &com_members_ISWbemPrivilege,   &com_members_ISWbemPrivilegeSet,
    &com_members_ISWbemSink,        &com_members_ISWbemDateTime,
    &com_members_ISWbemRefresher,   &com_members_ISWbemRefreshableItem,
};

/* Every member of every interface is found by its name, in any case, and by its id. */
START_TEST(indexes)
{
    unsigned total = 0;

    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
        for (unsigned i = 0; i < tables[t]->count; i++, total++)
        {
            const struct com_member *member = &tables[t]->members[i];
            WCHAR upper[64];
            wcscpy(upper, member->name);
            _wcsupr(upper);
            const struct com_member *named = com_member_by_name(tables[t], upper, wcslen(upper));
            ck_assert_msg(named && named->id == member->id, "%ls", member->name);
            ck_assert_msg(com_member_by_id(tables[t], member->id, member->kind) == member, "%ls",
                          member->name);
        }
    ck_assert_uint_eq(total, 228);
}
END_TEST

/* --- rates ------------------------------------------------------------------------------------ */

static double seconds(void)
{
    LARGE_INTEGER frequency, count;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    return (double)count.QuadPart / frequency.QuadPart;
}

START_TEST(rates)
{
    enum
    {
        ROUNDS = 200000
    };
    IDispatch *set = make(&set_class), *qualifier = make(&qualifier_class);
    DISPPARAMS none = {0};
    VARIANT result, arguments[2];
    LPOLESTR name = (LPOLESTR)L"Name";
    DISPID id;

    double start = seconds();
    for (int i = 0; i < ROUNDS; i++)
    {
        IDispatch_Invoke(qualifier, 1, &IID_NULL, 0, MG, &none, &result, NULL, NULL);
        VariantClear(&result);
    }
    double by_id = seconds();
    for (int i = 0; i < ROUNDS; i++)
    {
        IDispatch_GetIDsOfNames(qualifier, &IID_NULL, &name, 1, 0, &id);
        IDispatch_Invoke(qualifier, id, &IID_NULL, 0, MG, &none, &result, NULL, NULL);
        VariantClear(&result);
    }
    double by_name = seconds();
    V_VT(&arguments[1]) = VT_BSTR;
    V_BSTR(&arguments[1]) = SysAllocString(L"x");
    V_VT(&arguments[0]) = VT_I4;
    V_I4(&arguments[0]) = 1;
    DISPPARAMS two = {arguments, NULL, 2, 0};
    DISPID remove = 3;
    double before_method = seconds();
    for (int i = 0; i < ROUNDS; i++)
        IDispatch_Invoke(set, remove, &IID_NULL, 0, M, &two, NULL, NULL, NULL);
    double method = seconds();
    printf("dispatch: text by id %.2f M/s, by name %.2f M/s, method of two arguments %.2f M/s\n",
           ROUNDS / (by_id - start) / 1e6, ROUNDS / (by_name - by_id) / 1e6,
           ROUNDS / (method - before_method) / 1e6);
    SysFreeString(V_BSTR(&arguments[1]));
    IDispatch_Release(set);
    IDispatch_Release(qualifier);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("dispatch");
    TCase *tcase = tcase_create("dispatch");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, calls, 0, sizeof(rows) / sizeof(rows[0]));
    tcase_add_test(tcase, results);
    tcase_add_test(tcase, array_elements);
    tcase_add_test(tcase, exceptions);
    tcase_add_test(tcase, system_text);
    tcase_add_test(tcase, malformed_calls);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, indexes);
    tcase_add_test(tcase, rates);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
