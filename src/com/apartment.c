/* Apartments of clients, and the queues by which work reaches single-threaded ones.
 *
 * A queue is a lock-free stack to which any thread pushes; the apartment's thread takes all of it at once and turns
 * it round into `ready`, which only that thread touches. One wake-up message at most is under way (`signalled`).
 * Before an item runs and others are left, a wake-up is made sure of, so that a handler that pumps messages gets the
 * next items; each item leaves `ready` before it runs, so that none runs twice and order is kept.
 *
 * An apartment lives while it is referenced; each queued item is a reference. Its window holds a module count, and
 * goes with the last reference, or with its thread. `lock` guards the list of apartments, the counts' way to 0 and
 * `window`. Once the count is 0 the apartment's thread may free it at any time: who took it there looks it up
 * again. All of Vista's interfaces only: no CoGetApartmentType. */
#include "apartment.h"
#include "module.h"

#include <objidl.h>
#include <stdlib.h>

#define WM_DELIVER (WM_APP + 1)
#define WM_END     (WM_APP + 2)
#define SLICE_MS   15 /* after this long the client's own messages have their turn */
#define RETRY_MS   50
#define NO_THREAD  0 /* it is dead, and its number may be another's by now */

struct com_apartment
{
    struct com_apartment *next;
    LONG references;
    bool multithreaded;
    DWORD thread;
    HWND window;             /* NULL: ended */
    volatile LONG ended;     /* nothing is delivered any more */
    volatile LONG signalled; /* a wake-up is under way */
    volatile LONG retrying;  /* somebody will post the wake-up that found the message queue full */
    struct com_delivery *volatile pushed; /* last pushed first */
    struct com_delivery *ready;           /* in order; the apartment's thread only */
    struct com_delivery **ready_end;
};

static struct com_apartment everyone = {.multithreaded = true};

static SRWLOCK lock = SRWLOCK_INIT;
static struct com_apartment *apartments;
static ATOM window_class;

static const WCHAR class_name[] = L"SwbemDelivery";

static HINSTANCE own_module(void)
{
    return com_module ? com_module : GetModuleHandleW(NULL);
}

/* --- the queue ------------------------------------------------------------------------------- */

static void push(struct com_apartment *apartment, struct com_delivery *delivery)
{
    struct com_delivery *head;
    do
    {
        head = apartment->pushed;
        delivery->next = head;
    } while (InterlockedCompareExchangePointer((void *volatile *)&apartment->pushed, delivery,
                                               head) != head);
}

static struct com_delivery *take_pushed(struct com_apartment *apartment)
{
    struct com_delivery *taken =
        InterlockedExchangePointer((void *volatile *)&apartment->pushed, NULL);
    struct com_delivery *in_order = NULL;
    while (taken)
    {
        struct com_delivery *next = taken->next;
        taken->next = in_order;
        in_order = taken;
        taken = next;
    }
    return in_order;
}

static struct com_delivery *next_ready(struct com_apartment *apartment)
{
    if (apartment->pushed)
    {
        *apartment->ready_end = take_pushed(apartment);
        while (*apartment->ready_end)
            apartment->ready_end = &(*apartment->ready_end)->next;
    }
    struct com_delivery *delivery = apartment->ready;
    if (!delivery)
        return NULL;
    apartment->ready = delivery->next;
    if (!apartment->ready)
        apartment->ready_end = &apartment->ready;
    return delivery;
}

static void drop_all(struct com_apartment *apartment, struct com_delivery *list)
{
    while (list)
    {
        struct com_delivery *next = list->next;
        list->drop(list);
        com_apartment_release(apartment);
        list = next;
    }
}

/* --- the wake-up ----------------------------------------------------------------------------- */

static void wake(struct com_apartment *apartment);

static DWORD WINAPI retry(void *context)
{
    struct com_apartment *apartment = context;

    Sleep(RETRY_MS);
    InterlockedExchange(&apartment->retrying, 0);
    wake(apartment);
    com_apartment_release(apartment);
    return 0;
}

/* A full message queue: whoever posts next tries again, and so does a thread of the system's, in case nobody
 * posts. */
static void retry_later(struct com_apartment *apartment)
{
    if (InterlockedExchange(&apartment->retrying, 1))
        return;
    com_apartment_ref(apartment);
    if (QueueUserWorkItem(retry, apartment, WT_EXECUTELONGFUNCTION))
        return;
    InterlockedExchange(&apartment->retrying, 0);
    com_apartment_release(apartment);
}

static bool is_listed_locked(const struct com_apartment *apartment)
{
    const struct com_apartment *i = apartments;
    while (i && i != apartment)
        i = i->next;
    return i != NULL;
}

static void unlink_locked(struct com_apartment *apartment)
{
    struct com_apartment **link = &apartments;
    while (*link && *link != apartment)
        link = &(*link)->next;
    if (*link)
        *link = apartment->next;
}

