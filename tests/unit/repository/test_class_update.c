/* The table of behaviour.md 8.3, row by row, in the three modes. */
#include "unit/repository/fixture.h"

#include <string.h>

static const struct declared keyed[] = {{"*Name", CIM_TYPE_STRING}, {"Size", CIM_TYPE_UINT32}, {0}};
static const struct declared note[] = {{"Note", CIM_TYPE_STRING}, {0}};

#define COMPATIBLE 0u
#define SAFE       REPO_UPDATE_SAFE
#define FORCE      REPO_UPDATE_FORCE

/* --- what stands before the update --- */

static void plain(void)
{
    store_class("A", NULL, keyed);
}

static void with_child(void)
{
    plain();
    store_class("B", "A", note);
}

static void with_grandchild(void)
{
    with_child();
    store_class("C", "B", NULL);
}

static void with_instance(void)
{
    plain();
    ck_assert_put(put_named("A", "Name", "x", 0));
}

static void with_child_and_instance(void)
{
    with_child();
    ck_assert_put(put_named("A", "Name", "x", 0));
}

static void with_instance_of_child(void)
{
    with_child();
    ck_assert_put(put_named("B", "Name", "x", 0));
}

static void with_instance_of_grandchild(void)
{
    with_grandchild();
    ck_assert_put(put_named("C", "Name", "x", 0));
}

static void child_has_provider(void)
{
    struct cim_value name = value_text("Child");

    plain();
    struct cim_class *cls = declare("B", "A", note);
    qualify(cls, NULL, "provider", &name, TO_ALL);
    ck_assert_put(put_declared(cls, 0));
}

static void child_has_description(void)
{
    struct cim_value text = value_text("of the child");

    plain();
    struct cim_class *cls = declare("B", "A", note);
    qualify(cls, NULL, "Description", &text, TO_ALL);
    ck_assert_put(put_declared(cls, 0));
}

static void child_is_abstract(void)
{
    struct cim_class *cls = declare("A", NULL, keyed);

    set_true(cls, NULL, "abstract");
    ck_assert_put(put_declared(cls, 0));
    cls = declare("B", "A", note);
    set_true(cls, NULL, "abstract");
    ck_assert_put(put_declared(cls, 0));
}

static struct cim_class *parameters(enum cim_type type)
{
    struct cim_class *cls;

    ck_assert_status(cim_class_new(&cls), CIM_OK);
    ck_assert_status(cim_class_set_name(cls, TEXT_LITERAL("__PARAMETERS"), NULL), CIM_OK);
    ck_assert_status(add_property(cls, "How", type), CIM_OK);
    ck_assert_status(cim_class_seal(cls, NULL), CIM_OK);
    return cls;
}

static void add_method(struct cim_class *cls, enum cim_type type)
{
    struct cim_class *in = parameters(type);

    ck_assert_status(cim_class_put_method(cls, TEXT_LITERAL("Go"), in, NULL, &err), CIM_OK);
    cim_class_release(in);
}

static void child_has_method(void)
{
    plain();
    struct cim_class *cls = declare("B", "A", note);
    add_method(cls, CIM_TYPE_STRING);
    ck_assert_put(put_declared(cls, 0));
}

static void indexed_with_child(void)
{
    static const struct declared properties[] = {
        {"*Name", CIM_TYPE_STRING}, {"#Size", CIM_TYPE_UINT32}, {0}};

    store_class("A", NULL, properties);
    store_class("B", "A", note);
}

static void other_parent(void)
{
    store_class("Base", NULL, keyed);
    store_class("Base2", NULL, keyed);
    store_class("A", "Base", note);
}

static void other_parent_with_instance(void)
{
    other_parent();
    ck_assert_put(put_named("A", "Name", "x", 0));
}

static void other_parent_with_child(void)
{
    other_parent();
    store_class("B", "A", NULL);
}

/* --- changes --- */

static struct cim_class *nothing(void)
{
    return edit_stored("A");
}

static struct cim_class *describe(void)
{
    struct cim_value text = value_text("new");
    struct cim_class *cls = edit_stored("A");

