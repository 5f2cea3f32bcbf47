/* SPDX-License-Identifier: Apache-2.0 */
/* What a kernel's verifier logged of a program, as facts before its insns. Only what still holds
 * on paths that the verifier pruned comes out of here (import_log.c). */
#ifndef BPF_AOT_FACTS_IMPORT_H
#define BPF_AOT_FACTS_IMPORT_H

#include "fact.h"

/* One register in the verifier's words. */
struct import_fact {
    enum kind kind; /* KIND_NONE: nothing is known */
    bool maybe_null;
    uint32_t object;   /* MAP_VALUE: map of the program, or OBJECT_UNKNOWN */
    uint32_t size;     /* MAP_VALUE: bytes of a value, at least */
    int64_t beyond;    /* PACKET: so many bytes behind the pointer lie in the packet (before its
                          data); 0 and less: nothing is known */
    struct scalar num; /* the number, or the offset */
};

/* What was seen before one insn. */
struct import_insn {
    bool visited;
    bool aligned;              /* its access is aligned to its width */
    uint16_t regs;             /* those of interest, bit r */
    struct import_fact *facts; /* one for each of them */
};

/* By function; of a function without facts: NULL. */
struct import {
    struct import_insn **functions;
};

/* A program as it stands in a facts file. */
struct import_program {
    const char *name;
    const char *type; /* as libbpf names it: xdp, sched_cls */
    uint32_t line;    /* where it begins */
    uint8_t *code;    /* with the subprograms behind it, as the kernel was given it */
    size_t code_bytes;
    bool aligned;    /* loads with BPF_F_STRICT_ALIGNMENT */
    const char *log; /* its lines, each behind a '|' */
    uint32_t log_line;
    size_t log_bytes;
};

/* What an 8-byte slot of the recorded code is here. */
struct import_place {
    uint32_t function, insn;
    const struct prog_insn *at; /* NULL: the second half of an LDDW */
};

struct import_layout {
    struct import_place *places; /* by slot of the recorded code */
    uint32_t count;
};

/* import_file.c: the next program at *text, NULL at the end or after a message. */
struct import_reader {
    struct session *s;
    const char *at, *end;
    uint32_t line;
    bool good;
};
bool import_read_head(struct import_reader *r, bool big_endian);
struct import_program *import_read_program(struct import_reader *r);
bool import_fail(struct session *s, uint32_t line, const char *what, const char *name);

/* import_layout.c: which insn is where; false after a message when it is another program. */
bool import_lay_out(struct session *s, const struct program *program,
                    const struct import_program *recorded, struct import_layout *layout);

/* import_line.c: takes registers from `R1=ctx() R10=fp0`, in [text, end). */
void import_read_registers(const struct program *program, const char *text, const char *end,
                           struct import_fact *regs);

/* import_log.c: facts by slot of the recorded code; NULL when the log is not whole. */
struct import_insn *import_read_log(struct session *s, const struct facts *facts,
                                    const struct import_program *recorded,
                                    const struct import_layout *layout);
/* import_prune.c: slots that a path may lead to which the verifier cut short at `pruned`. */
bool *import_shaky(struct session *s, const struct facts *facts, const struct import_layout *layout,
                   const bool *pruned);

/* import.c: reads the facts of the options, if there are any; false after a message. */
bool import_open(struct session *s, struct facts *facts);
struct import_fact import_join(const struct import_fact *a, const struct import_fact *b);

/* import_meet.c: lets a state before an insn know what the verifier knew there. */
void import_meet(const struct facts *facts, uint32_t function, uint32_t insn,
                 struct facts_state *state);

#endif