/* A window that is being destroyed by somebody else has lost its apartment already. */
static void destroy_window(HWND window)
{
    if (SetWindowLongPtrW(window, GWLP_USERDATA, 0))
        DestroyWindow(window);
}

/* The apartment is over: its thread ends, COM is no longer initialised there, or the thread is found dead. The
 * caller holds a reference, and is the apartment's thread unless that is dead. */
static void end(struct com_apartment *apartment)
{
    if (InterlockedExchange(&apartment->ended, 1))
    {
        drop_all(apartment, take_pushed(apartment));
        return;
    }
    AcquireSRWLockExclusive(&lock);
    HWND window = apartment->window;
    apartment->window = NULL;
    unlink_locked(apartment);
    ReleaseSRWLockExclusive(&lock);

    struct com_delivery *ready = apartment->ready;
    apartment->ready = NULL;
    apartment->ready_end = &apartment->ready;
    drop_all(apartment, ready);
    drop_all(apartment, take_pushed(apartment));
    if (!window)
        return;
    if (apartment->thread == GetCurrentThreadId())
        destroy_window(window);
    else
        apartment->thread = NO_THREAD;
    com_module_unlock();
}

static void wake(struct com_apartment *apartment)
{
    if (InterlockedExchange(&apartment->signalled, 1))
        return;
    HWND window = apartment->window;
    if (window && PostMessageW(window, WM_DELIVER, 0, 0))
        return;
    InterlockedExchange(&apartment->signalled, 0);
    if (window && IsWindow(window))
        retry_later(apartment);
    else
        end(apartment);
}

/* --- the window's side ----------------------------------------------------------------------- */

static APTTYPE current_type(bool *initialised)
{
    IComThreadingInfo *info = NULL;
    APTTYPE type = APTTYPE_MTA;

    *initialised = SUCCEEDED(CoGetObjectContext(&IID_IComThreadingInfo, (void **)&info)) &&
                   SUCCEEDED(IComThreadingInfo_GetCurrentApartmentType(info, &type));
    if (info)
        IComThreadingInfo_Release(info);
    return type;
}

/* Not when COM was uninitialised here: the thread may then count for the multi-threaded apartment. */
static bool is_single_threaded(void)
{
    bool initialised;
    APTTYPE type = current_type(&initialised);
    return initialised && (type == APTTYPE_STA || type == APTTYPE_MAINSTA);
}

/* The caller holds a reference. */
static void deliver(struct com_apartment *apartment)
{
    struct com_delivery *delivery;
    DWORD start = GetTickCount();

    InterlockedExchange(&apartment->signalled, 0);
    while (!apartment->ended && (delivery = next_ready(apartment)))
    {
        if ((apartment->ready || apartment->pushed) && !apartment->signalled)
            wake(apartment);
        delivery->run(delivery);
        com_apartment_release(apartment);
        if (!is_single_threaded())
        {
            end(apartment);
            return;
        }
        if (GetTickCount() - start < SLICE_MS)
            continue;
        if (apartment->ready || apartment->pushed)
            wake(apartment);
        return;
    }
}

/* The last reference went, elsewhere or here: end, unless somebody took one again meanwhile, or its thread was
 * quicker: then it may be gone, and another stand in its place with another window. */
static void end_if_unused(struct com_apartment *apartment, HWND window)
{
    AcquireSRWLockExclusive(&lock);
    bool unused =
        is_listed_locked(apartment) && apartment->window == window && !apartment->references;
    if (unused)
        apartment->references = 1;
    ReleaseSRWLockExclusive(&lock);
    if (!unused)
        return;
    end(apartment);
    com_apartment_release(apartment);
}

static LRESULT CALLBACK window_proc(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct com_apartment *apartment =
        (struct com_apartment *)GetWindowLongPtrW(window, GWLP_USERDATA);

    if (!apartment || (message != WM_DELIVER && message != WM_END && message != WM_NCDESTROY))
        return DefWindowProcW(window, message, wparam, lparam);
    if (message == WM_END)
    {
        end_if_unused(apartment, window);
        return 0;
    }
    if (message == WM_NCDESTROY)
        SetWindowLongPtrW(window, GWLP_USERDATA, 0);
    com_apartment_ref(apartment);
    if (message == WM_DELIVER && is_single_threaded())
        deliver(apartment);
    else
        end(apartment);
    com_apartment_release(apartment);
    return message == WM_NCDESTROY ? DefWindowProcW(window, message, wparam, lparam) : 0;
}

static bool register_class_locked(void)
{
    WNDCLASSEXW wc = {.cbSize = sizeof(wc),
                      .lpfnWndProc = window_proc,
                      .hInstance = own_module(),
                      .lpszClassName = class_name};
    if (!window_class)
        window_class = RegisterClassExW(&wc);
    return window_class != 0;
}