    qualify(cls, NULL, "Description", &text, TO_ALL);
    qualify(cls, "Size", "DisplayName", &text, TO_ALL);
    return cls;
}

static struct cim_class *describe_for_ever(void)
{
    struct cim_value text = value_text("new");
    struct cim_class *cls = edit_stored("A");

    qualify(cls, NULL, "Description", &text, TO_ALL | CIM_FLAVOR_NOT_OVERRIDABLE);
    return cls;
}

static struct cim_class *add_color(void)
{
    struct cim_class *cls = edit_stored("A");

    ck_assert_status(add_property(cls, "Color", CIM_TYPE_STRING), CIM_OK);
    return cls;
}

static struct cim_class *add_note_as_number(void)
{
    struct cim_class *cls = edit_stored("A");

    ck_assert_status(add_property(cls, "Note", CIM_TYPE_UINT32), CIM_OK);
    return cls;
}

static struct cim_class *add_note_as_text(void)
{
    struct cim_class *cls = edit_stored("A");

    ck_assert_status(add_property(cls, "Note", CIM_TYPE_STRING), CIM_OK);
    return cls;
}

static struct cim_class *remove_size(void)
{
    struct cim_class *cls = edit_stored("A");

    ck_assert_status(cim_class_remove_property(cls, TEXT_LITERAL("Size"), NULL), CIM_OK);
    return cls;
}

static struct cim_class *change_type(void)
{
    struct cim_class *cls = remove_size();

    ck_assert_status(add_property(cls, "Size", CIM_TYPE_STRING), CIM_OK);
    return cls;
}

static struct cim_class *change_default(void)
{
    struct cim_value seven = value_int(7);
    struct cim_class *cls = edit_stored("A");

    ck_assert_status(cim_class_set_default(cls, TEXT_LITERAL("Size"), &seven, NULL), CIM_OK);
    return cls;
}

static struct cim_class *set_provider(void)
{
    struct cim_value name = value_text("Parent");
    struct cim_class *cls = edit_stored("A");

    qualify(cls, NULL, "provider", &name, TO_ALL);
    return cls;
}

static struct cim_class *set_own_method(void)
{
    struct cim_class *cls = edit_stored("A");

    add_method(cls, CIM_TYPE_UINT32);
    return cls;
}

static struct cim_class *not_abstract(void)
{
    return declare("A", NULL, keyed);
}

static struct cim_class *second_key(void)
{
    struct cim_class *cls = edit_stored("A");

    set_true(cls, "Size", "key");
    return cls;
}

static struct cim_class *not_indexed(void)
{
    return declare("A", NULL, keyed);
}

static struct cim_class *other_order(void)
{
    static const struct declared properties[] = {
        {"Size", CIM_TYPE_UINT32}, {"*Name", CIM_TYPE_STRING}, {0}};

    return declare("A", NULL, properties);
}

static struct cim_class *below_base2(void)
{
    return declare("A", "Base2", note);
}

static struct cim_class *without_base(void)
{
    return declare("A", NULL, keyed);
}

/* --- the table --- */

struct row
{
    const char *name;
    void (*before)(void);
    struct cim_class *(*change)(void);
    enum cim_status expected[3]; /* compatible, safe, force */
};

