/* SPDX-License-Identifier: Apache-2.0 */
/* The BTF is `int f(void)` for every function, static: whatever an object says of its functions,
 * the verifier then follows calls into them and knows of no type but numbers. */
#include "debuginfo.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"

enum { TYPE_INT = 1, TYPE_PROTO, TYPE_FIRST_FUNC };
enum { KIND_INT = 1 << 24, KIND_FUNC = 12 << 24, KIND_FUNC_PROTO = 13 << 24 };
enum { INT_SIGNED_32 = 1 << 24 | 32, MAGIC = 0xeb9f, HEADER_BYTES = 24 };
enum { FIXED_WORDS = 4 + 3, FUNC_WORDS = 3 };

/* Strings behind each other; the first one is empty. */
struct strings {
    char *text;
    uint32_t size;
};

static bool may_stand(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A name of BTF is an identifier; compilers make names with dots. */
static uint32_t add_string(struct strings *strings, const char *name) {
    uint32_t offset = strings->size;
    for (; *name; name++) {
        strings->text[strings->size++] = may_stand(*name) ? *name : '_';
    }
    strings->text[strings->size++] = 0;
    return offset;
}

static uint64_t string_bytes(const struct program *program) {
    uint64_t size = sizeof("") + sizeof("int") + sizeof("insn");
    for (uint32_t i = 0; i < program->function_count; i++) {
        size += strlen(program->functions[i].name) + 1;
    }
    return size;
}

/* The offset of "insn", which every line has for its text. */
static uint32_t write_btf(uint32_t *words, struct strings *strings, const struct program *program) {
    uint32_t *type = words;
    add_string(strings, "");
    *type++ = add_string(strings, "int");
    *type++ = KIND_INT;
    *type++ = sizeof(int32_t);
    *type++ = INT_SIGNED_32;
    *type++ = 0;
    *type++ = KIND_FUNC_PROTO;
    *type++ = TYPE_INT;
    for (uint32_t i = 0; i < program->function_count; i++) {
        *type++ = add_string(strings, program->functions[i].name);
        *type++ = KIND_FUNC;
        *type++ = TYPE_PROTO;
    }
    return add_string(strings, "insn");
}

static long load_btf(const struct program *program, uint32_t *line_text) {
    uint32_t type_bytes = (FIXED_WORDS + FUNC_WORDS * program->function_count) * 4;
    uint8_t *btf = take(HEADER_BYTES + type_bytes + string_bytes(program));
    struct strings strings = {(char *)btf + HEADER_BYTES + type_bytes, 0};
    *line_text = write_btf((uint32_t *)(void *)(btf + HEADER_BYTES), &strings, program);
    const uint32_t header[] = {HEADER_BYTES, 0, type_bytes, type_bytes, strings.size};
    const uint16_t magic = MAGIC;
    memcpy(btf, &magic, sizeof(magic));
    btf[2] = 1; /* version */
    memcpy(btf + 4, header, sizeof(header));
    struct kernel_btf_load load = {.btf = user(btf),
                                   .btf_bytes = HEADER_BYTES + type_bytes + strings.size};
    return kernel_bpf(BPF_BTF_LOAD, &load, sizeof(load));
}

static void write_lines(struct debug_info *info, const struct program *program, uint32_t text) {
    info->lines = take((uint64_t)program->insn_count * sizeof(*info->lines));
    info->line_count = 0;
    for (uint32_t i = 0; i < program->insn_count; i++) {
        info->lines[info->line_count++] =
            (struct kernel_line_info){i, text, text, i << LINE_COLUMN_BITS};
        i += program->insns[i].code == CODE_LD_IMM64;
    }
}

bool debug_info_make(struct debug_info *info, const struct program *program) {
    uint32_t text;
    info->btf_fd = load_btf(program, &text);
    if (info->btf_fd < 0) {
        bpf_aot_error("%s: the kernel refuses debug information with errno %u", program->name,
                      (uint32_t)-info->btf_fd);
        return false;
    }
    info->functions = take((uint64_t)program->function_count * sizeof(*info->functions));
    for (uint32_t i = 0; i < program->function_count; i++) {
        info->functions[i] =
            (struct kernel_func_info){program->functions[i].insn, TYPE_FIRST_FUNC + i};
    }
    write_lines(info, program, text);
    return true;
}
