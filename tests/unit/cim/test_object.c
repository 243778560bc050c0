/* Objects: blocks, defaults, classes as objects, qualifiers of instances, keys and paths, comparing.
 * Rules: behaviour.md 7.2, 10.1 (Remove), 10.3, 11, 13. */
#include "cim/object.h"

#include "fault.h"
#include "thing.h"

#define NAME(literal) TEXT_LITERAL(literal)

/* --- values ------------------------------------------------------------------------------------ */

START_TEST(a_new_instance_has_the_defaults)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls);
    union cim_scalar scalar;
    struct cim_value value;
    size_t i, at = index_of(cls, "p_sint32");

    ck_assert_status(cim_object_peek(&scalar, object, at), CIM_OK);
    ck_assert_int_eq((int)scalar.sint, 42);
    ck_assert(!cim_object_is_set(object, at));
    check_text(object, "p_string", "dflt");
    ck_assert_status(cim_object_get(&value, object, NAME("P_STRING")), CIM_OK);
    ck_assert(text_equal(value.scalar.string, NAME("dflt")));
    cim_value_clear(&value);
    ck_assert_status(cim_object_peek(&scalar, object, 0), CIM_FALSE);
    ck_assert_status(cim_object_get(&value, object, NAME("none")), CIM_NOT_FOUND);
    ck_assert_status(cim_object_peek(&scalar, object, cls->property_count), CIM_NOT_FOUND);
    ck_assert_status(cim_object_peek(&scalar, object, index_of(cls, "p_objects")),
                     CIM_TYPE_MISMATCH);
    for (i = 0; i < cls->property_count; i++)
        ck_assert_msg(!cim_object_is_set(object, i), "%s", cls->properties[i].name);
    ck_assert_uint_eq(object->block_size, cls->heap_start);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(an_unsealed_class_has_no_instances)
{
    struct cim_class *cls;
    struct cim_object *object;

    ck_assert_status(new_class(&cls, "A", NULL), CIM_OK);
    ck_assert_status(cim_object_spawn(&object, cls), CIM_INCOMPLETE_CLASS);
    ck_assert_status(cim_object_from_block(&object, cls, "", 0), CIM_INCOMPLETE_CLASS);
    cim_class_release(cls);
}
END_TEST

START_TEST(every_type_is_kept)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls), *inner = spawned(cls), *stored, *clone;
    struct cim_value value, got;
    size_t i;

    put_text(inner, "Name", "inner");
    ck_assert_status(fill(object, inner), CIM_OK);
    ck_assert_status(cim_object_compact(object), CIM_OK);
    ck_assert_status(cim_object_from_block(&stored, cls, object->block, object->block_size),
                     CIM_OK);
    ck_assert_status(cim_object_clone(&clone, stored), CIM_OK);
    for (i = 0; i < cls->property_count; i++)
    {
        ck_assert_status(sample(&value, &cls->properties[i], inner), CIM_OK);
        ck_assert_status(cim_object_get_at(&got, clone, i), CIM_OK);
        ck_assert_msg(got.type == cls->properties[i].type &&
                          got.is_array == cls->properties[i].is_array &&
                          cim_value_equal(&value, &got, false),
                      "%s", cls->properties[i].name);
        ck_assert(cim_object_is_set(clone, i));
        cim_value_clear(&value);
        cim_value_clear(&got);
    }
    ck_assert(cim_object_equal(object, clone, 0));
    cim_object_release(object);
    cim_object_release(inner);
    cim_object_release(stored);
    cim_object_release(clone);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(null_default_and_set_are_three_things)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls);
    struct cim_value null;
    union cim_scalar scalar;
    size_t at = index_of(cls, "p_string");

    cim_value_init_null(&null, CIM_TYPE_STRING, false);
    ck_assert_status(cim_object_put_at(object, at, &null, NULL), CIM_OK);
    ck_assert_status(cim_object_peek(&scalar, object, at), CIM_FALSE);
    ck_assert(cim_object_is_set(object, at));
    ck_assert_status(put_text(object, "p_string", ""), CIM_OK);
    check_text(object, "p_string", "");
    ck_assert_status(cim_object_reset_at(object, at), CIM_OK);
    check_text(object, "p_string", "dflt");
    ck_assert(!cim_object_is_set(object, at));
    ck_assert_status(cim_object_reset_at(object, 9999), CIM_NOT_FOUND);
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

