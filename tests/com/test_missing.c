/* tests/data/missing.tsv against the built DLL: a member listed there answers E_NOTIMPL, every other member of the API table
 * does not. The README's table is made from the same list. Members are invoked by name with plausible arguments; what else
 * they answer is the matter of other tests. */
#include "support/client.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define LINE 4096

struct target
{
    const char *interface_name;
    IDispatch *dispatch;
};

static struct target targets[16];
static unsigned target_count;
static char missing[128][96]; /* "ISWbemServicesEx\tExecMethod" */
static unsigned missing_count;

static void add_target(const char *name, void *dispatch)
{
    targets[target_count].interface_name = name;
    targets[target_count++].dispatch = dispatch;
}

static IDispatch *member_object(IDispatch *dispatch, const WCHAR *name)
{
    VARIANT value;

    CLIENT_CHECK(client_invoke_get(dispatch, name, &value));
    ck_assert_int_eq(V_VT(&value), VT_DISPATCH);
    return V_DISPATCH(&value);
}

static IDispatch *create(const CLSID *clsid)
{
    IDispatch *dispatch;

    CLIENT_CHECK(
        CoCreateInstance(clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IDispatch, (void **)&dispatch));
    return dispatch;
}

/* One object of each interface that exists. */
static void make_targets(void)
{
    ISWbemServicesEx *services = client_connect();
    ISWbemObject *object = client_get(services, L"__NAMESPACE");
    IDispatch *properties = member_object((IDispatch *)object, L"Properties_");
    IDispatch *qualifiers = member_object((IDispatch *)object, L"Qualifiers_");
    ISWbemNamedValueSet *values = client_context(L"x", 1);
    ISWbemObjectSet *set;
    ISWbemProperty *property;
    ISWbemNamedValue *value;
    ISWbemQualifierSet *key_set;
    ISWbemQualifier *key;

    CLIENT_CHECK(
        ISWbemServicesEx_InstancesOf(services, client_bstr(L"__NAMESPACE"), 16, NULL, &set));
    CLIENT_CHECK(ISWbemPropertySet_Item((ISWbemPropertySet *)properties, client_bstr(L"Name"), 0,
                                        &property));
    CLIENT_CHECK(ISWbemProperty_get_Qualifiers_(property, &key_set));
    CLIENT_CHECK(ISWbemQualifierSet_Item(key_set, client_bstr(L"key"), 0, &key));
    CLIENT_CHECK(ISWbemNamedValueSet_Item(values, client_bstr(L"x"), 0, &value));
    add_target("ISWbemLocator", create(&CLSID_SWbemLocator));
    add_target("ISWbemServicesEx", services);
    add_target("ISWbemObjectEx", object);
    add_target("ISWbemObjectSet", set);
    add_target("ISWbemObjectPath", create(&CLSID_SWbemObjectPath));
    add_target("ISWbemNamedValueSet", values);
    add_target("ISWbemNamedValue", value);
    add_target("ISWbemPropertySet", properties);
    add_target("ISWbemProperty", property);
    add_target("ISWbemQualifierSet", qualifiers);
    add_target("ISWbemQualifier", key);
    add_target("ISWbemSecurity", member_object((IDispatch *)services, L"Security_"));
    add_target("ISWbemSink", create(&CLSID_SWbemSink));
    ISWbemQualifierSet_Release(key_set);
}

static void free_targets(void)
{
    unsigned i;

    for (i = 0; i < target_count; i++)
        IDispatch_Release(targets[i].dispatch);
    target_count = 0;
}

static IDispatch *find_target(const char *name)
{
    unsigned i;

    for (i = 0; i < target_count; i++)
    {
        if (!strcmp(targets[i].interface_name, name))
            return targets[i].dispatch;
    }
    return NULL;
}

static FILE *open_data(const char *name)
{
    char path[MAX_PATH];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", SWBEM_TEST_DATA, name);
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    return file;
}

static void read_missing(void)
{
    FILE *file = open_data("missing.tsv");
    char line[LINE];

    ck_assert(fgets(line, LINE, file) != NULL);
    while (fgets(line, LINE, file))
    {
        line[strcspn(line, "\r\n")] = 0;
        snprintf(missing[missing_count++], sizeof(missing[0]), "%s", line);
    }
    fclose(file);
    ck_assert_uint_gt(missing_count, 0);
}

static bool is_missing(const char *interface_name, const char *member)
{
    char wanted[96];
    unsigned i;

    snprintf(wanted, sizeof(wanted), "%s\t%s", interface_name, member);
    for (i = 0; i < missing_count; i++)
    {
        if (!strcmp(missing[i], wanted))
            return true;
    }
    return false;
}