/* --- life ------------------------------------------------------------------------------------ */

/* The window is made outside the lock: making it may call hooks of the client's. No other thread makes one for
 * this thread. */
static struct com_apartment *create(void)
{
    struct com_apartment *apartment = calloc(1, sizeof(*apartment));
    if (!apartment)
        return NULL;
    AcquireSRWLockExclusive(&lock);
    bool registered = register_class_locked();
    ReleaseSRWLockExclusive(&lock);
    if (registered)
        apartment->window = CreateWindowExW(0, class_name, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL,
                                            own_module(), NULL);
    if (!apartment->window)
    {
        free(apartment);
        return NULL;
    }
    SetWindowLongPtrW(apartment->window, GWLP_USERDATA, (LONG_PTR)apartment);
    apartment->references = 1;
    apartment->thread = GetCurrentThreadId();
    apartment->ready_end = &apartment->ready;
    com_module_lock();
    AcquireSRWLockExclusive(&lock);
    apartment->next = apartments;
    apartments = apartment;
    ReleaseSRWLockExclusive(&lock);
    return apartment;
}

/* Identifiers of threads are used again: an ended apartment is none. */
static struct com_apartment *find_locked(void)
{
    DWORD thread = GetCurrentThreadId();
    for (struct com_apartment *apartment = apartments; apartment; apartment = apartment->next)
        if (apartment->thread == thread && apartment->window && IsWindow(apartment->window))
            return apartment;
    return NULL;
}

struct com_apartment *com_apartment_current(void)
{
    bool initialised;
    APTTYPE type = current_type(&initialised);

    if (!initialised)
        return NULL;
    if (type != APTTYPE_STA && type != APTTYPE_MAINSTA)
        return &everyone;
    AcquireSRWLockExclusive(&lock);
    struct com_apartment *apartment = find_locked();
    if (apartment)
        InterlockedIncrement(&apartment->references);
    ReleaseSRWLockExclusive(&lock);
    return apartment ? apartment : create();
}

struct com_apartment *com_apartment_ref(struct com_apartment *apartment)
{
    if (!apartment->multithreaded)
        InterlockedIncrement(&apartment->references);
    return apartment;
}

/* Down from more than one needs no lock. */
static bool release_quickly(struct com_apartment *apartment)
{
    LONG count = apartment->references;
    while (count > 1)
    {
        LONG seen = InterlockedCompareExchange(&apartment->references, count - 1, count);
        if (seen == count)
            return true;
        count = seen;
    }
    return false;
}

void com_apartment_release(struct com_apartment *apartment)
{
    if (!apartment || apartment->multithreaded || release_quickly(apartment))
        return;
    AcquireSRWLockExclusive(&lock);
    bool last = !InterlockedDecrement(&apartment->references);
    HWND window = apartment->window;
    DWORD thread = apartment->thread;
    ReleaseSRWLockExclusive(&lock);
    if (!last)
        return;
    if (!window)
        free(apartment);
    else if (thread == GetCurrentThreadId() ||
             (!PostMessageW(window, WM_END, 0, 0) && !IsWindow(window)))
        end_if_unused(apartment, window);
}

bool com_apartment_is_multithreaded(const struct com_apartment *apartment)
{
    return apartment->multithreaded;
}

bool com_apartment_is_current(const struct com_apartment *apartment)
{
    return apartment->multithreaded || apartment->thread == GetCurrentThreadId();
}

void com_apartment_post(struct com_apartment *apartment, struct com_delivery *delivery)
{
    if (apartment->multithreaded)
    {
        delivery->run(delivery);
        return;
    }
    com_apartment_ref(apartment); /* the item's */
    com_apartment_ref(apartment); /* ours: the item may hold the last other one, and run at once */
    push(apartment, delivery);
    if (apartment->ended)
        drop_all(apartment, take_pushed(apartment));
    else if (!apartment->signalled)
        wake(apartment);
    com_apartment_release(apartment);
}

void com_apartment_thread_detach(void)
{
    AcquireSRWLockExclusive(&lock);
    struct com_apartment *apartment = find_locked();
    if (apartment)
        InterlockedIncrement(&apartment->references);
    ReleaseSRWLockExclusive(&lock);
    if (!apartment)
        return;
    end(apartment);
    apartment->thread = NO_THREAD;
    com_apartment_release(apartment);
}

/* COM unloads servers at its own end even where windows are left: those must not call into us any more. */
void com_apartment_unload(void)
{
    for (struct com_apartment *apartment = apartments; apartment; apartment = apartment->next)
        SetWindowLongPtrW(apartment->window, GWLP_WNDPROC, (LONG_PTR)DefWindowProcW);
    if (window_class)
        UnregisterClassW(class_name, own_module());
    window_class = 0;
}
