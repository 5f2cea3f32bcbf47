/* SPDX-License-Identifier: Apache-2.0 */
/* What 32-bit JITs call of the kernel for 64-bit arithmetic. Names are this file's, arguments those
 * of the kernel's functions, which are C's; one program runs here, alone. */
#include <stdint.h>

uint64_t bpf_aot_replay_div64(uint64_t number, uint64_t by);
uint64_t bpf_aot_replay_div64(uint64_t number, uint64_t by) {
    return number / by;
}

uint64_t bpf_aot_replay_mod64(uint64_t number, uint64_t by);
uint64_t bpf_aot_replay_mod64(uint64_t number, uint64_t by) {
    return number % by;
}

#define ATOMIC(name, operator)                                                                     \
    uint64_t bpf_aot_replay_atomic_##name(uint64_t value, uint64_t *at);                           \
    uint64_t bpf_aot_replay_atomic_##name(uint64_t value, uint64_t *at) {                          \
        uint64_t before = *at;                                                                     \
        *at = before operator value;                                                               \
        return before;                                                                             \
    }
ATOMIC(add, +)
ATOMIC(and, &)
ATOMIC(or, |)
ATOMIC(xor, ^)
ATOMIC(fetch_add, +)
ATOMIC(fetch_and, &)
ATOMIC(fetch_or, |)
ATOMIC(fetch_xor, ^)

/* MIPS: through a function of the JIT's own, whose arguments are those of the others. */
uint64_t bpf_aot_replay_atomic_xchg(uint64_t value, uint64_t *at);
uint64_t bpf_aot_replay_atomic_xchg(uint64_t value, uint64_t *at) {
    uint64_t before = *at;
    *at = value;
    return before;
}

uint64_t bpf_aot_replay_atomic_cmpxchg(uint64_t *at, uint64_t wanted, uint64_t value);
uint64_t bpf_aot_replay_atomic_cmpxchg(uint64_t *at, uint64_t wanted, uint64_t value) {
    uint64_t before = *at;
    *at = before == wanted ? value : before;
    return before;
}
