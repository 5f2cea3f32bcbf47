/* SPDX-License-Identifier: Apache-2.0 */
/* Map definitions out of BTF. A map is a variable in .maps whose struct says everything in types:
 * a number is the length of an array behind a pointer, a key or value the type behind a pointer.
 * The place of a variable comes from its symbol: clang leaves offsets in BTF to the loader. */
#include <bpf/btf.h>
#include <stddef.h>
#include <string.h>

#include "object/read.h"

struct map_reader {
    struct reader *r;
    const struct btf *btf;
    struct map_def *def;
    bool is_inner;
    uint32_t member_bits; /* where the field that is being read lies in its struct */
};

struct map_field;
typedef bool field_fn(struct map_reader *m, const struct map_field *field, uint32_t type_id);

struct map_field {
    const char *name;
    field_fn *read;
    size_t offset; /* in struct map_def */
};

static const char *name_of(const struct btf *btf, uint32_t name_off) {
    const char *name = btf__name_by_offset(btf, name_off);
    return name ? name : "";
}

static bool malformed(const struct map_reader *m, const char *field) {
    return fail(m->r->s, at_section(".maps"), "map '%s': malformed definition of %s", m->def->name,
                field);
}

static bool number_of(const struct map_reader *m, uint32_t type_id, uint32_t *number) {
    const struct btf_type *type = object_plain_type(m->btf, type_id);
    if (!type || !btf_is_ptr(type)) {
        return false;
    }
    type = object_plain_type(m->btf, type->type);
    if (!type || !btf_is_array(type)) {
        return false;
    }
    *number = btf_array(type)->nelems;
    return true;
}

static bool set_u32(struct map_reader *m, const struct map_field *field, uint32_t number) {
    uint32_t *place = (uint32_t *)((char *)m->def + field->offset);
    if (*place && *place != number) {
        return fail(m->r->s, at_section(".maps"), "map '%s': %s is %u, was %u before", m->def->name,
                    field->name, number, *place);
    }
    *place = number;
    return true;
}

static bool read_number(struct map_reader *m, const struct map_field *field, uint32_t type_id) {
    uint32_t number;
    if (!number_of(m, type_id, &number)) {
        return malformed(m, field->name);
    }
    return set_u32(m, field, number);
}

/* Either a number or, where 32 bits are not enough, an enum of one value. */
static bool read_extra(struct map_reader *m, const struct map_field *field, uint32_t type_id) {
    uint32_t number;
    const struct btf_type *type = object_plain_type(m->btf, type_id);
    if (number_of(m, type_id, &number)) {
        m->def->map_extra = number;
    } else if (type && btf_is_enum(type) && btf_vlen(type)) {
        m->def->map_extra = (uint32_t)btf_enum(type)->val;
    } else if (type && btf_is_enum64(type) && btf_vlen(type)) {
        m->def->map_extra = btf_enum64_value(btf_enum64(type));
    } else {
        return malformed(m, field->name);
    }
    return true;
}

static bool size_of_pointee(struct map_reader *m, const struct map_field *field, uint32_t type_id,
                            uint32_t *pointee) {
    const struct btf_type *type = object_plain_type(m->btf, type_id);
    if (!type || !btf_is_ptr(type)) {
        return malformed(m, field->name);
    }
    int64_t size = btf__resolve_size(m->btf, type->type);
    if (size < 0 || size > UINT32_MAX) {
        return malformed(m, field->name);
    }
    *pointee = type->type;
    return set_u32(m, field, (uint32_t)size);
}

static bool read_key(struct map_reader *m, const struct map_field *field, uint32_t type_id) {
    return size_of_pointee(m, field, type_id, &m->def->key_type_id);
}

static bool read_value(struct map_reader *m, const struct map_field *field, uint32_t type_id) {
    return size_of_pointee(m, field, type_id, &m->def->value_type_id);
}

static bool read_values(struct map_reader *m, const struct map_field *field, uint32_t type_id);

#define FIELD_AT(member) offsetof(struct map_def, member)
static const struct map_field fields[] = {
    {"key", read_key, FIELD_AT(key_size)},
    {"key_size", read_number, FIELD_AT(key_size)},
    {"map_extra", read_extra, 0},
    {"map_flags", read_number, FIELD_AT(flags)},
    {"max_entries", read_number, FIELD_AT(max_entries)},
    {"numa_node", read_number, FIELD_AT(numa_node)},
    {"pinning", read_number, FIELD_AT(pinning)},
    {"type", read_number, FIELD_AT(type)},
    {"value", read_value, FIELD_AT(value_size)},
    {"value_size", read_number, FIELD_AT(value_size)},
    {"values", read_values, 0},
};

