/* Classes re-inherited over another parent, compared, stored and read; hostile bytes, failing allocations. */
#include "cim/class.h"

#include "family.h"
#include "fault.h"

#define NAME(literal) TEXT_LITERAL(literal)

/* --- re-inheriting ----------------------------------------------------------------------------- */

START_TEST(rebasing_on_the_same_parent_changes_nothing)
{
    struct cim_class *base = base_class(), *child = rich_child(base), *again;

    ck_assert_status(cim_class_rebase(&again, child, base, NULL), CIM_OK);
    ck_assert(cim_class_equal(child, again, 0));
    ck_assert_str_eq(again->superclass, "Base");
    ck_assert(again->properties[0].default_local && again->properties[0].is_local);
    ck_assert(!again->properties[2].is_local);
    cim_class_release(again);
    cim_class_release(child);
    cim_class_release(base);
}
END_TEST

START_TEST(rebasing_takes_what_the_parent_changed)
{
    struct cim_class *base = base_class(), *child = rich_child(base), *changed, *again;

    ck_assert_status(cim_class_clone(&changed, base), CIM_OK);
    add_property(changed, "New", CIM_TYPE_STRING);
    add_property(changed, "Extra", CIM_TYPE_REAL64);
    cim_class_remove_property(changed, NAME("Size"), NULL);
    set_default(changed, "Small", value_int(5));
    cim_class_seal(changed, NULL);
    ck_assert_status(cim_class_rebase(&again, child, changed, NULL), CIM_OK);
    ck_assert_status(cim_class_seal(again, NULL), CIM_OK);
    ck_assert_uint_eq(index_of(again, "New"), 2);
    ck_assert_int_eq((int)again->properties[index_of(again, "Small")].default_value.scalar.sint, 5);
    /* Introduced before, now an override that keeps its default. */
    ck_assert_uint_eq(index_of(again, "Extra"), 3);
    ck_assert(again->properties[3].default_value.scalar.real == 2.0);
    ck_assert_str_eq(again->properties[3].origin, "Base");
    /* An override of what is gone becomes its own. */
    ck_assert_str_eq(cim_class_find(again, NAME("Size"))->origin, "Child");
    ck_assert(index_of(again, "Size") >= again->inherited_count);
    cim_class_release(again);
    cim_class_release(changed);
    cim_class_release(child);
    cim_class_release(base);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(rebasing_reports_conflicts)
{
    struct cim_class *base = base_class(), *child = rich_child(base), *changed, *again;
    struct cim_class *out = parameters("y", CIM_TYPE_UINT32);
    struct cim_error err;

    cim_class_clone(&changed, base);
    add_property(changed, "Extra", CIM_TYPE_STRING);
    cim_class_seal(changed, NULL);
    ck_assert_status(cim_class_rebase(&again, child, changed, &err), CIM_UPDATE_TYPE_MISMATCH);
    ck_assert_str_eq(err.property, "Extra");
    cim_class_release(changed);

    cim_class_clone(&changed, base);
    qualify(changed, "Size", "Units", value_text("KB"), TO_ALL | CIM_FLAVOR_NOT_OVERRIDABLE);
    cim_class_seal(changed, NULL);
    ck_assert_status(cim_class_rebase(&again, child, changed, NULL),
                     CIM_UPDATE_OVERRIDE_NOT_ALLOWED);
    ck_assert_status(cim_class_rebase_with(&again, child, changed, true, NULL), CIM_OK);
    ck_assert(text_equal(
        cim_qualifiers_find(&again->properties[1].qualifiers, NAME("Units"))->value.scalar.string,
        NAME("KB")));
    cim_class_release(again);
    cim_class_release(changed);

    cim_class_clone(&changed, base);
    cim_class_put_method(changed, NAME("Go"), out, NULL, NULL);
    cim_class_seal(changed, NULL);
    ck_assert_status(cim_class_rebase(&again, child, changed, NULL), CIM_UPDATE_PROPAGATED_METHOD);
    cim_class_release(changed);

    ck_assert_status(cim_class_set_name(child, NAME("Other"), NULL), CIM_OK);
    cim_class_seal(child, NULL);
    ck_assert_status(cim_class_rebase(&again, base, child, NULL), CIM_CIRCULAR_REFERENCE);
    cim_class_release(out);
    cim_class_release(child);
    cim_class_release(base);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(rebasing_under_keys_is_a_conflict)
{
    struct cim_class *base = base_class(), *cls = made("A", NULL), *again;

    add_property(cls, "Id", CIM_TYPE_UINT32);
    put_true(cls, "Id", "key");
    ck_assert_status(cim_class_rebase(&again, cls, base, NULL), CIM_CANNOT_CHANGE_KEY_INHERITANCE);
    ck_assert_status(cim_class_rebase(&again, cls, NULL, NULL), CIM_OK);
    ck_assert(cim_class_equal(cls, again, 0));
    cim_class_release(again);
    cim_class_release(cls);
    cim_class_release(base);
}
END_TEST

/* --- comparing --------------------------------------------------------------------------------- */

START_TEST(comparison_flags_ignore_what_they_say)
{
    struct cim_class *base = base_class(), *a = rich_child(base), *b = rich_child(base);

    ck_assert(cim_class_equal(a, b, 0));
    set_default(b, "Name", value_text("CHILD"));
    ck_assert(!cim_class_equal(a, b, 0));
    ck_assert(cim_class_equal(a, b, CIM_COMPARE_IGNORE_CASE));
    set_default(b, "Name", value_text("x"));
    ck_assert(cim_class_equal(a, b, CIM_COMPARE_IGNORE_DEFAULTS));
    qualify(b, "Size", "Units", value_text("bytes"), TO_ALL);
    ck_assert(!cim_class_equal(a, b, CIM_COMPARE_IGNORE_DEFAULTS));
    ck_assert(cim_class_equal(a, b, CIM_COMPARE_IGNORE_DEFAULTS | CIM_COMPARE_IGNORE_FLAVOR));
    ck_assert(cim_class_equal(a, b, CIM_COMPARE_IGNORE_DEFAULTS | CIM_COMPARE_IGNORE_QUALIFIERS));
    set_default(b, "Name", value_text("child"));
    cim_class_set_name(b, NAME("CHILD"), NULL);
    ck_assert(cim_class_equal(a, b, CIM_COMPARE_IGNORE_FLAVOR));
    cim_class_set_name(b, NAME("Kid"), NULL);
    ck_assert(!cim_class_equal(a, b, CIM_COMPARE_IGNORE_FLAVOR));
    ck_assert(cim_class_equal(a, b, CIM_COMPARE_IGNORE_FLAVOR | CIM_COMPARE_IGNORE_CLASS));
    cim_class_remove_method(b, NAME("Go"), NULL);
    ck_assert(!cim_class_equal(a, b, CIM_COMPARE_IGNORE_FLAVOR | CIM_COMPARE_IGNORE_CLASS));
    cim_class_release(a);
    cim_class_release(b);
    cim_class_release(base);
}
END_TEST

/* --- stored form ------------------------------------------------------------------------------- */

START_TEST(bytes_give_the_class_back)
{
    struct cim_class *base = base_class(), *child = rich_child(base), *back;
    struct buffer bytes;
    struct text superclass;

    buffer_init(&bytes, 0);
    ck_assert_status(cim_class_encode(&bytes, child), CIM_OK);
    ck_assert_status(cim_class_peek_superclass(&superclass, bytes.data, bytes.size), CIM_OK);
    ck_assert(text_equal(superclass, NAME("Base")));
    ck_assert_status(cim_class_decode(&back, bytes.data, bytes.size, base, NULL), CIM_OK);
    ck_assert(cim_class_equal(child, back, 0));
    ck_assert(!back->sealed);
    ck_assert(back->properties[0].default_local && !back->properties[2].is_local);
    ck_assert_status(cim_class_seal(back, NULL), CIM_OK);
    cim_class_release(back);
    ck_assert_status(cim_class_decode(&back, bytes.data, bytes.size, NULL, NULL),
                     CIM_DATABASE_CORRUPT);
    buffer_clear(&bytes);
    ck_assert_status(cim_class_encode(&bytes, base), CIM_OK);
    ck_assert_status(cim_class_peek_superclass(&superclass, bytes.data, bytes.size), CIM_OK);
    ck_assert_uint_eq(superclass.size, 0);
    ck_assert_status(cim_class_decode(&back, bytes.data, bytes.size, NULL, NULL), CIM_OK);
    ck_assert(cim_class_equal(base, back, 0));
    cim_class_release(back);
    buffer_free(&bytes);
    cim_class_release(child);
    cim_class_release(base);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* What hostile bytes may lead to: the last four are declarations that the parent contradicts. */
static bool is_sound_refusal(enum cim_status status)
{
    static const enum cim_status refusals[] = {
        CIM_DATABASE_CORRUPT,   CIM_UPDATE_TYPE_MISMATCH,          CIM_UPDATE_OVERRIDE_NOT_ALLOWED,
        CIM_CIRCULAR_REFERENCE, CIM_CANNOT_CHANGE_KEY_INHERITANCE, CIM_CANNOT_BE_KEY,
    };
    size_t i;

    for (i = 0; i < COUNT_OF(refusals); i++)
    {
        if (status == refusals[i])
            return true;
    }
    return false;
}

START_TEST(hostile_bytes_are_refused_or_make_a_class)
{
    struct cim_class *base = base_class(), *child = rich_child(base), *back;
    struct text superclass;
    struct buffer bytes;
    size_t i;

    buffer_init(&bytes, 0);
    cim_class_encode(&bytes, child);
    for (i = 0; i < bytes.size; i++)
    {
        unsigned char *part = mem_dup(bytes.data, i);

        ck_assert_status(cim_class_decode(&back, part, i, base, NULL), CIM_DATABASE_CORRUPT);
        cim_class_peek_superclass(&superclass, part, i);
        mem_free(part);
    }
    for (i = 0; i < bytes.size * 8; i++)
    {
        enum cim_status status;

        bytes.data[i / 8] ^= (unsigned char)(1u << i % 8);
        status = cim_class_decode(&back, bytes.data, bytes.size, base, NULL);
        ck_assert_msg(!status || is_sound_refusal(status), "bit %u: %s", (unsigned)i,
                      cim_status_name(status));
        if (!status)
        {
            cim_class_seal(back, NULL);
            cim_class_release(back);
        }
        bytes.data[i / 8] ^= (unsigned char)(1u << i % 8);
    }
    buffer_free(&bytes);
    cim_class_release(child);
    cim_class_release(base);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- failures ---------------------------------------------------------------------------------- */

static enum cim_status build(struct cim_class **base, struct cim_class **child)
{
    struct cim_value text = value_text("t");
    struct cim_class *in = NULL;
    enum cim_status status = new_class(base, "Base", NULL);

    if (!status)
        status = cim_class_add_property(*base, NAME("r"), CIM_TYPE_REFERENCE, false, "A", NULL);
    if (!status)
        status = put_true(*base, "r", "key");
    if (!status)
        status = cim_class_set_default(*base, NAME("r"), &text, NULL);
    if (!status)
        status = cim_class_put_qualifier(*base, NAME("q"), &text, TO_ALL, NULL);
    if (!status)
        status = new_class(&in, "__PARAMETERS", NULL);
    if (!status)
        status = cim_class_put_method(*base, NAME("Go"), in, NULL, NULL);
    cim_class_release(in);
    if (!status)
        status = cim_class_seal(*base, NULL);
    if (!status)
        status = new_class(child, "Child", *base);
    if (!status)
        status = add_property(*child, "x", CIM_TYPE_UINT8);
    return status;
}

static enum cim_status everything(void *arg)
{
    struct cim_class *base = NULL, *child = NULL, *clone = NULL, *back = NULL;
    struct buffer bytes;
    enum cim_status status = build(&base, &child);

    (void)arg;
    buffer_init(&bytes, 0);
    if (!status)
        status = cim_class_clone(&clone, child);
    if (!status)
        status = cim_class_encode(&bytes, clone);
    if (!status)
        status = cim_class_decode(&back, bytes.data, bytes.size, base, NULL);
    if (!status)
        status = cim_class_seal(back, NULL);
    cim_class_release(base);
    cim_class_release(child);
    cim_class_release(clone);
    cim_class_release(back);
    buffer_free(&bytes);
    return status;
}

START_TEST(each_allocation_may_fail)
{
    each_allocation_fails(everything, NULL);
}
END_TEST

static enum cim_status edit(struct cim_class *cls, int what)
{
    struct cim_value text = value_text("t");

    switch (what)
    {
    case 0:
        return cim_class_add_property(cls, NAME("Size"), CIM_TYPE_UINT32, false, NULL, NULL);
    case 1:
        return cim_class_set_default(cls, NAME("Name"), &text, NULL);
    case 2:
        return cim_class_put_property_qualifier(cls, NAME("Size"), NAME("Description"), &text, 0,
                                                NULL);
    case 3:
        return cim_class_remove_property_qualifier(cls, NAME("Size"), NAME("Units"), NULL);
    case 4:
        return cim_class_put_method(cls, NAME("New"), NULL, NULL, NULL);
    default:
        return cim_class_remove_property(cls, NAME("Name"), NULL) == CIM_RESET_TO_DEFAULT
                   ? CIM_OK
                   : CIM_NO_MEMORY;
    }
}

START_TEST(an_edit_that_fails_changes_nothing)
{
    struct cim_class *base = base_class(), *child = rich_child(base), *before;
    enum cim_status status;
    unsigned n;

    for (n = 1;; n++)
    {
        ck_assert_status(cim_class_clone(&before, child), CIM_OK);
        mem_fail_nth(n);
        status = edit(child, _i);
        mem_fail_nth(0);
        if (status)
            ck_assert_msg(cim_class_equal(before, child, 0), "edit %d, allocation %u", _i, n);
        cim_class_release(before);
        if (!status)
            break;
        ck_assert_status(status, CIM_NO_MEMORY);
    }
    cim_class_release(child);
    cim_class_release(base);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("class_bytes");
    TCase *tests = tcase_create("class_bytes");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, rebasing_on_the_same_parent_changes_nothing);
    tcase_add_test(tests, rebasing_takes_what_the_parent_changed);
    tcase_add_test(tests, rebasing_reports_conflicts);
    tcase_add_test(tests, rebasing_under_keys_is_a_conflict);
    tcase_add_test(tests, comparison_flags_ignore_what_they_say);
    tcase_add_test(tests, bytes_give_the_class_back);
    tcase_add_test(tests, hostile_bytes_are_refused_or_make_a_class);
    tcase_add_test(tests, each_allocation_may_fail);
    tcase_add_loop_test(tests, an_edit_that_fails_changes_nothing, 0, 6);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
