function GetObject(name) { return "mine " + name; }
WScript.Echo(GetObject("x"));
