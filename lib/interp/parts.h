/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the interpreter share. */
#ifndef BPF_AOT_INTERP_PARTS_H
#define BPF_AOT_INTERP_PARTS_H

#include "interp/interp.h"

/* The fields of an opcode (RFC 9669, 3.1 to 3.3). */
enum {
    CLASS_MASK = 0x07,
    CLASS_LD = 0,
    CLASS_LDX = 1,
    CLASS_ST = 2,
    CLASS_STX = 3,
    CLASS_ALU = 4,
    CLASS_JMP = 5,
    CLASS_JMP32 = 6,
    CLASS_ALU64 = 7,
    SOURCE_X = 0x08,
    SIZE_MASK = 0x18,
    MODE_MASK = 0xe0,
    MODE_IMM = 0x00,
    MODE_MEM = 0x60,
    MODE_MEMSX = 0x80,
    MODE_ATOMIC = 0xc0,
};

struct interp_insn {
    uint8_t opcode, dst, src;
    int16_t off;
    int32_t imm;
    int32_t next_imm; /* of the second slot of a 64-bit immediate */
};

struct interp_frame {
    uint64_t regs[INTERP_REGS];
    uint64_t return_slot;
    uint32_t may_goto_left;
    uint8_t stack[INTERP_STACK_BYTES];
};

struct interp {
    const struct interp_job *job;
    uint64_t slot; /* of the insn that runs */
    size_t depth;  /* index of the current frame */
    struct interp_frame frames[INTERP_MAX_FRAMES];
};

static inline unsigned insn_class(const struct interp_insn *insn) {
    return insn->opcode & CLASS_MASK;
}

/* The low `bits` bits of value as a signed number. */
static inline uint64_t sign_extend(uint64_t value, unsigned bits) {
    if (bits == 64) {
        return value;
    }
    uint64_t sign = UINT64_C(1) << (bits - 1);
    uint64_t low = value & ((sign << 1) - 1);
    return (low ^ sign) - sign;
}

static inline uint64_t zero_extend(uint64_t value, unsigned bits) {
    return bits == 64 ? value : value & ((UINT64_C(1) << bits) - 1);
}

/* interp_decode.c: false when the slot is outside, or an LDDW has no second half. */
bool interp_decode(const struct interp_job *job, uint64_t slot, struct interp_insn *insn);
/* Bytes of a memory access. */
unsigned interp_access_bytes(const struct interp_insn *insn);

/* interp_alu.c: false when there is no such operation. */
bool interp_alu(const struct interp_insn *insn, bool big_endian, uint64_t *regs);

/* interp_jump.c: false when there is no such condition. */
bool interp_condition(const struct interp_insn *insn, const uint64_t *regs, bool *taken);

/* interp_memory.c: false when not all bytes belong to the memory or one live frame. */
bool interp_load(struct interp *in, uint64_t address, unsigned bytes, uint64_t *value);
bool interp_store(struct interp *in, uint64_t address, unsigned bytes, uint64_t value);

/* interp_atomic.c */
enum interp_status interp_atomic(struct interp *in, const struct interp_insn *insn);

#endif
