/* See puts.h. */
#include "puts.h"

#include <wbemcli.h>

void name_class(void *object, const WCHAR *name)
{
    void *path = script_object(object, L"Path_", NULL);

    ck_assert_ok(
        script_call(path, L"Class", PUT, (const struct arg[]){TEXT_(name), NOTHING}, NULL));
    drop(path);
}

static void *owner_of_qualifiers(void *object, const WCHAR *property)
{
    void *set, *item;

    if (!property)
    {
        IUnknown_AddRef((IUnknown *)object);
        return object;
    }
    set = script_object(object, L"Properties_", NULL);
    item = SCRIPT_OBJECT(set, L"Item", TEXT_(property));
    drop(set);
    return item;
}

void add_qualifier(void *object, const WCHAR *property, const WCHAR *qualifier)
{
    void *owner = owner_of_qualifiers(object, property);
    void *qualifiers = script_object(owner, L"Qualifiers_", NULL);

    drop(SCRIPT_OBJECT(qualifiers, L"Add", TEXT_(qualifier), BOOLEAN_(1)));
    drop(qualifiers);
    drop(owner);
}

void add_property(void *object, const WCHAR *name, LONG type)
{
    void *set = script_object(object, L"Properties_", NULL);

    drop(SCRIPT_OBJECT(set, L"Add", TEXT_(name), NUMBER(type)));
    drop(set);
}

static void put_now(void *object)
{
    ck_assert_ok(script_call(object, L"Put_", BOTH, NULL, NULL));
}

static ISWbemObjectEx *stored_instance(const WCHAR *name)
{
    ISWbemObject *cls = simple_class(name);
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");

    put_now(object);
    drop(cls);
    return object;
}

static ISWbemObjectEx *fresh_instance(const WCHAR *name)
{
    ISWbemObject *cls = simple_class(name);
    ISWbemObjectEx *object = simple_instance(cls, 1, L"one");

    drop(cls);
    return object;
}

static ISWbemObjectEx *instance_without_key(const WCHAR *name)
{
    ISWbemObject *cls = simple_class(name);
    ISWbemObjectEx *object = client_spawn(cls);

    drop(cls);
    return object;
}

static ISWbemObjectEx *instance_without_required(const WCHAR *name)
{
    void *cls = client_get(services, L"");
    ISWbemObjectEx *object;

    name_class(cls, name);
    add_property(cls, L"Id", wbemCimtypeSint32);
    add_qualifier(cls, L"Id", L"key");
    add_property(cls, L"Needed", wbemCimtypeString);
    add_qualifier(cls, L"Needed", L"not_null");
    put_now(cls);
    object = client_spawn(cls);
    client_set_number(object, L"Id", 1);
    drop(cls);
    return object;
}

static ISWbemObjectEx *instance_of_abstract(const WCHAR *name)
{
    void *cls = client_get(services, L"");
    ISWbemObjectEx *object;

    name_class(cls, name);
    add_property(cls, L"Id", wbemCimtypeSint32);
    add_qualifier(cls, L"Id", L"key");
    add_qualifier(cls, NULL, L"abstract");
    put_now(cls);
    object = client_spawn(cls);
    client_set_number(object, L"Id", 1);
    drop(cls);
    return object;
}

static ISWbemObjectEx *instance_of_keyless(const WCHAR *name)
{
    void *cls = client_get(services, L"");
    ISWbemObjectEx *object;

    name_class(cls, name);
    add_property(cls, L"Text", wbemCimtypeString);
    put_now(cls);
    object = client_spawn(cls);
    drop(cls);
    return object;
}

static ISWbemObjectEx *instance_of_deleted_class(const WCHAR *name)
{
    ISWbemObjectEx *object = fresh_instance(name);

    ck_assert_ok(
        script_call(services, L"Delete", METHOD, (const struct arg[]){TEXT_(name), NOTHING}, NULL));
    return object;
}

/* The class was deleted and defined anew meanwhile: without Text, which the instance has. */
static ISWbemObjectEx *instance_of_changed_class(const WCHAR *name)
{
    ISWbemObjectEx *object = instance_of_deleted_class(name);
    void *cls = client_get(services, L"");

    name_class(cls, name);
    add_property(cls, L"Id", wbemCimtypeSint32);
    add_qualifier(cls, L"Id", L"key");
    put_now(cls);
    drop(cls);
    return object;
}

