/* SPDX-License-Identifier: Apache-2.0 */
/* One LDDW or CALL on its way to what its operand stands for. */
#ifndef BPF_AOT_PROGRAM_OPERAND_H
#define BPF_AOT_PROGRAM_OPERAND_H

#include "program/build.h"

struct operand {
    struct builder *b;
    const struct piece *piece;
    const struct function *function; /* with all its insns */
    struct prog_insn *insn;
    const struct reloc *reloc; /* or NULL */
    struct location where;
};

/* The relocation has the one type that the insn takes, or a message. */
bool operand_check_type(const struct operand *o, uint32_t wanted);

/* What an LDDW stands for: a constant, a map, a place in data; else a message. */
bool operand_resolve_lddw(struct operand *o);
/* The same for an LDDW that points into jump tables. */
bool operand_resolve_table(struct operand *o);

#endif
