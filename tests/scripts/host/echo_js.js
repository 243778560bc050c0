WScript.Echo();
WScript.Echo(1, 2.5, "three", true, false, null, undefined);
