/* Object paths: the grammar of behaviour.md 13.1, canonical printing, comparing, key bytes. */
#include <string.h>

#include "cim/class.h"
#include "cim/key.h"
#include "cim/object.h"
#include "cim/path.h"
#include "fault.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct
{
    const char *text;
    const char *printed; /* NULL: illegal */
} paths[] = {
    {"Win32_Process", "Win32_Process"},
    {"__SystemClass", "__SystemClass"},
    {"A=@", "A=@"},
    {"A=\"x\"", "A=\"x\""},
    {"A='x'", "A=\"x\""},
    {"A=5", "A=5"},
    {"A=-5", "A=-5"},
    {"A=0x1F", "A=31"},
    {"A=0XfF", "A=255"},
    {"A=18446744073709551615", "A=18446744073709551615"},
    {"A=-9223372036854775808", "A=-9223372036854775808"},
    {"A=true", "A=TRUE"},
    {"A=False", "A=FALSE"},
    {"A.B=\"x\"", "A.B=\"x\""},
    {"A.Name=\"x\",creation=1", "A.creation=1,Name=\"x\""},
    {"A.c=1,B=2,a=3", "A.a=3,B=2,c=1"},
    {"A.B=\"say \\\"x\\\"\"", "A.B=\"say \\\"x\\\"\""},
    {"A.B='say \"x\"'", "A.B=\"say \\\"x\\\"\""},
    {"A.B=\"it\\'s\"", "A.B=\"it's\""},
    {"A.B=\"c:\\\\boot.ini\"", "A.B=\"c:\\\\boot.ini\""},
    {"A.B=\"c:\\boot.ini\"", "A.B=\"c:\\\\boot.ini\""},
    {"A.B=\"\"", "A.B=\"\""},
    {"A.B=\" a,b.c=d:e \"", "A.B=\" a,b.c=d:e \""},
    {"A.B=\"50%20\"", "A.B=\"50%20\""},
    {"A.B=\"\\\\\\\\s\\\\root:C.D=\\\"x\\\"\"", "A.B=\"\\\\\\\\s\\\\root:C.D=\\\"x\\\"\""},
    {"A.B=ref\"C.D=1\"", "A.B=\"C.D=1\""},
    {"root:A", "root:A"},
    {"root\\cimv2:A", "root\\cimv2:A"},
    {"root/cimv2:A", "root\\cimv2:A"},
    {"/root/cimv2:A", "root\\cimv2:A"},
    {"Root\\CIMV2", "Root\\CIMV2"},
    {"\\\\.\\root:A", "\\\\.\\root:A"},
    {"//./root/cimv2", "\\\\.\\root\\cimv2"},
    {"\\/./root", "\\\\.\\root"},
    {"\\\\SERVER", "\\\\SERVER"},
    {"\\\\my-host.example.org\\root\\a\\b\\c:A.B=1",
     "\\\\my-host.example.org\\root\\a\\b\\c:A.B=1"},
    {"\\\\S:A", "\\\\S:A"},
    {":A", "A"},
    {"A%5FB.C%5F=1", "A_B.C_=1"},
    {"\xC3\x84rger.\xC3\xB6=\"\xC3\xBC\"", "\xC3\x84rger.\xC3\xB6=\"\xC3\xBC\""},

    {"", NULL},
    {" A", NULL},
    {"A ", NULL},
    {"A .B=1", NULL},
    {"A.B =1", NULL},
    {"A.B= 1", NULL},
    {"A.B=1, C=2", NULL},
    {"A.B=1\n", NULL},
    {"A%20", NULL},
    {"A%3DB", NULL},
    {"A%", NULL},
    {"A%4", NULL},
    {"A.", NULL},
    {"A.B", NULL},
    {"A.B=", NULL},
    {"A.=1", NULL},
    {"A.B=1,", NULL},
    {"A.B=1,B=2", NULL},
    {"A.B=1,b=2", NULL},
    {"A.B=1 C=2", NULL},
    {"A.B=1.5", NULL},
    {"A.B=+5", NULL},
    {"A.B=x", NULL},
    {"A.B=NULL", NULL},
    {"A.B=0x", NULL},
    {"A.B=-0x5", NULL},
    {"A.B=-", NULL},
    {"A.B=5x", NULL},
    {"A.B=18446744073709551616", NULL},
    {"A.B=-9223372036854775809", NULL},
    {"A.B=\"x", NULL},
    {"A.B=\"x\\\"", NULL},
    {"A.B='x\"", NULL},
    {"A.B=\"x\"y", NULL},
    {"A.B=ref", NULL},
    {"A=", NULL},
    {"A=@x", NULL},
    {"A=@,B=1", NULL},
    {"A=1,B=2", NULL},
    {"=1", NULL},
    {".B=1", NULL},
    {"1A", NULL},
    {"A-B", NULL},
    {"A;B", NULL},
    {"\"A\"", NULL},
    {"root\\", NULL},
    {"root\\:A", NULL},
    {"root\\\\cimv2:A", NULL},
    {"root\\cimv2:", NULL},
    {"root\\cimv2:A:B", NULL},
    {"root\\cimv2.B=1", NULL},
    {"root\\_x:A", NULL},
    {"root\\1x:A", NULL},
    {"root\\a b:A", NULL},
    {"\\\\", NULL},
    {"\\\\\\root", NULL},
    {"\\\\a b\\root", NULL},
    {"\\\\.\\", NULL},
    {"\\\\\"x\"\\root", NULL},
    {":", NULL},
};

