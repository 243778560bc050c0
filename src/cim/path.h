/* Object paths: parsing, printing, comparing. Grammar and canonical form: behaviour.md 13.
 * A struct cim_path owns its texts; no locking. */
#ifndef SWBEM_CIM_PATH_H
#define SWBEM_CIM_PATH_H

#include "value.h"

#define CIM_PATH_MAXIMUM                                                                           \
    ((size_t)8 << 20) /* bytes of text; a longer one is CIM_INVALID_OBJECT_PATH */
#define CIM_PATH_MAX_KEYS       256
#define CIM_PATH_MAX_NAMESPACES 64

struct cim_path_key
{
    char *name; /* owned; "" for the unnamed single key */
    struct cim_value
        value; /* CIM_TYPE_STRING, CIM_TYPE_SINT64, CIM_TYPE_UINT64, CIM_TYPE_BOOLEAN or CIM_TYPE_REFERENCE (written ref"..."/ nested path: stored as string) */
};

struct cim_path
{
    char *server;     /* owned; NULL: none given; "." stays "." */
    char *space;      /* owned: root\cimv2, backslashes; NULL: none given */
    char *class_name; /* owned; NULL: namespace only */
    bool is_singleton;
    struct cim_path_key *keys; /* owned */
    size_t key_count;
    size_t key_capacity;
};

void cim_path_init(struct cim_path *path); /* all empty */
void cim_path_free(struct cim_path *path); /* takes an initialised one; leaves it initialised */
enum cim_status cim_path_copy(struct cim_path *out, const struct cim_path *path);
/** Parse. Never recurses on nesting: a reference key is kept as text.
 *  @return CIM_INVALID_OBJECT_PATH (err has the column), CIM_NO_MEMORY */
enum cim_status cim_path_parse(struct cim_path *out, struct text text, struct cim_error *err);
/** As cim_path_parse, but a bare word is a namespace ("root") : for ConnectServer and monikers. */
enum cim_status cim_path_parse_namespace(struct cim_path *out, struct text text,
                                         struct cim_error *err);
bool cim_path_is_instance(const struct cim_path *path); /* keys or singleton */
/** Canonical text `Class.A="x",B=1` with keys ordered by name. */
void cim_path_print_relative(struct buffer *out, const struct cim_path *path);
/** With server and namespace as far as they are there. */
void cim_path_print(struct buffer *out, const struct cim_path *path);
/** One key value as printed in a path (quoted and escaped where it is text). */
void cim_path_print_key(struct buffer *out, const struct cim_value *value);
/** The same of a bare scalar that is neither NULL nor an object. */
void cim_path_print_scalar(struct buffer *out, enum cim_type type, const union cim_scalar *scalar);
/** Add or replace a key; integers, texts and booleans of any width.
 *  @return CIM_INVALID_OBJECT_PATH (an illegal name, too many keys), CIM_TYPE_MISMATCH, CIM_NO_MEMORY */
enum cim_status cim_path_set_key(struct cim_path *path, struct text name,
                                 const struct cim_value *value);
bool cim_path_remove_key(struct cim_path *path, struct text name);
/** Without case; servers "." and local names are the caller's matter; key order is free. */
bool cim_path_equal(const struct cim_path *a, const struct cim_path *b);
/** A legal namespace text, either slash; `out` gets the form with single backslashes, spelling kept. */
enum cim_status cim_namespace_normalise(struct buffer *out, struct text text,
                                        struct cim_error *err);

struct cim_class;
/** The canonical key bytes (as cim_object_key) that a path means for a class: key names checked, values
 *  converted to the key's type, the unnamed key resolved.
 *  @return CIM_INVALID_OBJECT_PATH, CIM_TYPE_MISMATCH */
enum cim_status cim_path_key_bytes(struct buffer *out, const struct cim_path *path,
                                   const struct cim_class *cls, struct cim_error *err);

#endif
