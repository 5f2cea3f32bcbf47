/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/facts: the lattice of one fact, and the steps of the analysis. */
#ifndef BPF_AOT_FACTS_FACT_H
#define BPF_AOT_FACTS_FACT_H

#include "facts/facts.h"

struct fact fact_scalar(uint64_t umin, uint64_t umax);
struct fact fact_constant(uint64_t value);
struct fact fact_unknown(void);
struct fact fact_pointer(enum kind kind, uint32_t object, int64_t offset);
/* The context, a map handle, or something that may be one: not plain memory. */
bool fact_is_handle(const struct fact *fact);
bool fact_equal(const struct fact *a, const struct fact *b);
/* The least fact that both satisfy. */
struct fact fact_join(const struct fact *a, const struct fact *b);
/* Like join(old, new), but reaches a fixpoint in a few steps. */
struct fact fact_widen(const struct fact *old, const struct fact *new);
/* What remains of a value after somebody may have overwritten its memory. */
struct fact fact_clobber(const struct fact *fact);

/* Result of an ALU insn on facts before it (dst, second operand). */
struct fact alu_transfer(const struct insn *insn, const struct fact *dst, const struct fact *src);

/* The effect of one insn on a state; calls take what is known of their callee. */
struct transfer {
    const struct facts *facts;
    uint32_t function;
};
void transfer_insn(const struct transfer *t, struct facts_state *state,
                   const struct prog_insn *insn);
/* The second operand of an ALU or jump insn. */
struct fact transfer_operand(const struct facts_state *state, const struct insn *insn);

/* Narrows the state for the edge on which the branch is taken, or not. */
void refine_branch(struct facts_state *state, const struct insn *insn, bool taken);

size_t state_bytes(uint32_t slot_count);

/* Depth of the frame in use and the bytes to zero; after the fixpoint. */
void frame_measure(struct session *s, struct facts *facts, uint32_t function);
bool facts_check_function(struct session *s, const struct facts *facts, uint32_t function);

#endif
