/* SWbemObjectSet: the result of an enumeration or query, and its IEnumVARIANT (behaviour.md
 * 22.3, 4.4, 4.5).
 *
 * A set streams: each For Each walks a clone of the enumerator. Count, Item and ItemIndex need
 * positions, so they keep the objects they passed in `kept`, and an indexed loop costs one pass.
 * A forward-only set can be walked once and has no positions. `lock` guards kept, complete and
 * walked; IWbem calls that may take long are made inside it, so two threads that share a set
 * wait for each other, as they would for the enumerator. */
#include "path.h"

struct object_set
{
    struct com_object base;
    SRWLOCK lock;
    IEnumWbemClassObject *enumerator; /* referenced */
    struct services *services;        /* referenced */
    struct security_settings security;
    bool forward_only;
    bool walked;                  /* forward only: the one pass has begun */
    bool complete;                /* `kept` holds all */
    IEnumWbemClassObject *keeper; /* referenced: fills `kept`; NULL before the first use */
    IWbemClassObject **kept;      /* owned array, referenced objects */
    ULONG kept_count, kept_capacity;
};

static struct object_set *impl_from_ISWbemObjectSet(ISWbemObjectSet *iface)
{
    return (struct object_set *)iface;
}

/* --- the enumerator of a For Each ------------------------------------------------------------- */

struct set_enum
{
    IEnumVARIANT IEnumVARIANT_iface;
    LONG references;
    struct object_set *set;           /* referenced */
    IEnumWbemClassObject *enumerator; /* referenced */
};

static HRESULT set_enum_create(struct object_set *set, IEnumWbemClassObject *enumerator,
                               IEnumVARIANT **out);

static struct set_enum *impl_from_IEnumVARIANT(IEnumVARIANT *iface)
{
    return (struct set_enum *)iface;
}

static HRESULT WINAPI set_enum_QueryInterface(IEnumVARIANT *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IEnumVARIANT))
        return E_NOINTERFACE;
    IEnumVARIANT_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI set_enum_AddRef(IEnumVARIANT *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_IEnumVARIANT(iface)->references);
}

static ULONG WINAPI set_enum_Release(IEnumVARIANT *iface)
{
    struct set_enum *walk = impl_from_IEnumVARIANT(iface);
    ULONG references = (ULONG)InterlockedDecrement(&walk->references);

    if (references)
        return references;
    IEnumWbemClassObject_Release(walk->enumerator);
    com_object_Release(&walk->set->base.IDispatch_iface);
    free(walk);
    com_module_unlock();
    return 0;
}

static HRESULT next_object(struct set_enum *walk, VARIANT *out)
{
    IWbemClassObject *wbem = NULL;
    ISWbemObject *object;
    ULONG fetched = 0;
    HRESULT hr;

    hr = IEnumWbemClassObject_Next(walk->enumerator, (LONG)WBEM_INFINITE, 1, &wbem, &fetched);
    if (FAILED(hr) || !fetched)
        return FAILED(hr) ? hr : S_FALSE;
    hr = object_create(wbem, walk->set->services, &object);
    IWbemClassObject_Release(wbem);
    if (FAILED(hr))
        return hr;
    V_VT(out) = VT_DISPATCH;
    V_DISPATCH(out) = (IDispatch *)object;
    return S_OK;
}

static HRESULT WINAPI set_enum_Next(IEnumVARIANT *iface, ULONG count, VARIANT *items,
                                    ULONG *fetched)
{
    struct set_enum *walk = impl_from_IEnumVARIANT(iface);
    HRESULT hr = S_OK;
    ULONG i, n = 0;

    if (fetched)
        *fetched = 0;
    if (!items || (!fetched && count > 1))
        return com_return(&walk->set->base, E_INVALIDARG);
    for (i = 0; i < count; i++)
        VariantInit(&items[i]);
    while (n < count && (hr = next_object(walk, &items[n])) == S_OK)
        n++;
    if (FAILED(hr))
    {
        while (n)
            VariantClear(&items[--n]);
        return com_return(&walk->set->base, hr);
    }
    if (fetched)
        *fetched = n;
    return n == count ? S_OK : S_FALSE;
}

