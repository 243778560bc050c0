/* SWbemObjectPath: an object path as an object (behaviour.md 13.2). Two kinds:
 *   - of its own: from text, all parts may be written; parsed when a part is first asked for, so
 *     that the paths handed to OnObjectPut cost nothing to those who only print them;
 *   - bound to an object (SWbemObject.Path_): reads the object's present path; only Class may be
 *     written, which names a new class. The path of a clone may be written too: it then becomes
 *     one of its own. `lock` guards everything but `owner`. Any thread. */
#include "path.h"

#include "display_name.h"

#include "../cim/mem.h"

static struct object_path *impl_from_ISWbemObjectPath(ISWbemObjectPath *iface)
{
    return (struct object_path *)iface;
}

/* --- loading and storing the parts ------------------------------------------------------------ */

/* A text property of the owner as UTF-8, or NULL when it is NULL there. */
static HRESULT owner_text(struct object *owner, const WCHAR *name, char **out)
{
    VARIANT value;
    size_t size;
    HRESULT hr;

    *out = NULL;
    VariantInit(&value);
    hr = IWbemClassObject_Get(owner->wbem, name, 0, &value, NULL, NULL);
    if (SUCCEEDED(hr) && V_VT(&value) == VT_BSTR)
        hr = bstr_to_text(V_BSTR(&value), out, &size);
    VariantClear(&value);
    return hr;
}

/* What is known of an object that has no complete path yet: where it belongs and its class. */
static HRESULT load_incomplete(struct object *owner, struct cim_path *out)
{
    HRESULT hr;

    hr = owner_text(owner, L"__SERVER", &out->server);
    if (SUCCEEDED(hr))
        hr = owner_text(owner, L"__NAMESPACE", &out->space);
    if (SUCCEEDED(hr))
        hr = owner_text(owner, L"__CLASS", &out->class_name);
    if (FAILED(hr))
        cim_path_free(out);
    return hr;
}

static HRESULT load_bound(struct object *owner, struct cim_path *out)
{
    VARIANT value;
    HRESULT hr;

    cim_path_init(out);
    VariantInit(&value);
    hr = IWbemClassObject_Get(owner->wbem, L"__PATH", 0, &value, NULL, NULL);
    if (SUCCEEDED(hr) && V_VT(&value) == VT_BSTR)
        hr = path_parse(V_BSTR(&value), out);
    else if (SUCCEEDED(hr))
        hr = load_incomplete(owner, out);
    VariantClear(&value);
    return hr;
}

static bool is_bound(const struct object_path *path)
{
    return path->owner && !path->detached;
}

/* The parts as they are now. Called with the lock held. @param out cim_path_free() */
static HRESULT load(struct object_path *path, struct cim_path *out)
{
    HRESULT hr;

    if (is_bound(path))
        return load_bound(path->owner, out);
    if (!path->parsed)
    {
        hr = path_parse(path->text, &path->parts);
        if (FAILED(hr))
            return hr;
        path->parsed = true;
    }
    cim_path_init(out);
    return com_hresult(cim_path_copy(out, &path->parts));
}

/* Take new parts over. Called with the lock held; `parts` is consumed. */
static void store(struct object_path *path, struct cim_path *parts)
{
    cim_path_free(&path->parts);
    path->parts = *parts;
    path->parsed = true;
    path->detached = true;
    SysFreeString(path->text);
    path->text = NULL;
}

/* Whether the parts may be written at all. */
static HRESULT check_writable(const struct object_path *path)
{
    if (path->owner && !path->detached && !path->owner->is_clone)
        return WBEM_E_READ_ONLY;
    return S_OK;
}

/* An instance whose keys are not complete has no path, though its class is known. */
static bool lacks_keys(const struct object_path *path, const struct cim_path *parts)
{
    VARIANT genus;
    bool lacks;

    if (!is_bound(path) || cim_path_is_instance(parts))
        return false;
    VariantInit(&genus);
    lacks = FAILED(IWbemClassObject_Get(path->owner->wbem, L"__GENUS", 0, &genus, NULL, NULL)) ||
            V_VT(&genus) != VT_I4 || V_I4(&genus) != WBEM_GENUS_CLASS;
    VariantClear(&genus);
    return lacks;
}

