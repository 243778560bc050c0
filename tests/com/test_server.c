/* What a client sees of the DLL itself: class objects, aggregation, when it may be unloaded, and that it can be. The DLL
 * is loaded by its path and asked directly, so nothing depends on what is registered. */
#include "server_path.h"

#include <check.h>
#include <ole2.h>
#include <olectl.h>
#include <ocidl.h>
#include <stdio.h>
#include <wbemdisp.h>

typedef HRESULT(WINAPI *get_class_object)(REFCLSID, REFIID, void **);
typedef HRESULT(WINAPI *can_unload_now)(void);

static HMODULE server;
static get_class_object class_object;
static can_unload_now can_unload;

static void load_server(void)
{
    WCHAR path[MAX_PATH];
    server_path(path);
    server = LoadLibraryW(path);
    ck_assert_msg(server != NULL, "%ls: error %lu", path, (unsigned long)GetLastError());
    class_object = (get_class_object)(void *)GetProcAddress(server, "DllGetClassObject");
    can_unload = (can_unload_now)(void *)GetProcAddress(server, "DllCanUnloadNow");
    ck_assert(class_object && can_unload);
}

static void free_server(void)
{
    FreeLibrary(server);
}

struct creatable
{
    const char *name;
    const CLSID *clsid;
    const IID *iid;
    HRESULT hr; /* of CreateInstance on a thread that holds no error */
};

static const struct creatable classes[] = {
    {"SWbemLocator", &CLSID_SWbemLocator, &IID_ISWbemLocator, S_OK},
    {"SWbemNamedValueSet", &CLSID_SWbemNamedValueSet, &IID_ISWbemNamedValueSet, S_OK},
    {"SWbemObjectPath", &CLSID_SWbemObjectPath, &IID_ISWbemObjectPath, S_OK},
    {"SWbemLastError", &CLSID_SWbemLastError, &IID_ISWbemLastError, (HRESULT)wbemErrFailed},
    {"SWbemSink", &CLSID_SWbemSink, &IID_ISWbemSink, S_OK},
};

#define CLASS_COUNT (sizeof(classes) / sizeof(classes[0]))

static HRESULT create(const struct creatable *cls, const IID *iid, void **out)
{
    IClassFactory *factory;
    HRESULT hr = class_object(cls->clsid, &IID_IClassFactory, (void **)&factory);
    if (FAILED(hr))
        return hr;
    hr = IClassFactory_CreateInstance(factory, NULL, iid, out);
    IClassFactory_Release(factory);
    return hr;
}

START_TEST(class_objects)
{
    void *out = (void *)1;
    ck_assert_int_eq(class_object(&CLSID_SWbemObjectSet, &IID_IClassFactory, &out),
                     CLASS_E_CLASSNOTAVAILABLE);
    ck_assert_ptr_null(out);
    out = (void *)1;
    ck_assert_int_eq(class_object(&CLSID_SWbemLocator, &IID_IDispatch, &out), E_NOINTERFACE);
    ck_assert_ptr_null(out);
    ck_assert_int_eq(class_object(&CLSID_SWbemLocator, &IID_IClassFactory, NULL), E_POINTER);
    ck_assert_int_eq(class_object(NULL, &IID_IClassFactory, &out), E_INVALIDARG);
    ck_assert_int_eq(can_unload(), S_OK);
}
END_TEST

START_TEST(creation)
{
    for (size_t i = 0; i < CLASS_COUNT; i++)
    {
        IDispatch *object = (IDispatch *)1;
        ITypeInfo *info;
        UINT count = 0;
        HRESULT hr = create(&classes[i], classes[i].iid, (void **)&object);
        ck_assert_msg(hr == classes[i].hr, "%s: 0x%08lx", classes[i].name, (long)hr);
        if (FAILED(hr))
        {
            ck_assert_ptr_null(object);
            continue;
        }
        ck_assert_int_eq(can_unload(), S_FALSE);
        ck_assert_int_eq(IDispatch_GetTypeInfoCount(object, &count), S_OK);
        ck_assert_uint_eq(count, 1);
        ck_assert_int_eq(IDispatch_GetTypeInfo(object, 0, 0, &info), S_OK);
        TYPEATTR *attributes;
        ITypeInfo_GetTypeAttr(info, &attributes);
        ck_assert_msg(IsEqualGUID(&attributes->guid, classes[i].iid), "%s", classes[i].name);
        ITypeInfo_ReleaseTypeAttr(info, attributes);
        ITypeInfo_Release(info);
        ck_assert_int_eq(IDispatch_GetTypeInfo(object, 1, 0, &info), DISP_E_BADINDEX);
        ck_assert_msg(IDispatch_Release(object) == 0, "%s", classes[i].name);
        ck_assert_msg(can_unload() == S_OK, "%s", classes[i].name);
    }
}
END_TEST

