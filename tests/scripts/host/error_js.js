WScript.Echo("before");
function f() {
  missing.member();
}
f();
