/* SPDX-License-Identifier: Apache-2.0 */
/* A generator of valid random programs. It knows what every register and stack slot holds, so
 * that no access leaves its memory and no address reaches the result: addresses are different in
 * the interpreter and in translated code. */
#ifndef GEN_H
#define GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GEN_REGS = 11,
    GEN_FP = 10,
    GEN_SLOTS = 64,    /* 8-byte stack slots; slot i is at r10 - 8 * (i + 1) */
    GEN_HOT_SLOTS = 8, /* most accesses meet here */
    GEN_INSNS = 6000,  /* a program never comes near */
    GEN_FUNCTIONS = 4, /* the program and its subprograms */
    GEN_SHARED = 64,   /* bytes behind a pointer that a subprogram gets */
    GEN_MAX_MEM = 128,
    GEN_CALLS = 64,
};

enum gen_kind {
    KIND_SCALAR,
    KIND_MEM,   /* pointer into the memory, at least `low`, at most `high` bytes behind its start */
    KIND_STACK, /* pointer: r10 + low */
    KIND_MIXED, /* slot: parts of a pointer; to be written before it is read */
};

struct gen_value {
    enum gen_kind kind;
    int low, high; /* multiples of 8 */
};

/* What is known at a point of the function that is being made. */
struct gen_state {
    struct gen_value regs[GEN_REGS];
    struct gen_value slots[GEN_SLOTS];
};

struct gen_insn {
    uint8_t opcode, dst, src;
    int16_t off;
    int32_t imm;
};

struct gen_call {
    size_t at; /* insn to patch */
    unsigned function;
};

struct gen {
    uint64_t random;
    bool atomics;
    struct gen_insn insns[GEN_INSNS];
    size_t count;
    struct gen_state state;
    bool reg_pinned[GEN_REGS];   /* must keep what it holds */
    bool slot_pinned[GEN_SLOTS]; /* the same */
    unsigned base;               /* register with the pointer to the memory; 0: none */
    int mem_bytes;               /* known to be accessible behind it */
    unsigned function;           /* index of the function being made */
    unsigned function_count;
    bool takes_pointer[GEN_FUNCTIONS];
    size_t starts[GEN_FUNCTIONS];
    unsigned loop_depth;
    struct gen_call calls[GEN_CALLS];
    size_t call_count;
    uint8_t mem[GEN_MAX_MEM];
    int mem_size; /* true size */
};

/* random.c */
uint64_t gen_random(struct gen *g);
unsigned gen_below(struct gen *g, unsigned limit);
bool gen_chance(struct gen *g, unsigned percent);
/* Mostly values at which something happens: 0, -1, powers of two and their neighbours. */
uint64_t gen_constant(struct gen *g);
int32_t gen_imm(struct gen *g);

/* emit.c */
size_t gen_emit(struct gen *g, struct gen_insn insn); /* gives its index */
void gen_set(struct gen *g, unsigned reg, uint64_t value);
void gen_move(struct gen *g, unsigned dst, unsigned src);
void gen_add_imm(struct gen *g, unsigned dst, int32_t imm);
/* Lets the jump at `at` go to the next insn to come. */
void gen_land(struct gen *g, size_t at);
void gen_encode(const struct gen_insn *insn, bool big_endian, uint8_t out[8]);

/* state.c */
bool gen_is_scalar(const struct gen *g, unsigned reg);
/* A register that may be overwritten; it is a scalar from here on. */
unsigned gen_target(struct gen *g);
unsigned gen_scalar(struct gen *g);
void gen_now_scalar(struct gen *g, unsigned reg);
/* Emits what makes `g->state` and `other` agree where they meet. */
void gen_merge(struct gen *g, const struct gen_state *other);
/* Emits what makes scalars of all that was one in `head`. */
void gen_back_to(struct gen *g, const struct gen_state *head);

/* stmt_*.c: each makes one statement, or nothing when it does not fit here */
void gen_alu(struct gen *g);
void gen_unary(struct gen *g);
void gen_wide(struct gen *g);
void gen_stack_access(struct gen *g);
void gen_mem_access(struct gen *g);
void gen_variable_access(struct gen *g);
void gen_spill(struct gen *g);
void gen_pointer_math(struct gen *g);
void gen_atomic(struct gen *g);
void gen_branch(struct gen *g, unsigned budget);
void gen_loop(struct gen *g, unsigned budget);
void gen_walk(struct gen *g);
void gen_early_exit(struct gen *g);
void gen_call(struct gen *g);

/* stmt_facts.c */
void gen_check_copy(struct gen *g);
void gen_count(struct gen *g);
void gen_count_nested(struct gen *g);
void gen_count_around(struct gen *g);
void gen_spill_part(struct gen *g);
void gen_repeat(struct gen *g);

/* A jump with a random condition on scalars or pointers; its index. */
size_t gen_condition(struct gen *g);

/* program.c */
void gen_block(struct gen *g, unsigned budget);
void gen_program(struct gen *g, uint64_t seed, bool atomics);

#endif
