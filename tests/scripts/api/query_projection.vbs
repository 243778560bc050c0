' SELECT with a list: the chosen properties, the keys always, the real class and path, and a prototype.
Option Explicit
Dim services, class_, object, row
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Wide"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "First", 8
class_.Properties_.Add "Second", 8
class_.Properties_.Add "Third", 8
class_.Put_
Set class_ = services.Get("Api_Wide").SpawnDerivedClass_
class_.Path_.Class = "Api_Wider"
class_.Properties_.Add "Fourth", 8
class_.Put_
Set object = services.Get("Api_Wider").SpawnInstance_
object.Id = 1
object.First = "1"
object.Second = "2"
object.Fourth = "4"
object.Put_

Sub Show(query)
    WScript.Echo query
    For Each row In services.ExecQuery(query)
        WScript.Echo "  " & row.Path_.RelPath & ": " & row.Id & " " & row.First & " " & TypeName(row.Third)
    Next
End Sub

Show "SELECT * FROM Api_Wide"
Show "SELECT First,Third FROM Api_Wide"
Show "SELECT third, FIRST FROM Api_Wide WHERE Second = '2'"
Show "SELECT __CLASS, First, Third FROM Api_Wide"
Show "SELECT Id, First, Third FROM Api_Wide WHERE Id = 1"

' wbemQueryFlagPrototype: what the rows would look like, without running the query.
Set object = services.ExecQuery("SELECT First FROM Api_Wide WHERE Second = 'none'", "WQL", 2)
WScript.Echo object.Count & " prototype: " & object.ItemIndex(0).Path_.Class & " " & TypeName(object.ItemIndex(0).First)
