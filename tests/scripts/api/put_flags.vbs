' Put_ and Put: create and update only, what may not be combined, and what a failed put leaves.
Option Explicit
Const UpdateOnly = 1, CreateOnly = 2, Immediately = 16, Amended = &H20000
Dim services, class_, object
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Flags"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Text", 8
class_.Put_

Sub Try(what, id, text, flags)
    Dim path
    Set object = class_.SpawnInstance_
    object.Id = id
    object.Text = text
    On Error Resume Next
    Set path = object.Put_(flags)
    If Err.Number = 0 Then
        WScript.Echo what & ": " & path.RelPath & " " & services.Get(path.RelPath).Text
    Else
        WScript.Echo what & ": " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]"
    End If
End Sub

Try "update of none", 1, "a", UpdateOnly
Try "create", 1, "b", CreateOnly
Try "create again", 1, "c", CreateOnly
Try "update", 1, "d", UpdateOnly
Try "either", 1, "e", 0
Try "either, a new one", 2, "f", 0
Try "both", 3, "g", UpdateOnly + CreateOnly
Try "return at once", 4, "h", Immediately
Try "amended", 5, "i", Amended
Try "an unknown flag", 6, "j", 8
Try "Safe for an instance", 7, "k", 32
Try "Force for an instance", 8, "l", 64
WScript.Echo services.Get("Api_Flags=1").Text & ", " & services.InstancesOf("Api_Flags").Count & " stored"

' The same of services: Put takes any object.
Set object = class_.SpawnInstance_
object.Id = 20
object.Text = "by services"
WScript.Echo services.Put(object).RelPath, services.Put(object, UpdateOnly).RelPath
On Error Resume Next
services.Put object, CreateOnly
WScript.Echo "create again: " & Hex(Err.Number) & " " & Err.Source : Err.Clear
services.Put Nothing
WScript.Echo "Nothing: " & Hex(Err.Number) : Err.Clear
services.Put services
WScript.Echo "what is no object: " & Hex(Err.Number) : Err.Clear
services.Put "text"
WScript.Echo "a text: " & (Err.Number <> 0) : Err.Clear

' Classes have the same two flags.
class_.Put_ CreateOnly
WScript.Echo "a class that is there: " & Hex(Err.Number) : Err.Clear
Set class_ = services.Get()
class_.Path_.Class = "Api_FlagsNew"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_ UpdateOnly
WScript.Echo "a class that is not: " & Hex(Err.Number) : Err.Clear
class_.Put_ CreateOnly
WScript.Echo "created: " & Hex(Err.Number) & " " & services.Get("Api_FlagsNew").Path_.Class

' A whole update writes NULLs, too.
Set object = services.Get("Api_Flags=1")
object.Text = Null
object.Put_
WScript.Echo "overwritten: " & TypeName(services.Get("Api_Flags=1").Text)

' An object of one namespace put into another: it goes there if its class is there.
Dim other
Set other = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\cimv2")
Err.Clear
other.Put object
WScript.Echo "a namespace without the class: " & Hex(Err.Number) : Err.Clear
WScript.Echo other.Put(services.Get("Api_Flags")).Namespace & ", " & other.Put(object).Namespace & ", then " & _
    other.InstancesOf("Api_Flags").Count & " " & object.Path_.Namespace
