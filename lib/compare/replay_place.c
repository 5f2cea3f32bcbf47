/* SPDX-License-Identifier: Apache-2.0 */
/* Where a kernel's image can run in user mode, and what has to change in it for that. */
#include <string.h>

#include "program/program.h"
#include "replay.h"
#include "support/bytes.h"

enum { PROG_TYPE_XDP = 6, PAGE = 4096 };

#define USER_BASE UINT64_C(0x20000000)

enum mode {
    MODE_RELATIVE, /* functions keep their distances */
    MODE_LOW28,    /* MIPS: `j` is absolute within 256 MiB */
    MODE_SAME,     /* RV32: calls are absolute */
};

static const struct placement {
    const char *target;
    enum mode mode;
} machines[] = {{"mips", MODE_LOW28}, {"riscv32", MODE_SAME}, {"", MODE_RELATIVE}};

static enum mode mode_of(const char *target) {
    size_t i = 0;
    while (strncmp(target, machines[i].target, strlen(machines[i].target)) != 0) {
        i++;
    }
    return machines[i].mode;
}

static uint64_t lowest(const struct jit_program *program) {
    uint64_t low = program->addresses[0];
    for (size_t i = 1; i < program->length_count; i++) {
        low = program->addresses[i] < low ? program->addresses[i] : low;
    }
    return low;
}

static uint64_t placed(const struct comparison *c, uint64_t address) {
    switch (mode_of(c->row->name)) {
    case MODE_LOW28:
        return (address & 0x0fffffff) | USER_BASE;
    case MODE_SAME:
        return address & 0xffffffff;
    default:
        return USER_BASE + address - (lowest(c->jit) & ~(uint64_t)(PAGE - 1));
    }
}

static bool is_function(const struct jit_program *program, uint64_t address) {
    for (size_t i = 0; i < program->length_count; i++) {
        if (program->addresses[i] == address) {
            return true;
        }
    }
    return false;
}

static const char *helper_name(uint32_t id) {
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].id == id) {
            return rows[i].name;
        }
    }
    return "of that number";
}

/* What the program needs of a kernel, NULL: nothing. Calls of BPF functions stay inside. */
static const char *needs_kernel(struct session *s, const struct comparison *c) {
    if (!c->jit->image.count) {
        return "the kernel has no code of it";
    }
    if (c->jit->type != PROG_TYPE_XDP) {
        return "it is no XDP program: its context is a large structure of the kernel";
    }
    if (c->jit->map_count) {
        return "it has maps, whose addresses in the kernel are part of the code";
    }
    for (size_t i = 0; i < c->insn_count; i++) {
        const struct insn *insn = &c->insns[i].insn;
        if (!c->insns[i].is_second && insn->op == OP_CALL && insn->src != CALL_LOCAL) {
            return arena_printf(&s->arena, "insn %zu calls helper %u, %s, of the kernel", i,
                                (unsigned)insn->imm, helper_name((uint32_t)insn->imm));
        }
    }
    return NULL;
}

/* AArch64: movn, movk, movk make the address of a BPF function in the kernel. */
static void fix_aarch64(const struct comparison *c, struct placed_image *image) {
    for (size_t at = 0; at + 12 <= image->count; at += 4) {
        uint8_t *code = image->bytes + at;
        uint32_t words[3] = {load32(code, false), load32(code + 4, false), load32(code + 8, false)};
        bool makes = (words[0] & 0xffe00000) == 0x92800000 &&
                     (words[1] & 0xffe00000) == 0xf2a00000 && (words[2] & 0xffe00000) == 0xf2c00000;
        uint64_t address = ~(uint64_t)(words[0] >> 5 & 0xffff);
        address &= ~UINT64_C(0xffffffff0000);
        address |= (uint64_t)(words[1] >> 5 & 0xffff) << 16 | (uint64_t)(words[2] >> 5 & 0xffff)
                                                                  << 32;
        if (!makes || !is_function(c->jit, address)) {
            continue;
        }
        uint64_t to = placed(c, address);
        for (unsigned i = 0; i < 3; i++) {
            uint32_t opcode = i ? words[i] & 0xffe0001f : 0xd2800000 | (words[0] & 31);
            uint32_t word = opcode | (uint32_t)(to >> 16 * i & 0xffff) << 5;
            for (unsigned k = 0; k < 4; k++) {
                code[4 * i + k] = (uint8_t)(word >> 8 * k);
            }
        }
    }
}

