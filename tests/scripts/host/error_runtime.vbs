Dim numbers(2)
WScript.Echo "before"

    numbers(5) = 1
WScript.Echo "never"
