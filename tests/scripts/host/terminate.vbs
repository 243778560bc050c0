' Objects that live to the end still may speak; their own Quit is too late to count.
Class Noisy
    Private Sub Class_Terminate
        WScript.Echo "terminate"
        WScript.Sleep 1
        WScript.Quit 9
    End Sub
End Class
Dim kept
Set kept = New Noisy
WScript.Echo "end"
