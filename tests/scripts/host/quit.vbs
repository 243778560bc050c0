' Quit ends a script at once, wherever it stands and whatever would swallow an error.
Class Noisy
    Private Sub Class_Terminate
        WScript.Echo "terminate"
    End Sub
End Class
Dim kept
Set kept = New Noisy
Sub Deep(level)
    On Error Resume Next
    If level = 0 Then WScript.Quit 42
    If level > 0 Then Deep level - 1
    WScript.Echo "never", level
End Sub
On Error Resume Next
WScript.Echo "before"
Deep 5
WScript.Echo "never"
