/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/facts: the lattice of one fact, and the steps of the analysis. */
#ifndef BPF_AOT_FACTS_FACT_H
#define BPF_AOT_FACTS_FACT_H

#include "facts/facts.h"

struct fact fact_number(const struct scalar *num);
struct fact fact_scalar(uint64_t umin, uint64_t umax);
struct fact fact_constant(uint64_t value);
struct fact fact_unknown(void);
/* What was never written: 0. */
struct fact fact_undefined(void);
/* KIND_LOST or KIND_STALE. */
struct fact fact_lost(enum kind kind);
struct fact fact_pointer(enum kind kind, uint32_t object, int64_t offset);
/* Memory of so many bytes whose object is not known. */
struct fact fact_memory(uint32_t size_bytes);
bool fact_is_number(const struct fact *fact, uint64_t value);
/* The context, a map handle, or something that may be one: not plain memory. */
bool fact_is_handle(const struct fact *fact);
/* Both count from the same address, so that they compare as their offsets do. */
bool fact_same_base(const struct fact *a, const struct fact *b);
bool fact_equal(const struct fact *a, const struct fact *b);
/* The least fact that both satisfy; of no class. */
struct fact fact_join(const struct fact *a, const struct fact *b);
/* Like join(old, new), but reaches a fixpoint in a few steps. */
struct fact fact_widen(const struct fact *old, const struct fact *new);
/* What remains of a value after somebody may have overwritten its memory. */
struct fact fact_clobber(const struct fact *fact);
void fact_leave_class(struct fact *fact);
/* Memory that may be released. */
bool fact_is_acquired(const struct fact *fact);
/* The map that a handle or value is of; of an inner map its template. NULL: not known. */
const struct program_map *fact_map(const struct facts *facts, const struct fact *fact);
/* A value and a handle are of one map. */
bool fact_same_map(const struct fact *a, const struct fact *b);
/* What the bytes behind a dynptr are called, by the pointer to the dynptr. */
uint32_t fact_dynptr_object(const struct fact *dynptr);
/* As a callee or caller knows it: insns that acquired something are numbered by function. */
struct fact fact_in_other_function(const struct fact *fact);

/* Result of an ALU insn on facts before it (dst, second operand). */
struct fact alu_transfer(const struct insn *insn, const struct fact *dst, const struct fact *src,
                         bool big_endian);

/* The effect of one insn on a state; calls take what is known of their callee. */
struct transfer {
    const struct facts *facts;
    uint32_t function;
};
void transfer_insn(const struct transfer *t, struct facts_state *state,
                   const struct prog_insn *insn);
void transfer_call(const struct transfer *t, struct facts_state *state,
                   const struct prog_insn *insn);
void transfer_callx(const struct transfer *t, struct facts_state *state,
                    const struct prog_insn *insn);
/* The second operand of an ALU or jump insn. */
struct fact transfer_operand(const struct facts_state *state, const struct insn *insn);

/* Narrows the state for the edge on which the branch is taken, or not; false when that edge is
 * never taken. */
bool refine_branch(struct facts_state *state, uint32_t slot_count, const struct insn *insn,
                   bool taken);

size_t state_bytes(uint32_t slot_count);
/* Others may hold a frame pointer that `fact` is, or was. */
void state_escape(struct facts_state *state, const struct fact *fact);

/* classes.c: the class that an insn gives its result; nobody else is in it any more. */
uint32_t class_of_insn(const struct transfer *t, struct facts_state *state,
                       const struct prog_insn *insn);
/* Lets a register (or slot) be of a class, before it is copied. */
void class_join(const struct transfer *t, struct facts_state *state, const struct prog_insn *insn,
                struct fact *fact);
/* Tells the others of its class what is now known of a fact; false when that cannot be. */
bool class_spread(struct facts_state *state, uint32_t slot_count, const struct fact *fact);

/* repeats.c: by insn 1 + a register that already holds its result, or 0; what is known of that. */
const uint8_t *repeats_find(struct session *s, const struct function *function,
                            const struct function_cfg *cfg);
void repeat_meet(const struct transfer *t, struct facts_state *state, const struct prog_insn *insn,
                 struct fact *result);

/* slots.c: the frame as memory. Offsets are bytes from r10. */
/* A number from memory of which nothing is known. */
struct fact slots_number(const struct insn *insn);
struct fact slots_load(const struct transfer *t, const struct facts_state *state,
                       const struct insn *insn, int64_t offset);
void slots_store(const struct transfer *t, struct facts_state *state, int64_t offset,
                 unsigned bytes, const struct fact *value);
/* Somebody may have written to [low, high). */
void slots_clobber(const struct transfer *t, struct facts_state *state, int64_t low, int64_t high);
void slots_init(struct facts_state *state, uint32_t slot_count);
bool slots_hold_handle(const struct facts_state *state, uint32_t slot_count, int64_t low);

/* The number at an offset of a section that nobody writes to; false when it is none. */
bool rodata_load(const struct program *program, uint32_t object, int64_t offset, unsigned bytes,
                 uint64_t *value);

/* effects.c: `moves_packet`, `releases` and `locks` of every function. */
void effects_find(struct facts *facts);

/* origins.c: a register is a constant on each way to the insn, if not the same one. */
bool origins_are_constants(struct session *session, const struct facts *facts, uint32_t function,
                           const struct prog_insn *insn, unsigned reg);

/* locks.c: what a call does to the lock that the run holds. */
void locks_call_helper(const struct facts *facts, struct facts_state *state,
                       const struct helper_row *row);
void locks_call(struct facts_state *state, bool may_change);
enum lock_state locks_join(enum lock_state a, enum lock_state b);
/* Why a helper cannot be called here, whatever way led to the call; NULL: it can. */
const char *locks_refusal(const struct facts_state *state, const struct helper_row *row);

/* Depth of the frame in use and the bytes to zero; after the fixpoint. */
void frame_measure(struct session *s, struct facts *facts, uint32_t function);
bool facts_check_function(struct session *s, const struct facts *facts, uint32_t function);

#endif
