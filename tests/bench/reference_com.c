/* Bare COM as a reference: see reference.h. An object whose dispatch is a switch, and events without content. */
#include "reference.h"
#include "reference_events.h"

#include <ole2.h>
#include <stdlib.h>

/* --- an object with four members --------------------------------------------------------------------- */

static const struct
{
    const WCHAR *name;
    DISPID id;
} members[] = {{L"Item", 4}, {L"Level", 1}, {L"Name", 2}, {L"Noop", 3}};

static BSTR text;

static HRESULT WINAPI query(IDispatch *iface, REFIID iid, void **out)
{
    (void)iid;
    *out = iface;
    return S_OK;
}

static ULONG WINAPI count_reference(IDispatch *iface)
{
    (void)iface;
    return 2;
}

static HRESULT WINAPI type_info_count(IDispatch *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI type_info(IDispatch *iface, UINT index, LCID lcid, ITypeInfo **out)
{
    (void)iface;
    (void)index;
    (void)lcid;
    *out = NULL;
    return E_NOTIMPL;
}

static HRESULT WINAPI ids_of_names(IDispatch *iface, REFIID iid, LPOLESTR *names, UINT count,
                                   LCID lcid, DISPID *ids)
{
    int low = 0, high = 3, middle, order;

    (void)iface;
    (void)iid;
    (void)count;
    (void)lcid;
    while (low <= high)
    {
        middle = (low + high) / 2;
        order = _wcsicmp(names[0], members[middle].name);
        if (!order)
        {
            *ids = members[middle].id;
            return S_OK;
        }
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI invoke(IDispatch *iface, DISPID id, REFIID iid, LCID lcid, WORD flags,
                             DISPPARAMS *params, VARIANT *result, EXCEPINFO *except,
                             UINT *bad_argument)
{
    (void)iface;
    (void)iid;
    (void)lcid;
    (void)flags;
    (void)params;
    (void)except;
    (void)bad_argument;
    if (!result)
        return S_OK;
    switch (id)
    {
    case 1:
        V_VT(result) = VT_I4;
        V_I4(result) = 1;
        return S_OK;
    case 2:
        V_VT(result) = VT_BSTR;
        V_BSTR(result) = SysAllocString(text);
        return S_OK;
    }
    return DISP_E_MEMBERNOTFOUND;
}

static const IDispatchVtbl vtbl = {
    query, count_reference, count_reference, type_info_count, type_info, ids_of_names, invoke,
};

/* Not const, so that the compiler does not see through the call. */
static IDispatch object = {(IDispatchVtbl *)&vtbl};
static IDispatch *volatile target = &object;

double reference_property_by_name(unsigned count)
{
    DISPPARAMS none = {NULL, NULL, 0, 0};
    LPOLESTR name = (LPOLESTR)L"Name";
    double start;
    VARIANT value;
    DISPID id;
    unsigned i;

    text = SysAllocString(L"A property of some length");
    start = reference_seconds();
    for (i = 0; i < count; i++)
    {
        IDispatch_GetIDsOfNames(target, &IID_NULL, &name, 1, 0, &id);
        IDispatch_Invoke(target, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &value, NULL, NULL);
        VariantClear(&value);
    }
    start = reference_seconds() - start;
    SysFreeString(text);
    return count / start;
}

double reference_property_by_vtable(unsigned count)
{
    BSTR volatile source = SysAllocString(L"A property of some length");
    double start = reference_seconds();
    BSTR copy;
    unsigned i;

    for (i = 0; i < count; i++)
    {
        copy = SysAllocString(source);
        SysFreeString(copy);
    }
    start = reference_seconds() - start;
    SysFreeString(source);
    return count / start;
}

double reference_allocation(unsigned count)
{
    HANDLE heap = GetProcessHeap();
    double start = reference_seconds();
    unsigned i;

    for (i = 0; i < count; i++)
        HeapFree(heap, 0, HeapAlloc(heap, 0, 200));
    return count / (reference_seconds() - start);
}

/* --- events ------------------------------------------------------------------------------------------- */

void reference_fire(unsigned count)
{
    VARIANT arguments[4];
    DISPPARAMS params = {arguments, NULL, count, 0};
    unsigned i;

    for (i = 0; i < count; i++)
    {
        V_VT(&arguments[i]) = VT_DISPATCH;
        V_DISPATCH(&arguments[i]) = NULL;
    }
    IDispatch_Invoke(target, 4, &IID_NULL, 0, DISPATCH_METHOD, &params, NULL, NULL, NULL);
}

static struct queued_event *volatile queue;
static volatile LONG woken;
static HWND window;
static HANDLE ready;

static void drain(void)
{
    struct queued_event *event, *next, *ordered = NULL;

    InterlockedExchange(&woken, 0);
    event = InterlockedExchangePointer((void *volatile *)&queue, NULL);
    for (; event; event = next)
    {
        next = event->next;
        event->next = ordered;
        ordered = event;
    }
    for (; ordered; ordered = next)
    {
        next = ordered->next;
        ordered->run(ordered);
    }
}

static LRESULT CALLBACK window_proc(HWND handle, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message != WM_USER)
        return DefWindowProcW(handle, message, wparam, lparam);
    drain();
    return 0;
}

static DWORD WINAPI apartment(void *argument)
{
    WNDCLASSW cls = {.lpfnWndProc = window_proc, .lpszClassName = L"swbem-reference"};
    MSG message;

    (void)argument;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    cls.hInstance = GetModuleHandleW(NULL);
    RegisterClassW(&cls);
    window = CreateWindowExW(0, cls.lpszClassName, NULL, 0, 0, 0, 0, 0, HWND_MESSAGE, NULL,
                             cls.hInstance, NULL);
    SetEvent(ready);
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
    return 0;
}

void reference_apartment_start(void)
{
    if (ready)
        return;
    ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    CloseHandle(CreateThread(NULL, 0, apartment, NULL, 0, NULL));
    WaitForSingleObject(ready, INFINITE);
}

void reference_post(struct queued_event *event, void (*run)(struct queued_event *event))
{
    struct queued_event *head;

    event->run = run;
    do
    {
        head = queue;
        event->next = head;
    } while (InterlockedCompareExchangePointer((void *volatile *)&queue, event, head) != head);
    if (!woken && !InterlockedExchange(&woken, 1))
        PostMessageW(window, WM_USER, 0, 0);
}

static volatile LONG events_left;

static void run_empty(struct queued_event *event)
{
    reference_fire(2);
    free(event);
    InterlockedDecrement(&events_left);
}

double reference_queued_events(unsigned count)
{
    double start;
    unsigned i;

    reference_apartment_start();
    events_left = (LONG)count;
    start = reference_seconds();
    for (i = 0; i < count; i++)
        reference_post(malloc(sizeof(struct queued_event)), run_empty);
    while (events_left)
        Sleep(0);
    return count / (reference_seconds() - start);
}
