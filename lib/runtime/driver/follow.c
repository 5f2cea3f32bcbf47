/* SPDX-License-Identifier: Apache-2.0 */
/* A consumer of all ring buffers and perf events of the executable. */
#include "driver/follow.h"

#include "bpf-aot/rings.h"
#include "driver/print.h"
#include "driver/registry.h"
#include "maps/maps.h"
#include "start/sys.h"

enum { PERF_BYTES = 1 << 18 };

/* Of one round through the maps. */
struct follow {
    const char *name;   /* of the map */
    const char *before; /* JSON: what goes before the next record; NULL: text */
};

static bool attach(struct bpf_aot_map *map) {
    for (uint32_t cpu = 0; cpu < bpf_aot_active_cpus && cpu < map->max_entries; cpu++) {
        void *memory = bpf_aot_sys_map(BPF_AOT_PERF_BYTES(PERF_BYTES));
        if (!memory) {
            bpf_aot_error("map %s: no memory for its events", map->name);
            return false;
        }
        bpf_aot_perf_attach(map, cpu, memory, PERF_BYTES);
    }
    return true;
}

bool bpf_aot_follow_begin(void) {
    struct bpf_aot_map *map;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        if (map->type == RT_MAP_perf_event_array && !attach(map)) {
            return false;
        }
    }
    return true;
}

/* Up to where the record's own part begins; a CPU of -1: none. */
static void open_record(struct follow *follow, int cpu) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    if (!follow->before) {
        bpf_aot_print(out, "event %s", follow->name);
        if (cpu >= 0) {
            bpf_aot_print(out, " cpu %u", (uint32_t)cpu);
        }
        return;
    }
    bpf_aot_print(out, "%s{\"map\":", follow->before);
    bpf_aot_print_quoted(out, follow->name);
    if (cpu >= 0) {
        bpf_aot_print(out, ",\"cpu\":%u", (uint32_t)cpu);
    }
    follow->before = ",";
}

static void print_record(struct follow *follow, int cpu, const void *data, size_t size_bytes) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    open_record(follow, cpu);
    bpf_aot_print(out, follow->before ? ",\"bytes\":\"" : ": ");
    bpf_aot_print_hex(out, data, size_bytes);
    bpf_aot_print(out, follow->before ? "\"}" : "\n");
}

static int print_ring(void *ctx, void *data, size_t size_bytes) {
    print_record(ctx, -1, data, size_bytes);
    return 0;
}

static void print_perf(void *ctx, int cpu, void *data, uint32_t size_bytes) {
    print_record(ctx, cpu, data, size_bytes);
}

static void print_lost(void *ctx, int cpu, uint64_t count) {
    struct follow *follow = ctx;
    open_record(follow, cpu);
    bpf_aot_print(&bpf_aot_stdout, follow->before ? ",\"lost\":%U}" : ": lost %U\n", count);
}

static void consume(struct follow *follow) {
    struct bpf_aot_map *map;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        follow->name = map->name;
        bpf_aot_ringbuf_consume(map, print_ring, follow);
        bpf_aot_perf_consume(map, print_perf, print_lost, follow);
    }
}

void bpf_aot_follow_text(void) {
    struct follow follow = {0};
    consume(&follow);
}

void bpf_aot_follow_json(const char *before, const char *after, bool needed) {
    struct follow follow = {.before = before};
    consume(&follow);
    if (follow.before == before && needed) {
        return;
    }
    bpf_aot_print(&bpf_aot_stdout, "%s%s", follow.before == before ? before : "", after);
}
