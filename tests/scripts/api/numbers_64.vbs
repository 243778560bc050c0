' 64-bit properties are strings of digits for a script; keys, queries and unsigned 32-bit numbers among them.
Option Explicit
Dim services, class_, object, row
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Big"
class_.Properties_.Add("Size", 21).Qualifiers_.Add "key", True
class_.Properties_.Add "Delta", 20
class_.Properties_.Add "Mask", 19
class_.Put_

Sub Store(size, delta, mask)
    Set object = class_.SpawnInstance_
    object.Size = size
    object.Delta = delta
    object.Mask = mask
    WScript.Echo object.Put_.RelPath
End Sub

Store "0", "-9223372036854775808", 0
Store "9", "-1", 9
Store "10", 10, 2147483647
Store 4294967296, "9223372036854775807", 2147483648
Store "18446744073709551615", 1.5E10, "4294967295"

Sub Query(where)
    Dim sizes
    For Each row In services.ExecQuery("SELECT * FROM Api_Big WHERE " & where)
        sizes = sizes & " " & row.Size
    Next
    WScript.Echo where & " ->" & sizes
End Sub

Query "Size > 9"
Query "Size = 18446744073709551615"
Query "Size >= '4294967296'"
Query "Delta < 0"
Query "Delta = -9223372036854775808"
Query "Mask = 4294967295"
Query "Mask > 2147483647"

Set object = services.Get("Api_Big.Size=18446744073709551615")
WScript.Echo object.Size, TypeName(object.Size), object.Delta, TypeName(object.Delta), object.Mask, TypeName(object.Mask)
WScript.Echo "for arithmetic: " & CDbl(services.Get("Api_Big=4294967296").Size) / 1024 & " " & _
    (CDbl(services.Get("Api_Big=10").Size) + 1)
WScript.Echo "the key in the path: " & object.Path_.Keys("Size").Value & " of " & object.Path_.RelPath

On Error Resume Next
object.Size = "18446744073709551616"
WScript.Echo "one more: " & Hex(Err.Number) : Err.Clear
object.Size = "-1"
WScript.Echo "less than nothing: " & Hex(Err.Number) : Err.Clear
object.Size = "0x10"
WScript.Echo "hexadecimal: " & Hex(Err.Number) : Err.Clear
object.Size = "10 MB"
WScript.Echo "with a unit: " & Hex(Err.Number) : Err.Clear
object.Delta = 0.5
WScript.Echo "a half: " & object.Delta & " " & Hex(Err.Number) : Err.Clear
