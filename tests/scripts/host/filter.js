// The filter idiom: a line in, a line out, in UTF-8.
var count = 0;
while (!WScript.StdIn.AtEndOfStream) {
    var line = WScript.StdIn.ReadLine();
    WScript.StdOut.WriteLine(++count + " " + line.length + " " + line);
}
