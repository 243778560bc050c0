/* The figures of the scripting objects, each beside a reference run moments before it in the same process (reference.h):
 * a line a figure, `name  value unit  reference  ratio  floor`. The floors are goals of the project, not assertions:
 * machines are noisy, so nothing fails here. The client is an ordinary C client (tests/com/support).
 *
 * Usage: bench_com [repeats] ; SWBEM_STORE names the store, a fresh file by default. */
#include "../com/support/client.h"
#include "reference.h"

#include <psapi.h>
#include <stdlib.h>

#define PUTS      20000
#define INSTANCES 100000

static const struct client_property properties[] = {
    {L"Host", wbemCimtypeString, false, true},
    {L"Id", wbemCimtypeUint32, false, true},
    {L"Caption", wbemCimtypeString, false, false},
    {L"Description", wbemCimtypeString, false, false},
    {L"Version", wbemCimtypeString, false, false},
    {L"Size", wbemCimtypeUint64, false, false},
    {L"Priority", wbemCimtypeUint16, false, false},
    {L"Enabled", wbemCimtypeBoolean, false, false},
    {NULL, 0, false, false},
};

static void figure(const char *name, double value, const char *unit, double reference, double floor)
{
    printf("%-34s %12.0f %-8s", name, value, unit);
    if (reference > 0)
        printf(" reference %12.0f  ratio %6.3f", reference, value / reference);
    if (floor > 0)
        printf("  floor %.2f %s", floor, value / reference >= floor ? "reached" : "MISSED");
    printf("\n");
    fflush(stdout);
}

/* --- instances ---------------------------------------------------------------------------------------- */

struct bench
{
    ISWbemServicesEx *services;
    ISWbemObject *cls;
    ISWbemSink *sink;
    struct client_events events;
    DWORD cookie;
};

static void fill(ISWbemObjectEx *object, LONG id)
{
    WCHAR caption[48];

    swprintf(caption, 48, L"Package number %ld of this machine", id);
    client_set_text(object, L"Host", L"bench.example.org");
    client_set_number(object, L"Id", id);
    client_set_text(object, L"Caption", caption);
    client_set_text(object, L"Description", L"A description that is about as long as most are");
    client_set_text(object, L"Version", L"1.2.3-4+deb12u5");
    client_set_text(object, L"Size", L"123456789");
    client_set_number(object, L"Priority", id % 100);
}

static void open_bench(struct bench *bench, const WCHAR *class_name)
{
    memset(bench, 0, sizeof(*bench));
    bench->services = client_connect();
    bench->cls = client_define(bench->services, class_name, properties);
    client_events_init(&bench->events);
    bench->sink = client_sink();
    bench->cookie = client_listen(bench->sink, &bench->events);
}

static void close_bench(struct bench *bench)
{
    client_unlisten(bench->sink, bench->cookie);
    ISWbemSink_Release(bench->sink);
    ISWbemObject_Release(bench->cls);
    ISWbemServicesEx_Release(bench->services);
}

static ISWbemObjectEx **make_objects(struct bench *bench, LONG count)
{
    ISWbemObjectEx **objects = malloc((size_t)count * sizeof(*objects));
    LONG i;

    for (i = 0; i < count; i++)
    {
        objects[i] = client_spawn(bench->cls);
        fill(objects[i], i);
    }
    return objects;
}

static void put_one(struct bench *bench, ISWbemObjectEx *object, ISWbemNamedValueSet *context)
{
    CLIENT_CHECK(ISWbemServicesEx_PutAsync(bench->services, bench->sink, object, 0, NULL,
                                           (IDispatch *)context));
}

