' Partial updates by the context: __PUT_EXTENSIONS and its companions, with wbemChangeFlagUpdateOnly.
Option Explicit
Const UpdateOnly = 1
Dim services, class_, object, context
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Part"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "A", 8
class_.Properties_.Add "B", 8
class_.Properties_.Add "C", 8
class_.Put_

Function Fresh(a, b, c)
    Set Fresh = class_.SpawnInstance_
    Fresh.Id = 1
    Fresh.A = a
    Fresh.B = b
    Fresh.C = c
End Function

Function NewContext()
    Set NewContext = CreateObject("WbemScripting.SWbemNamedValueSet")
    NewContext.Add "__PUT_EXTENSIONS", True
    NewContext.Add "__PUT_EXT_CLIENT_REQUEST", True
End Function

Sub Show(what)
    Dim stored, name, line
    Set stored = services.Get("Api_Part=1")
    For Each name In Array("A", "B", "C")
        line = line & " " & name & "=" & stored.Properties_(name).Value
    Next
    WScript.Echo what & ":" & line
End Sub

Fresh("a", "b", "c").Put_
Set context = NewContext()
context.Add "__PUT_EXT_PROPERTIES", Array("A", "c")
Fresh("1", "2", "3").Put_ UpdateOnly, context
Show "two named"
Fresh(Null, Null, Null).Put_ UpdateOnly, context
Show "two named, NULL"
services.Put Fresh("x", "y", "z"), UpdateOnly, context
Show "by services"

Fresh("a", "b", "c").Put_
Fresh("new", Null, Null).Put_ UpdateOnly, NewContext()
Show "no list: NULL leaves alone"
Set context = NewContext()
context.Add "__PUT_EXT_STRICT_NULLS", True
Fresh("strict", Null, "d").Put_ UpdateOnly, context
Show "no list, strict NULLs"

Fresh("a", "b", "c").Put_
Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "__PUT_EXT_PROPERTIES", Array("A")
context.Add "Note", "for a provider"
Fresh("1", "2", "3").Put_ 0, context
Show "without the marker: whole"

On Error Resume Next
Set context = NewContext()
context.Add "__PUT_EXT_PROPERTIES", Array("A")
Fresh("4", "5", "6").Put_ 0, context
WScript.Echo "without UpdateOnly: " & Hex(Err.Number) : Err.Clear
context.Add "__PUT_EXT_PROPERTIES", Array("A", "Nowhere")
Fresh("4", "5", "6").Put_ UpdateOnly, context
WScript.Echo "an unknown property: " & Hex(Err.Number) : Err.Clear
services.Delete "Api_Part=1"
context.Add "__PUT_EXT_PROPERTIES", Array("A")
Fresh("4", "5", "6").Put_ UpdateOnly, context
WScript.Echo "of what is not there: " & Hex(Err.Number) : Err.Clear

' Partial retrieval.
Fresh("a", "b", "c").Put_
Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "__GET_EXTENSIONS", True
context.Add "__GET_EXT_CLIENT_REQUEST", True
context.Add "__GET_EXT_PROPERTIES", Array("B")
Set object = services.Get("Api_Part=1", 0, context)
WScript.Echo "asked for B: " & object.Id & " " & object.B & " " & Hex(Err.Number)
