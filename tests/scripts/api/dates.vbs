' Dates are DMTF strings of 25 characters: moments and intervals, kept as put, compared as instants.
Option Explicit
Dim services, class_, object, row
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Dates"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Installed", 101
class_.Properties_.Add "Uptime", 101
class_.Properties_("Uptime").Qualifiers_.Add "SubType", "interval"
class_.Put_

Sub Store(id, installed, uptime)
    Set object = class_.SpawnInstance_
    object.Id = id
    object.Installed = installed
    object.Uptime = uptime
    object.Put_
End Sub

Store 1, "20240229120000.000000+000", "00000001020304.000005:000"
Store 2, "20240229120000.000000+060", "00000002000000.000000:000"
Store 3, "19991231235959.999999-480", Null
Store 4, Null, "99999999235959.999999:000"

Set object = services.Get("Api_Dates=1")
WScript.Echo TypeName(object.Installed), Len(object.Installed), object.Installed
WScript.Echo object.Uptime, object.Properties_("Uptime").Qualifiers_("subtype").Value
WScript.Echo "as a script takes it apart: " & Mid(object.Installed, 5, 2) & "/" & Mid(object.Installed, 7, 2) & "/" & _
    Left(object.Installed, 4)
WScript.Echo "as a date: " & Year(DateSerial(Left(object.Installed, 4), Mid(object.Installed, 5, 2), Mid(object.Installed, 7, 2)))

Sub Query(where)
    Dim ids
    For Each row In services.ExecQuery("SELECT * FROM Api_Dates WHERE " & where)
        ids = ids & " " & row.Id
    Next
    WScript.Echo where & " ->" & ids
End Sub

Query "Installed = '20240229120000.000000+000'"
Query "Installed = '20240229130000.000000+060'"
Query "Installed < '20240229120000.000000+000'"
Query "Installed >= '20240229110000.000000+000'"
Query "Installed IS NULL"

On Error Resume Next
object.Installed = "2024-02-29"
WScript.Echo "another form: " & Hex(Err.Number) : Err.Clear
object.Installed = "20241301000000.000000+000"
WScript.Echo "month 13: " & Hex(Err.Number) : Err.Clear
object.Installed = "20240229120000.******+***"
WScript.Echo "wildcards: " & Hex(Err.Number) & " " & object.Installed : Err.Clear