/* PutAsync of prepared objects, two events each, all delivered. */
static double put_pipelined(struct bench *bench, ISWbemObjectEx **objects, LONG count)
{
    ISWbemNamedValueSet *context = client_context(L"row", 1);
    LONG before = bench->events.count[CLIENT_COMPLETED], i;
    double start = client_seconds();

    for (i = 0; i < count; i++)
        put_one(bench, objects[i], context);
    if (!client_wait(&bench->events, CLIENT_COMPLETED, before + count, 600000))
        exit(3);
    start = client_seconds() - start;
    ISWbemNamedValueSet_Release(context);
    return count / start;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* Latency until OnCompleted, one at a time, median in microseconds. Multi-threaded apartment. */
static double put_latency(struct bench *bench, ISWbemObjectEx **objects, LONG count)
{
    double *latency = malloc((size_t)count * sizeof(*latency)), median;
    LONG i, before;

    for (i = 0; i < count; i++)
    {
        /* A put of what is stored already writes nothing: each has to change its object. */
        client_set_number(objects[i], L"Priority", 1000 + i);
        before = bench->events.count[CLIENT_COMPLETED];
        latency[i] = client_seconds();
        put_one(bench, objects[i], NULL);
        while (bench->events.count[CLIENT_COMPLETED] == before)
            SwitchToThread();
        latency[i] = (client_seconds() - latency[i]) * 1e6;
    }
    qsort(latency, (size_t)count, sizeof(*latency), compare);
    median = latency[count / 2];
    free(latency);
    return median;
}

static void release_objects(ISWbemObjectEx **objects, LONG count)
{
    LONG i;

    for (i = 0; i < count; i++)
        ISWbemObjectEx_Release(objects[i]);
    free(objects);
}

static void change_objects(ISWbemObjectEx **objects, LONG count)
{
    LONG i;

    for (i = 0; i < count; i++)
        client_set_text(objects[i], L"Version", L"2.0.0-1+deb13u1");
}

static void bench_put(bool single_threaded)
{
    const char *name = single_threaded ? "PutAsync, single-threaded" : "PutAsync, multi-threaded";
    struct bench bench;
    ISWbemObjectEx **objects;
    double reference, reference_us, us;

    open_bench(&bench, single_threaded ? L"BenchSta" : L"BenchMta");
    objects = make_objects(&bench, PUTS);
    reference = reference_put_pipeline(PUTS, 4096, single_threaded, NULL);
    figure(name, put_pipelined(&bench, objects, PUTS), "puts/s", reference, 0.20);
    change_objects(objects, PUTS);
    figure("  changed, as updates", put_pipelined(&bench, objects, PUTS), "puts/s", reference, 0);
    figure("  once more, nothing to write", put_pipelined(&bench, objects, PUTS), "puts/s",
           reference, 0);
    if (!single_threaded)
    {
        reference_put_pipeline(1000, 1, false, &reference_us);
        us = put_latency(&bench, objects, 1000);
        printf("%-34s %12.0f us       reference %12.0f  ratio %6.3f  (at most 1.6: %s)\n",
               "  one at a time, median", us, reference_us, us / reference_us,
               us / reference_us <= 1.6 ? "reached" : "MISSED");
    }
    release_objects(objects, PUTS);
    close_bench(&bench);
}

/* --- reading ------------------------------------------------------------------------------------------- */

static void bench_get(struct bench *bench)
{
    double reference = reference_lookup(INSTANCES, 100000), start;
    ISWbemObject *object;
    unsigned random = 1, i;
    WCHAR path[96];

    start = client_seconds();
    for (i = 0; i < 50000; i++)
    {
        random = random * 1664525u + 1013904223u;
        swprintf(path, 96, L"BenchRead.Host=\"bench.example.org\",Id=%u",
                 (random >> 8) % INSTANCES);
        object = client_get(bench->services, path);
        ISWbemObject_Release(object);
    }
    figure("Get by path, 100,000 stored", 50000 / (client_seconds() - start), "gets/s", reference,
           0.12);
}

static double enumerate(struct bench *bench, LONG flags, bool late_bound)
{
    static const WCHAR *const names[] = {L"Caption", L"Version"};
    ISWbemObjectSet *set;
    IEnumVARIANT *walk;
    unsigned count = 0, i;
    double start = client_seconds();
    VARIANT item, value;
    IUnknown *unknown;

    CLIENT_CHECK(ISWbemServicesEx_InstancesOf(bench->services, client_bstr(L"BenchRead"), flags,
                                              NULL, &set));
    CLIENT_CHECK(ISWbemObjectSet_get__NewEnum(set, &unknown));
    CLIENT_CHECK(IUnknown_QueryInterface(unknown, &IID_IEnumVARIANT, (void **)&walk));
    while (IEnumVARIANT_Next(walk, 1, &item, NULL) == S_OK)
    {
        for (i = 0; i < 2; i++)
        {
            if (late_bound)
                CLIENT_CHECK(client_invoke_get(V_DISPATCH(&item), names[i], &value));
            else
                client_read((ISWbemObject *)V_DISPATCH(&item), names[i], &value);
            VariantClear(&value);
        }
        VariantClear(&item);
        count++;
    }
    IEnumVARIANT_Release(walk);
    IUnknown_Release(unknown);
    ISWbemObjectSet_Release(set);
    if (count != INSTANCES)
        fprintf(stderr, "%u instances instead of %u\n", count, INSTANCES);
    return count / (client_seconds() - start);
}

static void bench_enumerate(struct bench *bench)
{
    double reference = reference_scan(INSTANCES);

    figure("enumerate, 2 properties by name", enumerate(bench, 16 | 32, true), "inst/s", reference,
           0);
    figure("  not forward-only", enumerate(bench, 16, true), "inst/s", reference, 0);
    figure("  2 properties by Properties_.Item", enumerate(bench, 16 | 32, false), "inst/s",
           reference, 0);
}

static void bench_properties(struct bench *bench)
{
    ISWbemObject *object =
        client_get(bench->services, L"BenchRead.Host=\"bench.example.org\",Id=7");
    DISPPARAMS none = {NULL, NULL, 0, 0};
    LPOLESTR name = (LPOLESTR)L"Caption";
    double reference, start;
    VARIANT value;
    unsigned i;
    DISPID id;

    reference = reference_property_by_name(1000000);
    start = client_seconds();
    for (i = 0; i < 1000000; i++)
    {
        client_invoke_get((IDispatch *)object, name, &value);
        VariantClear(&value);
    }
    figure("property by name, IDispatch", 1e6 / (client_seconds() - start), "reads/s", reference,
           0.35);
    reference = reference_property_by_vtable(2000000);
    ISWbemObject_GetIDsOfNames(object, &IID_NULL, &name, 1, 0, &id);
    start = client_seconds();
    for (i = 0; i < 1000000; i++)
    {
        ISWbemObject_Invoke(object, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL,
                            NULL);
        VariantClear(&value);
    }
    figure("property by a kept DISPID", 1e6 / (client_seconds() - start), "reads/s", reference,
           0.25);
    start = client_seconds();
    for (i = 0; i < 300000; i++)
    {
        client_read(object, L"Caption", &value);
        VariantClear(&value);
    }
    figure("Properties_.Item(name).Value", 3e5 / (client_seconds() - start), "reads/s", reference,
           0.05);
    ISWbemObject_Release(object);
}

static void bench_events(struct bench *bench, bool single_threaded)
{
    LONG before = bench->events.count[CLIENT_OBJECT_READY];
    double reference, start;

    reference = single_threaded ? reference_queued_events(1000000) : reference_allocation(4000000);
    start = client_seconds();
    CLIENT_CHECK(ISWbemServicesEx_InstancesOfAsync(bench->services, (IDispatch *)bench->sink,
                                                   client_bstr(L"BenchRead"), 0, NULL, NULL));
    if (!client_wait(&bench->events, CLIENT_OBJECT_READY, before + INSTANCES, 600000))
        exit(3);
    figure(single_threaded ? "InstancesOfAsync, single-threaded"
                           : "InstancesOfAsync, multi-threaded",
           INSTANCES / (client_seconds() - start), "events/s", reference, 0);
}

/* --- memory and times ------------------------------------------------------------------------------------ */

/* Wine tells the working set alone. */
static double resident_bytes(void)
{
    PROCESS_MEMORY_COUNTERS counters = {.cb = sizeof(counters)};

    GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters));
    return (double)counters.WorkingSetSize;
}

