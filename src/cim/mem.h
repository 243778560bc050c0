/* All allocation of the portable rooms, so that a test can fail the n-th one and count what lives.
 * Any thread; the counters are meant for single-threaded tests. */
#ifndef SWBEM_CIM_MEM_H
#define SWBEM_CIM_MEM_H

#include <stdbool.h>
#include <stddef.h>

/** @return owned, mem_free(); NULL when there is no memory. A size of 0 gives a valid pointer. */
void *mem_alloc(size_t size);
void *mem_zalloc(size_t size);
/** Overflow of count * size gives NULL. Zeroed. */
void *mem_calloc(size_t count, size_t size);
/** On failure the old block stays as it was. */
void *mem_realloc(void *memory, size_t size);
void mem_free(void *memory);
void *mem_dup(const void *data, size_t size);

/** Make the n-th allocation from now fail, once (1 = the next); 0 turns it off. */
void mem_fail_nth(unsigned n);
/** True when the failure asked for has happened since. */
bool mem_fail_hit(void);
/** Blocks alive. */
size_t mem_live(void);

#endif
