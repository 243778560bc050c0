/* Classes as bytes, in two forms of one record.
 *   local  what the class declares itself; read again over its parent. The store keeps these.
 *   flat   everything, inherited or not; stands alone. Embedded objects and method parameters have it.
 *
 *   u8 version, u8 flags, name, [superclass], flat: u32 count and names of the derivation
 *   qualifiers; flat: u32 inherited properties, u32 inherited methods
 *   u32 count of properties: name, u8 type, u8 flags, [type class], flat: origin, [default], qualifiers
 *   u32 count of methods: name, u8 flags, flat: origin, qualifiers, [in], [out] (flat classes)
 *
 * Reading takes hostile bytes: see codec.h. */
#include "class.h"

#include <string.h>

#include "class_internal.h"
#include "codec.h"
#include "mem.h"

#define CODEC_VERSION 1

#define CLASS_FLAT        0x01u
#define CLASS_SUPERCLASS  0x02u
#define CLASS_SINGLETON   0x04u
#define CLASS_ASSOCIATION 0x08u
#define CLASS_ALL         0x0Fu

#define PROPERTY_ARRAY            0x01u
#define PROPERTY_LOCAL            0x02u
#define PROPERTY_DEFAULT_LOCAL    0x04u
#define PROPERTY_TYPE_CLASS       0x08u
#define PROPERTY_TYPE_CLASS_LOCAL 0x10u
#define PROPERTY_DEFAULT          0x20u
#define PROPERTY_ALL              0x3Fu

#define METHOD_LOCAL 0x01u
#define METHOD_IN    0x02u
#define METHOD_OUT   0x04u
#define METHOD_ALL   0x07u

#define LEAST_PROPERTY 10
#define LEAST_METHOD   9
#define LEAST_NAME     4

/* --- writing ----------------------------------------------------------------------------------- */

static void write_name(struct buffer *out, const char *name)
{
    codec_append_text(out, text_from(name));
}

static void write_qualifiers(struct buffer *out, const struct cim_qualifiers *set, bool is_flat)
{
    if (is_flat)
        cim_qualifiers_encode_all(out, set);
    else
        cim_qualifiers_encode(out, set);
}

static unsigned property_flags(const struct cim_class *cls, const struct cim_property *property,
                               bool is_flat)
{
    bool is_own = (size_t)(property - cls->properties) >= cls->inherited_count;
    unsigned flags = property->is_array ? PROPERTY_ARRAY : 0;

    if (property->is_local)
        flags |= PROPERTY_LOCAL;
    if (property->default_local)
        flags |= PROPERTY_DEFAULT_LOCAL;
    if (property->type_class && (is_flat || is_own || property->type_class_local))
        flags |= PROPERTY_TYPE_CLASS;
    if (property->type_class_local)
        flags |= PROPERTY_TYPE_CLASS_LOCAL;
    if (!property->default_value.is_null && (is_flat || property->default_local))
        flags |= PROPERTY_DEFAULT;
    return flags;
}

static void write_property(struct buffer *out, const struct cim_class *cls,
                           const struct cim_property *property, bool is_flat)
{
    unsigned flags = property_flags(cls, property, is_flat);

    codec_append_text(out, property_name(property));
    buffer_append_char(out, (char)property->type);
    buffer_append_char(out, (char)flags);
    if (flags & PROPERTY_TYPE_CLASS)
        write_name(out, property->type_class);
    if (is_flat)
        write_name(out, property->origin);
    if (flags & PROPERTY_DEFAULT)
        cim_value_encode(out, &property->default_value);
    write_qualifiers(out, &property->qualifiers, is_flat);
}

static void write_method(struct buffer *out, const struct cim_method *method, bool is_flat)
{
    unsigned flags = (method->is_local ? METHOD_LOCAL : 0) | (method->in ? METHOD_IN : 0) |
                     (method->out ? METHOD_OUT : 0);

    codec_append_text(out, method_name(method));
    buffer_append_char(out, (char)flags);
    if (is_flat)
        write_name(out, method->origin);
    write_qualifiers(out, &method->qualifiers, is_flat);
    if (method->in)
        cim_class_encode_flat(out, method->in);
    if (method->out)
        cim_class_encode_flat(out, method->out);
}

