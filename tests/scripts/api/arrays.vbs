' Arrays: whole, by element, in For Each, of every script type; NULL and empty ones; what is no array.
Option Explicit
Dim services, class_, object, list, item, text
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Lists"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Numbers", 3, True
class_.Properties_.Add "Bytes", 17, True
class_.Properties_.Add "Longs", 21, True
class_.Properties_.Add "Texts", 8, True
class_.Properties_.Add "Flags", 11, True
class_.Properties_.Add "Reals", 5, True
class_.Put_

Set object = class_.SpawnInstance_
object.Id = 1
WScript.Echo "unset: " & TypeName(object.Numbers) & " " & IsNull(object.Numbers)
object.Numbers = Array(10, 20, 30)
object.Bytes = Array(0, 128, 255)
object.Longs = Array("1", "18446744073709551615", 3)
object.Texts = Array("a", "", "c")
object.Flags = Array(True, False)
object.Reals = Array(0.5, 2)
object.Put_

Set object = services.Get("Api_Lists.Id=1")
list = object.Numbers
WScript.Echo TypeName(list), IsArray(list), LBound(list), UBound(list)
For Each item In object.Numbers
    text = text & " " & TypeName(item) & ":" & item
Next
For Each item In object.Bytes
    text = text & " " & TypeName(item) & ":" & item
Next
For Each item In object.Longs
    text = text & " " & TypeName(item) & ":" & item
Next
For Each item In object.Texts
    text = text & " " & TypeName(item) & ":" & item
Next
For Each item In object.Flags
    text = text & " " & TypeName(item) & ":" & item
Next
For Each item In object.Reals
    text = text & " " & TypeName(item) & ":" & item
Next
WScript.Echo Trim(text)
WScript.Echo "by element: " & object.Numbers(1) & " " & object.Texts(2) & " " & object.Properties_("Bytes")(2)

' Changing a copy leaves the object alone; assigning it, or an element, does not.
list(0) = 99
WScript.Echo "after a change of the copy: " & object.Numbers(0)
object.Numbers = list
WScript.Echo "after assigning it: " & object.Numbers(0)
object.Numbers(1) = 77
WScript.Echo "after assigning an element: " & object.Numbers(1) & ", still " & UBound(object.Numbers) + 1
object.Put_
WScript.Echo "stored: " & services.Get("Api_Lists=1").Numbers(0) & " " & services.Get("Api_Lists=1").Numbers(1)

object.Texts = Array()
object.Bytes = Null
object.Put_
Set object = services.Get("Api_Lists=1")
WScript.Echo "empty: " & TypeName(object.Texts) & " " & UBound(object.Texts) & ", NULL: " & TypeName(object.Bytes)

On Error Resume Next
object.Numbers = 5
WScript.Echo "a number for an array: " & Hex(Err.Number) : Err.Clear
object.Id = Array(1)
WScript.Echo "an array for a number: " & Hex(Err.Number) : Err.Clear
object.Numbers = Array(1, Null)
WScript.Echo "NULL in an array: " & Hex(Err.Number) : Err.Clear
object.Bytes = Array(1, 256)
WScript.Echo "256 in an array of uint8: " & Hex(Err.Number) : Err.Clear
item = object.Numbers(3)
WScript.Echo "behind the end: " & (Err.Number <> 0) : Err.Clear
WScript.Echo "unchanged by the failures: " & object.Numbers(0) & " " & UBound(object.Numbers) & " " & TypeName(object.Bytes)
