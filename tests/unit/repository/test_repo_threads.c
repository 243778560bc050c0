/* Many threads on one store: puts, gets, enumerations, queries and class updates at the same time. Run under the
 * thread sanitizer it shows races; without it, that what is read is whole. */
#include "unit/platform/temp.h"
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <string.h>

#include "platform/platform.h"

#define ROUNDS  60
#define WORKERS 8

static const struct declared item[] = {{"*Name", CIM_TYPE_STRING},
                                       {"#Group", CIM_TYPE_UINT32},
                                       {"First", CIM_TYPE_UINT32},
                                       {"Second", CIM_TYPE_UINT32},
                                       {0}};

static volatile int32_t failures;
static volatile int32_t first_status;

/* Check's assertions are for one thread: others count, and keep the first status. */
static void expect(bool is_good, enum cim_status status)
{
    if (is_good)
        return;
    plat_atomic_swap_if(&first_status, 0, (int32_t)status);
    plat_atomic_add(&failures, 1);
}

static void put_number(struct cim_object *object, const char *property, unsigned number)
{
    struct cim_value value;

    cim_value_set_uint(&value, CIM_TYPE_UINT32, number);
    expect(!cim_object_put(object, text_from(property), &value, NULL), CIM_FAILED);
}

static void put_item(struct repo_batch *batch, unsigned worker, unsigned number)
{
    struct cim_class *cls;
    struct cim_object *object;
    struct cim_error error;
    struct cim_value value;
    char name[40];

    snprintf(name, sizeof(name), "%u %u", worker, number % 10);
    value = value_text(name);
    enum cim_status status = repo_get_class(&cls, space, TEXT_LITERAL("Item"), &error);
    expect(!status, status);
    if (status)
        return;
    expect(!cim_object_spawn(&object, cls), CIM_NO_MEMORY);
    expect(!cim_object_put(object, TEXT_LITERAL("Name"), &value, &error), CIM_FAILED);
    put_number(object, "Group", worker);
    put_number(object, "First", number);
    put_number(object, "Second", number);
    status = repo_put_instance(space, batch, object, 0, NULL, NULL, &error);
    expect(!status, status);
    cim_object_release(object);
    cim_class_release(cls);
}

/* Both numbers are written together, so they are the same. */
static void check_item(struct cim_object *object)
{
    struct cim_value first, second;

    expect(!cim_object_get(&first, object, TEXT_LITERAL("First")), CIM_FAILED);
    expect(!cim_object_get(&second, object, TEXT_LITERAL("Second")), CIM_FAILED);
    expect(cim_value_equal(&first, &second, false), CIM_FAILED);
    cim_value_clear(&first);
    cim_value_clear(&second);
}

static void put_some(unsigned worker)
{
    struct repo_batch *batch;
    struct cim_error error;

    for (unsigned i = 0; i < ROUNDS; i++)
    {
        if (i % 2)
        {
            put_item(NULL, worker, i);
            continue;
        }
        enum cim_status status = repo_batch_begin(&batch, repo, &error);
        expect(!status, status);
        if (status)
            return;
        for (unsigned n = 0; n < 5; n++)
            put_item(batch, worker, i + n);
        if (i % 8 == 0)
        {
            repo_batch_abandon(batch);
            continue;
        }
        status = repo_batch_commit(batch, &error);
        expect(!status, status);
    }
}

static void get_some(unsigned worker)
{
    struct cim_path path;
    struct cim_object *object;
    struct cim_error error;
    char text[60];

    for (unsigned i = 0; i < ROUNDS * 10; i++)
    {
        snprintf(text, sizeof(text), "Item.Name=\"%u %u\"", worker % 2, i % 10);
        cim_path_init(&path);
        expect(!cim_path_parse(&path, text_from(text), NULL), CIM_FAILED);
        enum cim_status status = repo_get_instance(&object, space, &path, NULL, &error);
        expect(!status || status == CIM_NOT_FOUND, status);
        if (!status)
            check_item(object);
        cim_object_release(object);
        cim_path_free(&path);
    }
}

static void drain(struct repo_cursor *cursor)
{
    struct cim_object *object;
    struct cim_error error;
    enum cim_status status;

    while ((status = repo_cursor_next(&object, cursor, &error)) == CIM_OK)
    {
        check_item(object);
        cim_object_release(object);
    }
    expect(status == CIM_FALSE, status);
    repo_cursor_close(cursor);
}

