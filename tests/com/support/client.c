/* See client.h. */
#include "client.h"

#include <stdlib.h>

HRESULT client_check(HRESULT hr, const char *what, const char *file, int line)
{
    if (SUCCEEDED(hr))
        return hr;
    fprintf(stderr, "%s:%d: %s gave 0x%08lx\n", file, line, what, (unsigned long)hr);
    exit(2);
}

BSTR client_bstr(const WCHAR *text)
{
    static __thread BSTR kept[64];
    static __thread unsigned next;

    SysFreeString(kept[next % 64]);
    kept[next % 64] = SysAllocString(text);
    return kept[next++ % 64];
}

ISWbemServicesEx *client_connect(void)
{
    ISWbemServicesEx *extended;
    ISWbemServices *services;
    ISWbemLocator *locator;

    CLIENT_CHECK(CoCreateInstance(&CLSID_SWbemLocator, NULL, CLSCTX_INPROC_SERVER,
                                  &IID_ISWbemLocator, (void **)&locator));
    CLIENT_CHECK(ISWbemLocator_ConnectServer(locator, NULL, client_bstr(L"root\\cimv2"), NULL, NULL,
                                             NULL, NULL, 0, NULL, &services));
    CLIENT_CHECK(
        ISWbemServices_QueryInterface(services, &IID_ISWbemServicesEx, (void **)&extended));
    ISWbemServices_Release(services);
    ISWbemLocator_Release(locator);
    return extended;
}

static void add_key(ISWbemProperty *property)
{
    ISWbemQualifierSet *qualifiers;
    ISWbemQualifier *qualifier;
    VARIANT value;

    V_VT(&value) = VT_BOOL;
    V_BOOL(&value) = VARIANT_TRUE;
    CLIENT_CHECK(ISWbemProperty_get_Qualifiers_(property, &qualifiers));
    CLIENT_CHECK(ISWbemQualifierSet_Add(qualifiers, client_bstr(L"key"), &value, VARIANT_TRUE,
                                        VARIANT_TRUE, VARIANT_TRUE, 0, &qualifier));
    ISWbemQualifier_Release(qualifier);
    ISWbemQualifierSet_Release(qualifiers);
}

static void add_properties(ISWbemObject *cls, const struct client_property *properties)
{
    ISWbemPropertySet *set;
    ISWbemProperty *property;

    CLIENT_CHECK(ISWbemObject_get_Properties_(cls, &set));
    for (; properties->name; properties++)
    {
        CLIENT_CHECK(ISWbemPropertySet_Add(set, client_bstr(properties->name), properties->type,
                                           properties->is_array ? VARIANT_TRUE : VARIANT_FALSE, 0,
                                           &property));
        if (properties->is_key)
            add_key(property);
        ISWbemProperty_Release(property);
    }
    ISWbemPropertySet_Release(set);
}

ISWbemObject *client_get(ISWbemServicesEx *services, const WCHAR *path)
{
    ISWbemObject *object;

    CLIENT_CHECK(ISWbemServicesEx_Get(services, client_bstr(path), 0, NULL, &object));
    return object;
}

ISWbemObject *client_define(ISWbemServicesEx *services, const WCHAR *name,
                            const struct client_property *properties)
{
    ISWbemObjectPath *path;
    ISWbemObject *cls;

    cls = client_get(services, L"");
    CLIENT_CHECK(ISWbemObject_get_Path_(cls, &path));
    CLIENT_CHECK(ISWbemObjectPath_put_Class(path, client_bstr(name)));
    ISWbemObjectPath_Release(path);
    add_properties(cls, properties);
    CLIENT_CHECK(ISWbemObject_Put_(cls, 0, NULL, &path));
    ISWbemObjectPath_Release(path);
    ISWbemObject_Release(cls);
    return client_get(services, name);
}

ISWbemObjectEx *client_spawn(ISWbemObject *cls)
{
    ISWbemObjectEx *extended;
    ISWbemObject *object;

    CLIENT_CHECK(ISWbemObject_SpawnInstance_(cls, 0, &object));
    CLIENT_CHECK(ISWbemObject_QueryInterface(object, &IID_ISWbemObjectEx, (void **)&extended));
    ISWbemObject_Release(object);
    return extended;
}

