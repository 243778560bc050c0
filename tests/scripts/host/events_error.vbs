' An error in a handler is shown with its place and ends the script.
On Error Resume Next
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
Sub source_OnCount(number, total)
    WScript.Echo "event", number
    x = 1 / 0
End Sub
source.CountFromThread 3
WScript.Sleep 20000
WScript.Echo "never"
