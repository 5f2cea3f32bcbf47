/* SPDX-License-Identifier: Apache-2.0 */
/* What the plugins here use of QEMU's interface (API 1). Debian has no package with its header. */
#ifndef BPF_AOT_QEMU_PLUGIN_H
#define BPF_AOT_QEMU_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define PLUGIN_EXPORT __attribute__((visibility("default")))

struct qemu_info;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };
enum qemu_plugin_registers { QEMU_PLUGIN_NO_REGISTERS };

typedef uint64_t plugin_id;
typedef void translated_fn(plugin_id id, struct qemu_plugin_tb *tb);
typedef void executed_fn(unsigned cpu, void *user);
typedef void exit_fn(plugin_id id, void *user);

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, translated_fn *call);
void qemu_plugin_register_atexit_cb(plugin_id id, exit_fn *call, void *user);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn,
                                                enum qemu_plugin_op op, void *value, uint64_t add);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, executed_fn *call,
                                            enum qemu_plugin_registers registers, void *user);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
int qemu_plugin_install(plugin_id id, const struct qemu_info *info, int argc, char **argv);

#endif
