/* Events and apartments: on the thread of a single-threaded apartment, and only when it pumps;
 * on a worker for the multi-threaded one; an apartment that ends with events waiting. */
#include "../support/script.h"

#include <wbemcli.h>

#define WORK_MS 15000

/* What a test does in an apartment of its own; no Check macros there: it fails by a text. */
struct job
{
    DWORD model;
    const char *(*run)(void);
    const char *failure; /* NULL: done */
};

#define EXPECT(condition)                                                                          \
    do                                                                                             \
    {                                                                                              \
        if (!(condition))                                                                          \
            return #condition;                                                                     \
    } while (0)

static DWORD WINAPI job_thread(void *argument)
{
    struct job *job = argument;

    CLIENT_CHECK(CoInitializeEx(NULL, job->model));
    job->failure = job->run();
    CoUninitialize();
    return 0;
}

static HANDLE start(struct job *job)
{
    HANDLE thread = CreateThread(NULL, 0, job_thread, job, 0, NULL);

    ck_assert_ptr_nonnull(thread);
    return thread;
}

static void finish(struct job *job, HANDLE thread)
{
    ck_assert_uint_eq(WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    CloseHandle(thread);
    ck_assert_msg(!job->failure, "%s", job->failure);
}

static void run_in(DWORD model, const char *(*run)(void))
{
    struct job job = {model, run, "not run"};

    finish(&job, start(&job));
}

static ISWbemObject *cls;

static void put_async(ISWbemSink *sink, LONG id)
{
    ISWbemObjectEx *object = simple_instance(cls, id, L"x");

    CLIENT_CHECK(ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, NULL));
    drop(object);
}

static LONG stored_count(void)
{
    return part_number(cls, L"Instances_", L"Count");
}

static bool wait_stored(LONG count)
{
    DWORD start_time = GetTickCount();

    while (stored_count() < count)
    {
        if (GetTickCount() - start_time > WORK_MS)
            return false;
        Sleep(1);
    }
    return true;
}

/* --- single-threaded -------------------------------------------------------------------------- */

static volatile LONG wrong_thread;
static DWORD apartment_thread;

static void note_thread(struct client_events *from, DISPID id, const VARIANT *arguments, UINT count)
{
    (void)from, (void)id, (void)arguments, (void)count;
    if (GetCurrentThreadId() != apartment_thread)
        InterlockedIncrement(&wrong_thread);
}

static const char *events_come_when_pumping(void)
{
    struct client_events events;
    ISWbemSink *sink = client_sink();
    DWORD cookie;
    LONG i;

    wrong_thread = 0;
    apartment_thread = GetCurrentThreadId();
    client_events_init(&events);
    events.heard = note_thread;
    cookie = client_listen(sink, &events);
    for (i = 0; i < 1000; i++)
        put_async(sink, i);
    EXPECT(wait_stored(1000));
    Sleep(50);
    EXPECT(events.count[CLIENT_COMPLETED] == 0);
    EXPECT(client_wait(&events, CLIENT_COMPLETED, 1000, WORK_MS));
    EXPECT(events.count[CLIENT_OBJECT_PUT] == 1000);
    EXPECT(events.failures == 0);
    EXPECT(wrong_thread == 0);
    client_unlisten(sink, cookie);
    EXPECT(ISWbemSink_Release(sink) == 0);
    EXPECT(events.references == 1);
    return NULL;
}

START_TEST(single_threaded)
{
    cls = simple_class(L"StaPump");
    run_in(COINIT_APARTMENTTHREADED, events_come_when_pumping);
    drop(cls);
}
END_TEST

/* What is unadvised while events wait hears nothing more. */
static const char *unadvise_with_events_waiting(void)
{
    struct client_events events;
    ISWbemSink *sink = client_sink();
    DWORD cookie;

    client_events_init(&events);
    cookie = client_listen(sink, &events);
    put_async(sink, 1);
    EXPECT(wait_stored(1));
    Sleep(20);
    client_unlisten(sink, cookie);
    EXPECT(!client_wait(&events, CLIENT_COMPLETED, 1, 50));
    EXPECT(events.references == 1);
    drop(sink);
    return NULL;
}

