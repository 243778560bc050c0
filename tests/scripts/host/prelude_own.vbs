' What a script defines itself stands before what the host supplies.
Function Join(a, b)
    Join = "mine " & a & b
End Function
Sub UseLocal
    Dim filter
    filter = "local"
    WScript.Echo filter
End Sub
Class Holder
    Public Function DatePart(x)
        DatePart = "method " & x
    End Function
    Public Function Both
        Both = DatePart(1) & ", " & Join(1, 2) & ", " & DateDiff("d", 0, 1)
    End Function
End Class
Dim holder_
Set holder_ = New Holder
WScript.Echo Join("a", "b"), holder_.Both
UseLocal
