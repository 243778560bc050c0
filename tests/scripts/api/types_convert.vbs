' What VBScript's types become: conversions that a put makes, and what it refuses.
Option Explicit
Dim services, class_, object
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Convert"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Sint8", 16
class_.Properties_.Add "Uint8", 17
class_.Properties_.Add "Uint16", 18
class_.Properties_.Add "Sint32", 3
class_.Properties_.Add "Uint32", 19
class_.Properties_.Add "Sint64", 20
class_.Properties_.Add "Real32", 4
class_.Properties_.Add "Real64", 5
class_.Properties_.Add "Bool", 11
class_.Properties_.Add "Text", 8
class_.Properties_.Add "Moment", 101
class_.Properties_.Add "Texts", 8, True
class_.Put_
Set object = class_.SpawnInstance_

Sub Try(name, value)
    Dim got, before, error_, source
    On Error Resume Next
    object.Properties_(name).Value = value
    error_ = Err.Number
    source = Err.Source
    Err.Clear
    got = object.Properties_(name).Value
    If error_ <> 0 Then
        WScript.Echo name & " <- " & TypeName(value) & ": " & Hex(error_) & " of " & source
    Else
        WScript.Echo name & " <- " & TypeName(value) & ": " & TypeName(got) & " " & got
    End If
End Sub

Try "Sint8", CInt(127)
Try "Sint8", CLng(128)
Try "Sint8", "-5"
Try "Uint8", CInt(200)
Try "Uint8", CInt(-1)
Try "Uint8", CDbl(17)
Try "Uint16", "65535"
Try "Uint16", CLng(65536)
Try "Sint32", CInt(5)
Try "Sint32", CDbl(2147483647)
Try "Sint32", CDbl(2147483648)
Try "Sint32", "many"
Try "Sint32", True
Try "Uint32", CDbl(4294967295)
Try "Uint32", "4294967295"
Try "Uint32", "4294967296"
Try "Sint64", CLng(-7)
Try "Sint64", CDbl(1099511627776)
Try "Sint64", "9223372036854775808"
Try "Real32", CInt(3)
Try "Real64", "0.25"
Try "Real64", "a quarter"
Try "Bool", CInt(1)
Try "Bool", CInt(0)
Try "Bool", "True"
Try "Bool", "perhaps"
Try "Text", CInt(12)
Try "Text", CDbl(0.5)
Try "Text", True
Try "Text", Array("a")
Try "Moment", "20240101000000.000000+000"
Try "Moment", "1 January 2024"
Try "Texts", "one"
Try "Text", Null
Try "Text", Empty
Try "Text", ""