START_TEST(unadvise)
{
    cls = simple_class(L"StaUnadvise");
    run_in(COINIT_APARTMENTTHREADED, unadvise_with_events_waiting);
    drop(cls);
}
END_TEST

static ISWbemSink *shared_sink;

static void put_again(struct client_events *from, DISPID id, const VARIANT *arguments, UINT count)
{
    (void)arguments, (void)count;
    if (id == CLIENT_COMPLETED && from->count[CLIENT_COMPLETED] < 50)
        put_async(shared_sink, from->count[CLIENT_COMPLETED] + 1);
    if (id == CLIENT_COMPLETED && from->count[CLIENT_COMPLETED] == 20)
        CLIENT_CHECK(ISWbemSink_Cancel(shared_sink));
}

static const char *call_from_a_handler(void)
{
    struct client_events events;

    shared_sink = client_sink();
    client_events_init(&events);
    events.heard = put_again;
    client_listen(shared_sink, &events);
    put_async(shared_sink, 0);
    EXPECT(client_wait(&events, CLIENT_COMPLETED, 51, WORK_MS));
    EXPECT(events.count[CLIENT_COMPLETED] == 51);
    EXPECT(events.count[CLIENT_OBJECT_PUT] + events.failures == 51);
    drop(shared_sink);
    return NULL;
}

START_TEST(handlers)
{
    cls = simple_class(L"StaHandlers");
    run_in(COINIT_APARTMENTTHREADED, call_from_a_handler);
    drop(cls);
}
END_TEST

/* A handler that pumps (a message box, say) gets the events behind its own meanwhile, and none
 * twice. */
static LONG depth, deepest;

