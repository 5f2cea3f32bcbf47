/* SPDX-License-Identifier: Apache-2.0 */
#include "fill.h"

#include "driver/hex.h"
#include "driver/print.h"
#include "kernel.h"
#include "libcalls/libcalls.h"
#include "line.h"

/* Types with a value for each CPU: uapi linux/bpf.h. */
enum { PERCPU_HASH = 5, PERCPU_ARRAY = 6, LRU_PERCPU_HASH = 10 };
enum { CPUS_MAX = 1024 }; /* the kernel reads as many as it can have */

static bool read_one(struct fill *fill, const char *text) {
    const char *equals = text;
    while (*equals && *equals != '=') {
        equals++;
    }
    const char *colon = equals;
    while (*colon && *colon != ':') {
        colon++;
    }
    if (!*equals || !*colon) {
        bpf_aot_error("-fill: not MAP=KEY:VALUE: %s", text);
        return false;
    }
    const char *key = take_text(equals + 1, (size_t)(colon - equals - 1));
    size_t room = strlen(text);
    uint8_t *bytes = take(2 * room);
    uint32_t key_bytes, value_bytes;
    if (!bpf_aot_hex_decode(key, "-fill", bytes, (uint32_t)room, &key_bytes) ||
        !bpf_aot_hex_decode(colon + 1, "-fill", bytes + room, (uint32_t)room, &value_bytes)) {
        return false;
    }
    fill->map = take_text(text, (size_t)(equals - text));
    fill->key = (struct bytes){bytes, key_bytes};
    fill->value = (struct bytes){bytes + room, value_bytes};
    return true;
}

bool fills_read(struct fills *fills, const char *const *texts, uint32_t count) {
    fills->items = take((uint64_t)count * sizeof(*fills->items));
    fills->count = count;
    for (uint32_t i = 0; i < count; i++) {
        if (!read_one(&fills->items[i], texts[i])) {
            return false;
        }
    }
    return true;
}

/* Every CPU gets the value. */
static const uint8_t *values_of(const struct fill *fill, const struct map *map) {
    bool is_per_cpu =
        map->type == PERCPU_HASH || map->type == PERCPU_ARRAY || map->type == LRU_PERCPU_HASH;
    if (!is_per_cpu) {
        return fill->value.at;
    }
    uint32_t distance = (map->value_bytes + 7) & ~7u;
    uint8_t *values = take((uint64_t)distance * CPUS_MAX);
    for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++) {
        memcpy(values + (size_t)cpu * distance, fill->value.at, map->value_bytes);
    }
    return values;
}

bool fills_put(const struct fills *fills, const struct map *map, long fd) {
    for (uint32_t i = 0; i < fills->count; i++) {
        const struct fill *fill = &fills->items[i];
        if (!same_text(fill->map, map->name)) {
            continue;
        }
        if (fill->key.size != map->key_bytes || fill->value.size != map->value_bytes) {
            bpf_aot_error("-fill: map %s has keys of %u and values of %u bytes", map->name,
                          map->key_bytes, map->value_bytes);
            return false;
        }
        struct kernel_element element = {
            .map_fd = (uint32_t)fd, .key = user(fill->key.at), .value = user(values_of(fill, map))};
        long result = kernel_bpf(BPF_MAP_UPDATE_ELEM, &element, sizeof(element));
        if (result < 0) {
            bpf_aot_error("-fill: map %s: errno %u", map->name, (uint32_t)-result);
            return false;
        }
    }
    return true;
}

void fills_print(const struct fills *fills, const struct map *map) {
    line_open("fill", '[');
    for (uint32_t i = 0; i < fills->count; i++) {
        const struct fill *fill = &fills->items[i];
        if (same_text(fill->map, map->name)) {
            line_item_open('[');
            line_item_hex(fill->key.at, (size_t)fill->key.size);
            line_item_hex(fill->value.at, (size_t)fill->value.size);
            line_close(']');
        }
    }
    line_close(']');
}
