' Security_: levels are kept and passed on; the locator has none before one is set.
Option Explicit
Dim locator, services, level
Set locator = CreateObject("WbemScripting.SWbemLocator")
On Error Resume Next
level = locator.Security_.ImpersonationLevel
WScript.Echo "not set: " & Hex(Err.Number) : Err.Clear
locator.Security_.ImpersonationLevel = 3
locator.Security_.AuthenticationLevel = 6
WScript.Echo "set: " & locator.Security_.ImpersonationLevel & " " & locator.Security_.AuthenticationLevel & " " & Err.Number
Set services = locator.ConnectServer(".", "root\default")
WScript.Echo "passed on: " & services.Security_.ImpersonationLevel & " " & services.Security_.AuthenticationLevel
services.Security_.ImpersonationLevel = 2
WScript.Echo "to children: " & services.Get("__Namespace").Security_.ImpersonationLevel & ", of a set " & _
    services.InstancesOf("__Namespace").Security_.ImpersonationLevel & ", the locator keeps " & locator.Security_.ImpersonationLevel
services.Security_.ImpersonationLevel = 9
WScript.Echo "no such level: " & Hex(Err.Number) & " " & Err.Source : Err.Clear
services.Security_.AuthenticationLevel = -1
WScript.Echo "no such level: " & Hex(Err.Number) : Err.Clear
WScript.Echo "kept: " & services.Security_.ImpersonationLevel & " " & services.Security_.AuthenticationLevel