START_TEST(unsupported_interface)
{
    for (size_t i = 0; i < CLASS_COUNT; i++)
    {
        void *out = (void *)1;
        HRESULT hr = create(&classes[i], &IID_IStream, &out);
        ck_assert_msg(FAILED(hr) && !out, "%s: 0x%08lx", classes[i].name, (long)hr);
        ck_assert_msg(can_unload() == S_OK, "%s", classes[i].name);
    }
}
END_TEST

START_TEST(aggregation)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch};
    IUnknown *outer;

    CreateErrorInfo((ICreateErrorInfo **)&outer);
    for (size_t i = 0; i < CLASS_COUNT * 2; i++)
    {
        const struct creatable *cls = &classes[i / 2];
        IClassFactory *factory;
        void *out = (void *)1;
        class_object(cls->clsid, &IID_IClassFactory, (void **)&factory);
        HRESULT hr = IClassFactory_CreateInstance(factory, outer, iids[i % 2], &out);
        ck_assert_msg(hr == CLASS_E_NOAGGREGATION && !out, "%s: 0x%08lx", cls->name, (long)hr);
        IClassFactory_Release(factory);
    }
    IUnknown_Release(outer);
    ck_assert_int_eq(can_unload(), S_OK);
}
END_TEST

START_TEST(locks)
{
    IClassFactory *factory;
    ck_assert_int_eq(class_object(&CLSID_SWbemSink, &IID_IClassFactory, (void **)&factory), S_OK);
    ck_assert_int_eq(can_unload(), S_FALSE);
    ck_assert_int_eq(IClassFactory_LockServer(factory, TRUE), S_OK);
    ck_assert_uint_eq(IClassFactory_Release(factory), 0);
    ck_assert_int_eq(can_unload(), S_FALSE);
    class_object(&CLSID_SWbemSink, &IID_IClassFactory, (void **)&factory);
    ck_assert_int_eq(IClassFactory_LockServer(factory, FALSE), S_OK);
    IClassFactory_Release(factory);
    ck_assert_int_eq(can_unload(), S_OK);
}
END_TEST

START_TEST(class_information)
{
    IProvideClassInfo2 *provide;
    ITypeInfo *info;
    BSTR name;
    GUID guid;

    ck_assert_int_eq(create(&classes[4], &IID_IProvideClassInfo2, (void **)&provide), S_OK);
    ck_assert_int_eq(IProvideClassInfo2_GetGUID(provide, GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid),
                     S_OK);
    ck_assert(IsEqualGUID(&guid, &DIID_ISWbemSinkEvents));
    ck_assert_int_eq(IProvideClassInfo2_GetGUID(provide, 2, &guid), E_INVALIDARG);
    ck_assert_int_eq(IProvideClassInfo2_GetClassInfo(provide, &info), S_OK);
    ITypeInfo_GetDocumentation(info, MEMBERID_NIL, &name, NULL, NULL, NULL);
    ck_assert_msg(!wcscmp(name, L"SWbemSink"), "%ls", name);
    SysFreeString(name);
    ITypeInfo_Release(info);
    ck_assert_uint_eq(IProvideClassInfo2_Release(provide), 0);
    ck_assert_int_eq(create(&classes[0], &IID_IProvideClassInfo2, (void **)&provide),
                     E_NOINTERFACE);
    ck_assert_int_eq(can_unload(), S_OK);
}
END_TEST

/* A failure's IErrorInfo does not keep the DLL. */
START_TEST(failed_call)
{
    ISWbemNamedValueSet *set;
    ISWbemNamedValue *value = NULL;
    ISupportErrorInfo *support;
    IErrorInfo *info;
    BSTR name = SysAllocString(L"absent"), text;

    ck_assert_int_eq(create(&classes[1], &IID_ISWbemNamedValueSet, (void **)&set), S_OK);
    HRESULT hr = ISWbemNamedValueSet_Item(set, name, 0, &value);
    ck_assert_msg(hr == (HRESULT)wbemErrNotFound, "0x%08lx", (long)hr);
    ck_assert_ptr_null(value);
    ck_assert_int_eq(
        ISWbemNamedValueSet_QueryInterface(set, &IID_ISupportErrorInfo, (void **)&support), S_OK);
    ck_assert_int_eq(
        ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_ISWbemNamedValueSet), S_OK);
    ISupportErrorInfo_Release(support);
    ISWbemNamedValueSet_Release(set);
    ck_assert_int_eq(can_unload(), S_OK);
    ck_assert_int_eq(GetErrorInfo(0, &info), S_OK);
    IErrorInfo_GetDescription(info, &text);
    ck_assert_msg(!wcscmp(text, L"Not found "), "%ls", text);
    SysFreeString(text);
    IErrorInfo_GetSource(info, &text);
    ck_assert_msg(!wcscmp(text, L"SWbemNamedValueSet"), "%ls", text);
    SysFreeString(text);
    IErrorInfo_Release(info);
    SysFreeString(name);
}
END_TEST