static void bench_memory(struct bench *bench)
{
    double before = resident_bytes();
    ISWbemObjectEx **objects = make_objects(bench, 50000), *object;
    LONG i;

    figure("memory of a live SWbemObject", (resident_bytes() - before) / 50000, "bytes", 0, 0);
    release_objects(objects, 50000);
    before = resident_bytes();
    for (i = 0; i < 100000; i++)
    {
        object = client_spawn(bench->cls);
        fill(object, i % 1000);
        put_one(bench, object, NULL);
        ISWbemObjectEx_Release(object);
    }
    if (!client_wait(&bench->events, CLIENT_COMPLETED, 100000, 600000))
        exit(3);
    figure("growth by 100,000 puts and releases", (resident_bytes() - before) / 1024, "KiB", 0, 0);
}

static void milliseconds(const char *name, double start)
{
    printf("%-34s %12.1f ms\n", name, (client_seconds() - start) * 1e3);
}

/* Load the registered DLL and register it once more, which leaves things as they are. */
static void bench_load(void)
{
    WCHAR key[96], path[MAX_PATH];
    LONG size = sizeof(path);
    HRESULT(WINAPI * register_server)(void);
    double start = client_seconds();
    HMODULE module;
    LPOLESTR text;

    CLIENT_CHECK(StringFromCLSID(&CLSID_SWbemLocator, &text));
    swprintf(key, 96, L"CLSID\\%ls\\InprocServer32", text);
    CoTaskMemFree(text);
    if (RegQueryValueW(HKEY_CLASSES_ROOT, key, path, &size))
        exit(3);
    module = LoadLibraryW(path);
    milliseconds("load", start);
    register_server = (void *)GetProcAddress(module, "DllRegisterServer");
    start = client_seconds();
    if (register_server)
        CLIENT_CHECK(register_server());
    milliseconds("register", start);
}

