' What wrong use of the host's members raises.
On Error Resume Next
Sub Failing(what)
    WScript.Echo what & ": " & Hex(Err.Number) & " " & Err.Description
    Err.Clear
End Sub
WScript.NoSuchMember : Failing "unknown member"
WScript.Name = 1 : Failing "read-only property"
WScript.Sleep : Failing "argument missing"
WScript.Sleep 1, 2 : Failing "too many arguments"
WScript.Sleep "soon" : Failing "wrong type"
WScript.Sleep -1 : Failing "negative"
WScript.Timeout = -1 : Failing "negative time-out"
WScript.CreateObject "" : Failing "empty class"
WScript.CreateObject "No.Such.Class" : Failing "unknown class"
WScript.CreateObject "Scripting.Dictionary", "prefix_" : Failing "no events"
WScript.ConnectObject Nothing, "prefix_" : Failing "nothing to connect"
WScript.ConnectObject "text", "prefix_" : Failing "text to connect"
WScript.ConnectObject CreateObject("Scripting.Dictionary"), "prefix_" : Failing "no events to connect"
WScript.DisconnectObject CreateObject("Scripting.Dictionary") : Failing "not connected"
WScript.GetObject "no-such-moniker:" : Failing "unknown moniker"
WScript.GetObject , "Scripting.Dictionary" : Failing "not running"
WScript.GetObject "", "No.Such.Class" : Failing "unknown class of GetObject"
WScript.Echo IsObject(WScript.GetObject("", "Scripting.Dictionary"))
