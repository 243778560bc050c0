// What the scripting objects say of a failure reaches the user.
var services = new ActiveXObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\\default");
services.Get("NoSuchClass");
