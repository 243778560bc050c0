/* Which events an object sends: its default source dispinterface, out of type information. */
#ifndef CSCRIPT_SOURCE_H
#define CSCRIPT_SOURCE_H

#include <windows.h>
#include <ole2.h>

/** Looks at IProvideClassInfo2 and IProvideClassInfo, else for the object's coclass in its type library.
 *  @param clsid   of the object when it is known, else NULL
 *  @param iid     the interface to advise
 *  @param events  referenced: its type information */
HRESULT source_find(IUnknown *object, const CLSID *clsid, IID *iid, ITypeInfo **events);

#endif