START_TEST(a_put_that_does_not_fit_says_where)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls);
    struct cim_value value = value_int(300);
    struct cim_error err;

    ck_assert_status(put_int(object, "p_uint8", 7), CIM_OK);
    ck_assert_status(cim_object_put(object, NAME("p_uint8"), &value, &err), CIM_VALUE_OUT_OF_RANGE);
    ck_assert_str_eq(err.property, "p_uint8");
    ck_assert_str_eq(err.class_name, "Thing");
    ck_assert_status(cim_object_put(object, NAME("p_datetime"), &value, NULL), CIM_TYPE_MISMATCH);
    ck_assert_status(put_text(object, "p_datetime", "soon"), CIM_TYPE_MISMATCH);
    ck_assert_status(cim_object_put(object, NAME("p_uint8s"), &value, NULL), CIM_TYPE_MISMATCH);
    ck_assert_status(cim_object_put(object, NAME("none"), &value, &err), CIM_NOT_FOUND);
    ck_assert_str_eq(err.property, "none");
    ck_assert_status(put_text(object, "p_sint64", "-5"), CIM_OK);
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

/* --- the heap ---------------------------------------------------------------------------------- */

START_TEST(a_shorter_text_stays_in_its_place)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls);
    size_t size;

    put_text(object, "Name", "a rather long name");
    put_text(object, "p_string", "second");
    size = object->block_size;
    ck_assert_status(put_text(object, "Name", "short"), CIM_OK);
    ck_assert_uint_eq(object->block_size, size);
    check_text(object, "Name", "short");
    check_text(object, "p_string", "second");
    ck_assert_status(cim_object_compact(object), CIM_OK);
    ck_assert_uint_eq(object->block_size, cls->heap_start + 4 + 5 + 4 + 6);
    check_text(object, "Name", "short");
    check_text(object, "p_string", "second");
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

START_TEST(garbage_does_not_pile_up)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls);
    char text[600];
    int i;

    put_text(object, "p_ref", "A.B=1");
    for (i = 1; i < 20000; i++)
    {
        memset(text, 'a' + i % 26, sizeof(text));
        text[i * 7 % 599] = '\0';
        ck_assert_status(put_text(object, i % 2 ? "Name" : "p_string", text), CIM_OK);
        check_text(object, i % 2 ? "Name" : "p_string", text);
    }
    check_text(object, "p_ref", "A.B=1");
    ck_assert_msg(object->block_capacity < 8000, "%u bytes", (unsigned)object->block_capacity);
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

START_TEST(a_text_may_come_out_of_the_same_block)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls);
    struct cim_value value = value_text("");
    int i;

    put_text(object, "Name", "0123456789012345678901234567890123456789");
    for (i = 0; i < 50; i++)
    {
        value.scalar.string = peek_text(object, "Name");
        ck_assert_status(cim_object_put(object, NAME("p_string"), &value, NULL), CIM_OK);
        check_text(object, "p_string", "0123456789012345678901234567890123456789");
        put_text(object, "p_string", "x");
    }
    value.scalar.string = peek_text(object, "Name");
    value.scalar.string.data += 8;
    value.scalar.string.size -= 8;
    ck_assert_status(cim_object_put(object, NAME("Name"), &value, NULL), CIM_OK);
    check_text(object, "Name", "89012345678901234567890123456789");
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

START_TEST(a_megabyte_is_a_value)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls), *stored;
    struct cim_value value = value_text("");
    char *text = mem_zalloc(1 << 20);

    value.scalar.string = (struct text){text, 1 << 20};
    ck_assert_status(cim_object_put(object, NAME("Name"), &value, NULL), CIM_OK);
    cim_object_compact(object);
    ck_assert_status(cim_object_from_block(&stored, cls, object->block, object->block_size),
                     CIM_OK);
    ck_assert(text_equal(peek_text(stored, "Name"), value.scalar.string));
    cim_object_release(stored);
    cim_object_release(object);
    cim_class_release(cls);
    mem_free(text);
}
END_TEST

