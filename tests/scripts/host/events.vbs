' Handlers by prefix: arguments in order, none for events nobody handles, answers through ByRef.
Option Explicit
Dim source, plain
Set source = WScript.CreateObject("Swbem.TestSource", "Source_")
Set plain = WScript.CreateObject("Swbem.PlainTestSource", "plain_")

Sub Source_OnText(text, number)
    WScript.Echo "OnText", text, number
End Sub

Sub SOURCE_onask(question, answer)
    WScript.Echo "OnAsk", question, TypeName(answer)
    answer = "answer to " & question
End Sub

Sub Source_OnObject(object)
    WScript.Echo "OnObject", object Is source
    If object.Sinks = 1 Then object.FireText "from a handler", 3
End Sub

Sub Plain_OnText(text, number)
    WScript.Echo "plain", text, number
End Sub

WScript.Echo "sinks", source.Sinks, plain.Sinks
source.FireText "first", 1
WScript.Echo source.Ask("why")
source.FireObject
source.FireNothing
plain.FireText "second", 2
plain.FireObject
