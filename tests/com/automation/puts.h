/* Cases of writing that a Put raises and a PutAsync reports: one table for both (behaviour.md
 * 8). A case makes what it needs in the store and gives the object to be put. */
#ifndef SWBEM_TESTS_PUTS_H
#define SWBEM_TESTS_PUTS_H

#include "../support/script.h"

struct put_case
{
    const char *name;
    /** @param class_name  a fresh name, to be defined. @return referenced: what to put */
    ISWbemObjectEx *(*make)(const WCHAR *class_name);
    LONG flags;
    bool with_context; /* __PUT_EXTENSIONS = True */
    HRESULT expected;
    bool at_once; /* PutAsync raises it too, and no event follows */
};

extern const struct put_case put_cases[];
extern const unsigned put_case_count;

/** The context of a case, or NULL. */
IDispatch *put_case_context(const struct put_case *row);
/** A path's class is named. */
void name_class(void *object, const WCHAR *name);
/** Properties_(name).Qualifiers_.Add qualifier, True. `property` NULL: of the class itself. */
void add_qualifier(void *object, const WCHAR *property, const WCHAR *qualifier);
/** Properties_.Add */
void add_property(void *object, const WCHAR *name, LONG type);

#endif
