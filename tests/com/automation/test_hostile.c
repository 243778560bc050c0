/* Bad input: a megabyte of text, paths nested a thousand deep, wrong types everywhere, files
 * that are no store. */
#include "../support/script.h"

#include <stdlib.h>
#include <wbemcli.h>

#define MEGABYTE (1024 * 1024)

/* --- long and deep ---------------------------------------------------------------------------- */

/* `count` characters between two texts. */
static BSTR long_text(const WCHAR *before, WCHAR character, UINT count, const WCHAR *after)
{
    UINT head = (UINT)wcslen(before), tail = (UINT)wcslen(after), i;
    BSTR text = SysAllocStringLen(NULL, head + count + tail);

    memcpy(text, before, head * sizeof(WCHAR));
    for (i = 0; i < count; i++)
        text[head + i] = character;
    memcpy(text + head + count, after, tail * sizeof(WCHAR));
    return text;
}

START_TEST(a_megabyte)
{
    ISWbemObject *cls = simple_class(L"HostileLong"), *found = NULL;
    ISWbemObjectEx *object = simple_instance(cls, 1, L"x");
    BSTR text = long_text(L"", 'x', MEGABYTE, L"");
    VARIANT value;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = text;
    ck_assert_ok(client_invoke_put((IDispatch *)object, L"Text", value));
    client_put(services, object);
    found = client_get(services, L"HostileLong=1");
    ck_assert_ok(client_invoke_get((IDispatch *)found, L"Text", &value));
    ck_assert_uint_eq(SysStringLen(V_BSTR(&value)), MEGABYTE);
    ck_assert(!memcmp(V_BSTR(&value), text, MEGABYTE * sizeof(WCHAR)));
    VariantClear(&value);
    SysFreeString(text);
    drop(found);
    drop(object);
    drop(cls);
}
END_TEST

/* Where a text of a megabyte is not wanted: a code of the table, and no harm. */
static const struct
{
    const WCHAR *member, *before, *after;
    WCHAR filler;
    HRESULT expected;
} megabytes[] = {
    {L"Get", L"", L"", 'x', WBEM_E_NOT_FOUND},
    {L"Get", L"Nowhere.Text=\"", L"\"", 'x', WBEM_E_INVALID_CLASS},
    {L"Get", L"", L"", '"', WBEM_E_INVALID_OBJECT_PATH},
    {L"Get", L"", L"", '\\', WBEM_E_INVALID_OBJECT_PATH},
    {L"Get", L"A.B=", L"", '1', WBEM_E_INVALID_OBJECT_PATH},
    {L"Delete", L"", L"", 'x', WBEM_E_NOT_FOUND},
    {L"InstancesOf", L"", L"", 'x', WBEM_E_INVALID_CLASS},
    {L"ExecQuery", L"", L"", '(', WBEM_E_INVALID_QUERY},
    {L"ExecQuery", L"SELECT * FROM A WHERE ", L"", '(', WBEM_E_QUOTA_VIOLATION},
    {L"ExecQuery", L"SELECT * FROM ", L"", 'x', WBEM_E_INVALID_CLASS},
};

START_TEST(megabytes_elsewhere)
{
    VARIANT value, result;
    DISPPARAMS params = {&value, NULL, 1, 0};
    LPOLESTR name;
    EXCEPINFO except;
    DISPID id;
    size_t i;
    LONG count;
    HRESULT hr;

    for (i = 0; i < COUNT_OF(megabytes); i++)
    {
        memset(&except, 0, sizeof(except));
        V_VT(&value) = VT_BSTR;
        V_BSTR(&value) =
            long_text(megabytes[i].before, megabytes[i].filler, MEGABYTE, megabytes[i].after);
        name = (LPOLESTR)megabytes[i].member;
        ck_assert_ok(ISWbemServicesEx_GetIDsOfNames(services, &IID_NULL, &name, 1, 0, &id));
        VariantInit(&result);
        hr = ISWbemServicesEx_Invoke(services, id, &IID_NULL, 0, METHOD, &params, &result, &except,
                                     NULL);
        if (hr == S_OK && V_VT(&result) == VT_DISPATCH)
            hr = ISWbemObjectSet_get_Count((ISWbemObjectSet *)V_DISPATCH(&result), &count);
        else
            hr = except.scode;
        ck_assert_msg(hr == megabytes[i].expected, "row %u: %ls: 0x%08lx, not 0x%08lx", (unsigned)i,
                      megabytes[i].member, (unsigned long)hr, (unsigned long)megabytes[i].expected);
        SysFreeString(except.bstrSource);
        SysFreeString(except.bstrDescription);
        VariantClear(&result);
        VariantClear(&value);
    }
}
END_TEST

