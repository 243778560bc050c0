/* Names and enumeration of a class object's properties: GetNames, BeginEnumeration, Next,
 * EndEnumeration.
 *
 * A selection is an array of borrowed names, made under the owner's lock: the system properties
 * in their order, then the others in case-insensitive alphabetical order (behaviour.md 10.1,
 * 10.4.1). An enumeration keeps a copy of it; a property deleted meanwhile is passed over. */
#include "class_object.h"

#include <stdlib.h>

#include "../cim/mem.h"
#include "../com/error.h"
#include "qualifier_set.h"
#include "variant.h"

#define SYSTEM_COUNT 10
#define MASK_GET_NAMES                                                                             \
    (WBEM_MASK_PRIMARY_CONDITION | WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY |                     \
     WBEM_MASK_CONDITION_ORIGIN | WBEM_MASK_CLASS_CONDITION)
#define MASK_ENUMERATION                                                                           \
    (WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY | WBEM_MASK_CONDITION_ORIGIN |                      \
     WBEM_MASK_CLASS_CONDITION)

/* What is asked for. */
struct condition
{
    LONG flags;
    char *qualifier; /* owned; NULL: no primary condition */
    size_t qualifier_size;
    struct cim_value value; /* ONLY_IF_IDENTICAL */
};

static struct text qualifier_of(const struct condition *condition)
{
    return (struct text){condition->qualifier, condition->qualifier_size};
}

/* --- lists of names --------------------------------------------------------------------------- */

struct wmi_names *wmi_names_create(const struct text *items, size_t count)
{
    size_t i, size = sizeof(struct wmi_names) + count * sizeof(*items);
    struct wmi_names *names;
    char *at;

    for (i = 0; i < count; i++)
        size += items[i].size;
    names = mem_alloc(size);
    if (!names)
        return NULL;
    names->count = count;
    names->next = 0;
    at = (char *)&names->items[count];
    for (i = 0; i < count; i++)
    {
        memcpy(at, items[i].data, items[i].size);
        names->items[i] = (struct text){at, items[i].size};
        at += items[i].size;
    }
    return names;
}

SAFEARRAY *wmi_names_to_array(const struct text *items, size_t count)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_BSTR, 0, (ULONG)count);
    size_t i;

    if (!array)
        return NULL;
    for (i = 0; i < count; i++)
    {
        BSTR name = wmi_bstr_from_text(items[i]);
        ((BSTR *)array->pvData)[i] = name;
        if (!name)
        {
            SafeArrayDestroy(array);
            return NULL;
        }
    }
    return array;
}

/* --- conditions ------------------------------------------------------------------------------- */

static bool matches_origin(LONG flags, const struct cim_object *object,
                           const struct cim_property *property)
{
    size_t index = (size_t)(property - object->cls->properties);
    bool local = object->is_class ? property->is_local : cim_object_is_set(object, index);

    switch (flags & WBEM_MASK_CONDITION_ORIGIN)
    {
    case WBEM_FLAG_LOCAL_ONLY:
        return local;
    case WBEM_FLAG_PROPAGATED_ONLY:
        return !local;
    default:
        return true;
    }
}

/* Of a class: what it overrides is local to it and was introduced by an ancestor. */
static bool matches_class(LONG flags, const struct cim_object *object,
                          const struct cim_property *property)
{
    bool introduced = text_equal_fold(text_from(property->origin), text_from(object->cls->name));

    switch (flags & WBEM_MASK_CLASS_CONDITION)
    {
    case WBEM_FLAG_CLASS_OVERRIDES_ONLY:
        return property->is_local && !introduced;
    case WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES:
        return property->is_local;
    default:
        return true;
    }
}

static bool matches_qualifier(const struct condition *condition, const struct cim_object *object,
                              const struct cim_property *property)
{
    struct text name = qualifier_of(condition);

    switch (condition->flags & WBEM_MASK_PRIMARY_CONDITION)
    {
    case WBEM_FLAG_ONLY_IF_TRUE:
        return wmi_property_has_qualifier(object, property, name, NULL);
    case WBEM_FLAG_ONLY_IF_FALSE:
        return !wmi_property_has_qualifier(object, property, name, NULL);
    case WBEM_FLAG_ONLY_IF_IDENTICAL:
        return wmi_property_has_qualifier(object, property, name, &condition->value);
    default:
        return true;
    }
}

