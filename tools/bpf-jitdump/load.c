/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include "debuginfo.h"
#include "driver/print.h"
#include "errors.h"
#include "kernel.h"
#include "libcalls/libcalls.h"
#include "line.h"
#include "start/sys.h"

/* A log of statistics is a few lines; the log of a refusal is as long as the verifier's way. */
enum { LOG_REASONS = 1, LOG_STATISTICS = 4 };
enum { STATISTICS_BYTES = 1 << 16, REASONS_BYTES = 1 << 24, LOG_KEPT_BYTES = 4096 };

#if defined(__mips__)
enum { IS_MIPS = 1 };
#else
enum { IS_MIPS = 0 };
#endif

struct loading {
    const struct program *program;
    const char *name;
    struct kind kind;
    const struct fills *fills;
    long *maps;         /* descriptors */
    struct insn *insns; /* with those in them */
    struct debug_info debug;
    long fd;
};

static bool make_maps(struct loading *l) {
    const struct program *program = l->program;
    l->maps = take((uint64_t)program->map_count * sizeof(*l->maps));
    for (uint32_t i = 0; i < program->map_count; i++) {
        l->maps[i] = map_create(program->maps[i]);
        if (l->maps[i] < 0 || !fills_put(l->fills, program->maps[i], l->maps[i])) {
            return false;
        }
    }
    size_t size = (size_t)program->insn_count * sizeof(*l->insns);
    l->insns = take(size);
    memcpy(l->insns, program->insns, size);
    for (uint32_t i = 0; i < program->insn_count; i++) {
        struct insn *insn = &l->insns[i];
        uint32_t src = insn_src(insn);
        if (insn->code != CODE_LD_IMM64) {
            continue;
        }
        if (program->map_count && (src == SRC_MAP_FD || src == SRC_MAP_VALUE)) {
            insn->imm = (int32_t)l->maps[insn->imm];
        }
        i++;
    }
    return true;
}

static long load(const struct loading *l, uint32_t log_level, char *log, uint32_t log_bytes) {
    const struct program *program = l->program;
    struct kernel_prog_load load = {
        .type = l->kind.type,
        .insn_count = program->insn_count,
        .insns = user(l->insns),
        .license = user(program->license),
        .log_level = log_level,
        .log_bytes = log_bytes,
        .log = user(log),
        .flags = l->kind.flags,
        .expected_attach_type = l->kind.attach,
        .btf_fd = (uint32_t)l->debug.btf_fd,
        .func_info_bytes = sizeof(struct kernel_func_info),
        .func_info = user(l->debug.functions),
        .func_info_count = program->function_count,
        .line_info_bytes = sizeof(struct kernel_line_info),
        .line_info = user(l->debug.lines),
        .line_info_count = l->debug.line_count,
    };
    for (uint32_t i = 0; l->name[i] && i < BPF_NAME_BYTES - 1; i++) {
        char c = l->name[i];
        bool may_stand = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '_' || c == '.';
        load.name[i] = may_stand ? c : '_';
    }
    return kernel_bpf(BPF_PROG_LOAD, &load, sizeof(load));
}

static void print_log(const char *log) {
    size_t size = strlen(log);
    size_t kept = size < LOG_KEPT_BYTES ? size : LOG_KEPT_BYTES;
    line_text_of("log", log + size - kept, kept);
}

static void print_functions(const struct program *program) {
    line_open("functions", '[');
    for (uint32_t i = 0; i < program->function_count; i++) {
        line_item_open('{');
        line_text("name", program->functions[i].name);
        line_number("insn", program->functions[i].insn);
        line_close('}');
    }
    line_close(']');
}

static void print_maps(const struct program *program, const struct fills *fills) {
    line_open("maps", '[');
    for (uint32_t i = 0; i < program->map_count; i++) {
        const struct map *map = program->maps[i];
        line_item_open('{');
        line_text("name", map->name);
        line_number("type", map->type);
        line_number("key", map->key_bytes);
        line_number("value", map->value_bytes);
        line_number("entries", map->max_entries);
        fills_print(fills, map);
        line_close('}');
    }
    line_close(']');
}

static long ask(long fd, struct kernel_prog_info *info) {
    struct kernel_info_query query = {(uint32_t)fd, sizeof(*info), user(info)};
    return kernel_bpf(BPF_OBJ_GET_INFO_BY_FD, &query, sizeof(query));
}

/* Asks twice: how much there is, then for all of it. */
static long get_info(long fd, struct kernel_prog_info *info) {
    *info = (struct kernel_prog_info){0};
    long result = ask(fd, info);
    if (result < 0) {
        return result;
    }
    struct kernel_prog_info wanted = {
        .jited_bytes = info->jited_bytes,
        .jited = user(take(info->jited_bytes)),
        .xlated_bytes = info->xlated_bytes,
        .xlated = user(take(info->xlated_bytes)),
        .ksym_count = info->ksym_count,
        .ksyms = user(take((uint64_t)info->ksym_count * sizeof(uint64_t))),
        .func_len_count = info->func_len_count,
        .func_lens = user(take((uint64_t)info->func_len_count * sizeof(uint32_t))),
        .line_info_count = info->line_info_count,
        .line_info_bytes = sizeof(struct kernel_line_info),
        .line_info = user(take((uint64_t)info->line_info_count * sizeof(struct kernel_line_info))),
        .jited_line_info_count = info->jited_line_info_count,
        .jited_line_info_bytes = sizeof(uint64_t),
        .jited_line_info = user(take((uint64_t)info->jited_line_info_count * sizeof(uint64_t))),
    };
    *info = wanted;
    return ask(fd, info);
}

