/* SPDX-License-Identifier: Apache-2.0 */
/* What holds before each insn: for every register and stack slot whether it is a pointer, to
 * what and at which offset, or in which range a number is. Absent knowledge is always sound. */
#ifndef BPF_AOT_FACTS_H
#define BPF_AOT_FACTS_H

#include "cfg/cfg.h"
#include "facts/scalar.h"

enum kind {
    KIND_NONE,   /* not reached */
    KIND_SCALAR, /* a number, or a pointer whose object is unknown */
    KIND_CTX,
    KIND_FRAME, /* own stack frame, relative to r10 */
    KIND_PACKET,
    KIND_PACKET_META,
    KIND_PACKET_END,
    KIND_MAP,
    KIND_MAP_VALUE,
    KIND_DATA,   /* a data section of the object */
    KIND_FUNC,   /* address of a function, as a callback takes it */
    KIND_MEMORY, /* raw memory, a caller's frame, or a pointer that is one of several kinds */
    KIND_LOST,   /* may be the context or a map handle: never to be dereferenced */
    KIND_STALE,  /* led into the packet before it was moved, or to what was released (`object` is
                    OBJECT_ACQUIRED): never to be dereferenced */
    KIND_COUNT
};

enum {
    OBJECT_UNKNOWN = UINT32_MAX,
    OBJECT_RAW = 0,                        /* MEMORY: what r1 of a raw program leads to */
    OBJECT_ACQUIRED = 1,                   /* MEMORY, from here on: by the insn that acquired it */
    OBJECT_SOME_ACQUIRED = UINT32_MAX - 1, /* MEMORY: perhaps acquired, by no one insn */
    OBJECT_DYNPTR = UINT32_MAX - 1024,     /* MEMORY: bytes of the dynptr that lies at r10 - n of
                                              the own frame; n is added, 1 to BPF_STACK_BYTES */
    FOUND_BY_HELPER = UINT32_MAX,          /* what a callback was given: one map */
    /* A packet is at most this long (uapi limit of a linear XDP or skb buffer). */
    PACKET_MAX_BYTES = 0xffff,
    /* Contract of the runtime: no object lies nearer than this to the bottom or the top of the
     * address space. A 32-bit pointer within these offsets cannot wrap. */
    POINTER_MIN_OFFSET = -0xffff,
    POINTER_MAX_OFFSET = 0xfffff,
};

/* Values of one class differ by constants: value - delta is the same for all of them, at any one
 * time. A class is named by where its value comes from. */
enum {
    CLASS_NONE,
    CLASS_NUMBER,        /* 0: of constants, while states are joined */
    CLASS_RAW_SIZE,      /* r2 of a raw program */
    CLASS_PACKET_LENGTH, /* data_end - data */
    CLASS_FIRST,         /* from here on: by insn, then by block and place */
};

struct fact {
    enum kind kind;
    bool maybe_null;
    bool holds_ctx;  /* MEMORY: 8-byte loads may yield the context (a caller's frame) */
    bool undefined;  /* nothing was written here: reads as 0, which no verifier would accept */
    bool excludes;   /* SCALAR: is not `excluded` */
    uint32_t object; /* MAP, MAP_VALUE, DATA, FUNC: index in the program, or OBJECT_UNKNOWN;
                       CTX: set of 1 << enum context_kind, of the
 programs that get here; MEMORY: OBJECT_RAW, OBJECT_ACQUIRED + insn or OBJECT_UNKNOWN */
    uint32_t size;   /* MEMORY: bytes that are known to lie behind offset 0; MAP_VALUE: those that a
                        kernel's verifier saw (import_meet.c) */
    uint32_t range;  /* PACKET, PACKET_META: 1 + the bytes behind the pointer that heads the
                       class that are known to lie in the packet (before its data); 0: unknown */
    uint32_t class;  /* CLASS_*, or the name of one */
    union {
        uint32_t outer;    /* MAP, MAP_VALUE of no known map: 1 + the map of maps it was found in */
        uint32_t low_bits; /* MEMORY: so many low bits of the address at offset 0 are 0 */
    };
    uint32_t found; /* the same: 1 + the insn that found that map, FOUND_BY_HELPER, or 0 */
    int64_t delta;  /* from the value that heads the class */
    uint64_t excluded;
    struct scalar num; /* SCALAR: the number; pointers: the offset, as a signed number */
};

