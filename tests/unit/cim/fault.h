/* The failure loop of the portable rooms' tests: every allocation of a scenario fails once. */
#ifndef SWBEM_TESTS_FAULT_H
#define SWBEM_TESTS_FAULT_H

#include <check.h>

#include "cim/mem.h"
#include "cim/status.h"

/** Run `scenario` with the n-th allocation failing, n = 1, 2, 3 ..., until it needs no more.
 *  A scenario frees what it made and returns the status it got. */
static inline void each_allocation_fails(enum cim_status (*scenario)(void *arg), void *arg)
{
    size_t before = mem_live();
    for (unsigned n = 1;; n++)
    {
        mem_fail_nth(n);
        enum cim_status status = scenario(arg);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(mem_live() == before, "allocation %u: %u blocks stay", n,
                      (unsigned)(mem_live() - before));
        if (!hit)
        {
            ck_assert_msg(status == CIM_OK, "without failure: %s", cim_status_name(status));
            return;
        }
        ck_assert_msg(status == CIM_NO_MEMORY, "allocation %u: %s", n, cim_status_name(status));
    }
}

/** main() of a test program with one suite. */
static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

#endif