/* A failure of the layer below leaves the thread a last error. While something else lives it is kept for who
 * creates an SWbemLastError; alone it does not keep the DLL. */
START_TEST(last_error_is_kept_and_forgotten)
{
    ISWbemLocator *locator;
    ISWbemServices *services = NULL;
    IUnknown *error;
    BSTR name = SysAllocString(L"root\\absent");

    for (int look = 1; look >= 0; look--)
    {
        create(&classes[0], &IID_ISWbemLocator, (void **)&locator);
        HRESULT hr = ISWbemLocator_ConnectServer(locator, NULL, name, NULL, NULL, NULL, NULL, 0,
                                                 NULL, &services);
        ck_assert_msg(hr == (HRESULT)wbemErrInvalidNamespace, "0x%08lx", (long)hr);
        ck_assert_int_eq(can_unload(), S_FALSE);
        if (look)
        {
            hr = create(&classes[3], &IID_IUnknown, (void **)&error);
            ck_assert_msg(hr == S_OK, "0x%08lx", (long)hr);
            IUnknown_Release(error);
        }
        ck_assert_uint_eq(ISWbemLocator_Release(locator), 0);
        ck_assert_int_eq(can_unload(), S_OK);
    }
    ck_assert_int_eq(create(&classes[3], &IID_IUnknown, (void **)&error), (HRESULT)wbemErrFailed);
    SysFreeString(name);
}
END_TEST

static DWORD WINAPI use_objects(void *context)
{
    LONG *failures = context;
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    for (int i = 0; i < 200; i++)
    {
        const struct creatable *cls = &classes[i % CLASS_COUNT];
        IUnknown *object;
        HRESULT hr = create(cls, &IID_IUnknown, (void **)&object);
        if (hr != cls->hr)
            InterlockedIncrement(failures);
        if (SUCCEEDED(hr))
            IUnknown_Release(object);
    }
    CoUninitialize();
    return 0;
}

START_TEST(threads)
{
    HANDLE running[8];
    LONG failures = 0;

    for (int i = 0; i < 8; i++)
        running[i] = CreateThread(NULL, 0, use_objects, &failures, 0, NULL);
    ck_assert_uint_eq(WaitForMultipleObjects(8, running, TRUE, 60000), WAIT_OBJECT_0);
    for (int i = 0; i < 8; i++)
        CloseHandle(running[i]);
    ck_assert_int_eq(failures, 0);
    ck_assert_int_eq(can_unload(), S_OK);
}
END_TEST

static void pump(void)
{
    MSG message;
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
}

/* --- a sink that hears nothing ---------------------------------------------------------------- */

static HRESULT STDMETHODCALLTYPE deaf_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) ? iface : NULL;
    return *out ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE deaf_count(IDispatch *iface)
{
    (void)iface;
    return 2;
}

static const IDispatchVtbl deaf_vtbl = {
    deaf_QueryInterface, deaf_count, deaf_count, NULL, NULL, NULL, NULL};
static IDispatch deaf = {&deaf_vtbl};

static void use_sink(void)
{
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    DWORD cookie;

    ck_assert_int_eq(create(&classes[4], &IID_IConnectionPointContainer, (void **)&container),
                     S_OK);
    ck_assert_int_eq(
        IConnectionPointContainer_FindConnectionPoint(container, &DIID_ISWbemSinkEvents, &point),
        S_OK);
    ck_assert_int_eq(IConnectionPoint_Advise(point, (IUnknown *)&deaf, &cookie), S_OK);
    IConnectionPointContainer_Release(container);
    ck_assert_int_eq(can_unload(), S_FALSE);
    ck_assert_int_eq(IConnectionPoint_Unadvise(point, cookie), S_OK);
    IConnectionPoint_Release(point);
}

/* Ten times: load, use with a sink of this single-threaded apartment, unload, pump. */
START_TEST(unloading)
{
    WCHAR path[MAX_PATH];

    server_path(path);
    CoUninitialize();
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    for (int i = 0; i < 10; i++)
    {
        use_sink();
        ck_assert_int_eq(can_unload(), S_OK);
        FreeLibrary(server);
        ck_assert_msg(GetModuleHandleW(path) == NULL, "still loaded in round %d", i);
        pump();
        load_server();
    }
    CoUninitialize();
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("server");
    TCase *tcase = tcase_create("server");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, load_server, free_server);
    tcase_add_test(tcase, class_objects);
    tcase_add_test(tcase, creation);
    tcase_add_test(tcase, unsupported_interface);
    tcase_add_test(tcase, aggregation);
    tcase_add_test(tcase, locks);
    tcase_add_test(tcase, class_information);
    tcase_add_test(tcase, failed_call);
    tcase_add_test(tcase, last_error_is_kept_and_forgotten);
    tcase_add_test(tcase, threads);
    tcase_add_test(tcase, unloading);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
