' What qualifiers refuse, with the numbers of the documentation.
Option Explicit
Dim services, class_, child, object
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Strict"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Ratio", 5
class_.Properties_.Add "List", 3, True
class_.Properties_.Add "Part", 13
class_.Qualifiers_.Add "Fixed", 1, True, True, False
class_.Qualifiers_.Add "Loose", 1
class_.Put_
Set child = services.Get("Api_Strict").SpawnDerivedClass_
child.Path_.Class = "Api_StrictChild"
child.Put_
Set child = services.Get("Api_StrictChild")
Set object = services.Get("Api_Strict").SpawnInstance_

Sub Report(what)
    WScript.Echo what & ": " & Hex(Err.Number)
    Err.Clear
End Sub

On Error Resume Next
child.Qualifiers_.Add "Fixed", 2
Report "replacing what may not be overridden"
child.Qualifiers_("Fixed").Value = 2
Report "writing its value"
child.Qualifiers_.Remove "Loose"
Report "removing what is inherited"
child.Qualifiers_("Loose").Value = 3
Report "overriding by a value"
WScript.Echo "  now local: " & child.Qualifiers_("Loose").IsLocal & ", " & child.Qualifiers_("Loose").Value
class_.Qualifiers_.Remove "None"
Report "removing what is not there"
WScript.Echo class_.Qualifiers_("None").Value
Report "reading what is not there"
class_.Qualifiers_.Add "key", True
Report "key on a class"
class_.Properties_("Ratio").Qualifiers_.Add "key", True
Report "key on a real"
class_.Properties_("List").Qualifiers_.Add "key", True
Report "key on an array"
class_.Properties_("Part").Qualifiers_.Add "key", True
Report "key on an embedded object"
object.Properties_("Ratio").Qualifiers_.Add "key", True
Report "key on an instance"
class_.Qualifiers_.Add "Nothing", Null
Report "NULL"
class_.Qualifiers_.Add "AnObject", class_
Report "an object"
class_.Qualifiers_.Add "Mixed", Array(1, "a")
Report "an array of several types"
class_.Qualifiers_.Add "a b", 1
Report "a name with a blank"
class_.Qualifiers_.Add "_a", 1
Report "a name with an underscore before"
class_.Qualifiers_.Add "a", 1, True, True, True, 1
Report "a flag"
class_.Properties_("Id").Qualifiers_.Remove "CIMTYPE"
Report "removing CIMTYPE"
