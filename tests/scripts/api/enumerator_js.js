// Enumerator over every kind of collection, VBArray over arrays, arrays made by a dictionary.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");

function names(collection, of) {
    var list = [];
    for (var e = new Enumerator(collection); !e.atEnd(); e.moveNext())
        list.push(of(e.item()));
    return list.join(" ");
}

function name(item) { return item.Name; }

// A JScript array is an object; a SAFEARRAY comes out of a component.
function safeArray() {
    var dictionary = new ActiveXObject("Scripting.Dictionary");
    for (var i = 0; i < arguments.length; i++)
        dictionary.Add(i, arguments[i]);
    return dictionary.Items();
}

var type = services.Get();
type.Path_.Class = "Api_Listed";
type.Properties_.Add("Id", 3).Qualifiers_.Add("key", true);
type.Properties_.Add("Numbers", 3, true);
type.Properties_.Add("Texts", 8, true);
type.Qualifiers_.Add("First", 1);
type.Qualifiers_.Add("Second", "two");
type.Put_();
for (var i = 1; i <= 3; i++) {
    var object = type.SpawnInstance_();
    object.Id = i;
    object.Numbers = safeArray(i, i * 10, i * 100);
    object.Texts = safeArray("a" + i, "b" + i);
    object.Put_();
}

WScript.Echo("properties: " + names(type.Properties_, name));
WScript.Echo("qualifiers: " + names(type.Qualifiers_, name));
WScript.Echo("system properties: " + names(type.SystemProperties_, name));
WScript.Echo("instances: " + names(services.InstancesOf("Api_Listed"), function (o) { return o.Id; }));
WScript.Echo("rows: " + names(services.ExecQuery("SELECT * FROM Api_Listed WHERE Id <> 2"), function (o) { return o.Id; }));
WScript.Echo("subclasses: [" + names(services.SubclassesOf("Api_Listed"), function (o) { return o.Path_.Class; }) + "]");
WScript.Echo("keys: " + names(services.Get("Api_Listed=2").Path_.Keys, function (k) { return k.Name + "=" + k.Value; }));
var context = new ActiveXObject("WbemScripting.SWbemNamedValueSet");
context.Add("n1", 1);
context.Add("n2", "two");
WScript.Echo("named values: " + names(context, function (v) { return v.Name + "=" + v.Value; }));

var set = services.InstancesOf("Api_Listed"), e = new Enumerator(set), sum = 0;
for (; !e.atEnd(); e.moveNext())
    sum += e.item().Id;
e.moveFirst();
for (; !e.atEnd(); e.moveNext())
    sum += e.item().Id;
WScript.Echo("twice: " + sum + ", by index: " + set.ItemIndex(2).Id + " of " + set.Count);

var row = services.Get("Api_Listed=2");
var numbers = new VBArray(row.Numbers);
WScript.Echo("VBArray: " + numbers.dimensions() + " dimension, " + numbers.lbound(1) + " to " + numbers.ubound(1) + ", " +
    numbers.getItem(2) + ", " + numbers.toArray().join("/"));
WScript.Echo("texts: " + new VBArray(row.Texts).toArray().reverse().join(" "));
WScript.Echo("elements: " + row.Numbers(1) + " " + row.Texts(0));
WScript.Echo("ancestors: " + new VBArray(type.Derivation_).toArray().length);
try {
    row.Numbers = 5;
    WScript.Echo("no error");
} catch (error) {
    WScript.Echo("a number for an array: " + (error.number >>> 0).toString(16));
}
