' The set of properties: For Each, Count, Item in its spellings, Add, Remove, assigning through Item.
Option Explicit
Dim services, class_, object, property, names, properties
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Props"
class_.Properties_.Add("Key_1", 19).Qualifiers_.Add "key", True
class_.Properties_.Add("Quantity", 19).Value = 12
class_.Properties_.Add "alpha", 8
class_.Properties_.Add "Zulu", 11
class_.Properties_.Add "Mike", 4
class_.Put_

For Each property In class_.Properties_
    names = names & " " & property.Name
Next
WScript.Echo class_.Properties_.Count & ":" & names

Set object = class_.SpawnInstance_
object.Key_1 = 1
object.Quantity = 24
object.Put_
Set object = services.Get("Api_Props=1")
Set properties = object.Properties_
Set property = properties.Item("QUANTITY")
WScript.Echo property.Name, property.Value, property, properties("quantity"), properties.Item("quantity", 0).Value
property.Value = 25
WScript.Echo "through the property: " & object.Quantity
properties("Quantity") = 27
WScript.Echo "through the set: " & object.Quantity
properties.Item("Quantity") = 28
WScript.Echo "through Item: " & object.Quantity
object.Quantity = 29
WScript.Echo "the property is a view: " & property.Value
WScript.Echo "system properties are not counted: " & properties.Count & " " & properties.Item("__CLASS").Value

On Error Resume Next
properties.Remove "Quantity"
WScript.Echo "removed of an instance: " & Hex(Err.Number) & ", then " & property.Value & " of " & properties.Count : Err.Clear
Set property = properties.Item("Nothing_")
WScript.Echo "not there: " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]" : Err.Clear
properties.Add "More", 8
WScript.Echo "added to an instance: " & Hex(Err.Number) : Err.Clear
class_.Properties_.Add "Odd", 4711
WScript.Echo "no such type: " & Hex(Err.Number) : Err.Clear
class_.Properties_.Add "_Odd", 8
WScript.Echo "a name with an underscore before: " & Hex(Err.Number) : Err.Clear
class_.Properties_.Add "", 8
WScript.Echo "no name: " & Hex(Err.Number) : Err.Clear
class_.Properties_.Add "Odd", 8, False, 1
WScript.Echo "a flag: " & Hex(Err.Number) : Err.Clear
class_.Properties_.Remove "Mike"
WScript.Echo "removed of a class: " & Hex(Err.Number) & " leaves " & class_.Properties_.Count : Err.Clear
class_.Properties_.Add("alpha", 3).Value = 5
WScript.Echo "added again with another type: " & Hex(Err.Number) & " " & class_.Properties_("alpha").CIMType & " of " & _
    class_.Properties_.Count : Err.Clear
