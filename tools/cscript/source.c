/* Finds an object's default source interface. Nothing is kept; any apartment. */
#include "source.h"

#include <ocidl.h>

static HRESULT type_guid(ITypeInfo *info, IID *iid)
{
    TYPEATTR *attr;
    HRESULT hr = ITypeInfo_GetTypeAttr(info, &attr);

    if (FAILED(hr))
        return hr;
    *iid = attr->guid;
    ITypeInfo_ReleaseTypeAttr(info, attr);
    return S_OK;
}

static UINT implemented_count(ITypeInfo *coclass)
{
    TYPEATTR *attr;
    UINT count = 0;

    if (FAILED(ITypeInfo_GetTypeAttr(coclass, &attr)))
        return 0;
    if (attr->typekind == TKIND_COCLASS)
        count = attr->cImplTypes;
    ITypeInfo_ReleaseTypeAttr(coclass, attr);
    return count;
}

static HRESULT implemented_at(ITypeInfo *coclass, UINT index, ITypeInfo **out)
{
    HREFTYPE type;
    HRESULT hr = ITypeInfo_GetRefTypeOfImplType(coclass, index, &type);

    if (FAILED(hr))
        return hr;
    return ITypeInfo_GetRefTypeInfo(coclass, type, out);
}

/* The interface of the coclass that carries exactly these of IMPLTYPEFLAG_FDEFAULT and _FSOURCE. */
static HRESULT default_of(ITypeInfo *coclass, INT wanted, ITypeInfo **out)
{
    const INT mask = IMPLTYPEFLAG_FDEFAULT | IMPLTYPEFLAG_FSOURCE;
    UINT count = implemented_count(coclass);
    UINT i;
    INT flags;

    *out = NULL;
    for (i = 0; i < count; i++)
        if (SUCCEEDED(ITypeInfo_GetImplTypeFlags(coclass, i, &flags)) && (flags & mask) == wanted)
            return implemented_at(coclass, i, out);
    return TYPE_E_ELEMENTNOTFOUND;
}

static HRESULT class_from_object(IUnknown *object, ITypeInfo **coclass)
{
    IProvideClassInfo *provider;
    HRESULT hr = IUnknown_QueryInterface(object, &IID_IProvideClassInfo, (void **)&provider);

    if (FAILED(hr))
        return hr;
    hr = IProvideClassInfo_GetClassInfo(provider, coclass);
    IProvideClassInfo_Release(provider);
    return hr;
}

static HRESULT library_of(IUnknown *object, ITypeLib **library, IID *own)
{
    IDispatch *dispatch;
    ITypeInfo *info = NULL;
    UINT index;
    HRESULT hr = IUnknown_QueryInterface(object, &IID_IDispatch, (void **)&dispatch);

    if (FAILED(hr))
        return hr;
    hr = IDispatch_GetTypeInfo(dispatch, 0, LOCALE_USER_DEFAULT, &info);
    IDispatch_Release(dispatch);
    if (FAILED(hr))
        return hr;
    hr = type_guid(info, own);
    if (SUCCEEDED(hr))
        hr = ITypeInfo_GetContainingTypeLib(info, library, &index);
    ITypeInfo_Release(info);
    return hr;
}

static BOOL is_class_of(ITypeInfo *coclass, const IID *own)
{
    ITypeInfo *info;
    IID iid;
    BOOL same;

    if (FAILED(default_of(coclass, IMPLTYPEFLAG_FDEFAULT, &info)))
        return FALSE;
    same = SUCCEEDED(type_guid(info, &iid)) && IsEqualGUID(&iid, own);
    ITypeInfo_Release(info);
    return same;
}

static HRESULT search_library(ITypeLib *library, const IID *own, ITypeInfo **coclass)
{
    UINT count = ITypeLib_GetTypeInfoCount(library);
    ITypeInfo *info;
    UINT i;

    for (i = 0; i < count; i++)
    {
        if (FAILED(ITypeLib_GetTypeInfo(library, i, &info)))
            continue;
        if (is_class_of(info, own))
        {
            *coclass = info;
            return S_OK;
        }
        ITypeInfo_Release(info);
    }
    return TYPE_E_ELEMENTNOTFOUND;
}

static HRESULT class_from_library(IUnknown *object, const CLSID *clsid, ITypeInfo **coclass)
{
    ITypeLib *library;
    IID own;
    HRESULT hr = library_of(object, &library, &own);

    if (FAILED(hr))
        return hr;
    hr = TYPE_E_ELEMENTNOTFOUND;
    if (clsid)
        hr = ITypeLib_GetTypeInfoOfGuid(library, clsid, coclass);
    if (FAILED(hr))
        hr = search_library(library, &own, coclass);
    ITypeLib_Release(library);
    return hr;
}

/* The object may name an interface that its coclass does not list as the default one. */
static HRESULT named_by_object(IUnknown *object, ITypeInfo *coclass, IID *iid, ITypeInfo **events)
{
    IProvideClassInfo2 *provider;
    ITypeLib *library;
    UINT index;
    HRESULT hr = IUnknown_QueryInterface(object, &IID_IProvideClassInfo2, (void **)&provider);

    if (FAILED(hr))
        return hr;
    hr = IProvideClassInfo2_GetGUID(provider, GUIDKIND_DEFAULT_SOURCE_DISP_IID, iid);
    IProvideClassInfo2_Release(provider);
    if (FAILED(hr))
        return hr;
    hr = ITypeInfo_GetContainingTypeLib(coclass, &library, &index);
    if (FAILED(hr))
        return hr;
    hr = ITypeLib_GetTypeInfoOfGuid(library, iid, events);
    ITypeLib_Release(library);
    return hr;
}

HRESULT source_find(IUnknown *object, const CLSID *clsid, IID *iid, ITypeInfo **events)
{
    ITypeInfo *coclass = NULL;
    HRESULT hr;

    *events = NULL;
    hr = class_from_object(object, &coclass);
    if (FAILED(hr))
        hr = class_from_library(object, clsid, &coclass);
    if (FAILED(hr))
        return hr;
    hr = named_by_object(object, coclass, iid, events);
    if (FAILED(hr))
    {
        hr = default_of(coclass, IMPLTYPEFLAG_FDEFAULT | IMPLTYPEFLAG_FSOURCE, events);
        if (SUCCEEDED(hr))
            hr = type_guid(*events, iid);
    }
    ITypeInfo_Release(coclass);
    if (FAILED(hr) && *events)
    {
        ITypeInfo_Release(*events);
        *events = NULL;
    }
    return hr;
}
