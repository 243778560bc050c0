' Delete and Delete_: instances, classes with what is below them, and what cannot be deleted.
Option Explicit
Dim services, class_, object, other, path
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Gone"
class_.Properties_.Add("Name", 8).Qualifiers_.Add "key", True
class_.Put_
Set class_ = services.Get("Api_Gone").SpawnDerivedClass_
class_.Path_.Class = "Api_GoneToo"
class_.Put_

Sub Store(class_name, name)
    Set object = services.Get(class_name).SpawnInstance_
    object.Name = name
    object.Put_
End Sub

Sub Exists(path)
    On Error Resume Next
    Set other = services.Get(path)
    WScript.Echo "  " & path & ": " & Hex(Err.Number)
End Sub

Store "Api_Gone", "one"
Store "Api_Gone", "two"
Store "Api_GoneToo", "three"
services.Delete "Api_Gone='one'"
Exists "Api_Gone='one'"
Exists "Api_Gone='two'"
services.Get("Api_Gone.Name='two'").Delete_
Exists "Api_Gone='two'"
services.Delete "api_gone.name=""THREE"""
Exists "Api_GoneToo='three'"

' The object that was read stays readable; it can be put again.
Store "Api_Gone", "four"
Set object = services.Get("Api_Gone='four'")
object.Delete_
WScript.Echo "still in hand: " & object.Name
object.Put_
Exists "Api_Gone='four'"

On Error Resume Next
services.Delete "Api_Gone='none'"
WScript.Echo "an absent instance: " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]" : Err.Clear
services.Delete "Api_None"
WScript.Echo "an absent class: " & Hex(Err.Number) : Err.Clear
services.Delete "Api_None='x'"
WScript.Echo "an instance of an absent class: " & Hex(Err.Number) : Err.Clear
services.Delete "Api_Gone='four'", 1
WScript.Echo "a flag: " & Hex(Err.Number) : Err.Clear
services.Delete "Api Gone"
WScript.Echo "no path: " & Hex(Err.Number) : Err.Clear
services.Delete ""
WScript.Echo "nothing: " & (Err.Number <> 0) : Err.Clear
services.Delete "__Namespace"
WScript.Echo "a system class: " & Hex(Err.Number) : Err.Clear
services.Get("Api_Gone").SpawnInstance_.Delete_
WScript.Echo "a spawned one without key: " & (Err.Number <> 0) : Err.Clear

' The key that the store made is known from the path of Put_ alone.
Set object = services.Get("Api_Gone").SpawnInstance_
Set path = object.Put_
WScript.Echo "a made key: " & (Len(path.Keys("Name").Value) >= 36) & ", the object's: " & TypeName(object.Name) & " " & Err.Number
object.Delete_
WScript.Echo "by the object: " & (Err.Number <> 0) : Err.Clear
services.Delete path.RelPath
WScript.Echo "by the path: " & Hex(Err.Number) : Err.Clear

' A class goes with its subclasses and all their instances.
Store "Api_GoneToo", "five"
services.Delete "Api_Gone"
WScript.Echo "the class: " & Hex(Err.Number) : Err.Clear
Exists "Api_Gone"
Exists "Api_GoneToo"
Exists "Api_GoneToo='five'"
