/* CIM datetime texts (25 characters): behaviour.md 18. Pure functions, any thread. */
#ifndef SWBEM_CIM_DATETIME_H
#define SWBEM_CIM_DATETIME_H

#include "status.h"
#include "text.h"

struct cim_datetime
{
    bool is_interval;
    int year, month, day, hours, minutes, seconds, microseconds,
        utc; /* -1 = asterisks (utc: see utc_any) */
    bool utc_any;
};

/** @return CIM_INVALID_SYNTAX, CIM_VALUE_OUT_OF_RANGE */
enum cim_status cim_datetime_parse(struct cim_datetime *out, struct text text);
/** Write the 25 characters and a NUL. */
void cim_datetime_print(char out[26], const struct cim_datetime *datetime);
bool cim_datetime_is_valid(struct text text);
/** Microseconds since 1601 UTC of a complete absolute time. @return CIM_FAILED when it has asterisks or is an interval */
enum cim_status cim_datetime_to_instant(int64_t *out, const struct cim_datetime *datetime);

#endif
