// The same from JScript: a class, instances, properties by name, types, null and undefined.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");

function show(what, value) {
    WScript.Echo(what + ": " + (value === null ? "null" : typeof value + " " + value));
}

var type = services.Get();
type.Path_.Class = "Api_Script";
type.Properties_.Add("Id", 3).Qualifiers_.Add("key", true);
type.Properties_.Add("Text", 8);
type.Properties_.Add("Real", 5);
type.Properties_.Add("Small", 4);
type.Properties_.Add("Flag", 11);
type.Properties_.Add("Big", 21);
type.Properties_.Add("Mask", 19);
type.Properties_.Add("Letter", 103);
type.Properties_("Text").Value = "preset";
WScript.Echo(type.Put_().RelPath);

var object = services.Get("Api_Script").SpawnInstance_();
show("preset", object.Text);
show("unset", object.Real);
object.Id = 1;
object.Text = "text";
object.Real = 0.1;
object.Small = 0.25;
object.Flag = true;
object.Big = "18446744073709551615";
object.Mask = 4294967295;
object.Letter = "x".charCodeAt(0);
object.Put_();

object = services.Get("Api_Script.Id=1");
show("Id", object.Id);
show("Text", object.Text);
show("Real", object.Real);
show("Small", object.Small);
show("Flag", object.Flag);
show("Big", object.Big);
show("Mask", object.Mask);
show("as unsigned", object.Mask >>> 0);
show("Letter", String.fromCharCode(object.Letter));
show("in brackets", object["Text"]);
show("through the set", object.Properties_("Text").Value);
show("through Item", object.Properties_.Item("Text").Value);
show("a default member", String(object.Properties_("Text")));

object.Text = null;
object.Real = undefined;
object.Put_();
object = services.Get("Api_Script=1");
show("null", object.Text);
show("undefined", object.Real);
object.Text = 12;
show("a number as a text", object.Text);
object.Id = 7.0;
object.Real = "2.5";
show("a text as a number", object.Real);
object.Flag = 0;
show("a number as a Boolean", object.Flag);
WScript.Echo(object.Put_().RelPath, services.InstancesOf("Api_Script").Count);
WScript.Echo(services.ExecQuery("SELECT * FROM Api_Script WHERE Id = 7").ItemIndex(0).Text);
