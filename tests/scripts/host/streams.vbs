' Standard input piece by piece, with its positions.
Option Explicit
Dim input, output
Set input = WScript.StdIn
Set output = WScript.StdOut
output.WriteLine "1 " & input.Line & ":" & input.Column & " " & input.AtEndOfLine
output.WriteLine "2 " & input.Read(2) & " " & input.Column
input.Skip 1
output.WriteLine "3 " & input.ReadLine & "|" & input.Line
input.SkipLine
output.WriteLine "4 [" & input.ReadLine & "] " & input.AtEndOfLine
output.WriteLine "5 " & input.Read(3) & " " & input.AtEndOfLine & " " & input.AtEndOfStream
output.Write "6 "
output.Write input.ReadAll
output.WriteBlankLines 2
output.WriteLine
output.WriteLine "7 " & input.AtEndOfStream & " " & input.AtEndOfLine & " " & output.Line & ":" & output.Column
WScript.StdErr.WriteLine "to standard error"
WScript.StdErr.Write 42
WScript.StdErr.WriteBlankLines 1
On Error Resume Next
Sub Failing(what)
    output.WriteLine what & ": " & Hex(Err.Number) & " " & Err.Source & " " & Err.Description
    Err.Clear
End Sub
input.ReadLine : Failing "ReadLine"
input.ReadAll : Failing "ReadAll"
input.Read 1 : Failing "Read"
input.Skip 1 : Failing "Skip"
input.SkipLine : Failing "SkipLine"
input.Write "x" : Failing "Write to input"
output.Read 1 : Failing "Read from output"
input.Read -1 : Failing "Read(-1)"
output.WriteLine "[" & input.Read(0) & "]" : Failing "Read(0)"
input.Close
input.ReadLine : Failing "closed"
WScript.StdErr.Close
WScript.StdErr.WriteLine "never" : Failing "closed output"
