' inventory.vbs PACKAGES MOUNTS: keep the packages and file systems of a machine as CIM objects.
'
' PACKAGES has a row for each package (name, version, architecture, size in KiB, section), MOUNTS one for each file
' system (device, mount point, type), parted by tabs. Every row is put with PutAsync; its context carries the file and
' the row, so that the events of a call can say which row they are about. Run again, it updates what is there.
Option Explicit

Const TypeString = 8
Const TypeUint64 = 21
Const CreateOrUpdate = 0
Const MostPending = 500
Const Largest = 5

Dim services, sink, pending, stored, failed, started
pending = 0
stored = 0
failed = 0

If WScript.Arguments.Count <> 2 Then
    WScript.Echo "usage: inventory.vbs PACKAGES MOUNTS"
    WScript.Quit 2
End If

Set services = OpenInventory()
Set sink = WScript.CreateObject("WbemScripting.SWbemSink", "sink_")
DefineClass "Inventory_Package", Array("Name", "Architecture"), Array("Version", "Section"), Array("InstalledSize")
DefineClass "Inventory_FileSystem", Array("MountPoint"), Array("Device", "Type"), Array()
WScript.Echo "in the store: " & CountOf("Inventory_Package") & " packages, " & _
    CountOf("Inventory_FileSystem") & " file systems"

started = Timer
PutRows WScript.Arguments(0), "Inventory_Package", Array("Name", "Version", "Architecture", "InstalledSize", "Section")
PutRows WScript.Arguments(1), "Inventory_FileSystem", Array("Device", "MountPoint", "Type")
WaitUntilPendingIs 0
WScript.Echo stored & " rows stored, " & failed & " failed, in " & FormatNumber(Timer - started, 1) & " seconds"
WScript.Echo

ReportSections
ReportLargest
If failed > 0 Then WScript.Quit 1

' --- the classes -----------------------------------------------------------------------------------

Function OpenInventory()
    Dim locator, space
    Set locator = CreateObject("WbemScripting.SWbemLocator")
    Set space = locator.ConnectServer(".", "root").Get("__NAMESPACE").SpawnInstance_
    space.Name = "inventory"
    space.Put_
    Set OpenInventory = locator.ConnectServer(".", "root\inventory")
End Function

Sub DefineClass(name, keys, texts, sizes)
    Dim definition, property
    Set definition = services.Get()
    definition.Path_.Class = name
    For Each property In keys
        definition.Properties_.Add(property, TypeString).Qualifiers_.Add "key", True
    Next
    For Each property In texts
        definition.Properties_.Add property, TypeString
    Next
    For Each property In sizes
        definition.Properties_.Add(property, TypeUint64).Qualifiers_.Add "Units", "KiloBytes"
    Next
    ' The class may be there, with instances, from an earlier run: then it is the same.
    On Error Resume Next
    services.Get name
    If Err.Number <> 0 Then
        Err.Clear
        definition.Put_
        If Err.Number <> 0 Then
            WScript.Echo "class " & name & ": " & Err.Description
            WScript.Quit 1
        End If
    End If
End Sub

' --- the rows --------------------------------------------------------------------------------------

Sub PutRows(file, className, columns)
    Dim definition, lines, row
    Set definition = services.Get(className)
    lines = ReadLines(file)
    For row = 1 To UBound(lines)
        PutRow definition.SpawnInstance_, Split(lines(row - 1), vbTab), columns, file, row
    Next
    WScript.Echo UBound(lines) & " rows of " & className & " handed over, " & stored & " stored so far"
End Sub

' The lines of a file, and an empty one after the last line's end. All at once: Wine 8.0's AtEndOfStream is wrong for some
' lengths of a file.
Function ReadLines(file)
    Dim stream
    Set stream = CreateObject("Scripting.FileSystemObject").OpenTextFile(file)
    ReadLines = Split(Replace(stream.ReadAll, vbCr, ""), vbLf)
    stream.Close
End Function

Sub PutRow(instance, fields, columns, file, row)
    Dim context, i
    For i = 0 To UBound(columns)
        instance.Properties_.Item(columns(i)).Value = fields(i)
    Next
    Set context = CreateObject("WbemScripting.SWbemNamedValueSet")
    context.Add "File", file
    context.Add "Row", row
    pending = pending + 1
    services.PutAsync sink, instance, CreateOrUpdate, Nothing, context
    If pending >= MostPending Then WaitUntilPendingIs MostPending / 2
End Sub

Sub WaitUntilPendingIs(most)
    Do While pending > most
        WScript.Sleep 1
    Loop
End Sub

Sub sink_OnObjectPut(path, context)
    stored = stored + 1
    If stored Mod 500 = 0 Then
        WScript.Echo "  stored " & stored & ", the last is row " & context.Item("Row").Value & ": " & path.RelPath
    End If
End Sub

Sub sink_OnCompleted(result, problem, context)
    pending = pending - 1
    If result <> 0 Then
        failed = failed + 1
        WScript.Echo context.Item("File").Value & ", row " & context.Item("Row").Value & ": error " & Hex(result)
    End If
End Sub

' --- what is in the store --------------------------------------------------------------------------

Function CountOf(className)
    CountOf = services.InstancesOf(className).Count
End Function

Sub ReportSections
    Dim counts, sizes, package, section, total, size
    Set counts = CreateObject("Scripting.Dictionary")
    Set sizes = CreateObject("Scripting.Dictionary")
    total = 0
    For Each package In services.ExecQuery("SELECT Section, InstalledSize FROM Inventory_Package")
        section = package.Section
        size = CDbl(package.InstalledSize)
        If Not counts.Exists(section) Then
            counts.Add section, 0
            sizes.Add section, 0
        End If
        counts.Item(section) = counts.Item(section) + 1
        sizes.Item(section) = sizes.Item(section) + size
        total = total + size
    Next
    WScript.Echo "packages by section:"
    Do While sizes.Count > 0
        section = KeyOfLargest(sizes)
        WScript.Echo PadLeft(counts.Item(section), 7) & PadLeft(MegaBytes(sizes.Item(section)), 10) & " MB  " & section
        sizes.Remove section
    Loop
    WScript.Echo PadLeft(CountOf("Inventory_Package"), 7) & PadLeft(MegaBytes(total), 10) & " MB  in all, and " & _
        CountOf("Inventory_FileSystem") & " file systems"
    WScript.Echo
End Sub

Function KeyOfLargest(numbers)
    Dim key, most
    most = -1
    For Each key In numbers.Keys
        If numbers.Item(key) > most Then
            most = numbers.Item(key)
            KeyOfLargest = key
        End If
    Next
End Function

Sub ReportLargest
    Dim package, size, place, i
    ' Fixed arrays: ReDim of a dynamic one crashes the VBScript of Wine 8.0.
    Dim sizes(5), names(5)
    For Each package In services.InstancesOf("Inventory_Package")
        size = CDbl(package.InstalledSize)
        place = Largest
        Do While place > 0
            If sizes(place - 1) >= size Then Exit Do
            sizes(place) = sizes(place - 1)
            names(place) = names(place - 1)
            place = place - 1
        Loop
        sizes(place) = size
        names(place) = package.Name & " " & package.Version
    Next
    WScript.Echo "the " & Largest & " largest packages:"
    For i = 0 To Largest - 1
        WScript.Echo PadLeft(MegaBytes(sizes(i)), 17) & " MB  " & names(i)
    Next
End Sub

Function MegaBytes(kiloBytes)
    MegaBytes = CStr(CLng(kiloBytes / 1024))
End Function

Function PadLeft(text, width)
    PadLeft = Right(Space(width) & text, width)
End Function
