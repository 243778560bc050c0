/* Short ways to make values, classes and objects in the tests of the object model. */
#ifndef SWBEM_TESTS_MODEL_H
#define SWBEM_TESTS_MODEL_H

#include <check.h>
#include <string.h>

#include "cim/object.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define TO_ALL          (CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS)

#define ck_assert_status(expression, expected)                                                     \
    do                                                                                             \
    {                                                                                              \
        enum cim_status status_got = (expression);                                                 \
        ck_assert_msg(status_got == (expected), "%s: %s", #expression,                             \
                      cim_status_name(status_got));                                                \
    } while (0)

static inline struct cim_value value_true(void)
{
    struct cim_value value;

    cim_value_set_uint(&value, CIM_TYPE_BOOLEAN, 1);
    return value;
}

static inline struct cim_value value_int(int64_t number)
{
    struct cim_value value;

    cim_value_set_sint(&value, CIM_TYPE_SINT32, number);
    return value;
}

/* Borrowed: not to be cleared. */
static inline struct cim_value value_text(const char *string)
{
    struct cim_value value;

    cim_value_init_null(&value, CIM_TYPE_STRING, false);
    value.is_null = false;
    value.scalar.string = text_from(string);
    return value;
}

static inline enum cim_status add_property(struct cim_class *cls, const char *name,
                                           enum cim_type type)
{
    return cim_class_add_property(cls, text_from(name), type, false, NULL, NULL);
}

static inline enum cim_status put_true(struct cim_class *cls, const char *property,
                                       const char *qualifier)
{
    struct cim_value value = value_true();

    return cim_class_put_property_qualifier(cls, text_from(property), text_from(qualifier), &value,
                                            TO_ALL, NULL);
}

/* An editable class of that name; `parent` may be NULL. */
static inline enum cim_status new_class(struct cim_class **out, const char *name,
                                        const struct cim_class *parent)
{
    enum cim_status status = parent ? cim_class_derive(out, parent, NULL) : cim_class_new(out);

    if (status)
        return status;
    status = cim_class_set_name(*out, text_from(name), NULL);
    if (status)
    {
        cim_class_release(*out);
        *out = NULL;
    }
    return status;
}

static inline size_t index_of(const struct cim_class *cls, const char *name)
{
    const struct cim_property *property = cim_class_find(cls, text_from(name));

    ck_assert_msg(property != NULL, "no property %s", name);
    return (size_t)(property - cls->properties);
}

static inline enum cim_status put_int(struct cim_object *object, const char *name, int64_t number)
{
    struct cim_value value = value_int(number);

    return cim_object_put(object, text_from(name), &value, NULL);
}

static inline enum cim_status put_text(struct cim_object *object, const char *name,
                                       const char *string)
{
    struct cim_value value = value_text(string);

    return cim_object_put(object, text_from(name), &value, NULL);
}

#endif
