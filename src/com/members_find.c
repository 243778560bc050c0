/* Finding a static member by name or by dispid, in the indexes that cmake/members.awk made.
 *
 * Names of the library are ASCII and compare without case, so that a name with any other letter is
 * no static member. The hash here and the one in members.awk must agree. Any thread: read-only. */
#include "members.h"

static unsigned fold(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static unsigned com_member_hash(const WCHAR *name, size_t length)
{
    unsigned hash = 5381;
    for (size_t i = 0; i < length; i++)
        hash = (hash * 33 + fold(name[i])) & 0xFFFF;
    return hash;
}

static bool same_name(const WCHAR *member, const WCHAR *name, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!member[i] || fold(member[i]) != fold(name[i]))
            return false;
    return !member[length];
}

const struct com_member *com_member_by_name(const struct com_member_table *table, const WCHAR *name,
                                            size_t length)
{
    if (!table)
        return NULL;
    unsigned at = com_member_hash(name, length) & table->name_mask;
    for (; table->names[at]; at = (at + 1) & table->name_mask)
    {
        const struct com_member *member = &table->members[table->names[at] - 1];
        if (same_name(member->name, name, length))
            return member;
    }
    return NULL;
}

/* Where the members of an id begin; DISPID_NEWENUM, the only negative one, is always the first. */
static unsigned first_of_id(const struct com_member_table *table, DISPID id)
{
    if (id < 0)
        return 0;
    if ((unsigned)id >= table->id_count || !table->ids[id])
        return table->count;
    return table->ids[id] - 1u;
}

const struct com_member *com_member_by_id(const struct com_member_table *table, DISPID id,
                                          WORD kinds)
{
    if (!table)
        return NULL;
    for (unsigned i = first_of_id(table, id); i < table->count; i++)
    {
        if (table->members[i].id != id)
            return NULL;
        if (table->members[i].kind & kinds)
            return &table->members[i];
    }
    return NULL;
}
