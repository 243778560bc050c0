' ConnectServer: every way to name this computer and a namespace; arguments left out, empty, Null, and wrong.
Option Explicit
Dim locator, services, context
Set locator = CreateObject("WbemScripting.SWbemLocator")

Sub Report(what)
    If Err.Number = 0 Then
        WScript.Echo what & ": " & services.Get("__Namespace").Path_.Namespace
    Else
        WScript.Echo what & ": " & Hex(Err.Number) & " " & Err.Source & " [" & Err.Description & "]"
    End If
    Err.Clear
    Set services = Nothing
End Sub

On Error Resume Next
Set services = locator.ConnectServer : Report "nothing"
Set services = locator.ConnectServer() : Report "parentheses"
Set services = locator.ConnectServer(".") : Report "."
Set services = locator.ConnectServer("") : Report "no server"
Set services = locator.ConnectServer("localhost", "root\default") : Report "localhost"
Set services = locator.ConnectServer("./", "root\default") : Report "./"
Set services = locator.ConnectServer(, "root\default") : Report "server left out"
Set services = locator.ConnectServer(Null, "root\default") : Report "server Null"
Set services = locator.ConnectServer(Empty, "root\default") : Report "server Empty"
Set services = locator.ConnectServer(".", Null) : Report "namespace Null"
Set services = locator.ConnectServer(".", "") : Report "namespace empty"
Set services = locator.ConnectServer(".", "root/default") : Report "slash"
Set services = locator.ConnectServer(".", "ROOT\Default") : Report "capitals"
Set services = locator.ConnectServer(".", "root") : Report "root"
Set services = locator.ConnectServer(".", "\\.\root\default") : Report "with a server"
Set services = locator.ConnectServer(".", "//./root/default") : Report "with a server and slashes"
Set services = locator.ConnectServer(".", "root\default", "", "", "MS_409", "", 0, Nothing) : Report "all of them"
Set services = locator.ConnectServer(".", "root\default", , , , , 128) : Report "wait at most"
Set services = locator.ConnectServer(".", "root\default", Null, Null, Null, Null, 0) : Report "Nulls"
Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
context.Add "__ProviderArchitecture", 32
Set services = locator.ConnectServer(".", "root\default", , , , , , context) : Report "a context"

Set services = locator.ConnectServer(".", "root\none") : Report "absent"
Set services = locator.ConnectServer(".", "root\default", "user", "password") : Report "credentials"
Set services = locator.ConnectServer(".", "root\default", "", "", "english") : Report "a locale that is none"
Set services = locator.ConnectServer(".", "root\default", "", "", "", "", 1) : Report "an unknown flag"
Set services = locator.ConnectServer(".", "root\default:Class") : Report "with a class"
Set services = locator.ConnectServer(".", 5) : Report "a number"
Set services = locator.ConnectServer(".", Array("root")) : WScript.Echo "an array: " & (Err.Number <> 0) : Err.Clear

' The services object says who it is by what it makes.
Set services = locator.ConnectServer(".", "root\default")
WScript.Echo services.Get("__Namespace").Path_.Server = locator.ConnectServer("localhost").Get("__Namespace").Path_.Server
