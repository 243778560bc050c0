' SystemProperties_ of a class, a stored instance, a spawned one and a row of a query.
Option Explicit
Dim services, class_, object, server
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Base"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
class_.Put_
Set class_ = services.Get("Api_Base").SpawnDerivedClass_
class_.Path_.Class = "Api_System"
class_.Properties_.Add "Text", 8
class_.Put_
server = class_.Put_.Server

Function Plain(value)
    Dim item
    If IsArray(value) Then
        Plain = "("
        For Each item In value
            Plain = Plain & item & ";"
        Next
        Plain = Plain & ")"
    ElseIf IsNull(value) Then
        Plain = "null"
    Else
        Plain = Replace(value, server, "HOST")
    End If
End Function

Sub Show(what, of_)
    Dim property
    WScript.Echo what & ", " & of_.SystemProperties_.Count & ":"
    For Each property In of_.SystemProperties_
        WScript.Echo "  " & property.Name & " " & property.CIMType & " " & Plain(property.Value)
    Next
End Sub

Show "class", services.Get("Api_System")
Set object = services.Get("Api_System").SpawnInstance_
Show "spawned", object
object.Id = 5
object.Put_
Show "stored", services.Get("Api_System=5")
Show "row", services.ExecQuery("SELECT Text FROM Api_System").ItemIndex(0)

On Error Resume Next
object.SystemProperties_("__CLASS").Value = "X"
WScript.Echo "written: " & Hex(Err.Number) : Err.Clear
object.SystemProperties_.Add "__MORE", 8
WScript.Echo "added: " & (Err.Number <> 0) : Err.Clear
object.SystemProperties_.Remove "__PATH"
WScript.Echo "removed: " & Hex(Err.Number) : Err.Clear
WScript.Echo object.SystemProperties_.Item("Text").Name
WScript.Echo "not a system property: " & Hex(Err.Number) : Err.Clear
WScript.Echo object.SystemProperties_("__CLASS").Qualifiers_.Count
WScript.Echo "qualifiers of a system property: " & Hex(Err.Number) : Err.Clear
