/* The lease of a store file on Windows: LockFileEx, a mapped page and a named event. See platform.h for the
 * protocol.
 *
 * The event, "Local\swbem-<identity of the lease file>", wakes the thread of the process that is alone; its
 * wait has a limit all the same, for those that cannot set the event (native processes beside Wine, other
 * sessions). `mode` changes under `lock`; the thread calls the events without it. */
#include "../platform.h"
#include "../lease_page.h"
#include "wide.h"

#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASK_STEP_MS 2

struct plat_lease
{
    HANDLE file;
    HANDLE mapping;
    struct lease_page *page;
    HANDLE asked;     /* the named event, automatic reset */
    HANDLE stop_wait; /* set by plat_lease_close() and by a change of mode */
    struct plat_lease_events events;
    volatile int32_t mode; /* enum plat_lease_mode */
    volatile int32_t stop;
    struct plat_thread *thread;
};

static bool set_lock(struct plat_lease *lease, DWORD kind)
{
    OVERLAPPED range = {.Offset = LEASE_LOCK_OFFSET};
    return LockFileEx(lease->file, kind | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &range) != 0;
}

static void drop_lock(struct plat_lease *lease)
{
    OVERLAPPED range = {.Offset = LEASE_LOCK_OFFSET};
    UnlockFileEx(lease->file, 0, 1, 0, &range);
}

/* Ask the process that is alone until it gives way. @param timeout_ms -1: until the lease is closed */
static bool wait_for_share(struct plat_lease *lease, int timeout_ms)
{
    uint64_t start = plat_time_ms();
    while (!set_lock(lease, 0))
    {
        if (timeout_ms >= 0 && plat_time_ms() - start >= (uint64_t)timeout_ms)
            return false;
        if (plat_atomic_load(&lease->stop))
            return false;
        plat_atomic_store(&lease->page->wanted, 1);
        SetEvent(lease->asked);
        Sleep(ASK_STEP_MS);
    }
    return true;
}

static bool take_alone(struct plat_lease *lease)
{
    if (!set_lock(lease, LOCKFILE_EXCLUSIVE_LOCK))
        return false;
    plat_atomic_store(&lease->page->wanted, 0);
    return true;
}

static bool take(struct plat_lease *lease, int timeout_ms)
{
    if (take_alone(lease))
    {
        lease->mode = PLAT_LEASE_ALONE;
        return true;
    }
    if (!wait_for_share(lease, timeout_ms))
        return false;
    lease->mode = PLAT_LEASE_SHARED;
    return true;
}

/* One round while SHARED. @return how many quiet ticks there were in a row */
static int tick(struct plat_lease *lease, int32_t *pulse, int quiet)
{
    int32_t now = plat_atomic_add(&lease->page->pulse, 1);
    quiet = now == *pulse + 1 ? quiet + 1 : 0;
    *pulse = now;
    lease->events.tick(lease->events.arg, quiet >= LEASE_QUIET_TICKS);
    return quiet >= LEASE_QUIET_TICKS ? 0 : quiet;
}

/* While SHARED the named event is left to whoever is alone next. */
static void wait_for_something(struct plat_lease *lease, bool alone)
{
    HANDLE handles[] = {lease->stop_wait, lease->asked};
    WaitForMultipleObjects(alone ? 2 : 1, handles, FALSE, LEASE_TICK_MS);
}

static void lease_main(void *arg)
{
    struct plat_lease *lease = arg;
    int32_t pulse = 0;
    int quiet = 0;
    for (;;)
    {
        wait_for_something(lease, plat_lease_mode(lease) == PLAT_LEASE_ALONE);
        if (plat_atomic_load(&lease->stop))
            return;
        if (plat_lease_mode(lease) == PLAT_LEASE_SHARED)
            quiet = tick(lease, &pulse, quiet);
        else if (plat_lease_is_wanted(lease))
            lease->events.wanted(lease->events.arg);
    }
}

static bool open_file(struct plat_lease *lease, const char *store_path)
{
    size_t length = strlen(store_path);
    char *path = malloc(length + sizeof(LEASE_SUFFIX));
    wchar_t *wide = NULL;
    if (path)
    {
        memcpy(path, store_path, length);
        memcpy(path + length, LEASE_SUFFIX, sizeof(LEASE_SUFFIX));
        wide = wide_from_utf8(path);
    }
    if (wide)
        lease->file = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE,
                                  FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                  OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    free(path);
    free(wide);
    return lease->file != INVALID_HANDLE_VALUE;
}

