/* How fast the IWbem layer is, without the scripting objects above it: prints figures, and fails
 * only when one is beyond all reason. `test_wmi_rates FACTOR` does so many times the work. */
#include "com/wmi_client.h"

#define SMALL   1000
#define FORWARD (WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY)

struct counter
{
    IWbemObjectSink IWbemObjectSink_iface;
    volatile LONG completed, failed, indicated;
};

static HRESULT STDMETHODCALLTYPE counter_QueryInterface(IWbemObjectSink *iface, REFIID iid,
                                                        void **out)
{
    (void)iid;
    *out = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE counter_AddRef(IWbemObjectSink *iface)
{
    (void)iface;
    return 2;
}

static ULONG STDMETHODCALLTYPE counter_Release(IWbemObjectSink *iface)
{
    (void)iface;
    return 1;
}

static HRESULT STDMETHODCALLTYPE counter_Indicate(IWbemObjectSink *iface, LONG count,
                                                  IWbemClassObject **objects)
{
    (void)objects;
    InterlockedExchangeAdd(&((struct counter *)iface)->indicated, count);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE counter_SetStatus(IWbemObjectSink *iface, LONG flags, HRESULT hr,
                                                   BSTR path, IWbemClassObject *error)
{
    (void)flags, (void)path, (void)error;
    if (FAILED(hr))
        InterlockedIncrement(&((struct counter *)iface)->failed);
    InterlockedIncrement(&((struct counter *)iface)->completed);
    return S_OK;
}

static IWbemObjectSinkVtbl counter_vtbl = {counter_QueryInterface, counter_AddRef, counter_Release,
                                           counter_Indicate, counter_SetStatus};

static double now(void)
{
    LARGE_INTEGER count, frequency;

    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

static int show(const char *what, double start, LONG count)
{
    double rate = count / (now() - start);

    printf("%-44s %12.0f /s\n", what, rate);
    fflush(stdout);
    return rate > 10 ? 0 : 1;
}

static IWbemClassObject *cls, *one;
static IWbemServices *services;
static struct counter sink = {{&counter_vtbl}, 0, 0, 0};

/* Two keys and four other properties, as the benchmark of the whole. */
static void define(void)
{
    static const WCHAR *const texts[] = {L"Name", L"Section", L"Note"};
    static const WCHAR *const numbers[] = {L"Id", L"Size", L"Count"};
    size_t i;

    ck_assert_ok(wmi_empty_class_create(&cls));
    ck_assert_ok(put_text(cls, L"__CLASS", L"Row"));
    for (i = 0; i < 3; i++)
    {
        ck_assert_ok(declare(cls, texts[i], 8));
        ck_assert_ok(declare(cls, numbers[i], 19));
    }
    ck_assert_ok(qualify(cls, L"Name", L"key", var_true(), 3));
    ck_assert_ok(qualify(cls, L"Id", L"key", var_true(), 3));
    ck_assert_ok(IWbemServices_PutClass(services, cls, 0, NULL, NULL));
}

static IWbemClassObject *row(LONG i)
{
    IWbemClassObject *object;

    ck_assert_ok(IWbemClassObject_SpawnInstance(cls, 0, &object));
    ck_assert_ok(put_text(object, L"Name", L"a name of usual length"));
    ck_assert_ok(put_number(object, L"Id", i));
    ck_assert_ok(put_text(object, L"Section", L"section"));
    ck_assert_ok(put_number(object, L"Size", i * 3));
    ck_assert_ok(put_number(object, L"Count", 1));
    return object;
}

static int rate_spawn(LONG count)
{
    double start = now();
    LONG i;

    for (i = 0; i < count; i++)
    {
        IWbemClassObject *object = row(i); /* the macro names its argument twice */
        IWbemClassObject_Release(object);
    }
    return show("spawn and fill five properties", start, count);
}

static int rate_put_async(LONG count)
{
    double start = now(), called;
    LONG i;

    sink.completed = 0;
    for (i = 0; i < count; i++)
    {
        IWbemClassObject *object = row(i);
        ck_assert_ok(
            IWbemServices_PutInstanceAsync(services, object, 0, NULL, &sink.IWbemObjectSink_iface));
        IWbemClassObject_Release(object);
    }
    called = now();
    while (sink.completed < count)
        Sleep(1);
    printf("%-44s %12.0f ms\n", "  of which after the last call", (now() - called) * 1000);
    ck_assert_int_eq(sink.failed, 0);
    return show("PutInstanceAsync to the last SetStatus", start, count);
}

static int rate_put_one_by_one(LONG count)
{
    double start = now();
    LONG i;

    for (i = 0; i < count; i++)
    {
        ck_assert_ok(put_number(one, L"Size", i)); /* a put that changes nothing costs less */
        ck_assert_ok(IWbemServices_PutInstance(services, one, 0, NULL, NULL));
    }
    return show("PutInstance", start, count);
}

static int rate_put_waiting(LONG count)
{
    double start = now();
    LONG i;

    sink.completed = 0;
    for (i = 0; i < count; i++)
    {
        ck_assert_ok(put_number(one, L"Size", -i));
        ck_assert_ok(
            IWbemServices_PutInstanceAsync(services, one, 0, NULL, &sink.IWbemObjectSink_iface));
        while (sink.completed <= i)
            SwitchToThread();
    }
    ck_assert_int_eq(sink.failed, 0);
    return show("PutInstanceAsync, waiting for each", start, count);
}

static int rate_get(LONG count)
{
    double start = now();
    WCHAR path[80];
    LONG i;

    for (i = 0; i < count; i++)
    {
        IWbemClassObject *object;
        BSTR text;
        swprintf(path, COUNT_OF(path), L"Row.Id=%ld,Name=\"a name of usual length\"", i % 1000);
        text = SysAllocString(path);
        ck_assert_ok(IWbemServices_GetObject(services, text, 0, NULL, &object, NULL));
        IWbemClassObject_Release(object);
        SysFreeString(text);
    }
    return show("GetObject by path", start, count);
}

/* @param scanned  rows looked at; 0: as many as come */
static int rate_enumerate(const char *what, const WCHAR *query, bool read, LONG scanned)
{
    BSTR wql = SysAllocString(L"WQL"), text = SysAllocString(query);
    IEnumWbemClassObject *enumerator;
    IWbemClassObject *objects[32];
    double start = now();
    LONG total = 0;
    ULONG got, i;

    ck_assert_ok(IWbemServices_ExecQuery(services, wql, text, FORWARD, NULL, &enumerator));
    do
    {
        IEnumWbemClassObject_Next(enumerator, WBEM_INFINITE, COUNT_OF(objects), objects, &got);
        for (i = 0; i < got; i++)
        {
            if (read)
            {
                SysFreeString(get_text(objects[i], L"Name"));
                get_number(objects[i], L"Size");
            }
            IWbemClassObject_Release(objects[i]);
        }
        total += (LONG)got;
    } while (got == COUNT_OF(objects));
    IEnumWbemClassObject_Release(enumerator);
    SysFreeString(wql);
    SysFreeString(text);
    return show(what, start, scanned ? scanned : total);
}

static int rate_reads(LONG count)
{
    double start = now();
    VARIANT value;
    int failed;
    LONG i;

    for (i = 0; i < count; i++)
    {
        IWbemClassObject_Get(one, L"Name", 0, &value, NULL, NULL);
        SysFreeString(V_BSTR(&value));
    }
    failed = show("Get of a string by name", start, count);
    start = now();
    for (i = 0; i < count; i++)
        IWbemClassObject_Get(one, L"Size", 0, &value, NULL, NULL);
    failed += show("Get of a number by name", start, count);
    start = now();
    for (i = 0; i < count; i++)
        IWbemClassObject_Put(one, L"Size", 0, &value, 0);
    failed += show("Put of a number by name", start, count);
    start = now();
    for (i = 0; i < count / 4; i++)
    {
        IWbemClassObject_Get(one, L"__RELPATH", 0, &value, NULL, NULL);
        SysFreeString(V_BSTR(&value));
    }
    return failed + show("Get of __RELPATH", start, count / 4);
}

static LONG factor = 1;

START_TEST(rates)
{
    int failed = 0;

    services = connect_to(L"root\\cimv2");
    define();
    one = row(1);
    failed += rate_reads(200 * SMALL * factor);
    failed += rate_spawn(20 * SMALL * factor);
    failed += rate_put_async(20 * SMALL * factor);
    failed += rate_put_one_by_one(SMALL * factor);
    failed += rate_put_waiting(SMALL * factor);
    failed += rate_get(10 * SMALL * factor);
    failed += rate_enumerate("enumerate", L"SELECT * FROM Row", false, 0);
    failed += rate_enumerate("enumerate and read two properties", L"SELECT * FROM Row", true, 0);
    failed += rate_enumerate("rows looked at by WHERE Size < 6000",
                             L"SELECT * FROM Row WHERE Size < 6000", false, 20 * SMALL * factor);
    IWbemClassObject_Release(one);
    IWbemClassObject_Release(cls);
    IWbemServices_Release(services);
    wmi_shutdown();
    check_nothing_lives();
    ck_assert_int_eq(failed, 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("wmi rates");
    TCase *tcase = tcase_create("rates");
    SRunner *runner;
    int failed;

    factor = argc > 1 ? atoi(argv[1]) : 1;
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_set_timeout(tcase, 0);
    tcase_add_test(tcase, rates);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
