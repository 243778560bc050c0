/* A queue with one posted message as its bell, so that many events cost one wake-up. While events wait the bell is
 * on its way, also when a handler runs: should that pump messages itself, it gets the next events.
 *
 * `lock` guards the list, `closed` and `ringing`. The window belongs to the script's thread; items are run there in the
 * order of their arrival. */
#include "queue.h"

#include <stdlib.h>

#include "sink.h"

#define MESSAGE_EVENTS (WM_APP + 1)

struct event
{
    struct event *next;
    struct event_sink *sink; /* referenced */
    DISPID id;
    DISPPARAMS params; /* a copy unless `done` */
    HANDLE done;       /* of a caller who waits; he owns the event then */
    HRESULT hr;
};

struct event_queue
{
    LONG refs;
    SRWLOCK lock;
    HWND window;
    BOOL closed;
    BOOL ringing; /* a bell is posted and not heard yet */
    struct event *first;
    struct event **last;
};

static const WCHAR window_class[] = L"SwbemScriptEvents";

static void free_event(struct event *event)
{
    UINT i;

    for (i = 0; !event->done && i < event->params.cArgs; i++)
        VariantClear(&event->params.rgvarg[i]);
    if (event->done)
        CloseHandle(event->done);
    else
        free(event->params.rgvarg);
    sink_release(event->sink);
    free(event);
}

static void finish_event(struct event *event, HRESULT hr)
{
    event->hr = hr;
    if (event->done)
        SetEvent(event->done);
    else
        free_event(event);
}

static void ring(struct event_queue *queue)
{
    if (!queue->ringing && !queue->closed)
        queue->ringing = PostMessageW(queue->window, MESSAGE_EVENTS, 0, 0);
}

static struct event *take_first(struct event_queue *queue)
{
    struct event *event;

    AcquireSRWLockExclusive(&queue->lock);
    event = queue->first;
    if (event)
        queue->first = event->next;
    if (queue->first)
        ring(queue);
    else
        queue->last = &queue->first;
    ReleaseSRWLockExclusive(&queue->lock);
    return event;
}

static void run_events(struct event_queue *queue)
{
    struct event *event;

    AcquireSRWLockExclusive(&queue->lock);
    queue->ringing = FALSE;
    ReleaseSRWLockExclusive(&queue->lock);
    queue_addref(queue);
    while ((event = take_first(queue)) != NULL)
        finish_event(event, sink_fire(event->sink, event->id, &event->params, NULL));
    queue_release(queue);
}

static LRESULT CALLBACK window_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct event_queue *queue = (struct event_queue *)GetWindowLongPtrW(window, GWLP_USERDATA);

    if (message != MESSAGE_EVENTS)
        return DefWindowProcW(window, message, wparam, lparam);
    if (queue)
        run_events(queue);
    return 0;
}

static HWND create_window(struct event_queue *queue)
{
    WNDCLASSW class = {0};
    HWND window;

    class.lpfnWndProc = window_proc;
    class.hInstance = GetModuleHandleW(NULL);
    class.lpszClassName = window_class;
    RegisterClassW(&class);
    window = CreateWindowExW(0, window_class, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL,
                             class.hInstance, NULL);
    if (window)
        SetWindowLongPtrW(window, GWLP_USERDATA, (LONG_PTR)queue);
    return window;
}

struct event_queue *queue_create(void)
{
    struct event_queue *queue = calloc(1, sizeof(*queue));

    if (!queue)
        return NULL;
    queue->refs = 1;
    InitializeSRWLock(&queue->lock);
    queue->last = &queue->first;
    queue->window = create_window(queue);
    if (queue->window)
        return queue;
    free(queue);
    return NULL;
}

struct event_queue *queue_addref(struct event_queue *queue)
{
    InterlockedIncrement(&queue->refs);
    return queue;
}

void queue_release(struct event_queue *queue)
{
    if (queue && !InterlockedDecrement(&queue->refs))
        free(queue); /* closed by then, and so without events */
}

void queue_close(struct event_queue *queue)
{
    struct event *event;

    AcquireSRWLockExclusive(&queue->lock);
    queue->closed = TRUE;
    ReleaseSRWLockExclusive(&queue->lock);
    while ((event = take_first(queue)) != NULL)
        finish_event(event, RPC_E_DISCONNECTED);
    DestroyWindow(queue->window);
}

static HRESULT enqueue(struct event_queue *queue, struct event *event)
{
    AcquireSRWLockExclusive(&queue->lock);
    if (queue->closed)
    {
        ReleaseSRWLockExclusive(&queue->lock);
        return RPC_E_DISCONNECTED;
    }
    *queue->last = event;
    queue->last = &event->next;
    ring(queue);
    ReleaseSRWLockExclusive(&queue->lock);
    return S_OK;
}

static BOOL wants_answer(const DISPPARAMS *params)
{
    UINT i;

    for (i = 0; i < params->cArgs; i++)
        if (V_ISBYREF(&params->rgvarg[i]))
            return TRUE;
    return FALSE;
}

static HRESULT copy_arguments(struct event *event, const DISPPARAMS *params)
{
    HRESULT hr = S_OK;

    event->params.rgvarg = calloc((size_t)params->cArgs + 1, sizeof(VARIANT));
    if (!event->params.rgvarg)
        return E_OUTOFMEMORY;
    while (SUCCEEDED(hr) && event->params.cArgs < params->cArgs)
    {
        UINT i = event->params.cArgs++;

        VariantInit(&event->params.rgvarg[i]);
        hr = VariantCopy(&event->params.rgvarg[i], &params->rgvarg[i]);
    }
    return hr;
}

static HRESULT prepare(struct event *event, DISPPARAMS *params)
{
    if (!wants_answer(params))
        return copy_arguments(event, params);
    event->done = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (!event->done)
        return HRESULT_FROM_WIN32(GetLastError());
    event->params = *params;
    return S_OK;
}

HRESULT queue_send(struct event_queue *queue, struct event_sink *sink, DISPID id,
                   DISPPARAMS *params)
{
    struct event *event = calloc(1, sizeof(*event));
    BOOL waits;
    HRESULT hr;

    if (!event)
        return E_OUTOFMEMORY;
    event->sink = sink;
    sink_addref(sink);
    event->id = id;
    hr = prepare(event, params);
    waits = event->done != NULL; /* without a waiter the event may be gone once it is queued */
    if (SUCCEEDED(hr))
        hr = enqueue(queue, event);
    if (FAILED(hr))
    {
        free_event(event);
        return hr;
    }
    if (!waits)
        return S_OK;
    WaitForSingleObject(event->done, INFINITE);
    hr = event->hr;
    free_event(event);
    return hr;
}
