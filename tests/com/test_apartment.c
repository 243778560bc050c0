/* Delivery into apartments: order, coalesced wake-ups, handlers that pump, bursts, threads and apartments that end while
 * work is queued. Linked with src/com itself, so that what DllMain does at a thread's end is done here by hand. */
#include "com/apartment.h"
#include "com/module.h"

#include <check.h>
#include <ole2.h>
#include <stdio.h>
#include <stdlib.h>

static double seconds(void)
{
    LARGE_INTEGER frequency, count;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    return (double)count.QuadPart / frequency.QuadPart;
}

/* What the items of one test do together. */
struct scene
{
    struct com_apartment *apartment;
    volatile LONG run;
    volatile LONG dropped;
    volatile LONG disordered;
    volatile LONG wrong_thread;
    LONG last[2]; /* by producer */
    DWORD thread;
    LONG pump_at;    /* the item with this number pumps messages; -1: none */
    LONG release_at; /* the item with this number gives up the scene's apartment; -1: none */
    LONG leave_at;   /* the item with this number ends COM on its thread; -1: none */
    LONG busy_us;
    LONG run_inside; /* how many ran while another was running */
    LONG depth;
    LONG events;    /* messages of the client's own */
    LONG events_at; /* how many items had run at the first one */
};

struct item
{
    struct com_delivery delivery; /* first */
    struct scene *scene;
    int producer;
    LONG number;
};

static void scene_init(struct scene *scene)
{
    memset(scene, 0, sizeof(*scene));
    scene->last[0] = scene->last[1] = -1;
    scene->pump_at = scene->release_at = scene->leave_at = -1;
    scene->thread = GetCurrentThreadId();
}

static void pump(void)
{
    MSG message;
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
}

static void spin(LONG microseconds)
{
    double end = seconds() + microseconds / 1e6;
    while (seconds() < end)
        ;
}

static void run_item(struct com_delivery *delivery)
{
    struct item *item = (struct item *)delivery;
    struct scene *scene = item->scene;

    if (GetCurrentThreadId() != scene->thread)
        InterlockedIncrement(&scene->wrong_thread);
    if (item->number != scene->last[item->producer] + 1)
        InterlockedIncrement(&scene->disordered);
    scene->last[item->producer] = item->number;
    scene->run_inside += scene->depth > 0;
    scene->depth++;
    if (scene->busy_us)
        spin(scene->busy_us);
    if (item->number == scene->pump_at)
        pump();
    if (item->number == scene->release_at)
        com_apartment_release(scene->apartment);
    if (item->number == scene->leave_at)
        CoUninitialize();
    scene->depth--;
    InterlockedIncrement(&scene->run);
    free(item);
}

static void drop_item(struct com_delivery *delivery)
{
    InterlockedIncrement(&((struct item *)delivery)->scene->dropped);
    free(delivery);
}

static void post(struct scene *scene, int producer, LONG number)
{
    struct item *item = malloc(sizeof(*item));
    item->delivery.run = run_item;
    item->delivery.drop = drop_item;
    item->scene = scene;
    item->producer = producer;
    item->number = number;
    com_apartment_post(scene->apartment, &item->delivery);
}

static void pump_until(volatile LONG *count, LONG wanted)
{
    double end = seconds() + 30;
    while (*count < wanted && seconds() < end)
    {
        pump();
        if (*count < wanted)
            MsgWaitForMultipleObjectsEx(0, NULL, 100, QS_ALLINPUT, MWMO_INPUTAVAILABLE);
    }
}

/* Each test has a thread of its own, whose apartment it chooses. */
struct stage
{
    void (*body)(void);
    DWORD model;
};

static DWORD WINAPI play(void *context)
{
    const struct stage *stage = context;
    CoInitializeEx(NULL, stage->model);
    stage->body();
    CoUninitialize();
    com_apartment_thread_detach();
    return 0;
}