static const void *pointer(uint64_t address) {
    return (const void *)(uintptr_t)address;
}

/* The JIT for MIPS tells numbers of instructions, and counts them from where the interpreter is:
 * its image has no address yet when it is asked (arch/mips/net/bpf_jit_comp.c). */
static void correct_addresses(const struct kernel_prog_info *info, uint64_t *addresses) {
    enum { INSTRUCTION_BYTES = 4 };
    const uint64_t *ksyms = pointer(info->ksyms);
    if (info->ksym_count != 1 || info->jited_line_info_count == 0 ||
        addresses[0] - ksyms[0] < info->jited_bytes) {
        return;
    }
    uint64_t base = addresses[0];
    for (uint32_t i = 0; i < info->jited_line_info_count; i++) {
        addresses[i] = ksyms[0] + (addresses[i] - base) * INSTRUCTION_BYTES;
    }
}

static void print_lines(const struct kernel_prog_info *info) {
    const struct kernel_line_info *lines = pointer(info->line_info);
    uint64_t *addresses = (uint64_t *)(uintptr_t)info->jited_line_info;
    if (IS_MIPS && info->jited_bytes) {
        correct_addresses(info, addresses);
    }
    line_open("lines", '[');
    for (uint32_t i = 0; i < info->line_info_count; i++) {
        line_item_open('[');
        line_item_number(lines[i].insn);
        line_item_number(lines[i].number_and_column >> LINE_COLUMN_BITS);
        line_item_address(i < info->jited_line_info_count ? addresses[i] : 0);
        line_close(']');
    }
    line_close(']');
}

static void print_info(const struct kernel_prog_info *info) {
    const uint64_t *ksyms = pointer(info->ksyms);
    const uint32_t *func_lens = pointer(info->func_lens);
    line_number("verified_insns", info->verified_insns);
    line_hex("tag", info->tag, sizeof(info->tag));
    line_hex("xlated", pointer(info->xlated), info->xlated_bytes);
    line_hex("jited", pointer(info->jited), info->jited_bytes);
    line_open("ksyms", '[');
    for (uint32_t i = 0; i < info->ksym_count; i++) {
        line_item_address(ksyms[i]);
    }
    line_close(']');
    line_open("func_lens", '[');
    for (uint32_t i = 0; i < info->func_len_count; i++) {
        line_item_number(func_lens[i]);
    }
    line_close(']');
    print_lines(info);
}

static bool print(const struct loading *l, const char *log) {
    const struct program *program = l->program;
    struct kernel_prog_info info;
    long result = l->fd < 0 ? 0 : get_info(l->fd, &info);
    if (result < 0) {
        bpf_aot_error("%s: the kernel says nothing of the program: errno %u", l->name,
                      (uint32_t)-result);
        return false;
    }
    line_begin();
    line_text("prog", l->name);
    line_text("object", program->object);
    line_text("section", program->section);
    line_number("type", l->kind.type);
    line_number("attach", l->kind.attach);
    line_number("flags", l->kind.flags);
    line_hex("insns", program->insns, (size_t)program->insn_count * INSN_BYTES);
    print_functions(program);
    line_number("errno", l->fd < 0 ? (uint64_t)-l->fd : 0);
    print_log(log);
    if (l->fd >= 0) {
        print_info(&info);
    }
    print_maps(program, l->fills);
    return line_end();
}

void program_unload(const struct program *program, const struct loaded *loaded) {
    for (uint32_t i = 0; i < program->map_count; i++) {
        bpf_aot_sys_close((int)loaded->maps[i]);
    }
    if (loaded->fd >= 0) {
        bpf_aot_sys_close((int)loaded->fd);
    }
}

bool program_load(const struct program *program, const char *name, struct kind kind,
                  const struct fills *fills, struct loaded *loaded) {
    struct loading l = {.program = program, .name = name, .kind = kind, .fills = fills};
    if (!debug_info_make(&l.debug, program) || !make_maps(&l)) {
        return false;
    }
    uint32_t log_bytes = STATISTICS_BYTES;
    char *log = take(log_bytes);
    l.fd = load(&l, LOG_STATISTICS, log, log_bytes);
    if (l.fd < 0) {
        log_bytes = REASONS_BYTES;
        log = bpf_aot_sys_map(log_bytes);
        long again = log ? load(&l, LOG_REASONS, log, log_bytes) : l.fd;
        l.fd = again == -RT_ENOSPC ? l.fd : again;
    }
    bool done = print(&l, log ? log : "");
    if (log_bytes == REASONS_BYTES && log) {
        bpf_aot_sys_unmap(log, log_bytes);
    }
    bpf_aot_sys_close((int)l.debug.btf_fd);
    *loaded = (struct loaded){l.fd, l.maps};
    return done;
}
