/* Locks, threads, time, names and paths of the operating system seam. */
#include "platform/platform.h"
#include "unit/platform/temp.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
static void set_variable(const char *name, const char *value)
{
    WCHAR wide_name[100], wide_value[600];
    MultiByteToWideChar(CP_UTF8, 0, name, -1, wide_name, 100);
    MultiByteToWideChar(CP_UTF8, 0, value, -1, wide_value, 600);
    ck_assert(SetEnvironmentVariableW(wide_name, wide_value));
}
#else
static void set_variable(const char *name, const char *value)
{
    ck_assert_int_eq(setenv(name, value, 1), 0);
}
#endif

#define THREADS 4
#define ROUNDS  20000

static struct plat_mutex mutex;
static struct plat_cond cond;
static int guarded;
static volatile int32_t atomic_word;
static uint64_t ids[THREADS];

static void count_up(void *arg)
{
    *(uint64_t *)arg = plat_thread_id();
    for (int i = 0; i < ROUNDS; i++)
    {
        plat_mutex_lock(&mutex);
        guarded++;
        plat_mutex_unlock(&mutex);
        plat_atomic_add(&atomic_word, 1);
    }
}

START_TEST(threads_exclude_each_other)
{
    struct plat_thread *threads[THREADS];
    guarded = 0;
    atomic_word = 0;
    for (int i = 0; i < THREADS; i++)
        ck_assert_ptr_nonnull(threads[i] = plat_thread_start(count_up, &ids[i]));
    for (int i = 0; i < THREADS; i++)
        plat_thread_join(threads[i]);
    ck_assert_int_eq(guarded, THREADS * ROUNDS);
    ck_assert_int_eq(atomic_word, THREADS * ROUNDS);
    for (int i = 0; i < THREADS; i++)
        ck_assert_uint_ne(ids[i], plat_thread_id());
    plat_thread_join(NULL);
}
END_TEST

static void answer(void *arg)
{
    int *turn = arg;
    for (int i = 0; i < 100; i++)
    {
        plat_mutex_lock(&mutex);
        while (*turn != 1)
            plat_cond_wait(&cond, &mutex, -1);
        *turn = 0;
        plat_cond_wake_all(&cond);
        plat_mutex_unlock(&mutex);
    }
}

START_TEST(condition_hands_over)
{
    int turn = 0;
    struct plat_thread *thread = plat_thread_start(answer, &turn);
    ck_assert_ptr_nonnull(thread);
    for (int i = 0; i < 100; i++)
    {
        plat_mutex_lock(&mutex);
        turn = 1;
        plat_cond_wake_one(&cond);
        while (turn != 0)
            ck_assert(plat_cond_wait(&cond, &mutex, 10000));
        plat_mutex_unlock(&mutex);
    }
    plat_thread_join(thread);
}
END_TEST

START_TEST(condition_times_out)
{
    uint64_t start = plat_time_ms();
    plat_mutex_lock(&mutex);
    while (plat_cond_wait(&cond, &mutex, 60))
        continue;
    plat_mutex_unlock(&mutex);
    uint64_t passed = plat_time_ms() - start;
    ck_assert_msg(passed >= 40 && passed < 5000, "%u ms instead of 60", (unsigned)passed);
}
END_TEST

START_TEST(atomic_words)
{
    volatile int32_t word = 5;
    volatile uint64_t wide = UINT64_C(0xffffffff);
    ck_assert_int_eq(plat_atomic_add(&word, -7), -2);
    ck_assert(!plat_atomic_swap_if(&word, 5, 9));
    ck_assert_int_eq(plat_atomic_load(&word), -2);
    ck_assert(plat_atomic_swap_if(&word, -2, 9));
    ck_assert_int_eq(plat_atomic_load(&word), 9);
    plat_atomic_store(&word, 1);
    ck_assert_int_eq(word, 1);
    ck_assert_uint_eq(plat_atomic_add64(&wide, 1), UINT64_C(0x100000000));
    ck_assert(!plat_atomic_swap_if64(&wide, 0, 3));
    ck_assert(plat_atomic_swap_if64(&wide, UINT64_C(0x100000000), 3));
    plat_atomic_store64(&wide, UINT64_C(0x700000003));
    ck_assert_uint_eq(plat_atomic_load64(&wide), UINT64_C(0x700000003));
}
END_TEST

START_TEST(time_goes_on)
{
    const uint64_t year_2020 = UINT64_C(132223104000000000),
                   year_2120 = UINT64_C(163779840000000000);
    uint64_t now = plat_time_filetime(), ms = plat_time_ms();
    ck_assert_msg(now > year_2020 && now < year_2120, "%llu", (unsigned long long)now);
    plat_sleep_ms(30);
    ck_assert_uint_ge(plat_time_ms(), ms + 10);
    ck_assert_uint_gt(plat_time_filetime(), now);
}
END_TEST

