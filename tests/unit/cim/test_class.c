/* Classes: the rules of behaviour.md 8.3 (further rules 1, 2, 4, 7), 10.1 and 11, inheritance, layout. */
#include "cim/class.h"

#include <stdio.h>

#include "family.h"
#include "fault.h"

#define NAME(literal) TEXT_LITERAL(literal)

/* --- names and limits -------------------------------------------------------------------------- */

static const struct
{
    const char *name;
    enum cim_status status;
} class_names[] = {
    {"Win32_Process", CIM_OK},      {"a", CIM_OK},
    {"__SystemClass", CIM_OK},      {"\xC3\x84rger", CIM_OK},
    {"", CIM_INVALID_PARAMETER},    {"_x", CIM_INVALID_PARAMETER},
    {"x_", CIM_INVALID_PARAMETER},  {"1x", CIM_INVALID_PARAMETER},
    {"a b", CIM_INVALID_PARAMETER}, {"a.b", CIM_INVALID_PARAMETER},
    {"__", CIM_INVALID_PARAMETER},
};

START_TEST(class_names_have_a_form)
{
    struct cim_class *cls;
    char wide[CIM_MAX_NAME + 2];
    size_t i;

    ck_assert_status(cim_class_new(&cls), CIM_OK);
    for (i = 0; i < COUNT_OF(class_names); i++)
        ck_assert_msg(cim_class_set_name(cls, text_from(class_names[i].name), NULL) ==
                          class_names[i].status,
                      "class name \"%s\"", class_names[i].name);
    memset(wide, 'a', sizeof(wide));
    wide[CIM_MAX_NAME + 1] = '\0';
    ck_assert_status(cim_class_set_name(cls, text_from(wide), NULL), CIM_CLASS_NAME_TOO_WIDE);
    ck_assert_status(add_property(cls, wide, CIM_TYPE_STRING), CIM_PROPERTY_NAME_TOO_WIDE);
    ck_assert_status(cim_class_put_method(cls, text_from(wide), NULL, NULL, NULL),
                     CIM_METHOD_NAME_TOO_WIDE);
    wide[CIM_MAX_NAME] = '\0';
    ck_assert_status(cim_class_set_name(cls, text_from(wide), NULL), CIM_OK);
    ck_assert_status(add_property(cls, wide, CIM_TYPE_STRING), CIM_OK);
    ck_assert_status(cim_class_put_method(cls, text_from(wide), NULL, NULL, NULL), CIM_OK);
    cim_class_release(cls);
}
END_TEST

START_TEST(properties_are_checked)
{
    struct cim_class *cls = made("A", NULL);
    struct cim_error err;

    ck_assert_status(add_property(cls, "_x", CIM_TYPE_STRING), CIM_INVALID_PARAMETER);
    ck_assert_status(add_property(cls, "", CIM_TYPE_STRING), CIM_INVALID_PARAMETER);
    ck_assert_status(
        cim_class_add_property(cls, NAME("x"), (enum cim_type)0xFFF, false, NULL, &err),
        CIM_INVALID_PROPERTY_TYPE);
    ck_assert_str_eq(err.class_name, "A");
    ck_assert_str_eq(err.property, "x");
    ck_assert_status(cim_class_add_property(cls, NAME("x"), CIM_TYPE_STRING, false, "B", NULL),
                     CIM_INVALID_PARAMETER);
    ck_assert_status(cim_class_add_property(cls, NAME("x"), CIM_TYPE_OBJECT, true, "B", NULL),
                     CIM_OK);
    ck_assert_uint_eq(cls->property_count, 1);
    ck_assert_str_eq(cls->properties[0].type_class, "B");
    ck_assert(cls->properties[0].is_array && cls->properties[0].default_value.is_null);
    /* The same name again replaces the definition. */
    qualify(cls, "x", "Description", value_text("x"), 0);
    ck_assert_status(add_property(cls, "X", CIM_TYPE_UINT8), CIM_OK);
    ck_assert_uint_eq(cls->property_count, 1);
    ck_assert_uint_eq((unsigned)cls->properties[0].type, CIM_TYPE_UINT8);
    ck_assert_uint_eq(cls->properties[0].qualifiers.count, 0);
    ck_assert_str_eq(cls->properties[0].name, "X");
    cim_class_release(cls);
}
END_TEST

