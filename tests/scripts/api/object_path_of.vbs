' Path_ of classes and instances: what it says, that only Class of a new class can be written, moniker names.
Option Explicit
Dim services, class_, object, path, key
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Pair"
class_.Properties_.Add("Right", 8).Qualifiers_.Add "key", True
class_.Properties_.Add("Left", 3).Qualifiers_.Add "key", True
Set path = class_.Put_
WScript.Echo path.RelPath, path.IsClass, path.IsSingleton, path.Keys.Count, path.Namespace, path.ParentNamespace

Set object = services.Get("Api_Pair").SpawnInstance_
WScript.Echo "no keys yet: [" & object.Path_.RelPath & "] class " & object.Path_.Class
object.Left = 5
WScript.Echo "half of them: [" & object.Path_.RelPath & "]"
object.Right = "say ""when"""
WScript.Echo "all: [" & object.Path_.RelPath & "]"
object.Put_
Set object = services.Get("Api_Pair.Right='say \""when\""',Left=5")
Set path = object.Path_
For Each key In path.Keys
    WScript.Echo "  key " & key.Name & " " & TypeName(key.Value) & " " & key.Value
Next
WScript.Echo "Get takes its Path: " & services.Get(path.Path).Left & ", its default: " & services.Get(path).Left
WScript.Echo "and keys in any order: " & services.Get("Api_Pair.Left=5,Right=""say \""when\""""").Left
WScript.Echo "a display name: " & (LCase(Left(path.DisplayName, 9)) = "winmgmts:") & ", with the path: " & _
    (InStr(path.DisplayName, path.Path) > 0)

' A singleton.
Set class_ = services.Get()
class_.Path_.Class = "Api_Only"
class_.Qualifiers_.Add "singleton", True, False
class_.Properties_.Add "Text", 8
class_.Put_
Set object = services.Get("Api_Only").SpawnInstance_
object.Text = "alone"
WScript.Echo object.Put_.RelPath, services.Get("Api_Only=@").Text, services.Get("Api_Only=@").Path_.IsSingleton, _
    services.InstancesOf("Api_Only").Count

On Error Resume Next
path.Keys.Add "More", 1
WScript.Echo "a key added: " & Hex(Err.Number) : Err.Clear
path.Keys.Remove "Left"
WScript.Echo "a key removed: " & Hex(Err.Number) : Err.Clear
path.Keys.DeleteAll
WScript.Echo "keys deleted: " & Hex(Err.Number) : Err.Clear
path.Keys("Left").Value = 6
WScript.Echo "a key written: " & Hex(Err.Number) : Err.Clear
path.SetAsClass
WScript.Echo "made a class: " & Hex(Err.Number) : Err.Clear
path.Namespace = "root"
WScript.Echo "moved: " & Hex(Err.Number) : Err.Clear
path.Path = "X"
WScript.Echo "renamed: " & Hex(Err.Number) : Err.Clear
WScript.Echo path.RelPath
