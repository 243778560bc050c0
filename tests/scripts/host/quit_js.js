function deep(level) {
    try {
        if (!level) WScript.Quit(30);
        deep(level - 1);
    } catch (e) {
        WScript.Echo("never caught");
    } finally {
        WScript.Echo("never at last");
    }
}
WScript.Echo("before");
deep(5);
WScript.Echo("never");
