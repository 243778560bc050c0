/* What SWbemServices and SWbemObject both do with a connection: put, delete, enumerate, in the
 * synchronous and in the asynchronous form. Context arguments are SWbemNamedValueSets as scripts
 * give them; sinks SWbemSinks. */
#ifndef SWBEM_AUTOMATION_OPERATIONS_H
#define SWBEM_AUTOMATION_OPERATIONS_H

#include "automation.h"

/* The arguments that every asynchronous member has. */
struct async_arguments
{
    IDispatch *sink;
    LONG flags;
    IDispatch *context;
    IDispatch *async_context;
};

/* An asynchronous call being made: begin, call IWbemServices with `context` and `receiver`, end. */
struct async_call
{
    struct sink_call *call;
    IWbemObjectSink *receiver; /* borrowed */
    IWbemContext *context;     /* referenced or NULL */
    LONG flags;                /* as given: IWbemServices accepts the bits without meaning there */
};

HRESULT async_begin(struct async_call *async, struct services *services,
                    const struct async_arguments *arguments, bool is_put);
/** After a failed async_begin() too. @return hr */
HRESULT async_end(struct async_call *async, HRESULT hr);

HRESULT operation_put(struct services *services, IWbemClassObject *wbem, LONG flags,
                      IDispatch *context, ISWbemObjectPath **out);
HRESULT operation_put_async(struct services *services, IWbemClassObject *wbem,
                            const struct async_arguments *arguments);
HRESULT operation_delete(struct services *services, BSTR path, LONG flags, IDispatch *context);
HRESULT operation_delete_async(struct services *services, BSTR path,
                               const struct async_arguments *arguments);
HRESULT operation_instances(struct services *services, BSTR class_name, LONG flags,
                            IDispatch *context, ISWbemObjectSet **out);
HRESULT operation_instances_async(struct services *services, BSTR class_name,
                                  const struct async_arguments *arguments);
HRESULT operation_subclasses(struct services *services, BSTR superclass, LONG flags,
                             IDispatch *context, ISWbemObjectSet **out);
HRESULT operation_subclasses_async(struct services *services, BSTR superclass,
                                   const struct async_arguments *arguments);

#endif
