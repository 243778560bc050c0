/* IDispatch's names and calls: the object's dynamic members, and the static members of its interface.
 *
 * A static member is found by an index made at build time and called through the vtable; type information is not
 * asked. Callers send a method, a property get, or both flags at once for either kind, and DISPID_NEWENUM as a
 * method (Wine 8.0): all are taken. Arguments that a property does not have go to its value: an element of an
 * array, or the default member of an object. Any thread; the object's methods look after their own state. */
#include "arguments.h"
#include "error.h"
#include "object.h"

#include <string.h>
#include <wchar.h>

#define GET_FLAGS (DISPATCH_METHOD | DISPATCH_PROPERTYGET)
#define PUT_FLAGS (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)

/* One call of Invoke, as its parts hand it around. */
struct call
{
    struct com_object *object;
    LCID lcid;
    WORD flags;
    const DISPPARAMS *params;
    VARIANT *result; /* may be NULL */
    EXCEPINFO *except;
    UINT *bad_argument;
};

static HRESULT id_of_name(struct com_object *object, const WCHAR *name,
                          const struct com_member **member, DISPID *id)
{
    const struct com_class *cls = object->cls;
    size_t length = wcslen(name);

    *member = com_member_by_name(cls->members, name, length);
    if (*member)
    {
        *id = (*member)->id;
        return S_OK;
    }
    return cls->dynamic_id ? cls->dynamic_id(object, name, length, id) : DISP_E_UNKNOWNNAME;
}

static DISPID id_of_param(const struct com_member *member, const WCHAR *name)
{
    for (unsigned i = 0; member && i < member->param_count; i++)
        if (!_wcsicmp(member->params[i].name, name))
            return (DISPID)i;
    return DISPID_UNKNOWN;
}

HRESULT STDMETHODCALLTYPE com_object_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names,
                                                   UINT count, LCID lcid, DISPID *ids)
{
    struct com_object *object = (struct com_object *)iface;
    const struct com_member *member = NULL;

    (void)lcid;
    if (iid && !IsEqualIID(iid, &IID_NULL))
        return DISP_E_UNKNOWNINTERFACE;
    if (!count || !names || !ids || !names[0])
        return E_INVALIDARG;
    for (UINT i = 0; i < count; i++)
        ids[i] = DISPID_UNKNOWN;
    HRESULT hr = id_of_name(object, names[0], &member, &ids[0]);
    if (FAILED(hr))
        ids[0] = DISPID_UNKNOWN;
    for (UINT i = 1; i < count; i++)
    {
        ids[i] = names[i] ? id_of_param(member, names[i]) : DISPID_UNKNOWN;
        if (ids[i] == DISPID_UNKNOWN && SUCCEEDED(hr))
            hr = DISP_E_UNKNOWNNAME;
    }
    return hr;
}

static void *vtable_slot(struct com_object *object, const struct com_member *member)
{
    void *const *vtbl = *(void *const *const *)object;
    return vtbl[member->slot];
}

static VARTYPE result_type(enum com_param_type type)
{
    static const VARTYPE types[] = {
        [COM_PARAM_I4] = VT_I4,
        [COM_PARAM_BOOL] = VT_BOOL,
        [COM_PARAM_BSTR] = VT_BSTR,
        [COM_PARAM_DATE] = VT_DATE,
        [COM_PARAM_VARIANT] = VT_EMPTY, /* the method sets it */
        [COM_PARAM_DISPATCH] = VT_DISPATCH,
        [COM_PARAM_OBJECT] = VT_DISPATCH,
        [COM_PARAM_UNKNOWN] = VT_UNKNOWN,
        [COM_PARAM_VOID] = VT_EMPTY,
    };
    return types[type];
}

static void *result_place(const struct com_member *member, VARIANT *result)
{
    return member->result == COM_PARAM_VARIANT ? (void *)result : &V_NONE(result);
}

static HRESULT call_with_arguments(struct com_object *object, const struct com_member *member,
                                   struct com_arguments *arguments, VARIANT *result)
{
    VARIANT returned;

