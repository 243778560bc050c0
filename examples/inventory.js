// inventory.js: a report from the store that inventory.vbs filled: each section's share, and the file systems by type.
var locator = new ActiveXObject("WbemScripting.SWbemLocator");
var services = locator.ConnectServer(".", "root\\inventory");

function forEachRow(query, visit) {
    for (var rows = new Enumerator(services.ExecQuery(query)); !rows.atEnd(); rows.moveNext())
        visit(rows.item());
}

function totals(query, groupOf, amountOf) {
    var sums = {}, groups = [], all = 0;
    forEachRow(query, function (row) {
        var group = groupOf(row), amount = amountOf(row);
        if (!(group in sums)) {
            sums[group] = 0;
            groups.push(group);
        }
        sums[group] += amount;
        all += amount;
    });
    groups.sort(function (a, b) { return sums[b] - sums[a]; });
    return { sums: sums, groups: groups, all: all };
}

function pad(text, width) {
    text = String(text);
    while (text.length < width)
        text = " " + text;
    return text;
}

var sections = totals("SELECT Section, InstalledSize FROM Inventory_Package",
    function (row) { return row.Section; },
    function (row) { return Number(row.InstalledSize); });

WScript.Echo("what takes the room:");
for (var i = 0; i < sections.groups.length && i < 10; i++) {
    var section = sections.groups[i];
    var share = 100 * sections.sums[section] / sections.all;
    WScript.Echo(pad(share.toFixed(1), 7) + " %  " + section);
}

var types = totals("SELECT Type FROM Inventory_FileSystem",
    function (row) { return row.Type; },
    function () { return 1; });

WScript.Echo("file systems by type:");
for (var j = 0; j < types.groups.length; j++)
    WScript.Echo(pad(types.sums[types.groups[j]], 7) + "    " + types.groups[j]);
