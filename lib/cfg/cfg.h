/* SPDX-License-Identifier: Apache-2.0 */
/* Control flow of every function: basic blocks, an order to visit them in, live registers. */
#ifndef BPF_AOT_CFG_H
#define BPF_AOT_CFG_H

#include "program/program.h"

enum { BLOCK_NONE = UINT32_MAX };

struct block {
    uint32_t first, end;  /* insns [first, end) of the function */
    const uint32_t *succ; /* blocks, each once; of a branch: [0] taken, [1] not taken */
    uint32_t succ_count;  /* 1 for a branch whose ways are the same */
    const uint32_t *preds;
    uint32_t pred_count; /* reachable ones */
    uint32_t order;      /* place in the order; BLOCK_NONE: unreachable */
    bool loop_head;      /* target of an edge that goes back in the order */
    uint16_t live_in;    /* bit r: register r may be read before it is written */
};

struct function_cfg {
    struct block *blocks; /* in program order; [0] is the entry */
    uint32_t block_count;
    const uint32_t *block_of; /* by insn */
    const uint32_t *order;    /* reachable blocks in reverse post-order */
    uint32_t order_count;
    uint16_t params; /* of r1 to r5, those that the function reads: bit r */
    bool tail_calls; /* it or a callee may end in a tail call */
    bool needs_run;  /* it or a callee calls a function pointer or what takes the run */
    bool acquires;   /* it calls what has to be released */
};

struct cfg {
    struct function_cfg *functions; /* by function of the program */
    const uint32_t *call_order;     /* functions, callees before callers */
    bool raw_tail_calls;            /* some raw program tail calls: others may be its targets */
};

/* Never fails: the program has been checked (lib/program/check.c). */
struct cfg *cfg_build(struct session *s, const struct program *program);

/* Registers that an insn reads and writes, as bit sets; calls write r0 to r5. */
uint16_t cfg_reads(const struct cfg *cfg, const struct prog_insn *insn);
uint16_t cfg_writes(const struct prog_insn *insn);

void cfg_print(void *file, const struct program *program, const struct cfg *cfg);

#endif
