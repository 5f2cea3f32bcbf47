/* SPDX-License-Identifier: Apache-2.0 */
#include "constant.h"

#include <string.h>

#include "support/bytes.h"

/* The 32-bit instruction at an index, 0 behind the end: none of those that are looked for. */
static uint32_t word_at(const struct code_at *code, size_t index) {
    return 4 * index + 4 <= code->count ? load32(code->bytes + 4 * index, code->big_endian) : 0;
}

static void put_word(const struct code_at *code, size_t index, uint32_t word) {
    store32(code->bytes + 4 * index, word, code->big_endian);
}

enum {
    MIPS_ADDIU = 0x09,
    MIPS_ORI = 0x0d,
    MIPS_LUI = 0x0f,
    MIPS_DADDIU = 0x19,
    MIPS_DSLL = 0x38,   /* of SPECIAL */
    MIPS_DSLL32 = 0x3c, /* of SPECIAL */
};

/* One instruction more on the value in `reg`; false: it does something else. */
static bool mips_step(uint32_t word, unsigned reg, uint64_t *value) {
    unsigned rs = word >> 21 & 31, rt = word >> 16 & 31, rd = word >> 11 & 31;
    uint64_t low = word & 0xffff, shift = word >> 6 & 31;
    switch (word >> 26) {
    case 0:
        if (rs || rt != reg || rd != reg) {
            return false;
        }
        *value <<= (word & 63) == MIPS_DSLL32 ? shift + 32 : shift;
        return (word & 63) == MIPS_DSLL || (word & 63) == MIPS_DSLL32;
    case MIPS_ORI:
        *value |= low;
        return rs == reg && rt == reg;
    case MIPS_ADDIU:
    case MIPS_DADDIU:
        *value += (uint64_t)(int16_t)low;
        return rs == reg && rt == reg;
    default:
        return false;
    }
}

static bool mips_read(const struct code_at *code, struct constant *found) {
    uint32_t first = word_at(code, 0);
    unsigned reg = first >> 16 & 31, op = first >> 26;
    bool starts = op == MIPS_LUI || op == MIPS_ORI || op == MIPS_ADDIU || op == MIPS_DADDIU;
    if (!starts || first >> 21 & 31 || !reg) {
        return false;
    }
    uint64_t low = first & 0xffff;
    uint64_t value = op == MIPS_LUI   ? (uint64_t)(int32_t)(uint32_t)(low << 16)
                     : op == MIPS_ORI ? low
                                      : (uint64_t)(int16_t)low;
    size_t count = 1;
    for (uint64_t next = value; mips_step(word_at(code, count), reg, &next); count++) {
        value = next;
    }
    *found = (struct constant){.value = code->is_64 ? value : (uint32_t)value, .bytes = 4 * count};
    return true;
}

static bool mips_write(const struct code_at *code, const struct constant *there, uint64_t value) {
    uint32_t reg = word_at(code, 0) >> 16 & 31;
    uint32_t high = (uint32_t)value >> 16, low = value & 0xffff;
    if (there->bytes < 8) {
        return false;
    }
    put_word(code, 0, (uint32_t)MIPS_LUI << 26 | reg << 16 | high);
    put_word(code, 1, (uint32_t)MIPS_ORI << 26 | reg << 21 | reg << 16 | low);
    for (size_t i = 2; i < there->bytes / 4; i++) {
        put_word(code, i, 0); /* nop */
    }
    return true;
}

enum { ARM_MOVW = 0xe300, ARM_MOVT = 0xe340 };

static bool arm_read(const struct code_at *code, struct constant *found) {
    uint32_t low = word_at(code, 0), high = word_at(code, 1);
    if ((low >> 16 & 0xfff0) != ARM_MOVW || (high >> 16 & 0xfff0) != ARM_MOVT ||
        (low >> 12 & 15) != (high >> 12 & 15)) {
        return false;
    }
    uint32_t value = (low >> 4 & 0xf000) | (low & 0xfff);
    value |= (high >> 4 & 0xf000) << 16 | (high & 0xfff) << 16;
    *found = (struct constant){.value = value, .bytes = 8};
    return true;
}

static bool arm_write(const struct code_at *code, const struct constant *there, uint64_t value) {
    for (unsigned i = 0; i < there->bytes / 4; i++) {
        uint32_t half = (uint32_t)(value >> 16 * i) & 0xffff;
        put_word(code, i, (word_at(code, i) & 0xfff0f000) | (half & 0xf000) << 4 | (half & 0xfff));
    }
    return true;
}

enum { A64_MOVN = 0x92800000, A64_MOVZ = 0xd2800000, A64_MOVK = 0xf2800000, A64_HALVES = 4 };
static const uint32_t a64_opcode = 0xff800000;