/* A reference in a reference in a reference: each level doubles the backslashes, so a thousand
 * levels are written as quotes alone. And a key's value that is such a path is text, whatever is
 * in it. */
START_TEST(a_thousand_deep)
{
    UINT size = 0, capacity = 16000, i;
    WCHAR *text = malloc(capacity * sizeof(WCHAR));
    ISWbemObject *object = NULL;
    ISWbemObjectPath *path;
    HRESULT hr;
    BSTR deep;

    for (i = 0; i < 1000; i++)
        size += (UINT)swprintf(text + size, capacity - size, L"A.B=\"");
    for (i = 0; i < 1000; i++)
        text[size++] = '"';
    deep = SysAllocStringLen(text, size);
    hr = ISWbemServicesEx_Get(services, deep, 0, NULL, &object);
    ck_assert_hr(hr, WBEM_E_INVALID_OBJECT_PATH);
    path = create_object(&CLSID_SWbemObjectPath, &IID_ISWbemObjectPath);
    ck_assert_hr(ISWbemObjectPath_put_Path(path, deep), WBEM_E_INVALID_SYNTAX);
    drop(path);
    SysFreeString(deep);
    for (size = 0, i = 0; i < 1000; i++)
        size += (UINT)swprintf(text + size, capacity - size, L"root\\");
    deep = SysAllocStringLen(text, size);
    hr = ISWbemServicesEx_Get(services, deep, 0, NULL, &object);
    ck_assert_hr(hr, WBEM_E_INVALID_OBJECT_PATH);
    SysFreeString(deep);
    free(text);
}
END_TEST

/* An object in an object in an object: a quota ends it, not the stack. */
START_TEST(objects_in_objects)
{
    static const struct client_property properties[] = {
        {L"Id", wbemCimtypeSint32, false, true},
        {L"Inner", wbemCimtypeObject, false, false},
        {NULL, 0, false, false},
    };
    ISWbemObject *cls = client_define(services, L"HostileNest", properties);
    ISWbemObjectEx *inner = client_spawn(cls), *outer;
    HRESULT hr = S_OK;
    VARIANT value;
    int depth;

    client_set_number(inner, L"Id", 1);
    for (depth = 0; SUCCEEDED(hr) && depth < 1000; depth++)
    {
        outer = client_spawn(cls);
        client_set_number(outer, L"Id", 1);
        V_VT(&value) = VT_DISPATCH;
        V_DISPATCH(&value) = (IDispatch *)inner;
        hr = client_invoke_put((IDispatch *)outer, L"Inner", value);
        drop(inner);
        inner = outer;
    }
    ck_assert_msg(FAILED(hr) && depth > 10, "%d levels", depth);
    client_put(services, inner);
    drop(inner);
    drop(cls);
}
END_TEST

static HRESULT put_array(ISWbemObjectEx *object, SAFEARRAY *array)
{
    VARIANT value;

    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = array;
    return client_invoke_put((IDispatch *)object, L"Text", value);
}

/* An array that contains itself by reference, and bytes that pass for variants. */
START_TEST(strange_arrays)
{
    ISWbemObject *cls = simple_class(L"HostileArrays");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"x");
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, 1);
    VARIANT whole, *element;

    V_VT(&whole) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&whole) = array;
    ck_assert_ok(SafeArrayAccessData(array, (void **)&element));
    V_VT(element) = VT_BYREF | VT_VARIANT;
    V_VARIANTREF(element) = &whole;
    ck_assert(FAILED(put_array(object, array)));
    V_VT(element) = VT_EMPTY;
    SafeArrayUnaccessData(array);
    SafeArrayDestroy(array);
    array = SafeArrayCreateVector(VT_UI1, 0, 3);
    memset(array->pvData, 0x55, 3);
    ck_assert(FAILED(put_array(object, array)));
    SafeArrayDestroy(array);
    drop(object);
    drop(cls);
}
END_TEST

