/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: the kernel's code, step by step, beside an interpreter. */
#ifndef BPF_AOT_COMPARE_FOLLOW_H
#define BPF_AOT_COMPARE_FOLLOW_H

#include "replay.h"

/* What BPF's rules make of a program: the state before every insn. */
struct rule_step {
    uint32_t insn;
    uint8_t depth;    /* of the frame */
    uint16_t written; /* registers that hold what the program put there */
    uint64_t regs[REG_COUNT];
    uint32_t writer[REG_COUNT]; /* insn that wrote each */
};
enum { FRAMES_MAX = 8 };

struct rules {
    struct rule_step *steps;
    size_t count;
    uint64_t packet, context; /* where the interpreter has them */
    bool complete;            /* false: cut, or the interpreter could not go on */
};
void rules_follow(struct session *s, const struct comparison *c, const struct bytes *packet,
                  struct rules *rules);

/* The first insn where the kernel's code, linked with this one input, does other than the rules, as
 * a finding; NULL: it cannot be followed, or nothing was found. */
const char *follow_kernel(struct session *s, const struct comparison *c,
                          const struct replay *replay, const struct placed_image *images,
                          size_t image_count, const struct rules *rules, int64_t *insn);

#endif
