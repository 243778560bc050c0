' The plain properties of WScript, and WSH as its other name.
Option Explicit
WScript.Echo WScript.Name & "|" & WScript & "|" & WSH.Name
WScript.Echo WScript.Version & "|" & WScript.BuildVersion
WScript.Echo WScript.ScriptName & "|" & LCase(Right(WScript.ScriptFullName, Len("\properties.vbs")))
WScript.Echo LCase(Right(WScript.FullName, 12)), WScript.FullName = WScript.Path & Right(WScript.FullName, 12)
WScript.Echo WScript.Application.ScriptName, WScript.Application.Application Is WScript.Application
WScript.Echo WScript.Interactive & "|" & WScript.Timeout
WScript.Timeout = 30
WScript.Interactive = False
WScript.Echo "not shown"
WScript.Interactive = True
WScript.Echo WScript.Timeout
