/* SPDX-License-Identifier: Apache-2.0 */
/* Machine code as text and by what it does: LLVM's disassembler and tables of names. */
#ifndef BPF_AOT_COMPARE_NATIVE_H
#define BPF_AOT_COMPARE_NATIVE_H

#include "target/target.h"

/* What an instruction does; any number of them. */
enum native_does {
    DOES_LOAD = 1,
    DOES_STORE = 2,
    DOES_BRANCH = 4, /* not a call, not a return */
    DOES_CALL = 8,
    DOES_RETURN = 16,
    DOES_STACK = 32, /* a load or store of the frame */
};

struct native_insn {
    uint64_t address;
    uint64_t target; /* of a direct branch or call; 0: none */
    double times;    /* executed in a run on average, where it was counted */
    uint32_t offset; /* from the start of the code, as shown */
    const char *text;
    int32_t insn; /* BPF insn that it was made for, by index in the program; -1: none */
    uint16_t does;
    uint8_t bytes;
};

struct native_code {
    struct native_insn *data; /* by address */
    size_t count, capacity;
};

enum native_side { SIDE_KERNEL, SIDE_OWN, SIDES };

struct native_reader;

/* `cpu` and `features` as in targets.def. NULL after a message. */
struct native_reader *native_open(struct session *s, const struct target_row *row,
                                  enum native_side side);
void native_close(struct native_reader *reader);
/* Appends the instructions of `count` bytes that run at `address`. */
void native_read(struct native_reader *reader, const uint8_t *bytes, size_t count, uint64_t address,
                 struct native_code *code);

#endif
