/* SWbemObjectPath's struct, and its keys as named values. Private to path*.c. */
#ifndef SWBEM_AUTOMATION_PATH_H
#define SWBEM_AUTOMATION_PATH_H

#include "named_values.h"

#include "../cim/path.h"

struct object_path
{
    struct com_object base;
    SRWLOCK lock;
    struct object *owner; /* referenced; NULL for a path of its own */
    bool detached;        /* written: `parts` count, not the owner */
    BSTR text;            /* owned: not parsed yet when !parsed; NULL: empty */
    bool canonical;       /* `text` is as the repository prints it */
    bool parsed;
    struct cim_path parts; /* when parsed */
    struct security_settings security;
    BSTR locale, authority, privileges; /* owned; NULL: none */
};

enum path_part
{
    PART_PATH,
    PART_RELPATH,
    PART_SERVER,
    PART_NAMESPACE,
    PART_PARENT,
    PART_CLASS,
};

/** @param text  may be NULL (an empty path). @param out  unset; cim_path_free() */
HRESULT path_parse(BSTR text, struct cim_path *out);
/** @param out  owned */
HRESULT path_print_part(const struct cim_path *path, enum path_part part, BSTR *out);
/** @param text  UTF-8; empty removes the part. @return wbemErrInvalidSyntax, wbemErrReadOnly */
HRESULT path_change_part(struct cim_path *path, enum path_part part, char *text, size_t size);
/** @param out owned */
HRESULT path_keys_to_values(const struct cim_path *path, struct named_values **out);
/** Replace the keys. @return wbemErrTypeMismatch for a value that no key has */
HRESULT path_keys_from_values(struct cim_path *path, const struct named_values *values);

#endif
