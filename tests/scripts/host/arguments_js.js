// The same objects as JScript asks for them.
var args = WScript.Arguments;
WScript.Echo(args.length, args.Count(), args(0), args.Item(1));
for (var e = new Enumerator(args); !e.atEnd(); e.moveNext())
    WScript.Echo(e.item());
WScript.Echo(args.Named.Item("k"), args.Named("K"), args.Named.Exists("k"), args.Unnamed.Count);
