/* SWbemServicesEx: interfaces, members early and late bound, what is not there yet, and the
 * asynchronous readers. */
#include "../support/script.h"

#include <wbemcli.h>

#define ROW(label, method, code, ...)                                                              \
    {                                                                                              \
        label, method, METHOD, {__VA_ARGS__}, (HRESULT)(code)                                      \
    }

/* Make the call with the flags of each engine; what comes is an object or nothing. */
static void check_all_flags(const struct call_row *row, bool gives_object)
{
    static const WORD kinds[] = {METHOD, GET, BOTH};
    struct call_row again = *row;
    VARIANT result;
    size_t i;

    for (i = 0; i < COUNT_OF(kinds); i++)
    {
        again.flags = kinds[i];
        check_call(services, &again, L"SWbemServicesEx", &result);
        ck_assert_msg(V_VT(&result) ==
                          (SUCCEEDED(row->expected) && gives_object ? VT_DISPATCH : VT_EMPTY),
                      "%s: VARIANT type %d", row->name, V_VT(&result));
        VariantClear(&result);
    }
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown,          &IID_IDispatch,
                                      &IID_ISWbemServices,    &IID_ISWbemServicesEx,
                                      &IID_ISupportErrorInfo, NULL};
    IProvideClassInfo *info;
    ITypeInfo *type;
    TYPEATTR *attributes;
    UINT count;

    check_interfaces(services, iids);
    ck_assert_hr(ISWbemServicesEx_QueryInterface(services, &IID_IProvideClassInfo, (void **)&info),
                 E_NOINTERFACE);
    ck_assert_ok(ISWbemServicesEx_GetTypeInfoCount(services, &count));
    ck_assert_uint_eq(count, 1);
    ck_assert_ok(ISWbemServicesEx_GetTypeInfo(services, 0, 0, &type));
    ck_assert_ok(ITypeInfo_GetTypeAttr(type, &attributes));
    ck_assert(IsEqualGUID(&attributes->guid, &IID_ISWbemServicesEx));
    ITypeInfo_ReleaseTypeAttr(type, attributes);
    ITypeInfo_Release(type);
}
END_TEST

static const struct call_row get_rows[] = {
    ROW("nothing", L"Get", S_OK, NOTHING),
    ROW("empty", L"Get", S_OK, TEXT_(L"")),
    ROW("missing", L"Get", S_OK, MISSING, MISSING, MISSING),
    ROW("nulls", L"Get", S_OK, NULL_, NULL_, NULL_),
    ROW("class", L"Get", S_OK, TEXT_(L"GetRow")),
    ROW("class in another case", L"Get", S_OK, TEXT_(L"gETrOW"), NUMBER(0)),
    ROW("instance", L"Get", S_OK, TEXT_(L"GetRow.Id=1")),
    ROW("short path", L"Get", S_OK, TEXT_(L"GetRow=1")),
    ROW("full path", L"Get", S_OK, TEXT_(L"\\\\.\\root\\cimv2:GetRow.Id=1")),
    ROW("namespace alone", L"Get", S_OK, TEXT_(L"root\\cimv2:GetRow.Id=1")),
    ROW("amended", L"Get", S_OK, TEXT_(L"GetRow.Id=1"), NUMBER(0x20000)),
    ROW("absent class", L"Get", WBEM_E_NOT_FOUND, TEXT_(L"Nowhere")),
    ROW("absent instance", L"Get", WBEM_E_NOT_FOUND, TEXT_(L"GetRow.Id=2")),
    ROW("instance of absent class", L"Get", WBEM_E_INVALID_CLASS, TEXT_(L"Nowhere.Id=2")),
    ROW("no path", L"Get", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"GetRow.Id=")),
    ROW("blanks", L"Get", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"GetRow . Id=1")),
    ROW("wrong key", L"Get", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"GetRow.Name=1")),
    ROW("singleton of a keyed class", L"Get", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"GetRow=@")),
    ROW("another namespace", L"Get", WBEM_E_INVALID_OBJECT_PATH,
        TEXT_(L"\\\\.\\root\\default:GetRow.Id=1")),
    ROW("a namespace", L"Get", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"root\\cimv2")),
    ROW("flags", L"Get", WBEM_E_INVALID_PARAMETER, TEXT_(L"GetRow"), NUMBER(4)),
    ROW("context of a wrong kind", L"Get", WBEM_E_INVALID_PARAMETER, TEXT_(L"GetRow"), NUMBER(0),
        OBJECT(&services)),
    ROW("number as path", L"Get", WBEM_E_INVALID_OBJECT_PATH, NUMBER(5)),
    ROW("array as path", L"Get", DISP_E_TYPEMISMATCH, ARRAY(1)),
    ROW("too many", L"Get", DISP_E_BADPARAMCOUNT, NULL_, NULL_, NULL_, NULL_),
};

