/* Stores that this process has open: one struct repo for each file, found by its absolute path.
 *
 * The last release does not close a store: a thread of this file does after LINGER_MS, so that a script which
 * connects again finds it open. A ":memory:" store stays until repo_shutdown(), because its content would go
 * with it. `registry.lock` guards the list and the references; opening and closing happen outside it, with
 * the entry marked busy. */
#include "space.h"

#include <string.h>

#include "../cim/mem.h"
#include "fail.h"

#define LINGER_MS    2000
#define FOR_EVER     UINT64_MAX
#define MEMORY_STORE ":memory:"

static struct
{
    struct plat_mutex lock;
    struct plat_cond changed;
    struct repo *repos;
    struct plat_thread *janitor; /* owned; joined before the next one starts */
    bool janitor_runs;
} registry;

/* --- closing --- */

static void repo_free(struct repo *repo)
{
    while (repo->spaces)
    {
        struct repo_space *space = repo->spaces;
        repo->spaces = space->next;
        space_free(space);
    }
    if (repo->store)
        store_close(repo->store);
    mem_free(repo->path);
    mem_free(repo);
}

static void unlink_repo(const struct repo *repo)
{
    struct repo **at = &registry.repos;

    while (*at != repo)
        at = &(*at)->next;
    *at = repo->next;
}

/* Called and left with the lock held, which it gives up while the file is closed. */
static void close_repo(struct repo *repo)
{
    repo->is_busy = true;
    plat_mutex_unlock(&registry.lock);
    if (repo->store)
        store_close(repo->store);
    repo->store = NULL;
    plat_mutex_lock(&registry.lock);
    unlink_repo(repo);
    repo_free(repo);
    plat_cond_wake_all(&registry.changed);
}

static struct repo *find_expired(uint64_t now)
{
    for (struct repo *repo = registry.repos; repo; repo = repo->next)
    {
        if (!repo->references && !repo->is_busy && repo->expires <= now)
            return repo;
    }
    return NULL;
}

/* @return false when nothing lingers */
static bool next_expiry(uint64_t *out)
{
    bool found = false;

    for (struct repo *repo = registry.repos; repo; repo = repo->next)
    {
        if (repo->references || repo->is_busy || repo->expires == FOR_EVER)
            continue;
        *out = found && *out < repo->expires ? *out : repo->expires;
        found = true;
    }
    return found;
}

static void janitor_run(void *unused)
{
    uint64_t expiry;

    (void)unused;
    plat_mutex_lock(&registry.lock);
    while (next_expiry(&expiry))
    {
        uint64_t now = plat_time_ms();
        struct repo *repo = find_expired(now);
        if (repo)
            close_repo(repo);
        else
            plat_cond_wait(&registry.changed, &registry.lock, (int)(expiry - now));
    }
    registry.janitor_runs = false;
    plat_mutex_unlock(&registry.lock);
}

/* A janitor that no longer runs is past its last use of the lock, so it can be joined under it. */
static bool janitor_start(void)
{
    if (registry.janitor_runs)
        return true;
    plat_thread_join(registry.janitor);
    registry.janitor = plat_thread_start(janitor_run, NULL);
    registry.janitor_runs = registry.janitor != NULL;
    return registry.janitor_runs;
}

void repo_release(struct repo *repo)
{
    if (!repo)
        return;
    plat_mutex_lock(&registry.lock);
    if (--repo->references == 0)
    {
        bool stays = strcmp(repo->path, MEMORY_STORE) == 0;
        repo->expires = stays ? FOR_EVER : plat_time_ms() + LINGER_MS;
        if (!stays && !janitor_start())
            close_repo(repo);
    }
    plat_mutex_unlock(&registry.lock);
}

void repo_shutdown(void)
{
    struct plat_thread *janitor;
    struct repo *repo;

    plat_mutex_lock(&registry.lock);
    while ((repo = find_expired(FOR_EVER)) != NULL)
        close_repo(repo);
    plat_cond_wake_all(&registry.changed);
    janitor = registry.janitor;
    registry.janitor = NULL;
    plat_mutex_unlock(&registry.lock);
    plat_thread_join(janitor);
}

/* --- opening --- */

static struct repo *find_repo(const char *path)
{
    for (struct repo *repo = registry.repos; repo; repo = repo->next)
    {
        if (strcmp(repo->path, path) == 0)
            return repo;
    }
    return NULL;
}

static struct repo *repo_new(const char *path)
{
    struct repo *repo = mem_zalloc(sizeof(*repo));
    if (!repo)
        return NULL;
    repo->path = text_dup(text_from(path));
    if (!repo->path)
    {
        mem_free(repo);
        return NULL;
    }
    repo->references = 1;
    repo->is_busy = true;
    plat_host_name(repo->server, sizeof(repo->server));
    return repo;
}

/* Called and left with the lock held. The entry keeps others who want the file waiting. */
static enum cim_status open_new(struct repo **out, const char *path, struct cim_error *err)
{
    struct repo *repo = repo_new(path);
    if (!repo)
        return no_memory(err);
    repo->next = registry.repos;
    registry.repos = repo;
    plat_mutex_unlock(&registry.lock);

    enum cim_status status = store_open(&repo->store, path, err);
    if (!status)
        status = space_create_all(repo, err);
    if (status && repo->store)
    {
        store_close(repo->store);
        repo->store = NULL;
    }

    plat_mutex_lock(&registry.lock);
    repo->is_busy = false;
    if (status)
    {
        unlink_repo(repo);
        repo_free(repo);
    }
    else
        *out = repo;
    plat_cond_wake_all(&registry.changed);
    return status;
}

static enum cim_status open_path(struct repo **out, const char *path, struct cim_error *err)
{
    enum cim_status status = CIM_OK;
    struct repo *repo;

    plat_mutex_lock(&registry.lock);
    while ((repo = find_repo(path)) != NULL && repo->is_busy)
        plat_cond_wait(&registry.changed, &registry.lock, -1);
    if (repo)
    {
        repo->references++;
        *out = repo;
    }
    else
        status = open_new(out, path, err);
    plat_mutex_unlock(&registry.lock);
    return status;
}

static char *default_path(void)
{
    char *path = plat_getenv("SWBEM_STORE");
    if (path && path[0])
        return path;
    plat_free(path);
    path = plat_user_setting("Store");
    if (path && path[0])
        return path;
    plat_free(path);
    return plat_default_store_path();
}

enum cim_status repo_open(struct repo **out, const char *path, struct cim_error *err)
{
    enum cim_status status;
    char *chosen = path ? NULL : default_path();
    char *full = NULL;

    *out = NULL;
    if (!path)
        path = chosen;
    if (!path)
        return cim_fail(err, CIM_FAILED, "there is no place for the store of this user");
    if (strcmp(path, MEMORY_STORE) != 0)
        full = plat_full_path(path);
    if (full)
        path = full;
    status = open_path(out, path, err);
    plat_free(full);
    plat_free(chosen);
    return status;
}

struct repo *repo_ref(struct repo *repo)
{
    plat_mutex_lock(&registry.lock);
    repo->references++;
    plat_mutex_unlock(&registry.lock);
    return repo;
}

const char *repo_path(const struct repo *repo)
{
    return repo->path;
}

bool repo_is_read_only(const struct repo *repo)
{
    return store_is_read_only(repo->store);
}
