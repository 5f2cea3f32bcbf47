/* SPDX-License-Identifier: Apache-2.0 */
/* QEMU TCG plugin: how many instructions the machine had executed each time it came to an address,
 * a line each. qemu-system -plugin ./markcount.so,out=FILE,mark=HEX */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

PLUGIN_EXPORT int qemu_plugin_version = 1;

static uint64_t executed, mark;
static FILE *out;

/* Flushed: a machine that hangs is killed. */
static void on_mark(unsigned cpu, void *user) {
    (void)cpu;
    (void)user;
    fprintf(out, "%" PRIu64 "\n", executed);
    fflush(out);
}

static void on_translated(plugin_id id, struct qemu_plugin_tb *tb) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &executed, 1);
        if (qemu_plugin_insn_vaddr(insn) == mark) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark, QEMU_PLUGIN_NO_REGISTERS, NULL);
        }
    }
}

PLUGIN_EXPORT int qemu_plugin_install(plugin_id id, const struct qemu_info *info, int argc,
                                      char **argv) {
    (void)info;
    if (argc != 2 || strncmp(argv[0], "out=", 4) != 0 || strncmp(argv[1], "mark=", 5) != 0) {
        fprintf(stderr, "markcount: usage: -plugin markcount.so,out=FILE,mark=ADDRESS\n");
        return -1;
    }
    mark = strtoull(argv[1] + 5, NULL, 16);
    out = fopen(argv[0] + 4, "w");
    if (!out) {
        perror(argv[0] + 4);
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
    return 0;
}
