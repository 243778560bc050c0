WScript.Timeout = 1
WScript.Timeout = 0
WScript.Sleep 1300
WScript.Echo "still here", WScript.Timeout
