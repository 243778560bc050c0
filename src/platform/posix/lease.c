/* The lease of a store file on Linux: an open-file-description lock and a shared mapping.
 *
 * Such a lock belongs to the open file and not to the process, so two stores of one process meet like two
 * processes, and closing some other descriptor of the file does not lose it. `mode` changes under `lock`;
 * the thread calls the events without it. See platform.h for the protocol. */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "../platform.h"
#include "../lease_page.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define POLL_MS     50
#define ASK_STEP_MS 2

struct plat_lease
{
    int file;
    struct lease_page *page;
    struct plat_lease_events events;
    volatile int32_t mode; /* enum plat_lease_mode */
    struct plat_mutex lock;
    struct plat_cond wake;
    volatile int32_t stop;
    struct plat_thread *thread;
};

static bool set_lock(struct plat_lease *lease, short type)
{
    struct flock range = {
        .l_type = type, .l_whence = SEEK_SET, .l_start = LEASE_LOCK_OFFSET, .l_len = 1};
    int result;
    do
        result = fcntl(lease->file, F_OFD_SETLK, &range);
    while (result && errno == EINTR);
    return result == 0;
}

/* Ask the process that is alone until it gives way. @param timeout_ms -1: until the lease is closed */
static bool wait_for_share(struct plat_lease *lease, int timeout_ms)
{
    uint64_t start = plat_time_ms();
    while (!set_lock(lease, F_RDLCK))
    {
        if (timeout_ms >= 0 && plat_time_ms() - start >= (uint64_t)timeout_ms)
            return false;
        if (plat_atomic_load(&lease->stop))
            return false;
        plat_atomic_store(&lease->page->wanted, 1);
        plat_sleep_ms(ASK_STEP_MS);
    }
    return true;
}

static bool take(struct plat_lease *lease, int timeout_ms)
{
    if (set_lock(lease, F_WRLCK))
    {
        plat_atomic_store(&lease->page->wanted, 0);
        lease->mode = PLAT_LEASE_ALONE;
        return true;
    }
    if (!wait_for_share(lease, timeout_ms))
        return false;
    lease->mode = PLAT_LEASE_SHARED;
    return true;
}

static bool should_stop_after(struct plat_lease *lease, int ms)
{
    plat_mutex_lock(&lease->lock);
    if (!plat_atomic_load(&lease->stop))
        plat_cond_wait(&lease->wake, &lease->lock, ms);
    plat_mutex_unlock(&lease->lock);
    return plat_atomic_load(&lease->stop) != 0;
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

static void lease_main(void *arg)
{
    struct plat_lease *lease = arg;
    int32_t pulse = 0;
    int quiet = 0;
    for (;;)
    {
        bool alone = plat_lease_mode(lease) == PLAT_LEASE_ALONE;
        if (should_stop_after(lease, alone ? POLL_MS : LEASE_TICK_MS))
            return;
        if (plat_lease_mode(lease) == PLAT_LEASE_SHARED)
            quiet = tick(lease, &pulse, quiet);
        else if (plat_lease_is_wanted(lease))
            lease->events.wanted(lease->events.arg);
    }
}

static bool open_page(struct plat_lease *lease, const char *store_path)
{
    size_t length = strlen(store_path);
    char *path = malloc(length + sizeof(LEASE_SUFFIX));
    if (!path)
        return false;
    memcpy(path, store_path, length);
    memcpy(path + length, LEASE_SUFFIX, sizeof(LEASE_SUFFIX));
    lease->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    free(path);
    if (lease->file < 0)
        return false;
    off_t size = lseek(lease->file, 0, SEEK_END);
    if (size < 0 || (size < LEASE_PAGE_SIZE && ftruncate(lease->file, LEASE_PAGE_SIZE)))
        return false;
    void *page = mmap(NULL, LEASE_PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, lease->file, 0);
    lease->page = page == MAP_FAILED ? NULL : page;
    return lease->page != NULL;
}

enum plat_lease_result plat_lease_open(struct plat_lease **out, const char *store_path,
                                       int timeout_ms, const struct plat_lease_events *events)
{
    enum plat_lease_result result = PLAT_LEASE_UNAVAILABLE;
    struct plat_lease *lease = calloc(1, sizeof(*lease));
    if (!lease)
        return result;
    lease->file = -1;
    lease->events = *events;
    if (!open_page(lease, store_path))
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
    plat_mutex_lock(&lease->lock);
    plat_atomic_store(&lease->mode, mode);
    plat_cond_wake_all(&lease->wake);
    plat_mutex_unlock(&lease->lock);
}

void plat_lease_share(struct plat_lease *lease)
{
    plat_atomic_store(&lease->page->wanted, 0);
    wait_for_share(lease, -1);
    set_mode(lease, PLAT_LEASE_SHARED);
}

bool plat_lease_try_alone(struct plat_lease *lease)
{
    if (!set_lock(lease, F_WRLCK))
        return false;
    plat_atomic_store(&lease->page->wanted, 0);
    set_mode(lease, PLAT_LEASE_ALONE);
    return true;
}

bool plat_lease_is_wanted(const struct plat_lease *lease)
{
    return plat_atomic_load(&lease->page->wanted) != 0;
}

volatile uint64_t *plat_lease_counter(struct plat_lease *lease)
{
    return &lease->page->counter;
}

void plat_lease_close(struct plat_lease *lease)
{
    if (!lease)
        return;
    plat_mutex_lock(&lease->lock);
    plat_atomic_store(&lease->stop, 1);
    plat_cond_wake_all(&lease->wake);
    plat_mutex_unlock(&lease->lock);
    plat_thread_join(lease->thread);
    if (lease->page)
        munmap(lease->page, LEASE_PAGE_SIZE);
    if (lease->file >= 0)
        close(lease->file);
    free(lease);
}
