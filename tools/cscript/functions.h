/* Native bodies of the script functions that an old engine lacks. Arguments and errors as documented for the
 * language; each is a member function of the object that prelude.c offers to the engine. */
#ifndef CSCRIPT_FUNCTIONS_H
#define CSCRIPT_FUNCTIONS_H

#include "object.h"

/* functions_text.c */
HRESULT function_Join(struct object *self, struct call *call);
HRESULT function_Filter(struct object *self, struct call *call);
HRESULT function_Escape(struct object *self, struct call *call);
HRESULT function_Unescape(struct object *self, struct call *call);

/* functions_bytes.c */
HRESULT function_AscB(struct object *self, struct call *call);
HRESULT function_AscW(struct object *self, struct call *call);
HRESULT function_ChrB(struct object *self, struct call *call);
HRESULT function_ChrW(struct object *self, struct call *call);
HRESULT function_InStrB(struct object *self, struct call *call);
HRESULT function_LeftB(struct object *self, struct call *call);
HRESULT function_LenB(struct object *self, struct call *call);
HRESULT function_MidB(struct object *self, struct call *call);
HRESULT function_RightB(struct object *self, struct call *call);

/* functions_date.c */
HRESULT function_DateDiff(struct object *self, struct call *call);
HRESULT function_DatePart(struct object *self, struct call *call);
HRESULT function_DateValue(struct object *self, struct call *call);
HRESULT function_TimeValue(struct object *self, struct call *call);

/* functions_code.c */
HRESULT function_Eval(struct object *self, struct call *call);
HRESULT function_ExecuteGlobal(struct object *self, struct call *call);
HRESULT function_GetRef(struct object *self, struct call *call);

/* Shared by the above. */
HRESULT call_return_integer(struct call *call, SHORT value); /* VBScript's Integer */
BOOL call_is_null(const struct call *call, unsigned index);

#endif
