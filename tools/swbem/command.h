/* The commands of swbem.exe. Each is given what follows its name and returns the exit code. */
#ifndef SWBEM_COMMAND_H
#define SWBEM_COMMAND_H

#include <windows.h>

#define EXIT_OK      0
#define EXIT_PROBLEM 1
#define EXIT_USAGE   2

int command_register(int count, WCHAR **arguments);
int command_unregister(int count, WCHAR **arguments);
int command_doctor(int count, WCHAR **arguments);

#endif
