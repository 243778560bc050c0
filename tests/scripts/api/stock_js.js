// Wine's own cscript: no event sinks and no message pump there, but PutAsync stores all the same.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");
var type = services.Get();
type.Path_.Class = "Api_Stock";
type.Properties_.Add("Id", 3).Qualifiers_.Add("key", true);
type.Properties_.Add("Text", 8);
type.Put_();

var sink = new ActiveXObject("WbemScripting.SWbemSink"), events = 0;
function connect() {
    function sink::OnObjectPut(path, context) { events++; }
    function sink::OnCompleted(result, problem, context) { events++; }
}
connect();
for (var i = 1; i <= 20; i++) {
    var object = type.SpawnInstance_();
    object.Id = i;
    object.Text = "stored " + i;
    services.PutAsync(sink, object);
}
// No Sleep in Wine 8.0's host: ask until all are there.
var start = new Date().getTime(), count = 0;
while (count < 20 && new Date().getTime() - start < 20000)
    count = services.InstancesOf("Api_Stock").Count;
WScript.Echo(count + " stored, the last: " + services.Get("Api_Stock=20").Text);
for (var e = new Enumerator(services.ExecQuery("SELECT * FROM Api_Stock WHERE Id < 4")); !e.atEnd(); e.moveNext())
    WScript.Echo(e.item().Id, e.item().Text);
WScript.Echo("handlers called without a pump: " + events);
