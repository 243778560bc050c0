// Quit in a handler that the script itself set off, inside a call of the source.
var source = WScript.CreateObject("Swbem.TestSource", "source_");
function source_OnText(text) {
    try { WScript.Quit(6); } finally { WScript.Echo("never"); }
}
try { source.FireText("x", 1); } finally { WScript.Echo("never either"); }
