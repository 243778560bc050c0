' Get: what is there, what is not, and paths that are none; Err and SWbemLastError say what happened.
Option Explicit
Dim services, class_, object, problem
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Found"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_
Set class_ = services.Get()
class_.Path_.Class = "Api_Two"
class_.Properties_.Add("A", 3).Qualifiers_.Add "key", True
class_.Properties_.Add("B", 8).Qualifiers_.Add "key", True
class_.Put_
Set object = class_.SpawnInstance_
object.A = 1
object.B = "b"
object.Put_

Sub Try(path)
    On Error Resume Next
    Set object = services.Get(path)
    If Err.Number = 0 Then
        WScript.Echo "<" & path & "> " & object.Path_.RelPath
    Else
        WScript.Echo "<" & path & "> " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]"
    End If
End Sub

Try "Api_Found"
Try "API_FOUND"
Try "root\default:Api_Found"
Try "\\.\root\default:Api_Found"
Try "//./root/default:Api_Found"
Try "Api_Two.A=1,B=""b"""
Try "Api_Two.B='B',A=1"
Try "Api_Missing"
Try "Api_Missing=1"
Try "Api_Found=1"
Try "Api_Found.Id=1"
Try "Api_Two.A=1"
Try "Api_Two=1"
Try "Api_Found.Other=1"
Try "Api_Found.Id='x'"
Try "Api_Found=@"
Try "root\cimv2:Api_Found"
Try "Api_Found."
Try "Api_Found.Id="
Try "Api_Found.Id=""1"
Try "Api Found"
Try "=1"
Try "Api_Found.Id=1,"

On Error Resume Next
Set object = services.Get("Api_Missing")
Set problem = CreateObject("WbemScripting.SWbemLastError")
WScript.Echo "last error: " & problem.Operation & " of <" & problem.ParameterInfo & "> by " & problem.ProviderName & " " & _
    Hex(problem.StatusCode) & ", a " & problem.Path_.Class
Set problem = CreateObject("WbemScripting.SWbemLastError")
WScript.Echo "once only: " & (Err.Number <> 0)
Err.Clear
Set object = services.Get("Api_Found", 1)
WScript.Echo "an unknown flag: " & Hex(Err.Number)