void client_put(ISWbemServicesEx *services, ISWbemObjectEx *object)
{
    ISWbemObjectPath *path;

    CLIENT_CHECK(ISWbemServicesEx_Put(services, object, 0, NULL, &path));
    ISWbemObjectPath_Release(path);
}

void client_set(ISWbemObjectEx *object, const WCHAR *name, VARIANT value)
{
    ISWbemPropertySet *set;
    ISWbemProperty *property;

    CLIENT_CHECK(ISWbemObjectEx_get_Properties_(object, &set));
    CLIENT_CHECK(ISWbemPropertySet_Item(set, client_bstr(name), 0, &property));
    CLIENT_CHECK(ISWbemProperty_put_Value(property, &value));
    ISWbemProperty_Release(property);
    ISWbemPropertySet_Release(set);
}

void client_set_text(ISWbemObjectEx *object, const WCHAR *name, const WCHAR *text)
{
    VARIANT value;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = client_bstr(text);
    client_set(object, name, value);
}

void client_set_number(ISWbemObjectEx *object, const WCHAR *name, LONG number)
{
    VARIANT value;

    V_VT(&value) = VT_I4;
    V_I4(&value) = number;
    client_set(object, name, value);
}

void client_read(ISWbemObject *object, const WCHAR *name, VARIANT *out)
{
    ISWbemPropertySet *set;
    ISWbemProperty *property;

    CLIENT_CHECK(ISWbemObject_get_Properties_(object, &set));
    CLIENT_CHECK(ISWbemPropertySet_Item(set, client_bstr(name), 0, &property));
    CLIENT_CHECK(ISWbemProperty_get_Value(property, out));
    ISWbemProperty_Release(property);
    ISWbemPropertySet_Release(set);
}

HRESULT client_invoke_get(IDispatch *object, const WCHAR *name, VARIANT *out)
{
    DISPPARAMS none = {NULL, NULL, 0, 0};
    LPOLESTR text = (LPOLESTR)name;
    DISPID id;
    HRESULT hr;

    VariantInit(out);
    hr = IDispatch_GetIDsOfNames(object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id);
    if (FAILED(hr))
        return hr;
    return IDispatch_Invoke(object, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYGET, &none,
                            out, NULL, NULL);
}

HRESULT client_invoke_put(IDispatch *object, const WCHAR *name, VARIANT value)
{
    DISPID id, named = DISPID_PROPERTYPUT;
    DISPPARAMS params = {&value, &named, 1, 1};
    LPOLESTR text = (LPOLESTR)name;
    HRESULT hr;

    hr = IDispatch_GetIDsOfNames(object, &IID_NULL, &text, 1, LOCALE_USER_DEFAULT, &id);
    if (FAILED(hr))
        return hr;
    return IDispatch_Invoke(object, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYPUT,
                            &params, NULL, NULL, NULL);
}

/* --- events ----------------------------------------------------------------------------------- */

static struct client_events *impl_from_IDispatch(IDispatch *iface)
{
    return CONTAINING_RECORD(iface, struct client_events, IDispatch_iface);
}

static HRESULT WINAPI events_QueryInterface(IDispatch *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IDispatch) &&
        !IsEqualGUID(iid, &DIID_ISWbemSinkEvents))
        return E_NOINTERFACE;
    *out = iface;
    IDispatch_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI events_AddRef(IDispatch *iface)
{
    return (ULONG)InterlockedIncrement(&impl_from_IDispatch(iface)->references);
}

static ULONG WINAPI events_Release(IDispatch *iface)
{
    return (ULONG)InterlockedDecrement(&impl_from_IDispatch(iface)->references);
}

