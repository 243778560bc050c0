/* SWbemNamedValueSet: provider contexts, asynchronous contexts and the keys of a path
 * (behaviour.md 22.1).
 *
 * `lock` guards `values`. A bound set (keys) has no values of its own: it loads them from its
 * owner before each use and stores them after a change. Any thread. */
#include "named_value.h"

#include "../wmi/wmi.h"

static const struct com_class named_value_set_class;

static struct named_value_set *impl_from_ISWbemNamedValueSet(ISWbemNamedValueSet *iface)
{
    return (struct named_value_set *)iface;
}

static bool is_name(BSTR name)
{
    return SysStringLen(name) != 0;
}

/* The values as they are; the caller releases them. */
static HRESULT read_values(struct named_value_set *set, struct named_values **out)
{
    if (set->owner)
        return set->binding->load(set->owner, out);
    AcquireSRWLockShared(&set->lock);
    *out = named_values_ref(set->values);
    ReleaseSRWLockShared(&set->lock);
    return S_OK;
}

enum change
{
    CHANGE_PUT,
    CHANGE_REMOVE,
    CHANGE_CLEAR,
};

/* What a change takes out of a set. Giving it up may run code of a client, which may use the
 * set: it is done outside the lock. */
struct displaced
{
    VARIANT value;
    struct named_values *values;
};

static void give_up(struct displaced *displaced)
{
    VariantClear(&displaced->value);
    named_values_release(displaced->values);
}

static HRESULT clear(struct named_values **values, struct displaced *displaced)
{
    struct named_values *empty;
    HRESULT hr = named_values_create(&empty);

    if (FAILED(hr))
        return hr;
    displaced->values = *values;
    *values = empty;
    return S_OK;
}

static HRESULT apply(struct named_values **values, enum change change, BSTR name,
                     const VARIANT *value, struct displaced *displaced)
{
    HRESULT hr;

    if (change == CHANGE_CLEAR)
        return clear(values, displaced);
    hr = named_values_own(values);
    if (FAILED(hr))
        return hr;
    if (change == CHANGE_PUT)
        return named_values_put(*values, name, value, &displaced->value);
    return named_values_remove(*values, name, &displaced->value);
}

static HRESULT change_values(struct named_value_set *set, enum change change, BSTR name,
                             const VARIANT *value)
{
    struct displaced displaced = {.values = NULL};
    struct named_values *values;
    HRESULT hr;

    VariantInit(&displaced.value);
    if (!set->owner)
    {
        AcquireSRWLockExclusive(&set->lock);
        hr = apply(&set->values, change, name, value, &displaced);
        ReleaseSRWLockExclusive(&set->lock);
        give_up(&displaced);
        return hr;
    }
    hr = set->binding->load(set->owner, &values);
    if (FAILED(hr))
        return hr;
    hr = apply(&values, change, name, value, &displaced);
    if (SUCCEEDED(hr))
        hr = set->binding->store(set->owner, values);
    named_values_release(values);
    give_up(&displaced);
    return hr;
}

HRESULT named_value_set_read(struct named_value_set *set, BSTR name, VARIANT *out)
{
    const struct named_item *item;
    struct named_values *values;
    HRESULT hr;

    VariantInit(out);
    hr = read_values(set, &values);
    if (FAILED(hr))
        return hr;
    item = named_values_find(values, name);
    hr = WBEM_E_NOT_FOUND;
    if (item)
        hr = VariantCopy(out, (VARIANT *)&item->value);
    named_values_release(values);
    return hr;
}

HRESULT named_value_set_write(struct named_value_set *set, BSTR name, const VARIANT *value)
{
    return change_values(set, CHANGE_PUT, name, value);
}

struct walk
{
    struct named_value_set *set;
    const struct named_values *values;
};

static HRESULT walk_item(void *context, ULONG index, IDispatch **out)
{
    const struct walk *walk = context;

    return named_value_create(walk->set, walk->values->items[index].name, (ISWbemNamedValue **)out);
}

