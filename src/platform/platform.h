/* What the portable rooms need of an operating system: locks, threads, time, random numbers, a
 * shared counter page and the lease that says who owns a store file.
 *
 * posix/ and win32/ hold one implementation each; nothing above this room has an #ifdef for the
 * system. Every function is safe on any thread. Text is UTF-8 (generalised, see cim/text.h). */
#ifndef SWBEM_PLATFORM_H
#define SWBEM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- locks: opaque words, usable when zero-initialised, never destroyed ---------------------- */

struct plat_mutex
{
    void *word[8]; /* SRWLOCK on Windows, pthread_mutex_t elsewhere */
};

struct plat_cond
{
    void *word[8]; /* CONDITION_VARIABLE on Windows, pthread_cond_t elsewhere */
};

void plat_mutex_lock(struct plat_mutex *mutex);
void plat_mutex_unlock(struct plat_mutex *mutex);
/** Wait with `mutex` held by the caller; may wake without cause.
 *  @param timeout_ms  milliseconds, or -1 for ever
 *  @return false when the time was over */
bool plat_cond_wait(struct plat_cond *cond, struct plat_mutex *mutex, int timeout_ms);
void plat_cond_wake_one(struct plat_cond *cond);
void plat_cond_wake_all(struct plat_cond *cond);

/* --- threads --------------------------------------------------------------------------------- */

struct plat_thread; /* opaque */

/** Start a thread. @return owned, to be given to plat_thread_join(), or NULL when none is to be had */
struct plat_thread *plat_thread_start(void (*run)(void *arg), void *arg);
/** Wait for the end of a thread and free it. Takes NULL. Not from the thread itself. */
void plat_thread_join(struct plat_thread *thread);
uint64_t plat_thread_id(void);

/* --- atomic words ---------------------------------------------------------------------------- */

/** Add and return the new value; a full barrier. */
int32_t plat_atomic_add(volatile int32_t *word, int32_t value);
int32_t plat_atomic_load(const volatile int32_t *word);
void plat_atomic_store(volatile int32_t *word, int32_t value);
/** Put `value` where `expected` stands. @return true when it stood there */
bool plat_atomic_swap_if(volatile int32_t *word, int32_t expected, int32_t value);
uint64_t plat_atomic_load64(const volatile uint64_t *word);
void plat_atomic_store64(volatile uint64_t *word, uint64_t value);
uint64_t plat_atomic_add64(volatile uint64_t *word, uint64_t value);
bool plat_atomic_swap_if64(volatile uint64_t *word, uint64_t expected, uint64_t value);

/* --- time, randomness, names ----------------------------------------------------------------- */

/** Monotonic milliseconds. */
uint64_t plat_time_ms(void);
/** Now, in 100 ns since 1601-01-01 UTC (a FILETIME). */
uint64_t plat_time_filetime(void);
void plat_sleep_ms(unsigned ms);
/** Fill with unpredictable bytes. @return false when the system has none */
bool plat_random(void *out, size_t size);
/** This computer's name, upper case as Windows prints it in __SERVER. @return length, cut to size - 1 */
size_t plat_host_name(char *out, size_t size);
/** The value of an environment variable. @return owned, plat_free(); NULL when it is not set */
char *plat_getenv(const char *name);
/** The user's own setting: HKEY_CURRENT_USER\\Software\\Swbem, value `name` (text). "Store" stands between the
 *  variable SWBEM_STORE and the default file. There is none outside Windows.
 *  @return owned, plat_free(); NULL when it is not set */
char *plat_user_setting(const char *name);
/** The file a store has by default: under the user's local application data (XDG_DATA_HOME natively),
 *  folders made when absent. @return owned, plat_free(); NULL on failure */
char *plat_default_store_path(void);
/** Absolute form of a path. @return owned, plat_free(); NULL on failure */
char *plat_full_path(const char *path);
void plat_free(void *memory);

/* --- the lease of a store file ----------------------------------------------------------------
 *
 * Under Wine every file lock is a round trip to its server, so a process alone with a store keeps
 * SQLite's locks to itself and gives way when another process asks. The lease is a small file beside the
 * store, "<store>-lease". A byte beyond its content is locked exclusively by a process that is alone and
 * shared by processes that share; its content is a page mapped by all, with a change counter. A process
 * that dies loses its lock with it, so nothing needs repair. The file stays when the last process closes
 * it; it may be deleted while nobody has the store.
 *
 * A lease has a thread. On Windows it sleeps on a named event of the session until it is asked to share;
 * elsewhere it looks at the mapped page twenty times a second while ALONE. Native Linux processes and Wine
 * processes may use one store together (Wine's LockFileEx is an fcntl lock): a native process that asks a
 * Wine process waits up to a second, because it cannot set the event. So does a process of another Windows
 * session. Network file systems, whose mapped pages differ between machines, are not supported. */

enum plat_lease_mode
{
    PLAT_LEASE_NONE,
    PLAT_LEASE_ALONE,  /* nobody else has the store */
    PLAT_LEASE_SHARED, /* others may have it too */
};

enum plat_lease_result
{
    PLAT_LEASE_TAKEN,
    PLAT_LEASE_TIMEOUT,     /* the process that is alone did not give way */
    PLAT_LEASE_UNAVAILABLE, /* the file cannot be made, as on a read-only medium: use no lease */
};

/** What a lease reports, on its own thread, perhaps before plat_lease_open() has returned; a call may take its
 *  time and may call the lease's functions, but not plat_lease_close(). */
struct plat_lease_events
{
    /** ALONE and another process asks: plat_lease_share() must be called, now or soon. Repeated until then. */
    void (*wanted)(void *arg);
    /** SHARED, about once a second; `quiet` when no other process has shown itself for some seconds, so that
     *  plat_lease_try_alone() is worth a try. */
    void (*tick)(void *arg, bool quiet);
    void *arg;
};

struct plat_lease; /* opaque */

/** Open the lease of a store and take it: ALONE if nobody has it, else SHARED after asking the holder.
 *  @param out         owned; plat_lease_close(); written when PLAT_LEASE_TAKEN
 *  @param timeout_ms  how long to wait for an ALONE holder to give way */
enum plat_lease_result plat_lease_open(struct plat_lease **out, const char *store_path,
                                       int timeout_ms, const struct plat_lease_events *events);
enum plat_lease_mode plat_lease_mode(const struct plat_lease *lease);
/** ALONE becomes SHARED. The caller has released SQLite's locks before. Returns when it is done, which may
 *  take as long as a third process is alone with the store in between. */
void plat_lease_share(struct plat_lease *lease);
/** SHARED becomes ALONE if no other process has the lease; the caller has no lock of SQLite's meanwhile. May
 *  wait as plat_lease_share() does. @return true when it did */
bool plat_lease_try_alone(struct plat_lease *lease);
/** True, cheaply (no system call), when another process waits for an ALONE holder. */
bool plat_lease_is_wanted(const struct plat_lease *lease);
/** The change counter in shared memory, for the rule of its users (repository/store_generation.c). Never
 *  NULL; valid until plat_lease_close(). */
volatile uint64_t *plat_lease_counter(struct plat_lease *lease);
/** Takes NULL. Joins the lease's thread. */
void plat_lease_close(struct plat_lease *lease);

#endif
