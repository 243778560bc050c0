/* SWbemObjectPath: of its own, and bound to an object (behaviour.md 13.2). */
#include "../support/script.h"

#include <wbemcli.h>

static ISWbemObjectPath *make_path(const WCHAR *text)
{
    ISWbemObjectPath *path = create_object(&CLSID_SWbemObjectPath, &IID_ISWbemObjectPath);

    if (text)
        ck_assert_ok(ISWbemObjectPath_put_Path(path, client_bstr(text)));
    return path;
}

static HRESULT set(void *object, const WCHAR *name, const WCHAR *text)
{
    return script_call(object, name, PUT, (const struct arg[]){TEXT_(text), NOTHING}, NULL);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemObjectPath,
                                      &IID_ISupportErrorInfo, NULL};
    ISWbemObjectPath *path = make_path(NULL);

    check_interfaces(path, iids);
    check_release(path, 0);
}
END_TEST

static const struct path_row
{
    const WCHAR *put;
    const WCHAR *path, *relative, *server, *space, *parent, *class_name;
    bool is_class, is_singleton;
    LONG keys;
} paths[] = {
    {L"", L"", L"", L"", L"", L"", L"", false, false, 0},
    {L"A", L"A", L"A", L"", L"", L"", L"A", true, false, 0},
    {L"A=@", L"A=@", L"A=@", L"", L"", L"", L"A", false, true, 0},
    {L"A.B=\"c\"", L"A.B=\"c\"", L"A.B=\"c\"", L"", L"", L"", L"A", false, false, 1},
    {L"A='c'", L"A=\"c\"", L"A=\"c\"", L"", L"", L"", L"A", false, false, 1},
    {L"A.z=1,B=0x10", L"A.B=16,z=1", L"A.B=16,z=1", L"", L"", L"", L"A", false, false, 2},
    {L"root/cimv2:A", L"root\\cimv2:A", L"A", L"", L"root\\cimv2", L"root", L"A", true, false, 0},
    {L"//srv/root/a/b:A.K=true", L"\\\\srv\\root\\a\\b:A.K=TRUE", L"A.K=TRUE", L"srv",
     L"root\\a\\b", L"root\\a", L"A", false, false, 1},
    {L"\\\\.\\root\\default", L"\\\\.\\root\\default", L"", L".", L"root\\default", L"root", L"",
     false, false, 0},
};

START_TEST(parts)
{
    const struct path_row *row;
    ISWbemObjectPath *path;
    WCHAR text[128];
    size_t i;

    for (i = 0; i < COUNT_OF(paths); i++)
    {
        row = &paths[i];
        path = make_path(row->put);
        ck_assert_wide(script_text(path, L"Path", text, 128), row->path);
        ck_assert_wide(script_text(path, L"RelPath", text, 128), row->relative);
        ck_assert_wide(script_text(path, L"Server", text, 128), row->server);
        ck_assert_wide(script_text(path, L"Namespace", text, 128), row->space);
        ck_assert_wide(script_text(path, L"ParentNamespace", text, 128), row->parent);
        ck_assert_wide(script_text(path, L"Class", text, 128), row->class_name);
        ck_assert_int_eq(script_number(path, L"IsClass") != 0, row->is_class);
        ck_assert_int_eq(script_number(path, L"IsSingleton") != 0, row->is_singleton);
        ck_assert_int_eq(part_number(path, L"Keys", L"Count"), row->keys);
        check_release(path, 0);
    }
}
END_TEST

static const struct
{
    const WCHAR *member, *text;
    HRESULT expected;
    const WCHAR *path;
} edits[] = {
    {L"Class", L"Other", S_OK, L"\\\\srv\\root\\cimv2:Other.K=1"},
    {L"Server", L"else", S_OK, L"\\\\else\\root\\cimv2:Other.K=1"},
    {L"Server", L"a\\b", WBEM_E_INVALID_SYNTAX, NULL},
    {L"Server", L"a:b\"", WBEM_E_INVALID_SYNTAX, NULL},
    {L"Namespace", L"root/default", S_OK, L"\\\\else\\root\\default:Other.K=1"},
    {L"Namespace", L"root\\a b", WBEM_E_INVALID_SYNTAX, NULL},
    {L"RelPath", L"New.X=\"y\"", S_OK, L"\\\\else\\root\\default:New.X=\"y\""},
    {L"RelPath", L"root\\cimv2:New", WBEM_E_INVALID_SYNTAX, NULL},
    {L"RelPath", L"New.X=", WBEM_E_INVALID_SYNTAX, NULL},
    {L"Path", L"one two", WBEM_E_INVALID_SYNTAX, NULL},
    {L"Class", L"a b", WBEM_E_INVALID_SYNTAX, NULL},
    {L"ParentNamespace", L"root", DISP_E_MEMBERNOTFOUND, NULL},
    {L"IsClass", L"1", DISP_E_MEMBERNOTFOUND, NULL},
    {L"Server", L"", S_OK, L"root\\default:New.X=\"y\""},
    {L"Path", L"", S_OK, L""},
};

