/* SPDX-License-Identifier: Apache-2.0 */
/* Pseudo-random numbers from one generator a CPU: Marsaglia's xorshift with 128 bits of state,
 * which must not be all zero. */
#include "cpu.h"
#include "start/sys.h"

struct state {
    uint32_t x, y, z, w;
};

static struct state states[RT_CPU_SLOTS];

static void seed(struct state *state) {
    bpf_aot_sys_getrandom(state, sizeof(*state));
    /* Without a random source (old kernels) the clock must do. */
    state->x ^= (uint32_t)bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC);
    state->w |= 1;
}

uint64_t bpf_aot_get_prandom_u32(void) {
    struct state *state = &states[rt_cpu_slot()];
    if (!(state->x | state->y | state->z | state->w)) {
        seed(state);
    }
    uint32_t mixed = state->x ^ state->x << 11;
    state->x = state->y;
    state->y = state->z;
    state->z = state->w;
    state->w = state->w ^ state->w >> 19 ^ mixed ^ mixed >> 8;
    return state->w;
}
