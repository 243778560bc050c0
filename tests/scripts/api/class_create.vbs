' A class made of nothing: name, properties, key, defaults; Put_ gives its path, and the stored class is what was put.
Option Explicit
Dim services, thing, path, property, stored
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Set thing = services.Get
WScript.Echo "new: genus " & thing.SystemProperties_("__GENUS") & ", " & thing.Properties_.Count & " properties"
WScript.Echo "class of the new one: [" & thing.Path_.Class & "] " & TypeName(thing.SystemProperties_("__CLASS").Value)
thing.Path_.Class = "Api_Thing"
WScript.Echo "named: " & thing.Path_.Class & " " & thing.SystemProperties_("__CLASS")
WScript.Echo "is a class: " & thing.Path_.IsClass

Set property = thing.Properties_.Add("Code", 8)
property.Qualifiers_.Add "key", True
WScript.Echo "value of a new property: " & TypeName(property.Value)
thing.Properties_.Add("Amount", 3).Value = 12
thing.Properties_.Add "Labels", 8, True
thing.Properties_("Labels").Value = Array("new", "unused")
thing.Qualifiers_.Add "Description", "a thing to count"

Set path = thing.Put_
WScript.Echo "put: " & path.RelPath & " in " & path.Namespace
WScript.Echo "the path starts with the server: " & (Left(path.Path, 2) = "\\")
WScript.Echo "and ends with " & Mid(path.Path, Len(path.Server) + 3)

Set stored = services.Get("Api_Thing")
For Each property In stored.Properties_
    WScript.Echo property.Name, property.CIMType, property.IsArray, property.IsLocal, property.Origin
Next
WScript.Echo "default of Amount: " & stored.Properties_("Amount").Value & " " & TypeName(stored.Properties_("Amount").Value)
WScript.Echo "defaults of Labels: " & stored.Properties_("Labels").Value(0) & ", " & stored.Properties_("Labels").Value(1)
WScript.Echo "key: " & stored.Properties_("Code").Qualifiers_("key").Value
WScript.Echo "described as " & stored.Qualifiers_("description").Value

Set thing = stored.SpawnInstance_
WScript.Echo "an instance has the defaults: " & thing.Amount & ", " & thing.Labels(1) & ", Code " & TypeName(thing.Code)
thing.Code = "A-1"
WScript.Echo thing.Put_.RelPath
WScript.Echo services.Get("Api_Thing='A-1'").Amount

' A class object that was put can make instances at once, without another Get.
Set thing = services.Get()
thing.Path_.Class = "Api_Quick"
thing.Properties_.Add("Id", 19).Qualifiers_.Add "key", True
thing.Put_
Set property = thing.SpawnInstance_
property.Id = 7
WScript.Echo property.Put_.RelPath
