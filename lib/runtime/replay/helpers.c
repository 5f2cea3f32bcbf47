/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers as a kernel's JIT calls them: C functions of five 64-bit numbers on every machine. Maps
 * are what the stub of lib/compare/replay_link.c says the code has for them, the context is the
 * kernel's. */
#include "bpf-aot/runtime.h"
#include "replay/replay.h"
#include "start/sys.h"

/* By the stub; the last has no handle. */
extern const struct {
    uintptr_t in_code;
    struct bpf_aot_map *handle;
} bpf_aot_replay_maps[];
extern const struct {
    uint32_t value, mark, is_pointer;
} bpf_aot_replay_offsets[];

/* Of per-CPU data: here, what is the kernel's for all is that of the only CPU. */
uint64_t bpf_aot_replay_zero;

static uintptr_t replay_map(uint64_t value) {
    uintptr_t address = (uintptr_t)value;
    for (size_t i = 0; bpf_aot_replay_maps[i].handle; i++) {
        if (bpf_aot_replay_maps[i].in_code == address) {
            return (uintptr_t)bpf_aot_replay_maps[i].handle;
        }
    }
    return address;
}

static uintptr_t replay_pointer(uint64_t value) {
    uintptr_t address = (uintptr_t)value;
    bool is_context = address == (uintptr_t)&bpf_aot_replay_kernel;
    return is_context ? (uintptr_t)&bpf_aot_replay_context : address;
}

static uintptr_t replay_function(uint64_t value) {
    return (uintptr_t)value;
}

#define FROM_PTR(type, value)                                                                      \
    _Generic((type)0,                                                                              \
        struct bpf_aot_map *: replay_map,                                                          \
        bpf_aot_callback *: replay_function,                                                       \
        default: replay_pointer)(value)
#define FROM_I32(type, value) (uint32_t)(value)
#define FROM_I64(type, value) (value)
#define HELPER_ARG(name, type, rep, memory, bytes, access)                                         \
    static inline __attribute__((unused)) type as_##name(uint64_t value) {                         \
        return (type)FROM_##rep(type, value);                                                      \
    }
#include "bpf-aot/helper_args.def"

/* Arguments out of a row, as contract.c makes prototypes. */
#define SECOND_(a, b, ...) b
#define SECOND(...)        SECOND_(__VA_ARGS__, )
#define ABSENT_NONE        ~, NOTHING
#define NOTHING(arg, value)
#define ALONE(arg, value)      as_##arg(value)
#define WITH_COMMA(arg, value) , as_##arg(value)
#define FIRST(arg, value)      SECOND(ABSENT_##arg, ALONE)(arg, value)
#define NEXT(arg, value)       SECOND(ABSENT_##arg, WITH_COMMA)(arg, value)
#define RUN_NONE
#define RUN_MOVES_PACKET
#define RUN_MOVES_END
#define RUN_RUN        , &bpf_aot_replay_run
#define RUN_CALLS_BACK , &bpf_aot_replay_run
#define RUN_TAIL_CALL  , &bpf_aot_replay_run
#define RUN_ACQUIRES   , &bpf_aot_replay_run
#define RUN_RELEASES   , &bpf_aot_replay_run
#define RUN_LOCKS      , &bpf_aot_replay_run
#define RUN_UNLOCKS    , &bpf_aot_replay_run
#define RUN_EXCHANGES  , &bpf_aot_replay_run

#define RESULT_VOID(call)             (call, 0)
#define RESULT_U64(call)              (call)
#define RESULT_I64(call)              (uint64_t)(call)
#define RESULT_I32(call)              (uint64_t)(int64_t)(call)
#define RESULT_VALUE_OR_NULL(call)    (uintptr_t)(call)
#define RESULT_MEM_OR_NULL(call)      (uintptr_t)(call)
#define RESULT_DATA_OR_NULL(call)     (uintptr_t)(call)
#define RESULT_SOCK_OR_NULL(call)     (uintptr_t)(call)
#define RESULT_TCP_SOCK_OR_NULL(call) (uintptr_t)(call)
#define RESULT_KPTR_OR_NULL(call)     (uintptr_t)(call)
#define RESULT_VALUE(call)            (uintptr_t)(call)

#define FIVE uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5
#define HELPER(id, name, ret, a1, a2, a3, a4, a5, effects)                                         \
    uint64_t bpf_aot_replay_##name(FIVE);                                                          \
    uint64_t bpf_aot_replay_##name(FIVE) {                                                         \
        replay_enter();                                                                            \
        uint64_t result = RESULT_##ret(bpf_aot_##name(                                             \
            FIRST(a1, r1) NEXT(a2, r2) NEXT(a3, r3) NEXT(a4, r4) NEXT(a5, r5) RUN_##effects));     \
        replay_leave();                                                                            \
        return result;                                                                             \
    }
#include "bpf-aot/helpers.def"

/* In front of a value of our own hashes: the key, the element's head, an LRU's node. */
enum { BEFORE_KEY = sizeof(struct bpf_aot_hash_element) + sizeof(struct bpf_aot_lru_node) };

/* Where the code adds the distance of an element's value itself, and sets the mark of an element of
 * an LRU, unless it is set: it is. */
static uint64_t replay_find(uint64_t map, uint64_t key, uint32_t index) {
    replay_unmark();
    struct bpf_aot_map *handle = as_MAP(map);
    uint32_t distance = bpf_aot_replay_offsets[index].value;
    uint8_t *value = bpf_aot_map_lookup_elem(handle, as_KEY(key));
    if (!value) {
        return 0;
    }
    if (bpf_aot_replay_offsets[index].mark) {
        uint32_t before = distance - bpf_aot_replay_offsets[index].mark;
        if (before > BEFORE_KEY + BPF_AOT_ROUND8(handle->key_size)) {
            bpf_aot_sys_exit(1);
        }
        uint8_t *mark = value - before;
        bpf_aot_replay_mark = (struct bpf_aot_replay_mark){mark, *mark};
        *mark = 1;
    }
    if (bpf_aot_replay_offsets[index].is_pointer) { /* which the code follows at once */
        static uint64_t pointer;
        pointer = (uintptr_t)value;
        return (uintptr_t)&pointer - distance;
    }
    return (uintptr_t)value - distance;
}

#define FIND(index)                                                                                \
    uint64_t bpf_aot_replay_find##index(uint64_t map, uint64_t key);                               \
    uint64_t bpf_aot_replay_find##index(uint64_t map, uint64_t key) {                              \
        return replay_find(map, key, index);                                                       \
    }
FIND(0)
FIND(1)
FIND(2)
FIND(3)
FIND(4)
FIND(5)
FIND(6)
FIND(7)
