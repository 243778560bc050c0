' Quit in a handler ends everything, with events still on their way.
On Error Resume Next
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
Sub source_OnCount(number, total)
    On Error Resume Next
    If number = 10 Then
        WScript.Echo "quitting"
        WScript.Quit 5
    End If
    If number > 10 Then WScript.Echo "never"
End Sub
source.CountFromThread 100000
WScript.Sleep 20000
WScript.Echo "never"
