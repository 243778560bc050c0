/* Threads over pthreads. A struct plat_thread belongs to whoever started the thread. */
#include "../platform.h"

#include <pthread.h>
#include <stdlib.h>

struct plat_thread
{
    pthread_t id;
    void (*run)(void *arg);
    void *arg;
};

static void *thread_main(void *arg)
{
    struct plat_thread *thread = arg;
    thread->run(thread->arg);
    return NULL;
}

struct plat_thread *plat_thread_start(void (*run)(void *arg), void *arg)
{
    struct plat_thread *thread = malloc(sizeof(*thread));
    if (!thread)
        return NULL;
    thread->run = run;
    thread->arg = arg;
    if (pthread_create(&thread->id, NULL, thread_main, thread) == 0)
        return thread;
    free(thread);
    return NULL;
}

void plat_thread_join(struct plat_thread *thread)
{
    if (!thread)
        return;
    pthread_join(thread->id, NULL);
    free(thread);
}

uint64_t plat_thread_id(void)
{
    return (uint64_t)(uintptr_t)pthread_self();
}
