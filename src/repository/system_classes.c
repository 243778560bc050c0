/* The system classes: made of the tables once, encoded, and stored with every new namespace.
 *
 * A set belongs to who builds it: it costs a millisecond, and is needed when a store or a namespace is created. */
#include "system_classes.h"

#include <string.h>

#include "../cim/datetime.h"
#include "../cim/mem.h"
#include "../cim/object.h"
#include "../platform/platform.h"
#include "class_rules.h"
#include "fail.h"
#include "instance.h"
#include "sql.h"

#define SYSTEM_VERSION     "0.1.0"
#define TICKS_PER_SECOND   UINT64_C(10000000)
#define SECONDS_PER_DAY    86400
#define DAYS_PER_400_YEARS 146097

struct system_class_set
{
    struct cim_class **classes; /* referenced, sealed; as the table */
    struct buffer *encodings;
};

struct singleton
{
    const char *class_name;
    bool is_fixed; /* neither put nor deleted */
};

/* Instances that exist from the beginning, in the namespaces that have the class. */
static const struct singleton singletons[] = {
    {"__SystemSecurity", true},
    {"__thisNAMESPACE", true},
    {"__CIMOMIdentification", true},
};
#define SINGLETONS (sizeof(singletons) / sizeof(singletons[0]))

bool is_system_name(struct text name)
{
    return name.size >= 2 && name.data[0] == '_' && name.data[1] == '_';
}

bool is_system_singleton(struct text name)
{
    for (size_t i = 0; i < SINGLETONS; i++)
    {
        if (singletons[i].is_fixed && text_equal_fold(name, text_from(singletons[i].class_name)))
            return true;
    }
    return false;
}

/* --- making classes of the tables --- */

static enum cim_status put_true(struct cim_class *cls, const char *property, const char *name,
                                unsigned flavor)
{
    struct cim_value value;

    cim_value_set_uint(&value, CIM_TYPE_BOOLEAN, 1);
    if (!property)
        return cim_class_put_qualifier(cls, text_from(name), &value, flavor, NULL);
    return cim_class_put_property_qualifier(cls, text_from(property), text_from(name), &value,
                                            flavor, NULL);
}

static enum cim_status put_id(struct cim_class *cls, const char *property, int32_t id)
{
    struct cim_value value;

    cim_value_set_sint(&value, CIM_TYPE_SINT32, id);
    return cim_class_put_property_qualifier(
        cls, text_from(property), TEXT_LITERAL("ID"), &value,
        CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS | CIM_FLAVOR_NOT_OVERRIDABLE, NULL);
}

static enum cim_status put_flags(struct cim_class *cls, unsigned flags)
{
    enum cim_status status = CIM_OK;

    if (flags & SYSTEM_ABSTRACT)
        status = put_true(cls, NULL, "abstract", 0);
    if (!status && (flags & SYSTEM_SINGLETON))
        status = put_true(cls, NULL, "singleton", CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS);
    if (!status && (flags & SYSTEM_ASSOCIATION))
        status =
            put_true(cls, NULL, "association", CIM_FLAVOR_TO_INSTANCE | CIM_FLAVOR_TO_SUBCLASS);
    return status;
}

static enum cim_status add_property(struct cim_class *cls, const struct system_property *row)
{
    struct cim_value value;
    struct text name = text_from(row->name);
    enum cim_status status =
        cim_class_add_property(cls, name, row->type, row->is_array, row->type_class, NULL);
    if (!status && row->is_key)
        status = put_true(cls, row->name, "key", 0);
    if (status || !row->value)
        return status;
    status = cim_value_set_string(&value, CIM_TYPE_STRING, text_from(row->value));
    if (status)
        return status;
    status = cim_class_set_default(cls, name, &value, NULL);
    cim_value_clear(&value);
    return status;
}

static enum cim_status add_properties(struct cim_class *cls, const char *name)
{
    enum cim_status status = CIM_OK;

    for (size_t i = 0; !status && i < system_property_count; i++)
    {
        if (strcmp(system_properties[i].class_name, name) == 0)
            status = add_property(cls, &system_properties[i]);
    }
    return status;
}

