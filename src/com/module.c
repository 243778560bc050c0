/* The module's count of what lives: objects, factory locks, pending work. One interlocked word; any thread. */
#include "module.h"

HINSTANCE com_module;

static LONG live;

void com_module_lock(void)
{
    InterlockedIncrement(&live);
}

void com_module_unlock(void)
{
    InterlockedDecrement(&live);
}

LONG com_module_count(void)
{
    return InterlockedCompareExchange(&live, 0, 0);
}
