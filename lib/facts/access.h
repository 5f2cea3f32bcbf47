/* SPDX-License-Identifier: Apache-2.0 */
/* The prover: which accesses of an insn are inside their object whatever the input, and what has
 * to be checked at run time otherwise. Asks the facts, changes nothing. */
#ifndef BPF_AOT_FACTS_ACCESS_H
#define BPF_AOT_FACTS_ACCESS_H

#include "facts/facts.h"

enum verdict {
    ACCESS_PROVEN,
    ACCESS_GUARD,  /* by a check against `bounds` */
    ACCESS_PROBE,  /* any address, without a fault */
    ACCESS_REFUSE, /* can have no meaning */
};

/* What a guard compares with. */
enum bounds {
    BOUNDS_NONE,     /* the alignment alone */
    BOUNDS_NOT_NULL, /* inside, unless it is NULL */
    BOUNDS_FRAME,    /* the own frame */
    BOUNDS_DATA,     /* data section `object` */
    BOUNDS_PACKET,   /* data to data_end of the program's context */
    BOUNDS_META,     /* data_meta to data */
    BOUNDS_RAW,      /* memory and size of the raw program */
    BOUNDS_VALUE,    /* a value of map `object` */
    BOUNDS_REGIONS,  /* anything that the run may touch */
    BOUNDS_FUNCTION, /* the functions whose address is taken */
};

enum access_size {
    SIZE_FIXED,
    SIZE_U32,   /* the lower half of size_reg */
    SIZE_U64,   /* size_reg */
    SIZE_KEY,   /* key_size of the map in r1 */
    SIZE_VALUE, /* value_size of the map in r1 */
};

/* One pointer that an insn dereferences, or that a helper does. */
struct access {
    enum verdict verdict;
    enum bounds bounds;
    unsigned reg;
    int64_t offset; /* beyond reg */
    enum access_size size;
    uint32_t size_bytes; /* SIZE_FIXED */
    unsigned size_reg;   /* SIZE_U32, SIZE_U64 */
    uint32_t object;     /* of `bounds` */
    bool writes;
    bool is_field;     /* a lock, timer or kptr that check.c has judged */
    bool check_align;  /* of an atomic: the address is a multiple of size_bytes */
    char missing[128]; /* unless proven: in the words of the kernel's verifier where it has some */
};

enum { ACCESSES_MAX = 6 };

/* Accesses of the insn that the cursor stands before; how many. */
unsigned access_find(const struct facts_cursor *cursor, const struct prog_insn *insn,
                     struct access found[ACCESSES_MAX]);

/* Bytes of the packet, or of raw memory, that are proven to be there behind offset 0 of `fact`. */
int64_t facts_packet_bytes(const struct facts_state *state, const struct fact *fact);

/* After the fixpoint: fills function_facts.accesses, may_abort, registers_frame. With
 * -unproven=error: false after a message for the first access that is not proven. */
bool access_summarise(struct session *s, struct facts *facts);

/* True when the function's code takes the run as its last parameter. */
bool facts_needs_run(const struct facts *facts, uint32_t function);

#endif
