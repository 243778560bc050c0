// try and catch: number and text of what the scripting objects raise, and SWbemLastError.
var locator = new ActiveXObject("WbemScripting.SWbemLocator");
var services = locator.ConnectServer(".", "root\\default");

function attempt(what, action) {
    try {
        action();
        WScript.Echo(what + ": no error");
    } catch (e) {
        WScript.Echo(what + ": " + (e.number >>> 0).toString(16) + " " + (e.number & 0xffff).toString(16) + " [" + e.description + "]");
    }
}

attempt("Get", function () { services.Get("Api_None"); });
attempt("Get of no path", function () { services.Get("a b"); });
attempt("Delete", function () { services.Delete("Api_None='x'"); });
attempt("ConnectServer", function () { locator.ConnectServer(".", "root\\none"); });
attempt("ExecQuery at once", function () { services.ExecQuery("SELECT", "WQL", 0); });
attempt("ExecQuery late", function () { services.ExecQuery("SELECT * FROM Api_None"); });
attempt("its first touch", function () { return services.ExecQuery("SELECT * FROM Api_None").Count; });
attempt("Enumerator", function () { new Enumerator(services.ExecQuery("SELECT * FROM __Namespace")); });
attempt("Properties_.Item", function () { services.Get("__Namespace").Properties_.Item("None"); });
attempt("Qualifiers_", function () { services.Get("__Namespace").Qualifiers_("None").Value; });
attempt("a key left out", function () {
    var type = services.Get();
    type.Path_.Class = "Api_Catch";
    type.Properties_.Add("Id", 3).Qualifiers_.Add("key", true);
    type.Put_();
    type.SpawnInstance_().Put_();
});
attempt("out of range", function () { services.Get("Api_Catch").SpawnInstance_().Id = 4294967296; });
attempt("PutAsync without a sink", function () { services.PutAsync(null, services.Get("Api_Catch")); });
attempt("PutAsync with bad flags", function () {
    services.PutAsync(new ActiveXObject("WbemScripting.SWbemSink"), services.Get("Api_Catch"), 3);
});

attempt("failing for the last error", function () { services.Get("Api_None=1"); });
var last = new ActiveXObject("WbemScripting.SWbemLastError");
WScript.Echo(last.Operation, last.ParameterInfo, last.ProviderName, (last.StatusCode >>> 0).toString(16));

// An unknown name is undefined to JScript where the object does not have it.
var object = services.Get("Api_Catch").SpawnInstance_();
object.Id = 5;
WScript.Echo("an unknown name: " + typeof object.Nowhere);
