' A handler with another number of parameters.
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
Sub source_OnText(text)
    WScript.Echo "never", text
End Sub
source.FireText "x", 1
WScript.Echo "never"
