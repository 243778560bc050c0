' SWbemObjectPath by itself: taken apart, put together, its keys, what it refuses.
Option Explicit
Dim path, key, text
Set path = CreateObject("WbemScripting.SWbemObjectPath")

Sub Show(what)
    WScript.Echo what & ": " & path.Path
    WScript.Echo "  [" & path.Server & "] [" & path.Namespace & "] [" & path.ParentNamespace & "] [" & path.Class & "] [" & _
        path.RelPath & "] class " & path.IsClass & ", singleton " & path.IsSingleton & ", " & path.Keys.Count & " keys"
End Sub

path.Path = "\\host\root\cimv2:Win32_LogicalDisk.DeviceID=""C:"""
Show "taken apart"
path.Path = "//./root/default:Api_Thing='it is'"
Show "the other slashes"
path.RelPath = "Api_Many.Beta=7,Alpha=""x\\y\""z"",Gamma=TRUE"
Show "several keys"
For Each key In path.Keys
    text = text & " " & key.Name & "=" & key.Value & ":" & TypeName(key.Value)
Next
WScript.Echo Trim(text)
path.SetAsSingleton
Show "made a singleton"
path.SetAsClass
Show "made a class"

Set path = CreateObject("WbemScripting.SWbemObjectPath")
path.Server = "box"
path.Namespace = "root/default/something"
path.Class = "ho"
Show "put together"
path.Keys.Add "fred1", 10
path.Keys.Add "fred2", -34
path.Keys.Add "fred4", "Wahaay"
Show "with keys"
path.Keys("fred1").Value = 11
path.Keys.Remove "fred2"
path.Keys.Add "fred4", "a ""quoted"" \ name"
Show "keys changed"
path.Keys.DeleteAll
Show "keys deleted"
path.Namespace = "root"
Show "at the top"
path.Class = "Other"
WScript.Echo "the default member: " & path

On Error Resume Next
path.Path = "root\default:Broken.Key="
WScript.Echo "unparsable: " & (Hex(Err.Number) = "80041021" Or Hex(Err.Number) = "8004103A") : Err.Clear
path.RelPath = "a b"
WScript.Echo "with a blank: " & (Err.Number <> 0) : Err.Clear
path.ParentNamespace = "root"
WScript.Echo "read only: " & (Err.Number <> 0) : Err.Clear
WScript.Echo "as it was: " & path.Path
