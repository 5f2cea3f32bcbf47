/* SPDX-License-Identifier: Apache-2.0 */
/* Insns without an object around them. Their functions are what they call. */
#include "driver/print.h"
#include "program.h"

/* Marks the first insns of functions; false: a call leads out of the program. */
static bool mark(const struct program *program, bool *is_first) {
    for (uint32_t i = 0; i < program->insn_count; i++) {
        const struct insn *insn = &program->insns[i];
        bool is_wide = insn->code == CODE_LD_IMM64;
        if ((insn->code == CODE_CALL && insn_src(insn) == SRC_CALL) ||
            (is_wide && insn_src(insn) == SRC_FUNC)) {
            int64_t first = (int64_t)i + insn->imm + 1;
            if (first < 0 || first >= program->insn_count) {
                bpf_aot_error("%s: insn %u calls outside of the program", program->name, i);
                return false;
            }
            is_first[first] = true;
        }
        i += is_wide;
    }
    return true;
}

/* "sub" and the number of the first insn. */
static const char *name_sub(uint32_t insn) {
    char text[16] = "sub", digits[10];
    uint32_t size = 3, count = 0;
    do {
        digits[count++] = (char)('0' + insn % 10);
        insn /= 10;
    } while (insn);
    while (count) {
        text[size++] = digits[--count];
    }
    return take_text(text, size);
}

static bool split(struct program *program) {
    bool *is_first = take(program->insn_count);
    if (!mark(program, is_first)) {
        return false;
    }
    is_first[0] = true;
    for (uint32_t i = 0; i < program->insn_count; i++) {
        program->function_count += is_first[i];
    }
    program->functions = take((uint64_t)program->function_count * sizeof(*program->functions));
    uint32_t at = 0;
    for (uint32_t i = 0; i < program->insn_count; i++) {
        if (is_first[i]) {
            program->functions[at++] = (struct placed){.name = i ? name_sub(i) : "raw", .insn = i};
        }
        program->functions[at - 1].count++;
    }
    return true;
}

bool raw_program(struct programs *programs, const char *path) {
    struct bytes file;
    if (!read_file(path, &file)) {
        return false;
    }
    if (file.size == 0 || file.size % INSN_BYTES || file.size / INSN_BYTES > UINT32_MAX) {
        bpf_aot_error("%s: %U bytes are not a whole number of insns of 8 bytes", path, file.size);
        return false;
    }
    programs->items = take(sizeof(*programs->items));
    programs->count = 1;
    struct program *program = programs->items;
    *program = (struct program){.name = "raw",
                                .object = "",
                                .section = "",
                                .license = "GPL",
                                .insns = (struct insn *)(uintptr_t)file.at,
                                .insn_count = (uint32_t)(file.size / INSN_BYTES)};
    return split(program);
}
