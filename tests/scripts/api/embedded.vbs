' Objects inside objects: put, read through the chain, changed, arrays of them, and the wrong kinds.
Option Explicit
Dim services, class_, point, shape, stored, corner, text
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Set class_ = services.Get()
class_.Path_.Class = "Api_Point"
class_.Properties_.Add "X", 3
class_.Properties_.Add "Y", 3
class_.Put_

Set class_ = services.Get()
class_.Path_.Class = "Api_Shape"
class_.Properties_.Add("Name", 8).Qualifiers_.Add "key", True
class_.Properties_.Add "Center", 13
class_.Properties_.Add "Corners", 13, True
class_.Put_

Function NewPoint(x, y)
    Set NewPoint = services.Get("Api_Point").SpawnInstance_
    NewPoint.X = x
    NewPoint.Y = y
End Function

Set shape = services.Get("Api_Shape").SpawnInstance_
WScript.Echo "unset: " & TypeName(shape.Center) & " " & TypeName(shape.Corners)
shape.Name = "square"
shape.Center = NewPoint(1, 2)
shape.Corners = Array(NewPoint(0, 0), NewPoint(2, 0), NewPoint(2, 4))
WScript.Echo shape.Put_.RelPath

Set stored = services.Get("Api_Shape='square'")
WScript.Echo "through the chain: " & stored.Center.X & "," & stored.Center.Y
WScript.Echo "its class: " & stored.Center.Path_.Class & ", genus " & stored.Center.SystemProperties_("__GENUS")
For Each corner In stored.Corners
    text = text & " (" & corner.X & "," & corner.Y & ")"
Next
WScript.Echo "corners:" & text & ", the last has Y " & stored.Corners(2).Y

' A copy was stored: changing what was put changes nothing in the store.
Set point = NewPoint(5, 6)
shape.Center = point
shape.Put_
point.X = 50
WScript.Echo "stored copy: " & services.Get("Api_Shape='square'").Center.X

' Changed and assigned back.
Set stored = services.Get("Api_Shape='square'")
Set point = stored.Center
point.X = 7
stored.Center = point
stored.Put_
WScript.Echo "assigned back: " & services.Get("Api_Shape='square'").Center.X

stored.Center = Null
stored.Put_
WScript.Echo "NULL again: " & TypeName(services.Get("Api_Shape='square'").Center)

' A class may be embedded as well as an instance.
stored.Center = services.Get("Api_Point")
stored.Put_
WScript.Echo "an embedded class: genus " & services.Get("Api_Shape='square'").Center.SystemProperties_("__GENUS")

On Error Resume Next
stored.Center = 5
WScript.Echo "a number: " & Hex(Err.Number) : Err.Clear
stored.Center = services
WScript.Echo "not an object of CIM: " & (Err.Number <> 0) : Err.Clear
stored.Corners = Array(NewPoint(1, 1), 3)
WScript.Echo "a number among them: " & Hex(Err.Number) : Err.Clear
