' Wine's own cscript with VBScript: what needs no events works there, too.
Option Explicit
Dim services, class_, object, property, sink, rounds, names
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_StockBasic"
class_.Properties_.Add("Name", 8).Qualifiers_.Add "key", True
class_.Properties_.Add "Number", 3
class_.Put_
Set object = class_.SpawnInstance_
object.Name = "one"
object.Number = 1
WScript.Echo object.Put_.RelPath
Set sink = CreateObject("WbemScripting.SWbemSink")
object.Name = "two"
services.PutAsync sink, object
Do Until services.InstancesOf("Api_StockBasic").Count = 2 Or rounds > 100000
    rounds = rounds + 1
Loop
For Each object In services.ExecQuery("SELECT * FROM Api_StockBasic")
    For Each property In object.Properties_
        names = names & " " & property.Name & "=" & property.Value
    Next
Next
WScript.Echo Trim(names)
On Error Resume Next
services.Get "Api_None"
WScript.Echo Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]"
