/* The type library in the built DLL against the three tables in tests/data, both ways: nothing missing, nothing extra.
 *
 * What the library holds is written out as lines of the same form as the tables', and the two sets of lines are
 * compared. The attributes of interfaces, which no table holds, follow behaviour.md 1.8. */
#include "server_path.h"

#include <check.h>
#include <oleauto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 2048

/* --- sets of lines ---------------------------------------------------------------------------- */

struct lines
{
    char **items;
    size_t count;
};

static void add_line(struct lines *lines, const char *line)
{
    lines->items = realloc(lines->items, (lines->count + 1) * sizeof(char *));
    lines->items[lines->count++] = _strdup(line);
}

static void free_lines(struct lines *lines)
{
    while (lines->count)
        free(lines->items[--lines->count]);
    free(lines->items);
}

static void read_table(const char *name, struct lines *out)
{
    char path[512], line[LINE_SIZE];
    snprintf(path, sizeof(path), "%s/%s", SWBEM_TEST_DATA, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "cannot read %s", path);
    bool header = true;
    while (fgets(line, sizeof(line), file))
    {
        line[strcspn(line, "\r\n")] = 0;
        if (!header && line[0])
            add_line(out, line);
        header = false;
    }
    fclose(file);
    ck_assert_uint_gt(out->count, 0);
}

/* Take `line` out of the set. @return false when it is not there */
static bool take_line(struct lines *lines, const char *line)
{
    for (size_t i = 0; i < lines->count; i++)
    {
        if (strcmp(lines->items[i], line))
            continue;
        free(lines->items[i]);
        lines->items[i] = lines->items[--lines->count];
        return true;
    }
    return false;
}

static unsigned compare(struct lines *wanted, const struct lines *have)
{
    unsigned differences = 0;
    for (size_t i = 0; i < have->count; i++)
        if (!take_line(wanted, have->items[i]))
        {
            printf("extra:   %s\n", have->items[i]);
            differences++;
        }
    for (size_t i = 0; i < wanted->count; i++, differences++)
        printf("missing: %s\n", wanted->items[i]);
    return differences;
}

/* --- what the library says -------------------------------------------------------------------- */

static ITypeLib *library;

static void load_library(void)
{
    WCHAR path[MAX_PATH];
    server_path(path);
    HRESULT hr = LoadTypeLibEx(path, REGKIND_NONE, &library);
    ck_assert_msg(hr == S_OK, "%ls: 0x%08lx", path, (long)hr);
}

static void release_library(void)
{
    ITypeLib_Release(library);
}

static const char *name_of(ITypeInfo *info, MEMBERID id)
{
    static char names[4][64];
    static int next;
    char *out = names[next++ % 4];
    BSTR name = NULL;
    ITypeInfo_GetDocumentation(info, id, &name, NULL, NULL, NULL);
    snprintf(out, 64, "%ls", name ? name : L"?");
    SysFreeString(name);
    return out;
}

static const char *guid_text(const GUID *guid)
{
    static char text[40];
    WCHAR wide[40];
    StringFromGUID2(guid, wide, 40);
    snprintf(text, sizeof(text), "%ls", wide);
    return text;
}

static void append(char *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void append(char *out, const char *format, ...)
{
    size_t length = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out + length, LINE_SIZE - length, format, arguments);
    va_end(arguments);
}

static void append_type(char *out, ITypeInfo *info, const TYPEDESC *type)
{
    static const struct
    {
        VARTYPE type;
        const char *name;
    } names[] = {{VT_BSTR, "BSTR"},           {VT_I4, "I4"},
                 {VT_BOOL, "BOOL"},           {VT_DATE, "DATE"},
                 {VT_VARIANT, "VARIANT"},     {VT_VOID, "void"},
                 {VT_DISPATCH, "IDispatch*"}, {VT_UNKNOWN, "IUnknown*"}};
    ITypeInfo *other;

    if (type->vt == VT_PTR)
    {
        append_type(out, info, type->lptdesc);
        append(out, "*");
        return;
    }
    if (type->vt == VT_USERDEFINED &&
        SUCCEEDED(ITypeInfo_GetRefTypeInfo(info, type->hreftype, &other)))
    {
        append(out, "%s", name_of(other, MEMBERID_NIL));
        ITypeInfo_Release(other);
        return;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].type == type->vt)
        {
            append(out, "%s", names[i].name);
            return;
        }
    append(out, "vt%d", type->vt);
}