static void bench_start(void)
{
    ISWbemObjectEx *object;
    struct bench bench;
    double start;

    bench_load();
    start = client_seconds();
    ISWbemServicesEx_Release(client_connect());
    milliseconds("connect, new store", start);
    open_bench(&bench, L"BenchStart");
    object = client_spawn(bench.cls);
    fill(object, 1);
    start = client_seconds();
    client_put(bench.services, object);
    milliseconds("first put", start);
    ISWbemObjectEx_Release(object);
    close_bench(&bench);
}

static void fill_store(struct bench *bench)
{
    ISWbemObjectEx **objects = make_objects(bench, INSTANCES);

    put_pipelined(bench, objects, INSTANCES);
    release_objects(objects, INSTANCES);
}

static void run_multithreaded(void)
{
    struct bench bench;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    bench_start();
    open_bench(&bench, L"BenchMemory");
    bench_memory(&bench);
    close_bench(&bench);
    bench_put(false);
    open_bench(&bench, L"BenchRead");
    fill_store(&bench);
    bench_get(&bench);
    bench_enumerate(&bench);
    bench_properties(&bench);
    bench_events(&bench, false);
    close_bench(&bench);
    CoUninitialize();
}

static DWORD WINAPI run_single_threaded(void *argument)
{
    struct bench bench;

    (void)argument;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    bench_put(true);
    open_bench(&bench, L"BenchRead");
    bench_events(&bench, true);
    close_bench(&bench);
    CoUninitialize();
    return 0;
}

static void default_store(void)
{
    WCHAR folder[MAX_PATH], file[MAX_PATH];

    if (GetEnvironmentVariableW(L"SWBEM_STORE", file, MAX_PATH))
        return;
    GetTempPathW(MAX_PATH, folder);
    GetTempFileNameW(folder, L"swb", 0, file);
    SetEnvironmentVariableW(L"SWBEM_STORE", file);
}

int main(int argc, char **argv)
{
    int repeats = argc > 1 ? atoi(argv[1]) : 1;
    HANDLE thread;

    default_store();
    while (repeats-- > 0)
    {
        run_multithreaded();
        thread = CreateThread(NULL, 0, run_single_threaded, NULL, 0, NULL);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
    }
    return 0;
}
