/* SPDX-License-Identifier: Apache-2.0 */
/* QEMU TCG plugin that counts what a call executes, all that it calls included.
 *     callcount.so,out=FILE,mark=HEX           the address of each instruction from every first to
 * every second time that the machine comes to the mark callcount.so,out=FILE,begin=HEX,end=HEX  how
 * many instructions were executed behind each time at `begin`, before the machine comes to `end` */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

PLUGIN_EXPORT int qemu_plugin_version = 1;

static struct {
    const char *name;
    uint64_t address;
    bool given;
} places[] = {{.name = "mark="}, {.name = "begin="}, {.name = "end="}};
enum place { MARK, BEGIN, END, PLACES };

static FILE *out;
static uint64_t executed, at_begin;
static bool inside;

/* Output is flushed: a machine that hangs is killed. */
static void on_mark(unsigned cpu, void *user) {
    (void)cpu;
    (void)user;
    inside = !inside;
    fflush(out);
}

static void on_insn(unsigned cpu, void *user) {
    (void)cpu;
    if (inside) {
        fprintf(out, "%" PRIxPTR "\n", (uintptr_t)user);
    }
}

static void on_begin(unsigned cpu, void *user) {
    (void)cpu;
    (void)user;
    at_begin = executed;
    inside = true;
}

static void on_end(unsigned cpu, void *user) {
    (void)cpu;
    (void)user;
    if (inside) {
        fprintf(out, "%" PRIu64 "\n", executed - at_begin - 1);
        fflush(out);
    }
    inside = false;
}

static void call(struct qemu_plugin_insn *insn, executed_fn *function, uint64_t address) {
    qemu_plugin_register_vcpu_insn_exec_cb(insn, function, QEMU_PLUGIN_NO_REGISTERS,
                                           (void *)(uintptr_t)address);
}

static void on_translated(plugin_id id, struct qemu_plugin_tb *tb) {
    static executed_fn *const functions[PLACES] = {on_mark, on_begin, on_end};
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint64_t address = qemu_plugin_insn_vaddr(insn);
        for (int place = 0; place < PLACES; place++) {
            if (places[place].given && places[place].address == address) {
                call(insn, functions[place], address);
            }
        }
        if (places[MARK].given) {
            call(insn, on_insn, address);
        }
        qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &executed, 1);
    }
}

PLUGIN_EXPORT int qemu_plugin_install(plugin_id id, const struct qemu_info *info, int argc,
                                      char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++) {
        for (int place = 0; place < PLACES; place++) {
            size_t length = strlen(places[place].name);
            if (strncmp(argv[i], places[place].name, length) == 0) {
                places[place].address = strtoull(argv[i] + length, NULL, 16);
                places[place].given = true;
            }
        }
    }
    if (argc < 2 || strncmp(argv[0], "out=", 4) != 0 || places[BEGIN].given != places[END].given ||
        places[MARK].given == places[BEGIN].given) {
        fprintf(stderr, "callcount: usage: callcount.so,out=FILE,mark=HEX or ,begin=HEX,end=HEX\n");
        return -1;
    }
    out = fopen(argv[0] + 4, "w");
    if (!out) {
        perror(argv[0] + 4);
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
    return 0;
}
