/* Identity, counting and the small interfaces that every object has, finding an object of ours behind a pointer, and
 * enumerators. */
#include "recorder.h"
#include "com/module.h"

#include <check.h>
#include <stdio.h>

START_TEST(interfaces)
{
    static const struct
    {
        const char *name;
        const struct com_class *cls;
        const IID *iid;
        HRESULT hr;
    } cases[] = {
        {"IUnknown", &services_class, &IID_IUnknown, S_OK},
        {"IDispatch", &services_class, &IID_IDispatch, S_OK},
        {"the Ex interface", &services_class, &IID_ISWbemServicesEx, S_OK},
        {"the base interface", &services_class, &IID_ISWbemServices, S_OK},
        {"ISupportErrorInfo", &services_class, &IID_ISupportErrorInfo, S_OK},
        {"IProvideClassInfo2 without events", &services_class, &IID_IProvideClassInfo2,
         E_NOINTERFACE},
        {"another's interface", &set_class, &IID_ISWbemServices, E_NOINTERFACE},
        {"IMarshal", &set_class, &IID_IMarshal, E_NOINTERFACE},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        IDispatch *object = make(cases[i].cls);
        IUnknown *unknown, *answer = (IUnknown *)1, *back;
        HRESULT hr = IDispatch_QueryInterface(object, cases[i].iid, (void **)&answer);
        ck_assert_msg(hr == cases[i].hr, "%s: 0x%08lx", cases[i].name, (long)hr);
        ck_assert_msg((hr == S_OK) == (answer != NULL), "%s: %p", cases[i].name, (void *)answer);
        if (answer)
        {
            IDispatch_QueryInterface(object, &IID_IUnknown, (void **)&unknown);
            ck_assert_int_eq(IUnknown_QueryInterface(answer, &IID_IUnknown, (void **)&back), S_OK);
            ck_assert_msg(unknown == back, "%s: another identity", cases[i].name);
            IUnknown_Release(unknown);
            IUnknown_Release(back);
            IUnknown_Release(answer);
        }
        ck_assert_int_eq(IDispatch_QueryInterface(object, cases[i].iid, NULL), E_POINTER);
        ck_assert_uint_eq(IDispatch_Release(object), 0);
        ck_assert_int_eq(com_module_count(), 0);
    }
}
END_TEST

START_TEST(error_support)
{
    IDispatch *object = make(&services_class);
    ISupportErrorInfo *support;
    IDispatch_QueryInterface(object, &IID_ISupportErrorInfo, (void **)&support);

    ck_assert_int_eq(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_ISWbemServicesEx),
                     S_OK);
    ck_assert_int_eq(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_ISWbemServices),
                     S_OK);
    ck_assert_int_eq(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IDispatch), S_OK);
    ck_assert_int_eq(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_ISWbemSink),
                     S_FALSE);
    ISupportErrorInfo_Release(support);
    IDispatch_Release(object);
}
END_TEST

/* An object that answers every question with itself. */
static HRESULT STDMETHODCALLTYPE yes_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    (void)iid;
    *out = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE yes_count(IUnknown *iface)
{
    (void)iface;
    return 2;
}

static const IUnknownVtbl yes_vtbl = {yes_QueryInterface, yes_count, yes_count};
static IUnknown yes = {&yes_vtbl};

START_TEST(our_own_object)
{
    IDispatch *object = make(&set_class);
    ISupportErrorInfo *support;
    IUnknown *foreign;

    struct com_object *found = com_object_from_unknown((IUnknown *)object, &set_class);
    ck_assert_ptr_eq(found, object);
    IDispatch_Release(object);
    IDispatch_QueryInterface(object, &IID_ISupportErrorInfo, (void **)&support);
    found = com_object_from_unknown((IUnknown *)support, NULL);
    ck_assert_ptr_eq(found, object);
    IDispatch_Release(object);
    ISupportErrorInfo_Release(support);
    ck_assert_ptr_null(com_object_from_unknown((IUnknown *)object, &path_class));
    ck_assert_ptr_null(com_object_from_unknown(NULL, &set_class));
    ck_assert_ptr_null(com_object_from_unknown(&yes, &set_class));
    ck_assert_int_eq(CreateErrorInfo((ICreateErrorInfo **)&foreign), S_OK);
    ck_assert_ptr_null(com_object_from_unknown(foreign, NULL));
    IUnknown_Release(foreign);
    ck_assert_uint_eq(IDispatch_Release(object), 0);
}
END_TEST

static IEnumVARIANT *numbers(ULONG count)
{
    VARIANT *items = CoTaskMemAlloc((count + 1) * sizeof(*items));
    IUnknown *out;
    for (ULONG i = 0; i < count; i++)
    {
        V_VT(&items[i]) = VT_DISPATCH;
        V_DISPATCH(&items[i]) = make(&set_class);
    }
    ck_assert_int_eq(com_enum_variant_create(items, count, &out), S_OK);
    return (IEnumVARIANT *)out;
}

START_TEST(enumerator)
{
    IEnumVARIANT *all = numbers(5), *clone;
    VARIANT items[6];
    ULONG fetched = 77;

    ck_assert_int_eq(IEnumVARIANT_Next(all, 2, items, &fetched), S_OK);
    ck_assert_uint_eq(fetched, 2);
    ck_assert_int_eq(V_VT(&items[1]), VT_DISPATCH);
    VariantClear(&items[0]);
    VariantClear(&items[1]);
    ck_assert_int_eq(IEnumVARIANT_Clone(all, &clone), S_OK);
    ck_assert_int_eq(IEnumVARIANT_Skip(all, 1), S_OK);
    ck_assert_int_eq(IEnumVARIANT_Next(all, 6, items, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 2);
    VariantClear(&items[0]);
    VariantClear(&items[1]);
    ck_assert_int_eq(IEnumVARIANT_Next(all, 1, items, NULL), S_FALSE);
    ck_assert_int_eq(IEnumVARIANT_Next(all, 0, items, &fetched), S_OK);
    ck_assert_int_eq(IEnumVARIANT_Next(all, 2, items, NULL), E_INVALIDARG);
    ck_assert_int_eq(IEnumVARIANT_Skip(all, 1), S_FALSE);
    ck_assert_int_eq(IEnumVARIANT_Reset(all), S_OK);
    ck_assert_int_eq(IEnumVARIANT_Skip(all, 0xFFFFFFFF), S_FALSE);
    IEnumVARIANT_Release(all);

    /* The clone has its own place, and outlives the original. */
    ck_assert_int_eq(IEnumVARIANT_Next(clone, 6, items, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 3);
    while (fetched)
        VariantClear(&items[--fetched]);
    IEnumVARIANT_Release(clone);
    ck_assert_int_eq(com_module_count(), 0);

    IEnumVARIANT *none = numbers(0);
    ck_assert_int_eq(IEnumVARIANT_Next(none, 1, items, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 0);
    IEnumVARIANT_Release(none);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("object");
    TCase *tcase = tcase_create("object");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_add_test(tcase, interfaces);
    tcase_add_test(tcase, error_support);
    tcase_add_test(tcase, our_own_object);
    tcase_add_test(tcase, enumerator);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
