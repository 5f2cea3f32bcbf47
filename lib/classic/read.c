/* SPDX-License-Identifier: Apache-2.0 */
/* A classic program out of a file: struct sock_filter, or numbers in decimal as tcpdump -ddd prints
 * them, the first one the number of insns. Commas count as spaces: nfbpf_compile and tc write
 * them between the insns. */
#include <inttypes.h>

#include "classic/classic.h"
#include "support/array.h"
#include "support/bytes.h"

enum { NUMBERS_PER_INSN = 4 };

struct text {
    struct session *s;
    const uint8_t *at, *end;
    unsigned line;
};

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
}

static bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

static bool is_text(const uint8_t *data, size_t size_bytes) {
    for (size_t i = 0; i < size_bytes; i++) {
        if (!is_space(data[i]) && !is_digit(data[i])) {
            return false;
        }
    }
    return true;
}

static bool skip_spaces(struct text *t) {
    while (t->at < t->end && is_space(*t->at)) {
        t->line += *t->at++ == '\n';
    }
    return t->at < t->end;
}

/* False after a message. */
static bool read_number(struct text *t, uint32_t max, const char *what, uint32_t *number) {
    uint64_t value = 0;
    if (!skip_spaces(t)) {
        return fail(t->s, at_object(), "line %u: the text ends where %s should be", t->line, what);
    }
    for (; t->at < t->end && is_digit(*t->at); t->at++) {
        value = value <= UINT32_MAX ? value * 10 + (uint64_t)(*t->at - '0') : value;
    }
    *number = (uint32_t)value;
    return value <= max ||
           fail(t->s, at_object(), "line %u: %s is at most %" PRIu32, t->line, what, max);
}

static bool read_insn(struct text *t, struct classic_insn *insn) {
    uint32_t code, jt, jf, k;
    if (!read_number(t, UINT16_MAX, "a code", &code) ||
        !read_number(t, UINT8_MAX, "the jump if true", &jt) ||
        !read_number(t, UINT8_MAX, "the jump if false", &jf) ||
        !read_number(t, UINT32_MAX, "k", &k)) {
        return false;
    }
    *insn = (struct classic_insn){(uint16_t)code, (uint8_t)jt, (uint8_t)jf, k};
    return true;
}

static bool read_text(struct text *t, struct classic *classic) {
    uint32_t count;
    if (!read_number(t, UINT32_MAX, "the number of insns", &count)) {
        return false;
    }
    if (count == 0 || count > CLASSIC_MAX_INSNS) {
        return fail(t->s, at_object(), "%" PRIu32 " insns; a classic program has 1 to %d", count,
                    CLASSIC_MAX_INSNS);
    }
    struct classic_insn *insns = ARENA_NEW_N(&t->s->arena, struct classic_insn, count);
    *classic = (struct classic){insns, count};
    for (uint32_t i = 0; i < count; i++) {
        if (!read_insn(t, &insns[i])) {
            return false;
        }
    }
    return !skip_spaces(t) ||
           fail(t->s, at_object(),
                "line %u: more than the %" PRIu32 " insns that the first number says", t->line,
                count);
}

static void read_binary(struct session *s, const uint8_t *data, size_t count, bool big_endian,
                        struct classic *classic) {
    struct classic_insn *insns = ARENA_NEW_N(&s->arena, struct classic_insn, count);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = data + i * CLASSIC_INSN_BYTES;
        insns[i] =
            (struct classic_insn){load16(at, big_endian), at[2], at[3], load32(at + 4, big_endian)};
    }
    *classic = (struct classic){insns, count};
}

struct classic *classic_read(struct session *s, const void *data, size_t size_bytes,
                             bool big_endian) {
    struct classic *classic = ARENA_NEW(&s->arena, struct classic);
    if (size_bytes && is_text(data, size_bytes)) {
        struct text text = {s, data, (const uint8_t *)data + size_bytes, 1};
        return read_text(&text, classic) ? classic : NULL;
    }
    if (size_bytes % CLASSIC_INSN_BYTES) {
        fail(s, at_object(),
             "neither the text of tcpdump -ddd nor struct sock_filter: %zu bytes are no multiple "
             "of %d",
             size_bytes, CLASSIC_INSN_BYTES);
        return NULL;
    }
    read_binary(s, data, size_bytes / CLASSIC_INSN_BYTES, big_endian, classic);
    return classic;
}
