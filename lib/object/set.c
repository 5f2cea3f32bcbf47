/* SPDX-License-Identifier: Apache-2.0 */
/* -set: other initial values for variables of data sections, before anybody looks at them. BTF says
 * what a variable consists of; without BTF it is a number of its symbol's size. */
#include <bpf/btf.h>
#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "object/object.h"
#include "object/read.h"

struct setting {
    struct session *s;
    struct object *object;
    const char *text; /* NAME[index].member=VALUE */
    const char *at;   /* in text */
    char *name;
    const struct symbol *symbol;
    const struct btf_type *type; /* plain; NULL: no BTF */
    uint64_t offset, bytes;      /* of what is set, in the variable */
};

static bool is_data(enum section_kind kind) {
    return kind == SECTION_DATA || kind == SECTION_RODATA || kind == SECTION_BSS;
}

static const struct symbol *find_symbol(const struct object *object, const char *name) {
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (symbol->type != STT_FUNC && symbol->section < object->section_count &&
            is_data(object->sections[symbol->section].kind) && strcmp(symbol->name, name) == 0) {
            return symbol;
        }
    }
    return NULL;
}

static const struct btf_type *find_type(const struct object *object, const char *name) {
    for (uint32_t id = 1; object->btf && id < btf__type_cnt(object->btf); id++) {
        const struct btf_type *type = btf__type_by_id(object->btf, id);
        const char *own = btf__name_by_offset(object->btf, type->name_off);
        if (btf_is_var(type) && own && strcmp(own, name) == 0) {
            return object_plain_type(object->btf, type->type);
        }
    }
    return NULL;
}

static bool find_variable(struct setting *set) {
    size_t length = strcspn(set->text, "=[.");
    set->name = arena_printf(&set->s->arena, "%.*s", (int)length, set->text);
    set->at = set->text + length;
    if (length == 0 || !strchr(set->at, '=')) {
        return fail(set->s, at_object(), "-set takes NAME=VALUE, not '%s'", set->text);
    }
    set->symbol = find_symbol(set->object, set->name);
    if (!set->symbol) {
        return fail(set->s, at_object(), "-set names '%s', the object has no such variable",
                    set->name);
    }
    const struct section *section = &set->object->sections[set->symbol->section];
    if (set->symbol->value > section->size_bytes ||
        set->symbol->size > section->size_bytes - set->symbol->value) {
        return fail(set->s, at_section(section->name), "variable '%s' leaves its section",
                    set->name);
    }
    set->type = find_type(set->object, set->name);
    set->bytes = set->symbol->size;
    return true;
}

/* The part of the variable that is named so far, for messages. */
static char *path(const struct setting *set) {
    return arena_printf(&set->s->arena, "%.*s", (int)(set->at - set->text), set->text);
}

static bool enter(struct setting *set, uint32_t type_id, uint64_t offset) {
    int64_t bytes = btf__resolve_size(set->object->btf, type_id);
    set->type = object_plain_type(set->object->btf, type_id);
    set->offset += offset;
    set->bytes = bytes < 0 ? 0 : (uint64_t)bytes;
    return true;
}

static bool take_index(struct setting *set) {
    char *end;
    errno = 0;
    uint64_t index = strtoull(set->at + 1, &end, 0);
    if (!set->type || !btf_is_array(set->type)) {
        return fail(set->s, at_object(), "-set: '%s' (%" PRIu64 " bytes) is no array", path(set),
                    set->bytes);
    }
    const struct btf_array *array = btf_array(set->type);
    if (end == set->at + 1 || *end != ']' || errno || index >= array->nelems) {
        return fail(set->s, at_object(), "-set: '%s' has the elements 0 to %" PRId64, path(set),
                    (int64_t)array->nelems - 1);
    }
    set->at = end + 1;
    int64_t element = btf__resolve_size(set->object->btf, array->type);
    return enter(set, array->type, element < 0 ? 0 : index * (uint64_t)element);
}

static bool take_member(struct setting *set) {
    size_t length = strcspn(set->at + 1, "=[.");
    const struct btf *btf = set->object->btf;
    bool has_members = set->type && btf_is_composite(set->type);
    for (uint16_t i = 0; has_members && i < btf_vlen(set->type); i++) {
        const struct btf_member *member = btf_members(set->type) + i;
        const char *name = btf__name_by_offset(btf, member->name_off);
        if (!name || strlen(name) != length || strncmp(name, set->at + 1, length) != 0) {
            continue;
        }
        if (btf_member_bitfield_size(set->type, i)) {
            return fail(set->s, at_object(), "-set: '%s.%s' is a bit field", path(set), name);
        }
        uint64_t offset = btf_member_bit_offset(set->type, i) / 8;
        set->at += length + 1;
        return enter(set, member->type, offset);
    }
    return fail(set->s, at_object(), "-set: '%s' (%" PRIu64 " bytes) has no member '%.*s'",
                path(set), set->bytes, (int)length, set->at + 1);
}