static void write_head(struct buffer *out, const struct cim_class *cls, bool is_flat)
{
    unsigned flags = (is_flat ? CLASS_FLAT : 0) | (cls->superclass ? CLASS_SUPERCLASS : 0) |
                     (cls->is_singleton ? CLASS_SINGLETON : 0) |
                     (cls->is_association ? CLASS_ASSOCIATION : 0);
    size_t i;

    buffer_append_char(out, CODEC_VERSION);
    buffer_append_char(out, (char)flags);
    write_name(out, cls->name);
    if (cls->superclass)
        write_name(out, cls->superclass);
    if (is_flat)
    {
        buffer_append_u32(out, (uint32_t)cls->derivation_count);
        for (i = 0; i < cls->derivation_count; i++)
            write_name(out, cls->derivation[i]);
    }
    write_qualifiers(out, &cls->qualifiers, is_flat);
    if (!is_flat)
        return;
    buffer_append_u32(out, (uint32_t)cls->inherited_count);
    buffer_append_u32(out, (uint32_t)cls->inherited_methods);
}

static void write_class(struct buffer *out, const struct cim_class *cls, bool is_flat)
{
    uint32_t count = 0;
    size_t i;

    write_head(out, cls, is_flat);
    for (i = 0; i < cls->property_count; i++)
        count += is_flat || cls->properties[i].is_local;
    buffer_append_u32(out, count);
    for (i = 0; i < cls->property_count; i++)
    {
        if (is_flat || cls->properties[i].is_local)
            write_property(out, cls, &cls->properties[i], is_flat);
    }
    count = 0;
    for (i = 0; i < cls->method_count; i++)
        count += is_flat || cls->methods[i].is_local;
    buffer_append_u32(out, count);
    for (i = 0; i < cls->method_count; i++)
    {
        if (is_flat || cls->methods[i].is_local)
            write_method(out, &cls->methods[i], is_flat);
    }
}

void cim_class_encode_flat(struct buffer *out, const struct cim_class *cls)
{
    write_class(out, cls, true);
}

enum cim_status cim_class_encode(struct buffer *out, const struct cim_class *cls)
{
    write_class(out, cls, false);
    return buffer_status(out);
}

