/* SPDX-License-Identifier: Apache-2.0 */
/* Runs one XDP program on packets that are part of the executable and writes a line for each:
 * the result and the packet, in hex. lib/compare links it with a translation, or with what a
 * kernel's JIT made, which takes the kernel's context and gets the calls that it makes of the
 * kernel here. */
#include "bpf-aot/runtime.h"
#include "start/sys.h"

enum { HEADROOM_MAX = 512, PACKET_MAX = 65536, TAILROOM = 512 };

/* By the stub of lib/compare/replay_link.c. */
extern const uint32_t
    bpf_aot_replay_inputs[]; /* count; of each: bytes, then words that hold them */
extern const uintptr_t bpf_aot_replay_entry;
extern const uint32_t bpf_aot_replay_is_kernel;
extern const uint32_t bpf_aot_replay_headroom; /* bytes before a packet */
int bpf_aot_replay(int argc, char **argv);

/* The start of the kernel's struct xdp_buff. Behind it zeros: no device, no queue. */
struct kernel_context {
    void *data, *data_end, *data_meta, *data_hard_start;
    void *rxq, *txq;
    uint32_t frame_bytes, flags;
    uint64_t zeros[8];
};

typedef uint64_t own_program(void *ctx);
typedef uint32_t kernel_program(void *ctx, const void *insns);

static uint8_t place[HEADROOM_MAX + PACKET_MAX + TAILROOM] __attribute__((aligned(16)));
static char text[2 * PACKET_MAX + 16];

static void *replay_kernel(uint32_t bytes, uint32_t *result, void **end) {
    static struct kernel_context context;
    uint8_t *data = place + bpf_aot_replay_headroom;
    context.data = context.data_meta = data;
    context.data_end = data + bytes;
    context.data_hard_start = place;
    context.frame_bytes = sizeof(place);
    *result = ((kernel_program *)bpf_aot_replay_entry)(&context, NULL);
    *end = context.data_end;
    return context.data;
}

static void *replay_own(uint32_t bytes, uint32_t *result, void **end) {
    static struct bpf_aot_xdp context;
    uint8_t *data = place + bpf_aot_replay_headroom;
    context.data = context.data_meta = data;
    context.data_end = data + bytes;
    context.buffer_start = place;
    context.buffer_end = place + sizeof(place);
    *result = (uint32_t)((own_program *)bpf_aot_replay_entry)(&context);
    *end = context.data_end;
    return context.data;
}

static uint32_t replay_hex(uint32_t at, uint32_t value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
        text[at++] = "0123456789abcdef"[value >> (4 * i) & 15];
    }
    return at;
}

static void replay_one(const uint32_t *words, uint32_t bytes) {
    const uint8_t *from = (const uint8_t *)words;
    for (uint32_t i = 0; i < bytes; i++) {
        place[bpf_aot_replay_headroom + i] = from[i];
    }
    uint32_t result;
    void *end;
    uint8_t *data = bpf_aot_replay_is_kernel ? replay_kernel(bytes, &result, &end)
                                             : replay_own(bytes, &result, &end);
    uint32_t at = replay_hex(0, result, 8);
    text[at++] = ' ';
    for (; data < (uint8_t *)end && at < sizeof(text) - 2; data++) {
        at = replay_hex(at, *data, 2);
    }
    text[at++] = '\n';
    bpf_aot_sys_write(1, text, at);
}

int bpf_aot_replay(int argc, char **argv) {
    const uint32_t *next = bpf_aot_replay_inputs;
    for (uint32_t count = *next++; count; count--) {
        uint32_t bytes = *next++;
        replay_one(next, bytes);
        next += (bytes + 3) / 4;
    }
    return 0;
}

/* What 32-bit JITs call of the kernel: its own names and ways to pass arguments, which are C's. */
uint64_t bpf_aot_replay_div64(uint64_t number, uint64_t by);
uint64_t bpf_aot_replay_div64(uint64_t number, uint64_t by) {
    return number / by;
}

uint64_t bpf_aot_replay_mod64(uint64_t number, uint64_t by);
uint64_t bpf_aot_replay_mod64(uint64_t number, uint64_t by) {
    return number % by;
}
