Sub Divide(a, b)
    WScript.Echo a / b
End Sub
Divide 6, 3
Divide 1, 0
