/* SPDX-License-Identifier: Apache-2.0 */
/* bpf(2) as this tool uses it. The layouts are those of uapi linux/bpf.h, written out because the
 * tool has no headers of a system; a kernel accepts a shorter structure than its own. */
#ifndef BPF_JITDUMP_KERNEL_H
#define BPF_JITDUMP_KERNEL_H

#include <stddef.h>
#include <stdint.h>

enum {
    BPF_MAP_CREATE = 0,
    BPF_MAP_LOOKUP_ELEM = 1,
    BPF_MAP_UPDATE_ELEM = 2,
    BPF_MAP_GET_NEXT_KEY = 4,
    BPF_PROG_LOAD = 5,
    BPF_PROG_TEST_RUN = 10,
    BPF_OBJ_GET_INFO_BY_FD = 15,
    BPF_BTF_LOAD = 18,
    BPF_MAP_FREEZE = 22,
};

enum { BPF_NAME_BYTES = 16, BPF_TAG_BYTES = 8 };

enum { BPF_F_ANY_ALIGNMENT = 2, BPF_F_RDONLY_PROG = 1 << 7 };

/* Pointers travel as 64 bits, zero-extended, on every machine. */
static inline uint64_t user(const void *pointer) {
    return (uint64_t)(uintptr_t)pointer;
}

struct kernel_map_create {
    uint32_t type, key_bytes, value_bytes, max_entries, flags, inner_map_fd, numa_node;
    char name[BPF_NAME_BYTES];
    uint32_t ifindex, btf_fd, btf_key, btf_value, btf_vmlinux_value;
    uint64_t extra;
};

struct kernel_element {
    uint32_t map_fd;
    uint64_t key, value, flags;
};

struct kernel_prog_load {
    uint32_t type, insn_count;
    uint64_t insns, license;
    uint32_t log_level, log_bytes;
    uint64_t log;
    uint32_t kernel_version, flags;
    char name[BPF_NAME_BYTES];
    uint32_t ifindex, expected_attach_type, btf_fd, func_info_bytes;
    uint64_t func_info;
    uint32_t func_info_count, line_info_bytes;
    uint64_t line_info;
    uint32_t line_info_count, attach_btf_id;
};

struct kernel_test_run {
    uint32_t prog_fd, retval, data_in_bytes, data_out_bytes;
    uint64_t data_in, data_out;
    uint32_t repeat, duration_ns, ctx_in_bytes, ctx_out_bytes;
    uint64_t ctx_in, ctx_out;
};

struct kernel_info_query {
    uint32_t fd, info_bytes;
    uint64_t info;
};

struct kernel_btf_load {
    uint64_t btf, log;
    uint32_t btf_bytes, log_bytes, log_level, reserved;
};

struct kernel_prog_info {
    uint32_t type, id;
    uint8_t tag[BPF_TAG_BYTES];
    uint32_t jited_bytes, xlated_bytes;
    uint64_t jited, xlated, load_time;
    uint32_t created_by_uid, map_id_count;
    uint64_t map_ids;
    char name[BPF_NAME_BYTES];
    uint32_t ifindex, gpl_compatible;
    uint64_t netns_dev, netns_ino;
    uint32_t ksym_count, func_len_count;
    uint64_t ksyms, func_lens;
    uint32_t btf_id, func_info_bytes;
    uint64_t func_info;
    uint32_t func_info_count, line_info_count;
    uint64_t line_info, jited_line_info;
    uint32_t jited_line_info_count, line_info_bytes, jited_line_info_bytes, prog_tag_count;
    uint64_t prog_tags, run_time_ns, run_count, recursion_misses;
    uint32_t verified_insns, attach_btf_obj_id;
};

struct kernel_func_info {
    uint32_t insn, type;
};

struct kernel_line_info {
    uint32_t insn, file, line, number_and_column;
};

enum { LINE_COLUMN_BITS = 10 };

/* Negative errno on failure. */
long kernel_bpf(int command, void *attributes, size_t size_bytes);

enum { KERNEL_NAME_BYTES = 65 };
/* struct new_utsname. */
struct kernel_name {
    char system[KERNEL_NAME_BYTES], node[KERNEL_NAME_BYTES], release[KERNEL_NAME_BYTES],
        version[KERNEL_NAME_BYTES], machine[KERNEL_NAME_BYTES], domain[KERNEL_NAME_BYTES];
};
void kernel_uname(struct kernel_name *name);

/* Fails with a message where bpf(2) is forbidden or absent. */
_Bool kernel_allows_bpf(void);

#endif