static HRESULT WINAPI named_value_set_get__NewEnum(ISWbemNamedValueSet *iface, IUnknown **out)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);
    struct named_values *values;
    struct walk walk;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = read_values(set, &values);
    if (FAILED(hr))
        return com_return(&set->base, hr);
    walk.set = set;
    walk.values = values;
    hr = collection_enum(values->count, walk_item, &walk, out);
    named_values_release(values);
    return com_return(&set->base, hr);
}

/* The element of that name, with the set's spelling. */
static HRESULT make_item(struct named_value_set *set, BSTR name, ISWbemNamedValue **out)
{
    const struct named_item *item;
    struct named_values *values;
    HRESULT hr;

    hr = read_values(set, &values);
    if (FAILED(hr))
        return hr;
    item = named_values_find(values, name);
    hr = item ? named_value_create(set, item->name, out) : (HRESULT)WBEM_E_NOT_FOUND;
    named_values_release(values);
    return hr;
}

static HRESULT WINAPI named_value_set_Item(ISWbemNamedValueSet *iface, BSTR name, LONG flags,
                                           ISWbemNamedValue **out)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    if (flags)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&set->base, make_item(set, name, out));
}

static HRESULT WINAPI named_value_set_get_Count(ISWbemNamedValueSet *iface, LONG *out)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);
    struct named_values *values;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = 0;
    hr = read_values(set, &values);
    if (FAILED(hr))
        return com_return(&set->base, hr);
    *out = (LONG)values->count;
    named_values_release(values);
    return S_OK;
}

static HRESULT WINAPI named_value_set_Add(ISWbemNamedValueSet *iface, BSTR name, VARIANT *value,
                                          LONG flags, ISWbemNamedValue **out)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);
    HRESULT hr;

    if (out)
        *out = NULL;
    if (flags || !value || (!is_name(name) && !set->owner))
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    hr = named_value_set_write(set, name, value);
    if (SUCCEEDED(hr) && out)
        hr = make_item(set, name, out);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI named_value_set_Remove(ISWbemNamedValueSet *iface, BSTR name, LONG flags)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);

    if (flags)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    return com_return(&set->base, change_values(set, CHANGE_REMOVE, name, NULL));
}

static HRESULT WINAPI named_value_set_Clone(ISWbemNamedValueSet *iface, ISWbemNamedValueSet **out)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);
    struct named_values *values;
    HRESULT hr;

    if (!out)
        return com_return(&set->base, WBEM_E_INVALID_PARAMETER);
    *out = NULL;
    hr = read_values(set, &values);
    if (FAILED(hr))
        return com_return(&set->base, hr);
    hr = named_value_set_from_values(values, out);
    named_values_release(values);
    return com_return(&set->base, hr);
}

static HRESULT WINAPI named_value_set_DeleteAll(ISWbemNamedValueSet *iface)
{
    struct named_value_set *set = impl_from_ISWbemNamedValueSet(iface);

    return com_return(&set->base, change_values(set, CHANGE_CLEAR, NULL, NULL));
}

static const ISWbemNamedValueSetVtbl named_value_set_vtbl = {
    COM_OBJECT_METHODS(ISWbemNamedValueSet),
    named_value_set_get__NewEnum,
    named_value_set_Item,
    named_value_set_get_Count,
    named_value_set_Add,
    named_value_set_Remove,
    named_value_set_Clone,
    named_value_set_DeleteAll,
};

/* `set("n") = value` assigns the element's value. */
static HRESULT put_through_item(struct com_object *base, DISPID id, WORD flags,
                                const DISPPARAMS *params, VARIANT *result, UINT *bad_argument)
{
    const VARIANT *value;
    HRESULT hr;
    BSTR name;

    (void)result;
    hr = collection_put_arguments(id, flags, params, bad_argument, &name, &value);
    if (hr != S_OK)
        return hr;
    return com_return(base, named_value_set_write((struct named_value_set *)base, name, value));
}

