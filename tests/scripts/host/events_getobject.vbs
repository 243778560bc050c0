' GetObject with a prefix: "" makes a new object of the class.
Set source = WScript.GetObject("", "Swbem.TestSource", "made_")
Sub made_OnText(text, number)
    WScript.Echo "made", text, number
End Sub
source.FireText "x", 1