/* A value that suits a parameter as surface.tsv describes it: `name:TYPE...`. */
static void argument_for(const char *param, VARIANT *out)
{
    const char *type = strchr(param, ':');

    ck_assert_ptr_nonnull(type);
    V_VT(out) = VT_I4;
    V_I4(out) = 1;
    if (!strncmp(type + 1, "BSTR", 4))
    {
        V_VT(out) = VT_BSTR;
        V_BSTR(out) = client_bstr(L"x");
    }
    else if (!strncmp(type + 1, "BOOL", 4))
    {
        V_VT(out) = VT_BOOL;
        V_BOOL(out) = VARIANT_FALSE;
    }
    else if (!strncmp(type + 1, "IDispatch", 9) || !strncmp(type + 1, "ISWbem", 6))
    {
        V_VT(out) = VT_DISPATCH;
        V_DISPATCH(out) = NULL;
    }
}

static HRESULT invoke(IDispatch *dispatch, const char *member, const char *kind, char *params)
{
    VARIANT arguments[16], result;
    DISPPARAMS call = {arguments, NULL, 0, 0};
    DISPID id, put = DISPID_PROPERTYPUT;
    EXCEPINFO except = {0};
    WCHAR name[64], *names = name;
    WORD flags = DISPATCH_METHOD;
    char *param;
    HRESULT hr;

    MultiByteToWideChar(CP_UTF8, 0, member, -1, name, 64);
    CLIENT_CHECK(IDispatch_GetIDsOfNames(dispatch, &IID_NULL, &names, 1, 0, &id));
    for (param = strtok(params, ";"); param && strcmp(param, "-"); param = strtok(NULL, ";"))
    {
        memmove(arguments + 1, arguments, call.cArgs * sizeof(*arguments));
        argument_for(param, &arguments[0]);
        call.cArgs++;
    }
    if (!strcmp(kind, "propget"))
        flags = DISPATCH_PROPERTYGET;
    if (!strcmp(kind, "propput"))
    {
        flags = DISPATCH_PROPERTYPUT;
        call.rgdispidNamedArgs = &put;
        call.cNamedArgs = 1;
    }
    VariantInit(&result);
    hr = IDispatch_Invoke(dispatch, id, &IID_NULL, 0, flags, &call,
                          flags == DISPATCH_PROPERTYPUT ? NULL : &result, &except, NULL);
    VariantClear(&result);
    SysFreeString(except.bstrSource);
    SysFreeString(except.bstrDescription);
    return hr == DISP_E_EXCEPTION ? except.scode : hr;
}

/* interface, iid, member, invkind, dispid, nparams, nopt, params ... */
static bool split_row(char *line, char **fields, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
    {
        fields[i] = line;
        line = strchr(line, '\t');
        if (!line)
            return false;
        *line++ = 0;
    }
    return true;
}

START_TEST(members_are_there_or_listed)
{
    unsigned there = 0, not_there = 0;
    char line[LINE], *fields[8];
    IDispatch *dispatch;
    FILE *file;
    HRESULT hr;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    read_missing();
    make_targets();
    file = open_data("surface.tsv");
    ck_assert(fgets(line, LINE, file) != NULL);
    while (fgets(line, LINE, file))
    {
        ck_assert_msg(split_row(line, fields, 8), "bad row %s", line);
        dispatch = find_target(fields[0]);
        if (!dispatch)
            continue;
        hr = invoke(dispatch, fields[2], fields[3], fields[7]);
        if (is_missing(fields[0], fields[2]))
        {
            ck_assert_msg(hr == E_NOTIMPL, "%s.%s is listed as missing but answered 0x%08lx",
                          fields[0], fields[2], (unsigned long)hr);
            not_there++;
        }
        else
        {
            ck_assert_msg(hr != E_NOTIMPL, "%s.%s is not done and not listed", fields[0],
                          fields[2]);
            there++;
        }
    }
    fclose(file);
    ck_assert_uint_gt(there, 90);
    ck_assert_uint_gt(not_there, 15);
    free_targets();
    CoUninitialize();
}
END_TEST

START_TEST(missing_objects_are_not_creatable)
{
    static const CLSID *const absent[] = {&CLSID_SWbemDateTime, &CLSID_SWbemRefresher};
    IUnknown *unknown;
    HRESULT hr;
    unsigned i;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    for (i = 0; i < 2; i++)
    {
        hr = CoCreateInstance(absent[i], NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown,
                              (void **)&unknown);
        ck_assert_msg(hr == REGDB_E_CLASSNOTREG, "class %u answered 0x%08lx", i, (unsigned long)hr);
    }
    CoUninitialize();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("missing");
    Suite *suite = suite_create("missing");
    SRunner *runner;
    int failed;

    tcase_add_test(tests, members_are_there_or_listed);
    tcase_add_test(tests, missing_objects_are_not_creatable);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
