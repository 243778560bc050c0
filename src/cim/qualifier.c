/* Sets of qualifiers: a small array in order of addition. Rules: behaviour.md 11.
 * A set has one owner; no locking. Names compare without case. */
#include "qualifier.h"

#include <string.h>

#include "codec.h"
#include "mem.h"

#define FIRST_CAPACITY 4
#define FLAVOR_OF_USERS                                                                            \
    (CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS | CIM_FLAVOR_NOT_OVERRIDABLE |                \
     CIM_FLAVOR_AMENDED)
#define FLAVOR_OF_ORIGIN (CIM_FLAVOR_PROPAGATED | CIM_FLAVOR_SYSTEM)
#define FLAVOR_OF_KEYS                                                                             \
    (CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS | CIM_FLAVOR_NOT_OVERRIDABLE)
#define LEAST_RECORD 7 /* name length, flavor, value's two bytes */

/* Qualifiers with a meaning to the engine are boolean and have their place. */
static const struct engine_qualifier
{
    struct text name;
    bool on_class; /* on classes alone; otherwise on properties alone */
    bool is_key;   /* the flavor is fixed, and no instance may declare it */
} engine_qualifiers[] = {
    {{"key", 3}, false, true},       {{"indexed", 7}, false, true},
    {{"not_null", 8}, false, false}, {{"abstract", 8}, true, false},
    {{"singleton", 9}, true, false}, {{"association", 11}, true, false},
};

static struct text name_of(const struct cim_qualifier *qualifier)
{
    return (struct text){qualifier->name, qualifier->name_size};
}

static void qualifier_free(struct cim_qualifier *qualifier)
{
    mem_free(qualifier->name);
    cim_value_clear(&qualifier->value);
}

void cim_qualifiers_free(struct cim_qualifiers *set)
{
    size_t i;

    for (i = 0; i < set->count; i++)
        qualifier_free(&set->items[i]);
    mem_free(set->items);
    memset(set, 0, sizeof(*set));
}

static bool make_room(struct cim_qualifiers *set)
{
    size_t capacity = set->capacity ? set->capacity * 2 : FIRST_CAPACITY;
    struct cim_qualifier *items;

    if (set->count < set->capacity)
        return true;
    items = mem_realloc(set->items, capacity * sizeof(*items));
    if (!items)
        return false;
    set->items = items;
    set->capacity = capacity;
    return true;
}

/* `value` is consumed on success. */
static enum cim_status append(struct cim_qualifiers *set, struct text name, struct cim_value *value,
                              unsigned flavor)
{
    struct cim_qualifier *item;
    char *copy;

    if (set->count >= CIM_MAX_QUALIFIERS)
        return CIM_QUOTA_VIOLATION;
    if (!make_room(set))
        return CIM_NO_MEMORY;
    copy = text_dup(name);
    if (!copy)
        return CIM_NO_MEMORY;
    item = &set->items[set->count++];
    item->name = copy;
    item->name_size = name.size;
    item->value = *value;
    item->flavor = flavor;
    return CIM_OK;
}

enum cim_status cim_qualifiers_copy(struct cim_qualifiers *out, const struct cim_qualifiers *set)
{
    struct cim_qualifiers copy = {0};
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < set->count; i++)
        status = cim_qualifiers_set(&copy, name_of(&set->items[i]), &set->items[i].value,
                                    set->items[i].flavor);
    if (status)
    {
        cim_qualifiers_free(&copy);
        return status;
    }
    *out = copy;
    return CIM_OK;
}

struct cim_qualifier *cim_qualifiers_find(const struct cim_qualifiers *set, struct text name)
{
    size_t i;

    for (i = 0; i < set->count; i++)
    {
        if (text_equal_fold(name_of(&set->items[i]), name))
            return &set->items[i];
    }
    return NULL;
}

bool cim_qualifiers_is_true(const struct cim_qualifiers *set, struct text name)
{
    const struct cim_qualifier *found = cim_qualifiers_find(set, name);

    return found && found->value.type == CIM_TYPE_BOOLEAN && !found->value.is_null &&
           !found->value.is_array && found->value.scalar.uint;
}

enum cim_status cim_qualifiers_set(struct cim_qualifiers *set, struct text name,
                                   const struct cim_value *value, unsigned flavor)
{
    struct cim_qualifier *found = cim_qualifiers_find(set, name);
    struct cim_value copy;
    enum cim_status status;

    status = cim_value_copy(&copy, value);
    if (status)
        return status;
    if (found)
    {
        cim_value_clear(&found->value);
        found->value = copy;
        found->flavor = flavor;
        return CIM_OK;
    }
    status = append(set, name, &copy, flavor);
    if (status)
        cim_value_clear(&copy);
    return status;
}

/* sint32, real64, string, boolean and arrays of them; the smaller numbers are widened. */
static enum cim_type stored_type(enum cim_type type)
{
    switch (type)
    {
    case CIM_TYPE_SINT8:
    case CIM_TYPE_UINT8:
    case CIM_TYPE_SINT16:
    case CIM_TYPE_UINT16:
    case CIM_TYPE_SINT32:
        return CIM_TYPE_SINT32;
    case CIM_TYPE_REAL32:
    case CIM_TYPE_REAL64:
        return CIM_TYPE_REAL64;
    case CIM_TYPE_STRING:
    case CIM_TYPE_BOOLEAN:
        return type;
    default:
        return CIM_TYPE_NONE;
    }
}

