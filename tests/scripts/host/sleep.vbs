Dim start, passed
start = Timer
WScript.Sleep 300
passed = Timer - start
WScript.Echo passed >= 0.29 And passed < 5
WScript.Sleep 0
