WScript.Echo "no code is 0"
WScript.Quit
WScript.Echo "never"
