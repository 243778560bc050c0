/* Objects made with src/com that wear real interfaces of the library (a qualifier set, a qualifier, a path, a date,
 * services), but whose methods only write down what they were given, so that a test compares one line of text. */
#ifndef SWBEM_TESTS_RECORDER_H
#define SWBEM_TESTS_RECORDER_H

#include "com/object.h"

#include <wbemdisp.h>

/* The last call: "Item(\"name\", 0)". */
extern char call_log[512];

struct thing
{
    struct com_object base;
    VARIANT value; /* of a qualifier */
};

extern const struct com_class set_class, qualifier_class, path_class, date_class, services_class;

/** An object of one of the classes. @return referenced */
IDispatch *make(const struct com_class *cls);

#endif
