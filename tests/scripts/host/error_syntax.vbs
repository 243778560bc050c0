WScript.Echo "never"
Dim x
x = = 2
