WScript.Quit -1
