/* Objects: life, reading and writing of properties, qualifiers of instances. The block of an instance is
 * object_block.c's; bytes, paths and comparison have files of their own.
 *
 * One writer at a time; readers of an object that nobody writes need no lock. */
#include "object.h"

#include <string.h>

#include "class_internal.h"
#include "codec.h"
#include "mem.h"
#include "object_block.h"

/* --- life -------------------------------------------------------------------------------------- */

static struct cim_object *object_new(struct cim_class *cls)
{
    struct cim_object *object = mem_zalloc(sizeof(*object));

    if (!object)
        return NULL;
    object->references = 1;
    object->cls = cim_class_ref(cls);
    return object;
}

/* Hand out a finished object, or drop an unfinished one. */
static enum cim_status finish(struct cim_object **out, struct cim_object *object,
                              enum cim_status status)
{
    if (status)
        cim_object_release(object);
    else
        *out = object;
    return status;
}

enum cim_status cim_object_from_class(struct cim_object **out, struct cim_class *cls)
{
    struct cim_object *object = object_new(cls);

    if (!object)
        return CIM_NO_MEMORY;
    object->is_class = true;
    *out = object;
    return CIM_OK;
}

enum cim_status cim_object_spawn(struct cim_object **out, struct cim_class *cls)
{
    struct cim_object *object;

    if (!cls->sealed)
        return CIM_INCOMPLETE_CLASS;
    object = object_new(cls);
    if (!object)
        return CIM_NO_MEMORY;
    return finish(out, object, block_spawn(object));
}

enum cim_status cim_object_from_block(struct cim_object **out, struct cim_class *cls,
                                      const void *block, size_t size)
{
    struct cim_object *object;

    if (!cls->sealed)
        return CIM_INCOMPLETE_CLASS;
    object = object_new(cls);
    if (!object)
        return CIM_NO_MEMORY;
    return finish(out, object, block_load(object, block, size, CIM_EMBEDDING_MAXIMUM));
}

struct cim_object *cim_object_ref(struct cim_object *object)
{
    if (object)
        __atomic_add_fetch(&object->references, 1, __ATOMIC_RELAXED);
    return object;
}

struct cim_columns *cim_columns_create(size_t count)
{
    struct cim_columns *columns = mem_zalloc(sizeof(*columns) + count * sizeof(columns->shows[0]));

    if (columns)
        columns->references = 1;
    return columns;
}

struct cim_columns *cim_columns_ref(struct cim_columns *columns)
{
    if (columns)
        __atomic_add_fetch(&columns->references, 1, __ATOMIC_RELAXED);
    return columns;
}

void cim_columns_release(struct cim_columns *columns)
{
    if (columns && !__atomic_sub_fetch(&columns->references, 1, __ATOMIC_ACQ_REL))
        mem_free(columns);
}

bool cim_object_shows(const struct cim_object *object, size_t index)
{
    return !object->columns || object->columns->shows[index];
}

static void free_property_qualifiers(struct cim_object *object)
{
    size_t i;

    if (!object->property_qualifiers)
        return;
    for (i = 0; i < object->cls->property_count; i++)
        cim_qualifiers_free(&object->property_qualifiers[i]);
    mem_free(object->property_qualifiers);
    object->property_qualifiers = NULL;
}

void cim_object_release(struct cim_object *object)
{
    if (!object || __atomic_sub_fetch(&object->references, 1, __ATOMIC_ACQ_REL))
        return;
    free_property_qualifiers(object);
    cim_qualifiers_free(&object->qualifiers);
    cim_columns_release(object->columns);
    cim_class_release(object->cls);
    mem_free(object->block);
    mem_free(object->server);
    mem_free(object->space);
    mem_free(object);
}

static enum cim_status need_property_qualifiers(struct cim_object *object)
{
    if (object->property_qualifiers)
        return CIM_OK;
    object->property_qualifiers =
        mem_calloc(object->cls->property_count, sizeof(*object->property_qualifiers));
    return object->property_qualifiers ? CIM_OK : CIM_NO_MEMORY;
}

