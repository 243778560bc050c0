/* Values: the table of CIM types, making, copying, comparing.
 * Pure functions on what the caller owns; no locking. Conversion is in value_convert.c, the stored
 * form in value_codec.c. */
#include "value.h"

#include <string.h>

#include "codec.h"
#include "mem.h"
#include "object.h"

enum kind
{
    KIND_NONE,
    KIND_SIGNED,
    KIND_UNSIGNED,
    KIND_REAL,
    KIND_TEXT,
    KIND_OBJECT,
};

struct type_info
{
    const char *name;
    unsigned char kind;
    unsigned char size;
};

static const struct type_info types[CIM_TYPE_CHAR16 + 1] = {
    [CIM_TYPE_SINT8] = {"sint8", KIND_SIGNED, 1},
    [CIM_TYPE_UINT8] = {"uint8", KIND_UNSIGNED, 1},
    [CIM_TYPE_SINT16] = {"sint16", KIND_SIGNED, 2},
    [CIM_TYPE_UINT16] = {"uint16", KIND_UNSIGNED, 2},
    [CIM_TYPE_SINT32] = {"sint32", KIND_SIGNED, 4},
    [CIM_TYPE_UINT32] = {"uint32", KIND_UNSIGNED, 4},
    [CIM_TYPE_SINT64] = {"sint64", KIND_SIGNED, 8},
    [CIM_TYPE_UINT64] = {"uint64", KIND_UNSIGNED, 8},
    [CIM_TYPE_REAL32] = {"real32", KIND_REAL, 4},
    [CIM_TYPE_REAL64] = {"real64", KIND_REAL, 8},
    [CIM_TYPE_BOOLEAN] = {"boolean", KIND_UNSIGNED, 1},
    [CIM_TYPE_CHAR16] = {"char16", KIND_UNSIGNED, 2},
    [CIM_TYPE_STRING] = {"string", KIND_TEXT, 4},
    [CIM_TYPE_DATETIME] = {"datetime", KIND_TEXT, 4},
    [CIM_TYPE_REFERENCE] = {"ref", KIND_TEXT, 4},
    [CIM_TYPE_OBJECT] = {"object", KIND_OBJECT, 4},
};

#define HEAP_OFFSET_SIZE 4

static const struct type_info *info_of(unsigned code)
{
    return &types[code <= CIM_TYPE_CHAR16 ? code : CIM_TYPE_NONE];
}

bool cim_type_is_known(unsigned code)
{
    return info_of(code)->kind != KIND_NONE;
}

bool cim_type_is_string(enum cim_type type)
{
    return info_of(type)->kind == KIND_TEXT;
}

bool cim_type_is_signed(enum cim_type type)
{
    return info_of(type)->kind == KIND_SIGNED;
}

bool cim_type_is_unsigned(enum cim_type type)
{
    return info_of(type)->kind == KIND_UNSIGNED;
}

bool cim_type_is_real(enum cim_type type)
{
    return info_of(type)->kind == KIND_REAL;
}

size_t cim_type_size(enum cim_type type, bool is_array)
{
    return is_array ? HEAP_OFFSET_SIZE : info_of(type)->size;
}

const char *cim_type_name(enum cim_type type)
{
    const char *name = info_of(type)->name;

    return name ? name : "";
}

void cim_value_init_null(struct cim_value *value, enum cim_type type, bool is_array)
{
    memset(value, 0, sizeof(*value));
    value->type = type;
    value->is_array = is_array;
    value->is_null = true;
}

static void scalar_clear(enum kind kind, union cim_scalar *scalar)
{
    if (kind == KIND_TEXT)
        mem_free((char *)scalar->string.data);
    else if (kind == KIND_OBJECT)
        cim_object_release(scalar->object);
}

void cim_value_clear(struct cim_value *value)
{
    enum kind kind = info_of(value->type)->kind;
    size_t i;

    if (!value->is_null && !value->is_array)
        scalar_clear(kind, &value->scalar);
    if (value->items && (kind == KIND_TEXT || kind == KIND_OBJECT))
    {
        for (i = 0; i < value->count; i++)
            scalar_clear(kind, &value->items[i]);
    }
    mem_free(value->items);
    cim_value_init_null(value, CIM_TYPE_NONE, false);
}

static enum cim_status scalar_copy(union cim_scalar *out, enum kind kind,
                                   const union cim_scalar *scalar)
{
    *out = *scalar;
    if (kind == KIND_OBJECT)
        out->object = cim_object_ref(scalar->object);
    if (kind != KIND_TEXT)
        return CIM_OK;
    out->string.data = text_dup(scalar->string);
    if (out->string.data)
        return CIM_OK;
    out->string.size = 0;
    return CIM_NO_MEMORY;
}

static enum cim_status items_copy(struct cim_value *out, const struct cim_value *value)
{
    enum kind kind = info_of(value->type)->kind;
    struct cim_value copy;
    enum cim_status status;
    size_t i;

    status = cim_value_init_array(&copy, value->type, value->count);
    for (i = 0; !status && i < value->count; i++)
        status = scalar_copy(&copy.items[i], kind, &value->items[i]);
    if (status)
    {
        cim_value_clear(&copy);
        return status;
    }
    *out = copy;
    return CIM_OK;
}

