/* What the two halves of the test component share. */
#ifndef TESTS_EVENTSOURCE_H
#define TESTS_EVENTSOURCE_H

#include <windows.h>
#include <ole2.h>

#include "eventsource_h.h"

extern HINSTANCE eventsource_module;
extern LONG eventsource_alive; /* objects, and threads that use them */

/** @param plain  without IProvideClassInfo2 */
HRESULT source_create(BOOL plain, REFIID iid, void **out);

#endif
