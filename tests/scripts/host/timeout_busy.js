WScript.Echo("start");
while (true) ;