enum cim_status cim_value_copy(struct cim_value *out, const struct cim_value *value)
{
    union cim_scalar scalar;
    enum cim_status status;

    if (value->is_null)
    {
        cim_value_init_null(out, value->type, value->is_array);
        return CIM_OK;
    }
    if (value->is_array)
        return items_copy(out, value);
    status = scalar_copy(&scalar, info_of(value->type)->kind, &value->scalar);
    if (status)
        return status;
    cim_value_init_null(out, value->type, false);
    out->is_null = false;
    out->scalar = scalar;
    return CIM_OK;
}

enum cim_status cim_value_set_string(struct cim_value *out, enum cim_type type, struct text text)
{
    char *copy = text_dup(text);

    if (!copy)
        return CIM_NO_MEMORY;
    cim_value_init_null(out, type, false);
    out->is_null = false;
    out->scalar.string.data = copy;
    out->scalar.string.size = text.size;
    return CIM_OK;
}

void cim_value_set_sint(struct cim_value *out, enum cim_type type, int64_t number)
{
    cim_value_init_null(out, type, false);
    out->is_null = false;
    out->scalar.sint = number;
}

void cim_value_set_uint(struct cim_value *out, enum cim_type type, uint64_t number)
{
    cim_value_init_null(out, type, false);
    out->is_null = false;
    out->scalar.uint = number;
}

void cim_value_set_real(struct cim_value *out, enum cim_type type, double number)
{
    cim_value_init_null(out, type, false);
    out->is_null = false;
    out->scalar.real = number;
}

enum cim_status cim_value_init_array(struct cim_value *out, enum cim_type type, size_t count)
{
    union cim_scalar *items;

    cim_value_init_null(out, type, true);
    if (count > CIM_ARRAY_MAXIMUM)
        return CIM_QUOTA_VIOLATION;
    items = mem_calloc(count ? count : 1, sizeof(*items));
    if (!items)
        return CIM_NO_MEMORY;
    out->is_null = false;
    out->items = items;
    out->count = count;
    return CIM_OK;
}

static bool objects_equal(const struct cim_object *a, const struct cim_object *b, bool fold)
{
    unsigned flags = CIM_COMPARE_IGNORE_SOURCE | (fold ? CIM_COMPARE_IGNORE_CASE : 0);

    if (!a || !b)
        return a == b;
    return cim_object_equal(a, b, flags);
}

static bool scalar_equal(enum kind kind, const union cim_scalar *a, const union cim_scalar *b,
                         bool fold)
{
    switch (kind)
    {
    case KIND_SIGNED:
        return a->sint == b->sint;
    case KIND_UNSIGNED:
        return a->uint == b->uint;
    case KIND_REAL:
        /* NaN is itself here: an object must equal its copy. */
        return a->real == b->real || (a->real != a->real && b->real != b->real);
    case KIND_TEXT:
        return fold ? text_equal_fold(a->string, b->string) : text_equal(a->string, b->string);
    case KIND_OBJECT:
        return objects_equal(a->object, b->object, fold);
    default:
        return true;
    }
}

bool cim_value_equal(const struct cim_value *a, const struct cim_value *b, bool fold)
{
    enum kind kind = info_of(a->type)->kind;
    size_t i;

    if (kind != info_of(b->type)->kind || a->is_array != b->is_array || a->is_null != b->is_null)
        return false;
    if (a->is_null)
        return true;
    if (!a->is_array)
        return scalar_equal(kind, &a->scalar, &b->scalar, fold);
    if (a->count != b->count)
        return false;
    for (i = 0; i < a->count; i++)
    {
        if (!scalar_equal(kind, &a->items[i], &b->items[i], fold))
            return false;
    }
    return true;
}

static enum cim_status own_object(union cim_scalar *scalar)
{
    struct cim_object *copy;
    enum cim_status status;

    if (!scalar->object)
        return CIM_TYPE_MISMATCH;
    status = cim_object_clone(&copy, scalar->object);
    if (status)
        return status;
    cim_object_release(scalar->object);
    scalar->object = copy;
    return CIM_OK;
}

enum cim_status cim_value_own_objects(struct cim_value *value)
{
    enum cim_status status = CIM_OK;
    size_t i;

    if (value->type != CIM_TYPE_OBJECT || value->is_null)
        return CIM_OK;
    if (!value->is_array)
        return own_object(&value->scalar);
    for (i = 0; !status && i < value->count; i++)
        status = own_object(&value->items[i]);
    return status;
}

unsigned cim_value_depth(const struct cim_value *value)
{
    unsigned depth, deepest = 0;
    size_t i;

    if (value->type != CIM_TYPE_OBJECT || value->is_null)
        return 0;
    if (!value->is_array)
        return value->scalar.object ? cim_object_depth(value->scalar.object) : 0;
    for (i = 0; i < value->count; i++)
    {
        depth = value->items[i].object ? cim_object_depth(value->items[i].object) : 0;
        if (depth > deepest)
            deepest = depth;
    }
    return deepest;
}
