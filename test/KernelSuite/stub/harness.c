/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's lib/test_bpf.c, unmodified, around programs that were translated before.
 *
 *   dump         writes every program that the tests make: struct dumped and the insns of each
 *   run FIRST    runs the tests of this executable's table from its row FIRST on
 *   tail_call    runs the tests of tail calls
 *   segment      runs the tests of skb_segment()
 *
 * A line is `KIND NUMBER: ` and what the kernel's test said; it is out before the next test starts.
 */
#include "support.h"

#include <lib/test_bpf.c>

#include "bpf-aot/host.h"
#include "freestanding.h"

/* Names that the dump gives to what it writes; test_bpf.py reads them. */
enum dumped_kind { DUMPED_CLASSIC, DUMPED_EBPF, DUMPED_TAIL_CALL };
struct dumped {
    u32 kind, number, insns, expects_failure;
};

static bool dumping;
static unsigned current;              /* test, or row of tail_call_tests */
static const struct translation *row; /* of the current test; NULL: tail calls */

static void dump_classic(const struct sock_filter *insns, unsigned count, bool expects_failure) {
    struct dumped record = {DUMPED_CLASSIC, current, count, expects_failure};
    write_all(&record, sizeof(record));
    write_all(insns, count * sizeof(*insns));
}

/* The kernel's verifier refuses a program whose last insn, reached or not, is no exit or goto; a
 * few tests, which never see it, end so. */
static void dump_ebpf(enum dumped_kind kind, const struct bpf_insn *insns, unsigned count) {
    static const struct bpf_insn end = BPF_EXIT_INSN();
    bool ends = insns[count - 1].code == end.code || insns[count - 1].code == (BPF_JMP | BPF_JA) ||
                insns[count - 1].code == (BPF_JMP32 | BPF_JA);
    struct dumped record = {kind, current, count + !ends};
    write_all(&record, sizeof(record));
    write_all(insns, count * sizeof(*insns));
    write_all(&end, ends ? 0 : sizeof(end));
}

struct bpf_prog *bpf_prog_alloc(unsigned bytes, int flags) {
    struct bpf_prog *prog = kzalloc(bytes, flags);
    if (prog) {
        prog->aux = &prog->aux_space;
    }
    return prog;
}

void bpf_prog_free(struct bpf_prog *prog) {
    kfree(prog);
}

u64 __bpf_call_base(u64 r1, u64 r2, u64 r3, u64 r4, u64 r5) {
    return 0;
}

static int helper_of(const struct bpf_insn *call) {
    static const struct {
        const void *function;
        int helper;
    } rows[] = {
        {numa_node_id, BPF_FUNC_get_numa_node_id},
        {ktime_get_ns, BPF_FUNC_ktime_get_ns},
        {ktime_get_boot_fast_ns, BPF_FUNC_ktime_get_boot_ns},
        {ktime_get_coarse_ns, BPF_FUNC_ktime_get_coarse_ns},
        {get_jiffies_64, BPF_FUNC_jiffies64},
        {bpf_test_func, BPF_FUNC_override_return}, /* has no number; bpf_aot_override_return */
    };
    for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
        if ((const u8 *)rows[i].function == (const u8 *)__bpf_call_base + call->imm) {
            return rows[i].helper;
        }
    }
    return 0;
}

/* The test hands over what the kernel's verifier makes of a program; a program in a file names its
 * map, the helpers and bpf_tail_call by their numbers, and zero extension is a plain move. */
static void undo_verifier(struct bpf_insn *insns, const struct bpf_insn *original, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (insns[i].code == (BPF_LD | BPF_DW | BPF_IMM)) {
            bool map = original && original[i].imm == TAIL_CALL_MARKER;
            insns[i++].src_reg = map ? BPF_PSEUDO_MAP_FD : 0;
        } else if (insn_is_zext(&insns[i])) {
            insns[i].imm = 0;
        } else if (insns[i].code == (BPF_JMP | BPF_TAIL_CALL)) {
            insns[i].code = BPF_JMP | BPF_CALL;
            insns[i].imm = BPF_FUNC_tail_call;
        } else if (insns[i].code == (BPF_JMP | BPF_CALL)) {
            insns[i].imm = helper_of(&insns[i]);
        }
    }
}

