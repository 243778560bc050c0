' Calls made within handlers: a put that leads to the next, on the same sink; another sink; synchronous calls.
Option Explicit
Dim services, class_, sink, other, completed, others, log
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Chain"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Previous", 102
class_.Put_
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "chain_")
Set other = WScript.CreateObject("WbemScripting.SWbemSink", "other_")

Function NewLink(id, previous)
    Set NewLink = class_.SpawnInstance_
    NewLink.Id = id
    NewLink.Previous = previous
End Function

Sub chain_OnObjectPut(path, context)
    Dim id
    id = path.Keys("Id").Value
    log = log & " " & id
    If id < 10 Then services.PutAsync sink, NewLink(id + 1, path.RelPath)
    If id = 5 Then
        services.GetAsync other, path.RelPath
        log = log & "(" & services.Get(path.RelPath).Previous & ")"
    End If
End Sub

Sub chain_OnCompleted(result, problem, context)
    completed = completed + 1
End Sub

Sub other_OnObjectReady(object, context)
    others = others & " " & object.Path_.RelPath
End Sub

Sub other_OnCompleted(result, problem, context)
    others = others & " " & result
End Sub

services.PutAsync sink, NewLink(1, Null)
Dim rounds
Do Until (completed = 10 And others <> "") Or rounds > 1000
    WScript.Sleep 10
    rounds = rounds + 1
Loop
WScript.Sleep 50
WScript.Echo "put:" & log
WScript.Echo "completed: " & completed
WScript.Echo "the other sink:" & others
WScript.Echo "stored: " & services.InstancesOf("Api_Chain").Count & ", " & services.Get("Api_Chain=10").Previous
