/* Instances of __ExtendedStatus (behaviour.md 3.5). The class is made in memory, once, without a
 * repository. Any thread; `lock` guards the class. */
#include "error_object.h"

#include "../cim/mem.h"
#include "../com/error.h"
#include "class_object.h"

#define PROVIDER L"WinMgmt"

static SRWLOCK lock = SRWLOCK_INIT;
static struct cim_class *status_class; /* referenced */

static enum cim_status define(struct cim_class *cls, struct text name,
                              const struct text *properties, size_t count, enum cim_type type)
{
    enum cim_status status = cim_class_set_name(cls, name, NULL);
    size_t i;

    for (i = 0; !status && i < count; i++)
        status = cim_class_add_property(cls, properties[i], type, false, NULL, NULL);
    return status ? status : cim_class_seal(cls, NULL);
}

static enum cim_status make_class(struct cim_class **out)
{
    static const struct text notify[] = {{"StatusCode", 10}};
    static const struct text extended[] = {
        {"Description", 11}, {"Operation", 9}, {"ParameterInfo", 13}, {"ProviderName", 12}};
    struct cim_class *parent = NULL, *cls = NULL;
    enum cim_status status = cim_class_new(&parent);

    if (!status)
        status = define(parent, TEXT_LITERAL("__NotifyStatus"), notify, 1, CIM_TYPE_UINT32);
    if (!status)
        status = cim_class_derive(&cls, parent, NULL);
    if (!status)
        status = define(cls, TEXT_LITERAL("__ExtendedStatus"), extended, 4, CIM_TYPE_STRING);
    cim_class_release(parent);
    if (!status)
        *out = cls;
    else
        cim_class_release(cls);
    return status;
}

/* @param out  referenced */
static enum cim_status get_class(struct cim_class **out)
{
    enum cim_status status = CIM_OK;

    AcquireSRWLockExclusive(&lock);
    if (!status_class)
        status = make_class(&status_class);
    if (!status)
        *out = cim_class_ref(status_class);
    ReleaseSRWLockExclusive(&lock);
    return status;
}

void wmi_error_class_free(void)
{
    struct cim_class *cls;

    AcquireSRWLockExclusive(&lock);
    cls = status_class;
    status_class = NULL;
    ReleaseSRWLockExclusive(&lock);
    cim_class_release(cls);
}

static enum cim_status put_text(struct cim_object *object, struct text name, struct text text)
{
    struct cim_value value;
    enum cim_status status;

    if (!text.size)
        return CIM_OK;
    status = cim_value_set_string(&value, CIM_TYPE_STRING, text);
    if (status)
        return status;
    status = cim_object_put(object, name, &value, NULL);
    cim_value_clear(&value);
    return status;
}

static enum cim_status put_wide(struct cim_object *object, struct text name, const WCHAR *wide)
{
    enum cim_status status;
    size_t size;
    char *text;

    if (wmi_is_blank(wide))
        return CIM_OK;
    text = wmi_text_from_wide(wide, &size);
    if (!text)
        return CIM_NO_MEMORY;
    status = put_text(object, name, (struct text){text, size});
    mem_free(text);
    return status;
}

/* A new error object with the properties that every one has. */
static enum cim_status create(struct cim_object **out, HRESULT hr, const WCHAR *operation,
                              const WCHAR *provider)
{
    struct cim_class *cls;
    struct cim_value code;
    enum cim_status status = get_class(&cls);

    if (status)
        return status;
    status = cim_object_spawn(out, cls);
    cim_class_release(cls);
    if (status)
        return status;
    cim_value_set_uint(&code, CIM_TYPE_UINT32, (uint32_t)hr);
    status = cim_object_put(*out, TEXT_LITERAL("StatusCode"), &code, NULL);
    if (!status)
        status = put_wide(*out, TEXT_LITERAL("Operation"), operation);
    if (!status)
        status = put_wide(*out, TEXT_LITERAL("ProviderName"), provider);
    if (status)
        cim_object_release(*out);
    return status;
}

static HRESULT finish(IWbemClassObject **out, struct cim_object *object, enum cim_status status)
{
    if (!status)
        return wmi_class_object_create(out, object);
    cim_object_release(object);
    return com_hresult(status);
}

HRESULT wmi_error_object_create(HRESULT status, const WCHAR *operation, const WCHAR *parameter,
                                const WCHAR *provider, const WCHAR *description,
                                IWbemClassObject **out)
{
    struct cim_object *object;
    enum cim_status result;

    *out = NULL;
    result = create(&object, status, operation, provider);
    if (result)
        return com_hresult(result);
    result = put_wide(object, TEXT_LITERAL("ParameterInfo"), parameter);
    if (!result)
        result = put_wide(object, TEXT_LITERAL("Description"), description);
    return finish(out, object, result);
}

IWbemClassObject *wmi_failure_object(HRESULT hr, const WCHAR *operation, struct text parameter,
                                     const struct cim_error *err)
{
    IWbemClassObject *out = NULL;
    struct cim_object *object;
    enum cim_status status;

    if (create(&object, hr, operation, PROVIDER))
        return NULL;
    status = put_text(object, TEXT_LITERAL("ParameterInfo"), parameter);
    if (!status && err)
        status = put_text(object, TEXT_LITERAL("Description"), text_from(err->message));
    if (FAILED(finish(&out, object, status)))
        return NULL;
    return out;
}

HRESULT wmi_fail(HRESULT hr, const WCHAR *operation, struct text parameter,
                 const struct cim_error *err)
{
    IWbemClassObject *object = wmi_failure_object(hr, operation, parameter, err);

    com_set_wbem_error((IUnknown *)object, hr);
    if (object)
        IWbemClassObject_Release(object);
    return hr;
}
