/* The time limit of //T: and WScript.Timeout, and the last resort at the end.
 *
 * One watchdog thread, made when a limit is first set. When the time is over it says so, asks the engine to stop
 * (InterruptScriptThread may be called from any thread) and wakes a Sleep; a script that still runs a second
 * later, as every busy loop does in an engine that cannot be interrupted, ends with the process. */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>

#include "console.h"

#define GRACE_MS  1000
#define FINISH_MS 5000

static struct
{
    HANDLE thread;
    HANDLE changed; /* auto-reset: the deadline is another */
    SRWLOCK lock;
    ULONGLONG deadline; /* 0: none; under lock */
    LONG seconds;
} watchdog = {.lock = SRWLOCK_INIT};

static void interrupt_engine(struct host *host)
{
    EXCEPINFO info;

    memset(&info, 0, sizeof(info));
    info.scode = E_ABORT;
    if (host->engine)
        IActiveScript_InterruptScriptThread(host->engine, SCRIPTTHREADID_BASE, &info, 0);
}

static void tell(struct host *host)
{
    const WCHAR *format = L"Script execution time was exceeded on script \"%ls\".\r\n"
                          L"Script execution was terminated.";
    size_t size = wcslen(format) + wcslen(host->script_path) + 1;
    WCHAR *text = malloc(size * sizeof(*text));

    if (!text)
        return;
    _snwprintf(text, size, format, host->script_path);
    console_write_line(host->console, STREAM_ERR, text);
    free(text);
}

static void expire(struct host *host)
{
    if (!host_stop(host, 1))
        return; /* it is ending as it is */
    tell(host);
    interrupt_engine(host);
    Sleep(GRACE_MS);
    if (!host->finishing)
        TerminateProcess(GetCurrentProcess(), 1);
}

static DWORD time_to_wait(void)
{
    ULONGLONG now = GetTickCount64();
    DWORD wait = INFINITE;

    AcquireSRWLockShared(&watchdog.lock);
    if (watchdog.deadline)
        wait = watchdog.deadline > now ? (DWORD)(watchdog.deadline - now) : 0;
    ReleaseSRWLockShared(&watchdog.lock);
    return wait;
}

static DWORD WINAPI watchdog_run(void *arg)
{
    DWORD wait;

    while ((wait = time_to_wait()) != 0)
        WaitForSingleObject(watchdog.changed, wait);
    expire(arg);
    return 0;
}

static void start_watchdog(struct host *host)
{
    watchdog.changed = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (watchdog.changed)
        watchdog.thread = CreateThread(NULL, 0, watchdog_run, host, 0, NULL);
}

void timeout_set(struct host *host, LONG seconds)
{
    AcquireSRWLockExclusive(&watchdog.lock);
    watchdog.seconds = seconds;
    watchdog.deadline = seconds ? GetTickCount64() + (ULONGLONG)seconds * 1000 : 0;
    ReleaseSRWLockExclusive(&watchdog.lock);
    if (!watchdog.thread && seconds)
        start_watchdog(host);
    else if (watchdog.changed)
        SetEvent(watchdog.changed);
}

LONG timeout_get(void)
{
    return watchdog.seconds;
}

static struct
{
    HANDLE thread;
    HANDLE over;
} guard;

static DWORD WINAPI guard_run(void *arg)
{
    const struct host *host = arg;

    if (WaitForSingleObject(guard.over, FINISH_MS) == WAIT_TIMEOUT)
        TerminateProcess(GetCurrentProcess(), (UINT)host->exit_code);
    return 0;
}

void timeout_guard_finish(struct host *host)
{
    guard.over = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (guard.over)
        guard.thread = CreateThread(NULL, 0, guard_run, host, 0, NULL);
}

/* Waits for the thread's end: Wine complains on standard error about a process that ends while one begins. */
void timeout_guard_end(void)
{
    if (!guard.thread)
        return;
    SetEvent(guard.over);
    WaitForSingleObject(guard.thread, INFINITE);
    CloseHandle(guard.thread);
    CloseHandle(guard.over);
}
