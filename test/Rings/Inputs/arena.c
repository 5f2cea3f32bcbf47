/* SPDX-License-Identifier: Apache-2.0 */
/* An arena without kfuncs: globals in its section, a list through pointers of its address space,
 * and a page that the host hands over through a map. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#define ARENA          __attribute__((address_space(1)))
#define MAP_TYPE_ARENA 33 /* newer than Debian's linux/bpf.h */

struct {
    __uint(type, MAP_TYPE_ARENA);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 100); /* pages */
} arena SEC(".maps");

struct node {
    struct node ARENA *next;
    __u32 value;
};

struct node ARENA nodes[4] SEC(".addr_space.1");
__u32 ARENA calls SEC(".addr_space.1") = 40;

/* Set by the host: a list in the arena's pages, or 0. */
__u64 given;

static __u32 sum(struct node ARENA *node) {
    __u32 total = 0;
    for (int i = 0; i < 10 && node; i++) {
        total += node->value;
        node = node->next;
    }
    return total;
}

SEC("xdp")
int walk(struct xdp_md *ctx) {
    asm volatile("" ::"r"(&arena)); /* the program uses the arena */
    for (int i = 0; i < 4; i++) {
        nodes[i].value = i + 1;
        nodes[i].next = i < 3 ? &nodes[i + 1] : 0;
    }
    calls++;
    return sum(&nodes[0]) << 16 | sum((struct node ARENA *)given) << 8 | calls;
}

char _license[] SEC("license") = "GPL";
