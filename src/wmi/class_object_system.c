/* The ten system properties of a class object: behaviour.md 10.4. They are computed when they
 * are read. The caller holds the object's lock. */
#include "class_object.h"

#include "../cim/mem.h"
#include "../com/error.h"
#include "variant.h"

typedef HRESULT (*reader)(VARIANT *out, const struct cim_object *object);

static HRESULT from_text(VARIANT *out, struct text text)
{
    union cim_scalar scalar = {.string = text};

    return wmi_variant_from_scalar(out, CIM_TYPE_STRING, &scalar);
}

/* NULL and the empty text both mean "has none". */
static HRESULT from_name(VARIANT *out, const char *name)
{
    if (!name || !*name)
        return S_OK;
    return from_text(out, text_from(name));
}

static HRESULT from_number(VARIANT *out, LONG number)
{
    V_VT(out) = VT_I4;
    V_I4(out) = number;
    return S_OK;
}

static HRESULT read_genus(VARIANT *out, const struct cim_object *object)
{
    return from_number(out, object->is_class ? WBEM_GENUS_CLASS : WBEM_GENUS_INSTANCE);
}

static HRESULT read_class(VARIANT *out, const struct cim_object *object)
{
    return from_name(out, object->cls->name);
}

static HRESULT read_superclass(VARIANT *out, const struct cim_object *object)
{
    return from_name(out, object->cls->superclass);
}

static HRESULT read_dynasty(VARIANT *out, const struct cim_object *object)
{
    const struct cim_class *cls = object->cls;

    if (!cls->derivation_count)
        return from_name(out, cls->name);
    return from_name(out, cls->derivation[cls->derivation_count - 1]);
}

/* A path, or NULL as long as name or keys are missing. */
static HRESULT from_path(VARIANT *out, const struct cim_object *object,
                         enum cim_status (*print)(struct buffer *, const struct cim_object *))
{
    struct buffer path;
    enum cim_status status;
    HRESULT hr = S_OK;

    buffer_init(&path, 0);
    status = print(&path, object);
    if (!status)
        status = buffer_status(&path);
    if (status == CIM_NO_MEMORY)
        hr = WBEM_E_OUT_OF_MEMORY;
    else if (!status)
        hr = from_text(out, buffer_text(&path));
    buffer_free(&path);
    return hr;
}

static HRESULT read_relpath(VARIANT *out, const struct cim_object *object)
{
    return from_path(out, object, cim_object_relpath);
}

static HRESULT read_path(VARIANT *out, const struct cim_object *object)
{
    return object->space ? from_path(out, object, cim_object_path) : S_OK;
}

static HRESULT read_property_count(VARIANT *out, const struct cim_object *object)
{
    LONG count = 0;
    size_t i;

    for (i = 0; i < object->cls->property_count; i++)
        count += cim_object_shows(object, i);
    return from_number(out, count);
}

static HRESULT read_derivation(VARIANT *out, const struct cim_object *object)
{
    struct text names[CIM_MAX_DERIVATION];
    size_t i, count = object->cls->derivation_count;

    for (i = 0; i < count && i < CIM_MAX_DERIVATION; i++)
        names[i] = text_from(object->cls->derivation[i]);
    V_ARRAY(out) = wmi_names_to_array(names, i);
    if (!V_ARRAY(out))
        return WBEM_E_OUT_OF_MEMORY;
    V_VT(out) = VT_ARRAY | VT_BSTR;
    return S_OK;
}

static HRESULT read_server(VARIANT *out, const struct cim_object *object)
{
    return from_name(out, object->space ? object->server : NULL);
}

static HRESULT read_namespace(VARIANT *out, const struct cim_object *object)
{
    return from_name(out, object->space);
}

/* In the order of enumeration. */
static const struct
{
    const char *name;
    CIMTYPE type;
    reader read;
} rows[] = {
    {"__GENUS", CIM_TYPE_SINT32, read_genus},
    {"__CLASS", CIM_TYPE_STRING, read_class},
    {"__SUPERCLASS", CIM_TYPE_STRING, read_superclass},
    {"__DYNASTY", CIM_TYPE_STRING, read_dynasty},
    {"__RELPATH", CIM_TYPE_STRING, read_relpath},
    {"__PROPERTY_COUNT", CIM_TYPE_SINT32, read_property_count},
    {"__DERIVATION", CIM_TYPE_STRING | CIM_FLAG_ARRAY, read_derivation},
    {"__SERVER", CIM_TYPE_STRING, read_server},
    {"__NAMESPACE", CIM_TYPE_STRING, read_namespace},
    {"__PATH", CIM_TYPE_STRING, read_path},
};

#define ROW_COUNT ((int)(sizeof(rows) / sizeof(rows[0])))
#define ROW_CLASS 1

/* The names of the table are ASCII capitals; _wcsicmp would ask the locale. */
static bool is_name(const char *capitals, const WCHAR *name)
{
    for (; *capitals && *name; capitals++, name++)
    {
        WCHAR c = *name >= 'a' && *name <= 'z' ? *name - 32 : *name;
        if (c != (unsigned char)*capitals)
            return false;
    }
    return !*capitals && !*name;
}

int wmi_system_find(const WCHAR *name)
{
    int i;

    for (i = 0; i < ROW_COUNT; i++)
    {
        if (is_name(rows[i].name, name))
            return i;
    }
    return -1;
}

const char *wmi_system_name(int index)
{
    return index < ROW_COUNT ? rows[index].name : NULL;
}

HRESULT wmi_system_get(VARIANT *out, CIMTYPE *type, const struct cim_object *object, int index)
{
    HRESULT hr;

    if (type)
        *type = rows[index].type;
    if (!out)
        return S_OK;
    V_VT(out) = VT_NULL;
    hr = rows[index].read(out, object);
    if (FAILED(hr))
        V_VT(out) = VT_EMPTY;
    return hr;
}

/* Only a class that is being created takes a name. */
/* A class that is stored keeps its name; a clone of it may become another class (behaviour.md 13.2.6). */
static bool may_be_named(const struct wmi_class_object *self)
{
    return self->object->is_class && (self->is_clone || !self->object->cls->id);
}

/* Under another name the class is a new one, of which nothing is stored. */
static void forget_stored(struct wmi_class_object *self)
{
    self->object->cls->id = 0;
    self->object->cls->version = 0;
    cim_class_release(self->stored);
    self->stored = NULL;
}

HRESULT wmi_system_put(struct wmi_class_object *self, int index, const VARIANT *value)
{
    struct cim_value name;
    HRESULT hr;

    if (index != ROW_CLASS || !may_be_named(self))
        return WBEM_E_READ_ONLY;
    hr = wmi_variant_to_value(&name, value, CIM_TYPE_STRING, false);
    if (FAILED(hr))
        return hr;
    hr = WBEM_E_INVALID_PARAMETER;
    if (!name.is_null)
        hr = com_hresult(wmi_edit_class(self));
    if (SUCCEEDED(hr) && !name.is_null)
        hr = com_hresult(cim_class_set_name(self->object->cls, name.scalar.string, NULL));
    if (SUCCEEDED(hr) && self->is_clone)
        forget_stored(self);
    cim_value_clear(&name);
    return hr;
}