static void append_default(char *out, const VARIANT *value)
{
    if (V_VT(value) == VT_BSTR)
        append(out, "=\"%ls\"", V_BSTR(value) ? V_BSTR(value) : L"");
    else if (V_VT(value) == VT_BOOL)
        append(out, "=%s", V_BOOL(value) == VARIANT_TRUE ? "TRUE" : V_BOOL(value) ? "?" : "FALSE");
    else if (V_VT(value) == VT_I4)
        append(out, "=%ld", (long)V_I4(value));
    else if (V_VT(value) == VT_DISPATCH && !V_DISPATCH(value))
        append(out, "=0");
    else
        append(out, "=vt%d", V_VT(value));
}

static void append_param(char *out, ITypeInfo *info, const char *name, const ELEMDESC *param)
{
    const PARAMDESC *desc = &param->paramdesc;
    append(out, "%s:", name);
    append_type(out, info, &param->tdesc);
    if (desc->wParamFlags & PARAMFLAG_FHASDEFAULT)
        append_default(out, &desc->pparamdescex->varDefaultValue);
    if (desc->wParamFlags & PARAMFLAG_FOPT)
        append(out, "?opt");
    if (!(desc->wParamFlags & PARAMFLAG_FIN))
        append(out, "?not in");
}

static const char *kind_of(const FUNCDESC *function)
{
    switch (function->invkind)
    {
    case INVOKE_FUNC:
        return "method";
    case INVOKE_PROPERTYGET:
        return "propget";
    case INVOKE_PROPERTYPUT:
        return "propput";
    default:
        return "propputref";
    }
}

/* nparams, nopt, params, rettype */
static void append_signature(char *out, ITypeInfo *info, const FUNCDESC *function)
{
    char params[LINE_SIZE] = "", result[64] = "void";
    BSTR names[20];
    UINT named = 0;
    int count = 0, optional = 0;

    ITypeInfo_GetNames(info, function->memid, names, 20, &named);
    for (int i = 0; i < function->cParams; i++)
    {
        const ELEMDESC *param = &function->lprgelemdescParam[i];
        char name[64] = "";
        if (param->paramdesc.wParamFlags & PARAMFLAG_FRETVAL)
        {
            result[0] = 0;
            append_type(result, info, param->tdesc.lptdesc);
            continue;
        }
        if ((UINT)i + 1 < named)
            snprintf(name, sizeof(name), "%ls", names[i + 1]);
        append(params, "%s", count ? ";" : "");
        append_param(params, info, name, param);
        count++;
        optional += (param->paramdesc.wParamFlags & PARAMFLAG_FOPT) != 0;
    }
    append(out, "\t%d\t%d\t%s\t%s", count, optional, count ? params : "-", result);
    while (named)
        SysFreeString(names[--named]);
}

static void write_function(ITypeInfo *info, const FUNCDESC *function, const char *interface_name,
                           const GUID *iid, struct lines *out)
{
    char line[LINE_SIZE] = "";
    bool vtable = function->funckind == FUNC_PUREVIRTUAL || function->funckind == FUNC_VIRTUAL;

    append(line, "%s\t%s\t%s\t%s\t%ld", interface_name, guid_text(iid),
           name_of(info, function->memid), kind_of(function), (long)function->memid);
    append_signature(line, info, function);
    append(line, "\t%s",
           function->wFuncFlags & FUNCFLAG_FRESTRICTED ? "restricted"
           : function->wFuncFlags & FUNCFLAG_FHIDDEN   ? "hidden"
                                                       : "-");
    if (vtable)
        append(line, "\t%d", (int)(function->oVft / sizeof(void *)));
    else
        append(line, "\t-");
    append(line, "\t%s", name_of(info, MEMBERID_NIL));
    add_line(out, line);
}

