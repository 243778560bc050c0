' SpawnInstance_, Clone_ and CompareTo_: independent copies, and what a comparison may leave out.
Option Explicit
Const IncludeAll = 0, IgnoreQualifiers = 1, IgnoreObjectSource = 2, IgnoreDefaultValues = 4, IgnoreClass = 8
Const IgnoreCase = 16, IgnoreFlavor = 32
Dim services, other, class_, one, two, copy
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set other = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\cimv2")

Sub Define(where)
    Set class_ = where.Get()
    class_.Path_.Class = "Api_Copied"
    class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
    class_.Properties_.Add("Text", 8).Value = "default"
    class_.Properties_.Add "List", 3, True
    class_.Put_
    Set class_ = where.Get("Api_Copied")
End Sub

Define other
Define services
Set one = class_.SpawnInstance_
one.Id = 1
one.Text = "one"
one.List = Array(1, 2)
Set copy = one.Clone_
copy.Text = "copy"
copy.List = Array(3)
WScript.Echo "a copy is its own: " & one.Text & " " & UBound(one.List) & ", " & copy.Text & " " & UBound(copy.List)
WScript.Echo "stored from the copy: " & copy.Put_.RelPath & " " & services.Get("Api_Copied=1").Text
WScript.Echo "spawned of an instance: Id " & TypeName(one.SpawnInstance_.Id) & ", Text " & one.SpawnInstance_.Text

Set copy = class_.Clone_
copy.Properties_.Add "More", 8
WScript.Echo "a class cloned and changed: " & copy.Properties_.Count & ", the first: " & class_.Properties_.Count

Set two = one.Clone_
WScript.Echo "equal: " & one.CompareTo_(two) & " " & one.CompareTo_(one)
two.Text = "ONE"
WScript.Echo "case: " & one.CompareTo_(two) & " " & one.CompareTo_(two, IgnoreCase)
two.Text = "two"
WScript.Echo "value: " & one.CompareTo_(two, IgnoreCase Or IgnoreQualifiers Or IgnoreObjectSource)
two.Text = "one"
two.List = Array(1, 3)
WScript.Echo "in an array: " & one.CompareTo_(two)
two.List = Array(1, 2)
two.Qualifiers_.Add "Mark", 1
WScript.Echo "qualifier: " & one.CompareTo_(two) & " " & one.CompareTo_(two, IgnoreQualifiers)
WScript.Echo "class and instance: " & class_.CompareTo_(one, IgnoreQualifiers) & " " & one.CompareTo_(class_)

Set two = class_.Clone_
two.Properties_("Text").Value = "another"
WScript.Echo "defaults: " & class_.CompareTo_(two) & " " & class_.CompareTo_(two, IgnoreDefaultValues)
WScript.Echo "another namespace: " & class_.CompareTo_(other.Get("Api_Copied")) & " " & _
    class_.CompareTo_(other.Get("Api_Copied"), IgnoreObjectSource)

Set one = services.Get("Api_Copied").Clone_
Set two = services.Get("Api_Copied").Clone_
one.Qualifiers_.Add "Mark", 1, True
two.Qualifiers_.Add "Mark", 1, False
WScript.Echo "flavor: " & one.CompareTo_(two) & " " & one.CompareTo_(two, IgnoreFlavor)

On Error Resume Next
WScript.Echo one.CompareTo_(Nothing)
WScript.Echo "Nothing: " & Hex(Err.Number) : Err.Clear
WScript.Echo one.CompareTo_(two, 4096)
WScript.Echo "an unknown flag: " & Hex(Err.Number) : Err.Clear
Set copy = one.SpawnInstance_(1)
WScript.Echo "a flag for SpawnInstance_: " & Hex(Err.Number) : Err.Clear
