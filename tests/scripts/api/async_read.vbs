' The reading calls: GetAsync, InstancesOfAsync, SubclassesOfAsync, ExecQueryAsync, Instances_ and Subclasses_ in their Async form.
Option Explicit
Dim services, class_, object, sink, i, rows, done, context
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Read"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_
Set class_ = services.Get("Api_Read").SpawnDerivedClass_
class_.Path_.Class = "Api_ReadChild"
class_.Put_
For i = 1 To 4
    Set object = services.Get("Api_Read").SpawnInstance_
    object.Id = i
    object.Put_
Next
Set object = class_.SpawnInstance_
object.Id = 5
object.Put_
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")
Set context = CreateObject("WbemScripting.SWbemNamedValueSet")

Sub sink_OnObjectReady(object, context)
    rows = rows & " " & object.Path_.RelPath
    If Not context Is Nothing Then rows = rows & "/" & context("what").Value
End Sub

Sub sink_OnCompleted(result, problem, context)
    rows = rows & " -> " & Hex(result)
    If Not problem Is Nothing Then rows = rows & " " & problem.Operation & " " & problem.ParameterInfo
    done = True
End Sub

Sub sink_OnObjectPut(path, context)
    WScript.Echo "OnObjectPut is for puts"
End Sub

Sub Wait(what)
    Dim rounds
    Do Until done Or rounds > 500
        WScript.Sleep 10
        rounds = rounds + 1
    Loop
    WScript.Echo what & ":" & rows
    rows = ""
    done = False
End Sub

context.Add "what", "a value"
services.GetAsync sink, "Api_Read.Id=2", 0, Nothing, context : Wait "an instance"
context("what") = 2
services.GetAsync sink, "Api_Read", , , context : Wait "a class"
services.GetAsync sink : Wait "the empty class"
services.GetAsync sink, "Api_Read=99" : Wait "absent"
services.GetAsync sink, "Api_None=1" : Wait "absent class"
services.InstancesOfAsync sink, "Api_Read" : Wait "instances"
services.InstancesOfAsync sink, "Api_Read", 1 : Wait "shallow"
services.InstancesOfAsync sink, "Api_None" : Wait "of an absent class"
services.SubclassesOfAsync sink, "Api_Read" : Wait "subclasses"
services.ExecQueryAsync sink, "SELECT * FROM Api_Read WHERE Id > 3" : Wait "query"
services.ExecQueryAsync sink, "SELECT * FROM Api_Read WHERE Id = 4 OR Id = 1", "WQL", 0, Nothing, context : Wait "with context"
services.ExecQueryAsync sink, "SELECT * FROM Api_Read WHERE Id > 99" : Wait "no rows"
services.ExecQueryAsync sink, "SELECT * FROM Api_Read WHERE" : Wait "broken"
services.Get("Api_Read").InstancesAsync_ sink, 1 : Wait "InstancesAsync_"
services.Get("Api_Read").SubclassesAsync_ sink : Wait "SubclassesAsync_"

' Two at a time on one sink, told apart by their contexts.
Dim told
Sub pair_OnObjectReady(object, context)
    told = told & " " & context("what").Value & ":" & object.Id
End Sub
Sub pair_OnCompleted(result, problem, context)
    i = i + 1
End Sub
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "pair_")
i = 0
context("what") = "first"
services.GetAsync sink, "Api_Read=1", , , context
context("what") = "second"
services.GetAsync sink, "Api_Read=2", , , context
Dim rounds
Do Until i = 2 Or rounds > 500
    WScript.Sleep 10
    rounds = rounds + 1
Loop
WScript.Echo "two at a time, each: " & (InStr(told, "first:1") > 0) & " " & (InStr(told, "second:2") > 0) & " " & i
