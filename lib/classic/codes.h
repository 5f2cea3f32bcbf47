/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this stage share: the rows of codes.def and ancillary.def. */
#ifndef BPF_AOT_CLASSIC_CODES_H
#define BPF_AOT_CLASSIC_CODES_H

#include "classic/classic.h"

enum classic_check {
    CHECK_NOTHING,
    CHECK_CELL,
    CHECK_JUMP,
    CHECK_BRANCH,
    CHECK_PACKET,
    CHECK_DIVISOR,
    CHECK_SHIFT,
    CHECK_COUNT
};

enum classic_operand {
    OPERAND_NONE,
    OPERAND_CONSTANT,
    OPERAND_DECIMAL,
    OPERAND_X,
    OPERAND_CELL,
    OPERAND_PACKET,
    OPERAND_INDIRECT,
    OPERAND_HEADER,
    OPERAND_LENGTH,
    OPERAND_TARGET,
};

enum classic_convert {
    CONVERT_immediate,
    CONVERT_store,
    CONVERT_load,
    CONVERT_alu_k,
    CONVERT_alu_x,
    CONVERT_divide_x,
    CONVERT_negate,
    CONVERT_jump,
    CONVERT_branch,
    CONVERT_return_k,
    CONVERT_return_a,
    CONVERT_tax,
    CONVERT_txa,
    CONVERT_absolute,
    CONVERT_indirect,
    CONVERT_length,
    CONVERT_header_length,
    CONVERT_COUNT,
};

/* A row of codes.def. */
struct classic_row {
    uint16_t code;
    enum classic_check check;
    enum classic_convert convert;
    const char *mnemonic;
    enum classic_operand operand;
};

/* NULL: no classic program has that code. */
const struct classic_row *classic_row(uint16_t code);

enum ancillary_how {
    ANCILLARY_FIELD,
    ANCILLARY_NETWORK,
    ANCILLARY_DEVICE,
    ANCILLARY_CALL,
    ANCILLARY_XOR
};

/* A row of ancillary.def. */
struct ancillary_row {
    uint32_t k; /* of the load */
    enum ancillary_how how;
    uint32_t what; /* offset in struct __sk_buff, or id of a helper */
    const char *mnemonic;
};

/* The row of an LD ABS; NULL: there is none at that offset. */
const struct ancillary_row *ancillary_row(uint32_t k);
/* Whether an LD ABS at k is no access to the packet. */
bool ancillary_is(uint32_t k);

#endif