/* What is known of bytes of the frame: `bytes` (8, 4, 2, 1) that begin `at` bytes into a slot of
 * 4 bytes. An 8-byte value is kept where it begins; the slot above it has bytes 0, as have slots
 * of which nothing is known. */
struct slot {
    uint8_t at, bytes;
    struct fact fact;
};

enum { SLOT_BYTES = 4 };

/* Whether the run holds a lock of bpf_spin_lock. Nothing relies on it: it is for refusals. */
enum lock_state { LOCK_FREE, LOCK_HELD, LOCK_MAYBE };

struct facts_state {
    struct fact regs[REG_COUNT];
    enum lock_state lock;
    int32_t escape_low;    /* others may hold pointers to r10 + this and above; 0: they do not */
    uint32_t packet_bytes; /* data + this <= data_end */
    uint32_t meta_bytes;   /* data_meta + this <= data */
    uint64_t raw_bytes;    /* the memory of a raw program has at least so many */
    struct slot slots[];   /* [i] begins at r10 - 4 * (i + 1) */
};

/* Bytes of the frame, bit n for the byte at r10 - 1 - n. */
struct byte_set {
    uint64_t bits[BPF_STACK_BYTES / 64];
};

struct block_state; /* a state as it is kept (state.h) */

struct access_counts {
    uint32_t proven, guarded, probed;
};

struct function_facts {
    struct block_state **at_block; /* at block entries; NULL: not reached */
    struct block_state *entry;     /* of all calls; NULL: not called so far */
    uint32_t slot_count;
    const uint8_t *repeats;        /* by insn: 1 + a register that holds what it computes, or 0 */
    struct fact params[REG_COUNT]; /* at entry */
    struct fact result;            /* r0 at exit; KIND_NONE: never returns */
    bool moves_packet;             /* it or a callee makes packet pointers stale */
    bool releases;                 /* it or a callee may give back what others acquired */
    bool locks;                    /* it or a callee may take or release a lock */
    uint32_t frame_bytes;          /* as deep as used, a multiple of 8 */
    struct byte_set zero_bytes;    /* that may be read before they are written */
    struct access_counts accesses;
    bool *ends;           /* by block, of loop heads: the rounds are bounded; NULL: of none */
    bool is_called;       /* by code: a program's parameters need not be those of the run */
    bool may_abort;       /* it or what it calls holds a check that can end the run */
    bool searches;        /* it or what it calls looks a pointer up in the run's regions */
    bool registers_frame; /* its frame has to be one of them once its address gets out */
};

struct facts {
    const struct program *program;
    const struct cfg *cfg;
    struct function_facts *functions;
    struct bpf_aot_start packet_start, mem_start; /* what callers promise of addresses */
    enum bpf_aot_unproven unproven;
    unsigned run_budget;
    bool probes;                   /* loads through numbers read any address (progtypes.def) */
    bool packet_moves;             /* some insn may change the alignment of the packet's start */
    struct fact_table *table;      /* of the facts that block states are made of (state.h) */
    const struct import *imported; /* of a kernel's verifier (import.h); NULL: none */
};

/* The structs of runtime.h behind the contexts. */
enum context_layout { LAYOUT_xdp, LAYOUT_skb, LAYOUT_sk_lookup, LAYOUT_COUNT };

struct context_widths {
    uint8_t min, max; /* bytes; 0: none */
};

