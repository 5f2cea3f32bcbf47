/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_strtol, bpf_strtoul (kernel/bpf/helpers.c, lib/kstrtox.c): number of bytes consumed, the
 * result is 0 where they fail. */
#include "bpf-aot/runtime.h"
#include "bytes.h"
#include "errors.h"
#include "helpers/ctype.h"

enum { BASE_MASK = 0x1f, DIGITS_MAX = 63 /* the kernel copies them to 64 bytes, with a NUL */ };

struct number {
    uint64_t value;
    bool is_negative;
};

struct digits {
    const uint8_t *at, *end;
    uint32_t base;
};

static uint8_t peek(const struct digits *d, uint32_t ahead) {
    return (size_t)(d->end - d->at) > ahead ? d->at[ahead] : 0;
}

static bool has_0x(const struct digits *d) {
    return peek(d, 0) == '0' && (peek(d, 1) | 0x20) == 'x';
}

static uint32_t digit_value(uint8_t c) {
    uint32_t letter = (c | 0x20u) - 'a';
    return ctype_is_digit(c) ? c - '0' : letter < 6 ? letter + 10 : UINT32_MAX;
}

static void skip_prefix(struct digits *d) {
    if (d->base == 0) {
        bool is_hex = has_0x(d) && digit_value(peek(d, 2)) < 16;
        d->base = is_hex ? 16 : peek(d, 0) == '0' ? 8 : 10;
    }
    if (d->base == 16 && has_0x(d)) {
        d->at += 2;
    }
}

/* Digits read; negative: the number does not fit 64 bits. */
static int32_t read_digits(struct digits *d, uint64_t *value) {
    int32_t count = 0;
    bool fits = true;
    *value = 0;
    for (uint32_t digit; (digit = digit_value(peek(d, 0))) < d->base; d->at++, count++) {
        fits &= !__builtin_mul_overflow(*value, d->base, value);
        fits &= !__builtin_add_overflow(*value, digit, value);
    }
    return fits ? count : -RT_ERANGE;
}

static int64_t read_number(const uint8_t *text, uint64_t size_bytes, uint64_t flags,
                           struct number *number) {
    struct digits d = {text, text + (size_t)size_bytes, (uint32_t)flags & BASE_MASK};
    bool knows_base = d.base == 0 || d.base == 8 || d.base == 10 || d.base == 16;
    if (!size_bytes || !knows_base || flags & ~(uint64_t)BASE_MASK) {
        return -RT_EINVAL;
    }
    while (d.at < d.end && ctype_is_space(*d.at)) {
        d.at++;
    }
    number->is_negative = peek(&d, 0) == '-';
    d.at += number->is_negative;
    if (d.at == d.end) {
        return -RT_EINVAL;
    }
    d.end = d.end - d.at > DIGITS_MAX ? d.at + DIGITS_MAX : d.end;
    skip_prefix(&d);
    int32_t count = read_digits(&d, &number->value);
    return count < 0 ? count : count == 0 ? -RT_EINVAL : d.at - text;
}

static void store(void *result, uint64_t value) {
    memcpy(result, &value, sizeof(value));
}

int64_t bpf_aot_strtol(void *text, uint64_t size_bytes, uint64_t flags, void *result) {
    struct number number;
    store(result, 0);
    int64_t consumed = read_number(text, size_bytes, flags, &number);
    if (consumed < 0) {
        return consumed;
    }
    uint64_t value = number.is_negative ? -number.value : number.value;
    if (number.is_negative ? (int64_t)value > 0 : (int64_t)value < 0) {
        return -RT_ERANGE;
    }
    store(result, value);
    return consumed;
}

int64_t bpf_aot_strtoul(void *text, uint64_t size_bytes, uint64_t flags, void *result) {
    struct number number;
    store(result, 0);
    int64_t consumed = read_number(text, size_bytes, flags, &number);
    if (consumed < 0) {
        return consumed;
    }
    if (number.is_negative) {
        return -RT_EINVAL;
    }
    store(result, number.value);
    return consumed;
}
