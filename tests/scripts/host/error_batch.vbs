WScript.Echo "not shown in batch mode"
WScript.StdOut.WriteLine "a stream is not silenced"
x = 1 / 0
