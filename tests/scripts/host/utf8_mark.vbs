WScript.Echo "utf-8 with a mark: ü"
