/* SWbemSecurity: levels are checked, kept and reported (behaviour.md 21.1). */
#include "../support/script.h"

#include <wbemcli.h>

static HRESULT set_level(void *security, const WCHAR *name, LONG level)
{
    return script_call(security, name, PUT, (const struct arg[]){NUMBER(level), NOTHING}, NULL);
}

START_TEST(interfaces)
{
    static const IID *const iids[] = {&IID_IUnknown, &IID_IDispatch, &IID_ISWbemSecurity,
                                      &IID_ISupportErrorInfo, NULL};
    void *security = script_object(services, L"Security_", NULL);

    check_interfaces(security, iids);
    check_release(security, 0);
}
END_TEST

static const struct
{
    const WCHAR *name;
    LONG level;
    HRESULT expected;
    LONG reported;
} levels[] = {
    {L"ImpersonationLevel", 0, WBEM_E_INVALID_PARAMETER, 3},
    {L"ImpersonationLevel", 1, S_OK, 2}, /* anonymous is raised silently */
    {L"ImpersonationLevel", 2, S_OK, 2},
    {L"ImpersonationLevel", 4, S_OK, 4},
    {L"ImpersonationLevel", 5, WBEM_E_INVALID_PARAMETER, 4},
    {L"ImpersonationLevel", -1, WBEM_E_INVALID_PARAMETER, 4},
    {L"ImpersonationLevel", 3, S_OK, 3},
    {L"AuthenticationLevel", -1, WBEM_E_INVALID_PARAMETER, 6},
    {L"AuthenticationLevel", 0, S_OK, 0},
    {L"AuthenticationLevel", 6, S_OK, 6},
    {L"AuthenticationLevel", 7, WBEM_E_INVALID_PARAMETER, 6},
};

START_TEST(levels_of_services)
{
    void *security = script_object(services, L"Security_", NULL), *again;
    HRESULT hr;
    size_t i;

    ck_assert_int_eq(script_number(security, L"ImpersonationLevel"), 3);
    ck_assert_int_eq(script_number(security, L"AuthenticationLevel"), 6);
    for (i = 0; i < COUNT_OF(levels); i++)
    {
        hr = set_level(security, levels[i].name, levels[i].level);
        ck_assert_msg(hr == levels[i].expected, "%ls = %ld: 0x%08lx", levels[i].name,
                      levels[i].level, (unsigned long)hr);
        ck_assert_int_eq(script_number(security, levels[i].name), levels[i].reported);
    }
    ck_assert_ok(set_level(security, L"ImpersonationLevel", 4));
    /* It is the owner's setting, not the object's. */
    drop(security);
    again = script_object(services, L"Security_", NULL);
    ck_assert_int_eq(script_number(again, L"ImpersonationLevel"), 4);
    drop(again);
}
END_TEST

/* What a parent produces begins with its levels, and goes its own way from there. */
START_TEST(inheritance)
{
    void *security = script_object(services, L"Security_", NULL), *own, *cls, *instance;

    ck_assert_ok(set_level(security, L"ImpersonationLevel", 2));
    cls = simple_class(L"SecurityClass");
    instance = client_spawn(cls);
    ck_assert_ok(set_level(security, L"ImpersonationLevel", 4));
    own = script_object(instance, L"Security_", NULL);
    ck_assert_int_eq(script_number(own, L"ImpersonationLevel"), 2);
    ck_assert_ok(set_level(own, L"ImpersonationLevel", 3));
    drop(own);
    own = script_object(cls, L"Security_", NULL);
    ck_assert_int_eq(script_number(own, L"ImpersonationLevel"), 2);
    drop(own);
    drop(instance);
    drop(cls);
    drop(security);
}
END_TEST

START_TEST(errors)
{
    ISWbemSecurity *security = script_object(services, L"Security_", NULL);

    ck_assert_hr(script_call(security, L"Privileges", GET, NULL, NULL), E_NOTIMPL);
    ck_assert_wide(script_error.source, L"SWbemSecurity");
    ck_assert_hr(ISWbemSecurity_get_ImpersonationLevel(security, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemSecurity_get_AuthenticationLevel(security, NULL), WBEM_E_INVALID_PARAMETER);
    ck_assert_hr(ISWbemSecurity_get_Privileges(security, NULL), E_NOTIMPL);
    ck_assert_hr(script_call(security, L"ImpersonationLevel", PUT,
                             (const struct arg[]){TEXT_(L"boss"), NOTHING}, NULL),
                 DISP_E_TYPEMISMATCH);
    drop(security);
}
END_TEST

/* The object keeps its owner. */
START_TEST(lifetime)
{
    ISWbemObjectPath *path = create_object(&CLSID_SWbemObjectPath, &IID_ISWbemObjectPath);
    void *security = script_object(path, L"Security_", NULL);

    drop(path);
    ck_assert_ok(set_level(security, L"ImpersonationLevel", 2));
    ck_assert_int_eq(script_number(security, L"ImpersonationLevel"), 2);
    check_release(security, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {interfaces, levels_of_services, inheritance,
                                  errors,     lifetime,           NULL};

    return script_main("security", tests);
}
