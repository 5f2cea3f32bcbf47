/* SPDX-License-Identifier: Apache-2.0 */
/* Instruction encoding in both byte orders (RFC 9669, 3). The register nibbles change places
 * with the byte order, the fields of several bytes change their bytes. */
#include "parts.h"

static uint32_t read_field(const uint8_t *at, unsigned bytes, bool big_endian) {
    uint32_t value = 0;
    for (unsigned i = 0; i < bytes; i++) {
        unsigned shift = 8 * (big_endian ? bytes - 1 - i : i);
        value |= (uint32_t)at[i] << shift;
    }
    return value;
}

bool interp_decode(const struct interp_job *job, uint64_t slot, struct interp_insn *insn) {
    uint64_t slots = job->code_bytes / 8;
    if (slot >= slots) {
        return false;
    }
    const uint8_t *at = job->code + slot * 8;
    uint8_t low = at[1] & 0xf, high = at[1] >> 4;
    insn->opcode = at[0];
    insn->dst = job->big_endian ? high : low;
    insn->src = job->big_endian ? low : high;
    insn->off = (int16_t)read_field(at + 2, 2, job->big_endian);
    insn->imm = (int32_t)read_field(at + 4, 4, job->big_endian);
    insn->next_imm = 0;
    if (insn_class(insn) == CLASS_LD) {
        if (slot + 1 >= slots) {
            return false;
        }
        insn->next_imm = (int32_t)read_field(at + 12, 4, job->big_endian);
    }
    bool pseudo_src = insn_class(insn) == CLASS_LD;
    return insn->dst < INTERP_REGS && (pseudo_src || insn->src < INTERP_REGS);
}

unsigned interp_access_bytes(const struct interp_insn *insn) {
    static const unsigned bytes[] = {4, 2, 1, 8}; /* W, H, B, DW (RFC 9669, 5) */
    return bytes[(insn->opcode & SIZE_MASK) >> 3];
}