/* `services` is made for each test: a table holds its place. */
static struct call_row with_services(const struct call_row *row)
{
    struct call_row out = *row;
    size_t i;

    for (i = 0; i < MAX_ARGS; i++)
    {
        if (out.args[i].object == &services)
            out.args[i].object = services;
    }
    return out;
}

START_TEST(get)
{
    ISWbemObject *cls = simple_class(L"GetRow");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");
    struct call_row row;
    size_t i;

    client_put(services, object);
    for (i = 0; i < COUNT_OF(get_rows); i++)
    {
        row = with_services(&get_rows[i]);
        check_all_flags(&row, true);
    }
    ISWbemObjectEx_Release(object);
    ISWbemObject_Release(cls);
}
END_TEST

START_TEST(get_early_bound)
{
    ISWbemObject *object = (void *)services;

    ck_assert_hr(ISWbemServicesEx_Get(services, NULL, 0, NULL, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemServicesEx_Get(services, client_bstr(L"Nowhere"), 0, NULL, &object),
                 WBEM_E_NOT_FOUND);
    ck_assert_ptr_null(object);
    ck_assert_ok(ISWbemServicesEx_Get(services, NULL, 0, NULL, &object));
    check_release(object, 0);
}
END_TEST

START_TEST(empty_class)
{
    ISWbemObject *cls = client_get(services, L"");
    WCHAR text[64];
    VARIANT value;

    ck_assert_int_eq(part_number(cls, L"Properties_", L"Count"), 0);
    script_get(cls, L"__GENUS", &value);
    ck_assert_int_eq(V_I4(&value), 1);
    ck_assert_wide(script_text(cls, L"__CLASS", text, 64), L"(null)");
    ISWbemObject_Release(cls);
}
END_TEST

static const struct call_row deletes[] = {
    ROW("no path", L"Delete", WBEM_E_INVALID_PARAMETER, TEXT_(L"")),
    ROW("nothing", L"Delete", DISP_E_BADPARAMCOUNT, NOTHING),
    ROW("absent class", L"Delete", WBEM_E_NOT_FOUND, TEXT_(L"Nowhere")),
    ROW("absent instance", L"Delete", WBEM_E_NOT_FOUND, TEXT_(L"DelRow.Id=9")),
    ROW("instance of absent class", L"Delete", WBEM_E_INVALID_CLASS, TEXT_(L"Nowhere.Id=9")),
    ROW("system class", L"Delete", WBEM_E_INVALID_OPERATION, TEXT_(L"__Namespace")),
    ROW("bad path", L"Delete", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"DelRow.")),
    ROW("a namespace", L"Delete", WBEM_E_INVALID_OBJECT_PATH, TEXT_(L"root\\cimv2")),
    ROW("flags", L"Delete", WBEM_E_INVALID_PARAMETER, TEXT_(L"DelRow.Id=1"), NUMBER(1)),
    ROW("context", L"Delete", WBEM_E_INVALID_PARAMETER, TEXT_(L"DelRow.Id=1"), NUMBER(0),
        OBJECT(&services)),
    ROW("instance", L"Delete", S_OK, TEXT_(L"DelRow.Id=1")),
    ROW("again", L"Delete", WBEM_E_NOT_FOUND, TEXT_(L"DelRow.Id=1")),
    ROW("class", L"Delete", S_OK, TEXT_(L"DelRow")),
    ROW("class again", L"Delete", WBEM_E_NOT_FOUND, TEXT_(L"DelRow")),
};

