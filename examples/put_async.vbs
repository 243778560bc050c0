Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set disk = services.Get()                                    ' an empty class
disk.Path_.Class = "Demo_Disk"
disk.Properties_.Add("Serial", 8).Qualifiers_.Add "key", True
disk.Properties_.Add "Size", 21
disk.Put_
Set wd = services.Get("Demo_Disk").SpawnInstance_
wd.Serial = "WD-1234" : wd.Size = "2000398934016"
Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "Ticket", 4711
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")
services.PutAsync sink, wd, 0, Nothing, context
Do Until done : WScript.Sleep 10 : Loop

Sub sink_OnObjectPut(path, context)
    WScript.Echo "stored " & path.RelPath & " for ticket " & context.Item("Ticket").Value
End Sub

Sub sink_OnCompleted(result, problem, context)
    WScript.Echo "completed with result " & result
    done = True
End Sub
