' Qualifiers of classes and properties: adding, flavors, what derived classes and instances see.
Option Explicit
Dim services, class_, child, object, qualifier, key
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Sub Show(what, set_)
    Dim line
    For Each qualifier In set_
        line = line & " " & qualifier.Name & "=" & qualifier.Value
        If Not qualifier.IsLocal Then line = line & "(inherited)"
    Next
    WScript.Echo what & ", " & set_.Count & ":" & line
End Sub

Set class_ = services.Get()
class_.Path_.Class = "Api_Qualified"
Set key = class_.Properties_.Add("Id", 3)
key.Qualifiers_.Add "key", True
key.Qualifiers_.Add "Units", "pieces"
class_.Properties_.Add "Text", 8
class_.Properties_("Text").Qualifiers_.Add "Hidden", 1, False, False
class_.Qualifiers_.Add "Everywhere", "yes"
class_.Qualifiers_.Add "ToChildren", "yes", True, False
class_.Qualifiers_.Add "ToObjects", "yes", False, True
class_.Qualifiers_.Add "Here", "yes", False, False
class_.Qualifiers_.Add "Fixed", "yes", True, True, False
class_.Put_
Set child = services.Get("Api_Qualified").SpawnDerivedClass_
child.Path_.Class = "Api_QualifiedChild"
child.Qualifiers_.Add "Everywhere", "overridden"
child.Put_
Set object = services.Get("Api_Qualified").SpawnInstance_
object.Id = 1
object.Put_

Show "class", services.Get("Api_Qualified").Qualifiers_
Show "derived class", services.Get("Api_QualifiedChild").Qualifiers_
Show "instance", services.Get("Api_Qualified=1").Qualifiers_
Show "key property", services.Get("Api_Qualified").Properties_("Id").Qualifiers_
Show "its like in the derived class", services.Get("Api_QualifiedChild").Properties_("Id").Qualifiers_
Show "its like in the instance", services.Get("Api_Qualified=1").Properties_("Id").Qualifiers_
Show "Text in the derived class", services.Get("Api_QualifiedChild").Properties_("Text").Qualifiers_

Set qualifier = services.Get("Api_Qualified").Qualifiers_.Item("fixed")
WScript.Echo qualifier.Name, qualifier, "sub", qualifier.PropagatesToSubclass, "inst", qualifier.PropagatesToInstance, _
    "over", qualifier.IsOverridable, "amended", qualifier.IsAmended, "local", qualifier.IsLocal
Set qualifier = services.Get("Api_Qualified").Properties_("Id").Qualifiers_("KEY")
WScript.Echo qualifier.Name, qualifier.Value, "sub", qualifier.PropagatesToSubclass, "inst", _
    qualifier.PropagatesToInstance, "over", qualifier.IsOverridable

' Values: numbers, reals, texts, Booleans and arrays of one of them; what they come back as.
Set class_ = services.Get()
class_.Path_.Class = "Api_Values"
class_.Qualifiers_.Add "AnInteger", CInt(5)
class_.Qualifiers_.Add "AReal", CSng(0.5)
class_.Qualifiers_.Add "ABoolean", False
class_.Qualifiers_.Add "Texts", Array("a", "b")
class_.Qualifiers_.Add "Numbers", Array(1, 2, 3)
class_.Put_
Set class_ = services.Get("Api_Values")
For Each qualifier In class_.Qualifiers_
    WScript.Echo qualifier.Name & ": " & TypeName(qualifier.Value)
Next
WScript.Echo class_.Qualifiers_("Texts").Value(1) & class_.Qualifiers_("Numbers")(2)
class_.Qualifiers_("AnInteger").Value = 6
class_.Qualifiers_("AReal") = 0.25
class_.Qualifiers_("AnInteger").PropagatesToSubclass = False
class_.Qualifiers_.Remove "ABoolean"
class_.Put_
Set class_ = services.Get("Api_Values")
WScript.Echo "changed: " & class_.Qualifiers_("AnInteger") & " " & class_.Qualifiers_("AReal") & " " & _
    class_.Qualifiers_("AnInteger").PropagatesToSubclass & " " & class_.Qualifiers_.Count