/* A class __PARAMETERS with the one parameter, the return value, or both; NULL when it would be empty. */
static enum cim_status make_parameters(struct cim_class **out, const struct system_parameter *row,
                                       bool is_out)
{
    struct cim_class *cls;

    *out = NULL;
    if (!is_out && row->is_out)
        return CIM_OK;
    enum cim_status status = cim_class_new(&cls);
    if (status)
        return status;
    status = cim_class_set_name(cls, TEXT_LITERAL("__PARAMETERS"), NULL);
    if (!status && row->is_out == is_out)
    {
        status = cim_class_add_property(cls, text_from(row->name), row->type, row->is_array,
                                        row->type_class, NULL);
        if (!status)
            status = put_true(cls, row->name, is_out ? "out" : "in", CIM_FLAVOR_TO_INSTANCE);
        if (!status)
            status = put_id(cls, row->name, 0);
    }
    if (!status && is_out)
        status = cim_class_add_property(cls, TEXT_LITERAL("ReturnValue"), CIM_TYPE_UINT32, false,
                                        NULL, NULL);
    if (!status && is_out)
        status = put_true(cls, "ReturnValue", "out", CIM_FLAVOR_TO_INSTANCE);
    if (!status)
        status = cim_class_seal(cls, NULL);
    if (status)
        cim_class_release(cls);
    else
        *out = cls;
    return status;
}

static enum cim_status add_method(struct cim_class *cls, const struct system_parameter *row)
{
    struct cim_class *in = NULL, *out = NULL;
    enum cim_status status = make_parameters(&in, row, false);
    if (!status)
        status = make_parameters(&out, row, true);
    if (!status)
        status = cim_class_put_method(cls, text_from(row->method), in, out, NULL);
    cim_class_release(in);
    cim_class_release(out);
    return status;
}

static enum cim_status add_methods(struct cim_class *cls, const char *name)
{
    enum cim_status status = CIM_OK;

    for (size_t i = 0; !status && i < system_parameter_count; i++)
    {
        if (strcmp(system_parameters[i].class_name, name) == 0)
            status = add_method(cls, &system_parameters[i]);
    }
    return status;
}

static size_t find_class(const char *name, size_t count)
{
    for (size_t i = 0; name && i < count; i++)
    {
        if (strcmp(system_classes[i].name, name) == 0)
            return i;
    }
    return NO_CLASS;
}

/* An unsealed class with its name. */
static enum cim_status begin_class(struct cim_class **out, struct cim_class *const *made,
                                   size_t index)
{
    const struct system_class *row = &system_classes[index];
    size_t parent = find_class(row->superclass, index);
    enum cim_status status =
        parent == NO_CLASS ? cim_class_new(out) : cim_class_derive(out, made[parent], NULL);
    if (status)
        return status;
    status = cim_class_set_name(*out, text_from(row->name), NULL);
    if (status)
        cim_class_release(*out);
    return status;
}

static enum cim_status make_class(struct system_class_set *set, size_t index)
{
    const struct system_class *row = &system_classes[index];
    struct cim_class *cls;
    enum cim_status status = begin_class(&cls, set->classes, index);
    if (status)
        return status;
    cls->version = 1;
    set->classes[index] = cls;
    status = put_flags(cls, row->flags);
    if (!status)
        status = add_properties(cls, row->name);
    if (!status)
        status = add_methods(cls, row->name);
    if (!status)
        status = cim_class_seal(cls, NULL);
    if (status)
        return status;
    buffer_init(&set->encodings[index], 0);
    return cim_class_encode(&set->encodings[index], cls);
}

enum cim_status system_classes_build(struct system_class_set **out, struct cim_error *err)
{
    enum cim_status status = CIM_OK;
    struct system_class_set *set = mem_zalloc(sizeof(*set));
    if (!set)
        return no_memory(err);
    set->classes = mem_calloc(system_class_count, sizeof(struct cim_class *));
    set->encodings = mem_calloc(system_class_count, sizeof(struct buffer));
    if (!set->classes || !set->encodings)
        status = CIM_NO_MEMORY;
    for (size_t i = 0; !status && i < system_class_count; i++)
        status = make_class(set, i);
    if (status)
    {
        system_classes_free(set);
        return cim_fail(err, status, "the system classes cannot be made");
    }
    *out = set;
    return CIM_OK;
}

void system_classes_free(struct system_class_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < system_class_count; i++)
    {
        if (set->classes)
            cim_class_release(set->classes[i]);
        if (set->encodings)
            buffer_free(&set->encodings[i]);
    }
    mem_free(set->classes);
    mem_free(set->encodings);
    mem_free(set);
}

/* --- storing classes --- */

static bool is_in_space(const struct system_class *row, struct text name)
{
    if (!(row->flags & SYSTEM_ROOT) || text_equal_fold(name, TEXT_LITERAL("root")))
        return true;
    return (row->flags & SYSTEM_DEFAULT) && text_equal_fold(name, TEXT_LITERAL("root\\default"));
}

