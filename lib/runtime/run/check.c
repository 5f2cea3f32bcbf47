/* SPDX-License-Identifier: Apache-2.0 */
/* What a run may touch, for pointers whose object the translator does not know. Everything is
 * found where it lies anyway (the context, the lists of maps and data sections), so that only
 * frames have to be registered. A context is no memory: its fields are not where a program
 * believes them to be. */
#include "run/check.h"
#include "maps/fields.h"
#include "maps/maps.h"
#include "maps/ring.h"

#define ARRAY_OF(type, array)                                                                      \
    extern type *const __start_##array[] __attribute__((weak, visibility("hidden")));              \
    extern type *const __stop_##array[] __attribute__((weak, visibility("hidden")));

ARRAY_OF(struct bpf_aot_map, bpf_aot_maps)
ARRAY_OF(struct bpf_aot_section, bpf_aot_sections)

/* Consecutive members of every context (asserted in contract.c); where they begin. */
struct packet {
    char *data, *data_end, *data_meta;
};

static const size_t packet_at[] = {
#define CONTEXT(id, layout, title) [BPF_AOT_CONTEXT_##id] = offsetof(struct bpf_aot_##layout, data),
#include "bpf-aot/contexts.def"
};

/* `offset` wraps for an address before the start: it then exceeds every size. */
static bool holds(const void *start, uint64_t bytes, uint64_t address, uint32_t size_bytes) {
    uint64_t offset = address - (uintptr_t)start;
    return bytes >= size_bytes && offset <= bytes - size_bytes;
}

static bool in_regions(const struct bpf_aot_run *run, uint64_t address, uint32_t size_bytes) {
    for (const struct bpf_aot_region *region = run->regions; region; region = region->next) {
        if (holds(region->start, region->bytes, address, size_bytes)) {
            return true;
        }
    }
    return false;
}

static bool between(const char *start, const char *end, uint64_t address, uint32_t size_bytes) {
    return (uintptr_t)start <= (uintptr_t)end &&
           holds(start, (uintptr_t)end - (uintptr_t)start, address, size_bytes);
}

static bool in_input(const struct bpf_aot_run *run, uint64_t address, uint32_t size_bytes) {
    if (run->context == BPF_AOT_CONTEXT_RAW) {
        return holds(run->input, run->input_bytes, address, size_bytes);
    }
    const struct packet *packet =
        (const void *)((const char *)run->input + packet_at[run->context]);
    return between(packet->data, packet->data_end, address, size_bytes) ||
           between(packet->data_meta, packet->data, address, size_bytes);
}

static bool in_sections(uint64_t address, uint32_t size_bytes, bool writes) {
    struct bpf_aot_section *const *section = __start_bpf_aot_sections;
    for (; (uintptr_t)section < (uintptr_t)__stop_bpf_aot_sections; section++) {
        bool usable = !writes || !(*section)->read_only;
        if (usable && holds((*section)->data, (*section)->size_bytes, address, size_bytes)) {
            return true;
        }
    }
    return false;
}

/* Weak: without the host's view nobody creates maps. */
extern __typeof__(bpf_aot_created_holds) bpf_aot_created_holds __attribute__((weak));

static bool in_maps(uint64_t address, uint32_t size_bytes, bool writes) {
    uint32_t forbidden = writes ? RT_RDONLY_PROG : RT_WRONLY_PROG;
    struct bpf_aot_map *const *map = __start_bpf_aot_maps;
    for (; (uintptr_t)map < (uintptr_t)__stop_bpf_aot_maps; map++) {
        if (!((*map)->flags & forbidden) && check_map(*map, address, size_bytes, writes)) {
            return true;
        }
    }
    return bpf_aot_created_holds && bpf_aot_created_holds(address, size_bytes, forbidden, writes);
}

/* A record that the run has reserved: its length stands before it. Weak: without the ring buffer
 * nobody has reserved anything. */
extern void bpf_aot_ringbuf_abandon(void *record) __attribute__((weak));

static bool in_records(const struct bpf_aot_run *run, uint64_t address, uint32_t size_bytes) {
    for (uint32_t i = 0; i < run->held_count; i++) {
        const struct bpf_aot_held *held = &run->held[i];
        if (held->release == bpf_aot_ringbuf_abandon &&
            holds(held->object, ring_record_bytes(held->object), address, size_bytes)) {
            return true;
        }
    }
    return false;
}

/* What bpf_kptr_xchg took out of a value. */
static bool in_kptrs(const struct bpf_aot_run *run, uint64_t address, uint32_t size_bytes) {
    bool found = false;
    for (uint32_t i = 0; bpf_aot_kptr_put && !found && i < run->held_count; i++) {
        const struct bpf_aot_held *held = &run->held[i];
        found = held->release == bpf_aot_kptr_put &&
                holds(held->object, bpf_aot_kptr_bytes(held->object), address, size_bytes);
    }
    return found;
}

static uint32_t check(uint64_t address, uint32_t size_bytes, const struct bpf_aot_run *run,
                      bool writes) {
    return in_regions(run, address, size_bytes) || in_input(run, address, size_bytes) ||
           in_records(run, address, size_bytes) || in_kptrs(run, address, size_bytes) ||
           in_sections(address, size_bytes, writes) || in_maps(address, size_bytes, writes);
}

uint32_t bpf_aot_check_read(uint64_t address, uint32_t size_bytes, struct bpf_aot_run *run) {
    return check(address, size_bytes, run, false);
}

uint32_t bpf_aot_check_write(uint64_t address, uint32_t size_bytes, struct bpf_aot_run *run) {
    return check(address, size_bytes, run, true);
}
