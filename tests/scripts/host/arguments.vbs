' Every view of the command line, and values of every form of named argument.
Option Explicit
Dim argument, args
Set args = WScript.Arguments
WScript.Echo "all", args.Count, args.length, args(0), args.Item(1)
For Each argument In args
    WScript.Echo "  " & argument
Next
WScript.Echo "named", args.Named.Count, args.Named.length
For Each argument In args.Named
    WScript.Echo "  " & argument & "=" & args.Named(argument) & " " & TypeName(args.Named.Item(argument))
Next
WScript.Echo "exists", args.Named.Exists("SERVER"), args.Named.Exists("nope"), TypeName(args.Named("nope"))
WScript.Echo "unnamed", args.Unnamed.Count, args.Unnamed.length, args.Unnamed(1)
For Each argument In WScript.Arguments.Unnamed
    WScript.Echo "  " & argument
Next
args.ShowUsage
On Error Resume Next
argument = args.Item(99)
WScript.Echo Err.Number, Err.Description
Err.Clear
argument = args.Item(-1)
WScript.Echo Err.Number, Err.Description
