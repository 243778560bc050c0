' Deep and shallow: InstancesOf, SubclassesOf, Instances_, Subclasses_.
Option Explicit
Const ReturnImmediately = 16, Shallow = 1
Dim services, class_, set_
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")

Sub Define(name, superclass)
    If superclass = "" Then
        Set class_ = services.Get()
        class_.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
    Else
        Set class_ = services.Get(superclass).SpawnDerivedClass_
    End If
    class_.Path_.Class = name
    class_.Put_
End Sub

Sub Store(name, id)
    Dim object
    Set object = services.Get(name).SpawnInstance_
    object.Id = id
    object.Put_
End Sub

Sub Show(what, set_)
    Dim object, names
    For Each object In set_
        If Left(object.Path_.RelPath, 2) <> "__" Then names = names & " " & object.Path_.RelPath
    Next
    WScript.Echo what & ":" & names
End Sub

Define "Api_A", ""
Define "Api_B", "Api_A"
Define "Api_C", "Api_B"
Define "Api_D", "Api_A"
Store "Api_A", 1
Store "Api_B", 2
Store "Api_C", 3
Store "Api_D", 4
Store "Api_A", 5

Show "InstancesOf, deep", services.InstancesOf("Api_A")
Show "InstancesOf, shallow", services.InstancesOf("Api_A", ReturnImmediately + Shallow)
Show "InstancesOf in the middle", services.InstancesOf("Api_B")
Show "InstancesOf a leaf", services.InstancesOf("Api_D")
Show "SubclassesOf, deep", services.SubclassesOf("Api_A")
Show "SubclassesOf, shallow", services.SubclassesOf("Api_A", Shallow)
Show "SubclassesOf a leaf", services.SubclassesOf("Api_D")
Show "SubclassesOf nothing, deep", services.SubclassesOf()
Show "SubclassesOf nothing, shallow", services.SubclassesOf("", ReturnImmediately + Shallow)
Set class_ = services.Get("Api_A")
Show "Instances_", class_.Instances_
Show "Instances_, shallow", class_.Instances_(Shallow)
Show "Subclasses_", class_.Subclasses_
Show "Subclasses_, shallow", class_.Subclasses_(ReturnImmediately Or Shallow)
Show "a query is deep", services.ExecQuery("SELECT * FROM Api_B")

WScript.Echo "an object keeps its class: " & services.InstancesOf("Api_A").Item("Api_C.Id=3").Path_.Class
WScript.Echo "by its superclass's path: " & services.Get("Api_A.Id=3").Path_.RelPath

On Error Resume Next
Set set_ = services.InstancesOf("")
WScript.Echo "InstancesOf nothing: " & Hex(Err.Number) : Err.Clear
Set set_ = services.SubclassesOf("Api_None", 0)
WScript.Echo "SubclassesOf what is not there: " & Hex(Err.Number) : Err.Clear
Set set_ = services.InstancesOf("Api_A", 8192)
WScript.Echo "an unknown flag: " & Hex(Err.Number) : Err.Clear
