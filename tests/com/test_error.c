/* Error information: the table of codes, the texts, what a failing method leaves behind, and the thread's last error. */
#include "recorder.h"
#include "com/error.h"
#include "com/module.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wbemcli.h>

/* --- an object that passes for an IWbemClassObject --------------------------------------------- */

struct stand_in
{
    IUnknown IUnknown_iface;
    LONG references;
};

static HRESULT STDMETHODCALLTYPE stand_in_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IWbemClassObject))
        return E_NOINTERFACE;
    *out = iface;
    InterlockedIncrement(&((struct stand_in *)iface)->references);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE stand_in_AddRef(IUnknown *iface)
{
    return InterlockedIncrement(&((struct stand_in *)iface)->references);
}

static ULONG STDMETHODCALLTYPE stand_in_Release(IUnknown *iface)
{
    return InterlockedDecrement(&((struct stand_in *)iface)->references);
}

static const IUnknownVtbl stand_in_vtbl = {stand_in_QueryInterface, stand_in_AddRef,
                                           stand_in_Release};

static struct stand_in stand_in(void)
{
    return (struct stand_in){{&stand_in_vtbl}, 1};
}

/* --- codes and texts -------------------------------------------------------------------------- */

START_TEST(codes)
{
    static const struct
    {
        enum cim_status status;
        unsigned hr;
    } cases[] = {
        {CIM_OK, 0},
        {CIM_FALSE, 1},
        {CIM_RESET_TO_DEFAULT, 0x40002},
        {CIM_FAILED, 0x80041001},
        {CIM_NOT_FOUND, 0x80041002},
        {CIM_ACCESS_DENIED, 0x80041003},
        {CIM_NO_MEMORY, 0x80041006},
        {CIM_INVALID_PARAMETER, 0x80041008},
        {CIM_INVALID_OBJECT, 0x8004100F},
        {CIM_ALREADY_EXISTS, 0x80041019},
        {CIM_INCOMPLETE_CLASS, 0x80041020},
        {CIM_ILLEGAL_NULL, 0x80041028},
        {CIM_CANCELLED, 0x80041032},
        {CIM_OUT_OF_DISK_SPACE, 0x8004103B},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(com_hresult(cases[i].status) == (HRESULT)cases[i].hr, "%s: 0x%08lx",
                      cim_status_name(cases[i].status), (long)com_hresult(cases[i].status));
    /* Every failure of the portable rooms has a code of its own facility. */
    for (int status = CIM_FAILED; status < CIM_STATUS_COUNT; status++)
        ck_assert_msg(((unsigned)com_hresult(status) & 0xFFFFF000) == 0x80041000, "%s: 0x%08lx",
                      cim_status_name(status), (long)com_hresult(status));
    ck_assert_int_eq(com_hresult(CIM_STATUS_COUNT), (HRESULT)WBEM_E_UNEXPECTED);
}
END_TEST

/* Every error of the library has a text that ends in one blank. */
START_TEST(texts)
{
    FILE *file = fopen(SWBEM_TEST_DATA "/enums.tsv", "r");
    char line[256], name[80], number[32];
    unsigned rows = 0;

    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof(line), file))
    {
        WCHAR text[128];
        if (sscanf(line, "WbemErrorEnum\t%*s\t%79s\t%*s\t%31s", name, number) != 2)
            continue;
        HRESULT hr = (HRESULT)strtoul(number, NULL, 16);
        if (!hr)
            continue;
        size_t length = com_error_text(hr, text, 128);
        ck_assert_msg(length > 4 && length == wcslen(text), "%s: \"%ls\"", name, text);
        ck_assert_msg(text[length - 1] == ' ' && text[length - 2] != ' ', "%s: \"%ls\"", name,
                      text);
        ck_assert_msg(wcsncmp(text, L"Error 0x", 8) != 0, "%s: \"%ls\"", name, text);
        rows++;
    }
    fclose(file);
    ck_assert_uint_eq(rows, 127);
}
END_TEST

START_TEST(text_bounds)
{
    WCHAR text[8] = {'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'};
    ck_assert_uint_eq(com_error_text((HRESULT)WBEM_E_NOT_FOUND, text, 0), 0);
    ck_assert_uint_eq(com_error_text((HRESULT)WBEM_E_NOT_FOUND, text, 5), 4);
    ck_assert_int_eq(wcscmp(text, L"Not "), 0);
    ck_assert_int_eq(text[5], 'x');
    WCHAR wide[64];
    ck_assert_uint_gt(com_error_text((HRESULT)0x80ABCDEF, wide, 64), 0);
    ck_assert_int_eq(wcsncmp(wide, L"Error 0x80ABCDEF", 16), 0);
}
END_TEST

/* --- what a method leaves behind --------------------------------------------------------------- */

START_TEST(failing_method)
{
    IDispatch *object = make(&services_class);
    IErrorInfo *info = NULL;
    BSTR text;
    GUID guid;

    ck_assert_int_eq(com_return((struct com_object *)object, S_OK), S_OK);
    ck_assert_int_eq(GetErrorInfo(0, &info), S_FALSE);
    ck_assert_int_eq(com_return((struct com_object *)object, (HRESULT)WBEM_E_ACCESS_DENIED),
                     (HRESULT)WBEM_E_ACCESS_DENIED);
    /* The object may go, and the module: what is left is not ours. */
    IDispatch_Release(object);
    ck_assert_int_eq(com_module_count(), 0);
    ck_assert_int_eq(GetErrorInfo(0, &info), S_OK);
    IErrorInfo_GetSource(info, &text);
    ck_assert_msg(!wcscmp(text, L"SWbemServicesEx"), "%ls", text);
    SysFreeString(text);
    IErrorInfo_GetDescription(info, &text);
    ck_assert_msg(!wcscmp(text, L"Access denied "), "%ls", text);
    SysFreeString(text);
    IErrorInfo_GetGUID(info, &guid);
    ck_assert(IsEqualGUID(&guid, &IID_ISWbemServicesEx));
    IErrorInfo_Release(info);
}
END_TEST

