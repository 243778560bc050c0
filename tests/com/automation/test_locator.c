/* SWbemLocator: its interfaces, ConnectServer's arguments, the levels it asks for. */
#include "../support/script.h"

#include <wbemcli.h>

static ISWbemLocator *make_locator(void)
{
    return create_object(&CLSID_SWbemLocator, &IID_ISWbemLocator);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemLocator,
                                      &IID_ISupportErrorInfo, NULL};
    ISWbemLocator *locator = make_locator();
    ISupportErrorInfo *support;

    check_interfaces(locator, iids);
    ck_assert_ok(ISWbemLocator_QueryInterface(locator, &IID_ISupportErrorInfo, (void **)&support));
    ck_assert_ok(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_ISWbemLocator));
    ck_assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IPersist), S_FALSE);
    ISupportErrorInfo_Release(support);
    check_release(locator, 0);
}
END_TEST

START_TEST(aggregation)
{
    ISWbemLocator *outer = make_locator();
    void *inner = outer;

    ck_assert_hr(CoCreateInstance(&CLSID_SWbemLocator, (IUnknown *)outer, CLSCTX_INPROC_SERVER,
                                  &IID_IUnknown, &inner),
                 CLASS_E_NOAGGREGATION);
    ck_assert_ptr_null(inner);
    check_release(outer, 0);
}
END_TEST

#define CONNECT(label, code, ...)                                                                  \
    {                                                                                              \
        label, L"ConnectServer", METHOD, {__VA_ARGS__}, (HRESULT)(code)                            \
    }

static const struct call_row connects[] = {
    CONNECT("nothing given", S_OK, NOTHING),
    CONNECT("dot", S_OK, TEXT_(L".")),
    CONNECT("dot and namespace", S_OK, TEXT_(L"."), TEXT_(L"root\\cimv2")),
    CONNECT("forward slashes", S_OK, TEXT_(L"."), TEXT_(L"root/cimv2")),
    CONNECT("mixed case", S_OK, TEXT_(L"."), TEXT_(L"ROOT\\CimV2")),
    CONNECT("default namespace by blank", S_OK, TEXT_(L"."), TEXT_(L"")),
    CONNECT("root alone", S_OK, TEXT_(L"."), TEXT_(L"root")),
    CONNECT("root\\default", S_OK, TEXT_(L"."), TEXT_(L"root\\default")),
    CONNECT("root\\subscription", S_OK, TEXT_(L"."), TEXT_(L"root\\subscription")),
    CONNECT("left out", S_OK, MISSING, MISSING, MISSING, MISSING),
    CONNECT("null arguments", S_OK, NULL_, NULL_, NULL_, NULL_, NULL_, NULL_, NULL_, NULL_),
    CONNECT("localhost", S_OK, TEXT_(L"localhost"), TEXT_(L"root\\cimv2")),
    CONNECT("server with a slash", S_OK, TEXT_(L"./"), TEXT_(L"root\\cimv2")),
    CONNECT("server in the namespace", S_OK, TEXT_(L""), TEXT_(L"\\\\.\\root\\cimv2")),
    CONNECT("namespace with a leading slash", S_OK, TEXT_(L"."), TEXT_(L"\\root\\cimv2")),
    CONNECT("locale", S_OK, TEXT_(L"."), TEXT_(L"root\\cimv2"), NULL_, NULL_, TEXT_(L"MS_409")),
    CONNECT("wait at most", S_OK, TEXT_(L"."), TEXT_(L"root\\cimv2"), NULL_, NULL_, NULL_, NULL_,
            NUMBER(128)),
    CONNECT("flags", WBEM_E_INVALID_PARAMETER, TEXT_(L"."), TEXT_(L"root\\cimv2"), NULL_, NULL_,
            NULL_, NULL_, NUMBER(1)),
    CONNECT("absent namespace", WBEM_E_INVALID_NAMESPACE, TEXT_(L"."), TEXT_(L"root\\nowhere")),
    CONNECT("no namespace at all", WBEM_E_INVALID_PARAMETER, TEXT_(L"."), TEXT_(L"root\\a b\"")),
    CONNECT("an object path", WBEM_E_INVALID_PARAMETER, TEXT_(L"."), TEXT_(L"root\\cimv2:A.B=1")),
    CONNECT("user", WBEM_E_LOCAL_CREDENTIALS, TEXT_(L"."), TEXT_(L"root\\cimv2"), TEXT_(L"me")),
    CONNECT("locale that is none", WBEM_E_INVALID_PARAMETER, TEXT_(L"."), TEXT_(L"root\\cimv2"),
            NULL_, NULL_, TEXT_(L"german")),
    CONNECT("another computer", 0x800706BA, TEXT_(L"elsewhere.example.org"), TEXT_(L"root\\cimv2")),
    CONNECT("context of a wrong kind", WBEM_E_INVALID_PARAMETER, TEXT_(L"."), TEXT_(L"root\\cimv2"),
            NULL_, NULL_, NULL_, NULL_, NUMBER(0), OBJECT(NULL)),
    CONNECT("array as server", DISP_E_TYPEMISMATCH, ARRAY(2)),
};

