/* SPDX-License-Identifier: Apache-2.0 */
/* Ties the tables to the code: every row of helpers.def has a function of its very type, and every
 * row of maps.def operations; a test that names the arrays below fails to link otherwise. */
#include "maps/maps.h"

#define HELPER_ARG(name, type, rep, memory, bytes, access) typedef type arg_##name;
#include "bpf-aot/helper_args.def"

/* A prototype out of a row: C has no empty parameter, so NONE becomes nothing, others bring their
 * comma. SECOND picks what a macro ABSENT_NONE puts before the usual choice. */
#define SECOND_(a, b, ...) b
#define SECOND(...)        SECOND_(__VA_ARGS__, )
#define ABSENT_NONE        ~, NOTHING
#define ABSENT_ALL_NONE    ~, NO_ARGUMENTS
#define NOTHING(arg)
#define NO_ARGUMENTS(arg) void
#define ALONE(arg)        arg_##arg
#define WITH_COMMA(arg)   , arg_##arg
#define FIRST(arg)        SECOND(ABSENT_ALL_##arg, ALONE)(arg)
#define NEXT(arg)         SECOND(ABSENT_##arg, WITH_COMMA)(arg)
/* The run stands behind the program's arguments. */
#define RUN_NONE
#define RUN_MOVES_PACKET
#define RUN_MOVES_END
#define RUN_RUN        , struct bpf_aot_run *
#define RUN_CALLS_BACK , struct bpf_aot_run *
#define RUN_TAIL_CALL  , struct bpf_aot_run *
#define RUN_ACQUIRES   , struct bpf_aot_run *
#define RUN_RELEASES   , struct bpf_aot_run *
#define RUN_LOCKS      , struct bpf_aot_run *
#define RUN_UNLOCKS    , struct bpf_aot_run *
#define RUN_EXCHANGES  , struct bpf_aot_run *

#define HELPER(id, name, ret, a1, a2, a3, a4, a5, effects)                                         \
    typedef BPF_AOT_RET_##ret row_##name(FIRST(a1) NEXT(a2) NEXT(a3) NEXT(a4) NEXT(a5)             \
                                             RUN_##effects);                                       \
    _Static_assert(__builtin_types_compatible_p(row_##name, __typeof__(bpf_aot_##name)),           \
                   "bpf_aot_" #name " differs from its row in helpers.def");
#include "bpf-aot/helpers.def"

/* No holes: the translator lays these out as consecutive members. */
_Static_assert(offsetof(struct bpf_aot_map, type) == BPF_AOT_MAP_POINTERS * sizeof(void *) &&
                   sizeof(struct bpf_aot_map) == BPF_AOT_MAP_POINTERS * sizeof(void *) + 24,
               "struct bpf_aot_map");
_Static_assert(sizeof(struct bpf_aot_section) == 2 * sizeof(void *) + 8, "struct bpf_aot_section");
_Static_assert(sizeof(struct bpf_aot_program) ==
                   4 * sizeof(void *) + 8 + BPF_AOT_TAGS * BPF_AOT_TAG_BYTES,
               "struct bpf_aot_program");
_Static_assert(offsetof(struct bpf_aot_run, held) == 4 * sizeof(void *) + 32, "struct bpf_aot_run");
_Static_assert(sizeof(struct bpf_aot_region) == 3 * sizeof(void *), "struct bpf_aot_region");
/* Of both contexts: run/check.c takes them for one struct. */
#define PACKET_MEMBER(context, member, place)                                                      \
    _Static_assert(offsetof(struct bpf_aot_##context, member) ==                                   \
                       offsetof(struct bpf_aot_##context, data) + (place) * sizeof(void *),        \
                   "struct bpf_aot_" #context);
PACKET_MEMBER(xdp, data_end, 1)
PACKET_MEMBER(xdp, data_meta, 2)
PACKET_MEMBER(skb, data_end, 1)
PACKET_MEMBER(skb, data_meta, 2)
PACKET_MEMBER(sk_lookup, data_end, 1)
PACKET_MEMBER(sk_lookup, data_meta, 2)
_Static_assert(offsetof(struct bpf_aot_run, ctx) == sizeof(void *), "struct bpf_aot_run");
_Static_assert(offsetof(struct bpf_aot_run, tail_calls) == 4 * sizeof(void *),
               "struct bpf_aot_run");
_Static_assert(offsetof(struct bpf_aot_fact, what) == 80 + sizeof(void *), "struct bpf_aot_fact");
_Static_assert(sizeof(union bpf_aot_slot) == 8, "union bpf_aot_slot");
_Static_assert(offsetof(union bpf_aot_slot, pointer) == 0, "union bpf_aot_slot");
_Static_assert(sizeof(struct bpf_aot_ring) == BPF_AOT_RING_BYTES(0, 0, 0, 1),
               "struct bpf_aot_ring");
_Static_assert(sizeof(struct bpf_aot_queue) == 16, "struct bpf_aot_queue");
_Static_assert(sizeof(struct bpf_aot_hash) == 64 + 64 * BPF_AOT_HASH_LANES, "struct bpf_aot_hash");
_Static_assert(sizeof(struct bpf_aot_hash_bucket) == 8, "struct bpf_aot_hash_bucket");
_Static_assert(sizeof(struct bpf_aot_lpm) == 32, "struct bpf_aot_lpm");
_Static_assert(sizeof(struct bpf_aot_lpm_node) == 16, "struct bpf_aot_lpm_node");
_Static_assert(sizeof(struct bpf_aot_lru_node) == 16, "struct bpf_aot_lru_node");
_Static_assert(sizeof(struct bpf_aot_hash_element) == 8, "struct bpf_aot_hash_element");

extern const void *const bpf_aot_all_helpers[];
extern const struct bpf_aot_map_ops *const bpf_aot_all_map_ops[];

const void *const bpf_aot_all_helpers[] = {
#define HELPER(id, name, ret, a1, a2, a3, a4, a5, effects) (const void *)bpf_aot_##name,
#include "bpf-aot/helpers.def"
    NULL,
};

const struct bpf_aot_map_ops *const bpf_aot_all_map_ops[] = {
#define MAP_TYPE(id, name, storage, key, cpus) &bpf_aot_##name##_ops,
#include "bpf-aot/maps.def"
    NULL,
};
