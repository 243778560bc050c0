/* Atomic words, by the compiler's builtins; the same on every system. The 64-bit ones are lock-free on
 * every processor we build for (cmpxchg8b on 32-bit x86), so they work in memory shared by processes. */
#include "platform.h"

int32_t plat_atomic_add(volatile int32_t *word, int32_t value)
{
    return __atomic_add_fetch(word, value, __ATOMIC_SEQ_CST);
}

int32_t plat_atomic_load(const volatile int32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

void plat_atomic_store(volatile int32_t *word, int32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

bool plat_atomic_swap_if(volatile int32_t *word, int32_t expected, int32_t value)
{
    return __atomic_compare_exchange_n(word, &expected, value, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

uint64_t plat_atomic_load64(const volatile uint64_t *word)
{
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

void plat_atomic_store64(volatile uint64_t *word, uint64_t value)
{
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

uint64_t plat_atomic_add64(volatile uint64_t *word, uint64_t value)
{
    return __atomic_add_fetch(word, value, __ATOMIC_SEQ_CST);
}

bool plat_atomic_swap_if64(volatile uint64_t *word, uint64_t expected, uint64_t value)
{
    return __atomic_compare_exchange_n(word, &expected, value, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}
