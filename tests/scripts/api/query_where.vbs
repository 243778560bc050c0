' WHERE: comparisons of every kind, AND before OR, NOT, parentheses, either order of constant and property.
Option Explicit
Dim services, class_, i
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Service"
class_.Properties_.Add("Name", 8).Qualifiers_.Add "key", True
class_.Properties_.Add "State", 8
class_.Properties_.Add "Pid", 19
class_.Properties_.Add "Load", 5
class_.Properties_.Add "Started", 11
class_.Put_
Set class_ = services.Get("Api_Service").SpawnDerivedClass_
class_.Path_.Class = "Api_Driver"
class_.Put_

Sub Store(class_name, name, state, pid, load, started)
    Dim object
    Set object = services.Get(class_name).SpawnInstance_
    object.Name = name
    object.State = state
    object.Pid = pid
    object.Load = load
    object.Started = started
    object.Put_
End Sub

Store "Api_Service", "Spooler", "Running", 100, 0.5, True
Store "Api_Service", "MSIServer", "Stopped", 0, Null, False
Store "Api_Service", "alerter", "stopped", 0, 0, False
Store "Api_Service", "DHCP", "Running", 5, -1.5, True
Store "Api_Driver", "Beep", "Running", Null, 2, True

Sub Query(where)
    Dim row, names
    For Each row In services.ExecQuery("SELECT * FROM Api_Service WHERE " & where)
        names = names & " " & row.Name
    Next
    WScript.Echo where & " ->" & names
End Sub

Query "Name = 'spooler'"
Query "Name <> 'Spooler'"
Query "Name != 'Spooler' AND State = 'Running'"
Query "Name > 'beep' AND Name < 'N'"
Query "Name = 'MSIServer' OR Name = 'Spooler' AND Name = 'zzz'"
Query "(Name = 'MSIServer' OR Name = 'Spooler') AND State = 'running'"
Query "NOT State = 'Stopped' AND NOT Pid = 5"
Query "NOT (State = 'Stopped' OR Pid = 5)"
Query "Pid >= 5"
Query "5 <= Pid"
Query "100 > Pid"
Query "Pid = '100'"
Query "Pid IS NULL"
Query "Load > -2 AND Load <= 0.5"
Query "Load < 0"
Query "Started = TRUE"
Query "Started = FALSE"
Query "Started <> TRUE"
Query "Started = 1"
Query "Started = 'True'"
Query "__CLASS = 'Api_Driver'"
Query "__CLASS = 'Api_Service' AND Started = TRUE"
Query "name = ""DHCP"" or PID = 100"
Query "((((Pid = 0))))"

' The same over several lines, and with blanks at either end.
WScript.Echo services.ExecQuery("  SELECT Name" & vbCrLf & "  FROM Api_Service" & vbCrLf & vbTab & "WHERE Pid = 5  " & vbLf).Count
WScript.Echo services.ExecQuery("select name,pid from api_service where state='STOPPED'").Count

' Many terms.
Dim text
text = "Pid = 1"
For i = 2 To 300
    text = text & " OR Pid = " & i
Next
WScript.Echo services.ExecQuery("SELECT * FROM Api_Service WHERE " & text).Count
