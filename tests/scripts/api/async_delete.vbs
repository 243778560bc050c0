' DeleteAsync and DeleteAsync_: nothing but OnCompleted.
Option Explicit
Dim services, class_, object, sink, i, events, context
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Deleted"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_
For i = 1 To 3
    Set object = class_.SpawnInstance_
    object.Id = i
    object.Put_
Next
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")

Sub sink_OnCompleted(result, problem, context)
    events = events & " completed " & Hex(result)
    If Not problem Is Nothing Then events = events & " " & problem.Operation & " " & problem.ParameterInfo
    If Not context Is Nothing Then events = events & " for " & context("who").Value
End Sub
Sub sink_OnObjectReady(object, context)
    events = events & " ready"
End Sub
Sub sink_OnObjectPut(path, context)
    events = events & " put"
End Sub

Sub Wait(what)
    Dim rounds
    Do Until events <> "" Or rounds > 500
        WScript.Sleep 10
        rounds = rounds + 1
    Loop
    WScript.Sleep 20
    WScript.Echo what & ":" & events & ", left " & services.InstancesOf("Api_Deleted").Count
    events = ""
End Sub

Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "who", "me"
services.DeleteAsync sink, "Api_Deleted=1", 0, Nothing, context : Wait "by services"
services.Get("Api_Deleted=2").DeleteAsync_ sink, , , context : Wait "by the object"
services.DeleteAsync sink, "Api_Deleted=1" : Wait "absent"
services.DeleteAsync sink, "Api_None=1" : Wait "absent class"
services.DeleteAsync sink, "__Namespace" : Wait "a system class"

' A class: afterwards it is gone.
services.DeleteAsync sink, "Api_Deleted"
Do Until events <> "" Or i > 500
    WScript.Sleep 10
    i = i + 1
Loop
On Error Resume Next
Set object = services.Get("Api_Deleted")
WScript.Echo "the class:" & events & ", then " & Hex(Err.Number)
