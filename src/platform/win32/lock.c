/* Mutexes and condition variables over SRWLOCK and CONDITION_VARIABLE: one zeroed word each, and under Wine
 * no round trip to its server. */
#include "../platform.h"

#include <windows.h>

_Static_assert(sizeof(SRWLOCK) <= sizeof(struct plat_mutex), "plat_mutex is too small");
_Static_assert(sizeof(CONDITION_VARIABLE) <= sizeof(struct plat_cond), "plat_cond is too small");

static SRWLOCK *native_mutex(struct plat_mutex *mutex)
{
    return (SRWLOCK *)(void *)mutex;
}

static CONDITION_VARIABLE *native_cond(struct plat_cond *cond)
{
    return (CONDITION_VARIABLE *)(void *)cond;
}

void plat_mutex_lock(struct plat_mutex *mutex)
{
    AcquireSRWLockExclusive(native_mutex(mutex));
}

void plat_mutex_unlock(struct plat_mutex *mutex)
{
    ReleaseSRWLockExclusive(native_mutex(mutex));
}

bool plat_cond_wait(struct plat_cond *cond, struct plat_mutex *mutex, int timeout_ms)
{
    DWORD wait = timeout_ms < 0 ? INFINITE : (DWORD)timeout_ms;
    return SleepConditionVariableSRW(native_cond(cond), native_mutex(mutex), wait, 0) != 0;
}

void plat_cond_wake_one(struct plat_cond *cond)
{
    WakeConditionVariable(native_cond(cond));
}

void plat_cond_wake_all(struct plat_cond *cond)
{
    WakeAllConditionVariable(native_cond(cond));
}