START_TEST(a_class_has_so_many_properties_and_keys)
{
    struct cim_class *cls = made("A", NULL);
    char name[16];
    int i;

    for (i = 0; i < CIM_MAX_PROPERTIES; i++)
    {
        snprintf(name, sizeof(name), "p%d", i);
        ck_assert_status(add_property(cls, name, CIM_TYPE_SINT32), CIM_OK);
        if (i < CIM_MAX_KEYS)
            ck_assert_status(put_true(cls, name, "key"), CIM_OK);
    }
    ck_assert_status(add_property(cls, "more", CIM_TYPE_SINT32), CIM_TOO_MANY_PROPERTIES);
    put_true(cls, "p1000", "key");
    ck_assert_status(cim_class_seal(cls, NULL), CIM_CANNOT_BE_KEY);
    ck_assert(!cls->sealed);
    ck_assert_status(cim_class_remove_property_qualifier(cls, NAME("P1000"), NAME("Key"), NULL),
                     CIM_OK);
    ck_assert_status(cim_class_seal(cls, NULL), CIM_OK);
    ck_assert_uint_eq(cls->key_count, CIM_MAX_KEYS);
    for (i = 0; i < CIM_MAX_PROPERTIES; i++)
    {
        snprintf(name, sizeof(name), "P%d", i);
        ck_assert_uint_eq(index_of(cls, name), (size_t)i);
    }
    ck_assert_ptr_null(cim_class_find(cls, NAME("p1024")));
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- sealing ----------------------------------------------------------------------------------- */

START_TEST(sealing_orders_and_finds)
{
    static const uint16_t name[] = {'S', 'I', 'z', 'E'};
    struct cim_class *cls = base_class();

    ck_assert_uint_eq(cls->key_count, 1);
    ck_assert_uint_eq(cls->all_keys[0], 0);
    ck_assert(cls->properties[0].is_key && cls->properties[0].is_not_null);
    ck_assert_uint_eq(cls->sorted[0], 0);
    ck_assert_uint_eq(cls->sorted[1], 1);
    ck_assert_uint_eq(cls->properties[2].offset, 8);
    ck_assert_uint_eq(cls->fixed_size, 9);
    ck_assert_ptr_eq(cim_class_find_utf16(cls, name, 4), &cls->properties[1]);
    ck_assert_ptr_null(cim_class_find_utf16(cls, name, 3));
    ck_assert_ptr_null(cim_class_find(cls, NAME("Siz")));
    ck_assert_status(cim_class_seal(cls, NULL), CIM_OK);
    ck_assert_status(add_property(cls, "x", CIM_TYPE_STRING), CIM_INVALID_OPERATION);
    ck_assert_status(cim_class_set_name(cls, NAME("C"), NULL), CIM_INVALID_OPERATION);
    cim_class_release(cls);
}
END_TEST

START_TEST(keys_are_of_certain_types)
{
    static const struct
    {
        enum cim_type type;
        bool is_array;
        enum cim_status status;
    } rows[] = {
        {CIM_TYPE_STRING, false, CIM_OK},
        {CIM_TYPE_STRING, true, CIM_CANNOT_BE_KEY},
        {CIM_TYPE_UINT64, false, CIM_OK},
        {CIM_TYPE_BOOLEAN, false, CIM_OK},
        {CIM_TYPE_CHAR16, false, CIM_OK},
        {CIM_TYPE_DATETIME, false, CIM_OK},
        {CIM_TYPE_REFERENCE, false, CIM_OK},
        {CIM_TYPE_REAL32, false, CIM_CANNOT_BE_KEY},
        {CIM_TYPE_REAL64, false, CIM_CANNOT_BE_KEY},
        {CIM_TYPE_OBJECT, false, CIM_CANNOT_BE_KEY},
    };
    struct cim_class *cls = made("A", NULL);
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++)
    {
        cim_class_add_property(cls, NAME("x"), rows[i].type, rows[i].is_array, NULL, NULL);
        ck_assert_status(put_true(cls, "x", "key"), rows[i].status);
    }
    cim_class_release(cls);
}
END_TEST

START_TEST(a_singleton_has_no_keys)
{
    struct cim_class *cls = made("A", NULL), *child;
    struct cim_value yes = value_true();

    cim_class_put_qualifier(cls, NAME("singleton"), &yes, TO_ALL, NULL);
    add_property(cls, "x", CIM_TYPE_STRING);
    put_true(cls, "x", "key");
    ck_assert_status(cim_class_seal(cls, NULL), CIM_CANNOT_BE_SINGLETON);
    cim_class_remove_property_qualifier(cls, NAME("x"), NAME("key"), NULL);
    ck_assert_status(cim_class_seal(cls, NULL), CIM_OK);
    ck_assert(cls->is_singleton);
    child = made("B", cls);
    put_true(child, "x", "key");
    ck_assert_status(cim_class_seal(child, NULL), CIM_CANNOT_BE_SINGLETON);
    cim_class_release(child);
    cim_class_release(cls);
}
END_TEST