START_TEST(a_derived_instance_reads_with_the_base_indexes)
{
    struct cim_class *base = thing_class(), *child;
    struct cim_object *object;
    union cim_scalar scalar;

    ck_assert_status(new_class(&child, "Child", base), CIM_OK);
    add_property(child, "Extra", CIM_TYPE_STRING);
    object = spawned(finished(child));
    put_text(object, "Extra", "more");
    put_text(object, "Name", "n");
    put_int(object, "Id", 5);
    ck_assert_status(cim_object_peek(&scalar, object, index_of(base, "Id")), CIM_OK);
    ck_assert_uint_eq(scalar.uint, 5);
    ck_assert_status(cim_object_peek(&scalar, object, index_of(base, "Name")), CIM_OK);
    ck_assert(text_equal(scalar.string, NAME("n")));
    cim_object_release(object);
    cim_class_release(child);
    cim_class_release(base);
}
END_TEST

START_TEST(an_instance_is_small)
{
    struct cim_class *cls;
    struct cim_object *object;
    char name[24];
    size_t size;
    int i;

    ck_assert_status(new_class(&cls, "Row", NULL), CIM_OK);
    for (i = 0; i < 8; i++)
    {
        snprintf(name, sizeof(name), "p%d", i);
        add_property(cls, name, i % 2 ? CIM_TYPE_STRING : CIM_TYPE_UINT32);
    }
    object = spawned(finished(cls));
    for (i = 1; i < 8; i += 2)
    {
        snprintf(name, sizeof(name), "p%d", i);
        put_text(object, name, "a text of thirty-one characters");
    }
    size = sizeof(*object) + object->block_capacity;
    ck_assert_msg(size < 450, "%u bytes", (unsigned)size);
    cim_object_release(object);
    cim_class_release(cls);
}
END_TEST

/* --- classes as objects ------------------------------------------------------------------------ */

START_TEST(editing_a_class_object_leaves_the_shared_class)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object, *clone;
    union cim_scalar scalar;
    size_t at = index_of(cls, "p_sint32");

    ck_assert_status(cim_object_from_class(&object, cls), CIM_OK);
    ck_assert_status(cim_object_clone(&clone, object), CIM_OK);
    ck_assert_ptr_eq(clone->cls, cls);
    ck_assert_status(put_int(object, "p_sint32", 43), CIM_OK);
    ck_assert_ptr_ne(object->cls, cls);
    ck_assert_status(cim_object_peek(&scalar, object, at), CIM_OK);
    ck_assert_int_eq((int)scalar.sint, 43);
    ck_assert(cim_object_is_set(object, at) && !cim_object_is_set(object, 0));
    ck_assert_status(cim_object_peek(&scalar, clone, at), CIM_OK);
    ck_assert_int_eq((int)scalar.sint, 42);
    ck_assert(!cim_object_equal(object, clone, 0));
    ck_assert(cim_object_equal(object, clone, CIM_COMPARE_IGNORE_DEFAULTS));
    cim_object_release(clone);
    ck_assert_status(cim_object_clone(&clone, object), CIM_OK);
    ck_assert_ptr_ne(clone->cls, object->cls);
    ck_assert_status(cim_object_reset_at(object, at), CIM_INVALID_OPERATION);
    cim_object_release(clone);
    clone = spawned(cls);
    ck_assert_status(cim_object_edit_class(clone), CIM_INVALID_OPERATION);
    cim_object_release(clone);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- qualifiers -------------------------------------------------------------------------------- */

static struct cim_class *qualified_class(void)
{
    struct cim_class *cls;
    struct cim_value one = value_int(1);

