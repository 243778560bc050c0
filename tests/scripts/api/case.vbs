' Names in any case; the spelling of the first is kept.
Option Explicit
Dim services, class_, object, property
Set services = createobject("WBEMSCRIPTING.swbemlocator").CONNECTSERVER(".", "ROOT\default")
Set class_ = services.GET()
class_.path_.CLASS = "Api_MixedCase"
class_.properties_.ADD("TheKey", 8).qualifiers_.add "KEY", True
class_.properties_.add "SomeValue", 3
class_.PUT_
Set object = services.get("API_MIXEDCASE").spawninstance_
object.THEKEY = "Abc"
object.somevalue = 1
WScript.Echo object.Put_.RelPath
Set object = services.Get("api_mixedcase.thekey=""ABC""")
WScript.Echo object.TheKey, object.Path_.RelPath, object.SOMEVALUE, object.properties_("sOMEvALUE").NAME
object.SomeValue = 2
object.TheKey = "aBC"
object.put_
WScript.Echo "one object: " & services.InstancesOf("API_mixedCase").Count & " " & services.Get("Api_MixedCase='abc'").SomeValue
For Each property In services.ExecQuery("select SOMEVALUE from API_MIXEDCASE where THEKEY = 'abC'").ItemIndex(0).Properties_
    WScript.Echo property.Name
Next
WScript.Echo services.Get("Api_MixedCase").Properties_("THEKEY").Qualifiers_("Key").Name
class_.Properties_.Add "SOMEVALUE", 8
WScript.Echo "the same name again: " & class_.Properties_.Count
