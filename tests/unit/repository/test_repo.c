/* Stores and namespaces: opening, sharing, lingering, creating and deleting, and what each namespace has. */
#include "unit/platform/temp.h"
#include "unit/repository/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/platform.h"
#include "repository/system_classes.h"

static void set_environment(const char *name, const char *value)
{
#ifdef _WIN32
    char pair[100];
    snprintf(pair, sizeof(pair), "%s=%s", name, value);
    ck_assert_int_eq(_putenv(pair), 0);
#else
    ck_assert_int_eq(setenv(name, value, 1), 0);
#endif
}

static struct repo_space *must_open(const char *name)
{
    struct repo_space *opened;

    ck_assert_msg(!repo_space_open(&opened, repo, text_from(name), &err), "%s", err.message);
    return opened;
}

static enum cim_status open_status(const char *name)
{
    struct repo_space *opened;
    enum cim_status status = repo_space_open(&opened, repo, text_from(name), &err);

    repo_space_release(opened);
    return status;
}

START_TEST(standard_namespaces_exist)
{
    static const char *const names[] = {"root", "root\\default", "ROOT/CimV2",
                                        "root\\subscription"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        ck_assert_msg(!open_status(names[i]), "%s: %s", names[i], err.message);
    ck_assert_str_eq(repo_space_name(space), "root\\cimv2");
    ck_assert_status(open_status("root\\nothing"), CIM_INVALID_NAMESPACE);
    ck_assert_ptr_nonnull(strstr(err.message, "root\\nothing"));
    ck_assert_status(open_status("root\\\\1"), CIM_INVALID_NAMESPACE);
    ck_assert_status(open_status(""), CIM_INVALID_NAMESPACE);
}
END_TEST

START_TEST(root_names_its_children)
{
    struct repo_space *cimv2 = space;

    space = must_open("root");
    ck_assert_str_eq(enumerate("__Namespace", true),
                     "__Namespace.Name=\"default\" __Namespace.Name=\"cimv2\" "
                     "__Namespace.Name=\"subscription\"");
    repo_space_release(space);
    space = cimv2;
    ck_assert_str_eq(enumerate("__Namespace", true), "");
}
END_TEST

/* Every row of the tables is there, in every namespace that is to have it. */
START_TEST(system_classes_are_there)
{
    static const char *const names[] = {"root", "root\\default", "root\\cimv2",
                                        "root\\subscription"};
    struct repo_space *cimv2 = space;

    for (size_t n = 0; n < COUNT_OF(names); n++)
    {
        space = must_open(names[n]);
        for (size_t i = 0; i < system_class_count; i++)
        {
            const struct system_class *row = &system_classes[i];
            bool expected =
                !(row->flags & SYSTEM_ROOT) || n == 0 || (n == 1 && (row->flags & SYSTEM_DEFAULT));
            ck_assert_msg(has_class(row->name) == expected, "%s in %s", row->name, names[n]);
            if (!expected)
                continue;
            struct cim_class *cls = get_class(row->name);
            ck_assert_str_eq(cls->name, row->name);
            ck_assert_pstr_eq(cls->superclass, row->superclass);
            ck_assert_msg(cls->is_abstract == !!(row->flags & SYSTEM_ABSTRACT), "%s", row->name);
            ck_assert_msg(cls->is_singleton == !!(row->flags & SYSTEM_SINGLETON), "%s", row->name);
            ck_assert_msg(cls->is_association == !!(row->flags & SYSTEM_ASSOCIATION), "%s",
                          row->name);
            cim_class_release(cls);
        }
        repo_space_release(space);
    }
    space = cimv2;
}
END_TEST

START_TEST(system_properties_are_there)
{
    for (size_t i = 0; i < system_property_count; i++)
    {
        const struct system_property *row = &system_properties[i];
        if (!has_class(row->class_name))
            continue;
        struct cim_class *cls = get_class(row->class_name);
        const struct cim_property *property = cim_class_find(cls, text_from(row->name));
        ck_assert_msg(property != NULL, "%s.%s", row->class_name, row->name);
        ck_assert_int_eq(property->type, row->type);
        ck_assert_int_eq(property->is_array, row->is_array);
        ck_assert_msg(property->is_key == row->is_key, "%s.%s", row->class_name, row->name);
        ck_assert_pstr_eq(property->type_class, row->type_class);
        ck_assert_msg(property->default_value.is_null == !row->value, "%s.%s", row->class_name,
                      row->name);
        cim_class_release(cls);
    }
}
END_TEST

START_TEST(system_methods_are_there)
{
    struct cim_class *cls = get_class("__SystemSecurity");
    const struct cim_method *get_sd = cim_class_find_method(cls, TEXT_LITERAL("GetSD"));
    const struct cim_method *set_sd = cim_class_find_method(cls, TEXT_LITERAL("SetSD"));

    ck_assert_uint_eq(cls->method_count, 7);
    ck_assert_ptr_nonnull(get_sd);
    ck_assert_ptr_null(get_sd->in);
    ck_assert_ptr_nonnull(cim_class_find(get_sd->out, TEXT_LITERAL("SD")));
    ck_assert_ptr_nonnull(cim_class_find(get_sd->out, TEXT_LITERAL("ReturnValue")));
    ck_assert_ptr_nonnull(cim_class_find(set_sd->in, TEXT_LITERAL("SD")));
    cim_class_release(cls);
}
END_TEST

START_TEST(identification_is_in_root_and_default)
{
    struct repo_space *cimv2 = space;
    struct cim_object *object;

    ck_assert_status(get(&object, "__CIMOMIdentification=@"), CIM_INVALID_CLASS);
    space = must_open("root\\default");
    ck_assert_msg(!get(&object, "__CIMOMIdentification=@"), "%s", err.message);
    struct text written = text_from(text_of(object, "SetupDateTime"));
    ck_assert_uint_eq(written.size, 25);
    ck_assert_msg(atoi(written.data) > 2000, "%s", written.data);
    cim_object_release(object);
    repo_space_release(space);
    space = cimv2;
}
END_TEST

START_TEST(system_instances_stay)
{
    static const char *const paths[] = {"__SystemSecurity=@", "__thisNAMESPACE=@"};

    for (size_t i = 0; i < COUNT_OF(paths); i++)
    {
        struct cim_path path;
        struct cim_object *object;
        cim_path_init(&path);
        ck_assert_msg(!get(&object, paths[i]), "%s: %s", paths[i], err.message);
        ck_assert_status(put(object, 0), CIM_INVALID_OPERATION);
        cim_object_release(object);
        cim_path_parse(&path, text_from(paths[i]), NULL);
        ck_assert_status(repo_delete_instance(space, NULL, &path, &err), CIM_INVALID_OPERATION);
        cim_path_free(&path);
    }
}
END_TEST

/* --- creating and deleting namespaces --- */

static enum cim_status delete_path(struct repo_space *from, const char *text)
{
    struct cim_path path;

    cim_path_init(&path);
    ck_assert_msg(!cim_path_parse(&path, text_from(text), &err), "%s", err.message);
    enum cim_status status = repo_delete_instance(from, NULL, &path, &err);
    cim_path_free(&path);
    return status;
}

START_TEST(namespace_is_created_and_deleted)
{
    static const struct declared properties[] = {
        {"*Name", CIM_TYPE_STRING}, {"Size", CIM_TYPE_UINT32}, {NULL, 0}};
    struct repo_space *cimv2 = space, *deeper;

    ck_assert_put(repo_space_create(space, TEXT_LITERAL("Mine"), &err));
    ck_assert_status(repo_space_create(space, TEXT_LITERAL("MINE"), &err), CIM_ALREADY_EXISTS);
    ck_assert_str_eq(enumerate("__Namespace", true), "__Namespace.Name=\"Mine\"");
    space = must_open("root\\cimv2\\mine");
    ck_assert_str_eq(repo_space_name(space), "root\\cimv2\\Mine");
    ck_assert(has_class("__EventFilter"));
    store_class("A", NULL, properties);
    ck_assert_put(put_named("A", "Name", "x", 0));
    ck_assert_put(put_named("__Namespace", "Name", "Deeper", 0));
    deeper = must_open("root\\cimv2\\mine\\deeper");

    ck_assert_put(delete_path(cimv2, "__Namespace.Name=\"mine\""));
    struct cim_object *object;
    ck_assert_status(get(&object, "A.Name=\"x\""), CIM_INVALID_NAMESPACE);
    struct cim_class *cls;
    ck_assert_status(repo_get_class(&cls, deeper, TEXT_LITERAL("__Namespace"), &err),
                     CIM_INVALID_NAMESPACE);
    ck_assert_status(open_status("root\\cimv2\\mine\\deeper"), CIM_INVALID_NAMESPACE);

    /* The name again is another namespace, and the old handle reaches it. */
    ck_assert_put(repo_space_create(cimv2, TEXT_LITERAL("mine"), &err));
    ck_assert(has_class("__EventFilter"));
    ck_assert(!has_class("A"));
    repo_space_release(deeper);
    repo_space_release(space);
    space = cimv2;
    ck_assert_status(delete_path(space, "__Namespace.Name=\"none\""), CIM_NOT_FOUND);
}
END_TEST

START_TEST(namespaces_like_each_other_stay)
{
    ck_assert_put(repo_space_create(space, TEXT_LITERAL("ab"), &err));
    ck_assert_put(repo_space_create(space, TEXT_LITERAL("abc"), &err));
    ck_assert_put(repo_space_create(space, TEXT_LITERAL("a"), &err));
    ck_assert_put(delete_path(space, "__Namespace.Name=\"ab\""));
    ck_assert_status(open_status("root\\cimv2\\ab"), CIM_INVALID_NAMESPACE);
    ck_assert_status(open_status("root\\cimv2\\abc"), CIM_OK);
    ck_assert_status(open_status("root\\cimv2\\a"), CIM_OK);
}
END_TEST

START_TEST(illegal_namespaces_are_refused)
{
    static const char *const names[] = {"", "1a", "a b", "a\\b", "_a", "a_", "__a", "a/b", "a\"b"};

    for (size_t i = 0; i < COUNT_OF(names); i++)
    {
        enum cim_status status = repo_space_create(space, text_from(names[i]), &err);
        ck_assert_msg(status == CIM_INVALID_PARAMETER, "\"%s\": %s", names[i],
                      cim_status_name(status));
    }
    ck_assert_str_eq(enumerate("__Namespace", true), "");
}
END_TEST

START_TEST(standard_namespaces_stay)
{
    struct repo_space *root = must_open("root");

    ck_assert_status(delete_path(root, "__Namespace.Name=\"cimv2\""), CIM_INVALID_OPERATION);
    ck_assert_status(open_status("root\\cimv2"), CIM_OK);
    ck_assert(has_class("__EventFilter"));
    repo_space_release(root);
}
END_TEST

START_TEST(deep_namespaces_end)
{
    struct repo_space *at = repo_space_ref(space);
    enum cim_status status = CIM_OK;
    unsigned count = 0;

    for (; !status && count < 80; count++)
    {
        struct repo_space *next;
        char name[1000];
        status = repo_space_create(at, TEXT_LITERAL("n"), &err);
        if (status)
            break;
        strcpy(name, repo_space_name(at));
        strcat(name, "\\n");
        next = must_open(name);
        repo_space_release(at);
        at = next;
    }
    ck_assert_status(status, CIM_QUOTA_VIOLATION);
    ck_assert_uint_eq(count, 62);
    repo_space_release(at);
}
END_TEST

/* A subclass of __Namespace makes namespaces, too. */
START_TEST(subclass_of_namespace_counts)
{
    store_class("My_Space", "__Namespace", NULL);
    ck_assert_put(put_named("My_Space", "Name", "special", 0));
    ck_assert_status(open_status("root\\cimv2\\special"), CIM_OK);
    ck_assert_put(repo_delete_class(space, NULL, TEXT_LITERAL("My_Space"), &err));
    ck_assert_status(open_status("root\\cimv2\\special"), CIM_INVALID_NAMESPACE);
}
END_TEST

START_TEST(namespace_lives_and_dies_in_a_batch)
{
    struct repo_batch *batch;
    struct cim_object *object = spawn("__Namespace");

    set_text(object, "Name", "brief");
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(repo_put_instance(space, batch, object, 0, NULL, NULL, &err));
    repo_batch_abandon(batch);
    ck_assert_status(open_status("root\\cimv2\\brief"), CIM_INVALID_NAMESPACE);
    ck_assert_put(repo_batch_begin(&batch, repo, &err));
    ck_assert_put(repo_put_instance(space, batch, object, 0, NULL, NULL, &err));
    ck_assert_put(repo_batch_commit(batch, &err));
    ck_assert_status(open_status("root\\cimv2\\brief"), CIM_OK);
    cim_object_release(object);
}
END_TEST

/* --- stores --- */

START_TEST(one_repo_for_a_file)
{
    struct repo *a, *b;
    size_t live = mem_live();

    temp_folder();
    const char *path = temp_file("s.db");
    ck_assert_put(repo_open(&a, path, &err));
    ck_assert_put(repo_open(&b, path, &err));
    ck_assert_ptr_eq(a, b);
    ck_assert_ptr_nonnull(strstr(repo_path(a), "s.db"));
    ck_assert(!repo_is_read_only(a));
    repo_release(a);
    repo_release(b);
    repo_shutdown();
    ck_assert_uint_eq(mem_live(), live);
    temp_remove();
}
END_TEST

START_TEST(store_keeps_what_was_put)
{
    static const struct declared properties[] = {{"*Name", CIM_TYPE_STRING}, {NULL, 0}};
    struct repo *file;
    struct repo_space *memory = space;

    temp_folder();
    const char *path = temp_file("s.db");
    for (int round = 0; round < 2; round++)
    {
        ck_assert_put(repo_open(&file, path, &err));
        ck_assert_put(repo_space_open(&space, file, TEXT_LITERAL("root\\default"), &err));
        if (round == 0)
        {
            store_class("A", NULL, properties);
            ck_assert_put(put_named("A", "Name", "x", 0));
        }
        ck_assert(has_instance("A=\"x\""));
        repo_space_release(space);
        repo_release(file);
        repo_shutdown();
    }
    space = memory;
    temp_remove();
}
END_TEST

START_TEST(store_lingers)
{
    struct repo *first, *second;

    temp_folder();
    const char *path = temp_file("s.db");
    ck_assert_put(repo_open(&first, path, &err));
    repo_release(first);
    uint64_t start = plat_time_ms();
    for (int i = 0; i < 100; i++)
    {
        ck_assert_put(repo_open(&second, path, &err));
        ck_assert_ptr_eq(first, second);
        repo_release(second);
    }
    ck_assert_msg(plat_time_ms() - start < 500, "%u ms", (unsigned)(plat_time_ms() - start));
    repo_shutdown();
    temp_remove();
}
END_TEST

START_TEST(lingering_store_is_closed)
{
    size_t live = mem_live();
    struct repo *file;

    temp_folder();
    ck_assert_put(repo_open(&file, temp_file("s.db"), &err));
    ck_assert_uint_gt(mem_live(), live);
    repo_release(file);
    for (int i = 0; i < 100 && temp_exists(temp_file("s.db-wal")); i++)
        plat_sleep_ms(100);
    ck_assert(!temp_exists(temp_file("s.db-wal")));
    repo_shutdown();
    ck_assert_uint_eq(mem_live(), live);
    temp_remove();
}
END_TEST

START_TEST(text_file_is_no_store)
{
    static const char text[] = "This is a text and will stay one.\n";
    struct repo *file;
    size_t size;

    temp_folder();
    const char *path = temp_file("letter.txt");
    temp_write(path, text, sizeof(text) - 1);
    ck_assert_status(repo_open(&file, path, &err), CIM_DATABASE_CORRUPT);
    ck_assert_ptr_null(file);
    unsigned char *after = temp_read(path, &size);
    ck_assert_uint_eq(size, sizeof(text) - 1);
    ck_assert_mem_eq(after, text, size);
    free(after);
    temp_remove();
}
END_TEST

START_TEST(memory_store_outlives_its_references)
{
    static const struct declared properties[] = {{"*Name", CIM_TYPE_STRING}, {NULL, 0}};

    store_class("A", NULL, properties);
    repo_space_release(space);
    repo_release(repo);
    ck_assert_put(repo_open(&repo, ":memory:", &err));
    ck_assert_put(repo_space_open(&space, repo, TEXT_LITERAL("root\\cimv2"), &err));
    ck_assert(has_class("A"));
}
END_TEST

START_TEST(environment_chooses_the_store)
{
    struct repo *opened;

    set_environment("SWBEM_STORE", ":memory:");
    ck_assert_put(repo_open(&opened, NULL, &err));
    ck_assert_ptr_eq(opened, repo);
    repo_release(opened);
}
END_TEST

/* What fails while a store is closed costs nothing, so only the opening is looked at. */
START_TEST(allocations_fail_while_opening)
{
    size_t live = mem_live();
    bool hit = true;

    for (unsigned n = 1; hit; n++)
    {
        struct repo *opened;
        mem_fail_nth(n);
        enum cim_status status = repo_open(&opened, ":memory:", &err);
        hit = mem_fail_hit();
        mem_fail_nth(0);
        ck_assert_msg(status == (hit ? CIM_NO_MEMORY : CIM_OK), "allocation %u: %s", n,
                      cim_status_name(status));
        repo_release(opened);
        repo_shutdown();
        ck_assert_msg(mem_live() == live, "allocation %u", n);
    }
}
END_TEST

static enum cim_status create_scenario(void *arg)
{
    struct repo_space *opened = NULL;
    struct cim_path path;

    (void)arg;
    enum cim_status status = repo_space_create(space, TEXT_LITERAL("brief"), &err);
    if (!status)
        status = repo_space_open(&opened, repo, TEXT_LITERAL("root\\cimv2\\brief"), &err);
    repo_space_release(opened);
    cim_path_init(&path);
    if (!status)
        status = cim_path_parse(&path, TEXT_LITERAL("__Namespace.Name=\"brief\""), &err);
    if (!status)
        status = repo_delete_instance(space, NULL, &path, &err);
    cim_path_free(&path);
    return status;
}

START_TEST(allocations_fail_while_creating)
{
    for (unsigned n = 1;; n++)
    {
        mem_fail_nth(n);
        enum cim_status status = create_scenario(NULL);
        bool hit = mem_fail_hit();
        mem_fail_nth(0);
        if (!hit)
        {
            ck_assert_msg(status == CIM_OK, "%s", err.message);
            break;
        }
        ck_assert_msg(status == CIM_NO_MEMORY, "%u: %s %s", n, cim_status_name(status),
                      err.message);
        delete_path(space, "__Namespace.Name=\"brief\"");
        ck_assert_str_eq(enumerate("__Namespace", true), "");
    }
}
END_TEST

static Suite *suite_make(void)
{
    Suite *suite = suite_create("repository_repo");
    TCase *spaces = tcase_create("namespaces");
    TCase *stores = tcase_create("stores");
    TCase *faults = tcase_create("faults");

    tcase_set_timeout(spaces, 100);
    tcase_add_checked_fixture(spaces, fixture_open, fixture_close);
    tcase_add_test(spaces, standard_namespaces_exist);
    tcase_add_test(spaces, root_names_its_children);
    tcase_add_test(spaces, system_classes_are_there);
    tcase_add_test(spaces, system_properties_are_there);
    tcase_add_test(spaces, system_methods_are_there);
    tcase_add_test(spaces, identification_is_in_root_and_default);
    tcase_add_test(spaces, system_instances_stay);
    tcase_add_test(spaces, namespace_is_created_and_deleted);
    tcase_add_test(spaces, namespaces_like_each_other_stay);
    tcase_add_test(spaces, illegal_namespaces_are_refused);
    tcase_add_test(spaces, standard_namespaces_stay);
    tcase_add_test(spaces, deep_namespaces_end);
    tcase_add_test(spaces, subclass_of_namespace_counts);
    tcase_add_test(spaces, namespace_lives_and_dies_in_a_batch);
    tcase_add_test(spaces, memory_store_outlives_its_references);
    tcase_add_test(spaces, environment_chooses_the_store);
    tcase_add_test(spaces, allocations_fail_while_creating);
    suite_add_tcase(suite, spaces);
    tcase_set_timeout(stores, 30);
    tcase_add_test(stores, one_repo_for_a_file);
    tcase_add_test(stores, store_keeps_what_was_put);
    tcase_add_test(stores, store_lingers);
    tcase_add_test(stores, lingering_store_is_closed);
    tcase_add_test(stores, text_file_is_no_store);
    suite_add_tcase(suite, stores);
    tcase_set_timeout(faults, 100);
    tcase_add_test(faults, allocations_fail_while_opening);
    suite_add_tcase(suite, faults);
    return suite;
}

int main(void)
{
    return run_suite(suite_make());
}