    ck_assert_status(new_class(&cls, "Q", NULL), CIM_OK);
    cim_class_add_property(cls, NAME("r"), CIM_TYPE_REFERENCE, false, "Q", NULL);
    cim_class_put_qualifier(cls, NAME("Shown"), &one, TO_ALL, NULL);
    cim_class_put_qualifier(cls, NAME("Hidden"), &one, CIM_FLAVOR_TO_SUBCLASS, NULL);
    cim_class_put_qualifier(cls, NAME("Fixed"), &one,
                            CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_NOT_OVERRIDABLE, NULL);
    put_true(cls, "r", "key");
    cim_class_put_property_qualifier(cls, NAME("r"), NAME("Local"), &one, 0, NULL);
    return finished(cls);
}

START_TEST(an_instance_shows_what_its_class_gives)
{
    struct cim_class *cls = qualified_class();
    struct cim_object *object = spawned(cls);
    struct cim_value two = value_int(2), yes = value_true();
    struct cim_qualifiers set;

    ck_assert_status(cim_object_put_qualifier(object, -1, NAME("shown"), &two, 0, NULL), CIM_OK);
    ck_assert_status(cim_object_put_qualifier(object, -1, NAME("Fixed"), &two, 0, NULL),
                     CIM_OVERRIDE_NOT_ALLOWED);
    ck_assert_status(cim_object_put_qualifier(object, 0, NAME("key"), &yes, 0, NULL),
                     CIM_OVERRIDE_NOT_ALLOWED);
    ck_assert_status(cim_object_put_qualifier(object, 0, NAME("indexed"), &yes, 0, NULL),
                     CIM_CANNOT_BE_KEY);
    ck_assert_status(cim_object_put_qualifier(object, 1, NAME("x"), &yes, 0, NULL), CIM_NOT_FOUND);
    ck_assert_status(cim_object_put_qualifier(object, 0, NAME("x"), &two, 0, NULL), CIM_OK);
    ck_assert_status(cim_object_effective_qualifiers(&set, object), CIM_OK);
    ck_assert_uint_eq(set.count, 2);
    ck_assert_int_eq((int)cim_qualifiers_find(&set, NAME("Shown"))->value.scalar.sint, 2);
    ck_assert(cim_qualifiers_find(&set, NAME("Fixed"))->flavor & CIM_FLAVOR_PROPAGATED);
    cim_qualifiers_free(&set);
    ck_assert_status(cim_object_effective_property_qualifiers(&set, object, 0), CIM_OK);
    ck_assert_uint_eq(set.count, 3);
    ck_assert_str_eq(set.items[0].name, "CIMTYPE");
    ck_assert(text_equal(set.items[0].value.scalar.string, NAME("ref:Q")));
    ck_assert(cim_qualifiers_is_true(&set, NAME("key")));
    ck_assert(!cim_qualifiers_find(&set, NAME("Local")));
    cim_qualifiers_free(&set);
    ck_assert_status(cim_object_effective_property_qualifiers(&set, object, 1), CIM_NOT_FOUND);
    ck_assert_status(cim_object_remove_qualifier(object, -1, NAME("Fixed"), NULL),
                     CIM_PROPAGATED_QUALIFIER);
    ck_assert_status(cim_object_remove_qualifier(object, -1, NAME("Shown"), NULL), CIM_OK);
    ck_assert_status(cim_object_remove_qualifier(object, 0, NAME("x"), NULL), CIM_OK);
    ck_assert_status(cim_object_remove_qualifier(object, 0, NAME("x"), NULL), CIM_NOT_FOUND);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(a_class_object_shows_its_own)
{
    struct cim_class *cls = qualified_class();
    struct cim_object *object;
    struct cim_value two = value_int(2);
    struct cim_qualifiers set;

    ck_assert_status(cim_object_from_class(&object, cls), CIM_OK);
    ck_assert_status(cim_object_put_qualifier(object, -1, NAME("Fixed"), &two, 0, NULL), CIM_OK);
    ck_assert_status(cim_object_put_qualifier(object, 0, NAME("x"), &two, 0, NULL), CIM_OK);
    ck_assert_status(cim_object_effective_qualifiers(&set, object), CIM_OK);
    ck_assert_uint_eq(set.count, 3);
    cim_qualifiers_free(&set);
    ck_assert_status(cim_object_effective_property_qualifiers(&set, object, 0), CIM_OK);
    ck_assert_uint_eq(set.count, 4);
    ck_assert(!(set.items[0].flavor & CIM_FLAVOR_PROPAGATED));
    cim_qualifiers_free(&set);
    ck_assert_status(cim_object_remove_qualifier(object, 0, NAME("x"), NULL), CIM_OK);
    ck_assert_status(cim_object_remove_qualifier(object, -1, NAME("Hidden"), NULL), CIM_OK);
    ck_assert_uint_eq(cls->qualifiers.count, 3);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(qualifiers_of_instances_are_kept_as_bytes)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls), *back = spawned(cls);
    struct cim_value value = value_text("v");
    struct buffer out;
    size_t i;

    buffer_init(&out, 0);
    ck_assert_status(cim_object_encode_qualifiers(&out, object), CIM_OK);
    ck_assert_uint_eq(out.size, 0);
    ck_assert_status(cim_object_decode_qualifiers(back, out.data, 0), CIM_OK);
    cim_object_put_qualifier(object, -1, NAME("a"), &value, 0, NULL);
    cim_object_put_qualifier(object, 3, NAME("b"), &value, CIM_FLAVOR_AMENDED, NULL);
    cim_object_put_qualifier(object, 7, NAME("c"), &value, 0, NULL);
    ck_assert_status(cim_object_encode_qualifiers(&out, object), CIM_OK);
    ck_assert_status(cim_object_decode_qualifiers(back, out.data, out.size), CIM_OK);
    ck_assert(cim_object_equal(object, back, 0));
    ck_assert_uint_eq(back->property_qualifiers[3].items[0].flavor, CIM_FLAVOR_AMENDED);
    for (i = 1; i < out.size; i++)
    {
        unsigned char *part = mem_dup(out.data, i);

        ck_assert_status(cim_object_decode_qualifiers(back, part, i), CIM_DATABASE_CORRUPT);
        mem_free(part);
    }
    ck_assert(cim_object_equal(object, back, 0));
    for (i = 0; i < out.size * 8; i++)
    {
        out.data[i / 8] ^= (unsigned char)(1u << i % 8);
        cim_object_decode_qualifiers(back, out.data, out.size);
        out.data[i / 8] ^= (unsigned char)(1u << i % 8);
    }
    buffer_free(&out);
    cim_object_release(object);
    cim_object_release(back);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- keys and paths ---------------------------------------------------------------------------- */

static void check_path(enum cim_status (*print)(struct buffer *, const struct cim_object *),
                       const struct cim_object *object, const char *expected)
{
    struct buffer out;

    buffer_init(&out, 0);
    ck_assert_status(print(&out, object), CIM_OK);
    ck_assert_str_eq((const char *)out.data, expected);
    buffer_free(&out);
}

START_TEST(paths_have_their_keys_in_order)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls), *of_class;
    struct cim_error err;
    struct buffer out;

    buffer_init(&out, 0);
    put_text(object, "Name", "say \"x\" \\");
    ck_assert_status(cim_object_relpath(&out, object), CIM_ILLEGAL_NULL);
    ck_assert_status(cim_object_path(&out, object), CIM_ILLEGAL_NULL);
    ck_assert_uint_eq(out.size, 0);
    ck_assert_status(cim_object_key(&out, object, &err), CIM_ILLEGAL_NULL);
    ck_assert_str_eq(err.property, "Id");
    put_int(object, "Id", 7);
    check_path(cim_object_relpath, object, "Thing.Id=7,Name=\"say \\\"x\\\" \\\\\"");
    check_path(cim_object_path, object, "Thing.Id=7,Name=\"say \\\"x\\\" \\\\\"");
    cim_object_decorate(object, "HOST", "root\\cimv2");
    put_text(object, "Name", "n");
    check_path(cim_object_path, object, "\\\\HOST\\root\\cimv2:Thing.Id=7,Name=\"n\"");
    ck_assert_status(cim_object_from_class(&of_class, cls), CIM_OK);
    check_path(cim_object_relpath, of_class, "Thing");
    ck_assert_status(cim_object_key(&out, of_class, NULL), CIM_INVALID_OPERATION);
    cim_object_release(of_class);
    cim_object_release(object);
    cim_class_release(cls);
    buffer_free(&out);
}
END_TEST

