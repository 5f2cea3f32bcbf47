/* SPDX-License-Identifier: Apache-2.0 */
/* One LDDW or CALL on its way to what its operand stands for. */
#ifndef BPF_AOT_PROGRAM_OPERAND_H
#define BPF_AOT_PROGRAM_OPERAND_H

#include "program/build.h"

struct operand {
    struct builder *b;
    const struct piece *piece;
    struct prog_insn *insn;
    const struct reloc *reloc; /* or NULL */
    struct location where;
};

/* For messages: section symbols have the section's name. */
const char *operand_symbol(const struct builder *b, const struct symbol *symbol);

/* The symbol of the relocation is defined in a section, or a message. */
bool operand_check_symbol(const struct operand *o);
/* The relocation has the one type that the insn takes, or a message. */
bool operand_check_type(const struct operand *o, uint32_t wanted);

/* What an LDDW stands for: a constant, a map, a place in data; else a message. */
bool operand_resolve_lddw(struct operand *o);

#endif