START_TEST(delete)
{
    ISWbemObject *cls = simple_class(L"DelRow");
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");
    struct call_row row;
    size_t i;

    client_put(services, object);
    for (i = 0; i < COUNT_OF(deletes); i++)
    {
        row = with_services(&deletes[i]);
        check_call(services, &row, L"SWbemServicesEx", NULL);
    }
    ISWbemObjectEx_Release(object);
    ISWbemObject_Release(cls);
}
END_TEST

static const struct call_row sets[] = {
    ROW("instances", L"InstancesOf", S_OK, TEXT_(L"SetRow")),
    ROW("instances, shallow", L"InstancesOf", S_OK, TEXT_(L"SetRow"), NUMBER(1 | 16 | 32)),
    ROW("instances, blank", L"InstancesOf", WBEM_E_INVALID_PARAMETER, TEXT_(L"")),
    ROW("instances, no name", L"InstancesOf", DISP_E_BADPARAMCOUNT, NOTHING),
    ROW("instances, flags", L"InstancesOf", WBEM_E_INVALID_PARAMETER, TEXT_(L"SetRow"),
        NUMBER(0x40000000)),
    ROW("instances, absent, at once", L"InstancesOf", WBEM_E_INVALID_CLASS, TEXT_(L"Nowhere"),
        NUMBER(0)),
    ROW("instances, absent, later", L"InstancesOf", S_OK, TEXT_(L"Nowhere")),
    ROW("instances, context", L"InstancesOf", WBEM_E_INVALID_PARAMETER, TEXT_(L"SetRow"),
        NUMBER(16), OBJECT(&services)),
    ROW("subclasses of all", L"SubclassesOf", S_OK, NOTHING),
    ROW("subclasses", L"SubclassesOf", S_OK, TEXT_(L"SetRow"), NUMBER(0)),
    ROW("subclasses, absent", L"SubclassesOf", WBEM_E_INVALID_CLASS, TEXT_(L"Nowhere"), NUMBER(0)),
    ROW("query", L"ExecQuery", S_OK, TEXT_(L"SELECT * FROM SetRow")),
    ROW("query, language", L"ExecQuery", S_OK, TEXT_(L"SELECT * FROM SetRow"), TEXT_(L"wql")),
    ROW("query, null language", L"ExecQuery", S_OK, TEXT_(L"SELECT * FROM SetRow"), NULL_, NULL_),
    ROW("query, prototype", L"ExecQuery", S_OK, TEXT_(L"SELECT * FROM SetRow"), MISSING, NUMBER(2)),
    ROW("query, blank", L"ExecQuery", WBEM_E_INVALID_PARAMETER, TEXT_(L"")),
    ROW("query, other language", L"ExecQuery", WBEM_E_INVALID_QUERY_TYPE, TEXT_(L"SELECT 1"),
        TEXT_(L"SQL"), NUMBER(0)),
    ROW("query, nonsense, at once", L"ExecQuery", WBEM_E_INVALID_QUERY, TEXT_(L"SELECT FROM"),
        TEXT_(L"WQL"), NUMBER(0)),
    ROW("query, absent class, at once", L"ExecQuery", WBEM_E_INVALID_CLASS,
        TEXT_(L"SELECT * FROM Nowhere"), TEXT_(L"WQL"), NUMBER(0)),
    ROW("query, absent class, later", L"ExecQuery", S_OK, TEXT_(L"SELECT * FROM Nowhere")),
    ROW("query, flags", L"ExecQuery", WBEM_E_INVALID_PARAMETER, TEXT_(L"SELECT * FROM SetRow"),
        NULL_, NUMBER(4)),
};

START_TEST(object_sets)
{
    ISWbemObject *cls = simple_class(L"SetRow");
    struct call_row row;
    size_t i;

    for (i = 0; i < COUNT_OF(sets); i++)
    {
        row = with_services(&sets[i]);
        check_all_flags(&row, true);
    }
    ISWbemObject_Release(cls);
}
END_TEST