static bool map_page(struct plat_lease *lease)
{
    lease->mapping =
        CreateFileMappingW(lease->file, NULL, PAGE_READWRITE, 0, LEASE_PAGE_SIZE, NULL);
    if (!lease->mapping)
        return false;
    lease->page = MapViewOfFile(lease->mapping, FILE_MAP_ALL_ACCESS, 0, 0, LEASE_PAGE_SIZE);
    return lease->page != NULL;
}

/* Two spellings of one path must meet at one event: the name is made of what identifies the file. */
static bool make_events(struct plat_lease *lease)
{
    BY_HANDLE_FILE_INFORMATION info;
    wchar_t name[64];
    if (!GetFileInformationByHandle(lease->file, &info))
        return false;
    swprintf(name, sizeof(name) / sizeof(*name), L"Local\\swbem-%08lx-%08lx%08lx",
             info.dwVolumeSerialNumber, info.nFileIndexHigh, info.nFileIndexLow);
    lease->asked = CreateEventW(NULL, FALSE, FALSE, name);
    lease->stop_wait = CreateEventW(NULL, FALSE, FALSE, NULL);
    return lease->asked && lease->stop_wait;
}

enum plat_lease_result plat_lease_open(struct plat_lease **out, const char *store_path,
                                       int timeout_ms, const struct plat_lease_events *events)
{
    enum plat_lease_result result = PLAT_LEASE_UNAVAILABLE;
    struct plat_lease *lease = calloc(1, sizeof(*lease));
    if (!lease)
        return result;
    lease->file = INVALID_HANDLE_VALUE;
    lease->events = *events;
    if (!open_file(lease, store_path) || !map_page(lease) || !make_events(lease))
        goto failed;
    result = PLAT_LEASE_TIMEOUT;
    if (!take(lease, timeout_ms))
        goto failed;
    result = PLAT_LEASE_UNAVAILABLE;
    lease->thread = plat_thread_start(lease_main, lease);
    if (!lease->thread)
        goto failed;
    *out = lease;
    return PLAT_LEASE_TAKEN;

failed:
    plat_lease_close(lease);
    return result;
}

enum plat_lease_mode plat_lease_mode(const struct plat_lease *lease)
{
    return (enum plat_lease_mode)plat_atomic_load(&lease->mode);
}

static void set_mode(struct plat_lease *lease, enum plat_lease_mode mode)
{
    plat_atomic_store(&lease->mode, mode);
    SetEvent(lease->stop_wait);
}

/* A handle cannot turn its exclusive lock into a shared one; in the moment between, a newcomer may be alone
 * and is then asked like any other. */
void plat_lease_share(struct plat_lease *lease)
{
    plat_atomic_store(&lease->page->wanted, 0);
    drop_lock(lease);
    wait_for_share(lease, -1);
    set_mode(lease, PLAT_LEASE_SHARED);
}

bool plat_lease_try_alone(struct plat_lease *lease)
{
    drop_lock(lease);
    bool alone = take_alone(lease);
    if (!alone)
        wait_for_share(lease, -1);
    else
        set_mode(lease, PLAT_LEASE_ALONE);
    return alone;
}

bool plat_lease_is_wanted(const struct plat_lease *lease)
{
    return plat_atomic_load(&lease->page->wanted) != 0;
}

volatile uint64_t *plat_lease_counter(struct plat_lease *lease)
{
    return &lease->page->counter;
}

static void close_handle(HANDLE handle)
{
    if (handle && handle != INVALID_HANDLE_VALUE)
        CloseHandle(handle);
}

void plat_lease_close(struct plat_lease *lease)
{
    if (!lease)
        return;
    plat_atomic_store(&lease->stop, 1);
    if (lease->stop_wait)
        SetEvent(lease->stop_wait);
    plat_thread_join(lease->thread);
    if (lease->page)
        UnmapViewOfFile(lease->page);
    close_handle(lease->mapping);
    close_handle(lease->file);
    close_handle(lease->asked);
    close_handle(lease->stop_wait);
    free(lease);
}