static void on_stage(void (*body)(void), DWORD model)
{
    struct stage stage = {body, model};
    HANDLE thread = CreateThread(NULL, 0, play, &stage, 0, NULL);
    ck_assert_ptr_nonnull(thread);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

/* Failures are kept for the main thread: Check's own assertions leave by longjmp. */
static char failure[256];

#define EXPECT(condition, ...)                                                                     \
    do                                                                                             \
    {                                                                                              \
        if (!(condition) && !failure[0])                                                           \
            snprintf(failure, sizeof(failure), "line %d: " #condition ": ", __LINE__),             \
                snprintf(failure + strlen(failure), sizeof(failure) - strlen(failure),             \
                         __VA_ARGS__);                                                             \
    } while (0)

static void check_stage(void (*body)(void), DWORD model)
{
    failure[0] = 0;
    on_stage(body, model);
    ck_assert_msg(!failure[0], "%s", failure);
    ck_assert_msg(com_module_count() == 0, "%ld counts left", (long)com_module_count());
}

#define TEST(name, model)                                                                          \
    static void name##_body(void);                                                                 \
    START_TEST(name)                                                                               \
    {                                                                                              \
        check_stage(name##_body, model);                                                           \
    }                                                                                              \
    END_TEST                                                                                       \
    static void name##_body(void)

TEST(multithreaded, COINIT_MULTITHREADED)
{
    struct scene scene;
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    EXPECT(scene.apartment && com_apartment_is_multithreaded(scene.apartment), "kind");
    EXPECT(com_apartment_is_current(scene.apartment), "current");
    for (LONG i = 0; i < 5; i++)
    {
        post(&scene, 0, i);
        EXPECT(scene.run == i + 1, "%ld run", (long)scene.run);
    }
    com_apartment_release(scene.apartment);
}

TEST(one_apartment_a_thread, COINIT_APARTMENTTHREADED)
{
    struct com_apartment *first = com_apartment_current(), *second = com_apartment_current();
    EXPECT(first && first == second, "%p %p", (void *)first, (void *)second);
    EXPECT(!com_apartment_is_multithreaded(first), "kind");
    EXPECT(com_module_count() == 1, "%ld", (long)com_module_count());
    com_apartment_release(first);
    com_apartment_release(second);
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
    first = com_apartment_current();
    EXPECT(com_module_count() == 1, "%ld", (long)com_module_count());
    com_apartment_release(first);
}

TEST(waits_for_the_pump, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    for (LONG i = 0; i < 10; i++)
        post(&scene, 0, i);
    EXPECT(scene.run == 0, "%ld run before", (long)scene.run);
    /* The queue needs nobody's reference to be delivered. */
    com_apartment_release(scene.apartment);
    EXPECT(com_module_count() == 1, "%ld", (long)com_module_count());
    pump();
    EXPECT(scene.run == 10, "%ld run", (long)scene.run);
    EXPECT(!scene.disordered, "%ld out of order", (long)scene.disordered);
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
}

#define BURST 100000

struct producer
{
    struct scene *scene;
    int number;
};

static DWORD WINAPI produce(void *context)
{
    struct producer *producer = context;
    for (LONG i = 0; i < BURST; i++)
        post(producer->scene, producer->number, i);
    return 0;
}

TEST(two_producers, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    struct producer producers[2] = {{&scene, 0}, {&scene, 1}};
    HANDLE threads[2];

    scene_init(&scene);
    scene.apartment = com_apartment_current();
    double begin = seconds();
    for (int i = 0; i < 2; i++)
        threads[i] = CreateThread(NULL, 0, produce, &producers[i], 0, NULL);
    pump_until(&scene.run, 2 * BURST);
    double end = seconds();
    WaitForMultipleObjects(2, threads, TRUE, INFINITE);
    printf("apartment: %.2f M items/s from two threads\n", 2 * BURST / (end - begin) / 1e6);
    EXPECT(scene.run == 2 * BURST, "%ld run", (long)scene.run);
    EXPECT(!scene.disordered, "%ld out of order", (long)scene.disordered);
    EXPECT(!scene.wrong_thread, "%ld on another thread", (long)scene.wrong_thread);
    com_apartment_release(scene.apartment);
    CloseHandle(threads[0]);
    CloseHandle(threads[1]);
}

TEST(rate_of_one_producer, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    struct producer producer = {&scene, 0};

    scene_init(&scene);
    scene.apartment = com_apartment_current();
    double begin = seconds();
    HANDLE thread = CreateThread(NULL, 0, produce, &producer, 0, NULL);
    pump_until(&scene.run, BURST);
    printf("apartment: %.2f M items/s from one thread\n", BURST / (seconds() - begin) / 1e6);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    EXPECT(scene.run == BURST, "%ld run", (long)scene.run);
    com_apartment_release(scene.apartment);
}

/* A handler that pumps gets the items after its own, in order, each once. */
TEST(handler_that_pumps, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    scene.pump_at = 3;
    for (LONG i = 0; i < 1000; i++)
        post(&scene, 0, i);
    pump_until(&scene.run, 1000);
    pump();
    EXPECT(scene.run == 1000, "%ld run", (long)scene.run);
    EXPECT(!scene.disordered, "%ld out of order", (long)scene.disordered);
    EXPECT(scene.run_inside == 996, "%ld inside", (long)scene.run_inside);
    com_apartment_release(scene.apartment);
}

TEST(handler_that_ends_the_apartment, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    scene.release_at = 2;
    for (LONG i = 0; i < 6; i++)
        post(&scene, 0, i);
    pump();
    EXPECT(scene.run == 6, "%ld run", (long)scene.run);
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
}

TEST(handler_that_ends_com, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    scene.leave_at = 2;
    for (LONG i = 0; i < 10; i++)
        post(&scene, 0, i);
    pump();
    EXPECT(scene.run == 3, "%ld run", (long)scene.run);
    EXPECT(scene.dropped == 7, "%ld dropped", (long)scene.dropped);
    com_apartment_release(scene.apartment);
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
}

#define HANDOVERS 5000

/* The poster's item holds the last reference: the apartment may end before com_apartment_post() returns. */
static DWORD WINAPI post_last(void *context)
{
    struct scene *scenes = context;
    for (int i = 0; i < HANDOVERS; i++)
    {
        while (!scenes[i].run)
            YieldProcessor();
        post(&scenes[i], 0, 1);
    }
    return 0;
}

TEST(last_reference_goes_with_an_item, COINIT_APARTMENTTHREADED)
{
    struct scene *scenes = calloc(HANDOVERS, sizeof(*scenes));
    LONG run = 0;

    HANDLE thread = CreateThread(NULL, 0, post_last, scenes, 0, NULL);
    for (int i = 0; i < HANDOVERS; i++)
    {
        scene_init(&scenes[i]);
        scenes[i].apartment = com_apartment_current();
        scenes[i].release_at = 1;
        post(&scenes[i], 0, 0);
        pump_until(&scenes[i].run, 2);
        run += scenes[i].run;
    }
    WaitForSingleObject(thread, 30000);
    CloseHandle(thread);
    pump(); /* the poster's own reference may have been the last */
    EXPECT(run == 2 * HANDOVERS, "%ld run", (long)run);
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
    free(scenes);
}

static struct scene *heard_by;

static LRESULT CALLBACK own_window(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_USER)
    {
        if (!heard_by->events++)
            heard_by->events_at = heard_by->run;
        return 0;
    }
    return DefWindowProcW(window, message, wparam, lparam);
}

/* A long burst leaves the client's own messages their turn. */
TEST(burst_yields, COINIT_APARTMENTTHREADED)
{
    WNDCLASSW wc = {.lpfnWndProc = own_window, .lpszClassName = L"TestOwn"};
    struct scene scene;

    scene_init(&scene);
    heard_by = &scene;
    RegisterClassW(&wc);
    HWND window =
        CreateWindowExW(0, L"TestOwn", NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    scene.apartment = com_apartment_current();
    scene.busy_us = 200;
    for (LONG i = 0; i < 2000; i++)
        post(&scene, 0, i);
    PostMessageW(window, WM_USER, 0, 0);
    pump_until(&scene.run, 2000);
    EXPECT(scene.run == 2000 && !scene.disordered, "%ld run", (long)scene.run);
    EXPECT(scene.events == 1, "%ld events", (long)scene.events);
    EXPECT(scene.events_at < 1000, "heard after %ld items", (long)scene.events_at);
    DestroyWindow(window);
    com_apartment_release(scene.apartment);
}

/* --- ends ------------------------------------------------------------------------------------- */

struct owner
{
    struct scene *scene;
    HANDLE ready, go;
    bool announced; /* the thread's end is told, as by DllMain */
};

/* A single-threaded apartment that never pumps. */
static DWORD WINAPI never_pumps(void *context)
{
    struct owner *owner = context;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    owner->scene->apartment = com_apartment_current();
    SetEvent(owner->ready);
    WaitForSingleObject(owner->go, 30000);
    CoUninitialize();
    if (owner->announced)
        com_apartment_thread_detach();
    return 0;
}

static void thread_ends(bool announced, LONG before, LONG after)
{
    struct scene scene;
    struct owner owner = {&scene, CreateEventW(NULL, FALSE, FALSE, NULL),
                          CreateEventW(NULL, FALSE, FALSE, NULL), announced};

    scene_init(&scene);
    HANDLE thread = CreateThread(NULL, 0, never_pumps, &owner, 0, NULL);
    WaitForSingleObject(owner.ready, 30000);
    for (LONG i = 0; i < before; i++)
        post(&scene, 0, i);
    SetEvent(owner.go);
    WaitForSingleObject(thread, 30000);
    for (LONG i = 0; i < after; i++)
        post(&scene, 0, before + i);
    EXPECT(scene.run == 0, "%ld run", (long)scene.run);
    EXPECT(scene.dropped == before + after, "%ld dropped", (long)scene.dropped);
    EXPECT(!com_apartment_is_current(scene.apartment), "current");
    com_apartment_release(scene.apartment);
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
    CloseHandle(thread);
    CloseHandle(owner.ready);
    CloseHandle(owner.go);
}

TEST(thread_ends_with_work, COINIT_MULTITHREADED)
{
    thread_ends(true, 100, 0);
}

TEST(thread_has_ended, COINIT_MULTITHREADED)
{
    thread_ends(true, 0, 100);
    thread_ends(true, 50, 50);
}

TEST(thread_is_found_dead, COINIT_MULTITHREADED)
{
    thread_ends(false, 0, 100);
}

TEST(com_ends_before_the_pump, COINIT_APARTMENTTHREADED)
{
    struct scene scene;
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    for (LONG i = 0; i < 10; i++)
        post(&scene, 0, i);
    CoUninitialize();
    pump();
    EXPECT(scene.run == 0, "%ld run", (long)scene.run);
    EXPECT(scene.dropped == 10, "%ld dropped", (long)scene.dropped);
    EXPECT(com_apartment_current() == NULL, "an apartment without COM");
    com_apartment_release(scene.apartment);

    /* A new apartment on the same thread is another one. */
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    scene_init(&scene);
    scene.apartment = com_apartment_current();
    post(&scene, 0, 0);
    pump();
    EXPECT(scene.run == 1, "%ld run", (long)scene.run);
    com_apartment_release(scene.apartment);
}

static DWORD WINAPI release_elsewhere(void *context)
{
    com_apartment_release(context);
    return 0;
}

TEST(last_reference_elsewhere, COINIT_APARTMENTTHREADED)
{
    struct com_apartment *apartment = com_apartment_current();
    HANDLE thread = CreateThread(NULL, 0, release_elsewhere, apartment, 0, NULL);
    WaitForSingleObject(thread, 30000);
    CloseHandle(thread);
    EXPECT(com_module_count() == 1, "%ld", (long)com_module_count());
    /* Taken again before the thread hears of it. */
    struct com_apartment *again = com_apartment_current();
    EXPECT(again == apartment, "another apartment");
    pump();
    EXPECT(com_module_count() == 1, "%ld", (long)com_module_count());
    thread = CreateThread(NULL, 0, release_elsewhere, again, 0, NULL);
    WaitForSingleObject(thread, 30000);
    CloseHandle(thread);
    pump();
    EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
}

/* Posting races with the thread's end: each item runs or is dropped, once. */
TEST(end_races_with_posts, COINIT_MULTITHREADED)
{
    for (int round = 0; round < 30; round++)
    {
        struct scene scene;
        struct owner owner = {&scene, CreateEventW(NULL, FALSE, FALSE, NULL),
                              CreateEventW(NULL, FALSE, FALSE, NULL), true};
        scene_init(&scene);
        HANDLE thread = CreateThread(NULL, 0, never_pumps, &owner, 0, NULL);
        WaitForSingleObject(owner.ready, 30000);
        SetEvent(owner.go);
        for (LONG i = 0; i < 2000; i++)
            post(&scene, 0, i);
        WaitForSingleObject(thread, 30000);
        EXPECT(scene.run + scene.dropped == 2000, "%ld run, %ld dropped", (long)scene.run,
               (long)scene.dropped);
        com_apartment_release(scene.apartment);
        EXPECT(com_module_count() == 0, "%ld", (long)com_module_count());
        CloseHandle(thread);
        CloseHandle(owner.ready);
        CloseHandle(owner.go);
    }
}

int main(void)
{
    Suite *suite = suite_create("apartment");
    TCase *tcase = tcase_create("apartment");
    SRunner *runner = srunner_create(suite);

    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, multithreaded);
    tcase_add_test(tcase, one_apartment_a_thread);
    tcase_add_test(tcase, waits_for_the_pump);
    tcase_add_test(tcase, two_producers);
    tcase_add_test(tcase, rate_of_one_producer);
    tcase_add_test(tcase, handler_that_pumps);
    tcase_add_test(tcase, handler_that_ends_the_apartment);
    tcase_add_test(tcase, handler_that_ends_com);
    tcase_add_test(tcase, last_reference_goes_with_an_item);
    tcase_add_test(tcase, burst_yields);
    tcase_add_test(tcase, thread_ends_with_work);
    tcase_add_test(tcase, thread_has_ended);
    tcase_add_test(tcase, thread_is_found_dead);
    tcase_add_test(tcase, com_ends_before_the_pump);
    tcase_add_test(tcase, last_reference_elsewhere);
    tcase_add_test(tcase, end_races_with_posts);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
