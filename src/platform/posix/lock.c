/* Mutexes and condition variables over pthreads. A zeroed word is a ready lock: true of glibc and musl,
 * whose initialisers are all zeros. Nothing is ever destroyed; neither needs it there. */
#define _GNU_SOURCE /* pthread_cond_clockwait */
#include "../platform.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

_Static_assert(sizeof(pthread_mutex_t) <= sizeof(struct plat_mutex), "plat_mutex is too small");
_Static_assert(sizeof(pthread_cond_t) <= sizeof(struct plat_cond), "plat_cond is too small");

static pthread_mutex_t *native_mutex(struct plat_mutex *mutex)
{
    return (pthread_mutex_t *)(void *)mutex;
}

static pthread_cond_t *native_cond(struct plat_cond *cond)
{
    return (pthread_cond_t *)(void *)cond;
}

void plat_mutex_lock(struct plat_mutex *mutex)
{
    pthread_mutex_lock(native_mutex(mutex));
}

void plat_mutex_unlock(struct plat_mutex *mutex)
{
    pthread_mutex_unlock(native_mutex(mutex));
}

/* The monotonic clock, so that setting the computer's time neither stretches nor ends a wait. */
static struct timespec deadline_after(int timeout_ms)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    now.tv_sec += timeout_ms / 1000;
    now.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    if (now.tv_nsec >= 1000000000)
    {
        now.tv_sec++;
        now.tv_nsec -= 1000000000;
    }
    return now;
}

bool plat_cond_wait(struct plat_cond *cond, struct plat_mutex *mutex, int timeout_ms)
{
    if (timeout_ms < 0)
    {
        pthread_cond_wait(native_cond(cond), native_mutex(mutex));
        return true;
    }
    struct timespec deadline = deadline_after(timeout_ms);
    return pthread_cond_clockwait(native_cond(cond), native_mutex(mutex), CLOCK_MONOTONIC,
                                  &deadline) != ETIMEDOUT;
}

void plat_cond_wake_one(struct plat_cond *cond)
{
    pthread_cond_signal(native_cond(cond));
}

void plat_cond_wake_all(struct plat_cond *cond)
{
    pthread_cond_broadcast(native_cond(cond));
}
