/* A set of qualifiers: name, value, flavor. Names compare without case and keep their spelling.
 * Order is the order of addition. Owned by the class, property, method or instance that has it.
 * Rules: behaviour.md 11. */
#ifndef SWBEM_CIM_QUALIFIER_H
#define SWBEM_CIM_QUALIFIER_H

#include "value.h"

/* Flavor bits as in WBEM_FLAVOR_TYPE. */
#define CIM_FLAVOR_TO_INSTANCE     0x01u
#define CIM_FLAVOR_TO_SUBCLASS     0x02u
#define CIM_FLAVOR_NOT_OVERRIDABLE 0x10u
#define CIM_FLAVOR_PROPAGATED      0x20u
#define CIM_FLAVOR_SYSTEM          0x40u
#define CIM_FLAVOR_AMENDED         0x80u

#define CIM_MAX_QUALIFIERS 1024 /* of one set */

struct cim_qualifier
{
    char *name; /* owned */
    size_t name_size;
    struct cim_value value;
    unsigned flavor; /* with CIM_FLAVOR_PROPAGATED when inherited */
};

struct cim_qualifiers
{
    struct cim_qualifier *items; /* owned */
    size_t count;
    size_t capacity;
};

enum cim_qualifier_place
{
    CIM_ON_CLASS,
    CIM_ON_INSTANCE,
    CIM_ON_PROPERTY,
    CIM_ON_METHOD,
};

void cim_qualifiers_free(struct cim_qualifiers *set);
enum cim_status cim_qualifiers_copy(struct cim_qualifiers *out, const struct cim_qualifiers *set);
/** @return borrowed until the set changes, or NULL */
struct cim_qualifier *cim_qualifiers_find(const struct cim_qualifiers *set, struct text name);
/** True when the qualifier is there and is boolean TRUE. */
bool cim_qualifiers_is_true(const struct cim_qualifiers *set, struct text name);
/** Add or replace with all rules of a set that a user edits (names, value types, propagated and
 *  not overridable ones, cimtype refused). `key` and `indexed` always get ToInstance|ToSubclass|NotOverridable.
 *  @return CIM_INVALID_QUALIFIER_TYPE, CIM_OVERRIDE_NOT_ALLOWED, CIM_INVALID_QUALIFIER, CIM_CANNOT_BE_KEY,
 *          CIM_INVALID_PARAMETER, CIM_QUALIFIER_NAME_TOO_WIDE, CIM_NO_MEMORY */
enum cim_status cim_qualifiers_put(struct cim_qualifiers *set, enum cim_qualifier_place place,
                                   struct text name, const struct cim_value *value, unsigned flavor,
                                   struct cim_error *err);
/** @return CIM_NOT_FOUND, CIM_PROPAGATED_QUALIFIER, CIM_INVALID_OPERATION (cimtype) */
enum cim_status cim_qualifiers_remove(struct cim_qualifiers *set, struct text name,
                                      struct cim_error *err);
/** Store without the rules of a user's edit (decoding, propagation). */
enum cim_status cim_qualifiers_set(struct cim_qualifiers *set, struct text name,
                                   const struct cim_value *value, unsigned flavor);
/** Add to `set` what `parent` propagates (to_flavor: CIM_FLAVOR_TO_SUBCLASS or _TO_INSTANCE), marked
 *  CIM_FLAVOR_PROPAGATED; a local one of the same name hides it. */
enum cim_status cim_qualifiers_inherit(struct cim_qualifiers *set,
                                       const struct cim_qualifiers *parent, unsigned to_flavor);
/** Same names, values and (unless ignored) flavors, whatever the order. */
bool cim_qualifiers_equal(const struct cim_qualifiers *a, const struct cim_qualifiers *b,
                          bool ignore_flavor, bool fold);
/** Local ones only (not propagated), for class blobs. */
void cim_qualifiers_encode(struct buffer *out, const struct cim_qualifiers *set);
enum cim_status cim_qualifiers_decode(struct cim_qualifiers *out, const unsigned char **cursor,
                                      const unsigned char *end);

#endif