START_TEST(connecting)
{
    static const WORD kinds[] = {METHOD, GET, BOTH};
    ISWbemLocator *locator = make_locator();
    struct call_row row;
    VARIANT result;
    size_t i, j;

    for (i = 0; i < COUNT_OF(connects); i++)
    {
        row = connects[i];
        if (row.args[7].kind == ARG_OBJECT)
            row.args[7].object = locator;
        for (j = 0; j < COUNT_OF(kinds); j++)
        {
            row.flags = kinds[j];
            check_call(locator, &row, L"SWbemLocator", &result);
            ck_assert_msg(SUCCEEDED(row.expected) == (V_VT(&result) == VT_DISPATCH), "%s: type %d",
                          row.name, V_VT(&result));
            VariantClear(&result);
        }
    }
    check_release(locator, 0);
}
END_TEST

START_TEST(connect_early_bound)
{
    ISWbemLocator *locator = make_locator();
    ISWbemServices *connected = (void *)locator;

    ck_assert_hr(
        ISWbemLocator_ConnectServer(locator, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL),
        WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemLocator_ConnectServer(locator, NULL, client_bstr(L"root\\nowhere"), NULL,
                                             NULL, NULL, NULL, 0, NULL, &connected),
                 WBEM_E_INVALID_NAMESPACE);
    ck_assert_ptr_null(connected);
    ck_assert_ok(ISWbemLocator_ConnectServer(locator, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL,
                                             &connected));
    check_release(locator, 0);
    check_release(connected, 0);
}
END_TEST

START_TEST(named_arguments)
{
    static const WCHAR *const names[] = {L"strNamespace", L"strServer"};
    static const WCHAR *const wrong[] = {L"strNamespaces"};
    const struct arg args[] = {TEXT_(L"root\\default"), TEXT_(L"."), NOTHING};
    ISWbemLocator *locator = make_locator();
    VARIANT result;

    ck_assert_ok(script_call_named(locator, L"ConnectServer", names, args, &result));
    ck_assert_int_eq(V_VT(&result), VT_DISPATCH);
    VariantClear(&result);
    ck_assert_hr(script_call_named(locator, L"ConnectServer", wrong,
                                   (const struct arg[]){TEXT_(L"root"), NOTHING}, &result),
                 DISP_E_UNKNOWNNAME);
    check_release(locator, 0);
}
END_TEST

START_TEST(error_texts)
{
    const struct call_row row =
        CONNECT("absent", WBEM_E_INVALID_NAMESPACE, TEXT_(L"."), TEXT_(L"root\\nowhere"));
    ISWbemLocator *locator = make_locator();

    check_call(locator, &row, L"SWbemLocator", NULL);
    ck_assert_wide(script_error.description, L"Invalid namespace ");
    check_release(locator, 0);
}
END_TEST

/* A client that calls the vtable asks IErrorInfo. */
START_TEST(error_info)
{
    ISWbemLocator *locator = make_locator();
    ISWbemServices *connected;
    IErrorInfo *info;
    BSTR text;
    GUID guid;

    ck_assert_hr(ISWbemLocator_ConnectServer(locator, NULL, client_bstr(L"root\\nowhere"), NULL,
                                             NULL, NULL, NULL, 0, NULL, &connected),
                 WBEM_E_INVALID_NAMESPACE);
    ck_assert_ok(GetErrorInfo(0, &info));
    ck_assert_ok(IErrorInfo_GetSource(info, &text));
    ck_assert_wide(text, L"SWbemLocator");
    SysFreeString(text);
    ck_assert_ok(IErrorInfo_GetDescription(info, &text));
    ck_assert_wide(text, L"Invalid namespace ");
    SysFreeString(text);
    ck_assert_ok(IErrorInfo_GetGUID(info, &guid));
    ck_assert(IsEqualGUID(&guid, &IID_ISWbemLocator));
    IErrorInfo_Release(info);
    check_release(locator, 0);
}
END_TEST

START_TEST(levels)
{
    ISWbemLocator *locator = make_locator();
    WbemAuthenticationLevelEnum authentication;
    WbemImpersonationLevelEnum impersonation;
    ISWbemSecurity *security, *inherited;
    ISWbemServices *connected;

    ck_assert_hr(ISWbemLocator_get_Security_(locator, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_ok(ISWbemLocator_get_Security_(locator, &security));
    ck_assert_hr(ISWbemSecurity_get_ImpersonationLevel(security, &impersonation), WBEM_E_FAILED);
    ck_assert_hr(ISWbemSecurity_get_AuthenticationLevel(security, &authentication), WBEM_E_FAILED);
    ck_assert_ok(ISWbemSecurity_put_ImpersonationLevel(security, 4));
    ck_assert_ok(ISWbemSecurity_get_ImpersonationLevel(security, &impersonation));
    ck_assert_int_eq(impersonation, 4);
    ISWbemSecurity_Release(security);
    ck_assert_ok(ISWbemLocator_ConnectServer(locator, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL,
                                             &connected));
    ck_assert_ok(ISWbemServices_get_Security_(connected, &inherited));
    ck_assert_ok(ISWbemSecurity_get_ImpersonationLevel(inherited, &impersonation));
    ck_assert_int_eq(impersonation, 4);
    ck_assert_ok(ISWbemSecurity_get_AuthenticationLevel(inherited, &authentication));
    ck_assert_int_eq(authentication, wbemAuthenticationLevelPktPrivacy);
    ISWbemSecurity_Release(inherited);
    ISWbemServices_Release(connected);
    check_release(locator, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces,          aggregation,     connecting,
                                  connect_early_bound, named_arguments, error_texts,
                                  error_info,          levels,          NULL};

    return script_main("locator", tests);
}
