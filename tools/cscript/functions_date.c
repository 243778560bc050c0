/* DateDiff, DatePart, DateValue, TimeValue.
 *
 * Days are counted as DATE counts them: day 0 is 30 December 1899, a Saturday. Weekdays run from 1, Sunday, as
 * in VBScript. Week numbers follow the documentation; Windows itself answers 53 for some last Mondays of a year
 * that belong to week 1 (a defect that Microsoft describes), here they are 1. */
#include "functions.h"

#include <math.h>

#define ERROR_NULL_USE ((HRESULT)0x800A005E)
#define ERROR_OVERFLOW ((HRESULT)0x800A0006)

/* A moment taken apart. */
struct moment
{
    SYSTEMTIME time;
    LONG day;
};

struct week_rules
{
    LONG first_day;  /* 1 Sunday ... 7 Saturday */
    LONG first_week; /* 1 with 1 January, 2 with four days, 3 full */
};

enum first_week
{
    FIRST_JAN_1 = 1,
    FIRST_FOUR_DAYS,
    FIRST_FULL_WEEK
};

static LONG day_number(WORD year, WORD month, WORD day)
{
    SYSTEMTIME time = {0};
    double date = 0;

    time.wYear = year;
    time.wMonth = month;
    time.wDay = day;
    SystemTimeToVariantTime(&time, &date);
    return (LONG)date;
}

static HRESULT date_argument(const struct call *call, unsigned index, struct moment *moment)
{
    const VARIANT *arg = call_arg(call, index);
    VARIANT plain;
    VARIANT date;
    HRESULT hr;

    if (!arg)
        return DISP_E_PARAMNOTOPTIONAL;
    VariantInit(&plain);
    VariantInit(&date);
    hr = VariantCopyInd(&plain, (VARIANT *)arg);
    if (SUCCEEDED(hr))
        hr = VariantChangeType(&date, &plain, 0, VT_DATE);
    VariantClear(&plain);
    if (FAILED(hr))
        return hr;
    if (!VariantTimeToSystemTime(V_DATE(&date), &moment->time))
        return ERROR_INVALID_PROCEDURE;
    moment->day = day_number(moment->time.wYear, moment->time.wMonth, moment->time.wDay);
    return S_OK;
}

/* 1 for the first day of the week ... 7 */
static LONG weekday(LONG day, LONG first_day)
{
    LONG from_sunday = ((day + 6) % 7 + 7) % 7;

    return (from_sunday - (first_day - 1) + 7) % 7 + 1;
}

static LONG locale_number(LCTYPE type, LONG fallback)
{
    DWORD value = 0;

    if (!GetLocaleInfoW(LOCALE_USER_DEFAULT, type | LOCALE_RETURN_NUMBER, (WCHAR *)&value,
                        sizeof(value) / sizeof(WCHAR)))
        return fallback;
    return (LONG)value;
}

/* 0 asks for the system's own rule, in both arguments. */
static HRESULT rules_arguments(const struct call *call, unsigned index, struct week_rules *rules)
{
    HRESULT hr = call_long(call, index, 1, &rules->first_day);

    if (SUCCEEDED(hr))
        hr = call_long(call, index + 1, FIRST_JAN_1, &rules->first_week);
    if (FAILED(hr))
        return hr;
    if (rules->first_day < 0 || rules->first_day > 7 || rules->first_week < 0 ||
        rules->first_week > FIRST_FULL_WEEK)
        return ERROR_INVALID_PROCEDURE;
    if (!rules->first_day) /* the locale counts from 0, Monday */
        rules->first_day = (locale_number(LOCALE_IFIRSTDAYOFWEEK, 6) + 1) % 7 + 1;
    if (!rules->first_week) /* 0 with 1 January, 1 full, 2 with four days */
    {
        static const LONG of_locale[] = {FIRST_JAN_1, FIRST_FULL_WEEK, FIRST_FOUR_DAYS};

        rules->first_week = of_locale[locale_number(LOCALE_IFIRSTWEEKOFYEAR, 0) % 3];
    }
    return S_OK;
}

