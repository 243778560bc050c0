' The functions on bytes and on UTF-16 units.
Option Explicit
Dim item
Sub Row(name, value)
    WScript.Echo name & " [" & value & "] " & TypeName(value)
End Sub
Sub Failure(name)
    WScript.Echo name & " " & Err.Number & " " & Err.Description
    Err.Clear
End Sub
Row "AscW", AscW("A")
Row "AscW wide", AscW(ChrW(8364))
Row "AscW high", AscW(ChrW(65535))
Row "AscW of more", AscW("xyz")
Row "ChrW", ChrW(65) & ChrW(&H42) & ChrW("67")
Row "ChrW negative", AscW(ChrW(-32768))
Row "AscB", AscB("A")
Row "AscB second", AscB(MidB(ChrW(&H1234), 2, 1))
Row "ChrB", LenB(ChrB(255))
Row "ChrB pair", ChrB(65) & ChrB(0) = "A"
Row "LenB", LenB("abc")
Row "LenB number", LenB(12)
Row "LenB empty", LenB("")
Row "LeftB", LeftB("abc", 4)
Row "LeftB more", LeftB("abc", 99)
Row "LeftB none", LeftB("abc", 0)
Row "RightB", RightB("abc", 2)
Row "RightB more", RightB("abc", 99)
Row "MidB", MidB("abcd", 3, 4)
Row "MidB to the end", MidB("abcd", 5)
Row "MidB past the end", MidB("abcd", 50)
Row "InStrB", InStrB("abcd", "c")
Row "InStrB from", InStrB(6, "abcabc", "c")
Row "InStrB not there", InStrB("abc", "x")
Row "InStrB of nothing", InStrB("abc", "")
Row "InStrB compare", InStrB(1, "abc", "b", 0)
WScript.Echo IsNull(LenB(Null)), IsNull(LeftB(Null, 1)), IsNull(InStrB(Null, "a")), IsNull(InStrB("a", Null))
On Error Resume Next
item = AscW("") : Failure "AscW of nothing"
item = AscB("") : Failure "AscB of nothing"
item = ChrW(70000) : Failure "ChrW too high"
item = ChrB(256) : Failure "ChrB too high"
item = ChrB(-1) : Failure "ChrB negative"
item = LeftB("abc", -1) : Failure "LeftB negative"
item = MidB("abc", 0) : Failure "MidB from 0"
item = InStrB(0, "abc", "a") : Failure "InStrB from 0"
