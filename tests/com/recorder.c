/* Objects that write down how they are called; see recorder.h. One thread. */
#include "recorder.h"
#include "com/error.h"
#include "com/members.h"

#include <stdio.h>
#include <stdlib.h>
#include <wbemcli.h>

char call_log[512];

static void record(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void record(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(call_log, sizeof(call_log), format, arguments);
    va_end(arguments);
}

static const char *narrow(BSTR text)
{
    static char buffers[4][64];
    static int next;
    char *out = buffers[next++ % 4];
    if (!text)
        return "null";
    snprintf(out, 64, "\"%ls\"", text);
    return out;
}

static const char *variant_text(const VARIANT *value)
{
    static char text[64];
    snprintf(text, sizeof(text), "vt%d", V_VT(value));
    if (V_VT(value) == VT_I4)
        snprintf(text, sizeof(text), "%ld", (long)V_I4(value));
    if (V_VT(value) == VT_BSTR)
        return narrow(V_BSTR(value));
    return text;
}

static void destroy(struct com_object *object)
{
    VariantClear(&((struct thing *)object)->value);
    free(object);
}

static HRESULT STDMETHODCALLTYPE set_get__NewEnum(ISWbemQualifierSet *iface, IUnknown **out)
{
    record("_NewEnum");
    *out = (IUnknown *)iface;
    IUnknown_AddRef(*out);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE set_Item(ISWbemQualifierSet *iface, BSTR name, LONG flags,
                                          ISWbemQualifier **out)
{
    struct com_object *object = (struct com_object *)iface;
    *out = NULL;
    record("Item(%s, %ld)", narrow(name), (long)flags);
    if (name && !wcscmp(name, L"missing"))
        return com_return(object, (HRESULT)WBEM_E_NOT_FOUND);
    if (name && !wcscmp(name, L"silent"))
        return (HRESULT)WBEM_E_NOT_FOUND;
    if (name && !wcscmp(name, L"system"))
        return com_return(object, E_ACCESSDENIED);
    *out = (ISWbemQualifier *)make(&qualifier_class);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE set_get_Count(ISWbemQualifierSet *iface, LONG *out)
{
    (void)iface;
    record("Count");
    *out = 7;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE set_Add(ISWbemQualifierSet *iface, BSTR name, VARIANT *value,
                                         VARIANT_BOOL subclass, VARIANT_BOOL instance,
                                         VARIANT_BOOL overridable, LONG flags,
                                         ISWbemQualifier **out)
{
    (void)iface;
    record("Add(%s, %s, %d, %d, %d, %ld)", narrow(name), variant_text(value), subclass, instance,
           overridable, (long)flags);
    *out = NULL;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE set_Remove(ISWbemQualifierSet *iface, BSTR name, LONG flags)
{
    (void)iface;
    record("Remove(%s, %ld)", narrow(name), (long)flags);
    return S_OK;
}

static const ISWbemQualifierSetVtbl set_vtbl = {COM_OBJECT_METHODS(ISWbemQualifierSet),
                                                set_get__NewEnum,
                                                set_Item,
                                                set_get_Count,
                                                set_Add,
                                                set_Remove};

static HRESULT STDMETHODCALLTYPE qualifier_get_Value(ISWbemQualifier *iface, VARIANT *out)
{
    record("get Value");
    VariantInit(out);
    return VariantCopy(out, &((struct thing *)iface)->value);
}

static HRESULT STDMETHODCALLTYPE qualifier_put_Value(ISWbemQualifier *iface, VARIANT *value)
{
    record("put Value(%s)", variant_text(value));
    return VariantCopy(&((struct thing *)iface)->value, value);
}

static HRESULT STDMETHODCALLTYPE qualifier_get_Name(ISWbemQualifier *iface, BSTR *out)
{
    (void)iface;
    *out = SysAllocString(L"the name");
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE qualifier_get_PropagatesToSubclass(ISWbemQualifier *iface,
                                                                    VARIANT_BOOL *out)
{
    (void)iface;
    *out = VARIANT_TRUE;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE qualifier_put_PropagatesToSubclass(ISWbemQualifier *iface,
                                                                    VARIANT_BOOL value)
{
    (void)iface;
    record("put PropagatesToSubclass(%d)", value);
    return S_OK;
}

static const ISWbemQualifierVtbl qualifier_vtbl = {
    COM_OBJECT_METHODS(ISWbemQualifier),
    .get_Value = qualifier_get_Value,
    .put_Value = qualifier_put_Value,
    .get_Name = qualifier_get_Name,
    .get_PropagatesToSubclass = qualifier_get_PropagatesToSubclass,
    .put_PropagatesToSubclass = qualifier_put_PropagatesToSubclass};

static HRESULT STDMETHODCALLTYPE path_get_Path(ISWbemObjectPath *iface, BSTR *out)
{
    (void)iface;
    record("get Path");
    *out = SysAllocString(L"a.b=1");
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE path_put_Path(ISWbemObjectPath *iface, BSTR value)
{
    (void)iface;
    record("put Path(%s)", narrow(value));
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE path_SetAsClass(ISWbemObjectPath *iface)
{
    (void)iface;
    record("SetAsClass");
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE path_get_Keys(ISWbemObjectPath *iface, ISWbemNamedValueSet **out)
{
    (void)iface;
    *out = (ISWbemNamedValueSet *)make(&set_class);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE path_get_Security_(ISWbemObjectPath *iface, ISWbemSecurity **out)
{
    (void)iface;
    *out = NULL;
    return S_OK;
}

static const ISWbemObjectPathVtbl path_vtbl = {COM_OBJECT_METHODS(ISWbemObjectPath),
                                               .get_Path = path_get_Path,
                                               .put_Path = path_put_Path,
                                               .SetAsClass = path_SetAsClass,
                                               .get_Keys = path_get_Keys,
                                               .get_Security_ = path_get_Security_};

static HRESULT STDMETHODCALLTYPE date_GetVarDate(ISWbemDateTime *iface, VARIANT_BOOL local,
                                                 DATE *out)
{
    (void)iface;
    record("GetVarDate(%d)", local);
    *out = 2.5;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE date_SetVarDate(ISWbemDateTime *iface, DATE date,
                                                 VARIANT_BOOL local)
{
    (void)iface;
    record("SetVarDate(%.2f, %d)", date, local);
    return S_OK;
}

static const ISWbemDateTimeVtbl date_vtbl = {COM_OBJECT_METHODS(ISWbemDateTime),
                                             .GetVarDate = date_GetVarDate,
                                             .SetVarDate = date_SetVarDate};

static const char *pointer_text(const void *pointer)
{
    return pointer ? "object" : "null";
}

static HRESULT STDMETHODCALLTYPE services_AssociatorsOfAsync(
    ISWbemServicesEx *iface, IDispatch *sink, BSTR path, BSTR assoc, BSTR result, BSTR result_role,
    BSTR role, VARIANT_BOOL classes, VARIANT_BOOL schema, BSTR required_assoc, BSTR required,
    LONG flags, IDispatch *set, IDispatch *context)
{
    (void)iface;
    record("AssociatorsOfAsync(%s, %ls, %ls, %ls, %ls, %ls, %d, %d, %ls, %ls, %ld, %s, %s)",
           pointer_text(sink), path, assoc, result, result_role, role, classes, schema,
           required_assoc, required, (long)flags, pointer_text(set), pointer_text(context));
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE services_GetAsync(ISWbemServicesEx *iface, IDispatch *sink,
                                                   BSTR path, LONG flags, IDispatch *set,
                                                   IDispatch *context)
{
    (void)iface;
    record("GetAsync(%s, %s, %ld, %s, %s)", pointer_text(sink), narrow(path), (long)flags,
           pointer_text(set), pointer_text(context));
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE services_PutAsync(ISWbemServicesEx *iface, ISWbemSink *sink,
                                                   ISWbemObjectEx *object, LONG flags,
                                                   IDispatch *set, IDispatch *context)
{
    (void)iface;
    record("PutAsync(%s, %s, %ld, %s, %s)", pointer_text(sink), pointer_text(object), (long)flags,
           pointer_text(set), pointer_text(context));
    return S_OK;
}

static const ISWbemServicesExVtbl services_vtbl = {
    COM_OBJECT_METHODS(ISWbemServicesEx), .GetAsync = services_GetAsync,
    .AssociatorsOfAsync = services_AssociatorsOfAsync, .PutAsync = services_PutAsync};

/* The set takes set("name") = value and two names of its own. */
static HRESULT set_dynamic_id(struct com_object *object, const WCHAR *name, size_t length,
                              DISPID *id)
{
    (void)object;
    if (length != 3 || _wcsnicmp(name, L"dyn", 3))
        return DISP_E_UNKNOWNNAME;
    *id = COM_DYNAMIC_ID + 5;
    return S_OK;
}

static HRESULT set_dynamic_invoke(struct com_object *object, DISPID id, WORD flags,
                                  const DISPPARAMS *params, VARIANT *result, UINT *bad_argument)
{
    (void)bad_argument;
    if (id == DISPID_VALUE && (flags & DISPATCH_PROPERTYPUT) && params->cArgs == 2)
    {
        record("Item put(%s)", variant_text(com_variant_deref(&params->rgvarg[0])));
        return S_OK;
    }
    if (id == COM_DYNAMIC_ID + 5 && (flags & DISPATCH_PROPERTYPUT))
        return com_return(object, (HRESULT)WBEM_E_READ_ONLY);
    if (id == COM_DYNAMIC_ID + 5)
    {
        record("dyn");
        if (result)
        {
            V_VT(result) = VT_I4;
            V_I4(result) = 99;
        }
        return S_OK;
    }
    return id >= COM_DYNAMIC_ID ? DISP_E_MEMBERNOTFOUND : S_FALSE;
}

const struct com_class set_class = {.name = "SWbemQualifierSet",
                                    .clsid = &CLSID_SWbemQualifierSet,
                                    .iid = &IID_ISWbemQualifierSet,
                                    .members = &com_members_ISWbemQualifierSet,
                                    .destroy = destroy,
                                    .dynamic_id = set_dynamic_id,
                                    .dynamic_invoke = set_dynamic_invoke};
const struct com_class qualifier_class = {.name = "SWbemQualifier",
                                          .clsid = &CLSID_SWbemQualifier,
                                          .iid = &IID_ISWbemQualifier,
                                          .members = &com_members_ISWbemQualifier,
                                          .destroy = destroy};
const struct com_class path_class = {.name = "SWbemObjectPath",
                                     .clsid = &CLSID_SWbemObjectPath,
                                     .iid = &IID_ISWbemObjectPath,
                                     .members = &com_members_ISWbemObjectPath,
                                     .destroy = destroy};
const struct com_class date_class = {.name = "SWbemDateTime",
                                     .clsid = &CLSID_SWbemDateTime,
                                     .iid = &IID_ISWbemDateTime,
                                     .members = &com_members_ISWbemDateTime,
                                     .destroy = destroy};
const struct com_class services_class = {.name = "SWbemServicesEx",
                                         .clsid = &CLSID_SWbemServicesEx,
                                         .iid = &IID_ISWbemServicesEx,
                                         .base_iid = &IID_ISWbemServices,
                                         .members = &com_members_ISWbemServicesEx,
                                         .destroy = destroy};

IDispatch *make(const struct com_class *cls)
{
    const void *vtbl = cls == &set_class         ? (const void *)&set_vtbl
                       : cls == &qualifier_class ? (const void *)&qualifier_vtbl
                       : cls == &path_class      ? (const void *)&path_vtbl
                       : cls == &date_class      ? (const void *)&date_vtbl
                                                 : (const void *)&services_vtbl;
    struct thing *thing = calloc(1, sizeof(*thing));
    com_object_init(&thing->base, cls, vtbl);
    return &thing->base.IDispatch_iface;
}
