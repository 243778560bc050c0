/* SWbemLocator: connects to a namespace of the embedded repository.
 *
 * Any thread; the requested security levels are two words that the next ConnectServer reads.
 * Holds nothing else. Arguments: behaviour.md 5.1. */
#include "automation.h"

#include "../wmi/wmi.h"

struct locator
{
    struct com_object base;
    struct security_settings security;
};

static struct locator *impl_from_ISWbemLocator(ISWbemLocator *iface)
{
    return (struct locator *)iface;
}

static bool is_blank(BSTR text)
{
    return !SysStringLen(text);
}

/* The scripting default namespace (constructing-a-moniker-string.md), root\cimv2 unless the
 * registry says other. */
static BSTR default_namespace(void)
{
    static const WCHAR key[] = L"Software\\Microsoft\\WBEM\\Scripting";
    WCHAR text[512];
    DWORD size = sizeof(text) - sizeof(WCHAR), type;
    LSTATUS status;
    HKEY handle;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, key, 0, KEY_QUERY_VALUE, &handle))
        return SysAllocString(L"root\\cimv2");
    status = RegQueryValueExW(handle, L"Default Namespace", NULL, &type, (BYTE *)text, &size);
    RegCloseKey(handle);
    if (status || type != REG_SZ || size < sizeof(WCHAR))
        return SysAllocString(L"root\\cimv2");
    text[size / sizeof(WCHAR)] = 0;
    return text[0] ? SysAllocString(text) : SysAllocString(L"root\\cimv2");
}

static bool names_its_server(BSTR space)
{
    return SysStringLen(space) > 2 && (space[0] == '\\' || space[0] == '/') && space[1] == space[0];
}

/* `\\server\namespace`; trailing slashes of the server ("./") are seen in published scripts. */
static BSTR join_resource(BSTR server, BSTR space)
{
    UINT server_size = SysStringLen(server), space_size = SysStringLen(space);
    BSTR text;

    while (server_size && (server[server_size - 1] == '/' || server[server_size - 1] == '\\'))
        server_size--;
    if (!server_size || names_its_server(space))
        return SysAllocStringLen(space, space_size);
    if (space_size && (space[0] == '\\' || space[0] == '/'))
    {
        space++;
        space_size--;
    }
    text = SysAllocStringLen(NULL, server_size + space_size + 3);
    if (!text)
        return NULL;
    text[0] = text[1] = text[server_size + 2] = '\\';
    memcpy(text + 2, server, server_size * sizeof(WCHAR));
    memcpy(text + server_size + 3, space, space_size * sizeof(WCHAR));
    return text;
}

/* What IWbemLocator takes for a server and a namespace as a script gave them. */
static HRESULT network_resource(BSTR server, BSTR space, BSTR *out)
{
    BSTR fallback = NULL;

    *out = NULL;
    if (is_blank(space))
    {
        fallback = default_namespace();
        if (!fallback)
            return WBEM_E_OUT_OF_MEMORY;
    }
    *out = join_resource(server, fallback ? fallback : space);
    SysFreeString(fallback);
    return *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT connect_server(const struct locator *locator, BSTR resource, BSTR user,
                              BSTR password, BSTR locale, BSTR authority, LONG flags,
                              IWbemContext *context, ISWbemServices **out)
{
    IWbemLocator *wbem_locator;
    IWbemServices *wbem;
    HRESULT hr;

    hr = wmi_locator_create(&wbem_locator);
    if (FAILED(hr))
        return hr;
    hr = IWbemLocator_ConnectServer(wbem_locator, resource, is_blank(user) ? NULL : user,
                                    is_blank(password) ? NULL : password,
                                    is_blank(locale) ? NULL : locale, flags,
                                    is_blank(authority) ? NULL : authority, context, &wbem);
    IWbemLocator_Release(wbem_locator);
    if (FAILED(hr))
        return hr;
    hr = services_create(wbem, &locator->security, out);
    IWbemServices_Release(wbem);
    return hr;
}

static HRESULT WINAPI locator_ConnectServer(ISWbemLocator *iface, BSTR server, BSTR space,
                                            BSTR user, BSTR password, BSTR locale, BSTR authority,
                                            LONG flags, IDispatch *context, ISWbemServices **out)
{
    struct locator *locator = impl_from_ISWbemLocator(iface);
    IWbemContext *wbem_context = NULL;
    BSTR resource = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&locator->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    if (flags & ~wbemConnectFlagUseMaxWait)
        return com_return(&locator->base, WBEM_E_INVALID_PARAMETER);
    hr = named_value_set_to_context(context, &wbem_context);
    if (SUCCEEDED(hr))
        hr = network_resource(server, space, &resource);
    if (SUCCEEDED(hr))
        hr = connect_server(locator, resource, user, password, locale, authority, flags,
                            wbem_context, out);
    SysFreeString(resource);
    if (wbem_context)
        IWbemContext_Release(wbem_context);
    return com_return(&locator->base, hr);
}

static HRESULT WINAPI locator_get_Security_(ISWbemLocator *iface, ISWbemSecurity **out)
{
    struct locator *locator = impl_from_ISWbemLocator(iface);

    return com_return(&locator->base,
                      security_create(&locator->base, &locator->security, true, out));
}

static const ISWbemLocatorVtbl locator_vtbl = {
    COM_OBJECT_METHODS(ISWbemLocator),
    locator_ConnectServer,
    locator_get_Security_,
};

static void locator_destroy(struct com_object *base)
{
    free(base);
}

static const struct com_class locator_class = {
    .name = "SWbemLocator",
    .clsid = &CLSID_SWbemLocator,
    .iid = &IID_ISWbemLocator,
    .members = &com_members_ISWbemLocator,
    .destroy = locator_destroy,
};

HRESULT locator_create_instance(REFIID iid, void **out)
{
    struct locator *locator = calloc(1, sizeof(*locator));
    HRESULT hr;

    *out = NULL;
    if (!locator)
        return E_OUTOFMEMORY;
    com_object_init(&locator->base, &locator_class, &locator_vtbl);
    locator->security.impersonation = LEVEL_UNSET;
    locator->security.authentication = LEVEL_UNSET;
    hr = com_object_QueryInterface(&locator->base.IDispatch_iface, iid, out);
    com_object_Release(&locator->base.IDispatch_iface);
    return hr;
}
