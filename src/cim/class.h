/* A CIM class: what it inherits and what it declares, resolved into one table of properties with the
 * layout of its instances.
 *
 * Reference counted. A class is edited by one owner (cim_class_new, _derive, _clone give an editable one)
 * and then sealed; a sealed class never changes and may be shared by threads. Properties are kept in
 * layout order: those of the superclass first, so that a derived class's instance begins like its
 * superclass's. Names are looked up through a folded hash. Rules: behaviour.md 8.3, 10.1, 11. */
#ifndef SWBEM_CIM_CLASS_H
#define SWBEM_CIM_CLASS_H

#include "qualifier.h"

#define CIM_MAX_PROPERTIES 1024
#define CIM_MAX_KEYS       256
#define CIM_MAX_NAME       255 /* UTF-16 units */
#define CIM_MAX_DERIVATION 256
#define CIM_MAX_METHODS    4096

/* Comparison flags, as WbemComparisonFlagEnum (behaviour.md 7.2). */
#define CIM_COMPARE_IGNORE_QUALIFIERS 0x01u
#define CIM_COMPARE_IGNORE_SOURCE     0x02u
#define CIM_COMPARE_IGNORE_DEFAULTS   0x04u
#define CIM_COMPARE_IGNORE_CLASS      0x08u
#define CIM_COMPARE_IGNORE_CASE       0x10u
#define CIM_COMPARE_IGNORE_FLAVOR     0x20u

struct cim_property
{
    char *name; /* owned */
    size_t name_size;
    uint32_t name_hash; /* text_hash_fold */
    enum cim_type type;
    bool is_array;
    char *type_class;      /* owned: class of a ref or a strongly typed object; NULL for none */
    bool type_class_local; /* this class made an inherited type_class more specific */
    char *origin;          /* owned: the class that introduced the property */
    bool is_local;         /* introduced or overridden (default or qualifier) by this class */
    bool is_key;
    bool is_indexed;
    bool is_not_null;   /* not_null, key or indexed */
    bool default_local; /* the default is this class's own */
    struct cim_value default_value;
    struct cim_qualifiers qualifiers; /* local and propagated; CIMTYPE is derived */
    uint32_t offset;                  /* in the table of fixed values, counted from its start */
};

struct cim_method
{
    char *name; /* owned */
    size_t name_size;
    char *origin; /* owned */
    bool is_local;
    struct cim_qualifiers qualifiers;
    struct cim_class *in;  /* referenced class __PARAMETERS, or NULL */
    struct cim_class *out; /* referenced, or NULL */
};

struct cim_class
{
    int32_t references;
    bool sealed;
    char *name;        /* owned; "" while unnamed */
    char *superclass;  /* owned; NULL at the top */
    char **derivation; /* owned strings: superclass first, dynasty last */
    size_t derivation_count;
    struct cim_qualifiers qualifiers;
    struct cim_property *properties; /* layout order */
    size_t property_count;
    size_t property_capacity;
    struct cim_method *methods;
    size_t method_count;
    struct cim_class *parent; /* referenced; NULL at the top and when read from an object */
    size_t inherited_count;   /* the first properties are those of the superclass */
    size_t inherited_methods; /* and so the first methods */
    uint32_t *sorted;         /* sealed: property indexes in case-insensitive order of name */
    uint32_t *hash;           /* sealed: open addressing, property index + 1; size hash_mask + 1 */
    uint32_t hash_mask;
    uint32_t fixed_size; /* bytes of the table of fixed values */
    uint32_t *all_keys;  /* sealed: owned; key_count indexes in case-insensitive order of name */
    uint32_t key_count;
    bool is_abstract, is_singleton, is_association, is_dynamic; /* sealed */
    uint32_t fixed_start;   /* sealed: where in a block the table of fixed values starts */
    uint32_t heap_start;    /* sealed: and the heap; the size of a fresh block */
    uint32_t *heap_indexes; /* sealed: owned; heap_count properties whose value lies in the heap */
    uint32_t heap_count;
    unsigned char *fresh_block; /* sealed: owned; heap_start bytes, the block of a new instance */
    uint64_t id;      /* the repository's number of the class; 0 when it is of no repository */
    uint32_t version; /* the repository's layout version; an instance block carries it */
};