static bool matches(const struct condition *condition, const struct cim_object *object,
                    const struct cim_property *property)
{
    LONG flags = condition->flags;

    if ((flags & WBEM_FLAG_KEYS_ONLY) && !property->is_key)
        return false;
    if ((flags & WBEM_FLAG_REFS_ONLY) && property->type != CIM_TYPE_REFERENCE)
        return false;
    return matches_origin(flags, object, property) && matches_class(flags, object, property) &&
           matches_qualifier(condition, object, property);
}

static bool wants_system(LONG flags)
{
    LONG origin = flags & WBEM_MASK_CONDITION_ORIGIN;

    if (flags & (WBEM_MASK_PRIMARY_CONDITION | WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY |
                 WBEM_MASK_CLASS_CONDITION))
        return false;
    return origin == 0 || origin == WBEM_FLAG_SYSTEM_ONLY;
}

/* One origin at most; class conditions only on a class, and not together with an origin. */
static bool are_flags_valid(LONG flags, LONG mask, const struct cim_object *object)
{
    LONG origin = flags & WBEM_MASK_CONDITION_ORIGIN;
    LONG classes = flags & WBEM_MASK_CLASS_CONDITION;

    if (flags & ~mask)
        return false;
    if (origin > WBEM_FLAG_NONSYSTEM_ONLY || classes == WBEM_MASK_CLASS_CONDITION)
        return false;
    return !classes || (object->is_class && !origin);
}

/* --- the selection ---------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return text_compare_fold(*(const struct text *)a, *(const struct text *)b);
}

static size_t select_system(struct text *out)
{
    size_t count = 0;
    const char *name;

    for (; (name = wmi_system_name((int)count)) != NULL; count++)
        out[count] = text_from(name);
    return count;
}

static size_t select_properties(struct text *out, const struct cim_object *object,
                                const struct condition *condition)
{
    const struct cim_class *cls = object->cls;
    size_t i, count = 0;

    for (i = 0; i < cls->property_count; i++)
    {
        size_t index = cls->sealed ? cls->sorted[i] : i;
        const struct cim_property *property = &cls->properties[index];
        if (cim_object_shows(object, index) && matches(condition, object, property))
            out[count++] = (struct text){property->name, property->name_size};
    }
    if (!cls->sealed)
        qsort(out, count, sizeof(*out), compare_names);
    return count;
}

/* @param out  owned array of borrowed names, mem_free(); NULL: no memory */
static struct text *select_names(size_t *count, const struct cim_object *object,
                                 const struct condition *condition)
{
    LONG origin = condition->flags & WBEM_MASK_CONDITION_ORIGIN;
    struct text *names = mem_calloc(SYSTEM_COUNT + object->cls->property_count, sizeof(*names));

    *count = 0;
    if (!names)
        return NULL;
    if (wants_system(condition->flags))
        *count = select_system(names);
    if (origin != WBEM_FLAG_SYSTEM_ONLY)
        *count += select_properties(names + *count, object, condition);
    return names;
}

/* --- GetNames --------------------------------------------------------------------------------- */

static HRESULT read_condition(struct condition *out, const WCHAR *qualifier, LONG flags,
                              const VARIANT *value)
{
    LONG primary = flags & WBEM_MASK_PRIMARY_CONDITION;

    memset(out, 0, sizeof(*out));
    out->flags = flags;
    if (primary == WBEM_FLAG_ALWAYS)
        return S_OK;
    if (wmi_is_blank(qualifier) || (primary == WBEM_FLAG_ONLY_IF_IDENTICAL && !value))
        return WBEM_E_INVALID_PARAMETER;
    out->qualifier = wmi_text_from_wide(qualifier, &out->qualifier_size);
    if (!out->qualifier)
        return WBEM_E_OUT_OF_MEMORY;
    if (primary != WBEM_FLAG_ONLY_IF_IDENTICAL)
        return S_OK;
    return wmi_variant_to_qualifier(&out->value, value);
}

static void condition_free(struct condition *condition)
{
    mem_free(condition->qualifier);
    cim_value_clear(&condition->value);
}

