' A handler that sleeps lets further events in.
Option Explicit
Dim source, depth, deepest, seen
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
Sub source_OnCount(number, total)
    depth = depth + 1
    If depth > deepest Then deepest = depth
    If number = 1 Then WScript.Sleep 200
    depth = depth - 1
    seen = seen + 1
End Sub
source.CountFromThread 3
Do While seen < 3
    WScript.Sleep 10
Loop
WScript.Echo seen, deepest, depth
