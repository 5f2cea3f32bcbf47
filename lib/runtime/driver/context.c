/* SPDX-License-Identifier: Apache-2.0 */
/* contexts.def as a list of named numbers, for -ctx and -dump-ctx. */
#include "driver/context.h"

#include "driver/hex.h"
#include "driver/print.h"
#include "libcalls/libcalls.h"

enum layout { LAYOUT_none, LAYOUT_xdp, LAYOUT_skb, LAYOUT_sk_lookup };

/* Numbers of a field and their bytes; pointers have none. */
#define COUNT_PACKET      0
#define COUNT_PACKET_END  0
#define COUNT_PACKET_META 0
#define COUNT_FLOW_KEYS   0
#define COUNT_SOCK        0
#define COUNT_U64         1
#define COUNT_U32         1
#define COUNT_WORD        1
#define COUNT_U16         1
#define COUNT_QUEUE       1
#define COUNT_U8          1
#define COUNT_CB          5
#define COUNT_ADDRESS6    4
#define COUNT_NARROW6     4
#define COUNT_PORT        1

static const struct number {
    const char *name;
    enum layout layout;
    uint32_t offset, count, size_bytes; /* of each number: 4 or 8 */
} numbers[] = {
#define FIELD(layout, uapi_offset, uapi_bytes, kind, field, readers, writers)                      \
    {#field, LAYOUT_##layout, offsetof(struct bpf_aot_##layout, field), COUNT_##kind,              \
     COUNT_##kind ? sizeof(((struct bpf_aot_##layout *)0)->field) / (COUNT_##kind + !COUNT_##kind) \
                  : 0},
#include "bpf-aot/contexts.def"
};

enum { NUMBER_COUNT = sizeof(numbers) / sizeof(numbers[0]) };

static const enum layout layouts[] = {
    [BPF_AOT_CONTEXT_RAW] = LAYOUT_none,
#define CONTEXT(id, layout, title) [BPF_AOT_CONTEXT_##id] = LAYOUT_##layout,
#include "bpf-aot/contexts.def"
};

static bool names(const struct number *number, const char *text) {
    const char *name = number->name;
    while (*name && *name == *text) {
        name++;
        text++;
    }
    return *name == 0 && *text == '=';
}

static const struct number *find(enum bpf_aot_context kind, const char *text) {
    for (size_t i = 0; i < NUMBER_COUNT; i++) {
        if (numbers[i].count && numbers[i].layout == layouts[kind] && names(&numbers[i], text)) {
            return &numbers[i];
        }
    }
    bpf_aot_error("-ctx %s: no NAME=NUMBER with a number of this program's context", text);
    return NULL;
}

/* Decimal, or hexadecimal behind 0x. Where the number ends; NULL: there is none up to `max`. */
static const char *parse(const char *at, uint64_t max, uint64_t *value) {
    bool is_hex = at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
    uint32_t base = is_hex ? 16 : 10;
    const char *first = at += is_hex ? 2 : 0;
    *value = 0;
    for (;; at++) {
        int digit = bpf_aot_hex_digit((unsigned char)*at);
        if (digit < 0 || digit >= (int)base) {
            return at == first ? NULL : at;
        }
        if (*value > (max - (uint32_t)digit) / base) {
            return NULL;
        }
        *value = *value * base + (uint32_t)digit;
    }
}

static void store(const struct number *number, uint8_t *at, uint64_t value) {
    uint32_t low = (uint32_t)value;
    if (number->size_bytes == sizeof(low)) {
        memcpy(at, &low, sizeof(low));
    } else {
        memcpy(at, &value, sizeof(value));
    }
}

bool bpf_aot_context_set(enum bpf_aot_context kind, void *context, const char *text) {
    const struct number *number = find(kind, text);
    if (!number) {
        return false;
    }
    const char *at = text;
    for (uint32_t i = 0; i < number->count && (i == 0 || *at == ','); i++) {
        uint64_t value;
        at += i ? 1 : strlen(number->name) + 1;
        at = parse(at, number->size_bytes == 8 ? UINT64_MAX : UINT32_MAX, &value);
        if (!at) {
            break;
        }
        store(number, (uint8_t *)context + number->offset + i * number->size_bytes, value);
    }
    if (!at || *at) {
        bpf_aot_error("-ctx %s: %s takes up to %u numbers of %u bytes", text, number->name,
                      number->count, number->size_bytes);
        return false;
    }
    return true;
}

static uint64_t load(const struct number *number, const uint8_t *at) {
    uint32_t low;
    uint64_t value;
    if (number->size_bytes == sizeof(low)) {
        memcpy(&low, at, sizeof(low));
        return low;
    }
    memcpy(&value, at, sizeof(value));
    return value;
}

static void print_number(const struct number *number, const void *context) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    const uint8_t *at = (const uint8_t *)context + number->offset;
    bpf_aot_print(out, "\"%s\":", number->name);
    for (uint32_t i = 0; i < number->count; i++) {
        const char *before = number->count == 1 ? "" : i ? "," : "[";
        bpf_aot_print(out, "%s%U", before, load(number, at + i * number->size_bytes));
    }
    bpf_aot_print(out, number->count == 1 ? "" : "]");
}

void bpf_aot_context_print(enum bpf_aot_context kind, const void *context) {
    char before = '{';
    for (size_t i = 0; i < NUMBER_COUNT; i++) {
        if (numbers[i].count && numbers[i].layout == layouts[kind]) {
            bpf_aot_print(&bpf_aot_stdout, "%c", before);
            print_number(&numbers[i], context);
            before = ',';
        }
    }
    bpf_aot_print(&bpf_aot_stdout, "}");
}
