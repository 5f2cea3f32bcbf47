/* SPDX-License-Identifier: Apache-2.0 */
/* QEMU TCG plugin: how often the instruction at each guest address was executed. At exit it writes
 * a line "ADDRESS COUNT" in hex and decimal for each; counts are exact, also in blocks that are
 * left in the middle. qemu-user -plugin ./insncount.so,out=FILE program... */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

PLUGIN_EXPORT int qemu_plugin_version = 1;

/* Open addressing. A counter never moves: translated blocks hold its address. */
enum { COUNTER_BITS = 18, COUNTER_MAX = 1 << COUNTER_BITS };
static struct counter {
    uint64_t address;
    uint64_t count;
    bool used;
} counters[COUNTER_MAX];
static unsigned counter_count;
static const char *out_path;

static struct counter *counter_of(uint64_t address) {
    uint64_t at = (address * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - COUNTER_BITS);
    while (counters[at].used && counters[at].address != address) {
        at = (at + 1) % COUNTER_MAX;
    }
    if (!counters[at].used) {
        if (++counter_count == COUNTER_MAX) {
            fprintf(stderr, "insncount: more than %d different instructions\n", COUNTER_MAX - 1);
            abort();
        }
        counters[at].used = true;
        counters[at].address = address;
    }
    return &counters[at];
}

static void on_translated(plugin_id id, struct qemu_plugin_tb *tb) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint64_t *count = &counter_of(qemu_plugin_insn_vaddr(insn))->count;
        qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, count, 1);
    }
}

static int by_address(const void *a, const void *b) {
    uint64_t left = ((const struct counter *)a)->address;
    uint64_t right = ((const struct counter *)b)->address;
    return (left > right) - (left < right);
}

static void on_exit_of_guest(plugin_id id, void *user) {
    (void)id;
    (void)user;
    FILE *out = fopen(out_path, "w");
    if (!out) {
        perror(out_path);
        return;
    }
    /* No block runs any more: the counters may move now. */
    qsort(counters, COUNTER_MAX, sizeof(*counters), by_address);
    for (unsigned i = 0; i < COUNTER_MAX; i++) {
        if (counters[i].count) {
            fprintf(out, "%" PRIx64 " %" PRIu64 "\n", counters[i].address, counters[i].count);
        }
    }
    fclose(out);
}

PLUGIN_EXPORT int qemu_plugin_install(plugin_id id, const struct qemu_info *info, int argc,
                                      char **argv) {
    (void)info;
    if (argc != 1 || strncmp(argv[0], "out=", 4) != 0) {
        fprintf(stderr, "insncount: usage: -plugin insncount.so,out=FILE\n");
        return -1;
    }
    out_path = strdup(argv[0] + 4);
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
    qemu_plugin_register_atexit_cb(id, on_exit_of_guest, NULL);
    return 0;
}
