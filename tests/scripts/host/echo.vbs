' How values print.
WScript.Echo
WScript.Echo ""
WScript.Echo 1, 2.5, "three", True, False, Null, Empty, CByte(4), -5
WScript.Echo "a" & vbTab & "b"
On Error Resume Next
WScript.Echo Array(1, 2)
WScript.Echo Err.Number, Err.Description