START_TEST(editing)
{
    ISWbemObjectPath *path = make_path(L"\\\\srv\\root\\cimv2:A.K=1");
    WCHAR text[128], before[128];
    size_t i;
    HRESULT hr;

    for (i = 0; i < COUNT_OF(edits); i++)
    {
        script_text(path, L"Path", before, 128);
        hr = set(path, edits[i].member, edits[i].text);
        ck_assert_msg(hr == edits[i].expected, "%ls = %ls: 0x%08lx, not 0x%08lx", edits[i].member,
                      edits[i].text, (unsigned long)hr, (unsigned long)edits[i].expected);
        script_text(path, L"Path", text, 128);
        ck_assert_wide(text, SUCCEEDED(hr) ? edits[i].path : before);
    }
    check_release(path, 0);
}
END_TEST

START_TEST(kinds)
{
    ISWbemObjectPath *path = make_path(L"A.K=1");
    WCHAR text[64];

    ck_assert_ok(script_call(path, L"SetAsSingleton", METHOD, NULL, NULL));
    ck_assert_wide(script_text(path, L"Path", text, 64), L"A=@");
    ck_assert_ok(script_call(path, L"SetAsClass", METHOD, NULL, NULL));
    ck_assert_wide(script_text(path, L"Path", text, 64), L"A");
    ck_assert_ok(set(path, L"Path", L""));
    ck_assert_hr(script_call(path, L"SetAsSingleton", METHOD, NULL, NULL),
                 WBEM_E_INVALID_OBJECT_PATH);
    check_release(path, 0);
}
END_TEST

/* The default member, and paths by value where text is wanted. */
START_TEST(default_member)
{
    ISWbemObjectPath *path = make_path(L"A.K=1");
    DISPPARAMS none = {NULL, NULL, 0, 0};
    VARIANT value;

    ck_assert_ok(
        ISWbemObjectPath_Invoke(path, DISPID_VALUE, &IID_NULL, 0, GET, &none, &value, NULL, NULL));
    ck_assert_wide(V_BSTR(&value), L"A.K=1");
    VariantClear(&value);
    check_release(path, 0);
}
END_TEST

static HRESULT add_key(void *keys, const WCHAR *name, struct arg value)
{
    const struct arg args[] = {TEXT_(name), value, NOTHING};

    return script_call(keys, L"Add", METHOD, args, NULL);
}

/* Keys are live: what is added makes an instance path. */
START_TEST(keys)
{
    ISWbemObjectPath *path = make_path(L"root\\cimv2:A");
    void *set_of_keys = script_object(path, L"Keys", NULL), *item;
    WCHAR text[128];
    VARIANT value;

    ck_assert_ok(add_key(set_of_keys, L"Name", (struct arg)TEXT_(L"x")));
    ck_assert_wide(script_text(path, L"Path", text, 128), L"root\\cimv2:A.Name=\"x\"");
    ck_assert_int_eq(script_number(path, L"IsClass"), VARIANT_FALSE);
    ck_assert_ok(add_key(set_of_keys, L"Id", (struct arg)NUMBER(5)));
    ck_assert_ok(add_key(set_of_keys, L"Flag", (struct arg)BOOLEAN_(1)));
    ck_assert_wide(script_text(path, L"RelPath", text, 128), L"A.Flag=TRUE,Id=5,Name=\"x\"");
    ck_assert_hr(add_key(set_of_keys, L"Bad", (struct arg)NULL_), WBEM_E_TYPE_MISMATCH);
    ck_assert_hr(add_key(set_of_keys, L"Bad", (struct arg)ARRAY(1)), WBEM_E_TYPE_MISMATCH);
    item = SCRIPT_OBJECT(set_of_keys, L"Item", TEXT_(L"id"));
    ck_assert_int_eq(script_number(item, L"Value"), 5);
    ck_assert_ok(script_call(item, L"Value", PUT, (const struct arg[]){NUMBER(6), NOTHING}, NULL));
    ck_assert_wide(script_text(path, L"RelPath", text, 128), L"A.Flag=TRUE,Id=6,Name=\"x\"");
    drop(item);
    ck_assert_ok(script_call(set_of_keys, L"Remove", METHOD,
                             (const struct arg[]){TEXT_(L"flag"), NOTHING}, NULL));
    ck_assert_int_eq(script_number(set_of_keys, L"Count"), 2);
    ck_assert_ok(script_call(set_of_keys, L"DeleteAll", METHOD, NULL, NULL));
    ck_assert_wide(script_text(path, L"RelPath", text, 128), L"A");
    ck_assert_ok(add_key(set_of_keys, L"", (struct arg)TEXT_(L"only")));
    ck_assert_wide(script_text(path, L"RelPath", text, 128), L"A=\"only\"");
    drop(set_of_keys);
    ck_assert_ok(set(path, L"Path", L"A.B=18446744073709551615"));
    set_of_keys = script_object(path, L"Keys", NULL);
    item = SCRIPT_OBJECT(set_of_keys, L"Item", TEXT_(L"B"));
    script_get(item, L"Value", &value);
    ck_assert_int_eq(V_VT(&value), VT_BSTR);
    ck_assert_wide(V_BSTR(&value), L"18446744073709551615");
    VariantClear(&value);
    drop(item);
    /* The keys keep their path. */
    drop(path);
    ck_assert_int_eq(script_number(set_of_keys, L"Count"), 1);
    check_release(set_of_keys, 0);
}
END_TEST

