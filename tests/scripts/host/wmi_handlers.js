// JScript's own syntax for handlers: the engine hands them to the sink, and the host has only to pump.
// By eval, since Wine's engine binds such functions before the script's first line, when there is no sink yet.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");
var type = services.Get("");
type.Path_.Class = "Host_Test";
type.Properties_.Add("Id", 19).Qualifiers_.Add("key", true);
type.Put_();
var sink = new ActiveXObject("WbemScripting.SWbemSink"), stored = 0, completed = 0;
eval("function sink::OnObjectPut(path, context) { stored++; WScript.Echo('put', path.RelPath); }");
eval("function sink::OnCompleted(result, problem, context) { completed++; WScript.Echo('completed', result); }");
for (var i = 0; i < 3; i++) {
    var object = services.Get("Host_Test").SpawnInstance_();
    object.Id = i;
    services.PutAsync(sink, object);
}
while (completed < 3)
    WScript.Sleep(10);
WScript.Echo(stored, completed);
