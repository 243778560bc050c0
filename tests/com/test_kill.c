/* What OnCompleted(0) promises: a put that was reported survives the death of its process.
 *
 * The test starts itself as a child that puts objects asynchronously and writes the number of each one that was reported
 * into a pipe; kills the child at a random moment; and, at the end, looks every reported number up in the store. Two
 * hundred times (SWBEM_KILL_ROUNDS changes that). */
#include "support/client.h"

#include <check.h>
#include <stdlib.h>

#define ROUNDS      200
#define ROUND_RANGE 10000 /* numbers of one round begin at round * ROUND_RANGE */

static const struct client_property properties[] = {
    {L"Number", wbemCimtypeSint32, false, true},
    {L"Text", wbemCimtypeString, false, false},
    {NULL, 0, false, false},
};

/* --- the child ------------------------------------------------------------------------------------- */

static void report(struct client_events *events, DISPID id, const VARIANT *arguments, UINT count)
{
    ISWbemNamedValueSet *context;
    ISWbemNamedValue *item;
    VARIANT number;
    DWORD written;

    (void)count;
    if (id != CLIENT_COMPLETED || V_I4(&arguments[0]))
        return;
    context = (ISWbemNamedValueSet *)V_DISPATCH(&arguments[2]);
    CLIENT_CHECK(ISWbemNamedValueSet_Item(context, client_bstr(L"n"), 0, &item));
    CLIENT_CHECK(ISWbemNamedValue_get_Value(item, &number));
    ISWbemNamedValue_Release(item);
    WriteFile(events->context, &V_I4(&number), sizeof(LONG), &written, NULL);
}

static int run_child(LONG first)
{
    struct client_events events;
    ISWbemNamedValueSet *context;
    ISWbemServicesEx *services;
    ISWbemObjectEx *object;
    ISWbemObject *cls;
    ISWbemSink *sink;
    LONG i;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    services = client_connect();
    cls = client_get(services, L"KillTest");
    client_events_init(&events);
    events.heard = report;
    events.context = GetStdHandle(STD_OUTPUT_HANDLE);
    sink = client_sink();
    client_listen(sink, &events);
    for (i = first; i < first + ROUND_RANGE; i++)
    {
        object = client_spawn(cls);
        client_set_number(object, L"Number", i);
        client_set_text(object, L"Text", L"reported objects are found again");
        context = client_context(L"n", i);
        CLIENT_CHECK(
            ISWbemServicesEx_PutAsync(services, sink, object, 0, NULL, (IDispatch *)context));
        ISWbemNamedValueSet_Release(context);
        ISWbemObjectEx_Release(object);
        if (i % 16 == 0)
            SwitchToThread();
    }
    return 0;
}

/* --- the parent ------------------------------------------------------------------------------------ */

static HANDLE start_child(LONG first, HANDLE *pipe)
{
    SECURITY_ATTRIBUTES inherit = {sizeof(inherit), NULL, TRUE};
    STARTUPINFOW startup = {.cb = sizeof(startup), .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    WCHAR program[MAX_PATH], command[MAX_PATH + 32];
    HANDLE end;

    ck_assert(CreatePipe(pipe, &end, &inherit, 1 << 20));
    ck_assert(SetHandleInformation(*pipe, HANDLE_FLAG_INHERIT, 0));
    startup.hStdOutput = end;
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(command, MAX_PATH + 32, L"\"%ls\" --child %ld", program, first);
    ck_assert(CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    CloseHandle(end);
    return process.hProcess;
}

/* Wait for the first report, let the child live a random while longer, kill it.
 * @return how many numbers were read into `numbers` */
static DWORD kill_one(LONG first, LONG *numbers, DWORD maximum)
{
    HANDLE pipe, process = start_child(first, &pipe);
    DWORD count = 0, got;

    while (count < maximum && ReadFile(pipe, &numbers[count], sizeof(LONG), &got, NULL) &&
           got == sizeof(LONG))
    {
        if (!count++)
        {
            Sleep((DWORD)rand() % 40);
            TerminateProcess(process, 99);
        }
    }
    TerminateProcess(process, 99);
    WaitForSingleObject(process, INFINITE);
    CloseHandle(process);
    CloseHandle(pipe);
    return count;
}

static bool is_stored(ISWbemServicesEx *services, LONG number)
{
    ISWbemObject *object;
    WCHAR path[64];

    swprintf(path, 64, L"KillTest.Number=%ld", number);
    if (FAILED(ISWbemServicesEx_Get(services, client_bstr(path), 0, NULL, &object)))
        return false;
    ISWbemObject_Release(object);
    return true;
}

static void set_store(void)
{
    WCHAR folder[MAX_PATH], file[MAX_PATH];

    ck_assert(GetTempPathW(MAX_PATH, folder));
    ck_assert(GetTempFileNameW(folder, L"kil", 0, file));
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", file));
}

START_TEST(reported_puts_survive)
{
    static LONG numbers[65536];
    const char *rounds_text = getenv("SWBEM_KILL_ROUNDS");
    LONG rounds = rounds_text ? atol(rounds_text) : ROUNDS, round, reported = 0, lost = 0;
    ISWbemServicesEx *services;
    DWORD count, i;

    set_store();
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    services = client_connect();
    ISWbemObject_Release(client_define(services, L"KillTest", properties));
    ISWbemServicesEx_Release(services);
    for (round = 0; round < rounds; round++)
    {
        count = kill_one(round * ROUND_RANGE, numbers, 65536);
        ck_assert_msg(count > 0, "round %ld: nothing was reported", round);
        services = client_connect();
        for (i = 0; i < count; i++)
        {
            if (!is_stored(services, numbers[i]))
                lost++;
        }
        ISWbemServicesEx_Release(services);
        reported += (LONG)count;
        ck_assert_msg(!lost, "round %ld: %ld reported objects are lost", round, lost);
    }
    printf("%ld processes killed, %ld puts reported, %ld lost\n", rounds, reported, lost);
    CoUninitialize();
}
END_TEST

int main(int argc, char **argv)
{
    TCase *tests = tcase_create("kill");
    Suite *suite = suite_create("kill");
    SRunner *runner;
    int failed;

    if (argc == 3 && !strcmp(argv[1], "--child"))
        return run_child(atol(argv[2]));
    srand(GetTickCount());
    tcase_set_timeout(tests, 900);
    tcase_add_test(tests, reported_puts_survive);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
