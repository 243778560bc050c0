/* WMI properties as automation members of SWbemObject (behaviour.md 7.1).
 *
 * A DISPID must be stable for the life of an object and never be reused, so names are given
 * numbers for the whole process: one table from folded name to DISPID, which only grows, and
 * only by names that some object really has. The table is guarded by `names_lock`; entries never
 * move and never change once they are in it. */
#include "automation.h"

#include "../cim/text.h"

struct name
{
    struct name *next; /* in its bucket */
    uint32_t hash;
    DISPID id;
    UINT length;
    WCHAR text[]; /* NUL-terminated, first spelling seen */
};

#define NAME_BUCKETS 4096
#define NAMES_A_PAGE 4096
#define NAME_PAGES   4096 /* 16 million names: more are unknown */

static SRWLOCK names_lock = SRWLOCK_INIT;
static struct name *buckets[NAME_BUCKETS];
static struct name **pages[NAME_PAGES]; /* by DISPID - COM_DYNAMIC_ID */
static LONG name_count;

static bool same_name(const struct name *name, const WCHAR *text, size_t length)
{
    return name->length == length && CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, name->text,
                                                    (int)length, text, (int)length) == CSTR_EQUAL;
}

/* Exact spelling first: scripts repeat themselves, and it saves a call. */
static struct name *find_name(uint32_t hash, const WCHAR *text, size_t length)
{
    struct name *name = buckets[hash % NAME_BUCKETS];

    for (; name; name = name->next)
    {
        if (name->hash != hash || name->length != length)
            continue;
        if (!memcmp(name->text, text, length * sizeof(WCHAR)) || same_name(name, text, length))
            return name;
    }
    return NULL;
}

static struct name *add_name(uint32_t hash, const WCHAR *text, size_t length)
{
    size_t page = (size_t)name_count / NAMES_A_PAGE;
    struct name *name;

    if (page >= NAME_PAGES)
        return NULL;
    if (!pages[page])
        pages[page] = calloc(NAMES_A_PAGE, sizeof(*pages[page]));
    name = pages[page] ? malloc(sizeof(*name) + (length + 1) * sizeof(WCHAR)) : NULL;
    if (!name)
        return NULL;
    name->hash = hash;
    name->id = COM_DYNAMIC_ID + name_count;
    name->length = (UINT)length;
    memcpy(name->text, text, length * sizeof(WCHAR));
    name->text[length] = 0;
    name->next = buckets[hash % NAME_BUCKETS];
    buckets[hash % NAME_BUCKETS] = name;
    pages[page][name_count % NAMES_A_PAGE] = name;
    name_count++;
    return name;
}

static const struct name *name_of_id(DISPID id)
{
    LONG index = id - COM_DYNAMIC_ID;
    const struct name *name = NULL;

    AcquireSRWLockShared(&names_lock);
    if (index >= 0 && index < name_count)
        name = pages[index / NAMES_A_PAGE][index % NAMES_A_PAGE];
    ReleaseSRWLockShared(&names_lock);
    return name;
}

void object_names_free(void)
{
    LONG i;

    for (i = 0; i < name_count; i++)
        free(pages[i / NAMES_A_PAGE][i % NAMES_A_PAGE]);
    for (i = 0; i < NAME_PAGES; i++)
        free(pages[i]);
    memset(buckets, 0, sizeof(buckets));
    memset(pages, 0, sizeof(pages));
    name_count = 0;
}

static bool object_has(const struct object *object, const WCHAR *name)
{
    return IWbemClassObject_Get(object->wbem, name, 0, NULL, NULL, NULL) == S_OK;
}

HRESULT object_dynamic_id(struct com_object *base, const WCHAR *text, size_t length, DISPID *id)
{
    uint32_t hash = text_hash_fold_utf16((const uint16_t *)text, length);
    const struct object *object = (const struct object *)base;
    struct name *name;

    AcquireSRWLockShared(&names_lock);
    name = find_name(hash, text, length);
    ReleaseSRWLockShared(&names_lock);
    if (!object_has(object, name ? name->text : text))
        return DISP_E_UNKNOWNNAME;
    if (!name)
    {
        AcquireSRWLockExclusive(&names_lock);
        name = find_name(hash, text, length);
        if (!name)
            name = add_name(hash, text, length);
        ReleaseSRWLockExclusive(&names_lock);
    }
    if (!name)
        return E_OUTOFMEMORY;
    *id = name->id;
    return S_OK;
}

static HRESULT put_member(struct object *object, const WCHAR *name, const DISPPARAMS *params)
{
    if (params->cArgs == 1)
        return property_write(object, name, &params->rgvarg[0]);
    if (params->cArgs == 2)
        return property_write_element(object, name, com_variant_deref(&params->rgvarg[1]),
                                      &params->rgvarg[0]);
    return DISP_E_BADPARAMCOUNT;
}

static HRESULT get_member(struct object *object, const WCHAR *name, const DISPPARAMS *params,
                          VARIANT *result)
{
    VARIANT ignored;
    HRESULT hr;

    if (params->cArgs > 1)
        return DISP_E_BADPARAMCOUNT;
    VariantInit(&ignored);
    if (params->cArgs)
        hr = property_read_element(object, name, com_variant_deref(&params->rgvarg[0]), &ignored);
    else
        hr = property_read(object, name, &ignored);
    if (FAILED(hr))
        return com_return(&object->base, hr);
    if (result)
        *result = ignored;
    else
        VariantClear(&ignored);
    return S_OK;
}

HRESULT object_dynamic_invoke(struct com_object *base, DISPID id, WORD flags,
                              const DISPPARAMS *params, VARIANT *result, UINT *bad_argument)
{
    struct object *object = (struct object *)base;
    const struct name *name;

    (void)bad_argument;
    if (id < COM_DYNAMIC_ID)
        return S_FALSE;
    name = name_of_id(id);
    if (!name)
        return DISP_E_MEMBERNOTFOUND;
    if (flags & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF))
        return com_return(&object->base, put_member(object, name->text, params));
    return get_member(object, name->text, params, result);
}
