/* Talking to an object as a script does: by names, with arguments as data, and with what a
 * script sees of an error. Besides client.h, for the tests of the scripting objects. On another
 * thread than main's, where Check's macros must not be used, script_get, _text, _number,
 * _object, part_number and named_value_number may. */
#ifndef SWBEM_TESTS_SCRIPT_H
#define SWBEM_TESTS_SCRIPT_H

#include "client.h"

#include <check.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* One argument of a row of a table. */
struct arg
{
    enum
    {
        ARG_END, /* zero: what a shorter initialiser leaves */
        ARG_TEXT,
        ARG_NUMBER,
        ARG_REAL,
        ARG_BOOL,
        ARG_NULL,
        ARG_EMPTY,
        ARG_MISSING, /* an argument left out */
        ARG_OBJECT,
        ARG_ARRAY, /* of VARIANT, numbers 1 .. number */
    } kind;
    LONG number;
    const WCHAR *text;
    double real;
    void *object;
};

#define NOTHING                                                                                    \
    {                                                                                              \
        .kind = ARG_END                                                                            \
    }
#define TEXT_(literal)                                                                             \
    {                                                                                              \
        .kind = ARG_TEXT, .text = (literal)                                                        \
    }
#define NUMBER(value)                                                                              \
    {                                                                                              \
        .kind = ARG_NUMBER, .number = (value)                                                      \
    }
#define REAL(value)                                                                                \
    {                                                                                              \
        .kind = ARG_REAL, .real = (value)                                                          \
    }
#define BOOLEAN_(value)                                                                            \
    {                                                                                              \
        .kind = ARG_BOOL, .number = (value)                                                        \
    }
#define NULL_                                                                                      \
    {                                                                                              \
        .kind = ARG_NULL                                                                           \
    }
#define EMPTY                                                                                      \
    {                                                                                              \
        .kind = ARG_EMPTY                                                                          \
    }
#define MISSING                                                                                    \
    {                                                                                              \
        .kind = ARG_MISSING                                                                        \
    }
#define OBJECT(value)                                                                              \
    {                                                                                              \
        .kind = ARG_OBJECT, .object = (value)                                                      \
    }
#define ARRAY(count)                                                                               \
    {                                                                                              \
        .kind = ARG_ARRAY, .number = (count)                                                       \
    }

#define MAX_ARGS 8

#define METHOD DISPATCH_METHOD
#define GET    DISPATCH_PROPERTYGET
#define PUT    DISPATCH_PROPERTYPUT
#define BOTH   (DISPATCH_METHOD | DISPATCH_PROPERTYGET)

/** The argument as a VARIANT. @param out  VariantClear */
void arg_to_variant(const struct arg *arg, VARIANT *out);

/* What a script sees of the last failing script_call(). */
struct script_error
{
    HRESULT scode;
    WCHAR source[64];
    WCHAR description[256];
};

extern struct script_error script_error;

/** GetIDsOfNames and Invoke. `args` in the order of declaration, up to the first ARG_END; for a
 *  PUT the last is the value. @param result  VariantClear; may be NULL
 *  @return the call's HRESULT; for DISP_E_EXCEPTION the error's own code, and script_error is
 *           filled */
HRESULT script_call(void *object, const WCHAR *name, WORD flags, const struct arg *args,
                    VARIANT *result);
/** The same with arguments by name. names[i] names args[i]. */
HRESULT script_call_named(void *object, const WCHAR *name, const WCHAR *const *names,
                          const struct arg *args, VARIANT *result);
/** A call that must succeed and give an object. @return referenced */
void *script_object(void *object, const WCHAR *name, const struct arg *args);
#define SCRIPT_OBJECT(object, name, ...)                                                           \
    script_object((object), (name), (const struct arg[]){__VA_ARGS__, NOTHING})
/** A property that must be there. @param out VariantClear */
void script_get(void *object, const WCHAR *name, VARIANT *out);
/** A text property into `out`; "(null)" for VT_NULL, "(vt n)" for another type. @return out */
const WCHAR *script_text(void *object, const WCHAR *name, WCHAR *out, size_t size);
/** A number or boolean property. */
LONG script_number(void *object, const WCHAR *name);

/** The same of an object that a property gives: part_number(cls, L"Properties_", L"Count"). */
LONG part_number(void *object, const WCHAR *part, const WCHAR *name);
/** Release, evaluating its argument once. */
void drop(void *object);

/** A row of a table of calls. */
struct call_row
{
    const char *name;
    const WCHAR *member;
    WORD flags;
    struct arg args[MAX_ARGS];
    HRESULT expected;
};

/** Make the call and compare the code; a failure must bring source and description.
 *  @param source  what Err.Source must be; NULL: anything */
void check_call(void *object, const struct call_row *row, const WCHAR *source, VARIANT *result);

/** Query for each iid: same identity, reflexive. `iids` ends with NULL. */
void check_interfaces(void *object, const IID *const *iids);
/** IUnknown of an object, released again: for comparing identities. */
IUnknown *identity(void *object);
/** Counts of references are right: releasing leaves `expected`. */
void check_release(void *object, ULONG expected);

void *create_object(const CLSID *clsid, const IID *iid);
/** Add an integer or text to a named value set. */
void named_value_add(ISWbemNamedValueSet *set, const WCHAR *name, struct arg value);
/** A value of a set as a number; -1 when it is not there. */
LONG named_value_number(ISWbemNamedValueSet *set, const WCHAR *name);

#define ck_assert_hr(expression, expected)                                                         \
    do                                                                                             \
    {                                                                                              \
        HRESULT hr_got = (expression);                                                             \
        ck_assert_msg(hr_got == (HRESULT)(expected), "%s: 0x%08lx, not 0x%08lx", #expression,      \
                      (unsigned long)hr_got, (unsigned long)(HRESULT)(expected));                  \
    } while (0)
#define ck_assert_ok(expression) ck_assert_hr(expression, S_OK)

#define ck_assert_wide(got, expected)                                                              \
    do                                                                                             \
    {                                                                                              \
        const WCHAR *wide_got = (got), *wide_expected = (expected);                                \
        ck_assert_msg(wide_got && !wcscmp(wide_got, wide_expected), "%s is \"%ls\", not \"%ls\"",  \
                      #got, wide_got ? wide_got : L"(none)", wide_expected);                       \
    } while (0)

/** The connection of the test under way: made before each test, released after it. */
extern ISWbemServicesEx *services;

/** A class `name` with a sint32 key Id, a string Text and a sint32 Number, stored. @return its
 * definition */
ISWbemObject *simple_class(const WCHAR *name);
/** An instance of it, not stored. */
ISWbemObjectEx *simple_instance(ISWbemObject *cls, LONG id, const WCHAR *text);

/** Run the cases in the multi-threaded apartment, each test with a connection. @return main's
 * result */
int script_main(const char *name, const TTest *const *tests);

#endif