static void named_value_set_destroy(struct com_object *base)
{
    struct named_value_set *set = (struct named_value_set *)base;

    if (set->owner)
        com_object_Release(&set->owner->IDispatch_iface);
    named_values_release(set->values);
    free(set);
}

static const struct com_class named_value_set_class = {
    .name = "SWbemNamedValueSet",
    .clsid = &CLSID_SWbemNamedValueSet,
    .iid = &IID_ISWbemNamedValueSet,
    .members = &com_members_ISWbemNamedValueSet,
    .destroy = named_value_set_destroy,
    .dynamic_invoke = put_through_item,
};

static struct named_value_set *create(void)
{
    struct named_value_set *set = calloc(1, sizeof(*set));

    if (!set)
        return NULL;
    com_object_init(&set->base, &named_value_set_class, &named_value_set_vtbl);
    InitializeSRWLock(&set->lock);
    return set;
}

HRESULT named_value_set_from_values(struct named_values *values, ISWbemNamedValueSet **out)
{
    struct named_value_set *set;

    *out = NULL;
    if (!values)
        return S_OK;
    set = create();
    if (!set)
        return WBEM_E_OUT_OF_MEMORY;
    set->values = named_values_ref(values);
    *out = (ISWbemNamedValueSet *)&set->base.IDispatch_iface;
    return S_OK;
}

HRESULT named_value_set_create_bound(struct com_object *owner,
                                     const struct named_values_binding *binding,
                                     ISWbemNamedValueSet **out)
{
    struct named_value_set *set = create();

    *out = NULL;
    if (!set)
        return WBEM_E_OUT_OF_MEMORY;
    com_object_AddRef(&owner->IDispatch_iface);
    set->owner = owner;
    set->binding = binding;
    *out = (ISWbemNamedValueSet *)&set->base.IDispatch_iface;
    return S_OK;
}

HRESULT named_value_set_create_instance(REFIID iid, void **out)
{
    struct named_values *values;
    ISWbemNamedValueSet *set;
    HRESULT hr;

    *out = NULL;
    hr = named_values_create(&values);
    if (FAILED(hr))
        return hr;
    hr = named_value_set_from_values(values, &set);
    named_values_release(values);
    if (FAILED(hr))
        return hr;
    hr = com_object_QueryInterface((IDispatch *)set, iid, out);
    com_object_Release((IDispatch *)set);
    return hr;
}

/* --- contexts --------------------------------------------------------------------------------- */

HRESULT named_values_snapshot(IDispatch *dispatch, struct named_values **out)
{
    struct com_object *base;
    HRESULT hr;

    *out = NULL;
    if (!dispatch)
        return S_OK;
    base = com_object_from_unknown((IUnknown *)dispatch, &named_value_set_class);
    if (!base)
        return WBEM_E_INVALID_PARAMETER;
    hr = read_values((struct named_value_set *)base, out);
    com_object_Release(&base->IDispatch_iface);
    return hr;
}

static HRESULT fill_context(IWbemContext *context, const struct named_values *values)
{
    HRESULT hr = S_OK;
    VARIANT value;
    ULONG i;

    for (i = 0; SUCCEEDED(hr) && i < values->count; i++)
    {
        hr = value_from_automation(&values->items[i].value, &value);
        if (FAILED(hr))
            return hr;
        hr = IWbemContext_SetValue(context, values->items[i].name, 0, &value);
        VariantClear(&value);
    }
    return hr;
}

HRESULT named_value_set_to_context(IDispatch *set, IWbemContext **out)
{
    struct named_values *values;
    HRESULT hr;

    *out = NULL;
    hr = named_values_snapshot(set, &values);
    if (FAILED(hr) || !values)
        return hr;
    hr = wmi_context_create(out);
    if (SUCCEEDED(hr))
        hr = fill_context(*out, values);
    if (FAILED(hr) && *out)
    {
        IWbemContext_Release(*out);
        *out = NULL;
    }
    named_values_release(values);
    return hr;
}
