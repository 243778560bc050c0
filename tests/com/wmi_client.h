/* Short ways to be a client of the IWbem interfaces, and a sink that remembers. For the tests of
 * src/wmi. */
#ifndef SWBEM_TESTS_WMI_CLIENT_H
#define SWBEM_TESTS_WMI_CLIENT_H

#include "wmi/wmi.h"

#include "com/module.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Check writes a mark for each assertion that holds; these, used in long loops, speak of
 * failures only. */
#define check_that(condition, ...)                                                                 \
    do                                                                                             \
    {                                                                                              \
        if (!(condition))                                                                          \
            ck_abort_msg(__VA_ARGS__);                                                             \
    } while (0)

#define ck_assert_hr(expression, expected)                                                         \
    do                                                                                             \
    {                                                                                              \
        HRESULT hr_got = (expression);                                                             \
        check_that(hr_got == (HRESULT)(expected), "%s: 0x%08lx, not 0x%08lx", #expression,         \
                   (unsigned long)hr_got, (unsigned long)(HRESULT)(expected));                     \
    } while (0)
#define ck_assert_ok(expression) ck_assert_hr(expression, S_OK)

#define ck_assert_wstr_eq(got, expected)                                                           \
    do                                                                                             \
    {                                                                                              \
        const WCHAR *wstr_got = (got), *wstr_expected = (expected);                                \
        ck_assert_msg(wstr_got &&wcscmp(wstr_got, wstr_expected) == 0, "%s is %ls, not %ls", #got, \
                      wstr_got ? wstr_got : L"(null)", wstr_expected);                             \
    } while (0)

/* --- values ----------------------------------------------------------------------------------- */

static inline VARIANT var_i4(LONG number)
{
    VARIANT value;

    V_VT(&value) = VT_I4;
    V_I4(&value) = number;
    return value;
}

static inline VARIANT var_true(void)
{
    VARIANT value;

    V_VT(&value) = VT_BOOL;
    V_BOOL(&value) = VARIANT_TRUE;
    return value;
}

static inline VARIANT var_null(void)
{
    VARIANT value;

    V_VT(&value) = VT_NULL;
    return value;
}

/* To be cleared. */
static inline VARIANT var_text(const WCHAR *text)
{
    VARIANT value;

    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocString(text);
    check_that(V_BSTR(&value), "no memory");
    return value;
}

/* A script's array: VARIANTs of text. To be cleared. */
static inline VARIANT var_text_array(const WCHAR *const *texts, ULONG count)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, count);
    VARIANT value;
    ULONG i;

    ck_assert_ptr_nonnull(array);
    for (i = 0; i < count; i++)
        ((VARIANT *)array->pvData)[i] = var_text(texts[i]);
    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = array;
    return value;
}

/* --- objects ---------------------------------------------------------------------------------- */

static inline HRESULT put_text(IWbemClassObject *object, const WCHAR *name, const WCHAR *text)
{
    VARIANT value = var_text(text);
    HRESULT hr = IWbemClassObject_Put(object, name, 0, &value, 0);

    VariantClear(&value);
    return hr;
}

static inline HRESULT put_number(IWbemClassObject *object, const WCHAR *name, LONG number)
{
    VARIANT value = var_i4(number);

    return IWbemClassObject_Put(object, name, 0, &value, 0);
}

/* @return owned, SysFreeString; NULL: the value is NULL */
static inline BSTR get_text(IWbemClassObject *object, const WCHAR *name)
{
    VARIANT value;

    ck_assert_ok(IWbemClassObject_Get(object, name, 0, &value, NULL, NULL));
    if (V_VT(&value) == VT_NULL)
        return NULL;
    check_that(V_VT(&value) == VT_BSTR, "%ls has VARIANT type %d", name, V_VT(&value));
    return V_BSTR(&value);
}

static inline LONG get_number(IWbemClassObject *object, const WCHAR *name)
{
    VARIANT value;

    ck_assert_ok(IWbemClassObject_Get(object, name, 0, &value, NULL, NULL));
    check_that(V_VT(&value) == VT_I4, "%ls has VARIANT type %d", name, V_VT(&value));
    return V_I4(&value);
}

static inline bool is_null(IWbemClassObject *object, const WCHAR *name)
{
    VARIANT value;
    bool null;

    ck_assert_ok(IWbemClassObject_Get(object, name, 0, &value, NULL, NULL));
    null = V_VT(&value) == VT_NULL;
    VariantClear(&value);
    return null;
}

#define ck_assert_text(object, name, expected)                                                     \
    do                                                                                             \
    {                                                                                              \
        BSTR text_got = get_text(object, name);                                                    \
        ck_assert_wstr_eq(text_got, expected);                                                     \
        SysFreeString(text_got);                                                                   \
    } while (0)

/* Declare a property without a value. */
static inline HRESULT declare(IWbemClassObject *cls, const WCHAR *name, CIMTYPE type)
{
    return IWbemClassObject_Put(cls, name, 0, NULL, type);
}

static inline HRESULT qualify(IWbemClassObject *cls, const WCHAR *property, const WCHAR *qualifier,
                              VARIANT value, LONG flavor)
{
    IWbemQualifierSet *set = NULL;
    HRESULT hr = property ? IWbemClassObject_GetPropertyQualifierSet(cls, property, &set)
                          : IWbemClassObject_GetQualifierSet(cls, &set);

    if (FAILED(hr))
        return hr;
    hr = IWbemQualifierSet_Put(set, qualifier, &value, flavor);
    IWbemQualifierSet_Release(set);
    return hr;
}

/* Name string key, Count uint32, Note string. @param out not stored yet */
static inline IWbemClassObject *make_class(const WCHAR *name)
{
    IWbemClassObject *cls = NULL;

    ck_assert_ok(wmi_empty_class_create(&cls));
    ck_assert_ok(put_text(cls, L"__CLASS", name));
    ck_assert_ok(declare(cls, L"Name", 8));
    ck_assert_ok(declare(cls, L"Count", 19));
    ck_assert_ok(declare(cls, L"Note", 8));
    ck_assert_ok(qualify(cls, L"Name", L"key", var_true(), 3));
    return cls;
}

/* --- connections ------------------------------------------------------------------------------ */

static inline HRESULT try_connect(const WCHAR *space, IWbemServices **out)
{
    IWbemLocator *locator = NULL;
    BSTR name = SysAllocString(space);
    HRESULT hr;

    *out = NULL;
    ck_assert_ok(wmi_locator_create(&locator));
    hr = IWbemLocator_ConnectServer(locator, name, NULL, NULL, NULL, 0, NULL, NULL, out);
    IWbemLocator_Release(locator);
    SysFreeString(name);
    return hr;
}

static inline IWbemServices *connect_to(const WCHAR *space)
{
    IWbemServices *services = NULL;

    ck_assert_ok(try_connect(space, &services));
    ck_assert_ptr_nonnull(services);
    return services;
}

/* An instance of a stored class, its key set. */
static inline IWbemClassObject *make_instance(IWbemClassObject *cls, const WCHAR *name, LONG count)
{
    IWbemClassObject *object = NULL;

    ck_assert_ok(IWbemClassObject_SpawnInstance(cls, 0, &object));
    ck_assert_ok(put_text(object, L"Name", name));
    ck_assert_ok(put_number(object, L"Count", count));
    return object;
}

/* Nothing of ours lives once the thread has forgotten its last error. */
static inline void check_nothing_lives(void)
{
    SetErrorInfo(0, NULL);
    ck_assert_msg(com_module_count() == 0, "%ld objects live", com_module_count());
}

#endif
