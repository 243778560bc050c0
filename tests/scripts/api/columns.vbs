' A row of a query with columns has those columns and the keys, and putting it back loses nothing of the rest; a clone of a
' class may become another class.
Set svc = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set c = svc.Get() : c.Path_.Class = "Wide"
c.Properties_.Add("Id", 3).Qualifiers_.Add "key", True
c.Properties_.Add "A", 8 : c.Properties_.Add "B", 8 : c.Properties_.Add "D", 8
c.Put_
Set o = svc.Get("Wide").SpawnInstance_ : o.Id = 1 : o.A = "a" : o.B = "b" : o.D = "d" : o.Put_
For Each r In svc.ExecQuery("SELECT A FROM Wide WHERE B = 'b'")
  For Each p In r.Properties_ : WScript.Echo p.Name & "=" & p.Value : Next
  WScript.Echo r.Properties_.Count & " " & r.SystemProperties_("__PROPERTY_COUNT").Value & " " & r.Path_.RelPath
  On Error Resume Next
  x = r.B : WScript.Echo Err.Number & " " & Err.Description : Err.Clear
  On Error GoTo 0
  r.A = "changed" : WScript.Echo r.Put_.RelPath
Next
Set o = svc.Get("Wide.Id=1") : WScript.Echo o.A & o.B & o.D
Set k = svc.Get("Wide").Clone_ : k.Path_.Class = "Wider" : k.Put_
WScript.Echo svc.Get("Wider").Path_.RelPath
Set k = svc.Get("Wider")
For Each p In k.Properties_ : WScript.Echo p.Name & " from " & p.Origin & " key " & p.Qualifiers_.Count : Next
Set o = k.SpawnInstance_ : o.Id = 5 : o.Put_ : WScript.Echo svc.InstancesOf("Wider").Count & svc.InstancesOf("Wide").Count
Set d = svc.Get("Wide").SpawnDerivedClass_ : d.Path_.Class = "Derived" : d.Put_
Set k = svc.Get("Derived").Clone_ : k.Path_.Class = "Derived2" : k.Put_ : WScript.Echo svc.Get("Derived2").Derivation_(0)
