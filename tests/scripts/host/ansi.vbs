WScript.Echo "ansi: ü €"