START_TEST(embedded_zeros)
{
    ISWbemObject *cls = simple_class(L"HostileZero"), *found;
    ISWbemObjectEx *object = simple_instance(cls, 1, L"x");
    VARIANT value;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocStringLen(L"a\0b", 3);
    ck_assert_ok(client_invoke_put((IDispatch *)object, L"Text", value));
    VariantClear(&value);
    client_put(services, object);
    found = client_get(services, L"HostileZero=1");
    ck_assert_ok(client_invoke_get((IDispatch *)found, L"Text", &value));
    ck_assert_uint_eq(SysStringLen(V_BSTR(&value)), 3);
    ck_assert(!memcmp(V_BSTR(&value), L"a\0b", 6));
    VariantClear(&value);
    drop(found);
    drop(object);
    drop(cls);
}
END_TEST

/* --- every member with every kind of argument ------------------------------------------------- */

static const struct arg odd_arguments[] = {
    TEXT_(L""), TEXT_(L"x"), NUMBER(0), NUMBER(-1), REAL(1e300),  BOOLEAN_(1),       NULL_,
    EMPTY,      MISSING,     ARRAY(0),  ARRAY(3),   OBJECT(NULL), OBJECT(&services),
};

static const WCHAR *const member_names[] = {
    L"Get",
    L"GetAsync",
    L"Delete",
    L"DeleteAsync",
    L"InstancesOf",
    L"InstancesOfAsync",
    L"SubclassesOf",
    L"SubclassesOfAsync",
    L"ExecQuery",
    L"ExecQueryAsync",
    L"Security_",
    L"Put",
    L"PutAsync",
    L"Put_",
    L"PutAsync_",
    L"Delete_",
    L"DeleteAsync_",
    L"Instances_",
    L"InstancesAsync_",
    L"Subclasses_",
    L"SubclassesAsync_",
    L"Clone_",
    L"SpawnDerivedClass_",
    L"SpawnInstance_",
    L"CompareTo_",
    L"Qualifiers_",
    L"Properties_",
    L"Derivation_",
    L"Path_",
    L"SystemProperties_",
    L"_NewEnum",
    L"Item",
    L"Count",
    L"ItemIndex",
    L"Add",
    L"Remove",
    L"Value",
    L"Name",
    L"IsLocal",
    L"Origin",
    L"CIMType",
    L"IsArray",
    L"PropagatesToSubclass",
    L"PropagatesToInstance",
    L"IsOverridable",
    L"IsAmended",
    L"Path",
    L"RelPath",
    L"Server",
    L"Namespace",
    L"ParentNamespace",
    L"DisplayName",
    L"Class",
    L"IsClass",
    L"SetAsClass",
    L"IsSingleton",
    L"SetAsSingleton",
    L"Keys",
    L"Locale",
    L"Authority",
    L"Clone",
    L"DeleteAll",
    L"Cancel",
    L"ImpersonationLevel",
    L"AuthenticationLevel",
    L"Privileges",
    L"ConnectServer",
    L"Id",
    L"Text",
    L"__CLASS",
};

static const WORD call_kinds[] = {METHOD, GET, BOTH, PUT, DISPATCH_PROPERTYPUTREF, 0, 0xffff};

static unsigned random_state = 12345;

