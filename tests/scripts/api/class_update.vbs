' Changing a class that has instances or subclasses: Compatible (0), Safe (32) and Force (64) modes.
Option Explicit
Const Compatible = 0, Safe = 32, Force = 64
Dim services
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Sub Define(name, superclass)
    Dim class_
    If superclass = "" Then
        Set class_ = services.Get()
        class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
        class_.Properties_.Add "Text", 8
    Else
        Set class_ = services.Get(superclass).SpawnDerivedClass_()
    End If
    class_.Path_.Class = name
    class_.Put_
End Sub

Sub Store(name, id)
    Dim object
    Set object = services.Get(name).SpawnInstance_()
    object.Id = id
    object.Text = "kept"
    object.Put_
End Sub

' What a put of the class with one change answers.
Function AddProperty(name, property, mode)
    Dim class_
    Set class_ = services.Get(name)
    class_.Properties_.Add property, 19
    On Error Resume Next
    class_.Put_ mode
    AddProperty = Hex(Err.Number)
End Function

Function AddQualifier(name, qualifier, value, mode)
    Dim class_
    Set class_ = services.Get(name)
    class_.Qualifiers_.Add qualifier, value
    On Error Resume Next
    class_.Put_ mode
    AddQualifier = Hex(Err.Number)
End Function

Define "Api_Alone", ""
WScript.Echo "neither children nor instances:", AddProperty("Api_Alone", "A", Compatible), _
    AddProperty("Api_Alone", "B", Safe), AddProperty("Api_Alone", "C", Force)

Define "Api_Parent", ""
Define "Api_Child", "Api_Parent"
WScript.Echo "children:", AddProperty("Api_Parent", "A", Compatible), AddProperty("Api_Parent", "B", Safe), _
    AddProperty("Api_Parent", "C", Force)
WScript.Echo "the child has what the parent got:", services.Get("Api_Child").Properties_.Count, _
    services.Get("Api_Child").Properties_("B").Origin
WScript.Echo "an unimportant qualifier:", AddQualifier("Api_Parent", "Description", "a parent", Compatible)

Define "Api_Full", ""
Store "Api_Full", 1
WScript.Echo "instances:", AddProperty("Api_Full", "A", Compatible), AddProperty("Api_Full", "B", Safe)
WScript.Echo "still there:", services.InstancesOf("Api_Full").Count, services.Get("Api_Full=1").Text
WScript.Echo "an unimportant qualifier:", AddQualifier("Api_Full", "Description", "full", Compatible), _
    services.InstancesOf("Api_Full").Count
WScript.Echo "an important one:", AddQualifier("Api_Full", "abstract", True, Compatible)
WScript.Echo "by force:", AddProperty("Api_Full", "C", Force), services.InstancesOf("Api_Full").Count

Store "Api_Child", 2
WScript.Echo "a child with instances:", AddProperty("Api_Parent", "D", Compatible), _
    AddProperty("Api_Parent", "E", Safe), AddProperty("Api_Parent", "F", Force)

' A child has the property already, with another type.
Dim child
Define "Api_Base", ""
Define "Api_Leaf", "Api_Base"
Set child = services.Get("Api_Leaf")
child.Properties_.Add "Size", 8
child.Put_
WScript.Echo "another type in a child:", AddProperty("Api_Base", "Size", Safe), AddProperty("Api_Base", "Size", Force)
WScript.Echo "Safe and Force at once:", AddProperty("Api_Alone", "D", Safe + Force)
