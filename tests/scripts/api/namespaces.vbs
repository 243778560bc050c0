' Namespaces are instances of __Namespace in their parent.
Option Explicit
Dim locator, root, default_, space, class_, names, object
Set locator = CreateObject("WbemScripting.SWbemLocator")
Set root = locator.ConnectServer(".", "root")
Set default_ = locator.ConnectServer(".", "root\default")

Sub Connect(name)
    On Error Resume Next
    Set space = locator.ConnectServer(".", name)
    WScript.Echo name & ": " & Hex(Err.Number)
End Sub

For Each object In root.InstancesOf("__Namespace")
    names = names & " " & LCase(object.Name)
Next
WScript.Echo "at first: default " & (InStr(names, "default") > 0) & ", cimv2 " & (InStr(names, "cimv2") > 0) & ", subscription " & _
    (InStr(names, "subscription") > 0)

Connect "root\Api"
Set object = root.Get("__Namespace").SpawnInstance_
object.Name = "Api"
WScript.Echo object.Put_.RelPath
Connect "root\Api"
Connect "ROOT/api"
WScript.Echo "its own: " & space.Get("__Namespace").Path_.Namespace & ", with system classes: " & _
    space.Get("__EventFilter").Path_.Class

' Below it, another; classes of one are not in the other.
Set object = space.Get("__Namespace").SpawnInstance_
object.Name = "Below"
object.Put_
Connect "root\api\below"
Set class_ = space.Get()
class_.Path_.Class = "Api_Local"
class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
WScript.Echo class_.Put_.Namespace
On Error Resume Next
Set class_ = default_.Get("Api_Local")
WScript.Echo "in another: " & Hex(Err.Number) : Err.Clear

' The path of a class in another namespace is no path for this one.
Set class_ = default_.Get("root\api\below:Api_Local")
WScript.Echo "by its full path: " & Hex(Err.Number) : Err.Clear
WScript.Echo space.Get("\\.\root\api\below:Api_Local").Path_.Class

' Deleted with all that is below.
root.Delete "__Namespace.Name=""Api"""
WScript.Echo "deleted: " & Hex(Err.Number) : Err.Clear
Connect "root\api\below"
Connect "root\api"
root.Delete "__Namespace.Name=""Api"""
WScript.Echo "again: " & Hex(Err.Number) : Err.Clear

Set object = root.Get("__Namespace").SpawnInstance_
object.Name = "not a name"
object.Put_
WScript.Echo "a bad name: " & (Err.Number <> 0) : Err.Clear
Connect "root\none"
Connect "none"
Connect "root\\default"
Connect "root\"
Connect "a b"
Connect "root\default:Api"