static enum cim_status copy_qualifiers(struct cim_object *to, const struct cim_object *from)
{
    enum cim_status status = cim_qualifiers_copy(&to->qualifiers, &from->qualifiers);
    size_t i;

    if (status || !from->property_qualifiers)
        return status;
    status = need_property_qualifiers(to);
    for (i = 0; !status && i < to->cls->property_count; i++)
        status = cim_qualifiers_copy(&to->property_qualifiers[i], &from->property_qualifiers[i]);
    return status;
}

/* A sealed class is shared, an editable one is not. */
static enum cim_status clone_class(struct cim_object **out, const struct cim_object *object)
{
    struct cim_class *cls = cim_class_ref(object->cls);
    enum cim_status status = CIM_OK;

    if (!cls->sealed)
    {
        cim_class_release(cls);
        status = cim_class_clone(&cls, object->cls);
    }
    if (status)
        return status;
    status = cim_object_from_class(out, cls);
    cim_class_release(cls);
    return status;
}

static enum cim_status clone_instance(struct cim_object **out, const struct cim_object *object)
{
    struct cim_object *copy = object_new(object->cls);
    enum cim_status status;

    if (!copy)
        return CIM_NO_MEMORY;
    copy->columns = cim_columns_ref(object->columns);
    status = block_copy(copy, object);
    if (!status)
        status = copy_qualifiers(copy, object);
    return finish(out, copy, status);
}

enum cim_status cim_object_clone(struct cim_object **out, const struct cim_object *object)
{
    struct cim_object *copy = NULL;
    enum cim_status status =
        object->is_class ? clone_class(&copy, object) : clone_instance(&copy, object);

    if (status)
        return status;
    return finish(out, copy, cim_object_decorate(copy, object->server, object->space));
}

enum cim_status cim_object_decorate(struct cim_object *object, const char *server,
                                    const char *space)
{
    char *server_copy = server ? text_dup(text_from(server)) : NULL;
    char *space_copy = space ? text_dup(text_from(space)) : NULL;

    if ((server && !server_copy) || (space && !space_copy))
    {
        mem_free(server_copy);
        mem_free(space_copy);
        return CIM_NO_MEMORY;
    }
    mem_free(object->server);
    mem_free(object->space);
    object->server = server_copy;
    object->space = space_copy;
    return CIM_OK;
}

enum cim_status cim_object_edit_class(struct cim_object *object)
{
    struct cim_class *copy;
    enum cim_status status;

    if (!object->is_class)
        return CIM_INVALID_OPERATION;
    if (!object->cls->sealed)
        return CIM_OK;
    status = cim_class_clone(&copy, object->cls);
    if (status)
        return status;
    cim_class_release(object->cls);
    object->cls = copy;
    return CIM_OK;
}

/* --- reading ----------------------------------------------------------------------------------- */

static enum cim_status get_class_default(struct cim_value *out, const struct cim_property *property)
{
    enum cim_status status = cim_value_copy(out, &property->default_value);

    if (!status)
        status = cim_value_own_objects(out);
    if (status)
        cim_value_clear(out);
    return status;
}

enum cim_status cim_object_get_at(struct cim_value *out, const struct cim_object *object,
                                  size_t index)
{
    struct cim_value value = {0};
    enum cim_status status;

    if (index >= object->cls->property_count)
        return CIM_NOT_FOUND;
    status = object->is_class ? get_class_default(&value, &object->cls->properties[index])
                              : block_get(&value, object, index);
    if (!status)
        *out = value;
    return status;
}

static size_t index_of(const struct cim_object *object, struct text name)
{
    const struct cim_property *property = cim_class_find(object->cls, name);

    return property ? (size_t)(property - object->cls->properties) : SIZE_MAX;
}

enum cim_status cim_object_get(struct cim_value *out, const struct cim_object *object,
                               struct text name)
{
    return cim_object_get_at(out, object, index_of(object, name));
}