    if (member->result != COM_PARAM_VOID)
    {
        VARIANT *last = &arguments->values[arguments->count];
        V_VT(last) = VT_BYREF | VT_UI1; /* any pointer */
        V_BYREF(last) = result_place(member, result);
        arguments->types[arguments->count] = V_VT(last);
        arguments->pointers[arguments->count++] = last;
    }
    VariantInit(&returned);
    HRESULT hr = DispCallFunc(object, member->slot * sizeof(void *), CC_STDCALL, VT_ERROR,
                              arguments->count, arguments->types, arguments->pointers, &returned);
    return FAILED(hr) ? hr : V_ERROR(&returned);
}

/* Most calls are gets without an argument: one pointer, or none. */
static HRESULT call_without_arguments(struct com_object *object, const struct com_member *member,
                                      VARIANT *result)
{
    typedef HRESULT(STDMETHODCALLTYPE * getter)(void *, void *);
    typedef HRESULT(STDMETHODCALLTYPE * action)(void *);

    if (member->result == COM_PARAM_VOID)
        return ((action)vtable_slot(object, member))(object);
    return ((getter)vtable_slot(object, member))(object, result_place(member, result));
}

/* `result` is set on success only. */
static HRESULT call_member(struct com_object *object, const struct com_member *member,
                           struct com_arguments *arguments, VARIANT *result)
{
    VARIANT value;

    memset(&value, 0, sizeof(value));
    HRESULT hr = member->param_count ? call_with_arguments(object, member, arguments, &value)
                                     : call_without_arguments(object, member, &value);
    if (SUCCEEDED(hr) && member->result != COM_PARAM_VARIANT)
        V_VT(&value) = result_type(member->result);
    if (SUCCEEDED(hr))
        *result = value;
    else if (member->result == COM_PARAM_VARIANT)
        VariantClear(&value);
    return hr;
}

static HRESULT raise(const struct call *call, HRESULT hr)
{
    com_fill_exception(call->object, hr, call->except);
    return DISP_E_EXCEPTION;
}

static void give_result(const struct call *call, VARIANT *value)
{
    if (call->result)
        *call->result = *value;
    else
        VariantClear(value);
}

/* The arguments go to the default member of the object that a property has given. */
static HRESULT invoke_default(const struct call *call, IDispatch *dispatch)
{
    if (!dispatch)
        return DISP_E_TYPEMISMATCH;
    return IDispatch_Invoke(dispatch, DISPID_VALUE, &IID_NULL, call->lcid, call->flags,
                            (DISPPARAMS *)call->params, call->result, call->except,
                            call->bad_argument);
}

static HRESULT get_indexed(const struct call *call, const struct com_member *member)
{
    VARIANT value, element;

    if (member->kind != DISPATCH_PROPERTYGET ||
        (member->result != COM_PARAM_OBJECT && member->result != COM_PARAM_VARIANT))
        return DISP_E_BADPARAMCOUNT;
    HRESULT hr = call_member(call->object, member, NULL, &value);
    if (FAILED(hr))
        return raise(call, hr);
    if (V_VT(&value) == VT_DISPATCH)
        hr = invoke_default(call, V_DISPATCH(&value));
    else
    {
        hr = com_array_get(&value, call->params, 0, &element);
        if (SUCCEEDED(hr))
            give_result(call, &element);
    }
    VariantClear(&value);
    return hr;
}

static HRESULT invoke_get(const struct call *call, const struct com_member *member)
{
    struct com_arguments arguments;
    VARIANT value;

    if (!member->param_count)
    {
        if (call->params->cArgs)
            return get_indexed(call, member);
        arguments.owned = 0;
    }
    else
    {
        HRESULT taken = com_arguments_take(&arguments, member, call->params, false, call->lcid,
                                           call->bad_argument);
        if (FAILED(taken))
            return taken;
    }
    HRESULT hr = call_member(call->object, member, &arguments, &value);
    com_arguments_clear(&arguments);
    if (FAILED(hr))
        return raise(call, hr);
    give_result(call, &value);
    return S_OK;
}