START_TEST(keys_print_by_their_type)
{
    static const struct
    {
        enum cim_type type;
        const char *value;
        const char *path;
    } rows[] = {
        {CIM_TYPE_STRING, "a", "K.k=\"a\""},
        {CIM_TYPE_SINT8, "-5", "K.k=-5"},
        {CIM_TYPE_UINT64, "18446744073709551615", "K.k=18446744073709551615"},
        {CIM_TYPE_BOOLEAN, "true", "K.k=TRUE"},
        {CIM_TYPE_CHAR16, "A", "K.k=65"},
        {CIM_TYPE_DATETIME, "20000120115632.000000-480", "K.k=\"20000120115632.000000-480\""},
        {CIM_TYPE_REFERENCE, "A.B=\"c\"", "K.k=\"A.B=\\\"c\\\"\""},
    };
    struct cim_class *cls;
    struct cim_object *object;
    size_t i;

    for (i = 0; i < COUNT_OF(rows); i++)
    {
        ck_assert_status(new_class(&cls, "K", NULL), CIM_OK);
        add_property(cls, "k", rows[i].type);
        put_true(cls, "k", "key");
        object = spawned(finished(cls));
        ck_assert_status(put_text(object, "k", rows[i].value), CIM_OK);
        check_path(cim_object_relpath, object, rows[i].path);
        cim_object_release(object);
        cim_class_release(cls);
    }
}
END_TEST

