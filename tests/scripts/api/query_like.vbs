' LIKE and its wildcards.
Option Explicit
Dim services, class_, name
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_File"
class_.Properties_.Add("Name", 8).Qualifiers_.Add "key", True
class_.Properties_.Add "Size", 19
class_.Put_
For Each name In Array("report.txt", "Report 2.TXT", "a_b", "aXb", "100%", "1000", "[x]", "c:\temp\file", "it's", "")
    Dim object
    Set object = class_.SpawnInstance_
    object.Name = name
    object.Size = Len(name) * 100
    object.Put_
Next

Sub Query(where)
    Dim row, names
    For Each row In services.ExecQuery("SELECT * FROM Api_File WHERE " & where)
        names = names & " <" & row.Name & ">"
    Next
    WScript.Echo where & " ->" & names
End Sub

Query "Name LIKE 'report.txt'"
Query "Name LIKE 'report%'"
Query "Name LIKE '%.txt'"
Query "Name LIKE '%o%t%'"
Query "Name LIKE 'report.txtmore'"
Query "Name LIKE 'rep'"
Query "Name LIKE '_eport.txt'"
Query "Name LIKE 'a_b'"
Query "Name LIKE 'a[_]b'"
Query "Name LIKE '100[%]'"
Query "Name LIKE '[[]x]'"
Query "Name LIKE '[a-f]%'"
Query "Name LIKE '[^a-r]%'"
Query "Name LIKE '[ci]%'"
Query "Name LIKE '%\\temp\\%'"
Query "Name LIKE ""it's"""
Query "Name LIKE 'it\'s'"
Query "NOT Name LIKE '%[a-z]%'"
Query "Name NOT LIKE '%[a-z]%'"
Query "Name LIKE ''"
Query "Size LIKE '1%'"
Query "Name LIKE '%%%%%%%%%%%%%%%%%%%%%%%%%%%%q'"
