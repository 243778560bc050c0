' An association class whose keys are references, and paths inside paths.
Option Explicit
Dim services, class_, disk, volume, link, stored, path
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Sub Define(name)
    Set class_ = services.Get()
    class_.Path_.Class = name
    class_.Properties_.Add("Name", 8).Qualifiers_.Add "key", True
    class_.Put_
End Sub

Function Store(name, key)
    Dim object
    Set object = services.Get(name).SpawnInstance_
    object.Name = key
    Set Store = object.Put_
End Function

Define "Api_Disk"
Define "Api_Volume"
Set class_ = services.Get()
class_.Path_.Class = "Api_DiskToVolume"
class_.Qualifiers_.Add "association", True
Sub AddReference(name, target)
    Dim property
    Set property = class_.Properties_.Add(name, 102)
    property.Qualifiers_.Add "key", True
    property.Qualifiers_.Add "cimtype", "ref:" & target
End Sub
AddReference "Antecedent", "Api_Disk"
AddReference "Dependent", "Api_Volume"
class_.Put_
WScript.Echo services.Get("Api_DiskToVolume").Properties_("Antecedent").CIMType, _
    services.Get("Api_DiskToVolume").Properties_("Antecedent").Qualifiers_("cimtype").Value

Set disk = Store("Api_Disk", "WD ""black""")
Set volume = Store("Api_Volume", "C:\")
WScript.Echo disk.RelPath
WScript.Echo volume.RelPath

' A reference is a path: its text, or the path object's default member.
Set link = services.Get("Api_DiskToVolume").SpawnInstance_
link.Antecedent = disk.RelPath
link.Dependent = volume.RelPath
Set path = link.Put_
WScript.Echo path.RelPath
Set stored = services.Get(path.RelPath)
WScript.Echo TypeName(stored.Antecedent), stored.Antecedent
WScript.Echo "followed: " & services.Get(stored.Dependent).Name & " and " & services.Get(stored.Antecedent).Name
WScript.Echo "a full path: " & services.Get(disk.Path).Name

Set link = services.Get("Api_DiskToVolume").SpawnInstance_
link.Antecedent = disk
link.Dependent = volume
WScript.Echo "from path objects: " & (link.Antecedent = disk.Path) & " " & (link.Dependent = volume.Path)

WScript.Echo "by key in a query: " & services.ExecQuery( _
    "SELECT * FROM Api_DiskToVolume WHERE Dependent = ""Api_Volume.Name=\""C:\\\\\""""").Count