static const struct
{
    const WCHAR *put, *got; /* got NULL: refused */
} display_names[] = {
    {L"winmgmts:", L"WINMGMTS:"},
    {L"WinMgmts:A", L"WINMGMTS:A"},
    {L"winmgmts:!A", L"WINMGMTS:A"},
    {L"winmgmts:{impersonationLevel=impersonate}!\\\\.\\root\\cimv2:A.B=1",
     L"WINMGMTS:{impersonationLevel=impersonate}!\\\\.\\root\\cimv2:A.B=1"},
    {L"winmgmts:{impersonate,(Debug,!Shutdown)}!A",
     L"WINMGMTS:{impersonationLevel=impersonate,(Debug,!Shutdown)}!A"},
    {L"winmgmts:{ authenticationLevel = pktPrivacy , delegate }[locale=ms_409]!//s/root/a",
     L"WINMGMTS:{authenticationLevel=pktPrivacy,impersonationLevel=delegate}[locale=ms_409]!"
     L"\\\\s\\root\\a"},
    {L"winmgmts:{authority=ntlmdomain:X}!A", L"WINMGMTS:{authority=ntlmdomain:X}!A"},
    {L"A", NULL},
    {L"", NULL},
    {L"winmgmts:{", NULL},
    {L"winmgmts:{}A", NULL},
    {L"winmgmts:{impersonationLevel=boss}A", NULL},
    {L"winmgmts:{impersonate", NULL},
    {L"winmgmts:{(Debug}A", NULL},
    {L"winmgmts:[locale=]A", NULL},
    {L"winmgmts:[locale=ms_409", NULL},
    {L"winmgmts:a b", NULL},
};

START_TEST(display_name)
{
    ISWbemObjectPath *path;
    WCHAR text[256];
    size_t i;

    for (i = 0; i < COUNT_OF(display_names); i++)
    {
        path = make_path(L"Before");
        if (!display_names[i].got)
        {
            ck_assert_msg(set(path, L"DisplayName", display_names[i].put) ==
                              (HRESULT)WBEM_E_INVALID_SYNTAX,
                          "%ls is taken", display_names[i].put);
            ck_assert_wide(script_text(path, L"Path", text, 256), L"Before");
        }
        else
        {
            ck_assert_ok(set(path, L"DisplayName", display_names[i].put));
            ck_assert_wide(script_text(path, L"DisplayName", text, 256), display_names[i].got);
            ck_assert_ok(set(path, L"DisplayName", display_names[i].got));
            ck_assert_wide(script_text(path, L"DisplayName", text, 256), display_names[i].got);
        }
        check_release(path, 0);
    }
}
END_TEST

START_TEST(locale_and_authority)
{
    ISWbemObjectPath *path = make_path(L"A");
    WCHAR text[128];
    void *security;

    ck_assert_wide(script_text(path, L"Locale", text, 128), L"");
    ck_assert_ok(set(path, L"Locale", L"ms_407"));
    ck_assert_ok(set(path, L"Authority", L"kerberos:me"));
    ck_assert_wide(script_text(path, L"Locale", text, 128), L"ms_407");
    security = script_object(path, L"Security_", NULL);
    ck_assert_ok(script_call(security, L"ImpersonationLevel", PUT,
                             (const struct arg[]){NUMBER(2), NOTHING}, NULL));
    drop(security);
    ck_assert_wide(
        script_text(path, L"DisplayName", text, 128),
        L"WINMGMTS:{impersonationLevel=identify,authority=kerberos:me}[locale=ms_407]!A");
    check_release(path, 0);
}
END_TEST

