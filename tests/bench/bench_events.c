/* Delivery of events alone: what SWbemSink makes of IWbemObjectSink::Indicate, with an SWbemObject and a context built for
 * each event and no storage involved. Links the rooms rather than the DLL, because only from inside can a call be
 * indicated to at will. Figures as in bench_com.c. */
#include "../com/support/client.h"
#include "automation/automation.h"
#include "reference.h"
#include "wmi/wmi.h"

#define EVENTS 1000000
#define BURST  10000

struct fixture
{
    ISWbemServices *services;
    ISWbemSink *sink;
    ISWbemNamedValueSet *context;
    struct client_events events;
    IWbemClassObject *object;
    IWbemObjectSink *receiver;
    struct sink_call *call;
};

static void make_context(ISWbemNamedValueSet **out)
{
    ISWbemNamedValue *item;
    VARIANT number;

    V_VT(&number) = VT_I4;
    V_I4(&number) = 1;
    CLIENT_CHECK(named_value_set_create_instance(&IID_ISWbemNamedValueSet, (void **)out));
    CLIENT_CHECK(ISWbemNamedValueSet_Add(*out, client_bstr(L"row"), &number, 0, &item));
    ISWbemNamedValue_Release(item);
}

static void open_fixture(struct fixture *fixture)
{
    struct security_settings security = {LEVEL_UNSET, LEVEL_UNSET};
    IWbemLocator *locator;
    IWbemServices *wbem;

    memset(fixture, 0, sizeof(*fixture));
    CLIENT_CHECK(wmi_locator_create(&locator));
    CLIENT_CHECK(IWbemLocator_ConnectServer(locator, client_bstr(L"root\\cimv2"), NULL, NULL, NULL,
                                            0, NULL, NULL, &wbem));
    CLIENT_CHECK(services_create(wbem, &security, &fixture->services));
    CLIENT_CHECK(IWbemServices_GetObject(wbem, client_bstr(L"__Win32Provider"), 0, NULL,
                                         &fixture->object, NULL));
    CLIENT_CHECK(sink_create_instance(&IID_ISWbemSink, (void **)&fixture->sink));
    make_context(&fixture->context);
    client_events_init(&fixture->events);
    client_listen(fixture->sink, &fixture->events);
    CLIENT_CHECK(sink_call_begin((IDispatch *)fixture->sink, (IDispatch *)fixture->context,
                                 (struct services *)fixture->services, false, &fixture->call,
                                 &fixture->receiver));
    IWbemServices_Release(wbem);
    IWbemLocator_Release(locator);
}

static void close_fixture(struct fixture *fixture)
{
    sink_call_end(fixture->call, WBEM_E_CALL_CANCELLED);
    ISWbemNamedValueSet_Release(fixture->context);
    IWbemClassObject_Release(fixture->object);
    ISWbemSink_Release(fixture->sink);
    ISWbemServices_Release(fixture->services);
}

static DWORD WINAPI indicate(void *argument)
{
    struct fixture *fixture = argument;
    LONG i;

    for (i = 0; i < EVENTS; i++)
    {
        IWbemObjectSink_Indicate(fixture->receiver, 1, &fixture->object);
        /* Keep the queue of the other apartment short, as a store's pace does. */
        while (i - fixture->events.count[CLIENT_OBJECT_READY] > BURST && i % BURST == 0)
            Sleep(0);
    }
    return 0;
}

static void figure(const char *name, double rate, double reference, double floor)
{
    printf("%-34s %12.0f events/s reference %12.0f  ratio %6.3f  floor %.2f %s\n", name, rate,
           reference, rate / reference, floor, rate / reference >= floor ? "reached" : "MISSED");
}

static void run(bool single_threaded)
{
    double reference, start;
    struct fixture fixture;
    HANDLE thread;

    CoInitializeEx(NULL, single_threaded ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED);
    open_fixture(&fixture);
    reference =
        single_threaded ? reference_queued_events(EVENTS) : reference_allocation(4 * EVENTS);
    start = client_seconds();
    thread = CreateThread(NULL, 0, indicate, &fixture, 0, NULL);
    if (!client_wait(&fixture.events, CLIENT_OBJECT_READY, EVENTS, 600000))
        exit(3);
    figure(single_threaded ? "events, single-threaded apartment"
                           : "events, multi-threaded apartment",
           EVENTS / (client_seconds() - start), reference, single_threaded ? 0.10 : 0.06);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    close_fixture(&fixture);
    CoUninitialize();
}

static DWORD WINAPI run_single_threaded(void *argument)
{
    (void)argument;
    run(true);
    return 0;
}

int main(void)
{
    HANDLE thread;

    SetEnvironmentVariableW(L"SWBEM_STORE", L":memory:");
    run(false);
    thread = CreateThread(NULL, 0, run_single_threaded, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return 0;
}
