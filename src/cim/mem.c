/* Allocation with two test hooks: fail the n-th request, count the blocks that live.
 *
 * Any thread. The count is spread over cells chosen by the caller's stack address, so that threads
 * that allocate at the same time do not fight for one cache line; only the sum has a meaning. */
#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LIVE_CELLS 16

static struct
{
    _Alignas(64) size_t count;
} live[LIVE_CELLS];

static unsigned fail_countdown; /* 0: off */
static bool fail_hit;

static size_t *live_cell(void)
{
    char here;
    uint32_t stack = (uint32_t)((uintptr_t)&here >> 16);
    return &live[(stack * UINT32_C(2654435769)) >> 28].count;
}

static bool must_fail(void)
{
    if (__atomic_load_n(&fail_countdown, __ATOMIC_RELAXED) == 0)
        return false;
    if (__atomic_sub_fetch(&fail_countdown, 1, __ATOMIC_RELAXED) != 0)
        return false;
    __atomic_store_n(&fail_hit, true, __ATOMIC_RELAXED);
    return true;
}

static void *count_block(void *memory)
{
    if (memory)
        __atomic_add_fetch(live_cell(), 1, __ATOMIC_RELAXED);
    return memory;
}

void *mem_alloc(size_t size)
{
    return must_fail() ? NULL : count_block(malloc(size ? size : 1));
}

void *mem_zalloc(size_t size)
{
    return mem_calloc(1, size);
}

void *mem_calloc(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    bool empty = count == 0 || size == 0;
    return must_fail() ? NULL : count_block(calloc(empty ? 1 : count, empty ? 1 : size));
}

void *mem_realloc(void *memory, size_t size)
{
    if (!memory)
        return mem_alloc(size);
    return must_fail() ? NULL : realloc(memory, size ? size : 1);
}

void mem_free(void *memory)
{
    if (!memory)
        return;
    __atomic_sub_fetch(live_cell(), 1, __ATOMIC_RELAXED);
    free(memory);
}

void *mem_dup(const void *data, size_t size)
{
    void *copy = mem_alloc(size);
    if (copy && size)
        memcpy(copy, data, size);
    return copy;
}

void mem_fail_nth(unsigned n)
{
    __atomic_store_n(&fail_hit, false, __ATOMIC_RELAXED);
    __atomic_store_n(&fail_countdown, n, __ATOMIC_RELAXED);
}

bool mem_fail_hit(void)
{
    return __atomic_load_n(&fail_hit, __ATOMIC_RELAXED);
}

size_t mem_live(void)
{
    size_t sum = 0;
    for (size_t i = 0; i < LIVE_CELLS; i++)
        sum += __atomic_load_n(&live[i].count, __ATOMIC_RELAXED);
    return sum;
}