/* The day on which week 1 of a year begins. */
static LONG first_week_start(LONG year, const struct week_rules *rules)
{
    LONG january_1 = day_number((WORD)year, 1, 1);
    LONG before = weekday(january_1, rules->first_day) - 1; /* days of that week in the old year */

    if (!before || rules->first_week == FIRST_JAN_1)
        return january_1 - before;
    if (rules->first_week == FIRST_FOUR_DAYS && before <= 3)
        return january_1 - before;
    return january_1 + 7 - before;
}

static LONG week_of(const struct moment *moment, const struct week_rules *rules)
{
    LONG year = moment->time.wYear;
    LONG start = first_week_start(year, rules);

    if (moment->day < start)
        start = first_week_start(year - 1, rules);
    else if (rules->first_week != FIRST_JAN_1 && moment->day >= first_week_start(year + 1, rules))
        return 1;
    return (moment->day - start) / 7 + 1;
}

static double seconds_between(const struct moment *from, const struct moment *to, LONG unit)
{
    LONG first = (from->time.wHour * 3600 + from->time.wMinute * 60 + from->time.wSecond) / unit;
    LONG last = (to->time.wHour * 3600 + to->time.wMinute * 60 + to->time.wSecond) / unit;

    return ((double)to->day - from->day) * (86400.0 / unit) + last - first;
}

/* One row for each interval: the part of a moment, and the distance of two. */
struct interval
{
    const WCHAR *name;
    LONG (*part)(const struct moment *moment, const struct week_rules *rules);
    double (*between)(const struct moment *from, const struct moment *to,
                      const struct week_rules *rules);
};

static LONG part_year(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->time.wYear;
}

static LONG part_quarter(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return (moment->time.wMonth - 1) / 3 + 1;
}

static LONG part_month(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->time.wMonth;
}

static LONG part_day_of_year(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->day - day_number(moment->time.wYear, 1, 1) + 1;
}

static LONG part_day(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->time.wDay;
}

static LONG part_weekday(const struct moment *moment, const struct week_rules *rules)
{
    return weekday(moment->day, rules->first_day);
}

static LONG part_hour(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->time.wHour;
}

static LONG part_minute(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->time.wMinute;
}

static LONG part_second(const struct moment *moment, const struct week_rules *rules)
{
    (void)rules;
    return moment->time.wSecond;
}

static double between_years(const struct moment *from, const struct moment *to,
                            const struct week_rules *rules)
{
    (void)rules;
    return to->time.wYear - from->time.wYear;
}

static double between_quarters(const struct moment *from, const struct moment *to,
                               const struct week_rules *rules)
{
    return between_years(from, to, rules) * 4 + part_quarter(to, rules) - part_quarter(from, rules);
}

static double between_months(const struct moment *from, const struct moment *to,
                             const struct week_rules *rules)
{
    return between_years(from, to, rules) * 12 + to->time.wMonth - from->time.wMonth;
}

static double between_days(const struct moment *from, const struct moment *to,
                           const struct week_rules *rules)
{
    (void)rules;
    return to->day - from->day;
}

/* How often the first one's weekday comes again up to the second. */
static double between_weekdays(const struct moment *from, const struct moment *to,
                               const struct week_rules *rules)
{
    (void)rules;
    return (to->day - from->day) / 7;
}

/* How many weeks of the calendar begin in between. */
static double between_weeks(const struct moment *from, const struct moment *to,
                            const struct week_rules *rules)
{
    LONG first = from->day - weekday(from->day, rules->first_day);
    LONG last = to->day - weekday(to->day, rules->first_day);

    return (last - first) / 7;
}

static double between_hours(const struct moment *from, const struct moment *to,
                            const struct week_rules *rules)
{
    (void)rules;
    return seconds_between(from, to, 3600);
}

static double between_minutes(const struct moment *from, const struct moment *to,
                              const struct week_rules *rules)
{
    (void)rules;
    return seconds_between(from, to, 60);
}