/* The functions of an interface and of what it derives from, up to IDispatch. */
static void write_functions(ITypeInfo *info, const char *interface_name, const GUID *iid,
                            struct lines *out)
{
    TYPEATTR *attributes;
    HREFTYPE reference;
    ITypeInfo *base;

    ck_assert_int_eq(ITypeInfo_GetTypeAttr(info, &attributes), S_OK);
    if (attributes->typekind == TKIND_INTERFACE &&
        SUCCEEDED(ITypeInfo_GetRefTypeOfImplType(info, 0, &reference)) &&
        SUCCEEDED(ITypeInfo_GetRefTypeInfo(info, reference, &base)))
    {
        if (strcmp(name_of(base, MEMBERID_NIL), "IDispatch"))
            write_functions(base, interface_name, iid, out);
        ITypeInfo_Release(base);
    }
    for (UINT i = 0; i < attributes->cFuncs; i++)
    {
        FUNCDESC *function;
        ck_assert_int_eq(ITypeInfo_GetFuncDesc(info, i, &function), S_OK);
        write_function(info, function, interface_name, iid, out);
        ITypeInfo_ReleaseFuncDesc(info, function);
    }
    ITypeInfo_ReleaseTypeAttr(info, attributes);
}

static void write_interface(ITypeInfo *info, const TYPEATTR *attributes, struct lines *out)
{
    HREFTYPE reference;
    ITypeInfo *vtable_info;
    char name[64];

    snprintf(name, sizeof(name), "%s", name_of(info, MEMBERID_NIL));
    if (!(attributes->wTypeFlags & TYPEFLAG_FDUAL))
    {
        write_functions(info, name, &attributes->guid, out);
        return;
    }
    ck_assert_int_eq(ITypeInfo_GetRefTypeOfImplType(info, (UINT)-1, &reference), S_OK);
    ck_assert_int_eq(ITypeInfo_GetRefTypeInfo(info, reference, &vtable_info), S_OK);
    write_functions(vtable_info, name, &attributes->guid, out);
    ITypeInfo_Release(vtable_info);
}

static void write_enum(ITypeInfo *info, const TYPEATTR *attributes, struct lines *out)
{
    char name[64], uuid[40] = "-";

    snprintf(name, sizeof(name), "%s", name_of(info, MEMBERID_NIL));
    if (!IsEqualGUID(&attributes->guid, &GUID_NULL))
        snprintf(uuid, sizeof(uuid), "%.36s", guid_text(&attributes->guid) + 1);
    for (UINT i = 0; i < attributes->cVars; i++)
    {
        char line[LINE_SIZE] = "";
        VARDESC *variable;
        ck_assert_int_eq(ITypeInfo_GetVarDesc(info, i, &variable), S_OK);
        append(line, "%s\t%s\t%s\t%ld\t0x%08lX", name, uuid, name_of(info, variable->memid),
               (long)V_I4(variable->lpvarValue), (unsigned long)V_I4(variable->lpvarValue));
        add_line(out, line);
        ITypeInfo_ReleaseVarDesc(info, variable);
    }
}

static void write_coclass(ITypeInfo *info, const TYPEATTR *attributes, struct lines *out)
{
    char line[LINE_SIZE] = "", interfaces[2][64] = {"-", "-"};

    for (UINT i = 0; i < attributes->cImplTypes; i++)
    {
        ITypeInfo *other;
        HREFTYPE reference;
        INT flags = 0;
        ITypeInfo_GetImplTypeFlags(info, i, &flags);
        ck_assert_msg(flags & IMPLTYPEFLAG_FDEFAULT, "an interface that is not default");
        ITypeInfo_GetRefTypeOfImplType(info, i, &reference);
        ITypeInfo_GetRefTypeInfo(info, reference, &other);
        snprintf(interfaces[(flags & IMPLTYPEFLAG_FSOURCE) != 0], 64, "%s",
                 name_of(other, MEMBERID_NIL));
        ITypeInfo_Release(other);
    }
    append(line, "%s\t%s\t%s\t%s\t%s", name_of(info, MEMBERID_NIL), guid_text(&attributes->guid),
           interfaces[0], interfaces[1],
           attributes->wTypeFlags & TYPEFLAG_FCANCREATE ? "yes" : "no");
    add_line(out, line);
}