static HRESULT read_part(struct object_path *path, enum path_part part, BSTR *out)
{
    struct cim_path parts;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    AcquireSRWLockExclusive(&path->lock);
    if (part == PART_PATH && path->canonical && path->text)
    {
        *out = bstr_copy(path->text);
        hr = *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
        ReleaseSRWLockExclusive(&path->lock);
        return hr;
    }
    hr = load(path, &parts);
    ReleaseSRWLockExclusive(&path->lock);
    if (FAILED(hr))
        return hr;
    if ((part == PART_PATH || part == PART_RELPATH) && lacks_keys(path, &parts))
        hr = (*out = SysAllocString(L"")) ? S_OK : WBEM_E_OUT_OF_MEMORY;
    else
        hr = path_print_part(&parts, part, out);
    cim_path_free(&parts);
    return hr;
}

static HRESULT write_part(struct object_path *path, enum path_part part, BSTR value)
{
    struct cim_path parts;
    size_t size;
    HRESULT hr;
    char *text;

    hr = check_writable(path);
    if (FAILED(hr))
        return hr;
    hr = bstr_to_text(value, &text, &size);
    if (FAILED(hr))
        return hr;
    AcquireSRWLockExclusive(&path->lock);
    hr = load(path, &parts);
    if (SUCCEEDED(hr))
        hr = path_change_part(&parts, part, text, size);
    if (SUCCEEDED(hr))
        store(path, &parts);
    else
        cim_path_free(&parts);
    ReleaseSRWLockExclusive(&path->lock);
    mem_free(text);
    return hr;
}

/* --- ISWbemObjectPath ------------------------------------------------------------------------- */

static HRESULT WINAPI path_get_Path(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_part(path, PART_PATH, out));
}

static HRESULT WINAPI path_put_Path(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_part(path, PART_PATH, value));
}

static HRESULT WINAPI path_get_RelPath(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_part(path, PART_RELPATH, out));
}

static HRESULT WINAPI path_put_RelPath(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_part(path, PART_RELPATH, value));
}

static HRESULT WINAPI path_get_Server(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_part(path, PART_SERVER, out));
}

static HRESULT WINAPI path_put_Server(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_part(path, PART_SERVER, value));
}

static HRESULT WINAPI path_get_Namespace(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_part(path, PART_NAMESPACE, out));
}

static HRESULT WINAPI path_put_Namespace(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_part(path, PART_NAMESPACE, value));
}

static HRESULT WINAPI path_get_ParentNamespace(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_part(path, PART_PARENT, out));
}

/* A bound path names its connection's levels, which are the defaults where none was asked for. */
static struct security_settings shown_security(const struct object_path *path)
{
    struct security_settings shown = path->security;

    if (!is_bound(path))
        return shown;
    if (shown.impersonation == LEVEL_UNSET)
        shown.impersonation = wbemImpersonationLevelImpersonate;
    if (shown.authentication == LEVEL_UNSET)
        shown.authentication = wbemAuthenticationLevelPktPrivacy;
    return shown;
}

static HRESULT WINAPI path_get_DisplayName(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);
    struct display_name name;
    HRESULT hr;

    if (!out)
        return com_return(&path->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    memset(&name, 0, sizeof(name));
    hr = read_part(path, PART_PATH, &name.path);
    if (FAILED(hr))
        return com_return(&path->base, hr);
    AcquireSRWLockShared(&path->lock);
    name.security = shown_security(path);
    name.authority = path->authority;
    name.locale = path->locale;
    name.privileges = path->privileges;
    hr = display_name_print(&name, out);
    ReleaseSRWLockShared(&path->lock);
    SysFreeString(name.path);
    return com_return(&path->base, hr);
}

static void swap_text(BSTR *a, BSTR *b)
{
    BSTR old = *a;

    *a = *b;
    *b = old;
}

static HRESULT write_display_name(struct object_path *path, BSTR value)
{
    struct display_name name;
    HRESULT hr;

    hr = check_writable(path);
    if (SUCCEEDED(hr))
        hr = display_name_parse(value, &name);
    if (FAILED(hr))
        return hr;
    hr = write_part(path, PART_PATH, name.path);
    if (SUCCEEDED(hr))
    {
        AcquireSRWLockExclusive(&path->lock);
        path->security = name.security;
        swap_text(&path->authority, &name.authority);
        swap_text(&path->locale, &name.locale);
        swap_text(&path->privileges, &name.privileges);
        ReleaseSRWLockExclusive(&path->lock);
    }
    display_name_free(&name);
    return hr;
}

static HRESULT WINAPI path_put_DisplayName(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_display_name(path, value));
}

static HRESULT WINAPI path_get_Class(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_part(path, PART_CLASS, out));
}

