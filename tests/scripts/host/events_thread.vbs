' Events from a thread of the source's own: run on the script's thread, in order, while it sleeps.
Option Explicit
Dim source, last, inOrder, seen
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
inOrder = True
last = 0
Sub source_OnCount(number, total)
    If number <> last + 1 Then inOrder = False
    last = number
    If number = total Then seen = True
End Sub
Sub source_OnAsk(question, answer)
    answer = question & ", answered"
End Sub
source.CountFromThread 5000
Dim spin
For spin = 1 To 100000
Next
WScript.Echo "before the first Sleep", last
Do Until seen
    WScript.Sleep 10
Loop
WScript.Echo "after", last, inOrder
source.AskFromThread "asked from a thread"
Do While IsEmpty(source.Answer)
    WScript.Sleep 10
Loop
WScript.Echo source.Answer
WScript.Sleep 100 ' the thread ends, too