static const struct row rows[] = {
    {"no instances, no subclasses", plain, add_color, {CIM_OK, CIM_OK, CIM_OK}},
    {"no instances: type", plain, change_type, {CIM_OK, CIM_OK, CIM_OK}},
    {"no instances: key", plain, second_key, {CIM_OK, CIM_OK, CIM_OK}},
    {"no instances: default", plain, change_default, {CIM_OK, CIM_OK, CIM_OK}},
    {"nothing changes", with_child_and_instance, nothing, {CIM_OK, CIM_OK, CIM_OK}},
    {"order changes", with_child_and_instance, other_order, {CIM_OK, CIM_OK, CIM_OK}},
    {"unimportant qualifier", with_child_and_instance, describe, {CIM_OK, CIM_OK, CIM_OK}},
    {"unimportant qualifier, child's own",
     child_has_description,
     describe,
     {CIM_OK, CIM_OK, CIM_OK}},
    {"subclasses, no conflict",
     with_grandchild,
     add_color,
     {CIM_CLASS_HAS_CHILDREN, CIM_OK, CIM_OK}},
    {"subclasses, the same property",
     with_grandchild,
     add_note_as_text,
     {CIM_CLASS_HAS_CHILDREN, CIM_OK, CIM_OK}},
    {"subclasses, property removed",
     with_grandchild,
     remove_size,
     {CIM_CLASS_HAS_CHILDREN, CIM_OK, CIM_OK}},
    {"conflicting qualifier",
     child_has_provider,
     set_provider,
     {CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_CHILDREN, CIM_OK}},
    {"conflicting abstract",
     child_is_abstract,
     not_abstract,
     {CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_CHILDREN, CIM_OK}},
    {"conflicting type",
     with_grandchild,
     add_note_as_number,
     {CIM_CLASS_HAS_CHILDREN, CIM_UPDATE_TYPE_MISMATCH, CIM_UPDATE_TYPE_MISMATCH}},
    {"child cannot override",
     child_has_description,
     describe_for_ever,
     {CIM_CLASS_HAS_CHILDREN, CIM_UPDATE_OVERRIDE_NOT_ALLOWED, CIM_OK}},
    {"conflicting method",
     child_has_method,
     set_own_method,
     {CIM_CLASS_HAS_CHILDREN, CIM_UPDATE_PROPAGATED_METHOD, CIM_UPDATE_PROPAGATED_METHOD}},
    {"own instances",
     with_instance,
     add_color,
     {CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES, CIM_OK}},
    {"own instances: type",
     with_instance,
     change_type,
     {CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES, CIM_OK}},
    {"own instances: key",
     with_instance,
     second_key,
     {CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES, CIM_OK}},
    {"own instances, subclasses",
     with_child_and_instance,
     add_color,
     {CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_INSTANCES, CIM_OK}},
    {"instances of a subclass",
     with_instance_of_child,
     add_color,
     {CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES}},
    {"instances further below",
     with_instance_of_grandchild,
     add_color,
     {CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES}},
    {"keys that subclasses use",
     with_child,
     second_key,
     {CIM_CLASS_HAS_CHILDREN, CIM_CANNOT_CHANGE_KEY_INHERITANCE,
      CIM_CANNOT_CHANGE_KEY_INHERITANCE}},
    {"indexes that subclasses use",
     indexed_with_child,
     not_indexed,
     {CIM_CLASS_HAS_CHILDREN, CIM_CANNOT_CHANGE_INDEX_INHERITANCE,
      CIM_CANNOT_CHANGE_INDEX_INHERITANCE}},
    {"another superclass", other_parent, below_base2, {CIM_OK, CIM_OK, CIM_OK}},
    {"no superclass", other_parent, without_base, {CIM_OK, CIM_OK, CIM_OK}},
    {"another superclass, instances",
     other_parent_with_instance,
     below_base2,
     {CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES, CIM_CLASS_HAS_INSTANCES}},
    {"another superclass, subclasses",
     other_parent_with_child,
     below_base2,
     {CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_CHILDREN, CIM_CLASS_HAS_CHILDREN}},
};

static void check_row(const struct row *row, size_t mode)
{
    static const unsigned modes[] = {COMPATIBLE, SAFE, FORCE};

    row->before();
    struct cim_class *changed = row->change(), *wanted;
    ck_assert_status(cim_class_clone(&wanted, changed), CIM_OK);
    struct cim_class *before = get_class("A");
    enum cim_status status = put_declared(changed, modes[mode]);
    ck_assert_msg(status == row->expected[mode], "%s, mode %u: %s %s", row->name, (unsigned)mode,
                  cim_status_name(status), err.message);
    struct cim_class *after = get_class("A");
    ck_assert_msg(cim_class_equal(after, status ? before : wanted, 0), "%s, mode %u", row->name,
                  (unsigned)mode);
    /* Whatever stayed can be read. */
    enumerate("A", true);
    cim_class_release(wanted);
    cim_class_release(before);
    cim_class_release(after);
}

