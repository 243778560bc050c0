new ActiveXObject("Scripting.FileSystemObject").OpenTextFile("c:\\no\\such\\file");
