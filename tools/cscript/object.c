/* IDispatch for the host's objects, out of tables of members (see object.h).
 *
 * A property that takes no argument and yields an object passes arguments on to that object's default
 * member, as type information would: `WScript.Arguments(0)`. Script thread only. */
#include "object.h"
#include "host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct object *impl_from_IDispatch(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct object, IDispatch_iface);
}

unsigned call_count(const struct call *call)
{
    return call->params->cArgs - call->params->cNamedArgs;
}

const VARIANT *call_arg(const struct call *call, unsigned index)
{
    const VARIANT *arg;

    if (index >= call->params->cArgs)
        return NULL;
    arg = &call->params->rgvarg[call->params->cArgs - 1 - index];
    while (V_VT(arg) == (VT_BYREF | VT_VARIANT))
        arg = V_VARIANTREF(arg);
    if (V_VT(arg) == VT_ERROR && V_ERROR(arg) == DISP_E_PARAMNOTFOUND)
        return NULL;
    return arg;
}

static HRESULT convert(const VARIANT *arg, VARTYPE type, VARIANT *out)
{
    VARIANT plain;
    HRESULT hr;

    VariantInit(out);
    VariantInit(&plain);
    hr = VariantCopyInd(&plain, (VARIANT *)arg);
    if (SUCCEEDED(hr))
        hr = VariantChangeType(out, &plain, 0, type);
    VariantClear(&plain);
    return hr;
}

HRESULT call_bstr(const struct call *call, unsigned index, BSTR *out)
{
    const VARIANT *arg = call_arg(call, index);
    VARIANT text;
    HRESULT hr;

    *out = NULL;
    if (!arg)
        return S_OK;
    hr = convert(arg, VT_BSTR, &text);
    if (SUCCEEDED(hr))
        *out = V_BSTR(&text);
    return hr;
}

HRESULT call_long(const struct call *call, unsigned index, LONG fallback, LONG *out)
{
    const VARIANT *arg = call_arg(call, index);
    VARIANT number;
    HRESULT hr;

    *out = fallback;
    if (!arg)
        return S_OK;
    hr = convert(arg, VT_I4, &number);
    if (SUCCEEDED(hr))
        *out = V_I4(&number);
    return hr;
}

HRESULT call_dispatch(const struct call *call, unsigned index, IDispatch **out)
{
    const VARIANT *arg = call_arg(call, index);
    VARIANT object;
    HRESULT hr;

    *out = NULL;
    if (!arg)
        return DISP_E_TYPEMISMATCH;
    hr = convert(arg, VT_DISPATCH, &object);
    if (FAILED(hr))
        return DISP_E_TYPEMISMATCH;
    if (!V_DISPATCH(&object))
        return ERROR_OBJECT_REQUIRED;
    *out = V_DISPATCH(&object);
    return S_OK;
}

HRESULT call_return_text_len(struct call *call, const WCHAR *text, size_t len)
{
    BSTR value = SysAllocStringLen(text, (UINT)len);

    if (!value)
        return E_OUTOFMEMORY;
    V_VT(call->result) = VT_BSTR;
    V_BSTR(call->result) = value;
    return S_OK;
}

HRESULT call_return_text(struct call *call, const WCHAR *text)
{
    return call_return_text_len(call, text, wcslen(text));
}

HRESULT call_return_long(struct call *call, LONG value)
{
    V_VT(call->result) = VT_I4;
    V_I4(call->result) = value;
    return S_OK;
}

HRESULT call_return_bool(struct call *call, BOOL value)
{
    V_VT(call->result) = VT_BOOL;
    V_BOOL(call->result) = value ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

HRESULT call_return_object(struct call *call, struct object *object)
{
    if (!object)
        return E_OUTOFMEMORY;
    V_VT(call->result) = VT_DISPATCH;
    V_DISPATCH(call->result) = &object->IDispatch_iface;
    return S_OK;
}

HRESULT call_fail(struct call *call, HRESULT code, const WCHAR *source, const WCHAR *format, ...)
{
    WCHAR text[512];
    va_list args;

    if (!call->info)
        return code;
    va_start(args, format);
    _vsnwprintf(text, ARRAYSIZE(text) - 1, format, args);
    va_end(args);
    text[ARRAYSIZE(text) - 1] = 0;
    memset(call->info, 0, sizeof(*call->info));
    call->info->scode = code;
    call->info->bstrSource = SysAllocString(source);
    call->info->bstrDescription = SysAllocString(text);
    return DISP_E_EXCEPTION;
}

static HRESULT WINAPI object_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    if (!out)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IDispatch))
        return E_NOINTERFACE;
    IDispatch_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI object_AddRef(IDispatch *iface)
{
    return (ULONG)++impl_from_IDispatch(iface)->refs;
}

static ULONG WINAPI object_Release(IDispatch *iface)
{
    struct object *self = impl_from_IDispatch(iface);
    LONG refs = --self->refs;

    if (!refs)
        self->class->destroy(self);
    return (ULONG)refs;
}

static HRESULT WINAPI object_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    if (!count)
        return E_POINTER;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI object_GetTypeInfo(IDispatch *iface, UINT index, LCID lcid, ITypeInfo **out)
{
    (void)iface;
    (void)index;
    (void)lcid;
    if (!out)
        return E_POINTER;
    *out = NULL;
    return DISP_E_BADINDEX;
}