static enum cim_status check_name(struct text name, struct cim_error *err)
{
    if (name.size > CIM_MAX_NAME && text_utf16_length(name) > CIM_MAX_NAME)
        return cim_fail(err, CIM_QUALIFIER_NAME_TOO_WIDE,
                        "a qualifier's name has more than %d characters", CIM_MAX_NAME);
    if (!text_is_name(name))
        return cim_fail(err, CIM_INVALID_PARAMETER, "\"%.*s\" is not a qualifier's name",
                        (int)name.size, name.size ? name.data : "");
    if (text_equal_fold(name, TEXT_LITERAL("cimtype")))
        return cim_fail(err, CIM_INVALID_QUALIFIER,
                        "qualifier \"CIMTYPE\" follows from the type and cannot be written");
    return CIM_OK;
}

static const struct engine_qualifier *engine_qualifier(struct text name)
{
    size_t i;

    for (i = 0; i < sizeof(engine_qualifiers) / sizeof(engine_qualifiers[0]); i++)
    {
        if (text_equal_fold(engine_qualifiers[i].name, name))
            return &engine_qualifiers[i];
    }
    return NULL;
}

static enum cim_status check_engine(const struct engine_qualifier *engine,
                                    enum cim_qualifier_place place, const struct cim_value *value,
                                    struct cim_error *err)
{
    if (engine->is_key && place == CIM_ON_INSTANCE)
        return cim_fail(err, CIM_CANNOT_BE_KEY, "qualifier \"%s\" cannot be put on an instance",
                        engine->name.data);
    if (place != (engine->on_class ? CIM_ON_CLASS : CIM_ON_PROPERTY))
        return cim_fail(err, CIM_INVALID_QUALIFIER, "qualifier \"%s\" belongs to a %s",
                        engine->name.data, engine->on_class ? "class" : "property");
    if (value->type != CIM_TYPE_BOOLEAN || value->is_array)
        return cim_fail(err, CIM_INVALID_QUALIFIER_TYPE, "qualifier \"%s\" is a boolean",
                        engine->name.data);
    if (engine->is_key && !value->scalar.uint)
        return cim_fail(err, CIM_INVALID_QUALIFIER, "qualifier \"%s\" can only be TRUE",
                        engine->name.data);
    return CIM_OK;
}

static bool is_fixed(const struct cim_qualifier *found)
{
    return found && (found->flavor & CIM_FLAVOR_PROPAGATED) &&
           (found->flavor & CIM_FLAVOR_NOT_OVERRIDABLE);
}

/* Schemas say [key] again where a subclass repeats an inherited key. */
static bool is_repeated_key(const struct cim_qualifier *found,
                            const struct engine_qualifier *engine, const struct cim_value *value)
{
    return engine && engine->is_key && cim_value_equal(&found->value, value, false);
}

static enum cim_status check_put(const struct cim_qualifiers *set, enum cim_qualifier_place place,
                                 struct text name, const struct cim_value *value, unsigned *flavor,
                                 struct cim_error *err)
{
    const struct cim_qualifier *found = cim_qualifiers_find(set, name);
    const struct engine_qualifier *engine = engine_qualifier(name);
    enum cim_status status = check_name(name, err);

    if (status)
        return status;
    if (value->is_null || !stored_type(value->type))
        return cim_fail(err, CIM_INVALID_QUALIFIER_TYPE,
                        "qualifier \"%.*s\" must be sint32, real64, string, boolean or an array",
                        (int)name.size, name.data);
    *flavor &= ~FLAVOR_OF_ORIGIN;
    if (*flavor & ~FLAVOR_OF_USERS)
        return cim_fail(err, CIM_INVALID_PARAMETER, "flavor 0x%x of qualifier \"%.*s\" is unknown",
                        *flavor, (int)name.size, name.data);
    if (is_fixed(found) && !is_repeated_key(found, engine, value))
        return cim_fail(err, CIM_OVERRIDE_NOT_ALLOWED,
                        "qualifier \"%.*s\" is inherited and cannot be overridden", (int)name.size,
                        name.data);
    if (!engine)
        return CIM_OK;
    if (engine->is_key)
        *flavor = FLAVOR_OF_KEYS | (*flavor & CIM_FLAVOR_AMENDED);
    return check_engine(engine, place, value, err);
}

enum cim_status cim_qualifiers_put(struct cim_qualifiers *set, enum cim_qualifier_place place,
                                   struct text name, const struct cim_value *value, unsigned flavor,
                                   struct cim_error *err)
{
    enum cim_status status = check_put(set, place, name, value, &flavor, err);
    struct cim_value stored;

    if (status || is_fixed(cim_qualifiers_find(set, name)))
        return status;
    status = cim_value_convert(&stored, value, stored_type(value->type), value->is_array);
    if (!status)
    {
        status = cim_qualifiers_set(set, name, &stored, flavor);
        cim_value_clear(&stored);
    }
    if (status)
        return cim_fail(err, status, "qualifier \"%.*s\" cannot be stored", (int)name.size,
                        name.data);
    return CIM_OK;
}

