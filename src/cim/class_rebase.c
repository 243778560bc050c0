/* Re-inheriting: what a class declares itself is applied again over another definition of its
 * superclass. Serves a changed superclass and the reading of class blobs, which hold declarations.
 *
 * `from` is only read. What it says counts by name: a property it introduced becomes an override when the
 * new parent has it too, and an override of a property that is gone becomes its own. */
#include "class.h"

#include <string.h>

#include "class_internal.h"
#include "codec.h"
#include "mem.h"

struct rebase
{
    struct cim_class *to;
    const struct cim_class *from;
    bool drop_conflicts;
    struct cim_error *err;
};

/* Put the local ones of `from` into `to`, which holds what is inherited. */
static enum cim_status apply_qualifiers(struct rebase *rebase, struct cim_qualifiers *to,
                                        const struct cim_qualifiers *from, const char *of)
{
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < from->count; i++)
    {
        const struct cim_qualifier *item = &from->items[i];
        struct text name = {item->name, item->name_size};
        const struct cim_qualifier *found = cim_qualifiers_find(to, name);

        if (item->flavor & CIM_FLAVOR_PROPAGATED)
            continue;
        if (found && (found->flavor & CIM_FLAVOR_PROPAGATED) &&
            (found->flavor & CIM_FLAVOR_NOT_OVERRIDABLE))
        {
            /* One that says the same is simply inherited from now on. */
            if (rebase->drop_conflicts || cim_value_equal(&found->value, &item->value, false))
                continue;
            return cim_fail(rebase->err, CIM_UPDATE_OVERRIDE_NOT_ALLOWED,
                            "qualifier \"%s\" of \"%s\" in class \"%s\" cannot be overridden",
                            item->name, of, rebase->from->name);
        }
        status = cim_qualifiers_set(to, name, &item->value, item->flavor);
    }
    return status;
}

static bool same_text(const char *a, const char *b)
{
    return a && b && text_equal_fold(text_from(a), text_from(b));
}

static enum cim_status apply_default(struct cim_property *to, const struct cim_property *from)
{
    struct cim_value copy;
    enum cim_status status;

    if (!from->default_local)
        return CIM_OK;
    status = cim_value_copy(&copy, &from->default_value);
    if (status)
        return status;
    cim_value_clear(&to->default_value);
    to->default_value = copy;
    to->default_local = true;
    return CIM_OK;
}

static enum cim_status apply_override(struct rebase *rebase, struct cim_property *to,
                                      const struct cim_property *from)
{
    bool is_introduced = (size_t)(from - rebase->from->properties) >= rebase->from->inherited_count;
    bool has_class = from->type_class && (is_introduced || from->type_class_local);
    enum cim_status status;

    if (to->type != from->type || to->is_array != from->is_array)
        return cim_fail_property(rebase->err, CIM_UPDATE_TYPE_MISMATCH, rebase->from,
                                 property_name(from), "has another type in the superclass");
    if (has_class && !same_text(from->type_class, to->type_class))
    {
        status = cim_replace_string(&to->type_class, text_from(from->type_class));
        if (status)
            return status;
        to->type_class_local = true;
    }
    status = apply_default(to, from);
    return status ? status
                  : apply_qualifiers(rebase, &to->qualifiers, &from->qualifiers, from->name);
}

/* As `from` declares it, without what it had inherited. */
static enum cim_status make_own(struct rebase *rebase, struct cim_property *out,
                                const struct cim_property *from)
{
    enum cim_status status = cim_property_inherit(out, from);

    if (status)
        return status;
    cim_qualifiers_free(&out->qualifiers);
    out->default_local = from->default_local;
    if (!from->default_local)
    {
        cim_value_clear(&out->default_value);
        cim_value_init_null(&out->default_value, from->type, from->is_array);
    }
    status = cim_replace_string(&out->origin, text_from(rebase->from->name));
    if (!status)
        status = apply_qualifiers(rebase, &out->qualifiers, &from->qualifiers, from->name);
    if (status)
        cim_property_free(out);
    return status;
}

static enum cim_status apply_property(struct rebase *rebase, const struct cim_property *from)
{
    struct cim_property *found = cim_class_find(rebase->to, property_name(from)), own;
    enum cim_status status;

