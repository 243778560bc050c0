/* The lanes of asynchronous calls and their workers (see queue.h). `lock` guards everything
 * static here and, in operations handed over, `next`, `cancelled` and `running`. */
#include "queue.h"

#include "../com/error.h"
#include "../com/module.h"
#include "indicate.h"

#define MAX_READERS 4
#define IDLE_MS     3000
#define PROGRESS_MS 1000
#define SHUTDOWN_MS 5000
#define LOW_WATER   (WMI_LANE_MAXIMUM / 2)

/* One worker of a lane and what it is at. */
struct worker
{
    struct lane *lane;
    DWORD thread; /* 0: the place is free */
    struct wmi_operation *operations[WMI_BATCH];
    size_t count;
};

struct lane
{
    struct wmi_operation *head, *tail;
    size_t count;
    size_t done;    /* operations taken so far */
    size_t waiting; /* callers waiting for room */
    unsigned idle;  /* workers asleep */
    size_t batch;   /* operations a worker takes at once */
    struct worker *workers;
    size_t worker_count;
    CONDITION_VARIABLE work, room;
    void (*run)(struct worker *worker);
};

static void run_writes(struct worker *worker);
static void run_read(struct worker *worker);

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE ended = CONDITION_VARIABLE_INIT;
static bool stopping;
static struct worker writer[1], readers[MAX_READERS];
static struct lane writes = {
    .batch = WMI_BATCH, .workers = writer, .worker_count = 1, .run = run_writes};
static struct lane reads = {
    .batch = 1, .workers = readers, .worker_count = MAX_READERS, .run = run_read};

/* --- completing ------------------------------------------------------------------------------- */

/* The worker is through with its operations: they can no longer be cancelled. */
static void forget_current(struct worker *worker)
{
    AcquireSRWLockExclusive(&lock);
    worker->count = 0;
    ReleaseSRWLockExclusive(&lock);
}

static void complete(struct wmi_operation *op)
{
    if ((op->flags & WBEM_FLAG_SEND_STATUS) && op->kind->is_write && SUCCEEDED(op->hr))
        IWbemObjectSink_SetStatus(op->sink, WBEM_STATUS_PROGRESS, MAKELONG(1, 1), NULL, NULL);
    IWbemObjectSink_SetStatus(op->sink, WBEM_STATUS_COMPLETE, op->hr,
                              SUCCEEDED(op->hr) ? op->path : NULL, op->error);
    wmi_operation_free(op);
}

static void cancel_one(struct wmi_operation *op)
{
    struct cim_error err;

    cim_fail(&err, CIM_CANCELLED, "the call was cancelled");
    wmi_operation_fail(op, WBEM_E_CALL_CANCELLED, &err);
}

/* --- writes ----------------------------------------------------------------------------------- */

static void run_write(struct wmi_operation *op, struct repo_batch *batch)
{
    struct cim_error err;

    if (op->cancelled)
    {
        cancel_one(op);
        return;
    }
    cim_error_clear(&err);
    op->hr = op->kind->run(op, batch, &err);
    if (FAILED(op->hr))
        wmi_operation_fail(op, op->hr, &err);
}

/* The batch could not begin or commit: so did nothing that had succeeded in it. */
static void fail_batch(struct worker *worker, enum cim_status status, const struct cim_error *err)
{
    size_t i;

    for (i = 0; i < worker->count; i++)
    {
        struct wmi_operation *op = worker->operations[i];
        if (SUCCEEDED(op->hr))
            wmi_operation_fail(op, com_hresult(status), err);
    }
}

static void write_batch(struct worker *worker)
{
    struct repo *repo = repo_space_repo(worker->operations[0]->services->space);
    struct repo_batch *batch;
    struct cim_error err;
    enum cim_status status;
    size_t i;

    cim_error_clear(&err);
    status = repo_batch_begin(&batch, repo, &err);
    if (!status)
    {
        for (i = 0; i < worker->count; i++)
            run_write(worker->operations[i], batch);
        status = repo_batch_commit(batch, &err);
    }
    if (status)
        fail_batch(worker, status, &err);
}

