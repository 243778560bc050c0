' ConnectObject and DisconnectObject.
Option Explicit
Dim source
Set source = CreateObject("Swbem.TestSource")
Sub A_OnText(text, number)
    WScript.Echo "A", text, number
End Sub
Sub B_OnText(text, number)
    WScript.Echo "B", text, number
    WScript.DisconnectObject source
End Sub
source.FireText "nobody listens", 0
WScript.ConnectObject source, "A_"
WScript.Echo source.Sinks
source.FireText "one", 1
WScript.ConnectObject source, "B_"
WScript.Echo source.Sinks
source.FireText "two", 2
WScript.Echo source.Sinks
source.FireText "nobody again", 3
WScript.DisconnectObject source
WScript.ConnectObject source, "A_"
source.FireText "once more", 4
