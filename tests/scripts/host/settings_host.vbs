' What a double click on a script would run.
Dim shell, kind, verb, command
Set shell = CreateObject("WScript.Shell")
For Each kind In Array("VBSFile", "JSFile")
    verb = shell.RegRead("HKCU\Software\Classes\" & kind & "\Shell\")
    command = shell.RegRead("HKCU\Software\Classes\" & kind & "\Shell\" & verb & "\Command\")
    WScript.Echo kind, verb, LCase(Mid(command, InStrRev(command, "\") + 1))
Next