/* Linked with the translated programs: their entries, and each in its place of the map. */
static const struct translation *find_tail_call(unsigned number) {
    static struct translation found[ARRAY_SIZE(tail_call_tests)];
    struct bpf_aot_map *map = bpf_aot_object_find_map("progs");
    char name[32];
    snprintf(name, sizeof(name), "tail_call_%d", (int)number);
    const struct bpf_aot_program *program = bpf_aot_object_find_program(name);
    if (program && map && bpf_aot_prog_array_set(map, number, program) == 0) {
        found[number].entry = program->entry;
    }
    return &found[number];
}

static struct bpf_prog *select_tail_call(struct bpf_prog *prog) {
    if (dumping) {
        undo_verifier(prog->insnsi, tail_call_tests[current].insns, prog->len);
        dump_ebpf(DUMPED_TAIL_CALL, prog->insnsi, prog->len);
    }
    prog->translation = find_tail_call(current++);
    prog->jited = !dumping;
    return prog;
}

struct bpf_prog *bpf_prog_select_runtime(struct bpf_prog *prog, int *err) {
    *err = 0;
    if (!row) {
        return select_tail_call(prog);
    }
    if (dumping) {
        undo_verifier(prog->insnsi, NULL, prog->len);
        dump_ebpf(DUMPED_EBPF, prog->insnsi, prog->len);
    }
    *err = dumping ? -EINVAL : row->error;
    if (*err) {
        kfree(prog);
        return NULL;
    }
    prog->translation = row;
    prog->jited = 1;
    return prog;
}

int bpf_prog_create(struct bpf_prog **prog, struct sock_fprog_kern *filter) {
    if (dumping) {
        dump_classic(filter->filter, filter->len, tests[current].aux & FLAG_EXPECTED_FAIL);
    }
    if (dumping || row->error) {
        return dumping ? -EINVAL : row->error;
    }
    *prog = bpf_prog_alloc(sizeof(**prog), GFP_KERNEL);
    (*prog)->translation = row;
    (*prog)->jited = 1;
    return 0;
}

/* The helper that stands for the test's own function in undo_verifier(). */
uint64_t bpf_aot_override_return(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5) {
    return bpf_test_func(r1, r2, r3, r4, r5);
}

u32 bpf_prog_run(const struct bpf_prog *prog, const void *ctx) {
    const struct translation *translation = prog->translation;
    if (translation->kind == TRANSLATION_SKB) {
        return (u32)run_on_skb(translation->entry, ctx);
    }
    uint64_t (*entry)(const void *, uint64_t) = translation->entry;
    return (u32)entry(ctx, !ctx ? 0 : row ? ksize(ctx) : sizeof(int));
}

static void run_test(unsigned number) {
    current = number;
    test_range[0] = test_range[1] = (int)number;
    test_bpf();
}

static void run_tail_calls(void) {
    struct bpf_array *progs = NULL;
    row = NULL; /* says that these are not of tests[] */
    current = 0;
    if (prepare_tail_call_tests(&progs)) {
        return;
    }
    for (unsigned i = 0; i < ARRAY_SIZE(tail_call_tests) && !dumping; i++) {
        test_range[0] = test_range[1] = (int)i;
        test_tail_calls(progs);
        report("tail_call", i);
    }
    destroy_tail_call_tests(progs);
}

static void dump_all(void) {
    static const struct translation any;
    dumping = true;
    row = &any;
    for (unsigned i = 0; i < ARRAY_SIZE(tests); i++) {
        run_test(i);
        report(NULL, 0);
    }
    run_tail_calls();
}

static void run_table(unsigned first) {
    for (unsigned i = first; i < translation_count; i++) {
        row = &translations[i];
        run_test(row->number);
        report("test", row->number);
    }
}

static void run_segments(void) {
    for (unsigned i = 0; i < ARRAY_SIZE(skb_segment_tests); i++) {
        test_range[0] = test_range[1] = (int)i;
        test_skb_segment();
        report("segment", i);
    }
}

static unsigned parse_number(const char *text) {
    unsigned number = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (unsigned)(*text - '0');
    }
    return number;
}

__attribute__((used, noreturn)) void start(const long *stack) {
    const char *verb = stack[0] > 1 ? (const char *)stack[2] : "";
    if (strcmp(verb, "dump") == 0) {
        dump_all();
    } else if (strcmp(verb, "run") == 0) {
        run_table(stack[0] > 2 ? parse_number((const char *)stack[3]) : 0);
    } else if (strcmp(verb, "tail_call") == 0) {
        run_tail_calls();
    } else {
        run_segments();
    }
    for (;;) {
        system_call(SYS_EXIT, 0, 0, 0);
    }
}

__asm__(".text\n.globl _start\n" START_CODE);
