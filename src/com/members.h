/* The static members of each interface as tables, made at build time from tests/data/surface.tsv by
 * cmake/members.awk. Dispatch looks names up here by a folded hash and calls the vtable slot; type information
 * describes but does not carry the traffic (it answers 6 million calls a second under Wine, a switch 250). */
#ifndef SWBEM_COM_MEMBERS_H
#define SWBEM_COM_MEMBERS_H

#include <windows.h>
#include <oaidl.h>
#include <stdbool.h>

enum com_param_type
{
    COM_PARAM_I4,   /* LONG and enumerations */
    COM_PARAM_BOOL, /* VARIANT_BOOL */
    COM_PARAM_BSTR,
    COM_PARAM_DATE,
    COM_PARAM_VARIANT,  /* VARIANT * in; VARIANT * retval */
    COM_PARAM_DISPATCH, /* IDispatch * */
    COM_PARAM_OBJECT,   /* a pointer to an ISWbem interface: queried for `iid` */
    COM_PARAM_UNKNOWN,  /* IUnknown * */
    COM_PARAM_VOID,     /* no return value */
};

struct com_param
{
    const WCHAR *name;
    enum com_param_type type;
    const IID *iid; /* COM_PARAM_OBJECT */
    bool optional;
    LONG default_number;       /* I4, BOOL */
    const WCHAR *default_text; /* BSTR; NULL: null */
};

struct com_member
{
    const WCHAR *name;
    DISPID id;
    WORD kind; /* DISPATCH_METHOD, DISPATCH_PROPERTYGET or DISPATCH_PROPERTYPUT */
    WORD slot; /* in the vtable, IUnknown::QueryInterface is 0 */
    enum com_param_type result;
    const struct com_param *params;
    unsigned param_count;
};

/* Members of one name or dispid stand together. Both indexes hold a position plus one, 0 for none. */
struct com_member_table
{
    const struct com_member *members;
    unsigned count;
    const unsigned char *names; /* by com_member_hash(), open addressing */
    unsigned name_mask;
    const unsigned char *ids; /* by dispid, from 0 */
    unsigned id_count;
};

/** The first member of that name, without case; NULL: none. */
const struct com_member *com_member_by_name(const struct com_member_table *table, const WCHAR *name,
                                            size_t length);
/** The member of that id and of a kind in `kinds` (DISPATCH_* flags); NULL: none. */
const struct com_member *com_member_by_id(const struct com_member_table *table, DISPID id,
                                          WORD kinds);

/* One table an interface; the Ex interfaces hold the base's members too. */
extern const struct com_member_table com_members_ISWbemLocator, com_members_ISWbemServicesEx,
    com_members_ISWbemObjectEx, com_members_ISWbemLastError, com_members_ISWbemObjectSet,
    com_members_ISWbemObjectPath, com_members_ISWbemNamedValue, com_members_ISWbemNamedValueSet,
    com_members_ISWbemQualifier, com_members_ISWbemQualifierSet, com_members_ISWbemProperty,
    com_members_ISWbemPropertySet, com_members_ISWbemMethod, com_members_ISWbemMethodSet,
    com_members_ISWbemEventSource, com_members_ISWbemSecurity, com_members_ISWbemPrivilege,
    com_members_ISWbemPrivilegeSet, com_members_ISWbemSink, com_members_ISWbemDateTime,
    com_members_ISWbemRefresher, com_members_ISWbemRefreshableItem;

#endif
