' A component that never comes back from Unadvise does not keep the process.
Set source = WScript.CreateObject("Swbem.TestSource", "source_")
source.HangWhenUnadvised
WScript.Echo "end"
WScript.Quit 3
