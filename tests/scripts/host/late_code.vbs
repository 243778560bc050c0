' The prelude's ways into the engine.
Option Explicit
Dim value, add
Function Sum(a, b)
    Sum = a + b
End Function
Set add = GetRef("Sum")
WScript.Echo add(2, 3), Eval("1 + 2 * 3"), Eval("Sum(4, 5)")
Execute "value = 77"
ExecuteGlobal "Function Twice(x) : Twice = x * 2 : End Function"
WScript.Echo value, Twice(21)
On Error Resume Next
Set add = GetRef("NoSuchProcedure")
WScript.Echo Err.Number
