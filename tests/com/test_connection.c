/* Connection points: advising, cookies, enumeration, snapshots, and in which apartment a sink is let go. */
#include "com/connection.h"
#include "com/members.h"
#include "com/module.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <wbemdisp.h>

/* --- an object with events -------------------------------------------------------------------- */

struct source
{
    struct com_object base;
    struct com_connection_point point;
};

static void destroy(struct com_object *object)
{
    com_connection_point_close(&((struct source *)object)->point);
    free(object);
}

static HRESULT query(struct com_object *object, REFIID iid, void **out)
{
    return com_connection_point_query(&((struct source *)object)->point, iid, out);
}

static const struct com_class source_class = {.name = "SWbemSink",
                                              .clsid = &CLSID_SWbemSink,
                                              .iid = &IID_ISWbemSink,
                                              .source_iid = &DIID_ISWbemSinkEvents,
                                              .members = &com_members_ISWbemSink,
                                              .destroy = destroy,
                                              .query = query};

static const ISWbemSinkVtbl source_vtbl = {COM_OBJECT_METHODS(ISWbemSink), NULL};

static struct source *make_source(void)
{
    struct source *source = calloc(1, sizeof(*source));
    com_object_init(&source->base, &source_class, &source_vtbl);
    com_connection_point_init(&source->point, &source->base, &DIID_ISWbemSinkEvents);
    return source;
}

static void release_source(struct source *source)
{
    ck_assert_uint_eq(IDispatch_Release(&source->base.IDispatch_iface), 0);
}

static IConnectionPoint *point_of(struct source *source)
{
    IConnectionPointContainer *container;
    IConnectionPoint *point;
    ck_assert_int_eq(IDispatch_QueryInterface(&source->base.IDispatch_iface,
                                              &IID_IConnectionPointContainer, (void **)&container),
                     S_OK);
    ck_assert_int_eq(
        IConnectionPointContainer_FindConnectionPoint(container, &DIID_ISWbemSinkEvents, &point),
        S_OK);
    IConnectionPointContainer_Release(container);
    return point;
}

/* --- sinks ------------------------------------------------------------------------------------ */

struct listener
{
    IDispatch IDispatch_iface;
    LONG references;
    const IID *iid; /* what it answers besides IUnknown; NULL: nothing */
    DWORD released_on;
};

static HRESULT STDMETHODCALLTYPE listener_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    struct listener *listener = (struct listener *)iface;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !(listener->iid && IsEqualIID(iid, listener->iid)))
        return E_NOINTERFACE;
    *out = iface;
    InterlockedIncrement(&listener->references);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE listener_AddRef(IDispatch *iface)
{
    return InterlockedIncrement(&((struct listener *)iface)->references);
}

static ULONG STDMETHODCALLTYPE listener_Release(IDispatch *iface)
{
    ((struct listener *)iface)->released_on = GetCurrentThreadId();
    return InterlockedDecrement(&((struct listener *)iface)->references);
}

static const IDispatchVtbl listener_vtbl = {
    listener_QueryInterface, listener_AddRef, listener_Release, NULL, NULL, NULL, NULL};

static struct listener listen_as(const IID *iid)
{
    return (struct listener){{&listener_vtbl}, 1, iid, 0};
}