static bool walk_path(struct setting *set) {
    while (*set->at != '=') {
        bool good = *set->at == '[' ? take_index(set) : *set->at == '.' && take_member(set);
        if (!good) {
            return false;
        }
        if (*set->at != '=' && *set->at != '[' && *set->at != '.') {
            return fail(set->s, at_object(), "-set: what is '%s' behind '%s'?", set->at, path(set));
        }
    }
    if (set->offset > set->symbol->size || set->bytes > set->symbol->size - set->offset) {
        return fail(set->s, at_object(), "-set: '%s' is outside of its variable", path(set));
    }
    return true;
}

/* A copy of the section's bytes, zeros for .bss, that may be written to. */
static uint8_t *bytes_of(struct setting *set) {
    struct section *section = &set->object->sections[set->symbol->section];
    uint8_t *bytes = arena_alloc(&set->s->arena, section->size_bytes);
    if (section->data) {
        memcpy(bytes, section->data, section->size_bytes);
    }
    section->data = bytes;
    return bytes + set->symbol->value + set->offset;
}

static bool is_text(const struct setting *set) {
    if (!set->type || !btf_is_array(set->type)) {
        return false;
    }
    const struct btf_type *element =
        object_plain_type(set->object->btf, btf_array(set->type)->type);
    return element && btf_is_int(element) && element->size == 1;
}

/* Zeros fill the rest; one stays at the end, as in C. */
static bool store_text(struct setting *set, const char *value) {
    size_t length = strlen(value);
    if (length >= set->bytes) {
        return fail(set->s, at_object(),
                    "-set: '%s' has %" PRIu64 " bytes, '%s' and its end take %zu", path(set),
                    set->bytes, value, length + 1);
    }
    uint8_t *bytes = bytes_of(set);
    memset(bytes, 0, set->bytes);
    memcpy(bytes, value, length);
    return true;
}

static bool enum_value(const struct setting *set, const char *value, uint64_t *number) {
    const struct btf *btf = set->object->btf;
    for (uint16_t i = 0; btf_is_enum(set->type) && i < btf_vlen(set->type); i++) {
        const struct btf_enum *one = btf_enum(set->type) + i;
        if (strcmp(btf__name_by_offset(btf, one->name_off), value) == 0) {
            *number = (uint64_t)(int64_t)one->val;
            return true;
        }
    }
    for (uint16_t i = 0; btf_is_enum64(set->type) && i < btf_vlen(set->type); i++) {
        const struct btf_enum64 *one = btf_enum64(set->type) + i;
        if (strcmp(btf__name_by_offset(btf, one->name_off), value) == 0) {
            *number = btf_enum64_value(one);
            return true;
        }
    }
    return false;
}

/* Decimal or, behind 0x, hexadecimal; in bounds for the width, signed or not. */
static bool parse_number(const struct setting *set, const char *value, uint64_t *number) {
    char *end;
    bool negative = *value == '-';
    if (set->type && (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)) {
        *number = *value == 't';
        return true;
    }
    if (set->type && enum_value(set, value, number)) {
        return true;
    }
    errno = 0;
    *number = negative ? (uint64_t)strtoll(value, &end, 0) : strtoull(value, &end, 0);
    if (errno || end == value || *end || isspace((unsigned char)*value)) {
        return false;
    }
    uint32_t bits = 8 * (uint32_t)set->bytes;
    uint64_t over = bits == 64 ? 0 : *number >> (negative ? bits - 1 : bits);
    return over == (negative && bits < 64 ? UINT64_MAX >> (bits - 1) : 0);
}

static bool is_number(const struct setting *set) {
    bool fits = set->bytes == 1 || set->bytes == 2 || set->bytes == 4 || set->bytes == 8;
    return fits && (!set->type || btf_is_int(set->type) || btf_is_any_enum(set->type));
}

static bool store_number(struct setting *set, const char *value) {
    uint64_t number;
    if (!is_number(set)) {
        return fail(set->s, at_object(),
                    "-set: '%s' (%" PRIu64 " bytes) is neither a number nor text", path(set),
                    set->bytes);
    }
    if (!parse_number(set, value, &number)) {
        return fail(set->s, at_object(), "-set: '%s' is no value for '%s' of %" PRIu64 " bytes",
                    value, path(set), set->bytes);
    }
    uint8_t *bytes = bytes_of(set);
    for (uint64_t i = 0; i < set->bytes; i++) {
        uint64_t place = set->object->big_endian ? set->bytes - 1 - i : i;
        bytes[place] = (uint8_t)(number >> 8 * i);
    }
    return true;
}

bool object_set_variables(struct session *s, struct object *object) {
    const struct bpf_aot_options *options = s->options;
    if (options->set_count && options->kernel_facts) {
        return fail(s, at_object(), "-set changes values that a kernel's facts may be about");
    }
    for (size_t i = 0; i < options->set_count; i++) {
        struct setting set = {.s = s, .object = object, .text = options->set[i]};
        if (!find_variable(&set) || !walk_path(&set)) {
            return false;
        }
        const char *value = set.at + 1;
        if (!(is_text(&set) ? store_text : store_number)(&set, value)) {
            return false;
        }
    }
    return true;
}