static unsigned random_below(unsigned limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

static void call_at_random(void *object)
{
    struct arg args[MAX_ARGS + 1] = {NOTHING};
    unsigned count = random_below(6), i;

    for (i = 0; i < count; i++)
    {
        args[i] = odd_arguments[random_below(COUNT_OF(odd_arguments))];
        if (args[i].object)
            args[i].object = services;
    }
    script_call(object, member_names[random_below(COUNT_OF(member_names))],
                call_kinds[random_below(COUNT_OF(call_kinds))], args, NULL);
}

/* Nothing to be asserted but that the process lives, and that the objects answer afterwards. */
START_TEST(odd_calls)
{
    ISWbemObject *cls = simple_class(L"HostileCalls");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"x");
    void *objects[16];
    unsigned count = 0, i;
    LONG number;

    client_put(services, object);
    objects[count++] = script_object(object, L"Properties_", NULL);
    objects[count++] = SCRIPT_OBJECT(objects[0], L"Item", TEXT_(L"Text"));
    objects[count++] = script_object(objects[1], L"Qualifiers_", NULL);
    objects[count++] = SCRIPT_OBJECT(objects[2], L"Add", TEXT_(L"Note"), TEXT_(L"x"));
    objects[count++] = script_object(object, L"Path_", NULL);
    objects[count++] = script_object(objects[4], L"Keys", NULL);
    objects[count++] = SCRIPT_OBJECT(objects[5], L"Item", TEXT_(L"Id"));
    objects[count++] = script_object(object, L"Security_", NULL);
    objects[count++] = SCRIPT_OBJECT(services, L"InstancesOf", TEXT_(L"HostileCalls"));
    objects[count++] = create_object(&CLSID_SWbemObjectPath, &IID_ISWbemObjectPath);
    objects[count++] = create_object(&CLSID_SWbemNamedValueSet, &IID_ISWbemNamedValueSet);
    objects[count++] = create_object(&CLSID_SWbemLocator, &IID_ISWbemLocator);
    objects[count++] = client_sink();
    objects[count++] = script_object(object, L"Clone_", NULL);
    objects[count++] = script_object(cls, L"SpawnDerivedClass_", NULL);
    for (i = 0; i < 30000; i++)
        call_at_random(objects[random_below(count)]);
    while (count)
        drop(objects[--count]);
    ck_assert_ok(ISWbemServicesEx_Get(services, client_bstr(L"__SystemClass"), 0, NULL,
                                      (ISWbemObject **)&objects[0]));
    drop(objects[0]);
    number = script_number(object, L"Id");
    ck_assert_int_eq(number, 1);
    drop(object);
    drop(cls);
}
END_TEST

/* DISPPARAMS that contradict themselves. */
START_TEST(bad_parameters)
{
    DISPID named[2] = {DISPID_PROPERTYPUT, 77};
    VARIANT value, result;
    DISPPARAMS none = {NULL, NULL, 0, 0}, lying = {NULL, NULL, 3, 0},
               more_named = {&value, named, 0, 2}, unknown_name = {&value, &named[1], 1, 1};
    LPOLESTR name = (LPOLESTR)L"Get";
    DISPID id;

    V_VT(&value) = VT_EMPTY;
    ck_assert_ok(ISWbemServicesEx_GetIDsOfNames(services, &IID_NULL, &name, 1, 0, &id));
    ck_assert_hr(
        ISWbemServicesEx_Invoke(services, id, &IID_NULL, 0, METHOD, NULL, &result, NULL, NULL),
        E_INVALIDARG);
    ck_assert_hr(
        ISWbemServicesEx_Invoke(services, id, &IID_NULL, 0, METHOD, &lying, &result, NULL, NULL),
        E_INVALIDARG);
    ck_assert(FAILED(ISWbemServicesEx_Invoke(services, id, &IID_NULL, 0, METHOD, &more_named,
                                             &result, NULL, NULL)));
    ck_assert(FAILED(ISWbemServicesEx_Invoke(services, id, &IID_NULL, 0, METHOD, &unknown_name,
                                             &result, NULL, NULL)));
    ck_assert_hr(
        ISWbemServicesEx_Invoke(services, -77, &IID_NULL, 0, METHOD, &none, &result, NULL, NULL),
        DISP_E_MEMBERNOTFOUND);
    ck_assert_hr(ISWbemServicesEx_GetIDsOfNames(services, &IID_NULL, NULL, 1, 0, &id),
                 E_INVALIDARG);
    ck_assert_hr(ISWbemServicesEx_GetIDsOfNames(services, &IID_NULL, &name, 1, 0, NULL),
                 E_INVALIDARG);
    ck_assert_hr(ISWbemServicesEx_QueryInterface(services, &IID_IUnknown, NULL), E_POINTER);
}
END_TEST

/* --- stores that are none --------------------------------------------------------------------- */

static void temp_file(WCHAR *file)
{
    WCHAR folder[MAX_PATH];

    ck_assert(GetTempPathW(MAX_PATH, folder));
    ck_assert(GetTempFileNameW(folder, L"hos", 0, file));
}