static bool a64_read(const struct code_at *code, struct constant *found) {
    uint32_t word = word_at(code, 0), reg = word & 31;
    bool negated = (word & a64_opcode) == (uint32_t)A64_MOVN;
    if (!negated && (word & a64_opcode) != (uint32_t)A64_MOVZ) {
        return false;
    }
    unsigned shift = (word >> 21 & 3) * 16;
    uint64_t value = (uint64_t)(word >> 5 & 0xffff) << shift;
    value = negated ? ~value : value;
    size_t count = 1;
    for (; count < A64_HALVES; count++) {
        word = word_at(code, count);
        if ((word & a64_opcode) != (uint32_t)A64_MOVK || (word & 31) != reg) {
            break;
        }
        shift = (word >> 21 & 3) * 16;
        value = (value & ~(UINT64_C(0xffff) << shift)) | (uint64_t)(word >> 5 & 0xffff) << shift;
    }
    *found = (struct constant){.value = value, .bytes = 4 * count};
    return true;
}

static bool a64_write(const struct code_at *code, const struct constant *there, uint64_t value) {
    uint32_t reg = word_at(code, 0) & 31;
    for (unsigned i = 0; i < there->bytes / 4; i++) {
        uint32_t half = (uint32_t)(value >> 16 * i) & 0xffff;
        put_word(code, i,
                 (i ? (uint32_t)A64_MOVK : (uint32_t)A64_MOVZ) | i << 21 | half << 5 | reg);
    }
    return there->bytes >= 8;
}

enum { X86_CALL_BYTES = 5, X86_IMM32_BYTES = 7, X86_PER_CPU_BYTES = 9, X86_IMM64_BYTES = 10 };
enum { X86_GS = 0x65, X86_DS = 0x3e /* means nothing in 64-bit mode */ };

/* add %gs:ADDRESS, REGISTER: how far this CPU's data are from the first one's. */
static bool x86_is_per_cpu(const uint8_t *b) {
    return b[0] == X86_GS && (b[1] & 0xfb) == 0x48 && b[2] == 0x03 && (b[3] & 0xc7) == 0x04 &&
           b[4] == 0x25;
}

static bool x86_read(const struct code_at *code, struct constant *found) {
    const uint8_t *b = code->bytes;
    bool is_wide = code->count >= X86_IMM32_BYTES && (b[0] & 0xfe) == 0x48; /* REX.W */
    *found = (struct constant){0};
    if (code->count >= X86_CALL_BYTES && b[0] == 0xe8) {
        int32_t distance = (int32_t)load32(b + 1, false);
        found->value = code->address + X86_CALL_BYTES + (uint64_t)distance;
        found->bytes = X86_CALL_BYTES;
        found->is_relative = found->calls = true;
    } else if (is_wide && code->count >= X86_IMM64_BYTES && (b[1] & 0xf8) == 0xb8) {
        found->value = load64(b + 2, false);
        found->bytes = X86_IMM64_BYTES;
    } else if (is_wide && b[1] == 0xc7 && (b[2] & 0xf8) == 0xc0) {
        found->value = (uint64_t)(int32_t)load32(b + 3, false);
        found->bytes = X86_IMM32_BYTES;
    } else if (code->count >= X86_PER_CPU_BYTES && x86_is_per_cpu(b)) {
        found->value = (uint64_t)(int32_t)load32(b + 5, false);
        found->bytes = X86_PER_CPU_BYTES;
        found->is_per_cpu = true;
    }
    return found->bytes != 0;
}

static bool x86_write(const struct code_at *code, const struct constant *there, uint64_t value) {
    if (there->calls) {
        value -= code->address + X86_CALL_BYTES;
    }
    if (there->bytes == X86_IMM64_BYTES) {
        store64(code->bytes + 2, value, false);
    } else {
        code->bytes[0] = code->bytes[0] == X86_GS ? X86_DS : code->bytes[0];
        store32(code->bytes + there->bytes - 4, (uint32_t)value, false);
    }
    return true;
}

static const struct constant_machine machines[] = {
    {"mips", mips_read, mips_write},  {"riscv", riscv_read, riscv_write},
    {"aarch64", a64_read, a64_write}, {"arm", arm_read, arm_write},
    {"x86-64", x86_read, x86_write},
};

const struct constant_machine *constant_machine(const struct target_row *row) {
    for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
        if (strncmp(row->name, machines[i].target, strlen(machines[i].target)) == 0) {
            return &machines[i];
        }
    }
    return NULL;
}

bool constant_is_kernel(const struct target_row *row, uint64_t value) {
    /* 32-bit kernels may split the address space at 2 GiB, with modules below that. Errors and
     * small negative numbers are at the end of it. */
    enum { NUMBERS = 0x10000 };
    return row->pointer_bits == 64
               ? value >> 63 && value < (uint64_t)-NUMBERS
               : (uint32_t)value >= 0x7f000000 && (uint32_t)value < -(uint32_t)NUMBERS;
}
