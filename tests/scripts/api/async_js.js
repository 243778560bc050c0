// Handlers by prefix from JScript; named functions, contexts, many calls, errors.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");
var sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_");
var type = services.Get();
type.Path_.Class = "Api_Prefix";
type.Properties_.Add("Id", 3).Qualifiers_.Add("key", true);
type.Properties_.Add("Text", 8);
type.Put_();

var puts = 0, completed = 0, rows = 0, failures = [], inOrder = true;

function sink_OnObjectPut(path, context) {
    puts++;
    if (path.Keys.Item("Id").Value !== context.Item("Number").Value || context.Item("Number").Value !== puts)
        inOrder = false;
}

function sink_OnObjectReady(object, context) {
    rows += object.Id;
}

function sink_OnCompleted(result, problem, context) {
    completed++;
    if (result !== 0)
        failures.push((result >>> 0).toString(16) + " " + (problem && problem.ParameterInfo) + " " + (context && context.Item("Number").Value));
}

function wait(count) {
    for (var i = 0; i < 1000 && completed < count; i++)
        WScript.Sleep(10);
}

var context = new ActiveXObject("WbemScripting.SWbemNamedValueSet");
for (var i = 1; i <= 200; i++) {
    var object = type.SpawnInstance_();
    object.Id = i;
    object.Text = "row " + i;
    context.Add("Number", i);
    services.PutAsync(sink, object, 0, null, context);
}
wait(200);
WScript.Echo(puts, completed, inOrder, services.InstancesOf("Api_Prefix").Count);

services.ExecQueryAsync(sink, "SELECT * FROM Api_Prefix WHERE Id <= 10 AND NOT Id = 3");
wait(201);
WScript.Echo("sum of the rows:", rows);
services.InstancesOfAsync(sink, "Api_None", 0, null, context);
wait(202);
services.DeleteAsync(sink, "Api_Prefix=1000");
wait(203);
services.DeleteAsync(sink, "Api_Prefix=1");
wait(204);
WScript.Echo(failures.join("; "));
WScript.Echo(services.InstancesOf("Api_Prefix").Count);
