/* Child processes for tests on both systems. The pipe to the parent is read byte by byte: lines are short. */
#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L
#endif
#include "child.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#else
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#define CHILD_MARK "--child"

bool child_main(int argc, char **argv, const struct child_role *roles, size_t count, int *exit_code)
{
    if (argc < 3 || strcmp(argv[1], CHILD_MARK) != 0)
        return false;
    *exit_code = 99;
    for (size_t i = 0; i < count; i++)
        if (strcmp(argv[2], roles[i].name) == 0)
            *exit_code = roles[i].run(argc - 3, argv + 3);
    return true;
}

void child_report(const char *line)
{
    printf("%s\n", line);
    fflush(stdout);
}

bool child_hear(char *out, size_t size)
{
    if (!fgets(out, (int)size, stdin))
        return false;
    out[strcspn(out, "\r\n")] = 0;
    return true;
}

void child_expect(struct child *child, const char *line)
{
    char got[200] = "";
    bool any = child_read_line(child, got, sizeof(got));
    ck_assert_msg(any && strcmp(got, line) == 0, "expected \"%s\" of the child, got \"%s\"%s", line,
                  got, any ? "" : " (its end)");
}

static bool read_byte(struct child *child, char *out);

bool child_read_line(struct child *child, char *out, size_t size)
{
    size_t length = 0;
    char c;
    while (read_byte(child, &c))
    {
        if (c == '\n')
        {
            out[length] = 0;
            return true;
        }
        if (c != '\r' && length + 1 < size)
            out[length++] = c;
    }
    return false; /* a line without its end was cut off by a kill: it was not said */
}

#ifdef _WIN32

struct child
{
    HANDLE process, from, to;
};

static void make_pipe(HANDLE *inherited, HANDLE *own, bool child_reads)
{
    SECURITY_ATTRIBUTES attributes = {sizeof(attributes), NULL, TRUE};
    HANDLE read, write;
    ck_assert(CreatePipe(&read, &write, &attributes, 0));
    *inherited = child_reads ? read : write;
    *own = child_reads ? write : read;
    ck_assert(SetHandleInformation(*own, HANDLE_FLAG_INHERIT, 0));
}

static void make_command(char *out, size_t size, const char *role, const char *const *arguments)
{
    char program[MAX_PATH];
    ck_assert(GetModuleFileNameA(NULL, program, sizeof(program)) < sizeof(program));
    snprintf(out, size, "\"%s\" " CHILD_MARK " %s", program, role);
    for (; *arguments; arguments++)
        snprintf(out + strlen(out), size - strlen(out), " \"%s\"", *arguments);
}

struct child *child_start(const char *role, const char *const *arguments)
{
    struct child *child = calloc(1, sizeof(*child));
    STARTUPINFOA startup = {.cb = sizeof(startup), .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION info;
    char command[2000];
    ck_assert_ptr_nonnull(child);
    make_pipe(&startup.hStdOutput, &child->from, false);
    make_pipe(&startup.hStdInput, &child->to, true);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    make_command(command, sizeof(command), role, arguments);
    ck_assert(CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &info));
    CloseHandle(startup.hStdOutput);
    CloseHandle(startup.hStdInput);
    CloseHandle(info.hThread);
    child->process = info.hProcess;
    return child;
}

static bool read_byte(struct child *child, char *out)
{
    DWORD got = 0;
    return ReadFile(child->from, out, 1, &got, NULL) && got == 1;
}

void child_say(struct child *child, const char *line)
{
    DWORD written;
    ck_assert(WriteFile(child->to, line, (DWORD)strlen(line), &written, NULL));
    ck_assert(WriteFile(child->to, "\n", 1, &written, NULL));
}

void child_kill(struct child *child)
{
    TerminateProcess(child->process, 9);
}

int child_wait(struct child *child)
{
    DWORD code = 0;
    CloseHandle(child->to);
    WaitForSingleObject(child->process, INFINITE);
    GetExitCodeProcess(child->process, &code);
    CloseHandle(child->process);
    CloseHandle(child->from);
    free(child);
    return (int)code;
}

#else

struct child
{
    pid_t process;
    int from, to;
};

static void run_program(const char *role, const char *const *arguments)
{
    char *argv[16] = {(char *)"test", (char *)CHILD_MARK, (char *)role};
    for (size_t i = 3; i < 15 && *arguments; i++)
        argv[i] = (char *)*arguments++;
    execv("/proc/self/exe", argv);
    _exit(98);
}

struct child *child_start(const char *role, const char *const *arguments)
{
    struct child *child = calloc(1, sizeof(*child));
    int output[2], input[2];
    ck_assert_ptr_nonnull(child);
    ck_assert_int_eq(pipe(output), 0);
    ck_assert_int_eq(pipe(input), 0);
    child->process = fork();
    ck_assert_int_ge(child->process, 0);
    if (child->process == 0)
    {
        dup2(output[1], STDOUT_FILENO);
        dup2(input[0], STDIN_FILENO);
        close(output[0]);
        close(output[1]);
        close(input[0]);
        close(input[1]);
        run_program(role, arguments);
    }
    close(output[1]);
    close(input[0]);
    child->from = output[0];
    child->to = input[1];
    return child;
}

static bool read_byte(struct child *child, char *out)
{
    return read(child->from, out, 1) == 1;
}

void child_say(struct child *child, const char *line)
{
    char text[200];
    int length = snprintf(text, sizeof(text), "%s\n", line);
    ck_assert_int_eq(write(child->to, text, (size_t)length), length);
}

void child_kill(struct child *child)
{
    kill(child->process, SIGKILL);
}

int child_wait(struct child *child)
{
    int status = 0;
    close(child->to);
    waitpid(child->process, &status, 0);
    close(child->from);
    free(child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#endif
