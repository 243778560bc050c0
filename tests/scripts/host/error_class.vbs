Set x = WScript.CreateObject("No.Such.Class")
