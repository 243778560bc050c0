// The same in JScript: names keep the type library's spelling, handlers may change while the script runs.
var source = WScript.CreateObject("Swbem.TestSource", "source_");
function source_OnText(text, number) {
    WScript.Echo("OnText", text, number, typeof number);
}
function source_onobject(object) {
    WScript.Echo("never: the case is wrong");
}
source.FireText("first", 1);
source.FireObject();
source_OnText = function (text) { WScript.Echo("another handler", text); };
source.FireText("second", 2);
source_OnText = null;
