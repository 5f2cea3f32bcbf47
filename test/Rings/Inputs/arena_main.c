/* SPDX-License-Identifier: Apache-2.0 */
/* Hands the translated arena.c a list in the arena's pages, then one that lies outside of them. */
#include <stdio.h>

#include "bpf-aot/runtime.h"

extern struct bpf_aot_map bpf_map_arena;
extern struct bpf_aot_section *__start_bpf_aot_sections[], *__stop_bpf_aot_sections[];
uint64_t walk(void *ctx);

struct node {
    uint64_t next;
    uint32_t value;
};

static uint64_t *given;

static void find_given(void) {
    for (struct bpf_aot_section **s = __start_bpf_aot_sections; s < __stop_bpf_aot_sections; s++) {
        if (__builtin_strcmp((*s)->name, ".bss") == 0) {
            given = (*s)->data;
        }
    }
}

int main(void) {
    static uint8_t packet[64];
    static struct node outside = {0, 9};
    struct bpf_aot_xdp ctx = {
        .data = packet, .data_end = packet + sizeof(packet), .data_meta = packet};
    struct node *list = bpf_map_arena.storage;
    struct node *last = (struct node *)((char *)bpf_map_arena.storage + 100 * 4096) - 1;
    find_given();
    printf("page %s\n", (uintptr_t)list % 4096 ? "unaligned" : "aligned");
    printf("%llx\n", (unsigned long long)walk(&ctx));
    *list = (struct node){(uintptr_t)last, 3};
    *last = (struct node){0, 4};
    *given = (uintptr_t)list;
    printf("%llx\n", (unsigned long long)walk(&ctx));
    *given = (uintptr_t)&outside;
    printf("%llx, %u aborted\n", (unsigned long long)walk(&ctx), bpf_aot_aborted_runs());
    return 0;
}