/** A class without name, superclass or properties. @param out referenced, editable; cim_class_release() */
enum cim_status cim_class_new(struct cim_class **out);
struct cim_class *cim_class_ref(struct cim_class *cls); /* takes NULL */
void cim_class_release(struct cim_class *cls);          /* takes NULL */
/** An editable copy with the same name and inheritance. */
enum cim_status cim_class_clone(struct cim_class **out, const struct cim_class *cls);
/** An editable class without name whose superclass is `parent` (sealed, named). */
enum cim_status cim_class_derive(struct cim_class **out, const struct cim_class *parent,
                                 struct cim_error *err);
/** The same declaration under another parent definition: re-inherit from `parent` (NULL for none) what
 *  this class declares locally. Used when a superclass has changed and when a blob is read.
 *  @return CIM_UPDATE_TYPE_MISMATCH, CIM_UPDATE_OVERRIDE_NOT_ALLOWED, CIM_UPDATE_PROPAGATED_METHOD,
 *          CIM_CIRCULAR_REFERENCE, CIM_INCOMPLETE_CLASS (parent not sealed or without name) */
enum cim_status cim_class_rebase(struct cim_class **out, const struct cim_class *cls,
                                 const struct cim_class *parent, struct cim_error *err);
/** As cim_class_rebase; with `drop_conflicts` a qualifier of this class that the parent does not let it
 *  override is dropped instead of being CIM_UPDATE_OVERRIDE_NOT_ALLOWED (force mode). */
enum cim_status cim_class_rebase_with(struct cim_class **out, const struct cim_class *cls,
                                      const struct cim_class *parent, bool drop_conflicts,
                                      struct cim_error *err);
/** Finish: flags, keys, layout, hash. Only a sealed class has instances. Checks what needs no repository:
 *  limits, key types, singleton with keys, abstract under a concrete parent is for the repository.
 *  Sealing again is a no-op.
 *  @return CIM_TOO_MANY_PROPERTIES, CIM_CANNOT_BE_KEY (more than CIM_MAX_KEYS), CIM_CANNOT_BE_SINGLETON,
 *          CIM_CANNOT_CHANGE_KEY_INHERITANCE, CIM_NO_MEMORY */
enum cim_status cim_class_seal(struct cim_class *cls, struct cim_error *err);

/** Only while editable and unnamed in the repository sense; checks the name's form.
 *  @return CIM_INVALID_PARAMETER, CIM_CLASS_NAME_TOO_WIDE, CIM_CIRCULAR_REFERENCE (an ancestor's name) */
enum cim_status cim_class_set_name(struct cim_class *cls, struct text name, struct cim_error *err);
/** Works on editable and sealed classes. @return borrowed, or NULL */
struct cim_property *cim_class_find(const struct cim_class *cls, struct text name);
struct cim_property *cim_class_find_utf16(const struct cim_class *cls, const uint16_t *units,
                                          size_t count);
struct cim_method *cim_class_find_method(const struct cim_class *cls, struct text name);
/** Add or redefine a property (value NULL afterwards). @param type_class may be NULL
 *  @return CIM_INVALID_PROPERTY_TYPE, CIM_INVALID_PARAMETER, CIM_UPDATE_TYPE_MISMATCH (inherited with
 *          another type), CIM_TOO_MANY_PROPERTIES, CIM_PROPERTY_NAME_TOO_WIDE, CIM_NO_MEMORY */
enum cim_status cim_class_add_property(struct cim_class *cls, struct text name, enum cim_type type,
                                       bool is_array, const char *type_class,
                                       struct cim_error *err);
