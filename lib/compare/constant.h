/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/compare: instructions with which JITs load a constant, found and made to load another
 * one in as many instructions, so that what is executed stays countable. */
#ifndef BPF_AOT_COMPARE_CONSTANT_H
#define BPF_AOT_COMPARE_CONSTANT_H

#include "target/target.h"

struct code_at {
    uint8_t *bytes;
    size_t count;
    uint64_t address; /* where it runs */
    bool big_endian, is_64;
};

struct constant {
    uint64_t value;
    size_t bytes;     /* of its instructions */
    bool is_relative; /* to where the instructions are */
    bool calls;       /* the last instruction is the call itself */
    bool is_per_cpu;  /* of what this CPU has in that place */
};

/* What a machine's instructions are; `read`: from the first byte on. `write`: false where the place
 * is too short. New values are below 2^31. */
struct constant_machine {
    const char *target; /* names that begin so */
    bool (*read)(const struct code_at *code, struct constant *found);
    bool (*write)(const struct code_at *code, const struct constant *there, uint64_t value);
};

/* NULL: not known. */
const struct constant_machine *constant_machine(const struct target_row *row);

/* Whether a value can be an address in a kernel of that machine. */
bool constant_is_kernel(const struct target_row *row, uint64_t value);

bool riscv_read(const struct code_at *code, struct constant *found);
bool riscv_write(const struct code_at *code, const struct constant *there, uint64_t value);

#endif
