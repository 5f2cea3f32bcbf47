/* SPDX-License-Identifier: Apache-2.0 */
/* -facts=off|use|check with facts made wrong: what is planted shapes the code of use, leaves that
 * of off alone, and ends a run of check once a value does not fit it. Runs what codegen made in
 * this process, with the runtime's comparison. */
#include <llvm-c/ExecutionEngine.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "bpf-aot/runtime.h"
#include "codegen/codegen.h"
#include "driver/print.h"
#include "facts/state.h"
#include "start/sys.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

/* r2 = *(u64 *)(r1 + 0)
 * if r2 == 1000 goto end
 * if r2 > 100 goto middle
 * r3 = 0
 * middle: r0 = r2; exit
 * end: r0 = 1; exit */
static const uint8_t code[] = {
    0x79, 0x12, 0, 0, 0,    0, 0, 0, /* 0 */
    0x15, 0x02, 4, 0, 0xe8, 3, 0, 0, /* 1 */
    0x25, 0x02, 1, 0, 100,  0, 0, 0, /* 2 */
    0xb7, 0x03, 0, 0, 0,    0, 0, 0, /* 3 */
    0xbf, 0x20, 0, 0, 0,    0, 0, 0, /* 4 */
    0x95, 0,    0, 0, 0,    0, 0, 0, /* 5 */
    0xb7, 0,    0, 0, 1,    0, 0, 0, /* 6 */
    0x95, 0,    0, 0, 0,    0, 0, 0, /* 7 */
};
enum { BLOCK_MIDDLE = 3, SLOT_MIDDLE = 4, BLOCK_END = 4, SLOT_END = 6 };

/* What the runtime says and does when a check fails. */
static jmp_buf failed;
static const struct bpf_aot_fact *wrong;
static int exit_status;

void bpf_aot_print(struct bpf_aot_out *out, const char *format, ...) {
}

int bpf_aot_flush(struct bpf_aot_out *out) {
    return 0;
}

void bpf_aot_sys_exit(int status) {
    exit_status = status;
    longjmp(failed, 1);
}

static void check(uint64_t value, uint64_t base, const struct bpf_aot_fact *fact) {
    wrong = fact;
    bpf_aot_fact_check(value, base, fact);
    wrong = NULL;
}

/* One program under translation. */
struct fixture {
    struct bpf_aot_options options;
    struct session s;
    struct facts *facts;
    LLVMExecutionEngineRef engine;
    LLVMContextRef context;
};

static void open_fixture(struct fixture *f, enum bpf_aot_facts mode) {
    *f = (struct fixture){
        .options = {.facts = mode, .raw = true, .unproven = BPF_AOT_UNPROVEN_TRUST}};
    f->s = (struct session){.options = &f->options, .object = "test"};
    struct program *program = program_build_raw(&f->s, code, sizeof(code), false);
    assert_non_null(program);
    f->facts = facts_solve(&f->s, program, cfg_build(&f->s, program));
    assert_non_null(f->facts);
}

static void close_fixture(struct fixture *f) {
    LLVMDisposeExecutionEngine(f->engine);
    LLVMContextDispose(f->context);
    arena_close(&f->s.arena);
}

static struct block_state *state_at(struct fixture *f, uint32_t block) {
    return f->facts->functions[0].at_block[block];
}

static void plant(struct fixture *f, const struct fact *fact) {
    state_at(f, BLOCK_MIDDLE)->regs[2] = fact;
}

static void compile(struct fixture *f) {
    char *triple = LLVMGetDefaultTargetTriple(), *error = NULL;
    LLVMTargetRef native;
    assert_false(LLVMGetTargetFromTriple(triple, &native, &error));
    LLVMTargetMachineRef machine = LLVMCreateTargetMachine(
        native, triple, "", "", LLVMCodeGenLevelDefault, LLVMRelocDefault, LLVMCodeModelJITDefault);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine);
    char *layout_text = LLVMCopyStringRepOfTargetData(layout);
    struct codegen_target target = {
        .triple = triple,
        .data_layout = layout_text,
        .pointer_bits = 8 * sizeof(void *),
    };
    f->context = LLVMContextCreate();
    LLVMModuleRef module = codegen_module(&f->s, f->facts, &target, f->context);
    assert_non_null(module);
    LLVMDisposeMessage(layout_text);
    LLVMDisposeTargetData(layout);
    LLVMDisposeTargetMachine(machine);
    LLVMDisposeMessage(triple);
    struct LLVMMCJITCompilerOptions options;
    LLVMInitializeMCJITCompilerOptions(&options, sizeof(options));
    /* What is called lies anywhere, under a sanitizer farther than 2 GiB away. */
    options.CodeModel = LLVMCodeModelLarge;
    LLVMValueRef checker = LLVMGetNamedFunction(module, "bpf_aot_fact_check");
    assert_false(
        LLVMCreateMCJITCompilerForModule(&f->engine, module, &options, sizeof(options), &error));
    if (checker) {
        LLVMAddGlobalMapping(f->engine, checker, (void *)check);
    }
}

/* What the program makes of a number in memory; false when a check fails. The sanitizer of indirect
 * calls reads 8 bytes in front of the function, which may be in front of the JIT's pages. */
__attribute__((no_sanitize("function"))) static bool run(struct fixture *f, uint64_t number,
                                                         uint64_t *result) {
    uint64_t (*prog)(void *, uint64_t) =
        (uint64_t (*)(void *, uint64_t))LLVMGetFunctionAddress(f->engine, "prog");
    static uint64_t memory;
    memory = number;
    exit_status = 0;
    if (setjmp(failed)) {
        return false;
    }
    *result = prog(&memory, sizeof(memory));
    return true;
}

