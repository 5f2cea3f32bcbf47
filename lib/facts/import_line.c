/* SPDX-License-Identifier: Apache-2.0 */
/* Registers as the verifier prints them: `R2=pkt(id=1,off=14,r=34,umax=60,var_off=(0x0; 0x3c))`.
 * What is not understood is not known: a kernel may print what this version has never seen. */
#include <stdlib.h>
#include <string.h>

#include "import.h"

struct text {
    const char *at, *end;
};

static bool text_is(struct text text, const char *word) {
    size_t length = (size_t)(text.end - text.at);
    return strlen(word) == length && memcmp(text.at, word, length) == 0;
}

/* Up to `stop` outside of parentheses, or to the end; *rest begins behind it. */
static struct text split(struct text *rest, char stop) {
    struct text part = {rest->at, rest->end};
    int depth = 0;
    for (part.end = part.at; part.end < rest->end; part.end++) {
        char c = *part.end;
        if (c == stop && depth == 0) {
            break;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    rest->at = part.end < rest->end ? part.end + 1 : part.end;
    return part;
}

/* Decimal or hexadecimal, all 64 bits; negative numbers have a sign or stand as hexadecimal. */
static bool read_number(struct text text, uint64_t *value) {
    char digits[32];
    size_t length = (size_t)(text.end - text.at);
    if (!length || length >= sizeof(digits)) {
        return false;
    }
    memcpy(digits, text.at, length);
    digits[length] = 0;
    const char *first = digits + (*digits == '-');
    char *stop;
    if (*first < '0' || *first > '9') {
        return false;
    }
    uint64_t magnitude = strtoull(first, &stop, *first == '0' && first[1] == 'x' ? 16 : 10);
    *value = *digits == '-' ? 0 - magnitude : magnitude;
    return !*stop;
}

/* What stands in the parentheses. */
struct attributes {
    struct scalar num;
    uint64_t fixed, range;
    uint32_t object, size;
    bool odd; /* something is not understood */
};

static bool set_bound(struct attributes *a, struct text key, uint64_t value) {
    static const struct {
        const char *name;
        size_t at, bytes;
    } bounds[] = {
#define BOUND(field) {#field, offsetof(struct scalar, field), sizeof(((struct scalar *)0)->field)}
        BOUND(umin),   BOUND(umax),   BOUND(smin),   BOUND(smax),
        BOUND(umin32), BOUND(umax32), BOUND(smin32), BOUND(smax32),
#undef BOUND
    };
    for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
        if (text_is(key, bounds[i].name)) {
            uint32_t half = (uint32_t)value;
            const void *from = bounds[i].bytes == sizeof(half) ? (void *)&half : (void *)&value;
            memcpy((char *)&a->num + bounds[i].at, from, bounds[i].bytes);
            return true;
        }
    }
    return false;
}

static void set_number(struct attributes *a, struct text key, uint64_t value) {
    if (text_is(key, "off") || text_is(key, "imm")) {
        a->fixed += value;
    } else if (text_is(key, "r")) {
        a->range = value;
    } else if (text_is(key, "vs")) {
        a->size = (uint32_t)value;
    } else if (!set_bound(a, key, value)) {
        a->odd |= !text_is(key, "id") && !text_is(key, "ks");
    }
}

/* (value; mask) */
static void set_bits(struct attributes *a, struct text text) {
    struct text rest = {text.at + 1, text.end - 1};
    struct tnum bits;
    if (text.end - text.at < 2 || *text.at != '(') {
        a->odd = true;
        return;
    }
    struct text value = split(&rest, ';');
    rest.at += rest.at < rest.end && *rest.at == ' ';
    if (!read_number(value, &bits.value) || !read_number(rest, &bits.mask) ||
        (bits.value & bits.mask)) {
        a->odd = true;
        return;
    }
    a->num.bits = bits;
}

/* Programs name a map by up to 15 characters (BPF_OBJ_NAME_LEN). */
static uint32_t find_map(const struct program *program, struct text name) {
    enum { SHOWN = 15 };
    size_t length = (size_t)(name.end - name.at);
    uint32_t found = OBJECT_UNKNOWN;
    for (size_t i = 0; i < program->map_count; i++) {
        const char *own = program->maps[i].name;
        if (length && strnlen(own, SHOWN) == length && memcmp(own, name.at, length) == 0) {
            if (found != OBJECT_UNKNOWN) {
                return OBJECT_UNKNOWN; /* two that begin alike */
            }
            found = (uint32_t)i;
        }
    }
    return found;
}

/* One of `umin=3`, `smin=smin32=0`, `var_off=(0x0; 0xff)`, `map=name`. */
static void read_attribute(struct attributes *a, const struct program *program, struct text text) {
    struct text value = text, rest = text;
    while (rest.at < rest.end) {
        value = split(&rest, '=');
    }
    uint64_t number;
    bool is_number = read_number(value, &number);
    rest = (struct text){text.at, value.at};
    while (rest.at < rest.end) {
        struct text key = split(&rest, '=');
        if (text_is(key, "var_off")) {
            set_bits(a, value);
        } else if (text_is(key, "map")) {
            a->object = find_map(program, value); /* or a data section, or a map of a map */
        } else if (is_number) {
            set_number(a, key, number);
        } else {
            a->odd = true;
        }
    }
}

static const struct {
    const char *name;
    enum kind kind;
    bool maybe_null;
} types[] = {
    {"scalar", KIND_SCALAR, false},
    {"ctx", KIND_CTX, false},
    {"pkt", KIND_PACKET, false},
    {"pkt_meta", KIND_PACKET_META, false},
    {"pkt_end", KIND_PACKET_END, false},
    {"map_value", KIND_MAP_VALUE, false},
    {"map_value_or_null", KIND_MAP_VALUE, true},
    {"fp", KIND_FRAME, false}, /* fp[1]: of another frame */
};

static struct import_fact finish(struct import_fact fact, const struct attributes *a) {
    static const struct insn add = {.op = OP_ADD, .width = 64, .form = FORM_X};
    struct scalar fixed = scalar_constant(a->fixed);
    fact.num = a->num;
    if (!scalar_sync(&fact.num) || (a->odd && fact.kind != KIND_SCALAR)) {
        return (struct import_fact){.kind = KIND_NONE};
    }
    fact.num = scalar_alu(&add, &fact.num, &fixed, false);
    fact.object = a->object;
    fact.size = a->size;
    fact.beyond = (int64_t)(a->range - a->fixed);
    return fact;
}

/* A pointer with one offset has no bounds beside it; one that went by an unknown distance may have
 * none that are worth printing, but has an id. */
static bool is_exact(struct text attributes, bool maybe_null) {
    static const char *const words[] = {"var_off=", "min", "max", "id="};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) - maybe_null; i++) {
        size_t length = (size_t)(attributes.end - attributes.at);
        if (memmem(attributes.at, length, words[i], strlen(words[i]))) {
            return false;
        }
    }
    return true;
}

