/* SPDX-License-Identifier: Apache-2.0 */
/* Produces samples for drain.c and prints what comes of them: of the translated program, linked
 * with this one, or (-DKERNEL) of the object named, in the kernel. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int print(void *ctx, void *data, size_t size_bytes) {
    const uint8_t *bytes = data;
    printf("answer");
    for (size_t i = 0; i < size_bytes; i++) {
        printf(" %02x", bytes[i]);
    }
    printf("\n");
    return 0;
}

static uint8_t packet[64];

#ifdef KERNEL
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

static struct user_ring_buffer *commands;
static struct ring_buffer *answers;
static int program;

static int open_all(const char *path) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object || bpf_object__load(object)) {
        return 1;
    }
    program = bpf_program__fd(bpf_object__find_program_by_name(object, "drain"));
    commands = user_ring_buffer__new(bpf_object__find_map_fd_by_name(object, "commands"), NULL);
    answers =
        ring_buffer__new(bpf_object__find_map_fd_by_name(object, "answers"), print, NULL, NULL);
    return !commands || !answers;
}

static void *reserve(uint32_t size_bytes) {
    return user_ring_buffer__reserve(commands, size_bytes);
}

static void give(void *sample, int discard) {
    (discard ? user_ring_buffer__discard : user_ring_buffer__submit)(commands, sample);
}

static uint32_t drain_now(void) {
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof(packet),
                .repeat = 1);
    bpf_prog_test_run_opts(program, &options);
    ring_buffer__consume(answers);
    return options.retval;
}
#else
#include "bpf-aot/rings.h"

extern struct bpf_aot_map bpf_map_commands, bpf_map_answers;
uint64_t drain(void *ctx);

static int open_all(const char *path) {
    return 0;
}

static void *reserve(uint32_t size_bytes) {
    return bpf_aot_user_ringbuf_reserve(&bpf_map_commands, size_bytes);
}

static void give(void *sample, int discard) {
    (discard ? bpf_aot_user_ringbuf_discard : bpf_aot_user_ringbuf_submit)(&bpf_map_commands,
                                                                           sample);
}

static uint32_t drain_now(void) {
    struct bpf_aot_xdp ctx = {
        .data = packet, .data_end = packet + sizeof(packet), .data_meta = packet};
    uint32_t result = (uint32_t)drain(&ctx);
    bpf_aot_ringbuf_consume(&bpf_map_answers, print, NULL);
    return result;
}
#endif

static void produce(const char *bytes, uint32_t size_bytes, int discard) {
    void *sample = reserve(size_bytes);
    if (!sample) {
        printf("no room for %u\n", size_bytes);
        return;
    }
    memcpy(sample, bytes, size_bytes);
    give(sample, discard);
}

int main(int argc, char **argv) {
    static char large[4096] = {1, 2, 3};
    if (open_all(argc > 1 ? argv[1] : NULL)) {
        fprintf(stderr, "cannot load\n");
        return 1;
    }
    printf("result %x\n", drain_now());
    produce("", 0, 0);
    produce("\1", 1, 0);
    produce("\1\2\3", 3, 0);
    produce("\7\7\7", 3, 1);
    produce("\20\40\60\100", 4, 0);
    printf("result %x\n", drain_now());
    produce("\1\1\1", 3, 0);
    produce("\377\1\1", 3, 0);
    produce("\2\1\1", 3, 0);
    printf("result %x\n", drain_now());
    printf("result %x\n", drain_now());
    produce(large, 4096, 0);
    produce(large, 4089, 0);
    produce(large, 4088, 0);
    produce("", 0, 0);
    printf("result %x\n", drain_now());
    for (int i = 0; i < 10; i++) {
        produce(large, 1000, i % 3 == 0);
    }
    printf("result %x\n", drain_now());
    return 0;
}