    if (found)
        return apply_override(rebase, found, from);
    status = make_own(rebase, &own, from);
    if (status)
        return status;
    status = cim_class_append_property(rebase->to, &own);
    if (status)
        cim_property_free(&own);
    return status;
}

static enum cim_status apply_method_override(struct rebase *rebase, struct cim_method *to,
                                             const struct cim_method *from)
{
    if (!cim_method_same_signature(to->in, from->in) ||
        !cim_method_same_signature(to->out, from->out))
        return cim_fail(rebase->err, CIM_UPDATE_PROPAGATED_METHOD,
                        "method \"%s\" of class \"%s\" has other parameters in the superclass",
                        from->name, rebase->from->name);
    cim_class_ref(from->in);
    cim_class_ref(from->out);
    cim_class_release(to->in);
    cim_class_release(to->out);
    to->in = from->in;
    to->out = from->out;
    to->is_local = true;
    return apply_qualifiers(rebase, &to->qualifiers, &from->qualifiers, from->name);
}

static enum cim_status apply_method(struct rebase *rebase, const struct cim_method *from)
{
    struct cim_method *found = cim_class_find_method(rebase->to, method_name(from)), own;
    enum cim_status status;

    if (found)
        return apply_method_override(rebase, found, from);
    status = cim_method_inherit(&own, from);
    if (status)
        return status;
    own.is_local = true;
    cim_qualifiers_free(&own.qualifiers);
    status = cim_replace_string(&own.origin, text_from(rebase->from->name));
    if (!status)
        status = apply_qualifiers(rebase, &own.qualifiers, &from->qualifiers, from->name);
    if (!status)
        status = cim_class_append_method(rebase->to, &own);
    if (status)
        cim_method_free(&own);
    return status;
}

static enum cim_status apply(struct rebase *rebase)
{
    const struct cim_class *from = rebase->from;
    enum cim_status status;
    size_t i;

    rebase->to->id = from->id;
    rebase->to->version = from->version;
    status = cim_replace_string(&rebase->to->name, text_from(from->name));
    if (!status)
        status = apply_qualifiers(rebase, &rebase->to->qualifiers, &from->qualifiers, from->name);
    for (i = 0; !status && i < from->property_count; i++)
    {
        if (from->properties[i].is_local)
            status = apply_property(rebase, &from->properties[i]);
    }
    for (i = 0; !status && i < from->method_count; i++)
    {
        if (from->methods[i].is_local)
            status = apply_method(rebase, &from->methods[i]);
    }
    return status;
}

/* Among others: a key that the class declares where the new parent has keys. */
static enum cim_status check_keys(struct rebase *rebase)
{
    struct cim_class *to = rebase->to;
    enum cim_status status = CIM_OK;
    size_t i;

    for (i = 0; !status && i < to->property_count; i++)
    {
        cim_class_refresh_property(to, &to->properties[i]);
        if (to->properties[i].is_key)
            status = cim_class_check_key(to, &to->properties[i], rebase->err);
    }
    return status;
}

enum cim_status cim_class_rebase_with(struct cim_class **out, const struct cim_class *cls,
                                      const struct cim_class *parent, bool drop_conflicts,
                                      struct cim_error *err)
{
    struct rebase rebase = {.from = cls, .drop_conflicts = drop_conflicts, .err = err};
    enum cim_status status;

    if (parent && cls->name[0] && cim_class_is_a(parent, text_from(cls->name)))
        return cim_fail(err, CIM_CIRCULAR_REFERENCE, "class \"%s\" would derive from itself",
                        cls->name);
    status = parent ? cim_class_derive(&rebase.to, parent, err) : cim_class_new(&rebase.to);
    if (status)
        return status;
    status = apply(&rebase);
    if (status == CIM_NO_MEMORY)
        cim_fail(err, status, "no memory for class \"%s\"", cls->name);
    if (status == CIM_TOO_MANY_PROPERTIES)
        cim_fail(err, status, "class \"%s\" would have more than %d properties", cls->name,
                 CIM_MAX_PROPERTIES);
    if (!status)
        status = check_keys(&rebase);
    if (status)
        cim_class_release(rebase.to);
    else
        *out = rebase.to;
    return status;
}

enum cim_status cim_class_rebase(struct cim_class **out, const struct cim_class *cls,
                                 const struct cim_class *parent, struct cim_error *err)
{
    return cim_class_rebase_with(out, cls, parent, false, err);
}
