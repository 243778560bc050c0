' An error in a supplied function stands at the script's line.
WScript.Echo Join(Array(1, 2))

WScript.Echo DateDiff("nonsense", Now, Now)
