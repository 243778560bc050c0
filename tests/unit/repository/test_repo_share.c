/* Two processes on one store: each sees what the other has changed, classes that it had decoded included, and a
 * cursor goes on when its connection was handed over. */
#include "unit/platform/child.h"
#include "unit/platform/temp.h"
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <string.h>

static const struct declared thing[] = {{"*Name", CIM_TYPE_STRING}, {"Size", CIM_TYPE_UINT32}, {0}};

/* --- the child: says a line when it is done, waits for a line to go on --- */

static struct cim_class *child_class(const char *name, struct repo_space *opened)
{
    struct cim_class *parent, *cls;
    struct cim_error error;

    if (repo_get_class(&parent, opened, TEXT_LITERAL("Thing"), &error))
        return NULL;
    bool is_derived = !cim_class_derive(&cls, parent, &error) &&
                      !cim_class_set_name(cls, text_from(name), &error) &&
                      !repo_put_class(opened, NULL, cls, 0, &error);
    cim_class_release(parent);
    if (!is_derived)
        return NULL;
    cim_class_release(cls);
    return repo_get_class(&cls, opened, text_from(name), &error) ? NULL : cls;
}

static bool child_put(struct cim_class *cls, struct repo_space *opened)
{
    struct cim_object *object;
    struct cim_value name = value_text("from the child");
    struct cim_error error;

    if (!cls || cim_object_spawn(&object, cls))
        return false;
    bool is_put = !cim_object_put(object, TEXT_LITERAL("Name"), &name, &error) &&
                  !repo_put_instance(opened, NULL, object, 0, NULL, NULL, &error);
    cim_object_release(object);
    return is_put;
}

static int change_store(int argc, char **argv)
{
    struct repo *opened;
    struct repo_space *root;
    struct cim_error error;
    char line[20];

    if (argc < 1 || repo_open(&opened, argv[0], &error))
        return 2;
    if (repo_space_open(&root, opened, TEXT_LITERAL("root\\cimv2"), &error))
        return 3;
    struct cim_class *cls = child_class("Mine", root);
    bool is_good =
        child_put(cls, root) && !repo_space_create(root, TEXT_LITERAL("fromchild"), &error);
    child_report(is_good ? "changed" : "failed");
    child_hear(line, sizeof(line));
    is_good = !repo_delete_class(root, NULL, TEXT_LITERAL("Mine"), &error);
    child_report(is_good ? "deleted" : "failed");
    child_hear(line, sizeof(line));
    cim_class_release(cls);
    repo_space_release(root);
    repo_release(opened);
    repo_shutdown();
    return 0;
}

/* --- the parent --- */

START_TEST(changes_of_another_process_are_seen)
{
    struct repo_cursor *cursor;
    struct cim_object *object;
    struct repo_space *made;
    const char *arguments[] = {NULL, NULL};
    char name[20];

    temp_folder();
    arguments[0] = temp_file("s.db");
    ck_assert_put(repo_open(&repo, arguments[0], &err));
    ck_assert_put(repo_space_open(&space, repo, TEXT_LITERAL("root\\cimv2"), &err));
    store_class("Thing", NULL, thing);
    for (int i = 0; i < 9; i++)
    {
        snprintf(name, sizeof(name), "%d", i);
        ck_assert_put(put_named("Thing", "Name", name, 0));
    }
    ck_assert_put(repo_enum_instances(&cursor, space, TEXT_LITERAL("Thing"), true, NULL, &err));
    ck_assert_put(repo_cursor_next(&object, cursor, &err));
    cim_object_release(object);

    struct child *child = child_start("change", arguments);
    child_expect(child, "changed");
    ck_assert(has_class("Mine"));
    ck_assert(has_instance("Thing=\"from the child\""));
    ck_assert_put(repo_space_open(&made, repo, TEXT_LITERAL("root\\cimv2\\fromchild"), &err));
    repo_space_release(made);
    for (int i = 1; i < 9; i++)
    {
        ck_assert_put(repo_cursor_next(&object, cursor, &err));
        snprintf(name, sizeof(name), "%d", i);
        ck_assert_str_eq(text_of(object, "Name"), name);
        cim_object_release(object);
    }
    repo_cursor_close(cursor);
    child_say(child, "go on");
    child_expect(child, "deleted");
    ck_assert(!has_class("Mine"));
    ck_assert(!has_instance("Thing=\"from the child\""));
    ck_assert_put(put_named("Thing", "Name", "last", 0));
    child_say(child, "end");
    ck_assert_int_eq(child_wait(child), 0);
    repo_space_release(space);
    repo_release(repo);
    repo_shutdown();
    temp_remove();
}
END_TEST

/* Two processes that create a store at the same time make one. */
static int create_store(int argc, char **argv)
{
    struct repo *opened;
    struct repo_space *root;
    struct cim_error error;

    if (argc < 1 || repo_open(&opened, argv[0], &error))
        return 2;
    if (repo_space_open(&root, opened, TEXT_LITERAL("root\\subscription"), &error))
        return 3;
    child_report("open");
    repo_space_release(root);
    repo_release(opened);
    repo_shutdown();
    return 0;
}

START_TEST(two_processes_create_one_store)
{
    const char *arguments[] = {NULL, NULL};
    struct child *children[3];

    temp_folder();
    arguments[0] = temp_file("s.db");
    for (size_t i = 0; i < COUNT_OF(children); i++)
        children[i] = child_start("create", arguments);
    for (size_t i = 0; i < COUNT_OF(children); i++)
    {
        child_expect(children[i], "open");
        ck_assert_int_eq(child_wait(children[i]), 0);
    }
    ck_assert_put(repo_open(&repo, arguments[0], &err));
    ck_assert_put(repo_space_open(&space, repo, TEXT_LITERAL("root"), &err));
    ck_assert_str_eq(enumerate("__Namespace", true),
                     "__Namespace.Name=\"default\" __Namespace.Name=\"cimv2\" "
                     "__Namespace.Name=\"subscription\"");
    repo_space_release(space);
    repo_release(repo);
    repo_shutdown();
    temp_remove();
}
END_TEST

static const struct child_role roles[] = {{"change", change_store}, {"create", create_store}};

int main(int argc, char **argv)
{
    int exit_code;

    if (child_main(argc, argv, roles, COUNT_OF(roles), &exit_code))
        return exit_code;
    Suite *suite = suite_create("repository_repo_share");
    TCase *tests = tcase_create("processes");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, changes_of_another_process_are_seen);
    tcase_add_test(tests, two_processes_create_one_store);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
