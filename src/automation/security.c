/* SWbemSecurity: the levels asked for on another object. It writes through to its owner, which
 * it holds. In process the levels have no effect (behaviour.md 21.1); they are checked, kept and
 * reported. Any thread: a level is one aligned word. */
#include "automation.h"

struct security
{
    struct com_object base;
    struct com_object *owner;           /* referenced: `settings` lies inside it */
    struct security_settings *settings; /* borrowed from owner */
    bool strict;                        /* reading an unset level fails */
};

static struct security *impl_from_ISWbemSecurity(ISWbemSecurity *iface)
{
    return (struct security *)iface;
}

static HRESULT read_level(const struct security *security, LONG stored, LONG fallback, LONG *out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    if (stored == LEVEL_UNSET && security->strict)
        return WBEM_E_FAILED;
    *out = stored == LEVEL_UNSET ? fallback : stored;
    return S_OK;
}

static HRESULT WINAPI security_get_ImpersonationLevel(ISWbemSecurity *iface,
                                                      WbemImpersonationLevelEnum *out)
{
    struct security *security = impl_from_ISWbemSecurity(iface);

    return com_return(&security->base, read_level(security, security->settings->impersonation,
                                                  wbemImpersonationLevelImpersonate, (LONG *)out));
}

static HRESULT WINAPI security_put_ImpersonationLevel(ISWbemSecurity *iface,
                                                      WbemImpersonationLevelEnum level)
{
    struct security *security = impl_from_ISWbemSecurity(iface);

    if ((LONG)level < wbemImpersonationLevelAnonymous ||
        (LONG)level > wbemImpersonationLevelDelegate)
        return com_return(&security->base, WBEM_E_INVALID_PARAMETER);
    /* Silently raised: swbemsecurity-impersonationlevel.md. */
    if (level == wbemImpersonationLevelAnonymous)
        level = wbemImpersonationLevelIdentify;
    security->settings->impersonation = (LONG)level;
    return S_OK;
}

static HRESULT WINAPI security_get_AuthenticationLevel(ISWbemSecurity *iface,
                                                       WbemAuthenticationLevelEnum *out)
{
    struct security *security = impl_from_ISWbemSecurity(iface);

    return com_return(&security->base, read_level(security, security->settings->authentication,
                                                  wbemAuthenticationLevelPktPrivacy, (LONG *)out));
}

static HRESULT WINAPI security_put_AuthenticationLevel(ISWbemSecurity *iface,
                                                       WbemAuthenticationLevelEnum level)
{
    struct security *security = impl_from_ISWbemSecurity(iface);

    if ((LONG)level < wbemAuthenticationLevelDefault ||
        (LONG)level > wbemAuthenticationLevelPktPrivacy)
        return com_return(&security->base, WBEM_E_INVALID_PARAMETER);
    security->settings->authentication = (LONG)level;
    return S_OK;
}

static HRESULT WINAPI security_get_Privileges(ISWbemSecurity *iface, ISWbemPrivilegeSet **out)
{
    struct security *security = impl_from_ISWbemSecurity(iface);

    if (out)
        *out = NULL;
    return com_return(&security->base, E_NOTIMPL);
}

static const ISWbemSecurityVtbl security_vtbl = {
    COM_OBJECT_METHODS(ISWbemSecurity), security_get_ImpersonationLevel,
    security_put_ImpersonationLevel,    security_get_AuthenticationLevel,
    security_put_AuthenticationLevel,   security_get_Privileges,
};

static void security_destroy(struct com_object *base)
{
    struct security *security = (struct security *)base;

    IDispatch_Release(&security->owner->IDispatch_iface);
    free(security);
}

static const struct com_class security_class = {
    .name = "SWbemSecurity",
    .clsid = &CLSID_SWbemSecurity,
    .iid = &IID_ISWbemSecurity,
    .members = &com_members_ISWbemSecurity,
    .destroy = security_destroy,
};

HRESULT security_create(struct com_object *owner, struct security_settings *settings, bool strict,
                        ISWbemSecurity **out)
{
    struct security *security;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    security = calloc(1, sizeof(*security));
    if (!security)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_init(&security->base, &security_class, &security_vtbl);
    IDispatch_AddRef(&owner->IDispatch_iface);
    security->owner = owner;
    security->settings = settings;
    security->strict = strict;
    *out = (ISWbemSecurity *)&security->base.IDispatch_iface;
    return S_OK;
}