static HRESULT WINAPI set_enum_Skip(IEnumVARIANT *iface, ULONG count)
{
    struct set_enum *walk = impl_from_IEnumVARIANT(iface);
    HRESULT hr;

    hr = IEnumWbemClassObject_Skip(walk->enumerator, (LONG)WBEM_INFINITE, count);
    if (FAILED(hr))
        return com_return(&walk->set->base, hr);
    return hr == WBEM_S_NO_ERROR ? S_OK : S_FALSE;
}

static HRESULT WINAPI set_enum_Reset(IEnumVARIANT *iface)
{
    struct set_enum *walk = impl_from_IEnumVARIANT(iface);

    if (walk->set->forward_only)
        return com_return(&walk->set->base, WBEM_E_FAILED);
    return com_return(&walk->set->base, IEnumWbemClassObject_Reset(walk->enumerator));
}

static HRESULT WINAPI set_enum_Clone(IEnumVARIANT *iface, IEnumVARIANT **out)
{
    struct set_enum *walk = impl_from_IEnumVARIANT(iface);
    IEnumWbemClassObject *enumerator;
    HRESULT hr;

    if (!out)
        return E_POINTER;
    *out = NULL;
    if (walk->set->forward_only)
        return com_return(&walk->set->base, WBEM_E_FAILED);
    hr = IEnumWbemClassObject_Clone(walk->enumerator, &enumerator);
    if (FAILED(hr))
        return com_return(&walk->set->base, hr);
    hr = set_enum_create(walk->set, enumerator, out);
    IEnumWbemClassObject_Release(enumerator);
    return com_return(&walk->set->base, hr);
}

static const IEnumVARIANTVtbl set_enum_vtbl = {
    set_enum_QueryInterface, set_enum_AddRef, set_enum_Release, set_enum_Next,
    set_enum_Skip,           set_enum_Reset,  set_enum_Clone,
};

static HRESULT set_enum_create(struct object_set *set, IEnumWbemClassObject *enumerator,
                               IEnumVARIANT **out)
{
    struct set_enum *walk = calloc(1, sizeof(*walk));

    *out = NULL;
    if (!walk)
        return WBEM_E_OUT_OF_MEMORY;
    walk->IEnumVARIANT_iface.lpVtbl = (IEnumVARIANTVtbl *)&set_enum_vtbl;
    walk->references = 1;
    com_object_AddRef(&set->base.IDispatch_iface);
    walk->set = set;
    IEnumWbemClassObject_AddRef(enumerator);
    walk->enumerator = enumerator;
    com_module_lock();
    *out = &walk->IEnumVARIANT_iface;
    return S_OK;
}

/* --- positions -------------------------------------------------------------------------------- */

static HRESULT keep(struct object_set *set, IWbemClassObject *wbem)
{
    IWbemClassObject **grown;
    ULONG capacity;

    if (set->kept_count == set->kept_capacity)
    {
        capacity = set->kept_capacity ? set->kept_capacity * 2 : 64;
        grown = realloc(set->kept, capacity * sizeof(*grown));
        if (!grown)
            return WBEM_E_OUT_OF_MEMORY;
        set->kept = grown;
        set->kept_capacity = capacity;
    }
    set->kept[set->kept_count++] = wbem;
    return S_OK;
}

/* A pass of our own over the results, for positions. */
static HRESULT start_keeping(struct object_set *set)
{
    HRESULT hr;

    if (set->keeper || set->complete)
        return S_OK;
    hr = IEnumWbemClassObject_Clone(set->enumerator, &set->keeper);
    if (FAILED(hr))
        return hr;
    hr = IEnumWbemClassObject_Reset(set->keeper);
    if (FAILED(hr))
    {
        IEnumWbemClassObject_Release(set->keeper);
        set->keeper = NULL;
    }
    return hr;
}