START_TEST(random_bytes_differ)
{
    unsigned char a[32] = {0}, b[32] = {0};
    ck_assert(plat_random(a, sizeof(a)));
    ck_assert(plat_random(b, sizeof(b)));
    ck_assert_int_ne(memcmp(a, b, sizeof(a)), 0);
    ck_assert(plat_random(a, 0));
}
END_TEST

START_TEST(host_name_is_upper_case_and_cut)
{
    char name[64] = "", cut[3] = "";
    size_t length = plat_host_name(name, sizeof(name));
    ck_assert_uint_gt(length, 0);
    ck_assert_uint_eq(length, strlen(name));
    for (size_t i = 0; i < length; i++)
        ck_assert_msg(!(name[i] >= 'a' && name[i] <= 'z') && name[i] != '.', "%s", name);
    ck_assert_uint_le(plat_host_name(cut, sizeof(cut)), 2);
    ck_assert_int_eq(strncmp(cut, name, 2), 0);
    ck_assert_uint_eq(plat_host_name(cut, 0), 0);
}
END_TEST

START_TEST(variables)
{
    set_variable("SWBEM_TEST_VARIABLE", "h\xc3\xa9llo");
    char *value = plat_getenv("SWBEM_TEST_VARIABLE");
    ck_assert_pstr_eq(value, "h\xc3\xa9llo");
    plat_free(value);
    ck_assert_ptr_null(plat_getenv("SWBEM_TEST_NO_SUCH_VARIABLE"));
}
END_TEST

START_TEST(settings)
{
    ck_assert_ptr_null(plat_user_setting("NoSuchSetting"));
#ifdef _WIN32
    static const WCHAR text[] = L"Z:\\some where\\x.db";
    static const struct
    {
        const WCHAR *name;
        DWORD type;
        const void *data;
        DWORD size;
    } values[] = {
        {L"TestText", REG_SZ, text, sizeof(text)},
        {L"TestCut", REG_SZ, text, 10}, /* no terminator */
        {L"TestNumber", REG_DWORD, text, 4},
        {L"TestEmpty", REG_SZ, L"", 2},
    };
    HKEY key;
    ck_assert_int_eq(RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\Swbem", 0, NULL, 0,
                                     KEY_ALL_ACCESS, NULL, &key, NULL),
                     0);
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        RegSetValueExW(key, values[i].name, 0, values[i].type, values[i].data, values[i].size);
    char *whole = plat_user_setting("TestText"), *cut = plat_user_setting("TestCut");
    ck_assert_pstr_eq(whole, "Z:\\some where\\x.db");
    ck_assert_pstr_eq(cut, "Z:\\so");
    ck_assert_ptr_null(plat_user_setting("TestNumber"));
    ck_assert_ptr_null(plat_user_setting("TestEmpty"));
    plat_free(whole);
    plat_free(cut);
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        RegDeleteValueW(key, values[i].name);
    RegCloseKey(key);
#endif
}
END_TEST

START_TEST(default_store_is_in_a_folder_that_exists)
{
    const char *folder = temp_folder();
#ifdef _WIN32
    set_variable("LOCALAPPDATA", folder);
#else
    set_variable("XDG_DATA_HOME", folder);
#endif
    char *path = plat_default_store_path();
    ck_assert_ptr_nonnull(path);
    ck_assert_msg(strncmp(path, folder, strlen(folder)) == 0 && strstr(path, "repository.db"), "%s",
                  path);
    temp_write(path, "x", 1);
    remove(path);
    plat_free(path);
    temp_remove();
}
END_TEST

START_TEST(full_paths)
{
    temp_folder();
    const char *name = temp_file("absent.db");
    char *path = plat_full_path(name), *again, *relative;
    ck_assert_ptr_nonnull(path);
    ck_assert_ptr_nonnull(again = plat_full_path(path));
    ck_assert_str_eq(path, again);
    ck_assert_ptr_nonnull(relative = plat_full_path("x.db"));
    ck_assert_uint_gt(strlen(relative), strlen("x.db"));
    ck_assert_ptr_null(plat_full_path(""));
    plat_free(path);
    plat_free(again);
    plat_free(relative);
    temp_remove();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("platform_system");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, threads_exclude_each_other);
    tcase_add_test(tests, condition_hands_over);
    tcase_add_test(tests, condition_times_out);
    tcase_add_test(tests, atomic_words);
    tcase_add_test(tests, time_goes_on);
    tcase_add_test(tests, random_bytes_differ);
    tcase_add_test(tests, host_name_is_upper_case_and_cut);
    tcase_add_test(tests, variables);
    tcase_add_test(tests, settings);
    tcase_add_test(tests, default_store_is_in_a_folder_that_exists);
    tcase_add_test(tests, full_paths);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