static void run_writes(struct worker *worker)
{
    size_t i, count = worker->count;

    write_batch(worker);
    forget_current(worker);
    for (i = 0; i < count; i++)
    {
        struct wmi_operation *op = worker->operations[i];
        if (SUCCEEDED(op->hr) && op->kind->committed)
            op->kind->committed(op);
        complete(op);
    }
}

/* --- reads ------------------------------------------------------------------------------------ */

void wmi_queue_set_running(struct wmi_operation *op, struct wmi_source *source)
{
    AcquireSRWLockExclusive(&lock);
    op->running = source;
    if (source && op->cancelled)
        wmi_source_cancel(source);
    ReleaseSRWLockExclusive(&lock);
}

static void read_one(struct wmi_operation *op)
{
    if (op->cancelled)
        return;
    if (op->spec)
        wmi_indicate_source(op);
    else if (op->enumerator)
        wmi_indicate_next(op);
    else if (SUCCEEDED(wmi_operation_run(op)) && !op->cancelled)
        IWbemObjectSink_Indicate(op->sink, 1, &op->result);
}

static void run_read(struct worker *worker)
{
    struct wmi_operation *op = worker->operations[0];

    read_one(op);
    forget_current(worker);
    if (op->cancelled)
        cancel_one(op);
    complete(op);
}

/* --- workers ---------------------------------------------------------------------------------- */

static bool is_same_store(const struct wmi_operation *a, const struct wmi_operation *b)
{
    return a->services && b->services &&
           repo_space_repo(a->services->space) == repo_space_repo(b->services->space);
}

static void pop(struct lane *lane, struct worker *worker)
{
    struct wmi_operation *op = lane->head;

    lane->head = op->next;
    if (!lane->head)
        lane->tail = NULL;
    lane->count--;
    lane->done++;
    op->next = NULL;
    worker->operations[worker->count++] = op;
}

/* Take what is to be done next. @return false: nothing came, the worker ends and its place is
 * free */
static bool take(struct worker *worker)
{
    struct lane *lane = worker->lane;

    AcquireSRWLockExclusive(&lock);
    while (!lane->head)
    {
        BOOL woken;
        lane->idle++;
        woken = !stopping && SleepConditionVariableSRW(&lane->work, &lock, IDLE_MS, 0);
        lane->idle--;
        if (woken || lane->head)
            continue;
        worker->thread = 0;
        WakeAllConditionVariable(&ended);
        ReleaseSRWLockExclusive(&lock);
        return false;
    }
    do
        pop(lane, worker);
    while (lane->head && worker->count < lane->batch &&
           is_same_store(lane->head, worker->operations[0]));
    if (lane->waiting && lane->count <= LOW_WATER)
        WakeAllConditionVariable(&lane->room);
    ReleaseSRWLockExclusive(&lock);
    return true;
}

/* The thread holds the module by its handle, so that the code stays while it runs; what counts for
 * DllCanUnloadNow are the operations. */
static DWORD WINAPI worker_thread(void *argument)
{
    struct worker *worker = argument;
    HRESULT initialised = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    HMODULE module = NULL;

    while (take(worker))
        worker->lane->run(worker);
    if (SUCCEEDED(initialised))
        CoUninitialize();
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                           GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       (LPCWSTR)&worker_thread, &module);
    FreeLibraryAndExitThread(module, 0);
    return 0;
}

/* With the lock held. */
static void start_worker(struct worker *worker, struct lane *lane)
{
    HMODULE module;
    HANDLE thread;

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR)&worker_thread,
                            &module))
        return;
    worker->lane = lane;
    worker->count = 0;
    thread = CreateThread(NULL, 0, worker_thread, worker, 0, &worker->thread);
    if (thread)
    {
        CloseHandle(thread);
        return;
    }
    worker->thread = 0;
    FreeLibrary(module);
}

