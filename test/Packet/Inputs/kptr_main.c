/* SPDX-License-Identifier: Apache-2.0 */
/* An embedder that puts objects into values: runs each program named in a fresh state and says what
 * it returned, what is in the field then, and how many objects were dropped. */
#include <stdio.h>

#include "bpf-aot/host.h"

struct object {
    uint32_t count, more;
};

static struct object objects[2];
static unsigned dropped;

static uint32_t bytes(const void *object) {
    return sizeof(struct object);
}

static void drop(void *object) {
    dropped++;
}

static const struct bpf_aot_kptr_ops ops = {.bytes = bytes, .drop = drop};
const struct bpf_aot_kptr_ops *bpf_aot_kptrs = &ops;

int main(int argc, char **argv) {
    static const uint8_t packet[64];
    uint32_t key = 0;
    struct bpf_aot_map *map = bpf_aot_object_find_map("values");
    uint64_t *field = map->ops->lookup(map, &key);
    for (int i = 1; i < argc; i++) {
        struct bpf_aot_test_run run = {.data_in = packet, .data_size_in = sizeof(packet)};
        dropped = 0;
        objects[0] = (struct object){40, 2};
        bpf_aot_kptr_exchange(field, &objects[0]);
        int status = bpf_aot_prog_run(bpf_aot_object_find_program(argv[i]), &run);
        void *left = bpf_aot_kptr_exchange(field, NULL);
        printf("%s: status %d, retval %u, aborted %u, %s, count %u, dropped %u\n", argv[i], status,
               run.retval, run.aborted, left ? "in the value" : "not in the value",
               objects[0].count, dropped);
    }
    return 0;
}