static struct import_fact read_value(const struct program *program, struct text text) {
    struct import_fact unknown = {.kind = KIND_NONE};
    uint64_t number;
    text.at += text.at < text.end && *text.at == 'P'; /* precise */
    if (read_number(text, &number)) {
        return (struct import_fact){.kind = KIND_SCALAR, .num = scalar_constant(number)};
    }
    struct text offset = {text.at + strlen("fp"), text.end};
    if (offset.at < text.end && memcmp(text.at, "fp", 2) == 0 && read_number(offset, &number)) {
        return (struct import_fact){.kind = KIND_FRAME, .num = scalar_constant(number)};
    }
    struct text rest = text;
    struct text name = split(&rest, '(');
    if (name.end == text.end || text.end[-1] != ')') {
        return unknown;
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (text_is(name, types[i].name)) {
            struct import_fact fact = {.kind = types[i].kind, .maybe_null = types[i].maybe_null};
            bool one = fact.kind != KIND_SCALAR && is_exact(rest, fact.maybe_null);
            struct attributes a = {.num = one ? scalar_constant(0) : scalar_unknown(),
                                   .object = OBJECT_UNKNOWN};
            rest.end--;
            while (rest.at < rest.end) {
                read_attribute(&a, program, split(&rest, ','));
            }
            return finish(fact, &a);
        }
    }
    return unknown;
}

void import_read_registers(const struct program *program, const char *at, const char *end,
                           struct import_fact *regs) {
    struct text rest = {at, end};
    while (rest.at < rest.end) {
        struct text part = split(&rest, ' ');
        struct text value = part;
        struct text name = split(&value, '=');
        char *stop;
        if (name.end - name.at < 2 || *name.at != 'R' || name.end == part.end) {
            continue;
        }
        unsigned long r = strtoul(name.at + 1, &stop, 10);
        if (r < REG_COUNT && stop > name.at + 1 && (stop == name.end || *stop == '_')) {
            regs[r] = read_value(program, value);
        }
    }
}