START_TEST(keys_stay_as_the_superclass_has_them)
{
    struct cim_class *base = base_class(), *child = made("Child", base), *plain, *keyed;
    struct cim_value other = value_int(0);

    add_property(child, "Id", CIM_TYPE_UINT32);
    ck_assert_status(put_true(child, "Id", "key"), CIM_CANNOT_CHANGE_KEY_INHERITANCE);
    ck_assert_status(put_true(child, "Size", "key"), CIM_CANNOT_CHANGE_KEY_INHERITANCE);
    ck_assert_status(put_true(child, "Name", "key"), CIM_OK); /* says it again */
    cim_value_set_uint(&other, CIM_TYPE_BOOLEAN, 0);
    ck_assert_status(
        cim_class_put_property_qualifier(child, NAME("Name"), NAME("key"), &other, 0, NULL),
        CIM_OVERRIDE_NOT_ALLOWED);
    ck_assert_status(cim_class_remove_property_qualifier(child, NAME("Name"), NAME("key"), NULL),
                     CIM_PROPAGATED_QUALIFIER);
    ck_assert_status(cim_class_seal(child, NULL), CIM_OK);
    ck_assert_uint_eq(child->key_count, 1);
    cim_class_release(child);
    cim_class_release(base);

    /* A superclass without keys may get them below, new or by an inherited property. */
    plain = made("Plain", NULL);
    add_property(plain, "Name", CIM_TYPE_STRING);
    ck_assert_status(cim_class_seal(plain, NULL), CIM_OK);
    keyed = made("Keyed", plain);
    ck_assert_status(put_true(keyed, "Name", "key"), CIM_OK);
    add_property(keyed, "Id", CIM_TYPE_UINT32);
    ck_assert_status(put_true(keyed, "Id", "key"), CIM_OK);
    ck_assert_status(cim_class_seal(keyed, NULL), CIM_OK);
    ck_assert_uint_eq(keyed->key_count, 2);
    ck_assert_uint_eq(keyed->all_keys[0], index_of(keyed, "Id"));
    cim_class_release(keyed);
    cim_class_release(plain);
}
END_TEST

/* --- inheritance ------------------------------------------------------------------------------- */