static HRESULT put_value(const struct call *call, const struct com_member *member,
                         const DISPPARAMS *params)
{
    struct com_arguments arguments;
    VARIANT value;

    HRESULT hr =
        com_arguments_take(&arguments, member, params, true, call->lcid, call->bad_argument);
    if (FAILED(hr))
        return hr;
    hr = call_member(call->object, member, &arguments, &value);
    com_arguments_clear(&arguments);
    return FAILED(hr) ? raise(call, hr) : S_OK;
}

/* value(index) = x: the array is read, changed and put as a whole. */
static HRESULT put_element(const struct call *call, const struct com_member *put, VARIANT *array)
{
    DISPID id = DISPID_PROPERTYPUT;
    DISPPARAMS whole = {array, &id, 1, 1};
    const VARIANT *value = com_put_value(call->params);

    if (!value)
        return DISP_E_BADPARAMCOUNT;
    if (!put)
        return DISP_E_MEMBERNOTFOUND;
    HRESULT hr = com_array_put(array, call->params, 1, value);
    return FAILED(hr) ? hr : put_value(call, put, &whole);
}

static HRESULT put_indexed(const struct call *call, const struct com_member *get,
                           const struct com_member *put)
{
    VARIANT value;

    if (!get || (get->result != COM_PARAM_OBJECT && get->result != COM_PARAM_VARIANT))
        return put ? DISP_E_BADPARAMCOUNT : DISP_E_MEMBERNOTFOUND;
    HRESULT hr = call_member(call->object, get, NULL, &value);
    if (FAILED(hr))
        return raise(call, hr);
    if (V_VT(&value) == VT_DISPATCH)
        hr = invoke_default(call, V_DISPATCH(&value));
    else
        hr = put_element(call, put, &value);
    VariantClear(&value);
    return hr;
}

static HRESULT invoke_put(const struct call *call, DISPID id)
{
    const struct com_member_table *members = call->object->cls->members;
    const struct com_member *put = com_member_by_id(members, id, DISPATCH_PROPERTYPUT);

    if (com_put_index_count(call->params))
        return put_indexed(call, com_member_by_id(members, id, DISPATCH_PROPERTYGET), put);
    return put ? put_value(call, put, call->params) : DISP_E_MEMBERNOTFOUND;
}

static HRESULT invoke_static(const struct call *call, DISPID id)
{
    if (call->flags & PUT_FLAGS)
        return invoke_put(call, id);
    const struct com_member *member = com_member_by_id(call->object->cls->members, id, GET_FLAGS);
    if (!member || !(call->flags & GET_FLAGS))
        return DISP_E_MEMBERNOTFOUND;
    return invoke_get(call, member);
}

/* Errors of the dispatch protocol itself (DISP_E_*) go back as they are, all others as an exception. */
static HRESULT invoke_dynamic(const struct call *call, DISPID id)
{
    const struct com_class *cls = call->object->cls;

    if (!cls->dynamic_invoke)
        return S_FALSE;
    HRESULT hr = cls->dynamic_invoke(call->object, id, call->flags, call->params, call->result,
                                     call->bad_argument);
    if (SUCCEEDED(hr) || HRESULT_FACILITY(hr) == FACILITY_DISPATCH)
        return hr;
    return raise(call, hr);
}

HRESULT STDMETHODCALLTYPE com_object_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid,
                                            WORD flags, DISPPARAMS *params, VARIANT *result,
                                            EXCEPINFO *except, UINT *bad_argument)
{
    const struct call call = {
        (struct com_object *)iface, lcid, flags, params, result, except, bad_argument};

    if (iid && !IsEqualIID(iid, &IID_NULL))
        return DISP_E_UNKNOWNINTERFACE;
    if (!com_params_valid(params))
        return E_INVALIDARG;
    if (result)
        VariantInit(result);
    HRESULT hr = invoke_dynamic(&call, id);
    return hr == S_FALSE ? invoke_static(&call, id) : hr;
}