static const struct map_field *field_by_name(const char *name) {
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (strcmp(fields[i].name, name) == 0) {
            return &fields[i];
        }
    }
    return NULL;
}

static bool read_members(struct map_reader *m, const struct btf_type *type) {
    const struct btf_member *members = btf_members(type);
    for (unsigned i = 0; i < btf_vlen(type); i++) {
        const char *name = name_of(m->btf, members[i].name_off);
        const struct map_field *field = field_by_name(name);
        if (!field) {
            return fail(m->r->s, at_section(".maps"), "map '%s': unknown field '%s'", m->def->name,
                        name);
        }
        m->member_bits = btf_member_bit_offset(type, i);
        if (!field->read(m, field, members[i].type)) {
            return false;
        }
    }
    object_find_fields(m->btf, m->def);
    return true;
}

/* A slot of such a map holds a file descriptor of the kernel. */
enum { VALUE_BYTES = 4 };

/* An array of pointers: to the inner map's struct, or to programs, which say nothing more. */
static bool read_values(struct map_reader *m, const struct map_field *field, uint32_t type_id) {
    const struct btf_type *type = object_plain_type(m->btf, type_id);
    type = type && btf_is_array(type) ? object_plain_type(m->btf, btf_array(type)->type) : NULL;
    type = type && btf_is_ptr(type) ? object_plain_type(m->btf, type->type) : NULL;
    if (!type || m->is_inner) {
        return malformed(m, field->name);
    }
    static const struct map_field value = {"value_size", NULL, FIELD_AT(value_size)};
    if (!set_u32(m, &value, VALUE_BYTES)) {
        return false;
    }
    m->def->values_offset = m->member_bits / 8;
    if (btf_is_func_proto(type)) {
        return true;
    }
    if (!btf_is_struct(type)) {
        return malformed(m, field->name);
    }
    struct map_def *inner = ARENA_NEW(&m->r->s->arena, struct map_def);
    inner->name = arena_printf(&m->r->s->arena, "%s.inner", m->def->name);
    m->def->inner = inner;
    struct map_reader inner_reader = {.r = m->r, .btf = m->btf, .def = inner, .is_inner = true};
    return read_members(&inner_reader, type);
}

static const struct symbol *find_symbol(const struct object *object, const char *name,
                                        size_t section) {
    for (size_t i = 1; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (symbol->section == section && strcmp(symbol->name, name) == 0) {
            return symbol;
        }
    }
    return NULL;
}

static bool read_map(struct reader *r, size_t section, uint32_t var_id, struct map_def *def) {
    const struct btf *btf = r->object->btf;
    const struct btf_type *var = btf__type_by_id(btf, var_id);
    if (!var || !btf_is_var(var)) {
        return fail(r->s, at_section(".maps"), "BTF type %u is not a variable", var_id);
    }
    def->name = name_of(btf, var->name_off);
    const struct symbol *symbol = find_symbol(r->object, def->name, section);
    if (!symbol || !def->name[0]) {
        return fail(r->s, at_section(".maps"), "map '%s' has no symbol", def->name);
    }
    def->section = section;
    def->offset = symbol->value;
    def->size = symbol->size;
    struct map_reader m = {.r = r, .btf = btf, .def = def};
    const struct btf_type *type = object_plain_type(btf, var->type);
    if (!type || !btf_is_struct(type)) {
        return malformed(&m, "its type");
    }
    return read_members(&m, type);
}

static size_t find_maps_section(const struct object *object) {
    for (size_t i = 1; i < object->section_count; i++) {
        if (object->sections[i].kind == SECTION_MAPS && object->sections[i].size_bytes) {
            return i;
        }
    }
    return 0;
}

bool object_read_maps(struct reader *r) {
    size_t section = find_maps_section(r->object);
    const struct btf *btf = r->object->btf;
    if (!section) {
        return true;
    }
    int id = btf ? btf__find_by_name_kind(btf, ".maps", BTF_KIND_DATASEC) : -1;
    if (id <= 0) {
        return fail(r->s, at_section(".maps"), "maps without BTF; compile with -g");
    }
    const struct btf_type *datasec = btf__type_by_id(btf, (uint32_t)id);
    const struct btf_var_secinfo *vars = btf_var_secinfos(datasec);
    for (size_t i = 0; i < btf_vlen(datasec); i++) {
        if (!read_map(r, section, vars[i].type, array_push(&r->s->arena, &r->maps))) {
            return false;
        }
    }
    return true;
}
