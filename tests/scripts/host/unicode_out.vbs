WScript.Echo "Gr" & "üße", "€"
WScript.StdOut.Write WScript.StdIn.ReadLine