static const struct member *member_by_name(const struct class *class, const WCHAR *name)
{
    size_t i;

    for (i = 0; i < class->count; i++)
        if (!_wcsicmp(class->members[i].name, name))
            return &class->members[i];
    return NULL;
}

static HRESULT WINAPI object_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names,
                                           UINT count, LCID lcid, DISPID *ids)
{
    const struct member *member;
    UINT i;

    (void)lcid;
    if (!IsEqualGUID(iid, &IID_NULL))
        return DISP_E_UNKNOWNINTERFACE;
    if (!names || !ids || !count)
        return E_INVALIDARG;
    for (i = 0; i < count; i++)
        ids[i] = DISPID_UNKNOWN;
    member = member_by_name(impl_from_IDispatch(iface)->class, names[0]);
    if (!member)
        return DISP_E_UNKNOWNNAME;
    ids[0] = member->id;
    return count == 1 ? S_OK : DISP_E_UNKNOWNNAME;
}

static const struct member *member_by_id(const struct class *class, DISPID id)
{
    size_t i;

    for (i = 0; i < class->count; i++)
        if (class->members[i].id == id)
            return &class->members[i];
    return NULL;
}

/* A property that yields an object hands the arguments to the object's default member. */
static HRESULT invoke_default(const VARIANT *object, struct call *call, const DISPPARAMS *params)
{
    DISPPARAMS copy = *params;

    return IDispatch_Invoke(V_DISPATCH(object), DISPID_VALUE, &IID_NULL, LOCALE_USER_DEFAULT,
                            call->flags, &copy, call->result, call->info, NULL);
}

static HRESULT get_indexed(struct object *self, const struct member *member, struct call *call)
{
    DISPPARAMS none = {NULL, NULL, 0, 0};
    struct call inner = {DISPATCH_PROPERTYGET, &none, NULL, call->info};
    VARIANT object;
    HRESULT hr;

    VariantInit(&object);
    inner.result = &object;
    hr = member->fn(self, &inner);
    if (FAILED(hr))
        return hr;
    hr = DISP_E_BADPARAMCOUNT;
    if (V_VT(&object) == VT_DISPATCH && V_DISPATCH(&object))
        hr = invoke_default(&object, call, call->params);
    VariantClear(&object);
    return hr;
}

static HRESULT get_method(struct object *self, const struct member *member, struct call *call)
{
    struct object *value;
    HRESULT hr;

    if (!self->class->methods_are_values || call->params->cArgs)
        return DISP_E_MEMBERNOTFOUND;
    hr = method_value_create(self, member, &value);
    return FAILED(hr) ? hr : call_return_object(call, value);
}

static HRESULT call_member(struct object *self, const struct member *member, struct call *call)
{
    const WORD puts = DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF;
    const DISPPARAMS *params = call->params;

    if (call->flags & puts)
    {
        if (!(member->flags & DISPATCH_PROPERTYPUT))
            return DISP_E_MEMBERNOTFOUND;
        return params->cArgs == 1 ? member->fn(self, call) : DISP_E_BADPARAMCOUNT;
    }
    if (!(call->flags & DISPATCH_METHOD) && !(member->flags & DISPATCH_PROPERTYGET))
        return get_method(self, member, call);
    if (params->cNamedArgs)
        return DISP_E_NONAMEDARGS;
    if (params->cArgs && !member->max && (member->flags & DISPATCH_PROPERTYGET))
        return get_indexed(self, member, call);
    if (params->cArgs < member->min || params->cArgs > member->max)
        return DISP_E_BADPARAMCOUNT;
    return member->fn(self, call);
}

static HRESULT WINAPI object_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid, WORD flags,
                                    DISPPARAMS *params, VARIANT *result, EXCEPINFO *info, UINT *bad)
{
    struct object *self = impl_from_IDispatch(iface);
    struct host *host = self->host;
    const struct member *member;
    struct call call = {flags, params, NULL, info};
    VARIANT value;
    HRESULT hr;

    (void)lcid;
    (void)bad;
    if (!IsEqualGUID(iid, &IID_NULL))
        return DISP_E_UNKNOWNINTERFACE;
    if (!params || (params->cArgs && !params->rgvarg))
        return E_INVALIDARG;
    if (host_stopping(host))
        return host_unwind(host);
    member = member_by_id(self->class, id);
    if (!member)
        return DISP_E_MEMBERNOTFOUND;

    VariantInit(&value);
    call.result = &value;
    IDispatch_AddRef(iface); /* a member may run a script that drops the last reference */
    hr = call_member(self, member, &call);
    IDispatch_Release(iface);
    if (SUCCEEDED(hr) && result)
        *result = value;
    else
        VariantClear(&value);
    return host_stopping(host) ? host_unwind(host) : hr;
}

static const IDispatchVtbl object_vtbl = {
    object_QueryInterface, object_AddRef,        object_Release, object_GetTypeInfoCount,
    object_GetTypeInfo,    object_GetIDsOfNames, object_Invoke,
};

void object_init(struct object *self, const struct class *class, struct host *host)
{
    self->IDispatch_iface.lpVtbl = &object_vtbl;
    self->refs = 1;
    self->class = class;
    self->host = host;
}

IDispatch *object_dispatch(struct object *self)
{
    IDispatch_AddRef(&self->IDispatch_iface);
    return &self->IDispatch_iface;
}

void object_release(struct object *self)
{
    if (self)
        IDispatch_Release(&self->IDispatch_iface);
}