START_TEST(advise)
{
    static const struct
    {
        const char *name;
        const IID *iid;
        HRESULT hr;
    } cases[] = {
        {"event interface", &DIID_ISWbemSinkEvents, S_OK},
        {"any IDispatch", &IID_IDispatch, S_OK},
        {"neither", NULL, CONNECT_E_CANNOTCONNECT},
        {"another interface", &IID_ISWbemSink, CONNECT_E_CANNOTCONNECT},
    };
    struct source *source = make_source();
    IConnectionPoint *point = point_of(source);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
    {
        struct listener listener = listen_as(cases[i].iid);
        DWORD cookie = 77;
        HRESULT hr = IConnectionPoint_Advise(point, (IUnknown *)&listener, &cookie);
        ck_assert_msg(hr == cases[i].hr, "%s: 0x%08lx", cases[i].name, (long)hr);
        ck_assert_msg((hr == S_OK) == (cookie != 0), "%s: cookie %lu", cases[i].name,
                      (unsigned long)cookie);
        ck_assert_int_eq(listener.references, hr == S_OK ? 2 : 1);
        if (hr == S_OK)
            ck_assert_int_eq(IConnectionPoint_Unadvise(point, cookie), S_OK);
        ck_assert_int_eq(listener.references, 1);
        ck_assert_int_eq(IConnectionPoint_Unadvise(point, cookie), CONNECT_E_NOCONNECTION);
    }
    DWORD cookie;
    ck_assert_int_eq(IConnectionPoint_Advise(point, NULL, &cookie), E_POINTER);
    IConnectionPoint_Release(point);
    release_source(source);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(cookies_are_not_reused)
{
    struct source *source = make_source();
    IConnectionPoint *point = point_of(source);
    struct listener listener = listen_as(&IID_IDispatch);
    DWORD last = 0;

    for (int i = 0; i < 1000; i++)
    {
        DWORD cookie;
        ck_assert_int_eq(IConnectionPoint_Advise(point, (IUnknown *)&listener, &cookie), S_OK);
        ck_assert_uint_gt(cookie, last);
        last = cookie;
        ck_assert_int_eq(IConnectionPoint_Unadvise(point, cookie), S_OK);
    }
    ck_assert_int_eq(listener.references, 1);
    IConnectionPoint_Release(point);
    release_source(source);
}
END_TEST

START_TEST(identities)
{
    struct source *source = make_source();
    IConnectionPointContainer *container, *back;
    IConnectionPoint *point = point_of(source);
    IUnknown *of_object, *of_container, *of_point;
    IID iid;

    IDispatch_QueryInterface(&source->base.IDispatch_iface, &IID_IConnectionPointContainer,
                             (void **)&container);
    IDispatch_QueryInterface(&source->base.IDispatch_iface, &IID_IUnknown, (void **)&of_object);
    IConnectionPointContainer_QueryInterface(container, &IID_IUnknown, (void **)&of_container);
    IConnectionPoint_QueryInterface(point, &IID_IUnknown, (void **)&of_point);
    ck_assert_ptr_eq(of_object, of_container);
    ck_assert_ptr_ne(of_object, of_point);
    ck_assert_int_eq(IConnectionPoint_GetConnectionInterface(point, &iid), S_OK);
    ck_assert(IsEqualIID(&iid, &DIID_ISWbemSinkEvents));
    ck_assert_int_eq(IConnectionPoint_GetConnectionPointContainer(point, &back), S_OK);
    ck_assert_ptr_eq(back, container);
    IConnectionPoint *none = point;
    ck_assert_int_eq(
        IConnectionPointContainer_FindConnectionPoint(container, &IID_IDispatch, &none),
        CONNECT_E_NOCONNECTION);
    ck_assert_ptr_null(none);
    IUnknown_Release(of_object);
    IUnknown_Release(of_container);
    IUnknown_Release(of_point);
    IConnectionPointContainer_Release(back);
    IConnectionPointContainer_Release(container);
    /* The point keeps its owner. */
    IDispatch_Release(&source->base.IDispatch_iface);
    ck_assert_int_eq(com_module_count(), 1);
    ck_assert_uint_eq(IConnectionPoint_Release(point), 0);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(enumerate_points)
{
    struct source *source = make_source();
    IConnectionPointContainer *container;
    IEnumConnectionPoints *all, *clone;
    IConnectionPoint *points[2];
    ULONG fetched;

    IDispatch_QueryInterface(&source->base.IDispatch_iface, &IID_IConnectionPointContainer,
                             (void **)&container);
    ck_assert_int_eq(IConnectionPointContainer_EnumConnectionPoints(container, &all), S_OK);
    ck_assert_int_eq(IEnumConnectionPoints_Next(all, 2, points, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 1);
    IConnectionPoint_Release(points[0]);
    ck_assert_int_eq(IEnumConnectionPoints_Clone(all, &clone), S_OK);
    ck_assert_int_eq(IEnumConnectionPoints_Next(clone, 1, points, NULL), S_FALSE);
    ck_assert_int_eq(IEnumConnectionPoints_Reset(clone), S_OK);
    ck_assert_int_eq(IEnumConnectionPoints_Next(clone, 1, points, NULL), S_OK);
    IConnectionPoint_Release(points[0]);
    ck_assert_int_eq(IEnumConnectionPoints_Skip(clone, 1), S_FALSE);
    ck_assert_int_eq(IEnumConnectionPoints_Next(clone, 2, points, NULL), E_POINTER);
    IEnumConnectionPoints_Release(clone);
    IEnumConnectionPoints_Release(all);
    IConnectionPointContainer_Release(container);
    release_source(source);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(enumerate_connections)
{
    struct source *source = make_source();
    IConnectionPoint *point = point_of(source);
    struct listener listeners[3];
    DWORD cookies[3];
    IEnumConnections *all, *clone;
    CONNECTDATA data[4];
    ULONG fetched;

    for (int i = 0; i < 3; i++)
    {
        listeners[i] = listen_as(&IID_IDispatch);
        IConnectionPoint_Advise(point, (IUnknown *)&listeners[i], &cookies[i]);
    }
    ck_assert_int_eq(IConnectionPoint_EnumConnections(point, &all), S_OK);
    ck_assert_int_eq(IEnumConnections_Skip(all, 1), S_OK);
    ck_assert_int_eq(IEnumConnections_Clone(all, &clone), S_OK);
    ck_assert_int_eq(IEnumConnections_Next(all, 4, data, &fetched), S_FALSE);
    ck_assert_uint_eq(fetched, 2);
    ck_assert_uint_eq(data[0].dwCookie, cookies[1]);
    ck_assert_ptr_eq(data[1].pUnk, &listeners[2]);
    IUnknown_Release(data[0].pUnk);
    IUnknown_Release(data[1].pUnk);
    ck_assert_int_eq(IEnumConnections_Skip(all, 1), S_FALSE);
    ck_assert_int_eq(IEnumConnections_Reset(all), S_OK);
    ck_assert_int_eq(IEnumConnections_Next(all, 1, data, NULL), S_OK);
    ck_assert_uint_eq(data[0].dwCookie, cookies[0]);
    IUnknown_Release(data[0].pUnk);
    ck_assert_int_eq(IEnumConnections_Next(clone, 1, data, &fetched), S_OK);
    ck_assert_uint_eq(data[0].dwCookie, cookies[1]);
    IUnknown_Release(data[0].pUnk);

    /* The owner lives as long as an enumerator; then everybody is let go. */
    IConnectionPoint_Release(point);
    IDispatch_Release(&source->base.IDispatch_iface);
    IEnumConnections_Release(all);
    IEnumConnections_Release(clone);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(listeners[i].references, 1);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(snapshot)
{
    struct source *source = make_source();
    IConnectionPoint *point = point_of(source);
    struct listener listener = listen_as(&IID_IDispatch);
    struct com_connection **connections = (void *)1;
    size_t count = 5;
    DWORD cookie;

    ck_assert_int_eq(com_connection_snapshot(&source->point, &connections, &count), S_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_ptr_null(connections);
    IConnectionPoint_Advise(point, (IUnknown *)&listener, &cookie);
    ck_assert_int_eq(com_connection_snapshot(&source->point, &connections, &count), S_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert(!connections[0]->closed);
    /* What a delivery holds stays whole, and knows that it is closed. */
    IConnectionPoint_Unadvise(point, cookie);
    ck_assert(connections[0]->closed);
    ck_assert_int_eq(listener.references, 2);
    com_connection_release(connections[0]);
    CoTaskMemFree(connections);
    ck_assert_int_eq(listener.references, 1);
    IConnectionPoint_Release(point);
    release_source(source);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

START_TEST(one_by_one)
{
    struct source *source = make_source();
    IConnectionPoint *point = point_of(source);
    struct listener listeners[4];
    struct com_connection *connection;
    DWORD cookies[4], cookie = 0;

    ck_assert_ptr_null(
        com_connection_next(&source->point, 0, com_connection_newest(&source->point)));
    for (int i = 0; i < 3; i++)
    {
        listeners[i] = listen_as(&IID_IDispatch);
        IConnectionPoint_Advise(point, (IUnknown *)&listeners[i], &cookies[i]);
    }
    DWORD newest = com_connection_newest(&source->point);
    for (int i = 0; i < 3; i += 2)
    {
        connection = com_connection_next(&source->point, cookie, newest);
        ck_assert_ptr_nonnull(connection);
        cookie = connection->cookie;
        ck_assert_uint_eq(cookie, cookies[i]);
        if (i == 0) /* one that is still to come goes, another comes too late */
        {
            IConnectionPoint_Unadvise(point, cookies[1]);
            listeners[3] = listen_as(&IID_IDispatch);
            IConnectionPoint_Advise(point, (IUnknown *)&listeners[3], &cookies[3]);
        }
        com_connection_release(connection);
    }
    ck_assert_ptr_null(com_connection_next(&source->point, cookie, newest));
    IConnectionPoint_Release(point);
    release_source(source);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(listeners[i].references, 1);
    ck_assert_int_eq(com_module_count(), 0);
}
END_TEST

/* --- a sink of a single-threaded apartment ---------------------------------------------------- */

struct sta_scene
{
    struct source *source;
    struct listener listener;
    HANDLE advised, released;
    bool pumps;
    DWORD thread;
};

static DWORD WINAPI sta_thread(void *context)
{
    struct sta_scene *scene = context;
    MSG message;
    DWORD cookie;

    scene->thread = GetCurrentThreadId();
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    IConnectionPoint *point = point_of(scene->source);
    IConnectionPoint_Advise(point, (IUnknown *)&scene->listener, &cookie);
    IConnectionPoint_Release(point);
    SetEvent(scene->advised);
    WaitForSingleObject(scene->released, 30000);
    while (scene->pumps && PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
    CoUninitialize();
    com_apartment_thread_detach();
    return 0;
}

static void source_dies_elsewhere(struct sta_scene *scene, bool pumps)
{
    scene->source = make_source();
    scene->listener = listen_as(&IID_IDispatch);
    scene->advised = CreateEventW(NULL, FALSE, FALSE, NULL);
    scene->released = CreateEventW(NULL, FALSE, FALSE, NULL);
    scene->pumps = pumps;
    HANDLE thread = CreateThread(NULL, 0, sta_thread, scene, 0, NULL);
    WaitForSingleObject(scene->advised, 30000);
    release_source(scene->source);
    ck_assert_int_eq(scene->listener.references, 2);
    SetEvent(scene->released);
    WaitForSingleObject(thread, 30000);
    CloseHandle(thread);
    CloseHandle(scene->advised);
    CloseHandle(scene->released);
    ck_assert_int_eq(com_module_count(), 0);
}

START_TEST(sink_is_released_in_its_apartment)
{
    struct sta_scene scene;
    source_dies_elsewhere(&scene, true);
    ck_assert_int_eq(scene.listener.references, 1);
    ck_assert_uint_eq(scene.listener.released_on, scene.thread);
}
END_TEST

START_TEST(sink_of_an_ended_apartment_is_left_alone)
{
    struct sta_scene scene;
    source_dies_elsewhere(&scene, false);
    ck_assert_int_eq(scene.listener.references, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("connection");
    TCase *tcase = tcase_create("connection");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_add_test(tcase, advise);
    tcase_add_test(tcase, cookies_are_not_reused);
    tcase_add_test(tcase, identities);
    tcase_add_test(tcase, enumerate_points);
    tcase_add_test(tcase, enumerate_connections);
    tcase_add_test(tcase, snapshot);
    tcase_add_test(tcase, one_by_one);
    tcase_add_test(tcase, sink_is_released_in_its_apartment);
    tcase_add_test(tcase, sink_of_an_ended_apartment_is_left_alone);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