/* --- bound ------------------------------------------------------------------------------------ */

static const WCHAR *const read_only_texts[] = {
    L"Path", L"RelPath", L"Server", L"Namespace", L"DisplayName", L"Locale", L"Authority"};

START_TEST(bound)
{
    ISWbemObject *cls = simple_class(L"PathBound");
    ISWbemObjectEx *object = client_spawn(cls);
    void *path = script_object(object, L"Path_", NULL), *keys_of_path;
    WCHAR text[256];
    size_t i;

    ck_assert_wide(script_text(path, L"RelPath", text, 256), L"");
    ck_assert_wide(script_text(path, L"Class", text, 256), L"PathBound");
    ck_assert_int_eq(script_number(path, L"IsClass"), VARIANT_FALSE);
    client_set_number(object, L"Id", 3);
    ck_assert_wide(script_text(path, L"RelPath", text, 256), L"PathBound.Id=3");
    ck_assert_wide(script_text(path, L"Namespace", text, 256), L"root\\cimv2");
    script_text(path, L"DisplayName", text, 256);
    ck_assert_msg(wcsstr(text, L"impersonationLevel=impersonate") &&
                      wcsstr(text, L":PathBound.Id=3"),
                  "display name %ls", text);
    for (i = 0; i < COUNT_OF(read_only_texts); i++)
        ck_assert_msg(set(path, read_only_texts[i], L"A") == (HRESULT)WBEM_E_READ_ONLY,
                      "%ls may be written", read_only_texts[i]);
    ck_assert_hr(script_call(path, L"SetAsClass", METHOD, NULL, NULL), WBEM_E_READ_ONLY);
    ck_assert_hr(script_call(path, L"SetAsSingleton", METHOD, NULL, NULL), WBEM_E_READ_ONLY);
    keys_of_path = script_object(path, L"Keys", NULL);
    ck_assert_int_eq(script_number(keys_of_path, L"Count"), 1);
    ck_assert_hr(add_key(keys_of_path, L"Id", (struct arg)NUMBER(4)), WBEM_E_READ_ONLY);
    ck_assert_hr(script_call(keys_of_path, L"DeleteAll", METHOD, NULL, NULL), WBEM_E_READ_ONLY);
    drop(keys_of_path);
    ck_assert_hr(set(path, L"Class", L"Other"), WBEM_E_READ_ONLY);
    drop(path);
    path = script_object(cls, L"Path_", NULL);
    ck_assert_int_eq(script_number(path, L"IsClass"), VARIANT_TRUE);
    drop(path);
    drop(object);
    drop(cls);
}
END_TEST

/* A clone's path may be changed; the clone is still what it was. */
START_TEST(of_a_clone)
{
    ISWbemObject *cls = simple_class(L"PathClone");
    ISWbemObjectEx *object = simple_instance(cls, 3, L"x");
    void *clone = script_object(object, L"Clone_", NULL);
    void *path = script_object(clone, L"Path_", NULL);
    WCHAR text[256];

    ck_assert_ok(set(path, L"RelPath", L"PathClone.Id=4"));
    ck_assert_wide(script_text(path, L"RelPath", text, 256), L"PathClone.Id=4");
    ck_assert_wide(script_text(path, L"Namespace", text, 256), L"root\\cimv2");
    ck_assert_int_eq(script_number(clone, L"Id"), 3);
    drop(path);
    drop(clone);
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(null_pointers)
{
    ISWbemObjectPath *path = make_path(L"A");

    ck_assert_hr(ISWbemObjectPath_get_Path(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_RelPath(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Server(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Namespace(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_ParentNamespace(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_DisplayName(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Class(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_IsClass(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_IsSingleton(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Keys(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Security_(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Locale(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_get_Authority(path, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemObjectPath_put_DisplayName(path, NULL), WBEM_E_INVALID_SYNTAX);
    ck_assert_ok(ISWbemObjectPath_put_Path(path, NULL));
    check_release(path, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,     parts,      editing,       kinds,
                                  default_member, keys,       display_name,  locale_and_authority,
                                  bound,          of_a_clone, null_pointers, NULL};

    return script_main("path", tests);
}
