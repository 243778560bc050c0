/* A second process for tests: the test program itself, started again with a role. Its standard output comes to
 * the parent line by line, its standard input is what the parent says. Ends the test on failure. */
#ifndef SWBEM_TESTS_CHILD_H
#define SWBEM_TESTS_CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct child;

/** A role: what the child does with its arguments. @return its exit code */
struct child_role
{
    const char *name;
    int (*run)(int argc, char **argv);
};

/** To be called first in main(). @return false: this is no child; otherwise *exit_code is what to return */
bool child_main(int argc, char **argv, const struct child_role *roles, size_t count,
                int *exit_code);
/** @param arguments  ended by NULL; without spaces and quotes */
struct child *child_start(const char *role, const char *const *arguments);
/** Read one line without its end. @return false at the end of the child's output */
bool child_read_line(struct child *child, char *out, size_t size);
/** Expect exactly this line. */
void child_expect(struct child *child, const char *line);
void child_say(struct child *child, const char *line);
/** As a crash or `kill -9` would: no exit handler runs. */
void child_kill(struct child *child);
/** Close the input, wait, free. @return the exit code; anything but 0 after child_kill() */
int child_wait(struct child *child);

/* In the child. */
void child_report(const char *line);
bool child_hear(char *out, size_t size);

#endif