START_TEST(singletons_and_the_keyless_have_their_paths)
{
    struct cim_class *cls;
    struct cim_object *object;
    struct cim_value yes = value_true();
    struct buffer out;

    buffer_init(&out, 0);
    ck_assert_status(new_class(&cls, "One", NULL), CIM_OK);
    cim_class_put_qualifier(cls, NAME("singleton"), &yes, 0, NULL);
    object = spawned(finished(cls));
    check_path(cim_object_relpath, object, "One=@");
    ck_assert_status(cim_object_key(&out, object, NULL), CIM_OK);
    ck_assert_str_eq((const char *)out.data, "@");
    cim_object_release(object);
    cim_class_release(cls);

    ck_assert_status(new_class(&cls, "None", NULL), CIM_OK);
    object = spawned(finished(cls));
    ck_assert_status(cim_object_relpath(&out, object), CIM_NO_KEY);
    ck_assert_status(cim_object_key(&out, object, NULL), CIM_NO_KEY);
    cim_object_release(object);
    cim_class_release(cls);

    ck_assert_status(cim_class_new(&cls), CIM_OK);
    ck_assert_status(cim_object_from_class(&object, cls), CIM_OK);
    ck_assert_status(cim_object_relpath(&out, object), CIM_INCOMPLETE_CLASS);
    cim_object_release(object);
    cim_class_release(cls);
    buffer_free(&out);
}
END_TEST

START_TEST(equal_keys_are_equal_bytes)
{
    struct cim_class *cls = thing_class();
    struct cim_object *a = spawned(cls), *b = spawned(cls);
    struct buffer one, two;

    buffer_init(&one, 0);
    buffer_init(&two, 0);
    put_text(a, "Name", "Printer");
    put_int(a, "Id", 1);
    put_text(b, "Name", "PRINTER");
    put_int(b, "Id", 1);
    ck_assert_status(cim_object_key(&one, a, NULL), CIM_OK);
    ck_assert_status(cim_object_key(&two, b, NULL), CIM_OK);
    ck_assert(text_equal(buffer_text(&one), buffer_text(&two)));
    put_int(b, "Id", 2);
    buffer_clear(&two);
    cim_object_key(&two, b, NULL);
    ck_assert(!text_equal(buffer_text(&one), buffer_text(&two)));
    buffer_free(&one);
    buffer_free(&two);
    cim_object_release(a);
    cim_object_release(b);
    cim_class_release(cls);
}
END_TEST

