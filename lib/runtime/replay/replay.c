/* SPDX-License-Identifier: Apache-2.0 */
/* Runs one XDP program on packets that are part of the executable and writes a line for each:
 * the result and the packet, in hex. lib/compare links it with a translation, or with what a
 * kernel's JIT made, which takes the kernel's context and gets the calls that it makes of the
 * kernel here. */
#include "replay/replay.h"

#include "start/sys.h"

enum { HEADROOM_MAX = 512, PACKET_MAX = 65536, TAILROOM = 512 };

/* By the stub of lib/compare/replay_link.c. */
extern const uint32_t
    bpf_aot_replay_inputs[]; /* count; of each: bytes, then words that hold them */
extern const uintptr_t bpf_aot_replay_entry;
extern const uint32_t bpf_aot_replay_is_kernel;
extern const uint32_t bpf_aot_replay_headroom; /* bytes before a packet */
extern const uint32_t bpf_aot_replay_recorded; /* inputs whose results were recorded, the first */
/* Elements of maps before the first run; tables of pointers that the kernel's code wants. Both end
 * with zeros. */
extern const struct {
    struct bpf_aot_map *map;
    const void *key, *value;
} bpf_aot_replay_fills[];
extern const struct {
    uint64_t *table;
    uint8_t *values;
    uintptr_t count, distance;
} bpf_aot_replay_pointers[];
int bpf_aot_replay(int argc, char **argv);

typedef uint64_t own_program(void *ctx);
typedef uint32_t kernel_program(void *ctx, const void *insns);

static uint8_t place[HEADROOM_MAX + PACKET_MAX + TAILROOM] __attribute__((aligned(16)));
static char text[2 * PACKET_MAX + 16];

struct bpf_aot_replay_kernel bpf_aot_replay_kernel;
struct bpf_aot_xdp bpf_aot_replay_context;
struct bpf_aot_replay_mark bpf_aot_replay_mark;
struct bpf_aot_run bpf_aot_replay_run = {.ctx = &bpf_aot_replay_context,
                                         .input = &bpf_aot_replay_context,
                                         .context = BPF_AOT_CONTEXT_XDP};

static void replay_begin(uint32_t bytes) {
    struct bpf_aot_xdp *context = &bpf_aot_replay_context;
    uint8_t *data = place + bpf_aot_replay_headroom;
    context->data = context->data_meta = data;
    context->data_end = data + bytes;
    context->buffer_start = place;
    context->buffer_end = place + sizeof(place);
    context->ingress_ifindex = REPLAY_DEVICE;
}

static uint32_t replay_kernel(void) {
    static uint32_t device[REPLAY_DEVICE_WORDS];
    static struct bpf_aot_replay_queue queue = {.device = device};
    for (uint32_t i = 0; i < REPLAY_DEVICE_WORDS && !device[REPLAY_DEVICE_WORDS - 1]; i++) {
        device[i] = REPLAY_DEVICE;
    }
    bpf_aot_replay_kernel.rxq = &queue;
    bpf_aot_replay_kernel.data_hard_start = place;
    bpf_aot_replay_kernel.frame_bytes = sizeof(place);
    bpf_aot_replay_run.next = NULL;
    bpf_aot_replay_run.aborted = bpf_aot_replay_run.held_count = 0;
    replay_leave();
    uint32_t result = ((kernel_program *)bpf_aot_replay_entry)(&bpf_aot_replay_kernel, NULL);
    replay_enter();
    return result;
}

static uint32_t replay_own(void) {
    return (uint32_t)((own_program *)bpf_aot_replay_entry)(&bpf_aot_replay_context);
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
    replay_begin(bytes);
    uint32_t result = bpf_aot_replay_is_kernel ? replay_kernel() : replay_own();
    const uint8_t *data = bpf_aot_replay_context.data, *end = bpf_aot_replay_context.data_end;
    uint32_t at = replay_hex(0, result, 8);
    text[at++] = ' ';
    for (; data < end && at < sizeof(text) - 2; data++) {
        at = replay_hex(at, *data, 2);
    }
    text[at++] = '\n';
    bpf_aot_sys_write(1, text, at);
}

static void replay_prepare(void) {
    for (uint32_t i = 0; bpf_aot_replay_pointers[i].table; i++) {
        for (uintptr_t k = 0; k < bpf_aot_replay_pointers[i].count; k++) {
            bpf_aot_replay_pointers[i].table[k] =
                (uintptr_t)(bpf_aot_replay_pointers[i].values +
                            k * bpf_aot_replay_pointers[i].distance);
        }
    }
    for (uint32_t i = 0; bpf_aot_replay_fills[i].map; i++) {
        struct bpf_aot_map *map = bpf_aot_replay_fills[i].map;
        map->ops->update(map, bpf_aot_replay_fills[i].key, bpf_aot_replay_fills[i].value, 0);
    }
}

/* Arguments: none, "maps" or "nothing": enum replay_mode of lib/compare. */
int bpf_aot_replay(int argc, char **argv) {
    const uint32_t *next = bpf_aot_replay_inputs;
    uint32_t count = *next++;
    bool shows_maps = argc > 1 && argv[1][0] == 'm';
    replay_prepare();
    count = argc > 1 && !shows_maps ? 0 : count;
    for (uint32_t i = 1; i <= count; i++) {
        uint32_t bytes = *next++;
        replay_one(next, bytes);
        next += (bytes + 3) / 4;
        if (shows_maps && i == bpf_aot_replay_recorded) {
            bpf_aot_replay_contents();
        }
    }
    return 0;
}
