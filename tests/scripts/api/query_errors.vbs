' Queries that are wrong: raised at once without wbemFlagReturnImmediately, at the first touch of the set with it.
Option Explicit
Const ReturnWhenComplete = 0, ForwardOnly = 32, Prototype = 2
Dim services, class_, set_, row
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Queried"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Properties_.Add "Flag", 11
class_.Properties_.Add "Texts", 8, True
class_.Put_

Sub Try(query)
    Dim at_once, late, count
    On Error Resume Next
    Set set_ = services.ExecQuery(query, "WQL", ReturnWhenComplete)
    at_once = Hex(Err.Number)
    Err.Clear
    Set set_ = Nothing
    Set set_ = services.ExecQuery(query)
    count = set_.Count
    late = Hex(Err.Number)
    WScript.Echo query & " -> " & at_once & IIf(late = at_once, "", " but late " & late)
End Sub

Function IIf(condition, yes, no)
    If condition Then
        IIf = yes
    Else
        IIf = no
    End If
End Function

Try "SELECT * FROM Api_Queried"
Try "SELECT * FROM Api_Missing"
Try "SELECT Nothing FROM Api_Queried"
Try "SELECT * FROM Api_Queried WHERE Nothing = 1"
Try "SELECT * FROM"
Try "SELECT FROM Api_Queried"
Try "SELECT * FROM Api_Queried WHERE"
Try "SELECT * FROM Api_Queried WHERE Id ="
Try "SELECT * FROM Api_Queried WHERE Id = 1 AND"
Try "SELECT * FROM Api_Queried WHERE (Id = 1"
Try "SELECT * FROM Api_Queried WHERE Id = 'one"
Try "SELECT * FROM Api_Queried WHERE Id IS 1"
Try "SELECT * FROM Api_Queried WHERE Id < NULL"
Try "SELECT * FROM Api_Queried WHERE 1 = 1"
Try "SELECT * FROM Api_Queried WHERE Flag > TRUE"
Try "SELECT * FROM Api_Queried WHERE Id = 1.5"
Try "SELECT * FROM Api_Queried ORDER BY Id"
Try "SELECT * FROM Api_Queried;"
Try "SELECT COUNT(*) FROM Api_Queried"
Try "DELETE FROM Api_Queried"
Try "nonsense"

On Error Resume Next
Set set_ = services.ExecQuery("", "WQL", ReturnWhenComplete)
WScript.Echo "no text: " & Hex(Err.Number) : Err.Clear
Set set_ = services.ExecQuery("SELECT * FROM Api_Queried", "SQL", ReturnWhenComplete)
WScript.Echo "another language: " & Hex(Err.Number) : Err.Clear
WScript.Echo "the name in small letters: " & services.ExecQuery("SELECT * FROM Api_Queried", "wql").Count & " " & Hex(Err.Number) : Err.Clear
Set set_ = services.ExecQuery("SELECT * FROM Api_Queried", , 4096)
WScript.Echo "an unknown flag: " & Hex(Err.Number) : Err.Clear

' How a script looks for the error of a set: in For Each too.
Set set_ = services.ExecQuery("SELECT * FROM Api_Missing")
WScript.Echo "the call: " & Hex(Err.Number) : Err.Clear
For Each row In set_
    If Err.Number = 0 Then WScript.Echo "a row"    ' Resume Next goes into the body once
Next
WScript.Echo "For Each: " & Hex(Err.Number) : Err.Clear
Set set_ = services.InstancesOf("Api_Missing", ReturnWhenComplete)
WScript.Echo "InstancesOf: " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]" : Err.Clear