START_TEST(a_subclass_begins_like_its_superclass)
{
    struct cim_class *base = base_class(), *child = made("Child", base), *grandchild;
    size_t i;

    add_property(child, "Extra", CIM_TYPE_UINT64);
    set_default(child, "Size", value_int(7));
    cim_class_release(base); /* the child holds it */
    ck_assert_status(cim_class_seal(child, NULL), CIM_OK);
    grandchild = made("Grandchild", child);
    ck_assert_status(cim_class_seal(grandchild, NULL), CIM_OK);

    ck_assert_str_eq(child->superclass, "Base");
    ck_assert_uint_eq(grandchild->derivation_count, 2);
    ck_assert_str_eq(grandchild->derivation[0], "Child");
    ck_assert_str_eq(grandchild->derivation[1], "Base");
    ck_assert(cim_class_is_a(grandchild, NAME("BASE")) && !cim_class_is_a(base, NAME("Child")));
    for (i = 0; i < base->property_count; i++)
    {
        ck_assert_str_eq(grandchild->properties[i].name, base->properties[i].name);
        ck_assert_uint_eq(grandchild->properties[i].offset, base->properties[i].offset);
        ck_assert_str_eq(grandchild->properties[i].origin, "Base");
        ck_assert(!grandchild->properties[i].is_local);
    }
    ck_assert_str_eq(grandchild->properties[3].origin, "Child");
    ck_assert_uint_eq(child->properties[3].offset, base->fixed_size);
    ck_assert(child->properties[1].is_local && child->properties[1].default_local);
    ck_assert_uint_eq(grandchild->properties[1].default_value.scalar.uint, 7);
    ck_assert(grandchild->properties[0].is_key);
    cim_class_release(child);
    cim_class_release(grandchild);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(deriving_needs_a_stored_parent)
{
    struct cim_class *cls = made("A", NULL), *child;

    ck_assert_status(cim_class_derive(&child, cls, NULL), CIM_INCOMPLETE_CLASS);
    cim_class_seal(cls, NULL);
    ck_assert_status(cim_class_derive(&child, cls, NULL), CIM_OK);
    ck_assert_str_eq(child->name, "");
    ck_assert_status(cim_class_set_name(child, NAME("a"), NULL), CIM_CIRCULAR_REFERENCE);
    cim_class_seal(child, NULL);
    cim_class_release(cls);
    ck_assert_status(cim_class_derive(&cls, child, NULL), CIM_INCOMPLETE_CLASS);
    cim_class_release(child);
}
END_TEST

START_TEST(a_line_of_classes_ends)
{
    struct cim_class *cls = made("C0", NULL), *child;
    char name[16];
    int i;

    for (i = 1; i < CIM_MAX_DERIVATION; i++)
    {
        ck_assert_status(cim_class_seal(cls, NULL), CIM_OK);
        snprintf(name, sizeof(name), "C%d", i);
        child = made(name, cls);
        cim_class_release(cls);
        cls = child;
    }
    cim_class_seal(cls, NULL);
    ck_assert_status(cim_class_derive(&child, cls, NULL), CIM_QUOTA_VIOLATION);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(removing_a_property_follows_the_rules)
{
    struct cim_class *base = base_class(), *child = made("Child", base);

    add_property(child, "Extra", CIM_TYPE_UINT64);
    add_property(child, "Last", CIM_TYPE_UINT64);
    set_default(child, "Name", value_text("other"));
    qualify(child, "Size", "Units", value_text("bytes"), 0);
    ck_assert_status(cim_class_remove_property(child, NAME("extra"), NULL), CIM_OK);
    ck_assert_uint_eq(index_of(child, "Last"), 3);
    ck_assert_status(cim_class_remove_property(child, NAME("extra"), NULL), CIM_NOT_FOUND);
    ck_assert_status(cim_class_remove_property(child, NAME("Name"), NULL), CIM_RESET_TO_DEFAULT);
    ck_assert(text_equal(child->properties[0].default_value.scalar.string, NAME("n")));
    ck_assert(child->properties[0].is_key && !child->properties[0].is_local);
    ck_assert_status(cim_class_remove_property(child, NAME("Name"), NULL), CIM_PROPAGATED_PROPERTY);
    ck_assert_status(cim_class_remove_property(child, NAME("Size"), NULL), CIM_RESET_TO_DEFAULT);
    ck_assert_uint_eq(child->properties[1].qualifiers.count, 1);
    cim_class_release(child);
    cim_class_release(base);
}
END_TEST

START_TEST(an_inherited_property_keeps_its_type)
{
    struct cim_class *base = made("Base", NULL), *child;

    cim_class_add_property(base, NAME("Ref"), CIM_TYPE_REFERENCE, false, "A", NULL);
    add_property(base, "Size", CIM_TYPE_UINT32);
    set_default(base, "Size", value_int(3));
    cim_class_seal(base, NULL);
    child = made("Child", base);
    ck_assert_status(add_property(child, "Size", CIM_TYPE_UINT64), CIM_UPDATE_TYPE_MISMATCH);
    ck_assert_status(cim_class_add_property(child, NAME("Size"), CIM_TYPE_UINT32, true, NULL, NULL),
                     CIM_UPDATE_TYPE_MISMATCH);
    ck_assert(!child->properties[1].is_local);
    ck_assert_status(add_property(child, "Size", CIM_TYPE_UINT32), CIM_OK);
    ck_assert(child->properties[1].default_value.is_null && child->properties[1].is_local);
    ck_assert_status(
        cim_class_add_property(child, NAME("Ref"), CIM_TYPE_REFERENCE, false, "B", NULL), CIM_OK);
    ck_assert_str_eq(child->properties[0].type_class, "B");
    ck_assert(child->properties[0].type_class_local);
    ck_assert_status(cim_class_remove_property(child, NAME("Ref"), NULL), CIM_RESET_TO_DEFAULT);
    ck_assert_str_eq(child->properties[0].type_class, "A");
    cim_class_release(child);
    cim_class_release(base);
}
END_TEST

START_TEST(defaults_are_converted)
{
    struct cim_class *cls = made("A", NULL);
    struct cim_value value = value_text("12");
    struct cim_error err;

    add_property(cls, "x", CIM_TYPE_UINT8);
    ck_assert_status(cim_class_set_default(cls, NAME("x"), &value, NULL), CIM_OK);
    ck_assert_uint_eq(cls->properties[0].default_value.scalar.uint, 12);
    value = value_int(256);
    ck_assert_status(cim_class_set_default(cls, NAME("x"), &value, &err), CIM_VALUE_OUT_OF_RANGE);
    ck_assert_str_eq(err.property, "x");
    ck_assert_uint_eq(cls->properties[0].default_value.scalar.uint, 12);
    ck_assert_status(cim_class_set_default(cls, NAME("y"), &value, NULL), CIM_NOT_FOUND);
    cim_class_release(cls);
}
END_TEST

START_TEST(overridden_qualifiers_come_back)
{
    struct cim_class *base = base_class(), *child = made("Child", base);
    struct cim_value value = value_text("mine");
    const struct cim_qualifiers *set = &child->properties[1].qualifiers;

    ck_assert_uint_eq(set->items[0].flavor, TO_ALL | CIM_FLAVOR_PROPAGATED);
    qualify(child, "Size", "description", value, TO_ALL);
    ck_assert_uint_eq(set->items[0].flavor, TO_ALL);
    ck_assert(child->properties[1].is_local);
    ck_assert_status(
        cim_class_remove_property_qualifier(child, NAME("Size"), NAME("Description"), NULL),
        CIM_OK);
    ck_assert(text_equal(set->items[0].value.scalar.string, NAME("how large")));
    ck_assert(!child->properties[1].is_local);
    ck_assert_status(
        cim_class_put_property_qualifier(child, NAME("Small"), NAME("Fixed"), &value, 0, NULL),
        CIM_OVERRIDE_NOT_ALLOWED);
    ck_assert_status(cim_class_remove_qualifier(child, NAME("x"), NULL), CIM_NOT_FOUND);
    ck_assert_status(cim_class_put_qualifier(child, NAME("x"), &value, 0, NULL), CIM_OK);
    ck_assert_status(cim_class_remove_qualifier(child, NAME("x"), NULL), CIM_OK);
    cim_class_release(child);
    cim_class_release(base);
}
END_TEST

START_TEST(cimtype_follows_from_the_type)
{
    struct cim_class *cls = made("A", NULL);
    struct buffer text;

    buffer_init(&text, 0);
    add_property(cls, "n", CIM_TYPE_UINT32);
    cim_class_add_property(cls, NAME("r"), CIM_TYPE_REFERENCE, false, "X", NULL);
    cim_class_add_property(cls, NAME("o"), CIM_TYPE_OBJECT, true, "Y", NULL);
    add_property(cls, "p", CIM_TYPE_OBJECT);
    cim_property_cimtype(&text, &cls->properties[0]);
    cim_property_cimtype(&text, &cls->properties[1]);
    cim_property_cimtype(&text, &cls->properties[2]);
    cim_property_cimtype(&text, &cls->properties[3]);
    ck_assert_str_eq((const char *)text.data, "uint32ref:Xobject:Yobject");
    buffer_free(&text);
    cim_class_release(cls);
}
END_TEST

START_TEST(a_type_class_is_set_alone)
{
    struct cim_class *base = made("Base", NULL), *child;
    struct cim_property *property;

    cim_class_add_property(base, NAME("r"), CIM_TYPE_REFERENCE, false, NULL, NULL);
    add_property(base, "n", CIM_TYPE_UINT32);
    put_true(base, "r", "key");
    ck_assert_status(cim_class_set_type_class(base, NAME("R"), "X", NULL), CIM_OK);
    property = cim_class_find(base, NAME("r"));
    ck_assert_str_eq(property->type_class, "X");
    ck_assert(property->is_key && !property->type_class_local);
    ck_assert_status(cim_class_set_type_class(base, NAME("n"), "X", NULL), CIM_INVALID_PARAMETER);
    ck_assert_status(cim_class_set_type_class(base, NAME("r"), "no class", NULL),
                     CIM_INVALID_PARAMETER);
    ck_assert_status(cim_class_set_type_class(base, NAME("none"), "X", NULL), CIM_NOT_FOUND);
    cim_class_seal(base, NULL);
    child = made("Child", base);
    ck_assert_status(cim_class_set_type_class(child, NAME("r"), "x", NULL), CIM_OK);
    property = cim_class_find(child, NAME("r"));
    ck_assert(!property->is_local);
    ck_assert_status(cim_class_set_type_class(child, NAME("r"), "Y", NULL), CIM_OK);
    ck_assert(property->type_class_local && property->is_local && !property->default_local);
    ck_assert(property->is_key);
    cim_class_release(child);
    cim_class_release(base);
}
END_TEST

/* --- methods ----------------------------------------------------------------------------------- */

START_TEST(methods_are_inherited_and_keep_their_signature)
{
    struct cim_class *base = made("Base", NULL), *child;
    struct cim_class *in = parameters("x", CIM_TYPE_UINT32);
    struct cim_class *other = parameters("x", CIM_TYPE_STRING);
    struct cim_value yes = value_true();
    struct cim_method *method;

    ck_assert_status(cim_class_put_method(base, NAME("Go"), in, NULL, NULL), CIM_OK);
    ck_assert(!in->sealed && base->methods[0].in->sealed);
    cim_class_put_method_qualifier(base, NAME("Go"), NAME("static"), &yes, TO_ALL, NULL);
    cim_class_put_method_qualifier(base, NAME("Go"), NAME("implemented"), &yes, 0, NULL);
    cim_class_seal(base, NULL);
    child = made("Child", base);
    method = cim_class_find_method(child, NAME("GO"));
    ck_assert_ptr_nonnull(method);
    ck_assert(!method->is_local && method->qualifiers.count == 1);
    ck_assert_str_eq(method->origin, "Base");
    ck_assert_status(cim_class_remove_method(child, NAME("Go"), NULL), CIM_PROPAGATED_METHOD);
    ck_assert_status(cim_class_put_method(child, NAME("Go"), other, NULL, NULL),
                     CIM_PROPAGATED_METHOD);
    ck_assert_status(cim_class_put_method(child, NAME("Go"), in, in, NULL), CIM_PROPAGATED_METHOD);
    ck_assert_status(cim_class_put_method(child, NAME("go"), in, NULL, NULL), CIM_OK);
    ck_assert(child->methods[0].is_local && child->methods[0].qualifiers.count == 1);
    cim_class_put_method_qualifier(child, NAME("Go"), NAME("static"), &yes, 0, NULL);
    ck_assert_uint_eq(child->methods[0].qualifiers.items[0].flavor, 0);
    cim_class_remove_method_qualifier(child, NAME("Go"), NAME("static"), NULL);
    ck_assert(child->methods[0].qualifiers.items[0].flavor & CIM_FLAVOR_PROPAGATED);
    ck_assert_status(cim_class_put_method(child, NAME("Own"), NULL, other, NULL), CIM_OK);
    ck_assert_status(cim_class_remove_method(child, NAME("Go"), NULL), CIM_OK);
    ck_assert(!child->methods[0].is_local);
    ck_assert_status(cim_class_remove_method(child, NAME("own"), NULL), CIM_OK);
    ck_assert_status(cim_class_remove_method(child, NAME("own"), NULL), CIM_NOT_FOUND);
    ck_assert_uint_eq(child->method_count, 1);
    ck_assert_status(cim_class_put_method(child, NAME("1x"), NULL, NULL, NULL),
                     CIM_INVALID_PARAMETER);
    cim_class_release(child);
    cim_class_release(base);
    cim_class_release(in);
    cim_class_release(other);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("class");
    TCase *tests = tcase_create("class");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, class_names_have_a_form);
    tcase_add_test(tests, properties_are_checked);
    tcase_add_test(tests, a_class_has_so_many_properties_and_keys);
    tcase_add_test(tests, sealing_orders_and_finds);
    tcase_add_test(tests, keys_are_of_certain_types);
    tcase_add_test(tests, a_singleton_has_no_keys);
    tcase_add_test(tests, keys_stay_as_the_superclass_has_them);
    tcase_add_test(tests, a_subclass_begins_like_its_superclass);
    tcase_add_test(tests, deriving_needs_a_stored_parent);
    tcase_add_test(tests, a_line_of_classes_ends);
    tcase_add_test(tests, removing_a_property_follows_the_rules);
    tcase_add_test(tests, an_inherited_property_keeps_its_type);
    tcase_add_test(tests, defaults_are_converted);
    tcase_add_test(tests, overridden_qualifiers_come_back);
    tcase_add_test(tests, cimtype_follows_from_the_type);
    tcase_add_test(tests, a_type_class_is_set_alone);
    tcase_add_test(tests, methods_are_inherited_and_keep_their_signature);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
