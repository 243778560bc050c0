/* Identity of objects: canonical key bytes, relative and full path. Forms: behaviour.md 13.
 * Pure; appends to the caller's buffer. */
#include "object.h"

#include "class_internal.h"
#include "key.h"
#include "path.h"

/* The value of a key property, borrowed until the next write. */
static enum cim_status borrow_key(struct cim_value *out, const struct cim_object *object,
                                  uint32_t index)
{
    const struct cim_property *property = &object->cls->properties[index];
    enum cim_status status;

    cim_value_init_null(out, property->type, false);
    status = cim_object_peek(&out->scalar, object, index);
    if (status == CIM_FALSE)
        return CIM_ILLEGAL_NULL;
    out->is_null = status != CIM_OK;
    return status;
}

static enum cim_status append_keys(struct buffer *out, const struct cim_object *object,
                                   struct cim_error *err)
{
    const struct cim_class *cls = object->cls;
    struct cim_value value;
    enum cim_status status;
    uint32_t i;

    for (i = 0; i < cls->key_count; i++)
    {
        status = borrow_key(&value, object, cls->all_keys[i]);
        if (status)
            return cim_fail_property(err, status, cls,
                                     property_name(&cls->properties[cls->all_keys[i]]),
                                     "is a key and has no value");
        cim_key_append(out, &value);
    }
    return buffer_status(out);
}

enum cim_status cim_object_key(struct buffer *out, const struct cim_object *object,
                               struct cim_error *err)
{
    const struct cim_class *cls = object->cls;

    if (object->is_class)
        return cim_fail(err, CIM_INVALID_OPERATION, "class \"%s\" is not an instance", cls->name);
    if (cls->is_singleton)
    {
        buffer_append_char(out, '@');
        return buffer_status(out);
    }
    if (!cls->key_count)
        return cim_fail(err, CIM_NO_KEY, "class \"%s\" has no key", cls->name);
    return append_keys(out, object, err);
}

/* .A="x",B=1 */
static enum cim_status append_key_part(struct buffer *out, const struct cim_object *object)
{
    const struct cim_class *cls = object->cls;
    struct cim_value value;
    enum cim_status status;
    uint32_t i;

    for (i = 0; i < cls->key_count; i++)
    {
        status = borrow_key(&value, object, cls->all_keys[i]);
        if (status)
            return status;
        buffer_append_char(out, i ? ',' : '.');
        buffer_append_text(out, property_name(&cls->properties[cls->all_keys[i]]));
        buffer_append_char(out, '=');
        cim_path_print_key(out, &value);
    }
    return buffer_status(out);
}

/* Nothing stays in the buffer of a path that cannot be told. */
static enum cim_status cut_back(struct buffer *out, size_t size, enum cim_status status)
{
    if (!status)
        return CIM_OK;
    if (out->size > size)
    {
        out->size = size;
        out->data[size] = '\0';
    }
    return status;
}

enum cim_status cim_object_relpath(struct buffer *out, const struct cim_object *object)
{
    const struct cim_class *cls = object->cls;
    size_t start = out->size;

    if (!cls->name[0])
        return CIM_INCOMPLETE_CLASS;
    if (!object->is_class && !cls->is_singleton && !cls->key_count)
        return CIM_NO_KEY;
    buffer_append_string(out, cls->name);
    if (object->is_class)
        return buffer_status(out);
    if (!cls->is_singleton)
        return cut_back(out, start, append_key_part(out, object));
    buffer_append_string(out, "=@");
    return buffer_status(out);
}

enum cim_status cim_object_path(struct buffer *out, const struct cim_object *object)
{
    size_t start = out->size;

    if (object->server && object->space)
    {
        buffer_append_string(out, "\\\\");
        buffer_append_string(out, object->server);
        buffer_append_char(out, '\\');
    }
    if (object->space)
    {
        buffer_append_string(out, object->space);
        buffer_append_char(out, ':');
    }
    return cut_back(out, start, cim_object_relpath(out, object));
}