/* A value that is not in the block: of a class, default, NULL. */
static enum cim_status peek_elsewhere(union cim_scalar *out, const struct cim_object *object,
                                      size_t index)
{
    const struct cim_property *property;

    if (index >= object->cls->property_count)
        return CIM_NOT_FOUND;
    property = &object->cls->properties[index];
    if (property->is_array || property->type == CIM_TYPE_OBJECT)
        return CIM_TYPE_MISMATCH;
    if (!object->is_class && !(block_bits(object->block, index) & BLOCK_DEFAULT))
        return CIM_FALSE;
    if (property->default_value.is_null)
        return CIM_FALSE;
    *out = property->default_value.scalar;
    return CIM_OK;
}

enum cim_status cim_object_peek(union cim_scalar *out, const struct cim_object *object,
                                size_t index)
{
    const struct cim_class *cls = object->cls;
    const struct cim_property *property;
    const unsigned char *entry;

    if (object->is_class || index >= cls->property_count || block_bits(object->block, index))
        return peek_elsewhere(out, object, index);
    property = &cls->properties[index];
    if (property->is_array || property->type == CIM_TYPE_OBJECT)
        return CIM_TYPE_MISMATCH;
    if (cim_type_is_string(property->type))
    {
        entry = block_entry(object, property);
        out->string.data = (const char *)entry + 4;
        out->string.size = bytes_load32(entry);
        return CIM_OK;
    }
    bytes_load_number(out, property->type, object->block + cls->fixed_start + property->offset);
    return CIM_OK;
}

bool cim_object_is_set(const struct cim_object *object, size_t index)
{
    if (index >= object->cls->property_count)
        return false;
    if (object->is_class)
        return object->cls->properties[index].default_local;
    return !(block_bits(object->block, index) & BLOCK_DEFAULT);
}

/* --- writing ----------------------------------------------------------------------------------- */

/* A text of the right type goes into the block without a copy in between. */
static bool is_ready(const struct cim_property *property, const struct cim_value *value)
{
    return !property->is_array && !value->is_array && value->type == property->type &&
           (value->type == CIM_TYPE_STRING || value->type == CIM_TYPE_REFERENCE);
}

static enum cim_status put_instance(struct cim_object *object, size_t index,
                                    const struct cim_value *value)
{
    const struct cim_property *property = &object->cls->properties[index];
    struct cim_value converted;
    enum cim_status status;

    if (value->is_null)
    {
        block_put_null(object, index);
        return CIM_OK;
    }
    if (is_ready(property, value))
        return block_put(object, index, value);
    status = cim_value_convert(&converted, value, property->type, property->is_array);
    if (status)
        return status;
    status = block_put(object, index, &converted);
    cim_value_clear(&converted);
    return status;
}

static enum cim_status put_class(struct cim_object *object, size_t index,
                                 const struct cim_value *value, struct cim_error *err)
{
    enum cim_status status = cim_object_edit_class(object);

    if (status)
        return cim_fail(err, status, "no memory for class \"%s\"", object->cls->name);
    return cim_class_set_default(object->cls, property_name(&object->cls->properties[index]), value,
                                 err);
}

enum cim_status cim_object_put_at(struct cim_object *object, size_t index,
                                  const struct cim_value *value, struct cim_error *err)
{
    enum cim_status status;

    if (index >= object->cls->property_count)
        return cim_fail(err, CIM_NOT_FOUND, "class \"%s\" has no property number %u",
                        object->cls->name, (unsigned)index);
    if (object->is_class)
        return put_class(object, index, value, err);
    status = put_instance(object, index, value);
    if (status)
        return cim_fail_property(err, status, object->cls,
                                 property_name(&object->cls->properties[index]),
                                 "cannot take this value");
    return CIM_OK;
}

