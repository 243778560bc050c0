/* The classes that CoCreateInstance can make. */
#ifndef SWBEM_SERVER_COCLASSES_H
#define SWBEM_SERVER_COCLASSES_H

#include "../com/factory.h"

/** Ended by a NULL clsid. */
extern const struct com_coclass server_coclasses[];

#endif
