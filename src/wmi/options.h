/* What the context of a call asks of the store: partial updates and partial reads (behaviour.md 9).
 * Read once, when the call is made; immutable and counted afterwards. */
#ifndef SWBEM_WMI_OPTIONS_H
#define SWBEM_WMI_OPTIONS_H

#include "base.h"

#include "../repository/repository.h"

struct wmi_options
{
    LONG references;
    struct repo_put_options put;
    struct repo_get_options get;
    struct text *names; /* owned, as are the texts: what put or get lists */
    size_t name_count;
};

/** @param out  referenced; NULL when the context (may be NULL) asks for nothing
 *  @return WBEM_E_INVALID_CONTEXT: a value of the wrong type, or a partial update without
 *          UPDATE_ONLY */
HRESULT wmi_put_options_read(struct wmi_options **out, IWbemContext *context, LONG flags);
HRESULT wmi_get_options_read(struct wmi_options **out, IWbemContext *context);
void wmi_options_release(struct wmi_options *options);            /* takes NULL */
struct wmi_options *wmi_options_ref(struct wmi_options *options); /* takes NULL */

#endif