enum cim_status cim_object_put(struct cim_object *object, struct text name,
                               const struct cim_value *value, struct cim_error *err)
{
    size_t index = index_of(object, name);

    if (index == SIZE_MAX)
        return cim_fail_property(err, CIM_NOT_FOUND, object->cls, name, "not found");
    return cim_object_put_at(object, index, value, err);
}

enum cim_status cim_object_reset_at(struct cim_object *object, size_t index)
{
    if (object->is_class)
        return CIM_INVALID_OPERATION;
    if (index >= object->cls->property_count)
        return CIM_NOT_FOUND;
    block_put_default(object, index);
    return CIM_OK;
}

enum cim_status cim_object_compact(struct cim_object *object)
{
    return object->is_class ? CIM_OK : block_compact(object);
}

/* --- qualifiers -------------------------------------------------------------------------------- */

static enum cim_status join_qualifiers(struct cim_qualifiers *out,
                                       const struct cim_qualifiers *local,
                                       const struct cim_qualifiers *of_class)
{
    struct cim_qualifiers set = {0};
    enum cim_status status = CIM_OK;

    if (local)
        status = cim_qualifiers_copy(&set, local);
    if (!status)
        status = cim_qualifiers_inherit(&set, of_class, CIM_FLAVOR_TO_INSTANCE);
    if (status)
    {
        cim_qualifiers_free(&set);
        return status;
    }
    *out = set;
    return CIM_OK;
}

enum cim_status cim_object_effective_qualifiers(struct cim_qualifiers *out,
                                                const struct cim_object *object)
{
    if (object->is_class)
        return cim_qualifiers_copy(out, &object->cls->qualifiers);
    return join_qualifiers(out, &object->qualifiers, &object->cls->qualifiers);
}

/* CIMTYPE, as a set of one. */
static enum cim_status cimtype_set(struct cim_qualifiers *out, const struct cim_property *property,
                                   bool is_propagated)
{
    unsigned flavor = CIM_FLAVOR_TO_INSTANCE | (is_propagated ? CIM_FLAVOR_PROPAGATED : 0);
    struct cim_qualifiers set = {0};
    struct cim_value value;
    struct buffer text;
    enum cim_status status;

    buffer_init(&text, 0);
    cim_property_cimtype(&text, property);
    status = buffer_status(&text);
    if (!status)
        status = cim_value_set_string(&value, CIM_TYPE_STRING, buffer_text(&text));
    buffer_free(&text);
    if (status)
        return status;
    status = cim_qualifiers_set(&set, TEXT_LITERAL("CIMTYPE"), &value, flavor);
    cim_value_clear(&value);
    if (status)
        cim_qualifiers_free(&set);
    else
        *out = set;
    return status;
}

static enum cim_status append_all(struct cim_qualifiers *to, const struct cim_qualifiers *from)
{
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < from->count; i++)
        status =
            cim_qualifiers_set(to, (struct text){from->items[i].name, from->items[i].name_size},
                               &from->items[i].value, from->items[i].flavor);
    return status;
}

enum cim_status cim_object_effective_property_qualifiers(struct cim_qualifiers *out,
                                                         const struct cim_object *object,
                                                         size_t index)
{
    const struct cim_property *property;
    struct cim_qualifiers set;
    enum cim_status status;

    if (index >= object->cls->property_count)
        return CIM_NOT_FOUND;
    property = &object->cls->properties[index];
    status = cimtype_set(&set, property, !object->is_class || index < object->cls->inherited_count);
    if (status)
        return status;
    if (object->is_class)
        status = append_all(&set, &property->qualifiers);
    if (!object->is_class && object->property_qualifiers)
        status = append_all(&set, &object->property_qualifiers[index]);
    if (!object->is_class && !status)
        status = cim_qualifiers_inherit(&set, &property->qualifiers, CIM_FLAVOR_TO_INSTANCE);
    if (status)
        cim_qualifiers_free(&set);
    else
        *out = set;
    return status;
}

