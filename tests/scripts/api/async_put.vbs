' Many PutAsync on one sink: each call has its context, its path and one completion, in order.
Option Explicit
Dim services, class_, sink, object, context, i, puts, completed, stored, order_kept, late
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Async"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Text", 8
class_.Put_
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")
order_kept = True

Sub sink_OnObjectPut(path, context)
    puts = puts + 1
    If path.Keys("Id").Value <> context("Number").Value Then WScript.Echo "wrong context for " & path.RelPath
    If context("Number").Value <> puts Then order_kept = False
    If context("List").Value(1) <> "b" Then WScript.Echo "wrong list"
End Sub

Sub sink_OnCompleted(result, problem, context)
    completed = completed + 1
    If completed > puts Then order_kept = False
    If result <> 0 Or Not (problem Is Nothing) Then WScript.Echo "failed: " & Hex(result)
End Sub

Sub sink_OnObjectReady(object, context)
    WScript.Echo "OnObjectReady is not for puts"
End Sub

Sub Wait(count)
    Dim rounds
    Do Until completed = count Or rounds > 1000
        WScript.Sleep 10
        rounds = rounds + 1
    Loop
End Sub

Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "List", Array("a", "b")
For i = 1 To 500
    Set object = class_.SpawnInstance_
    object.Id = i
    object.Text = "row " & i
    context.Add "Number", i                ' the call keeps the value of now
    services.PutAsync sink, object, , , context
    object.Text = "changed after the call"
Next
WScript.Echo "no event before the script waits: " & (IsEmpty(puts) And IsEmpty(completed))
Wait 500
WScript.Echo puts & " put, " & completed & " completed, in order " & order_kept
WScript.Echo services.InstancesOf("Api_Async").Count & " stored, the last is <" & services.Get("Api_Async=500").Text & ">"

' The object's own PutAsync_, without a context; and a class.
Sub plain_OnObjectPut(path, context)
    WScript.Echo "put " & path.RelPath & ", context is Nothing: " & (context Is Nothing)
End Sub
Sub plain_OnCompleted(result, problem, context)
    WScript.Echo "completed " & Hex(result) & ", problem is Nothing: " & (problem Is Nothing) & ", context is Nothing: " & (context Is Nothing)
    completed = completed + 1
End Sub
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "plain_")
Set object = services.Get("Api_Async=1")
object.Text = "by itself"
object.PutAsync_ sink
Wait 501
WScript.Echo services.Get("Api_Async=1").Text
Set class_ = services.Get("Api_Async").SpawnDerivedClass_
class_.Path_.Class = "Api_AsyncChild"
services.PutAsync sink, class_
Wait 502
WScript.Echo services.Get("Api_AsyncChild").Derivation_(0)
