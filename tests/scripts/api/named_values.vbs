' SWbemNamedValueSet: the idioms of its documentation, and what it stores.
Option Explicit
Dim context, value, element, copy, names, list
Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
WScript.Echo "empty: " & context.Count

Set element = context.Add("n1", Array(1, 2, 3))
WScript.Echo "added: " & element.Name & ", bounds " & LBound(context("n1").Value) & " to " & UBound(context("n1").Value)
list = context("n1")
WScript.Echo "a copy of it: " & list(0) & ", directly: " & context("n1")(0) & ", by Value: " & context("n1").Value(2)
Set value = context("n1")
value(1) = 345
WScript.Echo "through the named value: " & context("n1")(1)
context("n1") = Array(5, 34, 178871)
WScript.Echo "the whole assigned: " & context("n1")(1) & " of " & UBound(context("n1").Value) + 1
context("n1").Value = "text now"
WScript.Echo "another type: " & TypeName(context("N1").Value) & " " & context.Item("N1")

context.Add "integer", CInt(1)
context.Add "long", 100000
context.Add "double", 0.5
context.Add "text", "t"
context.Add "boolean", True
context.Add "null", Null
context.Add "date", #2/29/2024#
context.Add "object", CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "LONG", 200000
For Each element In context
    names = names & " " & element.Name & ":"
    If IsObject(element.Value) Then
        names = names & element.Value.Count
    Else
        names = names & TypeName(element.Value)
    End If
Next
WScript.Echo context.Count & ":" & names
WScript.Echo "added twice: " & context("long")

Set copy = context.Clone
copy("text") = "changed in the copy"
copy.Remove "integer"
WScript.Echo "the copy is its own: " & context("text") & " " & context.Count & " " & copy.Count
copy.DeleteAll
WScript.Echo "all deleted: " & copy.Count & " " & context.Count

On Error Resume Next
WScript.Echo context.Item("none").Value
WScript.Echo "not there: " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]" : Err.Clear
context.Remove "none"
WScript.Echo "removing what is not there: " & Hex(Err.Number) : Err.Clear
context.Add "x", 1, 1
WScript.Echo "a flag: " & Hex(Err.Number) : Err.Clear
context.Add "", 1
WScript.Echo "no name: " & (Err.Number <> 0) : Err.Clear
