WScript.Echo "utf-8 without a mark: ü €"