static HRESULT WINAPI events_GetTypeInfoCount(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI events_GetTypeInfo(IDispatch *iface, UINT index, LCID lcid, ITypeInfo **out)
{
    (void)iface;
    (void)index;
    (void)lcid;
    *out = NULL;
    return E_NOTIMPL;
}

static HRESULT WINAPI events_GetIDsOfNames(IDispatch *iface, REFIID iid, LPOLESTR *names,
                                           UINT count, LCID lcid, DISPID *ids)
{
    (void)iface;
    (void)iid;
    (void)names;
    (void)count;
    (void)lcid;
    (void)ids;
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI events_Invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid, WORD flags,
                                    DISPPARAMS *params, VARIANT *result, EXCEPINFO *except,
                                    UINT *bad_argument)
{
    struct client_events *events = impl_from_IDispatch(iface);
    VARIANT arguments[8];
    UINT i;

    (void)iid;
    (void)lcid;
    (void)flags;
    (void)result;
    (void)except;
    (void)bad_argument;
    if (id < 1 || id > 4 || params->cArgs > 8)
        return DISP_E_MEMBERNOTFOUND;
    for (i = 0; i < params->cArgs; i++)
        arguments[i] = params->rgvarg[params->cArgs - 1 - i];
    events->thread = GetCurrentThreadId();
    if (id == CLIENT_COMPLETED)
    {
        events->last_hr = V_I4(&arguments[0]);
        if (FAILED(V_I4(&arguments[0])))
            InterlockedIncrement(&events->failures);
    }
    if (events->heard)
        events->heard(events, id, arguments, params->cArgs);
    InterlockedIncrement(&events->count[id]);
    return S_OK;
}

static const IDispatchVtbl events_vtbl = {
    events_QueryInterface, events_AddRef,        events_Release, events_GetTypeInfoCount,
    events_GetTypeInfo,    events_GetIDsOfNames, events_Invoke,
};

void client_events_init(struct client_events *events)
{
    memset(events, 0, sizeof(*events));
    events->IDispatch_iface.lpVtbl = (IDispatchVtbl *)&events_vtbl;
    events->references = 1;
}

ISWbemSink *client_sink(void)
{
    ISWbemSink *sink;

    CLIENT_CHECK(CoCreateInstance(&CLSID_SWbemSink, NULL, CLSCTX_INPROC_SERVER, &IID_ISWbemSink,
                                  (void **)&sink));
    return sink;
}

static IConnectionPoint *find_point(ISWbemSink *sink)
{
    IConnectionPointContainer *container;
    IConnectionPoint *point;

    CLIENT_CHECK(
        ISWbemSink_QueryInterface(sink, &IID_IConnectionPointContainer, (void **)&container));
    CLIENT_CHECK(
        IConnectionPointContainer_FindConnectionPoint(container, &DIID_ISWbemSinkEvents, &point));
    IConnectionPointContainer_Release(container);
    return point;
}

DWORD client_listen(ISWbemSink *sink, struct client_events *events)
{
    IConnectionPoint *point = find_point(sink);
    DWORD cookie;

    CLIENT_CHECK(IConnectionPoint_Advise(point, (IUnknown *)&events->IDispatch_iface, &cookie));
    IConnectionPoint_Release(point);
    return cookie;
}

void client_unlisten(ISWbemSink *sink, DWORD cookie)
{
    IConnectionPoint *point = find_point(sink);

    CLIENT_CHECK(IConnectionPoint_Unadvise(point, cookie));
    IConnectionPoint_Release(point);
}

static void pump(DWORD wait_ms)
{
    MSG message;

    MsgWaitForMultipleObjects(0, NULL, FALSE, wait_ms, QS_ALLINPUT);
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&message);
}

bool client_wait(struct client_events *events, DISPID id, LONG count, DWORD timeout_ms)
{
    DWORD start = GetTickCount();

    while (events->count[id] < count)
    {
        if (GetTickCount() - start > timeout_ms)
            return false;
        pump(5);
    }
    return true;
}

ISWbemNamedValueSet *client_context(const WCHAR *name, LONG value)
{
    ISWbemNamedValueSet *set;
    ISWbemNamedValue *item;
    VARIANT number;

    V_VT(&number) = VT_I4;
    V_I4(&number) = value;
    CLIENT_CHECK(CoCreateInstance(&CLSID_SWbemNamedValueSet, NULL, CLSCTX_INPROC_SERVER,
                                  &IID_ISWbemNamedValueSet, (void **)&set));
    CLIENT_CHECK(ISWbemNamedValueSet_Add(set, client_bstr(name), &number, 0, &item));
    ISWbemNamedValue_Release(item);
    return set;
}

double client_seconds(void)
{
    LARGE_INTEGER frequency, now;

    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (double)now.QuadPart / (double)frequency.QuadPart;
}