/** Say of which class a reference or object property is; default and qualifiers stay.
 *  @return CIM_NOT_FOUND, CIM_INVALID_PARAMETER (no such type, no class name), CIM_NO_MEMORY */
enum cim_status cim_class_set_type_class(struct cim_class *cls, struct text name,
                                         const char *type_class, struct cim_error *err);
/** behaviour.md 10.1 Remove 1-3, 5. @return CIM_RESET_TO_DEFAULT when an override fell back */
enum cim_status cim_class_remove_property(struct cim_class *cls, struct text name,
                                          struct cim_error *err);
/** Set the default, converted to the property's type; an object is copied. */
enum cim_status cim_class_set_default(struct cim_class *cls, struct text name,
                                      const struct cim_value *value, struct cim_error *err);
/** Put or remove a qualifier on a property and refresh its is_key/is_indexed/is_not_null/is_local. */
enum cim_status cim_class_put_property_qualifier(struct cim_class *cls, struct text property,
                                                 struct text name, const struct cim_value *value,
                                                 unsigned flavor, struct cim_error *err);
enum cim_status cim_class_remove_property_qualifier(struct cim_class *cls, struct text property,
                                                    struct text name, struct cim_error *err);
/** @param in, out_params  class objects named __PARAMETERS or NULL; referenced, or copied when not sealed
 *  @return CIM_INVALID_PARAMETER, CIM_METHOD_NAME_TOO_WIDE, CIM_PROPAGATED_METHOD (inherited with other
 *          parameters), CIM_QUOTA_VIOLATION, CIM_NO_MEMORY */
enum cim_status cim_class_put_method(struct cim_class *cls, struct text name, struct cim_class *in,
                                     struct cim_class *out_params, struct cim_error *err);
/** @return CIM_NOT_FOUND, CIM_PROPAGATED_METHOD; an override falls back to the inherited method */
enum cim_status cim_class_remove_method(struct cim_class *cls, struct text name,
                                        struct cim_error *err);

enum cim_status cim_class_put_method_qualifier(struct cim_class *cls, struct text method,
                                               struct text name, const struct cim_value *value,
                                               unsigned flavor, struct cim_error *err);
enum cim_status cim_class_remove_method_qualifier(struct cim_class *cls, struct text method,
                                                  struct text name, struct cim_error *err);
/** A qualifier of the class itself. Removing an override brings the inherited one back (here and in the
 *  other _remove_..._qualifier functions), which cim_qualifiers_remove() alone cannot. */
enum cim_status cim_class_put_qualifier(struct cim_class *cls, struct text name,
                                        const struct cim_value *value, unsigned flavor,
                                        struct cim_error *err);
enum cim_status cim_class_remove_qualifier(struct cim_class *cls, struct text name,
                                           struct cim_error *err);

/** Text of the CIMTYPE qualifier: "uint32", "ref:Class", "object:Class", "object". */
void cim_property_cimtype(struct buffer *out, const struct cim_property *property);

/** True when `name` is the class or one of its ancestors. */
bool cim_class_is_a(const struct cim_class *cls, struct text name);
/** Comparison flags of behaviour.md 7.2 (WbemComparisonFlagEnum). */
bool cim_class_equal(const struct cim_class *a, const struct cim_class *b, unsigned flags);

/** What the class itself declares (local qualifiers, properties, overrides, methods), as bytes. */
enum cim_status cim_class_encode(struct buffer *out, const struct cim_class *cls);
/** Read such bytes over `parent` (NULL for none). Hostile bytes: CIM_DATABASE_CORRUPT; a declaration that
 *  `parent` contradicts: as cim_class_rebase().
 *  @param out referenced, editable (not sealed) */
enum cim_status cim_class_decode(struct cim_class **out, const void *data, size_t size,
                                 const struct cim_class *parent, struct cim_error *err);
/** Name of the superclass inside encoded bytes, without decoding the rest. {NULL,0} at the top. Borrowed from data. */
enum cim_status cim_class_peek_superclass(struct text *out, const void *data, size_t size);

#endif
