/* The canonical bytes of one key value: what cim_object_key() and cim_path_key_bytes() are made of.
 *
 *   string, datetime   's', folded text, 00 written as 00 FF, ended by 00 01
 *   reference          'p', the same of the canonical path text (as it stands when it is no path);
 *                      server "." counts as none, other local names are the caller's matter
 *   signed             'i', 8 bytes big endian, sign bit flipped
 *   unsigned, char16   'u', 8 bytes big endian
 *   boolean            'b', one byte
 *   real               'r', 8 bytes big endian that sort as the numbers do
 *   NULL               'n'
 *
 * Self-delimiting, so keys may follow one another; equal keys (texts without case) are equal bytes, and
 * keys of one type sort by value. Pure functions, any thread. */
#ifndef SWBEM_CIM_KEY_H
#define SWBEM_CIM_KEY_H

#include "value.h"

/** Append the encoding; a failure sticks to the buffer. Arrays and objects, which cannot be keys, count
 *  as NULL. */
void cim_key_append(struct buffer *out, const struct cim_value *value);
/** The same of a bare scalar that is not NULL, so that a flat instance needs no value made. */
void cim_key_append_scalar(struct buffer *out, enum cim_type type, const union cim_scalar *scalar);

#endif
