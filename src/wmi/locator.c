/* IWbemLocator of the embedded repository: the rules of behaviour.md 5.1 for its arguments, then
 * the store and one of its namespaces. Free-threaded, without state. And the end of it all,
 * wmi_shutdown(). */
#include "base.h"

#include <wchar.h>

#include "../cim/mem.h"
#include "../cim/path.h"
#include "../com/error.h"
#include "error_object.h"
#include "queue.h"
#include "services.h"

#define DEFAULT_NAMESPACE L"root\\cimv2"
#define OPERATION         L"ConnectServer"

static void destroy(struct wmi_base *base)
{
    wmi_base_free(base);
}

/* MS_xxx, xxx a locale's number in hexadecimal. */
static bool is_locale(const WCHAR *locale)
{
    size_t digits;

    if (wmi_is_blank(locale))
        return true;
    if (_wcsnicmp(locale, L"MS_", 3) != 0)
        return false;
    digits = wcsspn(locale + 3, L"0123456789abcdefABCDEF");
    return digits && digits <= 8 && !locale[3 + digits];
}

static bool is_authority(const WCHAR *authority)
{
    static const WCHAR *const kinds[] = {L"kerberos:", L"ntlmdomain:"};
    size_t i;

    if (wmi_is_blank(authority))
        return true;
    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
    {
        size_t length = wcslen(kinds[i]);
        if (_wcsnicmp(authority, kinds[i], length) == 0)
            return authority[length] != 0;
    }
    return false;
}

static HRESULT check_arguments(const WCHAR *user, const WCHAR *locale, LONG flags,
                               const WCHAR *authority)
{
    if (flags & ~WBEM_FLAG_CONNECT_USE_MAX_WAIT)
        return WBEM_E_INVALID_PARAMETER;
    if (!is_locale(locale) || !is_authority(authority))
        return WBEM_E_INVALID_PARAMETER;
    if (!wmi_is_blank(authority) && user && wcschr(user, '\\'))
        return WBEM_E_INVALID_PARAMETER;
    return S_OK;
}

static enum cim_status open_space(struct repo_space **out, struct text name, struct cim_error *err)
{
    struct repo *repo;
    enum cim_status status = repo_open(&repo, NULL, err);

    if (status)
        return status;
    status = repo_space_open(out, repo, name, err);
    repo_release(repo);
    return status;
}

/* A path that cannot be parsed is a wrong argument here (behaviour.md 5.1). */
static HRESULT parse(struct cim_path *path, const WCHAR *resource, struct cim_error *err)
{
    enum cim_status status;
    size_t size;
    char *text = wmi_text_from_wide(resource, &size);

    if (!text)
        return WBEM_E_OUT_OF_MEMORY;
    status = cim_path_parse_namespace(path, (struct text){text, size}, err);
    mem_free(text);
    if (status == CIM_NO_MEMORY)
        return WBEM_E_OUT_OF_MEMORY;
    return status || path->class_name ? (HRESULT)WBEM_E_INVALID_PARAMETER : S_OK;
}

static HRESULT connect_here(const WCHAR *resource, const WCHAR *user, const WCHAR *password,
                            IWbemServices **out, struct cim_error *err)
{
    struct repo_space *space;
    struct cim_path path;
    enum cim_status status;
    HRESULT hr;

    cim_path_init(&path);
    hr = parse(&path, wmi_is_blank(resource) ? DEFAULT_NAMESPACE : resource, err);
    if (SUCCEEDED(hr) && !wmi_is_local_server(path.server))
        hr = HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE); /* this store is on this computer */
    else if (SUCCEEDED(hr) && !(wmi_is_blank(user) && wmi_is_blank(password)))
        hr = WBEM_E_LOCAL_CREDENTIALS;
    if (SUCCEEDED(hr))
    {
        status = open_space(&space, text_from(path.space ? path.space : "root\\cimv2"), err);
        hr = status ? com_hresult(status) : wmi_services_create(out, space);
    }
    cim_path_free(&path);
    return hr;
}

static HRESULT STDMETHODCALLTYPE locator_ConnectServer(IWbemLocator *iface, const BSTR resource,
                                                       const BSTR user, const BSTR password,
                                                       const BSTR locale, LONG flags,
                                                       const BSTR authority, IWbemContext *context,
                                                       IWbemServices **out)
{
    struct cim_error err;
    HRESULT hr;

    (void)iface, (void)context;
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    cim_error_clear(&err);
    hr = check_arguments(user, locale, flags, authority);
    if (SUCCEEDED(hr))
        hr = connect_here(resource, user, password, out, &err);
    return FAILED(hr) ? wmi_fail(hr, OPERATION, TEXT_LITERAL(""), &err) : hr;
}

static const IWbemLocatorVtbl locator_vtbl = {
    WMI_BASE_METHODS(IWbemLocator),
    locator_ConnectServer,
};

static const struct wmi_kind locator_kind = {&IID_IWbemLocator, destroy};

HRESULT wmi_locator_create(IWbemLocator **out)
{
    struct wmi_base *self = mem_zalloc(sizeof(*self));

    *out = NULL;
    if (!self)
        return WBEM_E_OUT_OF_MEMORY;
    wmi_base_init(self, &locator_kind, &locator_vtbl);
    *out = (IWbemLocator *)self;
    return S_OK;
}

void wmi_shutdown(void)
{
    wmi_queue_shutdown();
    wmi_error_class_free();
    repo_shutdown();
}
