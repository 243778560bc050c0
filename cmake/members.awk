# members.c out of tests/data/surface.tsv: the static members of each dispatch interface as tables, with an index by
# folded name (open addressing, the hash of com_member_hash) and one by dispid, so that nothing is built at run time.
# Plain POSIX awk; mawk has no bit operations, hence the arithmetic modulo 65536.
#
# Columns: interface iid member invkind dispid nparams nopt params rettype restricted vtbl_slot declared_in

BEGIN {
    FS = "\t"
    # Returned as the Ex interface, or an event interface: no table of its own.
    left_out["ISWbemServices"]; left_out["ISWbemObject"]; left_out["ISWbemSinkEvents"]
    for (i = 32; i < 127; i++)
        code[sprintf("%c", i)] = i
    kind["method"] = "DISPATCH_METHOD"
    kind["propget"] = "DISPATCH_PROPERTYGET"
    kind["propput"] = "DISPATCH_PROPERTYPUT"
    type["I4"] = "I4"; type["BOOL"] = "BOOL"; type["BSTR"] = "BSTR"; type["DATE"] = "DATE"
    type["VARIANT"] = "VARIANT"; type["VARIANT*"] = "VARIANT"; type["void"] = "VOID"
    type["IDispatch*"] = "DISPATCH"; type["IUnknown*"] = "UNKNOWN"
    print "/* Made by cmake/members.awk from tests/data/surface.tsv. */"
    print "#include \"com/members.h\"\n\n#include <wbemdisp.h>\n"
}

FNR == 1 || ($1 in left_out) { next }

$1 != current { end_table(); current = $1; count = 0; names = 0; params = ""; members = "" }

{ add_member() }

END { end_table() }

function type_of(name)
{
    if (name in type)
        return "COM_PARAM_" type[name]
    return name ~ /\*$/ ? "COM_PARAM_OBJECT" : "COM_PARAM_I4"
}

function add_member(    list, n, i, label)
{
    label = "NULL"
    n = $8 == "-" ? 0 : split($8, list, ";")
    if (n)
    {
        label = "params_" current "_" count
        params = params "static const struct com_param " label "[] = {\n"
        for (i = 1; i <= n; i++)
            params = params "    " param(list[i]) ",\n"
        params = params "};\n"
    }
    members = members sprintf("    {L\"%s\", %d, %s, %d, %s, %s, %d},\n", $3, $5, kind[$4], $11, type_of($9), label, n)
    id[count] = $5
    if (!count || $3 != name[names])
    {
        name[++names] = $3
        first[names] = count
    }
    count++
}

# name:TYPE, name:TYPE=default?opt
function param(text,    at, label, declared, optional, value, number, string)
{
    at = index(text, ":")
    label = substr(text, 1, at - 1)
    declared = substr(text, at + 1)
    optional = sub(/\?opt$/, "", declared)
    value = ""
    if (at = index(declared, "="))
    {
        value = substr(declared, at + 1)
        declared = substr(declared, 1, at - 1)
    }
    number = value == "TRUE" ? -1 : value ~ /^-?[0-9]+$/ ? value : 0
    string = value ~ /^"/ ? "L" value : "NULL"
    return sprintf("{L\"%s\", %s, %s, %s, %s, %s}", label, type_of(declared),
        type_of(declared) == "COM_PARAM_OBJECT" ? "&IID_" substr(declared, 1, length(declared) - 1) : "NULL",
        optional ? "true" : "false", number, string)
}

function hash(text,    h, i)
{
    text = tolower(text)
    h = 5381
    for (i = 1; i <= length(text); i++)
        h = (h * 33 + code[substr(text, i, 1)]) % 65536
    return h
}

function end_table(    size, bucket, i, at, top, by_id, line)
{
    if (current == "")
        return
    size = 4
    while (size < 2 * names)
        size *= 2
    for (i = 1; i <= names; i++)
    {
        at = hash(name[i]) % size
        while (at in bucket)
            at = (at + 1) % size
        bucket[at] = first[i] + 1
    }
    top = -1
    for (i = count - 1; i >= 0; i--)
        if (id[i] >= 0)
        {
            by_id[id[i]] = i + 1
            if (id[i] > top)
                top = id[i]
        }
    printf "%s", params
    printf "static const struct com_member members_%s[] = {\n%s};\n", current, members
    printf "static const unsigned char names_%s[] = {%s};\n", current, numbers(bucket, size)
    printf "static const unsigned char ids_%s[] = {%s};\n", current, numbers(by_id, top + 1)
    printf "const struct com_member_table com_members_%s = {\n", current
    printf "    members_%s, %d, names_%s, %d, ids_%s, %d};\n\n", current, count, current, size - 1, current, top + 1
}

function numbers(list, n,    i, text)
{
    for (i = 0; i < n; i++)
        text = text (i ? ", " : "") (i in list ? list[i] : 0)
    return text
}