/* x86: kernels with a return thunk end in a jump to it. */
static void fix_x86(const struct comparison *c, struct placed_image *image, uint64_t from) {
    const struct native_code *code = &c->code[SIDE_KERNEL];
    for (size_t i = 0; i < code->count; i++) {
        const struct native_insn *insn = &code->data[i];
        bool here = insn->address >= from && insn->address + insn->bytes <= from + image->count;
        if (here && strncmp(insn->text, "jmp", 3) == 0 && insn->bytes == 5 &&
            (insn->target < from || insn->target >= from + image->count)) {
            image->bytes[insn->address - from] = 0xc3; /* ret */
        }
    }
}

/* MIPS o32: lui, ori, jalr of div64_u64 or its like. */
static void fix_mips_call(const struct comparison *c, struct placed_image *image, size_t at,
                          uint64_t function) {
    bool big = c->jit->setting->big_endian;
    for (unsigned i = 0; i < 2; i++) {
        uint8_t *code = image->bytes + at + 4 * i;
        uint32_t half = (uint32_t)(function >> (i ? 0 : 16)) & 0xffff;
        uint32_t word = (load32(code, big) & 0xffff0000) | half;
        for (unsigned k = 0; k < 4; k++) {
            code[k] = (uint8_t)(word >> 8 * (big ? 3 - k : k));
        }
    }
}

/* Calls of the kernel that BPF does not show: 64-bit arithmetic of 32-bit machines. */
static const char *fix_calls(struct session *s, const struct comparison *c,
                             struct placed_image *image, uint64_t from) {
    const struct native_code *code = &c->code[SIDE_KERNEL];
    for (size_t i = 0; i < code->count; i++) {
        const struct native_insn *insn = &code->data[i];
        bool here = insn->address >= from && insn->address < from + image->count;
        if (!here || !(insn->does & DOES_CALL)) {
            continue;
        }
        const struct insn *bpf = insn->insn >= 0 ? &c->insns[insn->insn].insn : NULL;
        if (bpf && bpf->op == OP_CALL && bpf->src == CALL_LOCAL) {
            continue;
        }
        bool divides = bpf && (bpf->op == OP_DIV || bpf->op == OP_MOD) && bpf->width == 64;
        bool is_mips = strncmp(c->row->name, "mips", 4) == 0 && c->row->pointer_bits == 32;
        if (is_mips && divides && i >= 2 && strncmp(code->data[i - 2].text, "lui", 3) == 0) {
            fix_mips_call(c, image, (size_t)(code->data[i - 2].address - from),
                          bpf->op == OP_DIV ? REPLAY_DIV64 : REPLAY_MOD64);
            continue;
        }
        return insn->insn >= 0
                   ? arena_printf(&s->arena, "insn %d (%s) calls a function of the kernel",
                                  insn->insn, c->insns[insn->insn].text)
                   : "it calls a function of the kernel";
    }
    return NULL;
}

static void sort(struct placed_image *images, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k && images[k].address < images[k - 1].address; k--) {
            struct placed_image swap = images[k];
            images[k] = images[k - 1];
            images[k - 1] = swap;
        }
    }
}

struct placed_image *replay_place(struct session *s, const struct comparison *c, size_t *count,
                                  const char **why) {
    const struct jit_program *program = c->jit;
    *why = needs_kernel(s, c);
    if (*why) {
        return NULL;
    }
    *count = program->length_count;
    struct placed_image *images = ARENA_NEW_N(&s->arena, struct placed_image, *count);
    size_t at = 0;
    for (size_t i = 0; i < *count && !*why; i++) {
        struct placed_image *image = &images[i];
        image->from = program->addresses[i];
        image->address = placed(c, program->addresses[i]);
        image->count = (size_t)program->lengths[i];
        image->bytes = arena_copy(&s->arena, program->image.data + at, image->count);
        at += image->count;
        if (strcmp(c->row->name, "aarch64") == 0) {
            fix_aarch64(c, image);
        } else if (strcmp(c->row->name, "x86-64") == 0) {
            fix_x86(c, image, program->addresses[i]);
        }
        *why = fix_calls(s, c, image, program->addresses[i]);
    }
    sort(images, *count);
    return *why ? NULL : images;
}