static HRESULT get_names(SAFEARRAY **out, const struct cim_object *object,
                         const struct condition *condition)
{
    struct text *names;
    size_t count;

    if (!are_flags_valid(condition->flags, MASK_GET_NAMES, object))
        return WBEM_E_INVALID_PARAMETER;
    names = select_names(&count, object, condition);
    if (names)
        *out = wmi_names_to_array(names, count);
    mem_free(names);
    return *out ? WBEM_S_NO_ERROR : (HRESULT)WBEM_E_OUT_OF_MEMORY;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_GetNames(IWbemClassObject *iface, LPCWSTR qualifier,
                                                    LONG flags, VARIANT *value, SAFEARRAY **out)
{
    struct wmi_class_object *self = (struct wmi_class_object *)iface;
    struct condition condition;
    HRESULT hr;

    if (!out)
        return WBEM_E_INVALID_PARAMETER;
    *out = NULL;
    hr = read_condition(&condition, qualifier, flags, value);
    if (SUCCEEDED(hr))
    {
        AcquireSRWLockShared(&self->lock);
        hr = get_names(out, self->object, &condition);
        ReleaseSRWLockShared(&self->lock);
    }
    condition_free(&condition);
    return hr;
}

/* --- enumeration ------------------------------------------------------------------------------ */

static HRESULT begin_enumeration(struct wmi_class_object *self, LONG flags)
{
    struct condition condition = {.flags = flags};
    struct wmi_names *list = NULL;
    struct text *names;
    size_t count;

    if (!are_flags_valid(flags, MASK_ENUMERATION, self->object))
        return WBEM_E_INVALID_PARAMETER;
    names = select_names(&count, self->object, &condition);
    if (names)
        list = wmi_names_create(names, count);
    mem_free(names);
    if (!list)
        return WBEM_E_OUT_OF_MEMORY;
    mem_free(self->properties);
    self->properties = list;
    return WBEM_S_NO_ERROR;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_BeginEnumeration(IWbemClassObject *iface, LONG flags)
{
    struct wmi_class_object *self = (struct wmi_class_object *)iface;
    HRESULT hr;

    AcquireSRWLockExclusive(&self->lock);
    hr = begin_enumeration(self, flags);
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

static HRESULT read_system(struct wmi_class_object *self, int index, VARIANT *value, CIMTYPE *type,
                           LONG *flavor)
{
    if (flavor)
        *flavor = WBEM_FLAVOR_ORIGIN_SYSTEM;
    return wmi_system_get(value, type, self->object, index);
}

/* @return WBEM_E_NOT_FOUND when the property has gone meanwhile */
static HRESULT read_named(struct wmi_class_object *self, struct text name, VARIANT *value,
                          CIMTYPE *type, LONG *flavor)
{
    const struct cim_property *property = cim_class_find(self->object->cls, name);
    int i;

    if (property)
        return wmi_read_property(self->object, property, value, type, flavor);
    for (i = 0; wmi_system_name(i); i++)
    {
        if (text_equal(text_from(wmi_system_name(i)), name))
            return read_system(self, i, value, type, flavor);
    }
    return WBEM_E_NOT_FOUND;
}

static HRESULT next_property(struct wmi_class_object *self, BSTR *name, VARIANT *value,
                             CIMTYPE *type, LONG *flavor)
{
    struct wmi_names *list = self->properties;
    HRESULT hr = WBEM_E_NOT_FOUND;
    struct text text = {NULL, 0};

    if (!list)
        return WBEM_E_UNEXPECTED;
    while (hr == (HRESULT)WBEM_E_NOT_FOUND)
    {
        if (list->next == list->count)
            return WBEM_S_NO_MORE_DATA;
        text = list->items[list->next++];
        hr = read_named(self, text, value, type, flavor);
    }
    if (FAILED(hr) || !name)
        return hr;
    *name = wmi_bstr_from_text(text);
    if (*name)
        return hr;
    if (value)
        VariantClear(value);
    return WBEM_E_OUT_OF_MEMORY;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_Next(IWbemClassObject *iface, LONG flags, BSTR *name,
                                                VARIANT *value, CIMTYPE *type, LONG *flavor)
{
    struct wmi_class_object *self = (struct wmi_class_object *)iface;
    HRESULT hr;

    if (name)
        *name = NULL;
    if (value)
        V_VT(value) = VT_EMPTY;
    if (flags)
        return WBEM_E_INVALID_PARAMETER;
    AcquireSRWLockExclusive(&self->lock);
    hr = next_property(self, name, value, type, flavor);
    ReleaseSRWLockExclusive(&self->lock);
    return hr;
}

HRESULT STDMETHODCALLTYPE wmi_class_object_EndEnumeration(IWbemClassObject *iface)
{
    struct wmi_class_object *self = (struct wmi_class_object *)iface;

    AcquireSRWLockExclusive(&self->lock);
    mem_free(self->properties);
    self->properties = NULL;
    ReleaseSRWLockExclusive(&self->lock);
    return WBEM_S_NO_ERROR;
}
