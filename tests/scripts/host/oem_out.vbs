WScript.Echo "Grüße"