static const struct call_row missing_members[] = {
    ROW("AssociatorsOf", L"AssociatorsOf", E_NOTIMPL, TEXT_(L"A=1")),
    ROW("AssociatorsOfAsync", L"AssociatorsOfAsync", E_NOTIMPL, OBJECT(NULL), TEXT_(L"A=1")),
    ROW("ReferencesTo", L"ReferencesTo", E_NOTIMPL, TEXT_(L"A=1")),
    ROW("ReferencesToAsync", L"ReferencesToAsync", E_NOTIMPL, OBJECT(NULL), TEXT_(L"A=1")),
    ROW("ExecNotificationQuery", L"ExecNotificationQuery", E_NOTIMPL, TEXT_(L"SELECT")),
    ROW("ExecNotificationQueryAsync", L"ExecNotificationQueryAsync", E_NOTIMPL, OBJECT(NULL),
        TEXT_(L"SELECT")),
    ROW("ExecMethod", L"ExecMethod", E_NOTIMPL, TEXT_(L"A=1"), TEXT_(L"M")),
    ROW("ExecMethodAsync", L"ExecMethodAsync", E_NOTIMPL, OBJECT(NULL), TEXT_(L"A=1"), TEXT_(L"M")),
};

START_TEST(not_there_yet)
{
    size_t i;

    for (i = 0; i < COUNT_OF(missing_members); i++)
        check_call(services, &missing_members[i], L"SWbemServicesEx", NULL);
}
END_TEST

START_TEST(names)
{
    ck_assert_hr(script_call(services, L"NoSuchMember", BOTH, NULL, NULL), DISP_E_UNKNOWNNAME);
    ck_assert_hr(
        script_call(services, L"Security_", PUT, (const struct arg[]){NUMBER(1), NOTHING}, NULL),
        DISP_E_MEMBERNOTFOUND);
    drop(script_object(services, L"sEcUrItY_", NULL));
}
END_TEST

/* --- asynchronous readers --------------------------------------------------------------------- */

#define ASYNC(label, method, code, ready, ...)                                                     \
    {                                                                                              \
        label, method, {__VA_ARGS__}, (HRESULT)(code), ready                                       \
    }

static const struct async_row
{
    const char *name;
    const WCHAR *member;
    struct arg args[MAX_ARGS]; /* behind the sink */
    HRESULT completed;
    LONG ready;
} async_rows[] = {
    ASYNC("get", L"GetAsync", S_OK, 1, TEXT_(L"AsyncRow.Id=1")),
    ASYNC("get the empty class", L"GetAsync", S_OK, 1, NOTHING),
    ASYNC("get what is absent", L"GetAsync", WBEM_E_NOT_FOUND, 0, TEXT_(L"AsyncRow.Id=9")),
    ASYNC("get with ignored flags", L"GetAsync", S_OK, 1, TEXT_(L"AsyncRow"), NUMBER(16 | 32)),
    ASYNC("instances", L"InstancesOfAsync", S_OK, 3, TEXT_(L"AsyncRow")),
    ASYNC("instances of an absent class", L"InstancesOfAsync", WBEM_E_INVALID_CLASS, 0,
          TEXT_(L"Nowhere")),
    ASYNC("subclasses", L"SubclassesOfAsync", S_OK, 0, TEXT_(L"AsyncRow")),
    ASYNC("query", L"ExecQueryAsync", S_OK, 2, TEXT_(L"SELECT * FROM AsyncRow WHERE Id > 1")),
    ASYNC("nonsense", L"ExecQueryAsync", WBEM_E_INVALID_QUERY, 0, TEXT_(L"SELECT")),
    ASYNC("delete what is absent", L"DeleteAsync", WBEM_E_NOT_FOUND, 0, TEXT_(L"AsyncRow.Id=9")),
    ASYNC("delete", L"DeleteAsync", S_OK, 0, TEXT_(L"AsyncRow.Id=1")),
    ASYNC("delete the class", L"DeleteAsync", S_OK, 0, TEXT_(L"AsyncRow")),
};

