/* SPDX-License-Identifier: Apache-2.0 */
/* Walks a type and its bytes together. Structs print as bpftool's do; members without a name give
 * theirs to the outer struct, enums print by name, arrays of char as text when it is text. */
#include "btf_json.h"

#include <bpf/btf.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "object/object.h"

enum { BITS = 8, POINTER_BYTES = 8, DEPTH_MAX = 16 };

/* A part of what is printed: from a bit on. */
struct part {
    const uint8_t *bytes;
    uint64_t bit;
    uint32_t bits; /* of a number */
    int depth;
};

static void print_hex(FILE *out, const uint8_t *bytes, size_t size_bytes) {
    fputc('"', out);
    for (size_t i = 0; i < size_bytes; i++) {
        fprintf(out, "%02x", bytes[i]);
    }
    fputc('"', out);
}

void btf_json_text(FILE *out, const char *text, size_t length) {
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c < ' ') {
            fprintf(out, "\\u%04x", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('"', out);
}

/* Bit fields count from the first byte's high bit in big-endian objects, from its low bit in
 * others (Documentation/bpf/btf.rst); so does this, for whole bytes, too. */
static uint64_t load_bits(const struct btf_json *json, const struct part *part) {
    uint64_t value = 0;
    for (uint32_t i = 0; i < part->bits && i < 64; i++) {
        uint64_t bit = part->bit + i;
        uint8_t byte = part->bytes[bit / BITS];
        if (json->big_endian) {
            value = value << 1 | (byte >> (BITS - 1 - bit % BITS) & 1);
        } else {
            value |= (uint64_t)(byte >> bit % BITS & 1) << i;
        }
    }
    return value;
}

static uint64_t extend(uint64_t value, uint32_t bits) {
    uint64_t sign = bits && bits < 64 ? (uint64_t)1 << (bits - 1) : 0;
    return (value ^ sign) - sign;
}

static void print_int(const struct btf_json *json, const struct btf_type *type,
                      const struct part *part) {
    if (part->bits > 64) {
        print_hex(json->out, part->bytes + part->bit / BITS, part->bits / BITS);
        return;
    }
    uint64_t value = load_bits(json, part);
    if (btf_int_encoding(type) & BTF_INT_BOOL) {
        fputs(value ? "true" : "false", json->out);
    } else if (btf_int_encoding(type) & BTF_INT_SIGNED) {
        fprintf(json->out, "%" PRId64, (int64_t)extend(value, part->bits));
    } else {
        fprintf(json->out, "%" PRIu64, value);
    }
}

static void print_enum(const struct btf_json *json, const struct btf_type *type,
                       const struct part *part) {
    uint64_t value = load_bits(json, part);
    uint64_t mask = part->bits < 64 ? ((uint64_t)1 << part->bits) - 1 : UINT64_MAX;
    for (uint16_t i = 0; i < btf_vlen(type); i++) {
        uint64_t one = btf_is_enum64(type) ? btf_enum64_value(btf_enum64(type) + i)
                                           : (uint64_t)(int64_t)btf_enum(type)[i].val;
        uint32_t name =
            btf_is_enum64(type) ? btf_enum64(type)[i].name_off : btf_enum(type)[i].name_off;
        if ((one & mask) == value) {
            const char *text = btf__name_by_offset(json->btf, name);
            btf_json_text(json->out, text, strlen(text));
            return;
        }
    }
    fprintf(json->out, "%" PRId64, (int64_t)extend(value, part->bits));
}

static void print_type(const struct btf_json *json, uint32_t type_id, struct part part);

static bool is_char(const struct btf_json *json, const struct btf_type *type) {
    return type && btf_is_int(type) && type->size == 1 &&
           strcmp(btf__name_by_offset(json->btf, type->name_off), "char") == 0;
}

/* Printable up to a zero, and zeros from there on. */
static bool is_text(const uint8_t *bytes, size_t size_bytes, size_t *length) {
    *length = strnlen((const char *)bytes, size_bytes);
    for (size_t i = 0; i < size_bytes; i++) {
        if (i < *length ? !isprint(bytes[i]) : bytes[i] != 0) {
            return false;
        }
    }
    return *length > 0;
}

static void print_array(const struct btf_json *json, const struct btf_type *type,
                        struct part part) {
    const struct btf_array *array = btf_array(type);
    int64_t bytes = btf__resolve_size(json->btf, array->type);
    const uint8_t *at = part.bytes + part.bit / BITS;
    size_t length;
    if (is_char(json, object_plain_type(json->btf, array->type)) &&
        is_text(at, array->nelems, &length)) {
        btf_json_text(json->out, (const char *)at, length);
        return;
    }
    fputc('[', json->out);
    for (uint32_t i = 0; i < array->nelems && bytes > 0; i++) {
        fputs(i ? "," : "", json->out);
        print_type(json, array->type, part);
        part.bit += (uint64_t)bytes * BITS;
    }
    fputc(']', json->out);
}

/* Returns whether something stands in front of what follows. */
static bool print_members(const struct btf_json *json, const struct btf_type *type,
                          struct part part, bool comma) {
    for (uint16_t i = 0; i < btf_vlen(type); i++) {
        const struct btf_member *member = btf_members(type) + i;
        const char *name = btf__name_by_offset(json->btf, member->name_off);
        const struct btf_type *inner = object_plain_type(json->btf, member->type);
        struct part own = part;
        own.bit += btf_member_bit_offset(type, i);
        own.bits = btf_member_bitfield_size(type, i);
        if (!*name && inner && btf_is_composite(inner)) {
            own.depth++;
            comma = own.depth < DEPTH_MAX && print_members(json, inner, own, comma);
            continue;
        }
        if (!*name) {
            continue; /* padding */
        }
        fputs(comma ? "," : "", json->out);
        btf_json_text(json->out, name, strlen(name));
        fputc(':', json->out);
        print_type(json, member->type, own);
        comma = true;
    }
    return comma;
}

static void print_type(const struct btf_json *json, uint32_t type_id, struct part part) {
    const struct btf_type *type = object_plain_type(json->btf, type_id);
    part.depth++;
    if (!type || part.depth > DEPTH_MAX) {
        fputs("null", json->out);
        return;
    }
    if (btf_is_composite(type)) {
        fputc('{', json->out);
        print_members(json, type, part, false);
        fputc('}', json->out);
        return;
    }
    if (btf_is_array(type)) {
        print_array(json, type, part);
        return;
    }
    uint32_t bytes = btf_is_ptr(type) ? POINTER_BYTES : type->size;
    part.bits = part.bits ? part.bits : bytes * BITS;
    if (btf_is_int(type)) {
        print_int(json, type, &part);
    } else if (btf_is_any_enum(type)) {
        print_enum(json, type, &part);
    } else if (btf_is_ptr(type)) {
        fprintf(json->out, "\"0x%" PRIx64 "\"", load_bits(json, &part));
    } else {
        print_hex(json->out, part.bytes + part.bit / BITS, bytes);
    }
}

void btf_json_print(const struct btf_json *json, uint32_t type_id, const uint8_t *bytes,
                    size_t size_bytes) {
    int64_t size = json->btf && type_id ? btf__resolve_size(json->btf, type_id) : -1;
    if (size <= 0 || (uint64_t)size != size_bytes) {
        print_hex(json->out, bytes, size_bytes);
        return;
    }
    print_type(json, type_id, (struct part){.bytes = bytes});
}