/* --- comparing --------------------------------------------------------------------------------- */

START_TEST(comparison_flags_ignore_what_they_say)
{
    struct cim_class *cls = thing_class(), *other;
    struct cim_object *a = spawned(cls), *b = spawned(cls), *c, *of_class;
    struct cim_value value = value_text("V");

    put_text(a, "Name", "x");
    put_text(b, "Name", "X");
    ck_assert(!cim_object_equal(a, b, 0));
    ck_assert(cim_object_equal(a, b, CIM_COMPARE_IGNORE_CASE));
    put_text(b, "Name", "x");
    ck_assert(cim_object_equal(a, b, 0));
    put_int(b, "p_sint32", 42); /* set to what the default is */
    ck_assert(cim_object_equal(a, b, 0));
    cim_object_decorate(b, "S", "root");
    ck_assert(!cim_object_equal(a, b, 0));
    ck_assert(cim_object_equal(a, b, CIM_COMPARE_IGNORE_SOURCE));
    cim_object_decorate(b, NULL, NULL);
    cim_object_put_qualifier(b, 2, NAME("q"), &value, 0, NULL);
    ck_assert(!cim_object_equal(a, b, 0));
    ck_assert(cim_object_equal(a, b, CIM_COMPARE_IGNORE_QUALIFIERS));
    cim_object_put_qualifier(a, 2, NAME("q"), &value, TO_ALL, NULL);
    ck_assert(!cim_object_equal(a, b, 0));
    ck_assert(cim_object_equal(a, b, CIM_COMPARE_IGNORE_FLAVOR));
    cim_object_remove_qualifier(a, 2, NAME("q"), NULL);
    cim_object_remove_qualifier(b, 2, NAME("q"), NULL);
    ck_assert(cim_object_equal(a, b, 0));

    cim_class_clone(&other, cls);
    cim_class_set_name(other, NAME("Other"), NULL);
    c = spawned(finished(other));
    put_text(c, "Name", "x");
    ck_assert(!cim_object_equal(a, c, 0));
    ck_assert(cim_object_equal(a, c, CIM_COMPARE_IGNORE_CLASS));
    put_text(c, "p_string", "different");
    ck_assert(!cim_object_equal(a, c, CIM_COMPARE_IGNORE_CLASS));
    cim_object_from_class(&of_class, cls);
    ck_assert(!cim_object_equal(a, of_class, 0xFF));
    cim_object_release(of_class);
    cim_object_release(a);
    cim_object_release(b);
    cim_object_release(c);
    cim_class_release(other);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("object");
    TCase *tests = tcase_create("object");

    tcase_add_test(tests, a_new_instance_has_the_defaults);
    tcase_add_test(tests, an_unsealed_class_has_no_instances);
    tcase_add_test(tests, every_type_is_kept);
    tcase_add_test(tests, null_default_and_set_are_three_things);
    tcase_add_test(tests, a_put_that_does_not_fit_says_where);
    tcase_add_test(tests, a_shorter_text_stays_in_its_place);
    tcase_add_test(tests, garbage_does_not_pile_up);
    tcase_add_test(tests, a_text_may_come_out_of_the_same_block);
    tcase_add_test(tests, a_megabyte_is_a_value);
    tcase_add_test(tests, a_derived_instance_reads_with_the_base_indexes);
    tcase_add_test(tests, an_instance_is_small);
    tcase_add_test(tests, editing_a_class_object_leaves_the_shared_class);
    tcase_add_test(tests, an_instance_shows_what_its_class_gives);
    tcase_add_test(tests, a_class_object_shows_its_own);
    tcase_add_test(tests, qualifiers_of_instances_are_kept_as_bytes);
    tcase_add_test(tests, paths_have_their_keys_in_order);
    tcase_add_test(tests, keys_print_by_their_type);
    tcase_add_test(tests, singletons_and_the_keyless_have_their_paths);
    tcase_add_test(tests, equal_keys_are_equal_bytes);
    tcase_add_test(tests, comparison_flags_ignore_what_they_say);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
