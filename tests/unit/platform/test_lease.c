/* The lease of a store file: one process, two in one process, and two processes. */
#include "platform/platform.h"
#include "unit/platform/child.h"
#include "unit/platform/temp.h"

#include <check.h>
#include <string.h>

#define PATIENCE_MS 10000

/* A holder that gives way, or not. */
struct holder
{
    struct plat_mutex opening; /* an event may come before the lease is known */
    struct plat_lease *lease;
    bool stubborn;
    volatile int32_t wanted, ticks, quiet;
};

static void on_wanted(void *arg)
{
    struct holder *holder = arg;
    plat_atomic_add(&holder->wanted, 1);
    plat_mutex_lock(&holder->opening);
    struct plat_lease *lease = holder->lease;
    plat_mutex_unlock(&holder->opening);
    if (!holder->stubborn)
        plat_lease_share(lease);
}

static void on_tick(void *arg, bool quiet)
{
    struct holder *holder = arg;
    plat_atomic_add(&holder->ticks, 1);
    if (quiet)
        plat_atomic_add(&holder->quiet, 1);
}

static enum plat_lease_result take(struct holder *holder, const char *path, int timeout_ms)
{
    const struct plat_lease_events events = {on_wanted, on_tick, holder};
    plat_mutex_lock(&holder->opening);
    enum plat_lease_result result = plat_lease_open(&holder->lease, path, timeout_ms, &events);
    plat_mutex_unlock(&holder->opening);
    return result;
}

static void drop(struct holder *holder)
{
    plat_lease_close(holder->lease);
    holder->lease = NULL;
}

static bool wait_until(volatile int32_t *word)
{
    for (int i = 0; i < PATIENCE_MS / 10 && !plat_atomic_load(word); i++)
        plat_sleep_ms(10);
    return plat_atomic_load(word) != 0;
}

START_TEST(first_is_alone)
{
    struct holder a = {0};
    temp_folder();
    ck_assert_int_eq(take(&a, temp_file("s.db"), 0), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_ALONE);
    ck_assert(!plat_lease_is_wanted(a.lease));
    ck_assert(temp_exists(temp_file("s.db-lease")));
    ck_assert(!temp_exists(temp_file("s.db")));
    drop(&a);
    ck_assert_int_eq(take(&a, temp_file("s.db"), 0), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_ALONE);
    drop(&a);
    plat_lease_close(NULL);
    temp_remove();
}
END_TEST

START_TEST(holder_is_asked_and_shares)
{
    struct holder a = {0}, b = {0};
    temp_folder();
    ck_assert_int_eq(take(&a, temp_file("s.db"), 0), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(take(&b, temp_file("s.db"), PATIENCE_MS), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(plat_atomic_load(&a.wanted), 1);
    ck_assert_int_eq(plat_lease_mode(b.lease), PLAT_LEASE_SHARED);
    for (int i = 0; i < 100 && plat_lease_mode(a.lease) != PLAT_LEASE_SHARED; i++)
        plat_sleep_ms(10);
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_SHARED);
    uint64_t before = plat_atomic_load64(plat_lease_counter(a.lease));
    plat_atomic_add64(plat_lease_counter(b.lease), 5);
    ck_assert_uint_eq(plat_atomic_load64(plat_lease_counter(a.lease)), before + 5);
    ck_assert(!plat_lease_try_alone(a.lease));
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_SHARED);
    drop(&b);
    ck_assert(plat_lease_try_alone(a.lease));
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_ALONE);
    ck_assert_uint_eq(plat_atomic_load64(plat_lease_counter(a.lease)), before + 5);
    /* and once more the other way round */
    ck_assert_int_eq(take(&b, temp_file("s.db"), PATIENCE_MS), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(plat_atomic_load(&a.wanted), 2);
    drop(&a);
    ck_assert(plat_lease_try_alone(b.lease));
    drop(&b);
    temp_remove();
}
END_TEST

START_TEST(stubborn_holder_ends_in_a_timeout)
{
    struct holder a = {.stubborn = true}, b = {0};
    temp_folder();
    ck_assert_int_eq(take(&a, temp_file("s.db"), 0), PLAT_LEASE_TAKEN);
    uint64_t start = plat_time_ms();
    ck_assert_int_eq(take(&b, temp_file("s.db"), 300), PLAT_LEASE_TIMEOUT);
    ck_assert_uint_ge(plat_time_ms() - start, 250);
    ck_assert_ptr_null(b.lease);
    ck_assert_int_gt(plat_atomic_load(&a.wanted), 0);
    ck_assert(plat_lease_is_wanted(a.lease));
    drop(&a);
    temp_remove();
}
END_TEST