/* What an instance inherits under this name, or NULL. */
static const struct cim_qualifier *class_qualifier(const struct cim_object *object, int32_t index,
                                                   struct text name)
{
    const struct cim_class *cls = object->cls;
    const struct cim_qualifiers *set =
        index < 0 ? &cls->qualifiers : &cls->properties[index].qualifiers;
    const struct cim_qualifier *found = cim_qualifiers_find(set, name);

    return found && (found->flavor & CIM_FLAVOR_TO_INSTANCE) ? found : NULL;
}

static enum cim_status instance_set(struct cim_qualifiers **out, struct cim_object *object,
                                    int32_t index)
{
    enum cim_status status = CIM_OK;

    *out = &object->qualifiers;
    if (index < 0)
        return CIM_OK;
    status = need_property_qualifiers(object);
    if (!status)
        *out = &object->property_qualifiers[index];
    return status;
}

static enum cim_status check_index(const struct cim_object *object, int32_t index,
                                   struct cim_error *err)
{
    if (index < 0 || (size_t)index < object->cls->property_count)
        return CIM_OK;
    return cim_fail(err, CIM_NOT_FOUND, "class \"%s\" has no property number %d", object->cls->name,
                    (int)index);
}

static enum cim_status put_on_instance(struct cim_object *object, int32_t index, struct text name,
                                       const struct cim_value *value, unsigned flavor,
                                       struct cim_error *err)
{
    const struct cim_qualifier *inherited = class_qualifier(object, index, name);
    struct cim_qualifiers *set;

    if (inherited && (inherited->flavor & CIM_FLAVOR_NOT_OVERRIDABLE))
        return cim_fail(err, CIM_OVERRIDE_NOT_ALLOWED,
                        "qualifier \"%s\" of class \"%s\" cannot be overridden", inherited->name,
                        object->cls->name);
    if (instance_set(&set, object, index))
        return cim_fail(err, CIM_NO_MEMORY, "no memory for qualifiers");
    return cim_qualifiers_put(set, CIM_ON_INSTANCE, name, value, flavor, err);
}

enum cim_status cim_object_put_qualifier(struct cim_object *object, int32_t index, struct text name,
                                         const struct cim_value *value, unsigned flavor,
                                         struct cim_error *err)
{
    enum cim_status status = check_index(object, index, err);

    if (status)
        return status;
    if (!object->is_class)
        return put_on_instance(object, index, name, value, flavor, err);
    if (cim_object_edit_class(object))
        return cim_fail(err, CIM_NO_MEMORY, "no memory for class \"%s\"", object->cls->name);
    if (index < 0)
        return cim_class_put_qualifier(object->cls, name, value, flavor, err);
    return cim_class_put_property_qualifier(
        object->cls, property_name(&object->cls->properties[index]), name, value, flavor, err);
}

static enum cim_status remove_from_instance(struct cim_object *object, int32_t index,
                                            struct text name, struct cim_error *err)
{
    struct cim_qualifiers none = {0}, *set = &object->qualifiers;

    if (index >= 0)
        set = object->property_qualifiers ? &object->property_qualifiers[index] : &none;
    if (!cim_qualifiers_find(set, name) && class_qualifier(object, index, name))
        return cim_fail(err, CIM_PROPAGATED_QUALIFIER, "qualifier \"%.*s\" belongs to class \"%s\"",
                        (int)name.size, name.data, object->cls->name);
    return cim_qualifiers_remove(set, name, err);
}

enum cim_status cim_object_remove_qualifier(struct cim_object *object, int32_t index,
                                            struct text name, struct cim_error *err)
{
    enum cim_status status = check_index(object, index, err);

    if (status)
        return status;
    if (!object->is_class)
        return remove_from_instance(object, index, name, err);
    if (cim_object_edit_class(object))
        return cim_fail(err, CIM_NO_MEMORY, "no memory for class \"%s\"", object->cls->name);
    if (index < 0)
        return cim_class_remove_qualifier(object->cls, name, err);
    return cim_class_remove_property_qualifier(
        object->cls, property_name(&object->cls->properties[index]), name, err);
}
