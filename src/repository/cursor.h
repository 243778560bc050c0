/* Enumerations and queries under way. A cursor reads with a connection of its own that is parked between two
 * calls, so that it holds up neither writers nor another process; when the store has taken the connection away,
 * it goes on behind the last row that it gave out. One user at a time; only `cancelled` is touched by others. */
#ifndef SWBEM_REPOSITORY_CURSOR_H
#define SWBEM_REPOSITORY_CURSOR_H

#include "instance.h"

enum cursor_source
{
    CURSOR_SCAN,    /* rows of the classes of a family, in order of id */
    CURSOR_ENTRIES, /* rows that an index entry names, in order of id */
    CURSOR_LIST,    /* objects that are at hand */
};

struct repo_cursor
{
    struct repo_space *space; /* referenced */
    volatile int32_t cancelled;
    enum cursor_source source;
    bool is_over;

    struct store_connection *connection; /* parked between calls; NULL: none */
    struct sql sql;                      /* its statement; NULL inside when it has not begun */
    struct class_tree *tree;             /* referenced */
    size_t base;                         /* the class asked for */
    char *exact;                         /* owned: the one class whose instances count; NULL: any */
    bool is_deep;
    bool *family;                 /* owned: classes whose instances count, by index */
    struct stored_class *current; /* class of the last row; borrowed from the tree */
    uint64_t last_id;

    uint32_t entry_index; /* the property looked up */
    struct buffer value;

    struct wql_query *query; /* owned, resolved; NULL: everything */
    struct projection projection;

    struct cim_object **list; /* owned array of referenced objects */
    size_t list_count;
    size_t list_next;
};

/** A cursor that has read nothing; its connection, with the tree of its state, is under way and not parked.
 *  @param out owned */
enum cim_status cursor_begin(struct repo_cursor **out, struct repo_space *space,
                             struct cim_error *err);
/** The class whose instances are wanted; cursor->exact and is_deep are set before. */
enum cim_status cursor_choose_classes(struct repo_cursor *cursor, size_t base,
                                      struct cim_error *err);
/** Add an object to the list. Consumes the reference, even on failure. */
enum cim_status cursor_push(struct repo_cursor *cursor, struct cim_object *object,
                            struct cim_error *err);
/** Everything is set: park the connection, or end the read of a list. */
void cursor_ready(struct repo_cursor *cursor);

#endif