static void check_async(const struct async_row *row, ISWbemSink *sink, struct client_events *events)
{
    struct call_row call = {row->name, row->member, METHOD, {OBJECT(sink)}, S_OK};
    LONG ready = events->count[CLIENT_OBJECT_READY], done = events->count[CLIENT_COMPLETED];

    memcpy(call.args + 1, row->args, sizeof(call.args) - sizeof(call.args[0]));
    check_call(services, &call, NULL, NULL);
    ck_assert_msg(client_wait(events, CLIENT_COMPLETED, done + 1, 5000), "%s: no end", row->name);
    ck_assert_msg(events->last_hr == row->completed, "%s: 0x%08lx, not 0x%08lx", row->name,
                  (unsigned long)events->last_hr, (unsigned long)row->completed);
    ck_assert_msg(events->count[CLIENT_OBJECT_READY] - ready == row->ready, "%s: %ld objects",
                  row->name, events->count[CLIENT_OBJECT_READY] - ready);
    ck_assert_int_eq(events->count[CLIENT_OBJECT_PUT], 0);
}

START_TEST(asynchronous)
{
    ISWbemObject *cls = simple_class(L"AsyncRow");
    ISWbemSink *sink = client_sink();
    struct client_events events;
    ISWbemObjectEx *object;
    size_t i;

    client_events_init(&events);
    client_listen(sink, &events);
    for (i = 1; i <= 3; i++)
    {
        object = simple_instance(cls, (LONG)i, L"row");
        client_put(services, object);
        ISWbemObjectEx_Release(object);
    }
    for (i = 0; i < COUNT_OF(async_rows); i++)
        check_async(&async_rows[i], sink, &events);
    ISWbemObject_Release(cls);
    ISWbemSink_Release(sink);
}
END_TEST

static const struct call_row async_arguments[] = {
    ROW("no sink", L"GetAsync", WBEM_E_INVALID_PARAMETER, OBJECT(NULL), TEXT_(L"X")),
    ROW("no sink at all", L"GetAsync", DISP_E_BADPARAMCOUNT, NOTHING),
    ROW("services as sink", L"GetAsync", WBEM_E_INVALID_PARAMETER, OBJECT(&services), TEXT_(L"X")),
    ROW("flags", L"GetAsync", WBEM_E_INVALID_PARAMETER, EMPTY, TEXT_(L"X"), NUMBER(4)),
    ROW("context", L"GetAsync", WBEM_E_INVALID_PARAMETER, EMPTY, TEXT_(L"X"), NUMBER(0),
        OBJECT(&services)),
    ROW("asynchronous context", L"GetAsync", WBEM_E_INVALID_PARAMETER, EMPTY, TEXT_(L"X"),
        NUMBER(0), NULL_, OBJECT(&services)),
    ROW("delete without a path", L"DeleteAsync", WBEM_E_INVALID_PARAMETER, EMPTY, TEXT_(L"")),
    ROW("delete, bad path", L"DeleteAsync", WBEM_E_INVALID_OBJECT_PATH, EMPTY, TEXT_(L"X.")),
    ROW("blank class", L"InstancesOfAsync", WBEM_E_INVALID_PARAMETER, EMPTY, TEXT_(L"")),
    ROW("blank query", L"ExecQueryAsync", WBEM_E_INVALID_PARAMETER, EMPTY, TEXT_(L"")),
    ROW("language", L"ExecQueryAsync", WBEM_E_INVALID_QUERY_TYPE, EMPTY, TEXT_(L"SELECT"),
        TEXT_(L"SQL")),
};

/* Raised at the call, and the sink hears nothing. EMPTY stands for a sink that is one. */
START_TEST(asynchronous_arguments)
{
    ISWbemSink *sink = client_sink();
    struct client_events events;
    struct call_row row;
    size_t i;

    client_events_init(&events);
    client_listen(sink, &events);
    for (i = 0; i < COUNT_OF(async_arguments); i++)
    {
        row = with_services(&async_arguments[i]);
        if (row.args[0].kind == ARG_EMPTY)
            row.args[0] = (struct arg)OBJECT(sink);
        check_call(services, &row, L"SWbemServicesEx", NULL);
    }
    client_wait(&events, CLIENT_COMPLETED, 1, 200);
    ck_assert_int_eq(events.count[CLIENT_COMPLETED], 0);
    check_release(sink, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        interfaces,  get,           get_early_bound, empty_class,  delete,
        object_sets, not_there_yet, names,           asynchronous, asynchronous_arguments,
        NULL};

    return script_main("services", tests);
}
