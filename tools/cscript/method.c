/* A method as a value: an object whose default member is that method of another. Script thread only. */
#include "object.h"

#include <stdlib.h>

struct method_value
{
    struct object base;
    struct object *target; /* referenced */
    const struct member *member;
};

static struct method_value *impl_from_object(struct object *object)
{
    return CONTAINING_RECORD(object, struct method_value, base);
}

static HRESULT method_value_Call(struct object *object, struct call *call)
{
    const struct method_value *self = impl_from_object(object);
    unsigned count = call_count(call);

    if (count < self->member->min || count > self->member->max)
        return DISP_E_BADPARAMCOUNT;
    return self->member->fn(self->target, call);
}

static void method_value_destroy(struct object *object)
{
    object_release(impl_from_object(object)->target);
    free(impl_from_object(object));
}

static const struct member method_value_members[] = {
    {L"", DISPID_VALUE, DISPATCH_METHOD, 0, ANY_COUNT, method_value_Call},
};

static const struct class method_value_class = {
    .members = method_value_members,
    .count = ARRAYSIZE(method_value_members),
    .destroy = method_value_destroy,
};

HRESULT method_value_create(struct object *target, const struct member *member, struct object **out)
{
    struct method_value *self = calloc(1, sizeof(*self));

    *out = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    object_init(&self->base, &method_value_class, target->host);
    object_dispatch(target);
    self->target = target;
    self->member = member;
    *out = &self->base;
    return S_OK;
}
