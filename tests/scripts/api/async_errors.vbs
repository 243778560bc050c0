' What an asynchronous put finds wrong: raised at the call if the call shows it, else told in OnCompleted.
Option Explicit
Const UpdateOnly = 1, CreateOnly = 2, Immediately = 16, SafeMode = 32, ForceMode = 64
Dim services, class_, base, object, sink, events
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Fails"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add("Needed", 8).Qualifiers_.Add "not_null", True
class_.Put_
Set base = services.Get()
base.Path_.Class = "Api_Abstract"
base.Qualifiers_.Add "abstract", True
base.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
base.Put_
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")

Sub sink_OnObjectPut(path, context)
    events = events & " put " & path.RelPath
End Sub

Sub sink_OnCompleted(result, problem, context)
    events = events & " completed " & Hex(result)
    If problem Is Nothing Then Exit Sub
    events = events & " " & problem.Operation & " <" & problem.ParameterInfo & "> " & problem.ProviderName & " " & Hex(problem.StatusCode)
End Sub

Function NewObject(id, needed)
    Set NewObject = class_.SpawnInstance_
    NewObject.Id = id
    NewObject.Needed = needed
End Function

Sub Try(what, sink, object, flags)
    Dim rounds, raised
    events = ""
    On Error Resume Next
    services.PutAsync sink, object, flags
    raised = Hex(Err.Number)
    On Error GoTo 0
    If raised <> "0" Then
        WScript.Sleep 50
        WScript.Echo what & ": raised " & raised & ", events:" & events
        Exit Sub
    End If
    Do Until InStr(events, "completed") > 0 Or rounds > 500
        WScript.Sleep 10
        rounds = rounds + 1
    Loop
    WScript.Echo what & ":" & events
End Sub

Try "update of none", sink, NewObject(1, "x"), UpdateOnly
Try "create", sink, NewObject(1, "x"), CreateOnly
Try "create again", sink, NewObject(1, "x"), CreateOnly
Try "update, at once", sink, NewObject(1, "y"), UpdateOnly + Immediately
Try "SafeMode for an instance", sink, NewObject(1, "y"), SafeMode
Try "no key", sink, NewObject(Null, "x"), 0
Try "not_null is NULL", sink, NewObject(2, Null), 0
Try "instance of an abstract class", sink, base.SpawnInstance_, 0
Try "a class without a name", sink, services.Get(), 0
Try "update and create only", sink, NewObject(3, "x"), UpdateOnly + CreateOnly
Try "Safe and Force", sink, NewObject(3, "x"), SafeMode + ForceMode
Try "an unknown flag", sink, NewObject(3, "x"), 8
Try "no sink", Nothing, NewObject(3, "x"), 0
Try "no object", sink, Nothing, 0
WScript.Echo "stored: " & services.InstancesOf("Api_Fails").Count

' The thread's last error is not touched by what was told to a sink.
Dim problem
On Error Resume Next
services.Get "Api_None"
Set problem = CreateObject("WbemScripting.SWbemLastError")
Err.Clear
Try "again", sink, NewObject(9, "x"), UpdateOnly
Set problem = Nothing
Set problem = CreateObject("WbemScripting.SWbemLastError")
WScript.Echo "no last error of it: " & (problem Is Nothing)