/* What the kind of a field in contexts.def stands for. */
struct context_rule {
    enum kind value; /* that a load gives: a pointer kind or KIND_SCALAR */
    uint32_t words;  /* of the runtime's member, in 32 bits; 0: a pointer */
    struct context_widths load, store;
    bool sign_extends;      /* also loads of OP_LDSX */
    bool maybe_null;        /* pointers */
    bool widens;            /* 4-byte loads at the start of a narrower field give its number */
    bool ignores_beyond;    /* a store of stored_max or more does nothing */
    uint32_t stored_max;    /* a mask that stores keep; 0: all bits */
    uint32_t pointee_bytes; /* size of what a KIND_MEMORY points at */
};

struct context_member {
    const struct context_rule *rule;
    const char *name;
};

/* A row of contexts.def that a program can read. */
struct context_row {
    enum context_layout layout;
    uint32_t uapi_offset, uapi_bytes;
    const struct context_rule *rule;
    uint32_t member;           /* index in the runtime's struct */
    uint32_t readers, writers; /* sets of 1 << enum context_kind */
};
/* The row that a load or store through a context pointer (with a known offset) means; NULL when one
 * of the program types that get here has none, and then why. */
const struct context_row *context_find(const struct fact *base, const struct insn *insn);
const char *context_refusal(struct arena *arena, const struct fact *base, const struct insn *insn);
enum context_layout context_layout(enum context_kind context);
/* Members of the runtime's struct; its name. */
const char *context_members(enum context_layout layout, const struct context_member **members,
                            uint32_t *count);

/* NULL after a message: an access that can have no meaning (a context field without a row, a
 * stack access outside the frame, a helper argument of the wrong kind). */
struct facts *facts_solve(struct session *s, const struct program *program, const struct cfg *cfg);

/* The helper that a callx calls because its register holds a small number, as the public
 * instruction suite has it; NULL: it is a function pointer. */
const struct helper_row *facts_callx_helper(const struct fact *target);

/* Walks through one block: enter it, then step over each insn after having looked. */
struct facts_cursor {
    const struct facts *facts;
    uint32_t function;
    struct facts_state *state;
};
void facts_open(struct session *s, const struct facts *facts, uint32_t function,
                struct facts_cursor *cursor);
/* False when the block is never reached. */
bool facts_enter(struct facts_cursor *cursor, uint32_t block);
void facts_step(struct facts_cursor *cursor, const struct prog_insn *insn);
/* Before each insn that is reached, block by block in the order of the code, until one returns
 * false; false then. */
typedef bool facts_visit_fn(void *data, const struct facts_cursor *cursor,
                            const struct prog_insn *insn);
bool facts_walk(struct session *s, const struct facts *facts, uint32_t function,
                facts_visit_fn *visit, void *data);

/* Whether a call of that helper is a lookup by an index that the map has, in a map whose every
 * index exists: it does not return NULL. */
bool facts_lookup_hits(const struct facts *facts, uint32_t function, const struct helper_row *row,
                       const struct facts_state *state);

/* True for kinds that are addresses of something. */
bool fact_is_pointer(const struct fact *fact);
/* True for a single number. */
bool fact_is_constant(const struct fact *fact);
/* True when a pointer's offset is one number. */
bool fact_is_exact(const struct fact *fact);
/* True when a pointer's offset is known to stay within the POINTER_* offsets. */
bool fact_is_bounded(const struct fact *fact);
/* What callers promise of the packet, or of a raw program's memory. */
struct bpf_aot_start facts_packet_start(const struct session *s);
struct bpf_aot_start facts_mem_start(const struct session *s);
/* Where the address `offset` bytes beyond a pointer lies, modulo 1 to 8 as far as that is known. */
struct bpf_aot_start fact_place(const struct facts *facts, const struct fact *fact, int64_t offset);
/* Known alignment in bytes, 1 to 8, of the address `offset` bytes beyond a pointer. */
unsigned fact_alignment(const struct facts *facts, const struct fact *fact, int64_t offset);

/* One fact as -print=facts has it, on the session's arena. */
char *fact_text(struct session *s, const struct program *program, const struct fact *fact);

void facts_print(void *file, struct session *s, const struct facts *facts);
/* -remarks, in the form that the options ask for. */
void facts_remarks(void *file, struct session *s, const struct facts *facts);

#endif