/* Keep objects until there are more than `index` or no more. Called with the lock held. */
static HRESULT keep_up_to(struct object_set *set, ULONG index)
{
    IWbemClassObject *wbem;
    ULONG fetched;
    HRESULT hr;

    if (set->forward_only)
        return WBEM_E_FAILED;
    hr = start_keeping(set);
    while (SUCCEEDED(hr) && !set->complete && set->kept_count <= index)
    {
        wbem = NULL;
        fetched = 0;
        hr = IEnumWbemClassObject_Next(set->keeper, (LONG)WBEM_INFINITE, 1, &wbem, &fetched);
        if (FAILED(hr))
            return hr;
        if (!fetched)
        {
            set->complete = true;
            IEnumWbemClassObject_Release(set->keeper);
            set->keeper = NULL;
            return S_OK;
        }
        hr = keep(set, wbem);
        if (FAILED(hr))
            IWbemClassObject_Release(wbem);
    }
    return hr;
}

/* --- ISWbemObjectSet -------------------------------------------------------------------------- */

static HRESULT new_enum(struct object_set *set, IEnumVARIANT **out)
{
    IEnumWbemClassObject *enumerator;
    HRESULT hr;

    if (set->forward_only)
    {
        if (set->walked)
            return WBEM_E_FAILED;
        set->walked = true;
        return set_enum_create(set, set->enumerator, out);
    }
    hr = IEnumWbemClassObject_Clone(set->enumerator, &enumerator);
    if (FAILED(hr))
        return hr;
    hr = set_enum_create(set, enumerator, out);
    IEnumWbemClassObject_Release(enumerator);
    return hr;
}

static HRESULT WINAPI object_set_get__NewEnum(ISWbemObjectSet *iface, IUnknown **out)
{
    struct object_set *set = impl_from_ISWbemObjectSet(iface);
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    AcquireSRWLockExclusive(&set->lock);
    hr = new_enum(set, (IEnumVARIANT **)out);
    ReleaseSRWLockExclusive(&set->lock);
    return com_return(&set->base, hr);
}

/* What of a found path counts: as much as was asked for. "." and a namespace alone mean this
 * computer, where all objects of a set come from; and `Class="v"` leaves out the name of the
 * only key. */
static bool paths_match(const struct cim_path *wanted, const struct cim_path *have)
{
    bool unnamed = wanted->key_count == 1 && have->key_count == 1 && !*wanted->keys[0].name;
    struct cim_path a = *wanted, b = *have;
    struct cim_path_key key;

    if (!a.server || !strcmp(a.server, "."))
        a.server = b.server = NULL;
    if (!a.space)
        b.space = NULL;
    if (unnamed)
    {
        key = have->keys[0];
        key.name = wanted->keys[0].name;
        b.keys = &key;
    }
    return cim_path_equal(&a, &b);
}

/* Whether an object is the one that `wanted` names, by its relative or by its whole path. */
static HRESULT has_path(IWbemClassObject *wbem, const struct cim_path *wanted, bool *out)
{
    const WCHAR *property = wanted->server || wanted->space ? L"__PATH" : L"__RELPATH";
    struct cim_path path;
    VARIANT value;
    HRESULT hr;

    *out = false;
    VariantInit(&value);
    hr = IWbemClassObject_Get(wbem, property, 0, &value, NULL, NULL);
    if (FAILED(hr) || V_VT(&value) != VT_BSTR)
        return hr;
    hr = path_parse(V_BSTR(&value), &path);
    VariantClear(&value);
    if (FAILED(hr))
        return hr;
    *out = paths_match(wanted, &path);
    cim_path_free(&path);
    return S_OK;
}

static HRESULT find_path(struct object_set *set, const struct cim_path *wanted,
                         IWbemClassObject **out)
{
    bool found = false;
    HRESULT hr;
    ULONG i;

    for (i = 0;; i++)
    {
        hr = keep_up_to(set, i);
        if (FAILED(hr))
            return hr;
        if (i >= set->kept_count)
            return WBEM_E_NOT_FOUND;
        hr = has_path(set->kept[i], wanted, &found);
        if (FAILED(hr))
            return hr;
        if (!found)
            continue;
        *out = set->kept[i];
        IWbemClassObject_AddRef(*out);
        return S_OK;
    }
}

