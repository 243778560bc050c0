/* Eval, Execute, ExecuteGlobal, GetRef: functions that need the engine itself.
 *
 * The code runs in the script's global scope; an engine that lacks these functions gives a host no way into the
 * caller's local one. That is ExecuteGlobal's meaning, and Eval's and Execute's at the script's top level. */
#include "functions.h"

#include <stdlib.h>

#include "host.h"
#include "site.h"

/* A procedure of the script by name, as a value that can be passed on and called. */
struct procedure
{
    struct object base;
    BSTR name; /* owned */
};

static struct procedure *impl_from_object(struct object *object)
{
    return CONTAINING_RECORD(object, struct procedure, base);
}

static HRESULT parse(struct host *host, const WCHAR *text, DWORD flags, struct call *call)
{
    return host->parser->lpVtbl->ParseScriptText(host->parser, text, host->script_scope, NULL, NULL,
                                                 CONTEXT_PRELUDE, 0, flags, call->result,
                                                 call->info);
}

static HRESULT run_text(struct object *self, struct call *call, DWORD flags)
{
    BSTR text;
    HRESULT hr = call_bstr(call, 0, &text);

    if (SUCCEEDED(hr))
        hr = parse(self->host, text ? text : L"", flags, call);
    SysFreeString(text);
    return hr;
}

HRESULT function_Eval(struct object *self, struct call *call)
{
    return run_text(self, call, SCRIPTTEXT_ISEXPRESSION);
}

HRESULT function_ExecuteGlobal(struct object *self, struct call *call)
{
    return run_text(self, call, SCRIPTTEXT_ISVISIBLE);
}

static HRESULT find_procedure(struct host *host, BSTR name, IDispatch **script, DISPID *id)
{
    HRESULT hr = IActiveScript_GetScriptDispatch(host->engine, host->script_scope, script);

    if (FAILED(hr))
        return hr;
    hr = IDispatch_GetIDsOfNames(*script, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, id);
    if (FAILED(hr))
        IDispatch_Release(*script);
    return hr;
}

static HRESULT procedure_Call(struct object *object, struct call *call)
{
    struct procedure *self = impl_from_object(object);
    DISPPARAMS params = *call->params;
    IDispatch *script;
    DISPID id;
    HRESULT hr = find_procedure(object->host, self->name, &script, &id);

    if (FAILED(hr))
        return hr;
    hr = IDispatch_Invoke(script, id, &IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_METHOD, &params,
                          call->result, call->info, NULL);
    IDispatch_Release(script);
    return hr;
}

static void procedure_destroy(struct object *object)
{
    SysFreeString(impl_from_object(object)->name);
    free(impl_from_object(object));
}

static const struct member procedure_members[] = {
    {L"", DISPID_VALUE, DISPATCH_METHOD, 0, ANY_COUNT, procedure_Call},
};

static const struct class procedure_class = {
    .members = procedure_members,
    .count = ARRAYSIZE(procedure_members),
    .destroy = procedure_destroy,
};

static HRESULT return_procedure(struct host *host, struct call *call, BSTR name)
{
    struct procedure *procedure;
    IDispatch *script;
    DISPID id;

    if (FAILED(find_procedure(host, name, &script, &id)))
        return ERROR_INVALID_PROCEDURE;
    IDispatch_Release(script);
    procedure = calloc(1, sizeof(*procedure));
    if (!procedure)
        return E_OUTOFMEMORY;
    object_init(&procedure->base, &procedure_class, host);
    procedure->name = SysAllocString(name);
    if (procedure->name)
        return call_return_object(call, &procedure->base);
    object_release(&procedure->base);
    return E_OUTOFMEMORY;
}

HRESULT function_GetRef(struct object *self, struct call *call)
{
    BSTR name;
    HRESULT hr = call_bstr(call, 0, &name);

    if (SUCCEEDED(hr))
        hr = name ? return_procedure(self->host, call, name) : ERROR_INVALID_PROCEDURE;
    SysFreeString(name);
    return hr;
}