START_TEST(last_error_is_kept)
{
    struct stand_in error = stand_in(), stale = stand_in();
    IDispatch *object = make(&services_class);

    ck_assert_ptr_null(com_take_last_error());
    com_set_wbem_error(&error.IUnknown_iface, (HRESULT)WBEM_E_NOT_FOUND);
    ck_assert_int_eq(com_module_count(), 2);
    com_return((struct com_object *)object, (HRESULT)WBEM_E_NOT_FOUND);
    ck_assert_int_eq(com_module_count(), 1);
    IUnknown *taken = com_take_last_error();
    ck_assert_ptr_eq(taken, &error);
    IUnknown_Release(taken);
    ck_assert_int_eq(error.references, 1);
    ck_assert_ptr_null(com_take_last_error());

    /* Of a failure that the method got over nothing is kept; an older record stays. */
    com_set_last_error(&error.IUnknown_iface);
    com_set_wbem_error(&stale.IUnknown_iface, (HRESULT)WBEM_E_NOT_FOUND);
    com_return((struct com_object *)object, S_OK);
    com_return((struct com_object *)object, (HRESULT)WBEM_E_INVALID_PARAMETER);
    ck_assert_int_eq(stale.references, 1);
    com_return((struct com_object *)object, S_OK);
    taken = com_take_last_error();
    ck_assert_ptr_eq(taken, &error);
    IUnknown_Release(taken);

    /* The next failure with an error object replaces the record. */
    com_set_last_error(&stale.IUnknown_iface);
    com_set_wbem_error(&error.IUnknown_iface, (HRESULT)WBEM_E_FAILED);
    com_return((struct com_object *)object, (HRESULT)WBEM_E_FAILED);
    ck_assert_int_eq(stale.references, 1);
    com_set_last_error(NULL);
    ck_assert_int_eq(error.references, 1);
    SetErrorInfo(0, NULL);
    IDispatch_Release(object);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(error_of_the_layer_below)
{
    struct stand_in error = stand_in();
    IErrorInfo *info;
    IUnknown *object;
    BSTR text;

    com_set_wbem_error(&error.IUnknown_iface, (HRESULT)WBEM_E_INVALID_CLASS);
    ck_assert_int_eq(GetErrorInfo(0, &info), S_OK);
    ck_assert_int_eq(IErrorInfo_QueryInterface(info, &IID_IWbemClassObject, (void **)&object),
                     S_OK);
    ck_assert_ptr_eq(object, &error);
    IUnknown_Release(object);
    IErrorInfo_GetDescription(info, &text);
    ck_assert_int_eq(wcscmp(text, L"Invalid class "), 0);
    SysFreeString(text);
    IErrorInfo_Release(info);
    ck_assert_int_eq(error.references, 1);
    com_set_wbem_error(&error.IUnknown_iface, (HRESULT)WBEM_E_INVALID_CLASS);
    com_set_wbem_error(NULL, (HRESULT)WBEM_E_FAILED);
    ck_assert_int_eq(GetErrorInfo(0, &info), S_FALSE);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

/* --- threads ----------------------------------------------------------------------------------- */

struct visitor
{
    struct stand_in *error;
    IUnknown *seen;
    bool detaches;
};

static DWORD WINAPI visit(void *context)
{
    struct visitor *visitor = context;
    visitor->seen = com_take_last_error();
    com_set_last_error(&visitor->error->IUnknown_iface);
    if (visitor->detaches)
        com_error_thread_detach();
    return 0;
}

START_TEST(threads_have_their_own)
{
    struct stand_in mine = stand_in(), theirs = stand_in();
    struct visitor visitor = {&theirs, NULL, true};

    com_set_last_error(&mine.IUnknown_iface);
    HANDLE thread = CreateThread(NULL, 0, visit, &visitor, 0, NULL);
    WaitForSingleObject(thread, 30000);
    CloseHandle(thread);
    ck_assert_ptr_null(visitor.seen);
    ck_assert_int_eq(theirs.references, 1);
    IUnknown *taken = com_take_last_error();
    ck_assert_ptr_eq(taken, &mine);
    IUnknown_Release(taken);

    /* A thread whose end is not told keeps its record until the module goes. */
    visitor.detaches = false;
    thread = CreateThread(NULL, 0, visit, &visitor, 0, NULL);
    WaitForSingleObject(thread, 30000);
    CloseHandle(thread);
    ck_assert_int_eq(theirs.references, 2);
    com_error_unload();
    ck_assert_int_eq(theirs.references, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("error");
    TCase *tcase = tcase_create("error");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_add_test(tcase, codes);
    tcase_add_test(tcase, texts);
    tcase_add_test(tcase, text_bounds);
    tcase_add_test(tcase, failing_method);
    tcase_add_test(tcase, last_error_is_kept);
    tcase_add_test(tcase, error_of_the_layer_below);
    tcase_add_test(tcase, threads_have_their_own);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