static void check_print(const char *text, const struct cim_path *path, const char *expected)
{
    struct buffer printed;
    buffer_init(&printed, 0);
    cim_path_print(&printed, path);
    ck_assert_msg(text_equal(buffer_text(&printed), text_from(expected)), "%s: %s", text,
                  printed.data ? (char *)printed.data : "");
    buffer_free(&printed);
}

START_TEST(parse_and_print)
{
    for (size_t i = 0; i < COUNT_OF(paths); i++)
    {
        struct cim_path path, again;
        struct cim_error err = {0};
        const char *text = paths[i].text;
        enum cim_status status = cim_path_parse(&path, text_from(text), &err);
        if (!paths[i].printed)
        {
            ck_assert_msg(status == CIM_INVALID_OBJECT_PATH, "%s: %s", text,
                          cim_status_name(status));
            ck_assert_msg(err.column >= 1 && err.column <= strlen(text) + 1, "%s: column %u", text,
                          err.column);
            ck_assert_msg(err.message[0], "%s: no message", text);
            continue;
        }
        ck_assert_msg(status == CIM_OK, "%s: %s", text, err.message);
        check_print(text, &path, paths[i].printed);
        /* What is printed means the same. */
        ck_assert_msg(cim_path_parse(&again, text_from(paths[i].printed), NULL) == CIM_OK, "%s",
                      text);
        check_print(text, &again, paths[i].printed);
        cim_path_free(&path);
        cim_path_free(&again);
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

static const struct
{
    const char *text;
    const char *server, *space, *class_name;
    bool legal;
} namespaces[] = {
    {"root", NULL, "root", NULL, true},
    {"Root/CimV2", NULL, "Root\\CimV2", NULL, true},
    {"\\root", NULL, "root", NULL, true},
    {"\\\\.\\root", ".", "root", NULL, true},
    {"//host/root/default:A", "host", "root\\default", "A", true},
    {"A=@", NULL, NULL, "A", true},
    {"A.B=1", NULL, NULL, "A", true},
    {"", NULL, NULL, NULL, false},
    {"root cimv2", NULL, NULL, NULL, false},
};

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

START_TEST(parse_namespace)
{
    for (size_t i = 0; i < COUNT_OF(namespaces); i++)
    {
        struct cim_path path;
        const char *text = namespaces[i].text;
        enum cim_status status = cim_path_parse_namespace(&path, text_from(text), NULL);
        ck_assert_msg((status == CIM_OK) == namespaces[i].legal, "%s: %s", text,
                      cim_status_name(status));
        if (status)
            continue;
        ck_assert_msg(same(path.server, namespaces[i].server), "%s: %s", text, path.server);
        ck_assert_msg(same(path.space, namespaces[i].space), "%s: %s", text, path.space);
        ck_assert_msg(same(path.class_name, namespaces[i].class_name), "%s: %s", text,
                      path.class_name);
        cim_path_free(&path);
    }
}
END_TEST

START_TEST(normalise_namespace)
{
    static const char *const bad[] = {"",       "\\\\.\\root", "root:A", "A.B=1",
                                      "root\\", "ro ot",       "root\\_"};
    struct buffer out;
    struct cim_error err;
    buffer_init(&out, 0);
    ck_assert_int_eq(cim_namespace_normalise(&out, text_from("/ROOT/Cimv2\\ms_409"), NULL), CIM_OK);
    ck_assert_str_eq((char *)out.data, "ROOT\\Cimv2\\ms_409");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
    {
        enum cim_status status = cim_namespace_normalise(&out, text_from(bad[i]), &err);
        ck_assert_msg(status == CIM_INVALID_NAMESPACE, "%s: %s", bad[i], cim_status_name(status));
    }
    buffer_free(&out);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

static const struct
{
    const char *a, *b;
    bool equal;
} equals[] = {
    {"A.B=\"x\",C=1", "a.c=1,b=\"X\"", true},
    {"\\\\S\\root:A", "\\\\s\\ROOT:a", true},
    {"A=@", "A=@", true},
    {"A=@", "A", false},
    {"A.B=1", "A.B=2", false},
    {"A.B=1", "A.B=\"1\"", false},
    {"A.B=1", "A=1", false},
    {"A.B=1", "A.B=1,C=1", false},
    {"A.B=1,C=1", "A.B=1,D=1", false},
    {"root:A", "A", false},
    {"\\\\s\\root:A", "root:A", false},
    {"root", "A", false},
};

START_TEST(equality)
{
    for (size_t i = 0; i < COUNT_OF(equals); i++)
    {
        struct cim_path a, b;
        ck_assert_int_eq(cim_path_parse(&a, text_from(equals[i].a), NULL), CIM_OK);
        ck_assert_int_eq(cim_path_parse_namespace(&b, text_from(equals[i].b), NULL), CIM_OK);
        if (i + 1 < COUNT_OF(equals))
        {
            cim_path_free(&b);
            ck_assert_int_eq(cim_path_parse(&b, text_from(equals[i].b), NULL), CIM_OK);
        }
        ck_assert_msg(cim_path_equal(&a, &b) == equals[i].equal, "%s, %s", equals[i].a,
                      equals[i].b);
        ck_assert_msg(cim_path_equal(&b, &a) == equals[i].equal, "%s, %s", equals[i].b,
                      equals[i].a);
        cim_path_free(&a);
        cim_path_free(&b);
    }
}
END_TEST

START_TEST(edit_keys)
{
    struct cim_path path;
    struct cim_value value;
    ck_assert_int_eq(cim_path_parse(&path, text_from("A=@"), NULL), CIM_OK);
    ck_assert(cim_path_is_instance(&path));
    cim_value_set_uint(&value, CIM_TYPE_UINT8, 7);
    ck_assert_int_eq(cim_path_set_key(&path, text_from("Id"), &value), CIM_OK);
    check_print("set", &path, "A.Id=7");
    struct cim_value text = {.type = CIM_TYPE_DATETIME, .scalar.string = TEXT_LITERAL("x\"\\")};
    ck_assert_int_eq(cim_path_set_key(&path, text_from("Day"), &text), CIM_OK);
    ck_assert_int_eq(cim_path_set_key(&path, text_from("ID"), &text), CIM_OK);
    check_print("replace", &path, "A.Day=\"x\\\"\\\\\",Id=\"x\\\"\\\\\"");
    ck_assert_int_eq(cim_path_set_key(&path, text_from("a b"), &value), CIM_INVALID_OBJECT_PATH);
    cim_value_init_null(&text, CIM_TYPE_STRING, false);
    ck_assert_int_eq(cim_path_set_key(&path, text_from("N"), &text), CIM_TYPE_MISMATCH);
    ck_assert(!cim_path_remove_key(&path, text_from("N")));
    ck_assert(cim_path_remove_key(&path, text_from("DAY")));
    ck_assert(cim_path_remove_key(&path, text_from("id")));
    ck_assert(!cim_path_is_instance(&path));
    ck_assert_int_eq(cim_path_set_key(&path, text_from(""), &value), CIM_OK);
    check_print("unnamed", &path, "A=7");
    cim_path_free(&path);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(copies_can_grow)
{
    struct cim_path path, copy;
    struct cim_value value;
    cim_value_set_uint(&value, CIM_TYPE_BOOLEAN, 1);
    ck_assert_int_eq(cim_path_parse(&path, text_from("\\\\s\\root:A.B=1,C=2,D=\"x\""), NULL),
                     CIM_OK);
    ck_assert_int_eq(cim_path_copy(&copy, &path), CIM_OK);
    ck_assert(cim_path_equal(&path, &copy));
    ck_assert_int_eq(cim_path_set_key(&copy, text_from("E"), &value), CIM_OK);
    ck_assert_int_eq(cim_path_set_key(&copy, text_from("F"), &value), CIM_OK);
    check_print("copy", &copy, "\\\\s\\root:A.B=1,C=2,D=\"x\",E=TRUE,F=TRUE");
    ck_assert(!cim_path_equal(&path, &copy));
    cim_path_free(&path);
    cim_path_free(&copy);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- hostile texts ------------------------------------------------------------------------------ */

static enum cim_status parse_bytes(const char *data, size_t size)
{
    struct cim_path path;
    struct text exact = {mem_dup(data, size), size};
    enum cim_status status = cim_path_parse(&path, exact, NULL);
    if (!status)
        cim_path_free(&path);
    mem_free((char *)exact.data);
    return status;
}

START_TEST(embedded_zeros)
{
    struct cim_path path;
    ck_assert_int_eq(parse_bytes("A\0", 2), CIM_INVALID_OBJECT_PATH);
    ck_assert_int_eq(parse_bytes("ro\0ot:A", 7), CIM_INVALID_OBJECT_PATH);
    ck_assert_int_eq(parse_bytes("\\\\s\0\\root", 8), CIM_INVALID_OBJECT_PATH);
    ck_assert_int_eq(parse_bytes("A.B%00=1", 8), CIM_INVALID_OBJECT_PATH);
    ck_assert_int_eq(cim_path_parse(&path, TEXT_LITERAL("A.B=\"x\0y\""), NULL), CIM_OK);
    ck_assert_uint_eq(path.keys[0].value.scalar.string.size, 3);
    cim_path_free(&path);
}
END_TEST

START_TEST(all_cuts_and_changes)
{
    static const char whole[] =
        "\\\\host\\root\\cimv2:Class_1.Key=\"a\\\"b\\\\c\",Num=-12,Flag=TRUE,R=ref'x'";
    char changed[sizeof(whole)];
    for (size_t size = 0; size < sizeof(whole); size++)
        parse_bytes(whole, size);
    for (size_t i = 0; i + 1 < sizeof(whole); i++)
    {
        for (unsigned c = 0; c < 256; c++)
        {
            memcpy(changed, whole, sizeof(whole));
            changed[i] = (char)c;
            parse_bytes(changed, sizeof(whole) - 1);
        }
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

static void check_large(const char *head, char fill, size_t count, const char *tail,
                        enum cim_status expected)
{
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_string(&text, head);
    unsigned char *room = buffer_reserve(&text, count);
    memset(room, fill, count);
    buffer_append_string(&text, tail);
    enum cim_status status = parse_bytes((char *)text.data, text.size);
    ck_assert_msg(status == expected, "%s%c...%s: %s", head, fill, tail, cim_status_name(status));
    buffer_free(&text);
}

START_TEST(large_texts)
{
    check_large("A.B=\"", 'x', 1u << 20, "\"", CIM_OK);
    check_large("A.B=\"", '\\', 1u << 20, "\"", CIM_OK);
    check_large("A.B=\"", '\\', (1u << 20) + 1, "\"", CIM_INVALID_OBJECT_PATH);
    check_large("A.B=\"", 'x', 1u << 20, "", CIM_INVALID_OBJECT_PATH);
    check_large("A.B=", '9', 1u << 20, "", CIM_INVALID_OBJECT_PATH);
    check_large("", 'A', 1u << 20, "", CIM_OK);
    check_large("", '%', 1u << 20, "", CIM_INVALID_OBJECT_PATH);
    check_large("", '/', 1u << 20, "", CIM_INVALID_OBJECT_PATH);
    check_large("\\\\", 'h', 1u << 20, "\\root:A", CIM_OK);
    check_large("A.B=\"", 'x', CIM_PATH_MAXIMUM, "\"", CIM_INVALID_OBJECT_PATH);
}
END_TEST

static enum cim_status parse_many(const char *head, const char *form, unsigned count)
{
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_string(&text, head);
    for (unsigned i = 0; i < count; i++)
    {
        if (i)
            buffer_append_char(&text, form[0]);
        buffer_append_string(&text, form + 1);
        buffer_append_format(&text, "%u", i);
        buffer_append_string(&text, form[0] == ',' ? "=1" : "");
    }
    enum cim_status status = parse_bytes((char *)text.data, text.size);
    buffer_free(&text);
    return status;
}

START_TEST(many_parts)
{
    ck_assert_int_eq(parse_many("A.", ",k", CIM_PATH_MAX_KEYS), CIM_OK);
    ck_assert_int_eq(parse_many("A.", ",k", CIM_PATH_MAX_KEYS + 1), CIM_INVALID_OBJECT_PATH);
    ck_assert_int_eq(parse_many("", "\\n", CIM_PATH_MAX_NAMESPACES), CIM_OK);
    ck_assert_int_eq(parse_many("", "\\n", CIM_PATH_MAX_NAMESPACES + 1), CIM_INVALID_OBJECT_PATH);
    ck_assert_int_eq(parse_many("", "\\n", 100000), CIM_INVALID_OBJECT_PATH);
}
END_TEST

/* A reference in a reference in a reference ...: each level doubles the backslashes, so go by steps and
 * wrap as far as the maximum allows. */
START_TEST(nested_references)
{
    struct cim_path path;
    struct buffer text, outer;
    buffer_init(&text, 0);
    buffer_init(&outer, 0);
    buffer_append_string(&text, "A.B=\"x\"");
    unsigned depth = 0;
    while (text.size * 2 + 16 < CIM_PATH_MAXIMUM)
    {
        struct cim_value value = {.type = CIM_TYPE_REFERENCE, .scalar.string = buffer_text(&text)};
        buffer_clear(&outer);
        buffer_append_string(&outer, "A.B=");
        cim_path_print_key(&outer, &value);
        ck_assert_int_eq(cim_path_parse(&path, buffer_text(&outer), NULL), CIM_OK);
        ck_assert(text_equal(path.keys[0].value.scalar.string, buffer_text(&text)));
        cim_path_free(&path);
        struct buffer swap = text;
        text = outer;
        outer = swap;
        depth++;
    }
    ck_assert_uint_ge(depth, 15);
    buffer_free(&text);
    buffer_free(&outer);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- key bytes ---------------------------------------------------------------------------------- */

static struct cim_class *make_class(const char *const *keys, const enum cim_type *types,
                                    size_t count)
{
    struct cim_class *cls;
    struct cim_value yes;
    cim_value_set_uint(&yes, CIM_TYPE_BOOLEAN, 1);
    ck_assert_int_eq(cim_class_new(&cls), CIM_OK);
    ck_assert_int_eq(cim_class_set_name(cls, text_from("A"), NULL), CIM_OK);
    for (size_t i = 0; i < count; i++)
    {
        struct text name = text_from(keys[i]);
        ck_assert_int_eq(cim_class_add_property(cls, name, types[i], false, NULL, NULL), CIM_OK);
        ck_assert_int_eq(
            cim_class_put_property_qualifier(cls, name, text_from("key"), &yes, 0, NULL), CIM_OK);
    }
    if (!count)
        ck_assert_int_eq(cim_qualifiers_put(&cls->qualifiers, CIM_ON_CLASS, text_from("singleton"),
                                            &yes, 0, NULL),
                         CIM_OK);
    ck_assert_int_eq(cim_class_seal(cls, NULL), CIM_OK);
    return cls;
}

static enum cim_status key_bytes(struct buffer *out, const struct cim_class *cls, const char *text,
                                 struct cim_error *err)
{
    struct cim_path path;
    ck_assert_msg(cim_path_parse(&path, text_from(text), NULL) == CIM_OK, "%s", text);
    buffer_init(out, 0);
    enum cim_status status = cim_path_key_bytes(out, &path, cls, err);
    cim_path_free(&path);
    return status;
}

static const char *const key_names[] = {"Name", "id", "Flag"};
static const enum cim_type key_types[] = {CIM_TYPE_STRING, CIM_TYPE_UINT32, CIM_TYPE_BOOLEAN};

static const struct
{
    const char *text;
    enum cim_status status;
} key_paths[] = {
    {"A.Name=\"X\",id=5,Flag=TRUE", CIM_OK},
    {"A.flag=true,ID=0x5,NAME='x'", CIM_OK},
    {"A.Name=\"x\",id=\"5\",Flag=TRUE", CIM_OK},
    {"A.Name=\"x\",id=5", CIM_INVALID_OBJECT_PATH},
    {"A.Name=\"x\",id=5,Other=TRUE", CIM_INVALID_OBJECT_PATH},
    {"A.Name=\"x\",id=5,Flag=TRUE,More=1", CIM_INVALID_OBJECT_PATH},
    {"A=\"x\"", CIM_INVALID_OBJECT_PATH},
    {"A", CIM_INVALID_OBJECT_PATH},
    {"A=@", CIM_INVALID_OBJECT_PATH},
    {"A.Name=\"x\",id=\"five\",Flag=TRUE", CIM_TYPE_MISMATCH},
    {"A.Name=\"x\",id=99999999999,Flag=TRUE", CIM_TYPE_MISMATCH},
};

START_TEST(keys_of_a_class)
{
    static const char expected[] = "b\1u\0\0\0\0\0\0\0\5sX\0\1"; /* Flag, id, Name */
    struct cim_class *cls = make_class(key_names, key_types, 3);
    for (size_t i = 0; i < COUNT_OF(key_paths); i++)
    {
        struct buffer bytes;
        struct cim_error err = {0};
        enum cim_status status = key_bytes(&bytes, cls, key_paths[i].text, &err);
        ck_assert_msg(status == key_paths[i].status, "%s: %s", key_paths[i].text,
                      cim_status_name(status));
        if (status)
            ck_assert_msg(err.message[0], "%s: no message", key_paths[i].text);
        else
            ck_assert_msg(bytes.size == sizeof(expected) - 1 &&
                              memcmp(bytes.data, expected, bytes.size) == 0,
                          "%s", key_paths[i].text);
        buffer_free(&bytes);
    }
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(keys_as_the_object_has_them)
{
    struct cim_class *cls = make_class(key_names, key_types, 3);
    struct cim_object *object;
    struct cim_value value;
    struct buffer of_object, of_path, path;
    ck_assert_int_eq(cim_object_spawn(&object, cls), CIM_OK);
    ck_assert_int_eq(cim_value_set_string(&value, CIM_TYPE_STRING, TEXT_LITERAL("a\0\"\\\xC3\xA4")),
                     CIM_OK);
    ck_assert_int_eq(cim_object_put(object, text_from("Name"), &value, NULL), CIM_OK);
    cim_value_clear(&value);
    cim_value_set_uint(&value, CIM_TYPE_UINT32, 4000000000u);
    ck_assert_int_eq(cim_object_put(object, text_from("id"), &value, NULL), CIM_OK);
    cim_value_set_uint(&value, CIM_TYPE_BOOLEAN, 0);
    ck_assert_int_eq(cim_object_put(object, text_from("flag"), &value, NULL), CIM_OK);

    buffer_init(&of_object, 0);
    buffer_init(&of_path, 0);
    buffer_init(&path, 0);
    ck_assert_int_eq(cim_object_key(&of_object, object, NULL), CIM_OK);
    ck_assert_int_eq(cim_object_relpath(&path, object), CIM_OK);
    struct cim_path parsed;
    ck_assert_int_eq(cim_path_parse(&parsed, buffer_text(&path), NULL), CIM_OK);
    ck_assert_int_eq(cim_path_key_bytes(&of_path, &parsed, cls, NULL), CIM_OK);
    ck_assert(text_equal(buffer_text(&of_object), buffer_text(&of_path)));
    cim_path_free(&parsed);
    buffer_free(&of_object);
    buffer_free(&of_path);
    buffer_free(&path);
    cim_object_release(object);
    cim_class_release(cls);
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

START_TEST(one_key_and_none)
{
    struct buffer bytes, named;
    struct cim_class *one = make_class(key_names, key_types, 1);
    struct cim_class *singleton = make_class(NULL, NULL, 0);
    ck_assert_int_eq(key_bytes(&bytes, one, "A=\"q\"", NULL), CIM_OK);
    ck_assert_int_eq(key_bytes(&named, one, "A.NAME=\"Q\"", NULL), CIM_OK);
    ck_assert(text_equal(buffer_text(&bytes), buffer_text(&named)));
    buffer_free(&bytes);
    buffer_free(&named);
    ck_assert_int_eq(key_bytes(&bytes, singleton, "A=@", NULL), CIM_OK);
    ck_assert_str_eq((char *)bytes.data, "@");
    buffer_free(&bytes);
    ck_assert_int_eq(key_bytes(&bytes, singleton, "A.X=1", NULL), CIM_INVALID_OBJECT_PATH);
    buffer_free(&bytes);
    cim_class_release(one);
    cim_class_release(singleton);
}
END_TEST

static const struct
{
    struct cim_value a, b;
    int order; /* of the bytes */
} key_orders[] = {
    {{.type = CIM_TYPE_STRING, .scalar.string = {"a", 1}},
     {.type = CIM_TYPE_STRING, .scalar.string = {"A", 1}},
     0},
    {{.type = CIM_TYPE_STRING, .scalar.string = {"a", 1}},
     {.type = CIM_TYPE_STRING, .scalar.string = {"a\0", 2}},
     -1},
    {{.type = CIM_TYPE_STRING, .scalar.string = {"a\0z", 3}},
     {.type = CIM_TYPE_STRING, .scalar.string = {"A\0Z", 3}},
     0},
    {{.type = CIM_TYPE_STRING, .scalar.string = {"a", 1}},
     {.type = CIM_TYPE_STRING, .scalar.string = {"ab", 2}},
     -1},
    {{.type = CIM_TYPE_STRING, .scalar.string = {NULL, 0}},
     {.type = CIM_TYPE_STRING, .scalar.string = {"a", 1}},
     -1},
    {{.type = CIM_TYPE_SINT8, .scalar.sint = -1}, {.type = CIM_TYPE_SINT64, .scalar.sint = 0}, -1},
    {{.type = CIM_TYPE_SINT64, .scalar.sint = INT64_MIN},
     {.type = CIM_TYPE_SINT64, .scalar.sint = INT64_MAX},
     -1},
    {{.type = CIM_TYPE_UINT64, .scalar.uint = 255},
     {.type = CIM_TYPE_CHAR16, .scalar.uint = 256},
     -1},
    {{.type = CIM_TYPE_REAL64, .scalar.real = -2},
     {.type = CIM_TYPE_REAL64, .scalar.real = -1},
     -1},
    {{.type = CIM_TYPE_REAL64, .scalar.real = -0.0},
     {.type = CIM_TYPE_REAL32, .scalar.real = 0.0},
     0},
    {{.type = CIM_TYPE_REAL64, .scalar.real = -0.5},
     {.type = CIM_TYPE_REAL64, .scalar.real = 0.5},
     -1},
    {{.type = CIM_TYPE_REFERENCE, .scalar.string = {"A.c=1,b='X'", 11}},
     {.type = CIM_TYPE_REFERENCE, .scalar.string = {"a.B=\"x\",C=1", 11}},
     0},
    {{.type = CIM_TYPE_REFERENCE, .scalar.string = {"//./root/x:A=@", 14}},
     {.type = CIM_TYPE_REFERENCE, .scalar.string = {"ROOT\\x:a=@", 10}},
     0},
    {{.type = CIM_TYPE_REFERENCE, .scalar.string = {"no path at all", 14}},
     {.type = CIM_TYPE_REFERENCE, .scalar.string = {"NO PATH AT ALL", 14}},
     0},
};

START_TEST(key_order)
{
    for (size_t i = 0; i < COUNT_OF(key_orders); i++)
    {
        struct buffer a, b;
        buffer_init(&a, 0);
        buffer_init(&b, 0);
        cim_key_append(&a, &key_orders[i].a);
        cim_key_append(&b, &key_orders[i].b);
        size_t size = a.size < b.size ? a.size : b.size;
        int order = memcmp(a.data, b.data, size);
        order = order ? order : (a.size > b.size) - (a.size < b.size);
        ck_assert_msg((order > 0) - (order < 0) == key_orders[i].order, "row %u: %d", (unsigned)i,
                      order);
        buffer_free(&a);
        buffer_free(&b);
    }
    ck_assert_uint_eq(mem_live(), 0);
}
END_TEST

/* --- failing allocations ------------------------------------------------------------------------ */

static enum cim_status scenario(void *arg)
{
    struct cim_class *cls = arg;
    struct cim_path path, copy;
    struct buffer out;
    buffer_init(&out, 0);
    cim_path_init(&copy);
    enum cim_status status = cim_path_parse(
        &path, text_from("\\\\s%41\\root\\x:A.Name=\"a\\\"b\",id=5,Flag=TRUE"), NULL);
    if (status)
        return status;
    status = cim_path_copy(&copy, &path);
    if (!status)
        status = cim_path_set_key(&copy, text_from("More"), &path.keys[0].value);
    if (!status)
        status = cim_path_key_bytes(&out, &path, cls, NULL);
    if (!status)
    {
        struct cim_value reference = {.type = CIM_TYPE_REFERENCE,
                                      .scalar.string = TEXT_LITERAL("A.b='x'")};
        cim_key_append(&out, &reference);
        cim_path_print(&out, &copy);
        status = buffer_status(&out);
    }
    if (!status)
        status = cim_namespace_normalise(&out, text_from("root/cimv2"), NULL);
    cim_path_free(&path);
    cim_path_free(&copy);
    buffer_free(&out);
    return status;
}

START_TEST(allocations_fail)
{
    struct cim_class *cls = make_class(key_names, key_types, 3);
    each_allocation_fails(scenario, cls);
    cim_class_release(cls);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cim path");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, parse_and_print);
    tcase_add_test(tests, parse_namespace);
    tcase_add_test(tests, normalise_namespace);
    tcase_add_test(tests, equality);
    tcase_add_test(tests, edit_keys);
    tcase_add_test(tests, copies_can_grow);
    tcase_add_test(tests, embedded_zeros);
    tcase_add_test(tests, all_cuts_and_changes);
    tcase_add_test(tests, large_texts);
    tcase_add_test(tests, many_parts);
    tcase_add_test(tests, nested_references);
    tcase_add_test(tests, keys_of_a_class);
    tcase_add_test(tests, keys_as_the_object_has_them);
    tcase_add_test(tests, one_key_and_none);
    tcase_add_test(tests, key_order);
    tcase_add_test(tests, allocations_fail);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
