' PutAsync with handlers by prefix.
Option Explicit
Dim services, class_, sink, object, i, stored, completed
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Host_Test"
class_.Properties_.Add("Id", 19).Qualifiers_.Add "key", True
class_.Put_
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "Sink_")

Sub Sink_OnObjectPut(path, context)
    stored = stored & " " & path.RelPath
End Sub

Sub sink_ONCOMPLETED(result, problem, context)
    completed = completed + 1
    If result <> 0 Then WScript.Echo Hex(result), problem Is Nothing
End Sub

For i = 1 To 5
    Set object = services.Get("Host_Test").SpawnInstance_
    object.Id = i
    services.PutAsync sink, object
Next
services.GetAsync sink, "Host_Test.Id=99"
Do Until completed = 6
    WScript.Sleep 10
Loop
WScript.Echo Trim(stored)
WScript.Echo completed, services.InstancesOf("Host_Test").Count
