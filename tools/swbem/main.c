/* swbem.exe: the command line of Swbem. A table of commands; each command is a file of its own.
 *
 * Exit codes: 0 done, 1 a problem (said on standard error), 2 wrong usage. */
#include "command.h"
#include "output.h"

#include <wchar.h>

struct command
{
    const WCHAR *name;
    int (*run)(int count, WCHAR **arguments);
    const WCHAR *usage;
    const WCHAR *purpose;
};

static const struct command commands[] = {
    {L"register", command_register, L"register [--user]",
     L"make COM use the wbemdisp.dll beside this program; --user for this user alone"},
    {L"unregister", command_unregister, L"unregister [--user]",
     L"undo that, and put back what it replaced"},
    {L"doctor", command_doctor, L"doctor",
     L"look at the registration, the script engines and the store"},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_help(void)
{
    size_t i;

    output(L"swbem: the WMI Scripting API with a repository of its own\n\n");
    for (i = 0; i < COMMAND_COUNT; i++)
        output(L"  swbem %-21s %s\n", commands[i].usage, commands[i].purpose);
    output(L"  swbem %-21s %s\n", L"--help", L"this text");
    output(L"  swbem %-21s %s\n", L"--version", L"the version");
    output(L"\nThe store: the file that SWBEM_STORE names, or :memory:.\n");
}

static const struct command *find_command(const WCHAR *name)
{
    size_t i;

    for (i = 0; i < COMMAND_COUNT; i++)
    {
        if (!wcscmp(commands[i].name, name))
            return &commands[i];
    }
    return NULL;
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    const struct command *command;

    if (argc < 2)
    {
        print_help();
        return EXIT_USAGE;
    }
    if (!wcscmp(argv[1], L"--help") || !wcscmp(argv[1], L"help"))
    {
        print_help();
        return EXIT_OK;
    }
    if (!wcscmp(argv[1], L"--version"))
    {
        output(L"swbem %s\n", SWBEM_VERSION);
        return EXIT_OK;
    }
    command = find_command(argv[1]);
    if (!command)
    {
        output_error(L"swbem: no command \"%s\"; swbem --help lists them\n", argv[1]);
        return EXIT_USAGE;
    }
    return command->run(argc - 2, argv + 2);
}
