' Each CIM type: what VBScript puts, and the type and value it gets, from the local object and from the store.
Option Explicit
Dim services, class_, object, stored, round_
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Set class_ = services.Get()
class_.Path_.Class = "Api_Types"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Sint8", 16
class_.Properties_.Add "Uint8", 17
class_.Properties_.Add "Sint16", 2
class_.Properties_.Add "Uint16", 18
class_.Properties_.Add "Sint32", 3
class_.Properties_.Add "Uint32", 19
class_.Properties_.Add "Sint64", 20
class_.Properties_.Add "Uint64", 21
class_.Properties_.Add "Real32", 4
class_.Properties_.Add "Real64", 5
class_.Properties_.Add "Bool", 11
class_.Properties_.Add "Text", 8
class_.Properties_.Add "When_X", 101
class_.Properties_.Add "Ref", 102
class_.Properties_.Add "Char", 103
class_.Put_

Sub Show(what, value)
    WScript.Echo "  " & what & " = " & TypeName(value) & " " & value
End Sub

Sub ShowAll(of_)
    Show "Sint8", of_.Sint8
    Show "Uint8", of_.Uint8
    Show "Sint16", of_.Sint16
    Show "Uint16", of_.Uint16
    Show "Sint32", of_.Sint32
    Show "Uint32", of_.Uint32
    Show "Sint64", of_.Sint64
    Show "Uint64", of_.Uint64
    Show "Real32", of_.Real32
    Show "Real64", of_.Real64
    Show "Bool", of_.Bool
    Show "Text", of_.Text
    Show "When_X", of_.When_X
    Show "Ref", of_.Ref
    Show "Char", of_.Char
End Sub

Set object = class_.SpawnInstance_
object.Id = 1
object.Sint8 = CInt(-128)
object.Uint8 = CByte(255)
object.Sint16 = CInt(-32768)
object.Uint16 = CLng(65535)
object.Sint32 = CLng(-2147483647)
object.Uint32 = CLng(2147483647)
object.Sint64 = "-9223372036854775808"
object.Uint64 = "18446744073709551615"
object.Real32 = CSng(0.5)
object.Real64 = CDbl(-2.25)
object.Bool = True
object.Text = "text"
object.When_X = "20240229235959.123456+060"
object.Ref = "Api_Types.Id=1"
object.Char = 65
WScript.Echo "local:"
ShowAll object
object.Put_
WScript.Echo "stored:"
ShowAll services.Get("Api_Types=1")

' The same property through its object, and through the set by name.
Set stored = services.Get("Api_Types=1")
Show "Properties_.Item", stored.Properties_.Item("Sint16").Value
WScript.Echo "  the default member: " & stored.Properties_("Uint16")
Show "a result of a query", services.ExecQuery("SELECT Uint64 FROM Api_Types").ItemIndex(0).Uint64