unsigned cim_class_depth(const struct cim_class *cls)
{
    unsigned depth, deepest = 0;
    size_t i;

    for (i = 0; i < cls->property_count; i++)
    {
        depth = cim_value_depth(&cls->properties[i].default_value);
        deepest = depth > deepest ? depth : deepest;
    }
    for (i = 0; i < cls->method_count; i++)
    {
        const struct cim_method *method = &cls->methods[i];

        depth = method->in ? cim_class_depth(method->in) : 0;
        deepest = depth > deepest ? depth : deepest;
        depth = method->out ? cim_class_depth(method->out) : 0;
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

/* --- reading ----------------------------------------------------------------------------------- */

/* A class, property or method name; only a class may be unnamed. @return owned */
static char *read_name(struct reader *reader, size_t *size, bool may_be_empty)
{
    size_t length = 0;
    char *name = reader_name(reader, &length);

    if (name && !(may_be_empty && !length) && !text_is_system_name((struct text){name, length}))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (size)
        *size = length;
    return name;
}

static void read_default(struct cim_property *property, struct reader *reader)
{
    if (!cim_value_read(&property->default_value, reader))
        return;
    if (property->default_value.type != property->type ||
        property->default_value.is_array != property->is_array || property->default_value.is_null)
        reader_fail(reader, CIM_DATABASE_CORRUPT);
}

static void read_property_body(struct cim_property *property, struct reader *reader, bool is_flat,
                               unsigned flags)
{
    property->is_array = flags & PROPERTY_ARRAY;
    property->is_local = flags & PROPERTY_LOCAL;
    property->default_local = flags & PROPERTY_DEFAULT_LOCAL;
    property->type_class_local = flags & PROPERTY_TYPE_CLASS_LOCAL;
    if ((flags & ~PROPERTY_ALL) || !cim_type_is_known(property->type))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (flags & PROPERTY_TYPE_CLASS)
        property->type_class = read_name(reader, NULL, false);
    if (is_flat)
        property->origin = read_name(reader, NULL, true);
    cim_value_init_null(&property->default_value, property->type, property->is_array);
    if (flags & PROPERTY_DEFAULT)
        read_default(property, reader);
    cim_qualifiers_read(&property->qualifiers, reader);
}

static void read_property(struct cim_class *cls, struct reader *reader, bool is_flat)
{
    struct cim_property property = {0};
    struct text name;

    property.name = read_name(reader, &property.name_size, false);
    if (reader->status)
    {
        mem_free(property.name);
        return;
    }
    name = property_name(&property);
    property.name_hash = text_hash_fold(name);
    property.type = (enum cim_type)reader_u8(reader);
    read_property_body(&property, reader, is_flat, reader_u8(reader));
    if (!reader->status && cim_class_find(cls, name))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (!reader->status)
        reader_fail(reader, cim_class_append_property(cls, &property));
    if (reader->status)
        cim_property_free(&property);
}

/* Parameters are one level of nesting, as embedded objects are. */
static struct cim_class *read_parameters(struct reader *reader)
{
    struct cim_class *cls;

    if (!reader->nesting)
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (reader->status)
        return NULL;
    reader->nesting--;
    cls = cim_class_read_flat(reader);
    reader->nesting++;
    return cls;
}

static void read_method(struct cim_class *cls, struct reader *reader, bool is_flat)
{
    struct cim_method method = {0};
    unsigned flags;

    method.name = read_name(reader, &method.name_size, false);
    flags = reader_u8(reader);
    method.is_local = flags & METHOD_LOCAL;
    if (flags & ~METHOD_ALL)
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (is_flat)
        method.origin = read_name(reader, NULL, true);
    cim_qualifiers_read(&method.qualifiers, reader);
    if (flags & METHOD_IN)
        method.in = read_parameters(reader);
    if (flags & METHOD_OUT)
        method.out = read_parameters(reader);
    if (!reader->status && cim_class_find_method(cls, method_name(&method)))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    if (!reader->status)
        reader_fail(reader, cim_class_append_method(cls, &method));
    if (reader->status)
        cim_method_free(&method);
}

static void read_derivation(struct cim_class *cls, struct reader *reader)
{
    size_t i, count = reader_count(reader, LEAST_NAME, CIM_MAX_DERIVATION);

    if (reader->status || !count)
        return;
    cls->derivation = mem_calloc(count, sizeof(*cls->derivation));
    if (!cls->derivation)
    {
        reader_fail(reader, CIM_NO_MEMORY);
        return;
    }
    cls->derivation_count = count;
    for (i = 0; i < count && !reader->status; i++)
        cls->derivation[i] = read_name(reader, NULL, false);
}

/* The first ancestor is the superclass. */
static bool is_derivation_sound(const struct cim_class *cls)
{
    if (!cls->superclass)
        return !cls->derivation_count;
    return cls->derivation_count &&
           text_equal_fold(text_from(cls->superclass), text_from(cls->derivation[0]));
}

static unsigned read_head(struct cim_class *cls, struct reader *reader, bool is_flat)
{
    unsigned version = reader_u8(reader), flags = reader_u8(reader);
    char *name;

    if (version != CODEC_VERSION || (flags & ~CLASS_ALL) || is_flat != (flags & CLASS_FLAT))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    name = read_name(reader, NULL, true);
    if (name)
    {
        mem_free(cls->name);
        cls->name = name;
    }
    if (flags & CLASS_SUPERCLASS)
        cls->superclass = read_name(reader, NULL, false);
    if (is_flat)
        read_derivation(cls, reader);
    if (!reader->status && is_flat && !is_derivation_sound(cls))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    cls->is_singleton = flags & CLASS_SINGLETON;
    cls->is_association = flags & CLASS_ASSOCIATION;
    cim_qualifiers_read(&cls->qualifiers, reader);
    return flags;
}

static void read_class(struct cim_class *cls, struct reader *reader, bool is_flat)
{
    size_t i, count, inherited = 0, inherited_methods = 0;

    read_head(cls, reader, is_flat);
    if (is_flat)
    {
        inherited = reader_u32(reader);
        inherited_methods = reader_u32(reader);
    }
    count = reader_count(reader, LEAST_PROPERTY, CIM_MAX_PROPERTIES);
    for (i = 0; i < count && !reader->status; i++)
        read_property(cls, reader, is_flat);
    count = reader_count(reader, LEAST_METHOD, CIM_MAX_METHODS);
    for (i = 0; i < count && !reader->status; i++)
        read_method(cls, reader, is_flat);
    if (inherited > cls->property_count || inherited_methods > cls->method_count ||
        (!cls->superclass && (inherited || inherited_methods)))
        reader_fail(reader, CIM_DATABASE_CORRUPT);
    cls->inherited_count = inherited;
    cls->inherited_methods = inherited_methods;
}

/* @return owned by the caller, or NULL */
static struct cim_class *read_new(struct reader *reader, bool is_flat)
{
    struct cim_class *cls;
    enum cim_status status = cim_class_new(&cls);

    if (status)
    {
        reader_fail(reader, status);
        return NULL;
    }
    read_class(cls, reader, is_flat);
    if (!reader->status)
        return cls;
    cim_class_release(cls);
    return NULL;
}

struct cim_class *cim_class_read_flat(struct reader *reader)
{
    struct cim_class *cls = read_new(reader, true);
    enum cim_status status;

    if (!cls)
        return NULL;
    status = cim_class_seal(cls, NULL);
    if (!status)
        return cls;
    /* What a seal refuses was never sealed. */
    reader_fail(reader, status == CIM_NO_MEMORY ? status : CIM_DATABASE_CORRUPT);
    cim_class_release(cls);
    return NULL;
}

static bool is_parent_right(const struct cim_class *cls, const struct cim_class *parent)
{
    if (!parent || !cls->superclass)
        return !parent && !cls->superclass;
    return text_equal_fold(text_from(cls->superclass), text_from(parent->name));
}

enum cim_status cim_class_decode(struct cim_class **out, const void *data, size_t size,
                                 const struct cim_class *parent, struct cim_error *err)
{
    struct reader reader;
    struct cim_class *declared;
    enum cim_status status;

    reader_init(&reader, data, size, CIM_EMBEDDING_MAXIMUM - 1);
    declared = read_new(&reader, false);
    status = reader_finish(&reader);
    if (!status && !is_parent_right(declared, parent))
        status = CIM_DATABASE_CORRUPT;
    if (status)
        cim_fail(err, status, "the stored form of a class under \"%s\" cannot be read",
                 parent ? parent->name : "");
    else
        status = cim_class_rebase(out, declared, parent, err);
    cim_class_release(declared);
    return status;
}

enum cim_status cim_class_peek_superclass(struct text *out, const void *data, size_t size)
{
    struct text name, superclass = {NULL, 0};
    struct reader reader;
    unsigned version, flags;

    reader_init(&reader, data, size, 0);
    version = reader_u8(&reader);
    flags = reader_u8(&reader);
    name = reader_text(&reader);
    if (flags & CLASS_SUPERCLASS)
        superclass = reader_text(&reader);
    if (reader.status || version != CODEC_VERSION || (flags & ~CLASS_ALL) ||
        name.size > CIM_MAX_NAME * 3 || superclass.size > CIM_MAX_NAME * 3)
        return CIM_DATABASE_CORRUPT;
    *out = superclass;
    return CIM_OK;
}
