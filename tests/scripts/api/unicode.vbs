' Names and values in all the world's letters, long texts, characters that need care; equality without case.
Option Explicit
Dim services, class_, object, text, row, names, i
Set services = CreateObject("WbemScripting.SWbemLocator").ConnectServer(".", "root\default")
Set class_ = services.Get()
class_.Path_.Class = "Api_Länge"
class_.Properties_.Add("Schlüssel", 8).Qualifiers_.Add "key", True
class_.Properties_.Add "Значение", 8
class_.Qualifiers_.Add "Erklärung", "in µm – 大きさ"
WScript.Echo class_.Put_.RelPath
WScript.Echo services.Get("API_LÄNGE").Path_.Class, services.Get("api_länge").Qualifiers_("ERKLÄRUNG").Value

Sub Store(key, value)
    Set object = services.Get("Api_Länge").SpawnInstance_
    object.Properties_("Schlüssel").Value = key
    object.Properties_("Значение").Value = value
    object.Put_
End Sub

Store "Ärger", "один"
Store "日本語", "二"
Store "emoji " & ChrW(&HD83D) & ChrW(&HDE00), "three"
WScript.Echo "by another case: " & services.Get("Api_Länge='äRGER'").Properties_("значение").Value
WScript.Echo services.Get("Api_Länge.Schlüssel='日本語'").Path_.RelPath
For Each row In services.ExecQuery("SELECT * FROM Api_Länge WHERE Значение = 'ОДИН' OR Schlüssel LIKE '日%'")
    names = names & " " & row.Properties_("Schlüssel").Value
Next
WScript.Echo "by a query:" & names
names = ""
For Each row In services.InstancesOf("Api_Länge")
    text = row.Properties_("Schlüssel").Value
    names = names & " " & Len(text) & ":" & Hex(AscW(Right(text, 1)))
Next
WScript.Echo "lengths and last units:" & names

' Whatever a text can hold comes back: quotes, backslashes, tabs, line ends, a zero, half a surrogate pair.
text = "q"" a' b\ t" & vbTab & " n" & vbCrLf & " z" & Chr(0) & " s" & ChrW(&HD800) & " end"
Store "odd", text
WScript.Echo "odd characters: " & (services.Get("Api_Länge='odd'").Properties_("Значение").Value = text) & " " & Len(text)
text = String(300000, "ä") & "end"
Store "long", text
WScript.Echo "long: " & (services.Get("Api_Länge='long'").Properties_("Значение").Value = text)
text = "key with "" and ' and \"
Store text, "found"
Set object = services.ExecQuery("SELECT * FROM Api_Länge WHERE Значение = 'found'").ItemIndex(0)
WScript.Echo object.Path_.RelPath & " " & services.Get(object.Path_.RelPath).Properties_("Значение").Value

On Error Resume Next
Set class_ = services.Get()
For Each text In Array("Api Space", "Api-Minus", "1Api", "_Api", "Api_", "Api.Dot", "__Api", "", String(256, "a"))
    Err.Clear
    class_.Path_.Class = text
    If Err.Number = 0 Then class_.Put_
    WScript.Echo "class name <" & Left(text, 12) & "> refused: " & (Err.Number <> 0)
Next
