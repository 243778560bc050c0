' SWbemObjectSet: Count, ItemIndex, Item, several For Each, nested ones, and the forward-only kind.
Option Explicit
Const ReturnImmediately = 16, ForwardOnly = 32
Dim services, class_, object, set_, i, text, other
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Row"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_
For i = 1 To 5
    Set object = class_.SpawnInstance_
    object.Id = i
    object.Put_
Next

Set set_ = services.InstancesOf("Api_Row")
WScript.Echo "count " & set_.Count
For i = 0 To set_.Count - 1
    text = text & " " & set_.ItemIndex(i).Id
Next
WScript.Echo "by index:" & text
WScript.Echo "by path: " & set_.Item("Api_Row.Id=3").Id & " " & set_("Api_Row=4").Id & " " & set_.Item(set_.ItemIndex(4).Path_.Path).Id
text = ""
For Each object In set_
    text = text & " " & object.Id
Next
For Each object In set_
    text = text & " " & object.Id
    Exit For
Next
For Each object In set_
    For Each other In set_
        If other.Id = object.Id Then text = text & "+"
    Next
Next
WScript.Echo "each, the first, nested:" & text
WScript.Echo "empty: " & services.ExecQuery("SELECT * FROM Api_Row WHERE Id > 5").Count

' A set is what the query found: it does not follow later changes once it was counted.
services.Delete "Api_Row=1"
WScript.Echo "after a deletion: " & set_.Count & ", anew " & services.InstancesOf("Api_Row").Count

' Deleting while enumerating.
For Each object In services.ExecQuery("SELECT * FROM Api_Row WHERE Id > 3")
    object.Delete_
Next
WScript.Echo "deleted in a loop: " & services.InstancesOf("Api_Row").Count

On Error Resume Next
Set object = set_.ItemIndex(-1)
WScript.Echo "index -1: " & Hex(Err.Number) & " " & Err.Source : Err.Clear
Set object = set_.ItemIndex(99)
WScript.Echo "index 99: " & Hex(Err.Number) : Err.Clear
Set object = set_.Item("Api_Row=99")
WScript.Echo "a path not among them: " & Hex(Err.Number) : Err.Clear
Set object = set_.Item("a b")
WScript.Echo "not a path: " & (Err.Number <> 0) : Err.Clear

Set set_ = services.ExecQuery("SELECT * FROM Api_Row", "WQL", ReturnImmediately + ForwardOnly)
text = ""
For Each object In set_
    text = text & " " & object.Id
Next
WScript.Echo "forward only:" & text & " " & Err.Number
i = set_.Count
WScript.Echo "its count: " & Hex(Err.Number) : Err.Clear
Set object = set_.ItemIndex(0)
WScript.Echo "its ItemIndex: " & Hex(Err.Number) : Err.Clear
Set object = set_.Item("Api_Row=2")
WScript.Echo "its Item: " & Hex(Err.Number) : Err.Clear
i = 0
For Each object In set_
    If Err.Number = 0 Then i = i + 1
Next
WScript.Echo "a second time: " & i & " rows, " & (Err.Number <> 0) : Err.Clear
