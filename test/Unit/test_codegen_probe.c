/* SPDX-License-Identifier: Apache-2.0 */
/* Tracing programs load from any address. No such program type has a context in this version, so
 * that the driver refuses them: here a raw program is given the type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "codegen/codegen.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

/* r0 = *(u8 *)(r2 + 4); exit */
static const uint8_t load[] = {0x71, 0x20, 4, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0};
/* *(u8 *)(r2 + 4) = 1; exit */
static const uint8_t store[] = {0x72, 0x02, 4, 0, 1, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0};

static const struct codegen_target target = {
    .triple = "mipsel-unknown-linux-gnu",
    .data_layout = "e-m:m-p:32:32-i8:8:32-i16:16:32-i64:64-n32-S64",
    .pointer_bits = 32,
};

static char *translate(const uint8_t *code, size_t size_bytes, const char *type) {
    struct bpf_aot_options options = {0};
    struct session s = {.options = &options, .object = "test"};
    struct program *program = program_build_raw(&s, code, size_bytes, false);
    assert_non_null(program);
    program->functions[0].prog_type = type;
    struct facts *facts = facts_solve(&s, program, cfg_build(&s, program));
    assert_non_null(facts);
    LLVMContextRef context = LLVMContextCreate();
    LLVMModuleRef module = codegen_module(&s, facts, &target, context);
    assert_non_null(module);
    char *message = LLVMPrintModuleToString(module);
    char *text = strdup(message);
    LLVMDisposeMessage(message);
    LLVMDisposeModule(module);
    LLVMContextDispose(context);
    arena_close(&s.arena);
    return text;
}

static void tracing_loads_are_probed(void **state) {
    char *text = translate(load, sizeof(load), "KPROBE");
    assert_non_null(strstr(text, "call i64 @bpf_aot_probe_load(i64 "));
    assert_null(strstr(text, "bpf_aot_check"));
    assert_null(strstr(text, "bpf_aot_abort"));
    free(text);
}

static void tracing_stores_are_checked(void **state) {
    char *text = translate(store, sizeof(store), "KPROBE");
    assert_non_null(strstr(text, "call i32 @bpf_aot_check_write(i64 "));
    assert_null(strstr(text, "probe"));
    free(text);
}

static void other_loads_are_checked(void **state) {
    char *text = translate(load, sizeof(load), "raw");
    assert_non_null(strstr(text, "call i32 @bpf_aot_check_read(i64 "));
    assert_null(strstr(text, "probe"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tracing_loads_are_probed),
        cmocka_unit_test(tracing_stores_are_checked),
        cmocka_unit_test(other_loads_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
