/* The mapped content of a lease file, the same for every system: native and Wine processes share it. */
#ifndef SWBEM_PLATFORM_LEASE_PAGE_H
#define SWBEM_PLATFORM_LEASE_PAGE_H

#include <stdint.h>

#define LEASE_SUFFIX    "-lease"
#define LEASE_PAGE_SIZE 4096
#define LEASE_LOCK_OFFSET                                                                          \
    0x40000000 /* one byte, beyond the content: a locked range would hinder reading */
#define LEASE_TICK_MS     1000
#define LEASE_QUIET_TICKS 3 /* without a sign of another process before it counts as gone */

/* All zeros is a valid page. `pulse` is advanced by each sharing process at each tick: who sees it grow by
 * no more than its own part is probably alone. `wanted` is set again and again by who waits. */
struct lease_page
{
    volatile uint64_t counter;
    volatile int32_t wanted;
    volatile int32_t pulse;
};

#endif
