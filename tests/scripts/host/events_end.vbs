' The script ends with events on their way: the host does not wait for them.
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
Sub source_OnCount(number, total)
End Sub
source.CountFromThread 200000
WScript.Echo "end"
