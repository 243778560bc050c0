' Join, Filter, Escape, Unescape: a row for each case.
Option Explicit
Dim list(2), sparse(), grid(1, 1), item
list(0) = "a" : list(1) = 2 : list(2) = True

Sub Row(name, value)
    WScript.Echo name & " [" & value & "]"
End Sub

Sub Failure(name)
    WScript.Echo name & " " & Err.Number & " " & Err.Description
    Err.Clear
End Sub

Row "default delimiter", Join(list)
Row "delimiter", Join(list, ", ")
Row "no delimiter", Join(list, "")
Row "long delimiter", Join(Array("x", "y"), "<->")
Row "one", Join(Array("x"), ",")
Row "none", Join(Array(), ",")
Row "numbers", Join(Array(1, 2.5, -3), ";")
Row "empty and null", Join(Array("a", Empty, Null, "b"), ",")
Row "of split", Join(Split("a,b,c", ","), "+")
Row "nested", Join(Array(Join(Array(1, 2), "."), "z"), "/")
Row "numeric delimiter", Join(Array("a", "b"), 0)

Row "filter", Join(Filter(Array("apple", "Banana", "grape", "APPLE"), "ap"), ",")
Row "filter out", Join(Filter(Array("apple", "Banana", "grape", "APPLE"), "ap", False), ",")
Row "filter without case", Join(Filter(Array("apple", "Banana", "grape", "APPLE"), "ap", True, vbTextCompare), ",")
Row "filter out without case", Join(Filter(Array("apple", "Banana", "grape", "APPLE"), "ap", False, 1), ",")
Row "filter binary", Join(Filter(Array("ab", "AB"), "AB", True, vbBinaryCompare), ",")
Row "filter nothing left", UBound(Filter(Array("a", "b"), "zzz"))
Row "filter of none", UBound(Filter(Array(), "a"))
Row "filter by empty text", UBound(Filter(Array("a", "b"), ""))
Row "filter numbers", Join(Filter(Array(12, 21, 3), "2"), ",")
For Each item In Filter(Array("one", "two"), "o")
    Row "for each", item
Next

Row "escape", Escape("AZaz09@*_+-./ !""#$%&'(),:;<=>?[\]^`{|}~")
Row "escape latin", Escape(ChrW(233) & ChrW(255))
Row "escape wide", Escape(ChrW(256) & ChrW(8364))
Row "escape empty", Escape("")
Row "escape number", Escape(1.5)
Row "unescape", Unescape("%41%20%u20AC") = "A " & ChrW(8364)
Row "unescape broken", Unescape("%4 %u12 %zz 100% %")
Row "unescape both cases", Unescape("%2f%2F%u006a%u006A")
Row "round trip", Unescape(Escape("100% " & ChrW(1234) & " é")) = "100% " & ChrW(1234) & " é"

On Error Resume Next
item = Join("text", ",") : Failure "join text"
item = Join(Empty) : Failure "join nothing"
item = Join(grid, ",") : Failure "join grid"
item = Join(list, Null) : Failure "join by null"
item = Join(list, ",", 1) : Failure "join too many"
item = Join() : Failure "join too few"
item = Filter("text", "t") : Failure "filter text"
item = Filter(list, "a", True, 7) : Failure "filter compare"
item = Filter(list) : Failure "filter too few"
item = Escape(Null) : Failure "escape null"
