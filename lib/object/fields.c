/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a map's value that are not the program's to read and write: locks, timers, kptrs;
 * of structs in the value, too. As the kernel's btf_parse_fields finds them, but for arrays. */
#include <bpf/btf.h>
#include <string.h>

#include "object/read.h"

enum { NESTED_MAX = 4, VISITED_MAX = 1 << 16 };

struct finder {
    const struct btf *btf;
    struct map_def *def;
    uint32_t end; /* of the last field */
    uint32_t visited;
};

static const struct special {
    const char *name;
    enum map_field_kind kind;
} specials[] = {
    {"bpf_spin_lock", MAP_FIELD_LOCK},
    {"bpf_timer", MAP_FIELD_TIMER},
};

static enum map_field_kind kind_of_struct(const struct btf *btf, const struct btf_type *type) {
    const char *name = btf__name_by_offset(btf, type->name_off);
    for (size_t i = 0; name && i < sizeof(specials) / sizeof(specials[0]); i++) {
        if (strcmp(name, specials[i].name) == 0) {
            return specials[i].kind;
        }
    }
    return MAP_FIELD_NONE;
}

/* The tag stands between the pointer and what it points at. */
static enum map_field_kind kind_of_pointer(const struct btf *btf, const struct btf_type *type) {
    const struct btf_type *pointee = btf__type_by_id(btf, type->type);
    const char *tag =
        pointee && btf_is_type_tag(pointee) ? btf__name_by_offset(btf, pointee->name_off) : NULL;
    bool is_kptr = tag && (strcmp(tag, "kptr") == 0 || strcmp(tag, "kptr_untrusted") == 0 ||
                           strcmp(tag, "percpu_kptr") == 0);
    return is_kptr ? MAP_FIELD_KPTR : MAP_FIELD_NONE;
}

/* Nothing keeps BTF from being nonsense: what does not fit, or comes out of order, is no field. */
static void add(struct finder *f, enum map_field_kind kind, uint32_t offset) {
    static const uint32_t sizes[] = {
        [MAP_FIELD_LOCK] = 4, [MAP_FIELD_TIMER] = 16, [MAP_FIELD_KPTR] = 8};
    struct map_def *def = f->def;
    bool fits = sizes[kind] <= def->value_size && offset <= def->value_size - sizes[kind];
    if (fits && offset >= f->end && def->field_count < MAP_FIELDS_MAX) {
        def->fields[def->field_count++] = (struct map_value_field){kind, offset};
        f->end = offset + sizes[kind];
    }
}

static void find(struct finder *f, uint32_t type_id, uint32_t offset, int depth) {
    const struct btf_type *type = object_plain_type(f->btf, type_id);
    if (!type || depth > NESTED_MAX || f->visited++ > VISITED_MAX) {
        return;
    }
    if (btf_is_ptr(type) && kind_of_pointer(f->btf, type)) {
        add(f, MAP_FIELD_KPTR, offset);
    }
    if (!btf_is_struct(type)) {
        return;
    }
    enum map_field_kind kind = kind_of_struct(f->btf, type);
    if (kind) {
        add(f, kind, offset);
        return;
    }
    for (unsigned i = 0; i < btf_vlen(type); i++) {
        uint32_t bits = btf_member_bit_offset(type, i);
        find(f, btf_members(type)[i].type, offset + bits / 8, depth + 1);
    }
}

void object_find_fields(const struct btf *btf, struct map_def *def) {
    struct finder f = {.btf = btf, .def = def};
    if (def->value_type_id) {
        find(&f, def->value_type_id, 0, 0);
    }
}
