' Lines longer than the pieces that the input is read in; characters that fall on their borders.
Dim count, total, text
Do Until WScript.StdIn.AtEndOfStream
    text = WScript.StdIn.ReadLine
    count = count + 1
    total = total + Len(text)
Loop
WScript.Echo count, total, Right(text, 3)
