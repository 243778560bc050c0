' Cancel ends all calls of a sink, each with one OnCompleted; nothing follows; the sink can be used again.
Option Explicit
Dim services, class_, object, sink, other, i, cancelled, succeeded, puts, others, after, rounds
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Cancelled"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")
Set other = WScript.CreateObject("WbemScripting.SWbemSink", "other_")

Sub sink_OnObjectPut(path, context)
    puts = puts + 1
End Sub
Sub sink_OnCompleted(result, problem, context)
    If result = 0 Then
        succeeded = succeeded + 1
    ElseIf Hex(result) = "80041032" Then
        cancelled = cancelled + 1
    Else
        WScript.Echo "completed " & Hex(result)
    End If
End Sub
Sub other_OnCompleted(result, problem, context)
    others = others + 1
End Sub

Sub Put(sink, id)
    Set object = class_.SpawnInstance_
    object.Id = id
    services.PutAsync sink, object
End Sub

For i = 1 To 300
    Put sink, i
Next
Put other, 1000
sink.Cancel
Do Until cancelled + succeeded = 300 Or rounds > 1000
    WScript.Sleep 10
    rounds = rounds + 1
Loop
WScript.Sleep 100
WScript.Echo "each completed once: " & (cancelled + succeeded) & ", a put for each success: " & (puts = succeeded)
rounds = 0
Do Until others = 1 Or rounds > 1000
    WScript.Sleep 10
    rounds = rounds + 1
Loop
WScript.Echo "the other sink is not concerned: " & others

' Again, and twice; and with nothing to cancel.
sink.Cancel
sink.Cancel
succeeded = 0
Put sink, 2000
rounds = 0
Do Until succeeded = 1 Or rounds > 1000
    WScript.Sleep 10
    rounds = rounds + 1
Loop
WScript.Echo "used again: " & services.Get("Api_Cancelled=2000").Id & " " & succeeded

' A sink may go while its calls are under way: they are done all the same.
For i = 3001 To 3050
    Put sink, i
Next
WScript.DisconnectObject sink
Set sink = Nothing
rounds = 0
Do Until services.ExecQuery("SELECT * FROM Api_Cancelled WHERE Id > 3000").Count = 50 Or rounds > 300
    WScript.Sleep 10
    rounds = rounds + 1
Loop
WScript.Echo "stored without a sink: " & services.ExecQuery("SELECT * FROM Api_Cancelled WHERE Id > 3000").Count
