' DateDiff, DatePart, DateValue, TimeValue: a row for each case.
Option Explicit
Dim item

Sub Between(interval, first, last)
    WScript.Echo interval & " " & Stamp(first) & " " & Stamp(last) & ": " & DateDiff(interval, first, last)
End Sub

Function Two(number)
    Two = Right("0" & number, 2)
End Function

Function Stamp(moment)
    Stamp = Year(moment) & "-" & Two(Month(moment)) & "-" & Two(Day(moment)) & " " & _
        Two(Hour(moment)) & ":" & Two(Minute(moment)) & ":" & Two(Second(moment))
End Function

Sub Failure(name)
    WScript.Echo name & " " & Err.Number & " " & Err.Description
    Err.Clear
End Sub

Dim newYearsEve, newYear
newYearsEve = DateSerial(2019, 12, 31) + TimeSerial(23, 59, 59)
newYear = DateSerial(2020, 1, 1)
For Each item In Array("yyyy", "q", "m", "y", "d", "w", "ww", "h", "n", "s")
    Between item, newYearsEve, newYear
    Between item, newYear, newYearsEve
    Between item, DateSerial(2020, 2, 28) + TimeSerial(12, 30, 15), DateSerial(2021, 3, 1) + TimeSerial(1, 2, 3)
    Between item, DateSerial(1899, 12, 28) + 0, DateSerial(1900, 1, 2)
    Between item, -1.25, 1.25
Next
Between "S", #2020-01-01 00:00:00#, #2020-01-01 00:00:01#
Between "d", "2020-02-28", "2020-03-01"

WScript.Echo "-- weeks by the first day"
For item = 1 To 7
    WScript.Echo item, DateDiff("ww", DateSerial(2020, 1, 4), DateSerial(2020, 1, 12), item), _
        DateDiff("ww", DateSerial(2020, 1, 12), DateSerial(2020, 1, 4), item), _
        DatePart("w", DateSerial(2020, 1, 4), item)
Next

WScript.Echo "-- parts"
Dim moment
moment = DateSerial(2020, 8, 15) + TimeSerial(14, 5, 9)
For Each item In Array("yyyy", "q", "m", "y", "d", "w", "ww", "h", "n", "s", "YYYY")
    WScript.Echo item, DatePart(item, moment), TypeName(DatePart(item, moment))
Next

WScript.Echo "-- week numbers: Sunday/1 January, Monday/four days (ISO), Monday/full week, Sunday/full week"
Dim years
For years = 2014 To 2027
    For Each item In Array(DateSerial(years, 1, 1), DateSerial(years, 1, 4), DateSerial(years, 1, 8), _
        DateSerial(years, 7, 1), DateSerial(years, 12, 28), DateSerial(years, 12, 31))
        WScript.Echo Left(Stamp(item), 10), DatePart("ww", item), DatePart("ww", item, 2, 2), _
            DatePart("ww", item, 2, 3), DatePart("ww", item, 1, 3)
    Next
Next

WScript.Echo "-- values"
WScript.Echo Stamp(DateValue("2020-05-06 10:11:12")), TypeName(DateValue("2020-05-06"))
WScript.Echo Stamp(DateValue(moment)), CDbl(DateValue("10:11:12"))
WScript.Echo Stamp(TimeValue("2020-05-06 10:11:12")), TypeName(TimeValue("10:11:12"))
WScript.Echo Stamp(TimeValue(moment)), CDbl(TimeValue("12:00:00")), CDbl(TimeValue("2020-05-06"))
WScript.Echo IsNull(DateDiff("d", Null, Now)), IsNull(DateDiff("d", Now, Null)), IsNull(DatePart("d", Null))

On Error Resume Next
item = DateDiff("nonsense", Now, Now) : Failure "interval"
item = DateDiff("d", "no date", Now) : Failure "date"
item = DateDiff("d", Now) : Failure "too few"
item = DateDiff("s", DateSerial(1900, 1, 1), DateSerial(2020, 1, 1)) : Failure "too far"
item = DateDiff("d", Now, Now, 8) : Failure "first day"
item = DateDiff("d", Now, Now, 1, 4) : Failure "first week"
item = DatePart("", Now) : Failure "no interval"
item = DatePart("d", "no date") : Failure "no date"
item = DateValue("no date") : Failure "DateValue"
item = DateValue(Null) : Failure "DateValue of Null"
item = TimeValue(Null) : Failure "TimeValue of Null"