static struct fact unknown(void) {
    return (struct fact){.kind = KIND_SCALAR, .num = scalar_unknown()};
}

static void expect_good(struct fixture *f, uint64_t number) {
    uint64_t result = 0;
    assert_true(run(f, number, &result));
    assert_int_equal(result, number == 1000 ? 1 : number);
}

static void expect_bad(struct fixture *f, uint64_t number, uint32_t slot, const char *what) {
    uint64_t result;
    assert_false(run(f, number, &result));
    assert_int_equal(exit_status, BPF_AOT_FACT_STATUS);
    assert_string_equal(wrong->function, "prog");
    assert_string_equal(wrong->what, what);
    assert_int_equal(wrong->insn, slot);
}

static void right_facts_are_not_noticed(void **state) {
    struct fixture f;
    open_fixture(&f, BPF_AOT_FACTS_CHECK);
    compile(&f);
    expect_good(&f, 0);
    expect_good(&f, 1000);
    expect_good(&f, UINT64_MAX);
    close_fixture(&f);
}

/* Shows that what is planted arrives: the number loses its upper half. */
static void a_wrong_fact_shapes_the_code_of_use(void **state) {
    struct fixture f;
    struct fact small = unknown();
    small.num = scalar_range(0, 10);
    open_fixture(&f, BPF_AOT_FACTS_USE);
    plant(&f, &small);
    compile(&f);
    uint64_t result;
    assert_true(run(&f, 3ull << 32 | 10, &result));
    assert_int_equal(result, 10);
    close_fixture(&f);
}

/* One part of a fact each, with a number that fits and one that does not. */
struct part {
    struct scalar num;
    bool excludes;
    uint64_t excluded, good, bad;
};

static void try_part(const struct part *part) {
    struct fact planted = unknown();
    planted.num = part->num;
    planted.excludes = part->excludes;
    planted.excluded = part->excluded;
    struct fixture f;
    open_fixture(&f, BPF_AOT_FACTS_CHECK);
    plant(&f, &planted);
    compile(&f);
    expect_good(&f, part->good);
    expect_bad(&f, part->bad, SLOT_MIDDLE, "r2");
    close_fixture(&f);
    open_fixture(&f, BPF_AOT_FACTS_OFF);
    plant(&f, &planted);
    compile(&f);
    expect_good(&f, part->good);
    expect_good(&f, part->bad);
    close_fixture(&f);
}

#define PART(member, number, fits, does_not)                                                       \
    {                                                                                              \
        struct part part = {.num = scalar_unknown(), .good = (fits), .bad = (does_not)};           \
        part.num.member = (number);                                                                \
        try_part(&part);                                                                           \
    }

static void every_part_of_a_number_is_checked(void **state) {
    PART(umin, 10, 10, 9);
    PART(umax, 10, 10, 11);
    PART(smin, -10, (uint64_t)-10, (uint64_t)-11);
    PART(smax, 10, (uint64_t)-1, 11);
    PART(umin32, 10, 1ull << 32 | 10, 1ull << 32 | 9);
    PART(umax32, 10, 1ull << 32 | 10, 1ull << 32 | 11);
    PART(smin32, -10, 0xfffffff6, 0xfffffff5);
    PART(smax32, 10, 0x80000000, 0x7fffffff);
    PART(bits.mask, ~(uint64_t)4, 3, 4);
    struct part excluded = {.num = scalar_unknown(), .excludes = true, .excluded = 5, .bad = 5};
    try_part(&excluded);
}

static void a_block_that_is_never_reached_is_checked(void **state) {
    struct fixture f;
    open_fixture(&f, BPF_AOT_FACTS_CHECK);
    f.facts->functions[0].at_block[BLOCK_END] = NULL;
    compile(&f);
    expect_good(&f, 5);
    expect_bad(&f, 1000, SLOT_END, "control");
    close_fixture(&f);
}

/* A number taken for a pointer into the raw memory, which has 8 bytes. */
static void the_offset_of_a_pointer_is_checked(void **state) {
    static const struct fact planted = {.kind = KIND_MEMORY, .object = OBJECT_RAW};
    struct fact pointer = planted;
    pointer.num = scalar_range(0, 8);
    struct fixture f;
    open_fixture(&f, BPF_AOT_FACTS_CHECK);
    plant(&f, &pointer);
    compile(&f);
    expect_bad(&f, 12, SLOT_MIDDLE, "r2");
    close_fixture(&f);
}

/* r2 is the size: the state says that there are 16 bytes, and there are 8. */
static void the_size_of_memory_is_checked(void **state) {
    struct fixture f;
    open_fixture(&f, BPF_AOT_FACTS_CHECK);
    state_at(&f, BLOCK_MIDDLE)->raw_bytes = 16;
    compile(&f);
    expect_good(&f, 1000);
    expect_bad(&f, 5, SLOT_MIDDLE, "the memory's size");
    close_fixture(&f);
}

int main(void) {
    LLVMLinkInMCJIT();
    LLVMInitializeNativeTarget();
    LLVMInitializeNativeAsmPrinter();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_facts_are_not_noticed),
        cmocka_unit_test(a_wrong_fact_shapes_the_code_of_use),
        cmocka_unit_test(every_part_of_a_number_is_checked),
        cmocka_unit_test(a_block_that_is_never_reached_is_checked),
        cmocka_unit_test(the_offset_of_a_pointer_is_checked),
        cmocka_unit_test(the_size_of_memory_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