START_TEST(table)
{
    check_row(&rows[_i / 3], (size_t)_i % 3);
}
END_TEST

/* --- what an update leaves --- */

START_TEST(forced_update_deletes_own_instances)
{
    with_child_and_instance();
    ck_assert_put(put_declared(add_color(), FORCE));
    ck_assert_str_eq(enumerate("A", true), "");
    ck_assert_put(put_named("A", "Name", "x", 0));
    ck_assert_put(put_named("B", "Name", "y", 0));
    ck_assert_str_eq(enumerate("A", true), "A.Name=\"x\" B.Name=\"y\"");
}
END_TEST

START_TEST(children_see_the_change)
{
    with_grandchild();
    ck_assert_put(put_declared(add_color(), SAFE));
    struct cim_class *cls = get_class("C");
    const struct cim_property *color = cim_class_find(cls, TEXT_LITERAL("Color"));
    ck_assert_ptr_nonnull(color);
    ck_assert_str_eq(color->origin, "A");
    ck_assert_uint_eq(cls->property_count, 4);
    cim_class_release(cls);
}
END_TEST

START_TEST(children_see_unimportant_qualifiers)
{
    with_instance_of_grandchild();
    struct cim_class *before = get_class("C");
    ck_assert_put(put_declared(describe(), COMPATIBLE));
    struct cim_class *cls = get_class("C");
    ck_assert_ptr_nonnull(cim_qualifiers_find(&cls->qualifiers, TEXT_LITERAL("Description")));
    ck_assert_uint_eq(cls->version, before->version);
    ck_assert_str_eq(enumerate("A", true), "C.Name=\"x\"");
    cim_class_release(before);
    cim_class_release(cls);
}
END_TEST

START_TEST(forced_update_drops_the_childs_qualifier)
{
    child_has_provider();
    ck_assert_put(put_declared(set_provider(), FORCE));
    struct cim_class *cls = get_class("B");
    const struct cim_qualifier *provider =
        cim_qualifiers_find(&cls->qualifiers, TEXT_LITERAL("provider"));
    ck_assert_ptr_nonnull(provider);
    ck_assert_str_eq(provider->value.scalar.string.data, "Parent");
    ck_assert_uint_ne(provider->flavor & CIM_FLAVOR_PROPAGATED, 0);
    cim_class_release(cls);
}
END_TEST

START_TEST(forced_update_drops_what_cannot_override)
{
    child_has_description();
    ck_assert_put(put_declared(describe_for_ever(), FORCE));
    struct cim_class *cls = get_class("B");
    const struct cim_qualifier *found =
        cim_qualifiers_find(&cls->qualifiers, TEXT_LITERAL("Description"));
    ck_assert_str_eq(found->value.scalar.string.data, "new");
    cim_class_release(cls);
}
END_TEST

/* The stored bytes say the same as the tree in memory. */
START_TEST(update_is_stored)
{
    struct cim_class *cached, *read;

    with_grandchild();
    ck_assert_put(put_declared(add_color(), SAFE));
    cached = get_class("C");
    /* Any change of another process makes the caches read anew; a created namespace does. */
    struct repo_space *root;
    ck_assert_put(repo_space_open(&root, repo, TEXT_LITERAL("root"), &err));
    ck_assert_put(repo_space_create(root, TEXT_LITERAL("other"), &err));
    struct cim_path path;
    cim_path_init(&path);
    cim_path_parse(&path, TEXT_LITERAL("__Namespace.Name=\"other\""), NULL);
    ck_assert_put(repo_delete_instance(root, NULL, &path, &err));
    cim_path_free(&path);
    repo_space_release(root);
    read = get_class("C");
    ck_assert_ptr_ne(cached, read);
    ck_assert(cim_class_equal(cached, read, 0));
    ck_assert_uint_eq(cached->version, read->version);
    ck_assert_uint_eq(cached->id, read->id);
    cim_class_release(cached);
    cim_class_release(read);
}
END_TEST