static HRESULT WINAPI object_set_Item(ISWbemObjectSet *iface, BSTR path, LONG flags,
                                      ISWbemObject **out)
{
    struct object_set *set = impl_from_ISWbemObjectSet(iface);
    IWbemClassObject *wbem = NULL;
    struct cim_path wanted;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    if (flags || !SysStringLen(path))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    hr = path_parse(path, &wanted);
    if (FAILED(hr))
        return com_return(&set->base, hr);
    AcquireSRWLockExclusive(&set->lock);
    hr = find_path(set, &wanted, &wbem);
    ReleaseSRWLockExclusive(&set->lock);
    cim_path_free(&wanted);
    if (SUCCEEDED(hr))
    {
        hr = object_create(wbem, set->services, out);
        IWbemClassObject_Release(wbem);
    }
    return com_return(&set->base, hr);
}

static HRESULT WINAPI object_set_get_Count(ISWbemObjectSet *iface, LONG *out)
{
    struct object_set *set = impl_from_ISWbemObjectSet(iface);
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = 0;
    AcquireSRWLockExclusive(&set->lock);
    hr = keep_up_to(set, LONG_MAX);
    if (SUCCEEDED(hr))
        *out = (LONG)set->kept_count;
    ReleaseSRWLockExclusive(&set->lock);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI object_set_get_Security_(ISWbemObjectSet *iface, ISWbemSecurity **out)
{
    struct object_set *set = impl_from_ISWbemObjectSet(iface);

    return com_return(&set->base, security_create(&set->base, &set->security, false, out));
}

static HRESULT WINAPI object_set_ItemIndex(ISWbemObjectSet *iface, LONG index, ISWbemObject **out)
{
    struct object_set *set = impl_from_ISWbemObjectSet(iface);
    IWbemClassObject *wbem = NULL;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    if (index < 0)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    AcquireSRWLockExclusive(&set->lock);
    hr = keep_up_to(set, (ULONG)index);
    if (SUCCEEDED(hr) && (ULONG)index < set->kept_count)
    {
        wbem = set->kept[index];
        IWbemClassObject_AddRef(wbem);
    }
    ReleaseSRWLockExclusive(&set->lock);
    if (SUCCEEDED(hr) && !wbem)
        hr = WBEM_E_NOT_FOUND;
    if (SUCCEEDED(hr))
        hr = object_create(wbem, set->services, out);
    if (wbem)
        IWbemClassObject_Release(wbem);
    return com_return(&set->base, hr);
}

static const ISWbemObjectSetVtbl object_set_vtbl = {
    COM_OBJECT_METHODS(ISWbemObjectSet),
    object_set_get__NewEnum,
    object_set_Item,
    object_set_get_Count,
    object_set_get_Security_,
    object_set_ItemIndex,
};

static void object_set_destroy(struct com_object *base)
{
    struct object_set *set = (struct object_set *)base;
    ULONG i;

    for (i = 0; i < set->kept_count; i++)
        IWbemClassObject_Release(set->kept[i]);
    free(set->kept);
    if (set->keeper)
        IEnumWbemClassObject_Release(set->keeper);
    IEnumWbemClassObject_Release(set->enumerator);
    services_release(set->services);
    free(set);
}

static const struct com_class object_set_class = {
    .name = "SWbemObjectSet",
    .clsid = &CLSID_SWbemObjectSet,
    .iid = &IID_ISWbemObjectSet,
    .members = &com_members_ISWbemObjectSet,
    .destroy = object_set_destroy,
};

HRESULT object_set_create(IEnumWbemClassObject *enumerator, struct services *services, LONG flags,
                          ISWbemObjectSet **out)
{
    struct object_set *set = calloc(1, sizeof(*set));

    *out = NULL;
    if (!set)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_init(&set->base, &object_set_class, &object_set_vtbl);
    InitializeSRWLock(&set->lock);
    IEnumWbemClassObject_AddRef(enumerator);
    set->enumerator = enumerator;
    set->services = services_ref(services);
    set->security = services->security;
    set->forward_only = (flags & WBEM_FLAG_FORWARD_ONLY) != 0;
    *out = (ISWbemObjectSet *)&set->base.IDispatch_iface;
    return S_OK;
}
