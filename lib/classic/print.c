/* SPDX-License-Identifier: Apache-2.0 */
/* Classic insns as tcpdump -d prints them. */
#include <stdio.h>

#include "classic/codes.h"

enum { OPERAND_BYTES = 64 };

static void print_packet(char *text, uint32_t k) {
    const struct ancillary_row *row = ancillary_row(k);
    if (row) {
        snprintf(text, OPERAND_BYTES, "#%s", row->mnemonic);
    } else {
        snprintf(text, OPERAND_BYTES, "[%u]", k);
    }
}

static void print_operand(char *text, enum classic_operand operand, size_t index, uint32_t k) {
    switch (operand) {
    case OPERAND_NONE:
        text[0] = 0;
        break;
    case OPERAND_CONSTANT:
        snprintf(text, OPERAND_BYTES, "#0x%x", k);
        break;
    case OPERAND_DECIMAL:
        snprintf(text, OPERAND_BYTES, "#%d", (int)k);
        break;
    case OPERAND_X:
        snprintf(text, OPERAND_BYTES, "x");
        break;
    case OPERAND_CELL:
        snprintf(text, OPERAND_BYTES, "M[%u]", k);
        break;
    case OPERAND_PACKET:
        print_packet(text, k);
        break;
    case OPERAND_INDIRECT:
        snprintf(text, OPERAND_BYTES, "[x + %u]", k);
        break;
    case OPERAND_HEADER:
        snprintf(text, OPERAND_BYTES, "4*([%u]&0xf)", k);
        break;
    case OPERAND_LENGTH:
        snprintf(text, OPERAND_BYTES, "#pktlen");
        break;
    case OPERAND_TARGET:
        snprintf(text, OPERAND_BYTES, "%zu", index + 1 + k);
        break;
    }
}

void classic_print(void *file, const struct classic *classic) {
    for (size_t i = 0; i < classic->count; i++) {
        const struct classic_insn *insn = &classic->insns[i];
        const struct classic_row *row = classic_row(insn->code);
        char operand[OPERAND_BYTES];
        print_operand(operand, row->operand, i, insn->k);
        bool branches = row->check == CHECK_BRANCH;
        fprintf(file, branches ? "(%03zu) %-8s %-16s" : "(%03zu) %-8s %s", i, row->mnemonic,
                operand);
        if (branches) {
            fprintf(file, " jt %zu\tjf %zu", i + 1 + insn->jt, i + 1 + insn->jf);
        }
        fputc('\n', file);
    }
}