/* Write every type of one sort. */
static void write_library(void (*write)(ITypeInfo *, const TYPEATTR *, struct lines *),
                          TYPEKIND kind, struct lines *out)
{
    UINT count = ITypeLib_GetTypeInfoCount(library);
    for (UINT i = 0; i < count; i++)
    {
        TYPEATTR *attributes;
        ITypeInfo *info;
        ck_assert_int_eq(ITypeLib_GetTypeInfo(library, i, &info), S_OK);
        ck_assert_int_eq(ITypeInfo_GetTypeAttr(info, &attributes), S_OK);
        if (attributes->typekind == kind)
            write(info, attributes, out);
        ITypeInfo_ReleaseTypeAttr(info, attributes);
        ITypeInfo_Release(info);
    }
}

/* --- tests ------------------------------------------------------------------------------------ */

static void check_table(struct lines *wanted, struct lines *have)
{
    unsigned differences = compare(wanted, have);
    free_lines(wanted);
    free_lines(have);
    ck_assert_msg(!differences, "%u lines differ", differences);
}

/* A library does not give out the name of a put's value: \tstrPath:BSTR\t becomes \t:BSTR\t. */
static void blank_put_names(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
    {
        char *colon = strchr(lines->items[i], ':'), *name = colon;
        if (!colon || !strstr(lines->items[i], "\tpropput\t"))
            continue;
        while (name[-1] != '\t')
            name--;
        memmove(name, colon, strlen(colon) + 1);
    }
}

START_TEST(surface)
{
    struct lines wanted = {0}, have = {0};
    read_table("surface.tsv", &wanted);
    blank_put_names(&wanted);
    write_library(write_interface, TKIND_DISPATCH, &have);
    blank_put_names(&have);
    check_table(&wanted, &have);
}
END_TEST

START_TEST(enumerations)
{
    struct lines wanted = {0}, have = {0};
    read_table("enums.tsv", &wanted);
    write_library(write_enum, TKIND_ENUM, &have);
    check_table(&wanted, &have);
}
END_TEST

/* Of the table's columns the library has class, identifier, the two interfaces and whether it can be created. */
START_TEST(coclasses)
{
    struct lines table = {0}, wanted = {0}, have = {0};
    read_table("coclasses.tsv", &table);
    for (size_t i = 0; i < table.count; i++)
    {
        char line[LINE_SIZE] = "", *columns[8], *next = table.items[i];
        if (next[0] == '(')
            continue;
        for (int c = 0; c < 8; c++)
        {
            columns[c] = next;
            next += strcspn(next, "\t");
            if (*next)
                *next++ = 0;
        }
        append(line, "%s\t%s\t%s\t%s\t%s", columns[0], columns[1], columns[4], columns[5],
               columns[6]);
        add_line(&wanted, line);
    }
    free_lines(&table);
    ck_assert_uint_eq(wanted.count, 24);
    write_library(write_coclass, TKIND_COCLASS, &have);
    check_table(&wanted, &have);
}
END_TEST

static bool is_one_of(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(name, list[i]))
            return true;
    return false;
}

#define IS_ONE_OF(name, list) is_one_of(name, list, sizeof(list) / sizeof(list[0]))

