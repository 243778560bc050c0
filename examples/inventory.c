/* inventory.exe [QUERY]: run a query over the store that inventory.vbs filled and print each object's
 * properties.
 *
 * A C client of the scripting objects, bound early. It needs wbemdisp.h, the GUIDs that widl makes with
 * it, and ole32, oleaut32, uuid. */
#define COBJMACROS
#include <windows.h>
#include <wbemdisp.h>

#include <stdio.h>

static const WCHAR default_query[] =
    L"SELECT Name, Version, InstalledSize FROM Inventory_Package WHERE InstalledSize > 80000";

/* One "name=value" of an object. Values of all types are printed as OLE converts them to text. */
static void print_property(ISWbemProperty *property)
{
    VARIANT value;
    BSTR name = NULL;

    VariantInit(&value);
    if (SUCCEEDED(ISWbemProperty_get_Name(property, &name)) &&
        SUCCEEDED(ISWbemProperty_get_Value(property, &value)) && V_VT(&value) != VT_NULL &&
        SUCCEEDED(VariantChangeType(&value, &value, 0, VT_BSTR)))
        printf("  %ls=%ls", name, V_BSTR(&value));
    VariantClear(&value);
    SysFreeString(name);
}

/* Calls `visit` with each member of a collection's _NewEnum. Takes the enumerator over. */
static HRESULT for_each(IUnknown *unknown, REFIID iid, void (*visit)(void *member))
{
    IEnumVARIANT *members;
    VARIANT item;
    void *member;
    HRESULT hr;

    hr = IUnknown_QueryInterface(unknown, &IID_IEnumVARIANT, (void **)&members);
    IUnknown_Release(unknown);
    if (FAILED(hr))
        return hr;
    VariantInit(&item);
    while ((hr = IEnumVARIANT_Next(members, 1, &item, NULL)) == S_OK)
    {
        if (SUCCEEDED(IDispatch_QueryInterface(V_DISPATCH(&item), iid, &member)))
        {
            visit(member);
            IUnknown_Release((IUnknown *)member);
        }
        VariantClear(&item);
    }
    IEnumVARIANT_Release(members);
    return hr;
}

static void visit_property(void *member)
{
    print_property(member);
}

static void visit_object(void *member)
{
    ISWbemPropertySet *properties;
    IUnknown *enumerator;

    if (FAILED(ISWbemObject_get_Properties_((ISWbemObject *)member, &properties)))
        return;
    if (SUCCEEDED(ISWbemPropertySet_get__NewEnum(properties, &enumerator)))
        for_each(enumerator, &IID_ISWbemProperty, visit_property);
    ISWbemPropertySet_Release(properties);
    printf("\n");
}

static HRESULT run_query(ISWbemServices *services, const WCHAR *text)
{
    BSTR query = SysAllocString(text);
    BSTR language = SysAllocString(L"WQL");
    ISWbemObjectSet *set;
    IUnknown *enumerator;
    HRESULT hr;

    hr = ISWbemServices_ExecQuery(services, query, language,
                                  wbemFlagReturnImmediately | wbemFlagForwardOnly, NULL, &set);
    if (SUCCEEDED(hr))
    {
        hr = ISWbemObjectSet_get__NewEnum(set, &enumerator);
        if (SUCCEEDED(hr))
            hr = for_each(enumerator, &IID_ISWbemObject, visit_object);
        ISWbemObjectSet_Release(set);
    }
    SysFreeString(language);
    SysFreeString(query);
    return hr;
}

static HRESULT connect_inventory(ISWbemServices **services)
{
    BSTR space = SysAllocString(L"root\\inventory");
    ISWbemLocator *locator;
    HRESULT hr;

    hr = CoCreateInstance(&CLSID_SWbemLocator, NULL, CLSCTX_INPROC_SERVER, &IID_ISWbemLocator,
                          (void **)&locator);
    if (SUCCEEDED(hr))
    {
        hr = ISWbemLocator_ConnectServer(locator, NULL, space, NULL, NULL, NULL, NULL, 0, NULL,
                                         services);
        ISWbemLocator_Release(locator);
    }
    SysFreeString(space);
    return hr;
}

int wmain(int argc, WCHAR **argv);

int wmain(int argc, WCHAR **argv)
{
    ISWbemServices *services;
    HRESULT hr;

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    hr = connect_inventory(&services);
    if (SUCCEEDED(hr))
    {
        hr = run_query(services, argc > 1 ? argv[1] : default_query);
        ISWbemServices_Release(services);
    }
    CoUninitialize();
    if (FAILED(hr))
        fprintf(stderr, "inventory: error 0x%08lx\n", (unsigned long)hr);
    return FAILED(hr);
}