static DWORD access_file(const WCHAR *file, bool write, DWORD offset, void *data, DWORD size)
{
    HANDLE handle = CreateFileW(file, write ? GENERIC_WRITE : GENERIC_READ, FILE_SHARE_READ, NULL,
                                OPEN_EXISTING, 0, NULL);
    DWORD done = 0;

    ck_assert(handle != INVALID_HANDLE_VALUE);
    SetFilePointer(handle, (LONG)offset, NULL, FILE_BEGIN);
    if (write)
        ck_assert(WriteFile(handle, data, size, &done, NULL));
    else
        ck_assert(ReadFile(handle, data, size, &done, NULL));
    CloseHandle(handle);
    return done;
}

/* Connecting to this file fails with the code, with a text that names the file, and changes
 * nothing. */
static void check_refused(const WCHAR *file, HRESULT expected)
{
    static char before[65536], after[65536];
    ISWbemLocator *locator = create_object(&CLSID_SWbemLocator, &IID_ISWbemLocator);
    DWORD size = access_file(file, false, 0, before, sizeof(before));
    ISWbemLastError *last;
    WCHAR text[512];
    HRESULT hr;

    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", file));
    hr = script_call(locator, L"ConnectServer", METHOD, NULL, NULL);
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", L":memory:"));
    ck_assert_hr(hr, expected);
    ck_assert(script_error.description[0]);
    last = create_object(&CLSID_SWbemLastError, &IID_ISWbemLastError);
    script_text(last, L"Description", text, 512);
    ck_assert_msg(wcsstr(text, wcsrchr(file, '\\') + 1), "%ls: Description %ls", file, text);
    drop(last);
    ck_assert_uint_eq(access_file(file, false, 0, after, sizeof(after)), size);
    ck_assert(!memcmp(before, after, size));
    drop(locator);
}

START_TEST(text_file)
{
    char text[] = "This is a text, and no store at all.\r\nIt has two lines, which shall stay.\r\n";
    WCHAR file[MAX_PATH];

    temp_file(file);
    access_file(file, true, 0, text, sizeof(text) - 1);
    check_refused(file, WBEM_E_CONNECTION_FAILED);
    DeleteFileW(file);
}
END_TEST

static int make_store(void)
{
    CLIENT_CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED));
    services = client_connect();
    drop(simple_class(L"NewerStore"));
    drop(services);
    CoUninitialize();
    return 0;
}

static DWORD run_child(const WCHAR *store)
{
    STARTUPINFOW startup = {.cb = sizeof(startup)};
    PROCESS_INFORMATION process;
    WCHAR program[MAX_PATH], command[MAX_PATH + 64];
    DWORD code;

    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", store));
    GetModuleFileNameW(NULL, program, MAX_PATH);
    swprintf(command, MAX_PATH + 64, L"\"%ls\" --make", program);
    ck_assert(CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", L":memory:"));
    WaitForSingleObject(process.hProcess, 60000);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
    return code;
}

/* The schema's version is SQLite's user version, four bytes at 60. */
START_TEST(newer_schema)
{
    unsigned char version[4] = {0, 0, 0, 99};
    WCHAR file[MAX_PATH];

    temp_file(file);
    DeleteFileW(file);
    ck_assert_uint_eq(run_child(file), 0);
    access_file(file, true, 60, version, 4);
    check_refused(file, WBEM_E_DATABASE_VER_MISMATCH);
    DeleteFileW(file);
}
END_TEST

START_TEST(no_such_folder)
{
    ISWbemLocator *locator = create_object(&CLSID_SWbemLocator, &IID_ISWbemLocator);
    HRESULT hr;

    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", L"C:\\no\\such\\folder\\store.db"));
    hr = script_call(locator, L"ConnectServer", METHOD, NULL, NULL);
    ck_assert(SetEnvironmentVariableW(L"SWBEM_STORE", L":memory:"));
    ck_assert_msg(FAILED(hr), "0x%08lx", (unsigned long)hr);
    ck_assert(script_error.description[0]);
    drop(locator);
}
END_TEST

int main(int argc, char **argv)
{
    const TTest *const tests[] = {a_megabyte,         megabytes_elsewhere, a_thousand_deep,
                                  objects_in_objects, strange_arrays,      embedded_zeros,
                                  odd_calls,          bad_parameters,      text_file,
                                  newer_schema,       no_such_folder,      NULL};

    if (argc == 2 && !strcmp(argv[1], "--make"))
        return make_store();
    return script_main("hostile", tests);
}