/* A sibling class has an instance of this key already. */
static ISWbemObjectEx *instance_of_sibling(const WCHAR *name)
{
    ISWbemObject *base = simple_class(name);
    ISWbemObjectEx *first, *second;
    WCHAR sibling[64];
    void *derived;
    int i;

    for (i = 0; i < 2; i++)
    {
        derived = script_object(base, L"SpawnDerivedClass_", NULL);
        swprintf(sibling, 64, L"%ls%d", name, i);
        name_class(derived, sibling);
        put_now(derived);
        if (i)
            second = simple_instance(derived, 1, L"second");
        else
        {
            first = simple_instance(derived, 1, L"first");
            put_now(first);
            drop(first);
        }
        drop(derived);
    }
    drop(base);
    return second;
}

static ISWbemObjectEx *class_without_name(const WCHAR *name)
{
    (void)name;
    return (ISWbemObjectEx *)client_get(services, L"");
}

static ISWbemObjectEx *new_class(const WCHAR *name)
{
    ISWbemObject *cls = client_get(services, L"");

    name_class(cls, name);
    return (ISWbemObjectEx *)cls;
}

static ISWbemObjectEx *stored_class(const WCHAR *name)
{
    return (ISWbemObjectEx *)simple_class(name);
}

static ISWbemObjectEx *changed_class_with_instances(const WCHAR *name)
{
    ISWbemObject *cls;

    drop(stored_instance(name));
    cls = client_get(services, name);
    add_property(cls, L"More", wbemCimtypeString);
    return (ISWbemObjectEx *)cls;
}

static ISWbemObjectEx *described_class_with_instances(const WCHAR *name)
{
    ISWbemObject *cls;

    drop(stored_instance(name));
    cls = client_get(services, name);
    add_qualifier(cls, NULL, L"Described");
    return (ISWbemObjectEx *)cls;
}

static ISWbemObjectEx *changed_class_with_children(const WCHAR *name)
{
    ISWbemObject *cls = simple_class(name);
    void *derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    WCHAR child[64];

    swprintf(child, 64, L"%lsChild", name);
    name_class(derived, child);
    put_now(derived);
    drop(derived);
    add_property(cls, L"More", wbemCimtypeString);
    return (ISWbemObjectEx *)cls;
}

/* The child has a property of that name with another type. */
static ISWbemObjectEx *class_in_conflict_with_child(const WCHAR *name)
{
    ISWbemObject *cls = simple_class(name);
    void *derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    WCHAR child[64];

    swprintf(child, 64, L"%lsChild", name);
    name_class(derived, child);
    add_property(derived, L"More", wbemCimtypeSint32);
    put_now(derived);
    drop(derived);
    add_property(cls, L"More", wbemCimtypeString);
    return (ISWbemObjectEx *)cls;
}

static ISWbemObjectEx *system_class(const WCHAR *name)
{
    ISWbemObject *cls = client_get(services, L"__SystemClass");

    (void)name;
    add_property(cls, L"More", wbemCimtypeString);
    return (ISWbemObjectEx *)cls;
}

static ISWbemObjectEx *orphaned_class(const WCHAR *name)
{
    ISWbemObject *cls = simple_class(name);
    void *derived = script_object(cls, L"SpawnDerivedClass_", NULL);
    WCHAR child[64];

    swprintf(child, 64, L"%lsChild", name);
    name_class(derived, child);
    ck_assert_ok(
        script_call(services, L"Delete", METHOD, (const struct arg[]){TEXT_(name), NOTHING}, NULL));
    drop(cls);
    return derived;
}

#define OK          S_OK, false
#define LATER(code) (HRESULT)(code), false
#define NOW(code)   (HRESULT)(code), true