static double between_seconds(const struct moment *from, const struct moment *to,
                              const struct week_rules *rules)
{
    (void)rules;
    return seconds_between(from, to, 1);
}

static const struct interval intervals[] = {
    {L"yyyy", part_year, between_years},  {L"q", part_quarter, between_quarters},
    {L"m", part_month, between_months},   {L"y", part_day_of_year, between_days},
    {L"d", part_day, between_days},       {L"w", part_weekday, between_weekdays},
    {L"ww", week_of, between_weeks},      {L"h", part_hour, between_hours},
    {L"n", part_minute, between_minutes}, {L"s", part_second, between_seconds},
};

static HRESULT interval_argument(const struct call *call, const struct interval **out)
{
    BSTR name;
    size_t i;
    HRESULT hr = call_bstr(call, 0, &name);

    *out = NULL;
    if (FAILED(hr))
        return hr;
    for (i = 0; i < ARRAYSIZE(intervals); i++)
        if (name && !_wcsicmp(intervals[i].name, name))
            *out = &intervals[i];
    SysFreeString(name);
    return *out ? S_OK : ERROR_INVALID_PROCEDURE;
}

static HRESULT return_null(struct call *call)
{
    V_VT(call->result) = VT_NULL;
    return S_OK;
}

/* DateDiff(interval, from, to [, firstdayofweek [, firstweekofyear]]) */
HRESULT function_DateDiff(struct object *self, struct call *call)
{
    const struct interval *interval;
    struct week_rules rules;
    struct moment from;
    struct moment to;
    double distance;
    HRESULT hr = interval_argument(call, &interval);

    (void)self;
    if (SUCCEEDED(hr) && (call_is_null(call, 1) || call_is_null(call, 2)))
        return return_null(call);
    if (SUCCEEDED(hr))
        hr = rules_arguments(call, 3, &rules);
    if (SUCCEEDED(hr))
        hr = date_argument(call, 1, &from);
    if (SUCCEEDED(hr))
        hr = date_argument(call, 2, &to);
    if (FAILED(hr))
        return hr;
    distance = interval->between(&from, &to, &rules);
    if (fabs(distance) > 2147483647.0)
        return ERROR_OVERFLOW;
    return call_return_long(call, (LONG)distance);
}

/* DatePart(interval, date [, firstdayofweek [, firstweekofyear]]) */
HRESULT function_DatePart(struct object *self, struct call *call)
{
    const struct interval *interval;
    struct week_rules rules;
    struct moment moment;
    HRESULT hr = interval_argument(call, &interval);

    (void)self;
    if (SUCCEEDED(hr) && call_is_null(call, 1))
        return return_null(call);
    if (SUCCEEDED(hr))
        hr = rules_arguments(call, 2, &rules);
    if (SUCCEEDED(hr))
        hr = date_argument(call, 1, &moment);
    if (FAILED(hr))
        return hr;
    return call_return_integer(call, (SHORT)interval->part(&moment, &rules));
}

static HRESULT return_date(struct call *call, double date)
{
    V_VT(call->result) = VT_DATE;
    V_DATE(call->result) = date;
    return S_OK;
}

HRESULT function_DateValue(struct object *self, struct call *call)
{
    struct moment moment;
    HRESULT hr;

    (void)self;
    if (call_is_null(call, 0))
        return ERROR_NULL_USE;
    hr = date_argument(call, 0, &moment);
    return FAILED(hr) ? hr : return_date(call, moment.day);
}

HRESULT function_TimeValue(struct object *self, struct call *call)
{
    struct moment moment;
    HRESULT hr;

    (void)self;
    if (call_is_null(call, 0))
        return ERROR_NULL_USE;
    hr = date_argument(call, 0, &moment);
    if (FAILED(hr))
        return hr;
    return return_date(call,
                       (moment.time.wHour * 3600 + moment.time.wMinute * 60 + moment.time.wSecond) /
                           86400.0);
}
