/* Waiting on the script's thread: a single-threaded apartment must serve its messages, for COM calls and
 * events arrive by them. */
#include "host.h"

static void serve_messages(void)
{
    MSG message;

    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
    {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
}

static DWORD time_left(ULONGLONG end)
{
    ULONGLONG now = GetTickCount64();

    if (now >= end)
        return 0;
    return end - now < INFINITE ? (DWORD)(end - now) : INFINITE - 1;
}

void wait_pumping(struct host *host, DWORD milliseconds)
{
    ULONGLONG end = GetTickCount64() + milliseconds;
    DWORD left = milliseconds;

    serve_messages(); /* even Sleep(0) lets events in */
    while ((left = time_left(end)) != 0 && !host_stopping(host))
    {
        DWORD woken = MsgWaitForMultipleObjectsEx(1, &host->stop_event, left, QS_ALLINPUT,
                                                  MWMO_INPUTAVAILABLE);

        if (woken != WAIT_OBJECT_0 + 1)
            return; /* the time is over, or the script is to stop */
        serve_messages();
    }
}
