/* Objects as bytes: embedded objects, what hostile blocks and encodings may do, failing allocations. */
#include "cim/object.h"

#include "fault.h"
#include "thing.h"

#define NAME(literal) TEXT_LITERAL(literal)

/* --- hostile blocks ---------------------------------------------------------------------------- */

static void read_all(const struct cim_object *object)
{
    struct cim_value value;
    union cim_scalar scalar;
    struct buffer out;
    size_t i;

    buffer_init(&out, 0);
    for (i = 0; i < object->cls->property_count; i++)
    {
        if (!cim_object_peek(&scalar, object, i))
            cim_scalar_to_text(&out, object->cls->properties[i].type, &scalar);
        if (!cim_object_get_at(&value, object, i))
            cim_value_clear(&value);
    }
    cim_object_relpath(&out, object);
    buffer_free(&out);
}

/* What may be done with an object that hostile bytes made. */
static void use(struct cim_object *object)
{
    struct buffer out;
    size_t i;

    read_all(object);
    for (i = 0; i < object->cls->property_count; i += 3)
        put_text(object, object->cls->properties[i].name, "a new and longer text");
    read_all(object);
    cim_object_compact(object);
    read_all(object);
    buffer_init(&out, 0);
    cim_object_encode(&out, object);
    buffer_free(&out);
    ck_assert(cim_object_equal(object, object, 0));
}

