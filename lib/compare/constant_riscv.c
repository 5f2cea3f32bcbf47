/* SPDX-License-Identifier: Apache-2.0 */
/* RISC-V: lui, addi and slli in any number, compressed or not, or auipc; the last may be the jalr.
 */
#include "constant.h"
#include "support/bytes.h"

enum {
    ADDI = 0x13,
    AUIPC = 0x17,
    ADDIW = 0x1b,
    LUI = 0x37,
    JALR = 0x67,
};
enum { C_NOP = 0x0001, NOP = 0x00000013, PARTS_MAX = 12 };

enum step { STEP_NONE, STEP_LOAD, STEP_ADD, STEP_ADD32, STEP_SHIFT, STEP_PC, STEP_CALL };

struct part {
    enum step step;
    unsigned to, from; /* registers */
    int64_t number;
    size_t bytes;
};

static int64_t sign_extend(uint32_t value, unsigned bits) {
    return (int64_t)((uint64_t)value << (64 - bits)) >> (64 - bits);
}

static struct part read_compressed(uint32_t half) {
    unsigned reg = half >> 7 & 31;
    uint32_t imm = (half >> 12 & 1) << 5 | (half >> 2 & 31);
    struct part part = {.to = reg, .from = reg, .bytes = 2};
    switch ((half >> 13) << 2 | (half & 3)) {
    case 0 << 2 | 1: /* c.addi */
        part.step = STEP_ADD;
        part.number = sign_extend(imm, 6);
        break;
    case 1 << 2 | 1: /* c.addiw; on RV32 c.jal, which is not among these */
        part.step = STEP_ADD32;
        part.number = sign_extend(imm, 6);
        break;
    case 2 << 2 | 1: /* c.li */
        part.step = STEP_LOAD;
        part.number = sign_extend(imm, 6);
        break;
    case 3 << 2 | 1: /* c.lui; of sp c.addi16sp */
        part.step = reg == 2 ? STEP_NONE : STEP_LOAD;
        part.number = sign_extend(imm << 12, 18);
        break;
    case 0 << 2 | 2: /* c.slli */
        part.step = STEP_SHIFT;
        part.number = imm;
        break;
    default:
        break;
    }
    return part;
}

static struct part read_full(uint32_t word) {
    struct part part = {.to = word >> 7 & 31, .from = word >> 15 & 31, .bytes = 4};
    unsigned kind = word >> 12 & 7;
    switch (word & 0x7f) {
    case LUI:
    case AUIPC:
        part.step = (word & 0x7f) == LUI ? STEP_LOAD : STEP_PC;
        part.number = sign_extend(word & 0xfffff000, 32);
        break;
    case ADDI:
        part.step = kind == 0   ? part.from ? STEP_ADD : STEP_LOAD
                    : kind == 1 ? STEP_SHIFT
                                : STEP_NONE;
        part.number = kind == 1 ? (int64_t)(word >> 20 & 63) : sign_extend(word >> 20, 12);
        break;
    case ADDIW:
        part.step = kind == 0 ? STEP_ADD32 : STEP_NONE;
        part.number = sign_extend(word >> 20, 12);
        break;
    case JALR:
        part.step = STEP_CALL;
        part.number = sign_extend(word >> 20, 12);
        break;
    default:
        break;
    }
    return part;
}

static struct part read_part(const struct code_at *code, size_t at) {
    if (at + 2 > code->count) {
        return (struct part){0};
    }
    uint32_t half = load16(code->bytes + at, false);
    if ((half & 3) != 3) {
        return read_compressed(half);
    }
    return at + 4 <= code->count ? read_full(load32(code->bytes + at, false)) : (struct part){0};
}

static uint64_t apply(uint64_t value, const struct part *part) {
    switch (part->step) {
    case STEP_SHIFT:
        return value << part->number;
    case STEP_ADD32:
        return (uint64_t)(int32_t)(uint32_t)(value + (uint64_t)part->number);
    default:
        return value + (uint64_t)part->number;
    }
}

bool riscv_read(const struct code_at *code, struct constant *found) {
    struct part part = read_part(code, 0);
    unsigned reg = part.to;
    if ((part.step != STEP_LOAD && part.step != STEP_PC) || !reg) {
        return false;
    }
    *found = (struct constant){
        .value = (uint64_t)part.number, .bytes = part.bytes, .is_relative = part.step == STEP_PC};
    found->value += found->is_relative ? code->address : 0;
    while (!found->calls) {
        part = read_part(code, found->bytes);
        bool goes_on = part.step == STEP_ADD || part.step == STEP_ADD32 || part.step == STEP_SHIFT;
        bool calls = part.step == STEP_CALL && part.from == reg;
        if (!calls && !(goes_on && part.to == reg && part.from == reg)) {
            break;
        }
        found->value = apply(found->value, &part);
        found->bytes += part.bytes;
        found->calls = calls;
    }
    found->value = code->is_64 ? found->value : (uint32_t)found->value;
    return true;
}

/* Two neighbours of 2 bytes for one of 4, where there are too few of these. */
static size_t split(const struct code_at *code, size_t bytes, size_t sizes[PARTS_MAX]) {
    size_t count = 0, wide = 0;
    for (size_t at = 0; at < bytes && count < PARTS_MAX; at += sizes[count++]) {
        sizes[count] = read_part(code, at).bytes;
        wide += sizes[count] == 4;
    }
    for (size_t i = 0; wide < 2 && i + 1 < count; i++) {
        if (sizes[i] == 2 && sizes[i + 1] == 2) {
            sizes[i] = 4;
            wide++;
            count--;
            for (size_t k = i + 1; k < count; k++) {
                sizes[k] = sizes[k + 1];
            }
        }
    }
    return wide < 2 ? 0 : count;
}

/* lui and addi in the last two places of 4 bytes, of which a call keeps its jalr; nops elsewhere.
 */
bool riscv_write(const struct code_at *code, const struct constant *there, uint64_t value) {
    size_t sizes[PARTS_MAX], count = split(code, there->bytes, sizes), at = there->bytes;
    uint32_t reg = read_part(code, 0).to;
    uint32_t high = (uint32_t)(value + 0x800) & 0xfffff000, low = (uint32_t)(value - high) & 0xfff;
    for (size_t i = count, wide = 0; i--;) {
        at -= sizes[i];
        if (sizes[i] == 2) {
            code->bytes[at] = C_NOP;
            code->bytes[at + 1] = 0;
            continue;
        }
        uint32_t add = low << 20 | reg << 15;
        uint32_t last = there->calls
                            ? add | (load32(code->bytes + at, false) & 0xfff) /* jalr and its ra */
                            : add | reg << 7 | ADDI;
        uint32_t words[] = {last, high | reg << 7 | LUI};
        store32(code->bytes + at, wide < 2 ? words[wide] : NOP, false);
        wide++;
    }
    return count != 0;
}
