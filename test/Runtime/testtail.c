/* SPDX-License-Identifier: Apache-2.0 */
/* Stands for a translated object with tail calls and maps of maps, some of their slots filled from
 * the start. */
#include "testprog.h"

MAP(red, array, 2, ARRAY, 4, 4, 1, 1)
MAP(blue, array, 2, ARRAY, 4, 4, 1, 1)

static union bpf_aot_slot tables_slots[3] = {[2] = {.pointer = &blue}};
MAP_WITH_INNER(tables, array_of_maps, 12, tables_slots, 4, 4, 3, 1, &red)

static uint8_t named_storage[BPF_AOT_HASH_BYTES(2, 4, 4, 1)] __attribute__((aligned(8)));
MAP_WITH_INNER(named, hash_of_maps, 13, named_storage, 2, 4, 4, 1, &red)

/* Counts in the inner map that the packet's first byte names. */
static uint64_t finish_body(void *context, struct bpf_aot_run *run) {
    struct bpf_aot_xdp *xdp = context;
    uint32_t key = *(uint8_t *)xdp->data;
    struct bpf_aot_map *inner = bpf_aot_map_lookup_elem(&tables, &key);
    if (!inner) {
        return 1;
    }
    key = 0;
    ++*(uint32_t *)bpf_aot_map_lookup_elem(inner, &key);
    return 2;
}

static uint64_t finish(void *context) {
    struct bpf_aot_run run = {.context = BPF_AOT_CONTEXT_XDP};
    return finish_body(context, &run);
}

PROGRAM_WITH_BODY(finish, "xdp", BPF_AOT_CONTEXT_XDP, finish_body)

static union bpf_aot_slot jumps_slots[4] = {[3] = {.pointer = &finish_program}};
MAP_WITH_INNER(jumps, prog_array, 3, jumps_slots, 4, 4, 4, 1, NULL)

/* Goes where the packet's second byte says. */
static uint64_t jump_body(void *context, struct bpf_aot_run *run) {
    struct bpf_aot_xdp *xdp = context;
    return bpf_aot_tail_call(context, &jumps, ((uint8_t *)xdp->data)[1], run) ? 0 : 3;
}

static uint64_t jump(void *context) {
    struct bpf_aot_run run = {.context = BPF_AOT_CONTEXT_XDP};
    uint64_t result = jump_body(context, &run);
    return run.next ? bpf_aot_dispatch(&run) : result;
}

PROGRAM_WITH_BODY(jump, "xdp", BPF_AOT_CONTEXT_XDP, jump_body)

static uint64_t raw(void *memory, uint64_t size) {
    return size;
}

PROGRAM(raw, "", BPF_AOT_CONTEXT_RAW)