enum cim_status cim_qualifiers_remove(struct cim_qualifiers *set, struct text name,
                                      struct cim_error *err)
{
    struct cim_qualifier *found = cim_qualifiers_find(set, name);
    size_t index;

    if (text_equal_fold(name, TEXT_LITERAL("cimtype")))
        return cim_fail(err, CIM_INVALID_OPERATION, "qualifier \"CIMTYPE\" cannot be removed");
    if (!found)
        return cim_fail(err, CIM_NOT_FOUND, "qualifier \"%.*s\" not found", (int)name.size,
                        name.size ? name.data : "");
    if (found->flavor & CIM_FLAVOR_PROPAGATED)
        return cim_fail(err, CIM_PROPAGATED_QUALIFIER,
                        "qualifier \"%.*s\" is inherited and cannot be removed", (int)name.size,
                        name.data);
    index = (size_t)(found - set->items);
    qualifier_free(found);
    set->count--;
    memmove(found, found + 1, (set->count - index) * sizeof(*found));
    return CIM_OK;
}

enum cim_status cim_qualifiers_inherit(struct cim_qualifiers *set,
                                       const struct cim_qualifiers *parent, unsigned to_flavor)
{
    enum cim_status status;
    size_t i;

    for (i = 0; i < parent->count; i++)
    {
        const struct cim_qualifier *item = &parent->items[i];

        if (!(item->flavor & to_flavor) || cim_qualifiers_find(set, name_of(item)))
            continue;
        status = cim_qualifiers_set(set, name_of(item), &item->value,
                                    item->flavor | CIM_FLAVOR_PROPAGATED);
        if (status)
            return status;
    }
    return CIM_OK;
}

bool cim_qualifiers_equal(const struct cim_qualifiers *a, const struct cim_qualifiers *b,
                          bool ignore_flavor, bool fold)
{
    size_t i;

    if (a->count != b->count)
        return false;
    for (i = 0; i < a->count; i++)
    {
        const struct cim_qualifier *one = &a->items[i];
        const struct cim_qualifier *other = cim_qualifiers_find(b, name_of(one));

        if (!other || !cim_value_equal(&one->value, &other->value, fold))
            return false;
        if (!ignore_flavor && one->flavor != other->flavor)
            return false;
    }
    return true;
}

static void encode(struct buffer *out, const struct cim_qualifiers *set, bool is_all)
{
    uint32_t count = 0;
    size_t i;

    for (i = 0; i < set->count; i++)
        count += is_all || !(set->items[i].flavor & CIM_FLAVOR_PROPAGATED);
    buffer_append_u32(out, count);
    for (i = 0; i < set->count; i++)
    {
        const struct cim_qualifier *item = &set->items[i];

        if (!is_all && (item->flavor & CIM_FLAVOR_PROPAGATED))
            continue;
        codec_append_text(out, name_of(item));
        buffer_append_char(out, (char)item->flavor);
        cim_value_encode(out, &item->value);
    }
}

void cim_qualifiers_encode(struct buffer *out, const struct cim_qualifiers *set)
{
    encode(out, set, false);
}

void cim_qualifiers_encode_all(struct buffer *out, const struct cim_qualifiers *set)
{
    encode(out, set, true);
}

static bool is_storable(const struct cim_qualifiers *set, struct text name,
                        const struct cim_value *value)
{
    return name.size && name.size <= CIM_MAX_NAME * 3 && !memchr(name.data, 0, name.size) &&
           !value->is_null && stored_type(value->type) == value->type &&
           !cim_qualifiers_find(set, name);
}

static void read_qualifier(struct cim_qualifiers *set, struct reader *reader)
{
    struct text name = reader_text(reader);
    unsigned flavor = reader_u8(reader);
    struct cim_value value;
    enum cim_status status = CIM_DATABASE_CORRUPT;

    if (!cim_value_read(&value, reader))
        return;
    if (is_storable(set, name, &value))
        status = append(set, name, &value, flavor);
    if (!status)
        return;
    cim_value_clear(&value);
    reader_fail(reader, status);
}

bool cim_qualifiers_read(struct cim_qualifiers *out, struct reader *reader)
{
    size_t i, count = reader_count(reader, LEAST_RECORD, CIM_MAX_QUALIFIERS);

    memset(out, 0, sizeof(*out));
    for (i = 0; i < count && !reader->status; i++)
        read_qualifier(out, reader);
    if (!reader->status)
        return true;
    cim_qualifiers_free(out);
    return false;
}

enum cim_status cim_qualifiers_decode(struct cim_qualifiers *out, const unsigned char **cursor,
                                      const unsigned char *end)
{
    struct cim_qualifiers set;
    struct reader reader;

    reader_init(&reader, *cursor, (size_t)(end - *cursor), 0);
    if (!cim_qualifiers_read(&set, &reader))
        return reader.status;
    *out = set;
    *cursor = reader.at;
    return CIM_OK;
}