static HRESULT write_owner_class(struct object *owner, BSTR value)
{
    VARIANT name;

    V_VT(&name) = VT_BSTR;
    V_BSTR(&name) = value;
    return IWbemClassObject_Put(owner->wbem, L"__CLASS", 0, &name, 0);
}

static HRESULT WINAPI path_put_Class(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    if (is_bound(path))
        return com_return(&path->base, write_owner_class(path->owner, value));
    return com_return(&path->base, write_part(path, PART_CLASS, value));
}

static HRESULT read_flags(struct object_path *path, bool *is_class, bool *is_singleton)
{
    struct cim_path parts;
    HRESULT hr;

    AcquireSRWLockExclusive(&path->lock);
    hr = load(path, &parts);
    ReleaseSRWLockExclusive(&path->lock);
    if (FAILED(hr))
        return hr;
    *is_class = parts.class_name && !cim_path_is_instance(&parts) && !lacks_keys(path, &parts);
    *is_singleton = parts.is_singleton;
    cim_path_free(&parts);
    return S_OK;
}

static HRESULT WINAPI path_get_IsClass(ISWbemObjectPath *iface, VARIANT_BOOL *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);
    bool is_class = false, is_singleton;
    HRESULT hr;

    if (!out)
        return com_return(&path->base, WBEM_E_INVALID_PARAMETER);
    hr = read_flags(path, &is_class, &is_singleton);
    *out = is_class ? VARIANT_TRUE : VARIANT_FALSE;
    return com_return(&path->base, hr);
}

/* Drop the keys and set the singleton mark as asked. */
static HRESULT set_kind(struct object_path *path, bool singleton)
{
    struct cim_path parts, bare;
    HRESULT hr;

    hr = check_writable(path);
    if (FAILED(hr))
        return hr;
    AcquireSRWLockExclusive(&path->lock);
    hr = load(path, &parts);
    if (SUCCEEDED(hr) && singleton && !parts.class_name)
    {
        hr = WBEM_E_INVALID_OBJECT_PATH;
        cim_path_free(&parts);
    }
    if (SUCCEEDED(hr))
    {
        cim_path_init(&bare);
        bare.server = parts.server;
        bare.space = parts.space;
        bare.class_name = parts.class_name;
        bare.is_singleton = singleton;
        parts.server = parts.space = parts.class_name = NULL;
        cim_path_free(&parts);
        store(path, &bare);
    }
    ReleaseSRWLockExclusive(&path->lock);
    return hr;
}

static HRESULT WINAPI path_SetAsClass(ISWbemObjectPath *iface)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, set_kind(path, false));
}

static HRESULT WINAPI path_get_IsSingleton(ISWbemObjectPath *iface, VARIANT_BOOL *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);
    bool is_class, is_singleton = false;
    HRESULT hr;

    if (!out)
        return com_return(&path->base, WBEM_E_INVALID_PARAMETER);
    hr = read_flags(path, &is_class, &is_singleton);
    *out = is_singleton ? VARIANT_TRUE : VARIANT_FALSE;
    return com_return(&path->base, hr);
}

static HRESULT WINAPI path_SetAsSingleton(ISWbemObjectPath *iface)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, set_kind(path, true));
}

static HRESULT load_keys(struct com_object *owner, struct named_values **out)
{
    struct object_path *path = (struct object_path *)owner;
    struct cim_path parts;
    HRESULT hr;

    AcquireSRWLockExclusive(&path->lock);
    hr = load(path, &parts);
    ReleaseSRWLockExclusive(&path->lock);
    if (FAILED(hr))
        return hr;
    hr = path_keys_to_values(&parts, out);
    cim_path_free(&parts);
    return hr;
}

static HRESULT store_keys(struct com_object *owner, const struct named_values *values)
{
    struct object_path *path = (struct object_path *)owner;
    struct cim_path parts;
    HRESULT hr;

    hr = check_writable(path);
    if (FAILED(hr))
        return hr;
    AcquireSRWLockExclusive(&path->lock);
    hr = load(path, &parts);
    if (SUCCEEDED(hr))
        hr = path_keys_from_values(&parts, values);
    if (SUCCEEDED(hr))
        store(path, &parts);
    else
        cim_path_free(&parts);
    ReleaseSRWLockExclusive(&path->lock);
    return hr;
}

static const struct named_values_binding keys_binding = {load_keys, store_keys};

static HRESULT WINAPI path_get_Keys(ISWbemObjectPath *iface, ISWbemNamedValueSet **out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    if (!out)
        return com_return(&path->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&path->base, named_value_set_create_bound(&path->base, &keys_binding, out));
}

