/* What a path means for a class: the key bytes that cim_object_key() gives for the instance.
 *
 * Pure functions, any thread. Keys are converted to the types of the class's key properties, so that
 * `Class.Id=5` and `Class.Id="5"` mean the same. */
#include "path.h"

#include <string.h>

#include "class.h"
#include "key.h"

static enum cim_status refuse(struct cim_error *err, const struct cim_class *cls, const char *key,
                              enum cim_status code, const char *what)
{
    cim_fail(err, code, "object path of class \"%s\", key \"%s\": %s", cls->name, key, what);
    cim_error_set_class(err, cls->name);
    cim_error_set_property(err, key);
    return code;
}

/* The key of that name, the next one where the path has them in the class's order. */
static const struct cim_path_key *find_key(const struct cim_path *path, size_t expected,
                                           const struct cim_property *property)
{
    struct text name = {property->name, property->name_size};
    for (size_t i = 0; i < path->key_count; i++)
    {
        const struct cim_path_key *key = &path->keys[(expected + i) % path->key_count];
        if (text_equal_fold(text_from(key->name), name))
            return key;
    }
    return NULL;
}

static enum cim_status append_value(struct buffer *out, const struct cim_value *value,
                                    const struct cim_property *property)
{
    if (value->is_null || value->is_array)
        return CIM_TYPE_MISMATCH;
    if (value->type == property->type ||
        (value->type == CIM_TYPE_STRING && property->type == CIM_TYPE_REFERENCE))
    {
        cim_key_append_scalar(out, property->type, &value->scalar);
        return buffer_status(out);
    }
    struct cim_value converted;
    enum cim_status status = cim_value_convert(&converted, value, property->type, false);
    if (status)
        return status;
    cim_key_append(out, &converted);
    cim_value_clear(&converted);
    return buffer_status(out);
}

static enum cim_status append_keys(struct buffer *out, const struct cim_path *path,
                                   const struct cim_class *cls, struct cim_error *err)
{
    bool is_unnamed = path->key_count == 1 && !path->keys[0].name[0];
    for (uint32_t i = 0; i < cls->key_count; i++)
    {
        const struct cim_property *property = &cls->properties[cls->all_keys[i]];
        const struct cim_path_key *key = is_unnamed ? &path->keys[0] : find_key(path, i, property);
        if (!key)
            return refuse(err, cls, property->name, CIM_INVALID_OBJECT_PATH, "it is not named");
        enum cim_status status = append_value(out, &key->value, property);
        if (status == CIM_TYPE_MISMATCH || status == CIM_VALUE_OUT_OF_RANGE)
            return refuse(err, cls, property->name, CIM_TYPE_MISMATCH,
                          "the value is not of its type");
        if (status)
            return status;
    }
    return CIM_OK;
}

enum cim_status cim_path_key_bytes(struct buffer *out, const struct cim_path *path,
                                   const struct cim_class *cls, struct cim_error *err)
{
    if (cls->is_singleton != path->is_singleton)
        return cim_fail(err, CIM_INVALID_OBJECT_PATH, "class \"%s\" %s a singleton", cls->name,
                        cls->is_singleton ? "is" : "is not");
    if (cls->is_singleton)
    {
        buffer_append_char(out, '@');
        return buffer_status(out);
    }
    if (path->key_count == 0 || path->key_count != cls->key_count)
        return cim_fail(err, CIM_INVALID_OBJECT_PATH, "class \"%s\" has %u keys, the path names %u",
                        cls->name, (unsigned)cls->key_count, (unsigned)path->key_count);
    return append_keys(out, path, cls, err);
}