/* Ids are the row of the table after `base`; a class that the namespace does not have leaves a gap. */
static enum cim_status store_classes(const struct system_class_set *set,
                                     struct store_connection *connection, uint64_t space_id,
                                     uint64_t base, struct text name, struct cim_error *err)
{
    enum cim_status status = CIM_OK;

    for (size_t i = 0; !status && i < system_class_count; i++)
    {
        size_t parent = find_class(system_classes[i].superclass, i);
        if (is_in_space(&system_classes[i], name))
        {
            set->classes[i]->id = base + i;
            status = class_row_insert(connection, space_id, set->classes[i],
                                      parent == NO_CLASS ? 0 : base + parent,
                                      buffer_text(&set->encodings[i]), err);
        }
    }
    return status;
}

/* --- storing instances --- */

/* The time of a FILETIME as CIM writes it, in UTC. The calendar is counted from 1 March 1600. */
static void print_time(char out[26], uint64_t filetime)
{
    uint64_t seconds = filetime / TICKS_PER_SECOND;
    uint32_t of_day = (uint32_t)(seconds % SECONDS_PER_DAY);
    uint32_t days = (uint32_t)(seconds / SECONDS_PER_DAY) + 306;
    uint32_t era = days / DAYS_PER_400_YEARS;
    uint32_t of_era = days % DAYS_PER_400_YEARS;
    uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    uint32_t month = (5 * of_year + 2) / 153;
    struct cim_datetime time = {
        .year = (int)(1600 + era * 400 + year + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
        .hours = (int)(of_day / 3600),
        .minutes = (int)(of_day / 60 % 60),
        .seconds = (int)(of_day % 60),
        .microseconds = (int)(filetime % TICKS_PER_SECOND / 10),
    };

    cim_datetime_print(out, &time);
}

static enum cim_status put_text(struct cim_object *object, const char *property, struct text text)
{
    struct cim_value value;
    enum cim_status status = cim_value_set_string(&value, CIM_TYPE_STRING, text);
    if (status)
        return status;
    status = cim_object_put(object, text_from(property), &value, NULL);
    cim_value_clear(&value);
    return status;
}

static struct text folder_of(const char *path)
{
    size_t size = strlen(path);

    while (size > 1 && path[size - 1] != '/' && path[size - 1] != '\\')
        size--;
    return (struct text){path, size > 1 ? size - 1 : size};
}

static enum cim_status fill_identification(struct cim_object *object, const char *path)
{
    char now[26];
    struct text version = TEXT_LITERAL(SYSTEM_VERSION);

    print_time(now, plat_time_filetime());
    enum cim_status status = put_text(object, "SetupDateTime", text_from(now));
    if (!status)
        status = put_text(object, "VersionCurrentlyRunning", version);
    if (!status)
        status = put_text(object, "VersionUsedToCreateDB", version);
    if (!status)
        status = put_text(object, "WorkingDirectory", folder_of(path));
    return status;
}

static enum cim_status insert_singleton(struct store_connection *connection, uint64_t class_id,
                                        const struct cim_object *object, struct cim_error *err)
{
    struct sql sql;
    enum cim_status status = sql_begin(&sql, connection, SQL_INSTANCE_CREATE, err);
    if (status)
        return status;
    sql_bind_number(&sql, 1, class_id << INSTANCE_NUMBER_BITS | 1);
    sql_bind_number(&sql, 2, class_id);
    sql_bind_bytes(&sql, 3, "@", 1);
    sql_bind_bytes(&sql, 4, object->block, object->block_size);
    return sql_run(&sql, "storing a system instance", err);
}

static enum cim_status store_singleton(const struct system_class_set *set,
                                       struct store_connection *connection, uint64_t base,
                                       size_t index, const char *path, struct cim_error *err)
{
    struct cim_object *object;
    struct cim_class *cls = set->classes[index];
    enum cim_status status = cim_object_spawn(&object, cls);
    if (status)
        return no_memory(err);
    if (strcmp(cls->name, "__CIMOMIdentification") == 0)
        status = fill_identification(object, path);
    if (!status)
        status = cim_object_compact(object);
    if (status)
        cim_fail(err, status, "an instance of %s cannot be made", cls->name);
    else
        status = insert_singleton(connection, base + index, object, err);
    cim_object_release(object);
    return status;
}

enum cim_status system_classes_store(const struct system_class_set *set,
                                     struct store_connection *connection, uint64_t space_id,
                                     struct text name, const char *path, struct cim_error *err)
{
    uint64_t base = 0;
    enum cim_status status = class_row_next_id(&base, connection, err);
    if (!status && base + system_class_count >= CLASS_ID_LIMIT)
        return cim_fail(err, CIM_QUOTA_VIOLATION, "the store is full of classes");
    if (!status)
        status = store_classes(set, connection, space_id, base, name, err);
    for (size_t i = 0; !status && i < SINGLETONS; i++)
    {
        size_t index = find_class(singletons[i].class_name, system_class_count);
        if (is_in_space(&system_classes[index], name))
            status = store_singleton(set, connection, base, index, path, err);
    }
    return status;
}
