Dim fso
Set fso = CreateObject("Scripting.FileSystemObject")
fso.OpenTextFile "c:\no\such\file"