static HRESULT WINAPI path_get_Security_(ISWbemObjectPath *iface, ISWbemSecurity **out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, security_create(&path->base, &path->security, false, out));
}

static HRESULT read_text(struct object_path *path, BSTR *slot, BSTR *out)
{
    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockShared(&path->lock);
    *out = bstr_copy(*slot);
    ReleaseSRWLockShared(&path->lock);
    return *out ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

/* Locale and authority: an empty text removes them. */
static HRESULT write_text(struct object_path *path, BSTR *slot, BSTR value)
{
    BSTR copy = NULL;
    HRESULT hr;

    hr = check_writable(path);
    if (FAILED(hr))
        return hr;
    if (SysStringLen(value) && !(copy = bstr_copy(value)))
        return WBEM_E_OUT_OF_MEMORY;
    AcquireSRWLockExclusive(&path->lock);
    swap_text(slot, &copy);
    ReleaseSRWLockExclusive(&path->lock);
    SysFreeString(copy);
    return S_OK;
}

static HRESULT WINAPI path_get_Locale(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_text(path, &path->locale, out));
}

static HRESULT WINAPI path_put_Locale(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_text(path, &path->locale, value));
}

static HRESULT WINAPI path_get_Authority(ISWbemObjectPath *iface, BSTR *out)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, read_text(path, &path->authority, out));
}

static HRESULT WINAPI path_put_Authority(ISWbemObjectPath *iface, BSTR value)
{
    struct object_path *path = impl_from_ISWbemObjectPath(iface);

    return com_return(&path->base, write_text(path, &path->authority, value));
}

static const ISWbemObjectPathVtbl path_vtbl = {
    COM_OBJECT_METHODS(ISWbemObjectPath),
    path_get_Path,
    path_put_Path,
    path_get_RelPath,
    path_put_RelPath,
    path_get_Server,
    path_put_Server,
    path_get_Namespace,
    path_put_Namespace,
    path_get_ParentNamespace,
    path_get_DisplayName,
    path_put_DisplayName,
    path_get_Class,
    path_put_Class,
    path_get_IsClass,
    path_SetAsClass,
    path_get_IsSingleton,
    path_SetAsSingleton,
    path_get_Keys,
    path_get_Security_,
    path_get_Locale,
    path_put_Locale,
    path_get_Authority,
    path_put_Authority,
};

static void path_destroy(struct com_object *base)
{
    struct object_path *path = (struct object_path *)base;

    cim_path_free(&path->parts);
    object_release(path->owner);
    SysFreeString(path->text);
    SysFreeString(path->locale);
    SysFreeString(path->authority);
    SysFreeString(path->privileges);
    free(path);
}

static const struct com_class path_class = {
    .name = "SWbemObjectPath",
    .clsid = &CLSID_SWbemObjectPath,
    .iid = &IID_ISWbemObjectPath,
    .members = &com_members_ISWbemObjectPath,
    .destroy = path_destroy,
};

static struct object_path *create(void)
{
    struct object_path *path = calloc(1, sizeof(*path));

    if (!path)
        return NULL;
    com_object_init(&path->base, &path_class, &path_vtbl);
    InitializeSRWLock(&path->lock);
    cim_path_init(&path->parts);
    path->security.impersonation = LEVEL_UNSET;
    path->security.authentication = LEVEL_UNSET;
    return path;
}

HRESULT object_path_create(BSTR text, const struct security_settings *security,
                           ISWbemObjectPath **out)
{
    struct object_path *path = create();

    *out = NULL;
    if (!path)
    {
        SysFreeString(text);
        return WBEM_E_OUT_OF_MEMORY;
    }
    path->text = text;
    path->canonical = true;
    path->security = *security;
    *out = (ISWbemObjectPath *)&path->base.IDispatch_iface;
    return S_OK;
}

HRESULT object_path_create_bound(struct object *owner, ISWbemObjectPath **out)
{
    struct object_path *path;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    path = create();
    if (!path)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_AddRef(&owner->base.IDispatch_iface);
    path->owner = owner;
    path->security = owner->security;
    *out = (ISWbemObjectPath *)&path->base.IDispatch_iface;
    return S_OK;
}

HRESULT object_path_create_instance(REFIID iid, void **out)
{
    struct object_path *path = create();
    HRESULT hr;

    *out = NULL;
    if (!path)
        return E_OUTOFMEMORY;
    hr = com_object_QueryInterface(&path->base.IDispatch_iface, iid, out);
    com_object_Release(&path->base.IDispatch_iface);
    return hr;
}