START_TEST(truncated_blocks_are_refused)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls), *inner = spawned(cls), *back;
    size_t i;

    ck_assert_status(fill(object, inner), CIM_OK);
    cim_object_compact(object);
    for (i = 0; i < object->block_size; i++)
    {
        unsigned char *part = mem_dup(object->block, i);

        ck_assert_status(cim_object_from_block(&back, cls, part, i), CIM_DATABASE_CORRUPT);
        mem_free(part);
    }
    ck_assert_status(cim_object_from_block(&back, cls, NULL, 0), CIM_DATABASE_CORRUPT);
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(blocks_with_flipped_bits_never_harm)
{
    struct cim_class *cls = thing_class(), *small;
    struct cim_object *object = spawned(cls), *inner, *back;
    size_t bit;

    /* A small embedded class keeps this quick: each bit of it is flipped too. */
    ck_assert_status(new_class(&small, "Small", NULL), CIM_OK);
    add_property(small, "s", CIM_TYPE_STRING);
    inner = spawned(finished(small));
    put_text(inner, "s", "inner");
    ck_assert_status(fill(object, inner), CIM_OK);
    cim_object_compact(object);
    for (bit = 0; bit < object->block_size * 8; bit++)
    {
        unsigned char *copy = mem_dup(object->block, object->block_size);
        enum cim_status status;

        copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
        status = cim_object_from_block(&back, cls, copy, object->block_size);
        mem_free(copy);
        ck_assert_msg(!status || status == CIM_DATABASE_CORRUPT, "bit %u: %s", (unsigned)bit,
                      cim_status_name(status));
        if (status)
            continue;
        use(back);
        cim_object_release(back);
    }
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(small);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

static void set_offset(struct cim_object *object, const char *name, uint32_t offset)
{
    const struct cim_class *cls = object->cls;
    unsigned char *at =
        object->block + cls->fixed_start + cls->properties[index_of(cls, name)].offset;
    int i;

    for (i = 0; i < 4; i++)
        at[i] = (unsigned char)(offset >> (8 * i));
}

START_TEST(overlapping_entries_are_taken_apart_or_refused)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object = spawned(cls), *back;

    put_text(object, "Name", "the first, a long one");
    put_text(object, "p_string", "second");
    put_text(object, "p_ref", "third");
    put_text(object, "p_ref", "3");
    /* Both at one entry that is small enough to be there twice. */
    set_offset(object, "p_string", 4 + 21 + 4 + 6);
    ck_assert_status(cim_object_from_block(&back, cls, object->block, object->block_size), CIM_OK);
    check_text(back, "p_string", "3");
    put_text(back, "p_string", "4");
    check_text(back, "p_string", "4");
    check_text(back, "p_ref", "3");
    cim_object_release(back);
    /* More than the heap could hold. */
    set_offset(object, "p_string", 0);
    set_offset(object, "p_ref", 0);
    ck_assert_status(cim_object_from_block(&back, cls, object->block, object->block_size),
                     CIM_DATABASE_CORRUPT);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(a_block_of_another_layout_is_refused)
{
    struct cim_class *cls = thing_class(), *other;
    struct cim_object *object = spawned(cls), *back;

    cim_class_clone(&other, cls);
    finished(other)->version = cls->version + 1;
    ck_assert_status(cim_object_from_block(&back, other, object->block, object->block_size),
                     CIM_DATABASE_CORRUPT);
    cim_object_release(object);
    object = spawned(other);
    ck_assert_status(cim_object_from_block(&back, other, object->block, object->block_size),
                     CIM_OK);
    cim_object_release(back);
    cim_object_release(object);
    cim_class_release(other);
    cim_class_release(cls);
}
END_TEST

/* --- embedded objects -------------------------------------------------------------------------- */

START_TEST(objects_and_classes_are_embedded_as_copies)
{
    struct cim_class *cls = thing_class(), *loose;
    struct cim_object *object = spawned(cls), *inner = spawned(cls), *of_class;
    struct cim_value value;

    put_text(inner, "Name", "before");
    cim_object_decorate(inner, "SERVER", "root\\cimv2");
    ck_assert_status(put_object(object, "p_object", inner), CIM_OK);
    put_text(inner, "Name", "after");
    ck_assert_status(cim_object_get(&value, object, NAME("p_object")), CIM_OK);
    check_text(value.scalar.object, "Name", "before");
    ck_assert_str_eq(value.scalar.object->server, "SERVER");
    ck_assert_str_eq(value.scalar.object->space, "root\\cimv2");
    ck_assert(cim_class_equal(value.scalar.object->cls, cls, 0));
    cim_value_clear(&value);

    ck_assert_status(new_class(&loose, "Loose", cls), CIM_OK);
    ck_assert_status(cim_object_from_class(&of_class, loose), CIM_OK);
    ck_assert_status(put_object(object, "p_object", of_class), CIM_OK);
    ck_assert(!loose->sealed);
    ck_assert_status(cim_object_get(&value, object, NAME("p_object")), CIM_OK);
    ck_assert(value.scalar.object->is_class);
    ck_assert_str_eq(value.scalar.object->cls->derivation[0], "Thing");
    ck_assert(cim_object_equal(value.scalar.object, of_class, 0));
    ck_assert_status(put_int(value.scalar.object, "p_sint32", 1), CIM_OK);
    cim_value_clear(&value);
    cim_object_release(of_class);
    cim_class_release(loose);
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* A class that a store has changed counts its layouts; what is embedded of it is read all the same. */
START_TEST(a_changed_class_is_embedded_too)
{
    struct cim_class *cls = thing_class();
    struct cim_object *object, *back = NULL;
    struct buffer out;

    cls->version = 7;
    object = spawned(cls);
    buffer_init(&out, 0);
    ck_assert_status(cim_object_encode(&out, object), CIM_OK);
    ck_assert_status(cim_object_decode(&back, out.data, out.size), CIM_OK);
    ck_assert(cim_object_equal(object, back, 0));
    buffer_free(&out);
    cim_object_release(back);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(nesting_has_a_limit)
{
    struct cim_class *cls;
    struct cim_object *outer, *inner;
    enum cim_status status = CIM_OK;
    struct buffer out;
    int depth;

    ck_assert_status(new_class(&cls, "Box", NULL), CIM_OK);
    add_property(cls, "content", CIM_TYPE_OBJECT);
    inner = spawned(finished(cls));
    buffer_init(&out, 0);
    for (depth = 1; !status; depth++)
    {
        ck_assert_status(cim_object_encode(&out, inner),
                         depth <= 64 ? CIM_OK : CIM_QUOTA_VIOLATION);
        buffer_clear(&out);
        outer = spawned(cls);
        status = put_object(outer, "content", inner);
        cim_object_release(inner);
        inner = outer;
    }
    ck_assert_status(status, CIM_QUOTA_VIOLATION);
    ck_assert_int_eq(depth, CIM_EMBEDDING_MAXIMUM + 2);
    cim_object_release(inner);
    cim_class_release(cls);
    buffer_free(&out);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(a_default_object_is_given_out_as_a_copy)
{
    struct cim_class *small, *cls;
    struct cim_object *inner, *object;
    struct cim_value value;

    ck_assert_status(new_class(&small, "Small", NULL), CIM_OK);
    add_property(small, "s", CIM_TYPE_STRING);
    inner = spawned(finished(small));
    put_text(inner, "s", "default");
    ck_assert_status(new_class(&cls, "Box", NULL), CIM_OK);
    add_property(cls, "content", CIM_TYPE_OBJECT);
    cim_value_set_uint(&value, CIM_TYPE_OBJECT, 0);
    value.scalar.object = inner;
    ck_assert_status(cim_class_set_default(cls, NAME("content"), &value, NULL), CIM_OK);
    put_text(inner, "s", "changed");
    object = spawned(finished(cls));
    ck_assert_status(cim_object_get(&value, object, NAME("content")), CIM_OK);
    check_text(value.scalar.object, "s", "default");
    put_text(value.scalar.object, "s", "changed");
    cim_value_clear(&value);
    ck_assert_status(cim_object_get(&value, object, NAME("content")), CIM_OK);
    check_text(value.scalar.object, "s", "default");
    cim_value_clear(&value);
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(cls);
    cim_class_release(small);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(a_class_does_not_hold_itself)
{
    struct cim_class *cls;
    struct cim_object *object;

    ck_assert_status(new_class(&cls, "Box", NULL), CIM_OK);
    add_property(cls, "content", CIM_TYPE_OBJECT);
    ck_assert_status(cim_object_from_class(&object, cls), CIM_OK);
    cim_class_release(cls);
    ck_assert_status(put_object(object, "content", object), CIM_OK);
    ck_assert_status(put_object(object, "content", object), CIM_OK);
    cim_object_release(object);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

static enum cim_status encode_box(struct buffer *out)
{
    struct cim_class *small = NULL, *cls = NULL, *in = NULL;
    struct cim_object *inner = NULL, *object = NULL;
    struct cim_value text = value_text("t");
    enum cim_status status = new_class(&small, "Small", NULL);

    if (!status)
        status = add_property(small, "s", CIM_TYPE_STRING);
    if (!status)
        status = cim_class_seal(small, NULL);
    if (!status)
        status = cim_object_spawn(&inner, small);
    if (!status)
        status = new_class(&cls, "Box", small);
    if (!status)
        status = add_property(cls, "content", CIM_TYPE_OBJECT);
    if (!status)
        status = new_class(&in, "__PARAMETERS", NULL);
    if (!status)
        status = cim_class_put_method(cls, NAME("Go"), in, NULL, NULL);
    if (!status)
        status = cim_class_set_default(cls, NAME("s"), &text, NULL);
    if (!status)
        status = cim_class_seal(cls, NULL);
    if (!status)
        status = cim_object_spawn(&object, cls);
    if (!status)
        status = put_object(object, "content", inner);
    if (!status)
        status = cim_object_put_qualifier(object, 0, NAME("q"), &text, 0, NULL);
    if (!status)
        status = cim_object_decorate(object, "S", "root");
    if (!status)
        status = cim_object_encode(out, object);
    cim_class_release(in);
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(cls);
    cim_class_release(small);
    return status;
}

START_TEST(hostile_encodings_never_harm)
{
    struct cim_object *back;
    struct buffer out;
    size_t i, good = 0;

    buffer_init(&out, 0);
    ck_assert_status(encode_box(&out), CIM_OK);
    for (i = 0; i < out.size; i++)
    {
        unsigned char *part = mem_dup(out.data, i);

        ck_assert_status(cim_object_decode(&back, part, i), CIM_DATABASE_CORRUPT);
        mem_free(part);
    }
    for (i = 0; i < out.size * 8; i++)
    {
        unsigned char *copy = mem_dup(out.data, out.size);
        enum cim_status status;

        copy[i / 8] ^= (unsigned char)(1u << i % 8);
        status = cim_object_decode(&back, copy, out.size);
        mem_free(copy);
        ck_assert_msg(!status || status == CIM_DATABASE_CORRUPT, "bit %u: %s", (unsigned)i,
                      cim_status_name(status));
        if (status)
            continue;
        good++;
        use(back);
        cim_object_release(back);
    }
    ck_assert_msg(good > 50, "only %u bits left a readable object", (unsigned)good);
    buffer_free(&out);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* Give the embedded heads (mark, version, depth) of one depth another, but for the first `skip` bytes. */
static unsigned patch_depth(struct buffer *bytes, size_t skip, unsigned from, unsigned to)
{
    unsigned patched = 0;
    size_t i;

    for (i = skip; i + 3 <= bytes->size; i++)
    {
        if (bytes->data[i] != 0x4F || bytes->data[i + 1] != 1 || bytes->data[i + 2] != from)
            continue;
        bytes->data[i + 2] = (unsigned char)to;
        patched++;
    }
    return patched;
}

/* A box whose content lies in its block, in an array there, in the default of its class, or (a class object)
 * in the parameters of a method: four ways to go one level down. */
static void encode_nested(struct buffer *out, int where)
{
    struct cim_class *small, *cls;
    struct cim_object *inner, *object;
    struct cim_value value;

    ck_assert_status(new_class(&small, "__PARAMETERS", NULL), CIM_OK);
    inner = spawned(finished(small));
    ck_assert_status(new_class(&cls, "Box", NULL), CIM_OK);
    cim_class_add_property(cls, NAME("content"), CIM_TYPE_OBJECT, where == 1, NULL, NULL);
    cim_value_set_uint(&value, CIM_TYPE_OBJECT, 0);
    value.scalar.object = inner;
    if (where == 2)
        ck_assert_status(cim_class_set_default(cls, NAME("content"), &value, NULL), CIM_OK);
    if (where == 3)
        ck_assert_status(cim_class_put_method(cls, NAME("Go"), small, NULL, NULL), CIM_OK);
    finished(cls);
    if (where == 3)
        ck_assert_status(cim_object_from_class(&object, cls), CIM_OK);
    else
        object = spawned(cls);
    if (where == 1)
    {
        ck_assert_status(cim_value_init_array(&value, CIM_TYPE_OBJECT, 1), CIM_OK);
        value.items[0].object = cim_object_ref(inner);
    }
    if (where < 2)
        ck_assert_status(cim_object_put(object, NAME("content"), &value, NULL), CIM_OK);
    if (where == 1)
        cim_value_clear(&value);
    ck_assert_status(cim_object_encode(out, object), CIM_OK);
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(cls);
    cim_class_release(small);
}

START_TEST(depths_that_lie_are_refused)
{
    struct cim_object *back;
    struct buffer out;

    buffer_init(&out, 0);
    encode_nested(&out, _i);
    ck_assert_uint_eq(out.data[2], 2);
    ck_assert_status(cim_object_decode(&back, out.data, out.size), CIM_OK);
    cim_object_release(back);
    /* The outer one claims to hold nothing. */
    out.data[2] = 1;
    ck_assert_status(cim_object_decode(&back, out.data, out.size), CIM_DATABASE_CORRUPT);
    out.data[2] = 2;
    /* The inner one claims as many levels as the outer: so could a chain without end. */
    if (_i != 3)
    {
        ck_assert_uint_eq(patch_depth(&out, 4, 1, 2), 1);
        ck_assert_status(cim_object_decode(&back, out.data, out.size), CIM_DATABASE_CORRUPT);
    }
    /* More levels than there may be at all. */
    out.data[2] = CIM_EMBEDDING_MAXIMUM + 1;
    ck_assert_status(cim_object_decode(&back, out.data, out.size), CIM_DATABASE_CORRUPT);
    buffer_free(&out);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- failures ---------------------------------------------------------------------------------- */

static enum cim_status everything(void *arg)
{
    struct cim_class *cls = NULL;
    struct cim_object *object = NULL, *inner = NULL, *clone = NULL, *back = NULL;
    struct cim_qualifiers set = {0};
    struct cim_value value = value_text("v"), got;
    struct buffer out;
    enum cim_status status = build_thing(&cls);

    (void)arg;
    buffer_init(&out, 0);
    if (!status)
        status = cim_object_spawn(&object, cls);
    if (!status)
        status = cim_object_spawn(&inner, cls);
    if (!status)
        status = fill(object, inner);
    if (!status)
        status = cim_object_put_qualifier(object, 1, NAME("q"), &value, 0, NULL);
    if (!status)
        status = cim_object_effective_property_qualifiers(&set, object, 1);
    if (!status)
        status = cim_object_decorate(object, "S", "root");
    if (!status)
        status = cim_object_clone(&clone, object);
    if (!status)
        status = put_text(clone, "Name", "a longer one, so that the block grows");
    if (!status)
        status = cim_object_compact(clone);
    if (!status)
        status = cim_object_get(&got, clone, NAME("p_objects"));
    if (!status)
    {
        cim_value_clear(&got);
        status = cim_object_path(&out, clone);
    }
    buffer_free(&out);
    if (!status)
        status = cim_object_encode(&out, clone);
    if (!status)
        status = cim_object_decode(&back, out.data, out.size);
    cim_qualifiers_free(&set);
    cim_object_release(object);
    cim_object_release(inner);
    cim_object_release(clone);
    cim_object_release(back);
    cim_class_release(cls);
    buffer_free(&out);
    return status;
}

START_TEST(each_allocation_may_fail)
{
    each_allocation_fails(everything, NULL);
}
END_TEST

static enum cim_status boxes(void *arg)
{
    struct cim_object *back = NULL;
    struct buffer out;
    enum cim_status status;

    (void)arg;
    buffer_init(&out, 0);
    status = encode_box(&out);
    if (!status)
        status = cim_object_decode(&back, out.data, out.size);
    cim_object_release(back);
    buffer_free(&out);
    return status;
}

START_TEST(each_allocation_of_an_encoding_may_fail)
{
    each_allocation_fails(boxes, NULL);
}
END_TEST

START_TEST(a_put_that_fails_leaves_the_old_value)
{
    struct cim_class *cls = thing_class();
    struct cim_object *roomy = spawned(cls), *inner = spawned(cls), *object, *before;
    enum cim_status status = CIM_NO_MEMORY;
    unsigned n;

    ck_assert_status(fill(roomy, inner), CIM_OK);
    ck_assert_status(cim_object_clone(&object, roomy), CIM_OK); /* a block without spare room */
    cim_object_release(roomy);
    put_text(inner, "Name", "another");
    for (n = 1; status; n++)
    {
        ck_assert_status(cim_object_clone(&before, object), CIM_OK);
        mem_fail_nth(n);
        status = _i ? put_object(object, "p_object", inner)
                    : put_text(object, "Name", "longer than before by far, so that it moves");
        mem_fail_nth(0);
        if (status)
            ck_assert_msg(cim_object_equal(before, object, 0), "allocation %u", n);
        cim_object_release(before);
    }
    ck_assert_uint_gt(n, 2);
    cim_object_release(object);
    cim_object_release(inner);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("object_bytes");
    TCase *tests = tcase_create("object_bytes");

    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, truncated_blocks_are_refused);
    tcase_add_test(tests, blocks_with_flipped_bits_never_harm);
    tcase_add_test(tests, overlapping_entries_are_taken_apart_or_refused);
    tcase_add_test(tests, a_block_of_another_layout_is_refused);
    tcase_add_test(tests, objects_and_classes_are_embedded_as_copies);
    tcase_add_test(tests, a_changed_class_is_embedded_too);
    tcase_add_test(tests, nesting_has_a_limit);
    tcase_add_test(tests, a_default_object_is_given_out_as_a_copy);
    tcase_add_test(tests, a_class_does_not_hold_itself);
    tcase_add_test(tests, hostile_encodings_never_harm);
    tcase_add_loop_test(tests, depths_that_lie_are_refused, 0, 4);
    tcase_add_test(tests, each_allocation_may_fail);
    tcase_add_test(tests, each_allocation_of_an_encoding_may_fail);
    tcase_add_loop_test(tests, a_put_that_fails_leaves_the_old_value, 0, 2);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
