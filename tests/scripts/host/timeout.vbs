WScript.Echo "start"
WScript.Sleep 60000
WScript.Echo "never"