const struct put_case put_cases[] = {
    {"create", fresh_instance, 0, false, OK},
    {"update", stored_instance, 0, false, OK},
    {"create only, new", fresh_instance, 2, false, OK},
    {"create only, there", stored_instance, 2, false, LATER(WBEM_E_ALREADY_EXISTS)},
    {"update only, there", stored_instance, 1, false, OK},
    {"update only, absent", fresh_instance, 1, false, LATER(WBEM_E_NOT_FOUND)},
    {"return immediately", fresh_instance, 16, false, OK},
    {"strong validation", fresh_instance, 128, false, OK},
    {"advisory", fresh_instance, 0x10000, false, OK},
    {"amended", fresh_instance, 0x20000, false, OK},
    {"safe mode of an instance", fresh_instance, 32, false, OK},
    {"force mode of an instance", fresh_instance, 64, false, OK},
    {"all at once", stored_instance, 1 | 16 | 32 | 128 | 0x20000, false, OK},
    {"create and update only", fresh_instance, 1 | 2, false, NOW(WBEM_E_INVALID_PARAMETER)},
    {"safe and force", fresh_instance, 32 | 64, false, NOW(WBEM_E_INVALID_PARAMETER)},
    {"undefined flag", fresh_instance, 8, false, NOW(WBEM_E_INVALID_PARAMETER)},
    {"undefined high flag", fresh_instance, 0x40000000, false, NOW(WBEM_E_INVALID_PARAMETER)},
    {"partial update without update only", stored_instance, 0, true, NOW(WBEM_E_INVALID_CONTEXT)},
    {"partial update", stored_instance, 1, true, OK},
    {"partial update of what is absent", fresh_instance, 1, true, LATER(WBEM_E_NOT_FOUND)},
    {"no key", instance_without_key, 0, false, LATER(WBEM_E_ILLEGAL_NULL)},
    {"not_null", instance_without_required, 0, false, LATER(WBEM_E_ILLEGAL_NULL)},
    {"abstract class", instance_of_abstract, 0, false, LATER(WBEM_E_INVALID_OPERATION)},
    {"class without keys", instance_of_keyless, 0, false, LATER(0x80041089)},
    {"class is gone", instance_of_deleted_class, 0, false, LATER(WBEM_E_INVALID_CLASS)},
    {"class is another", instance_of_changed_class, 0, false, LATER(WBEM_E_INVALID_OBJECT)},
    {"key of a sibling", instance_of_sibling, 0, false, LATER(WBEM_E_ALREADY_EXISTS)},
    {"class without a name", class_without_name, 0, false, LATER(WBEM_E_INCOMPLETE_CLASS)},
    {"new class", new_class, 0, false, OK},
    {"new class, create only", new_class, 2, false, OK},
    {"new class, update only", new_class, 1, false, LATER(WBEM_E_NOT_FOUND)},
    {"class, create only, there", stored_class, 2, false, LATER(WBEM_E_ALREADY_EXISTS)},
    {"class, update only, there", stored_class, 1, false, OK},
    {"class with instances", changed_class_with_instances, 0, false,
     LATER(WBEM_E_CLASS_HAS_INSTANCES)},
    {"class with instances, safe", changed_class_with_instances, 32, false,
     LATER(WBEM_E_CLASS_HAS_INSTANCES)},
    {"class with instances, force", changed_class_with_instances, 64, false, OK},
    {"class with instances, described", described_class_with_instances, 0, false, OK},
    {"class with children", changed_class_with_children, 0, false,
     LATER(WBEM_E_CLASS_HAS_CHILDREN)},
    {"class with children, safe", changed_class_with_children, 32, false, OK},
    {"class with children, force", changed_class_with_children, 64, false, OK},
    {"conflict with a child", class_in_conflict_with_child, 0, false,
     LATER(WBEM_E_CLASS_HAS_CHILDREN)},
    {"conflict with a child, safe", class_in_conflict_with_child, 32, false,
     LATER(WBEM_E_UPDATE_TYPE_MISMATCH)},
    {"conflict with a child, force", class_in_conflict_with_child, 64, false,
     LATER(WBEM_E_UPDATE_TYPE_MISMATCH)},
    {"system class", system_class, 0, false, LATER(WBEM_E_INVALID_OPERATION)},
    {"superclass is gone", orphaned_class, 0, false, LATER(WBEM_E_INVALID_SUPERCLASS)},
};

const unsigned put_case_count = COUNT_OF(put_cases);

IDispatch *put_case_context(const struct put_case *row)
{
    ISWbemNamedValueSet *set;

    if (!row->with_context)
        return NULL;
    set = create_object(&CLSID_SWbemNamedValueSet, &IID_ISWbemNamedValueSet);
    named_value_add(set, L"__PUT_EXTENSIONS", (struct arg)BOOLEAN_(1));
    named_value_add(set, L"__PUT_EXT_CLIENT_REQUEST", (struct arg)BOOLEAN_(1));
    return (IDispatch *)set;
}
