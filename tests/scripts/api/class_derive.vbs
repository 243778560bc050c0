' Derived classes: what they inherit, override and say of their ancestors.
Option Explicit
Dim services, class_, property, ancestors, i, failed
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Set class_ = services.Get()
class_.Path_.Class = "Api_Vehicle"
class_.Qualifiers_.Add "abstract", True, False
class_.Properties_.Add("Plate", 8).Qualifiers_.Add "key", True
class_.Properties_.Add("Wheels", 17).Value = 4
class_.Put_

Set class_ = services.Get("Api_Vehicle").SpawnDerivedClass_
WScript.Echo "not named yet: [" & class_.Path_.Class & "], superclass " & class_.SystemProperties_("__SUPERCLASS")
class_.Path_.Class = "Api_Car"
class_.Properties_.Add "Doors", 17
class_.Put_

Set class_ = services.Get("Api_Car").SpawnDerivedClass_()
class_.Path_.Class = "Api_ThreeWheeler"
class_.Properties_("Wheels").Value = 3
class_.Put_

Set class_ = services.Get("Api_ThreeWheeler")
ancestors = class_.Derivation_
WScript.Echo TypeName(ancestors), LBound(ancestors), UBound(ancestors)
For i = LBound(ancestors) To UBound(ancestors)
    WScript.Echo "  " & ancestors(i)
Next
WScript.Echo "superclass " & class_.SystemProperties_("__SUPERCLASS") & ", dynasty " & class_.SystemProperties_("__DYNASTY")
For Each property In class_.Properties_
    WScript.Echo property.Name & ": local " & property.IsLocal & ", origin " & property.Origin & ", " & TypeName(property.Value)
Next
WScript.Echo "top: " & UBound(services.Get("Api_Vehicle").Derivation_) & ", " & _
    TypeName(services.Get("Api_Vehicle").SystemProperties_("__SUPERCLASS").Value)

' The override can be taken back; the class then inherits again, and says so by an error.
On Error Resume Next
class_.Properties_.Remove "Wheels"
WScript.Echo "taking the override back: " & Hex(Err.Number)
Err.Clear
WScript.Echo "inherited again: " & class_.Properties_("Wheels").Value & ", local " & class_.Properties_("Wheels").IsLocal
class_.Properties_.Remove "Doors"
WScript.Echo "removing what is inherited: " & Hex(Err.Number)
Err.Clear
class_.Properties_.Remove "Wings"
WScript.Echo "removing what is not there: " & Hex(Err.Number)
Err.Clear

' No instances of an abstract class; a derived one is not abstract by that.
Set failed = services.Get("Api_Vehicle").SpawnInstance_
failed.Plate = "X 1"
failed.Put_
WScript.Echo "instance of an abstract class: " & Hex(Err.Number)
Err.Clear
Set class_ = services.Get("Api_Car").SpawnInstance_
class_.Plate = "X 2"
class_.Doors = 5
WScript.Echo "instance of a derived class: " & class_.Put_.RelPath & " " & Hex(Err.Number)
Err.Clear

' What cannot be derived.
Set failed = Nothing
Set failed = class_.SpawnDerivedClass_
WScript.Echo "deriving from an instance: " & Hex(Err.Number)
Err.Clear
Set class_ = services.Get("Api_Vehicle").SpawnDerivedClass_
class_.Put_
WScript.Echo "putting a class without a name: " & Hex(Err.Number)
Err.Clear
class_.Path_.Class = "Api_Boat"
class_.Properties_.Add("Mooring", 8).Qualifiers_.Add "key", True
class_.Put_
WScript.Echo "another key below keys: " & (Err.Number <> 0)
Err.Clear