static void pump_inside(struct client_events *from, DISPID id, const VARIANT *arguments, UINT count)
{
    MSG message;

    (void)from, (void)id, (void)arguments, (void)count;
    if (++depth > deepest)
        deepest = depth;
    while (depth < 5 && PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
    depth--;
}

static const char *pump_in_a_handler(void)
{
    struct client_events events;
    ISWbemSink *sink = client_sink();
    LONG i;

    client_events_init(&events);
    events.heard = pump_inside;
    client_listen(sink, &events);
    for (i = 0; i < 200; i++)
        put_async(sink, i);
    EXPECT(client_wait(&events, CLIENT_COMPLETED, 200, WORK_MS));
    Sleep(20);
    EXPECT(events.count[CLIENT_COMPLETED] == 200);
    EXPECT(events.count[CLIENT_OBJECT_PUT] == 200);
    drop(sink);
    return NULL;
}

START_TEST(nested_pumping)
{
    cls = simple_class(L"StaNested");
    run_in(COINIT_APARTMENTTHREADED, pump_in_a_handler);
    drop(cls);
}
END_TEST

/* The apartment ends with events waiting and calls under way: nothing is heard, nothing breaks,
 * the work is done. */
static struct client_events abandoned;

static const char *leave_at_once(void)
{
    ISWbemSink *sink = client_sink();
    LONG i;

    client_events_init(&abandoned);
    client_listen(sink, &abandoned);
    for (i = 0; i < 500; i++)
        put_async(sink, i);
    drop(sink);
    return NULL;
}

START_TEST(apartment_ends)
{
    cls = simple_class(L"StaEnds");
    run_in(COINIT_APARTMENTTHREADED, leave_at_once);
    ck_assert(wait_stored(500));
    Sleep(50);
    ck_assert_int_eq(abandoned.count[CLIENT_COMPLETED], 0);
    drop(cls);
}
END_TEST

/* --- multi-threaded --------------------------------------------------------------------------- */

static const char *events_come_on_a_worker(void)
{
    struct client_events events;
    ISWbemSink *sink = client_sink();
    DWORD start_time = GetTickCount();

    client_events_init(&events);
    client_listen(sink, &events);
    put_async(sink, 1);
    while (events.count[CLIENT_COMPLETED] < 1)
    {
        EXPECT(GetTickCount() - start_time < WORK_MS);
        Sleep(1);
    }
    EXPECT(events.thread != GetCurrentThreadId());
    drop(sink);
    return NULL;
}

START_TEST(multi_threaded)
{
    cls = simple_class(L"MtaWorker");
    run_in(COINIT_MULTITHREADED, events_come_on_a_worker);
    drop(cls);
}
END_TEST

/* One sink, a listener in each kind of apartment: each hears in its own. */
static struct client_events pumped;
static HANDLE advised, told;

static const char *listen_in_an_apartment(void)
{
    DWORD cookie;

    client_events_init(&pumped);
    apartment_thread = GetCurrentThreadId();
    pumped.heard = note_thread;
    cookie = client_listen(shared_sink, &pumped);
    SetEvent(advised);
    EXPECT(client_wait(&pumped, CLIENT_COMPLETED, 10, WORK_MS));
    client_unlisten(shared_sink, cookie);
    SetEvent(told);
    return NULL;
}

START_TEST(both_kinds)
{
    struct job job = {COINIT_APARTMENTTHREADED, listen_in_an_apartment, "not run"};
    struct client_events direct;
    HANDLE thread;
    LONG i;

    cls = simple_class(L"BothKinds");
    wrong_thread = 0;
    advised = CreateEventW(NULL, FALSE, FALSE, NULL);
    told = CreateEventW(NULL, FALSE, FALSE, NULL);
    shared_sink = client_sink();
    client_events_init(&direct);
    client_listen(shared_sink, &direct);
    thread = start(&job);
    ck_assert_uint_eq(WaitForSingleObject(advised, WORK_MS), WAIT_OBJECT_0);
    for (i = 0; i < 10; i++)
        put_async(shared_sink, i);
    ck_assert(client_wait(&direct, CLIENT_COMPLETED, 10, WORK_MS));
    ck_assert_uint_eq(WaitForSingleObject(told, WORK_MS), WAIT_OBJECT_0);
    finish(&job, thread);
    ck_assert_int_eq(pumped.count[CLIENT_OBJECT_PUT], 10);
    ck_assert_int_eq(wrong_thread, 0);
    drop(shared_sink);
    CloseHandle(advised);
    CloseHandle(told);
    drop(cls);
}
END_TEST

/* --- many threads at once --------------------------------------------------------------------- */

static volatile LONG next_range;

static const char *put_a_range(void)
{
    LONG first = InterlockedIncrement(&next_range) * 1000, i;
    struct client_events events;
    ISWbemServicesEx *own = client_connect();
    ISWbemSink *sink = client_sink();
    ISWbemObjectEx *object;

    client_events_init(&events);
    client_listen(sink, &events);
    for (i = 0; i < 250; i++)
    {
        object = simple_instance(cls, first + i, L"x");
        CLIENT_CHECK(ISWbemServicesEx_PutAsync(own, sink, object, 0, NULL, NULL));
        drop(object);
        if (i % 50 == 0)
            drop(client_get(own, L"ManyThreads"));
    }
    EXPECT(client_wait(&events, CLIENT_COMPLETED, 250, WORK_MS));
    EXPECT(events.failures == 0);
    drop(sink);
    drop(own);
    return NULL;
}

START_TEST(many_threads)
{
    struct job jobs[8];
    HANDLE threads[8];
    unsigned i;

    cls = simple_class(L"ManyThreads");
    next_range = 0;
    for (i = 0; i < 8; i++)
    {
        jobs[i].model = i % 2 ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED;
        jobs[i].run = put_a_range;
        threads[i] = start(&jobs[i]);
    }
    for (i = 0; i < 8; i++)
        finish(&jobs[i], threads[i]);
    ck_assert_int_eq(stored_count(), 2000);
    drop(cls);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {single_threaded, unadvise,       handlers,
                                  nested_pumping,  apartment_ends, multi_threaded,
                                  both_kinds,      many_threads,   NULL};

    return script_main("apartments", tests);
}
