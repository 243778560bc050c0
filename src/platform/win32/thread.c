/* Threads. Each one holds a reference on the module that contains this code, which COM may unload as soon as
 * its last object is gone: the reference is given back in the same call that ends the thread. */
#include "../platform.h"

#include <windows.h>

#include <stdlib.h>

struct plat_thread
{
    HANDLE handle;
    HMODULE module;
    void (*run)(void *arg);
    void *arg;
};

static DWORD WINAPI thread_main(void *arg)
{
    struct plat_thread *thread = arg;
    HMODULE module = thread->module; /* who joins frees `thread` when this thread has ended */
    thread->run(thread->arg);
    FreeLibraryAndExitThread(module, 0);
    return 0;
}

static bool hold_module(HMODULE *out)
{
    return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                              (const wchar_t *)(void *)thread_main, out) != 0;
}

struct plat_thread *plat_thread_start(void (*run)(void *arg), void *arg)
{
    struct plat_thread *thread = malloc(sizeof(*thread));
    if (!thread)
        return NULL;
    thread->run = run;
    thread->arg = arg;
    if (!hold_module(&thread->module))
        goto failed;
    thread->handle = CreateThread(NULL, 0, thread_main, thread, 0, NULL);
    if (thread->handle)
        return thread;
    FreeLibrary(thread->module);

failed:
    free(thread);
    return NULL;
}

void plat_thread_join(struct plat_thread *thread)
{
    if (!thread)
        return;
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
    free(thread);
}

uint64_t plat_thread_id(void)
{
    return GetCurrentThreadId();
}
