On Error Resume Next
x = DateDiff("d", 0, 1)
WScript.Echo Err.Number <> 0 Or x = 1
