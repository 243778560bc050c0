' SWbemLastError: one object for the last failure of this thread, taken once.
Option Explicit
Dim services, object, problem, path, property
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

On Error Resume Next
Set problem = CreateObject("WbemScripting.SWbemLastError")
WScript.Echo "before any failure: " & (Err.Number <> 0) : Err.Clear

services.Get "Api_None"
WScript.Echo "failed: " & Hex(Err.Number) : Err.Clear
Set object = services.Get("__Namespace")
WScript.Echo "a success in between: " & Hex(Err.Number)
Set problem = CreateObject("WbemScripting.SWbemLastError")
WScript.Echo "taken: " & Hex(Err.Number)
For Each property In problem.Properties_
    If property.Name = "StatusCode" Then
        WScript.Echo "  " & property.Name & " " & Hex(property.Value)
    Else
        WScript.Echo "  " & property.Name & " " & TypeName(property.Value) & " " & property.Value
    End If
Next
WScript.Echo "its class: " & problem.Path_.Class & ", derived from " & problem.Derivation_(0)
WScript.Echo "a copy: " & problem.Clone_.Operation & ", equal " & problem.CompareTo_(problem.Clone_)
Set object = Nothing
Set object = CreateObject("WbemScripting.SWbemLastError")
WScript.Echo "taken again: " & (Err.Number <> 0) & " " & (object Is Nothing) : Err.Clear

Sub Show(what)
    Dim number
    number = Hex(Err.Number)
    Err.Clear
    Set problem = Nothing
    Set problem = CreateObject("WbemScripting.SWbemLastError")
    If problem Is Nothing Then
        WScript.Echo what & ": " & number & ", no object"
    Else
        WScript.Echo what & ": " & number & ", " & problem.Operation & " <" & problem.ParameterInfo & "> " & Hex(problem.StatusCode)
    End If
End Sub

services.Delete "Api_None='x'" : Show "Delete"
services.Delete "Api_None" : Show "Delete of a class"
services.ExecQuery "SELECT * FROM Api_None", "WQL", 0 : Show "ExecQuery"
services.InstancesOf "Api_None", 0 : Show "InstancesOf"
services.SubclassesOf "Api_None", 0 : Show "SubclassesOf"
Set object = services.Get("__Namespace").SpawnInstance_
services.Put object : Show "Put"
problem.Put_ : WScript.Echo "its Put_: " & (Err.Number <> 0) : Err.Clear
