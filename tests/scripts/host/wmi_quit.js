// Quit in a handler while calls are pending.
var services = WScript.CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");
var type = services.Get("");
type.Path_.Class = "Host_Test";
type.Properties_.Add("Id", 19).Qualifiers_.Add("key", true);
type.Put_();
var sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_"), stored = 0;
function sink_OnObjectPut(path, context) {
    if (++stored == 500) {
        WScript.Echo("stored", stored);
        WScript.Quit(4);
    }
}
for (var i = 0; i < 2000; i++) {
    var object = type.SpawnInstance_();
    object.Id = i;
    services.PutAsync(sink, object);
}
WScript.Sleep(20000);
WScript.Echo("never");
