WScript.Echo("never");
var x = = 3;