/* See that somebody will take what is queued. @return false when nobody can */
static bool provide_worker(struct lane *lane)
{
    bool any = false;
    size_t i;

    if (lane->idle > lane->count)
        return true;
    for (i = 0; i < lane->worker_count; i++)
    {
        if (lane->workers[i].thread)
            any = true;
        else
        {
            start_worker(&lane->workers[i], lane);
            return any || lane->workers[i].thread;
        }
    }
    return any;
}

static bool is_worker(DWORD thread)
{
    size_t i;

    for (i = 0; i < MAX_READERS; i++)
    {
        if (readers[i].thread == thread)
            return true;
    }
    return writer[0].thread == thread;
}

bool wmi_queue_is_worker(void)
{
    bool found;

    AcquireSRWLockShared(&lock);
    found = is_worker(GetCurrentThreadId());
    ReleaseSRWLockShared(&lock);
    return found;
}

/* Wait until there is room, or until a while has passed without progress. */
static void wait_for_room(struct lane *lane)
{
    size_t done;

    if (lane->count < WMI_LANE_MAXIMUM || is_worker(GetCurrentThreadId()))
        return;
    lane->waiting++;
    do
    {
        done = lane->done;
        SleepConditionVariableSRW(&lane->room, &lock, PROGRESS_MS, 0);
    } while (lane->count >= WMI_LANE_MAXIMUM && lane->done != done);
    lane->waiting--;
}

HRESULT wmi_queue_submit(struct wmi_operation *op)
{
    struct lane *lane = op->kind->is_write ? &writes : &reads;
    bool provided;

    AcquireSRWLockExclusive(&lock);
    wait_for_room(lane);
    provided = provide_worker(lane);
    if (provided)
    {
        if (lane->tail)
            lane->tail->next = op;
        else
            lane->head = op;
        lane->tail = op;
        lane->count++;
        if (lane->idle)
            WakeConditionVariable(&lane->work);
    }
    ReleaseSRWLockExclusive(&lock);
    return provided ? WBEM_S_NO_ERROR : (HRESULT)WBEM_E_OUT_OF_MEMORY;
}

/* --- cancelling and ending -------------------------------------------------------------------- */

static void mark(struct wmi_operation *op, const IWbemObjectSink *sink)
{
    if (op->sink != sink)
        return;
    op->cancelled = 1;
    if (op->running)
        wmi_source_cancel(op->running);
}

static void mark_lane(struct lane *lane, const IWbemObjectSink *sink)
{
    struct wmi_operation *op;
    size_t i, j;

    for (op = lane->head; op; op = op->next)
        mark(op, sink);
    for (i = 0; i < lane->worker_count; i++)
    {
        for (j = 0; j < lane->workers[i].count; j++)
            mark(lane->workers[i].operations[j], sink);
    }
}

void wmi_queue_cancel(IWbemObjectSink *sink)
{
    AcquireSRWLockExclusive(&lock);
    mark_lane(&writes, sink);
    mark_lane(&reads, sink);
    ReleaseSRWLockExclusive(&lock);
}

static bool is_any_alive(void)
{
    size_t i;

    for (i = 0; i < MAX_READERS; i++)
    {
        if (readers[i].thread)
            return true;
    }
    return writer[0].thread != 0;
}

void wmi_queue_shutdown(void)
{
    ULONGLONG end = GetTickCount64() + SHUTDOWN_MS;

    AcquireSRWLockExclusive(&lock);
    stopping = true;
    WakeAllConditionVariable(&writes.work);
    WakeAllConditionVariable(&reads.work);
    while (!is_worker(GetCurrentThreadId()) && is_any_alive() && GetTickCount64() < end)
        SleepConditionVariableSRW(&ended, &lock, 100, 0);
    stopping = false;
    ReleaseSRWLockExclusive(&lock);
}
