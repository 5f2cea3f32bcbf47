/* SPDX-License-Identifier: Apache-2.0 */
/* What holds before each insn: for every register and stack slot whether it is a pointer, to
 * what and at which offset, or in which range a number is. Absent knowledge is always sound. */
#ifndef BPF_AOT_FACTS_H
#define BPF_AOT_FACTS_H

#include "cfg/cfg.h"

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
    KIND_MEMORY, /* raw memory, or a pointer that is one of several kinds */
    KIND_LOST,   /* may be the context or a map handle: never to be dereferenced */
    KIND_COUNT
};

enum {
    OBJECT_UNKNOWN = UINT32_MAX,
    /* A packet is at most this long (uapi limit of a linear XDP or skb buffer). */
    PACKET_MAX_BYTES = 0xffff,
    /* Contract of the runtime: no object lies nearer than this to the bottom or the top of the
     * address space. A 32-bit pointer within these offsets cannot wrap. */
    POINTER_MIN_OFFSET = -0xffff,
    POINTER_MAX_OFFSET = 0xfffff,
};

struct fact {
    enum kind kind;
    bool maybe_null;
    bool holds_ctx;   /* MEMORY: 8-byte loads may yield the context (a caller's frame) */
    uint8_t low_bits; /* so many low bits of the number or offset are known, 0 to 3 */
    uint8_t low;      /* their value */
    uint32_t object;  /* MAP, MAP_VALUE, DATA, FUNC: index in the program, or OBJECT_UNKNOWN;
                        CTX: enum context_kind */
    union {
        struct {
            uint64_t umin, umax; /* SCALAR: unsigned range */
        };
        struct {
            int64_t off_min, off_max; /* pointers: range of the offset */
        };
    };
};

struct facts_state {
    struct fact regs[REG_COUNT];
    bool frame_escapes;  /* somebody else may hold a pointer into the frame */
    struct fact slots[]; /* 8-byte stack slots, [0] at r10 - 8; facts hold for whole slots */
};

/* Bytes of the frame, bit n for the byte at r10 - 1 - n. */
struct byte_set {
    uint64_t bits[BPF_STACK_BYTES / 64];
};

struct function_facts {
    struct facts_state **at_block; /* at block entries; NULL: not reached */
    uint32_t slot_count;
    struct fact params[REG_COUNT]; /* at entry */
    struct fact result;            /* r0 at exit; KIND_NONE: never returns */
    uint32_t frame_bytes;          /* as deep as used, a multiple of 8 */
    struct byte_set zero_bytes;    /* that may be read before they are written */
};

struct facts {
    const struct program *program;
    const struct cfg *cfg;
    struct function_facts *functions;
    bool packet_moves; /* some insn may change the alignment of the packet's start */
};

/* A row of contexts.def that a program can read. */
struct context_row {
    enum context_kind context;
    uint32_t uapi_offset, uapi_bytes;
    enum kind kind; /* of the value loaded: a pointer kind or KIND_SCALAR */
    bool writable;
    uint32_t member; /* index in the runtime's struct */
    const char *field;
};
const struct context_row *context_find(uint32_t context, int64_t offset, uint32_t size_bytes);
const char *context_name(uint32_t context);
/* Members of the runtime's struct: their count, and which are pointers. */
uint32_t context_members(enum context_kind context, const bool **is_pointer);

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

/* True for kinds that are addresses of something. */
bool fact_is_pointer(const struct fact *fact);
/* True for a single number. */
bool fact_is_constant(const struct fact *fact);
/* True when a pointer's offset is known to stay within the POINTER_* offsets. */
bool fact_is_bounded(const struct fact *fact);
/* Known alignment in bytes, 1 to 8, of the address `offset` bytes beyond a pointer. */
unsigned fact_alignment(const struct facts *facts, const struct fact *fact, int64_t offset);

void facts_print(void *file, struct session *s, const struct facts *facts);

#endif
