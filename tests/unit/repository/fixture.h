/* A store in memory with a namespace at hand, and short ways to make classes and instances in it. */
#ifndef SWBEM_TESTS_FIXTURE_H
#define SWBEM_TESTS_FIXTURE_H

#include <check.h>

#include "cim/mem.h"
#include "repository/repository.h"
#include "unit/cim/fault.h"
#include "unit/cim/model.h"

extern struct repo *repo;        /* open from fixture_open() to fixture_close() */
extern struct repo_space *space; /* root\cimv2 */
extern struct cim_error err;     /* for every call of a test */

void fixture_open(void);
/** Also checks that no memory stays. */
void fixture_close(void);

/* A property of a class to be made. */
struct declared
{
    const char *name; /* "*Name" is a key, "#Name" indexed, "!Name" not_null */
    enum cim_type type;
};

/** An editable class. @param properties  ended by a NULL name; may be NULL @param superclass  stored, or NULL */
struct cim_class *declare(const char *name, const char *superclass,
                          const struct declared *properties);
/** A copy of the stored class that can be edited. */
struct cim_class *edit_stored(const char *name);
void qualify(struct cim_class *cls, const char *property, const char *qualifier,
             const struct cim_value *value, unsigned flavor);
void set_true(struct cim_class *cls, const char *property, const char *qualifier);
/** Put and release. */
enum cim_status put_declared(struct cim_class *cls, unsigned flags);
/** declare() and put; must succeed. */
void store_class(const char *name, const char *superclass, const struct declared *properties);
struct cim_class *get_class(const char *name);
bool has_class(const char *name);

/** A new instance of a stored class. */
struct cim_object *spawn(const char *class_name);
void set_text(struct cim_object *object, const char *property, const char *text);
void set_int(struct cim_object *object, const char *property, int64_t number);
enum cim_status put(struct cim_object *object, unsigned flags);
/** Spawn, set a text key, put, release. */
enum cim_status put_named(const char *class_name, const char *key, const char *name,
                          unsigned flags);
enum cim_status get(struct cim_object **out, const char *path);
bool has_instance(const char *path);
/** The value as text; "NULL"; static. */
const char *text_of(const struct cim_object *object, const char *property);
/** Of the stored instance. */
const char *stored_text(const char *path, const char *property);

/** Relative paths of all rows, separated by blanks; static. */
const char *paths_of(struct repo_cursor *cursor);
const char *enumerate(const char *class_name, bool deep);
const char *query(const char *wql);
/** The status with which the query fails, here or at its first row. */
enum cim_status query_status(const char *wql);

#define ck_assert_put(expression) ck_assert_msg((expression) == CIM_OK, "%s", err.message)

#endif
