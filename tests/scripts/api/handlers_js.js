// function sink::Event(...): the engine hands such a function to the sink (IBindEventHandler). It binds at the head of the
// function in which it stands, so that function is called when the sink is there.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");
var type = services.Get();
type.Path_.Class = "Api_Bound";
type.Properties_.Add("Id", 3).Qualifiers_.Add("key", true);
type.Put_();

var log = [], completed = 0;
var sink = new ActiveXObject("WbemScripting.SWbemSink");

function connect() {
    function sink::OnObjectPut(path, context) {
        log.push("put " + path.RelPath + " " + context.Item("Ticket").Value);
    }
    function sink::OnCompleted(result, problem, context) {
        completed++;
        log.push("completed " + (result >>> 0).toString(16) + " " + (problem ? problem.Operation : problem) + " " +
            context.Item("Ticket").Value);
    }
    function sink::OnObjectReady(object, context) {
        log.push("ready " + object.Path_.RelPath);
    }
}

function wait(count) {
    for (var i = 0; i < 500 && completed < count; i++)
        WScript.Sleep(10);
    for (i = 0; i < log.length; i++)
        WScript.Echo(log[i]);
    log = [];
}

connect();
var context = new ActiveXObject("WbemScripting.SWbemNamedValueSet"), object = type.SpawnInstance_();
object.Id = 1;
context.Add("Ticket", 11);
services.PutAsync(sink, object, 0, null, context);
context.Add("Ticket", 12);
services.PutAsync(sink, object, 2, null, context);
wait(2);
context.Add("Ticket", 13);
services.GetAsync(sink, "Api_Bound.Id=1", 0, null, context);
wait(3);
WScript.Echo(services.InstancesOf("Api_Bound").Count);
