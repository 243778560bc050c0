' NULL is neither 0 nor "": in objects, in the store, in queries; and what may not be NULL.
Option Explicit
Dim services, class_, object, row, text, i
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Nulls"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Number", 3
class_.Properties_.Add "Text", 8
class_.Properties_.Add "Flag", 11
class_.Properties_.Add("Needed", 8).Qualifiers_.Add "not_null", True
class_.Properties_("Needed").Value = "default"
class_.Properties_.Add("Preset", 3).Value = 5
class_.Put_

Set object = class_.SpawnInstance_
WScript.Echo "fresh:", TypeName(object.Number), TypeName(object.Text), TypeName(object.Flag), object.Preset
object.Id = 1
object.Put_
object.Id = 2 : object.Number = 0 : object.Text = "" : object.Flag = False
object.Put_
object.Id = 3 : object.Number = Null : object.Text = "three" : object.Flag = Null : object.Preset = Null
object.Put_

For i = 1 To 3
    Set object = services.Get("Api_Nulls=" & i)
    WScript.Echo i & ":", TypeName(object.Number), TypeName(object.Text), TypeName(object.Flag), TypeName(object.Preset), _
        IsNull(object.Number)
Next

Sub Count(where)
    Dim ids
    For Each row In services.ExecQuery("SELECT * FROM Api_Nulls WHERE " & where)
        ids = ids & " " & row.Id
    Next
    WScript.Echo where & ":" & ids
End Sub

Count "Number IS NULL"
Count "Number IS NOT NULL"
Count "Number = NULL"
Count "Number <> NULL"
Count "Number = 0"
Count "Number <> 5"
Count "NOT Number = 0"
Count "Text = ''"
Count "Text IS NULL OR Text = ''"
Count "Flag = FALSE"

' & with Null is text, + with Null is Null; no object breaks on it.
WScript.Echo "joined: [" & services.Get("Api_Nulls=1").Text & "], added: " & TypeName(1 + services.Get("Api_Nulls=1").Number)

On Error Resume Next
Set object = class_.SpawnInstance_
object.Put_
WScript.Echo "no key: " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]" : Err.Clear
object.Id = 4
object.Needed = Null
object.Put_
WScript.Echo "not_null is NULL: " & Hex(Err.Number) : Err.Clear
WScript.Echo "stored: " & services.InstancesOf("Api_Nulls").Count
