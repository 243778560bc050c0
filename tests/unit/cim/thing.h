/* A class with a property of each type and shape, and its instances: the specimen of the object tests. */
#ifndef SWBEM_TESTS_THING_H
#define SWBEM_TESTS_THING_H

#include <stdio.h>

#include "model.h"

static inline struct cim_class *finished(struct cim_class *cls)
{
    struct cim_error err = {0};

    ck_assert_msg(!cim_class_seal(cls, &err), "%s", err.message);
    return cls;
}

/* Thing: Name* string, Id* uint32, and one property of each type and shape, some with defaults. */
static inline enum cim_status build_thing(struct cim_class **out)
{
    static const enum cim_type kinds[] = {
        CIM_TYPE_SINT8,  CIM_TYPE_UINT8,    CIM_TYPE_SINT16,    CIM_TYPE_UINT16,
        CIM_TYPE_SINT32, CIM_TYPE_UINT32,   CIM_TYPE_SINT64,    CIM_TYPE_UINT64,
        CIM_TYPE_REAL32, CIM_TYPE_REAL64,   CIM_TYPE_BOOLEAN,   CIM_TYPE_CHAR16,
        CIM_TYPE_STRING, CIM_TYPE_DATETIME, CIM_TYPE_REFERENCE, CIM_TYPE_OBJECT,
    };
    struct cim_value value = value_text("dflt");
    enum cim_status status = new_class(out, "Thing", NULL);
    char name[24];
    size_t i;

    if (!status)
        status = add_property(*out, "Name", CIM_TYPE_STRING);
    if (!status)
        status = add_property(*out, "Id", CIM_TYPE_UINT32);
    if (!status)
        status = put_true(*out, "Name", "key");
    if (!status)
        status = put_true(*out, "Id", "key");
    for (i = 0; !status && i < COUNT_OF(kinds) * 2; i++)
    {
        snprintf(name, sizeof(name), "p_%s%s", cim_type_name(kinds[i / 2]), i % 2 ? "s" : "");
        status = cim_class_add_property(*out, text_from(name), kinds[i / 2], i % 2, NULL, NULL);
    }
    if (!status)
        status = cim_class_set_default(*out, TEXT_LITERAL("p_string"), &value, NULL);
    value = value_int(42);
    if (!status)
        status = cim_class_set_default(*out, TEXT_LITERAL("p_sint32"), &value, NULL);
    if (!status)
        status = cim_class_put_qualifier(*out, TEXT_LITERAL("Note"), &value, TO_ALL, NULL);
    if (!status)
        status = cim_class_seal(*out, NULL);
    return status;
}

static inline struct cim_class *thing_class(void)
{
    struct cim_class *cls = NULL;

    ck_assert_status(build_thing(&cls), CIM_OK);
    return cls;
}

static inline struct cim_object *spawned(struct cim_class *cls)
{
    struct cim_object *object = NULL;

    ck_assert_status(cim_object_spawn(&object, cls), CIM_OK);
    return object;
}

static inline struct text peek_text(const struct cim_object *object, const char *name)
{
    union cim_scalar scalar;

    ck_assert_status(cim_object_peek(&scalar, object, index_of(object->cls, name)), CIM_OK);
    return scalar.string;
}

static inline void check_text(const struct cim_object *object, const char *name,
                              const char *expected)
{
    struct text got = peek_text(object, name);

    ck_assert_msg(text_equal(got, text_from(expected)), "%s: got %.*s, not %s", name, (int)got.size,
                  got.data, expected);
}

/* A value of the type (array: of two elements) that is neither default nor zero. */
static inline enum cim_status sample(struct cim_value *out, const struct cim_property *property,
                                     struct cim_object *embedded)
{
    struct cim_value one = value_int(65), array;
    enum cim_status status;
    size_t i;

    if (property->type == CIM_TYPE_DATETIME)
        one = value_text("20000120115632.000000-480");
    if (property->type == CIM_TYPE_REFERENCE)
        one = value_text("Thing.Id=1,Name=\"x\"");
    if (property->type == CIM_TYPE_OBJECT)
    {
        cim_value_set_uint(&one, CIM_TYPE_OBJECT, 0);
        one.scalar.object = embedded;
    }
    if (!property->is_array)
        return cim_value_convert(out, &one, property->type, false);
    status = cim_value_init_array(&array, one.type, 2);
    if (status)
        return status;
    for (i = 0; i < 2; i++)
        array.items[i] = one.scalar;
    status = cim_value_convert(out, &array, property->type, true);
    memset(array.items, 0, 2 * sizeof(array.items[0])); /* they were borrowed */
    cim_value_clear(&array);
    return status;
}

static inline enum cim_status fill(struct cim_object *object, struct cim_object *embedded)
{
    struct cim_value value;
    enum cim_status status;
    size_t i;

    for (i = 0; i < object->cls->property_count; i++)
    {
        if (object->cls->properties[i].type == CIM_TYPE_OBJECT && !embedded)
            continue;
        status = sample(&value, &object->cls->properties[i], embedded);
        if (!status)
        {
            status = cim_object_put_at(object, i, &value, NULL);
            cim_value_clear(&value);
        }
        if (status)
            return status;
    }
    return CIM_OK;
}

static inline enum cim_status put_object(struct cim_object *object, const char *name,
                                         struct cim_object *inner)
{
    struct cim_value value;

    cim_value_set_uint(&value, CIM_TYPE_OBJECT, 0);
    value.scalar.object = inner;
    return cim_object_put(object, text_from(name), &value, NULL);
}

#endif