START_TEST(no_lease_without_a_folder)
{
    struct holder a = {0};
    temp_folder();
    ck_assert_int_eq(take(&a, temp_file("no/such/folder/s.db"), 0), PLAT_LEASE_UNAVAILABLE);
    ck_assert_ptr_null(a.lease);
    temp_remove();
}
END_TEST

START_TEST(quiet_when_the_other_is_gone)
{
    struct holder a = {0}, b = {0};
    temp_folder();
    ck_assert_int_eq(take(&a, temp_file("s.db"), 0), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(take(&b, temp_file("s.db"), PATIENCE_MS), PLAT_LEASE_TAKEN);
    plat_sleep_ms(4500);
    ck_assert_int_ge(plat_atomic_load(&a.ticks), 2);
    int quiet = plat_atomic_load(&a.quiet) + plat_atomic_load(&b.quiet);
    ck_assert_msg(quiet == 0, "%d quiet ticks beside each other", quiet);
    drop(&b);
    ck_assert(wait_until(&a.quiet));
    drop(&a);
    temp_remove();
}
END_TEST

/* --- two processes ------------------------------------------------------------------------------ */

/* Role "hold PATH": takes the lease, adds one to the counter, and gives way when asked. */
static int hold(int argc, char **argv)
{
    struct holder holder = {0};
    char line[20];
    if (argc < 1 || take(&holder, argv[0], PATIENCE_MS) != PLAT_LEASE_TAKEN)
        return 1;
    plat_atomic_add64(plat_lease_counter(holder.lease), 1);
    child_report(plat_lease_mode(holder.lease) == PLAT_LEASE_ALONE ? "alone" : "shared");
    while (child_hear(line, sizeof(line)))
        child_report(plat_lease_mode(holder.lease) == PLAT_LEASE_ALONE ? "alone" : "shared");
    drop(&holder);
    return 0;
}

static struct child *start_holder(const char *path)
{
    const char *const arguments[] = {path, NULL};
    return child_start("hold", arguments);
}

START_TEST(another_process_gives_way)
{
    struct holder a = {0};
    temp_folder();
    struct child *child = start_holder(temp_file("s.db"));
    child_expect(child, "alone");
    uint64_t start = plat_time_ms();
    ck_assert_int_eq(take(&a, temp_file("s.db"), PATIENCE_MS), PLAT_LEASE_TAKEN);
    uint64_t waited = plat_time_ms() - start;
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_SHARED);
    ck_assert_uint_eq(plat_atomic_load64(plat_lease_counter(a.lease)), 1);
    ck_assert_msg(waited < 900, "waited %u ms: nobody was woken", (unsigned)waited);
    plat_sleep_ms(100);
    child_say(child, "mode?");
    child_expect(child, "shared");
    ck_assert(!plat_lease_try_alone(a.lease));
    ck_assert_int_eq(child_wait(child), 0);
    ck_assert(plat_lease_try_alone(a.lease));
    /* now this process is the one that is asked */
    child = start_holder(temp_file("s.db"));
    child_expect(child, "shared");
    ck_assert_int_eq(child_wait(child), 0);
    drop(&a);
    temp_remove();
}
END_TEST

START_TEST(a_killed_process_leaves_nothing)
{
    struct holder a = {0};
    temp_folder();
    struct child *child = start_holder(temp_file("s.db"));
    child_expect(child, "alone");
    child_kill(child);
    ck_assert_int_ne(child_wait(child), 0);
    ck_assert_int_eq(take(&a, temp_file("s.db"), 1000), PLAT_LEASE_TAKEN);
    ck_assert_int_eq(plat_lease_mode(a.lease), PLAT_LEASE_ALONE);
    drop(&a);
    temp_remove();
}
END_TEST

int main(int argc, char **argv)
{
    static const struct child_role roles[] = {{"hold", hold}};
    int code;
    if (child_main(argc, argv, roles, 1, &code))
        return code;
    Suite *suite = suite_create("platform_lease");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, first_is_alone);
    tcase_add_test(tests, holder_is_asked_and_shares);
    tcase_add_test(tests, stubborn_holder_ends_in_a_timeout);
    tcase_add_test(tests, no_lease_without_a_folder);
    tcase_add_test(tests, quiet_when_the_other_is_gone);
    tcase_add_test(tests, another_process_gives_way);
    tcase_add_test(tests, a_killed_process_leaves_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
