' A script that swallows every error and calls the host on and on.
On Error Resume Next
WScript.Timeout = 1
Do
    WScript.Sleep 10
Loop
