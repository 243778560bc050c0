var source = WScript.CreateObject("Swbem.TestSource", "source_");
function source_OnText(text) {
    missing(text);
}
try {
    source.FireText("x", 1);
} catch (e) {
}
WScript.Echo("never");
