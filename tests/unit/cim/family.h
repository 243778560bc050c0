/* A base class and its child: the specimens of the class tests. */
#ifndef SWBEM_TESTS_FAMILY_H
#define SWBEM_TESTS_FAMILY_H

#include "model.h"

static inline struct cim_class *made(const char *name, const struct cim_class *parent)
{
    struct cim_class *cls = NULL;

    ck_assert_status(new_class(&cls, name, parent), CIM_OK);
    return cls;
}

static inline void set_default(struct cim_class *cls, const char *name, struct cim_value value)
{
    ck_assert_status(cim_class_set_default(cls, text_from(name), &value, NULL), CIM_OK);
}

static inline void qualify(struct cim_class *cls, const char *property, const char *name,
                           struct cim_value value, unsigned flavor)
{
    ck_assert_status(cim_class_put_property_qualifier(cls, text_from(property), text_from(name),
                                                      &value, flavor, NULL),
                     CIM_OK);
}

/* Base: Name* string = "n", Size uint32, Small sint8 (Description propagates); sealed. */
static inline struct cim_class *base_class(void)
{
    struct cim_class *cls = made("Base", NULL);

    add_property(cls, "Name", CIM_TYPE_STRING);
    add_property(cls, "Size", CIM_TYPE_UINT32);
    add_property(cls, "Small", CIM_TYPE_SINT8);
    put_true(cls, "Name", "key");
    set_default(cls, "Name", value_text("n"));
    qualify(cls, "Size", "Description", value_text("how large"), TO_ALL);
    qualify(cls, "Small", "Fixed", value_int(1), TO_ALL | CIM_FLAVOR_NOT_OVERRIDABLE);
    ck_assert_status(cim_class_seal(cls, NULL), CIM_OK);
    return cls;
}

static inline struct cim_class *parameters(const char *name, enum cim_type type)
{
    struct cim_class *cls = made("__PARAMETERS", NULL);

    ck_assert_status(add_property(cls, name, type), CIM_OK);
    return cls;
}

/* A child of base_class() with something of everything. */
static inline struct cim_class *rich_child(const struct cim_class *base)
{
    struct cim_class *child = made("Child", base), *in = parameters("x", CIM_TYPE_UINT32);
    struct cim_value value;

    cim_class_add_property(child, TEXT_LITERAL("Peer"), CIM_TYPE_REFERENCE, false, "Base", NULL);
    cim_class_add_property(child, TEXT_LITERAL("List"), CIM_TYPE_STRING, true, NULL, NULL);
    add_property(child, "Extra", CIM_TYPE_REAL64);
    set_default(child, "Name", value_text("child"));
    set_default(child, "Extra", value_int(2));
    qualify(child, "Size", "Units", value_text("bytes"), 0);
    cim_value_init_array(&value, CIM_TYPE_STRING, 2);
    set_default(child, "List", value);
    cim_value_clear(&value);
    value = value_text("about it");
    cim_class_put_qualifier(child, TEXT_LITERAL("Description"), &value, CIM_FLAVOR_AMENDED, NULL);
    ck_assert_status(cim_class_put_method(child, TEXT_LITERAL("Go"), in, NULL, NULL), CIM_OK);
    cim_class_release(in);
    return child;
}

#endif
