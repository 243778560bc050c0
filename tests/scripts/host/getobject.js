// JScript's GetObject, supplied where the engine has none.
WScript.Echo(typeof GetObject("", "Scripting.Dictionary"));
try {
    GetObject("no-such-moniker:");
} catch (e) {
    WScript.Echo("caught");
}
var again = GetObject, shared = 5;
WScript.Echo(typeof again("", "Scripting.Dictionary"), this.shared, eval("shared + 1"));
GetObject("", "No.Such.Class");
