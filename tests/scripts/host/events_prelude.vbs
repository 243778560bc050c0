' Handlers of a script that uses supplied functions.
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
Sub source_OnText(text, number)
    WScript.Echo Join(Array("OnText", text, number), "|")
End Sub
source.FireText "x", DateDiff("d", DateSerial(2020, 1, 1), DateSerial(2020, 1, 8))
