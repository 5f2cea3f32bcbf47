/* SPDX-License-Identifier: Apache-2.0 */
/* kernel Documentation/bpf/btf.rst. A map is a variable of a struct: __uint(m, N) makes a member
 * that points to an array of N elements, __type(m, T) one that points to T. */
#include "btf.h"

#include "driver/print.h"

enum kind {
    KIND_VOID,
    KIND_INT,
    KIND_PTR,
    KIND_ARRAY,
    KIND_STRUCT,
    KIND_UNION,
    KIND_ENUM,
    KIND_FWD,
    KIND_TYPEDEF,
    KIND_VOLATILE,
    KIND_CONST,
    KIND_RESTRICT,
    KIND_FUNC,
    KIND_FUNC_PROTO,
    KIND_VAR,
    KIND_DATASEC,
    KIND_FLOAT,
    KIND_DECL_TAG,
    KIND_TYPE_TAG,
    KIND_ENUM64,
    KIND_COUNT,
};

/* Bytes behind the 12 that every type has: fixed, and for each of vlen. */
static const struct {
    uint8_t fixed, each;
} tails[KIND_COUNT] = {
    [KIND_INT] = {4, 0},     [KIND_ARRAY] = {12, 0},   [KIND_STRUCT] = {0, 12},
    [KIND_UNION] = {0, 12},  [KIND_ENUM] = {0, 8},     [KIND_FUNC_PROTO] = {0, 8},
    [KIND_VAR] = {4, 0},     [KIND_DATASEC] = {0, 12}, [KIND_DECL_TAG] = {4, 0},
    [KIND_ENUM64] = {0, 12},
};

enum { TYPE_BYTES = 12, HEADER_BYTES = 24, MAGIC = 0xeb9f, DEPTH = 32 };

static enum kind kind_of(const uint8_t *type) {
    return (enum kind)(load32(type + 4) >> 24 & 31);
}

static uint32_t vlen_of(const uint8_t *type) {
    return load32(type + 4) & 0xffff;
}

static uint32_t size_or_type_of(const uint8_t *type) {
    return load32(type + 8);
}

static bool fail(const struct btf *btf, const char *what) {
    bpf_aot_error("%s: .BTF: %s", btf->path, what);
    return false;
}

static const char *name_of(const struct btf *btf, const uint8_t *type) {
    uint32_t offset = load32(type);
    return offset < btf->strings.size ? (const char *)btf->strings.at + offset : "";
}

static bool index_types(struct btf *btf, struct bytes types) {
    btf->types = take((types.size / TYPE_BYTES + 2) * sizeof(*btf->types));
    btf->type_count = 1;
    for (uint64_t at = 0; at < types.size;) {
        const uint8_t *type = types.at + at;
        if (types.size - at < TYPE_BYTES || kind_of(type) == KIND_VOID ||
            kind_of(type) >= KIND_COUNT) {
            return fail(btf, "a type is cut off or of an unknown kind");
        }
        at += TYPE_BYTES + tails[kind_of(type)].fixed +
              (uint64_t)tails[kind_of(type)].each * vlen_of(type);
        if (at > types.size) {
            return fail(btf, "a type is cut off");
        }
        btf->types[btf->type_count++] = type;
    }
    return true;
}

bool btf_open(struct btf *btf, const struct elf *elf) {
    const struct elf_section *section = elf_find(elf, ".BTF");
    *btf = (struct btf){.path = elf->path};
    if (!section || !section->bytes.at || section->bytes.size < HEADER_BYTES ||
        load16(section->bytes.at) != MAGIC) {
        return fail(btf, "missing or damaged, but .maps needs it (compile with -g)");
    }
    const uint8_t *header = section->bytes.at;
    uint64_t base = load32(header + 4), size = section->bytes.size;
    uint64_t type_at = base + load32(header + 8), type_bytes = load32(header + 12);
    uint64_t string_at = base + load32(header + 16), string_bytes = load32(header + 20);
    if (type_at + type_bytes > size || string_at + string_bytes > size || string_bytes == 0 ||
        header[string_at + string_bytes - 1] != 0) {
        return fail(btf, "cut off");
    }
    btf->strings = (struct bytes){header + string_at, string_bytes};
    return index_types(btf, (struct bytes){header + type_at, type_bytes});
}

/* Without typedefs and qualifiers; NULL: void or damaged. */
static const uint8_t *resolve(const struct btf *btf, uint32_t number) {
    for (int depth = 0; depth < DEPTH && number && number < btf->type_count; depth++) {
        const uint8_t *type = btf->types[number];
        switch (kind_of(type)) {
        case KIND_TYPEDEF:
        case KIND_VOLATILE:
        case KIND_CONST:
        case KIND_RESTRICT:
        case KIND_TYPE_TAG:
            number = size_or_type_of(type);
            break;
        default:
            return type;
        }
    }
    return NULL;
}

static uint64_t size_of(const struct btf *btf, uint32_t number) {
    uint64_t count = 1;
    for (int depth = 0; depth < DEPTH; depth++) {
        const uint8_t *type = resolve(btf, number);
        if (!type) {
            return 0;
        }
        if (kind_of(type) == KIND_PTR) {
            return count * 8;
        }
        if (kind_of(type) != KIND_ARRAY) {
            return count * size_or_type_of(type);
        }
        number = load32(type + TYPE_BYTES);
        count *= load32(type + TYPE_BYTES + 8);
    }
    return 0;
}

/* A member that says something about the map. */
static bool read_member(const struct btf *btf, struct map *map, const uint8_t *member) {
    const char *name = name_of(btf, member);
    const uint8_t *type = resolve(btf, load32(member + 4));
    if (!type || kind_of(type) != KIND_PTR) {
        return !same_text(name, "values") ||
               fail(btf, "maps with inner maps or initial programs are not supported");
    }
    const uint8_t *array = resolve(btf, size_or_type_of(type));
    uint32_t number = array && kind_of(array) == KIND_ARRAY ? load32(array + TYPE_BYTES + 8) : 0;
    uint32_t bytes = (uint32_t)size_of(btf, size_or_type_of(type));
    const struct {
        const char *name;
        uint32_t *member;
        uint32_t value;
    } known[] = {
        {"type", &map->type, number},
        {"max_entries", &map->max_entries, number},
        {"map_flags", &map->flags, number},
        {"key_size", &map->key_bytes, number},
        {"value_size", &map->value_bytes, number},
        {"key", &map->key_bytes, bytes},
        {"value", &map->value_bytes, bytes},
    };
    for (uint32_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (same_text(name, known[i].name)) {
            *known[i].member = known[i].value;
        }
    }
    if (same_text(name, "map_extra")) {
        map->extra = number;
    }
    return true;
}

bool btf_map(const struct btf *btf, struct map *map) {
    for (uint32_t i = 1; i < btf->type_count; i++) {
        const uint8_t *variable = btf->types[i];
        if (kind_of(variable) != KIND_VAR || !same_text(name_of(btf, variable), map->name)) {
            continue;
        }
        const uint8_t *type = resolve(btf, size_or_type_of(variable));
        if (!type || kind_of(type) != KIND_STRUCT) {
            break;
        }
        for (uint32_t k = 0; k < vlen_of(type); k++) {
            if (!read_member(btf, map, type + TYPE_BYTES + (uint64_t)k * TYPE_BYTES)) {
                return false;
            }
        }
        return true;
    }
    bpf_aot_error("%s: .BTF has no definition of map %s", btf->path, map->name);
    return false;
}