/* An installer that declares its classes each time costs nothing the second time. */
START_TEST(unchanged_class_is_not_written)
{
    with_child();
    struct cim_class *a = get_class("A"), *b = get_class("B");
    ck_assert_put(put_declared(declare("A", NULL, keyed), COMPATIBLE));
    ck_assert_put(put_declared(declare("B", "A", note), FORCE));
    struct cim_class *a_after = get_class("A"), *b_after = get_class("B");
    ck_assert_ptr_eq(a, a_after);
    ck_assert_ptr_eq(b, b_after);
    cim_class_release(a);
    cim_class_release(b);
    cim_class_release(a_after);
    cim_class_release(b_after);
}
END_TEST

START_TEST(replaced_class_has_its_new_superclass)
{
    other_parent();
    ck_assert_put(put_declared(below_base2(), COMPATIBLE));
    struct cim_class *cls = get_class("A");
    ck_assert_str_eq(cls->superclass, "Base2");
    cim_class_release(cls);
    ck_assert_put(put_named("A", "Name", "x", 0));
    ck_assert_str_eq(enumerate("Base", true), "");
    ck_assert_str_eq(enumerate("Base2", true), "A.Name=\"x\"");
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("Base"), &err));
    ck_assert(has_instance("A.Name=\"x\""));
}
END_TEST

/* An instance that a client spawned before the update. */
START_TEST(old_instances_move_by_name)
{
    plain();
    struct cim_object *object = spawn("A");
    set_text(object, "Name", "x");
    set_int(object, "Size", 5);
    ck_assert_put(put_declared(add_color(), COMPATIBLE));
    ck_assert_put(put(object, 0));
    ck_assert_str_eq(stored_text("A=\"x\"", "Size"), "5");
    ck_assert_str_eq(stored_text("A=\"x\"", "Color"), "NULL");
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("A"), &err));
    plain();
    ck_assert_put(put_declared(remove_size(), COMPATIBLE));
    ck_assert_status(put(object, 0), CIM_INVALID_OBJECT);
    ck_assert_str_eq(err.property, "Size");
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("A"), &err));
    ck_assert_status(put(object, 0), CIM_INVALID_CLASS);
    cim_object_release(object);
}
END_TEST

static enum cim_status update_scenario(void *arg)
{
    return repo_put_class(space, NULL, arg, FORCE, &err);
}

START_TEST(allocations_fail)
{
    with_grandchild();
    ck_assert_put(put_named("A", "Name", "x", 0));
    struct cim_class *changed = add_color(), *before = get_class("A");
    for (unsigned n = 1;; n++)
    {
        mem_fail_nth(n);
        enum cim_status status = update_scenario(changed);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(status == (hit ? CIM_NO_MEMORY : CIM_OK), "allocation %u: %s %s", n,
                      cim_status_name(status), err.message);
        if (!hit)
            break;
        struct cim_class *after = get_class("A");
        ck_assert_msg(cim_class_equal(before, after, 0), "allocation %u", n);
        cim_class_release(after);
        ck_assert_str_eq(enumerate("A", true), "A.Name=\"x\"");
    }
    cim_class_release(before);
    cim_class_release(changed);
    ck_assert_str_eq(enumerate("A", true), "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repository_class_update");
    TCase *tests = tcase_create("updates");

    tcase_add_checked_fixture(tests, fixture_open, fixture_close);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, table, 0, (int)COUNT_OF(rows) * 3);
    tcase_add_test(tests, forced_update_deletes_own_instances);
    tcase_add_test(tests, children_see_the_change);
    tcase_add_test(tests, children_see_unimportant_qualifiers);
    tcase_add_test(tests, forced_update_drops_the_childs_qualifier);
    tcase_add_test(tests, forced_update_drops_what_cannot_override);
    tcase_add_test(tests, update_is_stored);
    tcase_add_test(tests, unchanged_class_is_not_written);
    tcase_add_test(tests, replaced_class_has_its_new_superclass);
    tcase_add_test(tests, old_instances_move_by_name);
    tcase_add_test(tests, allocations_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