static void enumerate_some(unsigned worker)
{
    struct repo_cursor *cursor;
    struct wql_query *parsed;
    struct cim_error error;

    (void)worker;
    for (unsigned i = 0; i < ROUNDS * 2; i++)
    {
        enum cim_status status;
        if (i % 2)
            status = repo_enum_instances(&cursor, space, TEXT_LITERAL("Item"), true, NULL, &error);
        else
        {
            expect(!wql_parse(&parsed, TEXT_LITERAL("SELECT * FROM Item WHERE Group = 1"), NULL),
                   CIM_FAILED);
            status = repo_query(&cursor, space, parsed, &error);
        }
        expect(!status, status);
        if (!status)
            drain(cursor);
    }
}

/* Classes come and go beside the one that is used, and its own description changes. */
static void change_classes(unsigned worker)
{
    struct cim_class *cls, *copy;
    struct cim_error error;
    char name[30];

    for (unsigned i = 0; i < ROUNDS; i++)
    {
        struct cim_value text;
        enum cim_status status = repo_get_class(&cls, space, TEXT_LITERAL("Item"), &error);
        expect(!status, status);
        if (status)
            return;
        snprintf(name, sizeof(name), "Item%u", worker);
        expect(!cim_class_derive(&copy, cls, &error), CIM_NO_MEMORY);
        expect(!cim_class_set_name(copy, text_from(name), &error), CIM_FAILED);
        status = repo_put_class(space, NULL, copy, 0, &error);
        expect(!status, status);
        cim_class_release(copy);
        if (i % 3 == 0)
        {
            status = repo_delete_class(space, NULL, text_from(name), &error);
            expect(!status, status);
        }
        text = value_text(i % 2 ? "odd" : "even");
        expect(!cim_class_clone(&copy, cls), CIM_NO_MEMORY);
        expect(!cim_class_put_qualifier(copy, TEXT_LITERAL("Description"), &text, TO_ALL, &error),
               CIM_FAILED);
        status = repo_put_class(space, NULL, copy, 0, &error);
        expect(!status, status);
        cim_class_release(copy);
        cim_class_release(cls);
    }
}

static void reopen_some(unsigned worker)
{
    struct cim_error error;

    (void)worker;
    for (unsigned i = 0; i < ROUNDS; i++)
    {
        struct repo *again;
        struct repo_space *other;
        enum cim_status status = repo_open(&again, repo_path(repo), &error);
        expect(!status && again == repo, status);
        if (status)
            continue;
        status = repo_space_open(&other, again, TEXT_LITERAL("root\\cimv2"), &error);
        expect(!status && other == space, status);
        repo_space_release(other);
        repo_release(again);
    }
}

static void (*const jobs[WORKERS])(unsigned worker) = {
    put_some,       put_some,       get_some,       get_some,
    enumerate_some, enumerate_some, change_classes, reopen_some};

static void run(void *arg)
{
    unsigned worker = (unsigned)(size_t)arg;

    jobs[worker](worker);
}

static void run_all(void)
{
    struct plat_thread *threads[WORKERS];

    store_class("Item", NULL, item);
    for (size_t i = 0; i < WORKERS; i++)
        ck_assert_ptr_nonnull(threads[i] = plat_thread_start(run, (void *)i));
    for (size_t i = 0; i < WORKERS; i++)
        plat_thread_join(threads[i]);
    ck_assert_msg(failures == 0, "%d failures, one of them %s", failures,
                  cim_status_name((enum cim_status)first_status));
    unsigned count = 0;
    for (const char *rest = enumerate("Item", true); (rest = strstr(rest, "Item.")) != NULL; rest++)
        count++;
    ck_assert_uint_eq(count, 20);
}

START_TEST(threads_on_memory)
{
    run_all();
}
END_TEST

START_TEST(threads_on_a_file)
{
    struct repo *memory = repo;
    struct repo_space *memory_space = space;

    temp_folder();
    ck_assert_put(repo_open(&repo, temp_file("s.db"), &err));
    ck_assert_put(repo_space_open(&space, repo, TEXT_LITERAL("root\\cimv2"), &err));
    run_all();
    repo_space_release(space);
    repo_release(repo);
    repo = memory;
    space = memory_space;
    repo_shutdown();
    temp_remove();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repository_repo_threads");
    TCase *tests = tcase_create("threads");

    tcase_add_checked_fixture(tests, fixture_open, fixture_close);
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, threads_on_memory);
    tcase_add_test(tests, threads_on_a_file);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
