/* Datetime texts, 25 characters: yyyymmddHHMMSS.mmmmmmsUUU and ddddddddHHMMSS.mmmmmm:000.
 * Pure functions, any thread. Rules: behaviour.md 18.1 and the ranges of 18.2. */
#include "datetime.h"

#include <stddef.h>
#include <string.h>

#define DATETIME_SIZE   25
#define POINT_POSITION  14
#define SIGN_POSITION   21
#define OFFSET_POSITION 22

struct field
{
    size_t position;
    size_t width;
    size_t member; /* offsetof in struct cim_datetime */
    int minimum;
    int maximum;
};

#define MEMBER(name) offsetof(struct cim_datetime, name)

static const struct field absolute_fields[] = {
    {0, 4, MEMBER(year), 0, 9999},
    {4, 2, MEMBER(month), 1, 12},
    {6, 2, MEMBER(day), 1, 31},
    {8, 2, MEMBER(hours), 0, 23},
    {10, 2, MEMBER(minutes), 0, 59},
    {12, 2, MEMBER(seconds), 0, 59},
    {15, 6, MEMBER(microseconds), 0, 999999},
};

static const struct field interval_fields[] = {
    {0, 8, MEMBER(day), 0, 99999999},         {8, 2, MEMBER(hours), 0, 23},
    {10, 2, MEMBER(minutes), 0, 59},          {12, 2, MEMBER(seconds), 0, 59},
    {15, 6, MEMBER(microseconds), 0, 999999},
};

static int *member_of(struct cim_datetime *datetime, size_t member)
{
    return (int *)(void *)((char *)datetime + member);
}

/* A whole field: digits give a number, asterisks -1, a mixture -2. */
static int read_field(const char *text, size_t width)
{
    int number = 0;
    size_t stars = 0;
    for (size_t i = 0; i < width; i++)
    {
        if (text[i] == '*')
            stars++;
        else if (text[i] >= '0' && text[i] <= '9')
            number = number * 10 + (text[i] - '0');
        else
            return -2;
    }
    if (stars)
        return stars == width ? -1 : -2;
    return number;
}

static enum cim_status read_fields(struct cim_datetime *out, const char *text,
                                   const struct field *fields, size_t count, bool stars)
{
    enum cim_status status = CIM_OK;
    for (size_t i = 0; i < count; i++)
    {
        const struct field *field = &fields[i];
        int number = read_field(text + field->position, field->width);
        if (number == -2 || (number == -1 && !stars))
            return CIM_INVALID_SYNTAX;
        if (number != -1 && (number < field->minimum || number > field->maximum))
            status = CIM_VALUE_OUT_OF_RANGE;
        *member_of(out, field->member) = number;
    }
    return status;
}

static enum cim_status read_offset(struct cim_datetime *out, const char *text)
{
    int offset = read_field(text + OFFSET_POSITION, 3);
    if (offset == -2)
        return CIM_INVALID_SYNTAX;
    out->utc_any = offset == -1;
    if (out->utc_any)
        return CIM_OK;
    out->utc = text[SIGN_POSITION] == '-' ? -offset : offset;
    return offset > 720 ? CIM_VALUE_OUT_OF_RANGE : CIM_OK;
}

static enum cim_status read_absolute(struct cim_datetime *out, const char *text)
{
    enum cim_status status = read_fields(out, text, absolute_fields,
                                         sizeof(absolute_fields) / sizeof(struct field), true);
    if (status == CIM_INVALID_SYNTAX)
        return status;
    enum cim_status offset = read_offset(out, text);
    return offset ? offset : status;
}

enum cim_status cim_datetime_parse(struct cim_datetime *out, struct text text)
{
    if (text.size != DATETIME_SIZE || text.data[POINT_POSITION] != '.')
        return CIM_INVALID_SYNTAX;
    struct cim_datetime datetime = {0};
    enum cim_status status = CIM_INVALID_SYNTAX;
    char separator = text.data[SIGN_POSITION];
    if (separator == '+' || separator == '-')
        status = read_absolute(&datetime, text.data);
    else if (separator == ':' && memcmp(text.data + OFFSET_POSITION, "000", 3) == 0)
    {
        datetime.is_interval = true;
        status = read_fields(&datetime, text.data, interval_fields,
                             sizeof(interval_fields) / sizeof(struct field), false);
    }
    if (!status)
        *out = datetime;
    return status;
}

static void write_number(char *out, size_t width, int number)
{
    unsigned rest = number < 0 ? 0 : (unsigned)number;
    for (size_t i = width; i > 0; i--, rest /= 10)
        out[i - 1] = (char)('0' + rest % 10);
}

static void write_fields(char *out, struct cim_datetime *datetime, const struct field *fields,
                         size_t count, bool stars)
{
    for (size_t i = 0; i < count; i++)
    {
        int number = *member_of(datetime, fields[i].member);
        if (stars && number < 0)
            memset(out + fields[i].position, '*', fields[i].width);
        else
            write_number(out + fields[i].position, fields[i].width, number);
    }
}

void cim_datetime_print(char out[26], const struct cim_datetime *datetime)
{
    struct cim_datetime copy = *datetime;
    out[POINT_POSITION] = '.';
    out[DATETIME_SIZE] = '\0';
    if (copy.is_interval)
    {
        write_fields(out, &copy, interval_fields, sizeof(interval_fields) / sizeof(struct field),
                     false);
        memcpy(out + SIGN_POSITION, ":000", 4);
        return;
    }
    write_fields(out, &copy, absolute_fields, sizeof(absolute_fields) / sizeof(struct field), true);
    out[SIGN_POSITION] = copy.utc < 0 && !copy.utc_any ? '-' : '+';
    if (copy.utc_any)
        memset(out + OFFSET_POSITION, '*', 3);
    else
        write_number(out + OFFSET_POSITION, 3, copy.utc < 0 ? -copy.utc : copy.utc);
}

bool cim_datetime_is_valid(struct text text)
{
    struct cim_datetime datetime;
    return cim_datetime_parse(&datetime, text) == CIM_OK;
}

/* Days from 1601-01-01 in the Gregorian calendar, counted in years that begin in March. */
static int64_t days_since_1601(int year, int month, int day)
{
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 584694;
}

enum cim_status cim_datetime_to_instant(int64_t *out, const struct cim_datetime *datetime)
{
    if (datetime->is_interval || datetime->utc_any || datetime->year < 0 || datetime->month < 0 ||
        datetime->day < 0 || datetime->hours < 0 || datetime->minutes < 0 ||
        datetime->seconds < 0 || datetime->microseconds < 0)
        return CIM_FAILED;
    int64_t minutes = days_since_1601(datetime->year, datetime->month, datetime->day) * 1440 +
                      datetime->hours * 60 + datetime->minutes - datetime->utc;
    *out = (minutes * 60 + datetime->seconds) * 1000000 + datetime->microseconds;
    return CIM_OK;
}