/* behaviour.md 1.8 */
static WORD wanted_flags(const char *name)
{
    static const char *const visible[] = {"ISWbemDateTime", "ISWbemRefresher",
                                          "ISWbemRefreshableItem"};
    static const char
        *const
            extensible[] =
                {
                    "ISWbemLocator",     "ISWbemServices",      "ISWbemObject",
                    "ISWbemObjectEx",    "ISWbemLastError",     "ISWbemObjectPath",
                    "ISWbemNamedValue",  "ISWbemNamedValueSet", "ISWbemProperty",
                    "ISWbemPropertySet", "ISWbemSinkEvents", /* should not be; widl gives it no attribute to say so */
                };
    WORD flags = TYPEFLAG_FDISPATCHABLE;
    if (!IS_ONE_OF(name, visible))
        flags |= TYPEFLAG_FHIDDEN;
    if (!IS_ONE_OF(name, extensible))
        flags |= TYPEFLAG_FNONEXTENSIBLE;
    if (strcmp(name, "ISWbemSinkEvents"))
        flags |= TYPEFLAG_FDUAL | TYPEFLAG_FOLEAUTOMATION;
    return flags;
}

/* Wine shows FOLEAUTOMATION of a dual interface in its vtable's half alone. */
static WORD vtable_flags(ITypeInfo *info)
{
    TYPEATTR *attributes;
    HREFTYPE reference;
    ITypeInfo *half;

    if (FAILED(ITypeInfo_GetRefTypeOfImplType(info, (UINT)-1, &reference)) ||
        FAILED(ITypeInfo_GetRefTypeInfo(info, reference, &half)))
        return 0;
    ITypeInfo_GetTypeAttr(half, &attributes);
    WORD flags = attributes->wTypeFlags;
    ITypeInfo_ReleaseTypeAttr(half, attributes);
    ITypeInfo_Release(half);
    return flags;
}

static void write_flags(ITypeInfo *info, const TYPEATTR *attributes, struct lines *out)
{
    const char *name = name_of(info, MEMBERID_NIL);
    WORD flags = attributes->wTypeFlags | (vtable_flags(info) & TYPEFLAG_FOLEAUTOMATION);

    ck_assert_msg(flags == wanted_flags(name), "%s: 0x%x, not 0x%x", name, flags,
                  wanted_flags(name));
    add_line(out, name);
}

START_TEST(interface_attributes)
{
    struct lines names = {0};
    write_library(write_flags, TKIND_DISPATCH, &names);
    ck_assert_uint_eq(names.count, 25);
    free_lines(&names);
}
END_TEST

START_TEST(library_attributes)
{
    static const GUID libid = {
        0x565783C6, 0xCB41, 0x11D1, {0x8B, 0x02, 0x00, 0x60, 0x08, 0x06, 0xD9, 0xB6}};
    TLIBATTR *attributes;
    BSTR name, help;

    ck_assert_int_eq(ITypeLib_GetLibAttr(library, &attributes), S_OK);
    ck_assert(IsEqualGUID(&attributes->guid, &libid));
    ck_assert_uint_eq(attributes->wMajorVerNum, 1);
    ck_assert_uint_eq(attributes->wMinorVerNum, 2);
    ck_assert_uint_eq(attributes->lcid, 0);
    ck_assert_uint_eq(attributes->wLibFlags, LIBFLAG_FHASDISKIMAGE);
    ck_assert_int_eq(attributes->syskind, sizeof(void *) == 8 ? SYS_WIN64 : SYS_WIN32);
    ITypeLib_ReleaseTLibAttr(library, attributes);
    ck_assert_int_eq(ITypeLib_GetDocumentation(library, -1, &name, &help, NULL, NULL), S_OK);
    ck_assert_msg(!wcscmp(name, L"WbemScripting"), "%ls", name);
    ck_assert_msg(!wcscmp(help, L"Microsoft WMI Scripting V1.2 Library"), "%ls", help);
    SysFreeString(name);
    SysFreeString(help);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("typelib");
    TCase *tcase = tcase_create("typelib");
    SRunner *runner = srunner_create(suite);

    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    tcase_add_checked_fixture(tcase, load_library, release_library);
    tcase_add_test(tcase, surface);
    tcase_add_test(tcase, enumerations);
    tcase_add_test(tcase, coclasses);
    tcase_add_test(tcase, interface_attributes);
    tcase_add_test(tcase, library_attributes);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    CoUninitialize();
    return failed != 0;
}
