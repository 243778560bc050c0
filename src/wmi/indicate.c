/* Objects on their way to a sink (see indicate.h). The first block is small, so that the first
 * object is there soon; the later ones are larger. With WBEM_FLAG_SEND_STATUS each block is
 * followed by its progress: so many of so many, the total being what is known of it. */
#include "indicate.h"

#include "../com/error.h"

#define FIRST_BLOCK 4
#define BLOCK       64

struct block
{
    struct wmi_operation *operation;
    IWbemClassObject *objects[BLOCK]; /* referenced */
    LONG count;
    LONG limit; /* of this block */
    ULONG total;
};

static void release_objects(struct block *block)
{
    LONG i;

    for (i = 0; i < block->count; i++)
        IWbemClassObject_Release(block->objects[i]);
    block->count = 0;
}

static void send_progress(const struct block *block)
{
    WORD total = (WORD)(block->total > 0xFFFF ? 0xFFFF : block->total);

    if (block->operation->flags & WBEM_FLAG_SEND_STATUS)
        IWbemObjectSink_SetStatus(block->operation->sink, WBEM_STATUS_PROGRESS,
                                  MAKELONG(total, total), NULL, NULL);
}

static void flush(struct block *block)
{
    struct wmi_operation *op = block->operation;

    if (block->count && !op->cancelled)
    {
        block->total += (ULONG)block->count;
        IWbemObjectSink_Indicate(op->sink, block->count, block->objects);
        send_progress(block);
    }
    release_objects(block);
    block->limit = BLOCK;
}

static HRESULT next_from_source(struct block *block, struct wmi_source *source,
                                struct cim_error *err)
{
    struct cim_object *object;
    enum cim_status status = wmi_source_next(&object, source, err);

    if (status == CIM_FALSE)
        return WBEM_S_FALSE;
    if (status)
        return com_hresult(status);
    return wmi_class_object_create(&block->objects[block->count], object);
}

static HRESULT indicate_all(struct wmi_operation *op, struct wmi_source *source,
                            struct cim_error *err)
{
    struct block block = {.operation = op, .limit = FIRST_BLOCK};
    HRESULT hr = S_OK;

    while (hr == S_OK && !op->cancelled)
    {
        hr = next_from_source(&block, source, err);
        if (hr == S_OK)
            block.count++;
        if (block.count == block.limit)
            flush(&block);
    }
    flush(&block);
    return FAILED(hr) ? hr : S_OK;
}

void wmi_indicate_source(struct wmi_operation *op)
{
    struct wmi_source source;
    struct cim_error err;
    HRESULT hr;

    cim_error_clear(&err);
    hr = com_hresult(wmi_source_open(&source, op->spec, &err));
    if (SUCCEEDED(hr))
    {
        wmi_queue_set_running(op, &source);
        hr = indicate_all(op, &source, &err);
        wmi_queue_set_running(op, NULL);
    }
    wmi_source_close(&source);
    op->hr = hr;
    if (FAILED(hr))
        wmi_operation_fail(op, hr, &err);
}

/* The number asked for may be large: blocks here too. */
void wmi_indicate_next(struct wmi_operation *op)
{
    struct block block = {.operation = op};
    HRESULT hr = S_OK;

    while (hr == S_OK && op->count && !op->cancelled)
    {
        ULONG got = 0, wanted = op->count < BLOCK ? op->count : BLOCK;
        hr = IEnumWbemClassObject_Next(op->enumerator, WBEM_INFINITE, wanted, block.objects, &got);
        block.count = (LONG)got;
        op->count -= got;
        flush(&block);
    }
    op->hr = hr;
    if (FAILED(hr))
        wmi_operation_fail(op, hr, NULL);
}
